import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct JointShareTests {
  let golden: JSONValue
  let people: SyntheticRespondents

  init() throws {
    golden = try Golden.json("paradox.json")
    people = try SyntheticRespondents()
  }

  func result(cut: Int, weighted: Bool = false) throws -> JointShareResult {
    try JointShare.estimate(
      first: people.holds(people.anti, from: cut), second: people.holds(people.necessary, from: cut),
      weights: weighted ? people.weights : nil, names: ("anti-social", "necessary"))
  }

  @Test(.golden("paradox", by: "R 4.2.2, psych 2.2.9, on the synthetic answers"), arguments: [3, 4, 5])
  func `the golden joint shares come out with all that stands beside them`(cut: Int) throws {
    let found = try result(cut: cut)
    let block = try #require(golden["cut\(cut)"])
    #expect(found.joint.base.count == 565)
    #expect(people.weights.count == 600)
    expectClose(found.joint.value, try block.number("joint"), 1e-14)
    for (interval, name) in [
      (found.joint.interval, "clopper95"), (found.wilson, "wilson95"),
      (try ProportionInterval.interval(.jeffreys, successes: found.patterns.cells[0].count, trials: 565), "jeffreys95"),
      (
        try ProportionInterval.interval(
          .wilson, successes: found.patterns.cells[0].count, trials: 565, level: 0.9), "wilson90"
      ),
    ] {
      expectClose(try #require(interval).lower, try block.number(name, "0"), 1e-9, name)
      expectClose(try #require(interval).upper, try block.number(name, "1"), 1e-9, name)
    }
    expectClose(found.pGreater, try block.number("p_exact_greater"), 1e-12)
    expectClose(found.pLess, try block.number("p_exact_less"), 1e-12)
    expectClose(found.first.value, try block.number("pA"), 1e-14)
    expectClose(found.second.value, try block.number("pN"), 1e-14)
    let association = found.association
    expectClose(association.independence, try block.number("indep"), 1e-13)
    expectClose(association.excess.value, try block.number("excess"), 1e-9)
    expectClose(association.lift, try block.number("lift"), 1e-13)
    expectClose(association.frechetLower, try block.number("frechet", "0"), 1e-13)
    expectClose(association.frechetUpper, try block.number("frechet", "1"), 1e-13)
    expectNear(association.phi.value, try block.number("phi"), 1e-13)
    expectClose(association.phiMaximum, try block.number("phi_max"), 1e-12)
    expectClose(association.yulesQ.value, try block.number("yuleQ"), 1e-12)
    expectClose(association.oddsRatio.value, try block.number("or"), 1e-13)
    expectClose(try #require(association.oddsRatio.interval).lower, try block.number("or_ci", "0"), 1e-12)
    expectClose(try #require(association.oddsRatio.interval).upper, try block.number("or_ci", "1"), 1e-12)
    expectClose(association.statistic, try block.number("chisq_nocc"), 1e-9)
    expectNear(try #require(association.tetrachoric).value, try block.number("tetrachoric"), 2e-5)
  }

  @Test(.golden("paradox", by: "R 4.2.2, survey 4.1.1, on the synthetic answers"))
  func `the weighted joint share is that of R's survey package`() throws {
    let found = try result(cut: 4, weighted: true)
    let block = try #require(golden["weighted_cut4"])
    expectClose(found.joint.value, try block.number("est"), 1e-12)
    expectClose(try #require(found.joint.standardError), try block.number("se"), 1e-11)
    expectClose(found.joint.base.effective, try block.number("neff_kish"), 1e-11)
    expectClose(565 / found.joint.base.effective, try block.number("deff_kish"), 1e-11)
    let interval = try #require(found.joint.interval)
    #expect(interval.method == "logit")
    expectClose(interval.lower, try block.number("ci", "logit", "0"), 1e-10)
    expectClose(interval.upper, try block.number("ci", "logit", "1"), 1e-10)
    let exact = try ProportionInterval.interval(
      .kornGraubard, share: found.joint.value, standardError: try #require(found.joint.standardError),
      degreesOfFreedom: 564, base: found.joint.base)
    expectClose(exact.lower, try block.number("ci", "beta", "0"), 1e-10)
    expectClose(exact.upper, try block.number("ci", "beta", "1"), 1e-10)
    #expect(found.joint.degreesOfFreedom == 564)
    expectClose(found.association.statistic, try block.number("raoscott", "F"), 1e-9)
    expectClose(found.association.p, try block.number("raoscott", "p"), 1e-9)
  }

  @Test(.golden("paradox", by: "R 4.2.2: bounds of Manski and of Imbens & Manski"))
  func `missing answers bound the share, and a known no closes it`() throws {
    let bounds = try result(cut: 4).bounds
    let block = try #require(golden["manski_cut4"])
    #expect(bounds.base.count == 600)
    expectClose(bounds.lower, try block.number("lo"), 1e-14)
    expectClose(bounds.upper, try block.number("hi"), 1e-14)
    // The golden multiplier is 1.6470 to four places and the bound's errors are plain binomial ones.
    expectClose(bounds.interval.lower, try block.number("im_ci95", "0"), 2e-4)
    expectClose(bounds.interval.upper, try block.number("im_ci95", "1"), 2e-4)
    #expect(bounds.open == 23)
    let limit = try ProportionInterval.interval(.clopperPearson, successes: 233, trials: 600)
    #expect(bounds.lowerLimit == limit.lower)
    #expect(bounds.lowerLimit < bounds.interval.lower)
    #expect(bounds.upperLimit > bounds.interval.upper)
  }

  @Test(.property("paradox", keeps: "weights of one")) func `weights of one change only the method, not the estimate`()
    throws
  {
    let plain = try result(cut: 4)
    let weighted = try JointShare.estimate(
      first: people.holds(people.anti, from: 4), second: people.holds(people.necessary, from: 4),
      weights: people.weights.map { _ in 1 })
    expectClose(weighted.joint.value, plain.joint.value, 1e-14)
    expectClose(weighted.joint.base.effective, 565, 1e-14)
    expectClose(weighted.association.excess.value, plain.association.excess.value, 1e-14)
    #expect(weighted.association.excess.interval == plain.association.excess.interval)
    #expect(weighted.association.phi == plain.association.phi)
    #expect(weighted.association.tetrachoric == plain.association.tetrachoric)
    let error = try #require(plain.joint.standardError)
    expectClose(try #require(weighted.joint.standardError), error * (565.0 / 564).squareRoot(), 1e-12)
    // Rao and Scott's correction of a random sample is n/(n − 1).
    expectClose(weighted.association.statistic, plain.association.statistic * 564 / 565, 1e-9)
  }

  @Test(.property("paradox", keeps: "weights scaled")) func `scaling the weights changes nothing`() throws {
    let one = try result(cut: 4, weighted: true)
    let two = try JointShare.estimate(
      first: people.holds(people.anti, from: 4), second: people.holds(people.necessary, from: 4),
      weights: people.weights.map { $0 * 8 }, names: ("anti-social", "necessary"))
    #expect(one.joint.interval == two.joint.interval)
    #expect(one.association.excess.interval == two.association.excess.interval)
    #expect(one.association.tetrachoric == two.association.tetrachoric)
    #expect(one.association.p == two.association.p)
    #expect(one.joint.base.effective == two.joint.base.effective)
    #expect(one.pTwoSided == two.pTwoSided)
    #expect(one.bounds.interval == two.bounds.interval)
  }

  @Test(.property("paradox", keeps: "p < .05 exactly where the interval leaves the threshold out"))
  func `the printed interval and p never contradict each other`() throws {
    for both in stride(from: 0, through: 80, by: 4) {
      let patterns = JointPatterns(both: both, firstOnly: 15, secondOnly: 9, neither: 80 - both)
      let found = try JointShare.estimate(patterns)
      let interval = try #require(found.joint.interval)
      #expect((found.pTwoSided < 0.05) == (interval.lower > 0.5 || interval.upper < 0.5))
      #expect(found.association.frechetLower <= found.joint.value + 1e-15)
      #expect(found.joint.value <= found.association.frechetUpper + 1e-15)
    }
    for threshold in stride(from: 0.3, through: 0.6, by: 0.01) {
      let found = try JointShare.estimate(
        first: people.holds(people.anti, from: 4), second: people.holds(people.necessary, from: 4),
        weights: people.weights, threshold: threshold)
      let interval = try #require(found.joint.interval)
      #expect((found.pTwoSided < 0.05) == (interval.lower > threshold || interval.upper < threshold))
    }
  }

  @Test(.property("paradox", keeps: "the excess has the error of the delta method"))
  func `the excess has the error of the delta method`() throws {
    // By hand: shares .4, .2, .1, .3 of 100; influence 1 − pN − pA, −pN, −pA, 0 about the estimate.
    let found = try JointShare.estimate(JointPatterns(both: 40, firstOnly: 20, secondOnly: 10, neither: 30))
    let influences: [(Double, Double)] = [(40, 1 - 0.5 - 0.6), (20, -0.5), (10, -0.6), (30, 0)]
    let mean = influences.reduce(0) { $0 + $1.0 * $1.1 } / 100
    let square = influences.reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    expectClose(found.association.excess.value, 0.1, 1e-13)
    expectClose(try #require(found.association.excess.standardError), (square / 99 / 100).squareRoot(), 1e-12)
    #expect(found.associationDecision == .above)
    let apart = try JointShare.estimate(JointPatterns(both: 10, firstOnly: 45, secondOnly: 40, neither: 5))
    #expect(apart.associationDecision == .below)
    #expect(apart.association.phiRatio < 0)
    let independent = try JointShare.estimate(JointPatterns(both: 25, firstOnly: 25, secondOnly: 25, neither: 25))
    #expect(independent.associationDecision == .straddles)
    #expect(independent.association.phiRatio == 0)
  }

  @Test(.property("paradox", keeps: "phi's error is the large-sample one but for n − 1"))
  func `phi's linearised error is the large-sample one but for n − 1`() throws {
    let found = try JointShare.estimate(JointPatterns(both: 77, firstOnly: 40, secondOnly: 33, neither: 100))
    let interval = try #require(found.association.phi.interval)
    let error = PhiCoefficient.standardError(a: 77, b: 40, c: 33, d: 100) * (250.0 / 249).squareRoot()
    let value = found.association.phi.value
    // Undo Fisher's z: the half width on that scale is t · error / (1 − φ²).
    let width = StudentT(249).criticalValue(level: 0.95) * error / (1 - value * value)
    func z(_ r: Double) -> Double {
      RootFinding.root(between: -5, and: 5) { guess in
        // tanh by its definition through the logistic function of the normal package's exponent
        let e = Self.exponential(2 * guess)
        return (e - 1) / (e + 1) - r
      }
    }
    expectClose(z(interval.upper) - z(interval.lower), 2 * width, 1e-9)
  }

  /// The exponential by its series, so that the test needs no library of the platform.
  static func exponential(_ x: Double) -> Double {
    let small = x / 1024
    var (term, sum) = (1.0, 1.0)
    for index in 1...20 {
      term *= small / Double(index)
      sum += term
    }
    for _ in 0..<10 { sum *= sum }
    return sum
  }

  @Test func `the result has the shape of every test`() throws {
    let found = try JointShare.estimate(
      first: people.holds(people.anti, from: 4), second: people.holds(people.necessary, from: 4),
      missing: [("unknownBlank", 35)])
    let test = found.testResult
    #expect(test.id == "paradox")
    #expect(test.p == found.pTwoSided)
    #expect(test.estimate == found.joint)
    #expect(test.statistic == 233)
    #expect(test.missing.first?.reason == "unknownBlank")
    #expect(try test.detail("asked") == 600)
    #expect(try test.detail("open") == 23)
    #expect(try test.detail("both") == 233)
    #expect(try test.effect("phi-over-maximum").value == found.association.phiRatio)
    #expect(test.json["id"]?.string == "paradox")
    #expect(test.warnings.isEmpty)
    let weighted = try result(cut: 4, weighted: true).testResult
    #expect(weighted.symbol == "t")
    #expect(weighted.degreesOfFreedom == [564])
    #expect(weighted.source.hasPrefix("Korn"))
  }

  @Test func `a feeling that everybody has leaves a share and no association`() throws {
    let found = try JointShare.estimate(JointPatterns(both: 12, firstOnly: 8, secondOnly: 0, neither: 0))
    #expect(found.joint.value == 0.6)
    #expect(found.association.phi.value.isNaN)
    #expect(found.association.tetrachoric == nil)
    #expect(found.associationDecision == .straddles)
    #expect(found.testResult.warnings.count == 2)
    let weighted = try JointShare.estimate(
      first: [true, true, true], second: [true, true, true], weights: [1, 2, 0.5])
    #expect(weighted.joint.value == 1)
    #expect(weighted.joint.interval?.upper == 1)
    #expect(weighted.pLess == 1)
    #expect(weighted.pGreater > 0 && weighted.pGreater < 0.5)
  }

  @Test func `arguments that do not fit are refused`() {
    let none = #expect(throws: StatisticsError.self) { try JointShare.estimate(first: [nil], second: [true]) }
    #expect(none?.code == .tooFewRespondents)
    #expect(none?.found == "no respondent with both answers")
    let lengths = #expect(throws: StatisticsError.self) {
      try JointShare.estimate(first: [true], second: [true, false])
    }
    #expect(lengths?.code == .argument)
    let negative = #expect(throws: StatisticsError.self) {
      try JointShare.estimate(first: [true], second: [true], weights: [-1])
    }
    #expect(negative?.code == .design)
    #expect(negative?.found == "a weight of -1.0")
    let threshold = #expect(throws: StatisticsError.self) {
      try JointShare.estimate(first: [true], second: [true], threshold: 1)
    }
    #expect(threshold?.code == .argument)
  }
}
