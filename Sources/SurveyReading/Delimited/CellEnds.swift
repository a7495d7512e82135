internal import CByteMasks

/// Where the cells of a chunk end, and where its records begin, found 64 bytes at a time.
///
/// The room is kept from chunk to chunk.
struct CellEnds {
  /// The kinds of processors that the search is made for, which makes no difference to what is found.
  enum Processor: UInt32, CaseIterable, Sendable {
    case any, avx2, avx512

    /// What this processor is.
    static let fastest = Processor(rawValue: UInt32(topline_fastest().rawValue)) ?? .any
  }

  let delimiter: UInt8
  let width: Int
  private var ends: UnsafeMutablePointer<UInt32>
  private var starts: UnsafeMutablePointer<UInt32>
  // Where bytes are that need a second look.
  private var others: UnsafeMutablePointer<topline_others>
  private let processor: Processor
  private var room = 0
  /// How many records there are.
  private(set) var records = 0
  /// How many lines without anything there are.
  private(set) var blankLines = 0
  /// How many quotation marks there are.
  private(set) var quotes = 0

  init(delimiter: UInt8, width: Int, processor: Processor = .fastest) {
    self.delimiter = delimiter
    self.width = width
    self.processor = processor
    ends = .allocate(capacity: 0)
    starts = .allocate(capacity: 0)
    others = .allocate(capacity: 0)
  }

  /// Frees the room.
  func release() {
    ends.deallocate()
    starts.deallocate()
    others.deallocate()
  }

  /// The cells that were found.
  func cells(in window: RecordScanner.Window) -> topline_cells {
    topline_cells(bytes: window.bytes, ends: ends, starts: starts, width: width)
  }

  /// Makes room for what a window can hold, and forgets what was found before.
  private mutating func begin(_ window: RecordScanner.Window) {
    (records, blankLines, quotes) = (0, 0, 0)
    guard window.count > room else { return }
    release()
    room = window.count
    ends = .allocate(capacity: room + 136)
    starts = .allocate(capacity: room + 136)
    others = .allocate(capacity: room / 64 + 2)
  }

  /// Where the first record begins: behind the first newline outside of quoted cells.
  private enum Beginning {
    case record(Int, block: Int, inside: UInt64)
    case none, needsMore
  }

  private func beginning(_ window: RecordScanner.Window) -> Beginning {
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

  /// Finds the cells of the records that the chunk owns.
  mutating func find(in window: RecordScanner.Window) -> RecordScanner.Outcome {
    begin(window)
    let first: (start: Int, block: Int, inside: UInt64)
    switch beginning(window) {
    case .needsMore: return .needsMore
    case .none: return .done
    case .record(let start, let block, let inside): first = (start, block, inside)
    }
    var cells = topline_cell_ends(
      bytes: window.bytes, count: window.count, width: width, start: first.start, block: first.block,
      owned: window.owned, delimiter: delimiter, is_end: window.isEnd, is_inside: first.inside != 0, ends: ends,
      starts: starts, others: others, records: 0, blank_lines: 0, quotes: 0, others_count: 0)
    let outcome = topline_find_cell_ends(&cells, topline_processor(processor.rawValue))
    let checked = check(cells.others_count, window)
    guard checked == .done else { return checked }
    (records, blankLines, quotes) = (cells.records, cells.blank_lines, cells.quotes)
    switch outcome {
    case topline_done: return .done
    case topline_needs_more: return .needsMore
    default: return .needsCare
    }
  }

  /// Checks the bytes from 0x80 to be UTF-8, and that there is no NUL.
  private func check(_ count: Int, _ window: RecordScanner.Window) -> RecordScanner.Outcome {
    let buffer = UnsafeBufferPointer(start: window.bytes, count: window.count)
    var checked = 0
    for place in 0..<count {
      var rest = others[place].mask
      while rest != 0 {
        let index = Int(others[place].block) + rest.trailingZeroBitCount
        rest &= rest - 1
        if index < checked { continue }
        if !window.isEnd, index + 4 > window.count { return .needsMore }
        let length = buffer[index] == 0 ? 0 : UTF8Check.length(buffer, index)
        guard length > 0 else { return .needsCare }
        checked = index + length
      }
    }
    return .done
  }
}
