internal import CByteMasks

/// The records that begin in one chunk of a delimited text, also where the last ends beyond it.
struct ScannedChunk: Sendable {
  /// The thread that read it.
  var worker: Int
  /// The first of its records among those of its thread.
  var start: Int
  /// How many records there are.
  var count = 0
  /// How many lines without anything there are.
  var blankLines = 0
  /// Whether no cell of its last record holds more than white space.
  var isLastBlank = false
}

/// One thread's part in reading a delimited text: its columns, and the scan of one chunk at a time.
///
/// The scan takes a quotation mark to open or close a cell wherever it stands, which lets every chunk be read on its
/// own: whether its first byte is inside a cell follows from how many quotation marks stand before it. A text for which
/// that is not the same as RFC 4180 read leniently (a mark inside an unquoted cell, text after a closing mark), one with
/// records of different width, with NUL bytes or with bytes that are not UTF-8 ends the scan: ``Outcome/needsCare``.
///
/// One thread writes it; others read it when that thread has ended.
struct RecordScanner: @unchecked Sendable {
  /// How a scan ended.
  enum Outcome {
    case done
    /// The last record goes on beyond the bytes.
    case needsMore
    /// The text needs the lenient tokenizer.
    case needsCare
  }

  let delimiter: UInt8
  let width: Int
  // Of each column, whether its cells are kept and not counted, as far as few of them are distinct.
  private let keeps: [Bool]
  let mostNumbers: Int
  /// The columns.
  let columns: UnsafeMutablePointer<ScannedColumn>
  /// How many records there are so far.
  private(set) var records = 0
  private var capacity = 1 << 14
  // Of each column that is kept the codes of the cells of one byte, and behind them that of the empty cell.
  private let singles: UnsafeMutablePointer<UInt16>
  private static let singlesSize = 257
  var tallies: ByteTallies
  var narrow: NarrowColumns
  var quoted = QuotedCell()
  private var found: CellEnds

  init(_ plan: ParallelTable.Plan) {
    delimiter = plan.delimiter
    width = plan.width
    mostNumbers = plan.mostNumbers
    keeps = (0..<width).map { !plan.isTallying || plan.kept.contains($0) }
    found = CellEnds(delimiter: delimiter, width: width, processor: plan.processor)
    let counted = keeps.contains(false) ? width : 0
    tallies = ByteTallies(width: counted)
    narrow = NarrowColumns(width: counted)
    let stored = keeps.contains(true) ? width * Self.singlesSize : 0
    singles = .allocate(capacity: stored)
    singles.initialize(repeating: CellDictionary.none, count: stored)
    columns = .allocate(capacity: width)
    for column in 0..<width { (columns + column).initialize(to: ScannedColumn(capacity: capacity)) }
  }

  /// Frees everything.
  mutating func release() {
    for column in 0..<width { columns[column].release() }
    columns.deinitialize(count: width)
    columns.deallocate()
    singles.deallocate()
    tallies.release()
    found.release()
    quoted.release()
  }

  /// What a chunk's scan is told: its bytes, and what is known of what stands before them.
  struct Window {
    /// The bytes, of which ``count`` count; 64 more can be read.
    var bytes: UnsafePointer<UInt8>
    var count: Int
    /// Whether the text ends with the bytes.
    var isEnd: Bool
    /// Whether the first byte is inside a quoted cell.
    var startsInside: Bool
    /// Whether a record begins with the first byte; else the first one begins behind the first newline.
    var startsRecord: Bool
    /// Records that begin behind a newline at this position or later belong to the next chunk.
    var owned: Int
    /// The chunk's number.
    var number: Int
  }

  /// Reads the records that the chunk owns.
  ///
  /// First the ends of all cells are found, 64 bytes at a time; then the cells are stored column by column, a few
  /// records at a time, so that what one column's cells have in common is met in a row. A scan that ends with
  /// ``Outcome/needsMore`` leaves nothing behind.
  mutating func scan(_ window: Window, into chunk: inout ScannedChunk) -> Outcome {
    chunk.start = records
    let outcome = found.find(in: window)
    guard outcome == .done else { return outcome }
    let found = found
    chunk.blankLines = found.blankLines
    chunk.count = found.records
    while records + found.records > capacity { grow() }
    var quotes = 0
    let content = Content(cells: found.cells(in: window), place: UInt64(window.number) << 32)
    let parts = narrow.parts(width) { !keeps[$0] && mayBeNarrow($0) }
    // As many records at a time as keep their bytes and ends in the nearest cache.
    let batch = max(8, 8192 / width)
    for first in stride(from: 0, to: found.records, by: batch) {
      let range = first..<min(first + batch, found.records)
      for part in parts {
        let column = part.lowerBound
        let count =
          part.count > 1
          ? tally(narrow: part, range, content)
          : keeps[column] ? store(column, range, content) : tally(column, range, content)
        guard let count else { return .needsCare }
        quotes += count
      }
    }
    // A mark that opens no cell is a mark within a cell.
    guard quotes == found.quotes else { return .needsCare }
    for part in parts where part.count > 1 { knowBytes(part, found.records, content) }
    narrow.learn(records: found.records)
    if found.records > 0 { chunk.isLastBlank = isBlank(found.records - 1, content) }
    records += found.records
    tellPlainColumns()
    return .done
  }

  /// The cells of a chunk, and its number as the higher half of a record's place.
  struct Content {
    var cells: topline_cells
    var place: UInt64

    /// Where a record stands in the text, as one number that sorts by it.
    func place(of record: Int) -> UInt64 { place + UInt64(record) }

    /// A cell as it stands in the text.
    @inline(__always)
    func cell(_ column: Int, _ record: Int) -> (UnsafePointer<UInt8>, Int) {
      let place = record * cells.width + column
      let start = column == 0 ? Int(cells.starts[record]) : Int(cells.ends[place - 1]) + 1
      return (cells.bytes + start, Int(cells.ends[place]) - start)
    }
  }

  /// Stores the cells of one column in some records; returns how many quotation marks they hold as opening, closing and
  /// doubled ones, or nil where a cell is quoted in another way.
  private mutating func store(_ column: Int, _ range: Range<Int>, _ content: Content) -> Int? {
    let singles = singles + column * Self.singlesSize
    let target = columns + column
    var quotes = 0
    for record in range {
      let (cell, length) = content.cell(column, record)
      var code = CellDictionary.none
      if target.pointee.plainFrom == .max {
        if length > 1 {
          if let slot = target.pointee.dictionary.find(cell, length) {
            target.pointee.codes[records + record] = UInt16(truncatingIfNeeded: slot.pointee.code)
            quotes += Int(slot.pointee.quotes)
            continue
          }
        } else {
          code = singles[length == 0 ? 256 : Int(cell[0])]
        }
      }
      guard let held = held(cell, length) else { return nil }
      quotes += held.quotes
      if target.pointee.plainFrom == .max {
        if code == CellDictionary.none {
          code = target.pointee.dictionary.add(
            cell, length, content: held.text, quotes: held.quotes, at: content.place(of: record))
          if length <= 1 { singles[length == 0 ? 256 : Int(cell[0])] = code }
        }
        if code != CellDictionary.none {
          target.pointee.codes[records + record] = code
          continue
        }
        makePlain(column, from: records + record)
      }
      target.pointee.plain.append(held.text)
    }
    return quotes
  }

  /// What a cell holds, and how many quotation marks stand in it as opening, closing and doubled ones; nil where it is
  /// quoted in another way.
  mutating func held(
    _ cell: UnsafePointer<UInt8>, _ length: Int
  ) -> (text: UnsafeBufferPointer<UInt8>, quotes: Int)? {
    guard length > 1, cell[0] == 0x22 else { return (UnsafeBufferPointer(start: cell, count: length), 0) }
    guard let content = quoted.content(cell, length) else { return nil }
    return (UnsafeBufferPointer(start: content.0, count: content.1), length - content.1 + (length - 2 - content.1))
  }

  /// Whether no cell of a record holds more than white space.
  private func isBlank(_ record: Int, _ content: Content) -> Bool {
    (0..<width).allSatisfy { column in
      let (cell, length) = content.cell(column, record)
      let text = UnsafeBufferPointer(start: cell, count: length)
      return RawColumn.isBlank(length > 1 && cell[0] == 0x22 ? text[1..<length - 1] : text[...])
    }
  }

  // A column of which most cells are distinct is not worth a dictionary from here on.
  private mutating func tellPlainColumns() {
    for column in 0..<width where columns[column].plainFrom == .max {
      let distinct = columns[column].dictionary.count
      if distinct > 2048, distinct * 2 > records { makePlain(column, from: records) }
    }
  }

  mutating func makePlain(_ column: Int, from record: Int) {
    columns[column].plainFrom = record
    if !keeps[column] {
      // The codes of single cells are still needed for what was counted of them.
      columns[column].many = ManyCells(mostNumbers: mostNumbers)
      return
    }
    (singles + column * Self.singlesSize).update(repeating: CellDictionary.none, count: Self.singlesSize)
  }

  private mutating func grow() {
    for column in 0..<width where keeps[column] { columns[column].grow(from: records, to: capacity * 2) }
    capacity *= 2
  }
}
