internal import SurveyModel

/// Finds what each column of a SoSci export is: from the import script where there is one, from its name and its cells.
struct SoSciColumns {
  let names: [String]
  let cells: [RawColumn]
  let script: SoSciImportScript?
  private(set) var columns: [FormColumn] = []
  /// What was guessed.
  private(set) var guesses: [String] = []
  /// For each set's name the code that means "ticked".
  private(set) var tickedCodes: [String: String] = [:]
  /// Whether the first column holds the row numbers or names that R writes.
  let hasRowNumbers: Bool

  private let parsed: [SoSciName]
  private let usesNA: Bool
  private let texts: [Set<String>]
  /// The questions whose columns a random generator filled.
  private var generators: Set<String> = []
  private var sets: [String: SoSciSet] = [:]
  private var positions: [String: [Int]] = [:]
  private var countProblems: [(name: String, records: [Int])] = []
  private var numbered: [String] = []

  init(table: DelimitedTable, script: SoSciImportScript?) {
    self.script = script
    cells = table.columns
    let headings = table.columns.indices.map { TextMatching.spaced(table.heading(0, $0)) }
    hasRowNumbers = headings.first?.isEmpty == true
    names = headings
    parsed = headings.map(SoSciName.init)
    usesNA = hasRowNumbers || cells.contains { PlainColumns.isNumbersWithNA($0) }
    texts = cells.map { $0.spilled == nil ? Set($0.distinctTexts.map(\.trimmed)).subtracting(SoSciCodes.blanks) : [] }
  }

  /// Finds all columns.
  mutating func find() {
    for (position, name) in parsed.enumerated() {
      if case .other = name.part { continue }
      positions[name.question, default: []].append(position)
      if name.part == .clearances { generators.insert(name.question) }
    }
    for question in positions.keys.sorted() {
      if let set = SoSciSet(question: question, columns: self) { sets[question] = set }
    }
    for position in names.indices { columns.append(column(position)) }
    for question in positions.keys.sorted() { findGrid(question) }
    decideTextsOrCodes()
    for position in columns.indices { declareBlanks(position) }
    if usesNA { guesses.append("cells 'NA' hold no value, for R saved the file again") }
    if !numbered.isEmpty {
      guesses.append(
        "answers that are numbers count as these, not as their codes: " + SurveyAssembly.list(numbered))
    }
  }

  // MARK: What sets and grids are found from

  /// The positions of a question's columns with an item's number alone.
  func items(of question: String) -> [Int] {
    (positions[question] ?? []).filter { position in
      if case .item = parsed[position].part { return true }
      return false
    }
  }

  /// The position of the column that bears the question's name alone.
  func whole(of question: String) -> Int? {
    positions[question]?.first { parsed[$0].part == .whole }
  }

  /// What the script says of a column.
  func entry(_ position: Int) -> SoSciImportScript.Entry? { script?[names[position]] }

  /// The texts of a column that are answers: neither blank nor a code for none.
  func answers(_ position: Int) -> Set<String> {
    texts[position].filter { !$0.hasPrefix("-") && !$0.hasPrefix("[NA]") }
  }

  // MARK: One column

  private func variable(_ position: Int, _ kind: VariableKind, role: VariableRole = .question) -> Variable {
    let (label, item) = wording(position)
    var variable = Variable(
      name: names[position], label: label, itemText: item, kind: kind, level: .nominal, role: role)
    if kind == .numeric { variable.level = .scale }
    return variable
  }

  /// The question's title with the item's text, and the item's text alone.
  private func wording(_ position: Int) -> (label: String, item: String) {
    guard let comment = entry(position)?.comment else { return ("", "") }
    guard parsed[position].part != .whole, let title = title(of: parsed[position].question),
      comment.hasPrefix(title + ": ")
    else {
      return (comment, comment)
    }
    let item = String(comment.dropFirst(title.count + 2)).trimmed
    // A field without a text of its own is called by its number in brackets.
    let isNameless = item.hasPrefix("[") && item.hasSuffix("]") && item.dropFirst().dropLast().allSatisfy(\.isNumber)
    return isNameless || item.isEmpty ? (title, title) : ("\(title) - \(item)", item)
  }

  /// What the comments of all of a question's columns begin with, before a colon.
  private func title(of question: String) -> String? {
    let comments = (positions[question] ?? []).compactMap { entry($0)?.comment }
    guard let first = comments.first, let colon = Self.colon(in: first) else { return nil }
    let title = String(first[..<colon])
    return comments.allSatisfy { $0 == title || $0.hasPrefix(title + ": ") } ? title : nil
  }

  private static func colon(in text: String) -> String.Index? {
    text.indices.first { text[$0] == ":" && text[text.index(after: $0)...].first == " " }
  }

  private mutating func column(_ position: Int) -> FormColumn {
    let name = parsed[position]
    if position == 0, hasRowNumbers { return rowNumbers() }
    if var template = SoSciMetadata.template(names[position], script: entry(position), cells: cells[position]) {
      template.variable.originalName = names[position]
      return FormColumn(template)
    }
    if let other = recorded(position, name) { return other }
    if let set = sets[name.question] {
      if name.part == .whole { return count(position) }
      if case .item = name.part { return option(position, of: set) }
    }
    switch name.part {
    case .besideItem: return besideItem(position)
    case .text: return otherText(position)
    case .item(let number) where isTextOfOption(position, number): return otherText(position)
    default: return FormColumn(answer(position))
    }
  }

  private func rowNumbers() -> FormColumn {
    var name = "row"
    while names.contains(name) { name += "_" }
    // An export that was read with CASE as the rows' names has it here.
    let isCase = !names.contains("CASE")
    var column = FormColumn(
      metadata: isCase ? "CASE" : name, label: isCase ? "" : "the row's name in R", personal: isCase ? .identifier : .no
    )
    column.template.blank = .systemMissing
    return column
  }

  /// What a random generator drew, or what came with the questionnaire's address.
  private func recorded(_ position: Int, _ name: SoSciName) -> FormColumn? {
    let comment = entry(position)?.comment ?? ""
    if name.part == .parameter || comment.hasPrefix("POST/GET") {
      var variable = variable(position, .categorical, role: .metadata)
      let parameter = Self.colon(in: comment).map { String(comment[comment.index(after: $0)...]).trimmed }
      // Without its name it may be anybody's number in a panel.
      variable.personal = parameter.map { PersonalNames.kind(name: $0) } ?? .identifier
      return FormColumn(ColumnTemplate(variable, blank: .systemMissing))
    }
    let isDrawn = [.clearances, .whole, .draw].contains(name.part)
    guard isDrawn, generators.contains(name.question) || name.part == .draw else { return nil }
    var template = ColumnTemplate(variable(position, .categorical, role: .metadata), blank: .notShown)
    let labels = entry(position)?.labels ?? []
    if name.part != .clearances, !labels.isEmpty {
      template.variable.labels = labels.map { ValueLabel(code: $0.code, label: $0.text) }
      template.knowledge = .answers
      template.labelsSayAll = true
    }
    return FormColumn(template)
  }

  private func count(_ position: Int) -> FormColumn {
    var template = ColumnTemplate(variable(position, .numeric, role: .metadata), knowledge: .kind, blank: .notShown)
    template.missingTexts = SoSciAnswers.missing(entry(position), isFree: true)
    return FormColumn(template)
  }

  private func option(_ position: Int, of set: SoSciSet) -> FormColumn {
    var template = ColumnTemplate(variable(position, .categorical), knowledge: .answers, blank: .notShown)
    template.variable.labels = set.labels
    template.labelsSayAll = true
    template.missingTexts = SoSciAnswers.missing(entry(position), isFree: true)
    var column = FormColumn(template)
    let title = title(of: set.question) ?? ""
    column.set = (set.question, set.question, title)
    return column
  }

  private func otherText(_ position: Int) -> FormColumn {
    var column = FormColumn(text: names[position], label: "", role: .otherText)
    let (label, item) = wording(position)
    column.template.variable.label = label
    column.template.variable.itemText = item
    column.template.blank = .notShown
    return column
  }

  // "AB01_02a": how long the item took, or what was written beside it.
  private mutating func besideItem(_ position: Int) -> FormColumn {
    let entry = entry(position)
    if SoSciAnswers.isTruth(entry) { return FormColumn(answer(position)) }
    let isNumbers = cells[position].spilled == nil && texts[position].allSatisfy { NumberText.value($0) != nil }
    let isTime = entry?.kind.map { $0 == "numeric" || $0 == "integer" } ?? (isNumbers && !texts[position].isEmpty)
    guard isTime, isNumbers || cells[position].spilled != nil else { return otherText(position) }
    var template = ColumnTemplate(variable(position, .numeric, role: .metadata), knowledge: .kind, blank: .notShown)
    template.missingTexts = SoSciAnswers.missing(entry, isFree: true)
    return FormColumn(template)
  }

  /// Whether an item's column holds what was written beside an option of the question: `SD03_09` beside `SD03`.
  private func isTextOfOption(_ position: Int, _ number: Int) -> Bool {
    guard let whole = whole(of: parsed[position].question) else { return false }
    if let kind = entry(position)?.kind { return kind == "character" }
    let hasWords = cells[position].spilled != nil || answers(position).contains { NumberText.value($0) == nil }
    let isOption = answers(whole).contains(String(number)) && !answers(position).isSubset(of: ["1", "2"])
    return hasWords || isOption || answers(position).isEmpty
  }

  private mutating func answer(_ position: Int) -> ColumnTemplate {
    var builder = SoSciAnswers(
      variable: variable(position, .categorical), entry: entry(position), texts: texts[position],
      hasSpilled: cells[position].spilled != nil)
    if case .item = parsed[position].part { builder.isItem = true }
    let template = builder.template()
    if builder.countsAsNumbers { numbered.append(names[position]) }
    return template
  }

  private mutating func declareBlanks(_ position: Int) {
    guard usesNA else { return }
    let blank = columns[position].template.blank
    columns[position].template.missingTexts.append(DeclaredCode(code: "NA", reason: blank))
  }

  // MARK: Grids and texts in the place of codes

  private mutating func findGrid(_ question: String) {
    if let set = sets[question] {
      tickedCodes[question] = set.yes
      if !set.miscounted.isEmpty { countProblems.append((question, set.miscounted)) }
      return
    }
    let rows = items(of: question).filter { position in
      let template = columns[position].template
      return template.variable.role == .question && template.knowledge != .openAnswer
        && !texts[position].contains("0") && !SoSciAnswers.isComputed(texts[position])
    }
    guard rows.count > 1 else { return }
    let isDescribed = rows.allSatisfy { !columns[$0].template.variable.labels.isEmpty }
    guard isDescribed || SiblingNames.areRows(rows.map { cells[$0] }) else { return }
    for position in rows {
      columns[position].grid = (question, question, title(of: question) ?? "")
      if columns[position].template.knowledge == .nothing { columns[position].template.gridKey = question }
    }
  }

  /// Whether R saved the answers' texts for their codes, as it does with factors: decided for the file as a whole.
  private mutating func decideTextsOrCodes() {
    let lists = columns.indices.filter { entry($0)?.isFactor == true && columns[$0].template.knowledge == .answers }
    var found = 0
    var codes = 0
    for position in lists {
      let labels = entry(position)?.labels ?? []
      found += texts[position].intersection(labels.map(\.text)).count
      codes += texts[position].intersection(labels.map(\.code)).count
    }
    guard found > codes else { return }
    for position in lists { columns[position].template.takeMarkedTexts(entry(position)) }
  }

  /// What was found in the columns.
  func problems(file: String) -> [Problem] {
    countProblems.map { name, records in
      Problem(
        .warning, file: file, row: records.first, column: name,
        found: "a count that is not that of the ticked options in \(records.count) record"
          + (records.count == 1 ? "" : "s"),
        expected: "as many options ticked as the column says",
        remedy: "the options are read as they stand; the count stays beside them")
    }
  }
}
