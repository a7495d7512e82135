internal import PaperGraphics
public import SurveyAggregation
internal import SurveyModel
public import SurveyPreparation

extension LikertFigure {
  /// The figure of some items of a survey, by the answers of another variable where one is given.
  ///
  /// All items must have the same substantive answers in the codebook: the scale comes from there, never from the data,
  /// so an answer that nobody gave keeps its place.
  /// - Parameters:
  ///   - items: The positions of the items.
  ///   - by: The position of the grouping variable.
  ///   - prepared: The survey; respondents outside its selection do not count.
  ///   - design: Weights, where there are any.
  ///   - title: The finding, where the author writes one; else what is shown.
  /// - Throws: `FigureError` where the items are no scale.
  /// - Complexity: O(respondents × items).
  public init(
    items: [Int], by: Int? = nil, of prepared: PreparedSurvey, design: SurveyDesign, title: String? = nil
  ) throws(FigureError) {
    let survey = prepared.survey
    let scale = try SurveyFigureData.scale(of: items, in: survey)
    var plan = AggregationPlan()
    for item in items {
      plan.addTable("\(item)", axes: [.variable(item)] + (by.map { [.variable($0)] } ?? []))
    }
    let aggregates = try SurveyFigureData.aggregates(plan, prepared, design)
    let groups = try SurveyFigureData.groups(by, in: survey)
    var rows: [LikertRow] = []
    for item in items {
      guard let table = aggregates.tables["\(item)"] else { continue }
      for group in groups {
        rows.append(
          SurveyFigureData.likertRow(table, survey.codebook.variables[item], group: group, categories: scale.count))
      }
    }
    let first = survey.codebook.variables[items[0]]
    let grid = survey.codebook.grids.first { $0.variables.contains(first.name) }
    let respondents = prepared.selection.count { $0 }
    self.init(
      categories: scale, rows: rows,
      words: FigureWords(
        title: title ?? SurveyFigureData.title(first, grid: grid, items: items.count, by: by, in: survey),
        question: items.count > 1 ? grid?.label : nil, respondents: respondents,
        weighting: design.weights.map { "weighted by \($0.name)" }, synthetic: survey.provenance.isSynthetic))
  }
}
