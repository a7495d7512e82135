/// Which columns hold cells of at most one byte, as most answers are: neighbours among them are counted together, a record
/// at a time, and what they hold is looked at no more than that.
///
/// Which they are is learned from one chunk for the next; it makes no difference to what is counted.
struct NarrowColumns {
  /// So many columns are counted together, so that their counts stay in the nearest cache.
  private static let most = 64

  private var isNarrow: [Bool]
  // How many cells of more than one byte were met in the chunk.
  private var wide: [Int]

  init(width: Int) {
    isNarrow = Array(repeating: false, count: width)
    wide = Array(repeating: 0, count: width)
  }

  /// Notes how many cells of more than one byte a column has.
  @inline(__always)
  mutating func note(wide count: Int, of column: Int) { wide[column] += count }

  /// Forgets about the chunk that was scanned, but for which columns are narrow.
  mutating func learn(records: Int) {
    guard records > 0 else { return }
    for column in wide.indices {
      // One such cell in a record costs as much as is saved in many.
      isNarrow[column] = wide[column] * 256 < records
      wide[column] = 0
    }
  }

  /// The columns, in order: those that are counted together in ranges of more than one.
  ///
  /// The first column is alone: its cells do not begin where another ends.
  func parts(_ width: Int, where mayBe: (Int) -> Bool) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var column = 0
    while column < width {
      var end = column + 1
      if column > 0, column < isNarrow.count, isNarrow[column], mayBe(column) {
        while end < width, end - column < Self.most, isNarrow[end], mayBe(end) { end += 1 }
      }
      parts.append(column..<end)
      column = end
    }
    return parts
  }
}
