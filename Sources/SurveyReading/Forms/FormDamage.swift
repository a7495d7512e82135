internal import SurveyModel

/// What programs between platform and reader did to cells, as far as that is certain: reported, never repaired.
struct FormDamage: Sendable {
  let file: String
  /// Whether the platform's own export gives times to the second.
  let writesSeconds: Bool
  private(set) var problems: [Problem] = []

  init(file: String, writesSeconds: Bool) {
    self.file = file
    self.writesSeconds = writesSeconds
  }

  /// Looks at the file's columns with their headings.
  mutating func look(at columns: [FormColumn], _ table: DelimitedTable) {
    var position = 0
    for column in columns where column.derived == nil {
      let headings = table.headings.indices.map { table.heading($0, position) }
      look(at: table.columns[position], headings: headings, template: column.template)
      position += 1
    }
  }

  /// Looks at one column.
  mutating func look(at cells: RawColumn, headings: [String], template: ColumnTemplate) {
    let variable = template.variable
    encoding(cells, headings, variable.name)
    if variable.personal == .identifier { exponents(cells, variable.name) }
    if variable.kind == .datetime, template.knowledge == .kind { seconds(cells, variable.name) }
    if template.knowledge == .nothing { ranges(cells, variable.name) }
  }

  private mutating func add(
    _ severity: Problem.Severity, _ column: String, row: Int? = nil, found: String, expected: String, remedy: String
  ) {
    problems.append(
      Problem(severity, file: file, row: row, column: column, found: found, expected: expected, remedy: remedy))
  }

  private static func cells(_ count: Int) -> String { "\(count) cell\(count == 1 ? "" : "s")" }

  private mutating func encoding(_ cells: RawColumn, _ headings: [String], _ column: String) {
    var sign = headings.lazy.compactMap { Mojibake.sign(in: $0.utf8) }.first
    let isHeading = sign != nil
    var count = 0
    var row: Int?
    cells.forEachText(where: Mojibake.mayHoldSign) { text, tally, first in
      guard let found = Mojibake.sign(in: text) else { return }
      count += tally
      if row == nil { row = first() + 1 }
      if sign == nil { sign = found }
    }
    guard let sign else { return }
    let place = [isHeading ? "a heading" : "", count > 0 ? Self.cells(count) : ""].filter { !$0.isEmpty }
    add(
      .warning, column, row: row,
      found: "\(place.joined(separator: " and ")) with letters of another encoding, such as '\(sign)'",
      expected: "letters as they were written",
      remedy: "they are kept as they are; export the file again, or name its encoding with --encoding")
  }

  // 12345678901 becomes 1.23457E+10.
  private mutating func exponents(_ cells: RawColumn, _ column: String) {
    var count = 0
    var row: Int?
    cells.forEachText { text, tally, first in
      guard Self.isExponent(text) else { return }
      count += tally
      if row == nil { row = first() + 1 }
    }
    guard count > 0 else { return }
    add(
      .warning, column, row: row, found: "\(Self.cells(count)) with ids in the form 1.2E+10",
      expected: "ids with all their digits",
      remedy: "a spreadsheet has rounded them, so that they tell nobody apart; export the file again")
  }

  private static func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
    guard let exponent = text.firstIndex(where: { $0 | 0x20 == 0x65 }), exponent > text.startIndex else { return false }
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    let tail = text[(exponent + 1)...].drop { $0 == 0x2B }
    return text[..<exponent].allSatisfy { isDigit($0) || $0 == 0x2E || $0 == 0x2C } && (1...3).contains(tail.count)
      && tail.allSatisfy(isDigit)
  }

  private mutating func seconds(_ cells: RawColumn, _ column: String) {
    guard writesSeconds else { return }
    var times = 0
    var whole = 0
    cells.forEachText { text, _, _ in
      let colons = text.count { $0 == 0x3A }
      if colons > 0 { times += 1 }
      if colons > 1 { whole += 1 }
    }
    guard times > 0, whole == 0 else { return }
    add(
      .note, column, found: "times without seconds", expected: "times to the second, as the platform writes them",
      remedy: "a spreadsheet has cut them off; durations are known to the minute")
  }

  private static let months: Set<String> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  // "3-4" becomes "4-Mar"; beside ranges or numbers that is certain, in a column of dates it is not.
  private mutating func ranges(_ cells: RawColumn, _ column: String) {
    guard cells.spilled == nil else { return }
    var dates: [(text: String, tally: Int)] = []
    var row: Int?
    var hasRanges = false
    cells.forEachText { bytes, tally, first in
      guard bytes.count <= 24 else { return }
      let text = String(decoding: bytes, as: UTF8.self).trimmed
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      let isNumber = parts.map { !$0.isEmpty && $0.count <= 3 && $0.allSatisfy { $0.isASCII && $0.isNumber } }
      if parts.count == 2, isNumber[0] != isNumber[1],
        Self.months.contains(parts[isNumber[0] ? 1 : 0].lowercased())
      {
        dates.append((text, tally))
        if row == nil { row = first() + 1 }
      } else if text.first?.isNumber == true {
        hasRanges = true
      }
    }
    guard let example = dates.first, hasRanges else { return }
    add(
      .warning, column, row: row,
      found: "\(Self.cells(dates.reduce(0) { $0 + $1.tally })) such as '\(example.text)' among numbers and ranges",
      expected: "ranges such as 3-4",
      remedy: "a spreadsheet has made dates of them; export the file again and do not save it in a spreadsheet")
  }
}

extension RawColumn {
  /// Hands over each text that is not blank, once where the column is interned, with how often it occurs and a way to
  /// its first cell.
  ///
  /// - Parameter mayMatter: A quick look at the bytes that passes over most texts.
  func forEachText(
    where mayMatter: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true },
    _ body: (_ text: ArraySlice<UInt8>, _ tally: Int, _ first: () -> Int) -> Void
  ) {
    if let spilled {
      spilled.forEach { cell, bytes in
        guard spilled.missing[cell] == 0, mayMatter(bytes), !Self.isBlank(bytes) else { return }
        body(spilled.utf8(at: cell), firstRecords == nil ? 1 : tallies[cell]) { firstRecords?[cell] ?? cell }
      }
      return
    }
    for (code, tally) in tallies.enumerated() where tally > 0 && absence(at: code) == nil {
      let text = bytes(at: code)
      guard text.withUnsafeBufferPointer(mayMatter), !Self.isBlank(text) else { continue }
      body(text, tally) { firstCell(of: code) ?? 0 }
    }
  }
}
