/// The distinct cells of one column as one thread meets them, each under a small code.
///
/// Cells of up to eight bytes are compared as one number, longer ones by their hash first. Cells hold no NUL (a text with
/// one is read another way), so a short cell padded with zeros is no other cell. Cells of one byte or none, which most
/// answers are, are found by the scanner in a table of its own and come here once.
struct CellDictionary {
  /// The code that stands for none.
  static let none: UInt16 = 0xFFFF
  /// The most distinct cells that are told apart.
  static let most = 0xFFFF

  private struct Slot {
    var key: UInt64
    var length: UInt32
    var code: UInt32
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  // How often each distinct cell was counted.
  private var counts: UnsafeMutablePointer<UInt32>
  private var countsSize = 64
  /// All distinct cells one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each of them ends in ``bytes``.
  private(set) var ends: [Int] = []
  /// For each of them the chunk and the record of its first occurrence, as one number that sorts by them.
  private(set) var firsts: [UInt64] = []

  init() {
    mask = 63
    slots = .allocate(capacity: 64)
    slots.initialize(repeating: Slot(key: 0, length: 0, code: .max), count: 64)
    counts = .allocate(capacity: 64)
    counts.initialize(repeating: 0, count: 64)
  }

  /// Frees the tables; the dictionary's cells stay.
  mutating func release() {
    slots.deallocate()
    counts.deallocate()
  }

  /// How often each distinct cell was counted.
  var tallies: [Int] { ends.indices.map { Int(counts[$0]) } }

  /// Where a distinct cell stands in ``bytes``.
  func range(_ code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }

  /// How many distinct cells there are.
  var count: Int { ends.count }

  /// The code of a cell; ``none`` where there are too many distinct ones.
  ///
  /// Eight bytes from the cell's start are read, whatever its length.
  @inline(__always)
  mutating func code(_ cell: UnsafePointer<UInt8>, _ length: Int, at place: UInt64, most: Int = most) -> UInt16 {
    let key = Self.key(cell, length)
    var position = Self.position(key) & mask
    while true {
      let slot = slots[position]
      if slot.code == .max { return ends.count < most ? add(cell, length, at: place) : Self.none }
      if slot.key == key, Int(slot.length) == length, length <= 8 || isCell(cell, length, Int(slot.code)) {
        return UInt16(truncatingIfNeeded: slot.code)
      }
      position = (position + 1) & mask
    }
  }

  /// As ``code(_:_:at:)``, and counts the cell.
  @inline(__always)
  mutating func counted(_ cell: UnsafePointer<UInt8>, _ length: Int, at place: UInt64, most: Int = most) -> UInt16 {
    let code = code(cell, length, at: place, most: most)
    if code != Self.none { counts[Int(code)] &+= 1 }
    return code
  }

  @inline(__always)
  private static func key(_ cell: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    if length <= 8 { return length == 0 ? 0 : word(cell) & (~0 >> UInt64(64 - 8 * length)) }
    var hash: UInt64 = UInt64(length) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset + 8 <= length {
      hash = (hash ^ word(cell + offset)) &* 0x9FB2_1C65_1E98_DF25
      hash ^= hash >> 32
      offset += 8
    }
    if offset < length {
      hash = (hash ^ (word(cell + offset) & (~0 >> UInt64(64 - 8 * (length - offset))))) &* 0x9FB2_1C65_1E98_DF25
      hash ^= hash >> 32
    }
    return hash
  }

  @inline(__always)
  private static func word(_ cell: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(cell).loadUnaligned(as: UInt64.self)
  }

  @inline(__always)
  private static func position(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40)
  }

  private func isCell(_ cell: UnsafePointer<UInt8>, _ length: Int, _ code: Int) -> Bool {
    let start = code == 0 ? 0 : ends[code - 1]
    return bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return false }
      var offset = 0
      while offset + 8 <= length {
        if Self.word(base + start + offset) != Self.word(cell + offset) { return false }
        offset += 8
      }
      while offset < length {
        if bytes[start + offset] != cell[offset] { return false }
        offset += 1
      }
      return true
    }
  }

  /// Adds a cell that is not there yet; ``none`` where there are too many.
  @inline(never)
  mutating func add(_ cell: UnsafePointer<UInt8>, _ length: Int, at place: UInt64) -> UInt16 {
    guard ends.count < Self.most else { return Self.none }
    let code = UInt16(ends.count)
    bytes.append(contentsOf: UnsafeBufferPointer(start: cell, count: length))
    ends.append(bytes.count)
    firsts.append(place)
    if ends.count > countsSize { growCounts() }
    if ends.count * 2 > mask { grow() }
    insert(Slot(key: Self.key(cell, length), length: UInt32(length), code: UInt32(code)))
    return code
  }

  private func insert(_ slot: Slot) {
    var position = Self.position(slot.key) & mask
    while slots[position].code != .max { position = (position + 1) & mask }
    slots[position] = slot
  }

  private mutating func growCounts() {
    let old = counts
    counts = .allocate(capacity: countsSize * 4)
    counts.initialize(repeating: 0, count: countsSize * 4)
    counts.update(from: old, count: countsSize)
    old.deallocate()
    countsSize *= 4
  }

  private mutating func grow() {
    let old = slots
    let size = mask + 1
    mask = size * 2 - 1
    slots = .allocate(capacity: size * 2)
    slots.initialize(repeating: Slot(key: 0, length: 0, code: .max), count: size * 2)
    for position in 0..<size where old[position].code != .max { insert(old[position]) }
    old.deallocate()
  }
}
