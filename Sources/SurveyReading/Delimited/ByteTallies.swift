internal import CByteMasks

/// The cells of one byte or none of every column: under which code each is known, and how often each was met.
///
/// An empty cell stands at the byte that ends it, which no cell of one byte can be.
struct ByteTallies {
  /// For each column and byte the code of the cell; `CellDictionary.none` where it was not met yet.
  let codes: UnsafeMutablePointer<UInt16>
  /// For each column and byte how often the cell was met, in even records and in odd ones.
  let counts: UnsafeMutablePointer<UInt32>
  // The bytes of each column that have a code, and how many cells were counted.
  private var known: [[UInt8]]
  private var counted: [Int]

  init(width: Int) {
    codes = .allocate(capacity: width * 256)
    codes.initialize(repeating: CellDictionary.none, count: width * 256)
    counts = .allocate(capacity: width * Int(TOPLINE_BYTE_COUNTS))
    counts.initialize(repeating: 0, count: width * Int(TOPLINE_BYTE_COUNTS))
    known = Array(repeating: [], count: width)
    counted = Array(repeating: 0, count: width)
  }

  /// Frees everything.
  func release() {
    codes.deallocate()
    counts.deallocate()
  }

  /// A column's codes.
  func codes(of column: Int) -> UnsafeMutablePointer<UInt16> { codes + column * 256 }

  /// A column's counts.
  func counts(of column: Int) -> UnsafeMutablePointer<UInt32> { counts + column * Int(TOPLINE_BYTE_COUNTS) }

  /// Gives a byte of a column a code.
  mutating func know(_ byte: UInt8, of column: Int, as code: UInt16) {
    codes(of: column)[Int(byte)] = code
    known[column].append(byte)
  }

  /// Counts one cell.
  mutating func count(_ byte: UInt8, of column: Int, in record: Int) {
    counts(of: column)[Int(byte) << 1 | (record & 1)] += 1
    counted[column] += 1
  }

  /// Notes how many cells of a column were counted by the loops.
  @inline(__always)
  mutating func note(_ cells: Int, of column: Int) { counted[column] += cells }

  /// How often a known byte of a column was met.
  func tally(_ byte: UInt8, of column: Int) -> Int {
    let counts = counts(of: column) + Int(byte) << 1
    return Int(counts[0]) + Int(counts[1])
  }

  /// The known bytes of a column.
  func known(of column: Int) -> [UInt8] { known[column] }

  /// Whether bytes of a column were counted that have no code yet.
  func hasUnknown(_ column: Int) -> Bool {
    known[column].reduce(0) { $0 + tally($1, of: column) } != counted[column]
  }
}
