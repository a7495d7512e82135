/// What a standardised difference of means divides by.
public enum EffectDenominator: String, Sendable, Hashable, CaseIterable {
  /// The root of the mean of the two variances: the usual one of Welch's test.
  case average
  /// The pooled standard deviation: the usual one of Student's test.
  case pooled
  /// The standard deviation of the first group.
  case first
  /// The standard deviation of the second group.
  case second
  /// The standard deviation of the differences: the usual one of paired answers.
  case differences
}

extension MeanEffects {
  /// The standardised differences of two groups, those that were asked for before the others.
  static func ofGroups(
    _ a: SampleMoments, _ b: SampleMoments, _ names: [String], by denominator: EffectDenominator,
    usual: EffectDenominator,
    level: Double
  ) -> [EffectSize] {
    func pair(_ denominator: EffectDenominator) -> [EffectSize] {
      switch denominator {
      case .pooled: [true, false].map { pooled(a, b, corrected: $0, level: level) }
      case .average: [true, false].map { average(a, b, corrected: $0, level: level) }
      case .first: glassOnFirst(a, b, name: names[0], level: level).map { [$0] } ?? []
      case .second: glass(a, b, name: names[1], level: level).map { [$0] } ?? []
      case .differences: []
      }
    }
    var effects = pair(denominator)
    if denominator != usual { effects += pair(usual) }
    // One delta stands in a result, so that its id says which it is.
    if denominator != .first, denominator != .second { effects += pair(.second) }
    return effects
  }

  /// Glass's delta on the standard deviation of the first group; nil where that group does not vary.
  private static func glassOnFirst(
    _ a: SampleMoments, _ b: SampleMoments, name: String, level: Double
  ) -> EffectSize? {
    guard var effect = glass(b, a, name: name, level: level) else { return nil }
    effect.value = -effect.value
    effect.interval = effect.interval.map {
      Interval(lower: -$0.upper, upper: -$0.lower, level: $0.level, method: $0.method)
    }
    return effect
  }

  /// Cohen's d of paired answers on the root of the mean of their two variances, with Bonett's interval.
  ///
  /// - Source: Bonett (2008), Psychological Methods 13, 99–109, 10.1037/1082-989X.13.2.99, section on paired samples. In
  ///   R: `statpsych::ci.stdmean.ps`, `effectsize::repeated_measures_d(method = "av")` (another interval).
  static func pairedAverage(_ x: [Double], _ y: [Double], level: Double) -> EffectSize? {
    let (a, b) = (SampleMoments(x), SampleMoments(y))
    let difference = SampleMoments(zip(x, y).map { $0 - $1 })
    let square = (a.variance + b.variance) / 2
    guard square > 0 else { return nil }
    let value = difference.mean / square.squareRoot()
    let df = a.count - 1
    // The covariance follows from the variance of the differences, so that nothing is summed twice.
    let covariance = (a.variance + b.variance - difference.variance) / 2
    let spread = a.variance * a.variance + b.variance * b.variance + 2 * covariance * covariance
    let error =
      (value * value * spread / (8 * df * square * square) + difference.variance / (square * df)).squareRoot()
    let half = Normal.standard.criticalValue(level: level) * error
    return EffectSize(
      id: "cohens-d-average", value: value,
      interval: Interval(lower: value - half, upper: value + half, level: level, method: "bonett"),
      denominator: "the root of the mean of the two variances")
  }
}
