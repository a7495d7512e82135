import SurveyModel
import SurveyStatistics
import TestSupport
import Testing

@Suite struct CorrelationTestTests {
  /// Hollander & Wolfe 1973, page 187: lightness of tuna and a panel's scores.
  let lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
  let scores = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
  let tiedX: [Double] = [1, 2, 2, 3, 3, 3, 4, 5]
  let tiedY: [Double] = [3, 1, 2, 5, 4, 4, 6, 6]

  @Test(
    .published("kendall", in: "Hollander & Wolfe (1973), page 187: T = 26, p = .1194"),
    .golden("kendall", by: "R 4.2.2: cor.test")) func `tuna by Hollander and Wolfe have Kendall's T 26 and p .1194`()
    throws
  {
    let result = try KendallTest.run(lightness, scores)
    expectPrinted(result.statistic, "26")
    expectPrinted(result.p, "0.1194")
    expectClose(result.p, 0.1194389329805996, 1e-13)
    expectClose(result.estimate?.value, 4.0 / 9)
    let normal = try KendallTest.run(lightness, scores, method: .asymptotic)
    expectClose(normal.p, 0.09529283802345664)
  }

  @Test(
    .published("spearman", in: "Hollander & Wolfe (1973), page 187, as in R's ?cor.test: S = 48, p = .0968"),
    .golden("spearman", by: "R 4.2.2: cor.test; interval of Fieller, Hartley & Pearson by hand"))
  func `the same tuna have Spearman's S 48 and p .0968`() throws {
    let result = try SpearmanTest.run(lightness, scores)
    expectPrinted(result.statistic, "48")
    expectPrinted(result.p, "0.0968")
    expectClose(result.p, 0.096797839506172836, 1e-13)
    expectClose(result.estimate?.value, 0.6)
    expectClose(result.estimate?.interval?.lower, -0.17424407, 1e-6)
    expectClose(result.estimate?.interval?.upper, 0.91579788, 1e-7)
    expectClose(try SpearmanTest.run(lightness, scores, method: .asymptotic).p, 0.08762282904140249, 1e-11)
  }

  @Test(
    .published("pearson", in: "Hollander & Wolfe (1973), page 187, as in R's ?cor.test: t = 1.8411, p = .1082"),
    .golden("pearson", by: "R 4.2.2: cor.test")) func `and Pearson's t 1.841 with Fisher's interval`() throws
  {
    let result = try PearsonTest.run(lightness, scores)
    expectPrinted(result.statistic, "1.8411")
    expectPrinted(result.p, "0.1082")
    expectClose(result.statistic, 1.8410826381153382)
    expectClose(result.p, 0.10817305434949379)
    expectClose(result.estimate?.value, 0.57118155756382871)
    expectClose(result.estimate?.interval?.lower, -0.14974263303675717)
    expectClose(result.estimate?.interval?.upper, 0.89557946183873927)
  }

  @Test(
    .property("pearson", keeps: "scaling, however far"), arguments: [0x1p-1060, 0x1p-700, 0x1p700, 0x1p1016])
  func `numbers whose squares no Double holds correlate as others do`(_ factor: Double) throws {
    let steps: [Double] = [1, 4, -3, 2, 7, -5]
    let other: [Double] = [2, 1, -1, 4, 3, -6]
    let plain = try PearsonTest.run(steps, other)
    let scaled = try PearsonTest.run(steps.map { $0 * factor }, other)
    expectClose(scaled.estimate?.value, plain.estimate?.value ?? .nan, 1e-14)
    expectClose(scaled.p, plain.p ?? .nan, 1e-13)
  }

  @Test(.golden("kendall", "spearman", by: "R 4.2.2: cor.test")) func `ties are taken out of both margins`() throws {
    let tau = try KendallTest.run(tiedX, tiedY)
    expectClose(tau.estimate?.value, 0.760608730574164, of: "kendall")
    expectClose(tau.p, 0.013338990472527654, of: "kendall")
    let rho = try SpearmanTest.run(tiedX, tiedY)
    expectClose(rho.estimate?.value, 0.8945652518467674, of: "spearman")
    expectClose(rho.p, 0.0027033402533457426, 1e-11, of: "spearman")
  }

  @Test(.property("kendall", keeps: "counting every pair")) func `counting by merging agrees with counting every pair`()
    throws
  {
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

  @Test(.property("spearman", "kendall", keeps: "rising and falling transformations"))
  func `a falling transformation turns the sign, a rising one changes nothing`() throws {
    let plain = try SpearmanTest.run(tiedX, tiedY)
    #expect(try SpearmanTest.run(tiedX.map { $0 * $0 }, tiedY) == plain)
    let turned = try KendallTest.run(tiedX.map { -$0 }, tiedY, alternative: .less)
    expectClose(turned.p, try KendallTest.run(tiedX, tiedY, alternative: .greater).p ?? 0)
  }

  @Test(.property("spearman", "pearson", "kendall", keeps: "full correlation"))
  func `a full correlation has no interval and no number that is not one`() throws {
    let x: [Double] = [1, 2, 3, 4, 5]
    let spearman = try SpearmanTest.run(x, x)
    #expect(spearman.estimate?.value == 1 && spearman.estimate?.interval == nil)
    expectClose(spearman.p, 2.0 / 120)
    #expect(try PearsonTest.run(x, x).p == 0)
    expectClose(try KendallTest.run(x, x).p, 2.0 / 120)
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

  @Test(
    .published("jonckheere", in: "Hollander & Wolfe (1999), page 205: J = 79, p = .0207"),
    .golden("jonckheere", by: "R 4.2.2, the variance with ties by its formula"))
  func `knowledge of performance by Hollander and Wolfe gives J 79`() throws {
    let result = try JonckheereTest.run(groups, names: ["none", "rough", "accurate"], alternative: .greater)
    expectPrinted(result.statistic, "79")
    expectPrinted(result.p, "0.0207")
    expectClose(result.detailValue("variance"), 150.28676470588235)
    expectClose(result.detailValue("z"), 2.0392930588447173)
    expectClose(result.p, 0.020710393993047235)
  }

  @Test(.property("jonckheere", keeps: "two groups: the rank sum test"))
  func `two groups are the rank sum test without continuity correction`() throws {
    let (x, y) = (RankExamples.tiedFirst, RankExamples.tiedSecond)
    let order = try JonckheereTest.run([y, x], names: ["y", "x"])
    let sum = try MannWhitneyTest.run(x, y, method: .asymptotic, continuity: false)
    expectClose(order.p, sum.p)
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
  @Test(
    .property(
      "wilcoxon-one-sample", "sign", "t-one-sample",
      keeps: "one sample is paired answers against a constant; the sign test by binomial coefficients"),
    .golden("t-one-sample", by: "R 4.2.2: t.test"))
  func `one sample against a value is paired answers against a constant`() throws {
    let x: [Double] = [1, 2, 2, 3, 5, 4, 4, 3, 5, 5]
    let rank = try WilcoxonSignedRankTest.oneSample(x, mu: 3)
    #expect(rank.id == "wilcoxon-one-sample")
    #expect(rank.p == (try WilcoxonSignedRankTest.run(x, x.map { _ in 3 })).p)
    let sign = try PairedSignTest.oneSample(x, mu: 3)
    #expect(sign.id == "sign" && sign.statistic == 5)
    expectClose(sign.p, 2 * 93.0 / 256, of: "sign", as: .property)
    let t = try TTest.oneSample([1.1, 2.3, -0.5, 0.7, 0, 1.9, -1.2, 2.2], mu: 0.5)
    expectClose(t.statistic, 0.6793721930158062)
    expectClose(t.p, 0.5187277734351362)
    #expect(t.estimate?.id == "mean")
    let flat = refusal { () throws(StatisticsError) in _ = try TTest.oneSample([2, 2, 2], name: "q") }
    #expect(flat?.code == .constant && flat?.place.column == "q")
  }
}
