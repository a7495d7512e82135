/// Related answers as a table of rank patterns: how each respondent orders the items, and how many order them so.
///
/// Respondents with the same pattern are one row, so that everything after costs by the number of patterns.
public struct RankPatterns: Sendable, Hashable {
  /// The ranks of the items within one respondent, for each pattern, in the order of first appearance.
  public private(set) var patterns: [[Double]] = []
  /// How many respondents show each pattern.
  public private(set) var counts: [Int] = []
  /// The tie term t³ − t of each pattern.
  public private(set) var tieTerms: [Double] = []
  /// How many items there are.
  public let items: Int
  /// How many respondents there are.
  public let respondents: Int

  /// Ranks the answers of each respondent among the items, the lowest first.
  ///
  /// - Complexity: O(respondents · items).
  public init(_ items: [[Double]]) {
    self.items = items.count
    respondents = items.first?.count ?? 0
    var positions: [[Double]: Int] = [:]
    var byRank: [[Double]: Int] = [:]
    var row = [Double](repeating: 0, count: items.count)
    for respondent in 0..<respondents {
      for (index, item) in items.enumerated() { row[index] = item[respondent] }
      if let position = positions[row] {
        counts[position] += 1
        continue
      }
      let ranking = Ranking(row)
      if let position = byRank[ranking.ranks] {
        positions[row] = position
        counts[position] += 1
      } else {
        positions[row] = patterns.count
        byRank[ranking.ranks] = patterns.count
        patterns.append(ranking.ranks)
        tieTerms.append(ranking.tieTerm)
        counts.append(1)
      }
    }
  }

  /// The sum of each item's ranks when the patterns have those counts.
  public func rankSums(_ counts: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: items)
    for (pattern, count) in zip(patterns, counts) where count > 0 {
      for item in 0..<items { sums[item] += Double(count) * pattern[item] }
    }
    return sums
  }

  /// The sum of the tie terms when the patterns have those counts.
  public func tieTerm(_ counts: [Int]) -> Double {
    zip(tieTerms, counts).reduce(0) { $0 + $1.0 * Double($1.1) }
  }

  /// Friedman's χ², corrected for ties, when the patterns have those counts; nil where nobody tells the items apart.
  ///
  /// - Source: Hollander & Wolfe (1973), p. 140.
  public func friedman(_ counts: [Int]) -> Double? {
    let n = Double(counts.reduce(0, +))
    let k = Double(items)
    let expected = n * (k + 1) / 2
    let squares = rankSums(counts).reduce(0) { $0 + ($1 - expected) * ($1 - expected) }
    let divisor = n * k * (k + 1) - tieTerm(counts) / (k - 1)
    return divisor > 1e-9 * n ? 12 * squares / divisor : nil
  }
}
