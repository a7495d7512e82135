internal import SurveyModel

/// What a questionnaire says of one column of the responses.
struct QuestionnaireColumn: Sendable {
  /// What the column is.
  var template: ColumnTemplate
  /// The grid it is a row of: the question's id, name and text.
  var grid: (id: String, name: String, label: String)?
  /// The multiple-response set it is an option of.
  var set: (id: String, name: String, label: String)?
}

extension Questionnaire {
  /// The code that stands for "ticked" in columns of single options.
  static let tickedCode = "1"

  /// What the questionnaire says of the column with that key; nil where it says nothing.
  ///
  /// - Parameters:
  ///   - key: The column's ImportId, or the name of an element of the XML export.
  ///   - name: The column's name in the file.
  ///   - heading: The column's text in the file, where there is one.
  func column(key: String, name: String, heading: String = "") -> QuestionnaireColumn? {
    let parsed = QualtricsKey(key)
    guard let id = parsed.question, var question = self[id] else { return nil }
    var variable = Variable(
      name: name, key: parsed.text, label: question.text, kind: .categorical, level: .nominal)
    if parsed.isDisplayOrder { return QuestionnaireColumn(template: Self.metadata(variable, heading)) }
    if let column = parsed.column {
      guard question.columns.indices.contains(column - 1) else { return nil }
      let parent = question
      question = question.columns[column - 1]
      question.tag = "\(parent.tag)#\(column)"
      question.id = "\(parent.id)#\(column)"
      question.text = Self.joined(parent.text, question.text)
      variable.label = question.text
      return Self.matrix(question, parsed, variable)
    }
    switch question.type {
    case "MC": return Self.multipleChoice(question, parsed, variable)
    case "Matrix": return Self.matrix(question, parsed, variable)
    case "TE": return Self.textEntry(question, parsed, variable)
    case "Slider", "CS", "RO", "DD", "PGR": return Self.items(question, parsed, variable)
    case "Timing", "Meta": return QuestionnaireColumn(template: Self.metadata(variable, heading))
    default:
      return QuestionnaireColumn(template: ColumnTemplate(variable))
    }
  }

  private static func joined(_ question: String, _ item: String) -> String {
    item.isEmpty ? question : question.isEmpty ? item : "\(question) - \(item)"
  }

  private static func metadata(_ variable: Variable, _ heading: String) -> ColumnTemplate {
    var variable = variable
    variable.role = .metadata
    if !heading.isEmpty { variable.label = PlainText.stripping(heading) }
    return ColumnTemplate(variable)
  }

  private static func text(_ variable: Variable, role: VariableRole) -> QuestionnaireColumn {
    var variable = variable
    variable.kind = .text
    variable.role = role
    variable.personal = .openText
    return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .kind))
  }

  private static func answers(_ choices: [Choice], isScale: Bool) -> (labels: [ValueLabel], level: MeasurementLevel) {
    AnswerLists.labels(choices.map { ($0.code, $0.text) }, isScale: isScale, negativeIsResidual: true)
  }

  // MARK: Question types

  private static func multipleChoice(_ question: Question, _ key: QualtricsKey, _ variable: Variable)
    -> QuestionnaireColumn
  {
    var variable = variable
    let choice = key.parts.first.flatMap { id in question.choices.first { $0.id == id } }
    if key.isText {
      variable.itemText = choice?.text ?? variable.label
      if let choice { variable.label = joined(question.text, choice.text) }
      return text(variable, role: .otherText)
    }
    if question.selector == "NPS" { return netPromoter(question, key, variable) }
    guard let part = key.parts.first else {
      let (labels, level) = answers(question.choices, isScale: false)
      variable.labels = labels
      variable.level = level
      variable.kind = question.isMultiple ? .multipleResponse : .categorical
      if question.isMultiple {
        for index in variable.labels.indices { variable.labels[index].missing = nil }
      }
      return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .answers))
    }
    guard question.isMultiple, let choice else {
      variable.label = joined(question.text, part)
      return QuestionnaireColumn(template: ColumnTemplate(variable))
    }
    variable.label = joined(question.text, choice.text)
    return option(choice.text, codes: [choice.code], variable, (question.id, question.tag, question.text))
  }

  /// One option of "tick all that apply" in a column of its own.
  private static func option(
    _ text: String, codes: [String], _ variable: Variable, _ set: (id: String, name: String, label: String)
  ) -> QuestionnaireColumn {
    var variable = variable
    variable.itemText = text
    variable.labels = [ValueLabel(code: tickedCode, label: text, value: 1)]
    var template = ColumnTemplate(variable, knowledge: .answers)
    template.tickedTexts = codes
    return QuestionnaireColumn(template: template, set: set)
  }

  private static func netPromoter(_ question: Question, _ key: QualtricsKey, _ variable: Variable)
    -> QuestionnaireColumn
  {
    var variable = variable
    guard key.parts.isEmpty else {
      variable.label = joined(question.text, "NPS group")
      return QuestionnaireColumn(template: ColumnTemplate(variable))
    }
    variable.level = .ordinal
    variable.labels = (0...10).map { ValueLabel(code: String($0), label: String($0), value: Double($0)) }
    return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .answers))
  }

  private static func matrix(_ question: Question, _ key: QualtricsKey, _ variable: Variable) -> QuestionnaireColumn {
    var variable = variable
    let row = key.parts.first.flatMap { id in question.choices.first { $0.id == id } }
    let point = key.parts.dropFirst().first.flatMap { id in question.answers.first { $0.id == id } }
    variable.itemText = row?.text ?? question.text
    variable.label = joined(question.text, row?.text ?? "")
    let isText = key.isText || question.selector == "TE"
    if isText {
      if let point {
        variable.label = joined(variable.label, point.text)
        variable.itemText = joined(variable.itemText, point.text)
      }
      return text(variable, role: question.selector == "TE" ? .question : .otherText)
    }
    if let point, question.isMultipleMatrix || key.parts.count == 2 {
      let rowText = row?.text ?? ""
      let set = ("\(question.id)_\(row?.id ?? "")", "\(question.tag)_\(row?.id ?? "")", variable.label)
      variable.label = joined(joined(question.text, rowText), point.text)
      return option(point.text, codes: [point.code], variable, set)
    }
    if question.isMultipleMatrix, key.parts.count == 1 {
      variable.kind = .multipleResponse
      variable.labels = answers(question.answers, isScale: false).labels
      for index in variable.labels.indices { variable.labels[index].missing = nil }
      return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .answers))
    }
    let grid = (question.id, question.tag, question.text)
    guard !question.answers.isEmpty, question.selector != "CS" else {
      var template = ColumnTemplate(variable)
      template.gridKey = question.id
      return QuestionnaireColumn(template: template, grid: grid)
    }
    (variable.labels, variable.level) = answers(question.answers, isScale: true)
    return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .answers), grid: grid)
  }

  private static func textEntry(_ question: Question, _ key: QualtricsKey, _ variable: Variable)
    -> QuestionnaireColumn
  {
    var variable = variable
    if let id = key.parts.first {
      guard let field = question.choices.first(where: { $0.id == id }) else {
        // What Text iQ made of the answers: topics, sentiment.
        variable.personal = .openText
        variable.kind = .text
        return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .kind))
      }
      variable.label = joined(question.text, field.text)
      variable.itemText = field.text
    }
    variable.kind = .text
    return QuestionnaireColumn(template: ColumnTemplate(variable, knowledge: .openAnswer))
  }

  private static func items(_ question: Question, _ key: QualtricsKey, _ variable: Variable) -> QuestionnaireColumn {
    var variable = variable
    let choice = key.parts.first.flatMap { id in question.choices.first { $0.id == id } }
    if let choice {
      variable.itemText = choice.text
      variable.label = joined(question.text, choice.text)
    }
    if key.isText { return text(variable, role: .otherText) }
    guard ["Slider", "CS", "RO"].contains(question.type), choice != nil || key.parts.isEmpty else {
      return QuestionnaireColumn(template: ColumnTemplate(variable))
    }
    variable.kind = .numeric
    variable.level = question.type == "RO" ? .ordinal : .scale
    return QuestionnaireColumn(
      template: ColumnTemplate(variable, knowledge: .kind), grid: (question.id, question.tag, question.text))
  }
}
