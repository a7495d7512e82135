internal import SurveyModel
internal import TextFormats

/// One column's headings in a Qualtrics CSV export.
struct QualtricsHeading: Sendable {
  /// The name that the author gave the question.
  var name: String
  /// The question's text, cut and localised as the export has it, without markup.
  var text: String
  /// The stable key, or "" where the export has none.
  var importID: String
  /// The zone of a date's times.
  var timeZone: String?

  /// The headings of all columns of a table.
  static func all(_ table: DelimitedTable, format: SurveyFormat) -> [QualtricsHeading] {
    table.columns.indices.map { position in
      let name = TextMatching.spaced(table.heading(0, position))
      let text = PlainText.stripping(table.heading(1, position))
      guard format != .qualtricsLegacyCSV else {
        // The first ten are numbered, and what they are stands in the second record.
        let isNumbered = name.first == "V" && Int(name.dropFirst()) == position + 1 && position < 10
        return QualtricsHeading(name: isNumbered ? text : name, text: text, importID: "")
      }
      let members = importMembers(table.heading(2, position))
      let key = [members["ImportId"], members["choiceId"]].compactMap { $0 }
      return QualtricsHeading(name: name, text: text, importID: key.first ?? "", timeZone: members["timeZone"])
    }
  }

  /// The members of a cell of the third record, in JSON or in the single-quoted notation of 2016 and 2017.
  static func importMembers(_ cell: String) -> [String: String] {
    let text = cell.trimmed
    if text.hasPrefix("{\""), let json = try? JSONValue(parsing: text), let object = json.object {
      var members: [String: String] = [:]
      for member in object.members { if let value = member.value.string { members[member.name] = value } }
      return members
    }
    guard text.hasPrefix("{"), text.hasSuffix("}") else { return [:] }
    var members: [String: String] = [:]
    let parts = text.dropFirst().dropLast().split(separator: "'", omittingEmptySubsequences: false).map(String.init)
    // "{'a': 'b', 'c': 'd'}" parts into "", a, ": ", b, ", ", c, ": ", d, "".
    var index = 1
    while index + 2 < parts.count {
      if parts[index + 1].trimmed == ":" { members[parts[index]] = parts[index + 2] }
      index += 4
    }
    return members
  }

  /// The part that several texts begin with, and each one's own rest: "Question - Option" by the common beginning.
  static func split(_ texts: [String]) -> (question: String, items: [String])? {
    guard texts.count > 1, let first = texts.first else { return nil }
    var prefix = Substring(first)
    for text in texts.dropFirst() { prefix = prefix[..<commonEnd(prefix, text)] }
    for separator in [" - ", "-", ": "] {
      guard let end = lastOccurrence(of: separator, in: prefix) else { continue }
      let question = String(prefix[..<end.lowerBound])
      let length = prefix.distance(from: prefix.startIndex, to: end.upperBound)
      let items = texts.map { String($0.dropFirst(length)).trimmed }
      if !question.trimmed.isEmpty, items.allSatisfy({ !$0.isEmpty }) { return (question.trimmed, items) }
    }
    return nil
  }

  private static func commonEnd(_ a: Substring, _ b: String) -> Substring.Index {
    var (i, j) = (a.startIndex, b.startIndex)
    while i < a.endIndex, j < b.endIndex, a[i] == b[j] {
      i = a.index(after: i)
      j = b.index(after: j)
    }
    return i
  }

  private static func lastOccurrence(of separator: String, in text: Substring) -> Range<Substring.Index>? {
    var position = text.endIndex
    while position > text.startIndex {
      position = text.index(before: position)
      if text[position...].hasPrefix(separator) {
        return position..<text.index(position, offsetBy: separator.count)
      }
    }
    return nil
  }
}
