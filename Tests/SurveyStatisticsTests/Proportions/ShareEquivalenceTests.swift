import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct ShareEquivalenceTests {
  @Test(.property("tost-proportion", keeps: "p < .05 exactly where the 90 % interval lies within the margin"))
  func `p is under .05 exactly where the 90 % interval lies within the margin`() throws {
    for x in 60...140 {
      let result = try ShareEquivalenceTest.oneSample(successes: x, trials: 200, margin: 0.1)
      let narrow = try #require(result.estimate?.narrowInterval)
      #expect(abs(narrow.level - 0.9) < 1e-15)
      let within = narrow.lower > 0.4 && narrow.upper < 0.6
      #expect((try #require(result.p) < 0.05) == within, "\(x)")
    }
  }

  @Test(.property("tost-proportion", keeps: "two groups: Newcombe's interval; groups exchanged"))
  func `two groups agree with Newcombe's interval, and exchanging them changes nothing`() throws {
    for x in stride(from: 40, through: 80, by: 2) {
      let result = try ShareEquivalenceTest.twoSamples((x, 120), (60, 118), margin: 0.15)
      let narrow = try #require(result.estimate?.narrowInterval)
      let within = narrow.lower > -0.15 && narrow.upper < 0.15
      #expect((try #require(result.p) < 0.05) == within, "\(x)")
      let back = try ShareEquivalenceTest.twoSamples((60, 118), (x, 120), margin: 0.15)
      expectClose(try #require(back.p), try #require(result.p), 1e-9)
    }
    let far = try ShareEquivalenceTest.twoSamples((100, 120), (10, 118), margin: 0.15)
    #expect(far.p == 0.5)
  }

  @Test(.property("tost-proportion", keeps: "binomial tails at both bounds; Cohen's h"))
  func `bounds may differ on both sides, and standardised ones are Cohen's h`() throws {
    let raw = try ShareEquivalenceTest.oneSample(
      successes: 97, trials: 200, bounds: try EquivalenceBounds(lower: -0.05, upper: 0.15))
    expectClose(try raw.detail("pAboveLower"), Binomial(200, 0.45).atLeast(97), 1e-13)
    expectClose(try raw.detail("pBelowUpper"), Binomial(200, 0.65).lowerTail(97), 1e-12)
    #expect(raw.conventions.first == "raw bounds, in shares")
    // From .5 an h of ±.2 leads to ½ (1 ± sin .2).
    let h = try ShareEquivalenceTest.oneSample(
      successes: 97, trials: 200, bounds: try EquivalenceBounds(margin: 0.2, scale: .standardized))
    expectClose(try h.detail("lowerBound"), 0.5 * (1 - 0.19866933079506122), 1e-13)
    expectClose(try h.detail("upperBound"), 0.5 * (1 + 0.19866933079506122), 1e-13)
    let two = try ShareEquivalenceTest.twoSamples(
      (61, 120), (60, 118), bounds: try EquivalenceBounds(margin: 0.3, scale: .standardized))
    let found = try two.effect("cohens-h").value
    let error = (1 / 120.0 + 1 / 118).squareRoot()
    expectClose(try two.detail("pAboveLower"), Normal.standard.upperTail((found + 0.3) / error), 1e-12)
    expectClose(try two.detail("pBelowUpper"), Normal.standard.lowerTail((found - 0.3) / error), 1e-12)
    let outside = #expect(throws: StatisticsError.self) {
      try ShareEquivalenceTest.oneSample(
        successes: 3, trials: 9, probability: 0.02, bounds: try EquivalenceBounds(margin: 0.5, scale: .standardized))
    }
    #expect(outside?.expected == "bounds that stay within (0, 1) around 0.02")
  }

  @Test func `margins that make no sense are refused`() {
    let wide = #expect(throws: StatisticsError.self) {
      try ShareEquivalenceTest.oneSample(successes: 3, trials: 9, margin: 0.5)
    }
    #expect(wide?.code == .argument)
    #expect(wide?.expected == "a margin above 0 that stays within (0, 1) around 0.5")
    #expect(throws: StatisticsError.self) { try ShareEquivalenceTest.twoSamples((1, 2), (1, 2), margin: 0) }
    #expect(throws: StatisticsError.self) {
      try ShareEquivalenceTest.twoSamples((1, 2), (1, 2), margin: 0.1, level: 0.4)
    }
  }

  @Test(
    .golden(
      "shares of complex samples", by: "R 4.2.2, survey 4.1.1, on its Californian schools: svyciprop", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: ["apistrat", "apiclus1", "apistrat_wr", "apiclus1_wr"])
  func `weighted intervals are those of R's survey package`(design: String) throws {
    let path = try #require(SharedFiles.golden) + "/survey.json"
    let golden = try JSONValue(parsing: FileSystem.contents(of: path))
    let block = try #require(golden[design])
    let (n, df) = (try block.number("n"), try block.number("degf"))
    let share = try block.number("ciprop", "mean", "est")
    // The plain interval is the share with t standard errors on both sides, which gives the error away.
    let width = try block.number("ciprop", "mean", "hi") - (try block.number("ciprop", "mean", "lo"))
    let error = width / 2 / StudentT(df).criticalValue(level: 0.95)
    for (method, name) in [(ProportionMethod.logit, "xlogit"), (.kornGraubard, "beta")] {
      let interval = try ProportionInterval.interval(
        method, share: share, standardError: error, degreesOfFreedom: df, base: Base(count: Int(n)))
      expectClose(interval.lower, try block.number("ciprop", name, "lo"), 1e-10, "\(design) \(name)")
      expectClose(interval.upper, try block.number("ciprop", name, "hi"), 1e-10, "\(design) \(name)")
    }
  }
}
