internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// A log-likelihood at a point, with its slope and its curvature.
struct LikelihoodPoint: Sendable {
  var value: Double
  var score: [Double]
  /// Minus the second derivatives.
  var information: Matrix
}

/// The greatest point of a log-likelihood without a second hill, by Newton's method, and intervals around it.
///
/// - Source: Nocedal & Wright (2006), Numerical Optimization, chapter 3; profile intervals: Venzon & Moolgavkar (1988),
///   Applied Statistics 37, 87–94, 10.2307/2347496.
struct LikelihoodMaximum {
  /// What became of the search.
  enum Outcome {
    /// The maximum, with the inverse of the information there.
    case found(parameters: [Double], point: LikelihoodPoint, covariance: Matrix)
    /// The likelihood still grew in that direction when the search ended.
    case growing(parameters: [Double], direction: [Double])
  }

  /// The likelihood; nil outside its domain.
  var evaluate: ([Double]) -> LikelihoodPoint?
  /// The largest change that a step makes in any row's linear predictor: what "no more change" is measured by.
  var reach: ([Double]) -> Double

  /// Searches from a point of the domain.
  ///
  /// - Complexity: rarely more than ten evaluations, at most a few hundred.
  func find(from start: [Double], rounds: Int = 50) -> Outcome {
    var parameters = start
    var direction = [Double](repeating: 0, count: start.count)
    guard var point = evaluate(start) else { return .growing(parameters: start, direction: direction) }
    for _ in 0..<rounds {
      guard let inverse = point.information.positiveDefiniteInverse()?.inverse else { break }
      direction = Self.product(inverse, point.score)
      let size = reach(direction)
      guard size.isFinite else { break }
      guard let next = advance(from: parameters, point, along: direction) else {
        // No step improves: at the maximum to working precision, or stuck.
        if size < 1e-6 { return .found(parameters: parameters, point: point, covariance: inverse) }
        break
      }
      (parameters, point) = next
      if size < 1e-9, let inverse = point.information.positiveDefiniteInverse()?.inverse {
        return .found(parameters: parameters, point: point, covariance: inverse)
      }
    }
    return .growing(parameters: parameters, direction: direction)
  }

  /// The step, halved until the likelihood does not fall.
  private func advance(
    from parameters: [Double], _ point: LikelihoodPoint, along direction: [Double]
  ) -> ([Double], LikelihoodPoint)? {
    var factor = 1.0
    for _ in 0..<40 {
      let next = zip(parameters, direction).map { $0 + factor * $1 }
      if let reached = evaluate(next), reached.value >= point.value - 1e-13 * abs(point.value) {
        return (next, reached)
      }
      factor /= 2
    }
    return nil
  }

  /// One end of the profile-likelihood interval of a linear function of the parameters.
  ///
  /// - Parameters:
  ///   - weights: the function's coefficient for each parameter.
  ///   - drop: by how much the log-likelihood is lower at the end: half the quantile of chi-squared.
  ///   - upper: which end.
  /// - Returns: the function's value where the highest likelihood with that value is lower by `drop`; nil where the
  ///   search does not settle.
  func profileEnd(
    of weights: [Double], at parameters: [Double], _ point: LikelihoodPoint, drop: Double, upper: Bool
  ) -> Double? {
    let target = point.value - drop
    var current = parameters
    var here = point
    for _ in 0..<100 {
      guard let inverse = here.information.positiveDefiniteInverse()?.inverse else { return nil }
      let ascent = Self.product(inverse, here.score)
      let along = Self.product(inverse, weights)
      let spread = Self.dot(weights, along)
      let gain = Self.dot(here.score, ascent)
      let radicand = (gain + 2 * (here.value - target)) / spread
      let multiplier = radicand > 0 ? (upper ? 1 : -1) * radicand.squareRoot() : 0
      var step = zip(ascent, along).map { $0 + multiplier * $1 }
      // No linear predictor moves by more than two at once: far out the likelihood is not a parabola.
      let size = reach(step)
      guard size.isFinite else { return nil }
      if size > 2 { step = step.map { $0 * 2 / size } }
      var next = zip(current, step).map { $0 + $1 }
      var reached = evaluate(next)
      var halvings = 0
      while reached == nil, halvings < 30 {
        step = step.map { $0 / 2 }
        next = zip(current, step).map { $0 + $1 }
        reached = evaluate(next)
        halvings += 1
      }
      guard let reached else { return nil }
      (current, here) = (next, reached)
      if reach(step) < 1e-8, abs(here.value - target) < 1e-8 { return Self.dot(weights, current) }
    }
    return nil
  }

  static func product(_ matrix: Matrix, _ vector: [Double]) -> [Double] {
    (0..<matrix.rows).map { row in
      var total = 0.0
      for column in 0..<matrix.columns { total += matrix[row, column] * vector[column] }
      return total
    }
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
