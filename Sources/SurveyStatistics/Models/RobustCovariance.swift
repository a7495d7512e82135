internal import SurveyModel

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

/// The covariance of a linear model's coefficients where respondents have variances of their own.
enum RobustCovariance {
  /// The sandwich of the rows' parts in the coefficients.
  ///
  /// - Complexity: O(rows × coefficients²).
  static func matrix(
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
}
