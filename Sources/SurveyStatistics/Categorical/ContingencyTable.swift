internal import SurveyModel

/// Counts of respondents by two categorical answers.
public struct ContingencyTable: Sendable, Hashable {
  /// The rows' labels, in the codebook's order.
  public let rowLabels: [String]
  /// The columns' labels, in the codebook's order.
  public let columnLabels: [String]
  /// The counts, row by row.
  public let counts: [[Int]]

  /// Creates a table from its counts.
  ///
  /// - Throws: ``StatisticsError`` with code `argument` where rows differ in length, labels do not fit or a count is
  ///   negative.
  public init(
    counts: [[Int]], rowLabels: [String]? = nil, columnLabels: [String]? = nil
  ) throws(StatisticsError) {
    let width = counts.first?.count ?? 0
    let rows = rowLabels ?? (0..<counts.count).map { "\($0 + 1)" }
    let columns = columnLabels ?? (0..<width).map { "\($0 + 1)" }
    guard counts.allSatisfy({ $0.count == width }), rows.count == counts.count, columns.count == width else {
      throw StatisticsError(
        .argument, found: "rows of different lengths, or labels that do not fit them",
        expected: "one label and one row of equal length per category", remedy: "give every row every column")
    }
    guard counts.allSatisfy({ $0.allSatisfy { $0 >= 0 } }) else {
      throw StatisticsError(
        .argument, found: "a negative count", expected: "counts of zero or more", remedy: "give counts, not differences"
      )
    }
    self.counts = counts
    self.rowLabels = rows
    self.columnLabels = columns
  }

  /// Counts pairs of answers; a respondent without one of the two is left out.
  ///
  /// - Parameters:
  ///   - rows: Each respondent's row, counted from 0, or nil where it is missing.
  ///   - columns: Each respondent's column, in the same order.
  /// - Complexity: O(n).
  /// - Throws: ``StatisticsError`` with code `argument` where the two differ in length or a position has no label.
  public init(
    rows: [Int?], columns: [Int?], rowLabels: [String], columnLabels: [String]
  ) throws(StatisticsError) {
    guard rows.count == columns.count else {
      throw StatisticsError(
        .argument, found: "\(rows.count) and \(columns.count) answers", expected: "two answers per respondent",
        remedy: "take both variables from the same respondents")
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: columnLabels.count), count: rowLabels.count)
    for index in rows.indices {
      guard let row = rows[index], let column = columns[index] else { continue }
      guard rowLabels.indices.contains(row), columnLabels.indices.contains(column) else {
        throw StatisticsError(
          .argument, found: "an answer at position \(row), \(column)", expected: "a position that has a label",
          remedy: "give a label for every answer")
      }
      counts[row][column] += 1
    }
    try self.init(counts: counts, rowLabels: rowLabels, columnLabels: columnLabels)
  }

  /// The sums of the rows.
  public var rowTotals: [Int] { counts.map { $0.reduce(0, +) } }
  /// The sums of the columns.
  public var columnTotals: [Int] { columnLabels.indices.map { column in counts.reduce(0) { $0 + $1[column] } } }
  /// All respondents in the table.
  public var total: Int { rowTotals.reduce(0, +) }

  /// The table without the rows and columns in which nobody is.
  public var withoutEmpty: ContingencyTable {
    let rows = rowTotals.indices.filter { rowTotals[$0] > 0 }
    let totals = columnTotals
    let columns = totals.indices.filter { totals[$0] > 0 }
    return ContingencyTable(
      checkedCounts: rows.map { row in columns.map { counts[row][$0] } }, rowLabels: rows.map { rowLabels[$0] },
      columnLabels: columns.map { columnLabels[$0] })
  }

  /// The table with rows and columns exchanged.
  public var transposed: ContingencyTable {
    ContingencyTable(
      checkedCounts: columnLabels.indices.map { column in counts.map { $0[column] } }, rowLabels: columnLabels,
      columnLabels: rowLabels)
  }

  private init(checkedCounts: [[Int]], rowLabels: [String], columnLabels: [String]) {
    counts = checkedCounts
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
  }

  /// The counts expected where rows and columns have nothing to do with each other.
  public var expected: [[Double]] {
    let n = Double(total)
    let columns = columnTotals.map(Double.init)
    return rowTotals.map { row in columns.map { Double(row) * $0 / n } }
  }

  /// Pearson's residuals: the difference from the expected count over its square root.
  ///
  /// - Source: Agresti (2013), Categorical Data Analysis, section 3.3.1. In R: `chisq.test()$residuals`.
  public var pearsonResiduals: [[Double]] {
    let expected = expected
    return counts.indices.map { row in
      counts[row].indices.map { column in
        let e = expected[row][column]
        return e > 0 ? (Double(counts[row][column]) - e) / e.squareRoot() : 0
      }
    }
  }

  /// Adjusted residuals, standard normal where rows and columns are independent: what a mosaic is shaded by.
  ///
  /// - Source: Haberman (1973), doi:10.2307/2529686. In R: `chisq.test()$stdres`; in SPSS: adjusted standardized.
  public var adjustedResiduals: [[Double]] {
    let n = Double(total)
    let rows = rowTotals.map { 1 - Double($0) / n }
    let columns = columnTotals.map { 1 - Double($0) / n }
    let pearson = pearsonResiduals
    return pearson.indices.map { row in
      pearson[row].indices.map { column in
        let scale = (rows[row] * columns[column]).squareRoot()
        return scale > 0 ? pearson[row][column] / scale : 0
      }
    }
  }

  /// Throws unless the table has at least two rows and two columns with respondents.
  func checkedForAssociation() throws(StatisticsError) -> ContingencyTable {
    let table = withoutEmpty
    guard table.counts.count >= 2, table.columnLabels.count >= 2 else {
      throw StatisticsError(
        .groups, found: "\(table.counts.count) row(s) and \(table.columnLabels.count) column(s) with respondents",
        expected: "at least two of each", remedy: "choose variables on which respondents differ")
    }
    return table
  }

  /// Throws unless the table is two by two, and gives its cells.
  func fourCells() throws(StatisticsError) -> (a: Int, b: Int, c: Int, d: Int) {
    guard counts.count == 2, columnLabels.count == 2 else {
      throw StatisticsError(
        .groups, found: "a table of \(counts.count) rows and \(columnLabels.count) columns",
        expected: "two rows and two columns", remedy: "choose two variables with two answers each")
    }
    guard total > 0 else {
      throw StatisticsError(
        .tooFewRespondents, found: "a table without respondents", expected: "at least one respondent",
        remedy: "check --where and the missing codes")
    }
    return (counts[0][0], counts[0][1], counts[1][0], counts[1][1])
  }
}
