internal import SurveyModel
internal import Yams

/// A part of a study file: text, list or map, each with its line.
///
/// Scalars stay the text that was written, so "no" is "no" and 01 is "01", until the grammar says what they are.
indirect enum StudyNode: Sendable {
  case text(String, line: Int)
  case list([StudyNode], line: Int)
  case map([Entry], line: Int)

  struct Entry: Sendable {
    var key: String
    var line: Int
    var value: StudyNode
  }

  var line: Int {
    switch self {
    case .text(_, let line), .list(_, let line), .map(_, let line): line
    }
  }

  var kind: String {
    switch self {
    case .text: "a text"
    case .list: "a list"
    case .map: "a map"
    }
  }

  /// Reads YAML; `file` is the name for messages.
  static func parse(_ yaml: String, file: String) throws(StudyError) -> StudyNode {
    try refuseManyAliases(yaml, file: file)
    let parser: Parser
    let root: Node?
    do {
      parser = try Parser(yaml: yaml)
      root = try parser.singleRoot()
    } catch {
      throw syntaxError(error, file: file)
    }
    // Nodes hold their anchors weakly: without the parser an anchor could not be seen, and so not refused.
    defer { withExtendedLifetime(parser) {} }
    guard let root else {
      throw StudyError(
        .syntax, place: Place(file: file, row: 1), found: "an empty study file", expected: "a map with 'topline: 1'",
        remedy: "start from 'topline init FILE', which writes a study file to go on from")
    }
    return try convert(root, file: file, depth: 0)
  }

  private static func syntaxError(_ error: any Error, file: String) -> StudyError {
    var line: Int?
    var problem = "text that is not YAML"
    if let error = error as? YamlError {
      switch error {
      case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _), .composer(_, let text, let mark, _):
        line = mark.line
        problem = text
      case .duplicatedKeysInMapping(let duplicates, let context):
        line = context.mark.line
        problem = "the key \(duplicates.sorted().map { "'\($0)'" }.joined(separator: ", ")) twice"
      case .reader(let text, _, _, _): problem = text
      default: break
      }
    }
    return StudyError(
      .syntax, place: Place(file: file, row: line), found: problem, expected: "YAML",
      remedy: "check indentation, quotes and brackets near this line")
  }

  private static func convert(_ node: Node, file: String, depth: Int) throws(StudyError) -> StudyNode {
    let line = node.mark?.line ?? 1
    guard depth < 32 else {
      throw StudyError(
        .syntax, place: Place(file: file, row: line), found: "nesting deeper than 32", expected: "a flat study file",
        remedy: "take levels out")
    }
    guard !hasAnchor(node) else {
      throw anchored(file: file, line: line)
    }
    switch node {
    case .scalar(let scalar): return .text(scalar.string, line: line)
    case .sequence(let sequence):
      var items: [StudyNode] = []
      for item in sequence { items.append(try convert(item, file: file, depth: depth + 1)) }
      return .list(items, line: line)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key else {
          throw StudyError(
            .syntax, place: Place(file: file, row: line), found: "a key that is not a text", expected: "a name",
            remedy: "write 'name: value'")
        }
        entries.append(
          Entry(
            key: name.string, line: key.mark?.line ?? line,
            value: try convert(value, file: file, depth: depth + 1)))
      }
      return .map(entries, line: line)
    case .alias: return .text("", line: line)
    }
  }

  private static func anchored(file: String, line: Int) -> StudyError {
    StudyError(
      .syntax, place: Place(file: file, row: line), found: "an anchor or alias (& or *)",
      expected: "every value written out",
      remedy: "write the value again where it is used; put quotes round a text that begins with & or *")
  }

  /// The most words that may begin with "*" in a text where some begin with "&".
  private static let mostAliases = 30

  /// Refuses a text that could be made of aliases of aliases, before it is parsed.
  ///
  /// The parser compares the keys of a map, and where a key is an alias of lists of aliases that takes time without end,
  /// before anything can be asked for its anchors. A few aliases cannot multiply to much.
  private static func refuseManyAliases(_ yaml: String, file: String) throws(StudyError) {
    var (anchors, aliases, line, firstLine) = (0, 0, 1, 1)
    var previous: UInt8 = 0x0A
    for byte in yaml.utf8 {
      if byte == 0x0A { line += 1 }
      let begins = previous <= 0x20 || "[{,:-?".utf8.contains(previous)
      if byte == 0x26, begins { anchors += 1 }
      if byte == 0x2A, begins {
        if aliases == 0 { firstLine = line }
        aliases += 1
      }
      previous = byte
    }
    guard anchors > 1, aliases > mostAliases else { return }
    throw anchored(file: file, line: firstLine)
  }

  private static func hasAnchor(_ node: Node) -> Bool {
    switch node {
    case .scalar(let scalar): scalar.anchor != nil
    case .sequence(let sequence): sequence.anchor != nil
    case .mapping(let mapping): mapping.anchor != nil
    case .alias: true
    }
  }
}
