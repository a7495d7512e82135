import SurveyAggregation
import SurveyModel
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

/// Design-based tests against R's survey package 4.1.1 and against influences derived by another road.
@Suite struct DesignTestTests {
  typealias Fixtures = DescriptiveFixtures

  private func columns(
    _ survey: Survey, _ outcome: String, by name: String
  ) throws -> (values: [Double], group: [Int], names: [String]) {
    let values = try #require(survey.numbers(at: try survey.codebook.requirePosition(of: outcome)))
    let position = try survey.codebook.requirePosition(of: name)
    let group = try #require(survey.answers(at: position)).map { Int($0) }
    return (values, group, survey.codebook.variables[position].labels.map(\.label))
  }

  @Test(
    .golden("t tests of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .golden("rank tests of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: DesignVarianceTests.samples)
  func `t and rank tests of two and three groups agree with R`(sample: DesignVarianceTests.Sample) throws {
    let survey = try #require(try Fixtures.golden(sample.file))
    let golden = try #require(try Fixtures.goldenValues()?[sample.block])
    let variance = try DesignVariance(try SurveyDesign(sample.names, of: survey))
    // The answers of sch.wide are No and Yes; R's difference is Yes less No.
    let (api, wide, names) = try columns(survey, "api00", by: "sch.wide")
    let t = try DesignGroupTest.means(api, group: wide, variance: variance, names: names)
    expectClose(t.statistic, golden["ttest"]?["t"]?.number.map { -$0 }, 1e-11, of: "t tests of complex samples")
    #expect(t.degreesOfFreedom == [try #require(golden["ttest"]?["df"]?.number)])
    expectClose(t.p, golden["ttest"]?["p"]?["sch.wideYes"]?.number, 1e-10, of: "t tests of complex samples")
    expectClose(
      t.estimate?.value, golden["ttest"]?["diff"]?.number.map { -$0 }, 1e-11, of: "t tests of complex samples")
    // R's interval takes the quantile of t with the test's degrees of freedom.
    expectClose(
      t.estimate?.interval?.upper, golden["ttest"]?["ci"]?[0]?.number.map { -$0 }, 1e-9,
      of: "t tests of complex samples")
    expectClose(
      t.estimate?.interval?.lower, golden["ttest"]?["ci"]?[1]?.number.map { -$0 }, 1e-9,
      of: "t tests of complex samples")
    // Where tied schools have different weights, R's ranks depend on the order of rows.
    let tolerance = sample.file == "apiclus1.csv" ? 1e-10 : 1e-3
    for (score, name) in [
      (DesignRankTest.Score.wilcoxon, "wilcoxon"), (.vanDerWaerden, "vanderWaerden"), (.median, "median"),
    ] {
      let rank = try DesignRankTest.two(api, group: wide, variance: variance, names: names, score: score)
      let wanted = try #require(golden["ranktest"]?[name])
      expectClose(rank.statistic, wanted["stat"]?.number.map { -$0 }, tolerance, of: "rank tests of complex samples")
      #expect(rank.degreesOfFreedom == [try #require(wanted["df"]?.number)])
      expectClose(rank.p, wanted["p"]?.number, 10 * tolerance, of: "rank tests of complex samples")
      // The mean rank of one group over the other's is what the probability of superiority is above one half.
      if score == .wilcoxon {
        expectClose(
          rank.estimate.map { $0.value - 0.5 }, rank.details[0].value, 1e-12, of: "rank tests of complex samples")
      }
    }
    let (_, type, types) = try columns(survey, "api00", by: "stype")
    let several = try DesignRankTest.several(api, group: type, variance: variance, names: types)
    // R prints the statistic under the name of the degrees of freedom.
    expectClose(
      several.details[0].value, golden["ranktest"]?["KruskalWallis"]?["df"]?.number, tolerance,
      of: "rank tests of complex samples")
    expectClose(
      several.p, golden["ranktest"]?["KruskalWallis"]?["p"]?.number, 10 * tolerance, of: "rank tests of complex samples"
    )
  }

  @Test(
    .golden(
      "chi-squared tests of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .golden("correlations of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: DesignVarianceTests.samples)
  func `Rao and Scott's first order and the correlation agree with R`(sample: DesignVarianceTests.Sample) throws {
    let survey = try #require(try Fixtures.golden(sample.file))
    let golden = try #require(try Fixtures.goldenValues()?[sample.block])
    let design = try SurveyDesign(sample.names, of: survey)
    let variance = try DesignVariance(design)
    let positions = [
      try survey.codebook.requirePosition(of: "sch.wide"), try survey.codebook.requirePosition(of: "stype"),
    ]
    var plan = AggregationPlan()
    plan.addTable("t", axes: positions.map { .variable($0) }, byDesignCell: true)
    let patterns = try #require(try Aggregator.run(plan, over: survey, design: design).tables["t"]).patterns
    let first = try RaoScottTest.independence(of: patterns, rows: 2, columns: 3, variance: variance, order: .first) {
      pattern in
      guard let row = pattern.cells[0].answer, let column = pattern.cells[1].answer else { return nil }
      return (row, column)
    }
    expectClose(
      first.details[0].value, golden["chisq"]?["Chisq"]?["stat"]?.number, 1e-9,
      of: "chi-squared tests of complex samples")
    #expect(first.degreesOfFreedom == [2])
    expectClose(first.p, golden["chisq"]?["Chisq"]?["p"]?.number, 1e-9, of: "chi-squared tests of complex samples")
    let (api00, _, _) = try columns(survey, "api00", by: "stype")
    let (api99, _, _) = try columns(survey, "api99", by: "stype")
    let r = try DesignCorrelationTest.pearson(api00, api99, variance: variance)
    expectClose(r.estimate?.value, golden["svycor"]?.number, 1e-12, of: "correlations of complex samples")
  }

  @Test(
    .golden(
      "standard errors of complex samples",
      by: "Python 3.11.7, numpy 2.4.6: influences by differentiating by the weights"), arguments: [1, 2])
  func `standard errors are those of influences found by differentiating by the weights`(stages: Int) throws {
    let sample = try ComplexSample()
    let variance = try DesignVariance(try sample.design(stages: stages))
    let golden = try #require(sample.golden["estimates"])
    func check(
      _ name: String, _ value: Double?, _ error: Double?, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let wanted = try #require(golden[name])
      expectClose(value, wanted["value"]?.number, 1e-11, "\(name)", sourceLocation: sourceLocation)
      expectClose(
        error, wanted[stages == 1 ? "firstStage" : "twoStages"]?.number, 1e-10, "\(name)",
        sourceLocation: sourceLocation)
    }
    let mean = variance.mean(id: "mean", of: sample.y)
    try check("mean", mean.value, mean.standardError)
    let total = variance.total(of: sample.y)
    try check("total", total.value, total.standardError)
    let ratio = variance.ratio(numerator: sample.y, denominator: sample.x)
    try check("ratio", ratio.value, ratio.standardError)
    let share = try DesignShareTest.one(sample.s, variance: variance, name: "s")
    try check("share", share.estimate?.value, share.estimate?.standardError)
    let means = try DesignGroupTest.means(sample.y, group: sample.group, variance: variance, names: ["0", "1"])
    try check("meanDifference", means.estimate?.value, means.estimate?.standardError)
    let d = try #require(means.effects.first)
    try check("cohensD", d.value, d.interval.map { half($0, means.degreesOfFreedom[0]) })
    let ranks = try DesignRankTest.two(sample.y, group: sample.group, variance: variance, names: ["0", "1"])
    try check("superiority", ranks.estimate?.value, ranks.estimate?.standardError)
    let pearson = try DesignCorrelationTest.pearson(sample.x, sample.y, variance: variance)
    try check("pearson", pearson.estimate?.value, pearson.estimate?.standardError)
    let spearman = try DesignCorrelationTest.spearman(sample.x, sample.y, variance: variance)
    try check("spearman", spearman.estimate?.value, spearman.estimate?.standardError)
    let one = try DesignMeanTest.against(3, values: sample.y, variance: variance, name: "y")
    let own = try #require(one.effects.first)
    try check("oneSampleD", own.value, own.interval.map { half($0, one.degreesOfFreedom[0]) })
    #expect(one.degreesOfFreedom == [9])
    #expect(means.degreesOfFreedom == [8])
    let shares = try DesignShareTest.two(sample.s, group: sample.group, variance: variance, names: ["0", "1"])
    let odds = try #require(shares.effects.first)
    let logs = odds.interval.map { Interval(lower: log2($0.lower), upper: log2($0.upper), level: 0.95, method: "") }
    try check(
      "logOddsRatio", log2(odds.value) * 0.693_147_180_559_945_3,
      logs.map { half($0, shares.degreesOfFreedom[0]) * 0.693_147_180_559_945_3 })
  }

  /// The standard error that a symmetric t interval was made from.
  private func half(_ interval: Interval, _ df: Double) -> Double {
    (interval.upper - interval.lower) / 2 / StudentT(df).criticalValue(level: 0.95)
  }

  private func log2(_ value: Double) -> Double {
    // By the series of the inverse hyperbolic tangent, so that the test needs no C library.
    var (power, rest) = (0.0, value)
    while rest >= 1.5 { (rest, power) = (rest / 2, power + 1) }
    while rest < 0.75 { (rest, power) = (rest * 2, power - 1) }
    let u = (rest - 1) / (rest + 1)
    var (sum, term) = (0.0, u)
    for k in stride(from: 1.0, through: 61, by: 2) { (sum, term) = (sum + term / k, term * u * u) }
    return power + 2 * sum / 0.693_147_180_559_945_3
  }

  @Test(.property("t tests of complex samples", keeps: "p is .05 at the ends of the interval of a share"))
  func `with equal weights and no clusters the share test's p agrees with its interval`() throws {
    let values = (0..<100).map { $0 < 60 ? 1.0 : 0 }
    let variance = try DesignVariance(
      SurveyDesign(count: 100, weights: try Weights(name: "w", values: values.map { _ in 2 })))
    let test = try DesignShareTest.one(values, variance: variance, name: "v")
    let lower = try #require(test.estimate?.interval?.lower)
    let edge = try DesignShareTest.one(values, probability: lower, variance: variance, name: "v")
    expectClose(edge.p, 0.05, 1e-9)
    #expect(test.estimate?.interval?.method == "logit")
  }

  @Test func `a test without degrees of freedom, spread or respondents is refused in words`() throws {
    let survey = Fixtures.survey([Fixtures.number("unit", [1, 1, 2, 2]), Fixtures.number("y", [1, 2, 3, 5])])
    let variance = try DesignVariance(try SurveyDesign(.init(clusters: "unit"), of: survey))
    func message(_ work: () throws -> TestResult) -> String? {
      Fixtures.mistake { _ = try work() }?.description
    }
    #expect(
      message { try DesignMeanTest.against(0, values: [1, 2, .nan, .nan], variance: variance, name: "y") }
        == "0 degrees of freedom (sampling units less strata) among the respondents; expected at least one\n"
        + "  mend: report the estimate, or analyse a part of the sample that more sampling units reach")
    #expect(
      message { try DesignMeanTest.against(0, values: [1, 3, 3, 1], variance: variance, name: "y") }
        == "y: no spread between sampling units; expected answers that differ between sampling units\n"
        + "  mend: report the estimate; there is nothing to test")
    #expect(
      message { try DesignMeanTest.against(0, values: [.nan, .nan, .nan, .nan], variance: variance, name: "y") }
        == "y: no respondents with weight; expected at least two respondents\n"
        + "  mend: check --where, the missing codes and the weights")
    #expect(
      message { try DesignShareTest.one([1, 1, 1, 1], variance: variance, name: "y") }
        == "y: the answer from everybody; expected respondents with and without the answer\n"
        + "  mend: report the share with the interval of 'topline summary'; a linearised test has no spread here")
    #expect(
      message {
        try DesignGroupTest.means([1, 2, 3, 5], group: [0, 1, 0, 1], variance: variance, names: ["a", "b"])
      }
        == "1 degrees of freedom (sampling units less strata) among the respondents; expected more than 1\n"
        + "  mend: report the estimate, or analyse a part of the sample that more sampling units reach")
  }
}
