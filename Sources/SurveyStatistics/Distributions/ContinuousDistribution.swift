/// A continuous distribution whose two tails are each computed directly.
///
/// A tail is never the other one's complement: where `upperTail` is 1e-200, it is right in all but its last few digits.
/// Quantiles come in the same pair, so that a caller who holds an upper tail probability never forms 1 − p.
public protocol ContinuousDistribution: Sendable {
  /// The probability of a value at or below x.
  func lowerTail(_ x: Double) -> Double
  /// The probability of a value above x.
  func upperTail(_ x: Double) -> Double
  /// The value with that probability at or below it.
  func quantile(lower probability: Double) -> Double
  /// The value with that probability above it.
  func quantile(upper probability: Double) -> Double
}

extension ContinuousDistribution {
  /// Twice the smaller tail, at most 1: the two-sided p-value of the statistic x.
  public func twoTailed(_ x: Double) -> Double {
    min(1, 2 * min(lowerTail(x), upperTail(x)))
  }

  /// The p-value of the statistic x for an alternative, large values being evidence for `greater`.
  public func pValue(_ x: Double, _ alternative: Alternative) -> Double {
    switch alternative {
    case .twoSided: twoTailed(x)
    case .less: lowerTail(x)
    case .greater: upperTail(x)
    }
  }

  /// The value that cuts off half of 1 − level above it: the multiplier of a two-sided interval.
  public func criticalValue(level: Double) -> Double {
    quantile(upper: (1 - level) / 2)
  }
}
