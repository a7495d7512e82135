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

  /// An effect with the interval that inverts the noncentral t distribution.
  ///
  /// - Source: Steiger & Fouladi (1997); Cumming & Finch (2001), 10.1177/0013164401614002.
  static func effect(
    id: String, difference: Double, standardizer: Double, statistic: Double, degreesOfFreedom: Double,
    scale: Double, level: Double
  ) -> EffectSize {
    let correction = correction(degreesOfFreedom)
    let ends = NoncentralT.noncentralityInterval(
      statistic: statistic, degreesOfFreedom: degreesOfFreedom, level: level)
    let (lower, upper) = (correction * ends.lower * scale, correction * ends.upper * scale)
    let interval =
      lower.isFinite && upper.isFinite
      ? Interval(lower: lower, upper: upper, level: level, method: "noncentral-t") : nil
    return EffectSize(id: id, value: correction * difference / standardizer, interval: interval)
  }
}
