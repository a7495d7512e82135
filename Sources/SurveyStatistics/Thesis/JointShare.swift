internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// The share of respondents who have two feelings at once: the estimand of a thesis that is a conjunction.
///
/// Two majorities do not make a joint majority. With shares of .60 and .70 the joint share lies anywhere from .30 to
/// .60, and at .42 where the feelings have nothing to do with each other; so the joint share itself is estimated, and
/// stands between its Fréchet bounds beside what independence would give.
public enum JointShare {
  /// Estimates the joint share of two feelings and sets it against a threshold.
  ///
  /// - Parameters:
  ///   - first: Whether each respondent has the first feeling; nil where it is unknown. Who was not asked is left out
  ///     before.
  ///   - second: The same for the second, in the same order.
  ///   - weights: Sampling weights; nil for a random sample.
  ///   - threshold: The share that the thesis names.
  ///   - level: The confidence level of the interval that decides.
  ///   - names: The two feelings' names.
  ///   - missing: Why answers are unknown, for the result's base.
  /// - Returns: The joint share with all that belongs to it.
  /// - Throws: ``StatisticsError`` where nobody gave both answers, or arguments do not fit.
  /// - Accuracy: 1e-12 relative.
  /// - Complexity: O(n) for the pass, O(1) afterwards.
  /// - Source: Clopper & Pearson (1934), doi:10.1093/biomet/26.4.404; Korn & Graubard (1998), Survey Methodology 24,
  ///   193–201; Manski (1990), AER 80, 319–323; Fréchet (1951), Annales de l'Université de Lyon A 14, 53–77.
  ///   In R: `binom.test` or `survey::svyciprop(method = "logit")` on the product of the two.
  public static func estimate(
    first: [Bool?], second: [Bool?], weights: [Double]? = nil, threshold: Double = 0.5, level: Double = 0.95,
    names: (String, String) = ("first", "second"), missing: [(String, Int)] = []
  ) throws(StatisticsError) -> JointShareResult {
    try estimate(
      JointPatterns(first: first, second: second, weights: weights), threshold: threshold, level: level, names: names,
      missing: missing)
  }

  /// Estimates the joint share from patterns already counted.
  public static func estimate(
    _ patterns: JointPatterns, threshold: Double = 0.5, level: Double = 0.95,
    names: (String, String) = ("first", "second"), missing: [(String, Int)] = []
  ) throws(StatisticsError) -> JointShareResult {
    try ProportionInterval.check(level: level)
    try ProportionInterval.check(probability: threshold)
    guard patterns.answered > 0 else {
      throw StatisticsError(
        .tooFewRespondents, found: "no respondent with both answers", expected: "respondents who answered both",
        remedy: "check --where and the missing codes of both variables")
    }
    let known = JointPatterns.known
    let joint = try share(patterns, "joint-share", [0], of: known, level: level)
    let p = pValues(patterns, joint, threshold: threshold)
    let association = JointAssociation(patterns, level: level)
    return JointShareResult(
      joint: joint, wilson: try wilson(joint, patterns, level: level),
      first: try share(patterns, "first-share", [0, 1], of: known, level: level),
      second: try share(patterns, "second-share", [0, 3], of: known, level: level), names: [names.0, names.1],
      threshold: threshold, pTwoSided: min(1, 2 * min(p.less, p.greater)), pLess: p.less, pGreater: p.greater,
      statistic: p.statistic, association: association,
      bounds: try MissingBand(patterns, level: level), patterns: patterns, missing: missing)
  }

  /// A share of some cells with the interval that decides: exact for a random sample, logit with t for weights.
  static func share(
    _ patterns: JointPatterns, _ id: String, _ part: [Int], of whole: [Int], level: Double
  ) throws(StatisticsError) -> Estimate {
    let base = patterns.base(whole)
    let value = patterns.share(part, of: whole)
    guard patterns.isWeighted else {
      let count = part.reduce(0) { $0 + patterns.cells[$1].count }
      return try ProportionInterval.estimate(
        id: id, .clopperPearson, successes: count, trials: base.count, level: level)
    }
    let df = patterns.degreesOfFreedom(of: whole)
    let error = patterns.standardError(of: whole) { part.contains($0) ? 1 : 0 }
    func interval(_ level: Double) throws(StatisticsError) -> Interval {
      try ProportionInterval.interval(
        .logit, share: value, standardError: error, degreesOfFreedom: df, base: base, level: level)
    }
    return Estimate(
      id: id, value: value, standardError: error, interval: try interval(level), narrowInterval: try interval(0.9),
      degreesOfFreedom: df, base: base)
  }

  /// Wilson's interval beside; for weights on the effective number of respondents that the standard error implies.
  private static func wilson(
    _ joint: Estimate, _ patterns: JointPatterns, level: Double
  ) throws(StatisticsError) -> Interval {
    guard patterns.isWeighted, let error = joint.standardError, let df = joint.degreesOfFreedom else {
      return try ProportionInterval.interval(
        .wilson, successes: patterns.cells[0].count, trials: joint.base.count, level: level)
    }
    return try ProportionInterval.interval(
      .wilson, share: joint.value, standardError: error, degreesOfFreedom: df, base: joint.base, level: level)
  }

  /// P-values by the rule of the interval: binomial tails, or t on the log-odds.
  ///
  /// Where a weighted share is 0 or 1 the interval is exact on the effective number, and so are the p-values.
  private static func pValues(
    _ patterns: JointPatterns, _ joint: Estimate, threshold: Double
  ) -> (less: Double, greater: Double, statistic: Double) {
    guard patterns.isWeighted else {
      let count = patterns.cells[0].count
      let p = BinomialTest.pValues(successes: count, trials: joint.base.count, probability: threshold)
      return (p.less, p.greater, Double(count))
    }
    guard let error = joint.standardError, let df = joint.degreesOfFreedom, error > 0, joint.value < 1, joint.value > 0
    else {
      let (x, n) = (joint.value * joint.base.effective, joint.base.effective)
      let less = x >= n ? 1 : Beta(x + 1, n - x).upperTail(threshold)
      let greater = x <= 0 ? 1 : Beta(x, n - x + 1).lowerTail(threshold)
      return (less, greater, .nan)
    }
    let distance = log(joint.value / (1 - joint.value)) - log(threshold / (1 - threshold))
    let t = distance * joint.value * (1 - joint.value) / error
    let distribution = StudentT(df)
    return (distribution.lowerTail(t), distribution.upperTail(t), t)
  }
}

/// What missing answers can make of the joint share.
///
/// A respondent with one known no does not have both feelings, whatever the other answer; only those with a yes or
/// nothing are open. The bounds take all open ones as no, and all as yes.
/// - Source: Manski (1990), American Economic Review 80, 319–323; Imbens & Manski (2004),
///   doi:10.1111/j.1468-0262.2004.00555.x.
public struct MissingBand: Sendable, Hashable {
  /// The share if nobody whose answer is open had both feelings.
  public let lower: Double
  /// The share if everybody whose answer is open had both.
  public let upper: Double
  /// The lower confidence limit of the lower bound, by the method and level of the printed interval.
  public let lowerLimit: Double
  /// The upper confidence limit of the upper bound.
  public let upperLimit: Double
  /// Imbens and Manski's interval for the share itself, narrower than the two limits.
  public let interval: Interval
  /// Respondents whose joint answer is open.
  public let open: Int
  /// All respondents who were asked.
  public let base: Base

  /// The bounds of the joint share from patterns with unknown answers.
  init(_ patterns: JointPatterns, level: Double) throws(StatisticsError) {
    let all = Array(patterns.cells.indices)
    let low = try JointShare.share(patterns, "lower-bound", [0], of: all, level: level)
    let high = try JointShare.share(patterns, "upper-bound", JointPatterns.possible, of: all, level: level)
    lower = low.value
    upper = high.value
    lowerLimit = low.interval?.lower ?? .nan
    upperLimit = high.interval?.upper ?? .nan
    open = JointPatterns.possible.dropFirst().reduce(0) { $0 + patterns.cells[$1].count }
    base = low.base
    interval = Self.imbensManski(low, high, level: level)
  }

  private static func imbensManski(_ low: Estimate, _ high: Estimate, level: Double) -> Interval {
    let (first, second) = (low.standardError ?? .nan, high.standardError ?? .nan)
    let widest = max(first, second)
    let normal = Normal.standard
    let width = widest > 0 ? (high.value - low.value) / widest : .infinity
    let multiplier = RootFinding.root(between: 0, and: normal.criticalValue(level: level) + 1) {
      normal.lowerTail($0 + width) - normal.lowerTail(-$0) - level
    }
    return Interval(
      lower: max(0, low.value - multiplier * first), upper: min(1, high.value + multiplier * second), level: level,
      method: "imbens-manski")
  }
}
