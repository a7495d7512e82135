internal import SurveyModel

/// A condition on respondents, such as `age >= 18 and Status != 'Preview'`.
///
/// Grammar: comparisons `= != < <= > >=`, arithmetic `+ - * /`, `in (1, 2, 5..7)`, `in 18..29`, `and`, `or`, `not`,
/// `is missing`, `is not missing`, names (odd ones in back-ticks), numbers and quoted strings. A bare number compares
/// with the number that an answer counts as, a string with an answer's code or label. A comparison with a missing
/// answer is neither true nor false; `and`, `or` and `not` are Kleene's.
public struct Expression: Sendable, Hashable, CustomStringConvertible {
  /// A comparison of two values.
  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// An operation on two numbers.
  public enum Arithmetic: String, Sendable, Hashable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
  }

  /// A value or a range of numbers in the list after `in`.
  public enum Member: Sendable, Hashable {
    case number(Double)
    case string(String)
    case range(Double, Double)
  }

  /// A part of the syntax tree.
  public indirect enum Node: Sendable, Hashable {
    case number(Double)
    case string(String)
    /// A variable, with the character at which its name begins.
    case variable(String, position: Int)
    case negative(Node)
    case arithmetic(Arithmetic, Node, Node)
    case comparison(Comparison, Node, Node)
    case membership(Node, [Member], negated: Bool)
    case missing(Node, negated: Bool)
    case not(Node)
    case all([Node])
    case any([Node])
  }

  /// The syntax tree.
  public let root: Node
  /// The text that it was read from.
  public let source: String

  /// Reads an expression.
  ///
  /// - Throws: ``PreparationError`` with the character at which it stops being one.
  /// - Complexity: O(length); nesting is bounded at 100.
  public init(parsing source: String) throws(PreparationError) {
    var parser = ExpressionParser(source: source, tokens: try Lexer.tokens(of: source))
    root = try parser.wholeExpression()
    self.source = source
  }

  /// Reads several expressions separated by commas, such as `antisocial > 4, necessity > 4`.
  ///
  /// - Throws: ``PreparationError`` with the character at which one of them stops being one.
  public static func list(parsing source: String) throws(PreparationError) -> [Expression] {
    var parser = ExpressionParser(source: source, tokens: try Lexer.tokens(of: source))
    return try parser.listOfExpressions().map { Expression(root: $0) }
  }

  /// Creates an expression from its syntax tree.
  init(root: Node) {
    self.root = root
    source = root.text
  }

  /// The names of the variables that the expression speaks of, in order of first mention.
  public var variables: [String] {
    var names: [String] = []
    root.collectVariables(into: &names)
    return names
  }

  /// The expression as it would be written, with the fewest brackets.
  public var description: String { root.text }

  /// Two expressions are equal when their trees are.
  public static func == (a: Expression, b: Expression) -> Bool { a.root.text == b.root.text }
  /// Hashes the tree.
  public func hash(into hasher: inout Hasher) { hasher.combine(root.text) }

  /// The place of a character of the expression, as errors name it.
  func place(_ position: Int) -> Place { Lexer.place(source, position) }
}

extension Expression.Node {
  func collectVariables(into names: inout [String]) {
    switch self {
    case .number, .string: break
    case .variable(let name, _): if !names.contains(name) { names.append(name) }
    case .negative(let node), .not(let node), .missing(let node, _), .membership(let node, _, _):
      node.collectVariables(into: &names)
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b):
      a.collectVariables(into: &names)
      b.collectVariables(into: &names)
    case .all(let nodes), .any(let nodes): for node in nodes { node.collectVariables(into: &names) }
    }
  }

  /// How tightly the node binds: brackets are needed where a looser one stands inside a tighter one.
  private var rank: Int {
    switch self {
    case .any: 0
    case .all: 1
    case .not: 2
    case .comparison, .membership, .missing: 3
    case .arithmetic(.plus, _, _), .arithmetic(.minus, _, _): 4
    case .arithmetic: 5
    case .negative: 6
    case .number(let value): value < 0 ? 6 : 7
    case .string, .variable: 7
    }
  }

  private func text(in rank: Int) -> String { self.rank < rank ? "(\(text))" : text }

  /// The tree as text.
  var text: String {
    switch self {
    case .number(let value): Column.text(value)
    case .string(let text): Self.quoted(text)
    case .variable(let name, _): Self.name(name)
    case .negative(let node): "-\(node.text(in: 7))"
    case .arithmetic(let sign, let a, let b): "\(a.text(in: rank)) \(sign.rawValue) \(b.text(in: rank + 1))"
    case .comparison(let sign, let a, let b): "\(a.text(in: 4)) \(sign.rawValue) \(b.text(in: 4))"
    case .membership(let node, let members, let negated):
      "\(node.text(in: 4)) \(negated ? "not in" : "in") \(Self.list(members))"
    case .missing(let node, let negated): "\(node.text(in: 4)) is \(negated ? "not missing" : "missing")"
    case .not(let node): "not \(node.text(in: 2))"
    case .all(let nodes): nodes.map { $0.text(in: 2) }.joined(separator: " and ")
    case .any(let nodes): nodes.map { $0.text(in: 1) }.joined(separator: " or ")
    }
  }

  private static func list(_ members: [Expression.Member]) -> String {
    let parts = members.map { member in
      switch member {
      case .number(let value): Column.text(value)
      case .string(let text): quoted(text)
      case .range(let lower, let upper): "\(Column.text(lower))..\(Column.text(upper))"
      }
    }
    if case .range? = members.first, members.count == 1 { return parts[0] }
    return "(\(parts.joined(separator: ", ")))"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  static func name(_ name: String) -> String {
    let words = ["and", "or", "not", "in", "is", "missing"]
    if let tokens = try? Lexer.tokens(of: name), tokens.count == 2, tokens[0].kind == .name(name, quoted: false),
      !words.contains(name.lowercased())
    {
      return name
    }
    return "`" + name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``") + "`"
  }
}
