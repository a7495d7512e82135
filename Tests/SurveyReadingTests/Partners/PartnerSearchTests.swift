import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading

@Suite struct PartnerSearchTests {
  static let questionnaire = """
    {"SurveyEntry": {"SurveyName": "Test"}, "SurveyElements": [
      {"Element": "SQ", "Payload": {"QuestionID": "QID1", "DataExportTag": "use", "QuestionType": "MC",
        "Selector": "SAVR", "QuestionText": "Do you use it?",
        "Choices": {"1": {"Display": "Certainly"}, "2": {"Display": "By no means"}}, "ChoiceOrder": ["1", "2"]}}]}
    """
  static let responses = """
    ResponseId,use
    Response ID,Do you use it?
    "{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"
    R_1,1
    R_2,2

    """
  static let others = """
    ResponseId,no
    Response ID,Do you?
    "{""ImportId"":""_recordId""}","{""ImportId"":""QID77""}"
    R_1,1

    """
  static let codebook = "variable,label,kind,code,code_label\na,Which?,categorical,1,One\na,,,2,Two\n"

  /// Runs with a folder that has those files, and takes it away.
  func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let number = UInt32.random(in: 0...UInt32.max)
    let folder = "/tmp/topline-partners-\(FileSystem.processIdentifier)-\(number)"
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.remove(folder) }
    for (name, text) in files { try FileSystem.write(text, to: folder + "/" + name) }
    try body(folder)
  }

  static let names: [(data: String, partner: String, belongs: Bool)] = [
    ("rdata_habits_2024-05-13.csv", "import_habits_2024-05-13.r", true),
    ("survey_981966_responses.lsr", "limesurvey_survey_981966.lss", true),
    ("survey__data.csv", "survey__dictionary.csv", true),
    ("QT_mc_multi_insights.csv", "QT_mc_multi.qsf", true), ("QT_mc_multi_legacy.csv", "QT_mc_multi.qsf", true),
    ("Social Media – Results.csv", "social-media.qsf", true), ("responses.csv", "codebook.csv", true),
    ("habits_data.csv", "habits_xlsform.xlsx", true), ("habits_data.csv", "habits_form.xml", true),
    ("habits.csv", "habits.codebook.csv", true), ("habits 2024.csv", "habits_2023.qsf", false),
    ("wave1.csv", "wave2.qsf", false), ("a_b.csv", "b_a.qsf", false), ("habits.csv", "import_other.r", false),
  ]

  @Test(arguments: names) func `names belong together once words that every file has are taken off`(
    data: String, partner: String, belongs: Bool
  ) {
    #expect((PartnerSearch.stem(of: data) == PartnerSearch.stem(of: partner)) == belongs)
  }

  @Test func `a form beside the data is found, as XForm and in a workbook`() throws {
    let data = "social,_id,_uuid,_submission_time\ny,1,u1,2024-05-01T10:00:00\n"
    try withFolder([
      "habits.csv": data, "habits_form.xml": String(decoding: KoboFixtures.xform.bytes, as: UTF8.self),
    ]) { folder in
      #expect(try answers(try SurveyReader.read([folder + "/habits.csv"]), "social") == ["Yes"])
      try FileSystem.remove(folder + "/habits_form.xml")
      try FileSystem.write(KoboFixtures.form.bytes, to: folder + "/habits_xlsform.xlsx")
      let read = try SurveyReader.read([folder + "/habits.csv"])
      #expect(try answers(read, "social") == ["Yes"])
      #expect(
        read.provenance.guesses.last
          == "a form's definition in a workbook (XLSForm), found beside it: habits_xlsform.xlsx "
          + "(--no-partner leaves it out)")
    }
  }

  @Test func `a questionnaire beside the responses is read with them, and told`() throws {
    try withFolder(["habits_results.csv": Self.responses, "habits.qsf": Self.questionnaire, "habits.txt": "x"]) {
      let read = try SurveyReader.read([$0 + "/habits_results.csv"])
      #expect(read.provenance.files.map(\.name) == ["habits_results.csv", "habits.qsf"])
      #expect(
        read.provenance.guesses.contains(
          "a Qualtrics questionnaire (QSF), found beside it: habits.qsf (--no-partner leaves it out)"))
      #expect(try answers(read, "use") == ["Certainly", "By no means"])
      let alone = try SurveyReader.read([$0 + "/habits_results.csv"], options: ReadingOptions(findsPartners: false))
      #expect(alone.provenance.files.map(\.name) == ["habits_results.csv"])
      #expect(try answers(alone, "use") == ["1", "2"])
    }
  }

  @Test func `a codebook and an import script are found too`() throws {
    try withFolder(["responses.csv": "a\n1\n2\n1\n", "codebook.csv": Self.codebook]) {
      let read = try SurveyReader.read([$0 + "/responses.csv"])
      #expect(try answers(read, "a") == ["One", "Two", "One"])
    }
    try withFolder(["rdata_habits_2024.csv": SoSciFixtures.text(), "import_habits_2024.r": SoSciFixtures.script]) {
      let read = try SurveyReader.read([$0 + "/rdata_habits_2024.csv"])
      #expect(read.provenance.files.map(\.format) == ["sosci-csv", "sosci-import-script"])
      #expect(read.codebook["SD01"]?.label == "Gender")
    }
  }

  @Test func `files of another name, another kind, or hidden ones are left alone`() throws {
    let files = [
      "habits.csv": Self.responses, "others.qsf": Self.questionnaire, ".habits.qsf": Self.questionnaire,
      "habits_codebook.csv": Self.codebook, "habits.qsf.csv": "a,b\n1,2\n",
    ]
    try withFolder(files) {
      let read = try SurveyReader.read([$0 + "/habits.csv"])
      #expect(read.provenance.files.count == 1)
      #expect(!read.provenance.guesses.contains { $0.contains("beside") })
    }
  }

  @Test func `two that could belong are both left, and named`() throws {
    let files = [
      "habits.csv": Self.responses, "habits.qsf": Self.questionnaire, "habits_survey.qsf": Self.questionnaire,
    ]
    try withFolder(files) {
      let read = try SurveyReader.read([$0 + "/habits.csv"])
      #expect(read.provenance.files.count == 1)
      #expect(
        read.problems.map(\.line).contains(
          "habits.csv: note: found several files beside it that could describe it: habits.qsf, habits_survey.qsf, "
            + "expected one; none is read: name the one that belongs to the responses"))
    }
  }

  @Test func `one that turns out to be of another survey, or broken, is left, and the responses are read`() throws {
    try withFolder(["habits.csv": Self.others, "habits.qsf": Self.questionnaire]) { folder in
      let read = try SurveyReader.read([folder + "/habits.csv"])
      #expect(read.provenance.files.count == 1)
      #expect(
        read.problems.map(\.line).contains(
          "habits.csv: note: found habits.qsf beside it, which is not read with it: no column of a question that "
            + "habits.qsf has, expected the responses of that questionnaire; "
            + "the responses are read alone; name the file that belongs to them"))
      #expect(throws: ReadingError.self) {
        try SurveyReader.read([folder + "/habits.csv", folder + "/habits.qsf"])
      }
    }
    try withFolder(["habits.csv": Self.responses, "habits.qsf": String(Self.questionnaire.dropLast(5))]) {
      let read = try SurveyReader.read([$0 + "/habits.csv"])
      #expect(read.count == 2)
      #expect(read.problems.contains { $0.found.hasPrefix("habits.qsf beside it, which is not read with it: ") })
    }
  }

  @Test func `a file named together with another, bytes in memory, and a structure alone are not searched for`() throws
  {
    try withFolder(["habits.csv": Self.responses, "habits.qsf": Self.questionnaire]) { folder in
      let bytes = try SourceBytes.open(folder + "/habits.csv", wantsHash: false)
      #expect(try SurveyReader.read(sources: [bytes]).provenance.files.count == 1)
      #expect(throws: ReadingError.self) { try SurveyReader.read([folder + "/habits.qsf"]) }
    }
  }

  @Test(
    .enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)),
    arguments: [
      ("qualtrics/QT_mc_multi_insights.csv", "QT_mc_multi.qsf"),
      ("qualtrics/QT_mc_multi_legacy.csv", "QT_mc_multi.qsf"),
      ("qualtrics/QT_text_entry.csv", "QT_text_entry.qsf"),
      ("qualtrics/sp_testsurvey_responses.xml", "sp_testsurvey.qsf"),
      ("limesurvey/survey_981966_responses.lsr", "limesurvey_survey_981966.lss"),
      ("redcap/survey__data.csv", "survey__dictionary.csv"),
      ("redcap/longitudinal__data.csv", "longitudinal__dictionary.csv"), ("triple_s/example2.csv", "example2.sss"),
      ("triple_s/example1.asc", "example1.sss"), ("triple_s/persondata.asc", "persondata.sss"),
    ]) func `real exports find their real partners`(data: String, partner: String) throws
  {
    let folder = SharedFiles.exports ?? ""
    let found = try SurveyReader.read([folder + "/" + data])
    #expect(found.provenance.files.count == 2)
    #expect(found.provenance.files.contains { $0.name == partner })
    let parent = FileSystem.parent(of: data)
    let named = try SurveyReader.read([folder + "/" + data, "\(folder)/\(parent)/\(partner)"])
    #expect(found.codebook == named.codebook)
    for (one, other) in zip(found.columns, named.columns) {
      #expect((0..<found.count).allSatisfy { one.originalText(at: $0) == other.originalText(at: $0) })
      #expect((0..<found.count).allSatisfy { one.missingReason(at: $0) == other.missingReason(at: $0) })
    }
    #expect(found.problems == named.problems)
  }
}
