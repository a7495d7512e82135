import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct FormsTests {
  @Test func `SurveyMonkey's two heading records become questions, sets, ranks, grids and other texts`() throws {
    let text = """
      Respondent ID,Date Created,Which do you use?,,,,Rank them,,How often?,,Why?
      ,,Facebook,Instagram,None of the above,Other (please specify),Facebook,Instagram,Posting,Reading,Open-Ended Response
      11111111111,2024-05-13 10:00:00,Facebook,Instagram,,,1,2,Daily,Daily,because
      11111111112,2024-05-13 11:00:00,,Instagram,,Signal,2,1,Never,Daily,habit
      11111111113,2024-05-13 12:00:00,,,None of the above,,1,2,Daily,Never,
      11111111114,2024-05-13 13:00:00,,,,,,,Never,Never,work

      """
    let read = try survey(text)
    #expect(read.provenance.format == "surveymonkey-csv")
    #expect(
      read.codebook.variables.map(\.name) == [
        "Respondent ID", "Date Created", "Q1_1", "Q1_2", "Q1_3", "Q1_other", "Q2_1", "Q2_2", "Q3_1", "Q3_2", "Q4",
      ])
    let set = try #require(read.codebook.multipleResponseSets.first)
    #expect(set.name == "Q1")
    #expect(set.label == "Which do you use?")
    #expect(set.variables == ["Q1_1", "Q1_2", "Q1_3"])
    #expect(read.codebook.grids.map(\.variables) == [["Q2_1", "Q2_2"], ["Q3_1", "Q3_2"]])
    #expect(read.codebook["Q1_other"]?.role == .otherText)
    #expect(read.codebook["Q1_1"]?.itemText == "Facebook")
    #expect(read.codebook["Q2_1"]?.level == .ordinal)
    #expect(read.codebook["Respondent ID"]?.personal == .identifier)
    #expect(read.codebook["Q4"]?.personal == .openText)
    #expect(try answers(read, "Q1_2") == ["Instagram", "Instagram", "[unknownBlank]", "[unknownBlank]"])
  }

  @Test func `SurveyMonkey's single heading record is read by its common beginnings`() throws {
    let text = """
      RespondentID,Which do you use? - Facebook,Which do you use? - Instagram,Gender
      1,Facebook,,Male
      2,Facebook,Instagram,Female
      3,,Instagram,Female

      """
    let read = try survey(text)
    #expect(read.provenance.format == "surveymonkey-csv")
    #expect(read.codebook.multipleResponseSets.map(\.name) == ["Which do you use?"])
    #expect(read.codebook.multipleResponseSets[0].variables.count == 2)
  }

  @Test(arguments: [";", ", "]) func `Google's ticked options are told apart although options hold commas`(
    separator: String
  ) throws {
    let options = ["IO (read_*, to_*)", "GroupBy", "Plotting"]
    var text = "Timestamp,Which parts do you use?,Age\n"
    let ticks = [[0, 1], [0], [1, 2], [0, 1, 2], [2], [0, 2], [1], [0, 1]]
    for (number, tick) in ticks.enumerated() {
      let cell = tick.map { options[$0] }.joined(separator: separator) + (number == 3 ? separator + "my own tool" : "")
      text += "2019/08/0\(number + 1) 10:01:25,\"\(cell)\",\(20 + number)\n"
    }
    let read = try survey(text)
    #expect(read.provenance.format == "google-forms-csv")
    let (variable, column) = try read.column("Which parts do you use?")
    #expect(variable.kind == .multipleResponse)
    #expect(Set(variable.labels.map(\.label)) == Set(options + ["Other"]))
    guard case .multipleResponse(let cells) = column else { return }
    for (respondent, tick) in ticks.enumerated() {
      let found = variable.labels.indices.filter { cells.ticked[respondent] >> UInt64($0) & 1 == 1 }
      #expect(
        Set(found.map { variable.labels[$0].label })
          == Set(tick.map { options[$0] } + (respondent == 3 ? ["Other"] : [])))
    }
    #expect(read.problems.contains { $0.found == "1 different texts beside the options" })
    #expect(read.codebook["Timestamp"]?.role == .metadata)
  }

  @Test func `Microsoft's headings are known in other languages, its ticks end with a semicolon`() throws {
    let text = """
      Id;Startzeit;Fertigstellungszeit;E-Mail;Name;Welche?;Zufriedenheit.Tempo;Zufriedenheit.Inhalt
      1;13.05.2024 10:00;13.05.2024 10:05;anonymous;;"Frontend;AI;";Gut;Schlecht
      2;14.05.2024 10:00;14.05.2024 10:05;anonymous;;"AI;";Schlecht;Gut
      3;15.05.2024 10:00;15.05.2024 10:05;anonymous;;"Frontend;";Gut;Gut
      4;16.05.2024 10:00;16.05.2024 10:05;anonymous;;"Frontend;AI;";Gut;Schlecht

      """
    let read = try survey(text)
    #expect(read.provenance.format == "ms-forms-csv")
    #expect(read.codebook["E-Mail"]?.personal == .contact)
    #expect(read.codebook["Name"]?.personal == .contact)
    #expect(read.codebook["Welche?"]?.labels.map(\.label) == ["Frontend", "AI"])
    #expect(read.codebook.grids.map(\.variables) == [["Zufriedenheit.Tempo", "Zufriedenheit.Inhalt"]])
    guard case .multipleResponse(let cells) = try read.column("Welche?").column else { return }
    #expect(cells.ticked == [3, 2, 1, 3])
  }

  @Test func `Prolific's ages stay numbers although some were taken out again`() throws {
    let text = """
      Submission id,Participant id,Status,Started at,Age,Sex
      a1,b1,APPROVED,2023-07-02T21:03:30.827000Z,62,Female
      a2,b2,RETURNED,2023-07-02T21:04:30.827000Z,DATA_EXPIRED,Male
      a3,b3,APPROVED,2023-07-02T21:05:30.827000Z,30,CONSENT_REVOKED

      """
    let read = try survey(text)
    #expect(read.provenance.format == "prolific-csv")
    #expect(read.codebook["Age"]?.kind == .numeric)
    #expect(try answers(read, "Age") == ["62", "[redacted]", "30"])
    #expect(read.codebook["Participant id"]?.personal == .identifier)
    #expect(
      read.problems.map(\.line) == [
        "data.csv: note: found 1 submission that was not approved, expected respondents; "
          + "they are kept; leave them out with --where"
      ])
  }

  @Test func `Mechanical Turk's true and false columns are one question`() throws {
    let text = """
      "HITId","AssignmentId","WorkerId","AcceptTime","Answer.use.facebook","Answer.use.twitter","Answer.age"
      "h","a1","w1","Wed Jan 24 09:48:10 PST 2018","true","false","34"
      "h","a2","w1","Wed Jan 24 09:49:10 PST 2018","false","false","34"
      "h","a3","w2","Wed Jan 24 09:50:10 PST 2018","true","true","51"

      """
    let read = try survey(text)
    #expect(read.provenance.format == "mturk-csv")
    #expect(read.codebook["WorkerId"]?.personal == .identifier)
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["Answer.use.facebook", "Answer.use.twitter"]])
    #expect(read.problems.contains { $0.found == "1 worker with several assignments" })
  }

  @Test func `Alchemer's options stand before their question`() throws {
    let text = """
      "Time Started","Date Submitted","Status","Rows:What is shown?","Charts:What is shown?","Other - Write In:What is shown?"
      "12/17/2015 12:52:42","12/17/2015 12:54:42","Complete","Rows","Charts",""
      "12/17/2015 12:53:42","12/17/2015 12:55:42","Partial","Rows","","maps"
      "12/17/2015 12:54:42","12/17/2015 12:56:42","Complete","","Charts",""

      """
    let read = try survey(text)
    #expect(read.provenance.format == "alchemer-csv")
    #expect(read.codebook.multipleResponseSets.map(\.name) == ["What is shown?"])
    #expect(read.codebook["Other - Write In:What is shown?"]?.role == .otherText)
    #expect(
      read.problems.first?.found == "1 respondent who did not finish (Status is not Complete)")
  }

  @Test(arguments: [("7/10/14 18:37", "2014-07-10 18:37:00"), ("12/31/99", "1999-12-31 00:00:00")])
  func `years of two digits are read in spreadsheets' dates`(text: String, iso: String) throws {
    #expect(DateText.seconds(text, order: .monthFirst) == DateText.seconds(iso, order: .yearFirst))
    #expect(DateText.seconds("1.2.10", order: .dayFirst) == nil)
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedFormsTests {
  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/" + file }

  @Test func `the Star Wars survey is a set of films, a ranking and a grid`() throws {
    let read = try SurveyReader.read([path("surveymonkey/StarWars.csv")])
    #expect(read.codebook.multipleResponseSets.map(\.variables.count) == [6])
    #expect(read.codebook.grids.map(\.variables.count) == [6, 14])
    #expect(read.codebook["Q4_1"]?.labels.map(\.code) == ["1", "2", "3", "4", "5", "6"])
  }

  @Test func `the Dask survey's data formats are options with an other`() throws {
    let read = try SurveyReader.read([path("google_forms/dask2021_comma_multi.csv")])
    let formats = try #require(read.codebook["What file formats do you typically work with?"])
    #expect(formats.kind == .multipleResponse)
    #expect(formats.labels.prefix(2).map(\.label) == ["parquet", "csv"])
  }
}
