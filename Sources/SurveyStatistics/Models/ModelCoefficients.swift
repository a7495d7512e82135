internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Coefficients and tests of terms from estimates and their covariance.
struct ModelCoefficients {
  var names: [String]
  var estimates: [Double]
  var covariance: Matrix
  /// Degrees of freedom of the residual or of the design; nil for the normal distribution.
  var degreesOfFreedom: Double?
  var level: Double

  /// The standard errors; what rounding alone leaves of one is zero.
  var standardErrors: [Double] {
    zip(estimates, covariance.diagonal).map { estimate, variance in
      let error = max(0, variance).squareRoot()
      return error <= 1e-14 * abs(estimate) ? 0 : error
    }
  }

  /// The coefficients with Wald tests and intervals; without spread between sampling units, neither.
  func table() -> [Coefficient] {
    let standardErrors = standardErrors
    let multiplier =
      degreesOfFreedom.map { StudentT($0).criticalValue(level: level) }
      ?? Normal.standard.criticalValue(level: level)
    return names.indices.map { index in
      let (estimate, error) = (estimates[index], standardErrors[index])
      guard error > 0 else {
        return Coefficient(
          term: names[index], estimate: estimate, standardError: error, statistic: .nan,
          degreesOfFreedom: degreesOfFreedom, p: .nan,
          interval: Interval(
            lower: .nan, upper: .nan, level: level, method: degreesOfFreedom == nil ? "wald" : "t"))
      }
      let statistic = estimate / error
      return Coefficient(
        term: names[index], estimate: estimate, standardError: error, statistic: statistic,
        degreesOfFreedom: degreesOfFreedom,
        p: degreesOfFreedom.map { StudentT($0).twoTailed(statistic) } ?? Normal.standard.twoTailed(statistic),
        interval: Interval(
          lower: estimate - multiplier * error, upper: estimate + multiplier * error, level: level,
          method: degreesOfFreedom == nil ? "wald" : "t"))
    }
  }

  /// Wald's statistic that some coefficients are all zero; nil where their covariance is singular.
  func wald(_ positions: [Int]) -> Double? {
    let errors = standardErrors
    guard positions.allSatisfy({ errors[$0] > 0 }) else { return nil }
    var correlation = covariance.submatrix(positions)
    for (i, a) in positions.enumerated() {
      for (j, b) in positions.enumerated() { correlation[i, j] /= errors[a] * errors[b] }
    }
    guard let inverse = correlation.positiveDefiniteInverse()?.inverse else { return nil }
    var total = CompensatedTotal()
    for (i, a) in positions.enumerated() {
      for (j, b) in positions.enumerated() {
        total.add(estimates[a] / errors[a] * inverse[i, j] * estimates[b] / errors[b])
      }
    }
    return total.value
  }

  /// The test that some coefficients are all zero: F with degrees of freedom, else chi-squared.
  func test(_ term: String, _ positions: [Int]) -> TermTest? {
    guard let wald = wald(positions) else { return nil }
    let count = Double(positions.count)
    if let degreesOfFreedom {
      return TermTest(
        term: term, symbol: "F", statistic: wald / count, degreesOfFreedom: [count, degreesOfFreedom],
        p: FisherF(count, degreesOfFreedom).upperTail(wald / count))
    }
    return TermTest(
      term: term, symbol: "χ²", statistic: wald, degreesOfFreedom: [count], p: ChiSquared(count).upperTail(wald))
  }

  /// The tests of a model's terms, whose columns follow `offset` other coefficients.
  func tests(of terms: [ModelColumns.Term], after offset: Int) -> [TermTest] {
    terms.compactMap { term in test(term.name, term.columns.map { $0 + offset }) }
  }
}
