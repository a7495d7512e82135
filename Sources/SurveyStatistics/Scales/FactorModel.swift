internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// A confirmatory factor model in which each item belongs to one factor and factors are correlated, fitted by maximum
/// likelihood.
///
/// Factors have variance 1; every loading is free. The model is fitted to correlations and scaled back, which leaves
/// the likelihood as it is and the equations well conditioned.
public struct FactorModel: Sendable, Hashable {
  /// The items' names.
  public let names: [String]
  /// Which factor each item belongs to, from 0.
  public let assignment: [Int]
  /// Each item's loading in its own units.
  public let loadings: [Double]
  /// The loadings' standard errors.
  public let loadingErrors: [Double]
  /// Each item's error variance in its own units squared.
  public let errorVariances: [Double]
  /// Each item's loading on standardised items.
  public let standardizedLoadings: [Double]
  /// The factors' correlations.
  public let factorCorrelations: Matrix
  /// The standard errors of the factors' correlations.
  public let factorCorrelationErrors: Matrix
  /// The likelihood-ratio χ² against the unrestricted covariances.
  public let chiSquared: Double
  /// Its degrees of freedom.
  public let degreesOfFreedom: Int
  /// The χ² of independent items, and its degrees of freedom.
  public var baseline: (chiSquared: Double, degreesOfFreedom: Int) { (baselineChiSquared, baselineDegrees) }
  private let baselineChiSquared: Double
  private let baselineDegrees: Int
  /// The standardised root mean square residual, diagonal included.
  public let srmr: Double
  /// The log-likelihood with saturated means.
  public let logLikelihood: Double
  /// How many respondents answered every item.
  public let count: Int
  /// Scoring steps until it settled.
  public let iterations: Int
  /// The factors' names.
  public let factorNames: [String]
  /// The standard errors of the standardised loadings.
  public let standardizedLoadingErrors: [Double]
  /// The share of each item's variance that the factors account for; below zero or above one in a Heywood case.
  public let explainedVariances: [Double]
  /// The standard errors of the error variances.
  public let errorVarianceErrors: [Double]
  /// The variance of the method factor on items as they were answered, and its standard error; nil without one.
  public var methodFactor: (variance: Double, standardError: Double)? {
    methodVariance.map { ($0, methodVarianceError) }
  }
  private let methodVariance: Double?
  private let methodVarianceError: Double
  /// How many parameters were estimated: loadings, error variances, factor correlations, method variance.
  public let parameterCount: Int
  /// The covariance of the estimates: standardised loadings, standardised error variances, factor correlations, method
  /// variance.
  let parameterCovariance: Matrix

  /// Akaike's criterion −2 log L + 2 q, means not counted (as lavaan without a mean structure).
  public var aic: Double { -2 * logLikelihood + 2 * Double(parameterCount) }
  /// Schwarz's criterion −2 log L + q log n, means not counted.
  public var bic: Double { -2 * logLikelihood + Double(parameterCount) * log(Double(count)) }

  /// How many factors there are.
  public var factors: Int { factorCorrelations.rows }
  /// The p-value of χ²; nil without degrees of freedom.
  public var p: Double? { degreesOfFreedom > 0 ? ChiSquared(Double(degreesOfFreedom)).upperTail(chiSquared) : nil }
  /// The comparative fit index (Bentler 1990).
  public var cfi: Double {
    let own = max(chiSquared - Double(degreesOfFreedom), 0)
    let worst = max(own, baselineChiSquared - Double(baselineDegrees), 0)
    return worst > 0 ? 1 - own / worst : 1
  }
  /// The Tucker–Lewis index (1973); nil without degrees of freedom.
  public var tli: Double? {
    guard degreesOfFreedom > 0, baselineDegrees > 0 else { return nil }
    let null = baselineChiSquared / Double(baselineDegrees)
    guard null != 1 else { return nil }
    return (null - chiSquared / Double(degreesOfFreedom)) / (null - 1)
  }
  /// The root mean square error of approximation (Steiger & Lind 1980); nil without degrees of freedom.
  public var rmsea: Double? {
    guard degreesOfFreedom > 0 else { return nil }
    let df = Double(degreesOfFreedom)
    return sqrt(max(0, chiSquared - df) / (df * Double(count)))
  }
  /// The 90 % interval of the root mean square error of approximation, from the noncentral χ²; nil without degrees of
  /// freedom.
  public var rmseaInterval: Interval? {
    guard degreesOfFreedom > 0 else { return nil }
    let df = Double(degreesOfFreedom)
    let ends = NoncentralChiSquared.noncentralityInterval(statistic: chiSquared, degreesOfFreedom: df, level: 0.9)
    guard ends.lower.isFinite, ends.upper.isFinite else { return nil }
    let scale = df * Double(count)
    return Interval(
      lower: sqrt(ends.lower / scale), upper: sqrt(ends.upper / scale), level: 0.9, method: "noncentral-chi-squared")
  }
  /// Items whose error variance came out below zero (Heywood cases).
  public var improperItems: [String] { names.indices.filter { errorVariances[$0] < 0 }.map { names[$0] } }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - covariances: the items' covariances, items running one way.
  ///   - assignment: which factor each item belongs to, from 0; one factor for all when nil.
  ///   - factorNames: the factors' names; "factor 1" and so on when nil.
  ///   - methodSigns: for a method factor, 1 for items as they were answered and −1 for reversed ones. The factor loads
  ///     by 1 on every item as answered (on its units) and goes with no other factor: it takes up acquiescence.
  /// - Throws: `statistics.groups` where a factor has too few items, `statistics.too-few-respondents`,
  ///   `statistics.not-positive-definite`, `statistics.convergence`, `statistics.argument`.
  /// - Accuracy: the gradient is below 1e-10 at the end; agrees with lavaan to 1e-7.
  /// - Complexity: O(steps · q² p²) for q parameters and p items.
  /// - Source: Jöreskog (1969), Psychometrika 34, 183–202, 10.1007/BF02289343; Fisher scoring. R: `lavaan::cfa(std.lv =
  ///   TRUE)` with `likelihood = "normal"`; SPSS: AMOS.
  public init(
    _ covariances: ItemCovariances, assignment: [Int]? = nil, factorNames: [String]? = nil,
    methodSigns: [Double]? = nil
  ) throws(StatisticsError) {
    let p = covariances.names.count
    let assignment = assignment ?? [Int](repeating: 0, count: p)
    let factors = (assignment.max() ?? -1) + 1
    try Self.check(covariances, assignment, factors)
    try Self.checkMethod(covariances, assignment, factors, methodSigns)
    let correlations = covariances.correlations
    guard let (_, observedLog) = correlations.positiveDefiniteInverse() else {
      throw covariances.notPositiveDefinite()
    }
    let n = Double(covariances.completeCount)
    let deviations = covariances.deviations
    // Weights near 1 keep the equations well conditioned, whatever the items' units.
    let unit = exp(deviations.reduce(0) { $0 + log($1) } / Double(p))
    let weights = methodSigns.map { signs in zip(signs, deviations).map { $0 * unit / $1 } }
    var fit = FactorFit(correlations, assignment: assignment, factors: factors, methodWeights: weights)
    try fit.solve()
    fit.turnUpwards()
    self.factorNames = factorNames ?? (0..<factors).map { "factor \($0 + 1)" }
    names = covariances.names
    self.assignment = assignment
    let fitted = weights == nil ? [Double](repeating: 1, count: p) : fit.implied.diagonal
    standardizedLoadings = weights == nil ? fit.loadings : zip(fit.loadings, fitted).map { $0 / sqrt($1) }
    explainedVariances = zip(fit.errors, fitted).map { 1 - $0 / $1 }
    loadings = zip(fit.loadings, deviations).map { $0 * $1 * sqrt((n - 1) / n) }
    errorVariances = zip(fit.errors, deviations).map { $0 * $1 * $1 * (n - 1) / n }
    factorCorrelations = fit.factorMatrix
    chiSquared = max(0, n * (fit.discrepancy - observedLog - Double(p)))
    parameterCount = fit.parameterCount
    degreesOfFreedom = p * (p + 1) / 2 - fit.parameterCount
    baselineChiSquared = n * -observedLog
    baselineDegrees = p * (p - 1) / 2
    srmr = Self.residual(correlations, fit.implied)
    let scales = deviations.reduce(0) { $0 + log($1 * $1 * (n - 1) / n) }
    logLikelihood = -n / 2 * (Double(p) * log(2 * Double.pi) + fit.discrepancy + scales)
    count = covariances.completeCount
    iterations = fit.iterations
    parameterCovariance = try fit.covariance(count: n)
    let variances = parameterCovariance.diagonal
    loadingErrors = (0..<p).map { sqrt(max(0, variances[$0])) * deviations[$0] * sqrt((n - 1) / n) }
    errorVarianceErrors = (0..<p).map {
      sqrt(max(0, variances[p + $0])) * deviations[$0] * deviations[$0] * (n - 1) / n
    }
    standardizedLoadingErrors = Self.standardizedErrors(fit.loadings, fitted, weights, parameterCovariance)
    methodVariance = weights == nil ? nil : fit.methodVariance * unit * unit * (n - 1) / n
    methodVarianceError = weights == nil ? 0 : sqrt(max(0, variances.last ?? 0)) * unit * unit * (n - 1) / n
    var errors = Matrix(rows: factors, columns: factors)
    for (index, pair) in fit.factorPairs.enumerated() {
      errors[pair.0, pair.1] = sqrt(max(0, variances[2 * p + index]))
      errors[pair.1, pair.0] = errors[pair.0, pair.1]
    }
    factorCorrelationErrors = errors
  }

  /// The delta method for loadings divided by the root of the fitted variance λ² + θ + ν w².
  private static func standardizedErrors(
    _ loadings: [Double], _ fitted: [Double], _ weights: [Double]?, _ covariance: Matrix
  ) -> [Double] {
    let p = loadings.count
    return (0..<p).map { item in
      let root = sqrt(fitted[item])
      let byVariance = -loadings[item] / (2 * fitted[item] * root)
      var slopes = [(item, 1 / root + 2 * loadings[item] * byVariance), (p + item, byVariance)]
      if let weights { slopes.append((covariance.rows - 1, byVariance * weights[item] * weights[item])) }
      var variance = 0.0
      for (a, slopeA) in slopes { for (b, slopeB) in slopes { variance += slopeA * slopeB * covariance[a, b] } }
      return sqrt(max(0, variance))
    }
  }

  private static func residual(_ observed: Matrix, _ implied: Matrix) -> Double {
    var sum = CompensatedTotal()
    for i in 0..<observed.rows {
      for j in 0...i { sum.add((observed[i, j] - implied[i, j]) * (observed[i, j] - implied[i, j])) }
    }
    return sqrt(sum.value / Double(observed.rows * (observed.rows + 1) / 2))
  }

  private static func checkMethod(
    _ covariances: ItemCovariances, _ assignment: [Int], _ factors: Int, _ signs: [Double]?
  ) throws(StatisticsError) {
    guard let signs else { return }
    let p = assignment.count
    guard signs.count == p, signs.allSatisfy({ abs($0) == 1 }) else {
      throw StatisticsError(
        .argument, found: "\(signs.count) directions for \(p) items", expected: "1 or −1 for each item",
        remedy: "say of each item whether it was reversed")
    }
    // Items that all run one way cannot tell a method from their trait.
    for factor in 0..<factors where Set(signs.indices.filter { assignment[$0] == factor }.map { signs[$0] }).count < 2 {
      throw StatisticsError(
        .groups, found: "items of factor \(factor + 1) that all run one way, beside a method factor",
        expected: "items of both directions in each factor",
        remedy: "name the reversed items in --reverse, or fit "
          + "the model without the method factor")
    }
    guard p * (p + 1) / 2 >= 2 * p + factors * (factors - 1) / 2 + 1 else {
      throw StatisticsError(
        .groups, found: "\(p) items for \(factors == 1 ? "a factor" : "\(factors) factors") and a method factor",
        expected: "at least four items", remedy: "add items; without them the variances are not determined")
    }
  }

  private static func check(
    _ covariances: ItemCovariances, _ assignment: [Int], _ factors: Int
  ) throws(StatisticsError) {
    let p = covariances.names.count
    guard assignment.count == p, assignment.allSatisfy({ $0 >= 0 }) else {
      throw StatisticsError(
        .argument, found: "\(assignment.count) places for \(p) items", expected: "a factor for each item, from 0",
        remedy: "say of each item which factor it belongs to")
    }
    let least = factors == 1 ? 3 : 2
    for factor in 0..<factors {
      let items = assignment.count { $0 == factor }
      guard items < least else { continue }
      throw StatisticsError(
        .groups, found: "\(items) item\(items == 1 ? "" : "s") for factor \(factor + 1)",
        expected: "at least \(least) items for \(factors == 1 ? "a single factor" : "each factor")",
        remedy: "add items; without them the loadings are not determined")
    }
    guard covariances.completeCount > p else {
      throw StatisticsError(
        .tooFewRespondents, found: "\(covariances.completeCount) respondents for \(p) items",
        expected: "more respondents than items", remedy: "use fewer items")
    }
  }
}
