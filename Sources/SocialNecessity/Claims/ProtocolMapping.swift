public import StudyPlan
internal import SurveyModel
internal import TextFormats

/// Which variables of a survey measure the constructs of the founding protocol.
///
/// The two scales are needed; a construct without variables leaves its claims unjudged.
public struct ProtocolMapping: Sendable, Hashable {
  /// The anti-social scale's score.
  public var antisocial = "antisocial"
  /// The necessity scale's score.
  public var necessity = "necessity"
  /// The registered pair of items, one of each scale, that decides where measurement is not established.
  public var pair = ["a1", "n1"]
  /// Trust in adverts on social media, TV adverts, posts by companies and posts by people one knows; further ones are
  /// not used.
  public var trust = ["ad4_1", "ad4_2", "ad4_3", "ad4_4"]
  /// Liking of adverts on social media.
  public var liking = ["ad5_1"]
  /// How annoying the five behaviours of companies are, in the order of the post.
  public var annoying = ["ba_1", "ba_2", "ba_3", "ba_4", "ba_5"]
  /// How anti-social they are, in the same order.
  public var behaviours = ["bs_1", "bs_2", "bs_3", "bs_4", "bs_5"]
  /// The share of one's own posts that promoted oneself; above zero counts as doing it.
  public var promotes = ["p4"]
  /// Liking of other people's self-promotion.
  public var promotionLiking = ["p5_2"]

  /// The founding instrument's own names.
  public static let founding = ProtocolMapping()

  /// Creates the mapping of the founding instrument.
  public init() {}

  /// Reads the mapping of a study file; constructs that it does not name keep the founding instrument's names.
  ///
  /// - Throws: ``ProtocolError`` where a construct is unknown or has the wrong number of variables.
  public init(_ entries: [StudyPlan.Mapping]) throws(ProtocolError) {
    for entry in entries {
      guard let (path, counts) = Self.constructs.first(where: { $0.name == entry.construct })?.rule else {
        let names = Self.constructs.map(\.name)
        let nearest = EditDistance.nearest(to: entry.construct, among: names).map { "did you mean '\($0)'?" }
        throw ProtocolError(
          .mapping, place: Place(row: entry.line, column: "mapping"), found: "the construct '\(entry.construct)'",
          expected: "a construct of the founding protocol",
          remedy: nearest ?? "choose one of \(names.joined(separator: ", "))")
      }
      guard counts.contains(entry.variables.count) else {
        throw ProtocolError(
          .mapping, place: Place(row: entry.line, column: "mapping.\(entry.construct)"),
          found: "\(entry.variables.count) variables",
          expected: counts.map { $0 == 0 ? "none" : "\($0)" }.joined(separator: " or "),
          remedy: "name the variables in the order that the protocol's page gives")
      }
      path(&self, entry.variables)
    }
  }

  private typealias Setter = @Sendable (inout ProtocolMapping, [String]) -> Void

  private static let constructs: [(name: String, rule: (Setter, [Int]))] = [
    ("antisocial", ({ $0.antisocial = $1[0] }, [1])), ("necessity", ({ $0.necessity = $1[0] }, [1])),
    ("pair", ({ $0.pair = $1 }, [2])), ("trust", ({ $0.trust = $1 }, [0, 4])),
    ("liking", ({ $0.liking = $1 }, [0, 1])), ("annoying", ({ $0.annoying = $1 }, [0, 5])),
    ("behaviours", ({ $0.behaviours = $1 }, [0, 5])), ("promotes", ({ $0.promotes = $1 }, [0, 1])),
    ("promotion-liking", ({ $0.promotionLiking = $1 }, [0, 1])),
  ]
}
