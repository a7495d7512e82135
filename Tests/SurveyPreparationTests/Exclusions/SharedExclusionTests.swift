import SurveyModel
import SurveyPreparation
import SurveyReading
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedExclusionTests {
  private func survey(_ files: String...) throws -> Survey {
    try SurveyReader.read(files.map { (SharedFiles.exports ?? "") + "/" + $0 })
  }

  private func count(_ rule: Exclusion.Rule, _ survey: Survey) throws -> Int {
    try Platforms.apply(rule, to: survey).rule.count
  }

  @Test func `previews of a real Qualtrics export are those that its reader counts`() throws {
    let read = try survey("qualtrics/AI_attitudes_3row.csv")
    #expect(try count(.marked(.previews), read) == 7)
    #expect(try count(.marked(.tests), read) == 0)
    #expect(try count(.marked(.unfinished), read) == 0)
    #expect(read.problems.contains { $0.found == "7 records of previews or tests" })
    // Without the status, the distribution channel says the same.
    #expect(try count(.marked(.previews), read.without { $0.name == "Status" }) == 7)
    // Once saved by a spreadsheet, its previews deleted: the words are in capitals.
    let again = try survey("qualtrics/AI_attitudes_excel_resaved_1row.csv")
    #expect(try count(.marked(.previews), again) == 0)
    #expect(try count(.marked(.unfinished), again) == 0)
  }

  @Test(arguments: ["QT_many_types", "QT_matrix_single", "QT_mc_multi", "QT_no_basis"])
  func `both generations of a real export hold tests only`(name: String) throws {
    for generation in ["insights", "legacy"] {
      let read = try survey("qualtrics/\(name)_\(generation).csv", "qualtrics/\(name).qsf")
      #expect(try count(.marked(.tests), read) == read.count, "\(generation)")
      #expect(try count(.marked(.previews), read) == 0, "\(generation)")
      #expect(read.problems.contains { $0.found == "\(read.count) records of previews or tests" }, "\(generation)")
    }
  }

  @Test func `partial responses of a real Alchemer export are those that its reader counts`() throws {
    let read = try survey("other_platforms/alchemer_surveygizmo_jupyter2015.csv")
    let count = try count(.marked(.unfinished), read)
    #expect(count == 927)
    #expect(read.problems.contains { $0.found == "927 respondents who did not finish (Status is not Complete)" })
    let both = try Preparation(exclusions: [
      Exclusion(.marked(.unfinished), why: "unfinished"), Exclusion(fasterThan: "1/3 median", why: "speeders"),
    ]).apply(to: read)
    #expect(both.report.rules[1].name.hasSuffix("the time from Time Started to Date Submitted"))
    #expect(both.report.selected + both.report.rules.map(\.count).reduce(0, +) == read.count)
  }

  @Test func `real exports of SoSci, EFS, Prolific and LimeSurvey say who finished`() throws {
    let soSci = try survey("sosci/snscomments_cp1252_R_resaved.csv")
    for mark in [ResponseMark.previews, .tests, .unfinished] { #expect(try count(.marked(mark), soSci) == 0) }
    let efs = try survey("derived/efs_csv_from_xml.csv")
    #expect(try count(.marked(.unfinished), efs) == 1)
    #expect(try count(.marked(.tests), efs) == 0)
    let prolific = try survey("prolific_mturk/prolific_AI_survey_demographic.csv")
    #expect(try count(.marked(.rejected), prolific) == 0)
    #expect(try count(.duplicates(Duplicates()), prolific) == 0)
    let lime = try survey("limesurvey/survey_981966_responses.lsr", "limesurvey/limesurvey_survey_981966.lss")
    let unfinished = try Platforms.apply(.marked(.unfinished), to: lime)
    let blank = try lime.column("submitdate").column.missingCounts.values.reduce(0, +)
    #expect(unfinished.rule.count == blank)
    #expect(unfinished.rule.name == "unfinished by submitdate")
    let masked = try survey("derived/limesurvey_vv_981966.csv")
    #expect(try count(.marked(.unfinished), masked) == unfinished.rule.count)
  }

  @Test func `who answered a real grid all the same is counted twice`() throws {
    let read = try survey("qualtrics/AI_attitudes_3row.csv")
    for grid in read.codebook.grids {
      // Once more, from the cells' own texts and without the rule's tables.
      let columns = try grid.variables.map { try read.column($0).column }
      let straight = (0..<read.count).count { respondent in
        let texts = columns.map { $0.missingReason(at: respondent) == nil ? $0.originalText(at: respondent) : nil }
        return texts.allSatisfy { $0 != nil } && Set(texts).count == 1
      }
      #expect(
        try count(.straightLiners(StraightLiners(grids: VariableSelection(names: [grid.name]))), read) == straight,
        "\(grid.name)")
    }
  }

  @Test func `forms with several statuses, and forms that say nothing, are refused`() throws {
    let redcap = try survey("redcap/survey__data.csv", "redcap/survey__dictionary.csv")
    #expect(
      Platforms.message(.marked(.unfinished), redcap)?.hasPrefix(
        "unfinished: 4 forms, each with its own status: prescreening_survey_complete") == true)
    let monkey = try survey("surveymonkey/StarWars.csv")
    #expect(
      Platforms.message(.marked(.unfinished), monkey)?.hasPrefix(
        "unfinished: an export of SurveyMonkey, which does not say who did not finish; expected") == true)
  }
}
