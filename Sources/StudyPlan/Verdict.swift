public import SurveyStatistics

/// What the data says of a claim.
public enum Direction: String, Sendable, Hashable {
  case supported, contradicted, inconclusive
}

/// How large the difference from the threshold is, by the 90 % interval.
public enum VerdictSize: String, Sendable, Hashable {
  /// Beyond the smallest difference of interest.
  case beyond
  /// Within the smallest difference of interest on both sides.
  case within
  /// The interval allows both.
  case unclear
}

/// Whether two feelings go together, whatever their shares.
public enum AssociationVerdict: String, Sendable, Hashable {
  case together, apart, unclear
}

/// How many respondents a clear answer would need.
public struct RequiredRespondents: Sendable, Hashable {
  /// The true share for which it is reckoned.
  public var truth: Double
  /// The power, such as 0.8.
  public var power: Double
  /// The number of respondents, design effect included.
  public var respondents: Int

  /// Creates a requirement.
  public init(truth: Double, power: Double, respondents: Int) {
    self.truth = truth
    self.power = power
    self.respondents = respondents
  }
}

/// The worst and best that missing answers can make of a share (Manski).
public struct MissingBounds: Sendable, Hashable {
  /// The share if every unknown answer went against the claim.
  public var lower: Double
  /// The share if every unknown answer went with it.
  public var upper: Double
  /// The lower confidence limit of ``lower``, which *supported* must have above the threshold.
  public var lowerLimit: Double
  /// The upper confidence limit of ``upper``, which *contradicted* must have below the threshold.
  public var upperLimit: Double

  /// Creates bounds.
  public init(lower: Double, upper: Double, lowerLimit: Double, upperLimit: Double) {
    self.lower = lower
    self.upper = upper
    self.lowerLimit = lowerLimit
    self.upperLimit = upperLimit
  }
}

/// The judgement of one claim or hypothesis with all that it stands on.
public struct Verdict: Sendable, Hashable {
  /// The claim's id, such as `C1` or `H2`.
  public var id: String
  /// The claim in one line.
  public var says: String
  /// The words of the post that it judges; nil for a user's own hypothesis.
  public var quote: String?
  /// What is estimated, in words.
  public var estimand: String
  /// What decides, with its interval and base.
  public var estimate: Estimate
  /// The value that the claim sets against the estimate.
  public var threshold: Double
  /// The smallest difference of interest.
  public var smallestEffect: Double
  /// What the data says.
  public var direction: Direction
  /// Why it is inconclusive; nil otherwise.
  public var reason: String?
  /// How large the difference is.
  public var size: VerdictSize
  /// Whether the parts go together; nil where the claim has no such part.
  public var association: AssociationVerdict?
  /// The p-value of the test at the threshold, by the rule of the printed interval.
  public var p: Double?
  /// The p-value adjusted within the family.
  public var pAdjusted: Double?
  /// The family of claims that are adjusted together.
  public var family: String
  /// How p was adjusted, such as `holm`.
  public var adjustment: String
  /// Effect sizes.
  public var effects: [EffectSize]
  /// The tests behind it.
  public var tests: [TestResult]
  /// What missing answers could make of it.
  public var missingBounds: MissingBounds?
  /// For an inconclusive one, how many respondents would settle it.
  public var required: [RequiredRespondents]
  /// One sentence made from these fields only.
  public var sentence: String
  /// What would have refuted the claim.
  public var refutation: String
  /// Further lines that a reader must know: measurement, cuts, bands, registration.
  public var notes: [String]
  /// Judgements of the claim's parts.
  public var parts: [Verdict]

  /// Creates a verdict.
  public init(
    id: String, says: String, quote: String? = nil, estimand: String, estimate: Estimate, threshold: Double,
    smallestEffect: Double, direction: Direction, reason: String? = nil, size: VerdictSize,
    association: AssociationVerdict? = nil, p: Double? = nil, pAdjusted: Double? = nil, family: String,
    adjustment: String = "holm", effects: [EffectSize] = [], tests: [TestResult] = [],
    missingBounds: MissingBounds? = nil, required: [RequiredRespondents] = [], sentence: String, refutation: String,
    notes: [String] = [], parts: [Verdict] = []
  ) {
    self.id = id
    self.says = says
    self.quote = quote
    self.estimand = estimand
    self.estimate = estimate
    self.threshold = threshold
    self.smallestEffect = smallestEffect
    self.direction = direction
    self.reason = reason
    self.size = size
    self.association = association
    self.p = p
    self.pAdjusted = pAdjusted
    self.family = family
    self.adjustment = adjustment
    self.effects = effects
    self.tests = tests
    self.missingBounds = missingBounds
    self.required = required
    self.sentence = sentence
    self.refutation = refutation
    self.notes = notes
    self.parts = parts
  }
}
