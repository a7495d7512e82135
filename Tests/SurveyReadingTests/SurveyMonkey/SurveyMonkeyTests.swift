import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct SurveyMonkeyTests {
  static let twoRecords = """
    Respondent ID,Date Created,Which do you use?,,,,Rank them,,How often?,,Why?
    ,,Facebook,Instagram,None of the above,Other (please specify),Facebook,Instagram,Posting,Reading,Open-Ended Response
    11111111111,2024-05-13 10:00:00,Facebook,Instagram,,,1,2,Often,Always,because
    11111111112,2024-05-13 11:00:00,,Instagram,,Signal,2,1,Never,Always,habit
    11111111113,2024-05-13 12:00:00,,,None of the above,,1,2,Always,Never,
    11111111114,2024-05-13 13:00:00,,,,,,,Never,Never,work
    11111111115,2024-05-13 14:00:00,,,,Signal,,,Never,Never,work

    """

  @Test func `two heading records become questions, a set, ranks, a grid and the text of other`() throws {
    let read = try survey(Self.twoRecords)
    #expect(read.provenance.format == "surveymonkey-csv")
    #expect(read.provenance.evidence == "two heading records, the second with 'Response' or options")
    #expect(
      read.codebook.variables.map(\.name) == [
        "Respondent ID", "Date Created", "Q1_1", "Q1_2", "Q1_3", "Q1_other", "Q2_1", "Q2_2", "Q3_1", "Q3_2", "Q4",
      ])
    let set = try #require(read.codebook.multipleResponseSets.first)
    #expect(
      set
        == MultipleResponseSet(
          name: "Q1", label: "Which do you use?", variables: ["Q1_1", "Q1_2", "Q1_3"], tickedCode: "1"))
    #expect(read.codebook.grids.map(\.variables) == [["Q2_1", "Q2_2"], ["Q3_1", "Q3_2"]])
    #expect(read.codebook.grids.map(\.label) == ["Rank them", "How often?"])
    #expect(read.codebook["Q1_other"]?.role == .otherText)
    #expect(read.codebook["Q1_1"]?.itemText == "Facebook")
    #expect(read.codebook["Q1_1"]?.label == "Which do you use? - Facebook")
    #expect(read.codebook["Q2_1"]?.level == .ordinal)
    #expect(read.codebook["Q3_1"]?.labels.map(\.label) == ["Never", "Often", "Always"])
    #expect(read.codebook["Respondent ID"]?.personal == .identifier)
    #expect(read.codebook["Date Created"]?.role == .metadata)
    #expect(read.codebook["Q4"]?.personal == .openText)
    #expect(
      read.provenance.guesses.contains(
        "Q2 is a ranking, for nobody gave one rank twice: 1 stands for the first"))
    #expect(read.problems == [])
  }

  @Test func `an option that is blank was not ticked as soon as the question was answered`() throws {
    let read = try survey(Self.twoRecords)
    #expect(
      try answers(read, "Q1_1") == [
        "Facebook", "Not selected", "Not selected", "[unknownBlank]", "Not selected",
      ])
    #expect(
      try answers(read, "Q1_3") == [
        "Not selected", "Not selected", "None of the above", "[unknownBlank]", "Not selected",
      ])
    #expect(read.codebook["Q1_1"]?.labels.map(\.code) == ["1", "0"])
    #expect(read.codebook["Q1_1"]?.labels.map(\.value) == [1, 0])
    let column = try read.column("Q1_1").column
    #expect((0..<5).map { column.originalText(at: $0) } == ["Facebook", "", "", "", ""])
  }

  @Test func `ranks are the whole range, with not applicable beside them`() throws {
    let text = """
      Respondent ID,Rank them,,
      ,A,B,C
      1,1,2,N/A
      2,2,1,N/A
      3,1,2,N/A

      """
    let read = try survey(text)
    #expect(read.codebook["Q1_3"]?.labels.map(\.code) == ["1", "2", "3", "N/A"])
    #expect(read.codebook["Q1_3"]?.labels.map(\.missing) == [nil, nil, nil, .notApplicable])
    #expect(try answers(read, "Q1_3") == Array(repeating: "[notApplicable]", count: 3))
    #expect(read.codebook.grids.map(\.variables) == [["Q1_1", "Q1_2", "Q1_3"]])
  }

  @Test func `ratings that repeat are a grid and no ranking`() throws {
    let text = """
      Respondent ID,Rate them,
      ,A,B
      1,1,1
      2,2,2
      3,1,2

      """
    let read = try survey(text)
    #expect(read.codebook.grids.map(\.variables) == [["Q1_1", "Q1_2"]])
    #expect(!read.provenance.guesses.contains { $0.contains("ranking") })
  }

  @Test func `fields of an address are no grid, and personal`() throws {
    let text = """
      Respondent ID,Where do you live?,,Colour?
      ,City/Town,Email Address,Response
      1,Roskilde,a@example.org,Red
      2,Aarhus,b@example.org,Blue

      """
    let read = try survey(text)
    #expect(read.codebook.grids == [])
    #expect(read.codebook["Q1_2"]?.personal == .contact)
    #expect(read.codebook["Q1_1"]?.personal == .openText)
  }

  @Test func `numbers for options are ticks`() throws {
    let text = """
      Respondent ID,Which?,,,Colour?
      ,A,B,C,Response
      1,1,,3,2
      2,,2,3,1
      3,1,2,,2

      """
    let read = try survey(text)
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["Q1_1", "Q1_2", "Q1_3"]])
    #expect(try answers(read, "Q1_2") == ["Not selected", "B", "B"])
    #expect(read.codebook["Q2"]?.level == .ordinal)
  }

  @Test func `a single choice with one column per option becomes one variable`() throws {
    var text = "Respondent ID,Gender,,Which?,\n,Female,Male,A,B\n"
    for number in 0..<12 { text += "\(number),\(number % 3 == 0 ? "Female," : ",Male"),A,\(number == 5 ? "B" : "")\n" }
    let read = try survey(text)
    #expect(read.codebook.variables.map(\.name) == ["Respondent ID", "Q1", "Q1_1", "Q1_2", "Q2_1", "Q2_2"])
    #expect(read.codebook["Q1"]?.labels.map(\.label) == ["Female", "Male"])
    #expect(try answers(read, "Q1").prefix(4) == ["Female", "Male", "Male", "Female"])
    #expect(read.codebook["Q1_1"]?.role == .metadata)
    #expect(read.codebook.multipleResponseSets.map(\.name) == ["Q2"])
    #expect(
      read.problems.map(\.line) == [
        "data.csv: note: found 1 question with a column per option and never two ticks: Q1, expected one column per "
          + "question with one answer (condensed columns); they are read as one variable each, put together from their "
          + "columns, which stay as metadata"
      ])
  }

  @Test func `one heading record is read by its common beginnings`() throws {
    let text = """
      RespondentID,What is the main dish? - in your home,What is the main dish? - in your home - Other (please specify),\
      Which sides? - Peas,Which sides? - Other (please specify),Which sides? - Other (please specify),Gender
      1,Turkey,,Peas,,,Male
      2,Other (please specify),goose,Peas,Other (please specify),leeks,Female
      3,Turkey,,,,,Female

      """
    let read = try survey(text)
    #expect(read.provenance.format == "surveymonkey-csv")
    #expect(read.codebook.multipleResponseSets.map(\.name) == ["Which sides?"])
    #expect(
      read.codebook.multipleResponseSets[0].variables == [
        "Which sides? - Peas", "Which sides? - Other (please specify)",
      ])
    #expect(read.codebook.variables[2].role == .otherText)
    #expect(read.codebook.variables[5].role == .otherText)
    #expect(read.codebook.variables[5].name == "Which sides? - Other (please specify)__2")
    #expect(try answers(read, "Which sides? - Peas") == ["Peas", "Peas", "[unknownBlank]"])
  }

  @Test func `a hyphen alone is a blank`() throws {
    let text = """
      RespondentID,Do you check the weather?,How?
      1,Yes,Radio
      2,Yes,-
      3,-,-
      4,No,Radio

      """
    let read = try survey(text)
    #expect(try answers(read, "How?") == ["Radio", "[unknownBlank]", "[unknownBlank]", "Radio"])
    #expect(try read.column("How?").column.originalText(at: 1) == "-")
    #expect(
      read.problems.map(\.line) == [
        "data.csv: note: found 3 cells with nothing but a hyphen, expected answers or blanks; they are read as blank"
      ])
  }

  @Test func `rounded ids, cut times and letters of another encoding are reported and kept`() throws {
    let text = """
      Respondent ID,StartDate,Why, state\u{D5}s?,How long?
      ,,Response,Response
      1.23457E+10,7/9/14 18:35,it didn?t,1-2
      1.23457E+10,7/10/14 18:35,x,4-Mar
      1.23457E+10,7/13/14 18:35,x,1-2

      """
    let read = try survey(text.replacing("Why, state", with: "Why state"))
    #expect(read.count == 3)
    #expect(
      read.problems.map(\.line) == [
        "data.csv, record 1, Respondent ID: warning: found 3 cells with ids in the form 1.2E+10, expected ids with all "
          + "their digits; a spreadsheet has rounded them, so that they tell nobody apart; export the file again",
        "data.csv, StartDate: note: found times without seconds, expected times to the second, as the platform writes "
          + "them; a spreadsheet has cut them off; durations are known to the minute",
        "data.csv, record 1, Q1: warning: found a heading and 1 cell with letters of another encoding, such as "
          + "'e\u{D5}s', expected letters as they were written; they are kept as they are; export the file again, or "
          + "name its encoding with --encoding",
        "data.csv, record 2, Q2: warning: found 1 cell such as '4-Mar' among numbers and ranges, expected ranges such as "
          + "3-4; a spreadsheet has made dates of them; export the file again and do not save it in a spreadsheet",
      ])
    #expect(try read.column("Q2").column.originalText(at: 1) == "4-Mar")
  }

  @Test(arguments: ["Respondent ID\n", "Respondent ID,Which?,\n,A,B\n"])
  func `headings without respondents are refused`(text: String) {
    #expect(error([source(text)])?.code == .noRecords)
  }
}
