/// Numbers as they are written in cells.
enum NumberText {
  /// A number as a cell writes it.
  struct Written: Sendable, Hashable {
    var value: Double
    /// How many digits stand after the point.
    var decimals: Int
    /// Whether the number's shortest text is certainly the cell's.
    var isShortest: Bool
    /// Whether the number with that many decimals is certainly the cell's text.
    var isFixed: Bool
  }

  /// The number that a cell's bytes write, or nil where they are not plainly one.
  ///
  /// Plain is an optional minus, digits without a leading zero, an optional decimal part, an optional exponent. "01",
  /// "+5", "3-4", "1,2,3", "" and "nan" are not plain. White space at the ends is passed over.
  static func written(_ text: UnsafeBufferPointer<UInt8>, decimalComma: Bool = false) -> Written? {
    let point: UInt8 = decimalComma ? 0x2C : 0x2E
    var start = 0
    var end = text.count
    while end > start, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    while start < end, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
    let isTrimmed = start == 0 && end == text.count
    var position = start
    let isNegative = position < end && text[position] == 0x2D
    if isNegative { position += 1 }
    var units: UInt64 = 0
    let first = position
    func digits() -> Int {
      let begin = position
      while position < end, text[position] >= 0x30, text[position] <= 0x39 {
        units = units &* 10 &+ UInt64(text[position] - 0x30)
        position += 1
      }
      return position - begin
    }
    let whole = digits()
    if whole > 1, text[first] == 0x30 { return nil }
    var decimals = 0
    if position < end, text[position] == point {
      position += 1
      decimals = digits()
      if decimals == 0 { return nil }
    }
    guard whole + decimals > 0 else { return nil }
    if position == end, whole + decimals <= 15 {
      // Both are exact, so the quotient is the nearest number to the text.
      let magnitude = Double(units) / powersOfTen[decimals]
      let isPlain = isTrimmed && whole > 0 && point == 0x2E && !(isNegative && units == 0)
      return Written(
        value: isNegative ? -magnitude : magnitude, decimals: decimals,
        isShortest: isPlain && (decimals == 0 || (text[end - 1] != 0x30 && magnitude >= 1e-4)), isFixed: isPlain)
    }
    if position < end, text[position] | 0x20 == 0x65 {
      position += 1
      if position < end, text[position] == 0x2B || text[position] == 0x2D { position += 1 }
      if digits() == 0 { return nil }
    }
    guard position == end else { return nil }
    let characters = text[start..<end].map { $0 == point ? 0x2E : $0 }
    guard let value = Double(String(decoding: characters, as: UTF8.self)), value.isFinite else { return nil }
    return Written(value: value, decimals: decimals, isShortest: false, isFixed: false)
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// The number that a text writes, or nil where it is not plainly one.
  static func value(_ text: String, decimalComma: Bool = false) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { written($0, decimalComma: decimalComma)?.value }
  }

  /// What the cells of a column say of their decimal sign.
  enum DecimalEvidence: Sendable, Hashable {
    /// No cell has a comma, or some cell has a point.
    case point
    /// Some comma cannot part thousands: it is a decimal comma.
    case comma
    /// Every comma may part thousands as well.
    case undecided
  }

  /// Decides a column's decimal sign from its distinct texts, all of which must be numbers with a decimal comma.
  static func decimalEvidence(_ texts: [String]) -> DecimalEvidence? {
    var commas = 0
    var sure = false
    for text in texts {
      guard value(text, decimalComma: true) != nil else { return nil }
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      commas += 1
      let thousands = parts[1].utf8.count == 3 && parts[0].utf8.drop { $0 == 0x2D }.count <= 3
      if !thousands || parts[0] == "0" || parts[0] == "-0" { sure = true }
    }
    return commas == 0 ? .point : sure ? .comma : .undecided
  }
}
