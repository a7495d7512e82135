/// A world to draw respondents from: everything that decides what the truth is.
///
/// Traits and items are on the standard scale of the normal distribution; an item's mean is how far its typical answer
/// lies past the midpoint, in the direction of what it measures.
public struct World: Sendable, Hashable {
  /// The world's name, as a folder is named.
  public var name: String
  /// What the world is meant to show.
  public var purpose: String
  /// The mean of the anti-social trait.
  public var antisocialMean: Double
  /// The mean of the necessity trait.
  public var necessityMean: Double
  /// The correlation of the two traits.
  public var correlation: Double
  /// The standard deviation of agree-style: the pull of the answers to the right, whatever the item says.
  public var styleDeviation: Double
  /// How much less anti-social and less necessary social media felt five years ago.
  public var change: Double
  /// The means of trust in the five sources.
  public var trust: [Double]
  /// The means of liking of the five sources.
  public var liking: [Double]
  /// The means of how annoying the five behaviours are.
  public var annoying: [Double]
  /// The means of how anti-social the five behaviours are.
  public var antisocialBehaviour: [Double]
  /// The share of people who promoted themselves last month.
  public var selfPromoting: Double
  /// The mean dislike of other people's self-promotion.
  public var dislike: Double
  /// The share of questions left unanswered.
  public var skipped: Double
  /// The share of "Don't know" where it is offered.
  public var dontKnow: Double
  /// The share of respondents who leave before the end.
  public var breakOff: Double
  /// The share of respondents who tick one point all the way down in a hurry.
  public var careless: Double

  /// The thesis holds: a clear majority feels both at the lean and at the firm cut, and the feelings go together.
  public static let thesisTrue = World(
    name: "thesis-true", purpose: "the thesis is true", antisocialMean: 1.15, necessityMean: 1.25, correlation: 0.4,
    styleDeviation: 0.2, change: 0.5, trust: [-0.95, -0.6, -0.45, 0.75, -0.7],
    liking: [-1.3, -0.9, -0.6, 0.8, -0.5], annoying: [2.2, 1.9, 1.6, 1.3, 1.0],
    antisocialBehaviour: [2.1, 1.8, 1.5, 1.2, 0.95], selfPromoting: 0.86, dislike: 1.2, skipped: 0.01,
    dontKnow: 0.015, breakOff: 0.03, careless: 0.02)

  /// The thesis fails: about three in ten feel both, and the feelings have nothing to do with each other.
  public static let thesisFalse = World(
    name: "thesis-false", purpose: "the thesis is false", antisocialMean: 0.05, necessityMean: 0.4, correlation: 0,
    styleDeviation: 0.2, change: 0, trust: [0.75, 0.8, 0.9, 0.3, 0.2], liking: [1.0, 0.9, 1.0, 0.7, 0.3],
    annoying: [-0.3, -0.1, 0.1, 0.3, 0.5], antisocialBehaviour: [-0.4, -0.2, 0.0, 0.2, 0.4], selfPromoting: 0.35,
    dislike: -0.2, skipped: 0.01, dontKnow: 0.015, breakOff: 0.03, careless: 0.02)

  /// The thesis cannot be decided: half of the people feel both at the lean cut.
  public static let undecidable = World(
    name: "undecidable", purpose: "the thesis can be neither supported nor contradicted", antisocialMean: 0.5,
    necessityMean: 0.72, correlation: 0.2, styleDeviation: 0.2, change: 0.25, trust: [-0.3, -0.2, 0.0, 0.5, -0.4],
    liking: [-0.3, -0.3, -0.1, 0.5, -0.4], annoying: [0.75, 0.75, 0.7, 0.7, 0.65],
    antisocialBehaviour: [0.7, 0.7, 0.7, 0.65, 0.65], selfPromoting: 0.7, dislike: 0.85, skipped: 0.01,
    dontKnow: 0.015, breakOff: 0.03, careless: 0.02)

  /// The three worlds that ship with the founding study.
  public static let all = [thesisTrue, thesisFalse, undecidable]
}
