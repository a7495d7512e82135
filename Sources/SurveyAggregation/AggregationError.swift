internal import TextFormats
public import SurveyModel

/// A design or a plan of aggregation that the survey cannot answer, and why.
public struct AggregationError: SurveyError, Hashable {
  /// What kind of mistake it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// There is no variable of that name.
    public static let unknownVariable = Code(name: "aggregation.unknown-variable", exitStatus: ExitStatus.usage)
    /// The weights cannot be weights.
    public static let weights = Code(name: "aggregation.weights", exitStatus: ExitStatus.data)
    /// The strata, sampling units or population sizes do not make a design.
    public static let design = Code(name: "aggregation.design", exitStatus: ExitStatus.data)
    /// The variable is not of the kind that a table needs.
    public static let kind = Code(name: "aggregation.kind", exitStatus: ExitStatus.data)
  }

  /// What kind of mistake it is.
  public var code: Code
  /// The variable or option.
  public var place: Place
  /// What was found.
  public var found: String
  /// What was expected.
  public var expected: String
  /// What to do or to type.
  public var remedy: String

  /// Creates an error.
  public init(_ code: Code, place: Place = Place(), found: String, expected: String, remedy: String) {
    self.code = code
    self.place = place
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// The code's stable name.
  public var codeName: String { code.name }
  /// The exit status.
  public var exitStatus: Int32 { code.exitStatus }

  static func position(of name: String, in survey: Survey, option: String) throws(AggregationError) -> Int {
    if let position = survey.codebook.position(of: name) { return position }
    let nearest = EditDistance.nearest(to: name, among: survey.codebook.variables.map(\.name))
    throw AggregationError(
      .unknownVariable, place: Place(column: option), found: "no variable '\(name)'",
      expected: "a variable of the survey",
      remedy: nearest.map { "did you mean '\($0)'?" } ?? "'topline inspect' lists the variables")
  }
}
