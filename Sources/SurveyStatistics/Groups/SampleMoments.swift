#if canImport(Glibc)
  internal import Glibc
#endif

/// Count, mean and sum of squared deviations of a sample, shifted by its first value so that little is lost.
struct SampleMoments {
  let count: Double
  let mean: Double
  /// The sum of squared deviations from the mean.
  let squares: Double

  init(_ values: [Double]) {
    let mean = CompensatedTotal.mean(values) ?? 0
    var squares = CompensatedTotal()
    var rest = CompensatedTotal()
    for value in values {
      squares.add((value - mean) * (value - mean))
      rest.add(value - mean)
    }
    count = Double(values.count)
    self.mean = mean
    // The second term takes out what rounding of the mean left.
    self.squares = values.isEmpty ? 0 : max(0, squares.value - rest.value * rest.value / Double(values.count))
  }

  /// The variance with n − 1; 0 for a single value.
  var variance: Double { count > 1 ? squares / (count - 1) : 0 }
  /// The standard deviation with n − 1.
  var deviation: Double { sqrt(variance) }
}

/// Standardised mean differences.
enum MeanEffects {
  /// Hedges' correction of the upward bias of a standardised mean difference, exact.
  ///
  /// - Source: Hedges (1981), Journal of Educational Statistics 6(2), 107–128, 10.3102/10769986006002107.
  static func correction(_ degreesOfFreedom: Double) -> Double {
    guard degreesOfFreedom > 1 else { return 1 }
    var sign: Int32 = 0
    return exp(
      lgamma_r(degreesOfFreedom / 2, &sign) - log(degreesOfFreedom / 2) / 2
        - lgamma_r((degreesOfFreedom - 1) / 2, &sign))
  }

  /// An effect with the interval that inverts the noncentral t distribution; Hedges' g, or Cohen's d where not corrected.
  ///
  /// - Source: Steiger & Fouladi (1997); Cumming & Finch (2001), 10.1177/0013164401614002.
  static func effect(
    id: String, difference: Double, standardizer: Double, statistic: Double, degreesOfFreedom: Double,
    scale: Double, level: Double, corrected: Bool = true, denominator: String? = nil
  ) -> EffectSize {
    let correction = corrected ? correction(degreesOfFreedom) : 1
    let ends = NoncentralT.noncentralityInterval(
      statistic: statistic, degreesOfFreedom: degreesOfFreedom, level: level)
    let (lower, upper) = (correction * ends.lower * scale, correction * ends.upper * scale)
    let interval =
      lower.isFinite && upper.isFinite
      ? Interval(lower: lower, upper: upper, level: level, method: "noncentral-t") : nil
    return EffectSize(
      id: id, value: correction * difference / standardizer, interval: interval, denominator: denominator)
  }

  /// Hedges' g (or, not corrected, Cohen's d) on the pooled standard deviation of two groups.
  static func pooled(_ a: SampleMoments, _ b: SampleMoments, corrected: Bool, level: Double) -> EffectSize {
    let df = a.count + b.count - 2
    let deviation = sqrt((a.squares + b.squares) / df)
    let scale = sqrt(1 / a.count + 1 / b.count)
    return effect(
      id: corrected ? "hedges-g" : "cohens-d", difference: a.mean - b.mean, standardizer: deviation,
      statistic: (a.mean - b.mean) / (deviation * scale), degreesOfFreedom: df, scale: scale, level: level,
      corrected: corrected, denominator: "the pooled standard deviation")
  }

  /// Hedges' g* (or, not corrected, Cohen's d) on the root of the mean of the two variances.
  ///
  /// - Source: Delacre, Lakens, Ley, Liu & Leys (2021), 10.31234/osf.io/tu6mp.
  static func average(_ a: SampleMoments, _ b: SampleMoments, corrected: Bool, level: Double) -> EffectSize {
    let error = sqrt(a.variance / a.count + b.variance / b.count)
    let deviation = sqrt((a.variance + b.variance) / 2)
    let squares = a.variance * a.variance / (a.count - 1) + b.variance * b.variance / (b.count - 1)
    return effect(
      id: corrected ? "hedges-g-star" : "cohens-d-average", difference: a.mean - b.mean, standardizer: deviation,
      statistic: (a.mean - b.mean) / error,
      degreesOfFreedom: (a.variance + b.variance) * (a.variance + b.variance) / squares, scale: error / deviation,
      level: level, corrected: corrected, denominator: "the root of the mean of the two variances")
  }

  /// Glass's delta on the standard deviation of the second group, with Bonett's interval; nil where that group does not
  /// vary.
  ///
  /// - Source: Glass (1976), 10.3102/0013189X005010003; Bonett (2008), Psychological Methods 13, 99–109,
  ///   10.1037/1082-989X.13.2.99. In R: `effectsize::glass_delta` (interval by noncentral t).
  static func glass(_ a: SampleMoments, _ b: SampleMoments, name: String, level: Double) -> EffectSize? {
    guard b.variance > 0 else { return nil }
    let value = (a.mean - b.mean) / b.deviation
    let (df1, df2) = (a.count - 1, b.count - 1)
    let error = sqrt(value * value / (2 * df2) + a.variance / (b.variance * df1) + 1 / df2)
    let half = Normal.standard.criticalValue(level: level) * error
    return EffectSize(
      id: "glass-delta", value: value,
      interval: Interval(lower: value - half, upper: value + half, level: level, method: "bonett"),
      denominator: "the standard deviation of \(name)")
  }
}
