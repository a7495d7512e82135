internal import TextFormats

/// Dates and times as they are written in cells.
enum DateText {
  /// In which order day, month and year stand.
  enum Order: String, Sendable, Hashable {
    case yearFirst = "year-month-day"
    case dayFirst = "day-month-year"
    case monthFirst = "month-day-year"
  }

  /// How a column's dates are to be read.
  struct Reading: Sendable, Hashable {
    var order: Order
    /// Whether some cell decided the order of day and month.
    var isDecided: Bool
  }

  /// The order that fits all of a column's distinct texts, or nil where they are not all dates.
  static func order(of texts: [String]) -> Reading? {
    var dayFirst = false
    var monthFirst = false
    var yearFirst = false
    var dotted = false
    for text in texts {
      guard let parts = Parts(text) else { return nil }
      if parts.isYearFirst {
        yearFirst = true
        continue
      }
      if parts.separator == 0x2E { dotted = true }
      if parts.first > 12 { dayFirst = true }
      if parts.second > 12 { monthFirst = true }
    }
    guard !texts.isEmpty, !(dayFirst && monthFirst) else { return nil }
    let order: Order = yearFirst ? .yearFirst : dayFirst || (dotted && !monthFirst) ? .dayFirst : .monthFirst
    guard !(yearFirst && (dayFirst || monthFirst || dotted)) else { return nil }
    guard texts.allSatisfy({ seconds($0, order: order) != nil }) else { return nil }
    return Reading(order: order, isDecided: yearFirst || dayFirst || monthFirst || dotted)
  }

  /// Seconds of civil time that a text writes in that order, or nil where it is no date.
  static func seconds(_ text: String, order: Order) -> Int? {
    guard let parts = Parts(text), parts.isYearFirst == (order == .yearFirst) else { return nil }
    let (year, month, day) =
      switch order {
      case .yearFirst: (parts.first, parts.second, parts.third)
      case .dayFirst: (parts.third, parts.second, parts.first)
      case .monthFirst: (parts.third, parts.first, parts.second)
      }
    return CivilDateTime(
      year: year, month: month, day: day, hour: parts.hour, minute: parts.minute, second: parts.second60)?.seconds
  }

  /// A date's numbers in the order written, with the time of day.
  private struct Parts {
    var first = 0
    var second = 0
    var third = 0
    var separator: UInt8 = 0
    var isYearFirst = false
    var hour = 0
    var minute = 0
    var second60 = 0

    init?(_ text: String) {
      var scanner = Scanner(text.trimmed)
      if scanner.isAtLetter {
        guard named(&scanner) else { return nil }
        return
      }
      guard let (a, aDigits) = scanner.number(), let sign = scanner.sign([0x2D, 0x2F, 0x2E]),
        let (b, bDigits) = scanner.number(), scanner.sign([sign]) != nil, let (c, cDigits) = scanner.number(),
        bDigits <= 2
      else { return nil }
      (first, second, third) = (a, b, c)
      separator = sign
      isYearFirst = aDigits == 4
      let isShort = !isYearFirst && cDigits == 2
      guard isYearFirst ? cDigits <= 2 : aDigits <= 2 && (cDigits == 4 || isShort) else { return nil }
      // Two digits of a year, as spreadsheets write them: POSIX's century, and a slash, for 1.2.10 may be anything.
      if isShort { third += c < 69 ? 2000 : 1900 }
      if scanner.isAtEnd {
        if isShort, sign != 0x2F { return nil }
        return
      }
      guard scanner.sign([0x20, 0x54]) != nil else { return nil }
      scanner.skipSpace()
      guard time(&scanner) else { return nil }
    }

    /// Reads a date of the C library with a zone: "Wed Jan 24 09:48:10 PST 2018".
    ///
    /// The zone stays in the cell's text; the time is read as written.
    private mutating func named(_ scanner: inout Scanner) -> Bool {
      guard scanner.name(Self.days) != nil, let month = scanner.name(Self.months), let (day, digits) = scanner.number(),
        digits <= 2
      else { return false }
      scanner.skipSpace()
      guard let (h, _) = scanner.number(), scanner.sign([0x3A]) != nil, let (m, _) = scanner.number(),
        scanner.sign([0x3A]) != nil, let (s, _) = scanner.number()
      else { return false }
      scanner.skipSpace()
      scanner.skipLetters()
      scanner.skipSpace()
      guard let (year, yearDigits) = scanner.number(), yearDigits == 4, scanner.isAtEnd else { return false }
      (first, second, third) = (year, month + 1, day)
      (hour, minute, second60) = (h, m, s)
      isYearFirst = true
      return true
    }

    private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private mutating func time(_ scanner: inout Scanner) -> Bool {
      guard let (h, hDigits) = scanner.number(), hDigits <= 2, scanner.sign([0x3A]) != nil,
        let (m, mDigits) = scanner.number(), mDigits == 2
      else { return false }
      (hour, minute) = (h, m)
      if scanner.sign([0x3A]) != nil {
        guard let (s, sDigits) = scanner.number(), sDigits == 2 else { return false }
        second60 = s
        if scanner.sign([0x2E, 0x2C]) != nil { guard scanner.number() != nil else { return false } }
      }
      scanner.skipSpace()
      if let half = scanner.half() {
        guard (1...12).contains(hour) else { return false }
        hour = hour % 12 + (half ? 12 : 0)
        scanner.skipSpace()
      }
      // An offset is kept in the cell's text; the time stays as written.
      if scanner.sign([0x5A]) != nil { return scanner.isAtEnd }
      if scanner.word("UTC") || scanner.word("GMT") || scanner.word("CET") || scanner.word("CEST") {}
      if scanner.sign([0x2B, 0x2D]) != nil {
        guard let (_, digits) = scanner.number(), digits <= 4 else { return false }
        if scanner.sign([0x3A]) != nil { guard scanner.number() != nil else { return false } }
      }
      return scanner.isAtEnd
    }
  }

  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }
    var isAtEnd: Bool { position == bytes.count }

    mutating func number() -> (value: Int, digits: Int)? {
      let start = position
      var value = 0
      while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39, position - start < 9 {
        value = value * 10 + Int(bytes[position] - 0x30)
        position += 1
      }
      return position > start ? (value, position - start) : nil
    }

    mutating func sign(_ signs: [UInt8]) -> UInt8? {
      guard position < bytes.count, signs.contains(bytes[position]) else { return nil }
      position += 1
      return bytes[position - 1]
    }

    mutating func skipSpace() {
      while position < bytes.count, bytes[position] == 0x20 { position += 1 }
    }

    var isAtLetter: Bool { position < bytes.count && Self.isLetter(bytes[position]) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    mutating func skipLetters() {
      while isAtLetter { position += 1 }
    }

    /// The place of a word of three letters among some, and the space behind it.
    mutating func name(_ names: [String]) -> Int? {
      let start = position
      skipLetters()
      let word = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
      guard let place = names.firstIndex(of: word), sign([0x20]) != nil else { return nil }
      skipSpace()
      return place
    }

    mutating func word(_ word: String) -> Bool {
      guard bytes[position...].starts(with: word.utf8) else { return false }
      position += word.utf8.count
      return true
    }

    mutating func half() -> Bool? {
      guard position + 1 < bytes.count, bytes[position + 1] | 0x20 == 0x6D else { return nil }
      switch bytes[position] | 0x20 {
      case 0x61:
        position += 2
        return false
      case 0x70:
        position += 2
        return true
      default: return nil
      }
    }
  }
}
