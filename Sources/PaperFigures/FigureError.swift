public import SurveyModel

/// A figure that cannot be drawn from what was given, and why.
public struct FigureError: SurveyError, Hashable {
  /// What kind of fault it is.
  public struct Code: Sendable, Hashable {
    /// The stable name.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32
    /// There is nothing to draw.
    public static let empty = Code(name: "figure.empty", exitStatus: ExitStatus.data)
    /// The parts of the input do not fit each other.
    public static let shape = Code(name: "figure.shape", exitStatus: ExitStatus.data)
    /// A number is not one that the figure can show.
    public static let number = Code(name: "figure.number", exitStatus: ExitStatus.data)
    /// The figure is too narrow for what it shall show.
    public static let width = Code(name: "figure.width", exitStatus: ExitStatus.usage)
  }

  /// What kind of fault it is.
  public var code: Code
  /// The figure and the row or option.
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

extension FigureError {
  /// No figure is drawn narrower than this, in millimetres; PLOS has 66.8, Elsevier's smallest column is 30.
  static let narrowest = 60.0

  /// Refuses a width in which no label could stand.
  static func check(_ width: FigureWidth, figure: String) throws(FigureError) {
    guard width.millimetres.isFinite, (narrowest...500).contains(width.millimetres) else {
      throw FigureError(
        .width, place: Place(column: figure), found: "a width of \(width.millimetres) mm", expected: "60 to 500 mm",
        remedy: "choose 89, 120 or 183 mm")
    }
  }
}
