internal import SurveyModel

/// An expression of an ODK form (a subset of XPath 1.0), as far as it compares and counts answers of one submission.
///
/// Functions of dates, random numbers and other files are not followed.
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

  private let condition: ConditionExpression<ODKDialect>

  /// Reads an expression; nil where it is none.
  init?(_ text: String) {
    guard let condition = try? ConditionExpression<ODKDialect>(text) else { return nil }
    self.condition = condition
  }

  /// Whether it holds; nil where that cannot be told.
  ///
  /// - Parameter answer: The answer that a reference means, "" where it is blank and nil where it is not in the data.
  func holds(_ answer: (Reference) -> String?) -> Bool? {
    condition.holds { answer($0).map { .text($0) } }
  }
}

/// XPath 1.0 as ODK's forms write it.
enum ODKDialect: ConditionDialect {
  typealias Reference = ODKExpression.Reference

  static let operators: [[(sign: String, meaning: ConditionOperator)]] = [
    [("or", .or)], [("and", .and)], [("!=", .unequal), ("=", .equal)],
    [("<=", .atMost), (">=", .atLeast), ("<", .less), (">", .more)], [("+", .plus), ("-", .minus)],
    [("*", .times), ("div", .divided), ("mod", .modulo)],
  ]

  static func continuesName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "-" || character == "."
  }

  // MARK: What it means

  static func result(_ sign: ConditionOperator, _ a: ConditionValue, _ b: ConditionValue) -> ConditionValue? {
    switch sign {
    case .equal: return .truth(equal(a, b))
    case .unequal: return .truth(!equal(a, b))
    case .plus: return .number(a.number + b.number)
    case .minus: return .number(a.number - b.number)
    case .times: return .number(a.number * b.number)
    case .divided: return .number(a.number / b.number)
    case .modulo: return .number(a.number.truncatingRemainder(dividingBy: b.number))
    case .or, .and, .less, .atMost, .more, .atLeast: break
    }
    // Dates are compared as dates by the form, which texts alone do not say.
    if (a.number.isNaN && !a.text.isEmpty) || (b.number.isNaN && !b.text.isEmpty) { return nil }
    switch sign {
    case .less: return .truth(a.number < b.number)
    case .atMost: return .truth(a.number <= b.number)
    case .more: return .truth(a.number > b.number)
    default: return .truth(a.number >= b.number)
    }
  }

  private static func equal(_ a: ConditionValue, _ b: ConditionValue) -> Bool {
    switch (a, b) {
    case (.truth, _), (_, .truth): a.isTrue == b.isTrue
    case (.number, _), (_, .number): a.number == b.number
    case (.text(let x), .text(let y)): x == y
    }
  }

  static func call(_ name: String, _ arguments: [ConditionValue?]) -> ConditionValue? {
    func first(_ make: (ConditionValue) -> ConditionValue) -> ConditionValue? { arguments[0].map(make) }
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
      guard let list = arguments[0], let wanted = arguments[1] else { return nil }
      return .truth(list.text.split(separator: " ").contains { $0 == wanted.text.trimmed })
    case ("coalesce", 2):
      guard let found = arguments[0] else { return nil }
      return found.text.isEmpty ? arguments[1] : found
    case ("if", 3): return arguments[0].flatMap { arguments[$0.isTrue ? 1 : 2] }
    default: return nil
    }
  }

  // MARK: How it names answers

  static func operand(_ parser: inout ConditionParser<Self>) -> Node? {
    guard let character = parser.next else { return nil }
    if character == "$" { return named(&parser) }
    guard character == "." || character == "/" || character.isLetter || character == "_" else { return nil }
    if character == "/" { return path(&parser, isAbsolute: true) }
    let start = parser.position
    let word = name(&parser)
    parser.skip()
    if parser.next == "(" { return call(&parser, word, at: start) }
    parser.position = start
    return path(&parser, isAbsolute: false)
  }

  private static func named(_ parser: inout ConditionParser<Self>) -> Node? {
    let place = parser.position
    parser.position += 1
    guard parser.next == "{" else { return parser.fail() }
    parser.position += 1
    let name = parser.taken { $0 != "}" }
    guard parser.next == "}" else { return parser.fail() }
    parser.position += 1
    return .reference(.named(name.trimmed), at: place)
  }

  private static func name(_ parser: inout ConditionParser<Self>) -> String {
    parser.taken { continuesName($0) || $0 == ":" }
  }

  private static func call(_ parser: inout ConditionParser<Self>, _ word: String, at start: Int) -> Node? {
    guard let call = parser.call(word, at: start) else { return nil }
    guard parser.next == "/" else { return call }
    // What stands in another file or list is not in the submission.
    guard word == "current" else {
      while parser.next == "/" {
        parser.position += 1
        _ = name(&parser)
      }
      return parser.next == "[" ? parser.fail() : .unknown
    }
    parser.position += 1
    return path(&parser, isAbsolute: false)
  }

  private static func path(_ parser: inout ConditionParser<Self>, isAbsolute: Bool) -> Node? {
    let place = parser.position
    var up = 0
    var names: [String] = []
    if isAbsolute { parser.position += 1 }
    while true {
      let step = name(&parser)
      switch step {
      case "": return parser.fail()
      case ".": break
      case "..": if names.isEmpty { up += 1 } else { names.removeLast() }
      default: names.append(step.split(separator: ":").last.map(String.init) ?? step)
      }
      // A path with a condition chooses among the entries of a repeated group, and is not followed.
      if parser.next == "[" { return parser.fail() }
      guard parser.next == "/" else { break }
      parser.position += 1
    }
    return .reference(isAbsolute ? .absolute(Array(names.dropFirst())) : .relative(up: up, names), at: place)
  }
}
