internal import SurveyModel

/// A new variable made of groups of another one's values.
public struct Recode: Sendable, Hashable {
  /// What a group is made of.
  public enum Member: Sendable, Hashable {
    /// Numbers from the lower to the upper, both included.
    case range(Double, Double)
    /// An answer by its code or label.
    case answer(String)
    /// Every answer that no other group holds.
    case otherwise
  }

  /// A named group of values.
  public struct Group: Sendable, Hashable {
    /// The group's label.
    public var label: String
    /// What it is made of.
    public var members: [Member]

    /// Creates a group.
    public init(_ label: String, _ members: [Member]) {
      self.label = label
      self.members = members
    }

    /// Creates a group from its members as a study file writes them, such as `6..7`, `1, 3` or `otherwise`.
    ///
    /// - Throws: ``PreparationError`` where they are not written so.
    public init(_ label: String, parsing text: String) throws(PreparationError) {
      self.init(label, try Recode.members(parsing: text, label: label))
    }
  }

  /// How values become groups.
  public enum Rule: Sendable, Hashable {
    /// Numbers are cut at these points; each group begins at a point and ends before the next, the last is open.
    case cut([Double])
    /// Groups as listed, in that order.
    case groups([Group])
  }

  /// The new variable's name.
  public var name: String
  /// The variable it is made from.
  public var source: String
  /// How values become groups.
  public var rule: Rule

  /// Creates a recode.
  public init(name: String, from source: String, _ rule: Rule) {
    self.name = name
    self.source = source
    self.rule = rule
  }

  private static func members(parsing text: String, label: String) throws(PreparationError) -> [Member] {
    var members: [Member] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let trimmed = part.drop { $0.isWhitespace }
      let word = String(trimmed.reversed().drop { $0.isWhitespace }.reversed())
      if word == "otherwise" {
        members.append(.otherwise)
      } else if let number = Double(word), number.isFinite {
        members.append(.range(number, number))
      } else if let range = range(word) {
        guard range.lower <= range.upper else {
          throw PreparationError(
            .argument, place: Place(column: label), found: "the range \(word), whose ends are in the wrong order",
            expected: "the smaller number first", remedy: "exchange the ends")
        }
        members.append(.range(range.lower, range.upper))
      } else if word.isEmpty {
        throw PreparationError(
          .syntax, place: Place(column: label), found: "an empty entry in '\(text)'", expected: "a value or a range",
          remedy: "write such as: 6..7, or: 1, 3, or: otherwise")
      } else {
        members.append(.answer(word))
      }
    }
    return members
  }

  private static func range(_ word: String) -> (lower: Double, upper: Double)? {
    let characters = Array(word)
    guard characters.count >= 4 else { return nil }
    for index in 1..<characters.count - 1 where characters[index] == "." && characters[index + 1] == "." {
      if let lower = Double(String(characters[..<index])), let upper = Double(String(characters[(index + 2)...])) {
        return (lower, upper)
      }
    }
    return nil
  }
}
