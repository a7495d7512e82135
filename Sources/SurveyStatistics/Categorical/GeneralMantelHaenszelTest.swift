internal import SurveyModel

extension MantelHaenszelTest {
  /// Tests whether two answers with any number of categories have to do with each other within strata.
  ///
  /// - Parameters:
  ///   - strata: One table per stratum, all with the same rows and columns.
  ///   - level: The confidence level (the statistic has no interval).
  /// - Returns: The generalised Cochran–Mantel–Haenszel statistic with (rows − 1)(columns − 1) degrees of freedom, rows
  ///   and columns without respondents left out.
  /// - Throws: ``StatisticsError`` with code `argument` where the tables differ in shape, `groups` where fewer than two
  ///   rows or columns have respondents, `constant` where no stratum says anything.
  /// - Accuracy: 1e-11 relative.
  /// - Complexity: O(strata · cells²).
  /// - Source: Landis, Heyman & Koch (1978), doi:10.2307/1402373; Agresti (2013), section 8.4. In R: `mantelhaen.test`.
  public static func general(
    _ strata: [ContingencyTable], level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let (rows, columns) = (strata.first?.counts.count ?? 0, strata.first?.columnLabels.count ?? 0)
    guard strata.allSatisfy({ $0.counts.count == rows && $0.columnLabels.count == columns }) else {
      throw StatisticsError(
        .argument, found: "tables of different shapes", expected: "the same rows and columns in every stratum",
        remedy: "give every table every category")
    }
    var difference = [Double](repeating: 0, count: (rows - 1) * max(0, columns - 1))
    var covariance = difference.map { _ in difference }
    var used = 0
    for table in strata where table.total > 1 {
      let informative = table.withoutEmpty
      guard informative.counts.count >= 2, informative.columnLabels.count >= 2 else { continue }
      used += 1
      add(table, to: &difference, &covariance)
    }
    let (statistic, rank) = SquareTable.quadraticForm(difference, covariance)
    guard used > 0, rank > 0 else {
      throw StatisticsError(
        .constant, found: "no stratum in which both answers vary", expected: "at least one",
        remedy: "choose coarser strata")
    }
    let total = strata.reduce(0) { $0 + $1.total }
    return TestResult(
      id: "mantel-haenszel", method: "Generalised Cochran–Mantel–Haenszel test", symbol: "M²", statistic: statistic,
      degreesOfFreedom: [Double(rank)], p: ChiSquared(Double(rank)).upperTail(statistic), base: Base(count: total),
      assumptions: [Assumption("respondents are independent within strata", .notChecked)],
      conventions: ["both answers are taken as unordered; the degrees of freedom are the rank of the covariance"],
      warnings: used < strata.count
        ? ["\(strata.count - used) strata in which an answer does not vary are left out of the statistic"] : [],
      details: [.init("strata", Double(used))],
      source: "Landis, Heyman & Koch (1978), International Statistical Review 46, 237–254, doi:10.2307/1402373")
  }

  /// Adds a stratum's differences from what is expected, and their covariance given its margins.
  private static func add(
    _ table: ContingencyTable, to difference: inout [Double], _ covariance: inout [[Double]]
  ) {
    let n = Double(table.total)
    let (rows, columns) = (table.rowTotals.map { Double($0) / n }, table.columnTotals.map { Double($0) / n })
    let width = columns.count - 1
    let cells = (0..<(rows.count - 1)).flatMap { row in (0..<width).map { (row: row, column: $0) } }
    for (i, one) in cells.enumerated() {
      difference[i] += Double(table.counts[one.row][one.column]) - n * rows[one.row] * columns[one.column]
      for (j, two) in cells.enumerated() {
        let byRow = rows[one.row] * ((one.row == two.row ? 1 : 0) - rows[two.row])
        let byColumn = columns[one.column] * ((one.column == two.column ? 1 : 0) - columns[two.column])
        covariance[i][j] += n * n / (n - 1) * byRow * byColumn
      }
    }
  }

  /// Tests exactly whether the odds ratio common to all strata is 1, given the margins of every stratum.
  ///
  /// - Parameters: As of ``test(_:continuityCorrection:level:)``.
  /// - Returns: The sum of the first cells with its exact p, and the conditional maximum-likelihood odds ratio with its
  ///   exact interval.
  /// - Throws: As ``test(_:continuityCorrection:level:)``.
  /// - Accuracy: p 1e-12 relative, odds ratio and interval 1e-9.
  /// - Complexity: O(strata · n²) for the distribution.
  /// - Source: Gart (1970), doi:10.1093/biomet/57.3.471; Agresti (1990), section 3.5. In R:
  ///   `mantelhaen.test(exact = TRUE)`.
  public static func exact(
    _ strata: [ContingencyTable], alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    var result = try test(strata, level: level)
    var tables: [ConditionalTable] = []
    for table in strata {
      let (a, b, c, d) = try table.fourCells()
      tables.append(ConditionalTable(a: a, b: b, c: c, d: d))
    }
    let conditional = ConditionalTable(strata: tables)
    let p = conditional.pValues
    result.method = "Exact conditional test of a common odds ratio"
    result.alternative = alternative
    result.symbol = "S"
    result.statistic = Double(conditional.smallest + conditional.observed)
    result.degreesOfFreedom = []
    result.details += [
      .init("pMantelHaenszel", result.p ?? 1), .init("pLess", p.less), .init("pGreater", p.greater),
      .init("pCentral", p.central),
    ]
    if let ratio = result.estimate { result.details.append(.init("mantelHaenszelOddsRatio", ratio.value)) }
    switch alternative {
    case .twoSided: result.p = p.minimumLikelihood
    case .less: result.p = p.less
    case .greater: result.p = p.greater
    }
    result.estimate = Estimate(
      id: "conditional-odds-ratio", value: conditional.oddsRatio, interval: conditional.interval(level: level),
      narrowInterval: conditional.interval(level: 0.9), base: result.base)
    result.conventions = [
      "given the margins of every stratum; two-sided p sums the outcomes that are no likelier than the one observed"
    ]
    return result
  }
}

extension ConditionalTable {
  /// The sum of the first cells of several tables, each given its margins.
  init(strata: [ConditionalTable]) {
    var mass = [1.0]
    for table in strata {
      var next = [Double](repeating: 0, count: mass.count + table.mass.count - 1)
      for (i, one) in mass.enumerated() { for (j, two) in table.mass.enumerated() { next[i + j] += one * two } }
      mass = next
    }
    self.init(
      smallest: strata.reduce(0) { $0 + $1.smallest }, observed: strata.reduce(0) { $0 + $1.observed }, mass: mass)
  }
}
