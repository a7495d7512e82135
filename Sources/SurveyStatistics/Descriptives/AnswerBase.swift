internal import SurveyModel

internal import SurveyAggregation
internal import SurveyModel

/// Whom the percentages of a question are of.
public enum AnswerBase: String, Sendable, Hashable, CaseIterable {
  /// All who chose an answer; an offered "don't know" is one.
  case answered
  /// All who chose an answer that counts.
  case substantive
  /// All to whom the question was put.
  case asked
}

/// What the percentages of a question with several answers are of.
public enum MultipleResponseBase: String, Sendable, Hashable, CaseIterable {
  /// All to whom the question was put.
  case asked
  /// All who ticked at least one option; "none of these" is one.
  case anyTicked = "any-ticked"
  /// All ticks.
  case mentions
}

extension AnswerBase {
  /// Whether a respondent with that cell is in the base.
  func contains(_ cell: PatternTable.Cell) -> Bool {
    switch cell {
    case .label, .ticked: true
    case .residual(_, let reason):
      self == .substantive ? false : (self == .asked ? reason.isAsked : reason.isOfferedAnswer)
    case .missing(let reason): self == .asked && reason.isAsked
    }
  }

  /// Whether an answer that counts as missing for that reason is a category with a percentage.
  func hasPercentage(_ option: AnswerAxis.Option) -> Bool {
    guard let reason = option.missing else { return true }
    switch self {
    case .substantive: return false
    case .answered: return reason.isOfferedAnswer
    case .asked: return reason.isAsked
    }
  }
}

extension MultipleResponseBase {
  /// Whether a respondent with that cell is in the base.
  func contains(_ cell: PatternTable.Cell) -> Bool {
    switch cell {
    case .ticked(let mask): self == .asked || mask != 0
    case .missing(let reason): self == .asked && reason.isAsked
    case .label, .residual: false
    }
  }
}
