internal import PaperTables
internal import SurveyStatistics
internal import Testing
internal import TextFormats

@Suite("The table model")
struct TableModelTests {
  @Test func `rows are made as wide as the columns`() {
    let table = Table(
      title: "t", columns: [.text("a"), .count()],
      rows: [TableRow(["x"]), TableRow(["y", .count(1), .count(2)])])
    #expect(table.rows.map(\.cells.count) == [2, 2])
    #expect(table.rows[0].cells[1] == .empty)
    #expect(table.rows[1].cells[1] == .count(1))
  }

  @Test func `spanners that overlap or reach beyond the columns are left out`() {
    let table = Table(
      title: "t", columns: [.text("a"), .count("b"), .count("c")],
      spanners: [TableSpanner("2", over: 1..<3), TableSpanner("1", over: 0..<2), TableSpanner("3", over: 2..<9)],
      rows: [])
    #expect(table.spanners == [TableSpanner("1", over: 0..<2)])
  }

  @Test func `the display width counts what a terminal shows`() {
    #expect(DisplayWidth.of("abc") == 3)
    #expect(DisplayWidth.of("e\u{0301}") == 1)
    #expect(DisplayWidth.of("漢字") == 4)
    #expect(DisplayWidth.of("👩‍👩‍👧") == 2)
    #expect(DisplayWidth.of("שלום") == 4)
    #expect(DisplayWidth.of("\u{2068}a\u{2069}") == 1)
  }

  @Test func `cleaning keeps markup apart from a combining mark that would hide it`() {
    #expect(TextCleaning.line("<\u{0301}b") == "<\u{25CC}\u{0301}b")
    #expect(TextCleaning.line("a\u{0}b\tc\r\nd") == "a\u{FFFD}b c d")
    #expect(TextCleaning.line("\u{202E}abc") == "abc")
    #expect(TextCleaning.line("שלום") == "\u{2068}שלום\u{2069}")
    #expect(TextCleaning.lines("a\nb") == ["a", "b"])
    #expect(TextCleaning.lines("") == [""])
  }

  @Test func `JSON keeps the raw number beside its text`() {
    let rows = TableFixtures.estimates.json["groups"]?[0]?["rows"]
    #expect(rows?[0]?["cells"]?[2]?["value"]?.number == 0.5416666666666666)
    #expect(rows?[0]?["cells"]?[2]?["display"]?.string == "54.2")
    #expect(rows?[0]?["cells"]?[5]?["lower"] == .null)
    #expect(TableFixtures.banner.json["synthetic"] == true)
  }

  static let test = TestResult(
    id: "mann-whitney", method: "Mann–Whitney U test", symbol: "U", statistic: 12.5, p: 0.0321,
    estimate: Estimate(
      id: "probability-of-superiority", value: 0.615,
      interval: Interval(lower: 0.51, upper: 0.71, level: 0.95, method: "brunner-munzel"), base: Base(count: 40)),
    effects: [EffectSize(id: "rank-biserial", value: 0.23)], base: Base(count: 40),
    groups: [("Women", 22), ("Men", 18)], missing: [("unknownBlank", 3)],
    assumptions: [
      Assumption("independent respondents", .notChecked), Assumption("no ties", .violated(why: "12 ties")),
    ],
    conventions: ["normal approximation", "ties averaged"], warnings: ["small groups"],
    source: "Mann & Whitney (1947)")

  @Test func `a test becomes a row whose remarks are notes`() throws {
    let table = Table.tests([("H1", Self.test), ("H2", Self.test)], number: "2", title: "Tests", isSynthetic: true)
    #expect(table.notes.specific.map(\.mark) == ["a", "b", "c", "d", "e"])
    #expect(table.rows[1].cells[1].marks == ["a", "b", "c"])
    #expect(table.rows[1].cells[3].value == .number(12.5))
    try expectSnapshot(table.plainText(), "tests.txt")
  }

  @Test func `all of one test stands in rows`() throws {
    try expectSnapshot(Table.test(Self.test).plainText(), "test.txt")
  }

  @Test func `scales show alpha with its interval`() throws {
    let alpha = TestResult(
      id: "cronbach-alpha", method: "Cronbach’s alpha", symbol: "α", statistic: 0.82, p: nil,
      estimate: Estimate(
        id: "cronbach-alpha", value: 0.82, interval: Interval(lower: 0.8, upper: 0.84, level: 0.95, method: "feldt"),
        base: Base(count: 1184)),
      base: Base(count: 1184), details: [.init("items", 4)], source: "Cronbach (1951)")
    try expectSnapshot(
      Table.scales([("Anti-social", alpha, 4.21, 1.1), ("Necessity", alpha, nil, nil)]).plainText(), "scales.txt")
  }

  @Test func `an unknown statistic is named by its id`() {
    #expect(StatisticVocabulary.entry("brand-new-measure").name == "Brand new measure")
    #expect(StatisticVocabulary.method("brand-new") == "brand new")
  }

  @Test func `p-values and models have their tables`() {
    let model = TestResult(
      id: "linear", method: "Linear regression", symbol: "F", statistic: 3, p: 0.2,
      coefficients: [
        Coefficient(
          term: "age", estimate: -0.5, standardError: 0.1, statistic: -5, degreesOfFreedom: 97, p: 0.00001,
          interval: Interval(lower: -0.7, upper: -0.3, level: 0.95, method: "t"))
      ], base: Base(count: 100), source: "")
    let text = Table.coefficients(model).plainText()
    #expect(text.contains("−0.50 [−0.70, −0.30]"))
    #expect(text.contains("< .001"))
    #expect(text.contains("Student’s t"))
  }
}
