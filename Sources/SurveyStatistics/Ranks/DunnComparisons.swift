internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Dunn's comparisons of every pair of groups after a Kruskal–Wallis test, on the ranks of all groups together.
public struct DunnComparisons: Sendable, Hashable {
  /// One pair of groups.
  public struct Comparison: Sendable, Hashable {
    /// The first group's name.
    public let first: String
    /// The second group's name.
    public let second: String
    /// The difference of mean ranks, first minus second.
    public let difference: Double
    /// The difference over its standard error.
    public let z: Double
    /// The two-sided p-value.
    public let p: Double
    /// The p-value after the correction over all pairs.
    public let pAdjusted: Double
    /// P(first > second) + ½ P(equal), with its interval.
    public let superiority: Estimate
  }

  /// Every pair, in the order of the groups.
  public let comparisons: [Comparison]
  /// The correction over the pairs.
  public let adjustment: PAdjustment

  /// Compares every pair of groups.
  ///
  /// - Parameters:
  ///   - groups: the answers of each group, missing answers left out.
  ///   - names: the groups' names.
  ///   - adjustment: the correction over the pairs.
  ///   - level: the level of each pair's own interval.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`,
  ///   `statistics.argument`.
  /// - Accuracy: 1e-13 of the formula.
  /// - Complexity: O(k² n log n).
  /// - Source: Dunn (1964), Technometrics 6(3), 241–252, 10.1080/00401706.1964.10490181. R: `FSA::dunnTest`; SPSS:
  ///   NPTESTS, pairwise comparisons.
  public init(
    _ groups: [[Double]], names: [String], adjustment: PAdjustment = .holm, level: Double = 0.95
  ) throws(StatisticsError) {
    try GroupCheck.several(groups, names, atLeast: 1, level: level)
    let pooled = Ranking(groups.flatMap { $0 })
    guard pooled.runs.count > 1 else { throw GroupCheck.constant(names) }
    let n = Double(pooled.ranks.count)
    let spread = n * (n + 1) / 12 - pooled.tieTerm / (12 * (n - 1))
    var means: [Double] = []
    var start = 0
    for group in groups {
      means.append(CompensatedTotal.of(Array(pooled.ranks[start..<start + group.count])) / Double(group.count))
      start += group.count
    }
    var pairs: [(Int, Int)] = []
    for a in groups.indices { for b in groups.indices where b > a { pairs.append((a, b)) } }
    let z = pairs.map { a, b in
      (means[a] - means[b]) / sqrt(spread * (1 / Double(groups[a].count) + 1 / Double(groups[b].count)))
    }
    let p = z.map { Normal.standard.twoTailed($0) }
    let adjusted = adjustment.adjust(p)
    self.adjustment = adjustment
    comparisons = pairs.indices.map { index in
      let (a, b) = pairs[index]
      return Comparison(
        first: names[a], second: names[b], difference: means[a] - means[b], z: z[index], p: p[index],
        pAdjusted: adjusted[index], superiority: Self.superiority(groups[a], groups[b], level: level))
    }
  }

  private static func superiority(_ x: [Double], _ y: [Double], level: Double) -> Estimate {
    let superiority = ProbabilityOfSuperiority(x, y)
    func interval(_ level: Double) -> Interval? {
      superiority.interval(.logit, level: level) ?? superiority.interval(.newcombe, level: level)
    }
    return Estimate(
      id: "probability-of-superiority", value: superiority.value,
      standardError: superiority.standardError > 0 ? superiority.standardError : nil, interval: interval(level),
      narrowInterval: interval(0.9), degreesOfFreedom: superiority.degreesOfFreedom,
      base: Base(count: x.count + y.count))
  }
}
