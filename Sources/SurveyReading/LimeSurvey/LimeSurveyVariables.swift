internal import SurveyModel

/// The answers of LimeSurvey's responses under the names that equations have for them.
struct LimeSurveyVariables {
  /// A column as equations see it.
  private enum Cells {
    case entries([UInt16], codes: [ConditionValue?], shown: [ConditionValue?])
    case numbers(NumericColumn)
    case others(Column)
  }

  private var places: [String: Int] = [:]
  private var cells: [Int: Cells] = [:]
  private let fields: [LimeSurveyField]
  private let survey: Survey
  /// The types whose `.value` is a number that the survey's assessments give.
  private let assessed: [Bool]

  init(_ fields: [LimeSurveyField], _ structure: LimeSurveyStructure, _ survey: Survey) {
    self.fields = fields
    self.survey = survey
    assessed = structure.questions.map { "L!O1FHR".contains($0.type) }
    for (place, field) in fields.enumerated() where field.question != nil {
      for name in [field.nameInEquations ?? field.template.variable.name, field.name] where places[name] == nil {
        places[name] = place
      }
    }
  }

  /// The names of one kind, for a message.
  var names: [String] { places.keys.sorted() }

  /// The column of a variable, which is made ready for reading; nil where there is none or nothing is known of what is
  /// asked of it.
  mutating func column(of reference: LimeSurveyDialect.Reference) -> Int? {
    guard let place = places[reference.name], reference.attribute != .other else { return nil }
    if reference.attribute == .value, let question = fields[place].question, assessed[question] { return nil }
    if cells[place] == nil { cells[place] = ready(place) }
    return place
  }

  /// The answer in a row; nil where it is blank.
  func answer(_ place: Int, _ row: Int, _ attribute: LimeSurveyDialect.Reference.Attribute) -> ConditionValue? {
    switch cells[place] {
    case .entries(let rows, let codes, let shown): return (attribute == .shown ? shown : codes)[Int(rows[row])]
    case .numbers(let column): return column.missing[row] == 0 ? .number(column.values[row]) : nil
    case .others(let column):
      guard column.missingReason(at: row) == nil, let text = column.originalText(at: row), !text.isEmpty else {
        return nil
      }
      return LimeSurveyDialect.value(of: text)
    case nil: return nil
    }
  }

  private func ready(_ place: Int) -> Cells {
    switch survey.columns[place] {
    case .numeric(let column): return .numbers(column)
    case .categorical(let column):
      let variable = survey.codebook.variables[place]
      let isTick = fields[place].set != nil
      let labels = column.entries.map { $0.label.map { variable.labels[$0] } }
      let codes = labels.map { label -> ConditionValue? in
        guard let label, !label.code.isEmpty else { return nil }
        if isTick { return label.value == 1 ? .text("Y") : nil }
        return LimeSurveyDialect.value(of: label.code)
      }
      let shown = zip(labels, codes).map { label, code -> ConditionValue? in
        guard code != nil, let label else { return nil }
        return .text(isTick ? variable.itemText : label.label)
      }
      return .entries(column.codes, codes: codes, shown: shown)
    case let column: return .others(column)
    }
  }
}
