import SurveyModel
import SurveyPreparation
import TextFormats
import Testing

@Suite struct ExclusionOptionsTests {
  private func rules(_ change: (inout ExclusionOptions) -> Void) throws -> [Exclusion] {
    var options = ExclusionOptions()
    change(&options)
    return try options.exclusions()
  }

  private func message(_ change: (inout ExclusionOptions) -> Void) -> String? {
    Examples.mistake { _ = try rules(change) }?.description
  }

  @Test func `nobody is left out whom no word asks for`() throws {
    #expect(try rules { _ in } == [])
    #expect(try rules { $0.rules = " " } == [])
    let prepared = try Preparation(exclusions: rules { _ in }).apply(to: Examples.survey)
    #expect(prepared.selection.allSatisfy { $0 })
    #expect(prepared.report.exclusionLines == [])
    #expect(prepared.report.exclusions == .array([]))
  }

  @Test func `rules apply in the order written, and settings without their word come after`() throws {
    let found = try rules {
      $0.rules = "unfinished, speeders,previews,unfinished"
      $0.duplicates = "a,`b c`"
      $0.checks = "x = 2, y in (1, 2)"
      $0.straightLiners = "Q5,Q6"
    }
    #expect(
      found.map(\.words) == [
        "unfinished", "faster than 1/3 of the median", "previews", "the same a and b c again",
        "1 or more failed of: x = 2, y in (1, 2)", "the same answer throughout 1 or more of Q5,Q6",
      ])
    #expect(
      found.map(\.why) == [
        "unfinished", "speeders", "previews", "the same respondent again", "failed attention checks",
        "straight-liners",
      ])
  }

  @Test func `settings reach their rule`() throws {
    let found = try rules {
      $0.speeders = "< 120 s"
      $0.straightLiners = "Q5..Q9,Q6_*"
      $0.straightItems = 4
      $0.straightGrids = 2
      $0.checks = "x = 2, y = 1"
      $0.failedChecks = 2
      $0.rules = "duplicates"
      $0.keep = "last"
    }
    #expect(
      found.map(\.rule) == [
        .duplicates(Duplicates(keep: .last)),
        .failedChecks(AttentionChecks(try Expression.list(parsing: "x = 2, y = 1"), least: 2)),
        .shorterThan(seconds: 120, duration: nil),
        .straightLiners(
          StraightLiners(grids: try VariableSelection(parsing: "Q5..Q9,Q6_*"), items: 4, least: 2)),
      ])
  }

  @Test func `a word that is none is refused with the nearest`() {
    #expect(
      message { $0.rules = "preview" }
        == "exclude: 'preview'; expected one of previews, tests, spam, rejected, unfinished, duplicates, failed-checks, "
        + "speeders, straight-liners\n  mend: did you mean 'previews'?")
    #expect(
      message { $0.rules = "age < 18" }
        == "exclude: 'age < 18'; expected one of previews, tests, spam, rejected, unfinished, duplicates, "
        + "failed-checks, speeders, straight-liners\n  mend: for a condition of your own write --where")
    #expect(message { $0.rules = "tests,,previews" }?.hasPrefix("exclude: ''; expected one of") == true)
    #expect(
      message {
        $0.rules = "duplicates"
        $0.keep = "frist"
      } == "keep: 'frist'; expected one of first, last, first-complete\n  mend: did you mean 'first'?")
  }

  @Test func `a rule without what it needs, and a setting without its rule, are refused`() {
    #expect(
      message { $0.rules = "straight-liners" }
        == "straight-liners: no grids; expected the grids in which the same answer throughout means that nobody read "
        + "them\n  mend: add such as --straight-liners Q5,Q6; 'topline inspect' lists the grids")
    #expect(
      message { $0.rules = "failed-checks" }
        == "failed-checks: no checks; expected what attentive respondents satisfy\n"
        + "  mend: add such as --checks 'attention = 2'")
    #expect(
      message { $0.keep = "last" }
        == "keep: a setting of a rule that is not asked for; expected the rule duplicates\n"
        + "  mend: add --exclude duplicates, or --duplicates KEY")
    #expect(
      message { $0.straightItems = 3 }
        == "straight-items: a setting of a rule that is not asked for; expected the rule straight-liners\n"
        + "  mend: add such as --straight-liners Q5,Q6")
    #expect(message { $0.straightGrids = 3 }?.hasPrefix("straight-grids: a setting") == true)
    #expect(
      message { $0.failedChecks = 3 }
        == "failed-checks: a setting of a rule that is not asked for; expected the rule failed-checks\n"
        + "  mend: add such as --checks 'attention = 2'")
    #expect(
      message { $0.duplicates = "a..b" }
        == "duplicates: 'a..b'; expected the names of the variables that together tell a respondent\n"
        + "  mend: write such as: PROLIFIC_PID, or: household, person")
  }

  @Test func `the report says what each rule took, in its order`() throws {
    let preparation = Preparation(exclusions: [
      Exclusion(.condition(try Expression(parsing: "age < 18")), why: "minors"),
      Exclusion(.shorterThan(seconds: 100, duration: nil), why: "speeders"),
      Exclusion(.unless(try Expression(parsing: "age < 60")), why: "outside --where"),
    ])
    let report = try preparation.apply(to: Examples.survey).report
    #expect(
      report.exclusionLines == [
        "left out 1: minors (age < 18); unknown for 1, who stays",
        "left out 1: speeders (faster than 100 s by Duration (in seconds)); unknown for 1, who stays",
        "left out 2: outside --where (not known to be age < 60)", "2 of 6 respondents remain",
      ])
    #expect(
      report.exclusions[0]?.serialized(compact: true)
        == #"{"rule":"age < 18","why":"minors","count":1,"unknown":1}"#)
    #expect(report.exclusions.array?.map { $0["count"]?.integer } == [1, 1, 2])
  }
}
