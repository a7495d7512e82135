import SurveyModel
import SurveyPreparation
import Testing

@Suite struct MarkedResponsesTests {
  typealias Recorded = Platforms.Recorded

  @Test func `previews, tests and spam are told by the status, and a status that says nothing stays`() throws {
    let survey = Platforms.survey(
      "qualtrics-csv",
      [Recorded(name: "Status", cells: ["IP Address", "Survey Preview", "Survey Test", "Spam", "Aperçu", nil])])
    #expect(try Platforms.apply(.marked(.previews), to: survey).out == [1])
    #expect(try Platforms.apply(.marked(.tests), to: survey).out == [2])
    #expect(try Platforms.apply(.marked(.spam), to: survey).out == [3])
    let rule = try Platforms.apply(.marked(.previews), to: survey).rule
    #expect(rule.name == "previews by Status")
    #expect([rule.count, rule.matching, rule.unknown] == [1, 1, 2])
  }

  @Test func `codes with labels are read by code, and by label where the code says nothing`() throws {
    var survey = Platforms.survey("qualtrics-xml", [Recorded(name: "Status", cells: ["0", "1", "x"])])
    survey.update(at: 0) { variable, _ in variable.labels[2].label = "Survey Preview" }
    #expect(try Platforms.apply(.marked(.previews), to: survey).out == [1, 2])
  }

  @Test func `without a status the distribution channel tells previews, without Finished the progress`() throws {
    let survey = Platforms.survey(
      "qualtrics-csv",
      [
        Recorded(name: "DistributionChannel", cells: ["anonymous", "preview", "email"]),
        Recorded(name: "Progress", cells: ["100", "99", nil], kind: .numeric),
      ])
    #expect(try Platforms.apply(.marked(.previews), to: survey).rule.name == "previews by DistributionChannel")
    #expect(try Platforms.apply(.marked(.previews), to: survey).out == [1])
    let unfinished = try Platforms.apply(.marked(.unfinished), to: survey)
    #expect(unfinished.out == [1])
    #expect(unfinished.rule.unknown == 1)
  }

  @Test(arguments: [MissingReason.systemMissing, .unknownBlank, .notShown])
  func `a LimeSurvey response without a date of submission is unfinished`(reason: MissingReason) throws {
    let survey = Platforms.survey(
      "limesurvey-lsr", [Recorded(name: "submitdate", cells: ["86400", nil], reason: reason, kind: .datetime)])
    #expect(try Platforms.apply(.marked(.unfinished), to: survey).out == [1])
  }

  @Test func `LimeSurvey's mark for a date that is not stored is a finished response`() throws {
    let survey = Platforms.survey(
      "limesurvey-csv", [Recorded(name: "submitdate", cells: ["86400", nil], reason: .redacted, kind: .datetime)])
    let found = try Platforms.apply(.marked(.unfinished), to: survey)
    #expect(found.out == [])
    #expect(found.rule.unknown == 0)
  }

  @Test func `one form's status tells REDCap's unfinished records, and Unverified is unknown`() throws {
    let survey = Platforms.survey(
      "redcap-csv", [Recorded(name: "intake_complete", cells: ["2", "0", "1", nil])])
    let found = try Platforms.apply(.marked(.unfinished), to: survey)
    #expect(found.out == [1, 3])
    #expect(found.rule.unknown == 1)
    let forms = Platforms.survey(
      "redcap-odm",
      ["a", "b", "c", "d"].map { Recorded(name: "\($0)_complete", cells: ["2"]) })
    #expect(
      Platforms.message(.marked(.unfinished), forms)
        == "unfinished: 4 forms, each with its own status: a_complete, b_complete, c_complete and 1 more; "
        + "expected one form, whose status says who did not finish\n  mend: say which forms count, such as "
        + "--where 'a_complete = 2', or in a study file where: 'a_complete != 2'")
  }

  @Test func `a platform that records no such mark is refused with what to type instead`() {
    let columns = [
      Recorded(name: "submitdate", cells: [nil], kind: .datetime),
      Recorded(name: "start time", cells: ["1"], kind: .datetime),
      Recorded(name: "Q9", cells: ["1"], role: .question),
      Recorded(name: "more", cells: ["x"], personal: .openText, role: .question, kind: .text),
    ]
    #expect(
      Platforms.message(.marked(.previews), Platforms.survey("limesurvey-csv", columns))
        == "previews: an export of LimeSurvey, which does not say which responses are previews: they look like "
        + "any other response; expected what it records: unfinished\n  mend: tell them by their date, such as "
        + "--where '`start time` >= \"2026-10-01\"', or in a study file where: '`start time` < \"2026-10-01\"'")
    #expect(
      Platforms.message(.marked(.unfinished), Platforms.survey("surveymonkey-csv", columns))
        == "unfinished: an export of SurveyMonkey, which does not say who did not finish; expected a platform "
        + "that records it\n  mend: tell them by the last question that is put to everybody, such as --where 'Q9 "
        + "is not missing', or in a study file where: 'Q9 is missing'")
    #expect(
      Platforms.message(.marked(.unfinished), Platforms.survey("kobo-csv", []))
        == "unfinished: an export of KoboToolbox or ODK, which does not say who did not finish: it holds only "
        + "what was sent off; expected a platform that records it\n  mend: tell them by a condition, such as "
        + "--where 'VARIABLE = 1', or in a study file where: 'VARIABLE != 1'")
    #expect(
      Platforms.message(.marked(.spam), Platforms.survey("efs-csv", columns))
        == "spam: an export of EFS, which does not say which responses are spam; expected what it records: tests, "
        + "unfinished\n  mend: tell them by a condition, such as --where 'VARIABLE = 1', or in a study file "
        + "where: 'VARIABLE != 1'")
  }

  @Test func `an export without the column is refused with the column's name`() {
    #expect(
      Platforms.message(
        .marked(.unfinished), Platforms.survey("qualtrics-csv", [Recorded(name: "Q1", cells: ["1"], role: .question)]))
        == "unfinished: no variable Finished or Progress, which says in exports of Qualtrics who did not finish; "
        + "expected an export with that column\n  mend: export it again with all columns, or tell them by the "
        + "last question that is put to everybody, such as --where 'Q1 is not missing', or in a study file where: "
        + "'Q1 is missing'"
    )
  }

  @Test func `a column of that name that is a question is not the platform's`() {
    let survey = Platforms.survey("alchemer-csv", [Recorded(name: "Status", cells: ["Partial"], role: .question)])
    #expect(Platforms.message(.marked(.unfinished), survey)?.hasPrefix("unfinished: no variable Status, which") == true)
  }

  @Test func `a column none of whose values the platform writes is refused without showing one`() {
    let survey = Platforms.survey("qualtrics-csv", [Recorded(name: "Finished", cells: ["secret", nil])])
    #expect(
      Platforms.message(.marked(.unfinished), survey)
        == "unfinished: Finished, none of whose values says who did not finish; expected values as the platform "
        + "writes them\n  mend: tell them by a condition, such as --where 'VARIABLE = 1', or in a study file "
        + "where: 'VARIABLE != 1'"
    )
  }

  @Test func `a format of any program is refused, and the column that may say it is named`() {
    let table = Platforms.survey("csv", [Recorded(name: "Finished", cells: ["FALSE", "TRUE"], role: .question)])
    #expect(
      Platforms.message(.marked(.unfinished), table)
        == "unfinished: the format csv, which does not say who did not finish; expected an export of a platform "
        + "that records it\n  mend: Finished may say it: look with 'topline inspect', then write such as --where "
        + "'Finished = \"TRUE\"', or in a study file where: 'Finished != \"TRUE\"'")
    let numbers = Platforms.survey(
      "spss-sav", [Recorded(name: "Status", cells: ["0", "1"], role: .question, kind: .numeric)])
    #expect(Platforms.message(.marked(.previews), numbers)?.contains("--where 'Status = 0'") == true)
    let dates = Platforms.survey(
      "stata-dta", [Recorded(name: "submitdate", cells: ["1"], role: .question, kind: .datetime)])
    #expect(Platforms.message(.marked(.unfinished), dates)?.contains("--where 'submitdate is not missing'") == true)
  }
}
