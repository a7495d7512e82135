/// What a model is asked for, beside its outcome.
public struct ModelRequest: Sendable, Hashable {
  /// The predictors, as a selection, with interactions such as `A:B`.
  public var predictors: String?
  /// The answers that categorical predictors are compared with, such as `A=2`.
  public var references: [String] = []
  /// Categorical predictors whose answers count as their numbers.
  public var numeric: [String] = []
  /// How the standard errors of a linear model are estimated.
  public var errors: LinearErrors?
  /// How the intervals of a likelihood model are made.
  public var interval: ModelInterval?
  /// The numbers of latent classes to try.
  public var classes: ClosedRange<Int>?
  /// The seed of random starts.
  public var seed: UInt64?
  /// How many random starts there are.
  public var starts: Int?
  /// How many samples the bootstrap test of one class fewer draws.
  public var bootstrap: Int?

  /// Creates a request for the defaults.
  public init() {}

  /// Each option of models alone with whether it is given.
  var given: [(option: String, isGiven: Bool)] {
    [
      ("--predictors", predictors != nil), ("--reference", !references.isEmpty), ("--numeric", !numeric.isEmpty),
      ("--errors", errors != nil), ("--interval", interval != nil), ("--classes", classes != nil),
      ("--starts", starts != nil), ("--bootstrap", bootstrap != nil),
    ]
  }

  /// Reads numbers of classes: `3` or `1..4`; nil where the text is neither.
  public static func classes(parsing text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: true).map { Int($0) }
    if parts.count == 1, !text.contains("."), let only = parts[0], only > 0 { return only...only }
    guard parts.count == 2, text.contains(".."), !text.contains("..."), let low = parts[0], let high = parts[1],
      low > 0, low <= high
    else { return nil }
    return low...high
  }
}
