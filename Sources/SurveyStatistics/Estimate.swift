/// How many respondents an estimate stands on.
public struct Base: Sendable, Hashable {
  /// Respondents, never weighted.
  public var count: Int
  /// The sum of their weights; nil without weights.
  public var weighted: Double?
  /// Kish's effective number of respondents (Σw)² / Σw²; equal to `count` without weights.
  public var effective: Double

  /// Creates a base.
  public init(count: Int, weighted: Double? = nil, effective: Double? = nil) {
    self.count = count
    self.weighted = weighted
    self.effective = effective ?? Double(count)
  }
}

/// An estimate of something in the population, with its uncertainty and its base; never a bare number.
public struct Estimate: Sendable, Hashable {
  /// The stable id of what is estimated, such as `joint-share` or `probability-of-superiority`.
  public var id: String
  /// The estimate.
  public var value: Double
  /// Its standard error, where the method has one.
  public var standardError: Double?
  /// The interval that decides.
  public var interval: Interval?
  /// The 90 % interval, for statements about size.
  public var narrowInterval: Interval?
  /// The degrees of freedom that the interval used, where it used any.
  public var degreesOfFreedom: Double?
  /// The respondents it stands on.
  public var base: Base
  /// The variance as a multiple of that of a simple random sample of as many, drawn with replacement; nil where it was
  /// not asked.
  public var designEffect: Double?
  /// Why there is no interval, where a complex sample can have none.
  public var whyNoInterval: String?

  /// Creates an estimate.
  public init(
    id: String, value: Double, standardError: Double? = nil, interval: Interval? = nil,
    narrowInterval: Interval? = nil, degreesOfFreedom: Double? = nil, base: Base
  ) {
    self.id = id
    self.value = value
    self.standardError = standardError
    self.interval = interval
    self.narrowInterval = narrowInterval
    self.degreesOfFreedom = degreesOfFreedom
    self.base = base
  }
}

/// How large an effect is, with its interval.
public struct EffectSize: Sendable, Hashable {
  /// The stable id, such as `rank-biserial` or `cramers-v`.
  public var id: String
  /// The effect size.
  public var value: Double
  /// Its interval, where the method has one.
  public var interval: Interval?
  /// What a standardised difference divides by, in words; nil for other effects.
  public var denominator: String?

  /// Creates an effect size.
  public init(id: String, value: Double, interval: Interval? = nil, denominator: String? = nil) {
    self.id = id
    self.value = value
    self.interval = interval
    self.denominator = denominator
  }
}
