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
  /// Whether cells are counted and not kept, as far as few of them are distinct.
  let isTallying: Bool
  // Of each column, whether its cells are kept all the same.
  private let keeps: [Bool]
  private let mostNumbers: Int
  /// The columns.
  let columns: UnsafeMutablePointer<ScannedColumn>
  /// How many records there are so far.
  private(set) var records = 0
  private var capacity = 1 << 14
  // For each column the codes of the cells of one byte, and behind them that of the empty cell; where cells are counted,
  // an empty cell stands at the byte that ends it.
  private let singles: UnsafeMutablePointer<UInt16>
  // How often each of them was met, in two counts: the same answer twice in a row would wait for its own count.
  private let singleTallies: UnsafeMutablePointer<UInt32>
  private static let singlesSize = 257
  private var quoted = QuotedCell()
  private var found: CellEnds

  init(
    delimiter: UInt8, width: Int, isTallying: Bool, kept: Set<Int>, mostNumbers: Int
  ) {
    self.delimiter = delimiter
    self.width = width
    self.isTallying = isTallying
    self.mostNumbers = mostNumbers
    keeps = (0..<width).map { !isTallying || kept.contains($0) }
    found = CellEnds(delimiter: delimiter, width: width)
    singles = .allocate(capacity: width * Self.singlesSize)
    singles.initialize(repeating: CellDictionary.none, count: width * Self.singlesSize)
    singleTallies = .allocate(capacity: isTallying ? width * Self.singlesSize * 2 : 0)
    singleTallies.initialize(repeating: 0, count: isTallying ? width * Self.singlesSize * 2 : 0)
    columns = .allocate(capacity: width)
    for column in 0..<width { (columns + column).initialize(to: ScannedColumn(capacity: capacity)) }
  }

  /// Frees everything.
  mutating func release() {
    for column in 0..<width { columns[column].release() }
    columns.deinitialize(count: width)
    columns.deallocate()
    singles.deallocate()
    singleTallies.deallocate()
    found.release()
    quoted.release()
  }

  /// How often each distinct cell of a column was met.
  func tallies(of column: Int) -> [Int] {
    var tallies = columns[column].dictionary.tallies
    for slot in 0..<Self.singlesSize {
      let place = column * Self.singlesSize + slot
      guard singles[place] != CellDictionary.none else { continue }
      tallies[Int(singles[place])] += Int(singleTallies[2 * place]) + Int(singleTallies[2 * place + 1])
    }
    return tallies
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
    // As many records at a time as keep their bytes and ends in the nearest cache.
    let batch = max(8, 8192 / width)
    let place = UInt64(window.number) << 32
    for first in stride(from: 0, to: found.records, by: batch) {
      let range = first..<min(first + batch, found.records)
      for column in 0..<width {
        let count =
          !keeps[column]
          ? tally(column, range, found, window.bytes, place) : store(column, range, found, window.bytes, place)
        guard let count else { return .needsCare }
        quotes += count
      }
    }
    // A mark that opens no cell is a mark within a cell.
    guard quotes == found.quotes else { return .needsCare }
    if found.records > 0 { chunk.isLastBlank = isBlank(found.records - 1, found, window.bytes) }
    records += found.records
    tellPlainColumns()
    return .done
  }

  /// Stores the cells of one column in some records; returns how many quotation marks they hold as opening, closing and
  /// doubled ones, or nil where a cell is quoted in another way.
  private mutating func store(
    _ column: Int, _ range: Range<Int>, _ found: CellEnds, _ bytes: UnsafePointer<UInt8>, _ place: UInt64
  ) -> Int? {
    let singles = singles + column * Self.singlesSize
    let target = columns + column
    var quotes = 0
    var position = range.lowerBound * width + column
    for record in range {
      let start = column == 0 ? Int(found.starts[record]) : Int(found.ends[position - 1]) + 1
      var length = Int(found.ends[position]) - start
      position += width
      var cell = bytes + start
      if length > 1, cell[0] == 0x22 {
        guard let content = quoted.content(cell, length) else { return nil }
        quotes += length - content.1 + (length - 2 - content.1)
        (cell, length) = content
      }
      if target.pointee.plainFrom != .max {
        target.pointee.plain.append(cell, length)
        continue
      }
      var code: UInt16
      if length > 1 {
        code = target.pointee.dictionary.code(cell, length, at: place + UInt64(record))
      } else {
        let slot = length == 0 ? 256 : Int(cell[0])
        code = singles[slot]
        if code == CellDictionary.none {
          code = target.pointee.dictionary.add(cell, length, at: place + UInt64(record))
          singles[slot] = code
        }
      }
      if code == CellDictionary.none {
        makePlain(column, from: records + record)
        target.pointee.plain.append(cell, length)
      } else {
        target.pointee.codes[records + record] = code
      }
    }
    return quotes
  }

  /// Counts the cells of one column in some records; returns as ``store(_:_:_:_:_:)``.
  private mutating func tally(
    _ column: Int, _ range: Range<Int>, _ found: CellEnds, _ bytes: UnsafePointer<UInt8>, _ place: UInt64
  ) -> Int? {
    let singles = singles + column * Self.singlesSize
    let tallies = singleTallies + column * Self.singlesSize * 2
    let target = columns + column
    let ends = found.ends
    var isMany = target.pointee.many != nil
    var quotes = 0
    var position = range.lowerBound * width + column
    for record in range {
      let start = column == 0 ? Int(found.starts[record]) : Int(ends[position &- 1]) &+ 1
      var length = Int(ends[position]) &- start
      position &+= width
      var cell = bytes + start
      if length <= 1, !isMany {
        // The first byte of an empty cell is the one that ends it, which no cell of one byte can be.
        let slot = Int(cell[0])
        tallies[(slot &<< 1) | (record & 1)] &+= 1
        if singles[slot] != CellDictionary.none { continue }
        singles[slot] = target.pointee.dictionary.add(cell, length, at: place + UInt64(record))
        if singles[slot] != CellDictionary.none { continue }
        tallies[(slot &<< 1) | (record & 1)] = 0
      } else {
        if length > 1, cell[0] == 0x22 {
          guard let content = quoted.content(cell, length) else { return nil }
          quotes += length - content.1 + (length - 2 - content.1)
          (cell, length) = content
        }
        if !isMany,
          target.pointee.dictionary.counted(cell, length, at: place &+ UInt64(truncatingIfNeeded: record))
            != CellDictionary.none
        {
          continue
        }
      }
      if !isMany {
        makePlain(column, from: records + record)
        isMany = true
      }
      target.pointee.many?.count(cell, length, at: place + UInt64(record))
    }
    return quotes
  }

  /// Whether no cell of a record holds more than white space.
  private func isBlank(_ record: Int, _ found: CellEnds, _ bytes: UnsafePointer<UInt8>) -> Bool {
    var start = Int(found.starts[record])
    for position in record * width..<(record + 1) * width {
      let end = Int(found.ends[position])
      let isQuoted = end - start > 1 && bytes[start] == 0x22
      let content = UnsafeBufferPointer(start: bytes + start, count: end - start)
      guard RawColumn.isBlank(isQuoted ? content[1..<content.count - 1] : content[...]) else { return false }
      start = end + 1
    }
    return true
  }

  // A column of which most cells are distinct is not worth a dictionary from here on.
  private mutating func tellPlainColumns() {
    for column in 0..<width where columns[column].plainFrom == .max {
      let distinct = columns[column].dictionary.count
      if distinct > 2048, distinct * 2 > records { makePlain(column, from: records) }
    }
  }

  private mutating func makePlain(_ column: Int, from record: Int) {
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
