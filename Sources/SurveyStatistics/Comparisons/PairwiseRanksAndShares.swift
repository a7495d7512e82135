internal import SurveyModel

extension PairwiseComparisons {
  /// Dunn's comparisons of every pair of groups, on the ranks of all groups together.
  ///
  /// - Parameters: as of ``DunnComparisons/init(_:names:adjustment:level:)``.
  /// - Returns: for each pair z, p, the corrected p, and the probability of superiority with its own interval.
  /// - Throws: as ``DunnComparisons/init(_:names:adjustment:level:)``.
  /// - Source: Dunn (1964), Technometrics 6, 241–252, 10.1080/00401706.1964.10490181.
  public static func dunn(
    _ groups: [[Double]], names: [String], adjustment: PAdjustment = .holm, level: Double = 0.95
  ) throws(StatisticsError) -> PairwiseComparisons {
    let dunn = try DunnComparisons(groups, names: names, adjustment: adjustment, level: level)
    let comparisons = dunn.comparisons.map { pair in
      Comparison(
        first: pair.first, second: pair.second, symbol: "z", statistic: pair.z, p: pair.p, pAdjusted: pair.pAdjusted,
        estimate: pair.superiority, effects: [EffectSize(id: "mean-rank-difference", value: pair.difference)])
    }
    return PairwiseComparisons(
      .dunn, adjustment: adjustment.title, comparisons: comparisons,
      conventions: [
        "ranks of all groups together, corrected for ties; adjusted p over \(comparisons.count) pairs: "
          + adjustment.title,
        "each interval is the pair's own and is not adjusted",
      ], source: "Dunn (1964), Technometrics 6, 241–252, 10.1080/00401706.1964.10490181")
  }

  /// Score tests of every pair of groups' shares.
  ///
  /// - Parameters:
  ///   - successes: the respondents with the answer, group by group.
  ///   - trials: the respondents of each group.
  ///   - names: the groups' names.
  ///   - adjustment: the correction over the pairs.
  ///   - level: the level of each pair's own interval.
  /// - Returns: for each pair z with the pooled share, p, the corrected p, the difference of shares with Newcombe's
  ///   interval, and Cohen's h, risk ratio and odds ratio. A pair in which nobody or everybody has the answer has no p.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.argument`.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(groups²).
  /// - Source: Newcombe (1998), 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I. R:
  ///   `pairwise.prop.test(correct = FALSE)`.
  public static func proportions(
    successes: [Int], trials: [Int], names: [String], adjustment: PAdjustment = .holm, level: Double = 0.95
  ) throws(StatisticsError) -> PairwiseComparisons {
    guard trials.count >= 2, successes.count == trials.count, names.count == trials.count else {
      throw StatisticsError(
        .groups, found: "\(trials.count) group\(trials.count == 1 ? "" : "s") with answers",
        expected: "at least two groups, each with its counts and name",
        remedy: "choose a grouping variable with two or more groups that answered")
    }
    var comparisons: [Comparison] = []
    for (a, b) in pairs(trials.count) {
      let (first, second) = ((successes[a], trials[a]), (successes[b], trials[b]))
      let all = successes[a] + successes[b]
      if all == 0 || all == trials[a] + trials[b] {
        comparisons.append(
          Comparison(
            first: names[a], second: names[b], symbol: "z", statistic: 0, p: nil,
            estimate: Estimate(
              id: "difference-of-shares", value: 0,
              interval: try NewcombeInterval.independent(first, second, level: level),
              narrowInterval: try NewcombeInterval.independent(first, second, level: 0.9),
              base: Base(count: trials[a] + trials[b]))))
        continue
      }
      let test = try ProportionTest.twoSamples(first, second, names: (names[a], names[b]), level: level)
      guard let estimate = test.estimate else { continue }
      comparisons.append(
        Comparison(
          first: names[a], second: names[b], symbol: "z", statistic: test.statistic, p: test.p, estimate: estimate,
          effects: test.effects))
    }
    return PairwiseComparisons(
      .pairwiseProportions, adjustment: adjustment.title, comparisons: adjusted(comparisons, by: adjustment),
      conventions: [
        "the standard error of z pools the two groups; no continuity correction; adjusted p over "
          + "\(comparisons.count(where: { $0.p != nil })) pairs: \(adjustment.title)",
        "each interval is the pair's own (Newcombe) and is not adjusted",
      ],
      source: "Newcombe (1998), Statistics in Medicine 17, 873–890, "
        + "doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I")
  }
}
