import SurveyModel

@testable import SurveyReading

/// All that a table holds, for comparing.
struct TableContent: Equatable {
  var headings: [[String]]
  var count: Int
  var codes: [[UInt16]]
  var distinct: [[String]]
  var cells: [[String?]]
  var problems: [Problem]

  init(_ table: DelimitedTable) {
    headings = table.headings
    count = table.count
    codes = table.columns.map(\.codes)
    distinct = table.columns.map { column in (0..<column.distinctCount).map(column.text(at:)) }
    cells = table.columns.map { column in (0..<column.count).map(column.text(ofCell:)) }
    problems = table.problems
  }
}
