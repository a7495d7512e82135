internal import SurveyModel

/// The table of characters at the start of an SPSS portable file.
///
/// After five titles of 40 characters the file lists which byte it writes for each of 256 characters, "0" for those that
/// it has none for. PSPP gives some bytes to a second character that looks alike ("8" to the superscript too), and
/// ReadStat up to 1.1.8 takes the second meaning: every number of the file is then no number.
enum PortableHeader {
  private static let table = 200..<456
  private static let zero = UInt8(ascii: "0")

  /// A portable file's bytes as ReadStat can take them, and what it cannot.
  struct Reading {
    /// The file with one meaning for each byte, the first.
    var bytes: [UInt8]
    /// How many bytes after the table stand for none of its characters, by the byte.
    var strangers: [(byte: UInt8, count: Int)]
  }

  /// Reads the table of characters.
  static func read(_ bytes: [UInt8]) -> Reading {
    var reading = Reading(bytes: bytes, strangers: [])
    var isTaken = [Bool](repeating: false, count: 256)
    isTaken[Int(zero)] = true
    var counts = [Int](repeating: 0, count: 256)
    var character = 0
    for (position, byte) in bytes.enumerated() where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
      defer { character += 1 }
      if character >= table.upperBound {
        counts[Int(byte)] += 1
      } else if table.contains(character), byte != zero {
        if isTaken[Int(byte)] { reading.bytes[position] = zero }
        isTaken[Int(byte)] = true
      }
    }
    reading.strangers = counts.indices.filter { counts[$0] > 0 && !isTaken[$0] }.map { (UInt8($0), counts[$0]) }
    return reading
  }

  /// What is told of bytes that ReadStat reads as blanks.
  static func problem(_ reading: Reading, file: String) -> Problem? {
    guard !reading.strangers.isEmpty else { return nil }
    let total = reading.strangers.reduce(0) { $0 + $1.count }
    let shown = reading.strangers.prefix(6).map { String($0.byte, radix: 16, uppercase: true) }.joined(separator: " ")
    return Problem(
      .warning, file: file,
      found:
        "\(total) byte\(total == 1 ? "" : "s") that stand\(total == 1 ? "s" : "") for no character of the file's own "
        + "table (\(shown)\(reading.strangers.count > 6 ? " …" : ""))",
      expected: "characters of the table, as portable files know no others",
      remedy: "they are read as blanks; save the data as .sav, which keeps every character")
  }
}
