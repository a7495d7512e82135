internal import PaperGraphics
internal import PaperTables
internal import Testing

@Suite("Table writers")
struct TableWriterTests {
  static let tables: [String: Table] = [
    "banner": TableFixtures.banner, "estimates": TableFixtures.estimates, "hostile": TableFixtures.hostile,
  ]

  @Test(arguments: tables.keys.sorted())
  func `every writer gives what was looked at`(_ name: String) throws {
    let table = try #require(Self.tables[name])
    try expectSnapshot(table.plainText(), "\(name).txt")
    try expectSnapshot(table.markdown(), "\(name).md")
    try expectSnapshot(table.html(id: "table-\(name)"), "\(name).html")
    try expectSnapshot(table.latex(id: name), "\(name).tex")
    try expectSnapshot(table.csv(withDisplay: true), "\(name).csv")
    try expectSnapshot(table.svg(), "\(name).svg")
  }

  @Test(arguments: tables.keys.sorted())
  func `the lines of aligned text are equally wide`(_ name: String) throws {
    let table = try #require(Self.tables[name])
    let lines = table.plainText().split(separator: "\n").map(String.init)
    let rule = lines.first { $0.allSatisfy { $0 == "─" } }.map(DisplayWidth.of) ?? 0
    let first = lines.firstIndex { $0.allSatisfy { $0 == "─" } } ?? 0
    let last = lines.lastIndex { $0.allSatisfy { $0 == "─" } } ?? 0
    #expect(last > first)
    for line in lines[first...last] { #expect(DisplayWidth.of(line) <= rule) }
  }

  @Test func `long words wrap in their column`() {
    let table = Table(
      title: "t", columns: [.text("Item"), .count()],
      rows: [TableRow([.text("A rather long statement that needs more than one line"), .count(7)])])
    let lines = table.plainText(textWidth: 20).split(separator: "\n").map(String.init)
    #expect(lines.contains("A rather long         7"))
    #expect(lines.contains("statement that needs"))
  }

  @Test func `HTML has scopes, no inline style and no markup of respondents`() {
    let html = TableFixtures.hostile.html(id: "x\" onload=\"alert(1)")
    #expect(html.contains("id=\"xonloadalert1\""))
    #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("style="))
    #expect(html.contains("scope=\"row\"") && html.contains("scope=\"col\"") && html.contains("scope=\"rowgroup\""))
    #expect(html.contains("scope=\"colgroup\""))
    // Each character of markup stands alone, whatever combining mark follows it.
    #expect(html.contains("&lt;\u{25CC}\u{0301}script &quot;\u{25CC}\u{0301}x"))
    #expect(TableFixtures.hostile.htmlDocument(id: "t").contains("Content-Security-Policy"))
  }

  @Test func `LaTeX balances its braces and leaves no command of respondents`() {
    let latex = TableFixtures.hostile.latex()
    #expect(!latex.contains("\\input{/etc") && !latex.contains("\\end{table} "))
    #expect(latex.contains("\\textbackslash{}input\\{/etc/passwd\\}"))
    #expect(latex.contains("{}[not an argument]"))
    var depth = 0
    var previous: Character = " "
    for character in latex {
      if previous != "\\" { depth += character == "{" ? 1 : character == "}" ? -1 : 0 }
      previous = previous == "\\" && character == "\\" ? " " : character
    }
    #expect(depth == 0)
    let rows = TableFixtures.banner.latex().split(separator: "\n").filter { $0.hasSuffix("\\\\") }
    // Two columns of shares have letters and so a column of their own: 5 columns are 7.
    for row in rows where !row.contains("multicolumn") {
      let cells = row.split(separator: "&", omittingEmptySubsequences: false)
      #expect(cells.count == 7, "\(row)")
    }
  }

  @Test func `Markdown has as many cells in every row and escapes what would be markup`() {
    for (_, table) in Self.tables {
      for line in table.markdown().split(separator: "\n") where line.hasPrefix("|") {
        var bars = 0
        var previous: Character = " "
        for character in line {
          if character == "|", previous != "\\" { bars += 1 }
          previous = character
        }
        #expect(bars == table.columns.count + 1, "\(line)")
      }
    }
    #expect(!TableFixtures.hostile.markdown().contains("<script"))
  }

  @Test func `CSV keeps every number and defuses formulas`() {
    let csv = TableFixtures.hostile.csv()
    #expect(csv.contains(",'=cmd|' /C calc'!A0,1\r\n"))
    #expect(csv.contains(",'@SUM(1)"))
    #expect(csv.contains("\"'  +1 and more, \"\"quoted\"\"\",-2.5\r\n"))
    let estimates = TableFixtures.estimates.csv()
    #expect(estimates.contains("54.166666666666664"))
    #expect(estimates.contains("-0.214,-0.3,-0.004"))
    #expect(estimates.split(separator: "\r\n").count == 4)
    #expect(TableFixtures.banner.csv().contains(",true\r\n"))
  }

  @Test(arguments: tables.keys.sorted())
  func `the picture of a table has nothing cut and nothing overlapping`(_ name: String) throws {
    let table = try #require(Self.tables[name])
    for width in [89.0, 120, 183] {
      let findings = table.scene(width: width).lint()
      #expect(findings.isEmpty, "\(name) at \(width) mm: \(findings)")
    }
    #expect(SVGProfile.violations(in: table.svg()).isEmpty)
  }

  @Test func `the description of a long table stops before two thousand characters`() {
    let rows = (0..<500).map { TableRow([.text("Row \($0)"), .count($0)]) }
    let svg = Table(title: "t", columns: [.text("a"), .count()], rows: rows).svg()
    let description = svg.split(separator: "<desc")[1].split(separator: "</desc>")[0]
    #expect(description.count < 2060 && description.contains("More rows stand in the table."))
  }

  @Test func `the synthetic notice stands in every format`() {
    let table = TableFixtures.banner
    for text in [table.plainText(textWidth: 200), table.markdown(), table.html(id: "t"), table.latex(), table.svg()] {
      #expect(text.contains("Synthetic data"))
    }
  }
}
