internal import SurveyModel

/// Finds what each column of a Qualtrics export is, from the questionnaire where there is one, else from headings and
/// cells.
struct QualtricsColumns {
  let headings: [QualtricsHeading]
  let cells: [RawColumn]
  let questionnaire: Questionnaire?
  private(set) var columns: [QuestionnaireColumn] = []

  init(headings: [QualtricsHeading], cells: [RawColumn], questionnaire: Questionnaire?) {
    self.headings = headings
    self.cells = cells
    self.questionnaire = questionnaire
  }

  /// Finds all columns.
  mutating func find() {
    var names = questionnaire.map(QualtricsExportNames.init)
    columns = headings.map { heading in
      var key = heading.importID.isEmpty ? heading.name : heading.importID
      if heading.importID.isEmpty, let found = names?.take(heading.name, text: heading.text) { key = found }
      if let template = QualtricsMetadata.template(
        key: key, name: heading.name, label: heading.text, timeZone: heading.timeZone)
      {
        return QuestionnaireColumn(template: template)
      }
      return questionnaire?.column(key: key, name: heading.name, heading: heading.text)
        ?? fromHeading(heading, key: key)
    }
    groupSiblings()
    guessTickedOptions()
    decideTextsOrCodes()
  }

  /// Checks that the questionnaire is that of the responses.
  func checked(
    against questionnaire: Questionnaire, name: String, responses: RecognizedFile
  ) throws(ReadingError) -> [Problem] {
    let asked = columns.indices.filter { columns[$0].template.variable.role != .metadata }
    let unknown = asked.filter { position in
      let key = QualtricsKey(columns[position].template.variable.key)
      return key.question.map { questionnaire[$0] == nil } ?? false
    }
    let known = asked.filter { position in
      QualtricsKey(columns[position].template.variable.key).question.map { questionnaire[$0] != nil } ?? false
    }
    guard !known.isEmpty || asked.isEmpty else {
      throw ReadingError(
        .pairing, place: Place(file: responses.source.path),
        found: "no column of a question that \(name) has", expected: "the responses of that questionnaire",
        remedy: "export the questionnaire of the survey that the responses belong to, or leave it out")
    }
    guard !unknown.isEmpty else { return [] }
    return [
      Problem(
        .warning, file: responses.source.name,
        found: "columns of questions that \(name) does not have: "
          + SurveyAssembly.list(unknown.map { columns[$0].template.variable.name }),
        expected: "the questionnaire as it was when the responses were given",
        remedy: "their answers are found from the cells; export the questionnaire again")
    ]
  }

  /// Gives the columns to the assembly that types them.
  func fill(_ assembly: inout SurveyAssembly) {
    assembly.columns = zip(columns, cells).map { (template: $0.template, cells: $1) }
    assembly.grids = Self.groups(columns.map(\.grid))
    assembly.sets = Self.groups(columns.map(\.set))
  }

  /// Puts columns with one group's id together; a single row is no grid, a single option is still a set.
  static func groups(_ memberships: [(id: String, name: String, label: String)?]) -> [ColumnGroup] {
    var groups: [ColumnGroup] = []
    var places: [String: Int] = [:]
    for (position, membership) in memberships.enumerated() {
      guard let membership else { continue }
      if let place = places[membership.id] {
        groups[place].members.append(position)
      } else {
        places[membership.id] = groups.count
        groups.append(ColumnGroup(name: membership.name, label: membership.label, members: [position]))
      }
    }
    return groups
  }

  // MARK: Without questionnaire

  private func fromHeading(_ heading: QualtricsHeading, key: String) -> QuestionnaireColumn {
    let parsed = QualtricsKey(key)
    var label = heading.text
    for ending in [" - Selected Choice", "-Selected Choice"] where label.hasSuffix(ending) {
      label = String(label.dropLast(ending.count))
    }
    var variable = Variable(
      name: heading.name, key: parsed.text, label: label, kind: .categorical, level: .nominal)
    if parsed.question == nil { return withoutKey(variable, heading) }
    if parsed.isDisplayOrder || parsed.parts.contains(where: { ["FIRST", "LAST", "PAGE", "CLICK"].contains($0) }) {
      variable.role = .metadata
      return QuestionnaireColumn(template: ColumnTemplate(variable))
    }
    if parsed.parts.contains("TEXT") { return freeText(variable, role: .question) }
    guard parsed.isText else { return QuestionnaireColumn(template: ColumnTemplate(variable)) }
    let sibling = String(parsed.text.dropLast("_TEXT".count))
    let parent = parsed.question ?? ""
    let hasSibling = headings.contains { other in
      let key = QualtricsKey.normalized(other.importID)
      return key == sibling || (!parsed.parts.isEmpty && key == parent)
    }
    if hasSibling { return freeText(variable, role: .otherText) }
    return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .openAnswer))
  }

  private func freeText(_ variable: Variable, role: VariableRole) -> QuestionnaireColumn {
    var variable = variable
    variable.kind = .text
    variable.role = role
    variable.personal = .openText
    return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .kind))
  }

  private func withoutKey(_ variable: Variable, _ heading: QualtricsHeading) -> QuestionnaireColumn {
    if heading.name.hasSuffix("_TEXT") { return freeText(variable, role: .otherText) }
    if !heading.importID.isEmpty {
      // Embedded data: set by the survey's flow or the panel, not asked for.
      var variable = variable
      variable.role = .metadata
      return QuestionnaireColumn(template: ColumnTemplate(variable))
    }
    return QuestionnaireColumn(template: ColumnTemplate(variable))
  }

  /// The rows of a grid or the options of a set, by their keys or, without keys, by their names.
  private mutating func groupSiblings() {
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (position, column) in columns.enumerated() {
      guard column.template.knowledge == .nothing, column.template.variable.role == .question,
        let key = siblingKey(position)
      else { continue }
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(position)
    }
    for key in order {
      if let positions = members[key], positions.count > 1 { group(positions, key: key) }
    }
  }

  private func siblingKey(_ position: Int) -> String? {
    let key = QualtricsKey(columns[position].template.variable.key)
    if let question = key.question {
      let column = key.column.map { "#\($0)" } ?? ""
      guard let first = key.parts.first, !first.isEmpty else { return nil }
      return key.parts.count == 1
        ? question + column : question + column + "_" + key.parts.dropLast().joined(separator: "_")
    }
    return SiblingNames.base(of: headings[position].name)
  }

  private mutating func group(_ positions: [Int], key: String) {
    let texts = positions.map { columns[$0].template.variable.label }
    let split = QualtricsHeading.split(texts)
    let question = split?.question ?? ""
    for (index, position) in positions.enumerated() {
      guard let split else { continue }
      columns[position].template.variable.itemText = split.items[index]
      columns[position].template.variable.label = "\(split.question) - \(split.items[index])"
    }
    let name = SiblingNames.common(positions.map { headings[$0].name }) ?? key
    if SiblingNames.areOptions(positions.map { cells[$0] }, items: split?.items) {
      for (index, position) in positions.enumerated() {
        makeOption(position, text: split?.items[index] ?? headings[position].name)
        columns[position].set = (key, name, question)
      }
      return
    }
    for position in positions {
      columns[position].template.gridKey = key
      if SiblingNames.areRows(positions.map { cells[$0] }) { columns[position].grid = (key, name, question) }
    }
  }

  private mutating func makeOption(_ position: Int, text: String) {
    let texts = cells[position].distinctTexts.filter { $0 != "0" }
    columns[position].template.variable.labels = [
      ValueLabel(code: Questionnaire.tickedCode, label: text, value: 1)
    ]
    columns[position].template.knowledge = .answers
    columns[position].template.tickedTexts = texts.isEmpty ? [Questionnaire.tickedCode] : texts
  }

  private mutating func guessTickedOptions() {
    for (position, column) in columns.enumerated() {
      guard column.template.knowledge == .nothing, column.template.variable.role == .question,
        column.template.gridKey == nil, let options = JoinedOptions.guess(cells[position], separator: ",")
      else { continue }
      columns[position].template.variable.kind = .multipleResponse
      columns[position].template.variable.labels = options.map { ValueLabel(code: $0, label: $0) }
      columns[position].template.knowledge = .answers
    }
  }

  /// Whether the whole file was exported with choice texts or with codes: a text that is also a code is then clear.
  private mutating func decideTextsOrCodes() {
    var texts = 0
    var codes = 0
    for (column, cells) in zip(columns, cells)
    where column.template.knowledge == .answers && column.template.variable.kind == .categorical {
      let labels = column.template.variable.labels
      let known = (Set(labels.map(\.code)), Set(labels.map { TextMatching.normalized($0.label) }))
      for text in cells.distinctTexts {
        if known.0.contains(text) { codes += 1 }
        if known.1.contains(TextMatching.normalized(text)) { texts += 1 }
      }
    }
    guard texts > codes else { return }
    for position in columns.indices { columns[position].template.labelsFirst = true }
  }
}
