import SurveyModel
import SurveyPreparation
import TextFormats
import Testing

@Suite struct ExclusionTests {
  @Test func `each rule counts whom it takes out, and the unknown stay`() throws {
    let preparation = Preparation(exclusions: [
      Exclusion(.condition(try Expression(parsing: "age < 18")), why: "minors"),
      Exclusion(.condition(try Expression(parsing: "age < 30")), why: "young"),
    ])
    let prepared = try preparation.apply(to: Examples.survey)
    #expect(prepared.selection == [false, false, false, true, true, true])
    #expect(prepared.report.rules.map(\.count) == [1, 2])
    #expect(prepared.report.rules.map(\.matching) == [1, 3])
    #expect(prepared.report.rules.map(\.unknown) == [1, 1])
    #expect(prepared.report.selected == 3)
    #expect(prepared.survey.count == 6)
    #expect(
      prepared.report.json["rules"]?[0]?.serialized(compact: true)
        == #"{"kind":"exclusion","rule":"age < 18","count":1,"matching":1,"unknown":1,"note":"minors"}"#)
  }

  @Test func `the fast are those below a fraction of the median of the platform's own duration`() throws {
    // Median of 60, 300, 600, 620, 900 is 600; a third of it is 200.
    let rule = try Exclusion(fasterThan: "1/3 median", why: "speeders")
    #expect(rule.rule == .fasterThan(fraction: 1.0 / 3, duration: nil))
    let prepared = try Preparation(exclusions: [rule]).apply(to: Examples.survey)
    #expect(prepared.selection == [true, true, false, true, true, true])
    #expect(prepared.report.rules[0].unknown == 1)
  }

  @Test func `a duration can be named`() throws {
    let rule = try Exclusion(fasterThan: "0.9 median of age", why: "test")
    // Median of 17, 18, 29, 30, 70 is 29; 0.9 of it is 26.1.
    #expect(
      try Preparation(exclusions: [rule]).apply(to: Examples.survey).selection == [
        false, false, true, true, true, true,
      ])
  }

  @Test(arguments: ["a third", "2 median", "1/0 median", "median", "1/3 mean", "1/3 median of"])
  func `a speed limit that is none is refused`(text: String) throws {
    let error = try #require(Examples.mistake { _ = try Exclusion(fasterThan: text, why: "") })
    #expect(error.found == "'\(text)'")
    #expect(error.remedy.contains("1/3 median of"))
  }

  @Test func `a survey without a duration, and a duration that is no number, are refused`() throws {
    let items = Examples.items([("Q1", [1, 2])])
    func found(_ text: String, _ survey: Survey) -> String? {
      Examples.mistake {
        _ = try Preparation(exclusions: [try Exclusion(fasterThan: text, why: "")]).apply(to: survey)
      }?.found
    }
    #expect(found("1/3 median", items) == "no duration recorded by the platform")
    #expect(found("1/3 median of agee", Examples.survey) == "no variable 'agee'")
    #expect(found("1/3 median of comment", Examples.survey) == "comment, which is text")
  }
}

@Suite struct MissingDeclarationTests {
  @Test func `a code becomes missing in answers and in numbers, and its text stays`() throws {
    let preparation = Preparation(missing: [
      try MissingDeclaration(code: "2", reasonNamed: "refused", variables: VariableSelection(parsing: "Q1")),
      try MissingDeclaration(code: "70", reasonNamed: "dont-know"),
    ])
    let prepared = try preparation.apply(to: Examples.survey)
    let (variable, column) = try prepared.survey.column("Q1")
    #expect(variable.labels.map(\.code) == ["1", "3", "4", "5", "9", "2"])
    #expect(variable.labels.last?.missing == .refused)
    #expect(column.missingCounts == [.refused: 1, .seenNotAnswered: 1, .dontKnow: 1])
    #expect(prepared.survey.numbers(at: 1)?.map { $0.isNaN ? -1 : $0 } == [1, -1, 5, -1, -1, 4])
    #expect(column.originalText(at: 1) == "2")
    let age = try prepared.survey.column("age").column
    #expect(age.missingReason(at: 5) == .dontKnow)
    #expect(age.originalText(at: 5) == "70")
    #expect(prepared.report.rules.map(\.count) == [1, 1])
  }

  @Test func `a code that occurs nowhere is reported with zero`() throws {
    let prepared = try Preparation(missing: [MissingDeclaration(code: "-99", reason: .declared)]).apply(
      to: Examples.survey)
    #expect(prepared.report.rules[0].count == 0)
    #expect(prepared.survey == Examples.survey)
  }

  @Test func `a reason that is none is refused with the nearest`() throws {
    let error = try #require(
      Examples.mistake { _ = try MissingDeclaration(code: "99", reasonNamed: "dont-now") })
    #expect(error.found == "the reason 'dont-now' for code 99")
    #expect(error.remedy == "did you mean 'dont-know'?")
    let other = Examples.mistake { _ = try MissingDeclaration(code: "99", reasonNamed: "because of the weather") }
    #expect(other?.remedy.contains("dont-know, refused") == true)
  }
}

@Suite struct RecodeTests {
  private func recoded(_ recode: Recode) throws -> (labels: [String], cells: [Int32], report: Int, variable: Variable) {
    let prepared = try Preparation(recodes: [recode]).apply(to: Examples.survey)
    let position = try prepared.survey.codebook.requirePosition(of: recode.name)
    let variable = prepared.survey.codebook.variables[position]
    return (
      variable.labels.map(\.label), try #require(prepared.survey.answers(at: position)), prepared.report.rules[0].count,
      variable
    )
  }

  @Test func `ages are cut into groups with their limits as names`() throws {
    let (labels, cells, outside, variable) = try recoded(Recode(name: "group", from: "age", .cut([18, 30, 50, 65])))
    #expect(labels == ["18–29", "30–49", "50–64", "65+"])
    #expect(cells == [-1, 0, 0, 1, -1, 3])
    #expect(outside == 1)
    #expect(variable.level == .ordinal)
  }

  @Test func `broken numbers get limits that leave no gap`() throws {
    #expect(try recoded(Recode(name: "g", from: "age", .cut([0, 18.5]))).labels == ["0 to under 18.5", "18.5+"])
    #expect(try recoded(Recode(name: "g", from: "age", .cut([17, 18]))).labels == ["17", "18+"])
  }

  @Test func `answers are grouped by range, by code, by label and by the rest`() throws {
    let groups = [
      try Recode.Group("High", parsing: "4..5"), try Recode.Group("Low", parsing: "1, Disagree"),
      try Recode.Group("Middle", parsing: "otherwise"),
    ]
    let (labels, cells, outside, _) = try recoded(Recode(name: "g", from: "Q1", .groups(groups)))
    #expect(labels == ["High", "Low", "Middle"])
    #expect(cells == [1, 1, 0, -1, -1, 0])
    #expect(outside == 0)
  }

  @Test func `the missing keep their reason, and answers in no group are counted`() throws {
    let recode = Recode(name: "g", from: "Q1", .groups([try Recode.Group("High", parsing: "4..5")]))
    let prepared = try Preparation(recodes: [recode]).apply(to: Examples.survey)
    #expect(prepared.report.rules[0].count == 2)
    #expect(
      try prepared.survey.column("g").column.missingCounts == [.declared: 2, .seenNotAnswered: 1, .dontKnow: 1])
    #expect(
      try recoded(Recode(name: "g", from: "age", .groups([Recode.Group("A", [.range(17, 18)])]))).cells
        == [0, 0, -1, -1, -1, -1])
  }

  @Test(arguments: [
    ("agee", Recode.Rule.cut([1]), "no variable 'agee'"), ("region", .cut([1]), "region, which has no numbers"),
    ("age", .cut([]), "the cuts "), ("age", .cut([3, 3]), "the cuts 3, 3"), ("age", .groups([]), "no groups"),
    ("Q1", .groups([.init("A", [.answer("Agre")])]), "no answer 'Agre' of Q1"),
    ("age", .groups([.init("A", [.answer("x")])]), "the answer 'x' of age, which is a number"),
    ("age", .groups([.init("A", [.range(1, 3)]), .init("B", [.range(3, 5)])]), "3 in two groups"),
    ("Q1", .groups([.init("A", [.range(4, 4)]), .init("B", [.answer("Agree")])]), "the answer 'Agree' in two groups"),
    ("Q1", .groups([.init("A", [.otherwise]), .init("B", [.otherwise])]), "'otherwise' in two groups"),
    ("Q1", .groups([.init("A", []), .init("A", [])]), "two groups with the same label"),
  ])
  func `a recode that cannot be is refused`(source: String, rule: Recode.Rule, found: String) throws {
    let error = try #require(
      Examples.mistake {
        _ = try Preparation(recodes: [Recode(name: "g", from: source, rule)]).apply(to: Examples.survey)
      })
    #expect(error.found == found)
    #expect(!error.remedy.isEmpty)
  }

  @Test func `a taken name, an empty entry and a turned range are refused`() throws {
    let taken = Examples.mistake {
      _ = try Preparation(recodes: [Recode(name: "Q1", from: "age", .cut([1]))]).apply(to: Examples.survey)
    }
    #expect(taken?.code == .nameTaken)
    #expect(taken?.found == "the name 'Q1', which a variable already has")
    #expect(Examples.mistake { _ = try Recode.Group("A", parsing: "1,,2") }?.found == "an empty entry in '1,,2'")
    #expect(
      Examples.mistake { _ = try Recode.Group("A", parsing: "7..6") }?.found
        == "the range 7..6, whose ends are in the wrong order")
  }
}

@Suite struct ScaleTests {
  private let survey = Examples.items([
    ("a1", [1, 5, 4, nil, nil]), ("a2", [2, 5, nil, 3, nil]), ("a3", [5, 1, 2, nil, 9]),
  ])

  private func score(_ scale: ScaleDefinition) throws -> [Double] {
    let prepared = try Preparation(scales: [scale]).apply(to: survey)
    return try #require(prepared.survey.numbers(at: prepared.scales[0].position)).map { $0.isNaN ? -1 : $0 }
  }

  private func scale(
    _ items: String, reverse: [String] = [], score: ScaleDefinition.Score = .mean, answered: Int? = nil
  ) throws -> ScaleDefinition {
    ScaleDefinition(
      name: "s", items: try VariableSelection(parsing: items), reverse: reverse, score: score, answered: answered)
  }

  @Test func `a reversed item is mirrored on its codebook's range, not on the data's`() throws {
    #expect(try score(scale("a1..a3", reverse: ["a3"])) == [(1.0 + 2 + 1) / 3, 5, -1, -1, -1])
    #expect(try score(scale("a1..a3", reverse: ["a3"], answered: 2)) == [4.0 / 3, 5, 4, -1, -1])
    #expect(try score(scale("a1,a2", score: .sum, answered: 1)) == [3, 10, 8, 6, -1])
  }

  @Test func `the report counts those without a score, and the reason says why`() throws {
    let prepared = try Preparation(scales: [try scale("a1..a3", reverse: ["a3"], answered: 2)]).apply(to: survey)
    #expect(prepared.report.rules[0].count == 2)
    #expect(prepared.scales[0].midpoint == 3)
    #expect(prepared.scales[0].itemValues(in: prepared.survey)[2].map { $0.isNaN ? -1 : $0 } == [1, 5, 4, -1, -1])
    let column = try prepared.survey.column("s").column
    #expect(column.missingReason(at: 3) == .seenNotAnswered)
    #expect(column.missingReason(at: 4) == .declared)
  }

  @Test func `a scale is there for the rules that take respondents out`() throws {
    let preparation = Preparation(
      exclusions: [Exclusion(.condition(try Expression(parsing: "s > 4")), why: "test")],
      scales: [try scale("a1,a2")])
    #expect(try preparation.apply(to: survey).selection == [true, false, true, true, true])
  }

  @Test func `items with different ranges are refused`() throws {
    var mixed = survey
    mixed.update(at: 1) { variable, _ in variable.labels.remove(at: 4) }
    let error = Examples.mistake { _ = try Preparation(scales: [try scale("a1,a2")]).apply(to: mixed) }
    #expect(error?.found == "a1 with answers from 1 to 5 and a2 with answers from 1 to 4")
    #expect(error?.code == .scale)
  }

  @Test func `numbers without a codebook can be scored and not reversed`() throws {
    let numbers = ScaleDefinition(
      name: "n", items: try VariableSelection(parsing: "age,`Duration (in seconds)`"), reverse: ["age"])
    let error = Examples.mistake { _ = try Preparation(scales: [numbers]).apply(to: Examples.survey) }
    #expect(error?.found.contains("age to reverse, whose codebook does not say") == true)
    var forward = numbers
    forward.reverse = []
    #expect(try Preparation(scales: [forward]).apply(to: Examples.survey).scales[0].range == nil)
  }

  @Test func `an item that the platform has reversed already is refused`() throws {
    var turned = survey
    turned.update(at: 2) { variable, _ in
      for index in 0..<5 { variable.labels[index].value = Double(5 - index) }
    }
    let error = Examples.mistake {
      _ = try Preparation(scales: [try scale("a1..a3", reverse: ["a3"])]).apply(to: turned)
    }
    #expect(error?.found == "a3 to reverse, whose numbers already run against those of a1")
    #expect(error?.remedy == "take it out of reverse")
  }

  @Test func `settings outside their range are refused`() throws {
    func found(_ scale: ScaleDefinition, _ survey: Survey) -> String? {
      Examples.mistake { _ = try Preparation(scales: [scale]).apply(to: survey) }?.found
    }
    #expect(found(try scale("a1"), survey) == "1 items, of which 1 must be answered")
    #expect(found(try scale("a1,a2", answered: 3), survey) == "2 items, of which 3 must be answered")
    #expect(found(try scale("a1,a2", reverse: ["a9"]), survey) == "'a9' to reverse, which is no item of the scale")
    #expect(found(try scale("age,region"), Examples.survey) == "the item region, which has no numbers")
    var named = try scale("a1,a2")
    named.name = "a1"
    #expect(found(named, survey) == "the name 'a1', which a variable already has")
  }
}
