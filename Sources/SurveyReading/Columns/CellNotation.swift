internal import SurveyModel
internal import TextFormats

/// How the cells of a column write their values, where a definition gives them rules of their own.
enum CellNotation: Sendable, Hashable {
  /// As people and platforms write them.
  case written
  /// Codes and numbers padded with blanks or zeros: "007" is 7, and no cell holds an answer's text.
  case padded
  /// Codes that are texts: a cell is a code as it stands, whatever numbers or answers' texts look like it.
  case literal
  /// Dates as YYYYMMDD.
  case compactDate

  /// The number that a cell writes, or nil where it writes none.
  func number(_ text: String) -> Double? {
    switch self {
    case .written: NumberText.value(text)
    case .padded: Self.paddedNumber(text)
    case .literal, .compactDate: nil
    }
  }

  /// The number that a padded text writes: "+007" is 7 and "-0.5" is itself.
  static func paddedNumber(_ text: String) -> Double? {
    var digits = Array(text.trimmed.utf8)
    let isNegative = digits.first == 0x2D
    if isNegative || digits.first == 0x2B {
      digits.removeFirst()
      guard let next = digits.first, next != 0x2D else { return nil }
    }
    while digits.count > 1, digits[0] == 0x30, (0x30...0x39).contains(digits[1]) { digits.removeFirst() }
    return NumberText.value(String(decoding: digits, as: UTF8.self)).map { isNegative ? -$0 : $0 }
  }

  /// Seconds of civil time that a date of eight digits writes; one with separators is read as well, for some programs
  /// write it against the standard.
  static func compactSeconds(_ text: String) -> Int? {
    let digits = Array(text.trimmed.utf8)
    guard digits.count == 8, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return DateText.seconds(text, order: .yearFirst)
    }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    return CivilDateTime(year: number(0..<4), month: number(4..<6), day: number(6..<8))?.seconds
  }
}

extension ColumnTemplate.TickedStorage {
  /// The codes of the ticked options in a cell, those that no option has included; nil where the cell is not stored so.
  ///
  /// - Parameter codes: The codes of the options, in their order.
  func tickedCodes(in text: String, among codes: [String]) -> [String]? {
    switch self {
    case .joined: nil
    case .bits(let places): Self.bits(text, places, codes)
    case .codes(let count, let width, let isLiteral):
      CodeSequence(count: count, width: width, isLiteral: isLiteral, codes: codes).parted(text)
    }
  }

  /// What a cell must be, in words.
  var words: String {
    switch self {
    case .joined: "options"
    case .bits(let places): "\((places.max() ?? 0) + 1) characters, each 0 or 1"
    case .codes(let count, let width, _):
      "\(count) code\(count == 1 ? "" : "s") of \(width) character\(width == 1 ? "" : "s") each"
    }
  }

  // Places of no option are left blank or 0; a tick there is a code that the definition lacks.
  private static func bits(_ text: String, _ places: [Int], _ codes: [String]) -> [String]? {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 == 0x30 || $0 == 0x31 || $0 == 0x20 }), (places.max() ?? 0) < bytes.count else {
      return nil
    }
    let known = Set(places)
    return zip(places, codes).filter { bytes[$0.0] == 0x31 }.map(\.1)
      + bytes.indices.filter { bytes[$0] == 0x31 && !known.contains($0) }.map { "\($0 + 1)" }
  }
}

/// Codes one after the other in one cell, each padded to one width, unused ones blank or zero.
private struct CodeSequence {
  let count: Int
  let width: Int
  let isLiteral: Bool
  let codes: [String]

  /// The codes in a cell; nil where blanks or zeros that were cut off leave two readings.
  func parted(_ text: String) -> [String]? {
    var scalars = Array(text.unicodeScalars)
    if scalars.count / width >= count, scalars[(count * width)...].allSatisfy({ $0 == " " || $0 == "0" }) {
      scalars.removeLast(scalars.count - count * width)
    }
    let rest = scalars.count % width
    guard rest > 0, scalars.count > width else { return pieces(scalars) }
    // Either blanks at the end were taken for no part of the cell, or zeros at its beginning for no part of a number.
    let withoutBlanks = pieces(scalars)
    let withoutZeros = pieces([Unicode.Scalar](repeating: "0", count: width - rest) + scalars)
    let known = Set(codes)
    let fits = (blanks: known.isSuperset(of: withoutBlanks), zeros: known.isSuperset(of: withoutZeros))
    if fits.blanks != fits.zeros { return fits.blanks ? withoutBlanks : withoutZeros }
    return withoutBlanks == withoutZeros ? withoutBlanks : nil
  }

  private func pieces(_ scalars: [Unicode.Scalar]) -> [String] {
    stride(from: 0, to: scalars.count, by: width).compactMap { start in
      code(scalars[start..<min(start + width, scalars.count)])
    }
  }

  private func code(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    let text = String(view).trimmed
    if text.isEmpty { return nil }
    if codes.contains(text) { return text }
    if !isLiteral, let number = CellNotation.paddedNumber(text),
      let code = codes.first(where: { CellNotation.paddedNumber($0) == number })
    {
      return code
    }
    return text.allSatisfy { $0 == "0" } ? nil : text
  }
}
