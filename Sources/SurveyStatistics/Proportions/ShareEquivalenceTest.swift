internal import SurveyModel

/// Two one-sided tests of whether a share, or a difference of shares, is within a margin.
public enum ShareEquivalenceTest {
  /// Tests whether a share is within a margin of a hypothetical one, exactly.
  ///
  /// - Parameters:
  ///   - successes: How many respondents have the answer.
  ///   - trials: How many respondents there are.
  ///   - probability: The hypothetical share.
  ///   - margin: The smallest difference of interest.
  ///   - level: The confidence level of the wide interval; the narrow one has twice the room outside, and p is below
  ///     half of that exactly where it lies within the margin.
  /// - Throws: ``StatisticsError`` where the margin leaves [0, 1] or arguments are out of range.
  /// - Accuracy: 1e-13 relative.
  /// - Source: Schuirmann (1987), doi:10.1007/BF01068419; Lakens (2017), doi:10.1177/1948550617697177.
  ///   In R: `TOSTER::TOSTone.prop` (normal), here binomial.
  public static func oneSample(
    successes: Int, trials: Int, probability: Double = 0.5, margin: Double, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(probability: probability)
    guard margin > 0, probability - margin > 0, probability + margin < 1 else {
      throw margins(margin, "a margin above 0 that stays within (0, 1) around \(probability)")
    }
    let narrowLevel = 2 * level - 1
    guard level > 0.5 else { throw margins(level, "a level above 0.5") }
    var estimate = try ProportionInterval.estimate(.clopperPearson, successes: successes, trials: trials, level: level)
    estimate.narrowInterval = try ProportionInterval.interval(
      .clopperPearson, successes: successes, trials: trials, level: narrowLevel)
    let above = Binomial(trials, probability - margin).atLeast(successes)
    let below = Binomial(trials, probability + margin).lowerTail(successes)
    return TestResult(
      id: "tost-proportion", method: "Two one-sided exact tests of one share", symbol: "x",
      statistic: Double(successes), p: max(above, below), estimate: estimate,
      effects: ShareEffects.against(probability, estimate: estimate), base: estimate.base,
      conventions: ["p is the larger of the two one-sided binomial p-values; the narrow interval agrees with it"],
      details: [
        .init("lowerBound", probability - margin), .init("upperBound", probability + margin),
        .init("pAboveLower", above), .init("pBelowUpper", below),
      ],
      source: "Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680, "
        + "doi:10.1007/BF01068419")
  }

  /// Tests whether the shares of two groups are within a margin of each other, by Newcombe's interval.
  ///
  /// - Parameters:
  ///   - first: Successes and trials of the first group.
  ///   - second: Successes and trials of the second group.
  ///   - margin: The smallest difference of interest.
  ///   - names: The groups' names.
  ///   - level: The confidence level of the wide interval.
  /// - Returns: The test; each one-sided p is the tail at which Newcombe's interval touches the margin, so that p and
  ///   the narrow interval never contradict each other.
  /// - Throws: ``StatisticsError`` where arguments are out of range.
  /// - Accuracy: 1e-10 relative.
  /// - Source: Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; Schuirmann (1987),
  ///   doi:10.1007/BF01068419.
  public static func twoSamples(
    _ first: (successes: Int, trials: Int), _ second: (successes: Int, trials: Int), margin: Double,
    names: (String, String) = ("1", "2"), level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    guard margin > 0, margin < 1 else { throw margins(margin, "a margin between 0 and 1") }
    guard level > 0.5 else { throw margins(level, "a level above 0.5") }
    let wide = try NewcombeInterval.independent(first, second, level: level)
    let narrow = try NewcombeInterval.independent(first, second, level: 2 * level - 1)
    let (n, m) = (Double(first.trials), Double(second.trials))
    let (p, q) = (Double(first.successes) / n, Double(second.successes) / m)
    func limit(_ tail: Double, upper: Bool) -> Double {
      let one = ProportionBounds.wilson(successes: p * n, trials: n, tail: tail)
      let two = ProportionBounds.wilson(successes: q * m, trials: m, tail: tail)
      let (a, b) = upper ? (one.upper - p, q - two.lower) : (p - one.lower, two.upper - q)
      return p - q + (upper ? 1 : -1) * (a * a + b * b).squareRoot()
    }
    // At a tail of one half both limits are the difference itself.
    let smallest = 1e-300
    func tail(_ distance: (Double) -> Double, atHalf: Double) -> Double {
      if atHalf <= 0 { return 0.5 }
      if distance(smallest) >= 0 { return smallest }
      return RootFinding.root(between: smallest, and: 0.5, of: distance)
    }
    let above = tail({ limit($0, upper: false) + margin }, atHalf: p - q + margin)
    let below = tail({ margin - limit($0, upper: true) }, atHalf: margin - (p - q))
    let base = Base(count: first.trials + second.trials)
    return TestResult(
      id: "tost-proportion", method: "Two one-sided tests of two shares", symbol: "difference", statistic: p - q,
      p: max(above, below),
      estimate: Estimate(
        id: "difference-of-shares", value: p - q, standardError: (p * (1 - p) / n + q * (1 - q) / m).squareRoot(),
        interval: wide, narrowInterval: narrow, base: base),
      base: base, groups: [(names.0, first.trials), (names.1, second.trials)],
      conventions: [
        "each one-sided p is the tail at which Newcombe's interval touches the margin; one beyond .5 is given as .5"
      ],
      details: [
        .init("lowerBound", -margin), .init("upperBound", margin), .init("pAboveLower", above),
        .init("pBelowUpper", below),
      ],
      source: "Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680, "
        + "doi:10.1007/BF01068419")
  }

  private static func margins(_ found: Double, _ expected: String) -> StatisticsError {
    StatisticsError(
      .argument, found: "\(found)", expected: expected, remedy: "name the smallest difference of interest, such as 0.05"
    )
  }
}
