internal import CByteMasks

/// Where the cells of a chunk end, and where its records begin, found 64 bytes at a time.
///
/// The room is kept from chunk to chunk.
struct CellEnds {
  let delimiter: UInt8
  let width: Int
  private(set) var ends: UnsafeMutablePointer<UInt32>
  private(set) var starts: UnsafeMutablePointer<UInt32>
  private var room = 0
  /// How many records there are.
  private(set) var records = 0
  /// How many lines without anything there are.
  private(set) var blankLines = 0
  /// How many quotation marks there are.
  private(set) var quotes = 0

  init(delimiter: UInt8, width: Int) {
    self.delimiter = delimiter
    self.width = width
    ends = .allocate(capacity: 0)
    starts = .allocate(capacity: 0)
  }

  /// Frees the room.
  func release() {
    ends.deallocate()
    starts.deallocate()
  }

  /// Makes room for what a window can hold, and forgets what was found before.
  private mutating func begin(_ window: RecordScanner.Window) {
    (records, blankLines, quotes) = (0, 0, 0)
    guard window.count > room else { return }
    release()
    room = window.count
    ends = .allocate(capacity: room + 73)
    starts = .allocate(capacity: room + 65)
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
    var start: Int
    var block: Int
    var inside: UInt64
    switch beginning(window) {
    case .needsMore: return .needsMore
    case .none: return .done
    case .record(let record, let first, let within): (start, block, inside) = (record, first, within)
    }
    let bytes = window.bytes
    let first = start
    let (ends, starts) = (ends, starts)
    var checked = start
    var lineFeed = -1
    var cells = 0
    var cellsBefore = 0
    starts[0] = UInt32(start)
    while block < window.count {
      let masks = topline_masks(bytes + block, delimiter)
      let all = Self.valid(window.count - block)
      let valid = all & (block < first ? ~0 << UInt64(first - block) : ~0)
      let within = topline_prefix_parity(masks.quotes & all) ^ inside
      inside = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
      if masks.others & valid != 0 {
        let outcome = Self.check(masks.others & valid, block, window, &checked)
        if outcome != .done { return outcome }
      }
      quotes += (masks.quotes & valid).nonzeroBitCount
      var rest = (masks.delimiters | masks.newlines) & valid & ~within
      while true {
        let newlines = masks.newlines & rest
        var delimiters = newlines == 0 ? rest : rest & ((newlines & (~newlines &+ 1)) &- 1)
        // Eight at a time whether or not there are as many: how many is known, and a wrong guess costs more than a write.
        let next = cells &+ delimiters.nonzeroBitCount
        while cells < next {
          for place in cells..<cells &+ 8 {
            ends[place] = UInt32(truncatingIfNeeded: block &+ delimiters.trailingZeroBitCount)
            delimiters &= delimiters &- 1
          }
          cells &+= 8
        }
        cells = next
        guard newlines != 0 else { break }
        let bit = newlines.trailingZeroBitCount
        let after: UInt64 = bit == 63 ? 0 : ~0 << UInt64(bit &+ 1)
        rest &= after
        let end = block &+ bit
        if end == lineFeed { continue }
        if cells == cellsBefore, end == start, width > 1 {
          blankLines += 1
        } else {
          ends[cells] = UInt32(truncatingIfNeeded: end)
          cells += 1
          if cells - cellsBefore != width { return .needsCare }
          cellsBefore = cells
          records += 1
        }
        start = end + 1
        if bytes[end] == 0x0D {
          if end + 1 == window.count, !window.isEnd { return .needsMore }
          if end + 1 < window.count, bytes[end + 1] == 0x0A {
            lineFeed = end + 1
            start = end + 2
          }
        }
        if start - 1 >= window.owned {
          quotes -= (masks.quotes & valid & after).nonzeroBitCount
          return .done
        }
        starts[records] = UInt32(truncatingIfNeeded: start)
      }
      block += 64
    }
    guard window.isEnd else { return .needsMore }
    if inside != 0 { return .needsCare }
    if start < window.count || cells > cellsBefore {
      ends[cells] = UInt32(truncatingIfNeeded: window.count)
      cells += 1
      if cells - cellsBefore != width { return .needsCare }
      records += 1
    }
    return .done
  }

  /// Checks the bytes from 0x80 in a block to be UTF-8.
  private static func check(
    _ others: UInt64, _ block: Int, _ window: RecordScanner.Window, _ checked: inout Int
  ) -> RecordScanner.Outcome {
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
