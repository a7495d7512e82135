public import SurveyModel

/// What is wrong with a study file, and where.
public struct StudyError: SurveyError, Hashable {
  /// What kind of trouble it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// The text is not YAML, or uses a part of YAML that a study file does not allow.
    public static let syntax = Code(name: "study.syntax", exitStatus: ExitStatus.data)
    /// A key that the grammar does not know.
    public static let unknownKey = Code(name: "study.unknown-key", exitStatus: ExitStatus.data)
    /// A key that the grammar needs.
    public static let missingKey = Code(name: "study.missing-key", exitStatus: ExitStatus.data)
    /// A value of the wrong kind or outside its range.
    public static let value = Code(name: "study.value", exitStatus: ExitStatus.data)
    /// A name that neither the data nor the plan has.
    public static let unknownName = Code(name: "study.unknown-name", exitStatus: ExitStatus.data)
    /// Weights, strata, sampling units or replicates that do not make a design.
    public static let design = Code(name: "study.design", exitStatus: ExitStatus.data)
    /// Something that the grammar knows and this version does not compute.
    public static let notComputed = Code(name: "study.not-computed", exitStatus: ExitStatus.data)
  }

  /// What kind of trouble it is.
  public var code: Code
  /// Where it is.
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
