public import SurveyModel
internal import TextFormats

/// Writes a survey as LimeSurvey exports it: responses (LSR) and structure (LSS, schema with `*_l10ns` tables).
///
/// An element that is absent says that the question was not shown, an empty one that it was seen and not answered; so
/// LimeSurvey's own format keeps what CSV loses.
public enum LimeSurveyWriter {
  static let surveyNumber = 24
  static let groupNumber = 1
  static let schema = 498

  /// Both files by their usual names.
  ///
  /// - Throws: ``WritingError`` where a code is too long, a kind has no place, or the options name a variable that the
  ///   survey lacks.
  public static func files(_ survey: Survey, options: WritingOptions) throws(WritingError) -> [WrittenFile] {
    [
      WrittenFile(name: "limesurvey.lsr", bytes: try responses(survey, options: options)),
      WrittenFile(name: "limesurvey.lss", bytes: try structure(survey, options: options)),
    ]
  }

  /// The responses.
  ///
  /// - Throws: ``WritingError`` as ``files(_:options:)``.
  public static func responses(_ survey: Survey, options: WritingOptions) throws(WritingError) -> [UInt8] {
    let layout = try LimeSurveyLayout(survey.codebook)
    let complete = try options.completeness(in: survey)
    let fields = layout.fields
    var xml = XMLWriter()
    xml.open("document")
    xml.element("LimeSurveyDocType", plain: "Responses")
    xml.element("DBVersion", plain: "\(schema)")
    languages(options, &xml)
    xml.open("responses")
    xml.open("fields")
    for name in ["id", "submitdate", "lastpage", "startlanguage", "seed"] { xml.element("fieldname", plain: name) }
    for field in fields { xml.element("fieldname", plain: field.name) }
    xml.close("fields")
    xml.open("rows")
    for respondent in 0..<survey.count {
      xml.open("row")
      xml.element("id", "\(respondent + 1)")
      if complete[respondent] { xml.element("submitdate", "1980-01-01 00:00:00") }
      xml.element("lastpage", "1")
      xml.element("startlanguage", options.language)
      xml.element("seed", "\(1_000_001 + respondent)")
      for field in fields where !CellText.isNotShown(survey, field.position, respondent) {
        xml.element("_" + field.name, CellText.text(survey, field.position, respondent))
      }
      xml.close("row")
      xml.line()
    }
    xml.close("rows")
    xml.close("responses")
    xml.close("document")
    xml.line()
    return xml.bytes
  }

  static func languages(_ options: WritingOptions, _ xml: inout XMLWriter) {
    xml.open("languages")
    for language in [options.language] + options.translations.map(\.language) {
      xml.element("language", plain: language)
    }
    xml.close("languages")
  }
}

/// The numbers and codes that LimeSurvey gives to a survey's questions.
struct LimeSurveyLayout {
  /// A question with its number.
  struct Question {
    var number: Int
    var title: String
    var type: String
    var content: QuestionLayout.Question
    /// The numbers and titles of a grid's rows.
    var rows: [(number: Int, title: String, position: Int)] = []
  }

  /// A column of the responses.
  struct Field {
    var name: String
    var position: Int
  }

  private(set) var questions: [Question] = []

  init(_ codebook: Codebook) throws(WritingError) {
    var titles: Set<String> = []
    var number = 0
    for content in QuestionLayout.questions(of: codebook) {
      number += 1
      let name: String
      switch content {
      case .single(let position), .recorded(let position): name = codebook.variables[position].name
      case .grid(let grid, _): name = codebook.grids[grid].name
      }
      var question = Question(
        number: number, title: Self.title(name, &titles), type: try Self.type(content, codebook), content: content)
      if case .grid(let grid, let positions) = content {
        for position in positions {
          number += 1
          let code = QuestionLayout.rowCode(position, codebook.grids[grid], codebook) ?? "\(number)"
          question.rows.append((number, code, position))
        }
      }
      questions.append(question)
    }
  }

  /// The columns of the responses in order.
  var fields: [Field] {
    questions.flatMap { question -> [Field] in
      let stem = "\(LimeSurveyWriter.surveyNumber)X\(LimeSurveyWriter.groupNumber)X\(question.number)"
      guard question.rows.isEmpty else {
        return question.rows.map { Field(name: stem + $0.title, position: $0.position) }
      }
      return question.content.positions.map { Field(name: stem, position: $0) }
    }
  }

  // A question's code is letters and digits, begins with a letter, and is the only one of its kind.
  private static func title(_ name: String, _ taken: inout Set<String>) -> String {
    var title = String(decoding: name.utf8.filter(QuestionLayout.isAlphanumeric), as: UTF8.self)
    if title.first?.isLetter != true { title = "Q" + title }
    title = String(title.prefix(20))
    var candidate = title
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(title.prefix(16))x\(number)"
      number += 1
    }
    return candidate
  }

  private static func type(_ content: QuestionLayout.Question, _ codebook: Codebook) throws(WritingError) -> String {
    for position in content.positions { try check(codebook.variables[position]) }
    guard case .grid = content else {
      switch codebook.variables[content.positions[0]].kind {
      case .categorical: return "L"
      case .numeric: return "N"
      case .datetime: return "D"
      case .text, .multipleResponse: return "T"
      }
    }
    return "F"
  }

  private static func check(_ variable: Variable) throws(WritingError) {
    if variable.kind == .multipleResponse {
      throw WritingError(
        .kind, place: Place(column: variable.name), found: "ticked options in one column",
        expected: "a variable with one answer per cell",
        remedy: "write CSV, or split the options into one yes/no variable each")
    }
    if variable.kind == .categorical, let label = variable.labels.first(where: { $0.code.utf8.count > 5 }) {
      throw WritingError(
        .code, place: Place(column: variable.name), found: "the code '\(label.code)'",
        expected: "at most five characters, which is what LimeSurvey keeps",
        remedy: "write CSV, or recode the answers to shorter codes")
    }
  }
}
