import SurveyAggregation
import SurveyModel
import SurveyPreparation
@testable import SurveyStatistics
import TestSupport
import Testing

/// Samples that random data found answered wrongly: weights of zero, empty cells, answers that are all the same.
@Suite struct DesignEdgeTests {
  typealias Fixtures = DescriptiveFixtures

  /// Twelve respondents, two of them without weight; nobody gave the second answer to A and the first to B.
  private static let weights = [1, 2.5, 0.5, 3, 1, 2, 1, 4, 0, 0, 1.5, 2]
  private static let survey = Fixtures.survey([
    Fixtures.question("A", [1, 1, 2, 2, 2, 1, 3, 3, 2, 1, 3, 3], Fixtures.labels(["a", "b", "c"])),
    Fixtures.question("B", [1, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 1], Fixtures.labels(["x", "y"])),
    Fixtures.question("T", [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2], Fixtures.labels(["k", "l"])),
    Fixtures.number("y", [3, 5, 2, 8, 6, 1, 9, 4, 7, 7, 2, 5]),
    Fixtures.number("same", [Double](repeating: 0.1, count: 12)),
    Fixtures.number("turned", [-3, -5, -2, -8, -6, -1, -9, -4, -7, -7, -2, -5].map { $0 / 3 }),
  ])

  private func run(
    _ test: String, weighted: Bool = true, _ change: (inout TestRequest) -> Void
  ) throws -> TestResult {
    var request = TestRequest(test)
    change(&request)
    let prepared = PreparedSurvey(
      survey: Self.survey, selection: [Bool](repeating: true, count: 12), report: PreparationReport(respondents: 12))
    let design = weighted ? SurveyDesign(count: 12, weights: try Weights(name: "w", values: Self.weights)) : nil
    return try TestCatalogue.run(request, on: prepared, design: design)
  }

  private func message(_ test: String, weighted: Bool = true, _ change: (inout TestRequest) -> Void) -> String {
    do {
      return "\(try run(test, weighted: weighted, change).statistic)"
    } catch let error as StatisticsError { return error.description } catch { return "\(error)" }
  }

  @Test func `an empty cell is accounted for as R's svychisq does, and who weighs nothing gives no degree of freedom`()
    throws
  {
    // R 4.2.2, survey 4.1-1: svychisq(~A + B, svydesign(~1, weights = ~w)); its denominator with degf(design) = 9.
    let result = try run("chi-square") { ($0.outcome, $0.by) = ("A", "B") }
    expectClose(result.statistic, 0.80637841873431515, 1e-12)
    expectClose(result.degreesOfFreedom[0], 1.99897981533230440, 1e-12)
    expectClose(result.degreesOfFreedom[1], 1.99897981533230440 * 9, 1e-12)
    expectClose(result.p, 0.46191046685040882, 1e-11)
  }

  @Test func `respondents without weight are counted, and say nothing of a spread`() throws {
    // R: svymean(~y, design, deff = "replace"), svyvar(~y, design), confint(…, df = degf(design)).
    let design = SurveyDesign(count: 12, weights: try Weights(name: "w", values: Self.weights))
    let variance = try DesignVariance(design)
    let values = try #require(Self.survey.numbers(at: 3))
    var plan = AggregationPlan()
    plan.addTable("y", axes: [.variable(0)], byDesignCell: true)
    let mean = variance.mean(id: "mean", of: values)
    #expect(mean.base.count == 12)
    #expect(mean.degreesOfFreedom == 9)
    expectClose(mean.standardError, 0.80448623895705595, 1e-13)
    expectClose(mean.designEffect, 1.07700268732289417, 1e-13)
    let estimate = variance.estimate(of: variance.influenceOfMean(values))
    expectClose(estimate.interval?.lower, 2.8558013678463832, 1e-12)
    expectClose(Moments(values, weights: Self.weights).standardDeviation, 2.45137767301143983, 1e-14)
    // The same from patterns of answers.
    let patterns = try #require(try Aggregator.run(plan, over: Self.survey, design: design).tables["y"]).patterns
    #expect(patterns.map(\.weighing).reduce(0, +) == 10)
    #expect(variance.degreesOfFreedom(of: patterns) { _ in true } == 9)
  }

  @Test func `an answer without weight is no quantile, not even of the share 0`() {
    let runs = ValueRuns(
      [(1.0, 0.0), (2, 3), (5, 1), (9, 0)].map { value, weight in
        ValueRuns.Run(
          value: value, count: 1, weighing: weight > 0 ? 1 : 0, weight: weight, squaredWeight: weight * weight)
      }, isWeighted: true)
    #expect(runs.quantile(0, .hyndmanFan7) == 2)
    #expect(runs.quantile(0.75, .hyndmanFan7) == 2)
    #expect(runs.quantile(1, .hyndmanFan7) == 5)
  }

  @Test func `answers that are all alike have no spread between replicates, whatever rounding says`() throws {
    var random = CounterGenerator(seed: 4)
    let full = (0..<9).map { _ in Double(random.below(90) + 10) / 7 }
    let columns = (0..<12).map { _ in full.map { $0 * Double(random.below(3)) } }
    let weights = try Weights(name: "w", values: full)
    let variance = try DesignVariance(
      SurveyDesign(
        count: 9, weights: weights,
        replicates: try ReplicateWeights(kind: .bootstrap, name: "r*", values: columns, full: weights)))
    let alike = [Double](repeating: 0.1, count: 9)
    #expect(variance.mean(id: "mean", of: alike).standardError == 0)
    #expect(throws: StatisticsError.self) {
      try DesignMeanTest.against(0.3, values: alike, variance: variance, name: "y")
    }
  }

  @Test func `answers that are all the same are refused, not tested on what rounding leaves of them`() {
    let constant =
      "; expected answers that differ between sampling units\n  mend: report the estimate; there is nothing to test"
    #expect(
      message("t-welch") { ($0.outcome, $0.by) = ("same", "T") } == "k, l: no spread between sampling units" + constant)
    #expect(
      message("anova") { ($0.outcome, $0.by) = ("same", "A") } == "a, b: no spread between sampling units" + constant)
    #expect(
      message("t-one-sample") { ($0.outcome, $0.mu) = ("same", 3) }
        == "same: no spread between sampling units" + constant)
    #expect(
      message("pearson") { ($0.outcome, $0.with) = ("same", "y") }
        == "same, y: the same answer from everybody to one of the two; expected answers that differ\n"
        + "  mend: choose another variable")
  }

  @Test func `a table whose shares the design leaves no spread is refused`() {
    // Two answers that say the same of everybody, from one unit each with the same weights: R's F is 1e32 there.
    let survey = Fixtures.survey([
      Fixtures.question("A", [1, 2, 1, 2], Fixtures.labels(["a", "b"])),
      Fixtures.question("B", [1, 2, 1, 2], Fixtures.labels(["x", "y"])),
    ])
    var request = TestRequest("chi-square")
    (request.outcome, request.by) = ("A", "B")
    let design = SurveyDesign(
      count: 4, clusters: DesignGroups(name: "unit", codes: [0, 0, 1, 1], labels: ["u", "v"]))
    #expect(
      throws: StatisticsError(
        .constant, place: Place(column: "--outcome A --by B"),
        found: "no spread of the answers between sampling units",
        expected: "answers that differ between sampling units", remedy: "report the shares; there is nothing to test")
    ) {
      try TestCatalogue.run(
        request,
        on: PreparedSurvey(
          survey: survey, selection: [true, true, true, true], report: PreparationReport(respondents: 4)),
        design: design)
    }
  }

  @Test(arguments: ["pearson", "spearman"])
  func `a correlation of one but for rounding is refused`(test: String) {
    #expect(
      message(test) { ($0.outcome, $0.with) = ("y", "turned") }
        == "y, turned: a correlation of -1; expected answers that do not follow from each other\n"
        + "  mend: choose another variable")
  }

  @Test func `the corrections of weighted samples can be asked for, and only there`() throws {
    #expect(
      try run("chi-square") { ($0.outcome, $0.by, $0.correction) = ("A", "T", "first-order") }.conventions
        .contains("first-order correction"))
    #expect(
      try run("chi-square-goodness-of-fit") { ($0.outcome, $0.correction) = ("A", "first-order") }.conventions
        .contains("first-order correction"))
    for word in ["median", "van-der-waerden"] {
      let title = word == "median" ? "median scores" : "van der Waerden scores"
      #expect(
        try run("mann-whitney") { ($0.outcome, $0.by, $0.correction) = ("y", "T", word) }.method
          == "Design-based rank test of two groups (\(title))")
      #expect(
        try run("kruskal-wallis") { ($0.outcome, $0.by, $0.correction) = ("y", "A", word) }.method
          == "Design-based rank test of several groups (\(title))")
    }
    #expect(
      message("chi-square", weighted: false) { ($0.outcome, $0.by, $0.correction) = ("A", "T", "first-order") }
        == "--correction: 'first-order' without weights, strata and sampling units; expected one of none, yates\n"
        + "  mend: choose one of these, or name the design")
    #expect(
      message("kruskal-wallis", weighted: false) { ($0.outcome, $0.by, $0.correction) = ("y", "A", "median") }
        == "--correction: 'median' without weights, strata and sampling units; expected no correction\n"
        + "  mend: name the design with --weights, --strata or --clusters, or take it out")
  }
}
