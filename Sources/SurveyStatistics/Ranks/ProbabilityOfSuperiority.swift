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
/// - Complexity: O(n log n).
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
  /// The pooled ranks.
  public let pooled: Ranking

  private let firstCount: Int
  private let secondCount: Int

  /// Computes the probability from two groups with at least one respondent each.
  public init(_ x: [Double], _ y: [Double]) {
    let (m, n) = (Double(x.count), Double(y.count))
    let pooled = Ranking(x + y)
    let (inX, inY) = (Ranking(x), Ranking(y))
    let placementsX = x.indices.map { (pooled.ranks[$0] - inX.ranks[$0]) / n }
    let placementsY = y.indices.map { (pooled.ranks[x.count + $0] - inY.ranks[$0]) / m }
    let rankSum = CompensatedTotal.of(Array(pooled.ranks[..<x.count]))
    u = rankSum - m * (m + 1) / 2
    let value = u / (m * n)
    self.value = value
    self.pooled = pooled
    firstCount = x.count
    secondCount = y.count
    let squaresX = CompensatedTotal.of(placementsX.map { ($0 - value) * ($0 - value) })
    let squaresY = CompensatedTotal.of(placementsY.map { ($0 - (1 - value)) * ($0 - (1 - value)) })
    let partX = m > 1 ? squaresX / (m - 1) / m : 0
    let partY = n > 1 ? squaresY / (n - 1) / n : 0
    standardError = sqrt(partX + partY)
    let divisor = (m > 1 ? partX * partX / (m - 1) : 0) + (n > 1 ? partY * partY / (n - 1) : 0)
    degreesOfFreedom = divisor > 0 ? (partX + partY) * (partX + partY) / divisor : nil
    let tied = Self.tiedPairs(x, y)
    above = max(0, value - tied / (m * n) / 2)
    below = max(0, 1 - value - tied / (m * n) / 2)
    delta = 2 * value - 1
    deltaStandardError = Self.cliffStandardError(
      delta: 2 * value - 1, squaresX: 4 * squaresX, squaresY: 4 * squaresY, untied: m * n - tied, m: m, n: n)
  }

  /// How many pairs of one respondent from each group gave the same answer.
  private static func tiedPairs(_ x: [Double], _ y: [Double]) -> Double {
    let x = x.sorted()
    let y = y.sorted()
    var pairs = 0.0
    var (i, j) = (0, 0)
    while i < x.count, j < y.count {
      if x[i] < y[j] {
        i += 1
      } else if x[i] > y[j] {
        j += 1
      } else {
        let value = x[i]
        let (startX, startY) = (i, j)
        while i < x.count, x[i] == value { i += 1 }
        while j < y.count, y[j] == value { j += 1 }
        pairs += Double(i - startX) * Double(j - startY)
      }
    }
    return pairs
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
