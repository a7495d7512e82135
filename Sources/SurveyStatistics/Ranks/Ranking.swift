internal import SurveyModel

/// The ranks of values with ties at their mean rank, and what the ties amount to.
public struct Ranking: Sendable, Hashable {
  /// The rank of each value, from 1 for the smallest, in the order of the values.
  public let ranks: [Double]
  /// The sizes of the groups of equal values, from the smallest value up.
  public let runs: [Int]

  /// Ranks values; equal values share the mean of the ranks that they take up.
  ///
  /// - Complexity: O(n log n); O(n) for up to 64 distinct values.
  /// - Source: Kendall (1945), Biometrika 33(3), 239–251, 10.1093/biomet/33.3.239; R: `rank(ties.method = "average")`.
  public init(_ values: [Double]) {
    self = Self.ofFewValues(values) ?? Self.ofManyValues(values)
  }

  private init(ranks: [Double], runs: [Int]) {
    self.ranks = ranks
    self.runs = runs
  }

  /// Survey answers have few values: they are counted, not sorted; nil where there are too many for that.
  private static func ofFewValues(_ values: [Double], limit: Int = 64) -> Ranking? {
    guard values.count > limit else { return nil }
    var distinct: [Double] = []
    var counts: [Int] = []
    func position(_ value: Double) -> Int {
      var (low, high) = (0, distinct.count)
      while low < high {
        let middle = (low + high) / 2
        if distinct[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low
    }
    for value in values {
      let place = position(value)
      if place < distinct.count, distinct[place] == value {
        counts[place] += 1
      } else {
        guard distinct.count < limit else { return nil }
        distinct.insert(value, at: place)
        counts.insert(1, at: place)
      }
    }
    var before = 0
    let shared = counts.map { count in
      before += count
      return Double(2 * before - count + 1) / 2
    }
    return Ranking(ranks: values.map { shared[position($0)] }, runs: counts)
  }

  private static func ofManyValues(_ values: [Double]) -> Ranking {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var runs: [Int] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      let shared = Double(start + 1 + end) / 2
      for position in start..<end { ranks[order[position]] = shared }
      runs.append(end - start)
      start = end
    }
    return Ranking(ranks: ranks, runs: runs)
  }

  /// Whether any values are equal.
  public var hasTies: Bool { runs.count < ranks.count }

  /// The sum of t³ − t over the groups of equal values.
  public var tieTerm: Double {
    runs.reduce(into: 0) { sum, run in
      let t = Double(run)
      sum += t * t * t - t
    }
  }
}

/// How a rank test finds its p-value.
public enum PValueMethod: String, Sendable, Hashable, CaseIterable {
  /// Exact below fifty per group where nothing is tied, otherwise the large-sample approximation.
  case automatic
  /// The exact distribution given the ties.
  case exact
  /// The large-sample approximation.
  case asymptotic
}

/// What every test asks of its input before it computes.
enum InputCheck {
  /// Refuses values that are not finite: missing answers are the caller's to leave out, and to count.
  static func finite(_ values: [Double], _ name: String) throws(StatisticsError) {
    guard let position = values.firstIndex(where: { !$0.isFinite }) else { return }
    throw StatisticsError(
      .kind, place: .init(column: name), found: "value \(position + 1) is not a finite number",
      expected: "finite numbers, with missing answers left out",
      remedy: "leave out respondents with missing answers first, and count them")
  }

  /// Refuses groups with fewer respondents than the method needs.
  static func count(_ values: [Double], _ name: String, atLeast least: Int) throws(StatisticsError) {
    try count(values.count, name, atLeast: least)
  }

  /// Refuses groups with fewer respondents than the method needs.
  static func count(_ count: Int, _ name: String, atLeast least: Int) throws(StatisticsError) {
    guard count < least else { return }
    throw StatisticsError(
      .tooFewRespondents, place: .init(column: name),
      found: "\(count) respondent\(count == 1 ? "" : "s") with an answer",
      expected: "at least \(least)", remedy: "join groups, or leave this one out")
  }

  /// Refuses related measures of unequal length.
  static func paired(_ x: [Double], _ y: [Double], _ names: [String]) throws(StatisticsError) {
    guard x.count != y.count else { return }
    throw StatisticsError(
      .argument, place: .init(column: names.last), found: "\(x.count) answers beside \(y.count)",
      expected: "two answers of each respondent", remedy: "leave out respondents who lack one of the two")
  }

  /// Refuses a confidence level outside its range.
  static func level(_ level: Double) throws(StatisticsError) {
    guard !(level > 0 && level < 1) else { return }
    throw StatisticsError(
      .argument, place: .init(column: "level"), found: "a confidence level of \(level)",
      expected: "a number between 0 and 1", remedy: "write 0.95 for 95 %")
  }

  /// Refuses a table of related measures that is ragged, too small or not finite.
  static func items(
    _ items: [[Double]], _ names: [String], atLeast least: Int, respondents: Int
  ) throws(StatisticsError) {
    guard items.count >= least else {
      throw StatisticsError(
        .groups, found: "\(items.count) item\(items.count == 1 ? "" : "s")", expected: "at least \(least) items",
        remedy: "name more items")
    }
    guard names.count == items.count else {
      throw StatisticsError(
        .argument, found: "\(names.count) names for \(items.count) items", expected: "one name for each item",
        remedy: "give as many names as items")
    }
    for (item, name) in zip(items, names) {
      guard item.count == items[0].count else {
        throw StatisticsError(
          .argument, place: .init(column: name), found: "\(item.count) answers beside \(items[0].count)",
          expected: "an answer of each respondent to each item", remedy: "leave out respondents who lack one")
      }
      try count(item, name, atLeast: respondents)
      try finite(item, name)
    }
  }
}
