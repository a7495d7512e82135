internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// How many respondents a clear answer about a share needs.
public enum RequiredSampleSize {
  /// The probability that the two-sided Clopper–Pearson interval lies on the truth's side of the threshold.
  ///
  /// - Parameters:
  ///   - respondents: How many respondents there are.
  ///   - threshold: The share that the claim names.
  ///   - truth: The share in the population.
  ///   - level: The interval's confidence level.
  /// - Returns: The power, exactly; an interval on the wrong side does not count.
  /// - Accuracy: 1e-12 relative.
  /// - Complexity: O(log n).
  public static func power(
    respondents: Int, threshold: Double = 0.5, truth: Double, level: Double = 0.95
  ) -> Double {
    // A truth below the threshold is the same question asked of the other answer.
    if truth < threshold {
      return power(respondents: respondents, threshold: 1 - threshold, truth: 1 - truth, level: level)
    }
    let critical = criticalCount(respondents, threshold: threshold, tail: (1 - level) / 2)
    return Binomial(respondents, truth).atLeast(critical)
  }

  /// The smallest number of respondents from which on the power never falls below what is asked.
  ///
  /// The power of an exact test rises in saw teeth, so that a smaller number may reach it by luck; the number given is
  /// the one from which every larger number does as well.
  /// - Parameters:
  ///   - threshold: The share that the claim names.
  ///   - truth: The share in the population at which the power is wanted, never the share observed.
  ///   - power: The power, such as 0.8.
  ///   - level: The confidence level of the Clopper–Pearson interval that decides.
  ///   - designEffect: By how much weights and clusters multiply the variance.
  /// - Returns: The number of respondents, the design effect included and rounded up.
  /// - Throws: ``StatisticsError`` with code `argument` where truth and threshold are equal or a share, power, level or
  ///   design effect is out of range, or where more than ten million respondents would be needed.
  /// - Accuracy: exact.
  /// - Complexity: O(n) evaluations of the binomial distribution.
  /// - Source: Chernick & Liu (2002), doi:10.1198/000313002317572835, on the saw teeth. In R: no function of base.
  public static func share(
    threshold: Double = 0.5, truth: Double, power target: Double = 0.8, level: Double = 0.95, designEffect: Double = 1
  ) throws(StatisticsError) -> Int {
    try ProportionInterval.check(probability: threshold)
    try ProportionInterval.check(probability: truth)
    try ProportionInterval.check(level: level)
    guard truth != threshold, target > 0, target < 1, designEffect > 0, designEffect.isFinite else {
      throw StatisticsError(
        .argument,
        found: "truth \(truth), threshold \(threshold), power \(target), design effect \(designEffect)",
        expected: "a truth that differs from the threshold, a power between 0 and 1, a design effect above 0",
        remedy: "name the smallest difference of interest, such as 0.05")
    }
    if truth < threshold {
      return try share(
        threshold: 1 - threshold, truth: 1 - truth, power: target, level: level, designEffect: designEffect)
    }
    let tail = (1 - level) / 2
    let difference = truth - threshold
    let sum =
      Normal.standard.quantile(upper: tail) * (threshold * (1 - threshold)).squareRoot()
      + Normal.standard.quantile(lower: target) * (truth * (1 - truth)).squareRoot()
    let approximate = (sum / difference) * (sum / difference)
    guard approximate < 1e7 else {
      throw StatisticsError(
        .argument, found: "a difference of \(difference)",
        expected: "a difference that ten million respondents can show", remedy: "name a larger difference of interest")
    }
    let n = smallest(threshold, truth, target, tail, from: ceiling(approximate, difference))
    return Int((Double(n) * designEffect).rounded(.up))
  }

  /// Well above the answer: the exact test needs some 1/difference more than the normal approximation, and skewness
  /// costs a part of small samples.
  private static func ceiling(_ approximate: Double, _ difference: Double) -> Int {
    let slack = approximate < 10_000 ? 2.0 : 1.1
    return Int(max(approximate, 1) * slack + 10 / difference) + 100
  }

  /// Walks down from a number that suffices to the last one that does.
  private static func smallest(
    _ threshold: Double, _ truth: Double, _ target: Double, _ tail: Double, from start: Int
  ) -> Int {
    var critical = criticalCount(start, threshold: threshold, tail: tail)
    var n = start
    while n > 0 {
      // With one respondent fewer the critical count stays or falls by one.
      while critical > 0, Binomial(n, threshold).atLeast(critical - 1) <= tail { critical -= 1 }
      if Binomial(n, truth).atLeast(critical) < target { return n + 1 }
      n -= 1
    }
    return 1
  }

  /// The smallest count whose Clopper–Pearson interval lies above the threshold; more than all where none does.
  static func criticalCount(_ n: Int, threshold: Double, tail: Double) -> Int {
    let binomial = Binomial(n, threshold)
    var (low, high) = (0, n + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if binomial.atLeast(middle) <= tail { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
