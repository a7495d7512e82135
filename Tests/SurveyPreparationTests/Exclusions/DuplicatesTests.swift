import SurveyModel
import SurveyPreparation
import Testing

@Suite struct DuplicatesTests {
  typealias Recorded = Platforms.Recorded

  private let survey = Platforms.survey(
    "qualtrics-csv",
    [
      Recorded(name: "Finished", cells: ["0", "1", "1", "1", "0", "0"]),
      Recorded(
        name: "PID", cells: ["a", "b", "a", "a", nil, nil], personal: .identifier, role: .question, kind: .text),
      Recorded(name: "wave", cells: ["1", "1", "1", "2", "1", "1"]),
    ])

  private func apply(_ keys: [String], _ keep: Duplicates.Keep?) throws -> (out: [Int], rule: PreparationReport.Rule) {
    try Platforms.apply(.duplicates(Duplicates(keys: keys, keep: keep)), to: survey)
  }

  @Test func `of records with the same key one stays, and records without a key all stay`() throws {
    #expect(try apply(["PID"], .first).out == [2, 3])
    #expect(try apply(["PID"], .last).out == [0, 2])
    let complete = try apply(["PID"], nil)
    #expect(complete.out == [0, 3])
    #expect(complete.rule.unknown == 2)
    #expect(complete.rule.name == "the same PID again, the first complete one stays")
  }

  @Test func `several variables together make the key`() throws {
    #expect(try apply(["PID", "wave"], .first).out == [2])
    #expect(try apply(["PID", "wave"], .first).rule.name == "the same PID and wave again, the first stays")
    let joined = Platforms.survey(
      "csv", [Recorded(name: "x", cells: ["ab", "a"]), Recorded(name: "y", cells: ["c", "bc"])])
    #expect(try Platforms.apply(.duplicates(Duplicates(keys: ["x", "y"])), to: joined).out == [])
  }

  @Test func `blanks around a key do not count, capitals do`() throws {
    let survey = Platforms.survey("csv", [Recorded(name: "PID", cells: ["ab", " ab ", "AB", "a b"], kind: .text)])
    #expect(try Platforms.apply(.duplicates(Duplicates(keys: ["PID"])), to: survey).out == [1])
  }

  @Test func `where no response of a key was finished the first stays, and where nothing says it too`() throws {
    let open = Platforms.survey(
      "qualtrics-csv",
      [Recorded(name: "Finished", cells: ["0", "0"]), Recorded(name: "PID", cells: ["a", "a"])])
    #expect(try Platforms.apply(.duplicates(Duplicates(keys: ["PID"])), to: open).out == [1])
    let plain = Platforms.survey("csv", [Recorded(name: "PID", cells: ["a", "a"])])
    let found = try Platforms.apply(.duplicates(Duplicates(keys: ["PID"])), to: plain)
    #expect(found.out == [1])
    #expect(found.rule.name == "the same PID again, the first stays")
    #expect(
      Platforms.message(.duplicates(Duplicates(keys: ["PID"], keep: .firstComplete)), plain)?
        .hasPrefix("unfinished: the format csv, which does not say who did not finish") == true)
  }

  @Test func `records that earlier rules took out are compared with none`() throws {
    let prepared = try Preparation(exclusions: [
      Exclusion(.marked(.unfinished), why: "unfinished"),
      Exclusion(.duplicates(Duplicates(keys: ["PID"], keep: .first)), why: "again"),
    ]).apply(to: survey)
    #expect(prepared.selection == [false, true, true, false, false, false])
    #expect(prepared.report.rules.map(\.count) == [3, 1])
    #expect(prepared.report.rules.map(\.unknown) == [0, 0])
    #expect(prepared.report.selected == 2)
  }

  @Test(
    arguments: [
      ("qualtrics-csv", ["ExternalReference", "IPAddress"], "ExternalReference"),
      ("qualtrics-csv-legacy", ["EmailAddress", "IPAddress"], "EmailAddress"), ("limesurvey-csv", ["ipaddr"], "ipaddr"),
      ("sosci-csv", ["REF", "SERIAL"], "SERIAL"), ("efs-csv", ["lfdn", "external_lfdn"], "external_lfdn"),
      ("prolific-csv", ["Submission id", "Participant id"], "Participant id"),
      ("mturk-csv", ["AssignmentId", "WorkerId"], "WorkerId"),
      ("surveymonkey-csv", ["Respondent ID", "IP Address"], "IP Address"),
      ("alchemer-csv", ["IP Address"], "IP Address"),
    ])
  func `without a key the platform's own identifier of people is taken, never the response's number`(
    format: String, names: [String], key: String
  ) throws {
    let survey = Platforms.survey(
      format, names.map { Recorded(name: $0, cells: ["a", "b", "a"], personal: .identifier, kind: .text) })
    let found = try Platforms.apply(.duplicates(Duplicates()), to: survey)
    #expect(found.out == [2])
    #expect(found.rule.name == "the same \(key) again, the first stays")
  }

  @Test func `a blank identifier gives way to the next, and one that is the same for all is none`() throws {
    let columns = [
      Recorded(name: "ExternalReference", cells: [nil, nil], personal: .identifier, kind: .text),
      Recorded(name: "IPAddress", cells: ["192.0.2.1", "192.0.2.2"], personal: .technical, kind: .text),
    ]
    #expect(
      try Platforms.apply(.duplicates(Duplicates()), to: Platforms.survey("qualtrics-csv", columns)).rule.name
        == "the same IPAddress again, the first stays")
    let anonymous = [columns[0], Recorded(name: "IPAddress", cells: ["*", "*"], personal: .technical, kind: .text)]
    #expect(
      Platforms.message(.duplicates(Duplicates()), Platforms.survey("qualtrics-csv", anonymous))
        == "duplicates: ExternalReference, which is blank; IPAddress, which is the same in every record; "
        + "expected the variable that tells respondents apart\n  mend: name it, such as --duplicates VARIABLE")
  }

  @Test func `where nothing tells respondents apart the key is asked for`() {
    let none = Platforms.survey("qualtrics-csv", [Recorded(name: "Q1", cells: ["1"], role: .question)])
    #expect(
      Platforms.message(.duplicates(Duplicates()), none)
        == "duplicates: no variable by which Qualtrics tells respondents apart (externaldatareference, "
        + "externalreference, emailaddress, recipientemail, ipaddress); expected the variable that tells respondents "
        + "apart\n  mend: name it, such as --duplicates VARIABLE")
    let forms = Platforms.survey(
      "ms-forms-csv",
      [
        Recorded(name: "Email", cells: ["x", "y", "x"], personal: .contact, kind: .text),
        Recorded(name: "ID", cells: ["1", "2", "3"], personal: .identifier, kind: .text),
      ])
    #expect(
      Platforms.message(.duplicates(Duplicates()), forms)
        == "duplicates: an export of Microsoft Forms, which does not say who gave a response; expected the variable "
        + "that tells respondents apart\n  mend: name it, such as --duplicates Email")
    #expect(
      Platforms.message(.duplicates(Duplicates()), Platforms.survey("csv", []))
        == "duplicates: the format csv, which does not say who gave a response; expected the variable that tells "
        + "respondents apart\n  mend: name it, such as --duplicates VARIABLE")
    #expect(
      Platforms.message(.duplicates(Duplicates(keys: ["PIDD"])), survey)
        == "duplicates: no variable 'PIDD'; expected a variable of the survey\n  mend: did you mean 'PID'?")
  }
}
