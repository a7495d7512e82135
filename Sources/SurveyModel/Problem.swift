/// Something in a file that is not as it should be and did not stop the reading.
///
/// The cell it speaks of is either read all the same or kept as ``MissingReason/unreadable``; nothing is lost silently.
public struct Problem: Sendable, Hashable {
  /// How much it matters.
  public enum Severity: String, Sendable, Hashable, Comparable {
    case note, warning, error
    /// Notes come before warnings, warnings before errors.
    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    private var rank: Int { [.note, .warning, .error].firstIndex(of: self) ?? 0 }
  }

  /// How much it matters.
  public var severity: Severity
  /// The file, as the user named it.
  public var file: String
  /// The record it is in, from 1, headings not counted; nil where it concerns the whole column or file.
  public var row: Int?
  /// The variable it is in.
  public var column: String?
  /// What was found; only the shape of it where the column is personal.
  public var found: String
  /// What was expected.
  public var expected: String
  /// What to do or to type.
  public var remedy: String

  /// Creates a problem.
  public init(
    _ severity: Severity, file: String, row: Int? = nil, column: String? = nil, found: String, expected: String,
    remedy: String
  ) {
    self.severity = severity
    self.file = file
    self.row = row
    self.column = column
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// The shape of a text that must not be shown: its length and what it is made of.
  public static func shape(of text: String) -> String {
    let scalars = text.unicodeScalars
    let letters = scalars.contains { $0.properties.isAlphabetic }
    let digits = scalars.contains { ("0"..."9").contains($0) }
    let made =
      switch (letters, digits) {
      case (true, true): "letters and digits"
      case (true, false): "letters"
      case (false, true): "digits"
      case (false, false): "signs"
      }
    return "\(text.count) characters, \(made)"
  }

  /// One line for a reader: place, found, expected, remedy.
  public var line: String {
    var place = file
    if let row { place += ", record \(row)" }
    if let column { place += ", \(column)" }
    return "\(place): \(severity.rawValue): found \(found), expected \(expected); \(remedy)"
  }
}
