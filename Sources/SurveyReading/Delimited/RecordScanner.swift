internal import CByteMasks

/// One thread's part in reading a delimited text: its dictionaries, and the scan of one chunk at a time.
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
  private var dictionaries: UnsafeMutablePointer<CellDictionary>
  private var isPlain: [Bool]
  private var records = 0
  // A quoted cell without its doubled marks; room for eight bytes more, which are read at once.
  private var scratch: UnsafeMutablePointer<UInt8>
  private var scratchSize = 1 << 12

  init(delimiter: UInt8, width: Int) {
    self.delimiter = delimiter
    self.width = width
    isPlain = Array(repeating: false, count: width)
    scratch = .allocate(capacity: scratchSize + 8)
    dictionaries = .allocate(capacity: width)
    for column in 0..<width { (dictionaries + column).initialize(to: CellDictionary()) }
  }

  /// The distinct cells of a column.
  func dictionary(_ column: Int) -> CellDictionary { dictionaries[column] }

  /// Frees the dictionaries.
  mutating func release() {
    for column in 0..<width { dictionaries[column].release() }
    dictionaries.deinitialize(count: width)
    dictionaries.deallocate()
    scratch.deallocate()
  }

  /// A chunk with room for its records.
  func chunk(worker: Int, capacity: Int) -> ScannedChunk {
    ScannedChunk(worker: worker, isPlain: isPlain, capacity: max(16, capacity))
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

  /// Where the first record begins: behind the first newline outside of quoted cells.
  private enum Beginning {
    case record(Int, block: Int, inside: UInt64)
    case none, needsMore
  }

  private func beginning(_ window: Window) -> Beginning {
    var inside: UInt64 = window.startsInside ? ~0 : 0
    if window.startsRecord { return .record(0, block: 0, inside: inside) }
    var block = 0
    while block < window.count {
      let masks = topline_masks(window.bytes + block, delimiter)
      let valid = Self.valid(window.count - block)
      let within = topline_prefix_parity(masks.quotes & valid) ^ inside
      var newlines = masks.newlines & valid & ~within
      while newlines != 0 {
        var newline = block + newlines.trailingZeroBitCount
        newlines &= newlines - 1
        if window.bytes[newline] == 0x0D {
          if newline + 1 == window.count, !window.isEnd { return .needsMore }
          if newline + 1 < window.count, window.bytes[newline + 1] == 0x0A { newline += 1 }
        }
        if newline >= window.owned { return .none }
        let start = newline + 1
        // The scan goes on in the block of the record's first byte.
        guard start / 64 * 64 == block else {
          return .record(start, block: start, inside: 0)
        }
        return .record(start, block: block, inside: inside)
      }
      inside = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
      block += 64
    }
    return window.isEnd ? .none : .needsMore
  }

  @inline(__always)
  private static func valid(_ rest: Int) -> UInt64 { rest >= 64 ? ~0 : (1 << UInt64(rest)) - 1 }

  /// Reads the records that the chunk owns.
  mutating func scan(_ window: Window, into chunk: ScannedChunk) -> Outcome {
    let first: (start: Int, block: Int, inside: UInt64)
    switch beginning(window) {
    case .needsMore: return .needsMore
    case .none: return .done
    case .record(let start, let block, let inside): first = (start, block, inside)
    }
    let bytes = window.bytes
    var (start, block, inside) = first
    var column = 0
    var record = 0
    var lastQuote = -1
    var checked = start
    var lineFeed = -1
    let place = UInt64(window.number) << 32
    while block < window.count {
      let masks = topline_masks(bytes + block, delimiter)
      let quotes = masks.quotes & Self.valid(window.count - block)
      let valid = Self.valid(window.count - block) & (block < first.start ? ~0 << UInt64(first.start - block) : ~0)
      let within = topline_prefix_parity(quotes) ^ inside
      inside = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
      if masks.others & valid != 0 {
        switch Self.check(masks.others & valid, block, window, &checked) {
        case .done: break
        case let outcome: return outcome
        }
      }
      var ends = (masks.delimiters | masks.newlines) & valid & ~within
      while ends != 0 {
        let bit = ends.trailingZeroBitCount
        ends &= ends - 1
        let end = block + bit
        let isNewline = masks.newlines >> UInt64(bit) & 1 != 0
        if isNewline, end == lineFeed { continue }
        let before = quotes & ((1 << UInt64(bit)) - 1)
        let quote = before != 0 ? block + 63 - before.leadingZeroBitCount : lastQuote
        if column == width { return .needsCare }
        var cell = bytes + start
        var length = end - start
        if quote >= start {
          guard let content = unquoted(bytes + start, length) else { return .needsCare }
          (cell, length) = content
        }
        if isNewline, column == 0, length == 0, width > 1 {
          chunk.blankLines += 1
        } else {
          store(cell, length, column, record, place, chunk)
          column += 1
        }
        start = end + 1
        guard isNewline else { continue }
        var newline = end
        if bytes[end] == 0x0D {
          if end + 1 == window.count, !window.isEnd { return .needsMore }
          if end + 1 < window.count, bytes[end + 1] == 0x0A {
            lineFeed = end + 1
            newline = lineFeed
            start = lineFeed + 1
          }
        }
        if column > 0 {
          if column != width { return .needsCare }
          column = 0
          record += 1
          chunk.count = record
          if record == chunk.capacity { chunk.grow() }
        }
        if newline >= window.owned {
          finish(chunk)
          return .done
        }
      }
      let quotesHere = quotes & valid
      if quotesHere != 0 { lastQuote = block + 63 - quotesHere.leadingZeroBitCount }
      block += 64
    }
    guard window.isEnd else { return .needsMore }
    if inside != 0 { return .needsCare }
    if start < window.count || column > 0 {
      if column == width { return .needsCare }
      var cell = bytes + start
      var length = window.count - start
      if lastQuote >= start {
        guard let content = unquoted(bytes + start, length) else { return .needsCare }
        (cell, length) = content
      }
      if column == 0, length == 0, width > 1 {
        chunk.blankLines += 1
      } else {
        store(cell, length, column, record, place, chunk)
        if column + 1 != width { return .needsCare }
        chunk.count = record + 1
      }
    }
    finish(chunk)
    return .done
  }

  // A column of which most cells are distinct is not worth a dictionary in the chunks to come.
  private mutating func finish(_ chunk: ScannedChunk) {
    records += chunk.count
    for column in 0..<width where !isPlain[column] {
      let distinct = dictionaries[column].count
      if distinct > 2048, distinct * 2 > records { isPlain[column] = true }
    }
  }

  @inline(__always)
  private mutating func store(
    _ cell: UnsafePointer<UInt8>, _ length: Int, _ column: Int, _ record: Int, _ place: UInt64, _ chunk: ScannedChunk
  ) {
    guard let cells = chunk.codes[column] else {
      chunk.plain[column].append(cell, length)
      return
    }
    let code = dictionaries[column].code(cell, length, at: place | UInt64(record))
    if code == CellDictionary.none {
      isPlain[column] = true
      chunk.spill(column, records: record, dictionary: dictionaries[column])
      chunk.plain[column].append(cell, length)
    } else {
      cells[record] = code
    }
  }

  /// The content of a cell in which a quotation mark stands; nil where it is not quoted as RFC 4180 says.
  private mutating func unquoted(_ cell: UnsafePointer<UInt8>, _ length: Int) -> (UnsafePointer<UInt8>, Int)? {
    guard length >= 2, cell[0] == 0x22, cell[length - 1] == 0x22 else { return nil }
    var index = 1
    while index < length - 1, cell[index] != 0x22 { index += 1 }
    if index == length - 1 { return (cell + 1, length - 2) }
    if length > scratchSize {
      scratch.deallocate()
      scratchSize = length * 2
      scratch = .allocate(capacity: scratchSize + 8)
    }
    var content = index - 1
    scratch.update(from: cell + 1, count: content)
    while index < length - 1 {
      if cell[index] == 0x22 {
        guard index + 1 < length - 1, cell[index + 1] == 0x22 else { return nil }
        index += 1
      }
      scratch[content] = cell[index]
      content += 1
      index += 1
    }
    return (UnsafePointer(scratch), content)
  }

  /// Checks the bytes from 0x80 in a block to be UTF-8.
  private static func check(_ others: UInt64, _ block: Int, _ window: Window, _ checked: inout Int) -> Outcome {
    var rest = others
    let buffer = UnsafeBufferPointer(start: window.bytes, count: window.count)
    while rest != 0 {
      let index = block + rest.trailingZeroBitCount
      rest &= rest - 1
      if index < checked { continue }
      if !window.isEnd, index + 4 > window.count { return .needsMore }
      let length = buffer[index] == 0 ? 0 : UTF8Check.length(buffer, index)
      guard length > 0 else { return .needsCare }
      checked = index + length
    }
    return .done
  }
}
