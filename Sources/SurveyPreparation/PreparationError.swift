internal import TextFormats
public import SurveyModel

/// A rule of preparation that cannot be understood or cannot be applied to the survey, and why.
public struct PreparationError: SurveyError, Hashable {
  /// What kind of mistake it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// An expression, selection or rule is not written as the grammar wants it.
    public static let syntax = Code(name: "preparation.syntax", exitStatus: ExitStatus.usage)
    /// An expression is nested too deeply.
    public static let depth = Code(name: "preparation.depth", exitStatus: ExitStatus.usage)
    /// There is no variable of that name.
    public static let unknownVariable = Code(name: "preparation.unknown-variable", exitStatus: ExitStatus.usage)
    /// The variable has no such answer.
    public static let unknownAnswer = Code(name: "preparation.unknown-answer", exitStatus: ExitStatus.usage)
    /// The variable is not of the kind that the rule needs.
    public static let kind = Code(name: "preparation.kind", exitStatus: ExitStatus.data)
    /// A setting of a rule is outside its range.
    public static let argument = Code(name: "preparation.argument", exitStatus: ExitStatus.usage)
    /// The name of a new variable is taken.
    public static let nameTaken = Code(name: "preparation.name-taken", exitStatus: ExitStatus.usage)
    /// The items do not make a scale.
    public static let scale = Code(name: "preparation.scale", exitStatus: ExitStatus.data)
  }

  /// What kind of mistake it is.
  public var code: Code
  /// The rule, with the position in it where it is known.
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

  /// The error for a name that the codebook does not have, with the nearest one that it has.
  static func unknown(_ name: String, in codebook: Codebook, place: Place) -> PreparationError {
    let known = codebook.variables.map(\.name) + codebook.grids.map(\.name) + codebook.multipleResponseSets.map(\.name)
    let remedy =
      EditDistance.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
      ?? "'topline inspect' lists the variables"
    return PreparationError(
      .unknownVariable, place: place, found: "no variable '\(name)'", expected: "a variable of the survey",
      remedy: remedy)
  }
}

/// The remedy that names the nearest known text, where one is near enough.
func nearest(_ text: String, _ known: [String]) -> String? {
  EditDistance.nearest(to: text, among: known).map { "did you mean '\($0)'?" }
}
