public import SurveyAggregation
internal import SurveyModel

/// Rank tests of groups in a weighted or complex sample: the mean scores of estimated population ranks.
///
/// Each respondent gets the share of the population that is estimated to lie below, half of its equals counted: its rank
/// over N. Groups are compared by the mean of a score of it. Equal values share one rank whatever their order in the
/// file; R's `svyranktest` lets the order of rows in where tied respondents have different weights, so that the two can
/// differ in the fourth digit there.
///
/// - Source: Lumley & Scott (2013), Biometrika 100, 831–842, https://doi.org/10.1093/biomet/ast037. R:
///   `survey::svyranktest`.
public enum DesignRankTest {
  /// What becomes of a rank.
  public enum Score: String, Sendable, Hashable, CaseIterable {
    /// The rank itself: Wilcoxon's and Mann and Whitney's test, and Kruskal and Wallis'.
    case wilcoxon
    /// The normal quantile of the rank.
    case vanDerWaerden = "van-der-waerden"
    /// Whether the rank is above the middle: Mood's median test.
    case median

    func value(_ rank: Double) -> Double {
      switch self {
      case .wilcoxon: rank
      case .vanDerWaerden: Normal.standard.quantile(lower: rank)
      case .median: rank > 0.5 ? 1 : 0
      }
    }

    var title: String {
      switch self {
      case .wilcoxon: "Wilcoxon scores"
      case .vanDerWaerden: "van der Waerden scores"
      case .median: "median scores"
      }
    }
  }

  /// Tests whether the answers of two groups differ in rank.
  ///
  /// - Parameters:
  ///   - values: One number per record; NaN outside the domain.
  ///   - group: Each record's group, 0 or 1; other numbers outside the domain.
  ///   - variance: The design's variances.
  ///   - names: The two groups' names.
  ///   - score: What becomes of a rank.
  ///   - alternative: `greater` means that the first group's answers are higher.
  ///   - level: The confidence level.
  /// - Returns: t of the difference of mean scores (first less second) with the design's degrees of freedom less one, and
  ///   P(X > Y) + ½ P(X = Y) between the groups with a logit interval of its own linearised standard error, which does
  ///   not rest on the null hypothesis.
  /// - Throws: `statistics.design` without degrees of freedom, `statistics.constant` without spread.
  /// - Accuracy: 1e-11 relative against R where tied respondents have equal weights.
  /// - Complexity: O(n log n).
  public static func two(
    _ values: [Double], group: [Int], variance: DesignVariance, names: [String], score: Score = .wilcoxon,
    alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let parts = meanScores(values, group, variance, groups: 2, score)
    let difference = InfluenceEstimate.combination(id: "score-difference", [(1, parts[0]), (-1, parts[1])])
    let df = try variance.remaining(variance.degreesOfFreedom(domain: difference.domain), less: 1)
    let error = try variance.error(of: variance.variance(ofInfluence: difference.influence), names)
    let t = difference.value / error
    let superiority = superiority(values, group, variance)
    let estimate = try interval(superiority, df, variance, level: level)
    var result = TestResult(
      id: "mann-whitney", method: "Design-based rank test of two groups (\(score.title))", alternative: alternative,
      symbol: "t", statistic: t, degreesOfFreedom: [df], p: StudentT(df).pValue(t, alternative), estimate: estimate,
      effects: [
        EffectSize(
          id: "rank-biserial", value: 2 * superiority.value - 1,
          interval: estimate.interval.map {
            Interval(lower: 2 * $0.lower - 1, upper: 2 * $0.upper - 1, level: $0.level, method: $0.method)
          })
      ], base: estimate.base,
      groups: zip(names, DesignGroupTest.counts(values, group, 2)).map { ($0, $1) },
      assumptions: [Assumption("enough sampling units for the mean ranks to be near normal", .notChecked)],
      conventions: [
        "equal answers share the middle of their ranks",
        DesignMeanTest.convention(variance) + ", less one for the difference",
        "the estimate is P(\(names[0]) > \(names[1])) + ½ P(equal)",
      ], details: [.init("scoreDifference", difference.value), .init("scoreStandardError", error)],
      source: "Lumley & Scott (2013), Biometrika 100, 831–842, doi:10.1093/biomet/ast037")
    result.design = variance.words
    return result
  }

  /// Tests whether the answers of several groups differ in rank: Kruskal and Wallis' test of a complex sample.
  ///
  /// - Returns: F = W/(k − 1) with k − 1 and the design's degrees of freedom less k − 1.
  /// - Throws: as of ``two(_:group:variance:names:score:alternative:level:)``.
  /// - Source: Lumley & Scott (2013). R: `survey::svyranktest(test = "KruskalWallis")`.
  public static func several(
    _ values: [Double], group: [Int], variance: DesignVariance, names: [String], score: Score = .wilcoxon
  ) throws(StatisticsError) -> TestResult {
    let parts = meanScores(values, group, variance, groups: names.count, score)
    var result = try DesignGroupTest.wald(parts, variance, names)
    result.id = "kruskal-wallis"
    result.method = "Design-based rank test of several groups (\(score.title))"
    result.groupNames = names
    result.groupCounts = DesignGroupTest.counts(values, group, names.count)
    result.conventions.insert("equal answers share the middle of their ranks", at: 0)
    result.details += parts.enumerated().map { TestResult.Detail("meanScore\($0 + 1)", $1.value) }
    result.source = "Lumley & Scott (2013), Biometrika 100, 831–842, doi:10.1093/biomet/ast037"
    return result
  }

  /// Each group's mean score; the ranks count as known, as under the null hypothesis.
  private static func meanScores(
    _ values: [Double], _ group: [Int], _ variance: DesignVariance, groups: Int, _ score: Score
  ) -> [InfluenceEstimate] {
    let inside = zip(values, group).map { $1 >= 0 && $1 < groups ? $0 : .nan }
    let ranks = WeightedRanks(inside, weights: variance.design.weights?.values)
    let scores = inside.map { $0.isNaN ? .nan : score.value(ranks.shareBelow($0)) }
    return (0..<groups).map { place in variance.influenceOfMean(zip(scores, group).map { $1 == place ? $0 : .nan }) }
  }

  /// P(X > Y) + ½ P(X = Y) between the groups, with the influence of each respondent of either.
  private static func superiority(
    _ values: [Double], _ group: [Int], _ variance: DesignVariance
  ) -> InfluenceEstimate {
    let weights = variance.design.weights?.values
    let own = (0..<2).map { place in zip(values, group).map { $1 == place ? $0 : .nan } }
    let first = WeightedRanks(own[0], weights: weights)
    let second = WeightedRanks(own[1], weights: weights)
    let above = variance.influenceOfMean(own[0].map { $0.isNaN ? .nan : second.shareBelow($0) })
    let below = variance.influenceOfMean(own[1].map { $0.isNaN ? .nan : 1 - first.shareBelow($0) })
    return InfluenceEstimate(
      id: "probability-of-superiority", value: above.value,
      influence: zip(above.influence, below.influence).map { $0 + $1 },
      domain: zip(above.domain, below.domain).map { $0 || $1 })
  }

  private static func interval(
    _ superiority: InfluenceEstimate, _ df: Double, _ variance: DesignVariance, level: Double
  ) throws(StatisticsError) -> Estimate {
    let spread = variance.variance(ofInfluence: superiority.influence)
    var estimate = Estimate(
      id: superiority.id, value: superiority.value, standardError: spread.squareRoot(), degreesOfFreedom: df,
      base: variance.base(of: superiority.domain))
    guard superiority.value > 0, superiority.value < 1, spread > 0 else {
      estimate.whyNoInterval = "every answer of one group is above every answer of the other"
      return estimate
    }
    estimate.interval = try ProportionInterval.interval(
      .logit, share: superiority.value, standardError: spread.squareRoot(), degreesOfFreedom: df, base: estimate.base,
      level: level)
    estimate.narrowInterval = try ProportionInterval.interval(
      .logit, share: superiority.value, standardError: spread.squareRoot(), degreesOfFreedom: df, base: estimate.base,
      level: 0.9)
    return estimate
  }
}

/// The estimated distribution of some values: which share of the weight lies below, half of what is equal counted.
struct WeightedRanks {
  private let distinct: [Double]
  private let below: [Double]
  private let equal: [Double]
  let total: Double

  /// Counts values; NaN is left out.
  init(_ values: [Double], weights: [Double]?) {
    let runs = ValueRuns(values, weights: weights ?? [Double](repeating: 1, count: values.count)).runs
    total = CompensatedSum(runs.map(\.weight)).value
    var sum = CompensatedSum()
    var below: [Double] = []
    for run in runs {
      below.append(sum.value)
      sum.add(run.weight)
    }
    distinct = runs.map(\.value)
    self.below = below
    equal = runs.map(\.weight)
  }

  /// The share of the weight below a value, and half of that at it.
  func shareBelow(_ value: Double) -> Double {
    let place = position(value)
    guard place < distinct.count else { return total > 0 ? 1 : .nan }
    return (below[place] + (distinct[place] == value ? equal[place] / 2 : 0)) / total
  }

  /// How many distinct values lie below.
  private func position(_ value: Double) -> Int {
    var (low, high) = (0, distinct.count)
    while low < high {
      let middle = (low + high) / 2
      if distinct[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
