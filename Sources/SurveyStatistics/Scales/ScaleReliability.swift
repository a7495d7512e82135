internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// McDonald's omega total: the reliability of a sum of items from a one-factor model.
public struct ScaleReliability: Sendable, Hashable {
  /// Omega total, the share of the sum's variance that the factor accounts for.
  public let omega: Double
  /// Its standard error by the delta method.
  public let standardError: Double
  /// Its interval on the logit scale; nil where omega is not between 0 and 1.
  public let interval: Interval?
  /// Cronbach's alpha of the same items.
  public let alpha: CronbachAlpha
  /// The factor model that it stands on.
  public let model: FactorModel

  /// Computes omega from the items' covariances.
  ///
  /// - Parameters:
  ///   - covariances: the covariances of at least three items, running one way.
  ///   - level: the interval's confidence level.
  /// - Throws: as ``FactorModel/init(_:assignment:)`` and ``CronbachAlpha/init(_:level:)``.
  /// - Accuracy: agrees with lavaan to 1e-7.
  /// - Complexity: that of the factor model.
  /// - Source: McDonald (1999), Test Theory, chapter 6; Raykov (2002), Structural Equation Modeling 9(1), 1–27. R:
  ///   `MBESS::ci.reliability(type = "omega", interval.type = "mll")`; SPSS: RELIABILITY /MODEL(OMEGA).
  public init(_ covariances: ItemCovariances, level: Double = 0.95) throws(StatisticsError) {
    alpha = try CronbachAlpha(covariances, level: level)
    let model = try FactorModel(covariances)
    let whole = model.loadings.reduce(0, +)
    let errors = model.errorVariances.reduce(0, +)
    let value = whole * whole / (whole * whole + errors)
    let variance = Self.variance(model, deviations: covariances.deviations, whole: whole, errors: errors)
    self.model = model
    omega = value
    standardError = sqrt(max(0, variance))
    if value > 0, value < 1, standardError > 0 {
      let centre = log(value / (1 - value))
      let reach = Normal.standard.criticalValue(level: level) * standardError / (value * (1 - value))
      interval = Interval(
        lower: 1 / (1 + exp(reach - centre)), upper: 1 / (1 + exp(-centre - reach)), level: level,
        method: "delta-logit")
    } else {
      interval = nil
    }
  }

  /// The delta method over loadings and error variances of the standardised items.
  private static func variance(
    _ model: FactorModel, deviations: [Double], whole: Double, errors: Double
  ) -> Double {
    let p = deviations.count
    let n = Double(model.count)
    let scale = sqrt((n - 1) / n)
    let all = whole * whole + errors
    var gradient = [Double](repeating: 0, count: 2 * p)
    for item in 0..<p {
      gradient[item] = 2 * whole * errors / (all * all) * deviations[item] * scale
      gradient[p + item] = -whole * whole / (all * all) * deviations[item] * deviations[item] * scale * scale
    }
    var sum = CompensatedTotal()
    for a in gradient.indices {
      for b in gradient.indices { sum.add(gradient[a] * model.parameterCovariance[a, b] * gradient[b]) }
    }
    return sum.value
  }

  /// Computes omega from answers of respondents complete on all items and reports it.
  ///
  /// - Parameters: as of ``CronbachAlpha/run(_:names:reversed:level:)``.
  /// - Throws: as ``ItemCovariances/listwise(_:names:reversed:)`` and ``init(_:level:)``.
  public static func run(
    _ items: [[Double]], names: [String], reversed: Set<Int> = [], level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let covariances = try ItemCovariances.listwise(items, names: names, reversed: reversed)
    var result = try ScaleReliability(covariances, level: level).result
    let left = (items.first?.count ?? 0) - covariances.count
    if left > 0 {
      result.missingReasons = ["incomplete"]
      result.missingCounts = [left]
    }
    if !reversed.isEmpty {
      result.conventions.append("reversed: \(reversed.sorted().map { names[$0] }.joined(separator: ", "))")
    }
    return result
  }

  /// Omega as a result to report.
  public var result: TestResult {
    let base = Base(count: model.count)
    var details = model.fitDetails
    details.append(.init("cronbachAlpha", alpha.raw))
    return TestResult(
      id: "omega", method: "McDonald’s omega total", symbol: "ω", statistic: omega, p: nil,
      estimate: Estimate(
        id: "omega-total", value: omega, standardError: standardError, interval: interval, base: base),
      effects: [EffectSize(id: "cronbach-alpha", value: alpha.raw, interval: alpha.interval)],
      coefficients: model.coefficients, base: base,
      assumptions: [
        Assumption("one factor accounts for the items", model.fitsClosely),
        Assumption("items are continuous and close to normal", .notChecked),
      ], conventions: ["maximum likelihood; interval by the delta method on the logit scale"],
      warnings: model.warnings, details: details, source: "McDonald (1999), Test Theory; Raykov (2002)")
  }
}
