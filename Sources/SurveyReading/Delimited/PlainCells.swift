/// Cells one after the other as they are, with where each ends.
struct PlainCells {
  private(set) var bytes: UnsafeMutablePointer<UInt8>?
  private(set) var ends: UnsafeMutablePointer<Int>?
  private(set) var count = 0
  private var size = 0
  private var capacity = 0
  private var room = 0

  /// Adds a cell.
  @inline(__always)
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    if size + text.count > capacity { grow(by: text.count) }
    if count == room { makeRoom() }
    if let bytes, let start = text.baseAddress { bytes.advanced(by: size).update(from: start, count: text.count) }
    size += text.count
    ends?[count] = size
    count += 1
  }

  /// Where a cell begins.
  func start(of cell: Int) -> Int { cell == 0 ? 0 : ends?[cell - 1] ?? 0 }

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

/// One column's cells as one thread met them: codes of its dictionary, and from some record on the cells as they are.
struct ScannedColumn {
  /// The codes of the records before ``plainFrom``.
  var codes: UnsafeMutablePointer<UInt16>
  /// The distinct cells.
  var dictionary = CellDictionary()
  /// From which of the thread's records on cells are in ``plain``.
  var plainFrom = Int.max
  /// The cells of the records from ``plainFrom`` on.
  var plain = PlainCells()

  /// What is counted of the cells from ``plainFrom`` on, where cells are only counted.
  var many: ManyCells?

  init(capacity: Int) { codes = .allocate(capacity: capacity) }

  /// Makes room for more records.
  mutating func grow(from old: Int, to new: Int) {
    guard plainFrom == .max else { return }
    let larger = UnsafeMutablePointer<UInt16>.allocate(capacity: new)
    larger.update(from: codes, count: old)
    codes.deallocate()
    codes = larger
  }

  /// Frees the cells, once they have been read.
  mutating func releaseCells() {
    codes.deallocate()
    codes = .allocate(capacity: 1)
    plain.release()
    many?.releaseNumbers()
  }

  /// Frees all.
  mutating func release() {
    codes.deallocate()
    plain.release()
    many?.release()
    dictionary.release()
  }
}
