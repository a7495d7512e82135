import SurveyAggregation
import SurveyModel
import SurveyPreparation
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

/// Models of complex samples, against values of R's survey package 4.1.1 and against each other.
@Suite struct DesignBasedModelTests {
  typealias Fixtures = DescriptiveFixtures

  private func prepared(_ survey: Survey) -> PreparedSurvey {
    PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: survey.count),
      report: PreparationReport(respondents: survey.count))
  }

  @Test(
    .golden("linear", "logistic", by: "R 4.2.2, survey 4.1.1, on its Californian schools: svyglm", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: DesignVarianceTests.samples)
  func `linear and logistic regressions agree with svyglm`(sample: DesignVarianceTests.Sample) throws {
    let survey = try #require(try Fixtures.golden(sample.file))
    let design = try SurveyDesign(sample.names, of: survey)
    let golden = try #require(try Fixtures.goldenValues()?[sample.block])
    for (test, block, outcome, predictors, coefficient, error) in [
      ("linear", "glm_gauss", "api00", "ell,meals,mobility", 1e-11, 1e-10),
      // R takes the standard errors at the weights before the last step.
      ("logistic", "glm_binom", "sch.wide", "ell,meals", 1e-8, 1e-6),
    ] {
      var request = TestRequest(test)
      request.outcome = outcome
      request.model.predictors = predictors
      let result = try TestCatalogue.run(request, on: prepared(survey), design: design)
      let names = golden[block]?["names"]?.array?.compactMap(\.string) ?? []
      #expect(result.coefficients.map(\.term) == ["(intercept)"] + names.dropFirst())
      for (index, term) in result.coefficients.enumerated() {
        expectClose(term.estimate, try golden.number(block, "coef", "\(index)"), coefficient, term.term, of: test)
        expectClose(term.standardError, try golden.number(block, "se", "\(index)"), error, term.term, of: test)
        #expect(term.degreesOfFreedom == (try golden.number(block, "df")))
        if test == "linear" {
          expectClose(term.p, try golden.number(block, "p", "\(index)"), 1e-6, term.term, of: test)
        }
      }
      if test == "logistic" { expectClose(result.statistic, try golden.number(block, "wald"), 1e-6, of: test) }
      #expect(result.symbol == "F")
      #expect(result.design == design.words)
      #expect(result.method.hasSuffix("design-based"))
      #expect(result.base.weighted != nil)
    }
  }

  /// Categorical answers in strata and sampling units, with weights.
  private static let categorical: (survey: Survey, design: SurveyDesign.Names) = {
    let labels = Fixtures.labels(["low", "middle", "high"])
    let count = 120
    func codes(_ a: Int, _ b: Int, _ levels: Int) -> [Int] {
      (0..<count).map { ($0 * a + $0 * $0 % 13 * b) % levels + 1 }
    }
    let survey = Fixtures.survey([
      Fixtures.question("y", codes(5, 3, 3), labels),
      Fixtures.question("a", codes(7, 2, 2), Fixtures.labels(["A", "B"])),
      Fixtures.question("b", codes(3, 5, 3), labels),
      Fixtures.number("w", (0..<count).map { 0.5 + Double($0 * 37 % 11) / 4 }),
      Fixtures.number("stratum", (0..<count).map { Double($0 / 60) }),
      Fixtures.number("unit", (0..<count).map { Double($0 / 6) }),
      Fixtures.number("a01", codes(7, 2, 2).map { Double($0 - 1) }),
    ])
    return (survey, .init(weights: "w", strata: "stratum", clusters: "unit"))
  }()

  private func run(
    _ test: String, _ predictors: String, _ names: SurveyDesign.Names, success: [String] = [], level: Double = 0.95
  ) throws -> TestResult {
    let survey = Self.categorical.survey
    var request = TestRequest(test)
    request.outcome = "y"
    request.success = success
    request.model.predictors = predictors
    return try TestCatalogue.run(request, on: prepared(survey), design: try SurveyDesign(names, of: survey))
  }

  @Test(
    .property("logistic", "ordinal", keeps: "patterns and respondents one by one give one design-based model"),
    arguments: ["logistic", "ordinal"])
  func `patterns by design cell and respondents one by one give the same model`(test: String) throws {
    let success = test == "logistic" ? ["3"] : []
    let names = Self.categorical.design
    // The numeric twin of a forces one row for each respondent.
    let patterns = try run(test, "a,b", names, success: success)
    let respondents = try run(test, "a01,b", names, success: success)
    #expect(patterns.coefficients.count == respondents.coefficients.count)
    for (a, b) in zip(patterns.coefficients, respondents.coefficients) {
      expectClose(a.estimate, b.estimate, 1e-9, a.term)
      expectClose(a.standardError, b.standardError, 1e-9, a.term)
      #expect(a.degreesOfFreedom == b.degreesOfFreedom)
    }
    expectClose(patterns.statistic, respondents.statistic, 1e-8)
    #expect(patterns.base == respondents.base)
  }

  @Test(.property("ordinal", keeps: "two answers: the logistic model, design-based"))
  func `an ordinal model of two answers has the design-based errors of a logistic one`() throws {
    let labels = Fixtures.labels(["no", "yes"])
    let survey = Self.categorical.survey.replacing(
      [0: Fixtures.column((0..<120).map { ($0 * 11 + $0 * $0 % 7) % 2 + 1 }, labels)], labels: [0: labels])
    func run(_ test: String) throws -> TestResult {
      var request = TestRequest(test)
      request.outcome = "y"
      request.model.predictors = "a,b"
      return try TestCatalogue.run(
        request, on: prepared(survey), design: try SurveyDesign(Self.categorical.design, of: survey))
    }
    let (logistic, ordinal) = (try run("logistic"), try run("ordinal"))
    for (a, b) in zip(logistic.coefficients.dropFirst(), ordinal.coefficients.dropFirst()) {
      expectClose(a.estimate, b.estimate, 1e-9)
      expectClose(a.standardError, b.standardError, 1e-9)
    }
    expectClose(logistic.statistic, ordinal.statistic, 1e-8)
  }

  @Test(.property("linear", keeps: "weights doubled; one unit a respondent: HC1 but for its factor"))
  func `weights twice as large change nothing, and one unit a respondent is HC1 but for its factor`() throws {
    var survey = Self.categorical.survey
    let position = try #require(survey.codebook.position(of: "w"))
    let plain = try run("logistic", "a,b", Self.categorical.design, success: ["3"])
    survey = survey.replacing([position: Fixtures.numeric((survey.numbers(at: position) ?? []).map { $0 * 2 })])
    var request = TestRequest("logistic")
    request.outcome = "y"
    request.success = ["3"]
    request.model.predictors = "a,b"
    let doubled = try TestCatalogue.run(
      request, on: prepared(survey), design: try SurveyDesign(Self.categorical.design, of: survey))
    for (a, b) in zip(plain.coefficients, doubled.coefficients) { expectClose(a.standardError, b.standardError, 1e-10) }
    // With each respondent a unit the variance is White's times n/(n − 1), but for the mean of the scores, zero.
    var linear = TestRequest("linear")
    linear.outcome = "w"
    linear.model.predictors = "a,b"
    let clusters = survey.count
    survey = survey.replacing([5: Fixtures.numeric((0..<clusters).map { Double($0) })])
    let design = try SurveyDesign(.init(clusters: "unit"), of: survey)
    let byDesign = try TestCatalogue.run(linear, on: prepared(survey), design: design)
    linear.model.errors = .hc0
    let white = try TestCatalogue.run(linear, on: prepared(survey))
    let factor = (Double(clusters) / Double(clusters - 1)).squareRoot()
    for (a, b) in zip(byDesign.coefficients, white.coefficients) {
      expectClose(a.standardError, b.standardError * factor, 1e-11)
    }
  }

  @Test func `too few sampling units and foreign standard errors are refused in words`() throws {
    let error = Fixtures.mistake {
      var names = Self.categorical.design
      names.clusters = "stratum"
      names.strata = nil
      _ = try run("logistic", "a,b", names, success: ["3"])
    }
    #expect(
      error?.description
        == "1 sampling unit beyond the strata for 3 coefficients; expected at least as many as coefficients"
        + "\n  mend: use fewer predictors")
    let foreign = Fixtures.mistake {
      var request = TestRequest("linear")
      request.outcome = "w"
      request.model.predictors = "a"
      request.model.errors = .hc3
      _ = try TestCatalogue.run(
        request, on: prepared(Self.categorical.survey),
        design: try SurveyDesign(.init(clusters: "unit"), of: Self.categorical.survey))
    }
    #expect(
      foreign?.description
        == "--errors: --errors hc3 with a design; expected the design’s own standard errors\n  mend: take --errors out")
  }
}
