public import SurveyModel

/// The distinct combinations of some variables' answers, with how often and with what weight they occur.
public struct PatternTable: Sendable, Hashable {
  /// What stands in one dimension of a pattern.
  public enum Cell: Sendable, Hashable {
    /// The answer at that position of the variable's `labels`.
    case label(Int)
    /// A residual answer at that position of the variable's `labels`, and why it counts as missing.
    case residual(Int, MissingReason)
    /// The ticked options of a multiple-response question, bit k for the option at position k.
    case ticked(UInt64)
    /// No answer, and why.
    case missing(MissingReason)

    /// The position of the answer where it is substantive.
    public var answer: Int? { if case .label(let position) = self { position } else { nil } }
    /// The ticked options.
    public var mask: UInt64? { if case .ticked(let mask) = self { mask } else { nil } }
    /// Why it counts as missing.
    public var reason: MissingReason? {
      switch self {
      case .label, .ticked: nil
      case .residual(_, let reason), .missing(let reason): reason
      }
    }
    /// Whether the question was, or may have been, put to the respondent.
    public var isAsked: Bool { reason?.isAsked ?? true }
  }

  /// One combination that occurs.
  public struct Pattern: Sendable, Hashable {
    /// One cell for each dimension.
    public var cells: [Cell]
    /// How many respondents, never weighted.
    public var count: Int
    /// How many of them weigh more than nothing.
    public var weighing: Int
    /// The sum of their weights.
    public var weight: Double
    /// The sum of their squared weights.
    public var squaredWeight: Double
    /// The stratum, where the table is kept by design cell; else 0.
    public var stratum: Int
    /// The design's cell (see ``SurveyDesign/cells``): the sampling unit, where nothing finer is needed; nil where the
    /// table is not kept by design cell, or strata are enough.
    public var unit: Int?
  }

  /// The dimensions.
  public let axes: [AggregationPlan.Axis]
  /// The combinations that occur, in order of their cells' positions in the codebook, then of the design cell.
  public let patterns: [Pattern]

  /// The count of all patterns that a condition holds for, with their weight and squared weight.
  public func total(
    where condition: (Pattern) -> Bool
  ) -> (count: Int, weight: Double, squaredWeight: Double) {
    var count = 0
    var weight = CompensatedSum()
    var squares = CompensatedSum()
    for pattern in patterns where condition(pattern) {
      count += pattern.count
      weight.add(pattern.weight)
      squares.add(pattern.squaredWeight)
    }
    return (count, weight.value, squares.value)
  }
}
