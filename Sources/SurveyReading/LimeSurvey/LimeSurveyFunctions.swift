internal import SurveyModel

/// The functions of ExpressionScript that are followed.
extension LimeSurveyDialect {
  /// The fewest arguments that each takes.
  static let functions: [String: Int] = [
    "abs": 1, "ceil": 1, "count": 1, "countif": 2, "countifop": 3, "floor": 1, "if": 3, "iff": 3, "intval": 1,
    "is_empty": 1, "is_numeric": 1, "max": 1, "min": 1, "round": 1, "strlen": 1, "strtolower": 1, "strtoupper": 1,
    "sum": 1, "trim": 1,
  ]

  static func call(_ name: String, _ arguments: [ConditionValue?]) -> ConditionValue? {
    guard let fewest = functions[name], arguments.count >= fewest else { return nil }
    switch name {
    case "if", "iff":
      guard arguments.count == 3 else { return nil }
      return arguments[0].flatMap { arguments[isTrue($0) ? 1 : 2] }
    case "count", "sum", "min", "max", "countif", "countifop": return list(name, arguments)
    default:
      guard arguments.count == 1 || (name == "round" && arguments.count == 2), let first = arguments[0] else {
        return nil
      }
      return one(name, first, digits: arguments.count == 2 ? arguments[1] : .number(0))
    }
  }

  private static func one(_ name: String, _ value: ConditionValue, digits: ConditionValue?) -> ConditionValue? {
    let number = value.number
    func rounded(_ rule: FloatingPointRoundingRule) -> ConditionValue? {
      number.isNaN ? nil : .number(number.rounded(rule))
    }
    switch name {
    case "is_empty": return .truth(value == .truth(false) || value.text.isEmpty)
    case "is_numeric": return .truth(!number.isNaN)
    case "strlen": return .number(Double(value.text.unicodeScalars.count))
    case "trim": return .text(value.text.trimmed)
    case "strtolower": return .text(value.text.lowercased())
    case "strtoupper": return .text(value.text.uppercased())
    case "intval": return value.text.isEmpty ? .number(0) : rounded(.towardZero)
    case "abs": return number.isNaN ? nil : .number(number.magnitude)
    case "floor": return rounded(.down)
    case "ceil": return rounded(.up)
    case "round" where digits == .number(0): return rounded(.toNearestOrAwayFromZero)
    default: return nil
    }
  }

  // Only what is known may be counted.
  private static func list(_ name: String, _ arguments: [ConditionValue?]) -> ConditionValue? {
    let values = arguments.compactMap(\.self)
    guard values.count == arguments.count else { return nil }
    switch name {
    case "count": return .number(Double(values.count { !$0.text.isEmpty }))
    case "countif":
      return .number(Double(values.dropFirst().count { result(.equal, $0, values[0]) == .truth(true) }))
    case "countifop":
      guard let sign = operators.joined().first(where: { $0.sign == values[0].text.lowercased() })?.meaning,
        ![.or, .and].contains(sign)
      else { return nil }
      let found = values.dropFirst(2).map { result(sign, $0, values[1]) }
      return found.contains(nil) ? nil : .number(Double(found.count { $0 == .truth(true) }))
    default: break
    }
    let numbers = values.filter { !$0.text.isEmpty }.map(\.number)
    guard !numbers.contains(where: \.isNaN) else { return nil }
    if name == "sum" { return .number(numbers.reduce(0, +)) }
    // The least of a list with a blank in it is not the same on the server and in the browser.
    guard numbers.count == values.count else { return nil }
    return (name == "min" ? numbers.min() : numbers.max()).map { .number($0) }
  }
}
