/// The two weights of text that figures and tables use.
public enum FontWeight: String, Sendable, Hashable {
  case regular
  case bold
}

/// The widths and kerning of one weight of Liberation Sans, which are those of Arial.
struct FontMetrics: Sendable {
  /// Font units in one em.
  static let unitsPerEm = 2048.0
  static let regular = FontMetrics(
    widths: LiberationSansMetrics.regularWidths, pairs: LiberationSansMetrics.regularPairs)
  static let bold = FontMetrics(widths: LiberationSansMetrics.boldWidths, pairs: LiberationSansMetrics.boldPairs)

  /// The advance width by code point; 0 where the font has no such character.
  private var advances: [UInt16] = []
  /// Where the pairs of a left character stand in `kerning`; -1 for the many that have none.
  private var kerningRows: [Int16] = []
  /// The kerning of each left character that has any, by right code point.
  private var kerning: [[UInt16: Int16]] = []

  init(widths: String, pairs: String) {
    advances = [UInt16](repeating: 0, count: 0x2800)
    var code = 0
    for token in widths.utf8.split(whereSeparator: Self.isSpace) {
      if token.first == UInt8(ascii: "@") {
        code = Self.hexadecimal(token.dropFirst())
        continue
      }
      let parts = token.split(separator: UInt8(ascii: "x"))
      let times = parts.count > 1 ? Self.decimal(parts[1]) : 1
      for position in code..<min(code + times, advances.count) {
        advances[position] = UInt16(clamping: Self.decimal(parts[0]))
      }
      code += times
    }
    kerningRows = [Int16](repeating: -1, count: advances.count)
    for token in pairs.utf8.split(whereSeparator: Self.isSpace) {
      if token.first == UInt8(ascii: "@") {
        kerningRows[min(Self.hexadecimal(token.dropFirst()), advances.count - 1)] = Int16(clamping: kerning.count)
        kerning.append([:])
        continue
      }
      let parts = token.split(separator: UInt8(ascii: ":"))
      guard parts.count == 2, !kerning.isEmpty else { continue }
      let right = UInt16(clamping: Self.hexadecimal(parts[0]))
      kerning[kerning.count - 1][right] = Int16(clamping: Self.decimal(parts[1]))
    }
  }

  /// The advance width of a character in font units, or nil where the font does not have it.
  func advance(_ scalar: Unicode.Scalar) -> Int? {
    let code = Int(scalar.value)
    guard code < advances.count, advances[code] > 0 else { return nil }
    return Int(advances[code])
  }

  /// What is added between two characters, in font units.
  func kern(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Int {
    guard left.value < 0x2800, right.value < 0x2800 else { return 0 }
    let row = Int(kerningRows[Int(left.value)])
    return row < 0 ? 0 : Int(kerning[row][UInt16(right.value)] ?? 0)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 }

  private static func hexadecimal(_ digits: Substring.UTF8View) -> Int {
    digits.reduce(0) { $0 << 4 | Int($1 <= UInt8(ascii: "9") ? $1 - 48 : $1 - 87) }
  }

  private static func decimal(_ digits: Substring.UTF8View) -> Int {
    let negative = digits.first == UInt8(ascii: "-")
    let value = digits.reduce(0) { $1 == UInt8(ascii: "-") ? $0 : $0 * 10 + Int($1 - 48) }
    return negative ? -value : value
  }
}
