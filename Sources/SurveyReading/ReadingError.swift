public import SurveyModel
internal import TextFormats

/// A file that cannot be read, and why.
public struct ReadingError: SurveyError, Hashable {
  /// What kind of trouble it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// Creates a code; each format adds its own as static members.
    public init(name: String, exitStatus: Int32 = ExitStatus.data) {
      self.name = name
      self.exitStatus = exitStatus
    }
    /// There is no such file.
    public static let noSuchFile = Code(name: "reading.no-such-file", exitStatus: ExitStatus.noInput)
    /// The file is there and cannot be opened, or is a folder.
    public static let notReadable = Code(name: "reading.not-readable", exitStatus: ExitStatus.noInput)
    /// The file holds nothing.
    public static let empty = Code(name: "reading.empty")
    /// The file is no text and no format that is known.
    public static let binary = Code(name: "reading.binary")
    /// The bytes are not of the encoding that was asked for.
    public static let encoding = Code(name: "reading.encoding")
    /// A quotation mark opens a cell and nothing closes it.
    public static let unclosedQuote = Code(name: "reading.unclosed-quote")
    /// The text is no table.
    public static let notATable = Code(name: "reading.not-a-table")
    /// The file has headings and no respondents, or not even headings.
    public static let noRecords = Code(name: "reading.no-records")
    /// The text breaks the grammar of its format.
    public static let malformed = Code(name: "reading.malformed")
    /// The format is known and no reader for it exists yet.
    public static let notYet = Code(name: "reading.format-not-yet")
    /// The files given together do not belong together, or one of them is missing.
    public static let pairing = Code(name: "reading.pairing", exitStatus: ExitStatus.usage)
    /// An option has a value that means nothing.
    public static let option = Code(name: "reading.option", exitStatus: ExitStatus.usage)
    /// The file is beyond a limit that protects the machine.
    public static let limit = Code(name: "reading.limit")
    /// The limit on memory that the process was given does not suffice.
    public static let memory = Code(name: "reading.memory", exitStatus: ExitStatus.system)
    /// Something was found that `--strict` does not let pass.
    public static let strict = Code(name: "reading.strict")
    /// The caller's progress callback asked to stop.
    public static let cancelled = Code(name: "reading.cancelled")
    /// Distinct cells alone do not tell the survey.
    static let needsRecords = Code(name: "reading.needs-records")
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

  init(_ error: FileError) {
    guard error.kind != .outOfMemory else {
      self.init(
        .memory, place: Place(file: error.path), found: error.reason, expected: "more memory",
        remedy: "raise the limit, or read the file where there is more")
      return
    }
    let code: Code = error.kind == .notFound ? .noSuchFile : .notReadable
    let parent = FileSystem.parent(of: error.path)
    let siblings = error.kind == .notFound ? (try? FileSystem.list(parent.isEmpty ? "." : parent)) ?? [] : []
    let nearest = EditDistance.nearest(to: FileSystem.name(of: error.path), among: siblings)
    let remedy =
      switch error.kind {
      case .notFound: nearest.map { "did you mean '\($0)'?" } ?? "check the name and the folder"
      case .isDirectory: "name the export file in it"
      default: "check who may read the file"
      }
    let found =
      switch error.kind {
      case .notFound: "no such file"
      case .isDirectory: "a folder"
      default: error.reason
      }
    self.init(code, place: Place(file: error.path), found: found, expected: "an export file", remedy: remedy)
  }
}
