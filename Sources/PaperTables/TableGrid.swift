/// A table's cells as text, measured for alignment: what all writers for readers start from.
struct TableGrid {
  /// One cell in its parts.
  struct Entry {
    /// The value in words and digits.
    var text: String
    /// Letters of columns that this one is above.
    var letters: String
    /// Marks of notes.
    var marks: [String]
    /// How many digits, point included, are missing after the number for its point to stand under the others.
    var padding: Int
    /// Whether the padding begins with the point.
    var paddingHasPoint: Bool
    var isStrong: Bool
    var isWords: Bool
  }

  /// What a column needs.
  struct Shape {
    var isText: Bool
    var hasLetters: Bool
    var hasMarks: Bool
  }

  let shapes: [Shape]
  /// The headings, line by line.
  let headings: [[String]]
  /// The rows of each group.
  let groups: [(title: String?, rows: [(entries: [Entry], isSummary: Bool)])]

  init(_ table: Table, rules: NumberRules = .typeset) {
    let rows = table.rows
    shapes = table.columns.enumerated().map { index, column in
      Shape(
        isText: column.kind == .text,
        hasLetters: rows.contains { $0.cells[index].letters != nil },
        hasMarks: rows.contains { !$0.cells[index].marks.isEmpty })
    }
    headings = table.columns.map { column in
      var lines = TextCleaning.lines(column.heading)
      if let unit = column.unit { lines[0] += " (\(TextCleaning.line(unit)))" }
      return lines
    }
    let longest = table.columns.indices.map { index in
      rows.map { Self.fractionLength($0.cells[index], table.columns[index], rules) ?? 0 }.max() ?? 0
    }
    groups = table.groups.map { group in
      (
        group.title.map(TextCleaning.line),
        group.rows.map { row in
          let entries = row.cells.enumerated().map { index, cell in
            Self.entry(cell, table.columns[index], rules, longest: longest[index], isSummary: row.isSummary)
          }
          return (entries, row.isSummary)
        }
      )
    }
  }

  /// How many lines the headings take.
  var headingLines: Int { headings.map(\.count).max() ?? 1 }

  /// Line `line` of a column's heading, its last line standing lowest.
  func heading(_ column: Int, line: Int) -> String {
    let offset = line - (headingLines - headings[column].count)
    return headings[column].indices.contains(offset) ? headings[column][offset] : ""
  }

  private static func entry(
    _ cell: TableCell, _ column: TableColumn, _ rules: NumberRules, longest: Int, isSummary: Bool
  ) -> Entry {
    let length = fractionLength(cell, column, rules)
    var isWords = false
    if case .text = cell.value { isWords = true }
    return Entry(
      text: TextCleaning.line(cell.display(in: column, rules: rules)), letters: TextCleaning.line(cell.letters ?? ""),
      marks: cell.marks.map(TextCleaning.line), padding: length.map { longest - $0 } ?? 0,
      paddingHasPoint: length == 0 && longest > 0, isStrong: cell.isStrong, isWords: isWords)
  }

  /// Digits after the point, the point counted; nil for what does not align by a point.
  private static func fractionLength(_ cell: TableCell, _ column: TableColumn, _ rules: NumberRules) -> Int? {
    switch cell.value {
    case .count: return 0
    case .number(let value) where !value.isFinite: return nil
    case .number, .percent, .pValue:
      let text = cell.display(in: column, rules: rules)
      guard let point = text.lastIndex(of: ".") else { return 0 }
      return text[point...].prefix { $0 != "%" }.count
    case .empty, .text, .interval, .estimate: return nil
    }
  }
}
