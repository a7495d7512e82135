internal import SurveyModel

/// The cells of one column as bytes, each distinct text kept once.
///
/// A repeated cell costs two bytes and no allocation. A column with more than 65,536 distinct texts changes to one
/// buffer of texts; then ``codes`` is empty and ``spilled`` holds every cell.
struct RawColumn: Sendable {
  /// The most distinct texts (absences included) that are kept interned.
  static let mostDistinct = 65_536

  /// For each cell the position of its text among the distinct ones; empty once the column has spilled.
  private(set) var codes: [UInt16] = []
  /// All cells' texts, once there are too many distinct ones.
  private(set) var spilled: TextColumn?
  /// How many cells there are.
  private(set) var count = 0

  // How often each distinct entry occurs, where that was counted as the column was put together.
  private var known: [Int]?
  /// For each distinct entry the record of its first occurrence, where the column holds each of them once and no more
  /// than how often it occurs; nil where it holds every cell.
  private(set) var firstRecords: [Int]?
  /// What was counted of a column of which most cells are distinct, where it does not hold every cell.
  private(set) var many: CountedMany?
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  private var absences: [MissingReason?] = []
  // Positions of distinct texts plus one, at the hash or the next free place; the size is a power of two.
  private var table = [UInt32](repeating: 0, count: 16)
  private var codeOfAbsence: [MissingReason: UInt16] = [:]

  init() {}

  /// Adds a cell.
  @inline(__always)
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    count += 1
    if spilled != nil {
      spilled?.append(text)
      return
    }
    let hash = Self.hash(text)
    if let code = lookUp(text, hash: hash) {
      codes.append(code)
    } else if ends.count < Self.mostDistinct {
      codes.append(insert(text, hash: hash, absence: nil))
    } else {
      spill()
      spilled?.append(text)
    }
  }

  /// Adds a cell.
  mutating func append(_ text: some Collection<UInt8>) {
    let done: Void? = text.withContiguousStorageIfAvailable { append($0) }
    if done == nil { Array(text).withUnsafeBufferPointer { append($0) } }
  }

  /// Adds a cell.
  mutating func append(_ text: String) { append(text.utf8) }

  /// Adds a cell that the format leaves out, and why.
  mutating func appendAbsent(_ reason: MissingReason) {
    count += 1
    if spilled != nil {
      spilled?.append(missing: reason)
    } else if let code = codeOfAbsence[reason] {
      codes.append(code)
    } else if ends.count < Self.mostDistinct {
      // The empty text is hashed to a place of its own: an absent cell must never be found as an empty one.
      let code = UInt16(ends.count)
      ends.append(bytes.count)
      hashes.append(0)
      absences.append(reason)
      codeOfAbsence[reason] = code
      codes.append(code)
    } else {
      spill()
      spilled?.append(missing: reason)
    }
  }

  /// Takes other cells of the same distinct texts: one position among them per cell, and how often each occurs.
  mutating func replaceCodes(_ codes: [UInt16], tallies: [Int]) {
    self.codes = codes
    count = codes.count
    known = tallies
  }

  /// Keeps each distinct entry once, in order of first occurrence, with how often it occurs and where first: a survey's
  /// marginals need no more.
  mutating func keepDistinct(tallies: [Int], firstRecords: [Int]) {
    codes = (0..<ends.count).map { UInt16($0) }
    count = ends.count
    known = tallies
    self.firstRecords = firstRecords
  }

  /// Keeps what was counted of a column of which most cells are distinct: texts stand for all like them.
  mutating func keepMany(_ many: CountedMany) {
    var texts = TextColumn()
    for entry in many.texts { texts.append(entry.text) }
    spilled = texts
    count = texts.count
    known = many.texts.map(\.tally)
    firstRecords = many.texts.map(\.firstRecord)
    self.many = many
  }

  /// Adds many cells to a column that has spilled.
  ///
  /// - Parameters:
  ///   - texts: The cells' texts one after the other.
  ///   - ends: Where each ends.
  ///   - start: Where the first begins, in the same numbering.
  mutating func appendSpilled(_ texts: UnsafeBufferPointer<UInt8>, ends: UnsafeBufferPointer<Int>, from start: Int) {
    count += ends.count
    spilled?.append(texts, ends: ends, from: start)
  }

  /// Takes out the cells from a position on.
  mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    self.count = count
    guard let spilled else {
      codes.removeLast(codes.count - count)
      return
    }
    var shorter = TextColumn()
    for cell in 0..<count {
      let bytes = spilled.text(at: cell).utf8
      if let reason = MissingReason(index: spilled.missing[cell]) {
        shorter.append(missing: reason, text: bytes)
      } else {
        shorter.append(bytes)
      }
    }
    self.spilled = shorter
  }

  /// Takes out some cells, and the texts that only they hold.
  mutating func remove(_ rows: Set<Int>) {
    var shorter = RawColumn()
    for cell in 0..<count where !rows.contains(cell) {
      let reason = spilled.map { MissingReason(index: $0.missing[cell]) } ?? absences[Int(codes[cell])]
      if let reason {
        shorter.appendAbsent(reason)
      } else if let spilled {
        shorter.append(spilled.utf8(at: cell))
      } else {
        shorter.append(bytes(at: Int(codes[cell])))
      }
    }
    self = shorter
  }

  /// How many distinct texts and absences there are; 0 once the column has spilled.
  var distinctCount: Int { ends.count }

  /// The bytes of a distinct text.
  func bytes(at code: Int) -> ArraySlice<UInt8> { bytes[(code == 0 ? 0 : ends[code - 1])..<ends[code]] }

  /// A distinct text.
  func text(at code: Int) -> String { String(decoding: bytes(at: code), as: UTF8.self) }

  /// Why a distinct entry stands for a cell that the format leaves out; nil where it is a text.
  func absence(at code: Int) -> MissingReason? { absences[code] }

  /// How often each distinct entry occurs.
  var tallies: [Int] {
    if let known, firstRecords != nil { return known }
    if let known, known.count == ends.count, known.reduce(0, +) == codes.count { return known }
    var tallies = [Int](repeating: 0, count: ends.count)
    for code in codes { tallies[Int(code)] += 1 }
    return tallies
  }

  /// The distinct texts that are not blank, in order of first occurrence.
  var distinctTexts: [String] {
    (0..<ends.count).filter { absences[$0] == nil && !Self.isBlank(bytes(at: $0)) }.map(text(at:))
  }

  /// The position of the first cell with a distinct entry.
  func firstCell(of code: Int) -> Int? { firstRecords?[code] ?? codes.firstIndex(of: UInt16(code)) }

  /// The text of a cell; nil where the format leaves it out.
  func text(ofCell cell: Int) -> String? {
    assert(firstRecords == nil, "a column of distinct cells has no records")
    if let spilled { return spilled.missing[cell] == 0 ? spilled.text(at: cell) : nil }
    let code = Int(codes[cell])
    return absences[code] == nil ? text(at: code) : nil
  }

  /// Whether a cell holds no more than white space.
  static func isBlank(_ text: some Sequence<UInt8>) -> Bool {
    text.allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
  }

  /// Whether a cell is left out by the format, or holds no more than white space.
  func isBlank(cell: Int) -> Bool {
    if let spilled { return spilled.missing[cell] != 0 || Self.isBlank(spilled.utf8(at: cell)) }
    let code = Int(codes[cell])
    return absences[code] != nil || Self.isBlank(bytes(at: code))
  }

  /// All cells as texts, with absences as missing.
  var asTextColumn: TextColumn {
    spilled ?? TextColumn(codes: codes, bytes: bytes, ends: ends, reasons: absences)
  }

  private mutating func spill() {
    var every = TextColumn()
    for code in codes {
      if let reason = absences[Int(code)] {
        every.append(missing: reason)
      } else {
        every.append(bytes(at: Int(code)))
      }
    }
    spilled = every
    codes = []
    bytes = []
    ends = []
    hashes = []
    absences = []
    table = []
    codeOfAbsence = [:]
  }

  @inline(__always)
  private func lookUp(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> UInt16? {
    let mask = table.count - 1
    var place = Int(hash) & mask
    while table[place] != 0 {
      let code = Int(table[place]) - 1
      if hashes[code] == hash, isText(text, at: code) { return UInt16(code) }
      place = (place + 1) & mask
    }
    return nil
  }

  @inline(__always)
  private func isText(_ text: UnsafeBufferPointer<UInt8>, at code: Int) -> Bool {
    let start = code == 0 ? 0 : ends[code - 1]
    guard ends[code] - start == text.count else { return false }
    for index in 0..<text.count where bytes[start + index] != text[index] { return false }
    return true
  }

  private mutating func insert(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32, absence: MissingReason?) -> UInt16 {
    let code = ends.count
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    hashes.append(hash)
    absences.append(absence)
    if (code + 1) * 2 > table.count { rehash() } else { place(code) }
    return UInt16(code)
  }

  private mutating func place(_ code: Int) {
    let mask = table.count - 1
    var place = Int(hashes[code]) & mask
    while table[place] != 0 { place = (place + 1) & mask }
    table[place] = UInt32(code + 1)
  }

  private mutating func rehash() {
    table = [UInt32](repeating: 0, count: table.count * 4)
    for code in 0..<ends.count where absences[code] == nil { place(code) }
  }

  // FNV-1a over the bytes, its high half folded in: the table's size is a power of two, so the low bits must be good.
  @inline(__always)
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
