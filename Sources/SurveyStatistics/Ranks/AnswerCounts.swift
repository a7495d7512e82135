/// The distinct answers of two groups in rising order, with how many respondents of each group gave each.
///
/// All that ranks of two groups can tell is in it, so that what is computed from it does not grow with the respondents.
public struct AnswerCounts: Sendable, Hashable {
  /// The distinct answers, from the smallest; somebody gave each.
  public let values: [Double]
  /// How many of the first group gave each.
  public let first: [Int]
  /// How many of the second group gave each.
  public let second: [Int]

  /// How many respondents the first group has.
  public var firstCount: Int { first.reduce(0, +) }
  /// How many respondents the second group has.
  public var secondCount: Int { second.reduce(0, +) }

  /// How many respondents of both groups gave each answer.
  public var runs: [Int] { zip(first, second).map { $0 + $1 } }

  /// Whether any respondents gave the same answer.
  public var hasTies: Bool { runs.contains { $0 > 1 } }

  /// The sum of t³ − t over the groups of equal answers.
  public var tieTerm: Double {
    runs.reduce(into: 0) { sum, run in
      let t = Double(run)
      sum += t * t * t - t
    }
  }

  /// The ranks of both groups together, from 1, equal answers at their mean rank.
  ///
  /// - Complexity: O(respondents).
  public var ranks: [Double] {
    var ranks: [Double] = []
    var before = 0
    for run in runs {
      before += run
      ranks += repeatElement(Double(2 * before - run + 1) / 2, count: run)
    }
    return ranks
  }

  /// Takes counts of answers in any order; equal answers become one, those that nobody gave are left out.
  public init(_ counts: [(value: Double, first: Int, second: Int)]) {
    var values: [Double] = []
    var first: [Int] = []
    var second: [Int] = []
    for entry in counts.filter({ $0.first + $0.second > 0 }).sorted(by: { $0.value < $1.value }) {
      if let last = values.last, last == entry.value {
        first[first.count - 1] += entry.first
        second[second.count - 1] += entry.second
      } else {
        values.append(entry.value)
        first.append(entry.first)
        second.append(entry.second)
      }
    }
    (self.values, self.first, self.second) = (values, first, second)
  }

  /// Counts the answers of two groups.
  ///
  /// - Complexity: O(n) for whole numbers from 0 to 255, as answers mostly are; O(n log n) for others.
  public init(_ x: [Double], _ y: [Double]) {
    if let first = Self.small(x), let second = Self.small(y) {
      self.init(first.indices.map { (Double($0), first[$0], second[$0]) })
      return
    }
    let (x, y) = (x.sorted(), y.sorted())
    var counts: [(value: Double, first: Int, second: Int)] = []
    var (i, j) = (0, 0)
    while i < x.count || j < y.count {
      let value = j == y.count || (i < x.count && x[i] < y[j]) ? x[i] : y[j]
      let (startX, startY) = (i, j)
      while i < x.count, x[i] == value { i += 1 }
      while j < y.count, y[j] == value { j += 1 }
      counts.append((value, i - startX, j - startY))
    }
    self.init(counts)
  }

  /// How often each whole number from 0 to 255 occurs; nil where there is any other number.
  private static func small(_ values: [Double]) -> [Int]? {
    var counts = [Int](repeating: 0, count: 512)
    let isSmall = counts.withUnsafeMutableBufferPointer { counts in
      values.withUnsafeBufferPointer { values in
        // Two counts, for the same answer twice in a row would wait for its own count.
        for position in values.indices {
          let value = values[position]
          guard value >= 0, value < 256 else { return false }
          let place = Int(value)
          guard Double(place) == value else { return false }
          counts[(place &<< 1) | (position & 1)] &+= 1
        }
        return true
      }
    }
    return isSmall ? (0..<256).map { counts[2 * $0] + counts[2 * $0 + 1] } : nil
  }
}
