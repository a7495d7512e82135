internal import PaperGraphics
internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics

/// What figures of a survey share: scales, groups, counts and titles taken from codebook and aggregates.
enum SurveyFigureData {
  /// One group of respondents: everybody, or those with one answer of the grouping variable.
  struct Group {
    var name: String?
    var answer: Int?
  }

  /// The substantive answers that all items have in common, in scale order.
  static func scale(of items: [Int], in survey: Survey) throws(FigureError) -> [String] {
    guard let first = items.first else {
      throw FigureError(
        .empty, place: Place(column: "--variables"), found: "no item", expected: "at least one",
        remedy: "name the items to show")
    }
    let scale = survey.codebook.variables[first].substantiveLabels.map(\.label)
    for item in items {
      let variable = survey.codebook.variables[item]
      try check(variable)
      guard variable.substantiveLabels.map(\.label) == scale else {
        throw FigureError(
          .shape, place: Place(column: variable.name),
          found: "the answers \(variable.substantiveLabels.map(\.label).joined(separator: ", "))",
          expected: "those of \(survey.codebook.variables[first].name): \(scale.joined(separator: ", "))",
          remedy: "show items with different answers in figures of their own")
      }
    }
    return scale
  }

  /// Holds a variable to what a figure may show: categorical, not personal.
  static func check(_ variable: Variable) throws(FigureError) {
    guard !variable.personal.isPersonal else {
      throw FigureError(
        .shape, place: Place(column: variable.name), found: "personal data (\(variable.personal.rawValue))",
        expected: "a variable that identifies nobody",
        remedy: "choose another variable; figures never show personal data")
    }
    guard variable.kind == .categorical, variable.substantiveLabels.count > 1 else {
      throw FigureError(
        .shape, place: Place(column: variable.name), found: "a variable of kind \(variable.kind.rawValue)",
        expected: "two or more answers",
        remedy: "make classes of it in the study file ('variables: {class: {from: \(variable.name), cut: […]}}')")
    }
  }

  static func groups(_ by: Int?, in survey: Survey) throws(FigureError) -> [Group] {
    guard let by else { return [Group()] }
    let variable = survey.codebook.variables[by]
    try check(variable)
    return variable.labels.indices.filter { variable.labels[$0].missing == nil }.map {
      Group(name: variable.labels[$0].label, answer: $0)
    }
  }

  static func aggregates(
    _ plan: AggregationPlan, _ prepared: PreparedSurvey, _ design: SurveyDesign
  ) throws(FigureError) -> Aggregates {
    do {
      return try Aggregator.run(plan, over: prepared.survey, selection: prepared.selection, design: design)
    } catch {
      throw FigureError(.shape, place: error.place, found: error.found, expected: error.expected, remedy: error.remedy)
    }
  }

  /// Runs a statistic and gives its error the form of a figure's.
  static func statistics<Value>(_ body: () throws(StatisticsError) -> Value) throws(FigureError) -> Value {
    do { return try body() } catch {
      throw FigureError(.shape, place: error.place, found: error.found, expected: error.expected, remedy: error.remedy)
    }
  }

  /// The positions of the substantive answers in the variable's labels.
  static func substantive(_ variable: Variable) -> [Int] {
    variable.labels.indices.filter { variable.labels[$0].missing == nil }
  }

  static func likertRow(
    _ table: PatternTable, _ variable: Variable, group: Group, categories: Int
  ) -> LikertRow {
    let positions = substantive(variable)
    let members = table.patterns.filter { pattern in
      group.answer == nil || (pattern.cells.count > 1 && pattern.cells[1].answer == group.answer)
    }
    let counts = positions.map { label in
      members.reduce(0.0) { $0 + ($1.cells[0].answer == label ? $1.weight : 0) }
    }
    let answered = members.reduce(0) { $0 + ($1.cells[0].answer != nil ? $1.count : 0) }
    let missing = members.reduce(0) { $0 + ($1.cells[0].answer == nil ? $1.count : 0) }
    return LikertRow(
      item: variable.itemText.isEmpty ? variable.name : variable.itemText, group: group.name, counts: counts,
      respondents: answered, missing: missing)
  }

  static func title(_ first: Variable, grid: Grid?, items: Int, by: Int?, in survey: Survey) -> String {
    let groups = by.map { " by \(survey.codebook.variables[$0].title)" } ?? ""
    if items == 1 { return first.title + groups }
    guard let grid, !grid.label.isEmpty else { return "Answers to \(items) items" + groups }
    return grid.label + groups
  }
}
