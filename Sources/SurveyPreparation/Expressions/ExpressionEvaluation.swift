public import SurveyModel

extension Expression {
  /// Holds the expression against a codebook without looking at any answer.
  ///
  /// - Throws: ``PreparationError`` for a name or an answer that the codebook does not have, with the nearest one, and
  ///   for a comparison that the variable's kind does not allow.
  public func check(against codebook: Codebook) throws(PreparationError) {
    _ = try ExpressionBinding(expression: self, codebook: codebook).bind()
  }

  /// The truth of the expression for each respondent: 1 true, 0 false, -1 unknown.
  ///
  /// - Throws: ``PreparationError`` as ``check(against:)`` does.
  /// - Complexity: O(respondents × parts of the expression), by column; comparisons with answers are table look-ups.
  public func evaluate(over survey: Survey) throws(PreparationError) -> [Int8] {
    let bound = try ExpressionBinding(expression: self, codebook: survey.codebook).bind()
    return ExpressionEvaluation(survey: survey).truth(bound)
  }
}

/// Evaluates a bound expression, column by column.
struct ExpressionEvaluation {
  let survey: Survey

  func truth(_ condition: BoundCondition) -> [Int8] {
    switch condition {
    case .answers(let position, let truth): return answers(position, truth)
    case .ticked(let position, let mask, let negated): return ticked(position, mask, negated)
    case .text(let position, let texts, let negated): return text(position, texts, negated)
    case .time(let position, let comparison, let seconds): return time(position, comparison, seconds)
    case .compare(let comparison, let left, let right):
      let (a, b) = (numbers(left), numbers(right))
      return a.indices.map { index in
        a[index].isNaN || b[index].isNaN ? -1 : (comparison.holds(a[index], b[index]) ? 1 : 0)
      }
    case .within(let number, let ranges, let negated):
      return numbers(number).map { value in
        if value.isNaN { return -1 }
        return ranges.contains { $0.lower <= value && value <= $0.upper } != negated ? 1 : 0
      }
    case .missingCell(let position, let negated):
      return missing(position).map { $0 != negated ? 1 : 0 }
    case .missingNumber(let number, let negated): return numbers(number).map { $0.isNaN != negated ? 1 : 0 }
    case .not(let condition): return truth(condition).map { $0 < 0 ? -1 : 1 - $0 }
    case .all(let conditions): return combine(conditions, deciding: 0)
    case .any(let conditions): return combine(conditions, deciding: 1)
    }
  }

  /// Kleene's `and` (decided by one false) and `or` (decided by one true).
  private func combine(_ conditions: [BoundCondition], deciding: Int8) -> [Int8] {
    var result = [Int8](repeating: 1 - deciding, count: survey.count)
    for condition in conditions {
      let next = truth(condition)
      for index in result.indices where result[index] != deciding {
        if next[index] == deciding || next[index] < 0 { result[index] = next[index] }
      }
    }
    return result
  }

  private func answers(_ position: Int, _ truth: [Int8]) -> [Int8] {
    guard case .categorical(let column) = survey.columns[position] else { return unknown }
    let table = column.entries.map { entry -> Int8 in
      if case .label(let label) = entry.meaning, label < truth.count { truth[label] } else { -1 }
    }
    return column.codes.map { table[Int($0)] }
  }

  private func ticked(_ position: Int, _ mask: UInt64, _ negated: Bool) -> [Int8] {
    guard case .multipleResponse(let column) = survey.columns[position] else { return unknown }
    return column.ticked.indices.map { index in
      column.missing[index] != 0 ? -1 : ((column.ticked[index] & mask != 0) != negated ? 1 : 0)
    }
  }

  private func text(_ position: Int, _ texts: [String], _ negated: Bool) -> [Int8] {
    guard case .text(let column) = survey.columns[position] else { return unknown }
    let wanted = texts.map { Array($0.utf8) }
    return (0..<survey.count).map { index in
      if column.missing[index] != 0 { return -1 }
      let bytes = column.utf8(at: index)
      return wanted.contains { bytes.elementsEqual($0) } != negated ? 1 : 0
    }
  }

  private func time(_ position: Int, _ comparison: Expression.Comparison, _ seconds: Int) -> [Int8] {
    guard case .datetime(let column) = survey.columns[position] else { return unknown }
    return column.seconds.indices.map { index in
      column.missing[index] != 0 ? -1 : (comparison.holds(column.seconds[index], seconds) ? 1 : 0)
    }
  }

  private func missing(_ position: Int) -> [Bool] {
    switch survey.columns[position] {
    case .categorical(let column):
      let table = column.entries.map { $0.missingReason != nil }
      return column.codes.map { table[Int($0)] }
    case .numeric(let column): return column.missing.map { $0 != 0 }
    case .text(let column): return column.missing.map { $0 != 0 }
    case .datetime(let column): return column.missing.map { $0 != 0 }
    case .multipleResponse(let column): return column.missing.map { $0 != 0 }
    }
  }

  private var unknown: [Int8] { [Int8](repeating: -1, count: survey.count) }

  func numbers(_ number: BoundNumber) -> [Double] {
    switch number {
    case .constant(let value): return [Double](repeating: value, count: survey.count)
    case .column(let position):
      return survey.numbers(at: position) ?? [Double](repeating: .nan, count: survey.count)
    case .answers(let position, let values):
      guard case .categorical(let column) = survey.columns[position] else {
        return survey.numbers(at: position) ?? [Double](repeating: .nan, count: survey.count)
      }
      let table = column.entries.map { entry -> Double in
        if case .label(let label) = entry.meaning, label < values.count { values[label] } else { .nan }
      }
      return column.codes.map { table[Int($0)] }
    case .negative(let number): return numbers(number).map { -$0 }
    case .arithmetic(let operation, let left, let right):
      let (a, b) = (numbers(left), numbers(right))
      return a.indices.map { index in
        let value: Double =
          switch operation {
          case .plus: a[index] + b[index]
          case .minus: a[index] - b[index]
          case .times: a[index] * b[index]
          case .over: a[index] / b[index]
          }
        // A division by zero has no answer: it is missing, not a number beyond all others.
        return value.isFinite ? value : .nan
      }
    }
  }
}
