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
    #expect(agree(logDeterminant, log(44.75), within: 1e-13))
    let lower = try #require(matrix.choleskyFactor())
    let determinant = lower.diagonal.reduce(1) { $0 * $1 * $1 }
    #expect(agree(determinant, 44.75, within: 1e-13))
    let again = lower * lower.transposed
    #expect((again - matrix).values.allSatisfy { abs($0) < 1e-14 })
  }

  @Test func `eigenvectors reproduce the matrix`() throws {
    let (values, vectors) = try #require(matrix.symmetricEigen())
    #expect(values == values.sorted())
    #expect(agree(values.reduce(0, +), 12, within: 1e-13))
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
    let fit = try LeastSquares(
      design: Matrix(years.map { [1, $0] }), outcome: years.map { 3 + 0.25 * $0 })
    #expect(agree(fit.coefficients[0], 3, within: 1e-8))
    #expect(agree(fit.coefficients[1], 0.25, within: 1e-11))
    // The slope's unscaled variance is one over the sum of squares about the mean, 90.
    #expect(agree(fit.unscaledCovariance[1, 1], 1.0 / 90, within: 1e-8))
  }

  @Test func `the Longley data of NIST keep twelve digits`() throws {
    // Longley (1967), Journal of the American Statistical Association 62, 819–841; certified values of NIST StRD.
    let rows: [[Double]] = [
      [60323, 83.0, 234289, 2356, 1590, 107608, 1947], [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
      [60171, 88.2, 258054, 3682, 1616, 109773, 1949], [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
      [63221, 96.2, 328975, 2099, 3099, 112075, 1951], [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
      [64989, 99.0, 365385, 1870, 3547, 115094, 1953], [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
      [66019, 101.2, 397469, 2904, 3048, 117388, 1955], [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
      [68169, 108.4, 442769, 2936, 2798, 120445, 1957], [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
      [68655, 112.6, 482704, 3813, 2552, 123366, 1959], [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
      [69331, 115.7, 518173, 4806, 2572, 127852, 1961], [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
    ]
    let fit = try LeastSquares(design: Matrix(rows.map { [1] + $0.dropFirst() }), outcome: rows.map { $0[0] })
    let certified = [
      -3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359,
      -0.511041056535807e-01, 1829.15146461355,
    ]
    for (value, expected) in zip(fit.coefficients, certified) { #expect(agree(value, expected, within: 1e-9)) }
  }

  @Test func `columns that repeat others are refused with the rank`() {
    let design = Matrix([[1, 1, 0], [1, 0, 1], [1, 1, 0], [1, 0, 1]])
    let error = refusal { () throws(StatisticsError) in _ = try LeastSquares(design: design, outcome: [1, 2, 3, 4]) }
    #expect(error?.code == .notPositiveDefinite)
    #expect(error?.found == "3 terms of which only 2 are independent")
    let few = refusal { () throws(StatisticsError) in
      _ = try LeastSquares(design: Matrix([[1, 2]]), outcome: [1])
    }
    #expect(few?.code == .tooFewRespondents)
    let uneven = refusal { () throws(StatisticsError) in
      _ = try LeastSquares(design: Matrix([[1], [1]]), outcome: [1])
    }
    #expect(uneven?.code == .argument)
    let missing = refusal { () throws(StatisticsError) in
      _ = try LeastSquares(design: Matrix([[1], [1]]), outcome: [1, .nan])
    }
    #expect(missing?.code == .kind)
  }

  @Test func `compensated sums keep what plain sums lose`() {
    #expect(CompensatedTotal.of([1, 1e100, 1, -1e100]) == 2)
    #expect(CompensatedTotal.of([]) == 0)
    #expect(CompensatedTotal.mean([]) == nil)
    #expect(CompensatedTotal.mean([1e15 + 1, 1e15 + 2]) == 1e15 + 1.5)
  }
}
