internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Two one-sided t tests of whether a difference of means lies between bounds (TOST).
public enum MeanEquivalenceTest {
  /// Tests whether two groups' means are equivalent, each group with its own variance.
  ///
  /// - Parameters:
  ///   - x: the first group's answers, at least two, missing answers left out.
  ///   - y: the second group's answers, likewise.
  ///   - bounds: the smallest differences of interest, raw or in standard deviations (the root of the mean of the two
  ///     variances).
  ///   - names: the groups' names.
  ///   - level: the wide interval's level; the tests are at 1 − level, and the narrow interval has 2 · level − 1.
  /// - Returns: the t nearer to its bound with Welch's degrees of freedom, and the larger of the two one-sided p-values;
  ///   both tests, and the test against zero, in `details`; the difference with both intervals; g* and d.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-13.
  /// - Complexity: O(n).
  /// - Source: Schuirmann (1987), 10.1007/BF01068419; Lakens (2017), 10.1177/1948550617697177. R:
  ///   `TOSTER::t_TOST(var.equal = FALSE)`; SPSS: none.
  public static func independent(
    _ x: [Double], _ y: [Double], bounds: EquivalenceBounds, names: [String] = ["X", "Y"], level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let test = try TTest.welch(x, y, names: names, level: level)
    let (a, b) = (SampleMoments(x), SampleMoments(y))
    return try equivalence(
      test, id: "tost", method: "Two one-sided Welch t tests", bounds: bounds,
      unit: (sqrt((a.variance + b.variance) / 2), "the root of the mean of the two variances"), level: level)
  }

  /// Tests whether the means of the same respondents' two answers are equivalent.
  ///
  /// - Parameters: as of ``independent(_:_:bounds:names:level:)``, for pairs; standardised bounds are in standard
  ///   deviations of the differences.
  /// - Returns: as ``independent(_:_:bounds:names:level:)``, with n − 1 degrees of freedom.
  /// - Throws: as ``independent(_:_:bounds:names:level:)``.
  /// - Source: Schuirmann (1987), 10.1007/BF01068419; Lakens (2017), 10.1177/1948550617697177. R:
  ///   `TOSTER::t_TOST(paired = TRUE)`.
  public static func paired(
    _ x: [Double], _ y: [Double], bounds: EquivalenceBounds, names: [String] = ["X", "Y"], level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let test = try TTest.paired(x, y, names: names, level: level)
    let differences = SampleMoments(zip(x, y).map { $0 - $1 })
    return try equivalence(
      test, id: "tost-paired", method: "Two one-sided paired t tests", bounds: bounds,
      unit: (differences.deviation, "the standard deviation of the differences"), level: level)
  }

  /// Tests whether a mean is equivalent to a given value.
  ///
  /// - Parameters: as of ``independent(_:_:bounds:names:level:)``; the bounds are around `mu`, and standardised ones are
  ///   in standard deviations of the answers.
  /// - Returns: as ``independent(_:_:bounds:names:level:)``; the estimate is the distance of the mean from `mu`.
  /// - Throws: as ``independent(_:_:bounds:names:level:)``.
  /// - Source: Schuirmann (1987), 10.1007/BF01068419; Lakens (2017), 10.1177/1948550617697177. R: `TOSTER::t_TOST`.
  public static func oneSample(
    _ x: [Double], mu: Double, bounds: EquivalenceBounds, name: String = "X", level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    var test = try TTest.oneSample(x, name: name, mu: mu, level: level)
    func moved(_ interval: Interval?) -> Interval? {
      interval.map {
        Interval(lower: $0.lower - mu, upper: $0.upper - mu, level: $0.level, method: $0.method)
      }
    }
    test.estimate = test.estimate.map {
      Estimate(
        id: "mean-difference", value: $0.value - mu, standardError: $0.standardError, interval: moved($0.interval),
        degreesOfFreedom: $0.degreesOfFreedom, base: $0.base)
    }
    return try equivalence(
      test, id: "tost", method: "Two one-sided one-sample t tests", bounds: bounds,
      unit: (SampleMoments(x).deviation, "the standard deviation"), level: level)
  }

  /// Turns a t test against zero into two against the bounds.
  private static func equivalence(
    _ test: TestResult, id: String, method: String, bounds: EquivalenceBounds, unit: (size: Double, words: String),
    level: Double
  ) throws(StatisticsError) -> TestResult {
    let narrowLevel = try EquivalenceLevel.narrow(level)
    guard var estimate = test.estimate, let error = estimate.standardError, let df = estimate.degreesOfFreedom else {
      return test
    }
    let scale = bounds.scale == .raw ? 1 : unit.size
    let (lower, upper) = (bounds.lower * scale, bounds.upper * scale)
    let distribution = StudentT(df)
    let (tLower, tUpper) = ((estimate.value - lower) / error, (estimate.value - upper) / error)
    let (above, below) = (distribution.upperTail(tLower), distribution.lowerTail(tUpper))
    let reach = distribution.criticalValue(level: narrowLevel) * error
    estimate.narrowInterval = Interval(
      lower: estimate.value - reach, upper: estimate.value + reach, level: narrowLevel, method: "student-t")
    var result = test
    result.id = id
    result.method = method
    result.statistic = above >= below ? tLower : tUpper
    result.p = max(above, below)
    result.estimate = estimate
    result.conventions += [
      bounds.scale == .raw
        ? "raw bounds, in the outcome's unit"
        : "standardised bounds, in units of \(unit.words), which the sample estimates",
      "p is the larger of the two one-sided p-values; p < \(EquivalenceWords.alpha(level)) exactly where the "
        + "\(EquivalenceWords.percent(narrowLevel)) % interval lies within the bounds",
    ]
    result.details += [
      .init("lowerBound", lower), .init("upperBound", upper), .init("lowerBoundStandardized", lower / unit.size),
      .init("upperBoundStandardized", upper / unit.size), .init("tLower", tLower), .init("pAboveLower", above),
      .init("tUpper", tUpper), .init("pBelowUpper", below), .init("tAgainstZero", test.statistic),
    ]
    if let p = test.p { result.details.append(.init("pAgainstZero", p)) }
    result.source =
      "Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680, doi:10.1007/BF01068419; "
      + "Lakens (2017), Social Psychological and Personality Science 8, 355–362, doi:10.1177/1948550617697177"
    return result
  }
}

/// Numbers in the words of equivalence tests.
enum EquivalenceWords {
  /// The level of each one-sided test, such as .05.
  static func alpha(_ level: Double) -> String { trimmed(1 - level, drop: true) }
  /// A confidence level in per cent, such as 90.
  static func percent(_ level: Double) -> String { trimmed(100 * level, drop: false) }

  private static func trimmed(_ value: Double, drop: Bool) -> String {
    var text = "\((value * 1e6).rounded() / 1e6)"
    if text.hasSuffix(".0") { text.removeLast(2) }
    return drop && text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }
}
