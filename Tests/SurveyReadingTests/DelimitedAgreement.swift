import SurveyModel

@testable import SurveyReading

/// Holds the fast readers of delimited text to the slow one.
enum DelimitedAgreement {
  /// The first thing on which they differ, in words; nil where they agree in every cell.
  ///
  /// - Parameter chunk: How many bytes come at a time, to the tokenizer and to each thread.
  static func difference(_ text: [UInt8], delimiter: UInt8, chunk: Int) -> String? {
    let expected = ReferenceParser.records(text, delimiter: delimiter)
    guard tokenized(text, delimiter: delimiter, chunk: chunk) == expected else {
      return "the tokenizer finds other cells"
    }
    let content = DelimitedText(
      file: "data.csv", bytes: text, start: 0, delimiter: delimiter, isSingleColumn: false, linesBefore: 0)
    let lenient = try? DelimitedTable.lenient(content, headingCount: 1, options: ReadingOptions())
    guard let expected else { return lenient == nil ? nil : "an unclosed quotation mark is let pass" }
    guard let lenient else { return "a text without fault is refused" }
    if let difference = difference(lenient, expected) { return difference }
    guard
      let parallel = try? DelimitedTable.parallel(
        content, source: .memory(text), headingCount: 1, options: ReadingOptions(), chunkSize: chunk, threads: 1)
    else { return nil }
    return TableContent(parallel) == TableContent(lenient) ? nil : "several threads read another table"
  }

  /// The first random text on which they differ, with what differs; nil where they agree on all.
  ///
  /// Texts have up to 24 characters, most of them such as matter: quotation marks, delimiters, ends of lines.
  static func difference(inRandomTexts count: Int, seed: UInt64) -> String? {
    var generator = SeededGenerator(state: seed)
    let alphabet = Array("\"\",,\n\r\"ab;é".utf8)
    for _ in 0..<count {
      let text = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0x61
      }
      let delimiter: UInt8 = Int.random(in: 0..<4, using: &generator) == 0 ? 0x3B : 0x2C
      for chunk in [1, 2, 3, 7, 64] {
        if let difference = difference(text, delimiter: delimiter, chunk: chunk) {
          return "\(String(decoding: text, as: UTF8.self).debugDescription) in chunks of \(chunk): \(difference)"
        }
      }
    }
    return nil
  }

  /// Every cell of the slow parser is in the table, in its place, and nothing else is.
  private static func difference(_ table: DelimitedTable, _ all: [ReferenceParser.Record]) -> String? {
    let records = all.filter { $0.cells.count > 1 || $0.cells.first?.isEmpty == false }
    guard let heading = records.first else { return table.count == 0 ? nil : "records out of nothing" }
    guard table.headings.first?.count == heading.cells.count else { return "other headings" }
    var rows = Array(records.dropFirst())
    while let last = rows.last, last.cells.allSatisfy({ RawColumn.isBlank($0) }) { rows.removeLast() }
    guard table.count == rows.count else { return "\(table.count) records in place of \(rows.count)" }
    let width = rows.reduce(heading.cells.count) { max($0, $1.cells.count) }
    guard table.columns.count >= width else { return "\(table.columns.count) columns in place of \(width)" }
    for (row, record) in rows.enumerated() {
      for (place, column) in table.columns.enumerated() {
        let cell = place < record.cells.count ? String(decoding: record.cells[place], as: UTF8.self) : nil
        guard column.text(ofCell: row) == cell else { return "another cell in record \(row + 1), column \(place + 1)" }
      }
    }
    return nil
  }
}
