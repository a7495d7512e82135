internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Whether an index is what it is said to be: which items it was really made of, with what weight and sign, and whether
/// they run the way and within the range that was declared.
///
/// A published index that was declared as the sum of eight items was found to sum six of them, because a statement of
/// the script ended at a line's end. The data of the index and its items are enough to see that.
public struct IndexAudit: Sendable, Hashable {
  /// What was declared of an item.
  public struct Declaration: Sendable, Hashable {
    /// The item's name.
    public var name: String
    /// Whether it is declared part of the index.
    public var isDeclared: Bool
    /// Whether it is declared to be reversed in the index.
    public var isReversed: Bool
    /// The lowest and the highest possible answer; nil where unknown.
    public var range: ClosedRange<Double>?

    /// Creates a declaration.
    public init(
      _ name: String, isDeclared: Bool = true, isReversed: Bool = false, range: ClosedRange<Double>? = nil
    ) {
      self.name = name
      self.isDeclared = isDeclared
      self.isReversed = isReversed
      self.range = range
    }
  }

  /// What was found of an item.
  public struct Item: Sendable, Hashable {
    /// What was declared.
    public let declaration: Declaration
    /// The item's weight in the index: 1 in a sum, 1/k in a mean, negative where it was reversed, 0 where it is not
    /// in it; nil where the index is no weighted sum of the items.
    public let weight: Double?
    /// The item's correlation with the sum of the other declared items, turned as declared; nil for items that are not
    /// declared or do not vary.
    public let restCorrelation: Double?
    /// How many answers lie outside the range.
    public let outOfRange: Int
    /// The lowest and the highest answer found; nil without answers.
    public let found: ClosedRange<Double>?

    /// Whether the item is part of the index as it stands in the data; nil where that cannot be told.
    public var isUsed: Bool? { weight.map { $0 != 0 } }
  }

  /// The index's name.
  public let name: String
  /// The items.
  public let items: [Item]
  /// The constant that the weighted sum leaves; nil where the index is no weighted sum of the items.
  public let constant: Double?
  /// The largest distance of the index from the weighted sum of the items, as a share of the index's own spread.
  public let largestResidual: Double
  /// How many respondents have the index and all items.
  public let count: Int
  /// What is not as declared, each as a sentence; empty where all is.
  public let findings: [String]

  /// Whether the index is an exact weighted sum of the items looked at.
  public var isWeightedSum: Bool { constant != nil }
  /// Whether nothing speaks against the declaration.
  public var isAsDeclared: Bool { findings.isEmpty }

  /// Compares an index with its items.
  ///
  /// - Parameters:
  ///   - index: the index as it stands in the data; NaN where missing.
  ///   - name: its name.
  ///   - columns: the items as they were answered, declared ones and any that it might contain instead.
  ///   - declarations: what was declared of each item.
  ///   - tolerance: how far the index may lie from a weighted sum, as a share of its spread, for rounding.
  /// - Throws: `statistics.groups` without items, `statistics.argument` for columns of different lengths,
  ///   `statistics.too-few-respondents`, `statistics.constant` for an index that does not vary.
  /// - Accuracy: weights within 1e-9 where the index was not rounded.
  /// - Complexity: O(n k²).
  /// - Source: least squares of the index on its items (Householder QR); no peer has it.
  public init(
    _ index: [Double], name: String, columns: [[Double]], declarations: [Declaration], tolerance: Double = 1e-6
  ) throws(StatisticsError) {
    let rows = try Self.rows(index, name, columns, declarations)
    let values = rows.map { index[$0] }
    guard let low = values.min(), let high = values.max(), low < high else {
      throw StatisticsError(
        .constant, place: Place(column: name), found: "an index that is the same for everybody",
        expected: "an index on which respondents differ", remedy: "look at how it was computed")
    }
    self.name = name
    count = rows.count
    let fit = Self.weights(values, columns.map { column in rows.map { column[$0] } })
    largestResidual = (fit?.residual ?? .infinity) / (high - low)
    let isSum = largestResidual <= tolerance
    constant = isSum ? fit?.constant : nil
    let rests = Self.restCorrelations(columns.map { column in rows.map { column[$0] } }, declarations)
    var items: [Item] = []
    for (position, declaration) in declarations.enumerated() {
      let answers = columns[position].filter(\.isFinite)
      let found = answers.min().flatMap { low in answers.max().map { low...$0 } }
      items.append(
        Item(
          declaration: declaration, weight: isSum ? fit.map { Self.clean($0.weights[position]) } : nil,
          restCorrelation: rests[position],
          outOfRange: declaration.range.map { range in answers.count { !range.contains($0) } } ?? 0, found: found))
    }
    self.items = items
    findings = Self.findings(items, isSum: isSum, isDetermined: fit != nil, name: name)
  }

  /// The respondents with the index and all items.
  private static func rows(
    _ index: [Double], _ name: String, _ columns: [[Double]], _ declarations: [Declaration]
  ) throws(StatisticsError) -> [Int] {
    guard !columns.isEmpty, columns.count == declarations.count else {
      throw StatisticsError(
        .groups, place: Place(column: name), found: "\(columns.count) items with \(declarations.count) declarations",
        expected: "at least one item, each with its declaration", remedy: "name the index's items")
    }
    for (column, declaration) in zip(columns, declarations) where column.count != index.count {
      throw StatisticsError(
        .argument, place: Place(column: declaration.name), found: "\(column.count) answers beside \(index.count)",
        expected: "a value, if a missing one, of each respondent to each item", remedy: "mark missing answers as such")
    }
    let rows = index.indices.filter { row in index[row].isFinite && columns.allSatisfy { $0[row].isFinite } }
    guard rows.count > columns.count + 1 else {
      throw StatisticsError(
        .tooFewRespondents, place: Place(column: name),
        found: "\(rows.count) respondents with the index and all \(columns.count) items",
        expected: "at least \(columns.count + 2)", remedy: "look at which item is missing most")
    }
    return rows
  }

  /// The weights that come nearest to the index, with the largest residual; nil where an item repeats others.
  private static func weights(
    _ index: [Double], _ columns: [[Double]]
  ) -> (weights: [Double], constant: Double, residual: Double)? {
    guard let fit = try? LeastSquares(columns: columns, outcome: index) else { return nil }
    let residual = fit.residuals.reduce(0) { max($0, abs($1)) }
    return (Array(fit.coefficients.dropFirst()), fit.coefficients[0], residual)
  }

  /// A weight without the dust of rounding.
  private static func clean(_ weight: Double) -> Double { abs(weight) < 1e-6 ? 0 : weight }

  /// Each declared item's correlation with the sum of the other declared items, all turned as declared.
  private static func restCorrelations(_ columns: [[Double]], _ declarations: [Declaration]) -> [Double?] {
    let declared = declarations.indices.filter { position in
      declarations[position].isDeclared && columns[position].contains { $0 != columns[position][0] }
    }
    var result = [Double?](repeating: nil, count: columns.count)
    let reversed = Set(declared.indices.filter { declarations[declared[$0]].isReversed })
    guard declared.count >= 2,
      let covariances = try? ItemCovariances.listwise(
        declared.map { columns[$0] }, names: declared.map { declarations[$0].name }, reversed: reversed)
    else { return result }
    let matrix = covariances.matrix
    for (place, position) in declared.enumerated() {
      let row = (0..<declared.count).reduce(0) { $0 + matrix[place, $1] }
      let rest = matrix.total - 2 * row + matrix[place, place]
      if rest > 0 { result[position] = (row - matrix[place, place]) / sqrt(matrix[place, place] * rest) }
    }
    return result
  }
}
