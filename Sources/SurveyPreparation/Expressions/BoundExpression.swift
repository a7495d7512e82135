internal import SurveyModel

/// An expression tied to a codebook: names are positions, answers are tables over labels, so that no cell is a text.
indirect enum BoundCondition {
  /// A truth for each label of a categorical variable.
  case answers(position: Int, truth: [Int8])
  /// Whether any of the options is ticked in a multiple-response variable.
  case ticked(position: Int, mask: UInt64, negated: Bool)
  /// Whether a text is one of several.
  case text(position: Int, texts: [String], negated: Bool)
  /// A comparison of a date with a date.
  case time(position: Int, Expression.Comparison, seconds: Int)
  /// A comparison of numbers.
  case compare(Expression.Comparison, BoundNumber, BoundNumber)
  /// Whether a number lies in one of several ranges.
  case within(BoundNumber, [(lower: Double, upper: Double)], negated: Bool)
  /// Whether a cell is missing.
  case missingCell(position: Int, negated: Bool)
  /// Whether a number is missing.
  case missingNumber(BoundNumber, negated: Bool)
  case not(BoundCondition)
  case all([BoundCondition])
  case any([BoundCondition])
}

/// A number for each respondent, NaN where missing.
indirect enum BoundNumber {
  case constant(Double)
  case column(position: Int)
  /// The number that each label of a categorical variable counts as.
  case answers(position: Int, values: [Double])
  case negative(BoundNumber)
  case arithmetic(Expression.Arithmetic, BoundNumber, BoundNumber)
}

extension Expression.Comparison {
  /// The comparison that says the same with the sides exchanged.
  var mirrored: Self {
    switch self {
    case .equal, .unequal: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// Whether it asks only for sameness.
  var isEquality: Bool { self == .equal || self == .unequal }

  func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .equal: a == b
    case .unequal: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}

extension ValueLabel {
  /// The number that the answer counts as in an expression: its value, else its code where that is a number.
  var number: Double? {
    if let value { return value }
    guard let number = Double(code), number.isFinite else { return nil }
    return number
  }
}
