/// Roots of functions of one variable, always within a bracket.
public enum RootFinding {
  /// The root of a function between two points where it has different signs, by Brent's method.
  ///
  /// - Parameters:
  ///   - low: One end of the bracket.
  ///   - high: The other end.
  ///   - tolerance: How far the root may lie from where it is; the last place of the root is the least.
  ///   - function: A continuous function.
  /// - Returns: The root, or NaN where the signs are the same or the function is not a number at an end.
  /// - Complexity: Rarely more than 15 evaluations, at most 200.
  /// - Source: Brent (1973), Algorithms for Minimization without Derivatives, chapter 4. In R: `uniroot`.
  public static func root(
    between low: Double, and high: Double, tolerance: Double = 0, of function: (Double) -> Double
  ) -> Double {
    var (a, b) = (low, high)
    var (fa, fb) = (function(a), function(b))
    if fa == 0 { return a }
    if fb == 0 { return b }
    guard fa * fb < 0 || (fa < 0) != (fb < 0), !fa.isNaN, !fb.isNaN else { return .nan }
    var (c, fc) = (a, fa)
    var step = b - a
    var previous = step
    for _ in 0..<200 {
      if (fb > 0) == (fc > 0) {
        (c, fc) = (a, fa)
        step = b - a
        previous = step
      }
      if abs(fc) < abs(fb) { (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb) }
      let limit = 2 * Double.ulpOfOne * abs(b) + tolerance / 2 + Double.leastNonzeroMagnitude
      let half = (c - b) / 2
      if abs(half) <= limit || fb == 0 { return b }
      if let inner = interpolation(a, b, c, fa, fb, fc, limit: limit, previous: previous) {
        previous = step
        step = inner
      } else {
        step = half
        previous = half
      }
      (a, fa) = (b, fb)
      b += abs(step) > limit ? step : (half > 0 ? limit : -limit)
      fb = function(b)
      if fb.isNaN { return .nan }
    }
    return b
  }

  /// The step of inverse quadratic interpolation (or the secant) from b, or nil where bisection is safer.
  private static func interpolation(
    _ a: Double, _ b: Double, _ c: Double, _ fa: Double, _ fb: Double, _ fc: Double, limit: Double, previous: Double
  ) -> Double? {
    guard abs(previous) >= limit, abs(fa) > abs(fb) else { return nil }
    let half = (c - b) / 2
    let s = fb / fa
    var p: Double
    var q: Double
    if a == c {
      p = 2 * half * s
      q = 1 - s
    } else {
      let t = fa / fc
      let r = fb / fc
      p = s * (2 * half * t * (t - r) - (b - a) * (r - 1))
      q = (t - 1) * (r - 1) * (s - 1)
    }
    if p > 0 { q = -q } else { p = -p }
    guard 2 * p < min(3 * half * q - abs(limit * q), abs(previous * q)) else { return nil }
    return p / q
  }

  /// The root of a function that grows, found by widening a bracket around a first guess.
  ///
  /// - Parameters:
  ///   - guess: Where to begin.
  ///   - floor: The least value that the root may have.
  ///   - ceiling: The greatest value that the root may have.
  ///   - function: A continuous function that grows.
  /// - Returns: The root, or NaN where the widest bracket does not hold one.
  public static func increasingRoot(
    from guess: Double, floor: Double = -1e15, ceiling: Double = 1e15, of function: (Double) -> Double
  ) -> Double {
    var width = max(1, abs(guess) / 8)
    var low = min(max(guess, floor), ceiling)
    var high = low
    for _ in 0..<80 {
      if function(low) <= 0 { break }
      if low <= floor { return .nan }
      high = low
      low = max(floor, low - width)
      width *= 2
    }
    width = max(1, abs(guess) / 8)
    for _ in 0..<80 {
      if function(high) >= 0 { break }
      if high >= ceiling { return .nan }
      low = high
      high = min(ceiling, high + width)
      width *= 2
    }
    return low == high ? low : root(between: low, and: high, of: function)
  }
}
