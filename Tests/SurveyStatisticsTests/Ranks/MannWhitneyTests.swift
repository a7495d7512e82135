import SurveyModel
import SurveyStatistics
import TestSupport
import Testing

@Suite struct MannWhitneyTests {
  let x = RankExamples.permeabilityAtTerm
  let y = RankExamples.permeabilityEarlier

  @Test(
    .published("mann-whitney", in: "Hollander & Wolfe (1973), page 69: W = 35, p = .1272"),
    .property("mann-whitney", keeps: "exact p of 3003 divisions"))
  func `the permeability example of Hollander and Wolfe gives W 35 and p .1272`() throws {
    let result = try MannWhitneyTest.run(x, y, alternative: .greater)
    #expect(result.id == "mann-whitney")
    expectPrinted(result.statistic, "35")
    expectPrinted(result.p, "0.1272")
    expectClose(result.p, 382.0 / 3003, 1e-14, as: .property)
    #expect(result.detailValue("exact") == 1)
    expectClose(try MannWhitneyTest.run(x, y).p, 764.0 / 3003, 1e-14, as: .property)
    expectClose(result.estimate?.value, 0.7, as: .property)
    expectClose(result.effectSize("rank-biserial")?.value, 0.4, as: .property)
  }

  @Test(.golden("mann-whitney", by: "R 4.2.2: wilcox.test"))
  func `the normal approximation of the same example has both continuity conventions`() throws {
    let corrected = try MannWhitneyTest.run(x, y, method: .asymptotic)
    let plain = try MannWhitneyTest.run(x, y, method: .asymptotic, continuity: false)
    expectClose(corrected.p, 0.24462360512698336)
    expectClose(plain.p, 0.22067136191984679)
    #expect(corrected.conventions.contains { $0.contains("with continuity correction") })
    #expect(plain.conventions.contains { $0.contains("without continuity correction") })
  }

  @Test(.golden("mann-whitney", by: "R 4.2.2: wilcox.test; exact p of all 24,310 divisions"))
  func `ties are corrected for, and counted exactly when asked`() throws {
    let (x, y) = (RankExamples.tiedFirst, RankExamples.tiedSecond)
    expectClose(try MannWhitneyTest.run(x, y).p, 0.30047788244599494)
    expectClose(try MannWhitneyTest.run(x, y, continuity: false).p, 0.2780481992826457)
    expectClose(try MannWhitneyTest.run(x, y, alternative: .less, method: .exact).p, 3809.0 / 24310, 1e-14)
    expectClose(try MannWhitneyTest.run(x, y, alternative: .greater, method: .exact).p, 21365.0 / 24310, 1e-14)
    expectClose(try MannWhitneyTest.run(x, y, method: .exact).p, 7618.0 / 24310, 1e-14)
  }

  @Test(.golden("mann-whitney", by: "R 4.2.2, the formula of Feng and Cliff"))
  func `Cliff's delta has the standard error and the interval of Feng and Cliff`() throws {
    let delta = try #require(
      try MannWhitneyTest.run(RankExamples.tiedFirst, RankExamples.tiedSecond).effectSize("cliffs-delta"))
    expectClose(delta.value, -0.3055555555555556)
    expectClose(delta.interval?.lower, -0.7035378000958662, 1e-11)
    expectClose(delta.interval?.upper, 0.23832696503403697, 1e-11)
  }

  @Test(.property("mann-whitney", keeps: "counting every pair"))
  func `the probabilities above, below and tied are those of counting every pair`() throws {
    let (x, y) = (RankExamples.tiedFirst, RankExamples.tiedSecond)
    let result = try MannWhitneyTest.run(x, y)
    let pairs = Double(x.count * y.count)
    let above = x.reduce(0) { sum, a in sum + y.count { a > $0 } }
    let below = x.reduce(0) { sum, a in sum + y.count { a < $0 } }
    expectClose(result.detailValue("above"), Double(above) / pairs)
    expectClose(result.detailValue("below"), Double(below) / pairs)
  }

  @Test(.property("mann-whitney", keeps: "groups exchanged"))
  func `exchanging the groups turns the estimate round and leaves p`() throws {
    let (a, b) = (RankExamples.painFirst, RankExamples.painSecond)
    let one = try MannWhitneyTest.run(a, b)
    let other = try MannWhitneyTest.run(b, a)
    expectClose(one.p, other.p)
    expectClose(other.estimate?.value, 1 - (one.estimate?.value ?? 0))
    expectClose(other.estimate?.interval?.lower, 1 - (one.estimate?.interval?.upper ?? 0))
    expectClose(other.effectSize("cliffs-delta")?.value, -(one.effectSize("cliffs-delta")?.value ?? 0))
    #expect(one.statistic + other.statistic == Double(a.count * b.count))
  }

  @Test(.property("mann-whitney", keeps: "respondents permuted, answers transformed"))
  func `order of respondents and any rising transformation change nothing`() throws {
    let (a, b) = (RankExamples.painFirst, RankExamples.painSecond)
    let plain = try MannWhitneyTest.run(a, b)
    #expect(try MannWhitneyTest.run(a.reversed(), b.sorted()) == plain)
    #expect(try MannWhitneyTest.run(a.map { $0 * $0 * $0 - 7 }, b.map { $0 * $0 * $0 - 7 }) == plain)
  }

  @Test(
    .property("mann-whitney", keeps: "intervals hold the estimate, stay within 0 and 1, narrow with respondents"),
    arguments: SuperiorityInterval.allCases)
  func `every interval holds the estimate, stays within 0 and 1, and narrows with more respondents`(
    method: SuperiorityInterval
  ) throws {
    let (a, b) = (RankExamples.tiedFirst, RankExamples.tiedSecond)
    let few = try #require(try MannWhitneyTest.run(a, b, interval: method).estimate)
    let many = try #require(try MannWhitneyTest.run(a + a + a + a, b + b + b + b, interval: method).estimate)
    let (short, long) = (try #require(many.interval), try #require(few.interval))
    #expect(few.value == many.value)
    #expect(long.method == method.rawValue)
    #expect(long.lower < few.value && few.value < long.upper && long.lower >= 0 && long.upper <= 1)
    #expect(short.upper - short.lower < 0.75 * (long.upper - long.lower))
    let narrow = try #require(few.narrowInterval)
    #expect(long.lower < narrow.lower && narrow.upper < long.upper && narrow.level == 0.9)
  }

  @Test(.property("mann-whitney", keeps: "the interval ends where the score is the critical value"))
  func `Newcombe's interval ends where the score statistic is the critical value`() throws {
    let interval = try #require(
      try MannWhitneyTest.run(RankExamples.tiedFirst, RankExamples.tiedSecond, interval: .newcombe).estimate?.interval)
    let (m, n, value) = (8.0, 9.0, 25.0 / 72)
    for end in [interval.lower, interval.upper] {
      let half = (m + n) / 2 - 1
      let variance = end * (1 - end) * (1 + half * ((1 - end) / (2 - end) + end / (1 + end))) / (m * n)
      expectClose((value - end) * (value - end) / variance, 1.959963984540054 * 1.959963984540054, 1e-9)
    }
  }

  @Test func `groups that do not overlap still have an interval, and the change of method is said`() throws {
    let result = try MannWhitneyTest.run([1, 2, 3, 4], [5, 6, 7, 8, 9])
    #expect(result.statistic == 0)
    expectClose(result.p, 2.0 / 126, 1e-14)
    let interval = try #require(result.estimate?.interval)
    #expect(interval.method == "newcombe-5" && interval.lower == 0 && interval.upper > 0.05 && interval.upper < 0.5)
    #expect(result.warnings.contains { $0.contains("Newcombe") })
    #expect(result.effectSize("cliffs-delta")?.interval?.upper ?? 1 < 1)
  }

  @Test(.property("mann-whitney", keeps: "exact and normal p of 93 respondents agree"))
  func `a large sample agrees with the exact distribution`() throws {
    let a = (0..<45).map { Double($0 * 7 % 101) }
    let b = (0..<48).map { Double($0 * 11 % 103) + 0.5 }
    let exact = try #require(try MannWhitneyTest.run(a, b).p)
    let approximate = try #require(try MannWhitneyTest.run(a, b, method: .asymptotic).p)
    #expect(abs(exact - approximate) < 0.005)
  }

  @Test func `bad questions are refused with what to do`() {
    let empty = refusal { () throws(StatisticsError) in _ = try MannWhitneyTest.run([], [1, 2], names: ["Yes", "No"]) }
    #expect(empty?.code == .tooFewRespondents)
    #expect(empty?.place.column == "Yes")
    #expect(empty?.found == "0 respondents with an answer")
    let same = refusal { () throws(StatisticsError) in _ = try MannWhitneyTest.run([3, 3], [3, 3, 3]) }
    #expect(same?.code == .constant)
    #expect(same?.found == "the same answer from everybody")
    let missing = refusal { () throws(StatisticsError) in _ = try MannWhitneyTest.run([1, .nan], [2, 3]) }
    #expect(missing?.code == .kind)
    #expect(missing?.found == "value 2 is not a finite number")
    let three = refusal { () throws(StatisticsError) in
      _ = try MannWhitneyTest.run([1, 2], [2, 3], names: ["a", "b", "c"])
    }
    #expect(three?.code == .groups)
    let large = refusal { () throws(StatisticsError) in
      _ = try MannWhitneyTest.run((0..<150).map(Double.init), (0..<150).map { Double($0) + 0.5 }, method: .exact)
    }
    #expect(large?.found == "an exact test of 300 respondents")
    let level = refusal { () throws(StatisticsError) in _ = try MannWhitneyTest.run([1, 2], [2, 3], level: 95) }
    #expect(level?.found == "a confidence level of 95.0")
  }

  @Test func `one respondent against one gives no certainty`() throws {
    let result = try MannWhitneyTest.run([2], [1])
    #expect(result.p == 1)
    #expect(result.estimate?.value == 1)
    #expect(result.estimate?.interval?.lower ?? 1 < 0.5)
  }
}

@Suite struct BrunnerMunzelTests {
  let x = RankExamples.painFirst
  let y = RankExamples.painSecond

  @Test(
    .published(
      "brunner-munzel", in: "Brunner & Munzel (2000), section 5: 3.1375 on 17.683 degrees of freedom, p = .005786"))
  func `the pain scores of Brunner and Munzel give 3.1375 on 17.683 degrees of freedom`() throws {
    let result = try BrunnerMunzelTest.run(y, x, names: ["N", "Y"])
    expectClose(result.statistic, 3.1374674823029505)
    expectClose(result.p, 0.005786208666151469)
    expectClose(result.degreesOfFreedom[0], 17.682841979481545, 1e-9)
    expectClose(result.estimate?.value, 0.788961, 1e-6)
    expectClose(result.estimate?.interval?.lower, 0.5952169, 1e-6)
    expectClose(result.estimate?.interval?.upper, 0.9827052, 1e-6)
  }

  @Test(.property("brunner-munzel", keeps: "the interval leaves out one half exactly when p is below the level"))
  func `the interval leaves out one half exactly when p is below the level`() throws {
    for shift in [0.0, 1, 2] {
      let result = try BrunnerMunzelTest.run(x.map { $0 + shift }, y)
      let interval = try #require(result.estimate?.interval)
      #expect((interval.lower > 0.5 || interval.upper < 0.5) == (result.p ?? 1 < 0.05))
    }
  }

  @Test(.property("brunner-munzel", keeps: "groups exchanged"))
  func `exchanging the groups turns the sign and the alternative`() throws {
    let one = try BrunnerMunzelTest.run(x, y, alternative: .less)
    let other = try BrunnerMunzelTest.run(y, x, alternative: .greater)
    expectClose(one.statistic, -other.statistic)
    expectClose(one.p, other.p)
  }

  @Test(.property("brunner-munzel", keeps: "the logit interval stays within 0 and 1"))
  func `the logit interval stays within 0 and 1 where the plain one is cut`() throws {
    let (a, b): ([Double], [Double]) = ([5, 5, 5, 5, 4, 5], [1, 2, 1, 1, 4, 1])
    let plain = try #require(try BrunnerMunzelTest.run(a, b).estimate?.interval)
    let logit = try #require(try BrunnerMunzelTest.run(a, b, interval: .logit).estimate?.interval)
    #expect(plain.upper == 1)
    #expect(logit.upper < 1 && logit.lower > 0)
  }

  @Test func `groups that do not overlap are sent to the exact test`() {
    let error = refusal { () throws(StatisticsError) in _ = try BrunnerMunzelTest.run([1, 2, 2], [3, 4, 5]) }
    #expect(error?.code == .constant)
    #expect(error?.remedy.contains("mann-whitney") == true)
    let single = refusal { () throws(StatisticsError) in _ = try BrunnerMunzelTest.run([1], [3, 4, 5]) }
    #expect(single?.found == "1 respondent with an answer")
    #expect(single?.expected == "at least 2")
    let same = refusal { () throws(StatisticsError) in _ = try BrunnerMunzelTest.run([2, 2], [2, 2]) }
    #expect(same?.code == .constant)
  }
}

@Suite struct AnswerCountsTests {
  @Test func `answers are counted in rising order, small whole numbers and any others alike`() {
    let counts = AnswerCounts([3, 1, 3, 2], [5, 3])
    #expect(counts.values == [1, 2, 3, 5])
    #expect(counts.first == [1, 1, 2, 0] && counts.second == [0, 0, 1, 1])
    #expect(counts.firstCount == 4 && counts.secondCount == 2)
    #expect(counts.runs == [1, 1, 3, 1] && counts.hasTies && counts.tieTerm == 24)
    #expect(counts.ranks == [1, 2, 4, 4, 4, 6])
    for shift in [0.5, -10, 1000] {
      let shifted = AnswerCounts([3, 1, 3, 2].map { $0 + shift }, [5, 3].map { $0 + shift })
      #expect(shifted.values == counts.values.map { $0 + shift })
      #expect(shifted.first == counts.first && shifted.second == counts.second)
    }
    #expect(AnswerCounts([0, -0.0], [0]).values.count == 1)
    #expect(AnswerCounts([(value: 2, first: 1, second: 0), (1, 0, 0), (2, 0, 3)]) == AnswerCounts([2], [2, 2, 2]))
    #expect(!AnswerCounts([1], [2]).hasTies)
  }

  @Test func `counts give what the answers give`() throws {
    var random = CounterGenerator(seed: 12)
    let x = (0..<300).map { _ in Double(random.below(5) + 1) }
    let y = (0..<200).map { _ in Double(min(5, random.below(6) + 1)) }
    let table = (1...5).map { value in
      (value: Double(value), first: x.count { $0 == Double(value) }, second: y.count { $0 == Double(value) })
    }
    #expect(try MannWhitneyTest.run(AnswerCounts(table)) == MannWhitneyTest.run(x, y))
    #expect(try BrunnerMunzelTest.run(AnswerCounts(table)) == BrunnerMunzelTest.run(x, y))
    // P(X > Y) + P(X = Y)/2 and the variance of the placements, respondent by respondent.
    let superiority = ProbabilityOfSuperiority(AnswerCounts(table))
    let placements = x.map { own in
      y.reduce(0.0) { $0 + ($1 < own ? 1 : $1 == own ? 0.5 : 0) } / 200
    }
    let others = y.map { own in x.reduce(0.0) { $0 + ($1 < own ? 1 : $1 == own ? 0.5 : 0) } / 300 }
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1) / Double(values.count)
    }
    expectClose(superiority.value, placements.reduce(0, +) / 300)
    expectClose(superiority.standardError, (variance(placements) + variance(others)).squareRoot())
    expectClose(superiority.u, superiority.value * 60_000)
  }

  @Test func `a group without respondents is refused`() {
    let refused = refusal { () throws(StatisticsError) in
      _ = try MannWhitneyTest.run(AnswerCounts([1, 2], []), names: ["a", "b"])
    }
    #expect(refused?.code == .tooFewRespondents && refused?.place.column == "b")
  }
}
