import SurveyModel
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct CronbachAlphaTests {
  /// Five respondents, three items: variances 2.5, 2.5, 0.7; covariances 2, 1.25, 1.25.
  let items: [[Double]] = [[1, 2, 3, 4, 5], [2, 1, 4, 3, 5], [2, 2, 3, 3, 4]]
  let names = ["a", "b", "c"]

  @Test(.property("cronbach-alpha", keeps: "a small scale by hand")) func `a small scale worked by hand`() throws {
    let result = try CronbachAlpha.run(items, names: names)
    expectClose(result.statistic, 1.5 * (1 - 5.7 / 14.7))
    expectClose(result.detailValue("alphaIfDropped.c"), 2 * (1 - 5 / 9.0))
    expectClose(result.detailValue("itemRest.a"), 3.25 / (2.5 * 5.7).squareRoot())
    #expect(result.id == "cronbach-alpha" && result.p == nil)
    #expect(result.detailValue("mean.a") == 3)
  }

  @Test(.property("cronbach-alpha", keeps: "two items: Spearman–Brown"))
  func `standardised alpha of two items is the Spearman–Brown coefficient`() throws {
    let alpha = try CronbachAlpha(ItemCovariances.listwise([items[0], items[1]], names: ["a", "b"]))
    expectClose(alpha.standardized, 2 * 0.8 / 1.8)
    #expect(alpha.items[0].alphaIfDropped == nil)
  }

  @Test(.property("cronbach-alpha", keeps: "respondents doubled"))
  func `doubled respondents leave alpha and narrow its interval`() throws {
    let once = try CronbachAlpha.run(items, names: names)
    let twice = try CronbachAlpha.run(items.map { $0 + $0 + $0 }, names: names)
    expectClose(twice.statistic, once.statistic)
    let (few, many) = (try #require(once.estimate?.interval), try #require(twice.estimate?.interval))
    #expect(many.upper - many.lower < few.upper - few.lower)
    #expect(few.method == "feldt" && few.lower < once.statistic && once.statistic < few.upper)
  }

  @Test(.property("cronbach-alpha", keeps: "an item reversed and turned back"))
  func `a reversed item is turned, and named when it is not`() throws {
    var turned = items
    turned[2] = items[2].map { 6 - $0 }
    let mended = try CronbachAlpha.run(turned, names: names, reversed: [2])
    expectClose(mended.statistic, try CronbachAlpha.run(items, names: names).statistic)
    #expect(mended.conventions.contains("reversed: c"))
    let left = try CronbachAlpha.run(turned, names: names)
    #expect(left.warnings.contains { $0.hasPrefix("against the scale:") && $0.contains("c") })
  }

  @Test func `incomplete respondents are left out and counted`() throws {
    var holed = items.map { $0 + [3] }
    holed[1][5] = .nan
    let result = try CronbachAlpha.run(holed, names: names)
    expectClose(result.statistic, try CronbachAlpha.run(items, names: names).statistic)
    #expect(result.missing.first?.count == 1)
    #expect(result.base.count == 5)
  }

  @Test(
    .golden("cronbach-alpha", by: "R 4.2.2, psych 2.2.9: alpha, on its items of agreeableness", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `agreeableness agrees with psych in every item statistic`() throws {
    let expected = try #require(try ScaleExamples.classic()["bfi_agree"])
    let names = ["A1", "A2", "A3", "A4", "A5"]
    let items = try ScaleExamples.agreeableness()
    let alpha = try CronbachAlpha(try ItemCovariances.pairwise(items, names: names, reversed: [0]))
    #expect(alpha.count == 2800)
    expectClose(alpha.raw, try #require(expected["raw_alpha_pairwise"]?.number))
    expectClose(alpha.standardized, try #require(expected["std_alpha"]?.number))
    expectClose(alpha.lambda6, try #require(expected["G6"]?.number))
    expectClose(alpha.meanCorrelation, try #require(expected["avg_r"]?.number))
    expectClose(alpha.interval.lower, try #require(expected["feldt"]?["lo"]?.number), 1e-10)
    expectClose(alpha.interval.upper, try #require(expected["feldt"]?["hi"]?.number), 1e-10)
    for (position, item) in alpha.items.enumerated() {
      expectClose(item.alphaIfDropped, try #require(expected["drop_raw_alpha"]?[position]?.number))
      expectClose(item.correctedCorrelation, try #require(expected["r_cor"]?[position]?.number))
    }
    let complete = try CronbachAlpha(try ItemCovariances.listwise(items, names: names, reversed: [0]))
    #expect(complete.count == 2709)
    expectClose(complete.raw, try #require(expected["alpha_listwise"]?.number))
  }

  @Test func `bad questions are refused with what to do`() {
    let one = refusal { () throws(StatisticsError) in _ = try CronbachAlpha.run([[1, 2, 3]], names: ["a"]) }
    #expect(one?.code == .groups)
    let constant = refusal { () throws(StatisticsError) in
      _ = try CronbachAlpha.run([[1, 2, 3], [4, 4, 4]], names: ["a", "b"])
    }
    #expect(constant?.code == .constant)
    #expect(constant?.place.column == "b")
    let few = refusal { () throws(StatisticsError) in
      _ = try CronbachAlpha.run([[1, 2], [2, 3]], names: ["a", "b"])
    }
    #expect(few?.found == "2 respondents complete on the items")
    let none = refusal { () throws(StatisticsError) in _ = try CronbachAlpha.run([[], []], names: ["a", "b"]) }
    #expect(none?.found == "0 respondents complete on the items")
    let against = refusal { () throws(StatisticsError) in
      _ = try CronbachAlpha.run([[1, 2, 3], [3, 2, 1]], names: ["a", "b"])
    }
    #expect(against?.found == "a sum of items that does not vary")
    let ragged = refusal { () throws(StatisticsError) in
      _ = try CronbachAlpha.run([[1, 2, 3], [3, 2]], names: ["a", "b"])
    }
    #expect(ragged?.code == .argument)
  }
}

@Suite struct ScaleReliabilityTests {
  @Test(.property("omega", keeps: "the share of the sum that the factor makes"))
  func `omega is the share of the sum that the factor makes`() throws {
    let exact = ScaleExamples.exact(
      loadings: [0.9, 0.6, 0.7, 0.8], errors: [0.5, 0.6, 0.4, 0.7], assignment: [0, 0, 0, 0], correlation: 1,
      count: 500)
    let reliability = try ScaleReliability(exact)
    expectClose(reliability.omega, 9 / (9 + 2.2), 1e-9)
    #expect(reliability.omega >= reliability.alpha.raw)
    let interval = try #require(reliability.interval)
    #expect(interval.lower < reliability.omega && reliability.omega < interval.upper)
  }

  @Test(.property("omega", keeps: "equal loadings: alpha")) func `equal loadings make omega alpha`() throws {
    let exact = ScaleExamples.exact(
      loadings: [0.7, 0.7, 0.7], errors: [0.5, 0.5, 0.5], assignment: [0, 0, 0], correlation: 1, count: 300)
    let reliability = try ScaleReliability(exact)
    expectClose(reliability.omega, reliability.alpha.raw, 1e-9)
  }

  @Test func `the standard error is the spread of omega over samples`() throws {
    var values: [Double] = []
    var errors: [Double] = []
    for sample in 0..<60 {
      var random = CounterGenerator(seed: 77, stream: UInt64(sample))
      var items = [[Double]](repeating: [], count: 4)
      for _ in 0..<250 {
        let factor = random.standardNormal()
        for item in 0..<4 { items[item].append([0.9, 0.6, 0.7, 0.8][item] * factor + 0.75 * random.standardNormal()) }
      }
      let reliability = try ScaleReliability(
        try ItemCovariances.listwise(items, names: ["a", "b", "c", "d"]))
      values.append(reliability.omega)
      errors.append(reliability.standardError)
    }
    let mean = values.reduce(0, +) / 60
    let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59).squareRoot()
    #expect(abs(errors.reduce(0, +) / 60 / spread - 1) < 0.35)
    #expect(abs(mean - 9 / (9 + 4 * 0.5625)) < 0.01)
  }

  @Test(
    .golden("omega", by: "R 4.2.2, lavaan 0.6.14, on psych's items of agreeableness", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)))
  func `agreeableness agrees with lavaan`() throws {
    let expected = try #require(try ScaleExamples.classic()["bfi_agree"]?["cfa"])
    let result = try ScaleReliability.run(
      try ScaleExamples.agreeableness(), names: ["A1", "A2", "A3", "A4", "A5"], reversed: [0])
    expectClose(result.statistic, try #require(expected["omega"]?.number), 1e-6)
    for (position, coefficient) in result.coefficients.enumerated() {
      // Where the gradient vanishes to 1e-16 the loadings differ from lavaan's by up to 1.4e-6: its optimiser stops first.
      expectClose(coefficient.estimate, try #require(expected["loadings"]?[position]?.number), 2e-6)
    }
    let fit = try #require(expected["fit"])
    expectClose(result.detailValue("chiSquared"), try #require(fit["chisq"]?.number), 1e-6)
    expectClose(result.detailValue("cfi"), try #require(fit["cfi"]?.number), 1e-6)
    expectClose(result.detailValue("tli"), try #require(fit["tli"]?.number), 1e-6)
    expectClose(result.detailValue("rmsea"), try #require(fit["rmsea"]?.number), 1e-6)
    expectClose(result.detailValue("srmr"), try #require(fit["srmr"]?.number), 1e-6)
    expectClose(result.detailValue("logLikelihood"), try #require(fit["logl"]?.number), 1e-9)
    #expect(result.missing.first?.count == 91)
  }

  @Test func `two items are not enough for a factor of their own`() {
    let error = refusal { () throws(StatisticsError) in
      _ = try ScaleReliability.run([[1, 2, 3, 4], [2, 1, 4, 3]], names: ["a", "b"])
    }
    #expect(error?.code == .groups)
    #expect(error?.found == "2 items for factor 1")
  }
}
