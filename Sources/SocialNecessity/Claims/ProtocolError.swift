public import SurveyModel
internal import SurveyStatistics
internal import TextFormats

/// Why the founding protocol cannot judge a survey.
public struct ProtocolError: SurveyError, Hashable {
  /// What kind of obstacle it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// The mapping names something that the protocol or the survey does not have.
    public static let mapping = Code(name: "protocol.mapping", exitStatus: ExitStatus.data)
    /// A variable is not of the kind that the claim needs.
    public static let kind = Code(name: "protocol.kind", exitStatus: ExitStatus.data)
    /// The sample's design is one that the protocol does not compute.
    public static let design = Code(name: "protocol.design", exitStatus: ExitStatus.data)
    /// A statistic could not be computed.
    public static let statistics = Code(name: "protocol.statistics", exitStatus: ExitStatus.data)
  }

  /// What kind of obstacle it is.
  public var code: Code
  /// The claim, construct or variable.
  public var place: Place
  /// What was found.
  public var found: String
  /// What was expected.
  public var expected: String
  /// What to do or to type.
  public var remedy: String

  /// Creates an error.
  public init(_ code: Code, place: Place, found: String, expected: String, remedy: String) {
    self.code = code
    self.place = place
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// The error of a statistic, under the claim that needed it.
  init(_ error: StatisticsError, claim: String) {
    self.init(
      .statistics, place: Place(column: claim), found: error.found, expected: error.expected, remedy: error.remedy)
  }

  /// A name that the survey does not have, with the nearest that it has.
  static func unknown(_ name: String, of construct: String, in codebook: Codebook) -> ProtocolError {
    let nearest = EditDistance.nearest(to: name, among: codebook.variables.map(\.name))
    return ProtocolError(
      .mapping, place: Place(column: "mapping.\(construct)"), found: "no variable '\(name)'",
      expected: "a variable of the survey",
      remedy: nearest.map { "did you mean '\($0)'?" } ?? "'topline inspect' lists the variables")
  }

  /// The code's stable name.
  public var codeName: String { code.name }
  /// The exit status.
  public var exitStatus: Int32 { code.exitStatus }
}
