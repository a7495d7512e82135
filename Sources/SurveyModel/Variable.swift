/// What the values of a variable are.
public enum VariableKind: String, Sendable, Hashable {
  /// One of a few named answers.
  case categorical
  /// A number.
  case numeric
  /// Free text.
  case text
  /// A date or a point in time.
  case datetime
  /// Any number of a few named answers, all in one column.
  case multipleResponse = "multiple-response"
}

/// Stevens's level of measurement, with SPSS's name "scale" for interval and ratio.
public enum MeasurementLevel: String, Sendable, Hashable {
  case nominal, ordinal, scale
}

/// Why a variable is personal data, or that it is not.
public enum PersonalData: String, Sendable, Hashable {
  /// Nothing says that it identifies anyone.
  case no
  /// A network address, a device, a place.
  case technical
  /// A name, a mail address, a telephone number.
  case contact
  /// An identifier of a respondent, a response or a panel member.
  case identifier
  /// Open text, in which respondents may name themselves or others.
  case openText

  /// Whether the values stay out of every output unless asked for.
  public var isPersonal: Bool { self != .no }
}

/// What a column is for.
public enum VariableRole: String, Sendable, Hashable {
  /// An answer of a respondent.
  case question
  /// "Other, please specify" beside a question.
  case otherText
  /// What the platform records by itself: dates, duration, status, language.
  case metadata
  /// A survey weight.
  case weight
}

/// A code of a variable with the words that stand for it.
public struct ValueLabel: Sendable, Hashable {
  /// The code as the file writes it.
  public var code: String
  /// The answer's text; equal to the code where the file has no other.
  public var label: String
  /// Why this code counts as missing, where it does.
  public var missing: MissingReason?
  /// The number that the answer counts as in scores; nil where the answers have no numbers.
  public var value: Double?

  /// Creates a value label.
  public init(code: String, label: String, missing: MissingReason? = nil, value: Double? = nil) {
    self.code = code
    self.label = label
    self.missing = missing
    self.value = value
  }
}

/// The entry of a codebook for one column: its name, question, answers and what is known of it.
public struct Variable: Sendable, Hashable {
  /// The name, unique in the survey.
  public var name: String
  /// The platform's stable key (Qualtrics ImportId, LimeSurvey field name), or the name where it has none.
  public var key: String
  /// The name in the file, where it had to be changed to be unique.
  public var originalName: String
  /// The question's text, without markup, with the item's text where it is a row of a grid.
  public var label: String
  /// The item's own text where it is one row of a grid or one option of a set; else the label.
  public var itemText: String
  /// What the values are.
  public var kind: VariableKind
  /// The level of measurement.
  public var level: MeasurementLevel
  /// The answers in scale order, missing ones last; empty for numbers and texts without labels.
  public var labels: [ValueLabel]
  /// Whether and why it is personal data.
  public var personal: PersonalData
  /// What the column is for.
  public var role: VariableRole

  /// Creates a codebook entry.
  public init(
    name: String, key: String? = nil, originalName: String? = nil, label: String = "", itemText: String? = nil,
    kind: VariableKind, level: MeasurementLevel, labels: [ValueLabel] = [], personal: PersonalData = .no,
    role: VariableRole = .question
  ) {
    self.name = name
    self.key = key ?? name
    self.originalName = originalName ?? name
    self.label = label
    self.itemText = itemText ?? label
    self.kind = kind
    self.level = level
    self.labels = labels
    self.personal = personal
    self.role = role
  }

  /// The question's text, or the name where there is none.
  public var title: String { label.isEmpty ? name : label }

  /// The answers that count, in scale order: those not declared missing.
  public var substantiveLabels: [ValueLabel] { labels.filter { $0.missing == nil } }
}
