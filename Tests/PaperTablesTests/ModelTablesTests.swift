internal import PaperTables
internal import SurveyStatistics
internal import Testing

@Suite("The tables of models")
struct ModelTablesTests {
  /// Six groups of respondents, answers 0 or 1 on two predictors.
  private static let columns: ModelColumns = {
    var columns = ModelColumns([("age", [1, 2, 3, 4, 5, 6, 7, 8])])
    columns.add(
      "area", names: ["area=town", "area=land"], values: [[0, 1, 0, 0, 1, 0, 1, 0], [0, 0, 1, 0, 0, 1, 0, 1]])
    return columns
  }()

  private func lines(_ table: Table) -> [String] { table.plainText().split(separator: "\n").map(String.init) }

  @Test func `a linear model shows standardised coefficients, inflation, fit, and the terms with several columns`()
    throws
  {
    let model = try LinearRegression(Self.columns, outcome: [2, 3, 3, 6, 4, 8, 9, 8], errors: .hc3)
    let tables = Table.model("minutes", try model.result(), isSynthetic: true)
    #expect(tables.count == 2)
    #expect(tables[0].title == "Linear regression, HC3 standard errors: minutes")
    #expect(tables[0].columns.map(\.heading).suffix(2) == ["β", "VIF"])
    #expect(tables[0].rows.count == 4)
    #expect(tables[0].isSynthetic && tables[1].isSynthetic)
    let notes = tables[0].notes.general
    #expect(notes[0] == "n = 8.")
    #expect(notes[1] == "Intervals: 95%, Student’s t.")
    #expect(notes[2].hasPrefix("F(3, 4) = "))
    #expect(notes[3].hasPrefix("Share of variance explained, R² 0."))
    #expect(notes.contains { $0.contains("HC3") })
    #expect(tables[1].title == "Tests of whole terms")
    #expect(tables[1].rows.count == 2)
    #expect(lines(tables[1]).contains { $0.contains("area") && $0.contains("F = ") && $0.contains("2, 4") })
  }

  @Test func `a logistic model shows odds ratios with their intervals, and none for the intercept`() throws {
    let model = try LogisticRegression(
      ModelColumns([("age", [1, 2, 3, 4, 5, 6, 7, 8])]),
      isYes: [false, true, false, true, false, true, true, true])
    let tables = Table.model("leaves", try model.result())
    #expect(tables.count == 1)
    #expect(tables[0].columns.last?.heading == "Odds ratio [interval]")
    #expect(tables[0].rows[0].cells.last == .empty)
    #expect(tables[0].rows[1].cells.last != .empty)
    #expect(tables[0].notes.general.contains { $0.hasPrefix("Area under the curve, AUC 0.") })
    #expect(tables[0].notes.general.contains("Intervals: 95%, profile likelihood."))
  }

  @Test func `latent classes stand side by side, and the numbers of classes below`() throws {
    let data = try LatentClassData(
      items: ["A", "B", "C"], answers: [["no", "yes"], ["no", "yes"], ["no", "yes"]],
      patterns: [[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]],
      counts: [40, 6, 5, 7, 4, 6, 5, 30])
    let result = try LatentClassAnalysis(data, settings: .init(classes: 1...2, starts: 6)).result(
      base: Base(count: 103))
    let tables = Table.model("A..C", result)
    #expect(
      tables.map(\.title) == [
        "Latent classes: probability of each answer in each class", "Numbers of classes compared",
      ])
    #expect(tables[0].columns.map(\.heading) == ["Answer", "Class 1", "Class 2"])
    #expect(tables[0].rows.count == 2 + 6)
    #expect(lines(tables[0]).contains { $0.contains("A: yes") })
    #expect(tables[1].rows.count == 2)
    #expect(lines(tables[1]).contains { $0.contains("of 6") })
  }
}
