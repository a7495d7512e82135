internal import SurveyModel

/// A factor model as it is written: `anti = A,B,C; need = D,E,F`.
///
/// Factors are separated by `;` or line ends; a name and its items by `=` or, as in lavaan, `=~`; items by `,` or `+`.
struct FactorModelText {
  /// The factors' names with the text of their items.
  var factors: [(name: String, items: String)]

  /// Reads the text; items are left as a selection of variables.
  ///
  /// - Throws: `statistics.argument` where a part has no name, no items or no `=`, or two factors one name.
  init(parsing text: String) throws(StatisticsError) {
    factors = []
    for part in text.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
      let trimmed = Self.trimmed(part)
      if trimmed.isEmpty { continue }
      guard let sign = trimmed.firstIndex(of: "=") else { throw Self.unreadable(trimmed) }
      let name = Self.trimmed(trimmed[..<sign])
      var items = trimmed[trimmed.index(after: sign)...]
      if items.first == "~" { items = items.dropFirst() }
      let list = Self.trimmed(Substring(items.map { $0 == "+" ? "," : String($0) }.joined()))
      guard !name.isEmpty, !list.isEmpty, !list.contains("=") else { throw Self.unreadable(trimmed) }
      guard !factors.contains(where: { $0.name == name }) else {
        throw StatisticsError(
          .argument, place: Place(column: "--model"), found: "two factors named '\(name)'",
          expected: "a name of its own for each factor", remedy: "name one of them otherwise")
      }
      factors.append((name, list))
    }
    guard !factors.isEmpty else { throw Self.unreadable(text) }
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text.drop { $0.isWhitespace }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }

  private static func unreadable(_ part: String) -> StatisticsError {
    StatisticsError(
      .argument, place: Place(column: "--model"), found: "'\(part)'", expected: "factors with their items",
      remedy: "write --model 'first = A,B,C; second = D,E,F'")
  }
}
