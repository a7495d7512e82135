internal import SurveyModel

/// An expression of an ODK form (a subset of XPath 1.0), as far as it compares and counts answers of one submission.
///
/// What cannot be followed (functions of dates, random numbers, other files) is unknown, and so is everything that
/// depends on it; `and` and `or` may still be decided by their other side.
struct ODKExpression: Sendable {
  /// Where an answer is that an expression asks for.
  enum Reference: Sendable, Hashable {
    /// `${name}`
    case named(String)
    /// `/data/group/name`, without the root.
    case absolute([String])
    /// `../name`: so many steps out, and then in. `.` is no step.
    case relative(up: Int, [String])
  }

  /// What an expression gives.
  enum Value: Sendable, Hashable {
    case text(String)
    case number(Double)
    case truth(Bool)

    /// As XPath's `boolean()`.
    var isTrue: Bool {
      switch self {
      case .text(let text): !text.isEmpty
      case .number(let number): number != 0 && !number.isNaN
      case .truth(let truth): truth
      }
    }

    /// As XPath's `number()`; NaN where a text is none.
    var number: Double {
      switch self {
      case .text(let text): NumberText.value(text) ?? .nan
      case .number(let number): number
      case .truth(let truth): truth ? 1 : 0
      }
    }

    /// As XPath's `string()`.
    var text: String {
      switch self {
      case .text(let text): text
      case .number(let number): Column.text(number)
      case .truth(let truth): truth ? "true" : "false"
      }
    }
  }

  fileprivate indirect enum Node: Sendable {
    case value(Value)
    case reference(Reference)
    case operation(String, Node, Node)
    case negative(Node)
    case call(String, [Node])
    case unknown
  }

  private let root: Node

  /// Reads an expression; nil where it is none.
  init?(_ text: String) {
    var parser = ODKExpressionParser(text)
    guard let node = parser.whole() else { return nil }
    root = node
  }

  /// Whether it holds; nil where that cannot be told.
  ///
  /// - Parameter answer: The answer that a reference means, "" where it is blank and nil where it is not in the data.
  func holds(_ answer: (Reference) -> String?) -> Bool? { Self.value(root, answer)?.isTrue }

  private static func value(_ node: Node, _ answer: (Reference) -> String?) -> Value? {
    switch node {
    case .value(let value): return value
    case .reference(let reference): return answer(reference).map { .text($0) }
    case .negative(let node): return value(node, answer).map { .number(-$0.number) }
    case .call(let name, let arguments): return call(name, arguments, answer)
    case .unknown: return nil
    case .operation(let sign, let left, let right):
      let a = value(left, answer)
      let b = value(right, answer)
      switch sign {
      case "and":
        if a?.isTrue == false || b?.isTrue == false { return .truth(false) }
        return a == nil || b == nil ? nil : .truth(true)
      case "or":
        if a?.isTrue == true || b?.isTrue == true { return .truth(true) }
        return a == nil || b == nil ? nil : .truth(false)
      default:
        guard let a, let b else { return nil }
        return operation(sign, a, b)
      }
    }
  }

  private static func operation(_ sign: String, _ a: Value, _ b: Value) -> Value? {
    switch sign {
    case "=": return .truth(equal(a, b))
    case "!=": return .truth(!equal(a, b))
    case "+": return .number(a.number + b.number)
    case "-": return .number(a.number - b.number)
    case "*": return .number(a.number * b.number)
    case "div": return .number(a.number / b.number)
    case "mod": return .number(a.number.truncatingRemainder(dividingBy: b.number))
    default: break
    }
    // Dates are compared as dates by the form, which texts alone do not say.
    if (a.number.isNaN && !a.text.isEmpty) || (b.number.isNaN && !b.text.isEmpty) { return nil }
    switch sign {
    case "<": return .truth(a.number < b.number)
    case "<=": return .truth(a.number <= b.number)
    case ">": return .truth(a.number > b.number)
    default: return .truth(a.number >= b.number)
    }
  }

  private static func equal(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.truth, _), (_, .truth): a.isTrue == b.isTrue
    case (.number, _), (_, .number): a.number == b.number
    case (.text(let x), .text(let y)): x == y
    }
  }

  private static func call(_ name: String, _ arguments: [Node], _ answer: (Reference) -> String?) -> Value? {
    func argument(_ place: Int) -> Value? {
      arguments.indices.contains(place) ? value(arguments[place], answer) : nil
    }
    func first(_ make: (Value) -> Value) -> Value? { argument(0).map(make) }
    switch (name, arguments.count) {
    case ("true", 0): return .truth(true)
    case ("false", 0): return .truth(false)
    case ("not", 1): return first { .truth(!$0.isTrue) }
    case ("boolean", 1): return first { .truth($0.isTrue) }
    case ("string", 1): return first { .text($0.text) }
    case ("number", 1): return first { .number($0.number) }
    case ("int", 1): return first { .number($0.number.rounded(.towardZero)) }
    case ("string-length", 1): return first { .number(Double($0.text.unicodeScalars.count)) }
    case ("count-selected", 1): return first { .number(Double($0.text.split(separator: " ").count)) }
    case ("selected", 2):
      guard let list = argument(0), let wanted = argument(1) else { return nil }
      return .truth(list.text.split(separator: " ").contains { $0 == wanted.text.trimmed })
    case ("coalesce", 2):
      guard let found = argument(0) else { return nil }
      return found.text.isEmpty ? argument(1) : found
    case ("if", 3): return argument(0).flatMap { argument($0.isTrue ? 1 : 2) }
    default: return nil
    }
  }
}

/// Reads the grammar by recursive descent, from the loosest operator to the tightest.
private struct ODKExpressionParser {
  typealias Node = ODKExpression.Node

  private let text: [Character]
  private var position = 0
  private var depth = 0

  /// Deeper ones are written by nobody, and would exhaust the stack.
  private static let mostDepth = 100
  /// Longer chains of operations would be as deep once they are read.
  private static let mostOperations = 1000
  private var operations = 0

  init(_ text: String) { self.text = Array(text) }

  mutating func whole() -> Node? {
    guard let node = binary(0) else { return nil }
    skip()
    return position == text.count ? node : nil
  }

  private static let levels: [[String]] = [
    ["or"], ["and"], ["!=", "="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "div", "mod"],
  ]

  private mutating func binary(_ level: Int) -> Node? {
    guard level < Self.levels.count else { return unary() }
    guard var node = binary(level + 1) else { return nil }
    while let sign = taken(Self.levels[level]) {
      operations += 1
      guard operations <= Self.mostOperations, let next = binary(level + 1) else { return nil }
      node = .operation(sign, node, next)
    }
    return node
  }

  private mutating func taken(_ signs: [String]) -> String? {
    for sign in signs where takes(sign) { return sign }
    return nil
  }

  private mutating func skip() {
    while position < text.count, text[position].isWhitespace { position += 1 }
  }

  private static func isName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "-" || character == "."
  }

  private mutating func takes(_ sign: String) -> Bool {
    skip()
    let end = position + sign.count
    guard end <= text.count, text[position..<end].elementsEqual(sign) else { return false }
    // "order" does not begin with the operator "or".
    if sign.first?.isLetter == true, end < text.count, Self.isName(text[end]) { return false }
    position = end
    return true
  }

  private mutating func unary() -> Node? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.mostDepth else { return nil }
    if takes("-") { return unary().map { .negative($0) } }
    return primary()
  }

  private mutating func primary() -> Node? {
    skip()
    guard position < text.count else { return nil }
    let character = text[position]
    if character == "(" {
      position += 1
      guard let node = binary(0), takes(")") else { return nil }
      return node
    }
    if character == "'" || character == "\"" { return literal(character) }
    if character == "$" { return named() }
    if character.isNumber { return number() }
    if character == "." || character == "/" || character.isLetter || character == "_" { return pathOrCall() }
    return nil
  }

  private mutating func literal(_ quote: Character) -> Node? {
    let start = position + 1
    guard let end = text[start...].firstIndex(of: quote) else { return nil }
    position = end + 1
    return .value(.text(String(text[start..<end])))
  }

  private mutating func named() -> Node? {
    let start = position + 2
    guard start <= text.count, text[start - 1] == "{", let end = text[start...].firstIndex(of: "}") else { return nil }
    position = end + 1
    return .reference(.named(String(text[start..<end]).trimmed))
  }

  private mutating func number() -> Node? {
    let start = position
    while position < text.count, text[position].isNumber || text[position] == "." { position += 1 }
    return Double(String(text[start..<position])).map { .value(.number($0)) }
  }

  private mutating func name() -> String {
    let start = position
    while position < text.count, Self.isName(text[position]) || text[position] == ":" { position += 1 }
    return String(text[start..<position])
  }

  private mutating func pathOrCall() -> Node? {
    let isAbsolute = text[position] == "/"
    if !isAbsolute {
      let start = position
      let word = name()
      skip()
      if position < text.count, text[position] == "(" { return call(word) }
      position = start
    }
    return path(isAbsolute: isAbsolute)
  }

  private mutating func call(_ word: String) -> Node? {
    position += 1
    var arguments: [Node] = []
    if !takes(")") {
      repeat {
        guard let node = binary(0) else { return nil }
        arguments.append(node)
      } while takes(",")
      guard takes(")") else { return nil }
    }
    guard position < text.count, text[position] == "/" else { return .call(word, arguments) }
    // What stands in another file or list is not in the submission.
    guard word == "current" else { return .unknown }
    position += 1
    return path(isAbsolute: false)
  }

  private mutating func path(isAbsolute: Bool) -> Node? {
    var up = 0
    var names: [String] = []
    if isAbsolute { position += 1 }
    repeat {
      let step = name()
      switch step {
      case "": return nil
      case ".": break
      case "..": if names.isEmpty { up += 1 } else { names.removeLast() }
      default: names.append(step.split(separator: ":").last.map(String.init) ?? step)
      }
      // A path with a condition chooses among the entries of a repeated group, and is not followed.
      if position < text.count, text[position] == "[" { return nil }
    } while takesSlash()
    return .reference(isAbsolute ? .absolute(Array(names.dropFirst())) : .relative(up: up, names))
  }

  private mutating func takesSlash() -> Bool {
    guard position < text.count, text[position] == "/" else { return false }
    position += 1
    return true
  }
}
