internal import SurveyModel
internal import TextFormats

/// A delimited text as headings and raw columns, every cell kept.
struct DelimitedTable: Sendable {
  /// The most columns that are read.
  static let mostColumns = 100_000

  /// The heading records, as texts.
  var headings: [[String]] = []
  /// The columns below the headings.
  var columns: [RawColumn] = []
  /// How many records there are below the headings.
  var count = 0
  /// Whether columns hold each distinct cell once, with how often it occurs, where few cells are distinct.
  var isTallied = false
  /// How many records at the end held nothing and were left out.
  var blankAtEnd = 0
  /// What was found.
  var problems: [Problem] = []

  /// The heading of a column in one of the heading records.
  func heading(_ record: Int, _ column: Int) -> String {
    guard headings.indices.contains(record), headings[record].indices.contains(column) else { return "" }
    return headings[record][column]
  }

  /// Reads a text whose first `headingCount` records are headings.
  ///
  /// Several threads read what is written as RFC 4180 says; what is not, and short texts, go through the lenient
  /// tokenizer. Both give the same table.
  ///
  /// - Parameter width: How many cells a record is to have, where a definition says it and no record is a heading.
  static func read(
    _ text: DelimitedText, headingCount: Int, width: Int = 0, options: ReadingOptions
  ) throws(ReadingError) -> DelimitedTable {
    var table = try records(text, headingCount: headingCount, width: width, options: options)
    if table.isTallied { return table }
    table.takeOutConflictMarkers(file: text.file, atStart: text.startsInConflict)
    return table
  }

  private static func records(
    _ text: DelimitedText, headingCount: Int, width: Int, options: ReadingOptions
  ) throws(ReadingError) -> DelimitedTable {
    if let parsed = text.parsed, parsed.headings.count == headingCount { return parsed }
    let text = try text.whole(options)
    if text.bytes.count - text.start >= Self.leastForThreads,
      let table = try parallel(text, source: .memory(text.bytes), headingCount: headingCount, options: options)
    {
      return table
    }
    return try lenient(text, headingCount: headingCount, width: width, options: options)
  }

  /// Shorter texts are read before a second thread has begun.
  private static let leastForThreads = 1 << 18

  /// Reads a text with the lenient tokenizer, on one thread.
  static func lenient(
    _ text: DelimitedText, headingCount: Int, width: Int = 0, options: ReadingOptions
  ) throws(ReadingError) -> DelimitedTable {
    var tokenizer = DelimitedTokenizer(delimiter: text.delimiter)
    var loader = DelimitedLoader(
      headingCount: headingCount, width: width, isSingleColumn: text.isSingleColumn,
      budget: CellBudget(size: text.bytes.count, file: text.file))
    let bytes = text.bytes[text.start...]
    var position = bytes.startIndex
    while position < bytes.endIndex {
      // Pieces are small, for what the loader refuses is asked after each.
      let end = min(position + (1 << 16), bytes.endIndex)
      bytes[position..<end].withUnsafeBufferPointer { tokenizer.consume($0, into: &loader) }
      if let refused = loader.refused { throw refused }
      if bytes.count > SourceBytes.headSize, MemoryLimit.lacks(MemoryLimit.reserve) {
        throw ReadingError(FileError(lackingMemory: text.file))
      }
      position = end
      guard loader.columns.count <= mostColumns else {
        throw ReadingError(
          .limit, place: Place(file: text.file), found: "more than \(mostColumns) columns",
          expected: "a table with fewer", remedy: "check the delimiter with --delimiter")
      }
      if let progress = options.progress, !progress(position, bytes.endIndex) {
        throw ReadingError(
          .cancelled, place: Place(file: text.file), found: "the reading was stopped", expected: "", remedy: "")
      }
    }
    if let line = tokenizer.openQuoteLine {
      throw ReadingError(
        .unclosedQuote, place: Place(file: text.file, row: line + text.linesBefore),
        found: "a quotation mark opens a cell and nothing closes it before the end of the file",
        expected: "a closing quotation mark",
        remedy: "close it in that line, or export the file again if it was cut short")
    }
    tokenizer.finish(into: &loader)
    if let refused = loader.refused { throw refused }
    return loader.table(file: text.file, linesBefore: text.linesBefore, tokenizer: tokenizer)
  }
}

/// Collects cells into columns.
private struct DelimitedLoader: DelimitedSink {
  let headingCount: Int
  let isSingleColumn: Bool
  var headings: [[String]] = []
  var columns: [RawColumn] = []
  var count = 0
  private var record: [String] = []
  private var field = 0
  private var isFirstHeldBack = false
  private var heldBackLines = 0
  private var blankLines = 0
  // The last record in which some cell holds more than white space.
  private var lastAnswered = 0
  private var short: [(record: Int, line: Int, cells: Int)] = []
  private var shortCount = 0
  private var long: [(record: Int, line: Int, cells: Int)] = []
  private var longCount = 0
  private var width = 0
  private var budget: CellBudget
  /// Why no more is taken; the tokenizer knows no errors.
  private(set) var refused: ReadingError?

  init(headingCount: Int, width: Int, isSingleColumn: Bool, budget: CellBudget) {
    self.budget = budget
    self.headingCount = headingCount
    self.isSingleColumn = isSingleColumn
    guard headingCount == 0, width > 0 else { return }
    self.width = width
    columns = [RawColumn](repeating: RawColumn(), count: width)
  }

  mutating func field(_ text: UnsafeBufferPointer<UInt8>) {
    if headings.count < headingCount {
      record.append(String(decoding: text, as: UTF8.self))
      return
    }
    if field == 0, text.isEmpty {
      // A record's first cell is held back: a line without anything is no record.
      isFirstHeldBack = true
      field = 1
      return
    }
    guard refused == nil else { return }
    release()
    if field == columns.count {
      spend(count, columns: field + 1)
      guard refused == nil else { return }
      var column = RawColumn()
      for _ in 0..<count { column.appendAbsent(.unknownBlank) }
      columns.append(column)
    }
    columns[field].append(text)
    if !RawColumn.isBlank(text) { lastAnswered = count + 1 }
    field += 1
  }

  private mutating func release() {
    if isSingleColumn {
      for _ in 0..<heldBackLines { columns[0].append(EmptyCollection<UInt8>()) }
      count += heldBackLines
      heldBackLines = 0
    }
    guard isFirstHeldBack else { return }
    isFirstHeldBack = false
    columns[0].append(EmptyCollection<UInt8>())
  }

  mutating func endRecord(line: Int) {
    defer {
      field = 0
      isFirstHeldBack = false
    }
    if headings.count < headingCount {
      endHeading()
    } else if isFirstHeldBack, field == 1 {
      // In a one-column table a line without anything is a missing cell, unless nothing comes after it.
      if isSingleColumn { heldBackLines += 1 } else { blankLines += 1 }
    } else {
      endRow(line: line)
    }
  }

  private mutating func endHeading() {
    defer { record = [] }
    guard record.count > 1 || record.first?.isEmpty == false else {
      blankLines += 1
      return
    }
    headings.append(record)
    width = max(width, record.count)
    if headings.count == headingCount { columns = [RawColumn](repeating: RawColumn(), count: width) }
  }

  private mutating func spend(_ cells: Int, columns: Int) {
    do throws(ReadingError) {
      try budget.spend(cells, columns: columns, record: count + 1)
    } catch {
      refused = error
    }
  }

  private mutating func endRow(line: Int) {
    spend(max(0, columns.count - field), columns: columns.count)
    guard refused == nil else { return }
    count += 1
    if field < width {
      shortCount += 1
      if short.count < 5 { short.append((count, line, field)) }
    } else if field > width {
      longCount += 1
      if long.count < 5 { long.append((count, line, field)) }
    }
    for column in field..<max(field, columns.count) { columns[column].appendAbsent(.unknownBlank) }
  }

  func table(file: String, linesBefore: Int, tokenizer: DelimitedTokenizer) -> DelimitedTable {
    var table = DelimitedTable(headings: headings, columns: columns, count: count)
    func places(_ records: [(record: Int, line: Int, cells: Int)], _ all: Int) -> String {
      let shown = records.map { "record \($0.record) (line \($0.line + linesBefore), \($0.cells) cells)" }
      return shown.joined(separator: ", ") + (all > records.count ? " and \(all - records.count) more" : "")
    }
    if shortCount > 0 {
      table.problems.append(
        Problem(
          .warning, file: file, row: short.first?.record,
          found: "\(shortCount) record\(shortCount == 1 ? "" : "s") with too few cells: \(places(short, shortCount))",
          expected: "\(width) cells in every record",
          remedy: "the cells that are not there count as missing; look at the lines in a text editor"))
    }
    if longCount > 0 {
      table.problems.append(
        Problem(
          .warning, file: file, row: long.first?.record,
          found: "\(longCount) record\(longCount == 1 ? "" : "s") with too many cells: \(places(long, longCount))",
          expected: "\(width) cells in every record",
          remedy: "the cells beyond the headings are kept in columns of their own; look for an unquoted delimiter"))
    }
    if tokenizer.strayQuotes > 0 {
      table.problems.append(
        Problem(
          .warning, file: file,
          found: "\(tokenizer.strayQuotes) cells with text after their closing quotation mark, the first in line "
            + "\(tokenizer.firstStrayLine + linesBefore)",
          expected: "quotation marks inside a cell written twice", remedy: "the text is kept as part of the cell"))
    }
    table.leaveOutBlankEnd(lastAnswered: lastAnswered, file: file)
    table.noteBlankLines(blankLines + heldBackLines, file: file)
    return table
  }
}
