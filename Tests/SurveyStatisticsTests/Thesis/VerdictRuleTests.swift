import SurveyStatistics
import TestSupport
import Testing

@Suite struct VerdictRuleTests {
  func interval(_ lower: Double, _ upper: Double, level: Double = 0.95) -> Interval {
    Interval(lower: lower, upper: upper, level: level, method: "clopper-pearson")
  }

  func estimate(_ wide: (Double, Double), _ narrow: (Double, Double)) -> Estimate {
    Estimate(
      id: "joint-share", value: (wide.0 + wide.1) / 2, interval: interval(wide.0, wide.1),
      narrowInterval: interval(narrow.0, narrow.1, level: 0.9), base: Base(count: 500))
  }

  @Test func `the interval decides, and an end that touches the threshold does not`() {
    #expect(VerdictRule.direction(of: interval(0.51, 0.6), threshold: 0.5) == .above)
    #expect(VerdictRule.direction(of: interval(0.4, 0.49), threshold: 0.5) == .below)
    #expect(VerdictRule.direction(of: interval(0.4, 0.6), threshold: 0.5) == .straddles)
    #expect(VerdictRule.direction(of: interval(0.5, 0.6), threshold: 0.5) == .straddles)
    #expect(VerdictRule.direction(of: interval(0.4, 0.5), threshold: 0.5) == .straddles)
  }

  @Test func `the 90 % interval says how far`() {
    func size(_ lower: Double, _ upper: Double) -> SizeDecision {
      VerdictRule.size(of: interval(lower, upper, level: 0.9), threshold: 0.5, smallestEffect: 0.05)
    }
    #expect(size(0.56, 0.62) == .beyond)
    #expect(size(0.38, 0.44) == .beyond)
    #expect(size(0.46, 0.54) == .within)
    #expect(size(0.54, 0.6) == .unclear)
    #expect(size(0.45, 0.54) == .unclear)
    #expect(size(0.40, 0.60) == .unclear)
  }

  @Test func `a share can be above the threshold and within reach of it`() {
    let decision = VerdictRule.decide(
      estimate: estimate((0.505, 0.545), (0.508, 0.542)), threshold: 0.5, smallestEffect: 0.05)
    #expect(decision == VerdictDecision(direction: .above, size: .within))
  }

  @Test func `supported needs the worst case of missing answers, contradicted the best`() {
    let high = estimate((0.52, 0.60), (0.53, 0.59))
    func decide(_ estimate: Estimate, _ limits: (Double, Double)?) -> VerdictDecision {
      VerdictRule.decide(estimate: estimate, threshold: 0.5, smallestEffect: 0.02, missingLimits: limits)
    }
    #expect(decide(high, nil).direction == .above)
    #expect(decide(high, (0.51, 0.7)).direction == .above)
    #expect(decide(high, (0.49, 0.7)) == VerdictDecision(direction: .straddles, reason: .missing, size: .beyond))
    let low = estimate((0.40, 0.48), (0.41, 0.47))
    #expect(decide(low, (0.3, 0.49)).direction == .below)
    #expect(decide(low, (0.3, 0.51)).reason == .missing)
    #expect(decide(low, (.nan, .nan)).reason == .missing)
    let open = estimate((0.45, 0.55), (0.46, 0.54))
    #expect(decide(open, (0.3, 0.7)).reason == .interval)
  }

  @Test func `no interval decides nothing`() {
    let bare = Estimate(id: "joint-share", value: 0.7, base: Base(count: 3))
    let decision = VerdictRule.decide(estimate: bare, threshold: 0.5, smallestEffect: 0.05)
    #expect(decision == VerdictDecision(direction: .straddles, reason: .noInterval, size: .unclear))
  }

  @Test func `cuts that decide differently decide nothing`() {
    let above = VerdictDecision(direction: .above, size: .beyond)
    let open = VerdictDecision(direction: .straddles, reason: .interval, size: .unclear)
    let below = VerdictDecision(direction: .below, size: .beyond)
    #expect(VerdictRule.combine(lean: above, firm: above) == above)
    #expect(VerdictRule.combine(lean: open, firm: open) == open)
    #expect(VerdictRule.combine(lean: above, firm: below).reason == .cut)
    #expect(VerdictRule.combine(lean: above, firm: open).direction == .straddles)
    #expect(VerdictRule.combine(lean: above, firm: open).size == .unclear)
  }

  @Test func `feelings go together only where both intervals say so`() {
    #expect(VerdictRule.association(excess: interval(0.01, 0.1), correlation: interval(0.1, 0.4)) == .above)
    #expect(VerdictRule.association(excess: interval(-0.1, -0.01), correlation: interval(-0.4, -0.1)) == .below)
    #expect(VerdictRule.association(excess: interval(0.01, 0.1), correlation: interval(-0.01, 0.4)) == .straddles)
    #expect(VerdictRule.association(excess: interval(0.01, 0.1), correlation: nil) == .straddles)
    #expect(VerdictRule.association(excess: nil, correlation: interval(0.1, 0.2)) == .straddles)
  }
}

@Suite struct RequiredSampleSizeTests {
  /// Exact binomial reckoning under the two-sided Clopper–Pearson rule, threshold one half.
  static let published: [(truth: Double, ninety: Int, eighty: Int)] = [
    (0.55, 1080, 820), (0.58, 426, 325), (0.60, 274, 210), (0.65, 121, 97),
  ]

  @Test(
    .property("required respondents of a share", keeps: "the numbers of the protocol"), arguments: published.indices)
  func `the numbers of the protocol come out`(index: Int) throws {
    let (truth, ninety, eighty) = Self.published[index]
    #expect(try RequiredSampleSize.share(truth: truth, power: 0.9) == ninety)
    #expect(try RequiredSampleSize.share(truth: truth, power: 0.8) == eighty)
    // The same question asked of the other answer.
    #expect(try RequiredSampleSize.share(truth: 1 - truth, power: 0.8) == eighty)
  }

  @Test(.property("required respondents of a share", keeps: "the power never falls below from that number on"))
  func `from that number on the power never falls below, and just before it does`() throws {
    for (threshold, truth) in [(0.5, 0.6), (0.75, 0.85), (0.9, 0.97), (0.05, 0.12), (0.5, 0.42)] {
      let n = try RequiredSampleSize.share(threshold: threshold, truth: truth, power: 0.8)
      #expect(RequiredSampleSize.power(respondents: n - 1, threshold: threshold, truth: truth) < 0.8)
      for more in n...(n + 600) {
        #expect(RequiredSampleSize.power(respondents: more, threshold: threshold, truth: truth) >= 0.8)
      }
    }
  }

  @Test(.property("required respondents of a share", keeps: "the power counts the intervals on the right side"))
  func `the power counts the intervals on the right side`() throws {
    let n = 40
    var sum = 0.0
    for x in 0...n {
      let interval = try ProportionInterval.interval(.clopperPearson, successes: x, trials: n)
      if interval.lower > 0.5 { sum += Binomial(n, 0.7).mass(x) }
    }
    expectClose(RequiredSampleSize.power(respondents: n, truth: 0.7), sum, 1e-12)
    #expect(RequiredSampleSize.power(respondents: 3, truth: 0.7) == 0)
  }

  @Test func `the design effect multiplies, and is rounded up`() throws {
    #expect(try RequiredSampleSize.share(truth: 0.6, power: 0.8, designEffect: 1.5) == 315)
    #expect(try RequiredSampleSize.share(truth: 0.65, power: 0.9, designEffect: 1.01) == 123)
  }

  @Test func `questions without an answer are refused`() {
    let same = #expect(throws: StatisticsError.self) { try RequiredSampleSize.share(truth: 0.5) }
    #expect(same?.code == .argument)
    #expect(same?.remedy == "name the smallest difference of interest, such as 0.05")
    let tiny = #expect(throws: StatisticsError.self) { try RequiredSampleSize.share(truth: 0.5001) }
    #expect(tiny?.expected == "a difference that ten million respondents can show")
    #expect(throws: StatisticsError.self) { try RequiredSampleSize.share(truth: 0.6, power: 1) }
    #expect(throws: StatisticsError.self) { try RequiredSampleSize.share(truth: 1) }
    #expect(throws: StatisticsError.self) { try RequiredSampleSize.share(truth: 0.6, designEffect: 0) }
  }
}

@Suite struct AmbivalenceIndexTests {
  @Test(.golden("ambivalence indices", by: "numpy 2.4.6, on the synthetic answers"))
  func `the golden means and spreads come out`() throws {
    let golden = try Golden.json("paradox.json")
    let people = try SyntheticRespondents()
    func strengths(_ answers: [Int?]) -> [Double?] { answers.map { $0.map { Double($0 - 1) } } }
    func moments(_ index: AmbivalenceIndex) -> (mean: Double, sd: Double, count: Int, positive: Double) {
      let values = index.values(strengths(people.anti), strengths(people.necessary)).compactMap { $0 }
      let n = Double(values.count)
      let mean = values.reduce(0, +) / n
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, (square / (n - 1)).squareRoot(), values.count, Double(values.count { $0 > 0 }) / n)
    }
    let griffin = moments(.griffin)
    #expect(griffin.count == 565)
    expectClose(griffin.mean, try golden.number("ambivalence", "griffin_mean"), 1e-12)
    expectClose(griffin.sd, try golden.number("ambivalence", "griffin_sd"), 1e-12)
    expectClose(griffin.positive, try golden.number("ambivalence", "share_griffin_gt0"), 1e-12)
    expectClose(moments(.priesterPetty).mean, try golden.number("ambivalence", "gtm_mean"), 1e-12)
    expectClose(moments(.priesterPetty).sd, try golden.number("ambivalence", "gtm_sd"), 1e-12)
    expectClose(moments(.kaplan).mean, try golden.number("ambivalence", "kaplan_mean"), 1e-12)
    expectClose(moments(.jamieson).mean, try golden.number("ambivalence", "jamieson_mean"), 1e-12)
  }

  @Test(.published("ambivalence indices", in: "Thompson, Zanna & Griffin (1995)"))
  func `the examples of four points come out`() {
    // Thompson, Zanna & Griffin (1995): 3, 3 → 3; 3, 0 → −1.5; 2, 2 → 2; 0, 0 → 0
    #expect(AmbivalenceIndex.griffin.value(3, 3) == 3)
    #expect(AmbivalenceIndex.griffin.value(3, 0) == -1.5)
    #expect(AmbivalenceIndex.griffin.value(2, 2) == 2)
    #expect(AmbivalenceIndex.griffin.value(0, 0) == 0)
    #expect(AmbivalenceIndex.kaplan.value(3, 1) == 2)
    expectClose(AmbivalenceIndex.priesterPetty.value(3, 3), 7.389, 1e-4)
    expectClose(AmbivalenceIndex.priesterPetty.value(3, 0), 2, 1e-14)
    #expect(AmbivalenceIndex.jamieson.value(0, 0) == 0)
    #expect(AmbivalenceIndex.jamieson.value(4, 2) == 1)
  }

  @Test(.property("ambivalence indices", keeps: "answers exchanged"), arguments: AmbivalenceIndex.allCases)
  func `the order of the two does not matter, and a negative strength has no index`(index: AmbivalenceIndex) {
    for one in 0...4 {
      for two in 0...4 {
        #expect(index.value(Double(one), Double(two)) == index.value(Double(two), Double(one)))
      }
    }
    #expect(index.value(-1, 2).isNaN)
    #expect(index.values([1, nil, -2], [2, 2, 2]).map { $0 == nil } == [false, true, true])
  }
}
