public import SurveyAggregation

/// Quantiles of a weighted or complex sample with Woodruff's interval.
public enum WoodruffQuantile {
  /// A quantile with its standard error and interval.
  ///
  /// The t interval of the share of values up to the quantile is read back on the values: its ends are the quantiles at
  /// these shares. The standard error is the interval's width over twice the critical value.
  ///
  /// - Parameters:
  ///   - probability: Which share of the weight lies at or below, between 0 and 1.
  ///   - values: One number per record; NaN outside the domain.
  ///   - variance: The design's variances.
  ///   - level: The confidence level.
  /// - Returns: The smallest value up to which at least that share of the weight lies.
  /// - Accuracy: the value and the interval's ends are values of the data, as R's.
  /// - Complexity: O(n log n).
  /// - Source: Woodruff (1952), Journal of the American Statistical Association 47, 635–646,
  ///   https://doi.org/10.1080/01621459.1952.10483443. R: `survey::svyquantile(interval.type = "mean")`; SPSS:
  ///   CSDESCRIPTIVES has none.
  public static func estimate(
    _ probability: Double, of values: [Double], variance: DesignVariance, level: Double = 0.95
  ) -> Estimate {
    let members = values.indices.map { variance.design.isMember[$0] ? values[$0] : .nan }
    let weights = variance.design.weights?.values ?? [Double](repeating: 1, count: values.count)
    return estimate(probability, runs: ValueRuns(members, weights: weights), level: level) { quantile in
      variance.mean(id: "share", of: members.map { $0.isNaN ? .nan : $0 <= quantile ? 1 : 0 })
    }
  }

  /// A quantile of values that are given as runs, with the share of values up to a value as an estimate.
  static func estimate(
    _ probability: Double, runs: ValueRuns, level: Double, shareUpTo: (Double) -> Estimate
  ) -> Estimate {
    let rule = QuantileRule.hyndmanFan1
    let quantile = runs.quantile(probability, rule)
    let share = shareUpTo(quantile)
    var estimate = Estimate(
      id: "quantile-\(probability)", value: quantile, degreesOfFreedom: share.degreesOfFreedom, base: share.base)
    estimate.whyNoInterval = share.whyNoInterval
    guard share.whyNoInterval == nil, let error = share.standardError, let df = share.degreesOfFreedom else {
      return estimate
    }
    guard share.value < 1, error > 0 else {
      estimate.whyNoInterval = "the quantile is the largest value, so its share has no spread"
      return estimate
    }
    func interval(_ level: Double) -> (interval: Interval, critical: Double) {
      let critical = StudentT(df).criticalValue(level: level)
      let (low, high) = (share.value - critical * error, share.value + critical * error)
      return (
        Interval(
          lower: runs.quantile(max(low, 0), rule), upper: runs.quantile(min(high, 1), rule), level: level,
          method: "woodruff"), critical
      )
    }
    let (wide, critical) = interval(level)
    estimate.interval = wide
    estimate.narrowInterval = interval(0.9).interval
    estimate.standardError = (wide.upper - wide.lower) / (2 * critical)
    return estimate
  }
}
