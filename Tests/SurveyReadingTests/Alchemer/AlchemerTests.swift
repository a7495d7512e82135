import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct AlchemerTests {
  static let text = """
    "Response ID","Time Started","Date Submitted","Status","Charts:What is shown: what?","Rows:What is shown: what?",\
    "Other - Write In:What is shown: what?","Which words?","Other word(s)::Which words?","Need #1:What for?","Need #2:What for?"
    "1","2015-12-17 12:52:42","2015-12-17 12:54:42","Complete","Charts","Rows","","quick;cool","","data","talks"
    "2","2015-12-17 12:53:42","2015-12-17 12:55:42","Partial","","","maps","cool","odd","teaching",""
    "3","2015-12-17 12:54:42","2015-12-17 12:56:42","Complete","Charts","","","quick;cool","","models","play"
    "4","2015-12-17 12:54:42","2015-12-17 12:56:42","Complete","","","","quick","","reports",""

    """

  @Test func `options stand before their question`() throws {
    let read = try survey(Self.text)
    #expect(read.provenance.format == "alchemer-csv")
    #expect(read.codebook.multipleResponseSets.map(\.name) == ["What is shown: what?"])
    #expect(read.codebook.multipleResponseSets[0].variables.count == 2)
    #expect(
      try answers(read, "Charts:What is shown: what?") == ["Charts", "Not selected", "Charts", "[unknownBlank]"])
    #expect(read.codebook["Other - Write In:What is shown: what?"]?.role == .otherText)
    #expect(read.codebook["Other word(s)::Which words?"]?.role == .otherText)
    #expect(try answers(read, "Which words?") == ["quick+cool", "cool", "quick+cool", "quick"])
    #expect(read.codebook["Need #1:What for?"]?.label == "What for? - Need #1")
    #expect(read.codebook.grids == [])
    #expect(read.codebook["Response ID"]?.personal == .identifier)
    #expect(
      read.problems.map(\.line) == [
        "data.csv: note: found 1 respondent who did not finish (Status is not Complete), expected respondents; "
          + "they are kept; leave them out with --exclude unfinished"
      ])
  }
}
