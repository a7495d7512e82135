internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// Two one-sided tests of whether a share, or a difference of shares, is within bounds.
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
    guard margin > 0, probability - margin > 0, probability + margin < 1 else {
      throw margins(margin, "a margin above 0 that stays within (0, 1) around \(probability)")
    }
    return try oneSample(
      successes: successes, trials: trials, probability: probability, bounds: EquivalenceBounds(margin: margin),
      level: level)
  }

  /// Tests whether a share lies between bounds around a hypothetical one, exactly.
  ///
  /// - Parameters:
  ///   - successes: How many respondents have the answer.
  ///   - trials: How many respondents there are.
  ///   - probability: The hypothetical share.
  ///   - bounds: The smallest differences of interest, as shares or, standardised, as Cohen's h.
  ///   - level: The confidence level of the wide interval.
  /// - Throws: ``StatisticsError`` where the bounds leave (0, 1) or arguments are out of range.
  /// - Accuracy: 1e-13 relative.
  /// - Source: As ``oneSample(successes:trials:probability:margin:level:)``.
  public static func oneSample(
    successes: Int, trials: Int, probability: Double = 0.5, bounds: EquivalenceBounds, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(probability: probability)
    let (lower, upper) = try shares(bounds, around: probability)
    let narrowLevel = 2 * level - 1
    guard level > 0.5 else { throw margins(level, "a level above 0.5") }
    var estimate = try ProportionInterval.estimate(.clopperPearson, successes: successes, trials: trials, level: level)
    estimate.narrowInterval = try ProportionInterval.interval(
      .clopperPearson, successes: successes, trials: trials, level: narrowLevel)
    let above = Binomial(trials, lower).atLeast(successes)
    let below = Binomial(trials, upper).lowerTail(successes)
    return TestResult(
      id: "tost-proportion", method: "Two one-sided exact tests of one share", symbol: "x",
      statistic: Double(successes), p: max(above, below), estimate: estimate,
      effects: ShareEffects.against(probability, estimate: estimate), base: estimate.base,
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [
        words(bounds),
        "p is the larger of the two one-sided binomial p-values; the narrow interval agrees with it",
      ],
      details: [
        .init("probability", probability), .init("lowerBound", lower), .init("upperBound", upper),
        .init("pAboveLower", above), .init("pBelowUpper", below),
      ],
      source: source)
  }

  /// Tests whether the shares of two groups are within a margin of each other, by Newcombe's interval.
  ///
  /// - Parameters: As of ``twoSamples(_:_:bounds:names:level:)``, with the same margin on both sides.
  /// - Throws: ``StatisticsError`` where arguments are out of range.
  public static func twoSamples(
    _ first: (successes: Int, trials: Int), _ second: (successes: Int, trials: Int), margin: Double,
    names: (String, String) = ("1", "2"), level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    guard margin > 0, margin < 1 else { throw margins(margin, "a margin between 0 and 1") }
    return try twoSamples(first, second, bounds: EquivalenceBounds(margin: margin), names: names, level: level)
  }

  /// Tests whether the difference of two groups' shares lies between bounds.
  ///
  /// - Parameters:
  ///   - first: Successes and trials of the first group.
  ///   - second: Successes and trials of the second group.
  ///   - bounds: The smallest differences of interest, as shares (by Newcombe's interval) or, standardised, as Cohen's h
  ///     (by the normal distribution on the arc-sine scale).
  ///   - names: The groups' names.
  ///   - level: The confidence level of the wide interval.
  /// - Returns: The test; with raw bounds each one-sided p is the tail at which Newcombe's interval touches the bound, so
  ///   that p and the narrow interval never contradict each other.
  /// - Throws: ``StatisticsError`` where arguments are out of range.
  /// - Accuracy: 1e-10 relative.
  /// - Source: Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; Schuirmann (1987),
  ///   doi:10.1007/BF01068419; Cohen (1988), Statistical Power Analysis, chapter 6.
  public static func twoSamples(
    _ first: (successes: Int, trials: Int), _ second: (successes: Int, trials: Int), bounds: EquivalenceBounds,
    names: (String, String) = ("1", "2"), level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    guard level > 0.5 else { throw margins(level, "a level above 0.5") }
    let wide = try NewcombeInterval.independent(first, second, level: level)
    let narrow = try NewcombeInterval.independent(first, second, level: 2 * level - 1)
    let (n, m) = (Double(first.trials), Double(second.trials))
    let (p, q) = (Double(first.successes) / n, Double(second.successes) / m)
    let (above, below) =
      bounds.scale == .raw
      ? newcombeTails((p, n), (q, m), bounds) : arcSineTails((p, n), (q, m), bounds)
    let base = Base(count: first.trials + second.trials)
    return TestResult(
      id: "tost-proportion", method: "Two one-sided tests of two shares", symbol: "difference", statistic: p - q,
      p: max(above, below),
      estimate: Estimate(
        id: "difference-of-shares", value: p - q, standardError: (p * (1 - p) / n + q * (1 - q) / m).squareRoot(),
        interval: wide, narrowInterval: narrow, base: base),
      effects: ProportionTest.effects(first, second, level: level),
      base: base, groups: [(names.0, first.trials), (names.1, second.trials)],
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [
        words(bounds),
        bounds.scale == .raw
          ? "each one-sided p is the tail at which Newcombe's interval touches the margin; one beyond .5 is given as .5"
          : "each one-sided p is normal on the arc-sine scale, on which h is a difference",
      ],
      details: [
        .init("lowerBound", bounds.lower), .init("upperBound", bounds.upper), .init("pAboveLower", above),
        .init("pBelowUpper", below),
      ],
      source: source)
  }

  /// The tails at which Newcombe's interval touches the bounds.
  private static func newcombeTails(
    _ one: (share: Double, n: Double), _ two: (share: Double, n: Double), _ bounds: EquivalenceBounds
  ) -> (above: Double, below: Double) {
    let ((p, n), (q, m)) = (one, two)
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
    return (
      tail({ limit($0, upper: false) - bounds.lower }, atHalf: p - q - bounds.lower),
      tail({ bounds.upper - limit($0, upper: true) }, atHalf: bounds.upper - (p - q))
    )
  }

  private static func arcSineTails(
    _ one: (share: Double, n: Double), _ two: (share: Double, n: Double), _ bounds: EquivalenceBounds
  ) -> (above: Double, below: Double) {
    let h = ShareEffects.angle(one.share) - ShareEffects.angle(two.share)
    let error = (1 / one.n + 1 / two.n).squareRoot()
    return (
      Normal.standard.upperTail((h - bounds.lower) / error), Normal.standard.lowerTail((h - bounds.upper) / error)
    )
  }

  /// The bounds as shares.
  private static func shares(
    _ bounds: EquivalenceBounds, around probability: Double
  ) throws(StatisticsError) -> (lower: Double, upper: Double) {
    var (lower, upper) = (probability + bounds.lower, probability + bounds.upper)
    if bounds.scale == .standardized {
      let angle = ShareEffects.angle(probability)
      (lower, upper) = (angle + bounds.lower, angle + bounds.upper)
      guard lower > 0, upper < .pi else { throw outside(bounds, probability) }
      (lower, upper) = (sin(lower / 2) * sin(lower / 2), sin(upper / 2) * sin(upper / 2))
    }
    guard lower > 0, upper < 1 else { throw outside(bounds, probability) }
    return (lower, upper)
  }

  private static func outside(_ bounds: EquivalenceBounds, _ probability: Double) -> StatisticsError {
    StatisticsError(
      .argument, place: Place(column: "--bounds"), found: "bounds from \(bounds.lower) to \(bounds.upper)",
      expected: "bounds that stay within (0, 1) around \(probability)",
      remedy: "bounds are distances from --probability, such as -0.05,0.05")
  }

  private static func words(_ bounds: EquivalenceBounds) -> String {
    bounds.scale == .raw ? "raw bounds, in shares" : "standardised bounds, in Cohen's h"
  }

  private static let source =
    "Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680, doi:10.1007/BF01068419"

  private static func margins(_ found: Double, _ expected: String) -> StatisticsError {
    StatisticsError(
      .argument, found: "\(found)", expected: expected, remedy: "name the smallest difference of interest, such as 0.05"
    )
  }
}
