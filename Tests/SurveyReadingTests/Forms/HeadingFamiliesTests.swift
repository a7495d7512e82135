import Testing

@testable import SurveyReading

@Suite struct HeadingFamiliesTests {
  static func found(_ headings: [String?], _ mark: HeadingFamilies.Mark) -> [String] {
    HeadingFamilies.find(headings, mark: mark).map { family in
      "\(family.question) | \(family.items.joined(separator: " / ")) | \(family.members)"
        + (family.parent.map { " of \($0)" } ?? "")
    }
  }

  static let cases: [(headings: [String?], mark: HeadingFamilies.Mark, families: [String])] = [
    (["Which? - A", "Which? - B", "Age"], .dash, ["Which? | A / B | [0, 1]"]),
    (["You - at home - A", "You - at home - B"], .dash, ["You - at home | A / B | [0, 1]"]),
    (
      ["S - Q1 - A", "S - Q1 - B", "S - Q2 - A", "S - Q2 - B"], .dash,
      ["S - Q1 | A / B | [0, 1]", "S - Q2 | A / B | [2, 3]"]
    ),
    (["Pros - and cons"], .dash, []),
    (["Dish?", "Dish? - Other"], .dash, ["Dish? | Other | [1] of 0"]),
    (["How? [A]", "How?  [B [c]]", "x [y]"], .bracket, ["How? | A / B [c] | [0, 1]"]),
    (
      ["Rate v1.2. All of it.Speed", "Rate v1.2. All of it.Look. And feel"], .dot,
      ["Rate v1.2. All of it | Speed / Look. And feel | [0, 1]"]
    ),
    (["One. Two", "One. Three"], .dot, []),
    (["A.x", nil, "A.y"], .dot, ["A | x / y | [0, 2]"]),
    (["A:What: now?", "B:What: now?", "Note: why?"], .colonBehind, ["What: now? | A / B | [0, 1]"]),
    (["Words?", "Other word(s)::Words?"], .colonBehind, ["Words? | Other word(s) | [1] of 0"]),
  ]

  @Test(arguments: cases.indices) func `questions end where their neighbours say`(index: Int) {
    let (headings, mark, families) = Self.cases[index]
    #expect(Self.found(headings, mark) == families)
  }
}
