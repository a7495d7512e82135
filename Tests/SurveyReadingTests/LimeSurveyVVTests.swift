import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct LimeSurveyVVTests {
  @Test func `what a line cannot hold is masked, and what was not shown is told`() throws {
    let text =
      "id\tsubmitdate\tlastpage\tstartlanguage\tHow?\tWhy?\n" + "id\tsubmitdate\tlastpage\tstartlanguage\tq1\tq2\n"
      + "1\t2024-05-01 10:00:00\t2\ten\tA1\tone{cr}{newline}two{cr}{quote}x{quote} {lbrace}newline}\n"
      + "2\t{question_not_shown}\t1\ten\t\t{question_not_shown}\n"
    let read = try survey(text, name: "vvexport.csv")
    #expect(read.provenance.format == "limesurvey-vv")
    #expect(read.codebook["q2"]?.label == "Why?")
    #expect(read.columns[5].originalText(at: 0) == "one\ntwo\n\"x\" {newline}")
    #expect(read.columns[5].missingReason(at: 1) == .notShown)
    #expect(read.columns[4].missingReason(at: 1) == .seenNotAnswered)
    #expect(read.columns[1].missingReason(at: 1) == .systemMissing)
  }

  @Test func `a structure of another survey is refused`() {
    let text =
      "id\tsubmitdate\tlastpage\tstartlanguage\tHow?\nid\tsubmitdate\tlastpage\tstartlanguage\tzz\n1\t\t1\ten\tA\n"
    let fixture = LimeSurveyXMLFixture(questions: [
      LimeSurveyXMLFixture.Question(item: LimeSurveyXMLFixture.item(1, "q1", "How?"), type: "T")
    ])
    var structure = fixture.structure(inline: false)
    structure.name = "survey.lss"
    structure.path = "survey.lss"
    #expect(
      error([source(text, name: "vv.csv"), structure])?.description
        == "survey.lss: a structure none of whose questions vv.csv has; "
        + "expected the structure of the survey that the responses belong to\n"
        + "  mend: export that survey's structure, or leave the file out")
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedLimeSurveyVVTests {
  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/" + file }

  @Test func `a VV file has the cells of the response file that it was made of`() throws {
    let structure = path("limesurvey/limesurvey_survey_981966.lss")
    let vv = try SurveyReader.read([path("derived/limesurvey_vv_981966.csv"), structure])
    let lsr = try SurveyReader.read([path("limesurvey/survey_981966_responses.lsr"), structure])
    #expect(vv.count == lsr.count)
    #expect(vv.codebook.variables.map(\.name) == lsr.codebook.variables.map(\.name))
    for (one, other) in zip(vv.columns, lsr.columns) {
      for respondent in 0..<vv.count {
        let (text, twin) = (one.originalText(at: respondent), other.originalText(at: respondent))
        #expect(text.map { Array($0.utf8) } == twin.map { Array($0.utf8) })
        #expect(one.missingReason(at: respondent) == other.missingReason(at: respondent))
      }
    }
  }
}
