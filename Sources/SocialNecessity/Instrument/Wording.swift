/// A language that the founding questionnaire is written in.
public enum QuestionnaireLanguage: String, Sendable, Hashable, CaseIterable {
  case english = "en"
  case danish = "da"
}

/// A text of the questionnaire in English and in Danish.
public struct Wording: Sendable, Hashable {
  /// The English text.
  public var english: String
  /// The Danish text.
  public var danish: String

  /// Creates a text in both languages.
  public init(_ english: String, _ danish: String) {
    self.english = english
    self.danish = danish
  }

  /// The text in one of the languages.
  public func text(_ language: QuestionnaireLanguage) -> String {
    switch language {
    case .english: english
    case .danish: danish
    }
  }
}
