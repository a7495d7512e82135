internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// The agreement of two codings of the same respondents beyond chance.
public enum CohenKappa {
  /// How much a disagreement counts.
  public enum Weighting: String, Sendable, Hashable, CaseIterable {
    /// Every disagreement counts the same.
    case none
    /// A disagreement counts by its distance.
    case linear
    /// A disagreement counts by its squared distance; close to an intraclass correlation.
    case quadratic

    func agreement(_ row: Int, _ column: Int, of categories: Int) -> Double {
      let distance = Double(abs(row - column)) / Double(max(1, categories - 1))
      switch self {
      case .none: return row == column ? 1 : 0
      case .linear: return 1 - distance
      case .quadratic: return 1 - distance * distance
      }
    }
  }

  /// Measures and tests the agreement of two codings.
  ///
  /// - Parameters:
  ///   - table: The counts: rows the first coding, columns the second, the same categories in the same order.
  ///   - weighting: How much a disagreement counts.
  ///   - level: The confidence level.
  /// - Returns: The test of no agreement beyond chance; the interval uses the large-sample standard error of kappa
  ///   itself, the statistic the one under chance.
  /// - Throws: ``StatisticsError`` where the table is not square, or all is one category.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(categories²).
  /// - Source: Cohen (1960), doi:10.1177/001316446002000104; Fleiss, Cohen & Everitt (1969), doi:10.1037/h0028106.
  ///   In R: `psych::cohen.kappa`, `irr::kappa2`; in SPSS: CROSSTABS /STATISTICS=KAPPA.
  public static func test(
    _ table: ContingencyTable, weighting: Weighting = .none, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let size = table.counts.count
    guard size >= 2, table.columnLabels.count == size else {
      throw StatisticsError(
        .groups, found: "a table of \(size) rows and \(table.columnLabels.count) columns",
        expected: "the same categories in rows and columns", remedy: "give both codings the same categories")
    }
    let n = Double(table.total)
    guard n > 0 else {
      throw StatisticsError(
        .tooFewRespondents, found: "a table without respondents", expected: "at least one respondent coded twice",
        remedy: "check --where and the missing codes")
    }
    let rows = table.rowTotals.map { Double($0) / n }
    let columns = table.columnTotals.map { Double($0) / n }
    let cells = (0..<size).flatMap { row in (0..<size).map { (row: row, column: $0) } }
    let weight = { (row: Int, column: Int) in weighting.agreement(row, column, of: size) }
    let share = { (row: Int, column: Int) in Double(table.counts[row][column]) / n }
    let observed = cells.reduce(0) { $0 + weight($1.row, $1.column) * share($1.row, $1.column) }
    let chance = cells.reduce(0) { $0 + weight($1.row, $1.column) * rows[$1.row] * columns[$1.column] }
    guard chance < 1 else {
      throw StatisticsError(
        .constant, found: "one category only", expected: "at least two categories in use",
        remedy: "choose a variable on which respondents differ")
    }
    let kappa = (observed - chance) / (1 - chance)
    let rowMean = (0..<size).map { row in (0..<size).reduce(0) { $0 + columns[$1] * weight(row, $1) } }
    let columnMean = (0..<size).map { column in (0..<size).reduce(0) { $0 + rows[$1] * weight($1, column) } }
    let spread = cells.reduce(0) {
      let distance =
        weight($1.row, $1.column) - (rowMean[$1.row] + columnMean[$1.column]) * (1 - kappa)
      return $0 + share($1.row, $1.column) * distance * distance
    }
    let centre = kappa - chance * (1 - kappa)
    let error = max(0, spread - centre * centre).squareRoot() / ((1 - chance) * n.squareRoot())
    let chanceSpread = cells.reduce(0) {
      let distance = weight($1.row, $1.column) - (rowMean[$1.row] + columnMean[$1.column])
      return $0 + rows[$1.row] * columns[$1.column] * distance * distance
    }
    let chanceError = max(0, chanceSpread - chance * chance).squareRoot() / ((1 - chance) * n.squareRoot())
    let z = chanceError > 0 ? kappa / chanceError : 0
    let base = Base(count: table.total)
    func interval(_ level: Double) -> Interval {
      let half = Normal.standard.criticalValue(level: level) * error
      return Interval(lower: max(-1, kappa - half), upper: min(1, kappa + half), level: level, method: "wald")
    }
    return TestResult(
      id: "cohen-kappa", method: weighting == .none ? "Cohen's kappa" : "Cohen's weighted kappa", symbol: "z",
      statistic: z, p: Normal.standard.twoTailed(z),
      estimate: Estimate(
        id: weighting == .none ? "kappa" : "kappa-\(weighting.rawValue)", value: kappa, standardError: error,
        interval: interval(level), narrowInterval: interval(0.9), base: base),
      base: base,
      assumptions: [Assumption("respondents are independent, and codings were made apart", .notChecked)],
      conventions: [
        weighting == .none ? "every disagreement counts the same" : "\(weighting.rawValue) agreement weights",
        "z uses the standard error under chance agreement, the interval the one under any agreement",
      ],
      details: [
        .init("observedAgreement", observed), .init("chanceAgreement", chance),
        .init("standardErrorUnderChance", chanceError),
      ],
      source: "Cohen (1960), Educational and Psychological Measurement 20, 37–46, doi:10.1177/001316446002000104; "
        + "Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323–327, doi:10.1037/h0028106")
  }
}
