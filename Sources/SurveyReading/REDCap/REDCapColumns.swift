internal import SurveyModel

/// Finds what each column of a REDCap export is.
struct REDCapColumns {
  /// Columns that tell rows of one record apart.
  static let rowKeys: Set<String> = ["redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]

  private(set) var columns: [FormColumn] = []
  /// For each column the form that it belongs to, or "".
  private(set) var forms: [String] = []
  /// For each column the field that it is of.
  private(set) var fields: [REDCapField?] = []
  /// Whether a column is an option of "tick all that apply".
  private(set) var isCheckbox: [Bool] = []
  /// The fields' names, whatever the file has for headings.
  let headings: [String]
  /// Whether headings and answers are labels.
  let areLabels: Bool
  let dictionary: REDCapDictionary?
  /// The options that stand for a missing data code.
  let missing: REDCapMissingCodes

  init(_ table: DelimitedTable, _ dictionary: REDCapDictionary?) {
    self.dictionary = dictionary
    let written = table.columns.indices.map { table.heading(0, $0).trimmed }
    let names = REDCapHeadings(written, dictionary)
    headings = names.names
    areLabels = names.areLabels
    fields = headings.map { dictionary?[Self.fieldName($0)] }
    missing = REDCapMissingCodes(headings, fields, dictionary)
    for (position, heading) in headings.enumerated() {
      isCheckbox.append(heading.contains("___") && !heading.hasPrefix("redcap_"))
      var column = column(position, heading, Self.fieldName(heading), fields[position])
      if areLabels {
        column.template.variable.originalName = written[position]
        column.template.labelsFirst = true
        if column.template.variable.label.isEmpty { column.template.variable.label = written[position] }
      }
      columns.append(column)
    }
    findForms()
  }

  /// The field of a column: what stands before the three underscores of a checkbox.
  static func fieldName(_ heading: String) -> String {
    guard let range = heading.firstRange(of: "___") else { return heading }
    return String(heading[..<range.lowerBound])
  }

  /// Whether the dictionary knows any of the columns.
  var meetsDictionary: Bool { dictionary == nil || fields.contains { $0 != nil } }

  private mutating func findForms() {
    // A form's fields stand before its status, in every export; the record's key belongs to none.
    var pending: [Int] = []
    forms = Array(repeating: "", count: headings.count)
    for (position, heading) in headings.enumerated() {
      if position == 0 || heading.hasPrefix("redcap_") { continue }
      if let form = fields[position]?.form, !form.isEmpty {
        forms[position] = form
        continue
      }
      pending.append(position)
      guard heading.hasSuffix("_complete") else { continue }
      for place in pending { forms[place] = String(heading.dropLast("_complete".count)) }
      pending = []
    }
  }

  private func column(
    _ position: Int, _ heading: String, _ name: String, _ field: REDCapField?
  ) -> FormColumn {
    if position == 0 {
      return FormColumn(metadata: heading, label: field?.label ?? "", kind: .text, personal: .identifier)
    }
    switch heading {
    case "redcap_event_name", "redcap_repeat_instrument", "redcap_data_access_group":
      return FormColumn(metadata: heading)
    case "redcap_repeat_instance": return FormColumn(metadata: heading, kind: .numeric)
    case "redcap_survey_identifier": return FormColumn(metadata: heading, kind: .text, personal: .identifier)
    default: break
    }
    if heading.hasSuffix("_complete"), field == nil || field?.choices.map(\.code) == ["0", "1", "2"] {
      return status(heading)
    }
    if heading.hasSuffix("_timestamp"), field == nil {
      var column = FormColumn(metadata: heading, kind: .datetime)
      column.template.missingTexts = [DeclaredCode(code: "[not completed]", reason: .systemMissing)]
      return column
    }
    if heading.contains("___") { return checkbox(position, heading, name, field) }
    guard let field else { return FormColumn(question: heading, label: "") }
    var column = described(heading, field)
    column.template.missingTexts += (dictionary?.missingCodes ?? []).map {
      DeclaredCode(code: $0.code, reason: ResidualWording.reason($0.label) ?? .declared)
    }
    if field.isIdentifier, column.template.variable.personal == .no { column.template.variable.personal = .contact }
    if !field.matrix.isEmpty { column.grid = (field.matrix, field.matrix, "") }
    return column
  }

  private func status(_ heading: String) -> FormColumn {
    var column = FormColumn(metadata: heading)
    column.template.variable.labels = [
      ValueLabel(code: "0", label: "Incomplete", value: 0), ValueLabel(code: "1", label: "Unverified", value: 1),
      ValueLabel(code: "2", label: "Complete", value: 2),
    ]
    column.template.variable.level = .ordinal
    column.template.knowledge = .answers
    column.template.labelsSayAll = true
    return column
  }

  private func checkbox(_ position: Int, _ heading: String, _ name: String, _ field: REDCapField?) -> FormColumn {
    let code = String(heading.dropFirst(name.count + 3))
    let choice = field?.choices.first { REDCapField.columnCode($0.code) == code }
    let item = choice?.label ?? missing.labels[position] ?? code
    let question = field?.label ?? name
    var variable = Variable(
      name: heading, label: "\(question) - \(item)", itemText: item, kind: .categorical, level: .nominal)
    variable.labels = [
      ValueLabel(code: "1", label: item, value: 1), ValueLabel(code: "0", label: "Not selected", value: 0),
    ]
    var template = ColumnTemplate(variable, knowledge: .answers)
    template.labelsSayAll = true
    template.tickedTexts = ["Checked"]
    template.untickedTexts = ["Unchecked"]
    var column = FormColumn(template)
    // A checkbox that stands for "no answer" is no option of the question.
    if missing.reasons[position] == nil {
      column.set = (name, name, question)
    } else {
      column.template.variable.role = .metadata
    }
    return column
  }

  private func described(_ heading: String, _ field: REDCapField) -> FormColumn {
    var column = FormColumn(question: heading, label: field.label)
    switch field.type {
    case "radio", "dropdown", "yesno", "truefalse":
      let answers = field.answers.map { ($0.code, $0.label) }
      (column.template.variable.labels, column.template.variable.level) = AnswerLists.labels(
        answers, isScale: !field.matrix.isEmpty)
      column.template.knowledge = answers.isEmpty ? .nothing : .answers
    case "calc", "slider":
      column.template.variable.kind = .numeric
      column.template.variable.level = .scale
      column.template.knowledge = .kind
    case "notes", "file", "signature": return FormColumn(text: heading, label: field.label)
    case "text": describeText(&column, field)
    default: break
    }
    return column
  }

  private func describeText(_ column: inout FormColumn, _ field: REDCapField) {
    let validation = field.validation
    if validation.hasPrefix("date") {
      column.template.variable.kind = .datetime
      column.template.variable.level = .scale
      column.template.knowledge = .kind
    } else if validation == "integer" || validation.hasPrefix("number") {
      column.template.variable.kind = .numeric
      column.template.variable.level = .scale
      column.template.knowledge = .kind
      column.template.decimalComma = validation.contains("comma")
    } else if validation == "email" || validation.contains("phone") {
      column.template.variable.kind = .text
      column.template.variable.personal = .contact
      column.template.knowledge = .kind
    } else if validation.isEmpty {
      column.template.knowledge = .openAnswer
    } else {
      column.template.variable.kind = .text
      column.template.knowledge = .kind
    }
  }

  /// What dictionary and data do not share.
  func differences(_ dictionaryFile: String?) -> [Problem] {
    guard let dictionary, let dictionaryFile else { return [] }
    let present = Set(headings.map(Self.fieldName))
    let absent = dictionary.fields.map(\.name).filter { !present.contains($0) }
    let unknown = headings.indices.filter { position in
      fields[position] == nil && columns[position].template.variable.role != .metadata
    }.map { headings[$0] }
    var problems: [Problem] = []
    if !absent.isEmpty {
      problems.append(
        Problem(
          .warning, file: dictionaryFile, found: "fields that the records do not have: \(SurveyAssembly.list(absent))",
          expected: "the fields of the export", remedy: "they are left out; export all fields to have them"))
    }
    if !unknown.isEmpty {
      problems.append(
        Problem(
          .warning, file: dictionaryFile, found: "nothing on the columns \(SurveyAssembly.list(unknown))",
          expected: "a field for every column", remedy: "their kinds and answers are found from the cells"))
    }
    return problems
  }
}
