internal import SurveyModel

/// Tells for REDCap's blanks, and for the zeros of checkboxes, whether the question was shown.
///
/// A form that was never opened in a row has a status that is blank or 0 and no data: nothing of it was shown. In a form
/// that was opened, a field without branching logic was shown; one with branching logic was, where the logic can be
/// followed.
struct REDCapReasons {
  private let columns: REDCapColumns
  private let table: DelimitedTable
  /// For each form and row whether the form was opened.
  private var isOpened: [String: [Bool]] = [:]
  private var logic: [Int: REDCapLogic?] = [:]
  private var unfollowed = 0

  init(_ columns: REDCapColumns, _ table: DelimitedTable, forms: [Set<String>]?) {
    self.columns = columns
    self.table = table
    for form in Set(columns.forms) where !form.isEmpty {
      isOpened[form] = (0..<table.count).map { row in
        if let forms, !forms[row].contains(form) { return false }
        return wasOpened(form, row)
      }
    }
    for (position, field) in columns.fields.enumerated() {
      guard let field, !field.branching.isEmpty else { continue }
      let parsed = REDCapLogic(field.branching)
      logic[position] = parsed
      if parsed == nil { unfollowed += 1 }
    }
  }

  private func wasOpened(_ form: String, _ row: Int) -> Bool {
    columns.forms.indices.contains { position in
      guard columns.forms[position] == form, let text = table.columns[position].text(ofCell: row) else { return false }
      let isStatus = columns.headings[position] == form + "_complete"
      if text.trimmed.isEmpty || text == "[not completed]" { return false }
      return !((isStatus || columns.isCheckbox[position]) && (text == "0" || text == "Unchecked"))
    }
  }

  /// Whether a column's blanks can be told apart.
  func concerns(_ position: Int) -> Bool { !columns.forms[position].isEmpty }

  /// The reason of a cell; nil where it stays as it is.
  func reason(_ position: Int, _ row: Int, _ text: String?, _ present: MissingReason?) -> MissingReason? {
    let isZero = columns.isCheckbox[position] && (text == "0" || text == "Unchecked")
    guard present == .unknownBlank || isZero else { return nil }
    guard isOpened[columns.forms[position]]?[row] == true else { return .notShown }
    guard let field = columns.fields[position] else { return nil }
    if field.branching.isEmpty { return isZero ? nil : .seenNotAnswered }
    guard let logic = logic[position] ?? nil, let shown = logic.holds(value: { value($0, row) }) else { return nil }
    if !shown { return .notShown }
    return isZero ? nil : .seenNotAnswered
  }

  private func value(_ name: String, _ row: Int) -> String? {
    guard let position = columns.headings.firstIndex(of: name) else { return nil }
    return table.columns[position].text(ofCell: row) ?? ""
  }

  /// How many fields have branching logic that is not followed.
  func problems(file: String) -> [Problem] {
    guard unfollowed > 0 else { return [] }
    return [
      Problem(
        .note, file: file,
        found: "\(unfollowed) field\(unfollowed == 1 ? "" : "s") with branching logic that is not followed",
        expected: "comparisons of fields of the same row, joined by and, or",
        remedy: "their blanks count as unknown")
    ]
  }
}

/// REDCap's branching logic, as far as it compares fields of the same row: `[sex] = '1' and [age] > 18`.
struct REDCapLogic: Sendable {
  private indirect enum Node: Sendable {
    case compare(String, String, String)
    case and(Node, Node)
    case or(Node, Node)
  }

  private let root: Node

  init?(_ text: String) {
    var parser = Parser(text)
    guard let node = parser.or(), parser.isAtEnd else { return nil }
    root = node
  }

  /// Whether it holds; nil where a field is not there.
  func holds(value: (String) -> String?) -> Bool? { Self.holds(root, value) }

  private static func holds(_ node: Node, _ value: (String) -> String?) -> Bool? {
    switch node {
    case .and(let a, let b):
      let (x, y) = (holds(a, value), holds(b, value))
      return x == false || y == false ? false : x == nil || y == nil ? nil : true
    case .or(let a, let b):
      let (x, y) = (holds(a, value), holds(b, value))
      return x == true || y == true ? true : x == nil || y == nil ? nil : false
    case .compare(let name, let sign, let wanted):
      guard let found = value(name)?.trimmed else { return nil }
      switch sign {
      case "=": return equal(found, wanted)
      case "<>", "!=": return !equal(found, wanted)
      default:
        guard let a = Double(found), let b = Double(wanted) else { return false }
        return sign == "<" ? a < b : sign == ">" ? a > b : sign == "<=" ? a <= b : a >= b
      }
    }
  }

  private static func equal(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    guard let x = Double(a), let y = Double(b) else { return false }
    return x == y
  }

  private struct Parser {
    private var rest: Substring
    private var depth = 0
    private var terms = 0

    /// Deeper and longer ones are written by nobody, and would exhaust the stack.
    private static let mostDepth = 100
    private static let mostTerms = 1000

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.allSatisfy(\.isWhitespace) }

    private mutating func skip() { rest = rest.drop(while: \.isWhitespace) }

    private mutating func word(_ word: String) -> Bool {
      skip()
      guard rest.prefix(word.count).lowercased() == word else { return false }
      rest = rest.dropFirst(word.count)
      return true
    }

    mutating func or() -> Node? {
      guard var node = and() else { return nil }
      while word("or ") {
        guard let next = and() else { return nil }
        node = .or(node, next)
      }
      return node
    }

    private mutating func and() -> Node? {
      guard var node = term() else { return nil }
      while word("and ") {
        guard let next = term() else { return nil }
        node = .and(node, next)
      }
      return node
    }

    private mutating func term() -> Node? {
      skip()
      terms += 1
      guard terms <= Self.mostTerms else { return nil }
      if rest.first == "(" {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.mostDepth else { return nil }
        rest = rest.dropFirst()
        guard let node = or() else { return nil }
        skip()
        guard rest.first == ")" else { return nil }
        rest = rest.dropFirst()
        return node
      }
      guard rest.first == "[", let close = rest.firstIndex(of: "]") else { return nil }
      var name = String(rest[rest.index(after: rest.startIndex)..<close]).trimmed
      rest = rest[rest.index(after: close)...]
      // Another event's field stands in another row.
      guard rest.first != "[" else { return nil }
      if name.hasSuffix(")"), let open = name.firstIndex(of: "(") {
        let code = name[name.index(after: open)...].dropLast()
        name = name[..<open] + "___" + code.lowercased().replacing("-", with: "_")
      }
      skip()
      guard let sign = ["<>", "!=", "<=", ">=", "=", "<", ">"].first(where: { rest.hasPrefix($0) }) else { return nil }
      rest = rest.dropFirst(sign.count)
      skip()
      return constant().map { .compare(name, sign, $0) }
    }

    private mutating func constant() -> String? {
      if let quote = rest.first, quote == "'" || quote == "\"" {
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: quote) else { return nil }
        defer { rest = rest[rest.index(after: end)...] }
        return String(rest[..<end])
      }
      let number = rest.prefix { $0.isNumber || $0 == "." || $0 == "-" }
      guard !number.isEmpty else { return nil }
      rest = rest.dropFirst(number.count)
      return String(number)
    }
  }
}
