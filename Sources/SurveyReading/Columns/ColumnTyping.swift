internal import SurveyModel
internal import TextFormats

/// Gives a column its type: from metadata where there is any, else from the whole column, all or nothing.
struct ColumnTyping: Sendable {
  /// A typed column with its codebook entry and what was found on the way.
  struct Result: Sendable {
    var variable: Variable
    var column: Column
    var problems: [Problem] = []
    /// Whether the order of the answers rests on their wording alone.
    var orderIsGuessed = false
    /// How many respondents each cell stands for, where the column's distinct numbers were written out and counted.
    var counts: [Int]?
    /// Whether the type cannot be told from what was counted of the column's cells.
    var needsRecords = false
  }

  /// What a distinct text of the column is before it is given a type.
  enum Sort: Hashable {
    case value
    case missing(MissingReason)
    case declared(MissingReason)
  }

  let template: ColumnTemplate
  let cells: RawColumn
  let file: String
  let options: ReadingOptions
  /// How often each distinct text occurs.
  let tallies: [Int]
  /// Whether neither the user nor the file's reader declared texts that stand for no value.
  let declaresNothing: Bool

  init(template: ColumnTemplate, cells: RawColumn, file: String, options: ReadingOptions) {
    self.template = template
    self.cells = cells
    self.file = file
    self.options = options
    tallies = cells.tallies
    declaresNothing = options.missing.isEmpty && template.missingTexts.isEmpty
  }

  /// Types the column.
  func typed() -> Result {
    var result = typedByKnowledge()
    if result.variable.kind == .text, result.variable.personal == .no,
      [.question, .otherText].contains(result.variable.role),
      result.column.hasAnswers
    {
      result.variable.personal = .openText
    }
    if result.variable.personal.isPersonal { hideValues(&result) }
    return result
  }

  private func typedByKnowledge() -> Result {
    switch (template.knowledge, template.variable.kind) {
    case (.answers, .multipleResponse): return tickedOptions()
    case (.answers, _):
      guard cells.spilled == nil else { return text() }
      return categorical(template.variable.labels, level: template.variable.level)
    case (.kind, .numeric): return numeric(decimalComma: decimalComma() ?? false)
    case (.kind, .datetime): return datetime()
    case (.kind, .text): return text()
    case (.openAnswer, _): return openAnswer()
    case (.kind, .multipleResponse), (.kind, .categorical), (.nothing, _): return guessed()
    }
  }

  // MARK: What the cells are

  /// What each distinct text of the column is.
  var sorts: [Sort] { (0..<cells.distinctCount).map(sort(at:)) }

  private func sort(at code: Int) -> Sort {
    if let absence = cells.absence(at: code) { return .missing(absence) }
    let bytes = cells.bytes(at: code)
    if RawColumn.isBlank(bytes) { return template.blankIsAnswer ? .value : .missing(template.blank) }
    if let reason = declaredReason(String(decoding: bytes, as: UTF8.self)) { return .declared(reason) }
    return .value
  }

  /// Whether a text may be one of Prolific's marks, told by its first byte and length.
  func mayBeRedacted(_ text: ArraySlice<UInt8>) -> Bool {
    (text.count == 12 && text.first == 0x44) || (text.count == 15 && text.first == 0x43)
  }

  /// Why a text counts as missing by what the user or the file's reader declared.
  func declaredReason(_ text: String) -> MissingReason? {
    // Prolific's marks for answers that were taken out again, wherever they were merged into.
    if text == "DATA_EXPIRED" || text == "CONSENT_REVOKED" { return .redacted }
    if declaresNothing { return nil }
    let trimmed = text.trimmed
    return options.missing.first { $0.code == trimmed }?.reason
      ?? template.missingTexts.first { $0.code == trimmed }?.reason
  }

  /// The texts that are values, each once as long as the column is interned.
  var values: [String] {
    if let spilled = cells.spilled {
      // So many texts are distinct that seeing the rest of them twice does no harm.
      return (0..<spilled.count).filter { spilled.missing[$0] == 0 }.map { spilled.text(at: $0) }
        .filter { !RawColumn.isBlank($0.utf8) && declaredReason($0) == nil }
    }
    return (0..<cells.distinctCount).filter { sort(at: $0) == .value }.map(cells.text(at:))
  }

  private func decimalComma() -> Bool? {
    if let said = options.decimalComma { return said }
    if template.decimalComma { return true }
    guard template.allowsDecimalComma else { return false }
    return NumberText.decimalEvidence(values) == .comma
  }

  // MARK: From the whole column

  private func guessed() -> Result {
    if let spilled = cells.spilled, let result = guessed(spilled) { return result }
    let values = values
    guard !values.isEmpty else {
      var empty = text()
      empty.variable.kind = .text
      return empty
    }
    if values.allSatisfy({ NumberText.value($0) != nil }) {
      return isLikertLike(values) ? integers(values) : numeric(decimalComma: false)
    }
    if let evidence = NumberText.decimalEvidence(values) { return decimals(evidence, values) }
    if DateText.order(of: values) != nil { return datetime() }
    guard cells.spilled == nil, isCategorical(values) else { return text() }
    return categoricalTexts(values)
  }

  // Texts of which so many are distinct are looked at one by one, as bytes, and only as far as something can still be
  // concluded; nil where the slower rules must decide.
  private func guessed(_ texts: TextColumn) -> Result? {
    if cells.many != nil { return guessedFromCounts(texts) }
    if let numbers = numeric(ifAll: texts) { return numbers }
    for cell in 0..<texts.count where texts.missing[cell] == 0 {
      if texts.withUTF8(at: cell, { NumberText.written($0) }) != nil { continue }
      let bytes = texts.utf8(at: cell)
      let text = String(decoding: bytes, as: UTF8.self)
      if RawColumn.isBlank(bytes) || declaredReason(text) != nil { continue }
      if NumberText.value(text, decimalComma: true) != nil || DateText.order(of: [text]) != nil { return nil }
      return self.text()
    }
    return nil
  }

  private func openAnswer() -> Result {
    if let spilled = cells.spilled, let result = guessed(spilled) { return result }
    let values = values
    guard !values.isEmpty, values.allSatisfy({ NumberText.value($0) != nil }) else { return text() }
    return numeric(decimalComma: false)
  }

  private func isLikertLike(_ values: [String]) -> Bool {
    guard cells.spilled == nil, values.count <= 11 else { return false }
    return values.allSatisfy { text in
      guard let number = Int(text.trimmed) else { return false }
      return (0...10).contains(number)
    }
  }

  private func integers(_ values: [String]) -> Result {
    let numbers = Set(values.compactMap { Int($0.trimmed) }).sorted()
    let labels = numbers.map { ValueLabel(code: String($0), label: String($0), value: Double($0)) }
    return categorical(labels, level: .ordinal)
  }

  private func decimals(_ evidence: NumberText.DecimalEvidence, _ values: [String]) -> Result {
    let allowed = options.decimalComma ?? (template.allowsDecimalComma && evidence == .comma)
    if allowed { return numeric(decimalComma: true) }
    var result = cells.spilled == nil && isCategorical(values) ? categoricalTexts(values) : text()
    if options.decimalComma == nil {
      result.problems.append(
        problem(
          .note, found: "cells with a comma between digits, such as \(quoted(values.first { $0.contains(",") } ?? ""))",
          expected: "numbers with a decimal point, or a sign that the comma is a decimal one",
          remedy: "type --decimal-comma if these are numbers"))
    }
    return result
  }

  private func isCategorical(_ values: [String]) -> Bool {
    guard values.allSatisfy({ $0.utf8.count <= 200 && !$0.utf8.contains(0x0A) }) else { return false }
    let answers = substantive(values)
    if AnswerScales.isYesNo(answers) { return true }
    if template.ordersRanges, AnswerRanges.positions(of: answers) != nil { return true }
    if AnswerScales.positions(of: answers) != nil || AnswerLists.leadingNumbers(of: answers) != nil { return true }
    var answered = 0
    for (code, tally) in tallies.enumerated() where sort(at: code) == .value { answered += tally }
    let most = max(20, min(200, answered / 20))
    guard values.count <= most else { return false }
    // The rows of a grid, and cells that look like codes, need less repetition to be believed.
    if template.gridKey != nil || values.allSatisfy(Self.looksLikeCode) { return answered > values.count }
    return answered >= 2 * values.count
  }

  // "A1", "AO01", "SQ003".
  private static func looksLikeCode(_ text: String) -> Bool {
    let letters = text.utf8.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    let digits = text.utf8.dropFirst(letters.count)
    return (1...3).contains(letters.count) && (1...4).contains(digits.count)
      && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  private func substantive(_ texts: [String]) -> [String] {
    texts.filter { ResidualWording.reason($0, among: texts) == nil }
  }

  private func categoricalTexts(_ values: [String]) -> Result {
    // Spellings that differ by space and apostrophe alone are one answer, under the first spelling.
    var seen: Set<String> = []
    let distinct = values.filter { seen.insert(TextMatching.normalized($0)).inserted }
    let answers = substantive(distinct)
    if distinct.allSatisfy(Self.looksLikeCode) { return codes(distinct) }
    let scale = AnswerScales.positions(of: answers) ?? AnswerLists.leadingNumbers(of: answers)
    guard let positions = scale ?? (template.ordersRanges ? AnswerRanges.positions(of: answers) : nil) else {
      let result = categorical(distinct.map { ValueLabel(code: $0.trimmed, label: $0.trimmed) }, level: .nominal)
      return result
    }
    let ordered = zip(answers, positions).sorted { $0.1 < $1.1 }
    var labels = ordered.map { ValueLabel(code: $0.0.trimmed, label: $0.0.trimmed, value: Double($0.1)) }
    labels += distinct.filter { !answers.contains($0) }.map { ValueLabel(code: $0.trimmed, label: $0.trimmed) }
    var result = categorical(labels, level: .ordinal)
    result.orderIsGuessed = true
    return result
  }

  // Codes without their questionnaire: in order of their numbers, which in a grid are the points of its scale.
  private func codes(_ distinct: [String]) -> Result {
    let parted = distinct.map { text in
      let code = text.trimmed
      let letters = String(code.prefix { $0.isLetter })
      return (code: code, letters: letters, number: Int(code.dropFirst(letters.count)))
    }
    let sorted = parted.sorted { ($0.letters, $0.number ?? -1) < ($1.letters, $1.number ?? -1) }
    let isScale =
      template.gridKey != nil && Set(parted.map(\.letters)).count == 1 && parted.allSatisfy { $0.number != nil }
    let labels = sorted.map { part in
      ValueLabel(code: part.code, label: part.code, value: isScale ? part.number.map(Double.init) : nil)
    }
    var result = categorical(labels, level: isScale ? .ordinal : .nominal)
    result.orderIsGuessed = isScale
    return result
  }

  // MARK: Problems

  /// A problem of this column.
  func problem(
    _ severity: Problem.Severity, row: Int? = nil, found: String, expected: String, remedy: String
  ) -> Problem {
    Problem(
      severity, file: file, row: row, column: template.variable.name, found: found, expected: expected, remedy: remedy)
  }

  /// A cell's text for a message: in quotes, and only its shape where the column is personal.
  func quoted(_ text: String) -> String {
    if template.variable.personal.isPersonal { return "a cell of \(Problem.shape(of: text))" }
    return text.count > 60 ? "'\(text.prefix(60))…'" : "'\(text)'"
  }

  // A column may turn out to be personal only after a problem was written with its cells' texts.
  private func hideValues(_ result: inout Result) {
    guard !template.variable.personal.isPersonal else { return }
    for index in result.problems.indices where result.problems[index].found.contains("'") {
      result.problems[index].found = "cells of a personal column"
    }
  }
}

extension Column {
  /// Whether some cell holds an answer.
  fileprivate var hasAnswers: Bool {
    switch self {
    case .categorical(let column): column.entries.contains { $0.missingReason == nil }
    case .numeric(let column): column.missing.contains(0)
    case .text(let column): column.missing.contains(0)
    case .datetime(let column): column.missing.contains(0)
    case .multipleResponse(let column): column.missing.contains(0)
    }
  }
}
