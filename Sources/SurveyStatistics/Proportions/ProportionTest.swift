internal import TextFormats

#if canImport(Glibc)
  internal import Glibc
#endif

/// Score tests of shares: one against a hypothetical share, or two against each other.
public enum ProportionTest {
  /// Tests a share against a hypothetical one by the score statistic.
  ///
  /// The interval is Wilson's, which inverts the same statistic: p < .05 exactly where the 95 % interval leaves the
  /// hypothetical share out.
  /// - Parameters:
  ///   - successes: How many respondents have the answer.
  ///   - trials: How many respondents there are.
  ///   - probability: The hypothetical share, strictly between 0 and 1.
  ///   - alternative: Which departures count.
  ///   - continuity: Whether z is moved towards 0 by half a respondent, as R's `prop.test` does unless told otherwise.
  ///   - interval: How the interval is made; only Wilson's inverts the test.
  ///   - level: The confidence level of the interval, which is two-sided whatever the alternative.
  /// - Throws: ``StatisticsError`` with code `argument` or `tooFewRespondents`.
  /// - Accuracy: 1e-14 relative.
  /// - Source: Wilson (1927), doi:10.1080/01621459.1927.10502953. In R: `prop.test(correct = FALSE)`.
  public static func oneSample(
    successes: Int, trials: Int, probability: Double = 0.5, alternative: Alternative = .twoSided,
    continuity: Bool = false, interval: ProportionMethod = .wilson, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(probability: probability)
    let estimate = try ProportionInterval.estimate(interval, successes: successes, trials: trials, level: level)
    let n = Double(trials)
    let z =
      towardsZero(Double(successes) - n * probability, by: continuity ? 0.5 : 0)
      / (n * probability * (1 - probability)).squareRoot()
    let expected = n * min(probability, 1 - probability)
    return TestResult(
      id: "proportion", method: "Score test of one share", alternative: alternative, symbol: "z", statistic: z,
      p: Normal.standard.pValue(z, alternative), estimate: estimate,
      effects: ShareEffects.against(probability, estimate: estimate), base: estimate.base,
      assumptions: [largeEnough(expected)],
      conventions: [
        "\(correction(continuity)); the interval is two-sided whatever the alternative"
      ] + (interval == .wilson ? [] : [ProportionInterval.convention(interval)]),
      details: [.init("probability", probability), .init("smallestExpectedCount", expected)],
      source: "Wilson (1927), Journal of the American Statistical Association 22, 209–212, "
        + "doi:10.1080/01621459.1927.10502953")
  }

  /// Tests the shares of two groups against each other by the score statistic with the pooled share.
  ///
  /// - Parameters:
  ///   - first: Successes and trials of the first group.
  ///   - second: Successes and trials of the second group.
  ///   - names: The groups' names.
  ///   - alternative: Which departures count: `greater` where the first share is larger.
  ///   - continuity: Whether z is moved towards 0 by half a respondent in each group, so that z² is Yates's χ².
  ///   - level: The confidence level.
  /// - Returns: The test with the difference (Newcombe), Cohen's h, risk ratio (Katz) and odds ratio (Woolf). z² is
  ///   Pearson's chi-squared without continuity correction.
  /// - Throws: ``StatisticsError`` where a group is empty, or where all respondents or none have the answer.
  /// - Accuracy: 1e-13 relative.
  /// - Source: Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
  ///   In R: `prop.test(correct = FALSE)`.
  public static func twoSamples(
    _ first: (successes: Int, trials: Int), _ second: (successes: Int, trials: Int),
    names: (String, String) = ("1", "2"), alternative: Alternative = .twoSided, continuity: Bool = false,
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let interval = try NewcombeInterval.independent(first, second, level: level)
    let (n, m) = (Double(first.trials), Double(second.trials))
    let (p, q) = (Double(first.successes) / n, Double(second.successes) / m)
    let pooled = Double(first.successes + second.successes) / (n + m)
    guard pooled > 0, pooled < 1 else {
      throw StatisticsError(
        .constant, found: pooled == 0 ? "no respondent with the answer" : "every respondent with the answer",
        expected: "respondents with and without it", remedy: "choose an outcome on which respondents differ")
    }
    let pooledError = (pooled * (1 - pooled) * (1 / n + 1 / m)).squareRoot()
    let z = towardsZero(p - q, by: continuity ? (1 / n + 1 / m) / 2 : 0) / pooledError
    let error = (p * (1 - p) / n + q * (1 - q) / m).squareRoot()
    let narrow = try NewcombeInterval.independent(first, second, level: 0.9)
    let base = Base(count: first.trials + second.trials)
    let expected = min(n, m) * min(pooled, 1 - pooled)
    return TestResult(
      id: "proportions", method: "Score test of two shares", alternative: alternative, symbol: "z", statistic: z,
      p: Normal.standard.pValue(z, alternative),
      estimate: Estimate(
        id: "difference-of-shares", value: p - q, standardError: error, interval: interval, narrowInterval: narrow,
        base: base),
      effects: effects(first, second, level: level), base: base,
      groups: [(names.0, first.trials), (names.1, second.trials)], assumptions: [largeEnough(expected)],
      conventions: ["the standard error of z pools the groups; \(correction(continuity))"],
      details: [
        .init("firstShare", p), .init("secondShare", q), .init("pooledShare", pooled),
        .init("smallestExpectedCount", expected),
      ],
      source: "Newcombe (1998), Statistics in Medicine 17, 873–890, "
        + "doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I")
  }

  /// A distance shortened by a correction, at most to zero.
  private static func towardsZero(_ distance: Double, by correction: Double) -> Double {
    let left = max(0, abs(distance) - correction)
    return distance < 0 ? -left : left
  }

  private static func correction(_ isCorrected: Bool) -> String {
    isCorrected ? "continuity correction by half a respondent; the interval has none" : "no continuity correction"
  }

  /// Cohen's h, the ratio of shares and the odds ratio of two groups.
  static func effects(
    _ first: (successes: Int, trials: Int), _ second: (successes: Int, trials: Int), level: Double
  ) -> [EffectSize] {
    let (a, n) = (Double(first.successes), Double(first.trials))
    let (c, m) = (Double(second.successes), Double(second.trials))
    let z = Normal.standard.criticalValue(level: level)
    let h = ShareEffects.angle(a / n) - ShareEffects.angle(c / m)
    let hError = (1 / n + 1 / m).squareRoot()
    var effects = [
      EffectSize(
        id: "cohens-h", value: h,
        interval: Interval(lower: h - z * hError, upper: h + z * hError, level: level, method: "arcsine"))
    ]
    if let ratio = RiskRatio.effect((a, n), (c, m), level: level) { effects.append(ratio) }
    effects.append(
      OddsRatio(a: a, b: n - a, c: c, d: m - c).effect(level: level))
    return effects
  }

  /// The rule of five expected counts, under which the normal approximation is trusted.
  static func largeEnough(_ expected: Double) -> Assumption {
    Assumption(
      "every expected count is 5 or more",
      expected >= 5
        ? .met : .violated(why: "the smallest is \(FixedDecimals.string(expected, decimals: 1)); use an exact test"))
  }
}

/// The ratio of two shares.
enum RiskRatio {
  /// The ratio of two shares with Katz's interval, normal on the logarithm; nil where one of them is zero.
  ///
  /// - Source: Katz, Baptista, Azen & Pike (1978), doi:10.2307/2530610. In R: `epitools::riskratio.wald`.
  static func effect(
    _ first: (successes: Double, trials: Double), _ second: (successes: Double, trials: Double), level: Double
  ) -> EffectSize? {
    let ((a, n), (c, m)) = (first, second)
    guard a > 0, c > 0 else { return nil }
    let ratio = log(a / n) - log(c / m)
    let error = max(0, 1 / a - 1 / n + 1 / c - 1 / m).squareRoot()
    let z = Normal.standard.criticalValue(level: level)
    return EffectSize(
      id: "risk-ratio", value: exp(ratio),
      interval: Interval(lower: exp(ratio - z * error), upper: exp(ratio + z * error), level: level, method: "katz"))
  }
}
