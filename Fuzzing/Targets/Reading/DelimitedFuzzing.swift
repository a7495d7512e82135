internal import SurveyModel
internal import TextFormats

@testable import SurveyReading

/// The fast readers of delimited text against the slow one, and against each other.
///
/// The first two bytes choose the delimiter and the size of chunks; the text is what follows.
enum DelimitedFuzzing {
  private static let delimiters = Array(",;\t|#".utf8)

  static func run(_ input: [UInt8]) {
    guard input.count > 2 else { return }
    let delimiter = delimiters[Int(input[0]) % delimiters.count]
    let chunk = 1 + Int(input[1])
    let text = Array(input[2...])
    let expected = ReferenceParser.records(text, delimiter: delimiter)
    claim(tokenized(text, delimiter: delimiter, chunk: chunk) == expected, "the tokenizer finds other cells")
    tables(text, delimiter, chunk, expected)
  }

  private static func tables(
    _ bytes: [UInt8], _ delimiter: UInt8, _ chunk: Int, _ expected: [ReferenceParser.Record]?
  ) {
    let text = DelimitedText(
      file: "data.csv", bytes: bytes, start: 0, delimiter: delimiter, isSingleColumn: false, linesBefore: 0)
    let lenient = try? DelimitedTable.lenient(text, headingCount: 1, options: ReadingOptions())
    guard let expected else { return claim(lenient == nil, "an unclosed quotation mark is let pass") }
    guard let lenient else { return claim(false, "a text without fault is refused") }
    agree(lenient, expected)
    guard
      let parallel = try? DelimitedTable.parallel(
        text, source: .memory(bytes), headingCount: 1, options: ReadingOptions(), chunkSize: chunk, threads: 1)
    else { return }
    claim(TableContent(parallel) == TableContent(lenient), "several threads read another table")
  }

  /// Every cell of the slow parser is in the table, in its place, and nothing else is.
  private static func agree(_ table: DelimitedTable, _ all: [ReferenceParser.Record]) {
    let records = all.filter { $0.cells.count > 1 || $0.cells.first?.isEmpty == false }
    guard let heading = records.first else { return claim(table.count == 0, "records out of nothing") }
    claim(table.headings.first.map { $0.count == heading.cells.count } ?? false, "other headings")
    var rows = Array(records.dropFirst())
    while let last = rows.last, last.cells.allSatisfy({ RawColumn.isBlank($0) }) { rows.removeLast() }
    claim(table.count == rows.count, "\(table.count) records in place of \(rows.count)")
    let width = rows.reduce(heading.cells.count) { max($0, $1.cells.count) }
    claim(table.columns.count >= width, "\(table.columns.count) columns in place of \(width)")
    for (row, record) in rows.enumerated() {
      for (place, column) in table.columns.enumerated() {
        let cell = place < record.cells.count ? String(decoding: record.cells[place], as: UTF8.self) : nil
        claim(column.text(ofCell: row) == cell, "another cell in record \(row + 1), column \(place + 1)")
      }
    }
  }
}
