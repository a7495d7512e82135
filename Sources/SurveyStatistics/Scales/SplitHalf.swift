internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// The reliability of a scale from its halves: odd against even items, and the best split.
public struct SplitHalf: Sendable, Hashable {
  /// The items' names.
  public let names: [String]
  /// The correlation of the sum of the odd items with the sum of the even ones.
  public let correlation: Double
  /// The correlation stepped up to the whole scale by Spearman and Brown, or by Horst where the halves differ in size.
  public let spearmanBrown: Double
  /// Guttman's coefficient of the odd and even halves (equal to Flanagan's and Rulon's).
  public let guttman: Double
  /// Guttman's lambda 4: the largest such coefficient over all splits into halves.
  public let lambda4: Double
  /// The items of the half that holds the first item, in the best split.
  public let bestHalf: [String]
  /// Whether every split was looked at; else the best of many searches stands in ``lambda4``.
  public let isExhaustive: Bool

  /// The most items whose splits are all looked at.
  static let mostExhaustive = 20

  /// Splits a scale.
  ///
  /// - Parameter covariances: the covariances of at least two items, running one way.
  /// - Throws: `statistics.groups`, `statistics.constant`.
  /// - Accuracy: 1e-13 of the formulas. Lambda 4 takes the luckiest of many splits: with few respondents it lies above
  ///   the reliability.
  /// - Complexity: O(2ᵏ) up to 20 items; above, 100 searches of O(k³).
  /// - Source: Guttman (1945), Psychometrika 10, 255–282, 10.1007/BF02288892; Spearman (1910) and Brown (1910), British
  ///   Journal of Psychology 3; Horst (1951), 10.1177/001316445101100407. R: `psych::splitHalf`; SPSS: RELIABILITY
  ///   /MODEL=SPLIT.
  public init(_ covariances: ItemCovariances) throws(StatisticsError) {
    let matrix = covariances.matrix
    let k = matrix.rows
    guard k >= 2 else {
      throw StatisticsError(
        .groups, found: "\(k) item\(k == 1 ? "" : "s")", expected: "at least two items",
        remedy: "name the scale's items")
    }
    names = covariances.names
    let total = matrix.total
    let signs = (0..<k).map { $0.isMultiple(of: 2) ? 1.0 : -1.0 }
    var (odd, even, between) = (0.0, 0.0, 0.0)
    for i in 0..<k {
      for j in 0..<k {
        if signs[i] != signs[j] {
          between += matrix[i, j] / 2
        } else if signs[i] > 0 {
          odd += matrix[i, j]
        } else {
          even += matrix[i, j]
        }
      }
    }
    guard total > 0, odd > 0, even > 0 else {
      throw StatisticsError(
        .constant, place: .init(column: names.joined(separator: ", ")), found: "a half of the items that does not vary",
        expected: "items that run one way", remedy: "reverse the items that run against the scale")
    }
    let r = between / sqrt(odd * even)
    correlation = r
    let share = Double((k + 1) / 2) / Double(k)
    spearmanBrown = Self.steppedUp(r, share: share)
    guttman = 4 * between / total
    let best =
      k <= Self.mostExhaustive ? SplitSearch.exhaustive(matrix) : SplitSearch.search(matrix)
    lambda4 = 1 - best.value / total
    bestHalf = (0..<k).filter { best.signs[$0] == best.signs[0] }.map { covariances.names[$0] }
    isExhaustive = k <= Self.mostExhaustive
  }

  /// The reliability of the whole from the correlation of two parts, of which one has that share of the items.
  private static func steppedUp(_ r: Double, share: Double) -> Double {
    if share == 0.5 || r * r >= 1 { return 2 * r / (1 + r) }
    let product = share * (1 - share)
    let rest = (1 - r) * (1 + r)
    return (r * sqrt(r * r + 4 * product * rest) - r * r) / (2 * product * rest)
  }
}

/// The search for the split of items whose halves differ least: the least s'Cs over signs s with halves of equal size.
///
/// With cov(A, B) = (total − s'Cs) / 4 the split of the least s'Cs has the largest Guttman coefficient 1 − s'Cs / total.
private struct SplitSearch {
  var signs: [Double]
  var value: Double

  static func exhaustive(_ matrix: Matrix) -> SplitSearch {
    let k = matrix.rows
    var best = SplitSearch(signs: [], value: .infinity)
    var signs = [Double](repeating: 1, count: k)
    // The first item's side is free to choose; sizes may differ by one.
    func place(_ item: Int, _ value: Double, _ ones: Int) {
      if item == k {
        if value < best.value { best = SplitSearch(signs: signs, value: value) }
        return
      }
      var shared = 0.0
      for other in 0..<item { shared += signs[other] * matrix[item, other] }
      let most = (k + 1) / 2
      if ones < most {
        signs[item] = 1
        place(item + 1, value + matrix[item, item] + 2 * shared, ones + 1)
      }
      if item - ones < most {
        signs[item] = -1
        place(item + 1, value + matrix[item, item] - 2 * shared, ones)
      }
    }
    place(1, matrix[0, 0], 1)
    return best
  }

  /// Exchanges of two items between the halves until none helps, from a hundred random halves of a fixed seed.
  static func search(_ matrix: Matrix) -> SplitSearch {
    let k = matrix.rows
    var best = SplitSearch(signs: [], value: .infinity)
    for start in 0..<100 {
      var generator = CounterGenerator(seed: 1, stream: UInt64(start))
      var signs = (0..<k).map { $0.isMultiple(of: 2) ? 1.0 : -1.0 }
      for item in stride(from: k - 1, to: 0, by: -1) { signs.swapAt(item, generator.below(item + 1)) }
      var slopes = (0..<k).map { item in (0..<k).reduce(0) { $0 + matrix[item, $1] * signs[$1] } }
      var value = (0..<k).reduce(0) { $0 + signs[$1] * slopes[$1] }
      while true {
        var (gain, pair) = (-1e-12 * abs(value), (0, 0))
        for i in 0..<k where signs[i] > 0 {
          for j in 0..<k where signs[j] < 0 {
            let change =
              4 * (matrix[i, i] + matrix[j, j] - 2 * matrix[i, j]) - 4 * (slopes[i] - slopes[j])
            if change < gain { (gain, pair) = (change, (i, j)) }
          }
        }
        guard pair != (0, 0) else { break }
        let (i, j) = pair
        for item in 0..<k { slopes[item] += -2 * matrix[item, i] + 2 * matrix[item, j] }
        (signs[i], signs[j]) = (-1, 1)
        value += gain
      }
      if value < best.value { best = SplitSearch(signs: signs, value: value) }
    }
    return best
  }
}
