/// Why a cell of a survey holds no answer.
///
/// The raw value is the name that stands in JSON. SPSS keeps only system-missing and user-missing apart; Stata adds
/// tagged missings without a fixed meaning.
public enum MissingReason: String, Sendable, Hashable, CaseIterable {
  /// The question was never put to this respondent: routing, a page not reached, a module left out.
  case notShown
  /// The question was put and no answer was given.
  case seenNotAnswered
  /// The respondent chose "don't know".
  case dontKnow
  /// The respondent chose not to say.
  case refused
  /// The respondent chose "does not apply".
  case notApplicable
  /// A code that the codebook or the user declares as missing, without a kinder name.
  case declared
  /// The platform took the answer out: consent revoked, data expired.
  case redacted
  /// There is text in the cell, and it is not a value of the variable.
  case unreadable
  /// The format's own "no value": SPSS's system-missing, Stata's ".".
  case systemMissing
  /// A blank of a format that cannot say why it is blank.
  case unknownBlank

  /// A small number for columns: 1 for the first reason; 0 is kept for "not missing".
  public var index: UInt8 { UInt8(Self.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// The reason with that small number, or nil for 0.
  public init?(index: UInt8) {
    guard index > 0, Int(index) <= Self.allCases.count else { return nil }
    self = Self.allCases[Int(index) - 1]
  }

  /// Whether the respondent chose this answer from options that were offered ("don't know", "prefer not to say").
  public var isOfferedAnswer: Bool { [.dontKnow, .refused, .notApplicable].contains(self) }

  /// Whether the question was, or may have been, put to the respondent.
  public var isAsked: Bool { self != .notShown }

  /// The reason in words for a table's note.
  public var words: String {
    switch self {
    case .notShown: "not shown"
    case .seenNotAnswered: "seen, not answered"
    case .dontKnow: "don’t know"
    case .refused: "refused"
    case .notApplicable: "not applicable"
    case .declared: "declared missing"
    case .redacted: "redacted"
    case .unreadable: "unreadable"
    case .systemMissing: "system missing"
    case .unknownBlank: "blank, reason unknown"
    }
  }
}
