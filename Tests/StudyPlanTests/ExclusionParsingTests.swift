import StudyPlan
import SurveyModel
import SurveyPreparation
import Testing

@Suite struct ExclusionParsingTests {
  private func plan(_ rules: String) throws -> StudyPlan {
    try StudyPlan(parsing: "topline: 1\ndata: a.csv\nexclude:\n\(rules)\n", fileName: "s.yaml")
  }

  private func message(_ rules: String) -> String? {
    do {
      _ = try plan(rules).preparation()
      return nil
    } catch let error as StudyError { return error.description } catch { return "\(error)" }
  }

  @Test func `every rule of the command line has its line in the study file`() throws {
    let preparation = try plan(
      """
        - previews
        - {rule: unfinished, why: did not reach the end}
        - {where: age < 18, why: minors}
        - {faster-than: 1/3 median, duration: Duration (in seconds), why: speeders}
        - {faster-than: < 120 s, why: faster than reading}
        - {straight-liners: [Q5, Q6_1..Q6_4], items: 3, grids: 2, why: the same throughout}
        - {checks: [attention = 2, "instructed in (1, 2)"], failed: 2, why: inattentive}
        - {checks: "a = 2, b in (1, 2)", why: inattentive too}
        - {duplicates: [household, "`a person`"], keep: last, why: twice}
        - duplicates
        - speeders
      """
    ).preparation()
    let checks = [try Expression(parsing: "attention = 2"), try Expression(parsing: "instructed in (1, 2)")]
    #expect(
      preparation.exclusions == [
        Exclusion(.marked(.previews), why: "previews"),
        Exclusion(.marked(.unfinished), why: "did not reach the end"),
        Exclusion(.condition(try Expression(parsing: "age < 18")), why: "minors"),
        Exclusion(.fasterThan(fraction: 1.0 / 3, duration: "Duration (in seconds)"), why: "speeders"),
        Exclusion(.shorterThan(seconds: 120, duration: nil), why: "faster than reading"),
        Exclusion(
          .straightLiners(
            StraightLiners(grids: try VariableSelection(parsing: "Q5,Q6_1..Q6_4"), items: 3, least: 2)),
          why: "the same throughout"),
        Exclusion(.failedChecks(AttentionChecks(checks, least: 2)), why: "inattentive"),
        Exclusion(
          .failedChecks(AttentionChecks(try Expression.list(parsing: "a = 2, b in (1, 2)"))), why: "inattentive too"),
        Exclusion(.duplicates(Duplicates(keys: ["household", "a person"], keep: .last)), why: "twice"),
        Exclusion(.duplicates(Duplicates()), why: "the same respondent again"),
        Exclusion(.fasterThan(fraction: 1.0 / 3, duration: nil), why: "speeders"),
      ])
  }

  @Test(
    arguments: [
      (
        "  - preview",
        "s.yaml:4: exclude: 'preview'; expected one of previews, tests, spam, rejected, unfinished, duplicates, speeders"
          + "\n  mend: did you mean 'previews'?"
      ),
      (
        "  - straight-liners",
        "s.yaml:4: exclude: straight-liners without their grids; expected the grids"
          + "\n  mend: write '{straight-liners: [Q5, Q6], why: straight-liners}'"
      ),
      (
        "  - {rule: failed-checks, why: x}",
        "s.yaml:4: rule: failed-checks without the checks; expected what attentive respondents satisfy"
          + "\n  mend: write '{checks: [attention = 2], why: failed attention checks}'"
      ),
      (
        "  - {why: x}",
        "s.yaml:4: exclude: an exclusion without a rule; expected one of where, faster-than, rule, straight-liners, "
          + "checks, duplicates\n  mend: write '{where: Finished = 0, why: unfinished}'"
      ),
      (
        "  - {where: x = 1, checks: y = 2, why: x}",
        "s.yaml:4: exclude: an exclusion with 'where' and 'checks'; expected one of where, faster-than, rule, "
          + "straight-liners, checks, duplicates\n  mend: write '{where: Finished = 0, why: unfinished}'"
      ),
      (
        "  - {where: x = 1, duration: t, why: x}",
        "s.yaml:4: exclude: 'duration' beside 'where'; expected 'duration' beside 'faster-than'"
          + "\n  mend: take it out, or write a rule 'faster-than' of its own"
      ),
      (
        "  - {duplicates: a, keep: both, why: x}",
        "s.yaml:4: keep: 'both'; expected one of first, last, first-complete\n  mend: choose one of these"
      ),
      (
        "  - {checks: a = , why: x}",
        "s.yaml:4: exclude: “a =”, character 4: the end; expected a name or a value"
          + "\n  mend: write such as: age >= 18 and Status != 'Preview'"
      ),
      (
        "  - {straight-liners: Q5, items: many, why: x}",
        "s.yaml:4: items: 'many'; expected a whole number\n  mend: write digits only"
      ),
      (
        "  - {wheer: x = 1, why: x}",
        "s.yaml:4: the key 'wheer' in exclude; expected one of where, faster-than, rule, straight-liners, checks, "
          + "duplicates, duration, failed, grids, items, keep, why\n  mend: did you mean 'where'?"
      ),
    ])
  func `a rule that cannot be understood is refused with its line`(rules: String, message: String) {
    #expect(self.message(rules) == message)
  }

  @Test func `a draft proposes the rules that the platform's own columns allow, with what each would take`() throws {
    let status = ["0", "1", "0"]
    let survey = Survey(
      codebook: Codebook(variables: [
        Variable(
          name: "Status", kind: .categorical, level: .nominal,
          labels: [ValueLabel(code: "0", label: "0"), ValueLabel(code: "1", label: "1")], role: .metadata)
      ]),
      columns: [
        .categorical(
          CategoricalColumn(
            codes: status.map { UInt16($0) ?? 0 },
            entries: [.init(text: "0", meaning: .label(0)), .init(text: "1", meaning: .label(1))]))
      ], count: 3, provenance: Provenance(format: "qualtrics-csv", evidence: "by hand"))
    let draft = StudyDraft(for: survey, files: ["a.csv"]).yaml
    #expect(
      draft.contains("# exclude:\n#  - previews  # 1 of 3\n#  - tests  # 0 of 3\n#  - spam  # 0 of 3\n"))
    #expect(!draft.contains("unfinished") && !draft.contains("speeders"))
    // Taken into the file by whoever decides so, they are rules.
    let taken = draft.split(separator: "\n").filter { $0.hasPrefix("#  - ") }.map { $0.dropFirst() }.joined(
      separator: "\n")
    #expect(try plan(taken).preparation().exclusions.map(\.words) == ["previews", "tests", "spam"])
  }
}
