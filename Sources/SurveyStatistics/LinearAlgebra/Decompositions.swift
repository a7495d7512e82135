internal import CEigen
internal import SurveyModel

extension StatisticsError.Code {
  /// A matrix is not positive definite, so that the method's equations have no solution.
  public static let notPositiveDefinite = Self(name: "statistics.not-positive-definite", exitStatus: ExitStatus.data)
}

extension Matrix {
  /// The inverse of a symmetric positive definite matrix and the logarithm of its determinant.
  ///
  /// - Returns: nil where the matrix is not positive definite to working precision.
  /// - Complexity: O(n³).
  /// - Source: Eigen 3, `LLT`.
  public func positiveDefiniteInverse() -> (inverse: Matrix, logDeterminant: Double)? {
    guard rows == columns, rows > 0, values.allSatisfy(\.isFinite) else { return nil }
    var inverse = Matrix(rows: rows, columns: rows)
    var logDeterminant = 0.0
    let status = topline_positive_definite_inverse(values, Int32(rows), &inverse.values, &logDeterminant)
    return status == 0 ? (inverse, logDeterminant) : nil
  }

  /// The lower triangular factor L with L Lᵀ equal to this symmetric positive definite matrix.
  ///
  /// - Returns: nil where the matrix is not positive definite to working precision.
  /// - Complexity: O(n³).
  /// - Source: Eigen 3, `LLT`.
  public func choleskyFactor() -> Matrix? {
    guard rows == columns, rows > 0, values.allSatisfy(\.isFinite) else { return nil }
    var lower = Matrix(rows: rows, columns: rows)
    return topline_cholesky(values, Int32(rows), &lower.values) == 0 ? lower : nil
  }

  /// The eigenvalues of a symmetric matrix, ascending, with unit eigenvectors as columns.
  ///
  /// - Returns: nil where the matrix is not square or not finite.
  /// - Complexity: O(n³).
  /// - Source: Eigen 3, `SelfAdjointEigenSolver`.
  public func symmetricEigen() -> (values: [Double], vectors: Matrix)? {
    guard rows == columns, rows > 0, values.allSatisfy(\.isFinite) else { return nil }
    var eigenvalues = [Double](repeating: 0, count: rows)
    var vectors = Matrix(rows: rows, columns: rows)
    let status = topline_symmetric_eigen(values, Int32(rows), &eigenvalues, &vectors.values)
    return status == 0 ? (eigenvalues, vectors) : nil
  }
}
