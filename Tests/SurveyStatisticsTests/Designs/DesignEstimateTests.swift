import SurveyAggregation
import SurveyModel
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

/// Totals, ratios, contrasts, quantiles, replicates and lonely units against R's survey package 4.1.1.
@Suite struct DesignEstimateTests {
  typealias Fixtures = DescriptiveFixtures

  private func numbers(_ survey: Survey, _ name: String) throws -> [Double] {
    try #require(survey.numbers(at: try survey.codebook.requirePosition(of: name)))
  }

  @Test(
    .golden(
      "totals, ratios and contrasts of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools",
      outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: DesignVarianceTests.samples)
  func `totals, ratios, contrasts and design effects agree with R`(sample: DesignVarianceTests.Sample) throws {
    let survey = try #require(try Fixtures.golden(sample.file))
    let golden = try #require(try Fixtures.goldenValues()?[sample.block])
    let variance = try DesignVariance(try SurveyDesign(sample.names, of: survey))
    let (api00, api99) = (try numbers(survey, "api00"), try numbers(survey, "api99"))
    let enroll = try numbers(survey, "enroll")
    let total = variance.total(of: enroll)
    expectClose(total.value, golden["total_enroll"]?["est"]?.number, 1e-12)
    expectClose(total.standardError, golden["total_enroll"]?["se"]?.number, 1e-11)
    let ratio = variance.ratio(numerator: try numbers(survey, "api.stu"), denominator: enroll)
    expectClose(ratio.value, golden["ratio"]?["est"]?.number, 1e-12)
    expectClose(ratio.standardError, golden["ratio"]?["se"]?.number, 1e-11)
    let means = [variance.influenceOfMean(api00), variance.influenceOfMean(api99)]
    let covariance = variance.covariance(of: means)
    for (index, entry) in covariance.values.enumerated() {
      expectClose(entry, golden["cov"]?[index]?.number, 1e-10)
    }
    let difference = variance.estimate(of: .combination(id: "difference", [(1, means[0]), (-1, means[1])]))
    expectClose(difference.value, golden["contrast"]?["est"]?.number, 1e-11)
    expectClose(difference.standardError, golden["contrast"]?["se"]?.number, 1e-10)
    let mean = variance.mean(id: "mean", of: api00)
    expectClose(mean.designEffect, golden["mean_api00"]?["deff_replace"]?.number, 1e-10)
  }

  @Test(
    .golden("quantiles of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: DesignVarianceTests.samples)
  func `quartiles, their intervals and standard errors agree with R`(sample: DesignVarianceTests.Sample) throws {
    let survey = try #require(try Fixtures.golden(sample.file))
    let golden = try #require(try Fixtures.goldenValues()?[sample.block]?["quant"])
    let variance = try DesignVariance(try SurveyDesign(sample.names, of: survey))
    for (index, probability) in [0.25, 0.5, 0.75].enumerated() {
      let quantile = WoodruffQuantile.estimate(probability, of: try numbers(survey, "api00"), variance: variance)
      #expect(quantile.value == golden["q"]?[index]?.number)
      #expect(quantile.interval?.lower == golden["ci"]?[2 * index]?.number)
      #expect(quantile.interval?.upper == golden["ci"]?[2 * index + 1]?.number)
      expectClose(quantile.standardError, golden["se"]?[index]?.number, 1e-8)
    }
  }

  @Test(
    .golden("strata with a single unit", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: [LonelyUnits.remove, .certainty, .adjust, .average])
  func `a stratum with a single unit counts as R's option of that name says`(policy: LonelyUnits) throws {
    let survey = try #require(try Fixtures.golden("apiclus1.csv"))
    let golden = try #require(try Fixtures.goldenValues()?["lonely"]?[policy.rawValue])
    var names = SurveyDesign.Names(weights: "pw", strata: "dnum", clusters: "snum")
    names.lonelyUnits = policy
    let variance = try DesignVariance(try SurveyDesign(names, of: survey))
    let mean = variance.mean(id: "mean", of: try numbers(survey, "api00"))
    expectClose(mean.standardError, golden["se"]?.number, 1e-11)
    // The same without naming the units: each respondent is one.
    names.clusters = nil
    let elements = try DesignVariance(try SurveyDesign(names, of: survey))
    expectClose(elements.mean(id: "mean", of: try numbers(survey, "api00")).standardError, golden["se"]?.number, 1e-11)
  }

  /// Jackknife replicates: one column for each unit, 0 for its respondents and n/(n − 1) for the rest of its stratum.
  private func jackknife(_ weights: [Double], units: [Int32], strata: [Int32]) -> [[Double]] {
    let stratumOfUnit = Dictionary(zip(units, strata), uniquingKeysWith: { first, _ in first })
    return stratumOfUnit.keys.sorted().map { left in
      let stratum = stratumOfUnit[left]
      let n = Double(stratumOfUnit.values.count { $0 == stratum })
      return weights.indices.map { index in
        units[index] == left ? 0 : strata[index] == stratum ? weights[index] * n / (n - 1) : weights[index]
      }
    }
  }

  @Test(
    .golden("replicate weights", by: "R 4.2.2, survey 4.1.1", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `a delete-one jackknife of clusters agrees with R`() throws {
    let survey = try #require(try Fixtures.golden("apiclus1.csv"))
    let golden = try #require(try Fixtures.goldenValues()?["jk1_apiclus1"])
    let clusters = try #require(try SurveyDesign(.init(clusters: "dnum"), of: survey).clusters)
    let weights = try Weights(name: "pw", values: try numbers(survey, "pw"))
    let replicates = try ReplicateWeights(
      kind: .jk1, name: "jk*",
      values: jackknife(weights.values, units: clusters.codes, strata: clusters.codes.map { _ in 0 }), full: weights,
      scales: [try #require(golden["scale"]?.number)])
    let variance = try DesignVariance(SurveyDesign(count: survey.count, weights: weights, replicates: replicates))
    let api = try numbers(survey, "api00")
    let mean = variance.mean(id: "mean", of: api)
    expectClose(mean.standardError, golden["mean"]?["se"]?.number, 1e-11)
    #expect(mean.degreesOfFreedom == golden["degf"]?.number)
    let ratio = variance.ratio(numerator: try numbers(survey, "api.stu"), denominator: try numbers(survey, "enroll"))
    expectClose(ratio.standardError, golden["ratio"]?["se"]?.number, 1e-11)
    let median = WoodruffQuantile.estimate(0.5, of: api, variance: variance)
    #expect(median.value == golden["median"]?["est"]?.number)
    expectClose(median.standardError, golden["median"]?["se"]?.number, 1e-8)
  }

  @Test(
    .golden("replicate weights", by: "R 4.2.2, survey 4.1.1", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `a stratified jackknife tells its factors from its weights and agrees with R`() throws {
    let survey = try #require(try Fixtures.golden("apistrat.csv"))
    let golden = try #require(try Fixtures.goldenValues()?["jkn_apistrat"])
    let strata = try #require(try SurveyDesign(.init(strata: "stype"), of: survey).strata)
    let weights = try Weights(name: "pw", values: try numbers(survey, "pw"))
    let columns = jackknife(weights.values, units: (0..<Int32(survey.count)).map { $0 }, strata: strata.codes)
    let plain = try ReplicateWeights(kind: .jkn, name: "jk*", values: columns, full: weights)
    // R's replicates hold the finite population correction, ours the documentation's factors times it.
    let fpc = try numbers(survey, "fpc")
    let sizes = strata.labels.indices.map { stratum in strata.codes.count { Int($0) == stratum } }
    let corrected = (0..<survey.count).map { unit in
      plain.replicateScales[unit] * (1 - Double(sizes[Int(strata.codes[unit])]) / fpc[unit])
    }
    let replicates = try ReplicateWeights(kind: .jkn, name: "jk*", values: columns, full: weights, scales: corrected)
    let variance = try DesignVariance(SurveyDesign(count: survey.count, weights: weights, replicates: replicates))
    let mean = variance.mean(id: "mean", of: try numbers(survey, "api00"))
    expectClose(mean.standardError, golden["mean"]?["se"]?.number, 1e-11)
    #expect(mean.degreesOfFreedom == golden["degf"]?.number)
    let total = variance.total(of: try numbers(survey, "enroll"))
    expectClose(total.standardError, golden["total"]?["se"]?.number, 1e-11)
  }

  @Test(
    .golden("replicate weights", by: "R 4.2.2, survey 4.1.1", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `balanced half samples agree with R`() throws {
    let survey = try #require(try Fixtures.golden("scd.csv"))
    let golden = try #require(try Fixtures.goldenValues()?["scd_brr"])
    // The half samples of R's help page on svrepdesign.
    let columns: [[Double]] = [[2, 0, 2, 0, 2, 0], [2, 0, 0, 2, 0, 2], [0, 2, 2, 0, 0, 2], [0, 2, 0, 2, 2, 0]]
    let weights = try Weights(name: "w", values: [Double](repeating: 1, count: 6))
    let replicates = try ReplicateWeights(kind: .brr, name: "brr*", values: columns, full: weights)
    let variance = try DesignVariance(SurveyDesign(count: 6, weights: weights, replicates: replicates))
    let (alive, arrests) = (try numbers(survey, "alive"), try numbers(survey, "arrests"))
    let total = variance.total(of: alive)
    #expect(total.value == golden["total"]?["est"]?.number)
    expectClose(total.standardError, golden["total"]?["se"]?.number, 1e-11)
    #expect(total.degreesOfFreedom == golden["degf"]?.number)
    let mean = variance.mean(id: "mean", of: alive)
    expectClose(mean.standardError, golden["mean"]?["se"]?.number, 1e-11)
    let ratio = variance.ratio(numerator: alive, denominator: arrests)
    expectClose(ratio.standardError, golden["ratio"]?["se"]?.number, 1e-11)
    let fay = try ReplicateWeights(
      kind: .fay, name: "fay*", values: columns.map { $0.map { 0.5 + $0 / 2 } }, full: weights, fay: 0.5)
    let halved = try DesignVariance(SurveyDesign(count: 6, weights: weights, replicates: fay))
    expectClose(halved.total(of: alive).standardError, golden["total"]?["se"]?.number, 1e-11)
  }

  @Test(
    .property(
      "totals, ratios and contrasts of complex samples", keeps: "two stages by hand, after Cochran (1977), section 10.4"
    )) func `two stages add the spread within the units that were drawn, times the share drawn`() throws
  {
    // Cochran (1977), section 10.4, by hand: 2 of 4 schools, 2 of 10 and 3 of 5 pupils.
    let survey = Fixtures.survey([
      Fixtures.number("school", [1, 1, 2, 2, 2]), Fixtures.number("pupil", [1, 2, 1, 2, 3]),
      Fixtures.number("schools", [4, 4, 4, 4, 4]), Fixtures.number("pupils", [10, 10, 5, 5, 5]),
      Fixtures.number("w", [10, 10, 10.0 / 3, 10.0 / 3, 10.0 / 3]), Fixtures.number("y", [3, 5, 2, 4, 9]),
    ])
    var names = SurveyDesign.Names(weights: "w", clusters: "school", populationSizes: "schools")
    names.laterStages = [.init(clusters: "pupil", populationSizes: "pupils")]
    let design = try SurveyDesign(names, of: survey)
    let total = try DesignVariance(design).total(of: [3, 5, 2, 4, 9])
    // Totals of the schools: 40 and 25 (weighted 80 and 50), variances within: 10² (1 − .2) 2/2 and 5² (1 − .6) 13/3.
    let between = 16 * (1 - 0.5) * ((40 - 32.5) * (40 - 32.5) * 2) / 2
    let within = 4.0 / 2 * (100 * (1 - 0.2) * 2 / 2 + 25 * (1 - 0.6) * 13 / 3)
    expectClose(total.value, 130, 1e-14)
    expectClose(total.standardError, (between + within).squareRoot(), 1e-13)
    #expect(
      design.words
        == "sampling weights w, as delivered, counted as fixed; 2 sampling units by school; within them 5 units by "
        + "pupil; finite population correction")
    // Without population sizes the first stage holds everything.
    names.populationSizes = nil
    names.laterStages[0].populationSizes = nil
    let first = try DesignVariance(try SurveyDesign(names, of: survey)).total(of: [3, 5, 2, 4, 9])
    expectClose(first.standardError, 30, 1e-13)
  }

  @Test(.property("means of complex samples", keeps: "a share drawn stands for a population size"))
  func `a share drawn stands for a population size`() throws {
    let columns = [
      Fixtures.number("x", [1, 2, 3, 4]), Fixtures.number("size", [8, 8, 8, 8]),
      Fixtures.number("share", [0.5, 0.5, 0.5, 0.5]),
    ]
    let survey = Fixtures.survey(columns)
    func error(_ name: String) throws -> Double? {
      try DesignVariance(try SurveyDesign(.init(populationSizes: name), of: survey)).mean(id: "mean", of: [1, 2, 3, 4])
        .standardError
    }
    #expect(try error("size") == error("share"))
    expectClose(try error("size"), (5.0 / 3 / 4 / 2).squareRoot(), 1e-14)
  }

  @Test func `an estimate without degrees of freedom says why it has no interval`() throws {
    let survey = Fixtures.survey([
      Fixtures.number("unit", [1, 1, 2, 2]), Fixtures.number("y", [1, 2, 3, 5]),
    ])
    let variance = try DesignVariance(try SurveyDesign(.init(clusters: "unit"), of: survey))
    let one = variance.mean(id: "mean", of: [1, 2, .nan, .nan])
    #expect(one.value == 1.5)
    #expect(one.standardError == nil)
    #expect(one.whyNoInterval == "the base has as many strata as sampling units, so no degrees of freedom")
    let none = variance.mean(id: "mean", of: [.nan, .nan, .nan, .nan])
    #expect(none.standardError == nil)
    #expect(none.whyNoInterval == "nobody with weight is in the base")
    #expect(none.json["value"] == .null)
    let top = WoodruffQuantile.estimate(1, of: [1, 2, 3, 5], variance: variance)
    #expect(top.value == 5)
    #expect(top.whyNoInterval == "the quantile is the largest value, so its share has no spread")
  }

  @Test func `a share that strata fix has no interval, and says why`() throws {
    let survey = Fixtures.survey([
      Fixtures.question("region", [1, 1, 1, 2, 2, 2], Fixtures.labels(["North", "South"])),
      Fixtures.number("w", [1, 1, 1, 0.1, 0.1, 0.1]),
    ])
    let design = try SurveyDesign(.init(weights: "w", strata: "region"), of: survey)
    let summary = try SurveySummary.make(survey: survey, design: design)
    let north = try #require(summary.variables.first?.categories.first)
    expectClose(north.share, 10.0 / 11, 1e-12)
    #expect(north.standardError == 0)
    #expect(north.interval == nil)
    #expect(
      north.json["whyNoInterval"]
        == .string("the share does not vary between sampling units: strata or margins may fix it"))
    #expect(summary.variables[0].quantileEstimates.map(\.value) == [1, 1, 1])
  }

  @Test(
    .property("totals, ratios and contrasts of complex samples", keeps: "a domain's mean is the ratio of two totals"))
  func `a domain is a ratio: its mean is the ratio of two totals`() throws {
    let weights = (0..<30).map { 1 + Double($0 % 4) }
    let values = (0..<30).map { Double($0 * $0 % 13) }
    let design = SurveyDesign(
      count: 30, weights: try Weights(name: "w", values: weights),
      clusters: DesignGroups(name: "c", codes: (0..<30).map { Int32($0 % 7) }, labels: (0..<7).map { "\($0)" }))
    let variance = try DesignVariance(design)
    let domain = (0..<30).map { $0 % 3 == 0 }
    let mean = variance.mean(id: "mean", of: zip(values, domain).map { $1 ? $0 : .nan })
    let ratio = variance.ratio(
      numerator: zip(values, domain).map { $1 ? $0 : 0 }, denominator: domain.map { $0 ? 1 : 0 })
    expectClose(mean.value, ratio.value, 1e-14)
    expectClose(mean.standardError, ratio.standardError, 1e-12)
  }

  @Test(.property("means of complex samples", keeps: "rows permuted, units renamed"))
  func `the order of rows and the names of units change nothing`() throws {
    let order = (0..<40).map { $0 * 17 % 40 }
    func estimate(_ order: [Int], _ rename: (Int) -> Int32) throws -> Estimate {
      let design = SurveyDesign(
        count: 40, weights: try Weights(name: "w", values: order.map { 1 + Double($0 % 6) / 7 }),
        strata: DesignGroups(name: "s", codes: order.map { Int32($0 % 2) }, labels: ["a", "b"]),
        clusters: DesignGroups(name: "c", codes: order.map { rename($0 % 8) }, labels: (0..<8).map { "\($0)" }))
      return try DesignVariance(design).mean(id: "mean", of: order.map { Double($0 * $0 % 11) })
    }
    let (one, other) = (try estimate(Array(0..<40)) { Int32($0) }, try estimate(order) { Int32(7 - $0) })
    expectClose(one.value, other.value, 1e-14)
    expectClose(one.standardError, other.standardError, 1e-13)
    #expect(one.degreesOfFreedom == other.degreesOfFreedom)
  }

  @Test func `replicate weights that cannot be are refused with their number`() throws {
    let weights = try Weights(name: "w", values: [1, 1, 1, 1])
    func mistake(
      _ kind: ReplicateWeights.Kind, _ values: [[Double]], fay: Double? = nil, scales: [Double]? = nil
    ) -> AggregationError? {
      do {
        _ = try ReplicateWeights(kind: kind, name: "r*", values: values, full: weights, fay: fay, scales: scales)
        return nil
      } catch { return error }
    }
    let halves: [[Double]] = [[2, 0, 2, 0], [0, 2, 0, 2]]
    #expect(mistake(.brr, halves) == nil)
    #expect(mistake(.brr, [halves[0]])?.found == "1 replicate")
    #expect(
      mistake(.brr, [halves[0], [.nan, 1, -1, 1]])?.found
        == "2 respondents have a replicate weight that is missing or negative")
    #expect(mistake(.fay, halves)?.found == "no --fay")
    #expect(mistake(.fay, halves, fay: 1)?.found == "Fay's coefficient 1")
    #expect(mistake(.brr, halves, fay: 0.5)?.found == "--fay with --replicate-type brr")
    #expect(mistake(.jkn, halves, scales: [1, 1, 1])?.found == "3 factors for 2 replicates")
    #expect(
      mistake(.jkn, [[0.5, 1.5, 1, 1], [1, 1, 0, 2]])?.found
        == "jackknife weights that do not show which unit of which stratum replicate 1 leaves out")
  }
}
