public import SurveyAggregation
public import SurveyModel
public import SurveyPreparation

/// A question with set answers as tables see it: a categorical variable, or a multiple-response question with its
/// options, however the file stores it.
public struct AnswerAxis: Sendable, Hashable {
  /// One answer or option.
  public struct Option: Sendable, Hashable {
    /// The answer's code.
    public var code: String
    /// The answer's text.
    public var label: String
    /// Why it counts as missing, where it does.
    public var missing: MissingReason?
    /// The number that it counts as.
    public var value: Double?
  }

  /// The name of the variable or set.
  public let name: String
  /// The question's text.
  public let label: String
  /// The level of measurement.
  public let level: MeasurementLevel
  /// Whether respondents may choose several options.
  public let isMultiple: Bool
  /// The answers in the codebook's order, used or not.
  public let options: [Option]
  /// The dimension of a table.
  public let axis: AggregationPlan.Axis

  /// The axis of a variable or set; nil where it has no set answers.
  public init?(_ item: VariableSelection.Item, of survey: Survey) {
    switch item {
    case .variable(let position):
      let variable = survey.codebook.variables[position]
      switch survey.columns[position] {
      case .categorical: isMultiple = false
      case .multipleResponse: isMultiple = true
      case .numeric, .text, .datetime: return nil
      }
      name = variable.name
      label = variable.title
      level = isMultiple ? .nominal : variable.level
      options = variable.labels.map { Option(code: $0.code, label: $0.label, missing: $0.missing, value: $0.value) }
      axis = .variable(position)
    case .set(let index):
      let set = survey.codebook.multipleResponseSets[index]
      isMultiple = true
      name = set.name
      label = set.label.isEmpty ? set.name : set.label
      level = .nominal
      options = set.variables.prefix(64).map { name in
        let text = survey.codebook[name]?.itemText ?? ""
        return Option(code: name, label: text.isEmpty ? name : text)
      }
      axis = .set(index)
    }
  }

  /// Whether a cell of a table holds the answer or option at that position.
  public func contains(_ cell: PatternTable.Cell, _ option: Int) -> Bool {
    switch cell {
    case .label(let label), .residual(let label, _): label == option
    case .ticked(let mask): option < 64 && mask & (1 << UInt64(option)) != 0
    case .missing: false
    }
  }

  /// For each respondent, whether the answer or option at that position was chosen.
  func members(of option: Int, in survey: Survey) -> [Bool] {
    switch axis {
    case .set(let index):
      return survey.tickedOptions(ofSet: index).ticked.map { $0 & (1 << UInt64(option)) != 0 }
    case .variable(let position):
      switch survey.columns[position] {
      case .categorical(let column):
        let table = column.entries.map { $0.label == option }
        return column.codes.map { table[Int($0)] }
      case .multipleResponse(let column): return column.ticked.map { $0 & (1 << UInt64(option)) != 0 }
      case .numeric, .text, .datetime: return [Bool](repeating: false, count: survey.count)
      }
    }
  }
}
