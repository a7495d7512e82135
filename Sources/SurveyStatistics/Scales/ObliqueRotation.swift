internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Oblique rotation by gradient projection: the quartimin criterion of loadings Λ = A (T⁻¹)ᵀ over T with columns of
/// unit length.
struct ObliqueRotation {
  private let unrotated: Matrix
  private var axes: Matrix
  private var inverse: Matrix
  private var loadings: Matrix
  private var criterion: Double
  private var gradient: Matrix

  /// The simplest of several starts: the factors as extracted, their varimax rotation, and four at random.
  ///
  /// The criterion can have several minima; the random starts come from a fixed seed, so that the answer is the same
  /// every time.
  static func quartimin(_ unrotated: Matrix) throws(StatisticsError) -> RotatedFactors {
    let m = unrotated.columns
    // Items of no communality carry no direction and would only slow the search.
    var starts: [Matrix] = [.identity(m)]
    if let turned = orthogonalPart(from: unrotated, to: RotatedFactors.varimax(unrotated).pattern) {
      starts.append(turned)
    }
    for stream in 0..<4 { starts.append(randomAxes(m, stream: UInt64(stream))) }
    var best: ObliqueRotation?
    for start in starts {
      guard var rotation = ObliqueRotation(unrotated, start) else { continue }
      rotation.descend(until: 1e-5, steps: 500)
      if best.map({ rotation.criterion < $0.criterion - 1e-9 }) ?? true { best = rotation }
    }
    guard var best, best.descend(until: 1e-10, steps: 20_000) < 1e-6 else {
      throw StatisticsError(
        .convergence, found: "an oblimin rotation of \(m) factors that does not settle",
        expected: "factors that can be told apart", remedy: "ask for fewer factors, or use --rotation varimax")
    }
    return RotatedFactors(
      pattern: best.loadings, correlations: best.axes.transposed * best.axes, criterion: best.criterion)
  }

  private init?(_ unrotated: Matrix, _ axes: Matrix) {
    guard let inverse = Self.inverse(of: axes) else { return nil }
    self.unrotated = unrotated
    self.axes = axes
    self.inverse = inverse
    loadings = unrotated * inverse.transposed
    (criterion, gradient) = Self.quartiminValue(loadings)
  }

  /// The inverse of a square matrix through that of its cross product; nil where it is singular.
  private static func inverse(of matrix: Matrix) -> Matrix? {
    (matrix.transposed * matrix).positiveDefiniteInverse().map { $0.inverse * matrix.transposed }
  }

  /// A quarter of the sum of products of squared loadings on different factors, and its derivative by the loadings.
  private static func quartiminValue(_ loadings: Matrix) -> (Double, Matrix) {
    var gradient = loadings
    var sum = CompensatedTotal()
    for item in 0..<loadings.rows {
      let squares = (0..<loadings.columns).map { loadings[item, $0] * loadings[item, $0] }
      let all = squares.reduce(0, +)
      for factor in 0..<loadings.columns {
        let others = all - squares[factor]
        sum.add(squares[factor] * others / 4)
        gradient[item, factor] = loadings[item, factor] * others
      }
    }
    return (sum.value, gradient)
  }

  /// Steps down the projected gradient; the length of the gradient at the end.
  @discardableResult
  private mutating func descend(until tolerance: Double, steps: Int) -> Double {
    var size = 1.0
    var length = Double.infinity
    for _ in 0..<steps {
      let slope = projectedSlope()
      length = sqrt(slope.values.reduce(0) { $0 + $1 * $1 })
      if length < tolerance { break }
      size *= 2
      var moved = false
      for _ in 0..<60 {
        if let next = ObliqueRotation(unrotated, unitColumns(axes, minus: slope, times: size)),
          criterion - next.criterion > 0.5 * length * length * size
        {
          self = next
          moved = true
          break
        }
        size /= 2
      }
      if !moved { break }
    }
    return length
  }

  /// The criterion's derivative by the axes, less what would change their length.
  private func projectedSlope() -> Matrix {
    let slope = (loadings.transposed * gradient * inverse).transposed
    var result = slope
    for column in 0..<axes.columns {
      // The derivative is the negative of `slope`; along the axis itself it is taken out.
      let along = (0..<axes.rows).reduce(0) { $0 - axes[$1, column] * slope[$1, column] }
      for row in 0..<axes.rows { result[row, column] = -slope[row, column] - axes[row, column] * along }
    }
    return result
  }

  private func unitColumns(_ axes: Matrix, minus slope: Matrix, times size: Double) -> Matrix {
    var result = axes
    for column in 0..<axes.columns {
      var length = 0.0
      for row in 0..<axes.rows {
        result[row, column] -= size * slope[row, column]
        length += result[row, column] * result[row, column]
      }
      for row in 0..<axes.rows { result[row, column] /= sqrt(length) }
    }
    return result
  }

  /// The orthogonal matrix that turns one set of loadings into another; nil where the loadings are singular.
  private static func orthogonalPart(from loadings: Matrix, to turned: Matrix) -> Matrix? {
    (loadings.transposed * loadings).positiveDefiniteInverse().map { $0.inverse * (loadings.transposed * turned) }
  }

  /// Axes at right angles in a random direction, by Gram and Schmidt.
  private static func randomAxes(_ m: Int, stream: UInt64) -> Matrix {
    var generator = CounterGenerator(seed: 1, stream: stream)
    var result = Matrix(rows: m, columns: m)
    for column in 0..<m {
      var axis = (0..<m).map { _ in generator.standardNormal() }
      for earlier in 0..<column {
        let along = (0..<m).reduce(0) { $0 + axis[$1] * result[$1, earlier] }
        for row in 0..<m { axis[row] -= along * result[row, earlier] }
      }
      let length = sqrt(axis.reduce(0) { $0 + $1 * $1 })
      for row in 0..<m { result[row, column] = axis[row] / length }
    }
    return result
  }
}
