import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

/// Complex samples against values of R's survey package 4.1.1 on its Californian schools.
@Suite struct DesignVarianceTests {
  typealias Fixtures = DescriptiveFixtures

  struct Sample: Sendable {
    var block: String
    var file: String
    var names: SurveyDesign.Names
  }

  static let samples = [
    Sample(
      block: "apistrat", file: "apistrat.csv", names: .init(weights: "pw", strata: "stype", populationSizes: "fpc")),
    Sample(block: "apistrat_wr", file: "apistrat.csv", names: .init(weights: "pw", strata: "stype")),
    Sample(
      block: "apiclus1", file: "apiclus1.csv", names: .init(weights: "pw", clusters: "dnum", populationSizes: "fpc")),
    Sample(block: "apiclus1_wr", file: "apiclus1.csv", names: .init(weights: "pw", clusters: "dnum")),
  ]

  private func load(_ sample: Sample) throws -> (Survey, SurveyDesign, JSONValue) {
    let survey = try #require(try Fixtures.golden(sample.file))
    let design = try SurveyDesign(sample.names, of: survey)
    return (survey, design, try #require(try Fixtures.goldenValues()?[sample.block]))
  }

  @Test(
    .golden("means of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)), arguments: samples)
  func `means, domains and degrees of freedom agree with R`(sample: Sample) throws {
    let (survey, design, golden) = try load(sample)
    let variance = try DesignVariance(design)
    let api = try #require(survey.numbers(at: try survey.codebook.requirePosition(of: "api00")))
    let mean = variance.mean(id: "mean", of: api)
    expectClose(mean.value, golden["mean_api00"]?["est"]?.number, 1e-13)
    expectClose(mean.standardError, golden["mean_api00"]?["se"]?.number, 1e-11)
    #expect(mean.degreesOfFreedom == golden["degf"]?.number)
    let interval = MeanInterval.interval(
      mean: mean.value, standardError: mean.standardError, degreesOfFreedom: mean.degreesOfFreedom)
    expectClose(interval?.lower, golden["mean_api00"]?["ci_t"]?[0]?.number, 1e-11)
    expectClose(interval?.upper, golden["mean_api00"]?["ci_t"]?[1]?.number, 1e-11)
    let wide = try #require(survey.answers(at: try survey.codebook.requirePosition(of: "sch.wide")))
    let yes = survey.codebook["sch.wide"]?.labels.firstIndex { $0.label == "Yes" }
    let domain = variance.mean(id: "mean", of: api.indices.map { Int(wide[$0]) == yes ? api[$0] : .nan })
    expectClose(domain.value, golden["subset_schwide"]?["est"]?.number, 1e-13)
    expectClose(domain.standardError, golden["subset_schwide"]?["se"]?.number, 1e-11)
    #expect(domain.degreesOfFreedom == golden["subset_schwide"]?["degf"]?.number)
    let types = try #require(survey.answers(at: try survey.codebook.requirePosition(of: "stype")))
    for level in 0..<3 {
      let part = variance.mean(id: "mean", of: api.indices.map { Int(types[$0]) == level ? api[$0] : .nan })
      expectClose(part.value, golden["by_stype"]?["est"]?[level]?.number, 1e-13)
      expectClose(part.standardError, golden["by_stype"]?["se"]?[level]?.number, 1e-11)
    }
  }

  @Test(
    .golden("shares of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)), arguments: samples)
  func `shares and their logit intervals agree with R`(sample: Sample) throws {
    let (survey, design, golden) = try load(sample)
    let summary = try SurveySummary.make(
      survey: survey, variables: .init(names: ["stype", "sch.wide"]), by: nil, design: design)
    for (index, category) in summary.variables[0].categories.enumerated() {
      expectClose(category.share, golden["prop_stype"]?["est"]?[index]?.number, 1e-13)
    }
    // R's share in the column "ciprop" is of the awards; which variable it is of is told by its value.
    let wanted = try #require(golden["ciprop"]?["xlogit"]?["est"]?.number)
    let awards = try SurveySummary.make(
      survey: survey, variables: .init(names: ["awards", "comp.imp", "sch.wide", "both"]), design: design)
    let found = awards.variables.flatMap(\.categories).filter { Fixtures.isNear($0.share, wanted, 1e-10) }
    let share = try #require(found.first)
    #expect(share.interval?.method == "logit")
    expectClose(share.interval?.lower, golden["ciprop"]?["xlogit"]?["lo"]?.number, 1e-10)
    expectClose(share.interval?.upper, golden["ciprop"]?["xlogit"]?["hi"]?.number, 1e-10)
  }

  @Test(
    .golden("quantiles of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)), arguments: samples)
  func `weighted quartiles and the weighted spread agree with R`(sample: Sample) throws {
    let (survey, design, golden) = try load(sample)
    let summary = try SurveySummary.make(survey: survey, variables: .init(names: ["api00"]), design: design)
    let api = summary.variables[0]
    #expect([api.quartiles[0], api.median, api.quartiles[1]] == (0..<3).map { golden["quant"]?["q"]?[$0]?.number })
    #expect(api.quantileRule == "weighted-inverse-distribution")
    let deviation = try #require(golden["var_api00"]?["est"]?.number).squareRoot()
    expectClose(api.standardDeviation, deviation, 1e-13)
  }

  @Test(
    .property("shares of complex samples", keeps: "a table by design cell and a pass over respondents agree"),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `a table by design cell and a pass over respondents give the same standard errors`() throws {
    for sample in Self.samples {
      let (survey, design, _) = try load(sample)
      let variance = try DesignVariance(design)
      let position = try survey.codebook.requirePosition(of: "sch.wide")
      var plan = AggregationPlan()
      plan.addTable("t", axes: [.variable(position)], byDesignCell: true)
      let table = try #require(try Aggregator.run(plan, over: survey, design: design).tables["t"])
      let byPattern = variance.mean(id: "share", of: table.patterns) { $0.cells[0].answer == 1 ? 1 : 0 }
      let answers = try #require(survey.answers(at: position))
      let byRespondent = variance.mean(id: "share", of: answers.map { $0 == 1 ? 1 : 0 })
      expectClose(byPattern.value, byRespondent.value, 1e-14)
      expectClose(byPattern.standardError, byRespondent.standardError, 1e-13)
      #expect(byPattern.degreesOfFreedom == byRespondent.degreesOfFreedom)
    }
  }

  @Test(.property("means of complex samples", keeps: "without a design: the textbook's error"))
  func `without a design the linearised error is the textbook's`() throws {
    let values = [2.0, 4, 4, 4, 5, 5, 7, 9]
    let mean = try DesignVariance(SurveyDesign(count: 8)).mean(id: "mean", of: values)
    expectClose(mean.standardError, (32.0 / 7 / 8).squareRoot(), 1e-14)
    #expect(mean.degreesOfFreedom == 7)
  }

  @Test(.property("means of complex samples", keeps: "weights scaled"))
  func `multiplying all weights changes neither mean nor error`() throws {
    let values = (0..<40).map { Double($0 * $0 % 17) }
    let weights = (0..<40).map { 1 + Double($0 % 5) / 3 }
    func mean(_ factor: Double) throws -> Estimate {
      let design = SurveyDesign(count: 40, weights: try Weights(name: "w", values: weights.map { factor * $0 }))
      return try DesignVariance(design).mean(id: "mean", of: values)
    }
    let (one, eight) = (try mean(1), try mean(8))
    #expect(one.value == eight.value)
    #expect(one.standardError == eight.standardError)
    #expect(one.base.effective == eight.base.effective)
  }

  @Test func `a stratum with a single sampling unit is refused by name`() throws {
    let survey = Fixtures.survey([
      Fixtures.question("region", [1, 1, 2, 3], Fixtures.labels(["North", "South", "West"])),
      Fixtures.number("x", [1, 2, 3, 4]),
    ])
    let design = try SurveyDesign(.init(strata: "region"), of: survey)
    let error = try #require(Fixtures.mistake { _ = try DesignVariance(design) })
    #expect(error.code == .design)
    #expect(error.found == "a single sampling unit in each of 2 strata (stratum 'South', stratum 'West')")
    #expect(error.remedy.contains("join these strata"))
    let lonely = try SurveyDesign(.init(strata: "region"), of: survey, members: [true, true, true, false])
    #expect(Fixtures.mistake { _ = try DesignVariance(lonely) }?.found == "a single sampling unit in stratum 'South'")
  }
}
