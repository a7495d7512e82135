internal import SurveyModel

/// A Qualtrics questionnaire: what a QSF file says of each column that an export can have.
struct Questionnaire: Sendable {
  /// One choice, statement or scale point of a question.
  struct Choice: Sendable, Hashable {
    /// The choice's id, which is what stands in names of columns.
    var id: String
    /// The text, without markup.
    var text: String
    /// The code that stands in cells.
    var code: String
    /// The author's own name for the choice in labels, where there is one.
    var name: String?
    /// The author's own name for the choice in names of columns, where there is one.
    var exportTag: String?
    /// Whether a text field stands beside it.
    var hasText = false
  }

  /// One question, or one column of a side-by-side question.
  struct Question: Sendable {
    /// The question's id (`QID3`).
    var id: String
    /// The author's name for it, which is what names of columns begin with.
    var tag: String
    /// The text, without markup.
    var text: String
    var type: String
    var selector: String
    var subSelector: String
    /// Choices of a multiple-choice question, statements of a matrix, items of a slider or ranking.
    var choices: [Choice] = []
    /// Scale points of a matrix.
    var answers: [Choice] = []
    /// Whether only numbers are allowed as text.
    var isNumber = false
    /// The author's name for a column of a side-by-side question.
    var answerTag: String?
    /// The columns of a side-by-side question.
    var columns: [Question] = []

    /// Whether any number of choices can be ticked.
    var isMultiple: Bool {
      type == "MC" && ["MAVR", "MAHR", "MACOL", "MSB"].contains(selector)
    }

    /// Whether a matrix allows several answers for each statement.
    var isMultipleMatrix: Bool { subSelector == "MultipleAnswer" }
  }

  /// The survey's name.
  var name: String
  /// The questions in the order of the file, those without answers left out.
  var questions: [Question]
  private var positions: [String: Int]

  init(name: String, questions: [Question]) {
    self.name = name
    self.questions = questions
    positions = Dictionary(questions.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The question of that id.
  subscript(id: String) -> Question? { positions[id].map { questions[$0] } }
}

/// The parts of a Qualtrics column's stable key, such as `QID11#2_1_3_TEXT`.
struct QualtricsKey: Sendable, Hashable {
  /// The key as it is written today: underscores where 2016 wrote dashes.
  let text: String
  /// The question's id, or nil where the key is of no question.
  private(set) var question: String?
  /// The column of a side-by-side question, from 1.
  private(set) var column: Int?
  /// The ids between underscores that follow.
  private(set) var parts: [String] = []
  /// Whether it is a text field beside a choice, or a text question.
  private(set) var isText = false
  /// Whether it is an order of display and no answer.
  private(set) var isDisplayOrder = false

  init(_ importID: String) {
    let normalized = Self.normalized(importID)
    text = normalized
    var rest = normalized[...]
    // A looped question begins with the loop's number.
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, rest.dropFirst(digits.count).hasPrefix("_QID") { rest = rest.dropFirst(digits.count + 1) }
    guard rest.hasPrefix("QID") else { return }
    let number = rest.dropFirst(3).prefix { $0.isASCII && $0.isNumber }
    guard !number.isEmpty else { return }
    question = "QID" + number
    rest = rest.dropFirst(3 + number.count)
    if rest.first == "#" {
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      column = Int(digits)
      rest = rest.dropFirst(1 + digits.count)
    }
    parts = rest.split(separator: "_").map(String.init)
    if parts.last == "TEXT" {
      isText = true
      parts.removeLast()
    }
    if parts.contains("DO") { isDisplayOrder = true }
  }

  /// An ImportId in today's notation.
  static func normalized(_ importID: String) -> String {
    let old = [
      "panel-RecipientLastName": "recipientLastName", "panel-RecipientFirstName": "recipientFirstName",
      "panel-RecipientEmail": "recipientEmail", "panel-ExternalDataReference": "externalDataReference",
      "Location-LocationLatitude": "locationLatitude", "Location-LocationLongitude": "locationLongitude",
      "Location-LocationAccuracy": "locationAccuracy", "responseId": "_recordId", "ipAddress": "ipAddress",
    ]
    if let known = old[importID] { return known }
    guard importID.contains("QID") else { return importID }
    return String(importID.map { $0 == "-" ? "_" : $0 })
  }
}
