internal import SurveyModel

/// A variable's place in records of fixed width.
struct FixedWidthField: Sendable, Hashable {
  /// The first column, from 1.
  var start: Int
  /// The last column.
  var finish: Int
  /// Whether blanks at the end are padding and no part of the value.
  var isText: Bool
}

/// A text of records of fixed width as raw columns, one per field.
///
/// Columns are characters or bytes; programs differ, so the lengths of the records with letters beyond ASCII decide. A
/// record that ends early is blank from there on; text in columns of no field is reported.
struct FixedWidthTable: Sendable {
  /// What a column of a record is.
  enum Unit: String, Sendable, Hashable {
    case characters, bytes
  }

  private(set) var columns: [RawColumn]
  private(set) var count = 0
  private(set) var unit = Unit.characters
  /// How the unit was found, where some record has letters beyond ASCII.
  private(set) var guess: String?
  private(set) var problems: [Problem] = []

  private let fields: [FixedWidthField]
  private let file: String
  private let width: Int
  private let gaps: [ClosedRange<Int>]
  private var ended = Occurrence()
  private var cut = Occurrence()
  private var parted = Occurrence()
  private var strays: [Int: Occurrence] = [:]
  private var blankLines = 0
  private var lastAnswered = 0

  /// How often something occurs, in which record first, and in which column there.
  private struct Occurrence {
    var count = 0
    var first = 0
    var column = 0

    mutating func add(_ record: Int, column: Int = 0) {
      if count == 0 { (first, self.column) = (record, column) }
      count += 1
    }

    func counted(_ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
  }

  private init(_ fields: [FixedWidthField], file: String) {
    self.fields = fields
    self.file = file
    columns = [RawColumn](repeating: RawColumn(), count: fields.count)
    width = fields.map(\.finish).max() ?? 0
    gaps = Self.gaps(fields)
  }

  // Columns between fields, and those behind the last one.
  private static func gaps(_ fields: [FixedWidthField]) -> [ClosedRange<Int>] {
    var gaps: [ClosedRange<Int>] = []
    var next = 1
    for field in fields.sorted(by: { $0.start < $1.start }) {
      if field.start > next { gaps.append(next...field.start - 1) }
      next = max(next, field.finish + 1)
    }
    return gaps + [next...Int.max]
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The text, decoded.
  ///   - isSingleByte: Whether each character of the file was one byte, so that the question of units does not arise.
  ///   - skip: How many records come before the first respondent.
  static func read(
    _ text: [UInt8], isSingleByte: Bool, fields: [FixedWidthField], skip: Int, file: SourceBytes,
    options: ReadingOptions
  ) throws(ReadingError) -> FixedWidthTable {
    var table = FixedWidthTable(fields, file: file.name)
    let lines = lines(of: text, skip: skip)
    if !isSingleByte { table.decideUnit(lines, text) }
    var budget = CellBudget(size: text.count, file: file.path)
    for (number, line) in lines.enumerated() {
      if line.isEmpty { table.blankLines += 1 } else { table.record(text[line]) }
      try budget.spend(max(0, fields.count - line.count), columns: fields.count, record: table.count)
      guard number & 0xFFF == 0xFFF || number == lines.count - 1, let progress = options.progress else { continue }
      guard progress(line.upperBound, text.count) else {
        throw ReadingError(
          .cancelled, place: Place(file: file.path), found: "the reading was stopped", expected: "", remedy: "")
      }
    }
    table.leaveOutBlankEnd()
    table.report()
    return table
  }

  /// The lines of a text, parted by LF, CRLF or CR; a byte 26 at the end, which old programs write, is none of it.
  private static func lines(of text: [UInt8], skip: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var end = text.count
    while end > 0, text[end - 1] == 0x1A { end -= 1 }
    var start = 0
    var index = 0
    while index < end {
      if text[index] == 0x0A || text[index] == 0x0D {
        lines.append(start..<index)
        if text[index] == 0x0D, index + 1 < end, text[index + 1] == 0x0A { index += 1 }
        start = index + 1
      }
      index += 1
    }
    if start < end { lines.append(start..<end) }
    return Array(lines.dropFirst(max(0, skip)))
  }

  // MARK: Unit

  private mutating func decideUnit(_ lines: [Range<Int>], _ text: [UInt8]) {
    var lengths: [(characters: Int, bytes: Int)] = []
    var plain: [Int: Int] = [:]
    for line in lines where !line.isEmpty {
      let characters = text[line].count { $0 & 0xC0 != 0x80 }
      if characters == line.count {
        plain[characters, default: 0] += 1
      } else {
        lengths.append((characters, line.count))
      }
    }
    guard !lengths.isEmpty else { return }
    func votes(_ width: Int) -> (characters: Int, bytes: Int) {
      (
        lengths.count { $0.characters == width || ($0.bytes > width && $0.characters < width) },
        lengths.count { $0.bytes == width }
      )
    }
    var found = votes(width)
    if found.characters == found.bytes, let usual = plain.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key {
      found = (lengths.count { $0.characters == usual }, lengths.count { $0.bytes == usual })
    }
    unit = found.bytes > found.characters ? .bytes : .characters
    let records = "\(lengths.count) record\(lengths.count == 1 ? "" : "s") with letters beyond ASCII"
    guard found.bytes == found.characters else {
      guess = "columns are \(unit.rawValue), by the lengths of \(records)"
      return
    }
    add(
      .warning, nil, "\(records), whose lengths do not tell whether columns are characters or bytes",
      "records of \(width) columns", "columns are read as characters; look at what stands behind such letters")
  }

  // MARK: Records

  private mutating func record(_ line: ArraySlice<UInt8>) {
    count += 1
    if !RawColumn.isBlank(line) { lastAnswered = count }
    let isPlain = unit == .bytes || line.allSatisfy { $0 < 0x80 }
    // Where each character begins, and where the record ends; not needed where a column is a byte.
    let starts = isPlain ? [] : line.indices.filter { line[$0] & 0xC0 != 0x80 } + [line.endIndex]
    let length = isPlain ? line.count : starts.count - 1
    func place(_ column: Int) -> Int { isPlain ? line.startIndex + column : starts[column] }
    for (index, field) in fields.enumerated() {
      let start = min(field.start - 1, length)
      var cell = line[place(start)..<place(max(start, min(field.finish, length)))]
      if field.isText { while cell.last == 0x20 { cell.removeLast() } }
      if unit == .bytes, let first = cell.first, first & 0xC0 == 0x80 { parted.add(count) }
      columns[index].append(cell)
      if length < field.finish, length >= field.start, !field.isText { cut.add(count, column: length) }
    }
    if length < width { ended.add(count, column: length) }
    for (index, gap) in gaps.enumerated() where gap.lowerBound <= length {
      let text = line[place(gap.lowerBound - 1)..<place(min(gap.upperBound, length))]
      if !RawColumn.isBlank(text) { strays[index, default: Occurrence()].add(count) }
    }
  }

  private mutating func leaveOutBlankEnd() {
    guard lastAnswered < count else { return }
    let blank = count - lastAnswered
    count = lastAnswered
    for index in columns.indices { columns[index].truncate(to: lastAnswered) }
    add(
      .note, lastAnswered + 1, "\(blank) record\(blank == 1 ? "" : "s") at the end without any answer", "respondents",
      "they are left out")
  }

  private mutating func report() {
    if blankLines > 0 {
      add(
        .note, nil, "\(blankLines) blank line\(blankLines == 1 ? "" : "s")", "records",
        "blank lines are no respondents")
    }
    if cut.count > 0 {
      add(
        .warning, cut.first,
        "\(cut.counted("cell")) cut off where their record ends, the first behind column \(cut.column)",
        "records of \(width) columns", "they are read as far as they go; export the data again")
    } else if ended.count > 0, ended.first <= count {
      add(
        .note, ended.first, "\(ended.counted("record")) ending early, the first behind column \(ended.column)",
        "records of \(width) columns", "what is not there is blank")
    }
    for (index, gap) in gaps.enumerated() {
      guard let stray = strays[index] else { continue }
      let columns =
        gap.upperBound == Int.max
        ? "behind column \(gap.lowerBound - 1)"
        : gap.count == 1 ? "in column \(gap.lowerBound)" : "in columns \(gap.lowerBound) to \(gap.upperBound)"
      add(
        .warning, stray.first, "text \(columns) of \(stray.counted("record"))",
        "a variable for every column that holds text",
        "it is not read; check that the definition belongs to the data")
    }
    if parted.count > 0 {
      add(
        .warning, parted.first, "\(parted.counted("cell")) beginning in the middle of a letter",
        "columns that part no letter", "the pieces are read as the replacement character")
    }
  }

  private mutating func add(
    _ severity: Problem.Severity, _ row: Int?, _ found: String, _ expected: String, _ remedy: String
  ) {
    problems.append(Problem(severity, file: file, row: row, found: found, expected: expected, remedy: remedy))
  }
}
