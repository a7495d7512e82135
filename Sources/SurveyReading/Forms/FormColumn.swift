internal import SurveyModel

/// A column of a form's export with the grid or set that it belongs to.
struct FormColumn: Sendable {
  var template: ColumnTemplate
  /// The cells, where the column is put together from others; nil for the next column of the file.
  var derived: RawColumn?
  var grid: (id: String, name: String, label: String)?
  var set: (id: String, name: String, label: String)?
  /// In a set, the code that means "ticked".
  var tickedCode = "1"
  /// In a set, whether a blank cell is an option that was not ticked as soon as the question was answered.
  var blankIsUnticked = false
  /// The id of the set whose "other" the column is the text of.
  var otherOf: String?

  init(_ template: ColumnTemplate) { self.template = template }

  /// A column that the platform records by itself.
  init(
    metadata name: String, label: String = "", kind: VariableKind? = nil, personal: PersonalData = .no
  ) {
    let variable = Variable(
      name: name, label: label, kind: kind ?? .categorical,
      level: kind == .numeric || kind == .datetime ? .scale : .nominal,
      personal: personal, role: .metadata)
    template = ColumnTemplate(variable, knowledge: kind == nil || kind == .categorical ? .nothing : .kind)
  }

  /// A question that is answered with a text of one's own.
  init(text name: String, label: String, item: String? = nil, role: VariableRole = .question) {
    let variable = Variable(
      name: name, label: label, itemText: item, kind: .text, level: .nominal, personal: .openText, role: role)
    template = ColumnTemplate(variable, knowledge: .kind)
  }

  /// A question of which nothing is known but its wording.
  init(question name: String, label: String, item: String? = nil) {
    template = ColumnTemplate(
      Variable(name: name, label: label, itemText: item, kind: .categorical, level: .nominal))
  }

  /// One option of a question with "tick all that apply".
  init(option name: String, question: String, item: String, ticked: String?, unticked: Set<String> = []) {
    var variable = Variable(
      name: name, label: question.isEmpty ? item : "\(question) - \(item)", itemText: item, kind: .categorical,
      level: .nominal)
    variable.labels = [ValueLabel(code: "1", label: item, value: 1)]
    for text in unticked.sorted() where text.trimmed != "0" {
      variable.labels.append(ValueLabel(code: text.trimmed, label: text.trimmed, value: 0))
    }
    template = ColumnTemplate(variable, knowledge: .answers)
    template.tickedTexts = [ticked ?? "1"]
    template.labelsSayAll = true
  }

  /// The column under the name that it has in the file.
  func named(_ name: String, original: String) -> FormColumn {
    var column = self
    column.template.variable.name = name
    column.template.variable.key = name
    column.template.variable.originalName = original
    return column
  }
}

extension FormColumn {
  /// A single choice that the file has as one column per option.
  init(single name: String, label: String, items: [String], chosen: [Int?]) {
    let (labels, level) = AnswerLists.labels(items.map { (code: $0, text: $0) }, isScale: false)
    let variable = Variable(name: name, label: label, kind: .categorical, level: level, labels: labels)
    template = ColumnTemplate(variable, knowledge: .answers)
    var cells = RawColumn()
    for choice in chosen { cells.append(choice.map { items[$0] } ?? "") }
    derived = cells
  }
}
