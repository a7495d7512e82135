import SurveyModel
import TestSupport
import TextFormats
import Testing

@testable import SurveyReading

@Suite struct `Qualtrics XML` {
  private func read(
    _ text: String, questionnaire: String? = nil, options: ReadingOptions = ReadingOptions()
  ) throws(ReadingError) -> Survey {
    try QualtricsXMLReader.read(
      responses: SourceBytes(name: "responses.xml", bytes: Array(text.utf8)),
      questionnaire: questionnaire.map { SourceBytes(name: "survey.qsf", bytes: Array($0.utf8)) }, options: options)
  }

  private let questionnaire = """
    {"SurveyEntry": {"SurveyName": "Test"}, "SurveyElements": [
      {"Element": "SQ", "Payload": {"QuestionID": "QID1", "DataExportTag": "use", "QuestionType": "MC",
        "Selector": "SAVR", "QuestionText": "Do you use it?",
        "Choices": {"1": {"Display": "Yes"}, "2": {"Display": "No"}}, "ChoiceOrder": ["1", "2"]}},
      {"Element": "SQ", "Payload": {"QuestionID": "QID2", "DataExportTag": "why", "QuestionType": "TE",
        "Selector": "SL", "QuestionText": "Why?"}},
      {"Element": "SQ", "Payload": {"QuestionID": "QID3", "DataExportTag": "rate", "QuestionType": "Matrix",
        "Selector": "Likert", "SubSelector": "SingleAnswer", "QuestionText": "Rate",
        "Choices": {"1": {"Display": "Price"}, "2": {"Display": "Taste"}}, "ChoiceOrder": ["1", "2"],
        "Answers": {"1": {"Display": "Bad"}, "2": {"Display": "Good"}}, "AnswerOrder": ["1", "2"]}}]}
    """

  private let responses = """
    <Responses>
    <Response><_recordId>R_1</_recordId><QID1>1</QID1><QID2_TEXT>a
    b</QID2_TEXT><QID3_1>2</QID3_1><QID3_2>1</QID3_2></Response>
    <Response><_recordId>R_2</_recordId><QID1></QID1><QID3_1>1</QID3_1><s>g</s></Response>
    </Responses>
    """

  @Test func `columns are the union of all elements, absent and empty cells both blank`() throws {
    let survey = try read(responses)
    #expect(survey.codebook.variables.map(\.name) == ["_recordId", "QID1", "QID2_TEXT", "QID3_1", "QID3_2", "s"])
    func reason(_ name: String, _ row: Int) throws -> MissingReason? {
      try survey.column(name).column.missingReason(at: row)
    }
    #expect(try reason("QID1", 1) == .unknownBlank)
    #expect(try reason("QID2_TEXT", 1) == .unknownBlank)
    #expect(try reason("s", 0) == .unknownBlank && reason("s", 1) == nil)
    #expect(try survey.column("QID2_TEXT").column.originalText(at: 0) == "a\nb")
    #expect(try survey.column("_recordId").variable.personal == .identifier)
    #expect(
      survey.problems.map(\.line).contains(
        "responses.xml: note: found responses without the questionnaire, expected the questionnaire (.qsf) beside "
          + "them, which has the questions and answers; export the survey in Qualtrics and give both: "
          + "topline inspect responses.xml SURVEY.qsf"))
  }

  @Test func `previews and tests are kept and counted as in the CSV`() throws {
    let survey = try read(
      """
      <Responses>
      <Response><_recordId>R_1</_recordId><status>Survey Preview</status><QID1>1</QID1></Response>
      <Response><_recordId>R_2</_recordId><status>IP Address</status><QID1>1</QID1></Response>
      <Response><_recordId>R_3</_recordId><status>Survey Test</status><QID1>2</QID1></Response>
      </Responses>
      """)
    #expect(survey.count == 3)
    #expect(
      survey.problems.map(\.line).contains(
        "responses.xml, status: note: found 2 records of previews or tests, expected answers of respondents; "
          + "they are kept; leave them out with --exclude previews,tests"))
    #expect(survey.codebook["status"]?.role == .metadata)
  }

  @Test func `with the questionnaire questions have their names, texts and answers`() throws {
    let survey = try read(responses, questionnaire: questionnaire)
    #expect(survey.codebook.variables.map(\.name) == ["_recordId", "use", "why", "rate_1", "rate_2", "s"])
    let (use, column) = try survey.column("use")
    #expect(use.label == "Do you use it?" && use.key == "QID1")
    #expect(use.labels.map(\.label) == ["Yes", "No"])
    #expect(column.originalText(at: 0) == "1" && column.missingReason(at: 1) == .unknownBlank)
    #expect(try survey.column("why").variable.personal == .openText)
    #expect(survey.codebook.grids.map(\.variables) == [["rate_1", "rate_2"]])
    let taste = try survey.column("rate_2").variable
    #expect(taste.itemText == "Taste" && taste.labels.map(\.label) == ["Bad", "Good"])
    #expect(survey.provenance.files.map(\.format) == ["qualtrics-xml", "qsf"])
  }

  // Counts by Python's xml.etree.
  @Test(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
  func `a real pair is joined`() throws {
    let folder = "\(SharedFiles.exports ?? "")/qualtrics"
    let survey = try QualtricsXMLReader.read(
      responses: SourceBytes.open("\(folder)/sp_testsurvey_responses.xml", wantsHash: false),
      questionnaire: SourceBytes.open("\(folder)/sp_testsurvey.qsf", wantsHash: false), options: ReadingOptions())
    #expect(survey.count == 4)
    #expect(survey.codebook.variables.count == 146)
    let q1 = try survey.column("Q1")
    #expect(q1.variable.label == "Single answer")
    #expect((0..<4).map { q1.column.originalText(at: $0) }[3] == "And let’s try a smart quote for good measure")
    // The smart quote stands as an entity in the questionnaire and as itself in the responses.
    #expect(q1.variable.labels.count == 5)
    #expect(survey.columns.reduce(0) { $0 + ($1.missingCounts[.unknownBlank] ?? 0) } == 264)
  }

  @Test func `files that cannot be read are refused in words`() {
    func message(_ text: String, questionnaire: String? = nil) -> String {
      do throws(ReadingError) {
        _ = try read(text, questionnaire: questionnaire)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(
      message("<Answers/>") == """
        responses.xml: XML whose root is <Answers>; expected a Qualtrics XML export, whose root is <Responses>
          mend: check which file was given
        """)
    #expect(
      message("<Responses></Responses>") == """
        responses.xml: a Qualtrics XML export without responses; expected at least one <Response>
          mend: check in Qualtrics that the survey has responses, and export again
        """)
    #expect(
      message("<Responses><Response><QID1>1</QID1></Resp") == """
        responses.xml:1: the XML ends at line 1, column 42, inside <Responses><Response>; expected </Response>
          mend: the file was cut off, as by an interrupted download or a full disk: export it again
        """)
    #expect(
      message("<!DOCTYPE Responses [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><Responses/>") == """
        responses.xml:1: the XML declares the external entity 'a', to be fetched from 'file:///etc/hostname'; expected \
        a document without entity declarations, as survey platforms write it
          mend: such a file can hang a program or read other files; take the DOCTYPE out if you trust the sender
        """)
    #expect(
      message("<Responses><Response><QID77>1</QID77></Response></Responses>", questionnaire: questionnaire) == """
        responses.xml: no column of a question that survey.qsf has; expected the responses of that questionnaire
          mend: export the questionnaire of the survey that the responses belong to, or leave it out
        """)
    #expect(
      message(responses, questionnaire: "{") == """
        survey.qsf:1: expected a member's name in quotes; expected JSON to the end of the file
          mend: export the survey as .qsf again; it may have been cut short
        """)
  }
}
