/// What tests of association, agreement and equivalence are asked beyond their variables.
public struct AssociationRequest: Sendable, Hashable {
  /// The variable within whose answers an association is tested.
  public var within: String?
  /// The scores of ordered groups; 1, 2, 3 … where empty.
  public var scores: [Double] = []
  /// How much a disagreement counts for Cohen's kappa.
  public var weighting: CohenKappa.Weighting?
  /// How far two codings are apart for Krippendorff's alpha; by the variables' level where nil.
  public var metric: KrippendorffAlpha.Metric?
  /// The form of the intraclass correlation.
  public var form: IntraclassCorrelation.Form?
  /// How a polychoric correlation is estimated.
  public var estimator: PolychoricCorrelation.Method?
  /// The bounds of equivalence.
  public var bounds: EquivalenceBounds?
  /// How every pair of groups is compared afterwards.
  public var postHoc: PairwiseComparisons.Method?
  /// The correction of the pairs' p-values; Holm's where nil.
  public var adjustment: PAdjustment?
  /// Random rearrangements in place of a distribution.
  public var monteCarlo: MonteCarlo?
  /// What happens to pairs without a difference.
  public var zeros: WilcoxonSignedRankTest.Zeros?

  /// Creates a request for nothing special.
  public init() {}

  /// The options that were given, by their names on the command line.
  var given: [String] {
    let all: [(option: String, isGiven: Bool)] = [
      ("--within", within != nil), ("--scores", !scores.isEmpty), ("--weighting", weighting != nil),
      ("--metric", metric != nil), ("--form", form != nil), ("--estimator", estimator != nil),
      ("--bounds", bounds != nil), ("--post-hoc", postHoc != nil), ("--adjustment", adjustment != nil),
      ("--monte-carlo", monteCarlo != nil), ("--zeros", zeros != nil),
    ]
    return all.filter(\.isGiven).map(\.option)
  }
}
