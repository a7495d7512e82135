internal import SurveyModel

/// Brunner and Munzel's test: whether one group tends to answer higher, whatever the shapes of the distributions.
public enum BrunnerMunzelTest {
  /// Tests whether P(X > Y) + ½ P(X = Y) is one half, without assuming that the groups spread alike.
  ///
  /// - Parameters:
  ///   - x: the first group's answers, at least two, missing answers left out.
  ///   - y: the second group's answers, likewise.
  ///   - names: the groups' names.
  ///   - alternative: `greater` means that the first group answers higher.
  ///   - interval: how the estimate's interval is made; the default agrees with the test.
  ///   - level: the intervals' confidence level.
  /// - Returns: the statistic with its t degrees of freedom, p, the probability of superiority, rank-biserial
  ///   correlation and Cliff's delta with intervals.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant` (also where the groups do not overlap),
  ///   `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-12 of the formula; the level is kept from about ten respondents per group.
  /// - Complexity: O(n log n).
  /// - Source: Brunner & Munzel (2000), Biometrical Journal 42(1), 17–25. R: `lawstat::brunner.munzel.test`,
  ///   `brunnermunzel::brunnermunzel.test` (both with the opposite sign); SPSS: none.
  public static func run(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    interval: SuperiorityInterval = .studentT, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try TwoGroups.check(x, y, names, atLeast: 2, level: level)
    return try run(
      AnswerCounts(x, y), names: names, alternative: alternative, interval: interval, level: level)
  }

  /// Tests from how often each group gave each answer, as ``run(_:_:names:alternative:interval:level:)`` does from the
  /// answers.
  ///
  /// - Parameter counts: the answers of two groups, each with at least two respondents, counted.
  /// - Complexity: O(distinct answers).
  public static func run(
    _ counts: AnswerCounts, names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    interval: SuperiorityInterval = .studentT, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try TwoGroups.check(counts, names, atLeast: 2, level: level)
    let superiority = ProbabilityOfSuperiority(counts)
    let (m, n) = (counts.firstCount, counts.secondCount)
    guard counts.values.count > 1 else { throw TwoGroups.allEqual(names) }
    guard let df = superiority.degreesOfFreedom, superiority.standardError > 0 else {
      throw StatisticsError(
        .constant, place: .init(column: names.joined(separator: ", ")),
        found: "groups whose answers do not overlap, so that the variance of the placements is 0",
        expected: "groups that overlap", remedy: "use mann-whitney, whose exact p-value needs no variance")
    }
    let statistic = (superiority.value - 0.5) / superiority.standardError
    let small = min(m, n) < 10
    var result = TestResult(
      id: "brunner-munzel", method: "Brunner–Munzel test", alternative: alternative, symbol: "t",
      statistic: statistic, degreesOfFreedom: [df], p: StudentT(df).pValue(statistic, alternative),
      base: Base(count: m + n), source: "Brunner & Munzel (2000), Biometrical Journal 42(1), 17–25")
    TwoGroups.describe(superiority, names, interval: interval, level: level, in: &result)
    result.conventions.append("ties share their mean rank; t degrees of freedom by Satterthwaite")
    result.conventions.append("a positive statistic means that the first group answers higher")
    result.assumptions = [
      Assumption("respondents are independent", .notChecked),
      Assumption("at least ten respondents in each group", small ? .violated(why: "a group has fewer") : .met),
    ]
    return result
  }
}
