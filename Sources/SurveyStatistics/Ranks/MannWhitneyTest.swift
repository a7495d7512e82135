internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// The Mann–Whitney U test (Wilcoxon's rank sum test): whether one of two groups tends to answer higher.
public enum MannWhitneyTest {
  /// Tests whether respondents of one group tend to answer higher than those of another.
  ///
  /// The estimate that decides is P(X > Y) + ½ P(X = Y); its interval does not rest on the null hypothesis.
  /// - Parameters:
  ///   - x: the first group's answers, at least one, missing answers left out.
  ///   - y: the second group's answers, likewise.
  ///   - names: the groups' names.
  ///   - alternative: `greater` means that the first group answers higher.
  ///   - method: exact or not; the exact distribution is that given the ties.
  ///   - continuity: whether the large-sample p-value corrects U towards its mean by ½.
  ///   - interval: how the estimate's interval is made.
  ///   - level: the intervals' confidence level.
  /// - Returns: U of the first group (R's W), p, the probability of superiority, rank-biserial correlation and Cliff's
  ///   delta with intervals.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: exact p to 1e-14; the approximation to 1e-13 of its formula.
  /// - Complexity: O(n log n); exact O(N m · N m).
  /// - Source: Mann & Whitney (1947), Annals of Mathematical Statistics 18(1), 50–60, 10.1214/aoms/1177730491. R:
  ///   `wilcox.test(x, y)`; SPSS: NPAR TESTS /M-W (without the continuity correction).
  public static func run(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    method: PValueMethod = .automatic, continuity: Bool = true, interval: SuperiorityInterval = .logit,
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try TwoGroups.check(x, y, names, atLeast: 1, level: level)
    return try run(
      AnswerCounts(x, y), names: names, alternative: alternative, method: method, continuity: continuity,
      interval: interval, level: level)
  }

  /// Tests from how often each group gave each answer, as ``run(_:_:names:alternative:method:continuity:interval:level:)``
  /// does from the answers.
  ///
  /// - Parameter counts: the answers of two groups, each with at least one respondent, counted.
  /// - Complexity: O(distinct answers); exact O(N m · N m).
  public static func run(
    _ counts: AnswerCounts, names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    method: PValueMethod = .automatic, continuity: Bool = true, interval: SuperiorityInterval = .logit,
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try TwoGroups.check(counts, names, atLeast: 1, level: level)
    let superiority = ProbabilityOfSuperiority(counts)
    guard counts.values.count > 1 else { throw TwoGroups.allEqual(names) }
    let exact = try usesExact(method, counts.firstCount, counts.secondCount, ties: counts.hasTies)
    let (m, n) = (Double(counts.firstCount), Double(counts.secondCount))
    let total = m + n
    let mean = m * n / 2
    let variance = m * n / 12 * (total + 1 - counts.tieTerm / (total * (total - 1)))
    let z = standardised(
      superiority.u, mean: mean, deviation: sqrt(variance), correction: continuity ? 0.5 : 0, alternative)
    var p = Normal.standard.pValue(z, alternative)
    if exact {
      let observed = superiority.u + m * (m + 1) / 2
      p = ExactRankDistribution.rankSum(ranks: counts.ranks, members: counts.firstCount, observed: observed)
        .pValue(alternative)
    }
    var result = TestResult(
      id: "mann-whitney", method: "Mann–Whitney U test", alternative: alternative, symbol: "U",
      statistic: superiority.u, p: min(1, p), base: Base(count: counts.firstCount + counts.secondCount),
      source: "Mann & Whitney (1947), 10.1214/aoms/1177730491; interval: Brunner & Munzel (2000)")
    TwoGroups.describe(superiority, names, interval: interval, level: level, in: &result)
    result.conventions += conventions(exact: exact, ties: counts.hasTies, continuity: continuity)
    result.assumptions = [
      Assumption("respondents are independent", .notChecked),
      Assumption(
        "the answers' distributions are the same under the null hypothesis (else prefer brunner-munzel)", .notChecked),
    ]
    result.details += [
      .init("z", z), .init("mean", mean), .init("variance", variance), .init("tieTerm", counts.tieTerm),
      .init("exact", exact ? 1 : 0),
    ]
    return result
  }

  /// The standardised statistic, moved towards the mean by the correction.
  static func standardised(
    _ value: Double, mean: Double, deviation: Double, correction: Double, _ alternative: Alternative
  ) -> Double {
    let distance = value - mean
    let shift =
      switch alternative {
      case .twoSided: distance > 0 ? correction : distance < 0 ? -correction : 0
      case .greater: correction
      case .less: -correction
      }
    return (distance - shift) / deviation
  }

  private static func usesExact(
    _ method: PValueMethod, _ m: Int, _ n: Int, ties: Bool
  ) throws(StatisticsError) -> Bool {
    switch method {
    case .asymptotic: return false
    case .automatic: return m < 50 && n < 50 && !ties
    case .exact:
      guard m + n <= 200 else {
        throw StatisticsError(
          .argument, place: .init(column: "exact"), found: "an exact test of \(m + n) respondents",
          expected: "at most 200", remedy: "use the asymptotic p-value, which is as good at this size")
      }
      return true
    }
  }

  private static func conventions(exact: Bool, ties: Bool, continuity: Bool) -> [String] {
    var words = ["U counts the pairs in which the first group is higher, ties one half (R's W)"]
    if ties { words.append("ties share their mean rank") }
    if exact {
      words.append(ties ? "exact p given the ties; two-sided: twice the smaller tail" : "exact p")
    } else {
      let tieWords = ties ? "corrected for ties, " : ""
      words.append("normal approximation, \(tieWords)\(continuity ? "with" : "without") continuity correction")
    }
    return words
  }
}

/// What the rank tests of two groups have in common.
enum TwoGroups {
  /// Refuses groups that cannot be compared.
  static func check(
    _ x: [Double], _ y: [Double], _ names: [String], atLeast least: Int, level: Double
  ) throws(StatisticsError) {
    try check(names, level: level)
    for (values, name) in zip([x, y], names) {
      try InputCheck.count(values, name, atLeast: least)
      try InputCheck.finite(values, name)
    }
  }

  /// Refuses groups that cannot be compared, from their counts.
  static func check(
    _ counts: AnswerCounts, _ names: [String], atLeast least: Int, level: Double
  ) throws(StatisticsError) {
    try check(names, level: level)
    for (count, name) in zip([counts.firstCount, counts.secondCount], names) {
      try InputCheck.count(count, name, atLeast: least)
    }
  }

  private static func check(_ names: [String], level: Double) throws(StatisticsError) {
    guard names.count == 2 else {
      throw StatisticsError(
        .groups, found: "\(names.count) group\(names.count == 1 ? "" : "s")", expected: "two groups",
        remedy: "compare two groups, or use kruskal-wallis")
    }
    try InputCheck.level(level)
  }

  /// The refusal of two groups in which everybody answers the same.
  static func allEqual(_ names: [String]) -> StatisticsError {
    StatisticsError(
      .constant, place: .init(column: names.joined(separator: ", ")), found: "the same answer from everybody",
      expected: "at least two different answers", remedy: "report the answer; there is nothing to test")
  }

  /// Writes estimate, effects and details that follow from the placements.
  static func describe(
    _ superiority: ProbabilityOfSuperiority, _ names: [String],
    interval method: SuperiorityInterval, level: Double, in result: inout TestResult
  ) {
    let (m, n) = (superiority.counts.firstCount, superiority.counts.secondCount)
    let base = Base(count: m + n)
    var interval = superiority.interval(method, level: level)
    var narrow = superiority.interval(method, level: 0.9)
    if interval == nil {
      interval = superiority.interval(.newcombe, level: level)
      narrow = superiority.interval(.newcombe, level: 0.9)
      result.warnings.append(
        "the placements do not vary, so that the interval is Newcombe's method 5, which needs no variance")
    }
    result.groupNames = names
    result.groupCounts = [m, n]
    result.estimate = Estimate(
      id: "probability-of-superiority", value: superiority.value,
      standardError: superiority.standardError > 0 ? superiority.standardError : nil, interval: interval,
      narrowInterval: narrow, degreesOfFreedom: superiority.degreesOfFreedom, base: base)
    let biserial = interval.map {
      Interval(lower: 2 * $0.lower - 1, upper: 2 * $0.upper - 1, level: $0.level, method: $0.method)
    }
    result.effects = [
      EffectSize(id: "rank-biserial", value: superiority.delta, interval: biserial),
      EffectSize(id: "cliffs-delta", value: superiority.delta, interval: superiority.deltaInterval(level: level)),
    ]
    result.conventions.append("the estimate is P(\(names[0]) > \(names[1])) + ½ P(equal)")
    if min(m, n) < 10 {
      result.warnings.append("fewer than ten respondents in a group: the interval is approximate")
    }
    result.details += [
      .init("above", superiority.above), .init("below", superiority.below),
      .init("tied", max(0, 1 - superiority.above - superiority.below)),
    ]
  }
}
