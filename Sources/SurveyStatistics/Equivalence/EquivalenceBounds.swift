internal import SurveyModel

/// The smallest effects of interest on both sides, between which two things count as equivalent.
public struct EquivalenceBounds: Sendable, Hashable {
  /// The unit of the bounds.
  public enum Scale: String, Sendable, Hashable, CaseIterable {
    /// The outcome's own unit.
    case raw
    /// Standard deviations (for shares: Cohen's h).
    case standardized
  }

  /// The lower bound.
  public let lower: Double
  /// The upper bound.
  public let upper: Double
  /// Their unit.
  public let scale: Scale

  /// Creates bounds.
  ///
  /// - Throws: ``StatisticsError`` with code `argument` where a bound is not finite or the lower is not below the upper.
  public init(lower: Double, upper: Double, scale: Scale = .raw) throws(StatisticsError) {
    guard lower.isFinite, upper.isFinite, lower < upper else {
      throw StatisticsError(
        .argument, place: Place(column: "--bounds"), found: "the bounds \(lower) and \(upper)",
        expected: "two finite numbers, the lower first", remedy: "write --bounds -0.5,0.5, or --margin 0.5")
    }
    self.lower = lower
    self.upper = upper
    self.scale = scale
  }

  /// Creates bounds at the same distance on both sides of zero.
  ///
  /// - Throws: ``StatisticsError`` with code `argument` where the margin is not above zero.
  public init(margin: Double, scale: Scale = .raw) throws(StatisticsError) {
    guard margin > 0, margin.isFinite else {
      throw StatisticsError(
        .argument, place: Place(column: "--margin"), found: "the margin \(margin)", expected: "a number above 0",
        remedy: "name the smallest difference of interest, such as 0.5")
    }
    try self.init(lower: -margin, upper: margin, scale: scale)
  }
}

/// The level of two one-sided tests.
enum EquivalenceLevel {
  /// The level of the interval that agrees with two one-sided tests: 90 % where the wide interval has 95 %.
  static func narrow(_ level: Double) throws(StatisticsError) -> Double {
    try InputCheck.level(level)
    guard level > 0.5 else {
      throw StatisticsError(
        .argument, place: Place(column: "level"), found: "a confidence level of \(level)",
        expected: "a level above 0.5, for the interval of two one-sided tests has the level 2 · level − 1",
        remedy: "write 0.95 for tests at .05 and a 90 % interval")
    }
    return 2 * level - 1
  }
}
