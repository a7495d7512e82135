/// Where an interval lies against a threshold.
public enum IntervalDecision: String, Sendable, Hashable {
  /// All of it is above.
  case above
  /// All of it is below.
  case below
  /// The threshold is in it.
  case straddles
}

/// How far an estimate is from a threshold, by the 90 % interval.
public enum SizeDecision: String, Sendable, Hashable {
  /// All of the interval is farther away than the smallest difference of interest.
  case beyond
  /// All of the interval is nearer than that, on both sides.
  case within
  /// The interval allows both.
  case unclear
}

/// Why a decision stays open.
public enum OpenReason: String, Sendable, Hashable {
  /// The interval holds the threshold.
  case interval = "the interval holds the threshold"
  /// The missing answers could turn it.
  case missing = "missing answers could turn it"
  /// The lean and the firm cut decide differently.
  case cut = "depends on the cut"
  /// There is no interval.
  case noInterval = "no interval could be made"
}

/// What an estimate says of a threshold: a direction, the reason where there is none, and a size.
public struct VerdictDecision: Sendable, Hashable {
  /// Where the interval lies, missing answers taken into account.
  public var direction: IntervalDecision
  /// Why the direction is open; nil where it is not.
  public var reason: OpenReason?
  /// How far the estimate is from the threshold.
  public var size: SizeDecision

  /// Creates a decision.
  public init(direction: IntervalDecision, reason: OpenReason? = nil, size: SizeDecision) {
    self.direction = direction
    self.reason = reason
    self.size = size
  }
}

/// The rules by which a printed interval decides.
///
/// They are functions of printed numbers only, so that a reader with the table can check every verdict.
public enum VerdictRule {
  /// Where an interval lies against a threshold; an end that touches it decides nothing.
  public static func direction(of interval: Interval, threshold: Double) -> IntervalDecision {
    if interval.lower > threshold { return .above }
    if interval.upper < threshold { return .below }
    return .straddles
  }

  /// How far an estimate is from a threshold, by its 90 % interval (two one-sided tests at .05).
  ///
  /// - Source: Schuirmann (1987), doi:10.1007/BF01068419; Lakens (2017), doi:10.1177/1948550617697177.
  public static func size(of narrow: Interval, threshold: Double, smallestEffect: Double) -> SizeDecision {
    let (low, high) = (threshold - smallestEffect, threshold + smallestEffect)
    if narrow.lower > high || narrow.upper < low { return .beyond }
    if narrow.lower > low, narrow.upper < high { return .within }
    return .unclear
  }

  /// What an estimate says of a threshold.
  ///
  /// - Parameters:
  ///   - estimate: The estimate with its 95 % and 90 % intervals.
  ///   - threshold: The value that the claim names.
  ///   - smallestEffect: The smallest difference of interest.
  ///   - missingLimits: The lower limit with every open answer against the claim and the upper limit with every open
  ///     answer for it; nil where no answer is missing. A direction stands only if its limit agrees.
  public static func decide(
    estimate: Estimate, threshold: Double, smallestEffect: Double, missingLimits: (lower: Double, upper: Double)? = nil
  ) -> VerdictDecision {
    guard let interval = estimate.interval, !interval.lower.isNaN, !interval.upper.isNaN else {
      return VerdictDecision(direction: .straddles, reason: .noInterval, size: .unclear)
    }
    let size =
      estimate.narrowInterval.map { Self.size(of: $0, threshold: threshold, smallestEffect: smallestEffect) }
      ?? SizeDecision.unclear
    switch direction(of: interval, threshold: threshold) {
    case .straddles:
      return VerdictDecision(direction: .straddles, reason: .interval, size: size)
    case .above where missingLimits.map { !($0.lower > threshold) } ?? false,
      .below where missingLimits.map { !($0.upper < threshold) } ?? false:
      return VerdictDecision(direction: .straddles, reason: .missing, size: size)
    case let direction:
      return VerdictDecision(direction: direction, size: size)
    }
  }

  /// Puts the decisions of the lean and of the firm cut together: two directions that differ decide nothing.
  public static func combine(lean: VerdictDecision, firm: VerdictDecision) -> VerdictDecision {
    guard lean.direction != firm.direction else { return lean }
    return VerdictDecision(
      direction: .straddles, reason: .cut, size: lean.size == firm.size ? lean.size : .unclear)
  }

  /// Whether two feelings go together (above) or apart (below): both printed intervals must lie on one side of zero.
  ///
  /// - Parameters:
  ///   - excess: The interval of the joint share less the product of the two shares.
  ///   - correlation: The interval of the latent correlation; nil where it could not be made.
  public static func association(excess: Interval?, correlation: Interval?) -> IntervalDecision {
    guard let excess, let correlation else { return .straddles }
    let one = direction(of: excess, threshold: 0)
    return one == direction(of: correlation, threshold: 0) ? one : .straddles
  }
}
