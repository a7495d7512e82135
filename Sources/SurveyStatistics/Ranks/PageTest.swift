internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Page's L: whether the same respondents' answers rise in an order stated beforehand.
public enum PageTest {
  /// Tests whether related answers rise in the stated order.
  ///
  /// A significant L supports a trend, not the order: for that, every neighbouring pair must differ (see
  /// ``OrderContrasts``).
  /// - Parameters:
  ///   - items: the answers to each question in the stated order, lowest first; same respondents, missing rows left out.
  ///   - names: the questions' names in that order.
  ///   - alternative: `greater` means that the answers rise as stated.
  ///   - method: exact where nothing is tied, at most eight items and not too many respondents; otherwise normal.
  ///   - bootstrap: the settings of the probability that the order is exact.
  ///   - level: the interval's confidence level.
  /// - Returns: L, p, the mean rank correlation of respondents with the stated order (Page's r), Kendall's tau between
  ///   stated and observed order, and in `details` mean ranks, places and bootstrap probabilities of the orders.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`,
  ///   `statistics.argument`.
  /// - Accuracy: exact p to 1e-13.
  /// - Complexity: O(n k log k); exact O(2ᵏ k⁴ + n² k⁶); O(replicates · patterns · k).
  /// - Source: Page (1963), Journal of the American Statistical Association 58, 216–230,
  ///   10.1080/01621459.1963.10500843. R: `DescTools::PageTest`; SPSS: none.
  public static func run(
    _ items: [[Double]], names: [String], alternative: Alternative = .greater, method: PValueMethod = .automatic,
    bootstrap: Bootstrap = Bootstrap(), level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try InputCheck.level(level)
    try InputCheck.items(items, names, atLeast: 3, respondents: 2)
    let table = RankPatterns(items)
    guard table.friedman(table.counts) != nil else { throw FriedmanTest.constant(names) }
    let moments = Moments(table)
    let ties = table.tieTerm(table.counts) > 0
    let exact = try usesExact(method, table, ties: ties)
    let z = (moments.statistic - moments.mean) / sqrt(moments.variance)
    let p =
      exact ? exactTails(table, moments.statistic).pValue(alternative) : Normal.standard.pValue(z, alternative)
    let tieWords = ties ? ", variance given the ties" : ""
    let pWords = exact ? "exact p" : "normal approximation\(tieWords), without continuity correction"
    var result = TestResult(
      id: "page", method: "Page's L test for ordered alternatives", alternative: alternative, symbol: "L",
      statistic: moments.statistic, p: p, estimate: correlation(table, level: level),
      base: Base(count: table.respondents),
      conventions: [
        "stated order, lowest first: \(names.joined(separator: " < "))", pWords,
        "a small p supports a trend only; the order needs every adjacent contrast",
      ], source: "Page (1963), 10.1080/01621459.1963.10500843")
    result.assumptions = [
      Assumption("respondents are independent", .notChecked),
      Assumption("the order was stated before the answers were seen", .notChecked),
    ]
    addOrder(table, names, bootstrap, level: level, to: &result)
    result.details += [
      .init("z", z), .init("mean", moments.mean), .init("variance", moments.variance),
      .init("exact", exact ? 1 : 0),
    ]
    return result
  }

  private struct Moments {
    var statistic = 0.0
    var mean: Double
    var variance = 0.0

    init(_ table: RankPatterns) {
      let k = Double(table.items)
      mean = Double(table.respondents) * k * (k + 1) * (k + 1) / 4
      for (item, sum) in table.rankSums(table.counts).enumerated() { statistic += Double(item + 1) * sum }
      let weights = k * (k * k - 1) / 12
      for (tieTerm, count) in zip(table.tieTerms, table.counts) {
        variance += Double(count) * weights * (weights - tieTerm / 12) / (k - 1)
      }
    }
  }

  private static func usesExact(
    _ method: PValueMethod, _ table: RankPatterns, ties: Bool
  ) throws(StatisticsError) -> Bool {
    let feasible = !ties && table.items <= 8 && table.respondents * table.items <= 160
    switch method {
    case .asymptotic: return false
    case .automatic: return feasible
    case .exact:
      guard feasible else {
        throw StatisticsError(
          .argument, place: .init(column: "exact"),
          found: "an exact test of \(table.respondents) respondents and \(table.items) items"
            + (ties ? " with ties" : ""),
          expected: "no ties, at most 8 items, and respondents times items at most 160",
          remedy: "use the asymptotic p-value, which is corrected for ties")
      }
      return true
    }
  }

  /// The distribution of L is that of one respondent, added to itself once per respondent.
  private static func exactTails(_ table: RankPatterns, _ statistic: Double) -> ExactRankDistribution.Tails {
    let products = ExactRankDistribution.permutationProducts(table.items)
    let least = products.firstIndex { $0 > 0 } ?? 0
    let one = products[least...].map { $0 / products.reduce(0, +) }
    var whole: [Double] = [1]
    for _ in 0..<table.respondents {
      var next = [Double](repeating: 0, count: whole.count + one.count - 1)
      for (i, share) in whole.enumerated() where share > 0 {
        for (j, step) in one.enumerated() where step > 0 { next[i + j] += share * step }
      }
      whole = next
    }
    let position = Int(statistic.rounded()) - least * table.respondents
    return ExactRankDistribution.tails(whole, at: position)
  }

  /// How far each respondent's ranks follow the stated order: from −1, wholly against it, to 1.
  ///
  /// - Parameter items: the answers to each question in the stated order, lowest first; same respondents.
  /// - Complexity: O(respondents · items log items).
  public static func orderCorrelations(_ items: [[Double]]) -> [Double] {
    (0..<(items.first?.count ?? 0)).map { respondent in
      orderCorrelation(RankPatterns(items.map { [$0[respondent]] }).patterns[0])
    }
  }

  private static func orderCorrelation(_ ranks: [Double]) -> Double {
    let k = Double(ranks.count)
    let middle = (k + 1) / 2
    return ranks.enumerated().reduce(0) { $0 + (Double($1.offset + 1) - middle) * ($1.element - middle) }
      / (k * (k * k - 1) / 12)
  }

  /// The mean over respondents of the correlation of their ranks with the stated order.
  private static func correlation(_ table: RankPatterns, level: Double) -> Estimate {
    let n = Double(table.respondents)
    let values = table.patterns.map(orderCorrelation)
    let mean = zip(values, table.counts).reduce(0) { $0 + $1.0 * Double($1.1) } / n
    let squares = zip(values, table.counts).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * Double($1.1) }
    let error = sqrt(squares / (n - 1) / n)
    func interval(_ level: Double) -> Interval? {
      guard error > 0 else { return nil }
      let reach = StudentT(n - 1).criticalValue(level: level) * error
      return Interval(lower: max(-1, mean - reach), upper: min(1, mean + reach), level: level, method: "student-t")
    }
    return Estimate(
      id: "mean-order-correlation", value: mean, standardError: error > 0 ? error : nil, interval: interval(level),
      narrowInterval: interval(0.9), degreesOfFreedom: n - 1, base: Base(count: table.respondents))
  }

  private static func addOrder(
    _ table: RankPatterns, _ names: [String], _ bootstrap: Bootstrap, level: Double, to result: inout TestResult
  ) {
    let n = Double(table.respondents)
    let sums = table.rankSums(table.counts)
    let places = Ranking(sums).ranks
    let tau = orderTau(sums)
    let draws = bootstrap.distribution(counts: table.counts) { table.rankSums($0) }
    let interval = bootstrap.percentileInterval(draws.map(orderTau), level: level)
    result.effects = [EffectSize(id: "order-tau", value: tau, interval: interval)]
    for (position, name) in names.enumerated() {
      result.details += [
        .init("meanRank.\(name)", sums[position] / n), .init("place.\(name)", places[position]),
      ]
    }
    if !draws.isEmpty {
      let stated = draws.count { isRising($0) }
      let observed = draws.count { Ranking($0).ranks == places }
      result.details += [
        .init("probabilityStatedOrder", Double(stated) / Double(draws.count)),
        .init("probabilityObservedOrder", Double(observed) / Double(draws.count)),
      ]
      result.conventions.append(
        "probabilities of exact orders: share of \(draws.count) bootstrap resamples (seed \(bootstrap.seed)) whose mean "
          + "ranks stand in that order, ties counting as another order")
    }
  }

  private static func isRising(_ sums: [Double]) -> Bool {
    zip(sums, sums.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Kendall's tau-b of the rank sums with their places; 0 where all are equal.
  static func orderTau(_ sums: [Double]) -> Double {
    var (score, untied) = (0.0, 0.0)
    for i in sums.indices {
      for j in sums.indices where j > i && sums[i] != sums[j] {
        score += sums[j] > sums[i] ? 1 : -1
        untied += 1
      }
    }
    let pairs = Double(sums.count * (sums.count - 1)) / 2
    return untied > 0 ? score / sqrt(pairs * untied) : 0
  }
}
