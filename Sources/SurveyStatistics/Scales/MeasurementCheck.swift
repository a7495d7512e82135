internal import SurveyModel

/// Whether two scales measure two things, and each of them well enough to be used as a scale.
///
/// The answer decides whether scale scores or the registered pair of items is used, and labels the results; it stops
/// nothing.
public struct MeasurementCheck: Sendable, Hashable {
  /// The thresholds, to be registered before the data are seen.
  public struct Thresholds: Sendable, Hashable {
    /// The least omega total of each scale.
    public var omega: Double
    /// The level at which two factors must beat one.
    public var alpha: Double
    /// What the correlation of the two factors must stay below, in absolute value.
    public var correlation: Double

    /// Creates thresholds.
    public init(omega: Double = 0.70, alpha: Double = 0.01, correlation: Double = 0.85) {
      self.omega = omega
      self.alpha = alpha
      self.correlation = correlation
    }
  }

  /// The scales' names.
  public let names: [String]
  /// The reliability of each scale; nil where a scale's items gave none.
  public let reliabilities: [ScaleReliability?]
  /// All items on one factor.
  public let oneFactor: FactorModel
  /// Each scale's items on a factor of its own.
  public let twoFactors: FactorModel
  /// The thresholds that were applied.
  public let thresholds: Thresholds
  /// Why measurement is not established, in words; empty where it is.
  public let reasons: [String]

  /// Whether both scales are reliable and two factors are told apart.
  public var isEstablished: Bool { reasons.isEmpty }
  /// The difference of the two models' χ², at least 0.
  public var chiSquaredDifference: Double { max(0, oneFactor.chiSquared - twoFactors.chiSquared) }
  /// The p-value of the difference, with one degree of freedom.
  public var p: Double { ChiSquared(1).upperTail(chiSquaredDifference) }
  /// The correlation of the two factors.
  public var factorCorrelation: Double { twoFactors.factorCorrelations[0, 1] }

  /// Fits the models and applies the thresholds.
  ///
  /// - Parameters:
  ///   - covariances: the covariances of both scales' items, running each its scale's way.
  ///   - first: the positions of the first scale's items, at least two.
  ///   - second: the positions of the second scale's items, at least two.
  ///   - names: the scales' names.
  ///   - thresholds: what counts as established.
  /// - Throws: `statistics.groups`, `statistics.argument`, `statistics.not-positive-definite`,
  ///   `statistics.convergence`, `statistics.too-few-respondents`, `statistics.constant`.
  /// - Accuracy: that of ``FactorModel``. One factor is the two-factor model with a correlation of 1, at the edge of
  ///   what a correlation can be, so that the difference test is conservative.
  /// - Complexity: that of four factor models.
  /// - Source: Jöreskog (1969), 10.1007/BF02289343; Fornell & Larcker (1981), 10.1177/002224378101800104.
  public init(
    _ covariances: ItemCovariances, first: [Int], second: [Int], names: [String] = ["first scale", "second scale"],
    thresholds: Thresholds = Thresholds()
  ) throws(StatisticsError) {
    guard names.count == 2, Set(first + second).count == first.count + second.count,
      (first + second).allSatisfy({ covariances.names.indices.contains($0) })
    else {
      throw StatisticsError(
        .argument, found: "an item that is in no scale's reach, or in both",
        expected: "two scales with items of their own",
        remedy: "give each item to one scale")
    }
    let all = covariances.selecting(first + second)
    let assignment = first.map { _ in 0 } + second.map { _ in 1 }
    oneFactor = try FactorModel(all)
    twoFactors = try FactorModel(all, assignment: assignment)
    var reliabilities: [ScaleReliability?] = []
    var reasons: [String] = []
    for (name, positions) in zip(names, [first, second]) {
      guard positions.count >= 3 else {
        reliabilities.append(nil)
        reasons.append("\(name): two items have no omega of their own")
        continue
      }
      do {
        let reliability = try ScaleReliability(covariances.selecting(positions))
        reliabilities.append(reliability)
        if reliability.omega < thresholds.omega {
          reasons.append("\(name): omega is below \(thresholds.omega)")
        }
        if !reliability.model.improperItems.isEmpty {
          reasons.append("\(name): a one-factor model has an error variance below zero")
        }
      } catch {
        reliabilities.append(nil)
        reasons.append("\(name): \(error.found)")
      }
    }
    self.names = names
    self.reliabilities = reliabilities
    self.thresholds = thresholds
    let difference = max(0, oneFactor.chiSquared - twoFactors.chiSquared)
    if ChiSquared(1).upperTail(difference) >= thresholds.alpha {
      reasons.append("two factors do not fit better than one at \(thresholds.alpha)")
    }
    if abs(twoFactors.factorCorrelations[0, 1]) >= thresholds.correlation {
      reasons.append("the factors correlate at or above \(thresholds.correlation)")
    }
    self.reasons = reasons
  }

  /// The check as a result to report.
  public var result: TestResult {
    var details: [TestResult.Detail] = []
    for (name, reliability) in zip(names, reliabilities) {
      if let reliability { details.append(.init("omega.\(name)", reliability.omega)) }
    }
    details += [
      .init("chiSquaredOneFactor", oneFactor.chiSquared), .init("dfOneFactor", Double(oneFactor.degreesOfFreedom)),
      .init("chiSquaredTwoFactors", twoFactors.chiSquared),
      .init("dfTwoFactors", Double(twoFactors.degreesOfFreedom)), .init("factorCorrelation", factorCorrelation),
      .init("factorCorrelationError", twoFactors.factorCorrelationErrors[0, 1]), .init("cfiTwoFactors", twoFactors.cfi),
      .init("srmrTwoFactors", twoFactors.srmr), .init("established", isEstablished ? 1 : 0),
    ]
    if let rmsea = twoFactors.rmsea { details.append(.init("rmseaTwoFactors", rmsea)) }
    return TestResult(
      id: "measurement", method: "Two factors against one, with the omega of each scale", symbol: "Δχ²",
      statistic: chiSquaredDifference, degreesOfFreedom: [1], p: p, coefficients: twoFactors.coefficients,
      base: Base(count: twoFactors.count),
      assumptions: [
        Assumption("each omega is at least \(thresholds.omega)", omegaState),
        Assumption("items are continuous and close to normal", .notChecked),
      ],
      conventions: [
        "one factor lies at the edge of the two-factor model (correlation 1): the difference test is conservative",
        "measurement labels the results and chooses between scale and item pair; it stops nothing",
      ], warnings: reasons.map { "measurement not established: \($0)" } + twoFactors.warnings, details: details,
      source: "Jöreskog (1969), 10.1007/BF02289343; McDonald (1999), Test Theory")
  }

  private var omegaState: Assumption.State {
    let values = reliabilities.compactMap { $0?.omega }
    guard values.count == 2 else { return .notChecked }
    return values.allSatisfy { $0 >= thresholds.omega } ? .met : .violated(why: "a scale's omega is lower")
  }
}
