internal import SurveyModel
internal import TextFormats

extension ColumnTyping {
  /// The column as numbers.
  func numeric(decimalComma: Bool) -> Result {
    let residuals = template.variable.labels.filter { $0.missing != nil }
    func read(_ text: String) -> (value: Double, missing: UInt8) {
      if RawColumn.isBlank(text.utf8) { return (.nan, template.blank.index) }
      if let reason = declaredReason(text) { return (.nan, reason.index) }
      if let reason = residuals.first(where: { $0.code == text.trimmed })?.missing { return (.nan, reason.index) }
      guard let value = NumberText.value(text, decimalComma: decimalComma) else {
        return (.nan, MissingReason.unreadable.index)
      }
      return (value, 0)
    }
    var values: [Double] = []
    var missing: [UInt8] = []
    var originals: [Int: String] = [:]
    values.reserveCapacity(cells.count)
    missing.reserveCapacity(cells.count)
    forEachCell(read) { cell, text, read in
      values.append(read.value)
      missing.append(read.missing)
      guard let text else { return }
      if text != (read.missing == 0 ? Column.text(read.value) : "") { originals[cell] = text }
    } absent: { reason in
      values.append(.nan)
      missing.append(reason.index)
    }
    var variable = template.variable
    variable.kind = .numeric
    variable.level = template.knowledge == .kind ? template.variable.level : .scale
    let column = NumericColumn(values: values, missing: missing, originals: originals)
    if variable.level == .nominal { variable.level = .scale }
    var problems = unreadable(missing, expected: "a number") { originals[$0] ?? "" }
    problems += suspectedCode(values)
    return Result(variable: variable, column: .numeric(column), problems: problems)
  }

  /// The column as dates.
  func datetime() -> Result {
    let readable = values.filter { text in
      [.yearFirst, .dayFirst, .monthFirst].contains { DateText.seconds(text, order: $0) != nil }
    }
    let reading = DateText.order(of: readable) ?? DateText.Reading(order: .yearFirst, isDecided: true)
    func read(_ text: String) -> (value: Int, missing: UInt8) {
      if RawColumn.isBlank(text.utf8) { return (0, template.blank.index) }
      if let reason = declaredReason(text) { return (0, reason.index) }
      guard let seconds = DateText.seconds(text, order: reading.order) else {
        return (0, MissingReason.unreadable.index)
      }
      return (seconds, 0)
    }
    var seconds: [Int] = []
    var missing: [UInt8] = []
    var originals = TextColumn()
    forEachCell(read) { _, text, read in
      seconds.append(read.value)
      missing.append(read.missing)
      originals.append((text ?? "").utf8)
    } absent: { reason in
      seconds.append(0)
      missing.append(reason.index)
      originals.append(missing: reason)
    }
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
    var column = TextColumn()
    forEachCell({ text -> UInt8 in
      if RawColumn.isBlank(text.utf8) { return template.blank.index }
      return declaredReason(text)?.index ?? 0
    }) { _, text, missing in
      let bytes = (text ?? "").utf8
      if let reason = MissingReason(index: missing) {
        column.append(missing: reason, text: bytes)
      } else {
        column.append(bytes)
      }
    } absent: {
      column.append(missing: $0)
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

  private func unreadable(_ missing: [UInt8], expected: String, text: (Int) -> String) -> [Problem] {
    let index = MissingReason.unreadable.index
    let rows = missing.indices.filter { missing[$0] == index }
    guard let first = rows.first else { return [] }
    let found = rows.count == 1 ? quoted(text(first)) : "\(quoted(text(first))) and \(rows.count - 1) more cells"
    return [
      problem(
        .warning, row: first + 1, found: found, expected: expected,
        remedy: "the cells count as unreadable; their text is kept")
    ]
  }

  // 1 … 7 and 99: nearly always a scale with a code for "no answer", which no one may average.
  private func suspectedCode(_ values: [Double]) -> [Problem] {
    guard template.variable.role == .question, template.knowledge == .nothing else { return [] }
    let distinct = Set(values.filter { !$0.isNaN })
    let usual: Set<Double> = [-999, -99, -98, -97, -9, -8, -7, -2, -1, 66, 77, 88, 96, 97, 98, 99, 998, 999, 9999]
    let codes = distinct.intersection(usual)
    let rest = distinct.subtracting(codes)
    guard !codes.isEmpty, !rest.isEmpty, rest.count <= 11,
      rest.allSatisfy({ $0 >= 0 && $0 <= 10 && $0 == $0.rounded() })
    else { return [] }
    let shown = codes.sorted().map(Column.text)
    let example = shown.map { "\($0)=dont-know" }.joined(separator: ",")
    return [
      problem(
        .warning,
        found: "the numbers \(rest.sorted().map(Column.text).joined(separator: ", ")) and "
          + shown.joined(separator: ", "), expected: "answers of one scale",
        remedy: "if \(shown.joined(separator: ", ")) means no answer, say so: --missing=\(example)")
    ]
  }
}
