import SurveyStatistics
import TestSupport
import Testing
import TextFormats

extension TestResult {
  /// A detail by its name.
  func detail(_ name: String) throws -> Double {
    try #require(details.first { $0.name == name }?.value, "no detail \(name)")
  }

  /// An effect size by its id.
  func effect(_ id: String) throws -> EffectSize {
    try #require(effects.first { $0.id == id }, "no effect \(id)")
  }
}

@Suite struct BinomialTestTests {
  @Test(
    .published("binomial", in: "Conover (1971), pages 97–98, as in R's ?binom.test"),
    .golden("binomial", by: "R 4.2.2: binom.test")) func `Mendel's peas are Conover's worked example`() throws
  {
    // Conover (1971), pages 97–98: 682 of 925 plants against 3/4; R: binom.test(682, 925, p = .75), p = .3825
    let result = try BinomialTest.test(successes: 682, trials: 925, probability: 0.75)
    #expect(result.id == "binomial")
    expectPrinted(try result.detail("pMinimumLikelihood"), "0.3825")
    expectClose(try result.detail("pMinimumLikelihood"), 0.3824915595748063, 1e-10)
    expectPrinted(try #require(result.estimate?.interval?.lower), "0.7076683")
    expectPrinted(try #require(result.estimate?.interval?.upper), "0.7654066")
    #expect(result.estimate?.interval?.method == "clopper-pearson")
    #expect(result.conventions.first?.contains("central") == true)
  }

  @Test(
    .property("binomial", keeps: "p < .05 exactly where the interval leaves the share out"),
    arguments: [0.2, 0.41, 0.5, 0.77])
  func `p is under .05 exactly where the interval leaves the share out`(probability: Double) throws {
    for n in [7, 30, 61] {
      for x in 0...n {
        let result = try BinomialTest.test(successes: x, trials: n, probability: probability)
        let interval = try #require(result.estimate?.interval)
        let outside = probability < interval.lower || probability > interval.upper
        #expect((try #require(result.p) < 0.05) == outside, "\(x) of \(n) against \(probability)")
      }
    }
  }

  @Test(.property("binomial", keeps: "outcomes that are no likelier, added up"))
  func `the rule of no likelier outcomes agrees with adding them up`() {
    for probability in [0.13, 0.5, 0.62] {
      for n in [1, 8, 25] {
        let masses = (0...n).map { Binomial(n, probability).mass($0) }
        for x in 0...n {
          let sum = masses.filter { $0 <= masses[x] * (1 + 1e-7) }.reduce(0, +)
          let p = BinomialTest.pValues(successes: x, trials: n, probability: probability)
          expectClose(p.minimumLikelihood, min(1, sum), 1e-12, "\(x) of \(n), \(probability)")
          expectClose(p.less + p.greater - masses[x], 1, 1e-13)
        }
      }
    }
  }

  @Test(.property("binomial", keeps: "one-sided p-values and their shared mass add to one"))
  func `one-sided alternatives take their tail and keep the two-sided interval`() throws {
    let two = try BinomialTest.test(successes: 37, trials: 60)
    let greater = try BinomialTest.test(successes: 37, trials: 60, alternative: .greater)
    let less = try BinomialTest.test(successes: 37, trials: 60, alternative: .less)
    expectClose(try #require(greater.p), 0.04623049053646186533350626, 1e-13)
    expectClose(try #require(two.p), 2 * 0.04623049053646186533350626, 1e-13)
    expectClose(try #require(less.p), 1 - 0.04623049053646186533350626 + Binomial(60, 0.5).mass(37), 1e-13)
    #expect(greater.estimate?.interval == two.estimate?.interval)
  }

  @Test(
    .published("binomial", in: "Cohen (1988), table 6.2.2: h"), .property("binomial", keeps: "the difference of shares")
  ) func `Cohen's h is a difference of angles with the interval carried over`() throws {
    // Cohen (1988), table 6.2.2: the angle of .50 is 1.571, of .70 is 1.982
    let result = try BinomialTest.test(successes: 70, trials: 100)
    let h = try result.effect("cohens-h")
    expectPrinted(h.value, "0.412")
    #expect(try #require(h.interval).lower < h.value && h.value < (try #require(h.interval)).upper)
    expectClose(try result.effect("difference").value, 0.2, 1e-14, as: .property)
  }
}

@Suite struct ProportionTestTests {
  @Test(.property("proportions", keeps: "z² is the chi-squared statistic of the table; ratios by hand"))
  func `the smokers of four hospitals are Fleiss's worked example, two at a time`() throws {
    // Fleiss (1981), page 139: the first hospital, 83 of 86, and the last, 70 of 82.
    let result = try ProportionTest.twoSamples((83, 86), (70, 82), names: ("A", "B"))
    let table = try ContingencyTable(counts: [[83, 3], [70, 12]])
    let square = try ChiSquareTest.independence(table)
    expectClose(result.statistic * result.statistic, square.statistic, 1e-13)
    expectClose(try #require(result.p), try #require(square.p), 1e-12)
    #expect(result.groups.map(\.name) == ["A", "B"])
    #expect(result.groups.map(\.count) == [86, 82])
    expectClose(try result.effect("odds-ratio").value, 83.0 * 12 / (3 * 70), 1e-14)
    expectClose(try result.effect("risk-ratio").value, (83.0 / 86) / (70.0 / 82), 1e-14)
  }

  @Test(
    .property("proportion", keeps: "p < .05 exactly where Wilson's interval leaves the share out"),
    arguments: [0.3, 0.5, 0.66])
  func `the score test agrees with Wilson's interval`(probability: Double) throws {
    for x in 0...45 {
      let result = try ProportionTest.oneSample(successes: x, trials: 45, probability: probability)
      let interval = try #require(result.estimate?.interval)
      let outside = probability < interval.lower || probability > interval.upper
      #expect((try #require(result.p) < 0.05) == outside, "\(x)")
    }
  }

  @Test(.golden("proportion", "binomial", by: "R 4.2.2, on the synthetic answers"))
  func `the score statistic is the golden one`() throws {
    let golden = try Golden.json("paradox.json")
    for (cut, joint) in [("cut3", 390), ("cut4", 233), ("cut5", 38)] {
      let result = try ProportionTest.oneSample(successes: joint, trials: 565)
      expectClose(result.statistic, try golden.number(cut, "score_z"), 1e-12, of: "proportion")
      let exact = BinomialTest.pValues(successes: joint, trials: 565, probability: 0.5)
      expectClose(exact.greater, try golden.number(cut, "p_exact_greater"), 1e-12, of: "binomial")
      expectClose(exact.less, try golden.number(cut, "p_exact_less"), 1e-12, of: "binomial")
    }
  }

  @Test func `few expected counts are said to be few`() throws {
    let result = try ProportionTest.oneSample(successes: 1, trials: 6)
    #expect(result.assumptions.first?.state == .violated(why: "the smallest is 3.0; use an exact test"))
    let large = try ProportionTest.oneSample(successes: 10, trials: 60)
    #expect(large.assumptions.first?.state == .met)
  }

  @Test func `groups that all say the same are refused`() {
    let error = #expect(throws: StatisticsError.self) { try ProportionTest.twoSamples((4, 4), (6, 6)) }
    #expect(error?.code == .constant)
    #expect(error?.found == "every respondent with the answer")
  }
}
