internal import PaperTables
internal import Testing

@Suite("Number rules")
struct NumberRulesTests {
  let rules = NumberRules.typeset

  @Test(arguments: [
    (0.0004, "< .001"), (0, "< .001"), (0.000_999_9, "< .001"), (0.001, ".001"), (0.035, ".035"), (0.0356, ".036"),
    (0.5, ".500"), (0.999, ".999"), (0.9996, "> .999"), (1, "> .999"), (.nan, "–"),
  ])
  func `a p-value has three places, no leading zero, and no zero or one`(_ p: Double, _ text: String) {
    #expect(rules.pValue(p) == text)
  }

  @Test func `a p-value in a sentence has its relation`() {
    #expect(rules.pRelation(0.035) == "= .035")
    #expect(rules.pRelation(0.0001) == "< .001")
  }

  @Test(arguments: [
    (0.35, ".35"), (-0.35, "−.35"), (1, "1.00"), (-1, "−1.00"), (0, ".00"), (-0.001, ".00"), (0.996, "1.00"),
  ])
  func `a bounded number has no leading zero and never a minus zero`(_ value: Double, _ text: String) {
    #expect(rules.bounded(value) == text)
  }

  @Test(arguments: [
    (0.82, "0.82"), (-0.004, "0.00"), (1234.5, "1,234.50"), (-1_234_567, "−1,234,567.00"), (999.999, "1,000.00"),
    (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "–"),
  ])
  func `a number that can pass one keeps its zero and separates thousands`(_ value: Double, _ text: String) {
    #expect(rules.number(value) == text)
  }

  @Test func `percentages are rounded half away from zero on the exact ratio`() {
    #expect(rules.percent(1, of: 200) == "1")
    #expect(rules.percent(1, of: 8, decimals: 1) == "12.5")
    #expect(rules.percent(5, of: 1000, decimals: 0) == "1")
    #expect(rules.percent(29, of: 200, decimals: 0) == "15")
    #expect(rules.percent(0, of: 0) == "–")
  }

  @Test func `intervals stand in brackets, open ends as infinity`() {
    #expect(rules.interval(0.242, 0.292, .percent) == "[24.2, 29.2]")
    #expect(rules.interval(-0.1, 0.05, .bounded) == "[−.10, .05]")
    #expect(rules.interval(0.2, .infinity, .plain) == "[0.20, ∞]")
  }

  @Test func `degrees of freedom are whole where they are whole`() {
    #expect(rules.degreesOfFreedom(12) == "12")
    #expect(rules.degreesOfFreedom(12.346) == "12.35")
  }

  @Test func `machines get hyphens and no separators`() {
    #expect(NumberRules.plain.number(-1234.5) == "-1234.50")
    #expect(NumberRules.plain.count(1_200_000) == "1200000")
    #expect(rules.count(1_200_000) == "1,200,000")
  }
}
