public import SurveyModel

/// A score made of several items that were asked with the same answers.
public struct ScaleDefinition: Sendable, Hashable {
  /// How the items make the score.
  public enum Score: String, Sendable, Hashable, CaseIterable {
    /// The mean of the items that were answered.
    case mean
    /// The mean of the items that were answered, times the number of items.
    case sum
  }

  /// The score's name, which becomes a variable's.
  public var name: String
  /// The items.
  public var items: VariableSelection
  /// The names of the items that run against the scale.
  public var reverse: [String]
  /// How the items make the score.
  public var score: Score
  /// How many items must be answered; nil for all.
  public var answered: Int?

  /// Creates a scale.
  public init(
    name: String, items: VariableSelection, reverse: [String] = [], score: Score = .mean, answered: Int? = nil
  ) {
    self.name = name
    self.items = items
    self.reverse = reverse
    self.score = score
    self.answered = answered
  }
}

/// A scale as it was found in a survey.
public struct PreparedScale: Sendable, Hashable {
  /// The score's name.
  public var name: String
  /// The score's position in the survey.
  public var position: Int
  /// The items' positions in the survey.
  public var items: [Int]
  /// For each item, whether it runs against the scale.
  public var isReversed: [Bool]
  /// The range of an item's values by its codebook; nil where the items are numbers without answers.
  public var range: ClosedRange<Double>?
  /// How the items make the score.
  public var score: ScaleDefinition.Score
  /// How many items must be answered.
  public var answered: Int

  /// The midpoint of the score by the codebook; nil where the items have no known range.
  public var midpoint: Double? {
    range.map { ($0.lowerBound + $0.upperBound) / 2 * (score == .sum ? Double(items.count) : 1) }
  }

  /// The items' values, reversed ones mirrored on the codebook's range: one column per item, NaN where missing.
  ///
  /// - Complexity: O(items × respondents).
  public func itemValues(in survey: Survey) -> [[Double]] {
    zip(items, isReversed).map { position, reversed in
      let values = survey.numbers(at: position) ?? [Double](repeating: .nan, count: survey.count)
      guard reversed, let range else { return values }
      return values.map { range.lowerBound + range.upperBound - $0 }
    }
  }
}
