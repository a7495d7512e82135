/// What tells one platform's conditions from another's: signs, references, functions, and what they mean.
///
/// The grammar they share is in ``ConditionParser``, the rule for what is unknown in ``ConditionExpression``.
protocol ConditionDialect: Sendable {
  /// How a condition names an answer.
  associatedtype Reference: Sendable, Hashable
  typealias Node = ConditionNode<Reference>

  /// The signs between two operands, from the loosest level to the tightest; a sign stands before its own beginnings.
  static var operators: [[(sign: String, meaning: ConditionOperator)]] { get }
  /// The signs before an operand.
  static var prefixes: [(sign: String, meaning: ConditionPrefix)] { get }
  /// Whether signs that are words may be written in capitals.
  static var ignoresCase: Bool { get }
  /// Whether a backslash in a literal takes the next character as it is.
  static var hasEscapes: Bool { get }
  /// Whether a character may stand inside a name, so that a word before it is no sign.
  static func continuesName(_ character: Character) -> Bool
  /// Reads a reference or a call; nil without a fault and at the old position where none begins.
  static func operand(_ parser: inout ConditionParser<Self>) -> Node?

  /// Whether a value counts as true.
  static func isTrue(_ value: ConditionValue) -> Bool
  /// What an operator other than `and` and `or` gives; nil where that cannot be told.
  static func result(_ sign: ConditionOperator, _ a: ConditionValue, _ b: ConditionValue) -> ConditionValue?
  /// What a sign before a value gives; nil where that cannot be told.
  static func result(_ prefix: ConditionPrefix, _ value: ConditionValue) -> ConditionValue?
  /// What a function gives; nil where that cannot be told, or the function is none of the dialect's.
  static func call(_ name: String, _ arguments: [ConditionValue?]) -> ConditionValue?
}

extension ConditionDialect {
  static var prefixes: [(sign: String, meaning: ConditionPrefix)] { [("-", .minus)] }
  static var ignoresCase: Bool { false }
  static var hasEscapes: Bool { false }
  static func isTrue(_ value: ConditionValue) -> Bool { value.isTrue }
  static func result(_ prefix: ConditionPrefix, _ value: ConditionValue) -> ConditionValue? {
    switch prefix {
    case .plus: .number(value.number)
    case .minus: .number(-value.number)
    case .not: .truth(!isTrue(value))
    }
  }
  static func call(_ name: String, _ arguments: [ConditionValue?]) -> ConditionValue? { nil }
}
