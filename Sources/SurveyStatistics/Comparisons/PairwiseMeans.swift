internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

extension PairwiseComparisons {
  /// Tukey's comparisons of every pair of means, with one variance in common (Kramer's form for unequal groups).
  ///
  /// - Parameters:
  ///   - groups: the answers of each group, missing answers left out.
  ///   - names: the groups' names.
  ///   - level: the confidence level of all intervals together.
  /// - Returns: for each pair t, its own p, the p-value of the studentized range (which holds over all pairs), the
  ///   difference of means with its simultaneous interval, and Cohen's d on the common standard deviation.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`,
  ///   `statistics.argument`.
  /// - Accuracy: 1e-11 of p, 1e-9 of the intervals.
  /// - Complexity: O(n) and a quadrature per pair.
  /// - Source: Tukey (1953), The Problem of Multiple Comparisons; Kramer (1956), Biometrics 12, 307–310,
  ///   10.2307/3001469. R: `TukeyHSD`; SPSS: ONEWAY /POSTHOC=TUKEY.
  public static func tukey(
    _ groups: [[Double]], names: [String], level: Double = 0.95
  ) throws(StatisticsError) -> PairwiseComparisons {
    try GroupCheck.several(groups, names, atLeast: 1, level: level)
    let moments = groups.map { SampleMoments($0) }
    let df = moments.reduce(0) { $0 + $1.count - 1 }
    guard df > 0 else {
      throw StatisticsError(
        .tooFewRespondents, found: "\(groups.count) respondents in \(groups.count) groups",
        expected: "more respondents than groups", remedy: "join groups")
    }
    let variance = moments.reduce(0) { $0 + $1.squares } / df
    guard variance > 0 else { throw GroupCheck.constant(names) }
    let range = StudentizedRange(groups: groups.count, degreesOfFreedom: df)
    let reach = range.quantile(upper: 1 - level)
    let narrowReach = range.quantile(upper: 0.1)
    let comparisons = pairs(groups.count).map { a, b in
      let error = (variance * (1 / moments[a].count + 1 / moments[b].count)).squareRoot()
      return mean(
        moments[a], moments[b], (names[a], names[b]), error: error, df: df, family: range,
        reach: (reach, narrowReach), level: level, effect: pooled(moments[a], moments[b], variance, df, level))
    }
    return PairwiseComparisons(
      .tukey, adjustment: "Tukey (studentized range)", comparisons: comparisons,
      conventions: [
        "one variance of all groups together; intervals and adjusted p hold over all pairs at once (Tukey–Kramer)",
        "d divides by the standard deviation within all groups",
      ],
      source: "Tukey (1953), The Problem of Multiple Comparisons; Kramer (1956), 10.2307/3001469")
  }

  /// Games and Howell's comparisons of every pair of means, each pair with its own variances.
  ///
  /// - Parameters: as of ``tukey(_:names:level:)``; each group needs two respondents.
  /// - Returns: as ``tukey(_:names:level:)``, with Welch's degrees of freedom and d on the mean of the two variances.
  /// - Throws: as ``tukey(_:names:level:)``.
  /// - Accuracy: 1e-11 of p.
  /// - Complexity: O(n) and a quadrature per pair.
  /// - Source: Games & Howell (1976), Journal of Educational Statistics 1, 113–125, 10.3102/10769986001002113. R:
  ///   `rstatix::games_howell_test`; SPSS: ONEWAY /POSTHOC=GH.
  public static func gamesHowell(
    _ groups: [[Double]], names: [String], level: Double = 0.95
  ) throws(StatisticsError) -> PairwiseComparisons {
    try GroupCheck.several(groups, names, atLeast: 2, level: level)
    let moments = groups.map { SampleMoments($0) }
    var comparisons: [Comparison] = []
    for (a, b) in pairs(groups.count) {
      let (one, two) = (moments[a], moments[b])
      let (partA, partB) = (one.variance / one.count, two.variance / two.count)
      guard partA + partB > 0 else {
        throw StatisticsError(
          .constant, place: .init(column: "\(names[a]), \(names[b])"), found: "two groups whose answers do not vary",
          expected: "some variation in one of the two", remedy: "leave one of them out, or use dunn")
      }
      let df =
        (partA + partB) * (partA + partB) / (partA * partA / (one.count - 1) + partB * partB / (two.count - 1))
      let range = StudentizedRange(groups: groups.count, degreesOfFreedom: df)
      comparisons.append(
        mean(
          one, two, (names[a], names[b]), error: (partA + partB).squareRoot(), df: df, family: range,
          reach: (range.quantile(upper: 1 - level), range.quantile(upper: 0.1)), level: level,
          effect: MeanEffects.average(one, two, corrected: false, level: level)))
    }
    return PairwiseComparisons(
      .gamesHowell, adjustment: "Games–Howell (studentized range)", comparisons: comparisons,
      conventions: [
        "each pair has its own variances and Welch's degrees of freedom; intervals and adjusted p hold over all pairs",
        "d divides by the root of the mean of the two variances",
      ],
      source: "Games & Howell (1976), Journal of Educational Statistics 1, 113–125, 10.3102/10769986001002113")
  }

  private static func pooled(
    _ a: SampleMoments, _ b: SampleMoments, _ variance: Double, _ df: Double, _ level: Double
  ) -> EffectSize {
    let scale = (1 / a.count + 1 / b.count).squareRoot()
    let deviation = variance.squareRoot()
    var effect = MeanEffects.effect(
      id: "cohens-d", difference: a.mean - b.mean, standardizer: deviation,
      statistic: (a.mean - b.mean) / (deviation * scale), degreesOfFreedom: df, scale: scale, level: level,
      corrected: false)
    effect.denominator = "the standard deviation within all groups"
    return effect
  }

  private static func mean(
    _ a: SampleMoments, _ b: SampleMoments, _ names: (String, String), error: Double, df: Double,
    family: StudentizedRange, reach: (wide: Double, narrow: Double), level: Double, effect: EffectSize
  ) -> Comparison {
    let difference = a.mean - b.mean
    let t = difference / error
    func interval(_ reach: Double, _ level: Double) -> Interval {
      let half = reach * error / 2.0.squareRoot()
      return Interval(lower: difference - half, upper: difference + half, level: level, method: "studentized-range")
    }
    return Comparison(
      first: names.0, second: names.1, symbol: "t", statistic: t, degreesOfFreedom: df, p: StudentT(df).twoTailed(t),
      pAdjusted: family.upperTail(abs(t) * 2.0.squareRoot()),
      estimate: Estimate(
        id: "mean-difference", value: difference, standardError: error, interval: interval(reach.wide, level),
        narrowInterval: interval(reach.narrow, 0.9), degreesOfFreedom: df, base: Base(count: Int(a.count + b.count))),
      effects: [effect])
  }
}
