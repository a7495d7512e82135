import SurveyModel
import TestSupport
import Testing

@testable import SurveyStatistics

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct LinearAlgebraTests {
  let matrix = Matrix([[4, 2, 0.5], [2, 5, 1], [0.5, 1, 3]])

  @Test func `the inverse times the matrix is the identity, and the determinant is right`() throws {
    let (inverse, logDeterminant) = try #require(matrix.positiveDefiniteInverse())
    let product = inverse * matrix
    for i in 0..<3 { for j in 0..<3 { #expect(abs(product[i, j] - (i == j ? 1 : 0)) < 1e-14) } }
    // 4 (15 − 1) − 2 (6 − .5) + .5 (2 − 2.5)
    expectClose(logDeterminant, log(44.75), 1e-13)
    let lower = try #require(matrix.choleskyFactor())
    let determinant = lower.diagonal.reduce(1) { $0 * $1 * $1 }
    expectClose(determinant, 44.75, 1e-13)
    let again = lower * lower.transposed
    #expect((again - matrix).values.allSatisfy { abs($0) < 1e-14 })
  }

  @Test func `eigenvectors reproduce the matrix`() throws {
    let (values, vectors) = try #require(matrix.symmetricEigen())
    #expect(values == values.sorted())
    expectClose(values.reduce(0, +), 12, 1e-13)
    var scaled = vectors
    for i in 0..<3 { for j in 0..<3 { scaled[i, j] *= values[j] } }
    #expect((scaled * vectors.transposed - matrix).values.allSatisfy { abs($0) < 1e-13 })
  }

  @Test func `a matrix that is not positive definite has no inverse and no factor`() {
    #expect(Matrix([[1, 2], [2, 1]]).positiveDefiniteInverse() == nil)
    #expect(Matrix([[1, 1], [1, 1]]).positiveDefiniteInverse() == nil)
    #expect(Matrix([[1, 1], [1, 1]]).choleskyFactor() == nil)
    #expect(Matrix([[1, .nan], [.nan, 1]]).positiveDefiniteInverse() == nil)
    #expect(Matrix([[1, .nan], [.nan, 1]]).symmetricEigen() == nil)
    #expect(Matrix(rows: 0, columns: 0).choleskyFactor() == nil)
    #expect(Matrix([[1, 2, 3], [1, 2, 3]]).symmetricEigen() == nil)
  }

  @Test func `least squares find a line through points on it, whatever the units`() throws {
    let years = [2009.0, 2012, 2015, 2018, 2021]
    let fit = try LeastSquares(columns: [years], outcome: years.map { 3 + 0.25 * $0 })
    expectClose(fit.coefficients[0], 3, 1e-12)
    expectClose(fit.coefficients[1], 0.25, 1e-15)
    // The slope's unscaled variance is one over the sum of squares about the mean, 90.
    expectClose(fit.unscaledCovariance[1, 1], 1.0 / 90, 1e-13)
    // Leverages sum to the number of coefficients.
    expectClose(fit.leverages.reduce(0, +), 2, 1e-14)
  }

  @Test func `a row of weight three is that row three times`() throws {
    let (x, z, y) = ([1.0, 4, 2, 8, 5], [0.0, 1, 1, 0, 1], [2.0, 3, 9, 4, 1])
    let weighted = try LeastSquares(
      columns: [x, z], outcome: y, weights: [3, 1, 2, 1, 1], wantsPseudoInverse: true)
    let rows = [0, 0, 0, 1, 2, 2, 3, 4]
    let repeated = try LeastSquares(columns: [rows.map { x[$0] }, rows.map { z[$0] }], outcome: rows.map { y[$0] })
    for j in 0..<3 {
      expectClose(weighted.coefficients[j], repeated.coefficients[j], 1e-13)
      for k in 0..<3 {
        expectClose(weighted.unscaledCovariance[j, k], repeated.unscaledCovariance[j, k], 1e-12)
      }
    }
    // What each outcome adds to a coefficient sums to the coefficient.
    let inverse = try #require(weighted.pseudoInverse)
    let weights = [3.0, 1, 2, 1, 1]
    for j in 0..<3 {
      let sum = (0..<5).reduce(0.0) { $0 + inverse[$1, j] * weights[$1].squareRoot() * y[$1] }
      expectClose(sum, weighted.coefficients[j], 1e-12)
    }
  }

  @Test func `a column that repeats others is refused by name`() {
    func error(_ columns: [[Double]], _ names: [String], _ outcome: [Double] = [1, 2, 3, 4, 9]) -> StatisticsError? {
      refusal { () throws(StatisticsError) in
        _ = try LeastSquares(columns: columns, names: names, outcome: outcome)
      }
    }
    let (a, b) = ([1.0, 2, 4, 8, 9], [3.0, 1, 4, 1, 5])
    let sum = error([a, b, zip(a, b).map { 0.1 * $0 + $1 }], ["a", "b", "c"])
    #expect(sum?.code == .notPositiveDefinite)
    #expect(
      ["'c', which is a combination of 'a', 'b'", "'b', which is a combination of 'a', 'c'"].contains(sum?.found ?? ""))
    #expect(
      error([a, [7, 7, 7, 7, 7]], ["a", "seven"])?.description
        == "seven: 'seven', which is the same for all respondents of the model; expected predictors of which none is a "
        + "combination of the others\n  mend: leave it or one of the others out")
    // Both indicators of two groups sum to the intercept.
    let indicators = error([[1, 0, 1, 0, 1], [0, 1, 0, 1, 0]], ["no", "yes"])
    #expect(indicators?.found.contains("which is a combination of") == true)
    #expect(indicators?.place.column == "no" || indicators?.place.column == "yes")
    // A tenth in decimals and its double are the same column but for rounding.
    let tenths = (0..<40).map { 1e6 + Double($0 * $0 % 17) / 10 }
    #expect(
      error([tenths, tenths.map { $0 * 3 - 1 }], ["x", "y"], tenths.map { $0 * $0 })?.code == .notPositiveDefinite)
    #expect(error([[2.0]], ["x"], [1])?.found == "1 respondent for 2 coefficients")
    #expect(error([[1, 2]], ["x"], [1])?.code == .argument)
    #expect(error([[1, 2, 3]], ["x"], [1, .nan, 2])?.code == .kind)
  }

  @Test func `compensated sums keep what plain sums lose`() {
    #expect(CompensatedTotal.of([1, 1e100, 1, -1e100]) == 2)
    #expect(CompensatedTotal.of([]) == 0)
    #expect(CompensatedTotal.mean([]) == nil)
    #expect(CompensatedTotal.mean([1e15 + 1, 1e15 + 2]) == 1e15 + 1.5)
  }
}
