internal import SurveyModel

/// Columns centred at their means and scaled to standard deviation one, with the way back.
///
/// Newton's method needs them: a year and a share in one model would make a badly conditioned information matrix.
struct CentredColumns: Sendable {
  /// The columns, row after row.
  let values: [Double]
  let rows: Int
  let count: Int
  let means: [Double]
  let deviations: [Double]

  /// Centres columns.
  ///
  /// - Throws: as ``LeastSquares`` where a column is a combination of others or there are too few rows.
  init(_ columns: ModelColumns, weights: [Double]) throws(StatisticsError) {
    if columns.count > 0 {
      guard columns.rows > columns.count else {
        throw StatisticsError(
          .tooFewRespondents,
          found: "\(columns.rows) different combinations of answers for \(columns.count + 1) coefficients",
          expected: "at least as many as coefficients", remedy: "use fewer predictors")
      }
      _ = try LeastSquares(
        columns: columns.values, names: columns.names, outcome: [Double](repeating: 0, count: columns.rows))
    }
    let total = CompensatedTotal.of(weights)
    let means = columns.values.map { column -> Double in
      var sum = CompensatedTotal()
      for (value, weight) in zip(column, weights) { sum.add(weight * (value - column[0])) }
      return column[0] + sum.value / total
    }
    let deviations = columns.values.enumerated().map { index, column -> Double in
      var sum = CompensatedTotal()
      for (value, weight) in zip(column, weights) { sum.add(weight * (value - means[index]) * (value - means[index])) }
      return (sum.value / total).squareRoot()
    }
    var values = [Double](repeating: 0, count: columns.rows * columns.count)
    for (j, column) in columns.values.enumerated() {
      for (i, value) in column.enumerated() { values[i * columns.count + j] = (value - means[j]) / deviations[j] }
    }
    self.values = values
    rows = columns.rows
    count = columns.count
    self.means = means
    self.deviations = deviations
  }

  /// The matrix that brings coefficients of these columns, after `constants` intercepts, to the columns as given.
  ///
  /// - Parameter sign: what the intercepts gain by the means' part: −1 where the linear predictor is a + xb, +1 where it
  ///   is a − xb.
  func wayBack(constants: Int, sign: Double) -> Matrix {
    var matrix = Matrix(rows: constants + count, columns: constants + count)
    for constant in 0..<constants {
      matrix[constant, constant] = 1
      for j in 0..<count { matrix[constant, constants + j] = sign * means[j] / deviations[j] }
    }
    for j in 0..<count { matrix[constants + j, constants + j] = 1 / deviations[j] }
    return matrix
  }

  /// The product of each row with coefficients.
  func products(with coefficients: ArraySlice<Double>) -> [Double] {
    var result = [Double](repeating: 0, count: rows)
    values.withUnsafeBufferPointer { values in
      coefficients.withUnsafeBufferPointer { coefficients in
        for i in 0..<rows {
          var total = 0.0
          for j in 0..<count { total += values[i * count + j] * coefficients[j] }
          result[i] = total
        }
      }
    }
    return result
  }
}
