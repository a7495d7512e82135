internal import CByteMasks

/// The distinct cells of one column as one thread meets them, each under a small code.
///
/// Cells are told apart as they stand in the text, so that one in quotation marks is another than the same one without:
/// what a quoted cell holds is found once, when it is added, and not each time it is met. Cells hold no NUL (a text with
/// one is read another way), so a short cell padded with zeros is no other cell. Cells of one byte or none, which most
/// answers are, are found by the scanner in a table of its own and come here once.
struct CellDictionary {
  /// The code that stands for none.
  static let none: UInt16 = 0xFFFF
  /// The most distinct cells that are told apart.
  static let most = 0xFFFF

  /// The cells by what they hold, for the loops that count them.
  private(set) var table: topline_cell_table
  private var size = 16
  private var rawSize = 0
  private var rawCapacity = 0
  /// What all distinct cells hold, one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each of them ends in ``bytes``.
  private(set) var ends: [Int] = []
  /// For each of them the chunk and the record of its first occurrence, as one number that sorts by them.
  private(set) var firsts: [UInt64] = []

  /// Creates an empty dictionary.
  ///
  /// - Parameter isFiltered: Whether most cells that are looked for will not be there.
  init(isFiltered: Bool = false) {
    table = topline_cell_table(slots: Self.slots(16), shift: 60, texts: .allocate(capacity: 0), filter: nil)
    guard isFiltered else { return }
    let filter = UnsafeMutablePointer<UInt64>.allocate(capacity: 1024)
    filter.initialize(repeating: 0, count: 1024)
    table.filter = filter
  }

  private static func slots(_ count: Int) -> UnsafeMutablePointer<topline_slot> {
    let slots = UnsafeMutablePointer<topline_slot>.allocate(capacity: count)
    slots.initialize(repeating: topline_slot(key: 0, more: 0, length: 0, code: .max, count: 0, quotes: 0), count: count)
    return slots
  }

  /// Frees the tables; the dictionary's cells stay.
  mutating func release() {
    table.slots.deallocate()
    table.texts.deallocate()
    table.filter?.deallocate()
  }

  /// How often each distinct cell was counted.
  var tallies: [Int] {
    var tallies = [Int](repeating: 0, count: count)
    for place in 0..<size where table.slots[place].code != .max {
      tallies[Int(table.slots[place].code)] = Int(table.slots[place].count)
    }
    return tallies
  }

  /// Where what a distinct cell holds stands in ``bytes``.
  func range(_ code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }

  /// How many distinct cells there are.
  var count: Int { ends.count }

  /// Where a cell is; nil where it is not there.
  ///
  /// Sixteen bytes from the cell's start are read, whatever its length.
  @inline(__always)
  func find(_ cell: UnsafePointer<UInt8>, _ length: Int) -> UnsafeMutablePointer<topline_slot>? {
    let slot = withUnsafePointer(to: table) { topline_find($0, topline_key(cell, length), cell, length) }
    return slot.pointee.code == .max ? nil : slot
  }

  /// Adds a cell that is not there yet; ``none`` where there are too many.
  ///
  /// - Parameters:
  ///   - content: What the cell holds.
  ///   - quotes: How many quotation marks it holds.
  ///   - count: How often it was met.
  @inline(never)
  mutating func add(
    _ cell: UnsafePointer<UInt8>, _ length: Int, content: UnsafeBufferPointer<UInt8>, quotes: Int = 0, count: Int = 0,
    at place: UInt64
  ) -> UInt16 {
    guard ends.count < Self.most else { return Self.none }
    let code = UInt16(ends.count)
    bytes.append(contentsOf: content)
    ends.append(bytes.count)
    firsts.append(place)
    if ends.count * 2 > size { grow() }
    let key = topline_key(cell, length)
    if table.filter != nil { withUnsafePointer(to: table) { topline_filter_add($0, key) } }
    insert(
      topline_slot(
        key: key.key, more: length > 16 ? UInt64(keep(cell, length)) : key.more, length: UInt32(length),
        code: UInt32(code), count: UInt32(count), quotes: UInt32(quotes)), hash: key.hash)
    return code
  }

  /// Keeps a long cell as it stands in the text; returns where.
  private mutating func keep(_ cell: UnsafePointer<UInt8>, _ length: Int) -> Int {
    if rawSize + length > rawCapacity {
      rawCapacity = max(1 << 10, (rawSize + length) * 2)
      let new = UnsafeMutablePointer<UInt8>.allocate(capacity: rawCapacity)
      new.update(from: table.texts, count: rawSize)
      table.texts.deallocate()
      table.texts = new
    }
    table.texts.advanced(by: rawSize).update(from: cell, count: length)
    rawSize += length
    return rawSize - length
  }

  private func insert(_ slot: topline_slot, hash: UInt64) {
    var position = Int(truncatingIfNeeded: hash >> UInt64(table.shift))
    while table.slots[position].code != .max { position = (position + 1) & (size - 1) }
    table.slots[position] = slot
  }

  private mutating func grow() {
    let (old, oldSize) = (table.slots, size)
    // Small tables grow faster; large ones are not to take more memory than they must.
    let exponent = size < 4096 ? 2 : 1
    size <<= exponent
    table.shift -= UInt32(exponent)
    table.slots = Self.slots(size)
    for position in 0..<oldSize where old[position].code != .max {
      let slot = old[position]
      insert(slot, hash: slot.length > 16 ? slot.key : topline_short_hash(slot.key, slot.more))
    }
    old.deallocate()
  }
}
