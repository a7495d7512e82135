internal import SurveyModel
internal import TextFormats

extension ColumnTyping {
  /// The column as dates.
  func datetime() -> Result {
    if cells.many != nil { return needingRecords }
    let isCompact = template.notation == .compactDate
    let readable = (isCompact ? [] : values).filter { text in
      [.yearFirst, .dayFirst, .monthFirst].contains { DateText.seconds(text, order: $0) != nil }
    }
    var reading = DateText.order(of: readable) ?? DateText.Reading(order: .yearFirst, isDecided: true)
    if !reading.isDecided, let order = template.dateOrder {
      reading = DateText.Reading(order: order, isDecided: true)
    }
    func read(_ text: String) -> (value: Int, missing: UInt8) {
      if RawColumn.isBlank(text.utf8) { return (0, template.blank.index) }
      if let reason = declaredReason(text) { return (0, reason.index) }
      let seconds =
        isCompact ? CellNotation.compactSeconds(text) : DateText.seconds(text, order: reading.order)
      guard let seconds else { return (0, MissingReason.unreadable.index) }
      return (seconds, 0)
    }
    var seconds: [Int] = []
    var missing: [UInt8] = []
    seconds.reserveCapacity(cells.count)
    missing.reserveCapacity(cells.count)
    forEachCell(read) { _, _, read in
      seconds.append(read.value)
      missing.append(read.missing)
    } absent: { reason in
      seconds.append(0)
      missing.append(reason.index)
    }
    let originals = cells.asTextColumn
    var variable = template.variable
    variable.kind = .datetime
    variable.level = .scale
    var problems = unreadable(missing, expected: "a date") { originals.text(at: $0) }
    if !reading.isDecided {
      problems.append(
        problem(
          .warning, found: "dates whose day and month could change places in every cell",
          expected: "some day after the 12th", remedy: "they are read as month/day/year"))
    }
    let column = DateTimeColumn(seconds: seconds, missing: missing, originals: originals)
    return Result(variable: variable, column: .datetime(column), problems: problems)
  }

  /// The column as texts.
  func text() -> Result {
    // Among texts that were not told apart some may be declared to be none.
    if let many = cells.many, many.uncounted > 0 || !many.numbers.isEmpty, !declaresNothing { return needingRecords }
    var column = cells.asTextColumn
    column.markMissing { bytes in
      if RawColumn.isBlank(bytes) { return template.blank }
      if declaresNothing, !mayBeRedacted(bytes) { return nil }
      return declaredReason(String(decoding: bytes, as: UTF8.self))
    }
    var variable = template.variable
    variable.kind = .text
    variable.level = .nominal
    variable.labels = []
    return Result(variable: variable, column: .text(column))
  }

  /// Reads each distinct text once and hands out all cells in order.
  func forEachCell<Value>(
    _ read: (String) -> Value, cell body: (Int, String?, Value) -> Void, absent: (MissingReason) -> Void
  ) {
    if let spilled = cells.spilled {
      for cell in 0..<spilled.count {
        if let reason = MissingReason(index: spilled.missing[cell]) {
          absent(reason)
        } else {
          let text = spilled.text(at: cell)
          body(cell, text, read(text))
        }
      }
      return
    }
    let texts = (0..<cells.distinctCount).map { cells.absence(at: $0) == nil ? cells.text(at: $0) : nil }
    let values = texts.map { $0.map(read) }
    for (cell, code) in cells.codes.enumerated() {
      if let value = values[Int(code)] {
        body(cell, texts[Int(code)], value)
      } else if let reason = cells.absence(at: Int(code)) {
        absent(reason)
      }
    }
  }

  /// How many respondents a cell stands for.
  func respondents(at cell: Int) -> Int { cells.firstRecords == nil ? 1 : tallies[cell] }

  /// Says which cells could not be read.
  func unreadable(_ missing: [UInt8], expected: String, text: (Int) -> String) -> [Problem] {
    let index = MissingReason.unreadable.index
    guard let first = missing.firstIndex(of: index) else { return [] }
    var count = 0
    for cell in first..<missing.count where missing[cell] == index { count += respondents(at: cell) }
    let found = count == 1 ? quoted(text(first)) : "\(quoted(text(first))) and \(count - 1) more cells"
    return [
      problem(
        .warning, row: (cells.firstRecords?[first] ?? first) + 1, found: found, expected: expected,
        remedy: "the cells count as unreadable; their text is kept")
    ]
  }
}
