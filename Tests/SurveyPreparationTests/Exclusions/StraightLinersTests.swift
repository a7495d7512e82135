import SurveyModel
import SurveyPreparation
import Testing

@Suite struct StraightLinersTests {
  /// Two grids; the first respondent is straight in both, the second in the first, the third in none, the fourth has
  /// answered two items the same, the fifth nothing, the sixth says "don't know" throughout.
  private let survey: Survey = {
    var survey = Examples.items([
      ("a1", [3, 2, 1, 4, nil, 9]), ("a2", [3, 2, 1, 4, nil, 9]), ("a3", [3, 2, 2, nil, nil, 9]),
      ("b1", [5, 1, 1, 1, nil, 9]), ("b2", [5, 2, 2, 2, nil, 9]), ("b3", [5, 3, 3, 3, nil, 9]),
    ])
    survey.updateSets { grids, _ in
      grids = [
        Grid(name: "A", label: "", variables: ["a1", "a2", "a3"]),
        Grid(name: "B", label: "", variables: ["b1", "b2", "b3"]),
      ]
    }
    return survey
  }()

  private func rule(_ grids: String, items: Int? = nil, least: Int = 1) throws -> Exclusion.Rule {
    .straightLiners(StraightLiners(grids: try VariableSelection(parsing: grids), items: items, least: least))
  }

  @Test func `the same answer to every item of a grid is a straight line`() throws {
    let found = try Platforms.apply(rule("A"), to: survey)
    #expect(found.out == [0, 1])
    #expect(found.rule.name == "the same answer throughout A")
    // Those who left items out may or may not have gone on; those who answered "don't know" gave no answer.
    #expect(found.rule.unknown == 3)
  }

  @Test func `in how many grids, and how many items, can be said`() throws {
    #expect(try Platforms.apply(rule("A,B"), to: survey).out == [0, 1])
    let both = try Platforms.apply(rule("A,B", least: 2), to: survey)
    #expect(both.out == [0])
    #expect(both.rule.name == "the same answer throughout 2 or more of A,B")
    // The fourth is not straight in B, so A cannot make two.
    #expect(both.rule.unknown == 2)
    let two = try Platforms.apply(rule("A", items: 2), to: survey)
    #expect(two.out == [0, 1, 3])
    #expect(two.rule.name == "the same answer throughout A, 2 or more items answered")
  }

  @Test func `a range makes a grid where the file has none`() throws {
    #expect(try Platforms.apply(rule("b1..b3"), to: survey).out == [0])
    #expect(try Platforms.apply(rule("a*"), to: survey).out == [0, 1])
  }

  @Test func `answers are compared as they were read, not as the numbers they count as`() throws {
    var turned = survey
    turned.update(at: 2) { variable, _ in
      for index in 0..<5 { variable.labels[index].value = Double(5 - index) }
    }
    #expect(try Platforms.apply(rule("A"), to: turned).out == [0, 1])
    var recoded = survey
    recoded.update(at: 2) { variable, _ in
      for index in 0..<5 { variable.labels[index].code = "\(50 - index)" }
    }
    #expect(try Platforms.apply(rule("A"), to: recoded).out == [0, 1])
  }

  @Test func `codes that share a text are answers of their own`() throws {
    var blank = survey
    for item in 0..<3 {
      blank.update(at: item) { variable, _ in
        for index in 0..<5 { variable.labels[index].label = "" }
      }
    }
    #expect(try Platforms.apply(rule("A"), to: blank).out == [0, 1])
  }

  @Test func `numbers without labels are compared as numbers`() throws {
    let numbers = Platforms.survey(
      "csv",
      ["x1", "x2", "x3"].map {
        Platforms.Recorded(name: $0, cells: ["2", $0 == "x2" ? "3" : "2", nil], role: .question, kind: .numeric)
      })
    let found = try Platforms.apply(rule("x1..x3"), to: numbers)
    #expect(found.out == [0])
    #expect(found.rule.unknown == 1)
  }

  @Test func `what is no grid is refused with the survey's grids`() throws {
    #expect(
      Platforms.message(try rule("a1"), survey)
        == "straight-liners: a1, which is one variable; expected a grid of at least 3 items\n"
        + "  mend: the survey's grids are A (3 items), B (3 items)")
    #expect(
      Platforms.message(try rule("a1..a2"), Examples.items([("a1", [1]), ("a2", [1])]))
        == "straight-liners: a1..a2 with 2 items; expected a grid of at least 3 items\n"
        + "  mend: name the items that stood in one grid, such as Q5_1..Q5_4")
    #expect(
      Platforms.message(try rule("A", items: 4), survey)
        == "straight-liners: 4 items answered of A, which has 3; expected a number from 2 to 3\n"
        + "  mend: say how many items must be answered at least")
    #expect(
      Platforms.message(try rule("A,B", least: 3), survey)
        == "straight-liners: 3 of 2 grids; expected a number from 1 to 2\n"
        + "  mend: say in how many of the grids named")
    #expect(
      Platforms.message(try rule("age..region"), Examples.survey)
        == "straight-liners: age..region, in which Q1 is a choice of answers; expected items with the same answers\n"
        + "  mend: name the items of one grid, such as Q5_1..Q5_4")
    #expect(
      Platforms.message(try rule("AA"), survey)
        == "straight-liners: no grid 'AA'; expected a grid of the survey, or a range of its items\n"
        + "  mend: did you mean 'A'?")
    #expect(
      Platforms.message(try rule("Question9"), survey)
        == "straight-liners: no grid 'Question9'; expected a grid of the survey, or a range of its items\n"
        + "  mend: the survey's grids are A (3 items), B (3 items)")
    #expect(
      Platforms.message(try rule("a1..a9"), survey)
        == "“a1..a9”, character 1: no variable 'a9'; expected a variable of the survey\n  mend: did you mean 'a1'?")
  }
}
