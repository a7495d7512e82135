internal import SurveyModel

/// Friedman's test: whether the same respondents answer some of several questions higher than others.
public enum FriedmanTest {
  /// Tests whether several related answers come in no order, and says how far respondents agree on one.
  ///
  /// - Parameters:
  ///   - items: the answers to each question, all of the same respondents in the same order, missing rows left out.
  ///   - names: the questions' names.
  ///   - bootstrap: the settings of the interval of Kendall's W; no interval with 0 replicates.
  ///   - level: the interval's confidence level.
  /// - Returns: χ² corrected for ties with k − 1 degrees of freedom, p, Kendall's W, and in `details` each item's mean
  ///   rank (1 = lowest) with its bootstrap interval, and Iman and Davenport's F with its p.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`,
  ///   `statistics.argument`.
  /// - Accuracy: 1e-13 of the formula; the χ² approximation is conservative for few respondents, where F is better.
  /// - Complexity: O(n k log k) and O(replicates · patterns · k).
  /// - Source: Friedman (1937), Journal of the American Statistical Association 32, 675–701,
  ///   10.1080/01621459.1937.10503522; Kendall & Babington Smith (1939), 10.1214/aoms/1177732186; Iman & Davenport
  ///   (1980). R: `friedman.test`; SPSS: NPAR TESTS /FRIEDMAN /KENDALL.
  public static func run(
    _ items: [[Double]], names: [String], bootstrap: Bootstrap = Bootstrap(), level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try InputCheck.level(level)
    try InputCheck.items(items, names, atLeast: 2, respondents: 2)
    let table = RankPatterns(items)
    guard let chiSquared = table.friedman(table.counts) else { throw Self.constant(names) }
    let (n, k) = (Double(table.respondents), Double(table.items))
    let agreement = chiSquared / (n * (k - 1))
    let sums = table.rankSums(table.counts)
    let tied = table.tieTerm(table.counts)
    var result = TestResult(
      id: "friedman", method: "Friedman test", symbol: "χ²", statistic: chiSquared, degreesOfFreedom: [k - 1],
      p: ChiSquared(k - 1).upperTail(chiSquared), base: Base(count: table.respondents),
      conventions: [
        "rank 1 is the lowest answer of a respondent"
          + (tied > 0 ? "; ties share their mean rank and χ² is corrected for them" : ""),
        "Kendall's W by percentile bootstrap of respondents (\(bootstrap.replicates) replicates, seed "
          + "\(bootstrap.seed)); W cannot be below 0, so its interval leans upwards",
      ],
      source: "Friedman (1937), 10.1080/01621459.1937.10503522; Kendall & Babington Smith (1939)")
    result.assumptions = [Assumption("respondents are independent", .notChecked)]
    result.details = names.indices.map { .init("meanRank.\(names[$0])", sums[$0] / n) }
    addBootstrap(table, names, agreement, bootstrap, level: level, to: &result)
    if agreement < 1 {
      let statistic = (n - 1) * chiSquared / (n * (k - 1) - chiSquared)
      result.details += [
        .init("imanDavenportF", statistic),
        .init("imanDavenportP", FisherF(k - 1, (k - 1) * (n - 1)).upperTail(statistic)),
      ]
    }
    result.details.append(.init("tieTerm", tied))
    if table.respondents < 10 {
      result.warnings.append("fewer than ten respondents: the χ² approximation is rough")
    }
    return result
  }

  private static func addBootstrap(
    _ table: RankPatterns, _ names: [String], _ agreement: Double, _ bootstrap: Bootstrap, level: Double,
    to result: inout TestResult
  ) {
    let n = Double(table.respondents)
    let k = Double(table.items)
    let replicates = bootstrap.distribution(counts: table.counts) { counts in
      table.friedman(counts).map { (agreement: $0 / (n * (k - 1)), sums: table.rankSums(counts)) }
    }
    let values = replicates.map(\.agreement)
    let interval = bootstrap.percentileInterval(values, level: level)
    result.estimate = Estimate(
      id: "kendalls-w", value: agreement, interval: interval,
      narrowInterval: bootstrap.percentileInterval(values, level: 0.9), base: result.base)
    result.effects = [EffectSize(id: "kendalls-w", value: agreement, interval: interval)]
    for (position, name) in names.enumerated() {
      guard let ends = bootstrap.percentileInterval(replicates.map { $0.sums[position] / n }, level: level) else {
        continue
      }
      result.details += [.init("meanRankLower.\(name)", ends.lower), .init("meanRankUpper.\(name)", ends.upper)]
    }
  }

  static func constant(_ names: [String]) -> StatisticsError {
    StatisticsError(
      .constant, place: .init(column: names.joined(separator: ", ")),
      found: "respondents who each gave the same answer to all items", expected: "items that somebody tells apart",
      remedy: "report that nobody tells the items apart; there is nothing to test")
  }
}
