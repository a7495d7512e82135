internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

extension LinearRegression {
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
    let variance = weights.design == nil ? equalVarianceP() : nil
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
      base: weights.base, assumptions: assumptions(variance), conventions: conventions,
      details: [
        .init("residual-deviation", residualDeviation), .init("residual-squares", residualSquares),
        .init("model-squares", modelSquares), .init("total-squares", totalSquares),
      ], source: source)
    if !f.isFinite, columns.count > 0 {
      result.warnings.append("the coefficients’ covariance is singular: there is no test of all predictors at once")
    }
    if let variance {
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

  private func assumptions(_ test: (statistic: Double, p: Double)?) -> [Assumption] {
    var list = [
      Assumption("respondents are independent", .notChecked), Assumption("the means go in straight lines", .notChecked),
    ]
    if weights.design != nil { list.removeFirst() }
    if errors == .classical, weights.design == nil {
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
