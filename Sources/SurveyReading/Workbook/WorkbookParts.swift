internal import SurveyModel
internal import TextFormats

/// Collects the shared strings of a workbook, each with its runs of differently formatted text joined.
struct SharedStrings: XMLHandler {
  private(set) var strings: [String] = []
  private var names: [String] = []
  private var text: [UInt8] = []
  private var isInText = false
  private var phonetic = 0

  mutating func define(_ name: XMLName, number: Int) { names.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) {
    switch names[number] {
    case "si": text = []
    case "rPh": phonetic += 1
    case "t": isInText = phonetic == 0
    default: break
    }
  }

  mutating func text(_ bytes: Span<UInt8>) { if isInText { text.append(bytes) } }

  mutating func end(_ number: Int) {
    switch names[number] {
    case "si": strings.append(WorkbookText.unescaped(text))
    case "rPh": phonetic -= 1
    case "t": isInText = false
    default: break
    }
  }
}

/// Texts of a workbook as its cells show them.
enum WorkbookText {
  /// The text, with the characters that XML does not allow, which a workbook writes as `_x000D_`.
  static func unescaped(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(0x5F), text.contains("_x") else { return text }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let first = rest.first {
      let piece = rest.prefix(7)
      if first == "_", piece.count == 7, piece.last == "_", piece.dropFirst().first == "x",
        let number = UInt32(String(String.UnicodeScalarView(piece.dropFirst(2).dropLast())), radix: 16),
        let scalar = Unicode.Scalar(number), scalar != "\0"
      {
        result.append(scalar)
        rest = rest.dropFirst(7)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return String(result)
  }
}

/// What a workbook's cell format makes of a number.
enum WorkbookNumber: Sendable, Hashable {
  case plain, date, dateTime, time
  /// A length of time, whose hours go beyond 24.
  case duration
}

/// Reads from a workbook's styles which cell formats are dates.
struct WorkbookStyles: XMLHandler {
  static var wantsAttributes: Bool { true }
  /// For each cell format what it makes of a number.
  private(set) var formats: [WorkbookNumber] = []
  private var names: [String] = []
  private var own: [Int: WorkbookNumber] = [:]
  private var isInCellFormats = false

  mutating func define(_ name: XMLName, number: Int) { names.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) {
    func value(_ name: String) -> String { attributes.first { $0.name.local == name }?.value ?? "" }
    switch names[number] {
    case "numFmt":
      if let id = Int(value("numFmtId")) { own[id] = Self.kind(of: value("formatCode")) }
    case "cellXfs": isInCellFormats = true
    case "xf":
      guard isInCellFormats else { return }
      let id = Int(value("numFmtId")) ?? 0
      formats.append(own[id] ?? Self.builtIn(id))
    default: break
    }
  }

  mutating func text(_ bytes: Span<UInt8>) {}

  mutating func end(_ number: Int) { if names[number] == "cellXfs" { isInCellFormats = false } }

  private static func builtIn(_ id: Int) -> WorkbookNumber {
    switch id {
    case 14...17, 27...31, 36, 50...58: .date
    case 46: .duration
    case 18...21, 32...35, 45, 47: .time
    case 22: .dateTime
    default: .plain
    }
  }

  /// A format's code: letters of dates and times outside of quoted text and brackets.
  static func kind(of code: String) -> WorkbookNumber {
    var isQuoted = false
    var isBracketed = false
    var letters: Set<Character> = []
    let positive = code.lowercased().prefix { $0 != ";" }
    if ["[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]"].contains(where: { positive.contains($0) }) { return .duration }
    var previous: Character = " "
    // Only the first part is for positive numbers, which dates are.
    for character in positive {
      if character == "\"" { isQuoted.toggle() }
      if character == "[" { isBracketed = true }
      if !isQuoted, !isBracketed, previous != "\\", "ymdhs".contains(character) { letters.insert(character) }
      if character == "]" { isBracketed = false }
      previous = character
    }
    let hasTime = letters.contains("h") || letters.contains("s")
    let hasDate = letters.contains("y") || letters.contains("d") || (letters.contains("m") && !hasTime)
    return hasDate ? (hasTime ? .dateTime : .date) : hasTime ? .time : .plain
  }
}

/// Reads a workbook's list of sheets, or its list of parts.
struct WorkbookList: XMLHandler {
  static var wantsAttributes: Bool { true }
  /// The sheets' names with the ids of their parts.
  private(set) var sheets: [(name: String, part: String, isHidden: Bool)] = []
  /// The parts' places by their ids.
  private(set) var targets: [String: String] = [:]
  /// Whether days are counted from 1904.
  private(set) var countsFrom1904 = false
  private var names: [String] = []

  mutating func define(_ name: XMLName, number: Int) { names.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) {
    func value(_ name: String) -> String { attributes.first { $0.name.local == name }?.value ?? "" }
    switch names[number] {
    case "sheet": sheets.append((value("name"), value("id"), value("state").lowercased().contains("hidden")))
    case "Relationship": targets[value("Id")] = value("Target")
    case "workbookPr": countsFrom1904 = ["1", "true"].contains(value("date1904"))
    default: break
    }
  }

  mutating func text(_ bytes: Span<UInt8>) {}
  mutating func end(_ number: Int) {}
}

/// Reads the cells of a sheet as texts.
struct WorkbookSheet: XMLHandler {
  static var wantsAttributes: Bool { true }
  /// The rows that hold something, each with its cells from the first column on.
  private(set) var rows: [[String]] = []
  /// How many cells hold a formula, whose last result is read.
  private(set) var formulas = 0
  /// How many cells hold an error instead of a value.
  private(set) var errors = 0
  /// How many cells name a text that the workbook's list of texts does not have.
  private(set) var lost = 0
  /// How many cells stand in a place that another one has taken.
  private(set) var repeated = 0
  /// How many rows between others hold nothing.
  private(set) var blankRows = 0

  /// The most cells that a sheet may have, blank ones before others included.
  static let mostCells = 1 << 27

  /// The most bytes that all cells may have together: one long text of the workbook may stand in very many of them.
  private let mostBytes: Int
  private var bytes = 0
  private static let rowNumbers = 1...1 << 24

  private let strings: [String]
  private let formats: [WorkbookNumber]
  private let countsFrom1904: Bool
  private var names: [String] = []
  private var row: [String] = []
  private var number = 0
  private var lastNumber = 0
  private var width = 0
  private var column = 0
  private var kind = ""
  private var style = 0
  private var value: [UInt8] = []
  private var isInValue = false

  init(
    strings: [String], formats: [WorkbookNumber], countsFrom1904: Bool, mostBytes: Int = ContainerLimits().size
  ) {
    self.mostBytes = mostBytes
    self.strings = strings
    self.formats = formats
    self.countsFrom1904 = countsFrom1904
  }

  mutating func define(_ name: XMLName, number: Int) { names.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) throws(ReadingError) {
    func attribute(_ name: String) -> String? { attributes.first { $0.name.local == name }?.value }
    switch names[number] {
    case "row":
      row = []
      column = -1
      // No row has a number beyond these; one that has is taken for the next one.
      let named = attribute("r").flatMap { Int($0) }
      self.number = named.flatMap { Self.rowNumbers.contains($0) ? $0 : nil } ?? self.number + 1
    case "c":
      column = attribute("r").flatMap(Self.column(of:)) ?? column + 1
      guard column < DelimitedTable.mostColumns else {
        throw ReadingError(
          .limit, place: Place(), found: "a cell in column \(column + 1)",
          expected: "at most \(DelimitedTable.mostColumns) columns", remedy: "save the sheet as CSV")
      }
      kind = attribute("t") ?? "n"
      style = attribute("s").flatMap { Int($0) } ?? 0
      value = []
    case "v", "t": isInValue = true
    case "f": formulas += 1
    case "rPh": isInValue = false
    default: break
    }
  }

  mutating func text(_ bytes: Span<UInt8>) { if isInValue { value.append(bytes) } }

  mutating func end(_ number: Int) throws(ReadingError) {
    switch names[number] {
    case "v", "t": isInValue = false
    case "c": try endCell()
    case "row": try endRow()
    default: break
    }
  }

  private mutating func endRow() throws(ReadingError) {
    while row.last?.isEmpty == true { row.removeLast() }
    guard !row.isEmpty else { return }
    width = max(width, row.count)
    // Every row becomes as wide as the widest: a far cell and many rows must not fill the memory.
    guard (rows.count + 1) * width <= Self.mostCells else {
      throw ReadingError(
        .limit, place: Place(), found: "a sheet of more than \(Self.mostCells) cells, blank ones included",
        expected: "a smaller sheet", remedy: "save the sheet as CSV")
    }
    if !rows.isEmpty, number > lastNumber { blankRows += number - lastNumber - 1 }
    lastNumber = max(number, lastNumber)
    rows.append(row)
  }

  private mutating func endCell() throws(ReadingError) {
    let text = cellText(String(decoding: value, as: UTF8.self))
    guard !text.isEmpty else { return }
    bytes += text.utf8.count
    guard bytes <= mostBytes else {
      throw ReadingError(
        .limit, place: Place(), found: "cells of more than \(mostBytes) bytes together",
        expected: "a smaller sheet", remedy: "save the sheet as CSV")
    }
    while row.count < column { row.append("") }
    if row.count == column {
      row.append(text)
    } else if row.indices.contains(column) {
      if !row[column].isEmpty { repeated += 1 }
      row[column] = text
    }
  }

  private mutating func cellText(_ raw: String) -> String {
    switch kind {
    case "s":
      if let place = Int(raw), strings.indices.contains(place) { return strings[place] }
      if !raw.isEmpty { lost += 1 }
      return raw
    case "b": return raw == "1" ? "TRUE" : raw == "0" ? "FALSE" : raw
    case "e":
      errors += 1
      return raw
    case "str", "inlineStr": return WorkbookText.unescaped(value)
    case "d": return raw
    default:
      guard let number = Double(raw), number.isFinite else { return raw }
      let format = formats.indices.contains(style) ? formats[style] : .plain
      return Self.date(number, format, countsFrom1904) ?? Column.text(number)
    }
  }

  /// A number as the date that its cell shows; nil where it shows none.
  static func date(_ serial: Double, _ format: WorkbookNumber, _ countsFrom1904: Bool) -> String? {
    guard format != .plain, serial >= 0, serial < 2_958_466 else { return nil }
    let seconds = Int((serial * 86_400).rounded())
    if format == .duration {
      return "\(seconds / 3600):" + CivilDateTime(seconds: seconds % 3600).iso8601.suffix(5)
    }
    if format == .time, seconds < 86_400 { return String(CivilDateTime(seconds: seconds).iso8601.suffix(8)) }
    // The calendar of 1900 has a 29th of February that year, which Lotus 1-2-3 had.
    let origin = countsFrom1904 ? -2_082_844_800 : serial < 60 ? -2_209_075_200 : -2_209_161_600
    let iso = CivilDateTime(seconds: seconds + origin).iso8601
    return format == .date && seconds % 86_400 == 0 ? String(iso.prefix(10)) : iso
  }

  /// The column of a reference such as "AB12", from 0.
  static func column(of reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard byte >= 0x41, byte <= 0x5A else { break }
      column = column * 26 + Int(byte - 0x40)
      guard column < 1 << 24 else { return nil }
    }
    return column > 0 ? column - 1 : nil
  }
}
