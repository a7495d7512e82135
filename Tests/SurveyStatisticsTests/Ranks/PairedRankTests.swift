import SurveyStatistics
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct WilcoxonSignedRankTests {
  let x = RankExamples.pairedFirst
  let y = RankExamples.pairedSecond

  @Test(
    .published("wilcoxon-signed-rank", in: "Hollander & Wolfe (1973), page 29: V = 40, p = .01953"),
    .golden("wilcoxon-signed-rank", by: "R 4.2.2: wilcox.test"))
  func `the depression example of Hollander and Wolfe gives V 40 and p .01953`() throws {
    let result = try WilcoxonSignedRankTest.run(
      RankExamples.depressionBefore, RankExamples.depressionAfter, alternative: .greater)
    expectPrinted(result.statistic, "40")
    expectPrinted(result.p, "0.01953")
    expectClose(result.p, 0.01953125, 1e-14)
    expectClose(result.estimate?.value, 5.0 / 9)
    expectClose(result.effectSize("matched-rank-biserial")?.value, 35.0 / 45)
  }

  @Test(
    .golden("wilcoxon-signed-rank", by: "R 4.2.2: wilcox.test, coin; exact p of all 256 signs"),
    arguments: [
      (WilcoxonSignedRankTest.Zeros.pratt, 39.0, 13.0, 0.1937078863636159, 0.17647910219667762, 31.0),
      (.wilcox, 27, 9, 0.22226445232297243, 0.1962447266045112, 35),
    ])
  func `zeros follow the convention asked for`(
    zeros: WilcoxonSignedRankTest.Zeros, positive: Double, negative: Double, corrected: Double, plain: Double,
    waysAbove: Double
  ) throws {
    let result = try WilcoxonSignedRankTest.run(x, y, zeros: zeros)
    #expect(result.statistic == positive)
    #expect(result.detailValue("negative") == negative)
    expectClose(result.p, corrected)
    expectClose(try WilcoxonSignedRankTest.run(x, y, zeros: zeros, continuity: false).p, plain)
    let exact = try WilcoxonSignedRankTest.run(x, y, alternative: .greater, zeros: zeros, method: .exact)
    expectClose(exact.p, waysAbove / 256, 1e-14)
    expectClose(result.effectSize("matched-rank-biserial")?.value, 0.5)
  }

  @Test func `Pratt is the default and is named`() throws {
    let result = try WilcoxonSignedRankTest.run(x, y)
    #expect(result.conventions.contains("zeros by Pratt: 2 equal pairs are ranked and then count for neither side"))
    #expect(result.base.count == 10)
  }

  @Test(.property("wilcoxon-signed-rank", keeps: "the difference of probabilities by counting"))
  func `the estimate is the difference of probabilities over all pairs`() throws {
    let estimate = try #require(try WilcoxonSignedRankTest.run(x, y).estimate)
    #expect(estimate.id == "probability-difference")
    expectClose(estimate.value, 0.4)
    let interval = try #require(estimate.interval)
    #expect(interval.method == "tango" && interval.lower < 0.4 && 0.4 < interval.upper)
  }

  @Test(.property("wilcoxon-signed-rank", keeps: "the interval of the correlation agrees with the jackknife"))
  func `the rank-biserial interval agrees with the jackknife of the correlation`() throws {
    var random = CounterGenerator(seed: 5)
    let n = 400
    let d = (0..<n).map { _ in (random.standardNormal() * 2 + 0.8).rounded() }
    let zero = [Double](repeating: 0, count: n)
    func value(_ d: [Double]) throws -> Double {
      try WilcoxonSignedRankTest.run(d, [Double](repeating: 0, count: d.count)).effects[0].value
    }
    let result = try WilcoxonSignedRankTest.run(d, zero)
    let all = try value(d)
    var distinct: [Double: Double] = [:]
    for leave in d.indices where distinct[d[leave]] == nil {
      var rest = d
      rest.remove(at: leave)
      distinct[d[leave]] = try value(rest)
    }
    let values = d.compactMap { distinct[$0] }
    let mean = values.reduce(0, +) / Double(n)
    let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * Double(n - 1) / Double(n)).squareRoot()
    let interval = try #require(result.effects[0].interval)
    let width = (atanh(interval.upper) - atanh(interval.lower)) / 2 / 1.959963984540054 * (1 - all * all)
    #expect(abs(width / error - 1) < 0.02)
  }

  @Test(.property("wilcoxon-signed-rank", keeps: "answers exchanged"))
  func `exchanging the answers turns everything round`() throws {
    let one = try WilcoxonSignedRankTest.run(x, y, alternative: .greater)
    let other = try WilcoxonSignedRankTest.run(y, x, alternative: .less)
    expectClose(one.p, other.p)
    expectClose(other.estimate?.interval?.lower, -(one.estimate?.interval?.upper ?? 0), 1e-9)
    expectClose(other.effects[0].interval?.lower, -(one.effects[0].interval?.upper ?? 0), 1e-9)
  }

  @Test(.property("wilcoxon-signed-rank", keeps: "respondents permuted, answers scaled"))
  func `order of respondents and scale of answers change nothing`() throws {
    let plain = try WilcoxonSignedRankTest.run(x, y)
    #expect(try WilcoxonSignedRankTest.run(x.reversed(), y.reversed()) == plain)
    #expect(try WilcoxonSignedRankTest.run(x.map { $0 * 8 }, y.map { $0 * 8 }) == plain)
  }

  @Test func `bad questions are refused with what to do`() {
    let none = refusal { () throws(StatisticsError) in _ = try WilcoxonSignedRankTest.run([], []) }
    #expect(none?.code == .tooFewRespondents)
    let uneven = refusal { () throws(StatisticsError) in _ = try WilcoxonSignedRankTest.run([1, 2], [1]) }
    #expect(uneven?.found == "2 answers beside 1")
    let same = refusal { () throws(StatisticsError) in _ = try WilcoxonSignedRankTest.run([1, 2], [1, 2]) }
    #expect(same?.code == .constant)
    #expect(same?.found == "the same answer to both from every respondent")
    let long = (0..<301).map { Double($0) + 1 }
    let large = refusal { () throws(StatisticsError) in
      _ = try WilcoxonSignedRankTest.run(long, long.map { _ in 0 }, method: .exact)
    }
    #expect(large?.found == "an exact test of 301 differences")
    let names = refusal { () throws(StatisticsError) in
      _ = try WilcoxonSignedRankTest.run([1, 2], [2, 2], names: ["a"])
    }
    #expect(names?.found == "1 names")
  }

  @Test func `two pairs that go one way have no interval of the correlation, and it is said`() throws {
    let result = try WilcoxonSignedRankTest.run([2, 3], [1, 1])
    #expect(result.p == 0.5)
    #expect(result.effects[0].value == 1 && result.effects[0].interval == nil)
    #expect(result.warnings.contains("all differences go one way: the rank-biserial correlation has no interval"))
    #expect(result.estimate?.interval?.upper == 1)
  }
}

@Suite struct PairedSignTests {
  @Test(.property("sign-paired", keeps: "p by binomial coefficients"))
  func `six up, two down and two equal give the binomial p`() throws {
    let result = try PairedSignTest.run(RankExamples.pairedFirst, RankExamples.pairedSecond)
    #expect(result.statistic == 6)
    expectClose(result.p, 2 * 37.0 / 256)
    expectClose(result.detailValue("midP"), 2 * (37.0 - 14) / 256)
    expectClose(result.estimate?.value, 0.4)
    #expect(result.detailValue("equal") == 2)
  }

  @Test(.property("sign-paired", keeps: "one-sided p-values and their shared mass add to one"))
  func `one-sided p-values and their shared mass add to one`() throws {
    let greater = try PairedSignTest.run(RankExamples.pairedFirst, RankExamples.pairedSecond, alternative: .greater)
    let less = try PairedSignTest.run(RankExamples.pairedFirst, RankExamples.pairedSecond, alternative: .less)
    expectClose((greater.p ?? 0) + (less.p ?? 0) - 28.0 / 256, 1)
  }

  @Test func `nobody who differs is refused`() {
    let error = refusal { () throws(StatisticsError) in _ = try PairedSignTest.run([1, 2, 3], [1, 2, 3]) }
    #expect(error?.code == .constant)
  }
}

@Suite struct PairedDirectionsTests {
  @Test(
    .property("Tango interval", keeps: "ends where the score is the critical value"),
    arguments: [(150, 86, 1364), (12, 2, 36), (1, 0, 43), (0, 5, 2), (7, 7, 1), (0, 3, 0)])
  func `Tango's interval ends where the score is the critical value`(above: Int, below: Int, equal: Int) throws {
    let directions = PairedDirections(above: above, below: below, equal: equal)
    let interval = try #require(directions.estimate(level: 0.95).interval)
    let z = 1.959963984540054
    for (end, expected) in [(interval.lower, z), (interval.upper, -z)] where abs(end) < 1 {
      #expect(abs(reference(directions, end) - expected) < 1e-6)
    }
  }

  @Test(.golden("Tango interval", by: "an independent root of the score, double precision"))
  func `the two examples checked by another program have its intervals`() throws {
    let approval = try #require(PairedDirections(above: 150, below: 86, equal: 1364).estimate(level: 0.95).interval)
    expectClose(approval.lower, 0.02136156475478724, 1e-9)
    expectClose(approval.upper, 0.058998033305688945, 1e-9)
    let airways = try #require(PairedDirections(above: 12, below: 2, equal: 36).estimate(level: 0.95).interval)
    expectClose(airways.lower, 0.061112406186343955, 1e-9)
    expectClose(airways.upper, 0.34470874828214343, 1e-9)
  }

  /// The score statistic from the closed form of the restricted estimate.
  private func reference(_ d: PairedDirections, _ delta: Double) -> Double {
    let (n, b, c) = (Double(d.count), Double(d.above), Double(d.below))
    let middle = -b - c + (2 * n - b + c) * delta
    let last = -c * delta * (1 - delta)
    let q = (max(0, middle * middle - 8 * n * last).squareRoot() - middle) / (4 * n)
    return (b - c - n * delta) / (n * (2 * q + delta * (1 - delta))).squareRoot()
  }
}
