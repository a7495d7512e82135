internal import SurveyModel

/// The distinct rows of answers of respondents complete on a scale's items, with how many respondents gave each.
public struct ItemPatterns: Sendable, Hashable {
  /// The items' names.
  public let names: [String]
  /// The answers, pattern after pattern, one number per item.
  public let values: [Double]
  /// How many respondents gave each pattern.
  public let counts: [Int]

  /// How many respondents.
  public var count: Int { counts.reduce(0, +) }
  /// How many items.
  public var items: Int { names.count }

  /// Counts patterns; incomplete respondents are left out.
  ///
  /// Patterns stand in the order of their answers, so that neither the order of respondents nor the way they were read
  /// changes what is drawn from them.
  /// - Parameters:
  ///   - columns: the answers to each item, all of the same respondents; a value that is not a number is missing.
  ///   - names: the items' names.
  /// - Complexity: O(n k + patterns · k · log patterns).
  public init(_ columns: [[Double]], names: [String]) {
    self.names = names
    let k = columns.count
    var found: [[Double]: Int] = [:]
    for respondent in columns.first?.indices ?? 0..<0 {
      // Adding zero makes one pattern of 0 and −0.
      let row = columns.map { $0[respondent] + 0 }
      if row.allSatisfy(\.isFinite) { found[row, default: 0] += 1 }
    }
    let sorted = found.keys.sorted { $0.lexicographicallyPrecedes($1) }
    values = sorted.flatMap { $0 }
    counts = sorted.map { found[$0] ?? 0 }
    assert(values.count == k * counts.count)
  }
}
