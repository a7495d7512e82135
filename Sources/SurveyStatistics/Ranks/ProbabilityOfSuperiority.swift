#if canImport(Glibc)
  internal import Glibc
#endif

/// How the interval of the probability of superiority is made.
public enum SuperiorityInterval: String, Sendable, Hashable, CaseIterable {
  /// Brunner and Munzel's variance on the logit scale with t degrees of freedom; never leaves 0…1.
  case logit = "brunner-munzel-logit"
  /// Brunner and Munzel's variance with t degrees of freedom, cut at 0 and 1; agrees with their test.
  case studentT = "brunner-munzel"
  /// Newcombe's method 5: a score interval that needs no variance from the data.
  case newcombe = "newcombe-5"
}

/// The probability that a respondent of one group answers higher than one of another, ties counting one half.
///
/// Everything is computed from the placements: for each respondent, the share of the other group that lies below.
/// - Complexity: that of counting the answers, see ``AnswerCounts``.
/// - Source: Brunner & Munzel (2000), Biometrical Journal 42(1), 17–25,
///   10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U.
public struct ProbabilityOfSuperiority: Sendable, Hashable {
  /// P(X > Y) + ½ P(X = Y).
  public let value: Double
  /// Its standard error from the placements; 0 where the groups do not overlap.
  public let standardError: Double
  /// Satterthwaite's degrees of freedom; nil where the standard error is 0.
  public let degreesOfFreedom: Double?
  /// Cliff's delta, P(X > Y) − P(X < Y).
  public let delta: Double
  /// The standard error of Cliff's delta by its unbiased estimator.
  public let deltaStandardError: Double
  /// P(X > Y) in the sample.
  public let above: Double
  /// P(X < Y) in the sample.
  public let below: Double
  /// The number of pairs in which X is higher, ties counting one half: the statistic U.
  public let u: Double
  /// The answers of both groups.
  public let counts: AnswerCounts

  private let firstCount: Int
  private let secondCount: Int

  /// Computes the probability from two groups with at least one respondent each.
  public init(_ x: [Double], _ y: [Double]) { self.init(AnswerCounts(x, y)) }

  /// Computes the probability from the answers of two groups with at least one respondent each.
  ///
  /// - Complexity: O(distinct answers).
  public init(_ counts: AnswerCounts) {
    self.counts = counts
    firstCount = counts.firstCount
    secondCount = counts.secondCount
    let (m, n) = (Double(firstCount), Double(secondCount))
    // Of each answer the share of the other group below it, half of those at it included.
    var placementsX: [Double] = []
    var placementsY: [Double] = []
    var (belowX, belowY, pairs, tied) = (0.0, 0.0, 0.0, 0.0)
    for (first, second) in zip(counts.first, counts.second) {
      let (a, b) = (Double(first), Double(second))
      placementsX.append((belowY + b / 2) / n)
      placementsY.append((belowX + a / 2) / m)
      pairs += a * (belowY + b / 2)
      tied += a * b
      belowX += a
      belowY += b
    }
    u = pairs
    let value = pairs / (m * n)
    self.value = value
    let squaresX = CompensatedTotal.of(
      zip(placementsX, counts.first).map { Double($1) * ($0 - value) * ($0 - value) })
    let squaresY = CompensatedTotal.of(
      zip(placementsY, counts.second).map { Double($1) * ($0 - (1 - value)) * ($0 - (1 - value)) })
    let partX = m > 1 ? squaresX / (m - 1) / m : 0
    let partY = n > 1 ? squaresY / (n - 1) / n : 0
    standardError = sqrt(partX + partY)
    let divisor = (m > 1 ? partX * partX / (m - 1) : 0) + (n > 1 ? partY * partY / (n - 1) : 0)
    degreesOfFreedom = divisor > 0 ? (partX + partY) * (partX + partY) / divisor : nil
    above = max(0, value - tied / (m * n) / 2)
    below = max(0, 1 - value - tied / (m * n) / 2)
    delta = 2 * value - 1
    deltaStandardError = Self.cliffStandardError(
      delta: 2 * value - 1, squaresX: 4 * squaresX, squaresY: 4 * squaresY, untied: m * n - tied, m: m, n: n)
  }

  /// Cliff (1996), Ordinal Methods for Behavioral Data Analysis, equation 5.7, with its lower bound.
  private static func cliffStandardError(
    delta: Double, squaresX: Double, squaresY: Double, untied: Double, m: Double, n: Double
  ) -> Double {
    guard m > 1, n > 1 else { return 0 }
    let squares = untied - m * n * delta * delta
    let unbiased = (n * n * squaresX + m * m * squaresY - squares) / (m * n * (m - 1) * (n - 1))
    return sqrt(max(unbiased, (1 - delta * delta) / (m * n - 1), 0))
  }

  /// The interval by a method, or nil where that method has none for these data.
  public func interval(_ method: SuperiorityInterval, level: Double) -> Interval? {
    switch method {
    case .newcombe: return newcombe(level: level)
    case .studentT:
      guard let df = degreesOfFreedom else { return nil }
      let reach = StudentT(df).criticalValue(level: level) * standardError
      return Interval(
        lower: max(0, value - reach), upper: min(1, value + reach), level: level, method: method.rawValue)
    case .logit:
      guard let df = degreesOfFreedom, value > 0, value < 1 else { return nil }
      let centre = log(value / (1 - value))
      let reach = StudentT(df).criticalValue(level: level) * standardError / (value * (1 - value))
      return Interval(
        lower: 1 / (1 + exp(reach - centre)), upper: 1 / (1 + exp(-centre - reach)), level: level,
        method: method.rawValue)
    }
  }

  /// Newcombe (2006), Statistics in Medicine 25(4), 559–573, 10.1002/sim.2324, method 5.
  private func newcombe(level: Double) -> Interval {
    let (m, n) = (Double(firstCount), Double(secondCount))
    let z = Normal.standard.criticalValue(level: level)
    let half = (m + n) / 2 - 1
    func distance(_ theta: Double) -> Double {
      let spread = 1 + half * ((1 - theta) / (2 - theta) + theta / (1 + theta))
      return (value - theta) * (value - theta) - z * z * theta * (1 - theta) * spread / (m * n)
    }
    // At 0 and 1 the estimate itself is a root; dividing it out leaves the other.
    func withoutEnd(_ theta: Double) -> Double {
      theta - z * z * (1 - theta) * (1 + half * ((1 - theta) / (2 - theta) + theta / (1 + theta))) / (m * n)
    }
    let lower =
      value <= 0 ? 0 : RootFinding.root(between: 0, and: value, of: value < 1 ? distance : { withoutEnd(1 - $0) })
    let upper =
      value >= 1 ? 1 : RootFinding.root(between: value, and: 1, of: value > 0 ? distance : { withoutEnd($0) })
    return Interval(lower: lower, upper: upper, level: level, method: SuperiorityInterval.newcombe.rawValue)
  }

  /// The interval of Cliff's delta: asymmetric, by Cliff's own formula.
  ///
  /// - Source: Feng & Cliff (2004), Journal of Modern Applied Statistical Methods 3(2), 322–332,
  ///   10.22237/jmasm/1099267560.
  public func deltaInterval(level: Double) -> Interval {
    let z = Normal.standard.criticalValue(level: level)
    let smaller = Double(min(firstCount, secondCount))
    let bound = (smaller - z * z) / (smaller + z * z)
    let variance = deltaStandardError * deltaStandardError
    var (lower, upper) = (-1.0, 1.0)
    if delta >= 1 {
      lower = bound
    } else if delta <= -1 {
      upper = -bound
    } else {
      let divisor = 1 - delta * delta + z * z * variance
      let centre = delta - delta * delta * delta
      let reach = z * sqrt(variance) * sqrt((1 - delta * delta) * (1 - delta * delta) + z * z * variance)
      (lower, upper) = (max(-1, (centre - reach) / divisor), min(1, (centre + reach) / divisor))
    }
    return Interval(lower: lower, upper: upper, level: level, method: "feng-cliff")
  }
}
