/// What a two-sided p-value of an exact test sums, where the distribution is not symmetric.
public enum TwoSidedRule: String, Sendable, Hashable, CaseIterable {
  /// The outcomes that are no likelier than the one observed, as R's `fisher.test` and `binom.test` do.
  case minimumLikelihood = "minimum-likelihood"
  /// Twice the smaller tail, at most 1, in agreement with the exact interval.
  case central
}

/// What stands in the cells of a crossing that nobody is in, for a polychoric correlation.
public enum EmptyCellRule: String, Sendable, Hashable, CaseIterable {
  /// One half in tables of two by two, nothing in larger ones.
  case fourfold
  /// One half in every empty cell, as `psych::polychoric` does.
  case half
  /// Nothing: the counts as they are, as `polycor::polychor` does.
  case none
}

/// Whose answers a scale's covariances stand on.
public enum IncompleteRule: String, Sendable, Hashable, CaseIterable {
  /// Respondents who answered every item.
  case listwise
  /// For each two items the respondents who answered both.
  case pairwise
}

/// Which of several conventions a test follows, where good systems differ and the choice is left to whoever asks.
///
/// `Documentation/Conventions.md` compares them on one set of data.
public struct ConventionRequest: Sendable, Hashable {
  /// What a two-sided exact p-value sums.
  public var twoSided: TwoSidedRule?
  /// What Levene's test takes distances from.
  public var center: SpreadCenter?
  /// What the leading standardised difference divides by.
  public var denominator: EffectDenominator?
  /// How the interval of a share is made.
  public var proportionInterval: ProportionMethod?
  /// What stands in empty cells.
  public var emptyCells: EmptyCellRule?
  /// Whose answers covariances stand on.
  public var incomplete: IncompleteRule?

  /// Creates a request for the usual conventions.
  public init() {}

  /// The options that were given, by their names on the command line.
  var given: [String] {
    let all: [(option: String, isGiven: Bool)] = [
      ("--two-sided", twoSided != nil), ("--center", center != nil), ("--denominator", denominator != nil),
      ("--proportion-interval", proportionInterval != nil), ("--empty-cells", emptyCells != nil),
      ("--incomplete", incomplete != nil),
    ]
    return all.filter(\.isGiven).map(\.option)
  }

  /// What a standardised difference of a test can divide by.
  static func denominators(of test: String) -> [EffectDenominator] {
    test == "t-paired" ? [.differences, .average] : [.average, .pooled, .first, .second]
  }
}
