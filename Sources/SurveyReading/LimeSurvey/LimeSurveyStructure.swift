/// An answer that a question offers.
struct LimeSurveyAnswer: Sendable, Hashable {
  var code: String
  var text: String
}

/// A question of a LimeSurvey questionnaire, or one of its subquestions.
struct LimeSurveyQuestion: Sendable, Hashable {
  /// The question's number in its survey's database, the third part of a field name.
  var id: String
  /// The number of its group, the second part of a field name.
  var group: String
  /// LimeSurvey's one-letter type.
  var type: Character
  /// The code that the author gave it.
  var code: String
  /// The text in the chosen language, without markup.
  var text: String
  /// Whether "other" is offered with a field for text.
  var hasOther: Bool
  /// For subquestions of arrays with two dimensions: 0 for rows, 1 for columns.
  var scale: Int
  /// The equation that decides whether it is shown; "" or "1" for always.
  var relevance = ""
  /// The subquestions in their order.
  var subquestions: [LimeSurveyQuestion] = []
  /// The answers in their order, by scale.
  var answers: [[LimeSurveyAnswer]] = []
  /// The advanced settings that are set.
  var attributes: [String: String] = [:]

  /// The answers of a scale, none where it has none.
  func answers(scale: Int = 0) -> [LimeSurveyAnswer] { scale < answers.count ? answers[scale] : [] }

  /// The words of the answer "other".
  var otherText: String {
    let text = attributes["other_replace_text"] ?? ""
    return text.isEmpty ? "Other" : text
  }
}

/// A LimeSurvey questionnaire in one of its languages.
struct LimeSurveyStructure: Sendable, Hashable {
  /// The survey's number, the first part of a field name.
  var surveyID: String
  /// The survey's title.
  var title: String
  /// The database version of the LimeSurvey that wrote the file, or "" where it does not say.
  var databaseVersion: String
  /// The language of the texts.
  var language: String
  /// The languages that the file has, the base language first.
  var languages: [String]
  /// The questions in the order of the questionnaire.
  var questions: [LimeSurveyQuestion]
  /// How the questions are parted into pages.
  var paging = Paging.groups
  /// Whether pages come in the order of the questionnaire, so that who was on one has been on those before.
  var pagesComeInOrder = true
  /// The equations of the groups that have one, by the groups' numbers.
  var groupRelevance: [String: String] = [:]

  /// How the questions are parted into pages.
  enum Paging: Sendable, Hashable {
    case questions, groups, whole
  }
}
