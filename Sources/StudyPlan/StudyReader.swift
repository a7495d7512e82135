internal import SurveyModel
internal import TextFormats

/// Takes typed values out of the nodes of a study file, with the line and the nearest known name in every message.
struct StudyReader {
  let file: String

  func error(
    _ code: StudyError.Code, line: Int, key: String? = nil, found: String, expected: String, remedy: String
  ) -> StudyError {
    StudyError(
      code, place: Place(file: file, row: line, column: key), found: found, expected: expected, remedy: remedy)
  }

  /// A map's entries, each with a key that the grammar knows.
  func entries(_ node: StudyNode, of name: String, known: [String]) throws(StudyError) -> [StudyNode.Entry] {
    let entries = try entries(node, of: name)
    for entry in entries where !known.contains(entry.key) {
      let nearest = EditDistance.nearest(to: entry.key, among: known)
      throw error(
        .unknownKey, line: entry.line, found: "the key '\(entry.key)' in \(name)",
        expected: "one of \(known.joined(separator: ", "))",
        remedy: nearest.map { "did you mean '\($0)'?" } ?? "take it out, or see Documentation/StudyFile.md")
    }
    return entries
  }

  /// A map's entries with any keys.
  func entries(_ node: StudyNode, of name: String) throws(StudyError) -> [StudyNode.Entry] {
    guard case .map(let entries, _) = node else { throw wrongKind(node, of: name, expected: "a map (name: value)") }
    return entries
  }

  func text(_ node: StudyNode, of name: String) throws(StudyError) -> String {
    guard case .text(let text, _) = node else { throw wrongKind(node, of: name, expected: "a text") }
    return text
  }

  func number(_ node: StudyNode, of name: String, in range: ClosedRange<Double>? = nil) throws(StudyError) -> Double {
    let text = try text(node, of: name)
    let wanted = range.map { "a number from \(Column.text($0.lowerBound)) to \(Column.text($0.upperBound))" }
    guard let value = Double(text), value.isFinite, range?.contains(value) ?? true else {
      throw error(
        .value, line: node.line, key: name, found: "'\(text)'", expected: wanted ?? "a number",
        remedy: "write digits with '.' as decimal point")
    }
    return value
  }

  func whole(_ node: StudyNode, of name: String) throws(StudyError) -> Int {
    let text = try text(node, of: name)
    guard let value = Int(text) else {
      throw error(
        .value, line: node.line, key: name, found: "'\(text)'", expected: "a whole number", remedy: "write digits only")
    }
    return value
  }

  /// A list of texts; a single text counts as a list of what its commas part.
  func texts(_ node: StudyNode, of name: String) throws(StudyError) -> [String] {
    switch node {
    case .text(let text, _):
      return text.split(separator: ",").map { part in
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    case .list(let items, _):
      var texts: [String] = []
      for item in items { texts.append(try self.text(item, of: name)) }
      return texts
    case .map: throw wrongKind(node, of: name, expected: "a list")
    }
  }

  func numbers(_ node: StudyNode, of name: String) throws(StudyError) -> [Double] {
    guard case .list(let items, _) = node else {
      throw wrongKind(node, of: name, expected: "a list of numbers, such as [18, 30, 50]")
    }
    var numbers: [Double] = []
    for item in items { numbers.append(try number(item, of: name)) }
    return numbers
  }

  /// One of a few words.
  func word(_ node: StudyNode, of name: String, from known: [String]) throws(StudyError) -> String {
    let text = try text(node, of: name)
    guard known.contains(text) else {
      let nearest = EditDistance.nearest(to: text, among: known)
      throw error(
        .value, line: node.line, key: name, found: "'\(text)'", expected: "one of \(known.joined(separator: ", "))",
        remedy: nearest.map { "did you mean '\($0)'?" } ?? "choose one of these")
    }
    return text
  }

  func missing(_ key: String, of name: String, line: Int, example: String) -> StudyError {
    error(
      .missingKey, line: line, found: "\(name) without '\(key)'", expected: "'\(key)'", remedy: "add '\(example)'")
  }

  private func wrongKind(_ node: StudyNode, of name: String, expected: String) -> StudyError {
    error(
      .value, line: node.line, key: name, found: node.kind, expected: expected,
      remedy: "see the example in Documentation/StudyFile.md")
  }
}
