/// Numbers as they are written in cells.
enum NumberText {
  /// The number that a cell's bytes write, or nil where they are not plainly one.
  ///
  /// Plain is an optional minus, digits without a leading zero, an optional decimal part, an optional exponent. "01",
  /// "+5", "3-4", "1,2,3", "" and "nan" are not plain. White space at the ends is passed over.
  static func value(_ text: some BidirectionalCollection<UInt8>, decimalComma: Bool = false) -> Double? {
    var digits = Array(text)
    while let last = digits.last, last == 0x20 || last == 0x09 { digits.removeLast() }
    var start = 0
    while start < digits.count, digits[start] == 0x20 || digits[start] == 0x09 { start += 1 }
    digits.removeFirst(start)
    guard isPlain(digits, point: decimalComma ? 0x2C : 0x2E) else { return nil }
    if decimalComma, let comma = digits.firstIndex(of: 0x2C) { digits[comma] = 0x2E }
    if digits.count <= 15, !digits.contains(0x2E), !digits.contains(0x65), !digits.contains(0x45) {
      return whole(digits)
    }
    guard let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  /// The number that a text writes, or nil where it is not plainly one.
  static func value(_ text: String, decimalComma: Bool = false) -> Double? {
    value(Array(text.utf8), decimalComma: decimalComma)
  }

  private static func whole(_ digits: [UInt8]) -> Double {
    let negative = digits.first == 0x2D
    var value = 0
    for digit in digits.dropFirst(negative ? 1 : 0) { value = value * 10 + Int(digit - 0x30) }
    return negative ? -Double(value) : Double(value)
  }

  private static func isPlain(_ text: [UInt8], point: UInt8) -> Bool {
    var position = 0
    func digit(_ index: Int) -> Bool { index < text.count && text[index] >= 0x30 && text[index] <= 0x39 }
    if text.first == 0x2D { position += 1 }
    let first = position
    while digit(position) { position += 1 }
    let wholeDigits = position - first
    if wholeDigits > 1, text[first] == 0x30 { return false }
    var fraction = 0
    if position < text.count, text[position] == point {
      position += 1
      while digit(position) {
        position += 1
        fraction += 1
      }
      if fraction == 0 { return false }
    }
    if wholeDigits == 0, fraction == 0 { return false }
    if position < text.count, text[position] == 0x45 || text[position] == 0x65 {
      position += 1
      if position < text.count, text[position] == 0x2B || text[position] == 0x2D { position += 1 }
      let exponent = position
      while digit(position) { position += 1 }
      if position == exponent { return false }
    }
    return position == text.count
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
