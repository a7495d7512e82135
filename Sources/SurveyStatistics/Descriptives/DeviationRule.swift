internal import SurveyAggregation

/// What the weighted sum of squared deviations is divided by for a standard deviation.
public enum DeviationRule: String, Sendable, Hashable, CaseIterable {
  /// Σw · (n − 1)/n: the estimate of the population's, as R's `svyvar` and Stata's `aweight`.
  case survey
  /// Σw − 1: weights as counts of respondents, as SPSS's WEIGHT BY and `Hmisc::wtd.var`.
  case frequency
  /// Σw − Σw²/Σw: weights as precisions, as R's `cov.wt`.
  case precision
  /// Σw: the spread of the weighted respondents themselves, as NumPy and `cov.wt(method = "ML")`.
  case population

  /// The words of a result's convention.
  var words: String {
    switch self {
    case .survey: "weighted standard deviations divide by Σw · (n − 1)/n (survey)"
    case .frequency: "weighted standard deviations divide by Σw − 1 (frequency)"
    case .precision: "weighted standard deviations divide by Σw − Σw²/Σw (precision)"
    case .population: "weighted standard deviations divide by Σw (population)"
    }
  }

  /// The standard deviation; nil where the divisor is not above zero, and below two respondents but for the spread of
  /// those that there are.
  func standardDeviation(_ moments: Moments) -> Double? {
    let n = Double(moments.count)
    let divisor =
      switch self {
      case .survey: moments.weight * (n - 1) / n
      case .frequency: moments.weight - 1
      case .precision: moments.weight - moments.squaredWeight / moments.weight
      case .population: moments.weight
      }
    guard divisor > 0, divisor.isFinite else { return nil }
    return (moments.squares / divisor).squareRoot()
  }
}
