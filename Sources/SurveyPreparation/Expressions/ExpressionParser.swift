internal import SurveyModel

/// Reads an expression by recursive descent: one function per level of the grammar.
struct ExpressionParser {
  typealias Node = Expression.Node

  static let greatestDepth = 100

  let source: String
  let tokens: [Token]
  private var index = 0
  private var depth = 0

  init(source: String, tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  private var token: Token { tokens[index] }

  private mutating func advance() { index = min(index + 1, tokens.count - 1) }

  private mutating func accept(word: String) -> Bool {
    guard token.isWord(word) else { return false }
    advance()
    return true
  }

  private mutating func accept(sign: String) -> Bool {
    guard token.isSign(sign) else { return false }
    advance()
    return true
  }

  private func unexpected(_ expected: String, remedy: String = "", at position: Int? = nil) -> PreparationError {
    PreparationError(
      .syntax, place: Lexer.place(source, position ?? token.position), found: token.words, expected: expected,
      remedy: remedy.isEmpty ? "write such as: age >= 18 and Status != 'Preview'" : remedy)
  }

  /// Goes one level down, so that no text can exhaust the stack.
  private mutating func deeper<Result>(
    _ body: (inout ExpressionParser) throws(PreparationError) -> Result
  ) throws(PreparationError) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.greatestDepth else {
      throw PreparationError(
        .depth, place: Lexer.place(source, token.position), found: "more than \(Self.greatestDepth) levels of nesting",
        expected: "an expression that a reader can follow", remedy: "split it into several rules")
    }
    return try body(&self)
  }

  mutating func wholeExpression() throws(PreparationError) -> Node {
    let node = try condition()
    guard token.kind == .end else { throw unexpected("'and', 'or' or the end") }
    return node
  }

  mutating func listOfExpressions() throws(PreparationError) -> [Node] {
    var nodes = [try condition()]
    while accept(sign: ",") { nodes.append(try condition()) }
    guard token.kind == .end else { throw unexpected("',', 'and', 'or' or the end") }
    return nodes
  }

  private mutating func condition() throws(PreparationError) -> Node {
    let start = token
    let node = try disjunction()
    try requireCondition(node, start)
    return node
  }

  private func requireCondition(_ node: Node, _ start: Token) throws(PreparationError) {
    guard !node.isCondition else { return }
    throw PreparationError(
      .syntax, place: Lexer.place(source, start.position), found: "the value \(node.text)", expected: "a condition",
      remedy: "compare it: \(node.text) = 1")
  }

  private func requireValue(_ node: Node, _ start: Token) throws(PreparationError) {
    guard node.isCondition else { return }
    throw PreparationError(
      .syntax, place: Lexer.place(source, start.position), found: "the condition \(node.text)", expected: "a value",
      remedy: "join conditions by 'and' or 'or'")
  }

  private mutating func disjunction() throws(PreparationError) -> Node {
    try chain("or", part: { parser throws(PreparationError) in try parser.conjunction() }, join: Node.any)
  }

  private mutating func conjunction() throws(PreparationError) -> Node {
    try chain("and", part: { parser throws(PreparationError) in try parser.negation() }, join: Node.all)
  }

  private mutating func chain(
    _ word: String, part: (inout ExpressionParser) throws(PreparationError) -> Node, join: ([Node]) -> Node
  ) throws(PreparationError) -> Node {
    let start = token
    let first = try part(&self)
    guard token.isWord(word) else { return first }
    try requireCondition(first, start)
    var nodes = [first]
    while accept(word: word) {
      let start = token
      let next = try part(&self)
      try requireCondition(next, start)
      nodes.append(next)
    }
    return join(nodes)
  }

  private mutating func negation() throws(PreparationError) -> Node {
    guard accept(word: "not") else { return try predicate() }
    let start = token
    let node = try deeper { parser throws(PreparationError) in try parser.negation() }
    try requireCondition(node, start)
    return .not(node)
  }

  private mutating func predicate() throws(PreparationError) -> Node {
    let start = token
    let left = try sum()
    if case .sign(let sign) = token.kind, let comparison = Expression.Comparison(rawValue: sign) {
      try requireValue(left, start)
      advance()
      let second = token
      let right = try sum()
      try requireValue(right, second)
      if case .sign(let sign) = token.kind, Expression.Comparison(rawValue: sign) != nil {
        throw unexpected(
          "'and', 'or' or the end", remedy: "write two comparisons joined by 'and', or a range: age in 18..29")
      }
      return .comparison(comparison, left, right)
    }
    if accept(word: "is") {
      try requireValue(left, start)
      let negated = accept(word: "not")
      guard accept(word: "missing") else { throw unexpected("'missing'", remedy: "write: \(left.text) is missing") }
      return .missing(left, negated: negated)
    }
    if token.isWord("not"), tokens[min(index + 1, tokens.count - 1)].isWord("in") {
      advance()
      advance()
      try requireValue(left, start)
      return .membership(left, try members(), negated: true)
    }
    if accept(word: "in") {
      try requireValue(left, start)
      return .membership(left, try members(), negated: false)
    }
    return left
  }

  private mutating func members() throws(PreparationError) -> [Expression.Member] {
    guard accept(sign: "(") else { return [try member()] }
    var members = [try member()]
    while accept(sign: ",") { members.append(try member()) }
    guard accept(sign: ")") else { throw unexpected("',' or ')'") }
    return members
  }

  private mutating func member() throws(PreparationError) -> Expression.Member {
    if case .string(let text) = token.kind {
      advance()
      return .string(text)
    }
    let position = token.position
    let lower = try signedNumber()
    guard accept(sign: "..") else { return .number(lower) }
    let upper = try signedNumber()
    guard lower <= upper else {
      throw PreparationError(
        .syntax, place: Lexer.place(source, position),
        found: "the range \(Column.text(lower))..\(Column.text(upper)), whose ends are in the wrong order",
        expected: "the smaller number first", remedy: "write \(Column.text(upper))..\(Column.text(lower))")
    }
    return .range(lower, upper)
  }

  private mutating func signedNumber() throws(PreparationError) -> Double {
    let sign: Double = accept(sign: "-") ? -1 : 1
    guard case .number(let value) = token.kind else {
      throw unexpected(
        "a number or a quoted string", remedy: "write such as: region in ('North', 'South') or age in 18..29")
    }
    advance()
    return sign * value
  }

  private mutating func sum() throws(PreparationError) -> Node {
    try operations([.plus, .minus]) { parser throws(PreparationError) in try parser.product() }
  }

  private mutating func product() throws(PreparationError) -> Node {
    try operations([.times, .over]) { parser throws(PreparationError) in try parser.unary() }
  }

  private mutating func operations(
    _ signs: [Expression.Arithmetic], part: (inout ExpressionParser) throws(PreparationError) -> Node
  ) throws(PreparationError) -> Node {
    let start = token
    var left = try part(&self)
    var length = 0
    while case .sign(let sign) = token.kind, let operation = Expression.Arithmetic(rawValue: sign),
      signs.contains(operation)
    {
      try requireValue(left, start)
      length += 1
      guard length <= Self.greatestDepth else {
        throw PreparationError(
          .depth, place: Lexer.place(source, token.position), found: "more than \(Self.greatestDepth) operations",
          expected: "an expression that a reader can follow", remedy: "score a scale instead")
      }
      advance()
      let second = token
      let right = try part(&self)
      try requireValue(right, second)
      left = .arithmetic(operation, left, right)
    }
    return left
  }

  private mutating func unary() throws(PreparationError) -> Node {
    guard accept(sign: "-") else { return try primary() }
    if case .number(let value) = token.kind {
      advance()
      return .number(-value)
    }
    let start = token
    let node = try deeper { parser throws(PreparationError) in try parser.unary() }
    try requireValue(node, start)
    return .negative(node)
  }

  private mutating func primary() throws(PreparationError) -> Node {
    let start = token
    switch start.kind {
    case .number(let value):
      advance()
      return .number(value)
    case .string(let text):
      advance()
      return .string(text)
    case .name(let name, let quoted):
      if !quoted, ["and", "or", "not", "in", "is", "missing"].contains(name.lowercased()) {
        throw unexpected("a name or a value", remedy: "write a variable that is called \(name) in back-ticks")
      }
      advance()
      return .variable(name, position: start.position)
    case .sign("("):
      advance()
      let node = try deeper { parser throws(PreparationError) in try parser.disjunction() }
      guard accept(sign: ")") else { throw unexpected("')'", remedy: "close the bracket") }
      return node
    case .sign, .end: throw unexpected("a name or a value")
    }
  }
}

extension Expression.Node {
  /// Whether the node is true, false or unknown for a respondent, rather than a number or a text.
  var isCondition: Bool {
    switch self {
    case .comparison, .membership, .missing, .not, .all, .any: true
    case .number, .string, .variable, .negative, .arithmetic: false
    }
  }
}
