/// The right-hand side of a model: columns of numbers, gathered into terms.
///
/// A numeric predictor is a term with one column; a categorical one has an indicator column for each answer but its
/// reference; an interaction has the products of its parts' columns.
public struct ModelColumns: Sendable, Hashable {
  /// Columns that stand for one predictor or one interaction.
  public struct Term: Sendable, Hashable {
    /// The term as it was asked for, such as `sex` or `sex:age`.
    public var name: String
    /// The positions of its columns.
    public var columns: Range<Int>
  }

  /// How many rows each column has.
  public let rows: Int
  /// The columns' names, such as `sex=Female`.
  public private(set) var names: [String] = []
  /// The columns.
  public private(set) var values: [[Double]] = []
  /// The terms, in order.
  public private(set) var terms: [Term] = []

  /// Creates a right-hand side without columns.
  public init(rows: Int) { self.rows = rows }

  /// Creates one term for each named column.
  public init(_ columns: [(name: String, values: [Double])]) {
    self.init(rows: columns.first?.values.count ?? 0)
    for column in columns { add(column.name, names: [column.name], values: [column.values]) }
  }

  /// How many columns there are.
  public var count: Int { names.count }

  /// Adds a term; its columns must have as many entries as there are rows.
  public mutating func add(_ term: String, names: [String], values: [[Double]]) {
    precondition(values.allSatisfy { $0.count == rows } && names.count == values.count, "a column of another length")
    terms.append(Term(name: term, columns: count..<count + names.count))
    self.names += names
    self.values += values
  }

  /// The rows at those positions.
  public func selecting(_ positions: [Int]) -> ModelColumns {
    var result = self
    result = ModelColumns(rows: positions.count)
    for term in terms {
      result.add(
        term.name, names: Array(names[term.columns]),
        values: values[term.columns].map { column in positions.map { column[$0] } })
    }
    return result
  }
}
