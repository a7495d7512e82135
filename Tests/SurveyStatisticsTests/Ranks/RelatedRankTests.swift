import SurveyModel
import SurveyStatistics
import TestSupport
import Testing

@Suite struct FriedmanTests {
  let names = ["round out", "narrow angle", "wide angle"]
  let quick = Bootstrap(replicates: 400, seed: 3)

  @Test(
    .published("friedman", in: "Hollander & Wolfe (1973), page 140: 11.143, p = .003805"),
    .golden("friedman", by: "R 4.2.2: friedman.test"))
  func `rounding first base by Hollander and Wolfe gives 11.143 and p .003805`() throws {
    let result = try FriedmanTest.run(RankExamples.roundingBase, names: names, bootstrap: quick)
    expectPrinted(result.statistic, "11.143")
    expectPrinted(result.p, "0.003805")
    expectClose(result.statistic, 11.142857142857142)
    expectClose(result.p, 0.003805040775511363)
    #expect(result.degreesOfFreedom == [2])
    expectClose(result.estimate?.value, 0.25324675324675322)
    let interval = try #require(result.estimate?.interval)
    #expect(interval.lower < 0.2533 && 0.2533 < interval.upper && interval.lower >= 0 && interval.upper <= 1)
    #expect(result.detailValue("imanDavenportF") != nil)
  }

  @Test(.golden("friedman", by: "R 4.2.2: friedman.test")) func `ties within respondents are corrected for`() throws {
    let result = try FriedmanTest.run(RankExamples.lessons, names: ["a", "b", "c"], bootstrap: quick)
    expectClose(result.statistic, 11.485714285714298, 1e-12)
    expectClose(result.p, 0.0032055963321071033, 1e-12)
  }

  @Test(.property("friedman", keeps: "mean ranks add up to k (k + 1) / 2"))
  func `mean ranks add up to k (k + 1) over 2`() throws {
    let result = try FriedmanTest.run(RankExamples.roundingBase, names: names, bootstrap: quick)
    let ranks = names.compactMap { result.detailValue("meanRank.\($0)") }
    expectClose(ranks.reduce(0, +), 6)
    for (name, rank) in zip(names, ranks) {
      #expect(result.detailValue("meanRankLower.\(name)") ?? 9 < rank)
      #expect(result.detailValue("meanRankUpper.\(name)") ?? 0 > rank)
    }
  }

  @Test(.property("friedman", keeps: "respondents doubled; full agreement is W = 1"))
  func `full agreement gives W 1 and every respondent doubled leaves W`() throws {
    let same = try FriedmanTest.run([[1, 2, 1], [3, 3, 2], [4, 5, 5]], names: ["a", "b", "c"], bootstrap: quick)
    #expect(same.estimate?.value == 1)
    #expect(same.estimate?.interval?.lower == 1)
    let once = try FriedmanTest.run(RankExamples.lessons, names: ["a", "b", "c"], bootstrap: quick)
    let twice = try FriedmanTest.run(RankExamples.lessons.map { $0 + $0 }, names: ["a", "b", "c"], bootstrap: quick)
    expectClose(twice.estimate?.value, once.estimate?.value)
    expectClose(twice.statistic, 2 * once.statistic)
  }

  @Test func `the same seed gives the same interval and another seed another`() throws {
    func interval(_ seed: UInt64) throws -> Interval? {
      try FriedmanTest.run(
        RankExamples.roundingBase, names: names, bootstrap: Bootstrap(replicates: 200, seed: seed)
      ).estimate?.interval
    }
    #expect(try interval(1) == interval(1))
    #expect(try interval(1) != interval(2))
    #expect(
      try FriedmanTest.run(RankExamples.lessons, names: names, bootstrap: Bootstrap(replicates: 0))
        .estimate?.interval == nil)
  }

  @Test(.property("friedman", keeps: "two items: the sign test")) func `two items give the sign test's statistic`()
    throws
  {
    let result = try FriedmanTest.run(
      [RankExamples.pairedFirst, RankExamples.pairedSecond], names: ["x", "y"], bootstrap: quick)
    expectClose(result.statistic, 16.0 / 8)
  }

  @Test func `bad questions are refused with what to do`() {
    let one = refusal { () throws(StatisticsError) in _ = try FriedmanTest.run([[1, 2]], names: ["a"]) }
    #expect(one?.code == .groups)
    #expect(one?.found == "1 item")
    let flat = refusal { () throws(StatisticsError) in
      _ = try FriedmanTest.run([[1, 2], [1, 2]], names: ["a", "b"])
    }
    #expect(flat?.code == .constant)
    let few = refusal { () throws(StatisticsError) in _ = try FriedmanTest.run([[1], [2]], names: ["a", "b"]) }
    #expect(few?.code == .tooFewRespondents)
    let ragged = refusal { () throws(StatisticsError) in
      _ = try FriedmanTest.run([[1, 2], [2]], names: ["a", "b"])
    }
    #expect(ragged?.found == "1 answers beside 2")
    let names = refusal { () throws(StatisticsError) in _ = try FriedmanTest.run([[1, 2], [2, 1]], names: ["a"]) }
    #expect(names?.found == "1 names for 2 items")
  }
}

@Suite struct PageTests {
  let quick = Bootstrap(replicates: 400, seed: 3)
  let rankings: [[Double]] = [[2, 1, 1, 2, 1], [1, 2, 3, 1, 4], [3, 3, 2, 4, 2], [4, 4, 4, 3, 3]]

  @Test(.golden("page", by: "exact p by counting all orders; normal p by Page's formula"))
  func `an untied table has the exact p of counting all orders`() throws {
    let result = try PageTest.run(rankings, names: ["a", "b", "c", "d"], bootstrap: quick)
    #expect(result.statistic == 143)
    expectClose(result.p, 0.002007378472222222, 1e-13)
    let normal = try PageTest.run(rankings, names: ["a", "b", "c", "d"], method: .asymptotic, bootstrap: quick)
    expectClose(normal.p, 0.0026472449732334756)
  }

  @Test(.property("page", keeps: "the variance with ties by hand")) func `ties lower the variance that L has`() throws {
    let result = try PageTest.run(RankExamples.lessons, names: ["tutorial", "lecture", "seminar"], bootstrap: quick)
    #expect(result.statistic == 133.5)
    #expect(result.detailValue("variance") == 17.5)
    expectClose(result.p, 0.0006252210567052369)
    #expect(result.detailValue("exact") == 0)
  }

  @Test(.property("page", keeps: "the reverse order is the mirror image"))
  func `the reverse order is the mirror image`() throws {
    let names = ["a", "b", "c", "d"]
    let up = try PageTest.run(rankings, names: names, bootstrap: quick)
    let down = try PageTest.run(rankings.reversed(), names: names.reversed(), alternative: .less, bootstrap: quick)
    expectClose(down.p, up.p)
    expectClose(down.estimate?.value, -(up.estimate?.value ?? 0))
    expectClose(down.effectSize("order-tau")?.value, -(up.effectSize("order-tau")?.value ?? 0))
  }

  @Test(.property("page", keeps: "the mean correlation is L by Page's formula"))
  func `the mean correlation is L on the scale of minus one to one`() throws {
    let result = try PageTest.run(rankings, names: ["a", "b", "c", "d"], bootstrap: quick)
    // Page (1963): r = 12 L / (n k (k² − 1)) − 3 (k + 1) / (k − 1).
    expectClose(result.estimate?.value, 12 * 143 / (5 * 4 * 15.0) - 5)
    let interval = try #require(result.estimate?.interval)
    #expect(interval.lower < 0.72 && interval.upper > 0.72)
  }

  @Test func `a clear order is nearly certain and a muddle is not`() throws {
    let clear: [[Double]] = [
      [Double](repeating: 1, count: 30), [Double](repeating: 2, count: 30), [Double](repeating: 3, count: 30),
    ]
    let certain = try PageTest.run(clear, names: ["a", "b", "c"], bootstrap: quick)
    #expect(certain.detailValue("probabilityStatedOrder") == 1)
    #expect(certain.effectSize("order-tau")?.value == 1)
    let muddle = try PageTest.run(RankExamples.roundingBase, names: ["a", "b", "c"], bootstrap: quick)
    #expect(muddle.detailValue("probabilityStatedOrder") ?? 1 < 0.05)
    #expect(muddle.detailValue("probabilityObservedOrder") ?? 0 > 0.5)
    #expect(muddle.effectSize("order-tau")?.value == -1)
    #expect(muddle.detailValue("place.a") == 3)
  }

  @Test func `bad questions are refused with what to do`() {
    let two = refusal { () throws(StatisticsError) in _ = try PageTest.run([[1, 2], [2, 3]], names: ["a", "b"]) }
    #expect(two?.expected == "at least 3 items")
    let ties = refusal { () throws(StatisticsError) in
      _ = try PageTest.run(RankExamples.lessons, names: ["a", "b", "c"], method: .exact)
    }
    #expect(ties?.found == "an exact test of 10 respondents and 3 items with ties")
    let flat = refusal { () throws(StatisticsError) in
      _ = try PageTest.run([[1, 2], [1, 2], [1, 2]], names: ["a", "b", "c"])
    }
    #expect(flat?.code == .constant)
  }
}

@Suite struct OrderContrastsTests {
  @Test func `an order is supported only when every step is`() throws {
    let n = 40
    let low = (0..<n).map { Double($0 % 3 + 1) }
    let middle = low.map { $0 + 1 }
    let high = middle.enumerated().map { $0.offset % 2 == 0 ? $0.element + 1 : $0.element - 1 }
    let trend = try OrderContrasts([low, middle, high], names: ["a", "b", "c"])
    #expect(trend.steps.map(\.isSupported) == [true, false])
    #expect(!trend.isSupported && !trend.isContradicted)
    let page = try PageTest.run([low, middle, high], names: ["a", "b", "c"], bootstrap: Bootstrap(replicates: 0))
    #expect(page.p ?? 1 < 0.001)
    let order = try OrderContrasts([low, middle, middle.map { $0 + 1 }], names: ["a", "b", "c"], test: .sign)
    #expect(order.isSupported)
    let reverse = try OrderContrasts([middle, low], names: ["b", "a"])
    #expect(reverse.isContradicted)
  }

  @Test(.property("order contrasts", keeps: "p-values are Holm's over the steps"))
  func `p-values are Holm's over the steps`() throws {
    let contrasts = try OrderContrasts(RankExamples.roundingBase, names: ["a", "b", "c"])
    let raw = contrasts.steps.map { $0.test?.p ?? 1 }
    let smaller = raw.firstIndex(of: raw.min() ?? 0) ?? 0
    expectClose(contrasts.steps[smaller].pAdjusted, min(1, 2 * raw[smaller]))
    #expect(contrasts.steps[1 - smaller].pAdjusted == max(raw[1 - smaller], min(1, 2 * raw[smaller])))
    #expect(contrasts.steps[0].lower == "a" && contrasts.steps[0].higher == "b")
  }

  @Test func `a step that nobody takes is not supported and stops nothing`() throws {
    let contrasts = try OrderContrasts([[1, 2, 3], [1, 2, 3], [2, 3, 4]], names: ["a", "b", "c"])
    #expect(contrasts.steps[0].test == nil)
    #expect(contrasts.steps[0].pAdjusted == 1)
    #expect(!contrasts.isSupported)
  }
}

@Suite struct KruskalWallisTests {
  let quick = Bootstrap(replicates: 400, seed: 3)

  @Test(
    .published("kruskal-wallis", in: "Hollander & Wolfe (1973), page 116: H = 0.77143, p = .68"),
    .golden("kruskal-wallis", by: "R 4.2.2: kruskal.test"))
  func `mucociliary efficiency of Hollander and Wolfe gives H 0.77143`() throws {
    let result = try KruskalWallisTest.run(
      RankExamples.mucociliary, names: ["normal", "obstructive", "asbestosis"], bootstrap: quick)
    expectPrinted(result.statistic, "0.77143")
    expectPrinted(result.p, "0.68")
    expectClose(result.statistic, 0.77142857142857224)
    expectClose(result.p, 0.67996477357889362)
    #expect(result.assumptions.contains { $0.state == .violated(why: "a group has fewer") })
  }

  @Test(.golden("kruskal-wallis", by: "R 4.2.2: kruskal.test")) func `Beall's insects give H 54.691`() throws {
    let result = try KruskalWallisTest.run(
      RankExamples.sprays, names: ["A", "B", "C", "D", "E", "F"], bootstrap: quick)
    expectClose(result.statistic, 54.691344622371446, 1e-12)
    expectClose(result.p, 1.510844439418511e-10, 1e-11)
    let epsilon = try #require(result.effectSize("epsilon-squared"))
    expectClose(epsilon.value, 54.691344622371446 / 71)
    #expect(epsilon.interval?.lower ?? 1 < epsilon.value && epsilon.interval?.upper ?? 0 > epsilon.value - 0.05)
  }

  @Test(.property("kruskal-wallis", keeps: "two groups: the square of the rank sum's z"))
  func `two groups give the square of the rank sum's z`() throws {
    let (x, y) = (RankExamples.tiedFirst, RankExamples.tiedSecond)
    let h = try KruskalWallisTest.run([x, y], names: ["x", "y"], bootstrap: quick).statistic
    let z = try #require(try MannWhitneyTest.run(x, y, continuity: false).detailValue("z"))
    expectClose(h, z * z)
  }

  @Test func `bad questions are refused with what to do`() {
    let one = refusal { () throws(StatisticsError) in _ = try KruskalWallisTest.run([[1, 2]], names: ["a"]) }
    #expect(one?.code == .groups)
    #expect(one?.found == "1 group with answers")
    let empty = refusal { () throws(StatisticsError) in
      _ = try KruskalWallisTest.run([[1, 2], []], names: ["a", "b"])
    }
    #expect(empty?.place.column == "b")
    let same = refusal { () throws(StatisticsError) in
      _ = try KruskalWallisTest.run([[1, 1], [1]], names: ["a", "b"])
    }
    #expect(same?.code == .constant)
  }
}

@Suite struct DunnComparisonsTests {
  @Test(.golden("dunn", by: "R 4.2.2, Dunn's formula with ties"))
  func `three of Beall's sprays compare as Dunn's formula says`() throws {
    let dunn = try DunnComparisons(Array(RankExamples.sprays.prefix(3)), names: ["A", "B", "C"])
    #expect(dunn.comparisons.map { $0.first + $0.second } == ["AB", "AC", "BC"])
    for (found, expected) in zip(dunn.comparisons, [-0.388543670100131, 3.972859026773837, 4.361402696873968]) {
      expectClose(found.z, expected)
    }
    expectClose(dunn.comparisons[2].p, 1.2923126568686758e-05, 1e-11)
    expectClose(dunn.comparisons[2].pAdjusted, 3 * 1.2923126568686758e-05, 1e-11)
    expectClose(dunn.comparisons[1].pAdjusted, 2 * 7.101508194438191e-05, 1e-11)
    #expect(dunn.comparisons[1].superiority.value > 0.95)
  }

  @Test(.property("dunn", keeps: "two groups: the root of H")) func `two groups give the square root of H`() throws {
    let (x, y) = (RankExamples.tiedFirst, RankExamples.tiedSecond)
    let dunn = try DunnComparisons([x, y], names: ["x", "y"], adjustment: .none)
    let h = try KruskalWallisTest.run([x, y], names: ["x", "y"], bootstrap: Bootstrap(replicates: 0)).statistic
    expectClose(dunn.comparisons[0].z * dunn.comparisons[0].z, h)
  }

  @Test func `one group, and answers that are all alike, are refused`() {
    let one = refusal { () throws(StatisticsError) in _ = try DunnComparisons([[1]], names: ["a"]) }
    #expect(one?.code == .groups)
    let same = refusal { () throws(StatisticsError) in _ = try DunnComparisons([[1], [1]], names: ["a", "b"]) }
    #expect(same?.code == .constant)
  }
}

@Suite struct RankingTests {
  @Test(.property("ranks", keeps: "ties share the mean rank")) func `ties share their mean rank`() {
    let ranking = Ranking([3, 1, 3, 2, 3])
    #expect(ranking.ranks == [4, 1, 4, 2, 4])
    #expect(ranking.runs == [1, 1, 3])
    #expect(ranking.tieTerm == 24)
    #expect(ranking.hasTies)
  }

  @Test func `nothing has no ranks`() {
    #expect(Ranking([]).ranks.isEmpty)
    #expect(!Ranking([7]).hasTies)
  }

  @Test(.property("ranks", keeps: "ranks add up to n (n + 1) / 2")) func `ranks always add up to n (n + 1) over 2`() {
    for n in 1...30 {
      let values = (0..<n).map { Double($0 * 7 % 5) }
      #expect(Ranking(values).ranks.reduce(0, +) == Double(n * (n + 1)) / 2)
    }
  }

  @Test(arguments: [3, 64, 65, 200]) func `few values are counted and many are sorted, to the same ranks`(distinct: Int)
  {
    var random = CounterGenerator(seed: 8)
    let values = (0..<300).map { _ in Double(random.below(distinct)) - 1.5 }
    let ranking = Ranking(values)
    for (value, rank) in zip(values, ranking.ranks) {
      let below = values.count { $0 < value }
      let equal = values.count { $0 == value }
      #expect(rank == Double(2 * below + equal + 1) / 2)
    }
    #expect(ranking.runs.reduce(0, +) == 300 && ranking.runs.count == Set(values).count)
  }

  @Test func `respondents with the same order are one pattern`() {
    let table = RankPatterns([[1, 10, 3, 2], [2, 20, 1, 2]])
    #expect(table.patterns == [[1, 2], [2, 1], [1.5, 1.5]])
    #expect(table.counts == [2, 1, 1])
  }
}
