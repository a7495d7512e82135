internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// How the covariance of a linear model's coefficients is estimated.
public enum LinearErrors: String, Sendable, Hashable, CaseIterable {
  /// One variance for all respondents.
  case classical
  /// White's estimator (1980), 10.2307/1912934.
  case hc0
  /// HC0 times n/(n − p), as Stata's `vce(robust)`.
  case hc1
  /// Squared residuals over one less the leverage (MacKinnon & White 1985), 10.1016/0304-4076(85)90158-7.
  case hc2
  /// Squared residuals over the square of one less the leverage; best in small samples (Long & Ervin 2000),
  /// 10.1080/00031305.2000.10474549.
  case hc3

  var words: String {
    switch self {
    case .classical: "classical: one variance for all respondents"
    case .hc0: "HC0 (White 1980)"
    case .hc1: "HC1: White’s, times n/(n − p)"
    case .hc2: "HC2: robust to unequal variances, by leverage (MacKinnon & White 1985)"
    case .hc3: "HC3: robust to unequal variances, by squared leverage (MacKinnon & White 1985)"
    }
  }
}

/// A linear regression: how the mean of a numeric outcome goes with predictors.
///
/// - Accuracy: NIST's certified regressions to 12 digits and more, Filip's to 7.6; see ``LeastSquares``.
/// - Complexity: O(rows × columns²).
/// - Source: Fox (2016), Applied Regression Analysis and Generalized Linear Models, 3rd ed. R: `lm`, `sandwich::vcovHC`,
///   `survey::svyglm`; SPSS: REGRESSION, CSGLM.
public struct LinearRegression: Sendable {
  /// The coefficients, the intercept first.
  public let coefficients: [Double]
  /// Their covariance.
  public let covariance: Matrix
  /// The residual's, or the design's, degrees of freedom.
  public let degreesOfFreedom: Double
  /// The sum of squared residuals, weighted.
  public let residualSquares: Double
  /// The sum of squared deviations of the outcome from its mean, weighted.
  public let totalSquares: Double
  /// The sum of squared deviations of the fitted values from their mean, weighted.
  public let modelSquares: Double

  private let fit: LeastSquares
  private let columns: ModelColumns
  private let outcome: [Double]
  private let weights: ModelWeights
  private let errors: LinearErrors

  /// The share of the outcome's variance that goes with the predictors.
  public var determination: Double { totalSquares > 0 ? modelSquares / (modelSquares + residualSquares) : 0 }

  /// The standard deviation of the residuals, √(RSS / (n − p)).
  public var residualDeviation: Double { (residualSquares / residualDegrees).squareRoot() }

  private var residualDegrees: Double { weights.observations - Double(coefficients.count) }

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - columns: the predictors.
  ///   - outcome: one number per row.
  ///   - weights: what the rows count as; nil for one respondent each.
  ///   - errors: how standard errors are estimated; with a design they are the design's.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.not-positive-definite` naming the
  ///   column that repeats others, `statistics.argument` for HC2 and HC3 where a respondent alone determines a
  ///   coefficient, `statistics.design` without degrees of freedom.
  public init(
    _ columns: ModelColumns, outcome: [Double], weights: ModelWeights? = nil, errors: LinearErrors = .classical
  ) throws(StatisticsError) {
    let weights = weights ?? .equal(outcome.count)
    self.columns = columns
    self.outcome = outcome
    self.weights = weights
    self.errors = errors
    let mean = Self.mean(outcome, weights.values)
    guard let mean, outcome.contains(where: { $0 != outcome[0] }) else {
      throw StatisticsError(
        .constant, place: Place(column: "--outcome"),
        found: outcome.isEmpty ? "no respondent with all answers" : "the same outcome for all respondents",
        expected: "an outcome that varies", remedy: "choose another outcome, or look at --where and at missing answers")
    }
    let equal = weights.values.allSatisfy { $0 == 1 }
    fit = try LeastSquares(
      columns: columns.values, names: columns.names, outcome: outcome, weights: equal ? nil : weights.values,
      wantsPseudoInverse: errors != .classical || weights.design != nil)
    coefficients = fit.coefficients
    var (residual, total, model) = (CompensatedTotal(), CompensatedTotal(), CompensatedTotal())
    for (row, weight) in weights.values.enumerated() {
      let fitted = outcome[row] - fit.residuals[row]
      residual.add(weight * fit.residuals[row] * fit.residuals[row])
      total.add(weight * (outcome[row] - mean) * (outcome[row] - mean))
      model.add(weight * (fitted - mean) * (fitted - mean))
    }
    residualSquares = residual.value
    totalSquares = total.value
    modelSquares = model.value
    let degrees = weights.observations - Double(coefficients.count)
    if let design = weights.design {
      degreesOfFreedom = design.degreesOfFreedom + 1 - Double(coefficients.count)
      guard degreesOfFreedom > 0 else { throw Self.tooFewUnits(design.degreesOfFreedom, coefficients.count) }
    } else {
      degreesOfFreedom = degrees
      guard degrees > 0 else {
        throw StatisticsError(
          .tooFewRespondents, found: "\(weights.respondents) respondents for \(coefficients.count) coefficients",
          expected: "more respondents than coefficients", remedy: "use fewer predictors")
      }
    }
    covariance = try Self.covariance(fit, weights, errors, variance: residualSquares / max(degrees, 1))
  }

  static func tooFewUnits(_ degrees: Double, _ coefficients: Int) -> StatisticsError {
    StatisticsError(
      .design,
      found:
        "\(Column.text(degrees)) sampling unit\(degrees == 1 ? "" : "s") beyond the strata for \(coefficients) coefficients",
      expected: "at least as many as coefficients", remedy: "use fewer predictors")
  }

  private static func mean(_ values: [Double], _ weights: [Double]) -> Double? {
    guard let first = values.first else { return nil }
    var total = CompensatedTotal()
    for (value, weight) in zip(values, weights) { total.add(weight * (value - first)) }
    return first + total.value / CompensatedTotal.of(weights)
  }

  private static func covariance(
    _ fit: LeastSquares, _ weights: ModelWeights, _ errors: LinearErrors, variance: Double
  ) throws(StatisticsError) -> Matrix {
    let size = fit.coefficients.count
    guard let inverse = fit.pseudoInverse else {
      var result = fit.unscaledCovariance
      for index in result.values.indices { result.values[index] *= variance }
      return result
    }
    if let design = weights.design {
      var influence = [[Double]](repeating: [], count: size)
      for row in fit.residuals.indices {
        // The row of the pseudo-inverse holds the root of the weight once, and the design multiplies by the weight.
        let unit = fit.residuals[row] / weights.values[row].squareRoot()
        for j in 0..<size { influence[j].append(inverse[row, j] * unit) }
      }
      return design.covariance(ofInfluence: influence)
    }
    return try robust(fit, inverse, weights, errors)
  }

  private static func robust(
    _ fit: LeastSquares, _ inverse: Matrix, _ weights: ModelWeights, _ errors: LinearErrors
  ) throws(StatisticsError) -> Matrix {
    let size = fit.coefficients.count
    let n = weights.observations
    var sums = [CompensatedTotal](repeating: CompensatedTotal(), count: size * size)
    var areCounts = false
    if case .counts = weights.kind { areCounts = true }
    for (row, residual) in fit.residuals.enumerated() {
      // A row of several respondents shares its leverage among them.
      let leverage = areCounts ? fit.leverages[row] / weights.values[row] : fit.leverages[row]
      var square = residual * residual * (areCounts ? 1 : weights.values[row])
      switch errors {
      case .classical, .hc0: break
      case .hc1: square *= n / (n - Double(size))
      case .hc2, .hc3:
        guard 1 - leverage > 1e-10 else {
          throw StatisticsError(
            .argument, place: Place(column: "--errors \(errors.rawValue)"),
            found: "a respondent who alone determines a coefficient", expected: "leverages below 1",
            remedy: "join rare answers by a recode, or use --errors hc1")
        }
        square /= errors == .hc2 ? 1 - leverage : (1 - leverage) * (1 - leverage)
      }
      for i in 0..<size {
        for j in 0...i { sums[i * size + j].add(inverse[row, i] * inverse[row, j] * square) }
      }
    }
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size {
      for j in 0...i {
        result[i, j] = sums[i * size + j].value
        result[j, i] = result[i, j]
      }
    }
    return result
  }

  /// Whether nothing but rounding is left of the outcome.
  private var isPerfect: Bool {
    residualSquares <= totalSquares * 1e-24 || totalSquares == 0
  }

  /// Koenker's studentised Breusch–Pagan test: the p-value that the residuals' variance goes with the predictors.
  ///
  /// - Source: Koenker (1981), Journal of Econometrics 17, 107–112, 10.1016/0304-4076(81)90062-2. R: `lmtest::bptest`.
  public func equalVarianceP() -> (statistic: Double, p: Double)? {
    let squares = fit.residuals.map { $0 * $0 }
    guard weights.values.allSatisfy({ $0 == 1 }), columns.count > 0,
      let auxiliary = try? LinearRegression(columns, outcome: squares)
    else { return nil }
    let statistic = Double(outcome.count) * auxiliary.determination
    return (statistic, ChiSquared(Double(columns.count)).upperTail(statistic))
  }

  /// The generalised variance inflation of each term: the plain one where a term has one column.
  ///
  /// - Source: Fox & Monette (1992), 10.1080/01621459.1992.10475190. R: `car::vif`, column GVIF.
  public var varianceInflation: [Double] {
    let positions = Array(1..<max(1, coefficients.count))
    var correlation = fit.unscaledCovariance.submatrix(positions)
    let roots = correlation.diagonal.map { $0.squareRoot() }
    for i in positions.indices { for j in positions.indices { correlation[i, j] /= roots[i] * roots[j] } }
    func logDeterminant(_ positions: [Int]) -> Double {
      positions.isEmpty ? 0 : correlation.submatrix(positions).positiveDefiniteInverse()?.logDeterminant ?? .nan
    }
    let all = logDeterminant(Array(0..<columns.count))
    return columns.terms.map { term in
      let others = (0..<columns.count).filter { !term.columns.contains($0) }
      return exp(logDeterminant(Array(term.columns)) + logDeterminant(others) - all)
    }
  }

  /// Everything that a report says of the model.
  ///
  /// - Throws: `statistics.constant` where the predictors fit the outcome exactly.
  public func result(names: [String]? = nil, level: Double = 0.95) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    guard !isPerfect else {
      throw StatisticsError(
        .constant, place: Place(column: "--predictors"), found: "predictors that give the outcome exactly",
        expected: "an outcome that varies beside them", remedy: "leave out the predictor that repeats the outcome")
    }
    let inner = ModelCoefficients(
      names: ["(intercept)"] + columns.names, estimates: coefficients, covariance: covariance,
      degreesOfFreedom: degreesOfFreedom, level: level)
    let overall = inner.test("all", Array(1..<max(1, coefficients.count)))
    let isClassical = errors == .classical && weights.design == nil
    let k = Double(columns.count)
    let classicalF = modelSquares / k / (residualSquares / residualDegrees)
    let f = columns.count == 0 ? .nan : isClassical ? classicalF : overall?.statistic ?? .nan
    var result = TestResult(
      id: "linear", method: method, symbol: "F", statistic: f,
      degreesOfFreedom: columns.count == 0 ? [] : [k, degreesOfFreedom],
      p: f.isFinite ? FisherF(k, degreesOfFreedom).upperTail(f) : nil,
      estimate: Estimate(id: "r-squared", value: determination, base: weights.base),
      effects: [EffectSize(id: "adjusted-r-squared", value: adjusted)], coefficients: coefficientTable(inner),
      base: weights.base, assumptions: assumptions, conventions: conventions,
      details: [
        .init("residual-deviation", residualDeviation), .init("residual-squares", residualSquares),
        .init("model-squares", modelSquares), .init("total-squares", totalSquares),
      ], source: source)
    if !f.isFinite, columns.count > 0 {
      result.warnings.append("the coefficients’ covariance is singular: there is no test of all predictors at once")
    }
    if let variance = equalVarianceP(), weights.design == nil {
      result.details += [.init("breusch-pagan", variance.statistic), .init("breusch-pagan-p", variance.p)]
    }
    result.model = ModelReport()
    result.model?.terms = inner.tests(of: columns.terms, after: 1)
    result.design = weights.design?.words
    return result
  }

  private var adjusted: Double { 1 - residualSquares / residualDegrees / (totalSquares / (weights.observations - 1)) }

  private func coefficientTable(_ inner: ModelCoefficients) -> [Coefficient] {
    var table = inner.table()
    let inflation = varianceInflation
    let outcomeDeviation = totalSquares.squareRoot()
    for (index, term) in columns.terms.enumerated() {
      for column in term.columns {
        let values = columns.values[column]
        let mean = Self.mean(values, weights.values) ?? 0
        let squares = CompensatedTotal.of(
          values.indices.map { row in
            weights.values[row] * (values[row] - mean) * (values[row] - mean)
          })
        table[column + 1].standardized = coefficients[column + 1] * squares.squareRoot() / outcomeDeviation
        if inflation[index].isFinite { table[column + 1].varianceInflation = inflation[index] }
      }
    }
    return table
  }

  private var method: String {
    if weights.design != nil { return "Linear regression, design-based" }
    if case .precision = weights.kind { return "Linear regression, weighted least squares" }
    return errors == .classical
      ? "Linear regression" : "Linear regression, \(errors.rawValue.uppercased()) standard errors"
  }

  private var conventions: [String] {
    var words = [
      weights.design == nil
        ? "standard errors: \(errors.words)"
        : "standard errors: linearisation over the design, t with the design’s degrees of freedom less predictors"
    ]
    words.append("standardised coefficients: times the predictor’s over the outcome’s standard deviation")
    if columns.terms.contains(where: { $0.columns.count > 1 }) {
      words.append("variance inflation of a term with several columns: generalised, GVIF (Fox & Monette 1992)")
    }
    if errors != .classical || weights.design != nil { words.append("F is Wald’s test of all predictors") }
    return words
  }

  private var assumptions: [Assumption] {
    var list = [
      Assumption("respondents are independent", .notChecked), Assumption("the means go in straight lines", .notChecked),
    ]
    if weights.design != nil { list.removeFirst() }
    if errors == .classical, weights.design == nil {
      let test = equalVarianceP()
      let state: Assumption.State =
        switch test {
        case .none: .notChecked
        case .some(let test) where test.p < 0.05:
          .violated(why: "Koenker’s Breusch–Pagan test has p below .05; --errors hc3 does not need it")
        case .some: .met
        }
      list.append(Assumption("the residuals have one variance", state))
    }
    return list
  }

  private var source: String {
    if weights.design != nil { return "Binder (1983), 10.2307/1402588" }
    return switch errors {
    case .classical: "Gauss (1823); Fox (2016), Applied Regression Analysis and Generalized Linear Models"
    case .hc0: "White (1980), 10.2307/1912934"
    case .hc1, .hc2, .hc3: "MacKinnon & White (1985), 10.1016/0304-4076(85)90158-7"
    }
  }
}
