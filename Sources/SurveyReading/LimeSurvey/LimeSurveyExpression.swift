internal import SurveyModel

/// An equation of LimeSurvey's ExpressionScript, as far as it compares, counts and computes from one response.
///
/// Not followed: dates, regular expressions, random numbers, texts of questions, names of participants, assignments.
/// Comparisons are those of LimeSurvey's server; where its own script in the browser decides otherwise, what holds is
/// unknown.
/// - Source: LimeSurvey, `application/helpers/expressions/em_core_helper.php` (operators, types) and
///   `em_javascript.js` (what is not applicable).
typealias LimeSurveyExpression = ConditionExpression<LimeSurveyDialect>

extension ConditionExpression where Dialect == LimeSurveyDialect {
  /// What stands for a question's conditions that no equation says.
  static var unwritten: String { "(conditions without an equation)" }
}

/// ExpressionScript's signs, functions and comparisons.
enum LimeSurveyDialect: ConditionDialect {
  /// A variable of an equation: `Q1`, `Q1_SQ001.NAOK`, `123X4X5.shown`.
  struct Reference: Sendable, Hashable {
    /// What is asked of the variable.
    enum Attribute: Sendable, Hashable {
      case code, shown, value
      /// Something of the question that is no answer, such as its text.
      case other
    }

    /// The variable's name, in either of its forms.
    var name: String
    /// What is asked of it.
    var attribute = Attribute.code
    /// Whether the variable may belong to a question that is not shown.
    var isNAOK = false
  }

  static let operators: [[(sign: String, meaning: ConditionOperator)]] = [
    [("||", .or), ("or", .or)], [("&&", .and), ("and", .and)],
    [("==", .equal), ("!=", .unequal), ("eq", .equal), ("ne", .unequal)],
    [
      ("<=", .atMost), (">=", .atLeast), ("<", .less), (">", .more), ("le", .atMost), ("ge", .atLeast), ("lt", .less),
      ("gt", .more),
    ],
    [("+", .plus), ("-", .minus)], [("*", .times), ("/", .divided)],
  ]
  static let prefixes: [(sign: String, meaning: ConditionPrefix)] = [("!", .not), ("-", .minus), ("+", .plus)]
  static let ignoresCase = true
  static let hasEscapes = true

  static func continuesName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  /// An equation with the characters that LimeSurvey's editor may have masked for HTML.
  static func unmasked(_ text: String) -> String {
    guard text.utf8.contains(0x26) else { return text }
    let marks = [("&quot;", "\""), ("&#039;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    return marks.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  // MARK: What it means

  /// An answer as equations see it: a number where it is plainly one ("5", "5.0000000000"), else a text ("A1", "007").
  static func value(of answer: String) -> ConditionValue {
    guard let number = NumberText.value(answer), answer.utf8.first.map({ $0 != 0x20 && $0 != 0x09 }) ?? false else {
      return .text(answer)
    }
    return .number(number)
  }

  // As PHP's: "0" is no truth.
  static func isTrue(_ value: ConditionValue) -> Bool {
    if case .text(let text) = value { return !text.isEmpty && text != "0" }
    return value.isTrue
  }

  static func result(_ prefix: ConditionPrefix, _ value: ConditionValue) -> ConditionValue? {
    if prefix == .not { return .truth(!isTrue(value)) }
    let number = value.text.isEmpty ? 0 : value.number
    return number.isNaN ? nil : .number(prefix == .minus ? -number : number)
  }

  static func result(_ sign: ConditionOperator, _ a: ConditionValue, _ b: ConditionValue) -> ConditionValue? {
    switch sign {
    case .equal: return .truth(equal(a, b))
    case .unequal: return .truth(!equal(a, b))
    case .less, .atMost, .more, .atLeast: return compared(sign, a, b).map { .truth($0) }
    case .plus, .minus, .times, .divided: return computed(sign, a, b)
    case .or, .and, .modulo: return nil
    }
  }

  private static func equal(_ a: ConditionValue, _ b: ConditionValue) -> Bool {
    switch (a, b) {
    case (.truth, _), (_, .truth): return isTrue(a) == isTrue(b)
    case (.number(let x), .number(let y)): return x == y
    default: return a.text == b.text || (number(a).map { $0 == number(b) } ?? false)
    }
  }

  /// The number that a value is, also one with zeros before it ("007").
  private static func number(_ value: ConditionValue) -> Double? {
    guard case .text(let text) = value else { return value.number }
    let digits = text.drop { $0 == "0" }
    return NumberText.value(text) ?? (digits.isEmpty ? nil : NumberText.value(String(digits)))
  }

  /// An order that server and browser agree on: numbers by size, texts by their signs, a text and a number not at all.
  private static func compared(_ sign: ConditionOperator, _ a: ConditionValue, _ b: ConditionValue) -> Bool? {
    if case (.truth, _) = (a, b) { return nil }
    if case (_, .truth) = (a, b) { return nil }
    func ordered<Value: Comparable>(_ x: Value, _ y: Value) -> Bool {
      switch sign {
      case .less: x < y
      case .atMost: x <= y
      case .more: x > y
      default: x >= y
      }
    }
    let (x, y) = (a.number, b.number)
    if case (.number, .number) = (a, b) { return x.isNaN || y.isNaN ? nil : ordered(x, y) }
    let byText = ordered(Bytes(a.text), Bytes(b.text))
    switch (x.isNaN, y.isNaN) {
    case (false, false):
      // A number in quotation marks is compared as a text by the server, as a number in the browser.
      let byNumber = ordered(x, y)
      return byText == byNumber ? byNumber : nil
    case (true, true): return byText
    // Zero and nothing are the same for one of the two and not for the other, and so are 7 and "007".
    case (true, false): return (y == 0 && a.text.isEmpty) || number(a) != nil ? nil : false
    case (false, true): return (x == 0 && b.text.isEmpty) || number(b) != nil ? nil : false
    }
  }

  private struct Bytes: Comparable {
    let text: String
    init(_ text: String) { self.text = text }
    static func < (a: Self, b: Self) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
  }

  private static func computed(_ sign: ConditionOperator, _ a: ConditionValue, _ b: ConditionValue) -> ConditionValue? {
    let (x, y) = (a.number, b.number)
    guard !x.isNaN, !y.isNaN else { return sign == .plus ? .text(a.text + b.text) : nil }
    switch sign {
    case .plus: return .number(x + y)
    case .minus: return .number(x - y)
    case .times: return .number(x * y)
    default: return y == 0 ? nil : .number(x / y)
    }
  }

  // MARK: How it names answers

  /// The suffixes of a variable.
  private static let suffixes: [String: (attribute: Reference.Attribute, isNAOK: Bool)] = [
    "code": (.code, false), "NAOK": (.code, true), "shown": (.shown, false), "value": (.value, false),
    "valueNAOK": (.value, true),
  ]

  static func operand(_ parser: inout ConditionParser<Self>) -> Node? {
    let place = parser.position
    guard var name = name(&parser) else {
      parser.position = place
      return nil
    }
    if parser.next == "#" {
      parser.position += 1
      name += "#" + parser.taken { $0 == "0" || $0 == "1" }
    }
    if name == "INSERTANS", parser.next == ":" {
      parser.position += 1
      guard let inserted = Self.name(&parser) else { return parser.fail() }
      name = inserted
    } else if name == "TOKEN", parser.next == ":" {
      parser.position += 1
      name += ":" + parser.taken(while: continuesName)
    }
    var reference = Reference(name: name)
    if parser.next == "." {
      parser.position += 1
      let suffix = parser.taken { continuesName($0) || $0 == "." }
      let (attribute, isNAOK) = suffixes[suffix] ?? (.other, false)
      reference = Reference(
        name: attribute == .other ? "\(name).\(suffix)" : name, attribute: attribute, isNAOK: isNAOK)
      return .reference(reference, at: place)
    }
    let end = parser.position
    parser.skip()
    if parser.next == "(" { return parser.call(name, at: place) }
    parser.position = end
    return .reference(reference, at: place)
  }

  // A name begins with a letter, or is survey, group and question number: 123X4X5.
  private static func name(_ parser: inout ConditionParser<Self>) -> String? {
    guard let first = parser.next, continuesName(first) else { return nil }
    let name = parser.taken(while: continuesName)
    guard first.isNumber else { return name }
    let parts = name.split(separator: "X", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].allSatisfy(\.isNumber), parts[1].allSatisfy(\.isNumber), !parts[1].isEmpty,
      parts[2].first?.isNumber == true
    else { return nil }
    return name
  }
}
