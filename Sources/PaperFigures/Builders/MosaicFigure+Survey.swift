internal import PaperGraphics
public import SurveyAggregation
internal import SurveyModel
public import SurveyPreparation
public import SurveyStatistics

extension MosaicFigure {
  /// The figure of two categorical variables of a survey: answers to one by the answers to the other.
  ///
  /// Tiles are weighted where weights are used; the test and the residuals are those of the unweighted counts only where
  /// there are no weights, and are left out otherwise.
  /// - Throws: `FigureError` where a variable is not categorical or is personal.
  public init(
    rows: Int, columns: Int, of prepared: PreparedSurvey, design: SurveyDesign, title: String? = nil
  ) throws(FigureError) {
    let survey = prepared.survey
    let (row, column) = (survey.codebook.variables[rows], survey.codebook.variables[columns])
    try SurveyFigureData.check(row)
    try SurveyFigureData.check(column)
    var plan = AggregationPlan()
    plan.addTable("table", axes: [.variable(rows), .variable(columns)])
    let aggregates = try SurveyFigureData.aggregates(plan, prepared, design)
    let patterns = aggregates.tables["table"]?.patterns ?? []
    let (rowLabels, columnLabels) = (SurveyFigureData.substantive(row), SurveyFigureData.substantive(column))
    let cells = rowLabels.map { rowLabel in
      columnLabels.map { columnLabel in
        patterns.filter { $0.cells[0].answer == rowLabel && $0.cells[1].answer == columnLabel }
      }
    }
    let respondents = columnLabels.indices.map { index in
      cells.reduce(0) { $0 + $1[index].reduce(0) { $0 + $1.count } }
    }
    let isWeighted = design.weights != nil
    self.init(
      columnVariable: column.title, rowVariable: row.title, columns: columnLabels.map { column.labels[$0].label },
      rows: rowLabels.map { row.labels[$0].label },
      counts: cells.map { $0.map { $0.reduce(0.0) { $0 + $1.weight } } },
      respondents: isWeighted ? respondents : nil, showsResiduals: !isWeighted,
      association: isWeighted
        ? nil : MosaicAssociation(counts: cells.map { $0.map { $0.reduce(0) { $0 + $1.count } } }),
      words: FigureWords(
        title: title ?? "\(row.title) by \(column.title)", respondents: prepared.selection.count { $0 },
        weighting: design.weights.map { "weighted by \($0.name)" }, synthetic: survey.provenance.isSynthetic))
  }

  /// The figure of a joint share: who feels one thing, the other, both or neither, with "both" outlined.
  ///
  /// - Returns: Nil where the result is not one of the test `paradox`.
  public init?(
    jointShare result: TestResult, first: String, second: String, title: String, respondents: Int, synthetic: Bool
  ) {
    func detail(_ name: String) -> Double? { result.details.first { $0.name == name }?.value }
    guard result.id == "paradox", let both = detail("both"), let firstOnly = detail("firstOnly"),
      let secondOnly = detail("secondOnly"), let neither = detail("neither")
    else { return nil }
    self.init(
      columnVariable: first, rowVariable: second, columns: ["\(first): yes", "\(first): no"],
      rows: ["\(second): yes", "\(second): no"],
      counts: [[both, secondOnly], [firstOnly, neither]], percentage: .ofTotal,
      emphasis: MosaicCell(column: 0, row: 0), emphasisLabel: "both",
      association: MosaicAssociation(
        counts: [[Int(both), Int(secondOnly)], [Int(firstOnly), Int(neither)]]), decimals: 1,
      words: FigureWords(title: title, respondents: respondents, synthetic: synthetic))
  }
}

extension MosaicAssociation {
  /// The chi-square test and Cramér's V of a table of counts; nil where the table has fewer than two rows or columns.
  init?(counts: [[Int]]) {
    guard let table = try? ContingencyTable(counts: counts),
      let result = try? ChiSquareTest.independence(table), let p = result.p,
      let effect = result.effects.first(where: { $0.id.hasPrefix("cramers-v") })
    else { return nil }
    self.init(
      chiSquare: result.statistic, degreesOfFreedom: Int(result.degreesOfFreedom.first ?? 0), p: p,
      cramersV: effect.value, interval: effect.interval.flatMap { $0.lower <= $0.upper ? $0.lower...$0.upper : nil })
  }
}
