/// The parts of an SPSS file's dictionary that ReadStat passes over: multiple-response sets.
///
/// The dictionary stands uncompressed before the data, in `.sav` and `.zsav` alike. What is not as the format says ends
/// the reading without an error: sets are a help, and the file's data is read by ReadStat whether or not they are found.
struct SPSSDictionary {
  /// A multiple-response set as the file defines it.
  struct ResponseSet: Hashable {
    /// The name, with its "$".
    var name: String
    var label: String
    /// The value that means "ticked", where each variable is one option; nil where each holds one of the answers.
    var countedValue: String?
    /// The variables' names.
    var variables: [String]
  }

  private(set) var sets: [ResponseSet] = []
  private let bytes: [UInt8]
  private var position = 176
  private var isSwapped = false
  private var longNames: [String: String] = [:]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.count > 176, bytes.starts(with: "$FL".utf8) else { return }
    // The layout code is 2 (or 3) in the file's own byte order.
    if let layout = raw(64), !(1...3).contains(layout) { isSwapped = true }
    while position + 4 <= bytes.count, let record = number(), readRecord(record) {}
    for index in sets.indices {
      sets[index].variables = sets[index].variables.map { longNames[$0.uppercased()] ?? $0 }
    }
  }

  private func raw(_ position: Int) -> Int? {
    guard position >= 0, position + 4 <= bytes.count else { return nil }
    return Int(
      Int32(
        bitPattern: UInt32(bytes[position]) | UInt32(bytes[position + 1]) << 8 | UInt32(bytes[position + 2]) << 16
          | UInt32(bytes[position + 3]) << 24))
  }

  private mutating func number() -> Int? {
    guard let value = raw(position) else { return nil }
    position += 4
    return isSwapped ? Int(Int32(truncatingIfNeeded: value).byteSwapped) : value
  }

  /// Reads one record of the dictionary; false at its end.
  private mutating func readRecord(_ kind: Int) -> Bool {
    switch kind {
    case 2:
      // A variable: its type, whether it has a label, how many missing values, two formats, its name.
      guard number() != nil, let hasLabel = number(), let missing = number() else { return false }
      position += 16
      if hasLabel == 1 {
        guard let length = number(), length >= 0 else { return false }
        position += (length + 3) / 4 * 4
      }
      position += 8 * abs(missing)
    case 3:
      guard let count = number(), count >= 0 else { return false }
      for _ in 0..<count {
        guard position + 9 <= bytes.count else { return false }
        position += (8 + 1 + Int(bytes[position + 8]) + 7) / 8 * 8
      }
    case 4:
      guard let count = number(), count >= 0 else { return false }
      position += 4 * count
    case 6:
      guard let lines = number(), lines >= 0 else { return false }
      position += 80 * lines
    case 7:
      guard let subtype = number(), let size = number(), let count = number(), size >= 0, count >= 0,
        case let (length, overflow) = size.multipliedReportingOverflow(by: count), !overflow,
        length <= bytes.count - position
      else { return false }
      let data = bytes[position..<position + length]
      if subtype == 7 || subtype == 19 { readSets(data) }
      if subtype == 13 { readLongNames(data) }
      position += length
    default: return false
    }
    return position <= bytes.count
  }

  /// `SHORT=Long` parted by tabs.
  private mutating func readLongNames(_ data: ArraySlice<UInt8>) {
    for pair in data.split(separator: 0x09) {
      let parts = pair.split(separator: 0x3D, maxSplits: 1)
      guard parts.count == 2 else { continue }
      longNames[String(decoding: parts[0], as: UTF8.self).uppercased()] = String(decoding: parts[1], as: UTF8.self)
    }
  }

  /// One set a line: `$name=D1 1 5 label A B C`, with lengths before the counted value and the label; `C` has no
  /// counted value; `E` has one more flag before it.
  private mutating func readSets(_ data: ArraySlice<UInt8>) {
    for line in data.split(separator: 0x0A) {
      var scanner = SetScanner(line)
      guard let name = scanner.word(until: 0x3D), let kind = scanner.byte() else { continue }
      var counted: String?
      switch kind {
      case UInt8(ascii: "D"): counted = scanner.counted()
      case UInt8(ascii: "E"):
        scanner.skipSpace()
        _ = scanner.word(until: 0x20)
        counted = scanner.counted()
      case UInt8(ascii: "C"): break
      default: continue
      }
      if kind != UInt8(ascii: "C"), counted == nil { continue }
      scanner.skipSpace()
      let label = scanner.counted() ?? ""
      let set = ResponseSet(
        name: name, label: label, countedValue: counted.map { String($0.drop { $0 == " " }) },
        variables: scanner.words())
      if !set.variables.isEmpty, !sets.contains(where: { $0.name == name }) { sets.append(set) }
    }
  }

  /// Reads a line of the definition of sets.
  private struct SetScanner {
    private var rest: ArraySlice<UInt8>

    init(_ line: ArraySlice<UInt8>) { rest = line }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func skipSpace() { while rest.first == 0x20 { rest.removeFirst() } }

    mutating func word(until end: UInt8) -> String? {
      guard let index = rest.firstIndex(of: end) else { return nil }
      defer { rest = rest[(index + 1)...] }
      return String(decoding: rest[..<index], as: UTF8.self)
    }

    /// A text with its length in bytes before it.
    mutating func counted() -> String? {
      guard let length = word(until: 0x20).flatMap({ Int($0) }), length >= 0, length <= rest.count else { return nil }
      defer { rest = rest.dropFirst(length) }
      return String(decoding: rest.prefix(length), as: UTF8.self)
    }

    func words() -> [String] {
      rest.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }.filter { !$0.isEmpty }
    }
  }
}
