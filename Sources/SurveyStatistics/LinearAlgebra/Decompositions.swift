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

/// A linear least-squares problem, solved.
public struct LeastSquares: Sendable, Hashable {
  /// One coefficient per column of the design.
  public let coefficients: [Double]
  /// The unscaled covariance (XᵀX)⁻¹ of the coefficients.
  public let unscaledCovariance: Matrix

  /// Fits the outcome to the columns of a design matrix.
  ///
  /// Columns are scaled to unit length first, so that a trend in years and a share need not be brought to one size.
  /// - Parameters:
  ///   - design: one row per observation, with its constant column where one is wanted.
  ///   - outcome: one number per observation.
  ///   - tolerance: the pivot, relative to the largest, under which a column counts as a combination of others.
  /// - Throws: `statistics.too-few-respondents`, `statistics.argument`, or `statistics.not-positive-definite` with the
  ///   rank that was found.
  /// - Complexity: O(rows · columns²).
  /// - Source: Eigen 3, `ColPivHouseholderQR`; R: `lm.fit`.
  public init(design: Matrix, outcome: [Double], tolerance: Double = 1e-14) throws(StatisticsError) {
    guard design.rows == outcome.count else {
      throw StatisticsError(
        .argument, found: "\(outcome.count) outcomes for \(design.rows) rows", expected: "as many outcomes as rows",
        remedy: "give one outcome for each row")
    }
    guard design.columns > 0, design.rows >= design.columns else {
      throw StatisticsError(
        .tooFewRespondents, found: "\(design.rows) respondents for \(design.columns) coefficients",
        expected: "at least as many respondents as coefficients", remedy: "use fewer terms")
    }
    guard design.values.allSatisfy(\.isFinite), outcome.allSatisfy(\.isFinite) else {
      throw StatisticsError(
        .kind, found: "a value that is not a finite number", expected: "finite numbers",
        remedy: "leave out respondents with missing values first")
    }
    var coefficients = [Double](repeating: 0, count: design.columns)
    var covariance = Matrix(rows: design.columns, columns: design.columns)
    let rank = topline_least_squares(
      design.values, Int32(design.rows), Int32(design.columns), outcome, tolerance, &coefficients, &covariance.values)
    guard rank == design.columns else {
      throw StatisticsError(
        .notPositiveDefinite, found: "\(design.columns) terms of which only \(rank) are independent",
        expected: "no term that is a combination of others",
        remedy: "leave out the term that repeats others, such as the last of a full set of indicators")
    }
    self.coefficients = coefficients
    unscaledCovariance = covariance
  }
}
