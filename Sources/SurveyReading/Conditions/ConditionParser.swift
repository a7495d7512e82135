/// Reads the grammar that the platforms' conditions share, by recursive descent from the loosest sign to the tightest.
struct ConditionParser<Dialect: ConditionDialect> {
  typealias Node = ConditionNode<Dialect.Reference>

  /// The condition's characters.
  let text: [Character]
  /// The next character, from 0.
  var position = 0
  private var depth = 0
  private var fault: ConditionFault?

  /// Deeper ones are written by nobody, and would exhaust the stack.
  private static var mostDepth: Int { 100 }

  init(_ text: String) { self.text = Array(text) }

  /// The whole text as one expression.
  mutating func whole() throws(ConditionFault) -> Node {
    guard let node = binary(0) else { throw fault ?? ConditionFault(position: position, found: here) }
    skip()
    guard position == text.count else { throw fault ?? ConditionFault(position: position, found: here) }
    return node
  }

  /// The next character, if any.
  var next: Character? { position < text.count ? text[position] : nil }

  private var here: String { next.map { "'\($0)'" } ?? "its end" }

  /// Says that the text is no expression from here on; the first word on it stands.
  mutating func fail(_ found: String? = nil) -> Node? {
    fault = fault ?? ConditionFault(position: position, found: found ?? here)
    return nil
  }

  /// Passes over white space.
  mutating func skip() {
    while position < text.count, text[position].isWhitespace { position += 1 }
  }

  /// Takes the characters that belong together.
  mutating func taken(while belongs: (Character) -> Bool) -> String {
    let start = position
    while position < text.count, belongs(text[position]) { position += 1 }
    return String(text[start..<position])
  }

  /// Takes a sign, if it is what comes next.
  mutating func takes(_ sign: String) -> Bool {
    skip()
    let end = position + sign.count
    guard end <= text.count else { return false }
    let found = String(text[position..<end])
    guard found == sign || (Dialect.ignoresCase && found.lowercased() == sign) else { return false }
    // "order" does not begin with the operator "or".
    if sign.first?.isLetter == true, end < text.count, Dialect.continuesName(text[end]) { return false }
    position = end
    return true
  }

  private mutating func binary(_ level: Int) -> Node? {
    guard level < Dialect.operators.count else { return unary() }
    guard let first = binary(level + 1) else { return nil }
    var rest: [(ConditionOperator, Node)] = []
    while let sign = taken(level) {
      guard let next = binary(level + 1) else { return nil }
      rest.append((sign, next))
    }
    // However long a row of operations is, the tree is only as deep as the brackets are.
    switch rest.first?.0 {
    case nil: return first
    case .or: return .any([first] + rest.map(\.1))
    case .and: return .all([first] + rest.map(\.1))
    default: return .chain(first, rest)
    }
  }

  private mutating func taken(_ level: Int) -> ConditionOperator? {
    for (sign, meaning) in Dialect.operators[level] where takes(sign) { return meaning }
    return nil
  }

  private mutating func unary() -> Node? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.mostDepth else { return fail("brackets too deep") }
    for (sign, meaning) in Dialect.prefixes where takes(sign) { return unary().map { .prefix(meaning, $0) } }
    return primary()
  }

  private mutating func primary() -> Node? {
    skip()
    guard let character = next else { return fail() }
    if character == "(" {
      position += 1
      guard let node = binary(0) else { return nil }
      return takes(")") ? node : fail()
    }
    if character == "'" || character == "\"" { return literal(character) }
    if let node = Dialect.operand(&self) { return node }
    if fault != nil { return nil }
    return number()
  }

  private mutating func literal(_ quote: Character) -> Node? {
    var found = ""
    var place = position + 1
    while place < text.count, text[place] != quote {
      if Dialect.hasEscapes, text[place] == "\\", place + 1 < text.count { place += 1 }
      found.append(text[place])
      place += 1
    }
    guard place < text.count else { return fail("a quotation mark without its twin") }
    position = place + 1
    return .value(.text(found))
  }

  private mutating func number() -> Node? {
    let start = position
    let digits = taken { ($0.isASCII && $0.isNumber) || $0 == "." }
    if digits.first?.isNumber == true || digits.count > 1, let number = Double(digits) {
      return .value(.number(number))
    }
    position = start
    return fail()
  }

  /// The arguments of a function whose name was taken and whose bracket comes next.
  mutating func call(_ name: String, at place: Int) -> Node? {
    position += 1
    var arguments: [Node] = []
    guard !takes(")") else { return .call(name, [], at: place) }
    repeat {
      guard let node = binary(0) else { return nil }
      arguments.append(node)
    } while takes(",")
    return takes(")") ? .call(name, arguments, at: place) : fail()
  }
}
