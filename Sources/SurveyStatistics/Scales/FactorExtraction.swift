internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// How common factors are extracted from correlations.
public enum FactorExtractionMethod: String, Sendable, Hashable, CaseIterable {
  /// Maximum likelihood.
  case maximumLikelihood = "ml"
  /// Minimum residuals: least squares of the correlations off the diagonal.
  case minimumResiduals = "minres"
}

/// The unrotated common factors of a correlation matrix.
///
/// Loadings are eliminated, so that the iteration runs over the uniquenesses alone: Newton's method with the exact
/// second derivatives, and uniquenesses at their least value taken out while the fit would push them below it.
/// - Complexity: O(steps · k³) for k items, rarely more than ten steps.
/// - Source: Jöreskog (1967), Psychometrika 32, 443–482, 10.1007/BF02289658; Clarke (1970), British Journal of
///   Mathematical and Statistical Psychology 23, 43–52, 10.1111/j.2044-8317.1970.tb00434.x; Harman & Jones (1966),
///   Psychometrika 31, 351–368, 10.1007/BF02289468. R: `factanal`, `psych::fa(fm = "minres")`.
struct FactorExtraction {
  /// The least uniqueness, as in R: an item at this value is a Heywood case.
  static let leastUniqueness = 0.005

  let correlations: Matrix
  let factors: Int
  let method: FactorExtractionMethod
  /// The share of each item's variance that is its own.
  private(set) var uniquenesses: [Double]
  /// Steps until it settled.
  private(set) var iterations = 0

  /// The objective and its derivatives by the logarithm of each uniqueness (or by the uniqueness, for minres).
  private struct State {
    var value: Double
    var gradient: [Double]
    var eigenvalues: [Double]
    var vectors: Matrix
  }

  /// Extracts factors.
  ///
  /// - Throws: `statistics.not-positive-definite` (maximum likelihood only), `statistics.convergence`.
  init(_ correlations: Matrix, factors: Int, method: FactorExtractionMethod) throws(StatisticsError) {
    self.correlations = correlations
    self.factors = factors
    self.method = method
    let k = correlations.rows
    let inverse = correlations.positiveDefiniteInverse()?.inverse
    let shrink = 1 - Double(factors) / (2 * Double(k))
    let start = inverse.map { inverse in inverse.diagonal.map { min(0.95, max(0.05, shrink / $0)) } }
    let even = [Double](repeating: 0.5, count: k)
    uniquenesses = even
    for guess in [start, even].compactMap({ $0 }) {
      uniquenesses = guess
      if let value = solve() {
        if hasHeywoodCase { search(below: value) }
        return
      }
    }
    throw StatisticsError(
      .convergence,
      found: "\(factors) factor\(factors == 1 ? "" : "s") of \(k) items by \(method.rawValue) that do not settle",
      expected: "items that share enough to find so many factors", remedy: "ask for fewer factors, or leave out an item"
    )
  }

  /// Whether an item is left no variance of its own.
  private var hasHeywoodCase: Bool { uniquenesses.contains { $0 <= Self.leastUniqueness * 1.000001 } }

  /// Looks for a smaller minimum from each item's own corner: where one item has reached its least uniqueness, the
  /// discrepancy mostly has several minima, one for each item that may.
  private mutating func search(below value: Double) {
    var best = (value: value, uniquenesses: uniquenesses, iterations: iterations)
    for item in uniquenesses.indices {
      uniquenesses = [Double](repeating: 0.5, count: uniquenesses.count)
      uniquenesses[item] = 0.02
      if let reached = solve(), reached < best.value - 1e-10 * (1 + abs(best.value)) {
        best = (reached, uniquenesses, iterations)
      }
    }
    (uniquenesses, iterations) = (best.uniquenesses, best.iterations)
  }

  private var isLikelihood: Bool { method == .maximumLikelihood }

  private func coordinates(_ values: [Double]) -> [Double] { isLikelihood ? values.map { log($0) } : values }
  private func values(_ coordinates: [Double]) -> [Double] { isLikelihood ? coordinates.map { exp($0) } : coordinates }

  /// The least discrepancy that Newton's method within the bounds reaches; nil where it does not settle.
  private mutating func solve() -> Double? {
    let lower = isLikelihood ? log(Self.leastUniqueness) : Self.leastUniqueness
    let upper = isLikelihood ? 0.0 : 1.0
    var place = coordinates(uniquenesses)
    guard var state = evaluate(place) else { return nil }
    var steepest = Double.infinity
    for step in 0..<200 {
      iterations = step
      let free = place.indices.filter { index in
        !(place[index] <= lower && state.gradient[index] > 0) && !(place[index] >= upper && state.gradient[index] < 0)
      }
      steepest = free.reduce(0) { max($0, abs(state.gradient[$1])) }
      if steepest < 1e-12 { break }
      let direction = direction(state, free)
      var advanced = false
      var length = 1.0
      for _ in 0..<40 {
        var next = place
        for (position, index) in free.enumerated() {
          next[index] = min(upper, max(lower, place[index] + length * direction[position]))
        }
        if next != place, let reached = evaluate(next), reached.value <= state.value + 1e-15 * (1 + abs(state.value)) {
          (place, state, advanced) = (next, reached, true)
          break
        }
        length /= 2
      }
      if !advanced { break }
    }
    // Where rounding stops the iteration, the gradient must be small enough for every printed digit.
    uniquenesses = values(place)
    return steepest < 1e-7 ? state.value : nil
  }

  private func evaluate(_ place: [Double]) -> State? {
    let uniquenesses = values(place)
    var reduced = correlations
    let k = reduced.rows
    if isLikelihood {
      let roots = uniquenesses.map { sqrt($0) }
      for i in 0..<k { for j in 0..<k { reduced[i, j] /= roots[i] * roots[j] } }
    } else {
      for i in 0..<k { reduced[i, i] -= uniquenesses[i] }
    }
    guard let (values, vectors) = reduced.symmetricEigen() else { return nil }
    // Eigenvalues come ascending: those left over stand first.
    let left = 0..<(k - factors)
    if isLikelihood, left.contains(where: { values[$0] <= 0 }) { return nil }
    var total = CompensatedTotal()
    for r in left { total.add(isLikelihood ? values[r] - log(values[r]) - 1 : values[r] * values[r] / 2) }
    let gradient = (0..<k).map { item in
      left.reduce(0) { sum, r in
        sum + (isLikelihood ? 1 - values[r] : -values[r]) * vectors[item, r] * vectors[item, r]
      }
    }
    return State(value: total.value, gradient: gradient, eigenvalues: values, vectors: vectors)
  }

  /// The step for the free uniquenesses: Newton's, or where the exact curvature is not positive its leading part.
  private func direction(_ state: State, _ free: [Int]) -> [Double] {
    let gradient = free.map { state.gradient[$0] }
    for isExact in [true, false] {
      var curvature = curvature(state, free, isExact: isExact)
      if !isExact { for index in free.indices { curvature[index, index] += 1e-6 } }
      guard let inverse = curvature.positiveDefiniteInverse()?.inverse else { continue }
      let step = free.indices.map { row in -free.indices.reduce(0) { $0 + inverse[row, $1] * gradient[$1] } }
      let longest = step.reduce(0) { max($0, abs($1)) }
      return longest > 2 ? step.map { $0 * 2 / longest } : step
    }
    return gradient.map { -$0 }
  }

  private func curvature(_ state: State, _ free: [Int], isExact: Bool) -> Matrix {
    let (values, vectors) = (state.eigenvalues, state.vectors)
    let k = values.count
    let left = 0..<(k - factors)
    var result = Matrix(rows: free.count, columns: free.count)
    for (a, i) in free.enumerated() {
      for (b, j) in free.enumerated() where b <= a {
        var shared = 0.0
        for r in left { shared += vectors[i, r] * vectors[j, r] }
        var sum = isExact && isLikelihood ? 0 : shared * shared
        if isExact {
          if isLikelihood {
            // Half of the eigenvalues' weight on each: Σ over pairs of (γr + γs) / 2.
            var weighted = 0.0
            for r in left { weighted += values[r] * vectors[i, r] * vectors[j, r] }
            sum = shared * weighted
          }
          for r in left {
            let own = vectors[i, r] * vectors[j, r]
            for s in (k - factors)..<k {
              let factor =
                isLikelihood
                ? (1 - values[r]) * (values[s] + values[r]) / (values[s] - values[r])
                : -2 * values[r] / (values[s] - values[r])
              sum += factor * own * vectors[i, s] * vectors[j, s]
            }
          }
        }
        result[a, b] = sum
        result[b, a] = sum
      }
    }
    return result
  }

  /// The loadings at the uniquenesses found, largest factor first, each factor's loadings summing to zero or more.
  var loadings: Matrix {
    let k = correlations.rows
    var result = Matrix(rows: k, columns: factors)
    guard let state = evaluate(coordinates(uniquenesses)) else { return result }
    for factor in 0..<factors {
      let place = k - 1 - factor
      let value = isLikelihood ? state.eigenvalues[place] - 1 : state.eigenvalues[place]
      let length = sqrt(max(0, value))
      var column = (0..<k).map { item in
        state.vectors[item, place] * length * (isLikelihood ? sqrt(uniquenesses[item]) : 1)
      }
      if column.reduce(0, +) < 0 { column = column.map { -$0 } }
      for item in 0..<k { result[item, factor] = column[item] }
    }
    return result
  }
}
