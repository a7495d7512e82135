/// Intervals for means.
public enum MeanInterval {
  /// The t interval around a mean.
  ///
  /// - Parameters:
  ///   - mean: The mean.
  ///   - standardError: Its standard error.
  ///   - degreesOfFreedom: n − 1, or the design's sampling units less strata.
  ///   - level: The confidence level, between 0 and 1.
  /// - Returns: The interval under the id `t`; nil where there are no degrees of freedom or no standard error.
  /// - Accuracy: 1e-12 relative.
  /// - Source: Student (1908), Biometrika 6, 1–25, https://doi.org/10.1093/biomet/6.1.1. R: `confint(df =)`.
  public static func interval(
    mean: Double, standardError: Double?, degreesOfFreedom: Double?, level: Double = 0.95
  ) -> Interval? {
    guard let standardError, let degreesOfFreedom, degreesOfFreedom > 0, standardError.isFinite, mean.isFinite else {
      return nil
    }
    let half = StudentT(degreesOfFreedom).criticalValue(level: level) * standardError
    return Interval(lower: mean - half, upper: mean + half, level: level, method: "t")
  }
}

extension Estimate {
  /// The estimate with its t interval and the 90 % one beside it.
  func withMeanInterval(level: Double) -> Estimate {
    var estimate = self
    estimate.interval = MeanInterval.interval(
      mean: value, standardError: standardError, degreesOfFreedom: degreesOfFreedom, level: level)
    estimate.narrowInterval = MeanInterval.interval(
      mean: value, standardError: standardError, degreesOfFreedom: degreesOfFreedom, level: 0.9)
    return estimate
  }
}
