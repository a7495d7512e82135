/// Cells one after the other as they are, with where each ends.
struct PlainCells {
  private(set) var bytes: UnsafeMutablePointer<UInt8>?
  private(set) var ends: UnsafeMutablePointer<Int>?
  private(set) var size = 0
  private(set) var count = 0
  private var capacity = 0
  private var room = 0

  /// Adds a cell.
  @inline(__always)
  mutating func append(_ cell: UnsafePointer<UInt8>, _ length: Int) {
    if size + length > capacity { grow(by: length) }
    if count == room { makeRoom() }
    bytes?.advanced(by: size).update(from: cell, count: length)
    size += length
    ends?[count] = size
    count += 1
  }

  @inline(never)
  private mutating func grow(by length: Int) {
    capacity = max(1 << 12, (size + length) * 2)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    if let bytes { new.update(from: bytes, count: size) }
    bytes?.deallocate()
    bytes = new
  }

  @inline(never)
  private mutating func makeRoom() {
    room = max(1 << 8, count * 2)
    let new = UnsafeMutablePointer<Int>.allocate(capacity: room)
    if let ends { new.update(from: ends, count: count) }
    ends?.deallocate()
    ends = new
  }

  /// Frees the cells.
  mutating func release() {
    bytes?.deallocate()
    ends?.deallocate()
    self = PlainCells()
  }
}

/// The cells of one chunk of a delimited text: for each column the codes of one thread's dictionary, or the cells as
/// they are where too many are distinct.
///
/// A chunk owns the records that begin in it, also where they end beyond it. It is written by one thread and read when
/// all have ended.
final class ScannedChunk: @unchecked Sendable {
  /// The thread whose dictionaries the codes are of.
  let worker: Int
  /// How many columns there are.
  let width: Int
  /// How many records begin in the chunk.
  var count = 0
  /// How many lines without anything there are.
  var blankLines = 0
  /// For each column its cells' codes; nil where the column's cells are in ``plain``.
  let codes: UnsafeMutablePointer<UnsafeMutablePointer<UInt16>?>
  /// For each column its cells, where they are not coded.
  let plain: UnsafeMutablePointer<PlainCells>
  /// For how many records there is room.
  private(set) var capacity: Int

  init(worker: Int, isPlain: [Bool], capacity: Int) {
    self.worker = worker
    self.capacity = capacity
    width = isPlain.count
    codes = .allocate(capacity: width)
    codes.initialize(repeating: nil, count: width)
    plain = .allocate(capacity: width)
    plain.initialize(repeating: PlainCells(), count: width)
    for column in 0..<width where !isPlain[column] { codes[column] = .allocate(capacity: capacity) }
  }

  deinit {
    for column in 0..<width { release(column) }
    codes.deallocate()
    plain.deallocate()
  }

  /// Frees a column that has been read.
  func release(_ column: Int) {
    codes[column]?.deallocate()
    codes[column] = nil
    plain[column].release()
  }

  /// Makes room for twice as many records.
  func grow() {
    for column in 0..<width {
      guard let old = codes[column] else { continue }
      let new = UnsafeMutablePointer<UInt16>.allocate(capacity: capacity * 2)
      new.update(from: old, count: capacity)
      old.deallocate()
      codes[column] = new
    }
    capacity *= 2
  }

  /// Changes a column from codes to the cells themselves.
  func spill(_ column: Int, records: Int, dictionary: CellDictionary) {
    guard let coded = codes[column] else { return }
    dictionary.bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      for record in 0..<records {
        let range = dictionary.range(Int(coded[record]))
        plain[column].append(start + range.lowerBound, range.count)
      }
    }
    coded.deallocate()
    codes[column] = nil
  }
}
