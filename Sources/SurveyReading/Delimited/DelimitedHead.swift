/// The first records of a delimited text, as texts.
struct DelimitedHead: DelimitedSink, Sendable {
  /// The records read.
  private(set) var records: [[String]] = []
  private var record: [String] = []

  mutating func field(_ text: UnsafeBufferPointer<UInt8>) { record.append(String(decoding: text, as: UTF8.self)) }

  mutating func endRecord(line: Int) {
    records.append(record)
    record = []
  }

  /// Reads up to `count` records that are not blank lines.
  static func read(_ bytes: ArraySlice<UInt8>, delimiter: UInt8, count: Int) -> [[String]] {
    var tokenizer = DelimitedTokenizer(delimiter: delimiter)
    var head = DelimitedHead()
    var position = bytes.startIndex
    // Records are few and long or many and short: growing chunks read little more than is asked for.
    var size = 1 << 14
    while position < bytes.endIndex, head.records.count < count + 8 {
      let end = min(position + size, bytes.endIndex)
      bytes[position..<end].withUnsafeBufferPointer { tokenizer.consume($0, into: &head) }
      position = end
      size *= 2
    }
    if position == bytes.endIndex, tokenizer.openQuoteLine == nil { tokenizer.finish(into: &head) }
    return Array(head.records.filter { !($0.count == 1 && $0[0].isEmpty) }.prefix(count))
  }
}

/// Finds the byte between the cells of a text by how evenly it parts the records.
enum DelimiterSniffer {
  /// What was found: the delimiter, how many cells most records have, and the share of records that have as many.
  struct Finding: Sendable, Hashable {
    var delimiter: UInt8
    var width: Int
    var consistency: Double
  }

  /// A delimiter that does not occur in so many bytes is none.
  private static let sampleSize = 1 << 20

  /// Tab, semicolon, comma, number sign, bar.
  static let candidates: [UInt8] = [0x09, 0x3B, 0x2C, 0x23, 0x7C]

  /// The delimiter that gives most records the same number of cells; nil where none gives more than one cell.
  static func find(_ bytes: ArraySlice<UInt8>) -> Finding? {
    var best: Finding?
    for candidate in candidates where bytes.prefix(sampleSize).contains(candidate) {
      let widths = DelimitedHead.read(bytes, delimiter: candidate, count: 60).map(\.count)
      guard !widths.isEmpty else { continue }
      var tally: [Int: Int] = [:]
      for width in widths { tally[width, default: 0] += 1 }
      guard let mode = tally.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), mode.key > 1 else { continue }
      let finding = Finding(
        delimiter: candidate, width: mode.key, consistency: Double(mode.value) / Double(widths.count))
      if let current = best, (current.consistency, current.width) >= (finding.consistency, finding.width) { continue }
      best = finding
    }
    return best
  }

  /// A delimiter in words.
  static func words(_ delimiter: UInt8) -> String {
    switch delimiter {
    case 0x09: "tab"
    case 0x3B: "semicolon"
    case 0x2C: "comma"
    case 0x23: "number sign"
    case 0x7C: "bar"
    default: "'\(Character(Unicode.Scalar(delimiter)))'"
    }
  }
}
