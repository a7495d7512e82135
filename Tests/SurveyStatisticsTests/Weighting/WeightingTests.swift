import SurveyAggregation
import SurveyModel
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

/// Post-stratification, raking, calibration and trimming against R's survey package 4.1.1 and by identities.
@Suite struct WeightingTests {
  typealias Fixtures = DescriptiveFixtures

  private static let type = PopulationMargin(
    variables: ["stype"], cells: [.init(["E"], 4421), .init(["H"], 755), .init(["M"], 1018)])
  private static let wide = PopulationMargin(
    variables: ["sch.wide"], cells: [.init(["No"], 1072), .init(["Yes"], 5122)])

  private func schools() throws -> (survey: Survey, design: SurveyDesign, golden: JSONValue) {
    let survey = try #require(try Fixtures.golden("apiclus1.csv"))
    let design = try SurveyDesign(.init(weights: "pw", clusters: "dnum", populationSizes: "fpc"), of: survey)
    return (survey, design, try #require(try Fixtures.goldenValues()))
  }

  private func numbers(_ survey: Survey, _ name: String) throws -> [Double] {
    try #require(survey.numbers(at: try survey.codebook.requirePosition(of: name)))
  }

  private func expect(
    _ weighting: Weighting, _ survey: Survey, _ golden: JSONValue?, _ tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let variance = try DesignVariance(weighting.design)
    let mean = variance.mean(id: "mean", of: try numbers(survey, "api00"))
    let total = variance.total(of: try numbers(survey, "enroll"))
    for (found, name, part) in [
      (mean.value, "mean", "est"), (mean.standardError, "mean", "se"), (total.value, "total_enroll", "est"),
      (total.standardError, "total_enroll", "se"),
    ] {
      let wanted = golden?[name]?[part]?.number
      expectClose(
        found, wanted, tolerance, "\(name) \(part): \(found ?? .nan), R \(wanted ?? .nan)",
        sourceLocation: sourceLocation)
    }
  }

  @Test(
    .golden("post-stratification", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `post-stratification agrees with R, in weights and in standard errors`() throws {
    let (survey, design, golden) = try schools()
    let weighting = try PostStratification.apply(to: design, margin: Self.type, of: survey)
    let weights = try #require(weighting.design.weights?.values)
    let types = try #require(survey.answers(at: try survey.codebook.requirePosition(of: "stype")))
    for (index, name) in ["E", "H", "M"].enumerated() {
      let one = try #require(types.firstIndex(of: Int32(index)))
      expectClose(weights[one], golden["post"]?["w_by_stype"]?[name]?.number, 1e-12)
    }
    try expect(weighting, survey, golden["post"], 1e-10)
  }

  @Test(
    .golden("raking", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `raking agrees with R at the same tolerance`() throws {
    let (survey, design, golden) = try schools()
    let weighting = try Raking.apply(to: design, margins: [Self.type, Self.wide], of: survey)
    let weights = try #require(weighting.design.weights?.values)
    let types = try #require(survey.answers(at: try survey.codebook.requirePosition(of: "stype")))
    let wide = try #require(survey.answers(at: try survey.codebook.requirePosition(of: "sch.wide")))
    for type in 0..<3 {
      for group in 0..<2 {
        let one = try #require(weights.indices.first { types[$0] == Int32(type) && wide[$0] == Int32(group) })
        expectClose(weights[one], golden["rake"]?["w_cells"]?[type]?[group]?.number, 1e-9)
      }
    }
    try expect(weighting, survey, golden["rake"], 1e-9)
    expectClose(weighting.report.designEffect, golden["rake"]?["deff_kish"]?.number, 1e-10)
  }

  @Test(
    .golden("calibration", by: "R 4.2.2, survey 4.1.1, on its Californian schools", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `linear calibration to answers and to a number agrees with R`() throws {
    let (survey, design, golden) = try schools()
    try expect(
      try Calibration.apply(to: design, margins: [Self.type], of: survey), survey, golden["cal_linear"], 1e-10)
    try expect(
      try Calibration.apply(to: design, margins: [Self.type], totals: [.init("api99", 3_914_069)], of: survey), survey,
      golden["cal_greg"], 1e-9)
  }

  @Test(.golden("calibration", by: "Python 3.11.7, numpy 2.4.6: influences by differentiating through the calibration"))
  func `variances of calibrated estimates are those of influences found by differentiating through the calibration`()
    throws
  {
    let sample = try ComplexSample()
    let design = try sample.design(stages: 1)
    let golden = try #require(sample.golden["calibrated"])
    let targets = try #require(golden["targets"]?.array).map { try #require($0.number) }
    let x = try sample.column("x")
    let strata = try sample.column("stratum")
    let survey = Fixtures.survey([
      Fixtures.number("one", x.map { _ in 1 }), Fixtures.number("x", x),
      Fixtures.number("second", strata.map { $0 == 1 ? 1 : 0 }),
    ])
    let weighting = try Calibration.apply(
      to: design, totals: zip(["one", "x", "second"], targets).map { .init($0, $1) }, of: survey)
    let wanted = try #require(golden["weights"]?.array).map { try #require($0.number) }
    let weights = try #require(weighting.design.weights?.values)
    for (weight, wanted) in zip(weights, wanted) { expectClose(weight, wanted, 1e-11) }
    let variance = try DesignVariance(weighting.design)
    func check(_ name: String, _ estimate: Estimate?) throws {
      let wanted = try #require(golden["estimates"]?[name])
      expectClose(estimate?.value, wanted["value"]?.number, 1e-11, "\(name)")
      expectClose(estimate?.standardError, wanted["firstStage"]?.number, 1e-10, "\(name)")
    }
    try check("mean", variance.mean(id: "mean", of: sample.y))
    try check("total", variance.total(of: sample.y))
    try check("ratio", variance.ratio(numerator: sample.y, denominator: sample.x))
    try check("share", variance.mean(id: "share", of: sample.s))
    let means = try DesignGroupTest.means(sample.y, group: sample.group, variance: variance, names: ["0", "1"])
    try check("meanDifference", means.estimate)
    try check("spearman", try DesignCorrelationTest.spearman(sample.x, sample.y, variance: variance).estimate)
  }

  // MARK: Identities

  /// A sample of 60 with two questions, an order of its own and uneven weights.
  private func sample(_ order: [Int] = Array(0..<60), clusters: Bool = false) throws -> (Survey, SurveyDesign) {
    let survey = Fixtures.survey([
      Fixtures.question("sex", order.map { $0 % 5 < 2 ? 1 : 2 }, Fixtures.labels(["man", "woman"])),
      Fixtures.question("age", order.map { $0 * 7 % 11 % 3 + 1 }, Fixtures.labels(["young", "middle", "old"])),
      Fixtures.number("y", order.map { Double($0 * $0 % 17) }),
    ])
    let design = SurveyDesign(
      count: 60, weights: try Weights(name: "w", values: order.map { 1 + Double($0 % 4) / 2 }),
      clusters: clusters
        ? DesignGroups(name: "c", codes: order.map { Int32($0 % 12) }, labels: (0..<12).map { "\($0)" }) : nil)
    return (survey, design)
  }

  private static let margins = [
    PopulationMargin(variables: ["sex"], cells: [.init(["1"], 0.49), .init(["woman"], 0.51)]),
    PopulationMargin(variables: ["age"], cells: [.init(["1"], 300), .init(["2"], 450), .init(["3"], 250)]),
  ]

  @Test(
    .property("raking", "calibration", keeps: "raking is calibration with an exponential distance"),
    arguments: [false, true])
  func `raking is calibration with an exponential distance, in weights and standard errors`(clusters: Bool) throws {
    let (survey, design) = try sample(clusters: clusters)
    let raked = try Raking.apply(to: design, margins: Self.margins, of: survey)
    let calibrated = try Calibration.apply(to: design, margins: Self.margins, of: survey, distance: .raking)
    let (one, other) = (try #require(raked.design.weights), try #require(calibrated.design.weights))
    for (a, b) in zip(one.values, other.values) { expectClose(a, b, 1e-10) }
    expectClose(raked.report.total, 1000, 1e-12)
    let y = try numbers(survey, "y")
    let first = try DesignVariance(raked.design).mean(id: "mean", of: y)
    let second = try DesignVariance(calibrated.design).mean(id: "mean", of: y)
    expectClose(first.standardError, second.standardError, 1e-9)
    // A table by design cell says the same as a pass over respondents.
    let position = try survey.codebook.requirePosition(of: "sex")
    var plan = AggregationPlan()
    plan.addTable("t", axes: [.variable(position)], byDesignCell: true)
    let table = try #require(
      try Aggregator.run(plan, over: survey, selection: y.map { $0 > 3 }, design: raked.design).tables["t"])
    let byPattern = try DesignVariance(raked.design).mean(id: "share", of: table.patterns) {
      $0.cells[0].answer == 1 ? 1 : 0
    }
    let sex = try #require(survey.answers(at: position))
    let byRespondent = try DesignVariance(raked.design).mean(
      id: "share", of: y.indices.map { y[$0] > 3 ? (sex[$0] == 1 ? 1 : 0) : .nan })
    expectClose(byPattern.value, byRespondent.value, 1e-13)
    expectClose(byPattern.standardError, byRespondent.standardError, 1e-11)
  }

  @Test(.property("raking", keeps: "a share that the margins fix has no sampling error"))
  func `a share that the margins fix has no sampling error`() throws {
    let (survey, design) = try sample()
    let raked = try Raking.apply(to: design, margins: Self.margins, of: survey)
    let sex = try #require(survey.answers(at: 0))
    let share = try DesignVariance(raked.design).mean(id: "share", of: sex.map { $0 == 0 ? 1 : 0 })
    expectClose(share.value, 0.49, 1e-11)
    #expect((share.standardError ?? 1) < 1e-12)
    let summary = try SurveySummary.make(survey: survey, design: raked.design)
    let man = try #require(summary.variables.first?.categories.first)
    #expect(man.standardError == 0)
    #expect(
      man.whyNoInterval == "the share does not vary between sampling units: strata or margins may fix it")
    #expect(raked.design.words.contains("raked to sex, age, which the variances account for"))
  }

  @Test(.property("raking", "post-stratification", keeps: "one margin: post-stratification"))
  func `raking to one margin is post-stratification, and crossed margins are one`() throws {
    let (survey, design) = try sample()
    let one = try Raking.apply(to: design, margins: [Self.margins[1]], of: survey)
    let other = try PostStratification.apply(to: design, margin: Self.margins[1], of: survey)
    for (a, b) in zip(try #require(one.design.weights).values, try #require(other.design.weights).values) {
      expectClose(a, b, 1e-13)
    }
    var crossed = PopulationMargin(variables: ["sex", "age"], cells: [])
    for (sex, extra) in [("1", 5.0), ("2", 0.0)] {
      for (age, number) in [("1", 100.0), ("2", 140.0), ("3", 90.0)] {
        crossed.cells.append(.init([sex, age], number + extra))
      }
    }
    let cells = try PostStratification.apply(to: design, margin: crossed, of: survey)
    expectClose(cells.report.total, 675, 1e-12)
  }

  @Test(.property("raking", keeps: "rows permuted")) func `the order of rows changes nothing`() throws {
    let order = (0..<60).map { $0 * 23 % 60 }
    let (survey, design) = try sample()
    let (turned, turnedDesign) = try sample(order)
    let one = try Raking.apply(to: design, margins: Self.margins, of: survey)
    let other = try Raking.apply(to: turnedDesign, margins: Self.margins, of: turned)
    let (a, b) = (try #require(one.design.weights).values, try #require(other.design.weights).values)
    for (place, index) in order.enumerated() { expectClose(b[place], a[index], 1e-12) }
  }

  @Test func `bounds hold, and bounds that leave no solution name the margin`() throws {
    let (survey, design) = try sample()
    for distance in [Calibration.Distance.boundedLinear(lower: 0.5, upper: 20), .logit(lower: 0.5, upper: 20)] {
      let weighting = try Calibration.apply(to: design, margins: Self.margins, of: survey, distance: distance)
      #expect(weighting.report.change.smallest >= 0.5 && weighting.report.change.largest <= 20)
      expectClose(weighting.report.total, 1000, 1e-9)
    }
    let narrow = Fixtures.mistake {
      _ = try Calibration.apply(
        to: design, margins: Self.margins, of: survey, distance: .logit(lower: 0.9, upper: 1.1))
    }
    #expect(narrow?.code == .convergence)
    #expect(narrow?.place.column?.contains(" of ") == true)
    #expect(narrow?.found.hasPrefix("weights that sum to ") == true)
    #expect(
      Fixtures.mistake {
        _ = try Calibration.apply(
          to: design, margins: Self.margins, of: survey, distance: .logit(lower: 1.2, upper: 3))
      }?.description
        == "bounds: 1.2 and 3; expected a lower bound from 0 up to 1 and an upper bound above 1\n"
        + "  mend: write 0.3 and 3 to let weights change to between a third and three times")
  }

  @Test(.property("trimmed weights", keeps: "the sum of weights is kept"))
  func `trimmed weights keep their sum, and raking can hold margins and a limit at once`() throws {
    var weights = [Double](repeating: 1, count: 60)
    for index in weights.indices { weights[index] += Double(index % 3) / 2 }
    (weights[0], weights[1]) = (40, 9)
    let (survey, _) = try sample()
    let design = SurveyDesign(count: 60, weights: try Weights(name: "w", values: weights))
    let trimmed = try WeightTrimming.apply(to: design, largest: 5)
    expectClose(trimmed.report.total, weights.reduce(0, +), 1e-13)
    #expect(trimmed.report.largest <= 7.5 * (1 + 1e-12))
    #expect(trimmed.report.trimmed == 2)
    #expect(
      trimmed.report.designEffect
        < WeightingReport(
          method: "", before: weights, after: weights, members: weights.map { _ in true }
        ).designEffect)
    let raked = try Raking.apply(to: design, margins: Self.margins, of: survey, largest: 5)
    let made = try #require(raked.design.weights).values
    let median = QuantileRule.hyndmanFan7.quantile(0.5, ofSorted: made.sorted())
    let largest = try #require(made.max())
    #expect(largest <= 5.000_01 * median)
    #expect(raked.report.trimmed >= 1)
    let sex = try #require(survey.answers(at: 0))
    var men = 0.0
    for (weight, answer) in zip(made, sex) where answer == 0 { men += weight }
    expectClose(men, 490, 1e-8)
    #expect(
      Fixtures.mistake { _ = try WeightTrimming.apply(to: design, largest: 1) }?.description
        == "--trim: a limit of 1 times the median; expected more than 1\n  mend: write 5 for five times the median weight"
    )
    #expect(
      Fixtures.mistake { _ = try WeightTrimming.apply(to: SurveyDesign(count: 3), largest: 3) }?.found
        == "no sampling weights, or replicates beside them")
  }

  // MARK: What cannot be weighted

  @Test func `a margin that does not fit the sample is refused by name`() throws {
    let (survey, design) = try sample()
    func message(_ margins: [PopulationMargin], survey: Survey = survey) -> String? {
      Fixtures.mistake { _ = try Raking.apply(to: design, margins: margins, of: survey) }?.description
    }
    #expect(
      message([.init(variables: ["sx"], cells: [.init(["1"], 1)])])
        == "margin sx: no variable 'sx'; expected a variable of the survey\n  mend: did you mean 'sex'?")
    #expect(
      message([.init(variables: ["sex"], cells: [.init(["women"], 1)])])
        == "margin sex: 'women'; expected an answer of 'sex'\n  mend: did you mean 'woman'?")
    #expect(
      message([.init(variables: ["sex"], cells: [.init(["1"], 1)])])
        == "margin sex: 36 respondents with answers that the margin does not name (such as 'woman'); expected a number for "
        + "every answer that occurs\n  mend: add the answer to the margin, or join it with another by a recode")
    #expect(
      message([.init(variables: ["sex"], cells: [.init(["1"], 0.3), .init(["2"], 0.6)])])
        == "margin sex: shares with a sum of 0.9; expected shares with a sum of 1\n  mend: mend the margin")
    #expect(
      message([.init(variables: ["sex"], cells: [.init(["1"], 0.3), .init(["2"], 0.6), .init(["man"], 0.1)])])
        == "margin sex: 'man' twice; expected each answer once\n  mend: join the two numbers")
    #expect(
      message([
        Self.margins[1], .init(variables: ["sex"], cells: [.init(["1"], 500), .init(["2"], 600)]),
      ])
        == "margin sex: a population of 1100; expected 1000, as margin age has\n"
        + "  mend: take all margins of one population, or give shares")
    #expect(
      message([.init(variables: ["y"], cells: [.init(["1"], 1)])])
        == "margin y: 'y', which is numeric; expected a variable with set answers\n"
        + "  mend: cut a number into classes first")
    let gaps = Fixtures.survey([
      Fixtures.question("sex", (0..<60).map { $0 == 5 ? -1 : 1 }, Fixtures.labels(["man", "woman"]))
    ])
    #expect(
      message([.init(variables: ["sex"], cells: [.init(["1"], 0.5), .init(["2"], 0.5)])], survey: gaps)
        == "margin sex: 1 respondent without an answer; expected an answer from everybody\n"
        + "  mend: give them an answer by a recode, or take them out with --where")
    let men = Fixtures.survey([
      Fixtures.question("sex", (0..<60).map { _ in 1 }, Fixtures.labels(["man", "woman"]))
    ])
    #expect(
      message([.init(variables: ["sex"], cells: [.init(["1"], 0.5), .init(["2"], 0.5)])], survey: men)
        == "margin sex: nobody with '2'; expected a respondent with weight for every answer that the population has\n"
        + "  mend: join the answer with a neighbour")
  }

  @Test func `margins that cannot hold at once are named after the attempt`() throws {
    let survey = Fixtures.survey([
      Fixtures.question("a", [1, 1, 2, 2], Fixtures.labels(["x", "y"])),
      Fixtures.question("b", [1, 1, 2, 2], Fixtures.labels(["x", "y"])),
    ])
    let error = Fixtures.mistake {
      _ = try Raking.apply(
        to: SurveyDesign(count: 4),
        margins: [
          .init(variables: ["a"], cells: [.init(["1"], 0.5), .init(["2"], 0.5)]),
          .init(variables: ["b"], cells: [.init(["1"], 0.25), .init(["2"], 0.75)]),
        ], of: survey)
    }
    #expect(
      error?.description
        == "margin a: weights of '1' that sum to 1; expected 2\n  mend: check that the margins can all hold at once and "
        + "have the same total, join small answers, or widen the bounds")
  }

  @Test func `weights that calibration does not fit are refused`() throws {
    let (survey, design) = try sample()
    let raked = try Raking.apply(to: design, margins: Self.margins, of: survey)
    #expect(
      Fixtures.mistake { _ = try Raking.apply(to: raked.design, margins: Self.margins, of: survey) }?.description
        == "--weights: weights that are already raked to sex, age; expected weights before their calibration\n"
        + "  mend: give all margins to one raking or calibration")
    let frequency = SurveyDesign(
      count: 60, weights: try Weights(kind: .frequency, name: "f", values: [Double](repeating: 2, count: 60)))
    #expect(
      Fixtures.mistake { _ = try Raking.apply(to: frequency, margins: Self.margins, of: survey) }?.found
        == "frequency weights")
  }

  @Test func `margins are read from words`() throws {
    let margins = try PopulationMargin.list(parsing: "sex: 1=0.48, 2 = 0.52; sex*age: 1*old=5,2*young=7")
    #expect(
      margins == [
        PopulationMargin(variables: ["sex"], cells: [.init(["1"], 0.48), .init(["2"], 0.52)]),
        PopulationMargin(variables: ["sex", "age"], cells: [.init(["1", "old"], 5), .init(["2", "young"], 7)]),
      ])
    func message(_ text: String) -> String? {
      Fixtures.mistake { _ = try PopulationMargin.list(parsing: text) }?.description
    }
    #expect(
      message("sex 1=0.5")
        == "margins: 'sex 1=0.5'; expected a variable, a colon, and its answers\n"
        + "  mend: write 'sex: 1=0.48, 2=0.52; age: 1=0.3, 2=0.7'")
    #expect(message("sex: 1=a")?.hasPrefix("margins: '1=a'; expected an answer, '=', and a number") == true)
    #expect(message("a*b: 1=3")?.hasPrefix("margins: '1=3'; expected 2 answers, joined by '*'") == true)
    #expect(message("")?.hasPrefix("margins: ''; expected a margin") == true)
  }
}
