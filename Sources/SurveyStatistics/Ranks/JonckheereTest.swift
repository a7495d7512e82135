internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// The Jonckheere–Terpstra test: whether answers rise over groups in an order stated beforehand.
public enum JonckheereTest {
  /// Tests whether answers rise over ordered groups.
  ///
  /// - Parameters:
  ///   - groups: the answers of each group in the stated order, missing answers left out.
  ///   - names: the groups' names in that order.
  ///   - alternative: `greater` means that answers rise in the stated order.
  ///   - bootstrap: the settings of the interval of the share of pairs; no interval with 0 replicates.
  ///   - level: the interval's confidence level.
  /// - Returns: J, the number of pairs from two groups that stand in the stated order, ties one half; p by the normal
  ///   approximation given the ties; the share of pairs in the stated order.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`,
  ///   `statistics.argument`.
  /// - Accuracy: 1e-13 of the formula.
  /// - Complexity: O(k² n log n) and O(replicates · distinct values · k).
  /// - Source: Jonckheere (1954), Biometrika 41, 133–145, 10.1093/biomet/41.1-2.133; Hollander & Wolfe (1999), eq. 6.19.
  ///   R: `clinfun::jonckheere.test`; SPSS: NPAR TESTS /J-T.
  public static func run(
    _ groups: [[Double]], names: [String], alternative: Alternative = .twoSided, bootstrap: Bootstrap = Bootstrap(),
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try GroupCheck.several(groups, names, atLeast: 1, level: level)
    let pooled = Ranking(groups.flatMap { $0 })
    guard pooled.runs.count > 1 else { throw GroupCheck.constant(names) }
    var statistic = 0.0
    var pairs = 0.0
    for second in groups.indices {
      for first in 0..<second {
        statistic += ProbabilityOfSuperiority(groups[second], groups[first]).u
        pairs += Double(groups[first].count) * Double(groups[second].count)
      }
    }
    let table = GroupedValues(groups)
    let draws =
      table.isTooLarge
      ? []
      : bootstrap.distribution(counts: table.counts, blocks: table.blocks) { table.pairsInOrder($0) / pairs }
    let variance = variance(groups.map { Double($0.count) }, ties: pooled.runs.map(Double.init))
    let z = (statistic - pairs / 2) / sqrt(variance)
    let n = groups.reduce(0) { $0 + $1.count }
    return TestResult(
      id: "jonckheere", method: "Jonckheere–Terpstra test", alternative: alternative, symbol: "J",
      statistic: statistic, p: Normal.standard.pValue(z, alternative),
      effects: [
        EffectSize(
          id: "share-of-pairs-in-order", value: statistic / pairs,
          interval: bootstrap.percentileInterval(draws, level: level))
      ], base: Base(count: n),
      groups: zip(names, groups).map { ($0, $1.count) },
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        Assumption("the order was stated before the answers were seen", .notChecked),
      ],
      conventions: [
        "stated order, lowest first: \(names.joined(separator: " < "))",
        "interval of the share of pairs by percentile bootstrap within groups (\(bootstrap.replicates) replicates, seed "
          + "\(bootstrap.seed))",
        "normal approximation\(pooled.hasTies ? ", variance given the ties" : ""), without continuity correction",
      ], warnings: table.warnings, details: [.init("z", z), .init("mean", pairs / 2), .init("variance", variance)],
      source: "Jonckheere (1954), 10.1093/biomet/41.1-2.133")
  }

  private static func variance(_ sizes: [Double], ties: [Double]) -> Double {
    func sum(_ values: [Double], _ term: (Double) -> Double) -> Double { values.reduce(0) { $0 + term($1) } }
    let n = sizes.reduce(0, +)
    func cubic(_ t: Double) -> Double { t * (t - 1) * (2 * t + 5) }
    func triple(_ t: Double) -> Double { t * (t - 1) * (t - 2) }
    func pair(_ t: Double) -> Double { t * (t - 1) }
    let first = (cubic(n) - sum(sizes, cubic) - sum(ties, cubic)) / 72
    let second = n > 2 ? sum(sizes, triple) * sum(ties, triple) / (36 * triple(n)) : 0
    return first + second + sum(sizes, pair) * sum(ties, pair) / (8 * pair(n))
  }
}
