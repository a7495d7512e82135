public import SurveyModel

/// What an item of the founding questionnaire measures.
public enum Construct: String, Sendable, Hashable, CaseIterable {
  case antisocial = "anti-social"
  case necessity
  case benefit
  case harm
  case feltConflict = "felt conflict"
  case collectiveTrap = "collective trap"
  case antisocialBefore = "anti-social, five years ago"
  case necessityBefore = "necessity, five years ago"
  case trust
  case liking
  case annoying
  case antisocialBehaviour = "anti-social behaviour of companies"
  case exposure
  case selfBranding = "self-branding"
  case background
  case process
}

/// How an item is answered.
public enum AnswerFormat: Sendable, Hashable {
  /// Points from 1 upwards of which only the two ends carry words.
  case anchored(points: Int, low: Wording, high: Wording)
  /// Named answers with codes from 1 upwards; `ordered` where their mean says something.
  case choices([Wording], ordered: Bool)
  /// A whole number within a range.
  case count(ClosedRange<Int>)
  /// A number that is not asked for: a weight, a time, a mark.
  case recorded
}

/// One item of the founding questionnaire with everything that analysis must know of it.
public struct InstrumentItem: Sendable, Hashable {
  /// The variable's name in every export.
  public var name: String
  /// What the respondent reads; in a grid, what stands above the rows.
  public var question: Wording
  /// The item's own row, where it is one of a grid.
  public var row: Wording?
  /// The grid's name, where it is a row of one.
  public var grid: String?
  /// How it is answered.
  public var format: AnswerFormat
  /// Whether a high answer means little of the construct.
  public var isReversed: Bool
  /// What it measures.
  public var construct: Construct
  /// The side of the construct that it measures, such as `talk`.
  public var facet: String
  /// Whether "Don't know" stands beside the answers.
  public var offersDontKnow: Bool

  /// Creates an item.
  public init(
    _ name: String, _ question: Wording, row: Wording? = nil, grid: String? = nil, _ format: AnswerFormat,
    isReversed: Bool = false, construct: Construct, facet: String, offersDontKnow: Bool = true
  ) {
    self.name = name
    self.question = question
    self.row = row
    self.grid = grid
    self.format = format
    self.isReversed = isReversed
    self.construct = construct
    self.facet = facet
    self.offersDontKnow = offersDontKnow
  }

  /// The code of "Don't know" in every item that offers it.
  public static let dontKnowCode = "99"
  /// The words of "Don't know".
  public static let dontKnow = Wording("Don't know", "Ved ikke")

  /// The middle of the answers; nil where they have none.
  public var midpoint: Double? {
    guard case .anchored(let points, _, _) = format else { return nil }
    return Double(points + 1) / 2
  }

  /// The lowest answer past the midpoint: the first that agrees.
  public var firstAgreeing: Double? {
    guard case .anchored(let points, _, _) = format else { return nil }
    return Double(points / 2 + points % 2 + 1)
  }

  /// The item's codebook entry.
  public func variable(in language: QuestionnaireLanguage) -> Variable {
    let text = question.text(language)
    let rowText = row?.text(language)
    return Variable(
      name: name, label: rowText.map { "\(text) - \($0)" } ?? text, itemText: rowText ?? text, kind: kind,
      level: level, labels: labels(in: language), role: role)
  }

  private var kind: VariableKind {
    switch format {
    case .anchored, .choices: .categorical
    case .count, .recorded: .numeric
    }
  }

  private var level: MeasurementLevel {
    switch format {
    case .anchored: .ordinal
    case .choices(_, let ordered): ordered ? .ordinal : .nominal
    case .count, .recorded: .scale
    }
  }

  private var role: VariableRole {
    guard case .recorded = format else { return .question }
    return name == Instrument.weightName ? .weight : .metadata
  }

  private func labels(in language: QuestionnaireLanguage) -> [ValueLabel] {
    var labels: [ValueLabel] = []
    switch format {
    case .anchored(let points, let low, let high):
      for point in 1...points {
        let words = point == 1 ? low : point == points ? high : nil
        let label = words.map { "\(point) – \($0.text(language))" } ?? "\(point)"
        labels.append(ValueLabel(code: "\(point)", label: label, value: Double(point)))
      }
    case .choices(let words, _):
      for (index, word) in words.enumerated() {
        labels.append(ValueLabel(code: "\(index + 1)", label: word.text(language), value: Double(index + 1)))
      }
    case .count, .recorded: return []
    }
    if offersDontKnow {
      labels.append(
        ValueLabel(code: Self.dontKnowCode, label: Self.dontKnow.text(language), missing: .dontKnow))
    }
    return labels
  }
}
