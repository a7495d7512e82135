#if canImport(Glibc)
  internal import Glibc
#endif

/// The standard bivariate normal distribution with a correlation.
///
/// - Accuracy: probabilities within 1e-14 absolute.
/// - Complexity: at most 20 nodes of Gauss–Legendre quadrature.
/// - Source: Drezner & Wesolowsky (1990, doi:10.1080/00949659008811236) as improved by Genz (2004,
///   doi:10.1023/B:STCO.0000035304.20635.31). In R: `mvtnorm::pmvnorm`.
public struct BivariateNormal: Sendable, Hashable {
  /// The correlation, between −1 and 1.
  public var correlation: Double

  /// Creates a bivariate normal distribution; a correlation outside [−1, 1] makes every answer NaN.
  public init(_ correlation: Double) { self.correlation = abs(correlation) <= 1 ? correlation : .nan }

  /// The probability that X ≤ x and Y ≤ y.
  public func lowerTail(_ x: Double, _ y: Double) -> Double { upperTail(-x, -y) }

  /// The probability of the rectangle between two corners, from the corner that cancels least.
  public func rectangle(x: (Double, Double), y: (Double, Double)) -> Double {
    // Reflecting both axes keeps the correlation and puts the rectangle where its probabilities are small.
    let reflect = x.0 + x.1 > 0 && x.0 != -.infinity || x.1 == .infinity && x.0 > 0
    let (left, right) = reflect ? (-x.1, -x.0) : x
    let (bottom, top) = reflect ? (-y.1, -y.0) : y
    let value =
      (lowerTail(right, top) - lowerTail(left, top)) - (lowerTail(right, bottom) - lowerTail(left, bottom))
    return max(0, value)
  }

  /// The density at (x, y).
  public func density(_ x: Double, _ y: Double) -> Double {
    guard x.isFinite, y.isFinite else { return 0 }
    let rest = (1 - correlation) * (1 + correlation)
    return exp(-(x * x - 2 * correlation * x * y + y * y) / (2 * rest)) / (2 * .pi * rest.squareRoot())
  }

  /// The probability that X > x and Y > y.
  public func upperTail(_ x: Double, _ y: Double) -> Double {
    let normal = Normal.standard
    if correlation.isNaN || x.isNaN || y.isNaN { return .nan }
    if x == .infinity || y == .infinity { return 0 }
    if x == -.infinity { return normal.upperTail(y) }
    if y == -.infinity { return normal.upperTail(x) }
    if correlation == 0 { return normal.upperTail(x) * normal.upperTail(y) }
    let value = abs(correlation) < 0.925 ? moderate(x, y) : strong(x, y)
    return min(max(value, 0), 1)
  }

  /// Integrates the density over the correlation, from 0 to where it stands, along its arc sine.
  private func moderate(_ x: Double, _ y: Double) -> Double {
    let product = x * y
    let half = (x * x + y * y) / 2
    let angle = asin(correlation)
    var sum = 0.0
    for (node, weight) in GaussLegendre.twenty {
      for sign in [-1.0, 1.0] {
        let sine = sin(angle * (sign * node + 1) / 2)
        sum += weight * exp((sine * product - half) / (1 - sine * sine))
      }
    }
    let normal = Normal.standard
    return sum * angle / (4 * .pi) + normal.upperTail(x) * normal.upperTail(y)
  }

  /// Integrates from the degenerate distribution at ±1, whose leading terms are taken out in closed form.
  private func strong(_ x: Double, _ y: Double) -> Double {
    let normal = Normal.standard
    let k = correlation < 0 ? -y : y
    let product = x * k
    var value = 0.0
    if abs(correlation) < 1 {
      let square = (1 - correlation) * (1 + correlation)
      let a = square.squareRoot()
      let b2 = (x - k) * (x - k)
      let c = (4 - product) / 8
      let d = (12 - product) / 16
      let exponent = -(b2 / square + product) / 2
      if exponent > -100 {
        value = a * exp(exponent) * (1 - c * (b2 - square) * (1 - d * b2 / 5) / 3 + c * d * square * square / 5)
      }
      if -product < 100 {
        let b = b2.squareRoot()
        value -=
          exp(-product / 2) * 2.5066282746310002 * normal.lowerTail(-b / a) * b
          * (1 - c * b2 * (1 - d * b2 / 5) / 3)
      }
      value += remainder(b2: b2, product: product, half: a / 2, c: c, d: d)
      value = -value / (2 * .pi)
    }
    if correlation > 0 { return value + normal.upperTail(max(x, k)) }
    return -value + (k > x ? between(x, k) : 0)
  }

  private func remainder(b2: Double, product: Double, half: Double, c: Double, d: Double) -> Double {
    var sum = 0.0
    for (node, weight) in GaussLegendre.twenty {
      for sign in [-1.0, 1.0] {
        let root = half * (sign * node + 1)
        let square = root * root
        let slope = (1 - square).squareRoot()
        let exponent = -(b2 / square + product) / 2
        guard exponent > -100 else { continue }
        sum +=
          half * weight * exp(exponent)
          * (exp(-product * square / (2 * (1 + slope) * (1 + slope))) / slope - (1 + c * square * (1 + d * square)))
      }
    }
    return sum
  }

  /// The probability between two points of the standard normal, from the side that cancels least.
  private func between(_ low: Double, _ high: Double) -> Double {
    let normal = Normal.standard
    return low < 0
      ? normal.lowerTail(high) - normal.lowerTail(low) : normal.upperTail(low) - normal.upperTail(high)
  }
}

/// Nodes and weights of Gauss–Legendre quadrature on [−1, 1], positive half.
enum GaussLegendre {
  /// The ten positive nodes of the rule of order 20 with their weights.
  static let twenty: [(node: Double, weight: Double)] = rule(20)

  /// Nodes by Newton's method on the Legendre polynomial, from Chebyshev's first guess.
  static func rule(_ order: Int) -> [(node: Double, weight: Double)] {
    let n = Double(order)
    return (1...(order / 2)).map { index in
      var node = cos(.pi * (Double(index) - 0.25) / (n + 0.5))
      var slope = 0.0
      for _ in 0..<8 {
        var (previous, current) = (1.0, node)
        for degree in 2...order {
          let d = Double(degree)
          (previous, current) = (current, ((2 * d - 1) * node * current - (d - 1) * previous) / d)
        }
        slope = n * (node * current - previous) / (node * node - 1)
        node -= current / slope
      }
      return (node, 2 / ((1 - node * node) * slope * slope))
    }
  }
}
