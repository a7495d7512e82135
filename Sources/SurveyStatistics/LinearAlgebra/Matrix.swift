/// A dense matrix of numbers, row after row.
public struct Matrix: Sendable, Hashable {
  /// How many rows there are.
  public let rows: Int
  /// How many columns there are.
  public let columns: Int
  /// The entries, row after row.
  public var values: [Double]

  /// Creates a matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    values = [Double](repeating: 0, count: rows * columns)
  }

  /// Creates a matrix from rows of equal length; shorter rows are filled with zeros, longer ones are cut.
  public init(_ table: [[Double]]) {
    self.init(rows: table.count, columns: table.first?.count ?? 0)
    for (i, row) in table.enumerated() {
      for (j, value) in row.prefix(columns).enumerated() { self[i, j] = value }
    }
  }

  /// The entry in that row and column.
  public subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
    return result
  }

  /// The entries on the diagonal.
  public var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// The sum of the diagonal.
  public var trace: Double { diagonal.reduce(0, +) }

  /// The sum of all entries.
  public var total: Double { CompensatedTotal.of(values) }

  /// The rows and columns at those positions, in that order.
  public func submatrix(_ positions: [Int]) -> Matrix {
    var result = Matrix(rows: positions.count, columns: positions.count)
    for (i, row) in positions.enumerated() {
      for (j, column) in positions.enumerated() { result[i, j] = self[row, column] }
    }
    return result
  }

  /// The product of two matrices; the columns of the first must be as many as the rows of the second.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columns == right.rows, "inner dimensions differ")
    var result = Matrix(rows: left.rows, columns: right.columns)
    for i in 0..<left.rows {
      for k in 0..<left.columns {
        let factor = left[i, k]
        if factor == 0 { continue }
        for j in 0..<right.columns { result[i, j] += factor * right[k, j] }
      }
    }
    return result
  }

  /// The entrywise difference of two matrices of the same shape.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.rows == right.rows && left.columns == right.columns, "shapes differ")
    var result = left
    for i in result.values.indices { result.values[i] -= right.values[i] }
    return result
  }
}
