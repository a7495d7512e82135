import SurveyModel
import SurveyStatistics
import Testing

@Suite struct CorrelationTestTests {
  /// Hollander & Wolfe 1973, page 187: lightness of tuna and a panel's scores.
  let lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
  let scores = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
  let tiedX: [Double] = [1, 2, 2, 3, 3, 3, 4, 5]
  let tiedY: [Double] = [3, 1, 2, 5, 4, 4, 6, 6]

  @Test func `tuna by Hollander and Wolfe have Kendall's T 26 and p .1194`() throws {
    let result = try KendallTest.run(lightness, scores)
    #expect(result.statistic == 26)
    #expect(agree(result.p, 0.1194389329805996, within: 1e-13))
    #expect(agree(result.estimate?.value, 4.0 / 9))
    let normal = try KendallTest.run(lightness, scores, method: .asymptotic)
    #expect(agree(normal.p, 0.09529283802345664))
  }

  @Test func `the same tuna have Spearman's S 48 and p .0968`() throws {
    let result = try SpearmanTest.run(lightness, scores)
    #expect(result.statistic == 48)
    #expect(agree(result.p, 0.096797839506172836, within: 1e-13))
    #expect(agree(result.estimate?.value, 0.6))
    #expect(agree(result.estimate?.interval?.lower, -0.17424407, within: 1e-6))
    #expect(agree(result.estimate?.interval?.upper, 0.91579788, within: 1e-7))
    #expect(agree(try SpearmanTest.run(lightness, scores, method: .asymptotic).p, 0.08762282904140249, within: 1e-11))
  }

  @Test func `and Pearson's t 1.841 with Fisher's interval`() throws {
    let result = try PearsonTest.run(lightness, scores)
    #expect(agree(result.statistic, 1.8410826381153382))
    #expect(agree(result.p, 0.10817305434949379))
    #expect(agree(result.estimate?.value, 0.57118155756382871))
    #expect(agree(result.estimate?.interval?.lower, -0.14974263303675717))
    #expect(agree(result.estimate?.interval?.upper, 0.89557946183873927))
  }

  @Test(arguments: [0x1p-1060, 0x1p-700, 0x1p700, 0x1p1016])
  func `numbers whose squares no Double holds correlate as others do`(_ factor: Double) throws {
    let steps: [Double] = [1, 4, -3, 2, 7, -5]
    let other: [Double] = [2, 1, -1, 4, 3, -6]
    let plain = try PearsonTest.run(steps, other)
    let scaled = try PearsonTest.run(steps.map { $0 * factor }, other)
    #expect(agree(scaled.estimate?.value, plain.estimate?.value ?? .nan, within: 1e-14))
    #expect(agree(scaled.p, plain.p ?? .nan, within: 1e-13))
  }

  @Test func `ties are taken out of both margins`() throws {
    let tau = try KendallTest.run(tiedX, tiedY)
    #expect(agree(tau.estimate?.value, 0.760608730574164))
    #expect(agree(tau.p, 0.013338990472527654))
    let rho = try SpearmanTest.run(tiedX, tiedY)
    #expect(agree(rho.estimate?.value, 0.8945652518467674))
    #expect(agree(rho.p, 0.0027033402533457426, within: 1e-11))
  }

  @Test func `counting by merging agrees with counting every pair`() throws {
    var random = CounterGenerator(seed: 3)
    let x = (0..<200).map { _ in Double(random.below(7)) }
    let y = (0..<200).map { _ in Double(random.below(5)) }
    let result = try KendallTest.run(x, y)
    var (alike, other) = (0.0, 0.0)
    for i in x.indices {
      for j in 0..<i {
        let product = (x[i] - x[j]) * (y[i] - y[j])
        if product > 0 { alike += 1 } else if product < 0 { other += 1 }
      }
    }
    #expect(result.detailValue("concordant") == alike)
    #expect(result.detailValue("discordant") == other)
  }

  @Test func `a falling transformation turns the sign, a rising one changes nothing`() throws {
    let plain = try SpearmanTest.run(tiedX, tiedY)
    #expect(try SpearmanTest.run(tiedX.map { $0 * $0 }, tiedY) == plain)
    let turned = try KendallTest.run(tiedX.map { -$0 }, tiedY, alternative: .less)
    #expect(agree(turned.p, try KendallTest.run(tiedX, tiedY, alternative: .greater).p ?? 0))
  }

  @Test func `a full correlation has no interval and no number that is not one`() throws {
    let x: [Double] = [1, 2, 3, 4, 5]
    let spearman = try SpearmanTest.run(x, x)
    #expect(spearman.estimate?.value == 1 && spearman.estimate?.interval == nil)
    #expect(agree(spearman.p, 2.0 / 120))
    #expect(try PearsonTest.run(x, x).p == 0)
    #expect(agree(try KendallTest.run(x, x).p, 2.0 / 120))
  }

  @Test func `bad questions are refused with what to do`() {
    let constant = refusal { () throws(StatisticsError) in
      _ = try SpearmanTest.run([1, 2, 3], [4, 4, 4], names: ["a", "b"])
    }
    #expect(constant?.code == .constant)
    #expect(constant?.place.column == "b")
    let few = refusal { () throws(StatisticsError) in _ = try KendallTest.run([1, 2], [1, 2]) }
    #expect(few?.code == .tooFewRespondents)
    let uneven = refusal { () throws(StatisticsError) in _ = try PearsonTest.run([1, 2, 3], [1, 2]) }
    #expect(uneven?.code == .argument)
    let tied = refusal { () throws(StatisticsError) in _ = try KendallTest.run(tiedX, tiedY, method: .exact) }
    #expect(tied?.found == "an exact test of 8 respondents with ties")
    let exact = refusal { () throws(StatisticsError) in _ = try SpearmanTest.run(tiedX, tiedY, method: .exact) }
    #expect(exact?.expected == "at most nine respondents without ties")
    let names = refusal { () throws(StatisticsError) in
      _ = try PearsonTest.run([1, 2, 3], [1, 2, 4], names: [])
    }
    #expect(names?.found == "0 names")
  }
}

@Suite struct JonckheereTests {
  /// Hollander & Wolfe 1999, page 205: pieces finished under three degrees of knowledge of one's performance.
  let groups: [[Double]] = [
    [40, 35, 38, 43, 44, 41], [38, 40, 47, 44, 40, 42], [48, 40, 45, 43, 46, 44],
  ]

  @Test func `knowledge of performance by Hollander and Wolfe gives J 79`() throws {
    let result = try JonckheereTest.run(groups, names: ["none", "rough", "accurate"], alternative: .greater)
    #expect(result.statistic == 79)
    #expect(agree(result.detailValue("variance"), 150.28676470588235))
    #expect(agree(result.detailValue("z"), 2.0392930588447173))
    #expect(agree(result.p, 0.020710393993047235))
  }

  @Test func `two groups are the rank sum test without continuity correction`() throws {
    let (x, y) = (RankExamples.tiedFirst, RankExamples.tiedSecond)
    let order = try JonckheereTest.run([y, x], names: ["y", "x"])
    let sum = try MannWhitneyTest.run(x, y, method: .asymptotic, continuity: false)
    #expect(agree(order.p, sum.p ?? 0))
    #expect(order.statistic == sum.statistic)
  }

  @Test func `one group, and answers that are all alike, are refused`() {
    let one = refusal { () throws(StatisticsError) in _ = try JonckheereTest.run([[1, 2]], names: ["a"]) }
    #expect(one?.code == .groups)
    let same = refusal { () throws(StatisticsError) in _ = try JonckheereTest.run([[1], [1]], names: ["a", "b"]) }
    #expect(same?.code == .constant)
  }
}

@Suite struct OneSampleTests {
  @Test func `one sample against a value is paired answers against a constant`() throws {
    let x: [Double] = [1, 2, 2, 3, 5, 4, 4, 3, 5, 5]
    let rank = try WilcoxonSignedRankTest.oneSample(x, mu: 3)
    #expect(rank.id == "wilcoxon-one-sample")
    #expect(rank.p == (try WilcoxonSignedRankTest.run(x, x.map { _ in 3 })).p)
    let sign = try PairedSignTest.oneSample(x, mu: 3)
    #expect(sign.id == "sign" && sign.statistic == 5)
    #expect(agree(sign.p, 2 * 93.0 / 256))
    let t = try TTest.oneSample([1.1, 2.3, -0.5, 0.7, 0, 1.9, -1.2, 2.2], mu: 0.5)
    #expect(agree(t.statistic, 0.6793721930158062))
    #expect(agree(t.p, 0.5187277734351362))
    #expect(t.estimate?.id == "mean")
    let flat = refusal { () throws(StatisticsError) in _ = try TTest.oneSample([2, 2, 2], name: "q") }
    #expect(flat?.code == .constant && flat?.place.column == "q")
  }
}
