/// Where something went wrong: as much of it as is known.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  /// The file, as the user named it.
  public var file: String?
  /// The line or record, from 1.
  public var row: Int?
  /// The variable, key or option.
  public var column: String?

  /// Creates a place.
  public init(file: String? = nil, row: Int? = nil, column: String? = nil) {
    self.file = file
    self.row = row
    self.column = column
  }

  /// `file:row: column`, without the parts that are not known.
  public var description: String {
    var text = file ?? ""
    if let row { text += text.isEmpty ? "line \(row)" : ":\(row)" }
    if let column { text += text.isEmpty ? column : ": \(column)" }
    return text
  }
}

/// How a process ends, by the convention of BSD's sysexits.
public enum ExitStatus {
  /// The command was used wrongly.
  public static let usage: Int32 = 64
  /// The data cannot be read, or cannot answer the question.
  public static let data: Int32 = 65
  /// There is no such file.
  public static let noInput: Int32 = 66
  /// A defect of Topline's own.
  public static let defect: Int32 = 70
  /// The system does not give what is needed, such as memory.
  public static let system: Int32 = 71
  /// The output cannot be made.
  public static let cannotCreate: Int32 = 73
  /// The output cannot be written.
  public static let output: Int32 = 74
}

/// The shape of every error that a target of Topline throws: where, found against expected, what to do.
///
/// Each target has one struct of this shape, whose `code` is a nested struct with static members, so that codes can be
/// added without breaking anyone.
public protocol SurveyError: Error, Sendable, CustomStringConvertible {
  /// The code's stable name, such as `reading.unclosed-quote`.
  var codeName: String { get }
  /// How the process ends when this error ends it.
  var exitStatus: Int32 { get }
  /// Where it is.
  var place: Place { get }
  /// What was found.
  var found: String { get }
  /// What was expected.
  var expected: String { get }
  /// What to do or to type.
  var remedy: String { get }
}

extension SurveyError {
  /// One line for a reader: place, found against expected, remedy.
  public var description: String {
    var text = place.description
    if !text.isEmpty { text += ": " }
    text += found
    if !expected.isEmpty { text += "; expected \(expected)" }
    if !remedy.isEmpty { text += "\n  mend: \(remedy)" }
    return text
  }
}
