/// A test of the catalogue with the variables and options it is asked for: the command line's and the study file's
/// common form.
public struct TestRequest: Sendable, Hashable {
  /// The test's name.
  public var test: String
  /// The outcome variable.
  public var outcome: String?
  /// The grouping variable.
  public var by: String?
  /// The related or associated variable.
  public var with: String?
  /// The related variables or the scale's items, as a selection.
  public var items: String?
  /// The items that run against the scale.
  public var reverse: [String] = []
  /// The value against which a location is tested.
  public var mu: Double?
  /// The share against which a proportion is tested.
  public var probability: Double?
  /// The answers that count as success, by code or label.
  public var success: [String] = []
  /// The two conditions of a joint share.
  public var both: [String] = []
  /// The group that comes first, where the order of the codebook is not meant.
  public var first: String?
  /// Which departures count as evidence.
  public var alternative = Alternative.twoSided
  /// How the p-value is reckoned.
  public var method = PValueMethod.automatic
  /// A named correction or convention: `continuity`, `none`, `yates`, `wilcox`, `pratt`, with a design also
  /// `first-order`, `second-order`, `median`, `van-der-waerden`; which ones, depends on the test.
  public var correction: String?
  /// What a model is asked for.
  public var model = ModelRequest()
  /// What tests of association, agreement and equivalence are asked beyond.
  public var association = AssociationRequest()
  /// Which of several conventions is followed.
  public var conventions = ConventionRequest()
  /// Whether personal variables may be tested.
  public var includePersonal = false
  /// The confidence level of intervals.
  public var level = 0.95

  /// Options of scales and factor models.
  public var scale = ScaleRequest()

  /// Creates a request.
  public init(_ test: String) { self.test = test }
}

extension TestRequest {
  /// Whether a seed is given and no rearranging of respondents takes it.
  var hasIdleSeed: Bool { (model.seed != nil || scale.seed != nil) && association.monteCarlo == nil }
}
