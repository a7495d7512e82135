public import SurveyModel
internal import TextFormats

extension QualtricsWriter {
  private static let surveyID = "SV_topline0000001"

  /// The QSF: the questions with their answers, recode values and export tags.
  public static func questionnaire(_ survey: Survey, options: WritingOptions) -> [UInt8] {
    let codebook = survey.codebook
    let questions = QuestionLayout.questions(of: codebook)
    var recorded: [JSONValue] = []
    var elements: [JSONValue] = []
    var number = 0
    for question in questions {
      if case .recorded(let position) = question {
        recorded.append([
          "Description": .string(codebook.variables[position].name), "Type": "Custom",
          "Field": .string(codebook.variables[position].name), "VariableType": "String", "DataVisibility": [],
          "AnalyzeText": false, "Value": "",
        ])
        continue
      }
      number += 1
      elements.append(element(question, "QID\(number)", codebook, options))
    }
    let title = options.markedTitle(options.title, of: survey)
    let document: JSONValue = [
      "SurveyEntry": entry(title, options),
      "SurveyElements": .array(frame(number, recorded) + elements),
    ]
    return Array(document.serialized().utf8)
  }

  private static func entry(_ title: String, _ options: WritingOptions) -> JSONValue {
    [
      "SurveyID": .string(surveyID), "SurveyName": .string(title), "SurveyDescription": .null,
      "SurveyOwnerID": "UR_topline0000001", "SurveyBrandID": "topline", "DivisionID": .null,
      "SurveyLanguage": .string(options.language.uppercased()), "SurveyActiveResponseSet": "RS_topline0000001",
      "SurveyStatus": "Inactive", "SurveyStartDate": "0000-00-00 00:00:00",
      "SurveyExpirationDate": "0000-00-00 00:00:00", "SurveyCreationDate": .string(options.date),
      "CreatorID": "UR_topline0000001", "LastModified": .string(options.date), "LastAccessed": "0000-00-00 00:00:00",
      "LastActivated": "0000-00-00 00:00:00", "Deleted": .null,
    ]
  }

  private static func wrapped(
    _ element: String, _ primary: String, _ secondary: JSONValue = .null, _ tertiary: JSONValue = .null,
    _ payload: JSONValue
  ) -> JSONValue {
    [
      "SurveyID": .string(surveyID), "Element": .string(element), "PrimaryAttribute": .string(primary),
      "SecondaryAttribute": secondary, "TertiaryAttribute": tertiary, "Payload": payload,
    ]
  }

  private static func frame(_ questions: Int, _ recorded: [JSONValue]) -> [JSONValue] {
    let blockElements = (1...max(1, questions)).filter { $0 <= questions }.map { number -> JSONValue in
      ["Type": "Question", "QuestionID": .string("QID\(number)")]
    }
    let block: JSONValue = [
      "Type": "Default", "Description": "Questionnaire", "ID": "BL_topline0000001",
      "BlockElements": .array(blockElements),
    ]
    var flow: [JSONValue] = []
    if !recorded.isEmpty {
      flow.append(["Type": "EmbeddedData", "FlowID": "FL_2", "EmbeddedData": .array(recorded)])
    }
    flow.append(["Type": "Standard", "ID": "BL_topline0000001", "FlowID": "FL_3", "Autofill": []])
    return [
      wrapped("BL", "Survey Blocks", .null, .null, .array([block])),
      wrapped(
        "FL", "Survey Flow", .null, .null,
        [
          "Type": "Root", "FlowID": "FL_1", "Flow": .array(flow),
          "Properties": ["Count": .integer(flow.count + 1)],
        ]),
      wrapped("SO", "Survey Options", .null, .null, ["BackButton": "false", "ProgressBarDisplay": "None"]),
      wrapped("PROJ", "CORE", .null, "1.1.0", ["ProjectCategory": "CORE", "SchemaVersion": "1.1.0"]),
      wrapped(
        "STAT", "Survey Statistics", .null, .null, ["MobileCompatible": true, "ID": "Survey Statistics"]),
      wrapped("QC", "Survey Question Count", .string("\(questions)"), .null, .null),
      wrapped("RS", "RS_topline0000001", "Default Response Set", .null, .null),
    ]
  }

  private static func element(
    _ question: QuestionLayout.Question, _ id: String, _ codebook: Codebook, _ options: WritingOptions
  ) -> JSONValue {
    let payload: JSONObject
    let text: String
    switch question {
    case .grid(let grid, let positions):
      text = codebook.grids[grid].label
      payload = matrix(codebook.grids[grid], positions, id, codebook, options)
    case .single(let position), .recorded(let position):
      text = codebook.variables[position].label
      payload = single(codebook.variables[position], id, options)
    }
    return wrapped("SQ", id, .string(text), .null, .object(payload))
  }

  private static func start(_ text: String, _ tag: String, _ type: String, _ selector: String) -> JSONObject {
    JSONObject([
      ("QuestionText", .string(text)), ("DefaultChoices", false), ("DataExportTag", .string(tag)),
      ("QuestionType", .string(type)), ("Selector", .string(selector)),
      ("Configuration", ["QuestionDescriptionOption": "UseText"]), ("QuestionDescription", .string(text)),
    ])
  }

  private static func finish(_ payload: inout JSONObject, _ id: String, _ next: Int, _ language: JSONValue) {
    payload["Validation"] = ["Settings": ["ForceResponse": "OFF", "ForceResponseType": "ON", "Type": "None"]]
    payload["Language"] = language
    payload["NextChoiceId"] = .integer(next)
    payload["NextAnswerId"] = .integer(next)
    payload["QuestionID"] = .string(id)
  }

  private static func single(_ variable: Variable, _ id: String, _ options: WritingOptions) -> JSONObject {
    let isMultiple = variable.kind == .multipleResponse
    guard variable.kind == .categorical || isMultiple else {
      var payload = start(variable.label, variable.name, "TE", "SL")
      finish(&payload, id, 4, language(options) { ["QuestionText": .string($0[variable.name]?.label ?? "")] })
      if variable.kind == .numeric {
        payload["Validation"] = [
          "Settings": [
            "ForceResponse": "OFF", "ForceResponseType": "ON", "Type": "ContentType", "ContentType": "ValidNumber",
          ]
        ]
      }
      return payload
    }
    var payload = start(variable.label, variable.name, "MC", isMultiple ? "MAVR" : "SAVR")
    payload["SubSelector"] = "TX"
    payload["Choices"] = displays(variable.labels.map(\.label))
    payload["ChoiceOrder"] = .strings(ids(variable.labels.count))
    payload["RecodeValues"] = recodes(variable)
    finish(
      &payload, id, variable.labels.count + 1,
      language(options) {
        [
          "QuestionText": .string($0[variable.name]?.label ?? ""),
          "Choices": displays($0[variable.name]?.labels.map(\.label) ?? []),
        ]
      })
    return payload
  }

  private static func matrix(
    _ grid: Grid, _ positions: [Int], _ id: String, _ codebook: Codebook, _ options: WritingOptions
  ) -> JSONObject {
    let rows = positions.map { codebook.variables[$0] }
    let answers = rows.first?.labels ?? []
    var payload = start(grid.label, grid.name, "Matrix", "Likert")
    payload["SubSelector"] = "SingleAnswer"
    payload["Choices"] = displays(rows.map(\.itemText))
    payload["ChoiceOrder"] = .strings(ids(rows.count))
    payload["Answers"] = displays(answers.map(\.label))
    payload["AnswerOrder"] = .strings(ids(answers.count))
    payload["ChoiceDataExportTags"] = .object(
      JSONObject(rows.enumerated().map { ("\($0 + 1)", .string($1.name)) }))
    if let first = rows.first { payload["RecodeValues"] = recodes(first) }
    finish(
      &payload, id, rows.count + 1,
      language(options) { other in
        let translated = grid.variables.compactMap { other[$0] }
        return [
          "QuestionText": .string(other.grids.first { $0.name == grid.name }?.label ?? ""),
          "Choices": displays(translated.map(\.itemText)),
          "Answers": displays(translated.first?.labels.map(\.label) ?? []),
        ]
      })
    return payload
  }

  private static func language(_ options: WritingOptions, _ texts: (Codebook) -> JSONValue) -> JSONValue {
    guard !options.translations.isEmpty else { return [] }
    return .object(
      JSONObject(options.translations.map { ($0.language.uppercased(), texts($0.codebook)) }))
  }

  private static func ids(_ count: Int) -> [String] { (0..<count).map { "\($0 + 1)" } }

  private static func displays(_ texts: [String]) -> JSONValue {
    .object(JSONObject(texts.enumerated().map { ("\($0 + 1)", ["Display": .string($1)]) }))
  }

  private static func recodes(_ variable: Variable) -> JSONValue {
    .object(JSONObject(variable.labels.enumerated().map { ("\($0 + 1)", .string($1.code)) }))
  }
}
