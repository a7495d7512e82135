import PaperTables
import SurveyStatistics
import Testing

@Suite struct TestResultTableTests {
  @Test func `pairs of groups stand in rows with both p-values`() throws {
    let comparisons = try PairwiseComparisons.tukey(
      [[3, 5, 4, 6], [1, 2, 4, 3], [7, 8, 6, 9]], names: ["low", "middle", "high"])
    let text = Table.comparisons(comparisons).plainText()
    for words in [
      "low – middle", "low – high", "middle – high", "p, adjusted", "Difference of means [interval]",
      "Cohen’s d [interval]", "t(9) = ", "Adjusted: Tukey (studentized range).",
    ] { #expect(text.contains(words), "\(words) in\n\(text)") }
  }

  @Test func `a pair that has nothing to test has empty cells, and effects without intervals say none`() throws {
    let shares = try PairwiseComparisons.proportions(
      successes: [0, 0, 6], trials: [8, 9, 10], names: ["a", "b", "c"])
    let text = Table.comparisons(shares).plainText()
    #expect(!text.lowercased().contains("nan"))
    #expect(text.contains("a – b"))
    let dunn = try PairwiseComparisons.dunn([[1, 2, 3], [2, 4, 6]], names: ["x", "y"])
    let heading = Table.comparisons(dunn).plainText()
    #expect(heading.contains("Difference of mean ranks"))
    #expect(!heading.contains("Difference of mean ranks [interval]"))
  }

  @Test func `an equivalence test shows both one-sided tests and the interval that agrees with them`() throws {
    let result = try MeanEquivalenceTest.independent(
      [3, 4, 5, 4, 3, 5], [4, 4, 3, 5, 4, 3], bounds: try EquivalenceBounds(lower: -1.5, upper: 1))
    let text = try #require(Table.equivalence(result)).plainText()
    for words in [
      "Above the lower bound", "Below the upper bound", "Both: equivalent", "Other than zero", "−1.50", "90%",
    ] { #expect(text.contains(words), "\(words) in\n\(text)") }
    let share = try ShareEquivalenceTest.oneSample(successes: 97, trials: 200, margin: 0.1)
    #expect(try #require(Table.equivalence(share)).plainText().contains("Both: equivalent"))
    #expect(Table.equivalence(try TTest.welch([1, 2, 3], [2, 3, 5])) == nil)
  }

  @Test func `several tables make one HTML document`() throws {
    let result = try TTest.welch([1, 2, 3], [2, 3, 5])
    let one = Table.tests([("x", result)], title: "First")
    let two = Table.tests([("x", result)], title: "Second")
    let document = one.htmlDocument(id: "table", followedBy: [two])
    #expect(document.components(separatedBy: "</html>") == 2)
    #expect(document.components(separatedBy: "<table") == 3)
    #expect(document.contains("Second"))
  }
}

extension String {
  /// How many parts a separator leaves.
  fileprivate func components(separatedBy separator: String) -> Int {
    var (count, rest) = (1, self[...])
    while let range = rest.firstRange(of: separator) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
