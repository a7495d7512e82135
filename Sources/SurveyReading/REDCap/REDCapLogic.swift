internal import SurveyModel

/// REDCap's branching logic, as far as it compares fields of the same row: `[sex] = '1' and [age] > 18`.
struct REDCapLogic: Sendable {
  private let condition: ConditionExpression<REDCapDialect>

  /// Reads it; nil where it is none, or needs functions or the fields of another event.
  init?(_ text: String) {
    guard let condition = try? ConditionExpression<REDCapDialect>(text) else { return nil }
    self.condition = condition
  }

  /// Whether it holds; nil where a field is not there.
  func holds(value: (String) -> String?) -> Bool? {
    condition.holds { name in value(name).map { .text($0.trimmed) } }
  }
}

/// Branching logic as REDCap's designer writes it.
enum REDCapDialect: ConditionDialect {
  typealias Reference = String

  static let operators: [[(sign: String, meaning: ConditionOperator)]] = [
    [("or", .or)], [("and", .and)],
    [
      ("<>", .unequal), ("!=", .unequal), ("<=", .atMost), (">=", .atLeast), ("=", .equal), ("<", .less), (">", .more),
    ],
    [("+", .plus), ("-", .minus)], [("*", .times), ("/", .divided)],
  ]

  static let ignoresCase = true

  static func continuesName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  // "0" is no answer of a checkbox, and a blank is none of any field.
  static func isTrue(_ value: ConditionValue) -> Bool {
    if case .text(let text) = value { return !text.isEmpty && text != "0" }
    return value.isTrue
  }

  static func result(_ sign: ConditionOperator, _ a: ConditionValue, _ b: ConditionValue) -> ConditionValue? {
    let (x, y) = (a.number, b.number)
    let areNumbers = !x.isNaN && !y.isNaN
    switch sign {
    case .equal: return .truth(a.text == b.text || x == y)
    case .unequal: return .truth(a.text != b.text && x != y)
    case .less: return .truth(areNumbers && x < y)
    case .atMost: return .truth(areNumbers && x <= y)
    case .more: return .truth(areNumbers && x > y)
    case .atLeast: return .truth(areNumbers && x >= y)
    case .plus: return areNumbers ? .number(x + y) : nil
    case .minus: return areNumbers ? .number(x - y) : nil
    case .times: return areNumbers ? .number(x * y) : nil
    case .divided: return areNumbers && y != 0 ? .number(x / y) : nil
    case .or, .and, .modulo: return nil
    }
  }

  /// `[field]`, or `[field(code)]` for an option of a checkbox.
  static func operand(_ parser: inout ConditionParser<Self>) -> Node? {
    guard parser.next == "[" else { return nil }
    let place = parser.position
    parser.position += 1
    var name = parser.taken { $0 != "]" }.trimmed
    guard parser.next == "]", !name.isEmpty else { return parser.fail() }
    parser.position += 1
    // Another event's field stands in another row.
    guard parser.next != "[" else { return parser.fail() }
    if name.hasSuffix(")"), let open = name.firstIndex(of: "(") {
      let code = name[name.index(after: open)...].dropLast()
      name = name[..<open] + "___" + code.lowercased().replacing("-", with: "_")
    }
    return .reference(name, at: place)
  }
}
