public import SurveyModel

/// A question that the data cannot answer, and why.
public struct StatisticsError: SurveyError, Hashable {
  /// What kind of question it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// There are too few respondents.
    public static let tooFewRespondents = Code(name: "statistics.too-few-respondents", exitStatus: ExitStatus.data)
    /// There are too few groups, or too many.
    public static let groups = Code(name: "statistics.groups", exitStatus: ExitStatus.data)
    /// All values are the same.
    public static let constant = Code(name: "statistics.constant", exitStatus: ExitStatus.data)
    /// The variable is not of the kind that the method needs.
    public static let kind = Code(name: "statistics.kind", exitStatus: ExitStatus.data)
    /// An argument is outside its range.
    public static let argument = Code(name: "statistics.argument", exitStatus: ExitStatus.usage)
    /// The weights or the design cannot be used with the method.
    public static let design = Code(name: "statistics.design", exitStatus: ExitStatus.data)
    /// An iteration did not settle.
    public static let convergence = Code(name: "statistics.convergence", exitStatus: ExitStatus.data)
  }

  /// What kind of question it is.
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
}
