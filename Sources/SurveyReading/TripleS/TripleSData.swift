internal import SurveyModel
internal import TextFormats

/// The records of a Triple-S survey, each variable's characters by its position.
struct TripleSData {
  private(set) var count = 0
  private(set) var problems: [Problem] = []
  private var table: DelimitedTable?
  private var lines: [[Unicode.Scalar]] = []
  private var byteLines: [ArraySlice<UInt8>] = []

  /// Reads the data file.
  init(_ source: SourceBytes, _ definition: TripleSDefinition, options: ReadingOptions) throws(ReadingError) {
    let source = try source.whole()
    let decoded = DecodedText.decode(source, forced: options.encoding ?? Self.encoding(source, definition))
    problems = decoded.problems
    if definition.isCSV {
      let text = DelimitedText(
        file: source.name, bytes: decoded.bytes, start: 0, delimiter: options.delimiter ?? 0x2C, isSingleColumn: false,
        linesBefore: 0)
      var plain = options
      plain.progress = nil
      let read = try DelimitedTable.read(text, headingCount: definition.skip, options: plain)
      problems += read.problems
      count = read.count
      table = read
      return
    }
    let width = definition.variables.reduce(0) { max($0, $1.finish) }
    lines = Self.lines(decoded.bytes[...]).dropFirst(definition.skip).map {
      Array(String(decoding: $0, as: UTF8.self).unicodeScalars)
    }
    // Older writers count bytes: then the records' bytes have the length that their characters have not.
    let raw = Array(Self.lines(source.bytes[...]).dropFirst(definition.skip))
    if raw.count == lines.count, zip(raw, lines).allSatisfy({ $0.count <= width || $0.count == $1.count }),
      zip(raw, lines).contains(where: { $0.count == width && $1.count < width })
    {
      byteLines = raw
    }
    count = lines.count
    checkLengths(width, source.name)
  }

  /// Since 3.0 the definition says what the data is written in; before, the bytes must.
  private static func encoding(_ source: SourceBytes, _ definition: TripleSDefinition) -> TextEncoding? {
    guard let encoding = definition.encoding else { return nil }
    return encoding == .utf8 && UTF8Check(source.bytes).invalid > 0 ? nil : encoding
  }

  private static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: true) {
      let text = line.last == 0x0D ? line.dropLast() : line
      if !text.isEmpty, text != [0x1A] { lines.append(text) }
    }
    return lines
  }

  private mutating func checkLengths(_ width: Int, _ file: String) {
    // Blanks at the end are often cut off; more characters than positions are not explained by anything.
    let long = lines.indices.filter { lines[$0].count > width && lines[$0][width...].contains { $0 != " " } }
    guard let first = long.first else { return }
    problems.append(
      Problem(
        .warning, file: file, row: first + 1,
        found: "\(long.count) record\(long.count == 1 ? "" : "s") longer than the last position, \(width)",
        expected: "records of \(width) characters",
        remedy: "what stands behind is not described; check that the definition belongs to the data"))
  }

  /// The characters of a variable in a record, without blanks at their end; nil where the record is too short.
  func text(_ variable: TripleSDefinition.Variable, _ record: Int) -> String? {
    if let table {
      let column = variable.start - 1
      guard table.columns.indices.contains(column) else { return nil }
      return table.columns[column].text(ofCell: record)
    }
    if !byteLines.isEmpty {
      let line = byteLines[record]
      let start = line.startIndex + variable.start - 1
      guard start < line.endIndex else { return nil }
      let bytes = Array(line[start..<min(line.endIndex, line.startIndex + variable.finish)])
      let part = DecodedText.decode(SourceBytes(name: "", bytes: bytes), forced: nil)
      return Self.trimmed(String(decoding: part.bytes, as: UTF8.self).unicodeScalars)
    }
    let line = lines[record]
    guard variable.start <= line.count else { return nil }
    return Self.trimmed(line[(variable.start - 1)..<min(line.count, variable.finish)])
  }

  private static func trimmed(_ scalars: some BidirectionalCollection<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    let end = scalars.lastIndex { $0 != " " && $0 != "\0" }
    guard let end else { return "" }
    text.append(contentsOf: scalars[...end])
    return String(text)
  }
}
