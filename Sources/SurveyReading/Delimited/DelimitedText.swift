internal import SurveyModel

/// A decoded text with the byte between its cells.
struct DelimitedText: Sendable {
  /// The file, as the user named it.
  var file: String
  /// The text as UTF-8.
  var bytes: [UInt8]
  /// Where the first record begins: behind a line that only names the separator.
  var start: Int
  /// The byte between the cells.
  var delimiter: UInt8
  /// Whether there is nothing but one column.
  var isSingleColumn: Bool
  /// How many lines stand before `start`.
  var linesBefore: Int
  /// Whether the first line is one that git left where it could not merge two versions.
  var startsInConflict = false
  /// How the delimiter was found.
  var guess: String?
  /// The table, where the bytes are only the beginning of a long file that was read as it was recognised.
  var parsed: DelimitedTable?
  /// The file, where ``bytes`` are only its beginning.
  var rest: SourceBytes?

  /// The text with all of its bytes.
  func whole(_ options: ReadingOptions) throws(ReadingError) -> DelimitedText {
    guard let rest else { return self }
    var text = self
    text.bytes = DecodedText.decode(try rest.whole(), forced: options.encoding).bytes
    text.rest = nil
    text.parsed = nil
    return text
  }

  /// Finds the delimiter of a text: by the user's word, a line `sep=`, or how evenly it parts the records.
  static func find(_ text: DecodedText, file: String, options: ReadingOptions) throws(ReadingError) -> DelimitedText {
    var start = text.bytes.startIndex
    var lines = 0
    var named: UInt8?
    if let (separator, end) = separatorLine(text.bytes) {
      (named, start, lines) = (separator, end, 1)
    }
    let conflict = ConflictMarkers.end(in: text.bytes[start...])
    if let conflict { (start, lines) = (conflict, lines + 1) }
    let body = text.bytes[start...]
    func result(_ delimiter: UInt8, single: Bool = false, guess: String? = nil) -> DelimitedText {
      DelimitedText(
        file: file, bytes: text.bytes, start: start, delimiter: delimiter, isSingleColumn: single, linesBefore: lines,
        startsInConflict: conflict != nil, guess: guess)
    }
    if let forced = options.delimiter ?? named {
      let head = DelimitedHead.read(body, delimiter: forced, count: 60)
      return result(forced, single: !head.contains { $0.count > 1 })
    }
    guard let finding = DelimiterSniffer.find(body) else {
      let holdsOne = DelimiterSniffer.candidates.contains { $0 != 0x23 && body.contains($0) }
      if holdsOne, DelimitedHead.read(body, delimiter: 0x2C, count: 60).contains(where: { $0.count > 1 }) {
        throw notATable(file)
      }
      return result(0x2C, single: true, guess: "one column, for no delimiter occurs")
    }
    guard finding.consistency >= 0.5 else { throw notATable(file) }
    let share = Int((finding.consistency * 100).rounded())
    return result(
      finding.delimiter,
      guess: "the delimiter is the \(DelimiterSniffer.words(finding.delimiter)): "
        + "\(share) % of the first records have \(finding.width) cells")
  }

  private static func notATable(_ file: String) -> ReadingError {
    ReadingError(
      .notATable, place: Place(file: file), found: "records of ever different width, whatever the delimiter",
      expected: "a table with as many cells in every record",
      remedy: "if it is a table, name the byte between its cells with --delimiter")
  }

  private static func separatorLine(_ bytes: [UInt8]) -> (separator: UInt8, end: Int)? {
    guard bytes.starts(with: "sep=".utf8), bytes.count > 5 else { return nil }
    var end = 5
    guard bytes[end] == 0x0A || bytes[end] == 0x0D else { return nil }
    if bytes[end] == 0x0D, end + 1 < bytes.count, bytes[end + 1] == 0x0A { end += 1 }
    return (bytes[4], end + 1)
  }
}
