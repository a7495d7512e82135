internal import CEigen
internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// A linear least-squares problem, solved.
public struct LeastSquares: Sendable, Hashable {
  /// The intercept, where there is one, and one coefficient per column.
  public let coefficients: [Double]
  /// The unscaled covariance (XᵀWX)⁻¹ of the coefficients.
  public let unscaledCovariance: Matrix
  /// For each observation, the outcome less the fitted value.
  public let residuals: [Double]
  /// For each observation, its diagonal entry of the hat matrix, between 0 and 1.
  public let leverages: [Double]
  /// For each observation, what one unit of its residual times the root of its weight adds to each coefficient, row
  /// after row; empty where it was not asked for.
  public let pseudoInverse: Matrix?

  /// Fits the outcome to columns.
  ///
  /// - Parameters:
  ///   - columns: one column per predictor, each with one number per observation; the intercept is not among them.
  ///   - names: the columns' names, for messages.
  ///   - intercept: whether the model has an intercept.
  ///   - outcome: one number per observation.
  ///   - weights: one weight above zero per observation; nil for equal weights.
  ///   - wantsPseudoInverse: whether each observation's part in each coefficient is kept.
  /// - Throws: `statistics.too-few-respondents`, `statistics.kind`, or `statistics.not-positive-definite` naming the
  ///   column that is a combination of others.
  /// - Accuracy: refined with residuals in twice the working precision: NIST's Longley data to 14 digits, Wampler's to
  ///   13, Filip's to 7.6 (what rounding of the powers of x leaves).
  /// - Complexity: O(rows · columns²).
  /// - Source: Householder QR with column pivoting on centred columns of unit length (Eigen 3, `ColPivHouseholderQR`);
  ///   refinement: Björck (1967), 10.1007/BF01939321. R: `lm.fit`, `lm.wfit`.
  public init(
    columns: [[Double]], names: [String] = [], intercept: Bool = true, outcome: [Double], weights: [Double]? = nil,
    wantsPseudoInverse: Bool = false
  ) throws(StatisticsError) {
    let rows = outcome.count
    let size = columns.count + (intercept ? 1 : 0)
    try Self.check(columns, outcome, weights, size)
    let design = columns.flatMap { $0 }
    let roots = weights.map { $0.map { $0.squareRoot() } } ?? []
    var coefficients = [Double](repeating: 0, count: size)
    var covariance = Matrix(rows: size, columns: size)
    var residuals = [Double](repeating: 0, count: rows)
    var leverages = residuals
    var inverse = Matrix(rows: wantsPseudoInverse ? rows : 0, columns: size)
    var combination = coefficients
    var (rank, dependent) = (0, 0)
    design.withUnsafeBufferPointer { design in
      outcome.withUnsafeBufferPointer { outcome in
        roots.withUnsafeBufferPointer { roots in
          coefficients.withUnsafeMutableBufferPointer { coefficients in
            covariance.values.withUnsafeMutableBufferPointer { covariance in
              residuals.withUnsafeMutableBufferPointer { residuals in
                leverages.withUnsafeMutableBufferPointer { leverages in
                  inverse.values.withUnsafeMutableBufferPointer { inverse in
                    combination.withUnsafeMutableBufferPointer { combination in
                      var problem = topline_regression(
                        design: design.baseAddress, rows: Int32(rows), columns: Int32(columns.count),
                        intercept: intercept ? 1 : 0, outcome: outcome.baseAddress,
                        row_scale: roots.isEmpty ? nil : roots.baseAddress, coefficients: coefficients.baseAddress,
                        unscaled_covariance: covariance.baseAddress, residuals: residuals.baseAddress,
                        leverages: leverages.baseAddress,
                        pseudo_inverse: wantsPseudoInverse ? inverse.baseAddress : nil,
                        combination: combination.baseAddress, dependent: 0)
                      rank = Int(topline_regression_solve(&problem))
                      dependent = Int(problem.dependent)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    guard rank == size else {
      let all =
        (intercept ? ["the intercept"] : []) + columns.indices.map { $0 < names.count ? names[$0] : "#\($0 + 1)" }
      throw Self.dependence(of: dependent, combination, all, intercept: intercept)
    }
    self.coefficients = coefficients
    unscaledCovariance = covariance
    self.residuals = residuals
    self.leverages = leverages
    pseudoInverse = wantsPseudoInverse ? inverse : nil
  }

  private static func check(
    _ columns: [[Double]], _ outcome: [Double], _ weights: [Double]?, _ size: Int
  ) throws(StatisticsError) {
    guard columns.allSatisfy({ $0.count == outcome.count }), weights.map({ $0.count == outcome.count }) ?? true else {
      throw StatisticsError(
        .argument, found: "columns of different lengths", expected: "one entry per observation in each",
        remedy: "give outcome, columns and weights of the same respondents")
    }
    guard size > 0, outcome.count >= size else {
      throw StatisticsError(
        .tooFewRespondents,
        found: "\(outcome.count) respondent\(outcome.count == 1 ? "" : "s") for \(size) coefficients",
        expected: "at least as many respondents as coefficients", remedy: "use fewer terms")
    }
    guard columns.allSatisfy({ $0.allSatisfy(\.isFinite) }), outcome.allSatisfy(\.isFinite),
      weights.map({ $0.allSatisfy { $0.isFinite && $0 > 0 } }) ?? true
    else {
      throw StatisticsError(
        .kind, found: "a value that is not a finite number, or a weight that is not above zero",
        expected: "finite numbers, and weights above zero", remedy: "leave out respondents with missing values first")
    }
  }

  /// The refusal that says which column repeats which others.
  private static func dependence(
    of dependent: Int, _ combination: [Double], _ names: [String], intercept: Bool
  ) -> StatisticsError {
    let largest = combination.map { abs($0) }.max() ?? 0
    var parts = combination.indices.filter { largest > 0 && abs(combination[$0]) > 1e-6 * largest && $0 != dependent }
    var dependent = dependent
    // The intercept is never the term to leave out.
    if intercept, dependent == 0, let other = parts.last { (dependent, parts) = (other, parts.dropLast() + [0]) }
    let words = { (position: Int) in intercept && position == 0 ? names[0] : "'\(names[position])'" }
    let found: String
    if parts.isEmpty || (intercept && parts == [0]) {
      found = "\(words(dependent)), which is the same for all respondents of the model"
    } else {
      let shown = parts.prefix(8).map(words).joined(separator: ", ")
      found =
        "\(words(dependent)), which is a combination of \(shown)"
        + (parts.count > 8 ? " and \(parts.count - 8) more" : "")
    }
    return StatisticsError(
      .notPositiveDefinite, place: Place(column: names[dependent]), found: found,
      expected: "predictors of which none is a combination of the others", remedy: "leave it or one of the others out")
  }
}
