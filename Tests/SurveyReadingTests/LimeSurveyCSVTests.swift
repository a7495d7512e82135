import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct LimeSurveyCSVTests {
  static let codes = """
    \u{FEFF}"id","submitdate","lastpage","startlanguage","Q1","Q2[a]","Q2[b]","Q3[x]","Q3[y]","Q3[other]","Q4"\r
    "1","1980-01-01 00:00:00","3","en","A1","A2","A3","Y","","","Y"\r
    "2","","1","en","A2","A1","","","Y","a thing","N"\r
    "3","2024-05-01 10:00:00","3","da","A1","A2","A2","Y","Y","",""\r
    "","","","","","","","","","",""\r

    """

  @Test func `codes as headings are known, with sets, grids and the mark for no dates`() throws {
    let read = try survey(Self.codes)
    #expect(read.provenance.format == "limesurvey-csv")
    #expect(read.provenance.evidence == "headings submitdate and lastpage")
    #expect(read.count == 3)
    #expect(
      read.codebook.variables.map(\.name) == [
        "id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2_a", "Q2_b", "Q3_x", "Q3_y", "Q3_other", "Q4",
      ])
    #expect(read.codebook["Q2_a"]?.key == "Q2[a]")
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["Q3_x", "Q3_y"]])
    #expect(read.codebook.multipleResponseSets.first?.tickedCode == "Y")
    #expect(read.codebook.grids.map(\.variables) == [["Q2_a", "Q2_b"]])
    #expect(read.codebook["Q2_a"]?.labels.map(\.code) == ["A1", "A2", "A3"])
    #expect(read.codebook["Q3_other"]?.personal == .openText)
    #expect(read.codebook["id"]?.personal == .identifier)
    #expect(try answers(read, "submitdate") == ["[redacted]", "[unknownBlank]", "1714557600"])
    #expect(
      read.problems.map(\.line) == [
        "data.csv, record 4: note: found 1 record at the end without any answer, expected respondents; "
          + "they are left out",
        "data.csv, submitdate: note: found the date 1980-01-01 00:00:00, expected the time of submission; "
          + "this survey stores no dates: such responses are complete, and their dates count as redacted",
      ])
  }

  @Test(arguments: [",", ";", "\t"]) func `every separator gives the same survey`(separator: String) throws {
    let read = try survey(Self.codes.replacing("\",\"", with: "\"\(separator)\""))
    let expected = try survey(Self.codes)
    #expect(read.codebook == expected.codebook)
    #expect(read.columns == expected.columns)
  }

  @Test func `codes with texts are parted`() throws {
    let text = """
      "id. Response ID";"submitdate. Date submitted";"lastpage. Last page";"Q2[a]. How much? [Chat]";\
      "Q2[b]. How much? [News. And more]";"Q5. Time. Money.";"Q5Time. Question time: Q5"\r
      "1";"2024-05-01 10:00:00";"3";"Often";"Never";"x";"4.5"\r
      "2";"2024-05-01 10:00:00";"3";"Never";"Often";"y z";"5.5"\r

      """
    let read = try survey(text)
    #expect(read.codebook["Q2_a"]?.label == "How much? - Chat")
    #expect(read.codebook["Q2_b"]?.itemText == "News. And more")
    #expect(read.codebook.grids.map(\.label) == ["How much?"])
    #expect(read.codebook["Q2_a"]?.labels.map(\.label) == ["Never", "Often"])
    #expect(read.codebook["Q5"]?.label == "Time. Money.")
    #expect(read.codebook["Q5Time"]?.role == .metadata)
    #expect(read.codebook["Q5Time"]?.kind == .numeric)
  }

  @Test func `localised full texts are known, and N/A tells not shown from not ticked`() throws {
    let text = """
      "Antwort ID","Datum Abgeschickt","Letzte Seite","Start-Sprache","Magst du das?","Magst du das? [Sonstiges]"\r
      "1","1980-01-01 00:00:00","2","de","AO01",""\r
      "2","1980-01-01 00:00:00","2","de","AO02","anders"\r
      "3","1980-01-01 00:00:00","2","de","AO01",""\r

      """
    let read = try survey(text)
    #expect(read.provenance.evidence == "the heading 'Letzte Seite' of LimeSurvey's full-text export")
    #expect(read.codebook.variables.prefix(4).map(\.name) == ["id", "submitdate", "lastpage", "startlanguage"])
    let full = """
      "id","submitdate","lastpage","startlanguage","M1[a]. Ticks [One]","M1[b]. Ticks [Two]"\r
      "1","2024-01-01 10:00:00","1","en","Yes","No"\r
      "2","2024-01-01 10:00:00","1","en","N/A","N/A"\r
      "3","2024-01-01 10:00:00","1","en","No","Yes"\r

      """
    let ticks = try survey(full)
    #expect(ticks.codebook.multipleResponseSets.map(\.variables) == [["M1_a", "M1_b"]])
    #expect(ticks.codebook.multipleResponseSets.first?.tickedCode == "Yes")
    #expect(try answers(ticks, "M1_a") == ["selected", "[notShown]", "not selected"])
  }

  @Test(arguments: [true, false]) func `a structure file gives codes their texts, in either schema`(inline: Bool) throws
  {
    let fixture = LimeSurveyXMLFixture(questions: [
      .init(
        item: .init(id: 1, code: "Q1", texts: [("en", "Colour?")]), type: "L",
        answers: [
          .init(id: 11, code: "A1", texts: [("en", "Red")]), .init(id: 12, code: "A2", texts: [("en", "Blue")]),
        ]),
      .init(
        item: .init(id: 2, code: "Q2", texts: [("en", "How much?")]), type: "F",
        subquestions: [
          .init(id: 21, code: "a", texts: [("en", "Chat")]), .init(id: 22, code: "b", texts: [("en", "News")]),
        ],
        answers: [
          .init(id: 23, code: "A1", texts: [("en", "Little")]), .init(id: 24, code: "A2", texts: [("en", "Some")]),
          .init(id: 25, code: "A3", texts: [("en", "Much")]),
        ]),
      .init(
        item: .init(id: 3, code: "Q3", texts: [("en", "Tick")]), type: "M", other: true,
        subquestions: [
          .init(id: 31, code: "x", texts: [("en", "One")]), .init(id: 32, code: "y", texts: [("en", "Two")]),
        ]),
    ])
    let files = [source(Self.codes), fixture.structure(inline: inline)]
    let read = try SurveyReader.read(sources: files)
    #expect(read == (try SurveyReader.read(sources: files.reversed())))
    #expect(try answers(read, "Q1") == ["Red", "Blue", "Red"])
    #expect(read.codebook["Q2_b"]?.labels.map(\.label) == ["Little", "Some", "Much"])
    #expect(read.codebook["Q2_b"]?.labels.map(\.value) == [1, 2, 3])
    #expect(read.codebook["Q2_b"]?.label == "How much? - News")
    // The second left before the end, but answered Q3 on the same page.
    #expect(try answers(read, "Q2_b") == ["Much", "[seenNotAnswered]", "Some"])
    #expect(read.codebook.grids.map(\.variables) == [["Q2_a", "Q2_b"]])
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["Q3_x", "Q3_y"]])
    #expect(read.codebook.multipleResponseSets.first?.tickedCode == "Y")
    #expect(try answers(read, "Q3_x") == ["selected", "Not selected", "selected"])
    #expect(read.codebook["Q3_other"]?.role == .otherText)
    let full = source(Self.codes.replacing("\"A1\",\"A2\",\"A3\"", with: "\"Red\",\"Some\",\"Much\""))
    let texts = try SurveyReader.read(sources: [full, fixture.structure(inline: inline)])
    #expect(try answers(texts, "Q2_b") == answers(read, "Q2_b"))
    #expect(texts.problems.filter { $0.column == "Q2_b" } == [])
    #expect(
      read.problems.filter { $0.severity >= .warning }.map(\.found) == ["columns that the structure does not have: Q4"])
  }

  @Test func `the structure of another survey is refused`() {
    let fixture = LimeSurveyXMLFixture(questions: [
      .init(item: .init(id: 1, code: "Z1", texts: [("en", "Colour?")]), type: "S")
    ])
    #expect(
      error([source(Self.codes), fixture.structure(inline: true)])?.description
        == "survey.lss: a structure none of whose questions data.csv has; "
        + "expected the structure of the survey that the responses belong to\n"
        + "  mend: export that survey's structure, or leave the file out; headings must be codes to be matched")
  }

  @Test(arguments: [
    ("Q1", "Q1", "Q1", [], ""), ("Q1[a]", "Q1[a]", "Q1", ["a"], ""),
    ("Q1[a][2]. How?", "Q1[a][2]", "Q1", ["a", "2"], "How?"),
    ("Q1[other]. Other. More", "Q1[other]", "Q1", ["other"], "Other. More"), ("What is it?", "", "", [], "What is it?"),
    ("q._.text", "q", "q", [], "text"), ("q: text", "q", "q", [], "text"),
    ("Who? What. Where", "", "", [], "Who? What. Where"),
  ]) func `headings are parted into code, question, parts and text`(
    heading: String, code: String, question: String, parts: [String], text: String
  ) {
    let found = LimeSurveyHeading(heading)
    #expect(found.code == code)
    #expect(found.question == question)
    #expect(found.parts == parts)
    #expect(found.text == text)
  }
}
