internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

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

  let fit: LeastSquares
  let columns: ModelColumns
  let outcome: [Double]
  let weights: ModelWeights
  let errors: LinearErrors

  /// The share of the outcome's variance that goes with the predictors.
  public var determination: Double { totalSquares > 0 ? modelSquares / (modelSquares + residualSquares) : 0 }

  /// The standard deviation of the residuals, √(RSS / (n − p)).
  public var residualDeviation: Double { (residualSquares / residualDegrees).squareRoot() }

  var residualDegrees: Double { weights.observations - Double(coefficients.count) }

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

  static func mean(_ values: [Double], _ weights: [Double]) -> Double? {
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
    return try RobustCovariance.matrix(fit, inverse, weights, errors)
  }
}
