internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// The variances and covariances of a scale's items, with who they stand on.
public struct ItemCovariances: Sendable, Hashable {
  /// The items' names.
  public let names: [String]
  /// The covariance matrix with n − 1.
  public let matrix: Matrix
  /// The items' means.
  public let means: [Double]
  /// How many respondents: those complete on all items, or for pairwise covariances all who answered anything.
  public let count: Int
  /// How many respondents answered every item; what intervals and fits go by.
  public let completeCount: Int
  /// Whether each pair of items stands on its own respondents.
  public let isPairwise: Bool

  /// Creates covariances that were computed elsewhere, such as from moments of one pass over the data.
  public init(
    names: [String], matrix: Matrix, means: [Double], count: Int, completeCount: Int? = nil, isPairwise: Bool = false
  ) {
    self.names = names
    self.matrix = matrix
    self.means = means
    self.count = count
    self.completeCount = completeCount ?? count
    self.isPairwise = isPairwise
  }

  /// Computes covariances of respondents who answered every item.
  ///
  /// - Parameters:
  ///   - items: the answers to each item, all of the same respondents; a value that is not a number is missing.
  ///   - names: the items' names.
  ///   - reversed: positions of items whose sign is turned, so that all items run one way.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.argument`.
  /// - Accuracy: answers in whole numbers to the last digit, for their products are summed as whole numbers; others in
  ///   two passes with compensated sums.
  /// - Complexity: O(n k²).
  public static func listwise(
    _ items: [[Double]], names: [String], reversed: Set<Int> = []
  ) throws(StatisticsError) -> ItemCovariances {
    try checkShape(items, names)
    let complete = CompleteRows(items)
    try checkCount(complete.count)
    let columns = complete.columns(of: items).enumerated().map { position, item in
      reversed.contains(position) ? item.map { -$0 } : item
    }
    let (means, matrix) = ItemProducts.moments(columns)
    try checkVariation(matrix, names)
    return ItemCovariances(names: names, matrix: matrix, means: means, count: complete.count)
  }

  /// Computes each covariance from the respondents who answered both items.
  ///
  /// The matrix need not be positive definite; models refuse it where it is not.
  /// - Parameters: as of ``listwise(_:names:reversed:)``.
  /// - Throws: as ``listwise(_:names:reversed:)``.
  /// - Complexity: O(n k²).
  /// - Source: R: `cov(use = "pairwise")`, as `psych::alpha` does by default.
  public static func pairwise(
    _ items: [[Double]], names: [String], reversed: Set<Int> = []
  ) throws(StatisticsError) -> ItemCovariances {
    try checkShape(items, names)
    let rows = items[0].indices
    try checkCount(rows.count { row in items.contains { $0[row].isFinite } })
    let signs = items.indices.map { reversed.contains($0) ? -1.0 : 1.0 }
    var matrix = Matrix(rows: items.count, columns: items.count)
    for i in items.indices {
      for j in 0...i {
        let both = rows.filter { items[i][$0].isFinite && items[j][$0].isFinite }
        try checkCount(both.count)
        let (x, y) = (both.map { items[i][$0] }, both.map { items[j][$0] })
        let (meanX, meanY) = (CompensatedTotal.mean(x) ?? 0, CompensatedTotal.mean(y) ?? 0)
        var sum = CompensatedTotal()
        for row in x.indices { sum.add((x[row] - meanX) * (y[row] - meanY)) }
        matrix[i, j] = signs[i] * signs[j] * sum.value / Double(both.count - 1)
        matrix[j, i] = matrix[i, j]
      }
    }
    try checkVariation(matrix, names)
    let means = items.enumerated().map { position, item in
      signs[position] * (CompensatedTotal.mean(item.filter(\.isFinite)) ?? 0)
    }
    let count = rows.count { row in items.contains { $0[row].isFinite } }
    let complete = rows.count { row in items.allSatisfy { $0[row].isFinite } }
    try checkCount(complete)
    return ItemCovariances(
      names: names, matrix: matrix, means: means, count: count, completeCount: complete, isPairwise: true)
  }

  /// The items at those positions alone.
  public func selecting(_ positions: [Int]) -> ItemCovariances {
    ItemCovariances(
      names: positions.map { names[$0] }, matrix: matrix.submatrix(positions), means: positions.map { means[$0] },
      count: count, completeCount: completeCount, isPairwise: isPairwise)
  }

  /// The items' standard deviations.
  public var deviations: [Double] { matrix.diagonal.map { sqrt($0) } }

  /// The correlation matrix.
  public var correlations: Matrix {
    let deviations = deviations
    var result = matrix
    for i in 0..<matrix.rows {
      for j in 0..<matrix.columns {
        result[i, j] = i == j ? 1 : matrix[i, j] / (deviations[i] * deviations[j])
      }
    }
    return result
  }

  /// The refusal of a covariance matrix that has no inverse.
  func notPositiveDefinite() -> StatisticsError {
    let least = correlations.symmetricEigen()?.values.first
    let shown = least.map { "; least eigenvalue of the correlations \((($0 * 1e6).rounded()) / 1e6)" } ?? ""
    return StatisticsError(
      .notPositiveDefinite, place: .init(column: names.joined(separator: ", ")),
      found: "covariances that are not positive definite\(shown)",
      expected: "items of which none is a combination of others",
      remedy: isPairwise
        ? "use respondents complete on all items, or leave out an item that repeats others"
        : "leave out an item that repeats others")
  }

  private static func checkShape(_ items: [[Double]], _ names: [String]) throws(StatisticsError) {
    guard items.count >= 2 else {
      throw StatisticsError(
        .groups, found: "\(items.count) item\(items.count == 1 ? "" : "s")", expected: "at least two items",
        remedy: "name the scale's items")
    }
    guard names.count == items.count else {
      throw StatisticsError(
        .argument, found: "\(names.count) names for \(items.count) items", expected: "one name for each item",
        remedy: "give as many names as items")
    }
    for (item, name) in zip(items, names) where item.count != items[0].count {
      throw StatisticsError(
        .argument, place: .init(column: name), found: "\(item.count) answers beside \(items[0].count)",
        expected: "a value, if a missing one, of each respondent to each item", remedy: "mark missing answers as such")
    }
  }

  private static func checkCount(_ count: Int) throws(StatisticsError) {
    guard count < 3 else { return }
    throw StatisticsError(
      .tooFewRespondents, found: "\(count) respondent\(count == 1 ? "" : "s") complete on the items",
      expected: "at least 3", remedy: "look at which item is missing most")
  }

  private static func checkVariation(_ matrix: Matrix, _ names: [String]) throws(StatisticsError) {
    for (name, variance) in zip(names, matrix.diagonal) where !(variance > 0) {
      throw StatisticsError(
        .constant, place: .init(column: name), found: "the same answer from everybody",
        expected: "an item on which respondents differ", remedy: "leave the item out")
    }
  }
}
