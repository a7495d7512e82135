internal import SurveyModel
internal import TextFormats

/// The options of a test request that concern scales and factor models.
public struct ScaleRequest: Sendable, Hashable {
  /// How many factors.
  public var factors: Int?
  /// How factors are turned: `none`, `varimax`, `oblimin`.
  public var rotation: String?
  /// How factors are extracted (`ml`, `minres`), or whose eigenvalues a parallel analysis compares (`components`,
  /// `factors`).
  public var method: String?
  /// Which correlations: `pearson`, `polychoric`.
  public var correlation: String?
  /// A factor model, such as `first = A,B,C; second = D,E,F`.
  public var model: String?
  /// Whether a factor of acquiescence stands beside the others.
  public var withMethodFactor = false
  /// The percentile of a parallel analysis.
  public var percentile: Double?
  /// How many resamples or random sets.
  public var replicates: Int?
  /// The seed of what is drawn at random.
  public var seed: UInt64?

  /// Creates options that are all left out.
  public init() {}

  /// The options with whether each is given, for refusing what a test does not take.
  var given: [(option: String, isGiven: Bool)] {
    [
      ("--factors", factors != nil), ("--rotation", rotation != nil), ("--method", method != nil),
      ("--correlation", correlation != nil), ("--model", model != nil), ("--method-factor", withMethodFactor),
      ("--percentile", percentile != nil), ("--replicates", replicates != nil),
    ]
  }

  /// The value of an option that is one of several words.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String?, option: String, default usual: Choice
  ) throws(StatisticsError) -> Choice where Choice.RawValue == String {
    guard let text else { return usual }
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    throw StatisticsError(
      .argument, place: Place(column: option), found: "'\(text)'", expected: "one of \(words.joined(separator: ", "))",
      remedy: EditDistance.nearest(to: text, among: words).map { "did you mean '\($0)'?" } ?? "choose one of these")
  }

  /// The resamples that were asked for, 2000 where a seed was; nil where nothing was said.
  var givenDraws: Bootstrap? { replicates == nil && seed == nil ? nil : draws(default: 2000) }

  /// The resamples or random sets that were asked for.
  func draws(default usual: Int) -> Bootstrap { Bootstrap(replicates: replicates ?? usual, seed: seed ?? 1) }
}
