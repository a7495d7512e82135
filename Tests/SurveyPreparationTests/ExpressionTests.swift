import SurveyModel
import SurveyPreparation
import Testing

@Suite struct ExpressionTests {
  private func truth(_ text: String) throws -> [Int8] {
    try Expression(parsing: text).evaluate(over: Examples.survey)
  }

  private func mistake(_ text: String) throws -> PreparationError {
    try #require(
      Examples.mistake {
        let expression = try Expression(parsing: text)
        try expression.check(against: Examples.survey.codebook)
      })
  }

  @Test(arguments: [
    ("age >= 18", [0, 1, 1, 1, -1, 1]), ("age = 18", [0, 1, 0, 0, -1, 0]), ("18 > age", [1, 0, 0, 0, -1, 0]),
    ("age in 18..29", [0, 1, 1, 0, -1, 0]), ("age in (17, 70, 28..30)", [1, 0, 1, 1, -1, 1]),
    ("age not in (17, 18)", [0, 0, 1, 1, -1, 1]), ("age is missing", [0, 0, 0, 0, 1, 0]),
    ("age is not missing", [1, 1, 1, 1, 0, 1]), ("age + 1 = 18", [1, 0, 0, 0, -1, 0]),
    ("age / 0 > 1", [-1, -1, -1, -1, -1, -1]), ("age - 2 * 5 < 10", [1, 1, 0, 0, -1, 0]),
    ("-age < -29", [0, 0, 0, 1, -1, 1]), ("age + Q1 is missing", [0, 0, 0, 1, 1, 0]),
    ("(age + 1) * 2 = 36", [1, 0, 0, 0, -1, 0]),
  ])
  func `numbers compare, and a missing one is unknown`(text: String, expected: [Int8]) throws {
    #expect(try truth(text) == expected)
  }

  @Test(arguments: [
    ("Q1 > 3", [0, 0, 1, -1, -1, 1]), ("Q1 = 'Agree'", [0, 0, 0, -1, -1, 1]), ("Q1 = '5'", [0, 0, 1, -1, -1, 0]),
    ("Q1 >= 'Agree'", [0, 0, 1, -1, -1, 1]), ("Q1 < 'agree'", [1, 1, 0, -1, -1, 0]),
    ("Q1 in (1, 4..5)", [1, 0, 1, -1, -1, 1]), ("Q1 in ('Agree', 1)", [1, 0, 0, -1, -1, 1]),
    ("Q1 is missing", [0, 0, 0, 1, 1, 0]), ("region = 'N'", [1, 0, 1, 0, 1, -1]),
    ("region != 'North'", [0, 1, 0, 1, 0, -1]), ("region = 'South''s end'", [0, 1, 0, 1, 0, -1]),
    ("'North' = region", [1, 0, 1, 0, 1, -1]),
  ])
  func `answers compare by number, by code and by label`(text: String, expected: [Int8]) throws {
    #expect(try truth(text) == expected)
  }

  @Test(arguments: [
    ("Q7 = 'Facebook'", [1, 1, 0, 0, 1, -1]), ("Q7 != 'Facebook'", [0, 0, 1, 1, 0, -1]),
    ("Q7 in ('X', 'Mastodon')", [0, 1, 0, 1, 1, -1]), ("Q7 is missing", [0, 0, 0, 0, 0, 1]),
    ("started >= '1970-01-03'", [0, 0, 1, 1, 1, -1]), ("started = '1970-01-02 00:00'", [0, 1, 0, 0, 0, -1]),
    ("comment = 'a'", [1, 0, -1, 1, 0, 0]), ("comment in ('b', 'c')", [0, 1, -1, 0, 1, 0]),
    ("comment is missing", [0, 0, 1, 0, 0, 0]), ("started is missing", [0, 0, 0, 0, 0, 1]),
  ])
  func `sets, dates and texts compare with quoted values`(text: String, expected: [Int8]) throws {
    #expect(try truth(text) == expected)
  }

  @Test(arguments: [
    ("age > 17 and Q1 > 3", [0, 0, 1, -1, -1, 1]), ("age > 100 and Q1 > 3", [0, 0, 0, 0, -1, 0]),
    ("age > 17 or Q1 = 1", [1, 1, 1, 1, -1, 1]), ("age is missing or Q1 > 3", [0, 0, 1, -1, 1, 1]),
    ("not Q1 > 3", [1, 1, 0, -1, -1, 0]), ("not not age > 17 and not region = 'N'", [0, 1, 0, 1, 0, -1]),
    ("age = 17 or age = 70 and Q1 = 1", [1, 0, 0, 0, -1, 0]),
    ("(age = 17 or age = 70) and Q1 = 1", [1, 0, 0, 0, -1, 0]),
  ])
  func `and, or and not are Kleene's`(text: String, expected: [Int8]) throws {
    #expect(try truth(text) == expected)
  }

  @Test(arguments: [
    ("age>=18 AND NOT(Q1 is missing)", "age >= 18 and not Q1 is missing"),
    ("(a = 1 or b = 2) and c = 3", "(a = 1 or b = 2) and c = 3"),
    ("((a = 1)) or (b = 2 and c = 3)", "a = 1 or b = 2 and c = 3"),
    ("not (a = 1 and b = 2)", "not (a = 1 and b = 2)"),
    ("a - (b - c) == 2 * (x + 1)", "a - (b - c) = 2 * (x + 1)"), ("`odd name` <> \"it's\"", "`odd name` != 'it''s'"),
    ("`and` in ( 1 , 2..3,'x')", "`and` in (1, 2..3, 'x')"), ("x ≤ -0.5", "x <= -0.5"), ("x in -5..-1", "x in -5..-1"),
    ("Q1[SQ001] = 'Y'", "Q1[SQ001] = 'Y'"), ("-(a + b) > 0", "-(a + b) > 0"),
    ("x is NOT missing", "x is not missing"), ("x not in (1, 2)", "x not in (1, 2)"),
  ])
  func `an expression prints itself back, and the print reads the same`(text: String, printed: String) throws {
    let expression = try Expression(parsing: text)
    #expect(expression.description == printed)
    #expect(try Expression(parsing: printed) == expression)
  }

  @Test func `several expressions are separated by commas`() throws {
    let list = try Expression.list(parsing: "antisocial > 4, necessity in (5, 6)")
    #expect(list.map(\.description) == ["antisocial > 4", "necessity in (5, 6)"])
    #expect(list[1].variables == ["necessity"])
  }

  @Test(arguments: [
    ("age >", "character 6", "the end", "a name or a value"), ("age > 18)", "character 9", "')'", "'and', 'or'"),
    ("(age > 18", "character 10", "the end", "')'"), ("age", "character 1", "the value age", "a condition"),
    ("age > 1 > 2", "character 9", "'>'", "'and', 'or'"), ("age is old", "character 8", "'old'", "'missing'"),
    ("age in (", "character 9", "the end", "a number or a quoted string"),
    ("age in 9..3", "character 8", "the range 9..3", "the smaller number first"),
    ("region = 'North", "character 10", "never closed", "a closing '"),
    ("age > 18 & age < 30", "character 10", "'&'", ""),
    ("18 and age > 3", "character 1", "the value 18", "a condition"),
    ("age > 18abc", "character 7", "begins with a digit", ""),
    ("(age > 1) + 2 = 3", "character 1", "the condition age > 1", "a value"), ("", "character 1", "the end", "a name"),
    ("age in (1, 2", "character 13", "the end", "',' or ')'"),
    ("or age = 1", "character 1", "'or'", "a name or a value"),
  ])
  func `what is no expression is refused with its place`(
    text: String, place: String, found: String, expected: String
  ) throws {
    let error = try mistake(text)
    #expect(error.code == .syntax)
    #expect(error.place.description.hasSuffix(place))
    #expect(error.found.contains(found))
    #expect(error.expected.contains(expected))
    #expect(!error.remedy.isEmpty)
  }

  @Test(arguments: [
    ("agee > 3", PreparationError.Code.unknownVariable, "no variable 'agee'", "did you mean 'age'?"),
    ("zzzzzzzz > 3", .unknownVariable, "no variable 'zzzzzzzz'", "'topline inspect'"),
    ("region = 'Nort'", .unknownAnswer, "no answer 'Nort' of region", "did you mean 'North'?"),
    ("region > 1", .kind, "region, whose answers have no numbers", "'North'"),
    ("region > 'N'", .kind, "answers have no order", "list the answers"),
    ("Q1 = 'Don''t know'", .unknownAnswer, "counts as missing (don’t know)", "Q1 is missing"),
    ("Q1 = 9", .unknownAnswer, "counts as missing", "Q1 is missing"),
    ("Q1 in (1, 9)", .unknownAnswer, "counts as missing", "Q1 is missing"),
    ("age = '18'", .kind, "the text '18' beside the number age", "without quotation marks"),
    ("comment > 3", .kind, "comment, which is text", "quotation marks"),
    ("comment < 'a'", .kind, "'<' beside comment", "no order"),
    ("started > 'yesterday'", .kind, "'yesterday' beside the date started", "2026-10-01"),
    ("started in (1, 2)", .kind, "'in' beside started", "two comparisons"),
    ("Q7 = 'Twitter'", .unknownAnswer, "no answer 'Twitter' of Q7", "its answers are 'Facebook'"),
    ("age + 1 = 'x'", .kind, "the text 'x' beside age + 1", "quotation marks"),
    ("'a' + 1 = 2", .kind, "the text 'a' where a number is needed", "quotation marks"),
  ])
  func `what the codebook does not have is refused with the nearest`(
    text: String, code: PreparationError.Code, found: String, remedy: String
  ) throws {
    let error = try mistake(text)
    #expect(error.code == code)
    #expect(error.found.contains(found))
    #expect(error.remedy.contains(remedy))
    #expect(error.exitStatus == (code == .kind ? 65 : 64))
  }

  @Test(arguments: ["(", "not ", "-"]) func `deep nesting is refused and does not end the process`(sign: String) throws
  {
    let error = try mistake(String(repeating: sign, count: 100_000) + "1")
    #expect(error.code == .depth)
    #expect(error.found == "more than 100 levels of nesting")
  }

  @Test func `a long sum is refused, a long 'or' is not`() throws {
    let sum = try mistake("1" + String(repeating: " + 1", count: 5000) + " = 2")
    #expect(sum.found == "more than 100 operations")
    let any = try truth("age = 17" + String(repeating: " or age = 18", count: 5000))
    #expect(any == [1, 1, 0, 0, -1, 0])
  }
}
