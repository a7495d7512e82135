import SurveyModel
import SurveyPreparation
import Testing

@Suite struct AttentionChecksTests {
  private let survey = Examples.items([("c1", [2, 1, nil, 1, nil]), ("c2", [5, 5, 5, 4, 4])])

  private func rule(_ checks: String, least: Int = 1) throws -> Exclusion.Rule {
    .failedChecks(AttentionChecks(try Expression.list(parsing: checks), least: least))
  }

  @Test func `who fails a check is out, and who was not asked stays and is counted`() throws {
    let found = try Platforms.apply(rule("c1 = 2"), to: survey)
    #expect(found.out == [1, 3])
    #expect(found.rule.unknown == 2)
    #expect(found.rule.name == "not c1 = 2")
  }

  @Test func `of several checks so many must be failed`() throws {
    let any = try Platforms.apply(rule("c1 = 2, c2 = 5"), to: survey)
    #expect(any.out == [1, 3, 4])
    #expect(any.rule.unknown == 1)
    #expect(any.rule.name == "1 or more failed of: c1 = 2, c2 = 5")
    let both = try Platforms.apply(rule("c1 = 2, c2 = 5", least: 2), to: survey)
    #expect(both.out == [3])
    // Who passed one of two cannot have failed both.
    #expect(both.rule.unknown == 1)
  }

  @Test func `more failures than checks, and names that are none, are refused`() throws {
    #expect(
      Platforms.message(try rule("c1 = 2", least: 2), survey)
        == "checks: 2 failed of 1 check; expected a number from 1 to 1\n"
        + "  mend: say how many of the checks must be failed")
    #expect(
      Platforms.message(try rule("c3 = 2"), survey)
        == "“c3 = 2”, character 1: no variable 'c3'; expected a variable of the survey\n  mend: did you mean 'c1'?")
  }
}
