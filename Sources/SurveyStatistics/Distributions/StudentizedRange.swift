#if canImport(Glibc)
  internal import Glibc
#endif

/// The studentized range: how far the largest and the smallest of several means lie apart, in standard errors.
///
/// Both integrals are taken by the trapezoid rule over the whole line, which for such functions is exact to rounding;
/// the upper tail is integrated itself and never formed as 1 − p.
/// - Accuracy: 1e-12 relative in the upper tail down to 1e-15, quantiles 1e-10.
/// - Complexity: some ten thousand evaluations of the normal distribution.
/// - Source: Tukey (1953), The Problem of Multiple Comparisons; Copenhaver & Holland (1988),
///   doi:10.1080/00949658808811082. In R: `ptukey`, `qtukey`.
public struct StudentizedRange: Sendable, Hashable {
  /// How many means there are, at least two.
  public let groups: Int
  /// The degrees of freedom of the standard error; infinite where it is known.
  public let degreesOfFreedom: Double

  /// Creates the distribution; fewer than two means, or degrees of freedom not above zero, make every answer NaN.
  public init(groups: Int, degreesOfFreedom: Double) {
    self.groups = groups
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a range above q.
  public func upperTail(_ q: Double) -> Double {
    guard groups >= 2, degreesOfFreedom > 0, !q.isNaN else { return .nan }
    if q <= 0 { return 1 }
    if q == .infinity { return 0 }
    let df = degreesOfFreedom
    if df > 1e8 { return range(q) }
    // The logarithm u of the standard error has density c · exp(df·u − df·e²ᵘ/2).
    var sign: Int32 = 0
    let logConstant = df / 2 * log(df / 2) - lgamma_r(df / 2, &sign) + log(2)
    let spread = (40 / df).squareRoot()
    let centre = min(0, log(df / (df + q * q / 2)) / 2)
    let from = centre - max(1.5 * spread, 40 / df + 0.5)
    let to = min(2.5, 1.2 * spread)
    let step = min(0.1, 0.4 / (2 * df).squareRoot())
    let count = Int(((to - from) / step).rounded(.up))
    var sum = CompensatedTotal()
    for index in 0...count {
      let u = from + Double(index) * step
      let weight = exp(logConstant + df * u - df / 2 * exp(2 * u))
      if weight > 1e-320 { sum.add(weight * range(q * exp(u))) }
    }
    return min(1, sum.value * step)
  }

  /// The value with that probability above it.
  public func quantile(upper probability: Double) -> Double {
    guard probability > 0, probability < 1 else { return probability == 1 ? 0 : probability == 0 ? .infinity : .nan }
    return RootFinding.increasingRoot(from: 3.5, floor: 0) { probability - upperTail($0) }
  }

  /// The probability that the range of so many standard normal values exceeds w.
  private func range(_ w: Double) -> Double {
    let normal = Normal.standard
    let step = 0.1
    var sum = CompensatedTotal()
    // With the largest value at z, all others lie below it, but not all of them above z − w:
    // Φ(z)ᵏ⁻¹ − (Φ(z) − Φ(z − w))ᵏ⁻¹, written as a product so that nothing cancels.
    for index in -95...95 {
      let z = w / 2 + Double(index) * step
      let density = normal.density(z)
      if density < 1e-320 { continue }
      let all = normal.lowerTail(z)
      let below = normal.lowerTail(z - w)
      let near = all - below
      var product = 1.0
      var power = 1.0
      for _ in stride(from: 1, to: groups - 1, by: 1) {
        power *= near
        product = product * all + power
      }
      sum.add(density * below * product)
    }
    return min(1, Double(groups) * sum.value * step)
  }
}
