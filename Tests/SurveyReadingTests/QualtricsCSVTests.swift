import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct QualtricsCSVTests {
  func both(order: [Int] = [0, 1], options: ReadingOptions = ReadingOptions()) throws -> Survey {
    let files = [
      source(QualtricsFixtures.current, name: "data.csv"), source(QualtricsFixtures.questionnaire, name: "q.qsf"),
    ]
    return try SurveyReader.read(sources: order.map { files[$0] }, options: options)
  }

  @Test func `the current layout is known by its third record`() throws {
    let read = try survey(QualtricsFixtures.current)
    #expect(read.provenance.format == "qualtrics-csv")
    #expect(read.provenance.evidence == "record 3 has 13 of 13 ImportId cells")
    #expect(read.count == 3)
    #expect(read.codebook["StartDate"]?.kind == .datetime)
    #expect(read.codebook["StartDate"]?.label == "Start Date (Europe/Copenhagen)")
    #expect(read.codebook["Q1"]?.key == "QID1")
    #expect(read.codebook["Q1"]?.label == "How do you feel, overall?")
  }

  @Test func `personal columns are marked`() throws {
    let read = try survey(QualtricsFixtures.current)
    let personal = read.codebook.variables.filter { $0.personal.isPersonal }.map {
      "\($0.name) \($0.personal.rawValue)"
    }
    #expect(
      personal == ["IPAddress technical", "ResponseId identifier", "Q2 openText", "Q2_3_TEXT openText", "Q4 openText"])
    // Joined options cannot be told from open text where three people answered; then the careful reading is taken.
    #expect(read.codebook["Q2_3_TEXT"]?.role == .otherText)
    #expect(read.codebook["Q4"]?.role == .question)
  }

  @Test func `previews are kept and counted`() throws {
    let read = try survey(QualtricsFixtures.current)
    #expect(
      read.problems.map(\.line) == [
        "data.csv, Status: note: found 1 record of previews or tests, expected answers of respondents; "
          + "they are kept; leave them out with --exclude previews,tests"
      ])
  }

  @Test func `without questionnaire a grid's rows share their answers and split options make a set`() throws {
    let read = try survey(QualtricsFixtures.current)
    #expect(read.codebook.grids.map(\.variables) == [["Q3_1", "Q3_2"]])
    #expect(read.codebook.grids.first?.label == "Agree?")
    #expect(read.codebook["Q3_1"]?.itemText == "I like - it")
    #expect(
      read.codebook["Q3_1"]?.labels.map(\.label) == ["Disagree", "Agree", "Strongly agree", "Don't know"])
    #expect(read.codebook["Q3_1"]?.labels == read.codebook["Q3_2"]?.labels)
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["Q5_1", "Q5_2"]])
    #expect(read.codebook["Q5_2"]?.labels.map(\.label) == ["Two"])
    #expect(try answers(read, "Q5_1") == ["One", "[unknownBlank]", "One"])
  }

  @Test func `the questionnaire gives answers, order, codes and residuals, in either order of files`() throws {
    let read = try both()
    #expect(read == (try both(order: [1, 0])))
    #expect(read.provenance.files.map(\.format) == ["qualtrics-csv", "qsf"])
    let mood = try #require(read.codebook["Q1"])
    #expect(mood.label == "How do you feel, overall?")
    #expect(mood.labels.map(\.code) == ["1", "2"])
    #expect(try answers(read, "Q1") == ["Good", "Bad", "[unknownBlank]"])
    let item = try #require(read.codebook["Q3_2"])
    #expect(item.level == .ordinal)
    #expect(item.label == "Agree? - I need it")
    #expect(item.labels.map(\.label) == ["Disagree", "Agree", "Strongly agree", "Don't know"])
    #expect(item.labels.map(\.value) == [1, 2, 3, nil])
    #expect(try answers(read, "Q3_2") == ["Strongly agree", "Agree", "[dontKnow]"])
    #expect(read.codebook.grids.map(\.name) == ["Q3"])
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["Q5_1", "Q5_2"]])
    #expect(read.codebook.multipleResponseSets.first?.tickedCode == "1")
  }

  @Test func `options in one cell are parted by the questionnaire's own, commas and all`() throws {
    let read = try both()
    #expect(read.codebook["Q2"]?.kind == .multipleResponse)
    #expect(read.codebook["Q2"]?.labels.map(\.label) == ["Chat", "News, weather", "Other"])
    #expect(try answers(read, "Q2") == ["Chat+News, weather", "Chat", "Chat+Other"])
  }

  @Test func `codes and texts of the same answers give the same answers`() throws {
    let coded = QualtricsFixtures.current
      .replacing(",Good,\"News, weather,Chat\"", with: ",2,\"1,2\"").replacing(
        ",Bad,Chat,,Disagree,Agree,", with: ",1,2,,1,2,"
      )
      .replacing(",Agree,Strongly agree,", with: ",2,3,").replacing("\"Chat,Other\"", with: "\"2,3\"")
      .replacing(",Don't know,", with: ",-1,").replacing("fine,One,", with: "fine,1,").replacing(
        "so so,,Two", with: "so so,,1"
      )
      .replacing("two\",One,Two", with: "two\",1,1")
    let files = [source(coded, name: "data.csv"), source(QualtricsFixtures.questionnaire, name: "q.qsf")]
    let read = try SurveyReader.read(sources: files)
    let texts = try both()
    for name in ["Q1", "Q2", "Q3_1", "Q3_2", "Q5_1", "Q5_2"] {
      #expect(try answers(read, name) == answers(texts, name), "\(name)")
      #expect(read.codebook[name]?.labels == texts.codebook[name]?.labels)
    }
    #expect(read.problems.filter { $0.severity >= .warning } == [])
  }

  @Test func `-99 is an answer of its own until it is declared`() throws {
    let text = QualtricsFixtures.current.replacing(",,Don't know,", with: ",-99,Don't know,")
    let files = [source(text, name: "data.csv"), source(QualtricsFixtures.questionnaire, name: "q.qsf")]
    let plain = try SurveyReader.read(sources: files)
    #expect(plain.problems.contains { $0.column == "Q3_1" && $0.found == "'-99' in 1 cell" })
    let options = ReadingOptions(missing: [DeclaredCode(code: "-99", reason: .seenNotAnswered)])
    let declared = try SurveyReader.read(sources: files, options: options)
    #expect(try answers(declared, "Q3_1").last == "[seenNotAnswered]")
    #expect(!declared.problems.contains { $0.column == "Q3_1" })
  }

  @Test func `a questionnaire of another survey is refused`() {
    let other = QualtricsFixtures.questionnaire.replacing("QID", with: "QID9")
    let found = error([source(QualtricsFixtures.current), source(other, name: "q.qsf")])
    #expect(
      found?.description
        == "data.csv: no column of a question that q.qsf has; expected the responses of that questionnaire\n"
        + "  mend: export the questionnaire of the survey that the responses belong to, or leave it out")
  }

  @Test func `a questionnaire cut short is refused with the line`() {
    let cut = String(QualtricsFixtures.questionnaire.prefix(400))
    let found = error([source(QualtricsFixtures.current), source(cut, name: "q.qsf")])
    #expect(found?.code == .malformed)
    #expect(found?.place.file == "q.qsf")
    #expect(found?.remedy == "export the survey as .qsf again; it may have been cut short")
  }

  @Test func `the notation of 2016 gives the same keys`() {
    let members = QualtricsHeading.importMembers("{'ImportId': 'QID11#2-1-3-TEXT', 'timeZone': 'Z'}")
    #expect(members == ["ImportId": "QID11#2-1-3-TEXT", "timeZone": "Z"])
    let key = QualtricsKey("QID11#2-1-3-TEXT")
    #expect(key.text == "QID11#2_1_3_TEXT")
    #expect(key.question == "QID11")
    #expect(key.column == 2)
    #expect(key.parts == ["1", "3"])
    #expect(key.isText)
    #expect(QualtricsKey.normalized("panel-RecipientEmail") == "recipientEmail")
    #expect(QualtricsKey("2_QID5_1").question == "QID5")
    #expect(QualtricsKey("QualtricsThing").question == nil)
  }

  @Test func `the question's text is what all rows begin with, however many dashes it has`() {
    let split = QualtricsHeading.split(["On - line: agree? - I am", "On - line: agree? - I need"])
    #expect(split?.question == "On - line: agree?")
    #expect(split?.items == ["I am", "I need"])
    #expect(QualtricsHeading.split(["One", "Two"]) == nil)
  }
}
