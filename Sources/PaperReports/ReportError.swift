public import SurveyModel

/// An output that cannot be made or written, and why.
public struct ReportError: SurveyError, Hashable {
  /// What kind of trouble it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// The folder cannot be made there.
    public static let cannotCreate = Code(name: "report.cannot-create", exitStatus: ExitStatus.cannotCreate)
    /// The folder holds what Topline did not write.
    public static let occupied = Code(name: "report.occupied", exitStatus: ExitStatus.cannotCreate)
    /// A file cannot be written.
    public static let output = Code(name: "report.output", exitStatus: ExitStatus.output)
    /// Two parts of the report have the same id.
    public static let duplicate = Code(name: "report.duplicate", exitStatus: ExitStatus.usage)
    /// A template or digest that belongs to Topline fails.
    public static let defect = Code(name: "report.defect", exitStatus: ExitStatus.defect)
  }

  /// What kind of trouble it is.
  public var code: Code
  /// The file or folder, as the user named it.
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
