#if canImport(Glibc)
  internal import Glibc
#endif

/// The odds ratio of a two-by-two table and what is made from it.
///
/// A table with a zero cell gets one half in every cell (Haldane 1956, Anscombe 1956), and says so.
public struct OddsRatio: Sendable, Hashable {
  /// The odds ratio.
  public let value: Double
  /// The standard error of its logarithm.
  public let logStandardError: Double
  /// Whether one half was added to every cell.
  public let isCorrected: Bool

  /// The odds ratio a·d / (b·c) of a table with rows (a, b) and (c, d).
  ///
  /// - Source: Woolf (1955), doi:10.1111/j.1469-1809.1955.tb01348.x. In R: `epitools::oddsratio.wald`.
  public init(a: Double, b: Double, c: Double, d: Double) {
    isCorrected = min(min(a, b), min(c, d)) <= 0
    let half = isCorrected ? 0.5 : 0
    let (a, b, c, d) = (a + half, b + half, c + half, d + half)
    value = a / b * (d / c)
    logStandardError = (1 / a + 1 / b + 1 / c + 1 / d).squareRoot()
  }

  /// An odds ratio whose standard error comes from a design.
  public init(value: Double, logStandardError: Double) {
    self.value = value
    self.logStandardError = logStandardError
    isCorrected = false
  }

  /// Woolf's interval, normal on the logarithm, or with t degrees of freedom.
  public func interval(level: Double = 0.95, degreesOfFreedom: Double = .infinity) -> Interval {
    let z = StudentT(degreesOfFreedom).criticalValue(level: level)
    return Interval(
      lower: value * exp(-z * logStandardError), upper: value * exp(z * logStandardError), level: level,
      method: isCorrected ? "woolf-haldane" : "woolf")
  }

  /// The odds ratio with its interval.
  public func effect(level: Double = 0.95) -> EffectSize {
    EffectSize(id: "odds-ratio", value: value, interval: interval(level: level))
  }

  /// Yule's Q = (OR − 1) / (OR + 1) with the same interval carried over.
  ///
  /// - Source: Yule (1900), doi:10.1098/rsta.1900.0019. In R: `psych::Yule`.
  public func yulesQ(level: Double = 0.95, degreesOfFreedom: Double = .infinity) -> EffectSize {
    let interval = interval(level: level, degreesOfFreedom: degreesOfFreedom)
    func q(_ ratio: Double) -> Double { ratio == .infinity ? 1 : (ratio - 1) / (ratio + 1) }
    return EffectSize(
      id: "yules-q", value: q(value),
      interval: Interval(lower: q(interval.lower), upper: q(interval.upper), level: level, method: interval.method))
  }
}

/// Phi, the correlation of two answers with two values each.
public enum PhiCoefficient {
  /// Phi of a table with rows (a, b) and (c, d), or NaN where a margin is empty.
  ///
  /// - Source: Yule (1912), doi:10.2307/2340126. In R: `psych::phi`.
  public static func value(a: Double, b: Double, c: Double, d: Double) -> Double {
    let margins = (a + b) * (c + d) * (a + c) * (b + d)
    return margins > 0 ? (a * d - b * c) / margins.squareRoot() : .nan
  }

  /// The largest absolute phi that the margins allow in the direction of its sign.
  ///
  /// A positive phi is capped by unequal margins, a negative one by margins whose sum is not one; phi over this cap says
  /// how much of what was possible is there.
  /// - Source: Cureton (1959), doi:10.1007/BF02289765. In R: `psych::phi2tetra` notes.
  public static func maximum(firstShare p: Double, secondShare q: Double, positive: Bool = true) -> Double {
    let scale = (p * (1 - p) * q * (1 - q)).squareRoot()
    guard scale > 0 else { return .nan }
    return positive ? (min(p, q) - p * q) / scale : (p * q - max(0, p + q - 1)) / scale
  }

  /// The large-sample standard error of phi of a random sample.
  ///
  /// - Source: Bishop, Fienberg & Holland (1975), Discrete Multivariate Analysis, equation 11.3-10.
  public static func standardError(a: Double, b: Double, c: Double, d: Double) -> Double {
    let n = a + b + c + d
    let phi = value(a: a, b: b, c: c, d: d)
    let (p1, p2, q1, q2) = ((a + b) / n, (c + d) / n, (a + c) / n, (b + d) / n)
    let root = (p1 * p2 * q1 * q2).squareRoot()
    let skew = (p1 - p2) * (p1 - p2) / (p1 * p2) + (q1 - q2) * (q1 - q2) / (q1 * q2)
    let variance =
      1 - phi * phi + phi * (1 + phi * phi / 2) * (p1 - p2) * (q1 - q2) / root - 0.75 * phi * phi * skew
    return (max(0, variance) / n).squareRoot()
  }

  /// Phi with its interval, normal on the scale of Fisher's z so that it stays within [−1, 1].
  public static func effect(a: Double, b: Double, c: Double, d: Double, level: Double = 0.95) -> EffectSize {
    let phi = value(a: a, b: b, c: c, d: d)
    return EffectSize(
      id: "phi", value: phi,
      interval: correlationInterval(
        phi, standardError: standardError(a: a, b: b, c: c, d: d), level: level, degreesOfFreedom: .infinity))
  }

  /// Phi, and phi over the largest value that the margins allow, whose interval takes the margins as they are.
  static func effects(a: Double, b: Double, c: Double, d: Double, level: Double) -> [EffectSize] {
    let phi = effect(a: a, b: b, c: c, d: d, level: level)
    let n = a + b + c + d
    let largest = maximum(firstShare: (a + b) / n, secondShare: (a + c) / n, positive: phi.value >= 0)
    guard phi.value.isFinite, largest > 0 else { return phi.value.isFinite ? [phi] : [] }
    let other = maximum(firstShare: (a + b) / n, secondShare: (a + c) / n, positive: phi.value < 0)
    // An end on the other side of zero is held against the largest value on that side.
    func over(_ end: Double) -> Double {
      let cap = (end >= 0) == (phi.value >= 0) ? largest : other
      return cap > 0 ? max(-1, min(1, end / cap)) : 0
    }
    return [
      phi,
      EffectSize(
        id: "phi-over-maximum", value: phi.value / largest,
        interval: phi.interval.map {
          Interval(lower: over($0.lower), upper: over($0.upper), level: level, method: $0.method)
        }),
    ]
  }

  /// An interval for a correlation whose standard error is known, on the scale of Fisher's z.
  static func correlationInterval(
    _ value: Double, standardError: Double, level: Double, degreesOfFreedom: Double
  ) -> Interval? {
    guard abs(value) < 1, standardError.isFinite else { return nil }
    let half =
      StudentT(degreesOfFreedom).criticalValue(level: level) * standardError / ((1 - value) * (1 + value))
    let centre = atanh(value)
    return Interval(lower: tanh(centre - half), upper: tanh(centre + half), level: level, method: "fisher-z")
  }
}
