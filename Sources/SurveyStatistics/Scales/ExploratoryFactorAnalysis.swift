internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// An exploratory factor analysis: the common factors of a set of items, turned for reading.
public struct ExploratoryFactorAnalysis: Sendable, Hashable {
  /// The items' names.
  public let names: [String]
  /// How many factors.
  public let factors: Int
  /// How they were extracted.
  public let method: FactorExtractionMethod
  /// How they were turned.
  public let rotation: FactorRotation
  /// What the correlations are.
  public let correlationKind: CorrelationKind
  /// The loadings (pattern coefficients): items by factors, largest factor first.
  public let loadings: Matrix
  /// The correlations of items with factors; equal to the loadings where factors do not correlate.
  public let structure: Matrix
  /// The factors' correlations.
  public let factorCorrelations: Matrix
  /// The share of each item's variance that the factors account for.
  public let communalities: [Double]
  /// The share of each item's variance that is its own.
  public let uniquenesses: [Double]
  /// The eigenvalues of the correlations, largest first.
  public let eigenvalues: [Double]
  /// The variance that each factor accounts for, in items.
  public let variances: [Double]
  /// The likelihood-ratio χ² with Bartlett's correction; nil where the correlations have no inverse.
  public let chiSquared: Double?
  /// The degrees of freedom.
  public let degreesOfFreedom: Int
  /// The root mean square error of approximation, and its 90 % interval; nil without degrees of freedom.
  public let rmsea: Double?
  /// The 90 % interval of the root mean square error of approximation.
  public let rmseaInterval: Interval?
  /// The Tucker–Lewis index; nil without degrees of freedom.
  public let tli: Double?
  /// The root mean square of the residual correlations off the diagonal.
  public let rootMeanSquareResidual: Double
  /// Whether the items share enough; nil where the correlations have no inverse.
  public let adequacy: SamplingAdequacy?
  /// How many respondents.
  public let count: Int

  /// The p-value of the fit; nil without degrees of freedom.
  public var p: Double? {
    guard degreesOfFreedom > 0, let chiSquared else { return nil }
    return ChiSquared(Double(degreesOfFreedom)).upperTail(chiSquared)
  }

  /// The items whose uniqueness reached its least value (Heywood cases).
  public var improperItems: [String] {
    names.indices.filter { uniquenesses[$0] <= FactorExtraction.leastUniqueness * (1 + 1e-9) }.map { names[$0] }
  }

  /// Hofmann's complexity of an item: 1 where it loads on one factor alone.
  public func complexity(_ item: Int) -> Double? {
    let squares = (0..<factors).map { loadings[item, $0] * loadings[item, $0] }
    let fourth = squares.reduce(0) { $0 + $1 * $1 }
    let all = squares.reduce(0, +)
    return fourth > 0 ? all * all / fourth : nil
  }

  /// Extracts and turns factors.
  ///
  /// - Parameters:
  ///   - covariances: the items' covariances or correlations; items need not run one way.
  ///   - factors: how many factors.
  ///   - method: maximum likelihood or minimum residuals.
  ///   - rotation: none, varimax or oblimin.
  ///   - correlationKind: what the correlations are, for the result's words.
  /// - Throws: `statistics.groups` for too few items or too many factors, `statistics.too-few-respondents`,
  ///   `statistics.not-positive-definite` (maximum likelihood), `statistics.convergence`.
  /// - Accuracy: uniquenesses within 1e-9 of the minimum; loadings within 1e-7 after rotation.
  /// - Complexity: O(steps · k³).
  /// - Source: Lawley & Maxwell (1971), Factor Analysis as a Statistical Method; Bartlett (1951) for χ². R: `factanal`,
  ///   `psych::fa`; SPSS: FACTOR /EXTRACTION ML.
  public init(
    _ covariances: ItemCovariances, factors: Int, method: FactorExtractionMethod = .maximumLikelihood,
    rotation: FactorRotation = .oblimin, correlationKind: CorrelationKind = .pearson
  ) throws(StatisticsError) {
    let k = covariances.names.count
    try Self.check(covariances, factors)
    let correlations = covariances.correlations
    let inverse = correlations.positiveDefiniteInverse()
    if method == .maximumLikelihood, inverse == nil {
      var error = covariances.notPositiveDefinite()
      error.remedy = "use minimum residuals (--method minres), or \(error.remedy)"
      throw error
    }
    let extraction = try FactorExtraction(correlations, factors: factors, method: method)
    let unrotated = extraction.loadings
    let turned = try RotatedFactors.rotate(unrotated, by: rotation)
    names = covariances.names
    self.factors = factors
    self.method = method
    self.rotation = rotation
    self.correlationKind = correlationKind
    loadings = turned.pattern
    structure = turned.pattern * turned.correlations
    factorCorrelations = turned.correlations
    variances = turned.variances
    communalities = (0..<k).map { item in
      (0..<factors).reduce(0) { $0 + unrotated[item, $1] * unrotated[item, $1] }
    }
    uniquenesses = extraction.uniquenesses
    eigenvalues = correlations.symmetricEigen()?.values.reversed() ?? []
    count = covariances.completeCount
    adequacy = SamplingAdequacy(correlations, count: count)
    degreesOfFreedom = Self.degreesOfFreedom(items: k, factors: factors)
    var implied = unrotated * unrotated.transposed
    var residuals = CompensatedTotal()
    for i in 0..<k {
      for j in 0..<i { residuals.add((correlations[i, j] - implied[i, j]) * (correlations[i, j] - implied[i, j])) }
      implied[i, i] += extraction.uniquenesses[i]
    }
    rootMeanSquareResidual = sqrt(residuals.value / Double(k * (k - 1) / 2))
    let fit = FactorFitIndices(
      correlations, implied: implied, observed: inverse?.logDeterminant, factors: factors, count: count)
    chiSquared = fit?.chiSquared
    rmsea = fit?.rmsea
    rmseaInterval = fit?.rmseaInterval
    tli = fit?.tli
  }

  /// The degrees of freedom of a number of factors; below zero where so many cannot be found.
  static func degreesOfFreedom(items k: Int, factors m: Int) -> Int { ((k - m) * (k - m) - (k + m)) / 2 }

  private static func check(_ covariances: ItemCovariances, _ factors: Int) throws(StatisticsError) {
    let k = covariances.names.count
    guard k >= 3 else {
      throw StatisticsError(
        .groups, found: "\(k) item\(k == 1 ? "" : "s")", expected: "at least three items", remedy: "name more items")
    }
    let most = (1...k).last { degreesOfFreedom(items: k, factors: $0) >= 0 } ?? 1
    guard (1...most).contains(factors) else {
      throw StatisticsError(
        .groups, place: .init(column: "--factors"), found: "\(factors) factors of \(k) items",
        expected: most == 1 ? "1 factor" : "1 to \(most) factors",
        remedy: "ask for fewer factors or add items; with more the loadings are not determined")
    }
    guard covariances.completeCount > k else {
      throw StatisticsError(
        .tooFewRespondents, found: "\(covariances.completeCount) respondents for \(k) items",
        expected: "more respondents than items", remedy: "use fewer items")
    }
  }
}

/// What items' correlations are made of.
public enum CorrelationKind: String, Sendable, Hashable, CaseIterable {
  /// Product-moment correlations of the answers' numbers.
  case pearson
  /// Correlations of normal traits behind the answers' order.
  case polychoric
}

/// How well an exploratory factor model reproduces the correlations.
struct FactorFitIndices {
  let chiSquared: Double
  let rmsea: Double?
  let rmseaInterval: Interval?
  let tli: Double?

  /// Nil where the observed or the implied correlations have no inverse.
  ///
  /// - Source: Bartlett (1951), Annals of Mathematical Statistics 22, for the multiplier; Steiger & Lind (1980); Tucker &
  ///   Lewis (1973), 10.1007/BF02291170. R: `psych::fa`.
  init?(_ correlations: Matrix, implied: Matrix, observed logDeterminant: Double?, factors: Int, count: Int) {
    guard let logDeterminant, let (inverse, impliedLog) = implied.positiveDefiniteInverse() else { return nil }
    let k = correlations.rows
    var trace = CompensatedTotal()
    for index in correlations.values.indices { trace.add(correlations.values[index] * inverse.values[index]) }
    let objective = max(0, trace.value - Double(k) + impliedLog - logDeterminant)
    let n = Double(count - 1)
    let df = Double(ExploratoryFactorAnalysis.degreesOfFreedom(items: k, factors: factors))
    let correction = n - Double(2 * k + 5) / 6
    chiSquared = objective * (correction - 2 * Double(factors) / 3)
    guard df > 0 else {
      (rmsea, rmseaInterval, tli) = (nil, nil, nil)
      return
    }
    rmsea = sqrt(max(0, objective / df - 1 / n))
    let ends = NoncentralChiSquared.noncentralityInterval(
      statistic: objective * n, degreesOfFreedom: df, level: 0.9)
    rmseaInterval =
      ends.lower.isFinite && ends.upper.isFinite
      ? Interval(
        lower: sqrt(ends.lower / (df * n)), upper: sqrt(ends.upper / (df * n)), level: 0.9,
        method: "noncentral-chi-squared") : nil
    let null = -logDeterminant * correction / Double(k * (k - 1) / 2)
    tli = null > 1 ? (null - chiSquared / df) / (null - 1) : nil
  }
}
