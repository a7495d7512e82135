/// The joint share of two feelings with everything that a verdict and a report say of it.
public struct JointShareResult: Sendable, Hashable {
  /// The joint share with the 95 % interval that decides and the 90 % interval for its size.
  public let joint: Estimate
  /// Wilson's interval beside it.
  public let wilson: Interval
  /// The share of the first feeling, printed and not tested.
  public let first: Estimate
  /// The share of the second feeling.
  public let second: Estimate
  /// The two feelings' names.
  public let names: [String]
  /// The share that the thesis names.
  public let threshold: Double
  /// Twice the smaller one-sided p, at most 1: below 1 − level exactly where the interval leaves the threshold out.
  public let pTwoSided: Double
  /// The p-value against a joint share at or above the threshold.
  public let pLess: Double
  /// The p-value against a joint share at or below the threshold.
  public let pGreater: Double
  /// The count of respondents with both feelings, or t on the log-odds for weights.
  public let statistic: Double
  /// Whether the feelings go together.
  public let association: JointAssociation
  /// What missing answers can make of it.
  public let bounds: MissingBand
  /// The patterns it was made from.
  public let patterns: JointPatterns
  /// Why answers are unknown.
  private let missingReasons: [String]
  private let missingCounts: [Int]

  init(
    joint: Estimate, wilson: Interval, first: Estimate, second: Estimate, names: [String], threshold: Double,
    pTwoSided: Double, pLess: Double, pGreater: Double, statistic: Double, association: JointAssociation,
    bounds: MissingBand, patterns: JointPatterns, missing: [(String, Int)]
  ) {
    self.joint = joint
    self.wilson = wilson
    self.first = first
    self.second = second
    self.names = names
    self.threshold = threshold
    self.pTwoSided = pTwoSided
    self.pLess = pLess
    self.pGreater = pGreater
    self.statistic = statistic
    self.association = association
    self.bounds = bounds
    self.patterns = patterns
    missingReasons = missing.map(\.0)
    missingCounts = missing.map(\.1)
  }

  /// What the interval says of the threshold, missing answers taken into account.
  public func decision(smallestEffect: Double) -> VerdictDecision {
    VerdictRule.decide(
      estimate: joint, threshold: threshold, smallestEffect: smallestEffect,
      missingLimits: bounds.open > 0 ? (bounds.lowerLimit, bounds.upperLimit) : nil)
  }

  /// Whether the feelings go together: above for together, below for apart.
  public var associationDecision: IntervalDecision {
    VerdictRule.association(excess: association.excess.interval, correlation: association.tetrachoric?.interval)
  }

  /// The result in the shape that every test has; its id is `paradox`.
  public var testResult: TestResult {
    let isWeighted = patterns.isWeighted
    var effects = [
      association.phi, EffectSize(id: "phi-over-maximum", value: association.phiRatio), association.oddsRatio,
      association.yulesQ,
    ]
    if let tetrachoric = association.tetrachoric { effects.append(tetrachoric) }
    effects.append(
      EffectSize(
        id: "joint-excess", value: association.excess.value, interval: association.excess.interval))
    var result = TestResult(
      id: "paradox", method: "Joint share of two feelings against a threshold", symbol: isWeighted ? "t" : "x",
      statistic: statistic, degreesOfFreedom: isWeighted ? [patterns.degreesOfFreedom(of: JointPatterns.known)] : [],
      p: pTwoSided,
      estimate: joint, effects: effects, base: joint.base,
      missing: Array(zip(missingReasons, missingCounts)), assumptions: [],
      conventions: [
        isWeighted
          ? "the interval and p come from t on the log-odds with "
            + (patterns.sampled == nil ? "n − 1 degrees of freedom" : "the design’s degrees of freedom")
          : "the interval is Clopper–Pearson; two-sided p is twice the smaller binomial tail, in agreement with it",
        "respondents without one of the two answers are left out of the share, and bounded beside",
      ],
      warnings: association.warnings, details: details,
      source: isWeighted
        ? "Korn & Graubard (1998), Survey Methodology 24, 193–201"
        : "Clopper & Pearson (1934), Biometrika 26, 404–413, doi:10.1093/biomet/26.4.404")
    result.design =
      patterns.sampled?.words ?? (isWeighted ? "sampling weights, each respondent a sampling unit" : nil)
    return result
  }

  private var details: [TestResult.Detail] {
    var details: [TestResult.Detail] = [
      .init("threshold", threshold), .init("pLess", pLess), .init("pGreater", pGreater),
      .init("wilsonLower", wilson.lower), .init("wilsonUpper", wilson.upper),
      .init("firstShare", first.value), .init("secondShare", second.value),
      .init("frechetLower", association.frechetLower), .init("frechetUpper", association.frechetUpper),
      .init("independence", association.independence), .init("excess", association.excess.value),
      .init("lift", association.lift), .init("phiMaximum", association.phiMaximum),
      .init("associationStatistic", association.statistic), .init("associationP", association.p),
      .init("missingLower", bounds.lower), .init("missingUpper", bounds.upper),
      .init("missingLowerLimit", bounds.lowerLimit), .init("missingUpperLimit", bounds.upperLimit),
      .init("imbensManskiLower", bounds.interval.lower), .init("imbensManskiUpper", bounds.interval.upper),
      .init("open", Double(bounds.open)), .init("asked", Double(bounds.base.count)),
    ]
    let cells = ["both", "firstOnly", "secondOnly", "neither"]
    for (name, cell) in zip(cells, JointPatterns.known) {
      details.append(.init(name, Double(patterns.cells[cell].count)))
    }
    return details
  }
}
