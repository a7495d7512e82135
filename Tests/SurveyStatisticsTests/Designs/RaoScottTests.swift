import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct RaoScottTests {
  typealias Fixtures = DescriptiveFixtures

  private func test(_ survey: Survey, _ row: String, _ column: String, _ design: SurveyDesign) throws -> TestResult {
    let axes = [try survey.codebook.requirePosition(of: row), try survey.codebook.requirePosition(of: column)]
    var plan = AggregationPlan()
    plan.addTable("t", axes: axes.map { .variable($0) }, byDesignCell: true)
    let table = try #require(try Aggregator.run(plan, over: survey, design: design).tables["t"])
    let sizes = axes.map { survey.codebook.variables[$0].labels.count }
    return try RaoScottTest.independence(
      of: table.patterns, rows: sizes[0], columns: sizes[1], variance: try DesignVariance(design)
    ) { pattern in
      guard let row = pattern.cells[0].answer, let column = pattern.cells[1].answer else { return nil }
      return (row, column)
    }
  }

  @Test(
    .golden(
      "chi-squared tests of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: DesignVarianceTests.samples)
  func `F, its degrees of freedom and p agree with R`(sample: DesignVarianceTests.Sample) throws {
    let survey = try #require(try Fixtures.golden(sample.file))
    let golden = try #require(try Fixtures.goldenValues()?[sample.block]?["chisq"]?["F"])
    let result = try test(survey, "sch.wide", "stype", try SurveyDesign(sample.names, of: survey))
    expectClose(result.statistic, golden["stat"]?.number, 1e-9)
    expectClose(result.degreesOfFreedom[0], golden["par"]?[0]?.number, 1e-9)
    expectClose(result.degreesOfFreedom[1], golden["par"]?[1]?.number, 1e-9)
    let p = try #require(golden["p"]?.number)
    expectClose(result.p, p, 1e-8)
  }

  private let survey = Fixtures.survey([
    Fixtures.question("A", (0..<120).map { $0 * $0 % 7 % 3 + 1 }, Fixtures.labels(["a", "b", "c"])),
    Fixtures.question("B", (0..<120).map { $0 * 5 % 11 % 2 + 1 }, Fixtures.labels(["x", "y", "unused"])),
  ])

  @Test(.property("chi-squared tests of complex samples", keeps: "without weights: Pearson's statistic"))
  func `without weights the statistic is Pearson's, over a design effect near one`() throws {
    let result = try test(survey, "A", "B", SurveyDesign(count: 120))
    var counts = [[Int]](repeating: [0, 0], count: 3)
    for index in 0..<120 { counts[index * index % 7 % 3][index * 5 % 11 % 2] += 1 }
    let pearson = try ChiSquareTest.independence(try ContingencyTable(counts: counts.filter { $0 != [0, 0] }))
    expectClose(result.details[0].value, pearson.statistic, 1e-12)
    #expect(abs(result.details[1].value - 1) < 0.1)
  }

  @Test(.property("chi-squared tests of complex samples", keeps: "rows and columns exchanged"))
  func `rows and columns may change places`() throws {
    let design = SurveyDesign(count: 120, weights: try Weights(name: "w", values: (0..<120).map { 1 + Double($0 % 4) }))
    let (one, other) = (try test(survey, "A", "B", design), try test(survey, "B", "A", design))
    expectClose(one.statistic, other.statistic, 1e-11)
    expectClose(one.p, other.p, 1e-11)
  }

  @Test func `a table with one row is refused`() throws {
    let one = Fixtures.survey([
      Fixtures.question("A", [1, 1, 1], Fixtures.labels(["a", "b"])),
      Fixtures.question("B", [1, 2, 1], Fixtures.labels(["x", "y"])),
    ])
    let error = try #require(Fixtures.mistake { _ = try test(one, "A", "B", SurveyDesign(count: 3)) })
    #expect(error.found == "a table of 1 by 2 with respondents")
    #expect(error.code == .groups)
  }
}
