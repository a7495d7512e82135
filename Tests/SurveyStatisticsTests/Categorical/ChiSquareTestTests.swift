import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct ChiSquareTestTests {
  /// Agresti (2007), page 39: party by gender.
  let party = [[762, 327, 468], [484, 239, 477]]

  @Test(
    .published("chi-square", in: "Agresti (2007), page 39"),
    .golden("chi-square", "g-test", by: "R 4.2.2: chisq.test and its formula of G²"))
  func `party by gender is Agresti's worked example`() throws {
    let table = try ContingencyTable(
      counts: party, rowLabels: ["Women", "Men"], columnLabels: ["Democrat", "Independent", "Republican"])
    let result = try ChiSquareTest.independence(table)
    #expect(result.id == "chi-square")
    expectPrinted(result.statistic, "30.07")
    // R 4.2: chisq.test
    expectClose(result.statistic, 30.070149095754672, 1e-13, of: "chi-square")
    expectClose(try #require(result.p), 2.953589183211757e-07, 1e-12, of: "chi-square")
    #expect(result.degreesOfFreedom == [2])
    expectClose(try result.effect("cramers-v").value, 0.10443580235646778, 1e-13, of: "chi-square")
    expectClose(try result.detail("contingencyCoefficient"), 0.10387088713082784, 1e-13, of: "chi-square")
    #expect(result.groups.map(\.count) == [1246, 566, 945])
    #expect(result.assumptions.first?.state == .met)
    let likelihood = try ChiSquareTest.independence(table, statistic: .likelihoodRatio)
    #expect(likelihood.id == "g-test")
    expectClose(likelihood.statistic, 30.016692613239666, 1e-13, of: "g-test")
  }

  @Test(.golden("chi-square", by: "R 4.2.2: chisq.test, stdres"))
  func `the adjusted residuals are those that Agresti prints`() throws {
    let residuals = try ContingencyTable(counts: party).adjustedResiduals
    let expected = [
      [4.502053521086705, 0.6994517329844298, -5.315945542704929],
      [-4.502053521086705, -0.6994517329844298, 5.315945542704929],
    ]
    for (row, expectedRow) in zip(residuals, expected) {
      for (found, value) in zip(row, expectedRow) { expectClose(found, value, 1e-12) }
    }
    let pearson = try ContingencyTable(counts: party).pearsonResiduals
    expectClose(pearson.joined().reduce(0) { $0 + $1 * $1 }, 30.070149095754672, 1e-13)
  }

  @Test(.golden("chi-square", "fisher", "mcnemar", by: "R 4.2.2, psych 2.2.9, on the synthetic answers"))
  func `the golden two-by-two tables come out`() throws {
    let golden = try Golden.json("paradox.json")
    for cut in ["cut3", "cut4", "cut5"] {
      let rows = try #require(golden[cut]?["table"]?.array)
      let cells = rows.map { $0.array?.compactMap(\.integer) ?? [] }
      let table = try ContingencyTable(counts: cells)
      let result = try ChiSquareTest.independence(table)
      expectClose(result.statistic, try golden.number(cut, "chisq_nocc"), 1e-11, of: "chi-square")
      expectClose(try result.effect("phi").value, try golden.number(cut, "phi"), 1e-8, of: "chi-square")
      let ratio = try result.effect("odds-ratio")
      expectClose(ratio.value, try golden.number(cut, "or"), 1e-13, of: "chi-square")
      expectClose(try #require(ratio.interval).lower, try golden.number(cut, "or_ci", "0"), 1e-12, of: "chi-square")
      expectClose(try #require(ratio.interval).upper, try golden.number(cut, "or_ci", "1"), 1e-12, of: "chi-square")
      let fisher = try FisherExactTest.test(table)
      expectClose(try #require(fisher.p), try golden.number(cut, "fisher_p"), 1e-12, of: "fisher")
      let change = try McNemarTest.test(table, rule: .asymptotic)
      expectClose(change.statistic, try golden.number(cut, "mcnemar"), 1e-13, of: "mcnemar")
    }
  }

  @Test(.property("chi-square", keeps: "two-by-two tables: the closed formulas, with and without correction"))
  func `Yates's correction is off unless asked for, and is for two-by-two tables`() throws {
    // Statistic with and without by hand: n(|ad − bc| − n/2)² / margins, for 12, 5, 4, 11
    let table = try ContingencyTable(counts: [[12, 5], [4, 11]])
    let margins = 17.0 * 15 * 16 * 16
    let plain = try ChiSquareTest.independence(table)
    expectClose(plain.statistic, 32 * 112.0 * 112 / margins, 1e-13)
    let corrected = try ChiSquareTest.independence(table, continuityCorrection: true)
    expectClose(corrected.statistic, 32 * 96.0 * 96 / margins, 1e-13)
    #expect(corrected.conventions.last == "Yates's continuity correction")
    #expect(plain.conventions.last == "no continuity correction")
    let large = try ContingencyTable(counts: party)
    #expect(try ChiSquareTest.independence(large, continuityCorrection: true).statistic == 30.070149095754672)
  }

  @Test(.property("chi-square", keeps: "rows and columns permuted and exchanged"))
  func `transposing and permuting leave the statistic alone`() throws {
    let table = try ContingencyTable(counts: [[9, 3, 4], [2, 8, 1], [5, 5, 12], [0, 2, 7]])
    let other = try ContingencyTable(counts: [[12, 5, 5], [7, 0, 2], [4, 9, 3], [1, 2, 8]])
    let value = try ChiSquareTest.independence(table).statistic
    expectClose(try ChiSquareTest.independence(table.transposed).statistic, value, 1e-13)
    expectClose(try ChiSquareTest.independence(other).statistic, value, 1e-13)
  }

  @Test(.property("chi-square", keeps: "an answer that nobody gave"))
  func `a category without respondents changes nothing and is told`() throws {
    let table = try ContingencyTable(counts: [[762, 0, 327, 468], [484, 0, 239, 477], [0, 0, 0, 0]])
    let result = try ChiSquareTest.independence(table)
    expectClose(result.statistic, 30.070149095754672, 1e-13)
    #expect(result.degreesOfFreedom == [2])
    #expect(result.warnings == ["rows or columns without respondents are left out"])
  }

  @Test(
    .property(
      "chi-square", keeps: "the interval of V inverts the noncentral distribution; Bergsma's correction by hand"))
  func `Cramér's V has an interval that holds it, and its bias goes with few respondents`() throws {
    let result = try ChiSquareTest.independence(try ContingencyTable(counts: party))
    let v = try result.effect("cramers-v")
    let interval = try #require(v.interval)
    #expect(interval.lower < v.value && v.value < interval.upper)
    expectClose(
      NoncentralChiSquared(2, noncentrality: interval.upper * interval.upper * 2757).lowerTail(result.statistic), 0.025,
      1e-8)
    // Bergsma (2013), equation 6, by hand for n = 2757, 2 × 3.
    let square = 30.070149095754672 / 2757 - 2 / 2756.0
    let corrected = (square / (2 - 1 / 2756.0 - 1)).squareRoot()
    expectClose(try result.effect("cramers-v-bias-corrected").value, corrected, 1e-13)
    let weak = try ChiSquareTest.independence(try ContingencyTable(counts: [[5, 5], [5, 5]]))
    #expect(try weak.effect("cramers-v-bias-corrected").value == 0)
    #expect(try #require(weak.effect("cramers-v").interval).lower == 0)
  }

  @Test func `few expected counts are named`() throws {
    let result = try ChiSquareTest.independence(try ContingencyTable(counts: [[3, 1], [1, 3]]))
    #expect(result.assumptions.first?.state == .violated(why: "4 of 4 are under 5, the smallest is 2.0"))
  }

  @Test(
    .property(
      "chi-square-goodness-of-fit", keeps: "the sum of squares over expected counts; two answers: the score test"))
  func `a fair die is Fisher's test of fit`() throws {
    // Sokal & Rohlf's rule: sum of squared differences over expected counts, 6 × 10 expected.
    let result = try ChiSquareTest.goodnessOfFit(counts: [5, 8, 9, 8, 10, 20])
    expectClose(result.statistic, 13.4, 1e-14)
    // R 4.2: chisq.test(c(5, 8, 9, 8, 10, 20))$p.value
    expectClose(try #require(result.p), ChiSquared(5).upperTail(13.4), 1e-15)
    expectClose(try result.effect("cohens-w").value, (13.4 / 60).squareRoot(), 1e-14)
    let shares = try ChiSquareTest.goodnessOfFit(counts: [20, 30], shares: [2, 3])
    #expect(shares.statistic == 0)
    #expect(shares.p == 1)
    // Two categories are the score test of a share.
    let two = try ChiSquareTest.goodnessOfFit(counts: [37, 23], shares: [0.4, 0.6])
    let score = try ProportionTest.oneSample(successes: 37, trials: 60, probability: 0.4)
    expectClose(two.statistic, score.statistic * score.statistic, 1e-12)
  }

  @Test func `tables that answer nothing are refused`() {
    let one = #expect(throws: StatisticsError.self) {
      try ChiSquareTest.independence(try ContingencyTable(counts: [[3, 0], [4, 0]]))
    }
    #expect(one?.code == .groups)
    #expect(one?.found == "2 row(s) and 1 column(s) with respondents")
    let ragged = #expect(throws: StatisticsError.self) { try ContingencyTable(counts: [[3, 0], [4]]) }
    #expect(ragged?.code == .argument)
    let negative = #expect(throws: StatisticsError.self) { try ContingencyTable(counts: [[3, -1]]) }
    #expect(negative?.found == "a negative count")
    let lengths = #expect(throws: StatisticsError.self) {
      try ContingencyTable(rows: [0], columns: [0, 1], rowLabels: ["a"], columnLabels: ["b", "c"])
    }
    #expect(lengths?.found == "1 and 2 answers")
    let position = #expect(throws: StatisticsError.self) {
      try ContingencyTable(rows: [3], columns: [0], rowLabels: ["a"], columnLabels: ["b", "c"])
    }
    #expect(position?.found == "an answer at position 3, 0")
    #expect(throws: StatisticsError.self) { try ChiSquareTest.goodnessOfFit(counts: [4]) }
    #expect(throws: StatisticsError.self) { try ChiSquareTest.goodnessOfFit(counts: [0, 0]) }
    #expect(throws: StatisticsError.self) { try ChiSquareTest.goodnessOfFit(counts: [1, 2], shares: [1, 0]) }
  }

  @Test func `a table counts pairs and leaves incomplete ones out`() throws {
    let table = try ContingencyTable(
      rows: [0, 1, nil, 1, 0], columns: [1, 0, 0, nil, 1], rowLabels: ["a", "b"], columnLabels: ["x", "y"])
    #expect(table.counts == [[0, 2], [1, 0]])
    #expect(table.total == 3)
    #expect(table.transposed.counts == [[0, 1], [2, 0]])
  }
}
