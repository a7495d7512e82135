internal import SurveyModel

@testable import SurveyReading

/// Records of fixed width, every cell against the plain cutting of each line.
///
/// The first byte says how many fields there are, up to eight; two bytes for each say where it begins and how wide it is.
enum FixedWidthFuzzing {
  static func run(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let count = 1 + Int(first) % 8
    guard input.count > 1 + 2 * count else { return }
    let fields = (0..<count).map { field in
      let start = 1 + Int(input[1 + 2 * field]) % 64
      let width = input[2 + 2 * field]
      return FixedWidthField(start: start, finish: start + Int(width) % 16, isText: width & 0x80 != 0)
    }
    let text = Array(input[(1 + 2 * count)...])
    let isSingleByte = text.allSatisfy { $0 < 0x80 }
    guard
      let table = try? FixedWidthTable.read(
        text, isSingleByte: isSingleByte, fields: fields, skip: 0, file: SourceBytes(name: "data.asc", bytes: text),
        options: ReadingOptions())
    else { return claim(false, "a text is refused") }
    claim(table.columns.allSatisfy { $0.count == table.count }, "columns of different length")
    if isSingleByte { compare(table, fields, text) }
  }

  private static func compare(_ table: FixedWidthTable, _ fields: [FixedWidthField], _ text: [UInt8]) {
    var body = text[...]
    while body.last == 0x1A { body.removeLast() }
    let lines = body.split { $0 == 0x0A || $0 == 0x0D }.map(Array.init)
    claim(table.count <= lines.count, "more records than lines")
    for (row, line) in lines.enumerated() {
      guard row < table.count else {
        claim(RawColumn.isBlank(line), "a record is lost")
        continue
      }
      for (field, column) in zip(fields, table.columns) {
        var cell = Array(line.dropFirst(field.start - 1).prefix(field.finish - field.start + 1))
        if field.isText { while cell.last == 0x20 { cell.removeLast() } }
        claim(column.text(ofCell: row) == String(decoding: cell, as: UTF8.self), "another cell in record \(row + 1)")
      }
    }
  }
}
