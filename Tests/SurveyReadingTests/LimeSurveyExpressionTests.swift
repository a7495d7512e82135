import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct LimeSurveyExpressionTests {
  static let answers: [String: String] = [
    "age": "34", "sex": "M", "list": "A1", "blank": "", "name": "Bob", "amount": "5.0000000000", "zero": "0",
    "code": "007", "Q1_SQ001": "Y", "Q1_SQ002": "", "11X2X3": "2", "11X2X3SQ001#0": "4",
  ]

  static func holds(_ text: String) -> Bool? {
    guard let expression = try? LimeSurveyExpression(text) else { return nil }
    return expression.holds { reference in
      guard reference.attribute != .other, let answer = answers[reference.name] else { return nil }
      return LimeSurveyDialect.value(of: reference.attribute == .shown ? "<\(answer)>" : answer)
    }
  }

  @Test(
    arguments: [
      ("1", true), ("0", false), ("age.NAOK > 18", true), ("age gt 18", true), ("age LT 18", false),
      ("age >= 34", true),
      ("age le 34", true), ("sex == \"M\"", true), ("sex eq 'M'", true), ("sex != 'M'", false), ("sex ne \"F\"", true),
      ("((11X2X3.NAOK == \"2\"))", true), ("INSERTANS:11X2X3 == 2", true), ("11X2X3SQ001#0.NAOK < 5", true),
      ("age > 18 and sex == 'F'", false), ("age > 18 && (sex == 'F' || list.NAOK == 'A1')", true),
      ("age > 18 OR sex == 'F' AND age < 3", true), ("!is_empty(name)", true), ("!is_empty(blank.NAOK)", false),
      ("is_empty(blank)", true), ("is_empty(zero)", false), ("is_empty('')", true), ("!blank", true), ("zero", false),
      ("name", true), ("amount == 5", true), ("amount == '5'", true), ("code == 7", true), ("code == '007'", true),
      ("code > 5", nil),
      ("list.shown == '<A1>'", true), ("list.value == 'A1' and list.valueNAOK == 'A1' and list.code == 'A1'", true),
      ("count(Q1_SQ001, Q1_SQ002, sex) == 2", true), ("sum(age, amount, blank) == 39", true),
      ("countif('Y', Q1_SQ001, Q1_SQ002) == 1", true), ("countifop('>=', 5, age, amount, zero) == 2", true),
      ("if(sex == 'M', age, 0) > 30", true), ("intval(7.9) == 7", true), ("intval(blank) == 0", true),
      ("strlen(name) == 3", true), ("strtolower(name) == 'bob'", true), ("trim('  x ') == 'x'", true),
      ("floor(7.9) + ceil(7.1) == 15", true), ("round(7.5) == 8", true), ("abs(-3) == 3", true),
      ("max(age, amount) - min(age, amount) == 29", true), ("age * 2 / 4 == 17", true), ("-age == -34", true),
      ("is_numeric(age) and !is_numeric(name)", true), ("blank > 5", false), ("blank <= 5", false), ("name > 5", false),
      ("'order' == \"order\"", true), ("'it\\'s' == \"it's\"", true), ("'a' < 'b'", true), ("'7' + 'x' == '7x'", true),
      ("age >= '4'", nil), ("age >= '30'", true), ("zero >= blank", nil), ("blank - 1 == 2", nil), ("zero / zero", nil),
    ] as [(String, Bool?)])
  func `an equation holds or not`(_ text: String, _ expected: Bool?) {
    #expect(Self.holds(text) == expected, "\(text)")
  }

  @Test(arguments: [
    "absent == 1", "regexMatch('/x/', name)", "age.question == 'Age'", "TOKEN:ATTRIBUTE_1 == 'x'", "if(absent, 1, 0)",
    "absent == 1 and age == 34", "count(absent) == 0", "min(age, blank) == 0", "round(7.55, 1) == 7.6",
  ])
  func `what cannot be followed is unknown`(_ text: String) {
    #expect((try? LimeSurveyExpression(text)) != nil)
    #expect(Self.holds(text) == nil, "\(text)")
  }

  @Test func `one part may decide where another is unknown`() {
    #expect(Self.holds("absent == 1 || age == 34") == true)
    #expect(Self.holds("absent == 1 && age == 1") == false)
  }

  @Test(arguments: [
    ("", 0, "its end"), ("age = 34", 4, "'='"), ("age == ", 7, "its end"), ("(age == 34", 10, "its end"),
    ("name == 'open", 8, "a quotation mark without its twin"), ("age == 34)", 9, "')'"), ("age sex", 4, "'s'"),
    ("count(age", 9, "its end"), ("é == 1", 0, "'é'"), ("3X4 == 1", 1, "'X'"),
    (String(repeating: "(", count: 100_000), 100, "brackets too deep"),
    (String(repeating: "!", count: 100_000) + "1", 100, "brackets too deep"),
  ])
  func `what is no equation says where it stops being one`(_ text: String, _ position: Int, _ found: String) {
    #expect(throws: ConditionFault(position: position, found: found)) { try LimeSurveyExpression(text) }
  }

  @Test func `a long list of alternatives, and a long sum in the deepest brackets, are followed`() {
    let many = (0..<5000).map { "age == \($0 + 100)" }.joined(separator: " or ")
    #expect(Self.holds(many) == false)
    #expect(Self.holds(many + " or age == 34") == true)
    let ones = String(repeating: " + 1", count: 1000)
    let deep = String(repeating: "(", count: 90) + "0" + String(repeating: "\(ones))", count: 90)
    #expect(Self.holds(deep + " == 90000") == true)
  }

  @Test func `characters masked for HTML are what they mask`() {
    #expect(LimeSurveyDialect.unmasked("a &gt; 1 &amp;&amp; b == &quot;x&quot;") == "a > 1 && b == \"x\"")
  }
}
