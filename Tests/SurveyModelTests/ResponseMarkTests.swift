import SurveyModel
import Testing

@Suite struct ResponseMarkTests {
  @Test(
    arguments: [
      (.qualtrics, .previews, "Survey Preview", true), (.qualtrics, .previews, "1", true),
      (.qualtrics, .previews, "17", true), (.qualtrics, .previews, "9", true),
      (.qualtrics, .previews, "IP Address", false), (.qualtrics, .previews, "0", false),
      (.qualtrics, .previews, "2", false), (.qualtrics, .previews, "Aperçu", nil), (.qualtrics, .previews, "", nil),
      (.qualtrics, .tests, "Survey Test", true), (.qualtrics, .tests, " 2 ", true),
      (.qualtrics, .tests, "Survey Preview", false), (.qualtrics, .tests, "16", false),
      (.qualtrics, .spam, "Possible Spam", true), (.qualtrics, .spam, "12", true), (.qualtrics, .spam, "4", false),
      (.qualtrics, .spam, "-8", nil), (.qualtrics, .unfinished, "False", true), (.qualtrics, .unfinished, "0", true),
      (.qualtrics, .unfinished, "TRUE", false), (.qualtrics, .unfinished, "no", nil),
      (.soSci, .tests, "pretest", true), (.soSci, .tests, "admin", true), (.soSci, .tests, "interview", false),
      (.soSci, .previews, "T", true), (.soSci, .previews, "0", false), (.soSci, .unfinished, "F", true),
      (.soSci, .unfinished, "1", false), (.efs, .tests, "1", true), (.efs, .tests, "0", false),
      (.efs, .unfinished, "22", true), (.efs, .unfinished, "31", false), (.efs, .unfinished, "32", false),
      (.alchemer, .unfinished, "Partial", true), (.alchemer, .unfinished, "Complete", false),
      (.prolific, .unfinished, "TIMED-OUT", true), (.prolific, .unfinished, "AWAITING REVIEW", false),
      (.prolific, .rejected, "REJECTED", true), (.prolific, .rejected, "RETURNED", false),
      (.prolific, .rejected, "SOMETHING", nil), (.mechanicalTurk, .rejected, "Rejected", true),
      (.mechanicalTurk, .rejected, "Submitted", false),
    ] as [(SurveyPlatform, ResponseMark, String, Bool?)])
  func `a platform's own words and codes say it, and others say nothing`(
    platform: SurveyPlatform, mark: ResponseMark, text: String, says: Bool?
  ) throws {
    let record = try #require(ResponseRecord.records(of: mark, by: platform).first)
    #expect(record.says(text) == says)
  }

  @Test func `where the flag is left out, what stands beside it decides`() {
    let previews = ResponseRecord.records(of: .previews, by: .qualtrics)
    #expect(previews.map(\.names) == [["Status"], ["DistributionChannel"]])
    #expect(previews[1].says("preview") == true)
    #expect(previews[1].says("anonymous") == false)
    let unfinished = ResponseRecord.records(of: .unfinished, by: .qualtrics)
    #expect(unfinished[1].says("99") == true)
    #expect(unfinished[1].says("100") == false)
    #expect(unfinished[1].says("most") == nil)
  }

  @Test func `REDCap's status says complete, incomplete, or neither`() {
    let record = ResponseRecord.redcapStatus("visit_complete")
    #expect(
      ["0", "1", "2", "Incomplete", "Unverified", "Complete"].map(record.says) == [
        true, nil, false, true, nil, false,
      ])
    #expect(record.countsBlank)
  }

  @Test func `only the platform's own column is one, in whatever case`() {
    let record = ResponseRecord.records(of: .unfinished, by: .alchemer)[0]
    func named(_ name: String, _ role: VariableRole) -> Bool {
      record.isNamed(Variable(name: name, kind: .categorical, level: .nominal, role: role))
    }
    #expect(named("Status", .metadata) && named("STATUS", .metadata))
    #expect(!named("Status", .question) && !named("Status__2", .metadata))
  }

  @Test func `every format of a platform is known, and formats of any program are none`() {
    #expect(SurveyPlatform(format: "qualtrics-csv-legacy") == .qualtrics)
    #expect(SurveyPlatform(format: "limesurvey-lsa") == .limeSurvey)
    for format in ["csv", "xlsx", "spss-sav", "stata-dta", "triple-s", "ddi-codebook"] {
      #expect(SurveyPlatform(format: format) == nil, "\(format)")
    }
  }
}
