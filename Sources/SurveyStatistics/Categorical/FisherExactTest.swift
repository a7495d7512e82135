internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// The exact test of a table given its margins.
public enum FisherExactTest {
  /// Tests whether rows and columns have to do with each other; for two by two whether the odds ratio is 1.
  ///
  /// - Parameters:
  ///   - table: The counts.
  ///   - alternative: Which departures count: `greater` where the odds ratio is above 1.
  ///   - level: The confidence level of the odds ratio's interval, which is two-sided whatever the alternative.
  ///   - twoSided: What the two-sided p-value of a two-by-two table sums.
  ///   - stepLimit: How many steps a larger table may take; the default is some seconds' work.
  /// - Returns: The test with the conditional maximum-likelihood odds ratio, its exact interval (infinite ends where
  ///   the table says so) and phi. The two-sided p sums the tables that are no likelier; twice the smaller tail is the
  ///   detail `pCentral`.
  ///   Larger tables have Cramér's V instead of an odds ratio.
  /// - Throws: ``StatisticsError`` with code `groups` where fewer than two rows or columns have respondents,
  ///   `tooFewRespondents`, or `argument` where a larger table is given an alternative or has too many tables to count.
  /// - Accuracy: p 1e-13 relative, odds ratio and interval 1e-10.
  /// - Complexity: O(smallest margin), for the interval some thirty times; larger tables by enumeration.
  /// - Source: Fisher (1935), doi:10.2307/2342435; Agresti (1990), Categorical Data Analysis, section 3.5.
  ///   In R: `fisher.test`; in SPSS: CROSSTABS /METHOD=EXACT.
  public static func test(
    _ table: ContingencyTable, alternative: Alternative = .twoSided, level: Double = 0.95,
    twoSided: TwoSidedRule = .minimumLikelihood, stepLimit: Int = 50_000_000
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    guard table.counts.count == 2, table.columnLabels.count == 2 else {
      if twoSided == .central {
        throw StatisticsError(
          .argument, place: Place(column: "--two-sided"),
          found: "twice the smaller tail of a table of \(table.counts.count) by \(table.columnLabels.count)",
          expected: "a table of two by two, whose first cell has two tails", remedy: "take --two-sided out")
      }
      return try larger(table, alternative: alternative, level: level, stepLimit: stepLimit)
    }
    let (a, b, c, d) = try table.fourCells()
    let conditional = ConditionalTable(a: a, b: b, c: c, d: d)
    let p = conditional.pValues
    let chosen =
      switch alternative {
      case .twoSided: twoSided == .central ? p.central : p.minimumLikelihood
      case .less: p.less
      case .greater: p.greater
      }
    let base = Base(count: table.total)
    let estimate = Estimate(
      id: "conditional-odds-ratio", value: conditional.oddsRatio, interval: conditional.interval(level: level),
      narrowInterval: conditional.interval(level: 0.9), base: base)
    let (da, db, dc, dd) = (Double(a), Double(b), Double(c), Double(d))
    return TestResult(
      id: "fisher", method: "Fisher's exact test", alternative: alternative, symbol: "n₁₁", statistic: da, p: chosen,
      estimate: estimate,
      effects: [
        OddsRatio(a: da, b: db, c: dc, d: dd).effect(level: level)
      ] + PhiCoefficient.effects(a: da, b: db, c: dc, d: dd, level: level),
      base: base, groups: Array(zip(table.columnLabels, table.columnTotals)),
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [
        twoSided == .central
          ? "two-sided p is twice the smaller tail, at most 1, in agreement with the odds ratio's interval; R's "
            + "fisher.test sums the tables that are no likelier (detail pMinimumLikelihood)"
          : "two-sided p sums the tables that are no likelier than the one observed; the odds ratio's interval is central, "
            + "so the two can disagree at the margin (detail pCentral agrees with it)",
        "the estimate is the conditional maximum-likelihood odds ratio; the cross-product ratio is the effect odds-ratio",
      ],
      details: [
        .init("pLess", p.less), .init("pGreater", p.greater), .init("pCentral", p.central),
        .init("pMinimumLikelihood", p.minimumLikelihood),
      ],
      source: "Fisher (1935), Journal of the Royal Statistical Society 98, 39–82, doi:10.2307/2342435")
  }
}

extension FisherExactTest {
  /// A larger table's result before random tables give it a p-value: nothing is counted.
  static func withoutCounting(
    _ table: ContingencyTable, alternative: Alternative, level: Double
  ) throws(StatisticsError) -> TestResult {
    let used = try table.checkedForAssociation()
    guard alternative == .twoSided else { throw noDirection(alternative) }
    let pearson = try ChiSquareTest.independence(used, level: level)
    return TestResult(
      id: "fisher", method: "Fisher's exact test (Freeman–Halton)", symbol: "χ²", statistic: pearson.statistic,
      degreesOfFreedom: pearson.degreesOfFreedom, p: nil, effects: pearson.effects, base: Base(count: used.total),
      groups: Array(zip(used.columnLabels, used.columnTotals)),
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: ["a table counts as far where it is no likelier than the one observed; χ² is Pearson's"],
      source: "Freeman & Halton (1951), Biometrika 38, 141–149, doi:10.1093/biomet/38.1-2.141")
  }

  private static func noDirection(_ alternative: Alternative) -> StatisticsError {
    StatisticsError(
      .argument, found: "the alternative \(alternative.rawValue) for a table larger than two by two",
      expected: "two-sided", remedy: "leave --alternative out")
  }

  /// The test of a table with more than two rows or columns.
  private static func larger(
    _ table: ContingencyTable, alternative: Alternative, level: Double, stepLimit: Int
  ) throws(StatisticsError) -> TestResult {
    let used = try table.checkedForAssociation()
    guard alternative == .twoSided else { throw noDirection(alternative) }
    var enumeration = TableEnumeration(used, limit: stepLimit)
    guard let p = enumeration.pValue() else {
      throw StatisticsError(
        .argument,
        found: "a table of \(used.counts.count) by \(used.columnLabels.count) with \(used.total) respondents",
        expected: "a table whose alternatives can be counted", remedy: "use chi-square")
    }
    let pearson = try ChiSquareTest.independence(used, level: level)
    return TestResult(
      id: "fisher", method: "Fisher's exact test (Freeman–Halton)", symbol: "p", statistic: p, p: p,
      effects: pearson.effects, base: Base(count: used.total),
      groups: Array(zip(used.columnLabels, used.columnTotals)),
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: ["p sums the tables that are no likelier than the one observed"],
      warnings: used == table ? [] : ["rows or columns without respondents are left out"],
      details: [.init("pearson", pearson.statistic)],
      source: "Freeman & Halton (1951), Biometrika 38, 141–149, doi:10.1093/biomet/38.1-2.141")
  }
}

/// The first cell of a two-by-two table given its margins: Fisher's noncentral hypergeometric distribution.
struct ConditionalTable: Sendable {
  /// The smallest value that the margins allow.
  let smallest: Int
  /// The value observed, as a position from the smallest.
  let observed: Int
  /// The logarithms of the weights at an odds ratio of 1, up to a constant.
  let logWeights: [Double]
  /// The probabilities at an odds ratio of 1.
  let mass: [Double]

  /// The distribution from its probabilities at an odds ratio of 1.
  init(smallest: Int, observed: Int, mass: [Double]) {
    self.smallest = smallest
    self.observed = observed
    self.mass = mass
    logWeights = mass.map { log($0) }
  }

  init(a: Int, b: Int, c: Int, d: Int) {
    let (row, column, other) = (a + b, a + c, c + d)
    smallest = max(0, column - other)
    observed = a - smallest
    let largest = min(row, column)
    // Weights by their ratios from the likeliest value outwards: no logarithm of a large factorial is subtracted.
    var weights = [Double](repeating: 0, count: largest - smallest + 1)
    func ratio(_ x: Int) -> Double {
      Double(row - x) * Double(column - x) / (Double(x + 1) * Double(other - column + x + 1))
    }
    let mode = min(max((row + 1) * (column + 1) / (row + other + 2), smallest), largest)
    weights[mode - smallest] = 1
    var x = mode
    while x < largest {
      weights[x + 1 - smallest] = weights[x - smallest] * ratio(x)
      x += 1
    }
    x = mode
    while x > smallest {
      weights[x - 1 - smallest] = weights[x - smallest] / ratio(x - 1)
      x -= 1
    }
    let total = CompensatedTotal.of(weights)
    mass = weights.map { $0 / total }
    var logs = [Double](repeating: 0, count: weights.count)
    for index in weights.indices.dropFirst() { logs[index] = logs[index - 1] + log(ratio(smallest + index - 1)) }
    logWeights = logs
  }

  var pValues: BinomialTest.PValues {
    let less = CompensatedTotal.of(Array(mass[...observed]))
    let greater = CompensatedTotal.of(Array(mass[observed...]))
    // R counts a table as no likelier within 1e-7, so that rounding cannot part equal ones.
    let limit = mass[observed] * (1 + 1e-7)
    let unlikely = CompensatedTotal.of(mass.filter { $0 <= limit })
    return BinomialTest.PValues(
      less: min(1, less), greater: min(1, greater), central: min(1, 2 * min(less, greater)),
      minimumLikelihood: min(1, unlikely))
  }

  /// The probabilities at an odds ratio given by its logarithm.
  func masses(logOdds: Double) -> [Double] {
    let logs = logWeights.indices.map { logWeights[$0] + Double($0) * logOdds }
    let largest = logs.max() ?? 0
    let weights = logs.map { exp($0 - largest) }
    let total = CompensatedTotal.of(weights)
    return weights.map { $0 / total }
  }

  /// The odds ratio under which the value observed is the mean: the conditional maximum-likelihood estimate.
  var oddsRatio: Double {
    if mass.count == 1 { return .nan }
    if observed == 0 { return 0 }
    if observed == mass.count - 1 { return .infinity }
    return exp(
      RootFinding.increasingRoot(from: 0, floor: -700, ceiling: 700) { logOdds in
        var mean = CompensatedTotal()
        for (index, probability) in masses(logOdds: logOdds).enumerated() { mean.add(Double(index) * probability) }
        return mean.value - Double(observed)
      })
  }

  /// The odds ratios that leave half of 1 − level in each tail.
  func interval(level: Double) -> Interval? {
    guard mass.count > 1 else { return nil }
    let tail = (1 - level) / 2
    let lower =
      observed == 0
      ? 0
      : exp(
        RootFinding.increasingRoot(from: 0, floor: -700, ceiling: 700) {
          CompensatedTotal.of(Array(masses(logOdds: $0)[observed...])) - tail
        })
    let upper =
      observed == mass.count - 1
      ? Double.infinity
      : exp(
        RootFinding.increasingRoot(from: 0, floor: -700, ceiling: 700) {
          tail - CompensatedTotal.of(Array(masses(logOdds: $0)[...observed]))
        })
    return Interval(lower: lower, upper: upper, level: level, method: "conditional-exact")
  }
}
