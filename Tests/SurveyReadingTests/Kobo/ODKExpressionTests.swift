import Testing

@testable import SurveyReading

@Suite struct ODKExpressionTests {
  static let answers = ["age": "34", "sex": "2", "uses": "fb ig", "blank": "", "name": "Bob", "day": "2024-05-01"]

  static func holds(_ text: String) -> Bool? {
    ODKExpression(text)?.holds { reference in
      switch reference {
      case .named(let name): answers[name]
      case .absolute(let names): answers[names.last ?? ""]
      case .relative(_, let names): answers[names.last ?? ""]
      }
    }
  }

  @Test(arguments: [
    ("${age} >= 18", true), ("${age}<18", false), ("${sex} = '2'", true), ("${sex}=2", true), ("${sex} = '02'", false),
    ("${sex} != '2'", false), ("selected(${uses}, 'fb')", true), ("selected(${uses},'f')", false),
    ("selected( /data/group/uses , 'ig')", true), ("not(selected(../uses, 'tv'))", true),
    ("${age} > 18 and ${sex} = '1'", false), ("${age} > 18 or ${sex} = '1'", true),
    ("(${sex}='1' or ${sex}='2') and ${age} > 30", true), ("${sex}='1' or ${sex}='2' and ${age} < 30", false),
    ("${blank} = ''", true), ("${blank} != 'x'", true), ("${blank} > 0", false), ("${blank} = 0", false),
    ("count-selected(${uses}) = 2", true), ("count-selected(${blank}) > 0", false),
    ("string-length(${name}) = 3", true),
    ("${age} + 1 = 35", true), ("${age} * 2 - 8 = 60", true), ("${age} div 2 = 17", true), ("${age} mod 5 = 4", true),
    ("-${age} = -34", true), ("if(${sex}='2', 1, 0)", true), ("coalesce(${blank}, ${age}) = 34", true),
    ("true()", true),
    ("false()", false), ("'order' = \"order\"", true), ("${name} = 'Bob' and true()", true), ("${name}", true),
    ("${blank}", false), ("current()/../age = 34", true), ("./age = 34", true), ("number('7') = 7", true),
    ("int(7.9) = 7", true), ("boolean(${blank})", false), ("string(7) = '7'", true),
  ])
  func `an expression holds or not`(_ text: String, _ expected: Bool) {
    #expect(Self.holds(text) == expected, "\(text)")
  }

  @Test(arguments: [
    "${absent} = 1", "today() > '2024-01-01'", "${day} > '2024-01-01'", "random() < 0.5", "${name} > 3",
    "${absent} = 1 and ${age} = 34", "not(${absent})", "instance('list')/root/item = 1",
  ])
  func `what cannot be followed is unknown`(_ text: String) {
    #expect(Self.holds(text) == nil, "\(text)")
  }

  @Test func `one side may decide where the other is unknown`() {
    #expect(Self.holds("${absent} = 1 or ${age} = 34") == true)
    #expect(Self.holds("${absent} = 1 and ${age} = 1") == false)
  }

  @Test(arguments: [
    "", "(", "${age", "${age} =", "= 1", "selected(${uses}, 'fb'", "'open", "${age} = 1)", "../", "${age} ${sex}",
    "a[b=1]/c", String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "1",
    String(repeating: "not(", count: 100_000) + "1" + String(repeating: ")", count: 100_000),
  ])
  func `what is no expression gives nothing and no crash`(_ text: String) {
    #expect(ODKExpression(text) == nil)
  }
}
