import SurveyModel
import TestSupport
import TextFormats
import Testing

@testable import SurveyReading

@Suite struct `LimeSurvey responses` {
  private func read(
    _ fields: [String], _ rows: [[String?]],
    structure: SourceBytes? = LimeSurveyXMLFixture.all.structure(inline: false),
    options: ReadingOptions = ReadingOptions()
  ) throws(ReadingError) -> Survey {
    try LimeSurveyResponsesReader.read(
      responses: LimeSurveyXMLFixture.responses(fields, rows), structure: structure, options: options)
  }

  private func reasons(_ survey: Survey, _ name: String) throws -> [MissingReason?] {
    let column = try survey.column(name).column
    return (0..<survey.count).map(column.missingReason(at:))
  }

  private func labels(_ survey: Survey, _ name: String) throws -> [String?] {
    let (variable, column) = try survey.column(name)
    guard case .categorical(let cells) = column else { return [] }
    return (0..<survey.count).map { cells.label(at: $0).map { variable.labels[$0].label } }
  }

  @Test func `an absent element was not shown, an empty one was seen and not answered`() throws {
    let survey = try read(
      ["id", "123456X7X20", "123456X7X28"], [["1", "r", ""], ["2", "", nil], ["3", nil, "text"]])
    #expect(try reasons(survey, "colour") == [nil, .seenNotAnswered, .notShown])
    #expect(try reasons(survey, "why") == [.seenNotAnswered, .notShown, nil])
    #expect(try survey.column("why").column.originalText(at: 2) == "text")
  }

  @Test func `an empty element of a ticking question is an option not ticked`() throws {
    let survey = try read(
      ["id", "123456X7X22SQ001", "123456X7X22SQ002", "123456X7X22other"],
      [["1", "Y", "", ""], ["2", "", "", "a pen"], ["3", nil, nil, nil], ["4", "Y", nil, ""]])
    #expect(try labels(survey, "uses_SQ001") == ["selected", "not selected", nil, "selected"])
    #expect(try labels(survey, "uses_SQ002") == ["not selected", "not selected", nil, nil])
    #expect(try reasons(survey, "uses_SQ002") == [nil, nil, .notShown, .notShown])
    let set = try #require(survey.codebook.multipleResponseSets.first)
    #expect(set.name == "uses" && set.tickedCode == "Y" && set.variables == ["uses_SQ001", "uses_SQ002"])
    #expect(set.label == "What do you use?")
    let other = try survey.column("uses_other").variable
    #expect(other.personal == .openText && other.role == .otherText)
  }

  @Test func `a list has its answers in order, and "other" with its text`() throws {
    let survey = try read(
      ["id", "123456X7X20", "123456X7X20other"], [["1", "b", ""], ["2", "-oth-", "teal"], ["3", "r", ""]])
    let (colour, _) = try survey.column("colour")
    #expect(colour.labels.map(\.code) == ["r", "g", "b", "-oth-"])
    #expect(colour.labels.map(\.label) == ["Red", "Green", "Blue", "Other"])
    #expect(colour.label == "Which colour?" && colour.key == "123456X7X20" && colour.level == .nominal)
    #expect(try labels(survey, "colour") == ["Blue", "Other", "Red"])
    #expect(try survey.column("colour_other").variable.key == "123456X7X20other")
  }

  @Test func `an array is a grid of ordered answers, "don't know" a reason`() throws {
    let survey = try read(
      ["id", "123456X7X21SQ001", "123456X7X21SQ002"], [["1", "5", "9"], ["2", "1", "2"]])
    let grid = try #require(survey.codebook.grids.first)
    #expect(grid == Grid(name: "attitude", label: "Attitude", variables: ["attitude_SQ001", "attitude_SQ002"]))
    let (variable, _) = try survey.column("attitude_SQ002")
    #expect(variable.level == .ordinal && variable.itemText == "Second" && variable.label == "Attitude - Second")
    #expect(variable.labels.map(\.value) == [1, 2, 3, 4, 5, nil])
    #expect(variable.labels.last?.missing == .dontKnow)
    #expect(try reasons(survey, "attitude_SQ002") == [.dontKnow, nil])
    let position = try survey.codebook.requirePosition(of: "attitude_SQ001")
    #expect(survey.numbers(at: position) == [5, 1])
  }

  @Test func `a dual-scale array is two grids with answers of their own`() throws {
    let survey = try read(
      ["id", "123456X7X24SQ001#0", "123456X7X24SQ001#1"], [["1", "2", "y"], ["2", "", "x"]])
    #expect(survey.codebook.grids.map(\.name) == ["dual_1", "dual_2"])
    #expect(survey.codebook.grids.map(\.label) == ["Rate - Now", "Rate - Then"])
    #expect(try labels(survey, "dual_SQ001_1") == ["Disagree", nil])
    #expect(try labels(survey, "dual_SQ001_2") == ["High", "Low"])
    #expect(try survey.column("dual_SQ001_2").variable.key == "123456X7X24SQ001#1")
  }

  @Test func `fixed answers have their words`() throws {
    let survey = try read(
      ["id", "123456X7X29", "123456X7X30", "123456X7X31", "123456X7X32SQ001", "123456X7X33SQ001", "123456X7X34SQ001"],
      [["1", "Y", "F", "5", "U", "I", "10"], ["2", "N", "M", "1", "N", "D", "1"]])
    #expect(try labels(survey, "member") == ["Yes", "No"])
    #expect(try labels(survey, "sex") == ["Female", "Male"])
    #expect(try labels(survey, "stars") == ["5", "1"])
    #expect(try labels(survey, "mood_SQ001") == ["Uncertain", "No"])
    #expect(try labels(survey, "trend_SQ001") == ["Increase", "Decrease"])
    let trend = try survey.codebook.requirePosition(of: "trend_SQ001")
    #expect(survey.numbers(at: trend) == [1, -1])
    #expect(try survey.column("pain_SQ001").variable.labels.count == 10)
    #expect(try labels(survey, "pain_SQ001") == ["10", "1"])
  }

  @Test func `a ranking has one column per rank with the item that stands there`() throws {
    let survey = try read(
      ["id", "123456X7X251", "123456X7X252", "123456X7X253"], [["1", "b", "r", ""], ["2", nil, nil, nil]])
    #expect(try labels(survey, "order_1") == ["Blue", nil])
    #expect(try labels(survey, "order_2") == ["Red", nil])
    #expect(try reasons(survey, "order_3") == [.seenNotAnswered, .notShown])
    #expect(try survey.column("order_2").variable.itemText == "Rank 2")
  }

  @Test func `numbers, dates, tables of numbers and comments have their kinds`() throws {
    let survey = try read(
      [
        "id", "123456X7X26", "123456X7X27", "123456X7X35SQ001", "123456X7X37SQ002_X1", "123456X7X38",
        "123456X7X38comment", "123456X7X23SQ001", "123456X7X23SQ001comment", "123456X7X39", "123456X7X39_filecount",
        "123456X7X40", "123456X7X36SQ001",
      ],
      [
        [
          "1", "32.0000000000", "1990-05-01 00:00:00", "1.5", "7", "g", "because", "Y", "often", "[]", "0", "3",
          "A name",
        ]
      ])
    func kind(_ name: String) throws -> VariableKind { try survey.column(name).variable.kind }
    #expect(try kind("age") == .numeric)
    #expect(survey.numbers(at: try survey.codebook.requirePosition(of: "age")) == [32])
    #expect(try survey.column("age").column.originalText(at: 0) == "32.0000000000")
    #expect(try kind("born") == .datetime)
    #expect(try kind("spend_SQ001") == .numeric && kind("cells_SQ002_X1") == .numeric)
    #expect(try survey.column("cells_SQ002_X1").variable.itemText == "Second - Left")
    #expect(try labels(survey, "best") == ["Green"])
    for name in ["best_comment", "likes_SQ001comment", "names_SQ001", "file"] {
      #expect(try survey.column(name).variable.personal == .openText, "\(name)")
    }
    #expect(try kind("file_filecount") == .numeric)
    #expect(try survey.column("sum").variable.role == .question)
  }

  @Test func `LimeSurvey's own columns are marked, and a NULL of theirs is no "not shown"`() throws {
    let survey = try read(
      ["id", "token", "submitdate", "lastpage", "startlanguage", "ipaddr", "refurl", "seed", "123456X7X29"],
      [
        ["1", "abc", "2024-02-03 10:11:12", "4", "en", "192.0.2.7", "", "77", "Y"],
        ["2", nil, nil, "2", "da", nil, nil, "78", nil],
      ])
    #expect(try survey.column("id").variable.personal == .identifier)
    #expect(try survey.column("token").variable.personal == .identifier)
    #expect(try survey.column("ipaddr").variable.personal == .technical)
    #expect(try survey.column("submitdate").variable.kind == .datetime)
    #expect(try reasons(survey, "submitdate") == [nil, .systemMissing])
    #expect(try reasons(survey, "member") == [nil, .notShown])
    #expect(survey.codebook.variables.prefix(8).allSatisfy { $0.role == .metadata })
  }

  @Test func `the date of 1980 says complete, without a date`() throws {
    let survey = try read(
      ["id", "submitdate", "123456X7X29"], [["1", "1980-01-01 00:00:00", "Y"], ["2", nil, "N"]])
    #expect(try reasons(survey, "submitdate") == [.redacted, .systemMissing])
    #expect(
      survey.problems.map(\.line).contains(
        "responses.lsr, submitdate: note: found the date 1980-01-01 00:00:00, expected the time of submission; "
          + "this survey stores no dates: such responses are complete, and their dates count as redacted"))
  }

  @Test func `a code that the structure lacks is kept and reported`() throws {
    let survey = try read(["id", "123456X7X20"], [["1", "r"], ["2", "zz"], ["3", "zz"]])
    #expect(try labels(survey, "colour") == ["Red", "zz", "zz"])
    let problem = try #require(survey.problems.first { $0.column == "colour" })
    #expect(problem.found == "'zz' in 2 cells" && problem.row == 2)
  }

  @Test func `without structure columns have the database's names`() throws {
    let survey = try read(
      ["id", "123456X7X20", "123456X7X24SQ001#1"], [["1", "r", "y"], ["2", nil, ""]], structure: nil)
    #expect(survey.codebook.variables.map(\.name) == ["id", "123456X7X20", "123456X7X24SQ001#1"])
    #expect(try reasons(survey, "123456X7X20") == [nil, .notShown])
    #expect(try reasons(survey, "123456X7X24SQ001#1") == [nil, .seenNotAnswered])
    #expect(
      survey.problems.map(\.line) == [
        "responses.lsr: note: found responses without the survey's structure, expected the structure file (.lss) "
          + "beside them, which has the questions and answers; export the structure in LimeSurvey and give both: "
          + "topline inspect responses.lsr SURVEY.lss"
      ])
  }

  @Test func `columns that the structure lacks are read and reported, and so are questions without columns`() throws {
    let survey = try read(["id", "123456X7X29", "123456X9X99"], [["1", "Y", "5"]])
    #expect(survey.codebook.variables.map(\.name) == ["id", "member", "123456X9X99"])
    let found = survey.problems.map(\.found)
    #expect(found.contains("columns that the structure does not have: 123456X9X99"))
    #expect(
      found.contains(
        "questions that the responses do not have: colour, colour_other, attitude_SQ001, attitude_SQ002, uses_SQ001, "
          + "uses_SQ002, uses_other, likes_SQ001 and 33 more"))
  }

  @Test func `an element outside the list of fields is read, one given twice is reported`() throws {
    let text = """
      <document><LimeSurveyDocType>Responses</LimeSurveyDocType><responses><fields><fieldname>id</fieldname></fields>
      <rows><row><id>1</id></row><row><id>2</id><_123456X7X29>Y</_123456X7X29><id>3</id></row></rows></responses></document>
      """
    let survey = try LimeSurveyResponsesReader.read(
      responses: LimeSurveyXMLFixture.text(text, name: "responses.lsr"),
      structure: LimeSurveyXMLFixture.all.structure(inline: true), options: ReadingOptions())
    #expect(try reasons(survey, "member") == [.notShown, nil])
    #expect(try survey.column("id").column.originalText(at: 1) == "2")
    #expect(
      survey.problems.map(\.line).contains(
        "responses.lsr, record 2, id: warning: found the element a second time in one response, expected each element "
          + "once; the first one is read; export the responses again"))
  }

  @Test func `any chunk size gives the same survey`() throws {
    let source = LimeSurveyXMLFixture.responses(
      ["id", "123456X7X20", "123456X7X28"], [["1", "r", "æ ]] > & <"], ["2", nil, ""], ["3", "b", "\u{1F600}"]])
    let whole = try XMLPushParser.read(
      source.bytes, file: "r", into: LimeSurveyResponsesTable(source: source)
    ).records
    for chunk in 1...40 {
      let pieces = try XMLPushParser.read(
        source.bytes, file: "r", into: LimeSurveyResponsesTable(source: source), chunk: chunk
      ).records
      #expect(pieces.names == whole.names && pieces.count == whole.count)
      for (a, b) in zip(pieces.columns, whole.columns) {
        #expect((0..<3).map(a.text(ofCell:)) == (0..<3).map(b.text(ofCell:)))
      }
    }
  }

  // The numbers were counted with Python's xml.etree.
  @Test(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
  func `a real pair is joined`() throws {
    let folder = "\(SharedFiles.exports ?? "")/limesurvey"
    let survey = try LimeSurveyResponsesReader.read(
      responses: SourceBytes.open("\(folder)/survey_981966_responses.lsr", wantsHash: true),
      structure: SourceBytes.open("\(folder)/limesurvey_survey_981966.lss", wantsHash: true), options: ReadingOptions())
    #expect(survey.count == 2 && survey.codebook.variables.count == 38)
    // The first respondent saw everything, which 13 empty elements say; one of them is of a question whose equation is
    // false for this user in the end. refurl is a NULL. The second saw nothing.
    let first = survey.columns.map { $0.missingReason(at: 0) }
    #expect(first.count { $0 == .seenNotAnswered } == 12 && first.count { $0 == .systemMissing } == 1)
    #expect(try reasons(survey, "q2statussupervisor")[0] == .notShown)
    let second = survey.columns.map { $0.missingReason(at: 1) }
    #expect(second.count { $0 == .notShown } == 29 && second.count { $0 == .systemMissing } == 3)
    #expect(try labels(survey, "q1statusreviewer") == ["rejected by reviewer", nil])
    #expect(try survey.column("q2researcher").variable.labels.map(\.code) == ["1", "2", "-oth-"])
    #expect(survey.provenance.files.map(\.format) == ["limesurvey-lsr", "limesurvey-lss"])
    #expect(survey.provenance.files.allSatisfy { $0.sha256?.count == 64 })
    #expect(survey.problems.filter { $0.severity > .note }.isEmpty)
  }

  @Test func `files that cannot be read are refused in words`() throws {
    func message(_ text: String, structure: String? = nil) -> String {
      do throws(ReadingError) {
        _ = try LimeSurveyResponsesReader.read(
          responses: LimeSurveyXMLFixture.text(text, name: "responses.lsr"),
          structure: structure.map { LimeSurveyXMLFixture.text($0) }, options: ReadingOptions())
        return ""
      } catch {
        return error.description
      }
    }
    let head = "<document><LimeSurveyDocType>Responses</LimeSurveyDocType>"
    #expect(
      message("<survey/>") == """
        responses.lsr: XML whose root is <survey>; expected a LimeSurvey response file (.lsr), whose root is \
        <document>
          mend: check which file was given
        """)
    #expect(
      message("<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>") == """
        responses.lsr: a LimeSurvey 'Survey' document; expected the responses (.lsr), a LimeSurvey 'Responses' \
        document
          mend: this is the structure; give the responses too: topline inspect RESPONSES.lsr responses.lsr
        """)
    #expect(
      message("<document><rows/></document>") == """
        responses.lsr: a LimeSurvey document that does not say what it is; expected the responses (.lsr), a LimeSurvey \
        'Responses' document
          mend: export the responses (.lsr) from LimeSurvey
        """)
    #expect(
      message(head + "</document>") == """
        responses.lsr: a LimeSurvey response file without responses; expected at least one response
          mend: check in LimeSurvey that the survey has responses, and export again
        """)
    #expect(
      message(head + "<responses><rows><row><id>1</id></row>") == """
        responses.lsr:1: the XML ends at line 1, column 97, inside <document><responses><rows>; expected </rows>
          mend: the file was cut off, as by an interrupted download or a full disk: export it again
        """)
    #expect(
      message("<!DOCTYPE document [<!ENTITY a \"b\">]>" + head + "</document>") == """
        responses.lsr:1: the XML declares the entity 'a'; expected a document without entity declarations, as survey \
        platforms write it
          mend: such a file can hang a program or read other files; take the DOCTYPE out if you trust the sender
        """)
    let one = head + "<responses><rows><row><_777X1X1>1</_777X1X1></row></rows></responses></document>"
    let structure = String(decoding: LimeSurveyXMLFixture.all.structure(inline: true).bytes, as: UTF8.self)
    #expect(
      message(one, structure: structure) == """
        survey.lss: the structure of survey 123456, none of whose questions responses.lsr has; expected the structure \
        of survey 777
          mend: export the structure of that survey from LimeSurvey
        """)
    #expect(
      message(one, structure: "<document>") == """
        survey.lss:1: the XML ends at line 1, column 11, inside <document>; expected </document>
          mend: the file was cut off, as by an interrupted download or a full disk: export it again
        """)
  }

  @Test func `"other" is an answer whatever its wording`() throws {
    var fixture = LimeSurveyXMLFixture.all
    fixture.questions[0].attributes = [("other_replace_text", "Not applicable/Other")]
    let survey = try read(
      ["id", "123456X7X20"], [["1", "-oth-"]], structure: fixture.structure(inline: true))
    #expect(try labels(survey, "colour") == ["Not applicable/Other"])
    #expect(try reasons(survey, "colour") == [nil])
  }

  @Test func `a short text of which only numbers are allowed is a number`() throws {
    var fixture = LimeSurveyXMLFixture.all
    fixture.questions.append(
      .init(item: LimeSurveyXMLFixture.item(60, "hours", "Hours"), type: "S", attributes: [("numbers_only", "1")]))
    let survey = try read(["id", "123456X7X60"], [["1", "7.5"]], structure: fixture.structure(inline: false))
    #expect(survey.numbers(at: try survey.codebook.requirePosition(of: "hours")) == [7.5])
  }

  @Test func `without structure "other" and comments are open answers all the same`() throws {
    let survey = try read(
      ["id", "123456X7X20other", "123456X7X38comment"], [["1", "red", "yes"], ["2", "red", "yes"]], structure: nil)
    for name in ["123456X7X20other", "123456X7X38comment"] {
      let variable = try survey.column(name).variable
      #expect(variable.personal == .openText && variable.role == .otherText && variable.kind == .text)
    }
  }

  @Test func `files are told apart in either order, and a structure alone is refused with what to type`() throws {
    let responses = LimeSurveyXMLFixture.responses(["id", "123456X7X29"], [["1", "Y"]])
    let structure = LimeSurveyXMLFixture.all.structure(inline: false)
    let survey = try SurveyReader.read(sources: [structure, responses])
    #expect(try survey == SurveyReader.read(sources: [responses, structure]))
    #expect(try labels(survey, "member") == ["Yes"])
    let error = #expect(throws: ReadingError.self) { try SurveyReader.read(sources: [structure]) }
    #expect(
      error?.description == """
        survey.lss: a LimeSurvey structure file (.lss) alone, which holds no answers; expected a file with responses
          mend: name the responses too: topline … responses.lsr survey.lss
        """)
  }

  @Test func `the language of the texts is told where there was a choice`() throws {
    let fields = ["id", "123456X7X20"]
    let base = try read(fields, [["1", "r"]])
    #expect(
      base.provenance.guesses == [
        "the language of the texts: en, of en, da (the reading option 'language' overrules it)"
      ])
    let danish = try read(fields, [["1", "r"]], options: ReadingOptions(language: "da"))
    #expect(danish.provenance.guesses.isEmpty)
    #expect(try danish.column("colour").variable.label == "Hvilken farve?")
    #expect(try labels(danish, "colour") == ["Rød"])
  }

  @Test func `a reading can be stopped`() throws {
    let source = LimeSurveyXMLFixture.responses(["id"], [["1"]])
    let error = #expect(throws: ReadingError.self) {
      try LimeSurveyResponsesReader.read(
        responses: source, structure: nil, options: ReadingOptions(progress: { _, _ in false }))
    }
    #expect(error?.code == .cancelled)
  }
}
