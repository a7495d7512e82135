internal import CBoostMath
#if canImport(Glibc)
  internal import Glibc
#endif

/// The normal distribution, standard unless told otherwise.
///
/// - Accuracy: both tails within 1e-15 relative down to 1e-300; quantiles within 1e-15.
/// - Source: Boost.Math `erfc` and `erfc_inv`. In R: `pnorm`, `qnorm`.
public struct Normal: ContinuousDistribution, Hashable {
  /// The mean.
  public var mean: Double
  /// The standard deviation, above zero.
  public var standardDeviation: Double

  /// The distribution with mean 0 and standard deviation 1.
  public static let standard = Normal()

  /// Creates a normal distribution; a standard deviation that is not above zero makes every answer NaN.
  public init(mean: Double = 0, standardDeviation: Double = 1) {
    self.mean = mean
    self.standardDeviation = standardDeviation > 0 ? standardDeviation : .nan
  }

  /// The probability of a value at or below x.
  public func lowerTail(_ x: Double) -> Double { boost_normal_lower((x - mean) / standardDeviation) }
  /// The probability of a value above x.
  public func upperTail(_ x: Double) -> Double { boost_normal_upper((x - mean) / standardDeviation) }
  /// The density at x.
  public func density(_ x: Double) -> Double {
    let z = (x - mean) / standardDeviation
    return exp(-z * z / 2) / (standardDeviation * 2.5066282746310002)
  }
  /// The value with that probability at or below it.
  public func quantile(lower probability: Double) -> Double {
    mean + standardDeviation * boost_normal_quantile_lower(probability)
  }
  /// The value with that probability above it.
  public func quantile(upper probability: Double) -> Double {
    mean + standardDeviation * boost_normal_quantile_upper(probability)
  }
}
