internal import CBoostMath

/// The beta distribution; its lower tail is the regularised incomplete beta function.
///
/// - Accuracy: both tails and quantiles within 1e-13 relative.
/// - Source: Boost.Math `ibeta`, `ibetac` and their inverses. In R: `pbeta`, `qbeta`.
public struct Beta: ContinuousDistribution, Hashable {
  /// The first shape, above zero.
  public var a: Double
  /// The second shape, above zero.
  public var b: Double

  /// Creates a beta distribution; a shape that is not above zero makes every answer NaN.
  public init(_ a: Double, _ b: Double) {
    self.a = a
    self.b = b
  }

  /// The probability of a value at or below x.
  public func lowerTail(_ x: Double) -> Double { boost_beta_lower(x, a, b) }
  /// The probability of a value above x.
  public func upperTail(_ x: Double) -> Double { boost_beta_upper(x, a, b) }
  /// The density at x.
  public func density(_ x: Double) -> Double { boost_beta_density(x, a, b) }
  /// The value with that probability at or below it.
  public func quantile(lower probability: Double) -> Double { boost_beta_quantile_lower(probability, a, b) }
  /// The value with that probability above it.
  public func quantile(upper probability: Double) -> Double { boost_beta_quantile_upper(probability, a, b) }
}

/// The gamma distribution with a shape and a scale.
///
/// - Accuracy: both tails within 1e-13 relative.
/// - Source: Boost.Math `gamma_p`, `gamma_q` and their inverses. In R: `pgamma`, `qgamma`.
public struct Gamma: ContinuousDistribution, Hashable {
  /// The shape, above zero.
  public var shape: Double
  /// The scale, above zero.
  public var scale: Double

  /// Creates a gamma distribution; a shape or scale that is not above zero makes every answer NaN.
  public init(shape: Double, scale: Double = 1) {
    self.shape = shape
    self.scale = scale > 0 ? scale : .nan
  }

  /// The probability of a value at or below x.
  public func lowerTail(_ x: Double) -> Double { boost_gamma_lower(x / scale, shape) }
  /// The probability of a value above x.
  public func upperTail(_ x: Double) -> Double { boost_gamma_upper(x / scale, shape) }
  /// The density at x.
  public func density(_ x: Double) -> Double { boost_gamma_density(x / scale, shape) / scale }
  /// The value with that probability at or below it.
  public func quantile(lower probability: Double) -> Double {
    scale * boost_gamma_quantile_lower(probability, shape)
  }
  /// The value with that probability above it.
  public func quantile(upper probability: Double) -> Double {
    scale * boost_gamma_quantile_upper(probability, shape)
  }
}

/// Functions behind the distributions that other methods need as well.
public enum SpecialFunctions {
  /// The logarithm of the gamma function, for x above zero; accurate near 1 and 2 too.
  public static func logGamma(_ x: Double) -> Double { boost_log_gamma(x) }
  /// The derivative of the logarithm of the gamma function.
  public static func digamma(_ x: Double) -> Double { boost_digamma(x) }
  /// The logarithm of n factorial.
  public static func logFactorial(_ n: Int) -> Double { n < 0 ? .nan : boost_log_gamma(Double(n) + 1) }
  /// The logarithm of the number of ways to choose k of n.
  public static func logChoose(_ n: Int, _ k: Int) -> Double {
    logFactorial(n) - logFactorial(k) - logFactorial(n - k)
  }
}
