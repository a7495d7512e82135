/// Every pair of groups compared after a test of all of them together.
public struct PairwiseComparisons: Sendable, Hashable {
  /// How pairs are compared.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Tukey's honestly significant difference, in Kramer's form for unequal groups.
    case tukey
    /// Games and Howell's comparisons, each pair with its own variances.
    case gamesHowell = "games-howell"
    /// Dunn's comparisons of mean ranks.
    case dunn
    /// Score tests of shares.
    case pairwiseProportions = "pairwise-proportions"

    /// Whether the method holds the error rate over all pairs by itself, so that p-values are not corrected again.
    public var holdsFamily: Bool { self == .tukey || self == .gamesHowell }
  }

  /// One pair of groups.
  public struct Comparison: Sendable, Hashable {
    /// The first group's name.
    public var first: String
    /// The second group's name.
    public var second: String
    /// The statistic's symbol.
    public var symbol: String
    /// The statistic, first less second.
    public var statistic: Double
    /// Its degrees of freedom; nil where it is normal.
    public var degreesOfFreedom: Double?
    /// The pair's own two-sided p-value; nil where the two groups do not differ in anything that could be tested.
    public var p: Double?
    /// The p-value after the correction over all pairs.
    public var pAdjusted: Double?
    /// What the pair differs by, with its interval.
    public var estimate: Estimate
    /// Effect sizes with their intervals.
    public var effects: [EffectSize]

    /// Creates a comparison.
    public init(
      first: String, second: String, symbol: String, statistic: Double, degreesOfFreedom: Double? = nil, p: Double?,
      pAdjusted: Double? = nil, estimate: Estimate, effects: [EffectSize] = []
    ) {
      self.first = first
      self.second = second
      self.symbol = symbol
      self.statistic = statistic
      self.degreesOfFreedom = degreesOfFreedom
      self.p = p
      self.pAdjusted = pAdjusted
      self.estimate = estimate
      self.effects = effects
    }
  }

  /// How the pairs are compared.
  public let method: Method
  /// The correction over the pairs, in words.
  public let adjustment: String
  /// Every pair, in the order of the groups.
  public let comparisons: [Comparison]
  /// Conventions, in words.
  public let conventions: [String]
  /// Author, year, DOI.
  public let source: String

  init(
    _ method: Method, adjustment: String, comparisons: [Comparison], conventions: [String], source: String
  ) {
    self.method = method
    self.adjustment = adjustment
    self.comparisons = comparisons
    self.conventions = conventions
    self.source = source
  }

  /// The pairs of so many groups, in order.
  static func pairs(_ count: Int) -> [(Int, Int)] {
    (0..<count).flatMap { first in ((first + 1)..<max(count, first + 1)).map { (first, $0) } }
  }

  /// Corrects the pairs' p-values.
  static func adjusted(_ comparisons: [Comparison], by adjustment: PAdjustment) -> [Comparison] {
    let adjusted = adjustment.adjust(comparisons.map(\.p))
    return zip(comparisons, adjusted).map { comparison, p in
      var comparison = comparison
      comparison.pAdjusted = p
      return comparison
    }
  }
}
