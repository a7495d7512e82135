internal import SurveyModel

/// What a part of a questionnaire's condition gives.
enum ConditionValue: Sendable, Hashable {
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

/// What joins two parts of a condition.
enum ConditionOperator: Sendable, Hashable {
  case or, and, equal, unequal, less, atMost, more, atLeast, plus, minus, times, divided, modulo
}

/// What stands before a part of a condition and changes it.
enum ConditionPrefix: Sendable, Hashable {
  case plus, minus, not
}

/// The tree of a condition; a place is that of a part's first character, from 0.
indirect enum ConditionNode<Reference: Sendable & Hashable>: Sendable {
  case value(ConditionValue)
  case reference(Reference, at: Int)
  case any([ConditionNode])
  case all([ConditionNode])
  /// An operand, and what is joined to it, from left to right.
  case chain(ConditionNode, [(ConditionOperator, ConditionNode)])
  case prefix(ConditionPrefix, ConditionNode)
  case call(String, [ConditionNode], at: Int)
  /// What cannot be followed, such as a list in another file.
  case unknown
}

/// Where a condition stops being one.
struct ConditionFault: Error, Sendable, Hashable {
  /// The first character that does not fit, from 0.
  var position: Int
  /// What stands there.
  var found: String
}
