import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct PairwiseComparisonTests {
  private func groups(_ value: JSONValue?) throws -> (values: [[Double]], names: [String]) {
    let members = try #require(value?.object).members
    return (
      try members.map { try #require($0.value.array).map { try #require($0.digits) } }, members.map(\.name)
    )
  }

  @Test(.golden("tukey", by: "R 4.2.2: TukeyHSD")) func `Tukey's comparisons of warp breaks are those of R's TukeyHSD`()
    throws
  {
    for name in ["tension", "sprays"] {
      let golden = try #require(try Golden.json("association-r.json")["tukey"]?[name])
      let (values, names) = try groups(golden["groups"])
      let result = try PairwiseComparisons.tukey(values, names: names)
      let printed = try #require(golden["names"]?.array).compactMap(\.string)
      #expect(result.comparisons.count == printed.count)
      for pair in result.comparisons {
        // R takes the first from the second.
        let index = try #require(printed.firstIndex(of: "\(pair.second)-\(pair.first)"))
        expectClose(-pair.estimate.value, try golden.number("table", "\(index)", "0"), 1e-12)
        let interval = try #require(pair.estimate.interval)
        expectClose(-interval.upper, try golden.number("table", "\(index)", "1"), 1e-5)
        expectClose(-interval.lower, try golden.number("table", "\(index)", "2"), 1e-5)
        expectNear(try #require(pair.pAdjusted), try golden.number("table", "\(index)", "3"), 1e-7)
        #expect(try #require(pair.p) <= (try #require(pair.pAdjusted)))
      }
    }
  }

  @Test(.golden("games-howell", by: "R 4.2.2, the formula with ptukey"))
  func `Games and Howell's comparisons agree with their formula in R`() throws {
    let golden = try #require(try Golden.json("association-r.json"))
    let (values, names) = try groups(golden["tukey"]?["sprays"]?["groups"])
    let result = try PairwiseComparisons.gamesHowell(values, names: names)
    let table = try #require(golden["gamesHowell"]?["sprays"])
    for (index, pair) in result.comparisons.enumerated() {
      // combn(6, 2) has the same order of pairs.
      expectClose(pair.estimate.value, try table.number("\(index)", "0"), 1e-12)
      expectClose(try #require(pair.degreesOfFreedom), try table.number("\(index)", "1"), 1e-12)
      expectNear(try #require(pair.pAdjusted), try table.number("\(index)", "2"), 1e-7)
      let interval = try #require(pair.estimate.interval)
      expectClose(interval.lower, try table.number("\(index)", "3"), 1e-5)
      expectClose(interval.upper, try table.number("\(index)", "4"), 1e-5)
    }
    #expect(result.comparisons.first?.effects.first?.denominator == "the root of the mean of the two variances")
  }

  @Test(.property("tukey", "games-howell", keeps: "two groups: Student's and Welch's t tests"))
  func `with two groups Tukey is Student's t test and Games–Howell is Welch's`() throws {
    let (x, y): ([Double], [Double]) = ([3, 5, 4, 6, 7, 5], [1, 2, 4, 3, 2])
    let tukey = try #require(try PairwiseComparisons.tukey([x, y], names: ["a", "b"]).comparisons.first)
    let student = try TTest.student(x, y)
    expectClose(try #require(tukey.pAdjusted), try #require(student.p), 1e-11)
    expectClose(tukey.statistic, student.statistic, 1e-13)
    expectClose(
      try #require(tukey.estimate.interval).lower, try #require(student.estimate?.interval).lower, 1e-9)
    let games = try #require(try PairwiseComparisons.gamesHowell([x, y], names: ["a", "b"]).comparisons.first)
    let welch = try TTest.welch(x, y)
    expectClose(try #require(games.pAdjusted), try #require(welch.p), 1e-11)
  }

  @Test(.golden("pairwise-proportions", by: "R 4.2.2: pairwise.prop.test"))
  func `shares of smokers are compared as in R's pairwise.prop.test`() throws {
    let golden = try #require(try Golden.json("association-r.json")["pairwiseProportions"])
    for (adjustment, key) in [(PAdjustment.none, "raw"), (.hochberg, "hochberg")] {
      let result = try PairwiseComparisons.proportions(
        successes: [83, 90, 129, 70], trials: [86, 93, 136, 82], names: ["1", "2", "3", "4"], adjustment: adjustment)
      #expect(result.comparisons.count == 6)
      for pair in result.comparisons {
        let (first, second) = (try #require(Int(pair.first)), try #require(Int(pair.second)))
        expectClose(try #require(pair.pAdjusted), try golden.number(key, "\(second - 2)", "\(first - 1)"), 1e-11)
      }
    }
  }

  @Test(.property("pairwise-proportions", keeps: "a pair that cannot be tested does not count for the correction"))
  func `a pair without both answers has no p and does not count for the correction`() throws {
    let result = try PairwiseComparisons.proportions(
      successes: [0, 0, 6], trials: [8, 9, 10], names: ["a", "b", "c"], adjustment: .bonferroni)
    let pair = try #require(result.comparisons.first)
    #expect(pair.p == nil && pair.pAdjusted == nil)
    #expect(pair.estimate.interval != nil)
    let other = result.comparisons[1]
    expectClose(try #require(other.pAdjusted), 2 * (try #require(other.p)), 1e-14)
    #expect(result.conventions[0].hasSuffix("adjusted p over 2 pairs: Bonferroni"))
  }

  @Test func `Dunn's pairs carry their correction's name`() throws {
    let result = try PairwiseComparisons.dunn(
      [[1, 2, 3, 4], [3, 4, 5, 6], [5, 6, 7, 9]], names: ["a", "b", "c"], adjustment: .benjaminiHochberg)
    #expect(result.adjustment == "Benjamini–Hochberg")
    let direct = try DunnComparisons(
      [[1, 2, 3, 4], [3, 4, 5, 6], [5, 6, 7, 9]], names: ["a", "b", "c"], adjustment: .benjaminiHochberg)
    #expect(result.comparisons.map(\.pAdjusted) == direct.comparisons.map(\.pAdjusted))
  }

  @Test func `what cannot be compared is refused`() {
    let one = #expect(throws: StatisticsError.self) { try PairwiseComparisons.tukey([[1, 2]], names: ["a"]) }
    #expect(one?.found == "1 group with answers")
    let single = #expect(throws: StatisticsError.self) {
      try PairwiseComparisons.tukey([[1], [2]], names: ["a", "b"])
    }
    #expect(single?.found == "2 respondents in 2 groups")
    let constant = #expect(throws: StatisticsError.self) {
      try PairwiseComparisons.tukey([[1, 1], [2, 2]], names: ["a", "b"])
    }
    #expect(constant?.code == .constant)
    let flat = #expect(throws: StatisticsError.self) {
      try PairwiseComparisons.gamesHowell([[1, 1], [2, 2], [1, 3]], names: ["a", "b", "c"])
    }
    #expect(flat?.found == "two groups whose answers do not vary")
    #expect(throws: StatisticsError.self) {
      try PairwiseComparisons.proportions(successes: [1], trials: [2], names: ["a"])
    }
  }
}
