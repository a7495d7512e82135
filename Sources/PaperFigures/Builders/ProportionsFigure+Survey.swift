internal import PaperGraphics
public import SurveyAggregation
internal import SurveyModel
public import SurveyPreparation
internal import SurveyStatistics

extension ProportionsFigure {
  /// The figure of shares of a survey: of one variable every answer, of several the answers named as success.
  ///
  /// - Parameters:
  ///   - variables: The positions of the variables.
  ///   - success: Codes or labels of the answers that count; needed where there are several variables.
  ///   - by: The position of the grouping variable.
  /// - Throws: `FigureError` where a variable is not categorical or is personal, or where `success` is missing.
  public init(
    variables: [Int], success: [String], by: Int? = nil, of prepared: PreparedSurvey, design: SurveyDesign,
    title: String? = nil
  ) throws(FigureError) {
    let survey = prepared.survey
    guard let first = variables.first else {
      throw FigureError(
        .empty, place: Place(column: "--variables"), found: "no variable", expected: "at least one",
        remedy: "name the variables to show")
    }
    guard variables.count == 1 || !success.isEmpty else {
      throw FigureError(
        .shape, place: Place(column: "--success"), found: "\(variables.count) variables without --success",
        expected: "the answers whose share is shown", remedy: "add --success CODE,CODE, or name one variable")
    }
    var plan = AggregationPlan()
    for variable in variables {
      try SurveyFigureData.check(survey.codebook.variables[variable])
      plan.addTable(
        "\(variable)", axes: [.variable(variable)] + (by.map { [.variable($0)] } ?? []), byDesignCell: true)
    }
    let aggregates = try SurveyFigureData.aggregates(plan, prepared, design)
    let groups = try SurveyFigureData.groups(by, in: survey)
    let estimator = try SurveyFigureData.statistics { () throws(StatisticsError) in try ShareEstimator(design) }
    var rows: [ProportionRow] = []
    for position in variables {
      guard let table = aggregates.tables["\(position)"] else { continue }
      let variable = survey.codebook.variables[position]
      for answers in Self.shares(of: variable, success: success, isOnly: variables.count == 1) {
        for group in groups {
          rows.append(
            try SurveyFigureData.statistics { () throws(StatisticsError) in
              try Self.row(table, answers, group, estimator)
            })
        }
      }
    }
    let lead = survey.codebook.variables[first]
    let grid = survey.codebook.grids.first { $0.variables.contains(lead.name) }
    self.init(
      rows: rows, order: lead.level == .ordinal && variables.count == 1 && success.isEmpty ? .asGiven : .byEstimate,
      interval: design.weights == nil ? "95% Wilson intervals" : "95% logit intervals, weighted", decimals: 1,
      words: FigureWords(
        title: title ?? SurveyFigureData.title(lead, grid: grid, items: variables.count, by: by, in: survey),
        subtitle: success.isEmpty ? nil : "Share answering \(success.joined(separator: " or ")).",
        respondents: prepared.selection.count { $0 }, weighting: design.weights.map { "weighted by \($0.name)" },
        synthetic: survey.provenance.isSynthetic))
  }

  private static func shares(
    of variable: Variable, success: [String], isOnly: Bool
  ) -> [(label: String, answers: [Int])] {
    let positions = SurveyFigureData.substantive(variable)
    if isOnly, success.isEmpty { return positions.map { (variable.labels[$0].label, [$0]) } }
    let wanted = positions.filter {
      success.contains(variable.labels[$0].code) || success.contains(variable.labels[$0].label)
    }
    return [(variable.itemText.isEmpty ? variable.name : variable.itemText, wanted)]
  }

  private static func row(
    _ table: PatternTable, _ share: (label: String, answers: [Int]), _ group: SurveyFigureData.Group,
    _ estimator: ShareEstimator
  ) throws(StatisticsError) -> ProportionRow {
    let estimate = try estimator.share(of: table.patterns) { pattern in
      guard let answer = pattern.cells[0].answer,
        group.answer == nil || (pattern.cells.count > 1 && pattern.cells[1].answer == group.answer)
      else { return nil }
      return share.answers.contains(answer)
    }
    let isKnown = estimate.base.count > 0
    return ProportionRow(
      label: share.label, group: group.name, estimate: isKnown ? estimate.value : nil,
      lower: isKnown ? estimate.interval?.lower : nil, upper: isKnown ? estimate.interval?.upper : nil,
      respondents: estimate.base.count)
  }
}
