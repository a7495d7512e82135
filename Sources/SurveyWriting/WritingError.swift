public import SurveyModel

/// A survey that a format cannot hold, and why.
public struct WritingError: SurveyError, Hashable {
  /// What kind of obstacle it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// The format has no place for a variable of that kind.
    public static let kind = Code(name: "writing.kind", exitStatus: ExitStatus.cannotCreate)
    /// A code is longer than the format allows.
    public static let code = Code(name: "writing.code", exitStatus: ExitStatus.cannotCreate)
    /// A variable that the options name is not in the survey.
    public static let variable = Code(name: "writing.variable", exitStatus: ExitStatus.usage)
  }

  /// What kind of obstacle it is.
  public var code: Code
  /// The variable.
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

  /// The code's stable name.
  public var codeName: String { code.name }
  /// The exit status.
  public var exitStatus: Int32 { code.exitStatus }
}
