internal import PaperTables

/// Tables that several suites write.
enum TableFixtures {
  /// Two groups of rows under a spanner, with letters, marks, every kind of cell and every kind of note.
  static let banner = Table(
    number: "1", title: "Agreement with two statements, by gender",
    columns: [
      .text("Statement"), TableColumn("Total", unit: "%", format: .wholePercent),
      TableColumn("Women\n(A)", unit: "%", format: .wholePercent),
      TableColumn("Men\n(B)", unit: "%", format: .wholePercent), .pValue(),
    ],
    spanners: [TableSpanner("Gender", over: 2..<4)],
    groups: [
      TableRowGroup(
        "Social media help me stay in touch",
        rows: [
          TableRow(["Agree", .percent(641, of: 1200), letters(350, 602, "B"), letters(291, 598, ""), .pValue(0.0004)]),
          TableRow(["Disagree", .percent(55, of: 1200), letters(20, 602, ""), letters(35, 598, "a"), .pValue(0.035)]),
          TableRow(
            ["Mean", TableCell(.number(-0.125), format: .plain), .number(4.5, .plain), .number(1, .plain), .empty],
            isSummary: true),
        ]),
      TableRowGroup(
        "I feel alone among others",
        rows: [
          TableRow([
            TableCell(.text("Agree"), marks: ["a"]), .percent(0, of: 0), letters(602, 602, ""), letters(0, 598, ""),
            .pValue(1),
          ])
        ]),
    ],
    notes: TableNotes(
      general: ["Base: all who were asked.", "Intervals are not shown."],
      specific: [.init("a", "Asked in the second half of the questionnaire only.")],
      probability: ["Capitals: p < .05; small letters: p < .10; Holm over the pairs of a row."]),
    source: "a simulated panel", isSynthetic: true)

  /// Estimates, intervals and counts of very different size.
  static let estimates = Table(
    title: "Estimates",
    columns: [
      .text("Claim"), .count(), TableColumn("Share", unit: "%", format: .percent),
      TableColumn("r [95% CI]", format: .bounded), TableColumn("Odds ratio"),
      TableColumn("95% CI", format: .bounded),
    ],
    rows: [
      TableRow([
        "C1", .count(1200), .number(0.5416666666666666), TableCell(.estimate(-0.214, lower: -0.3, upper: -0.004)),
        .number(12345.678), TableCell(.interval(lower: -.infinity, upper: 0.5)),
      ]),
      TableRow([
        "C2", .count(98), .number(0.05), TableCell(.estimate(1, lower: 0.995, upper: 1)), .number(0.004),
        TableCell(.interval(lower: 0.25, upper: 0.75)),
      ]),
      TableRow(["C3", .count(-3), .number(.nan), .empty, .number(-0.0001), .empty]),
    ])

  /// Text that means something to every format that it is written in.
  static let hostile = Table(
    number: "<b>", title: "</caption><script>alert(1)</script> & 100% $x_1$ \u{08}",
    columns: [.text("a|b\\c"), TableColumn("h_1^2~{}#", unit: "%&")],
    spanners: [TableSpanner("\"><img src=x onerror=alert(1)>", over: 1..<2)],
    groups: [
      TableRowGroup(
        "[not an argument] `code` *bold*",
        rows: [
          TableRow([TableCell(.text("=cmd|' /C calc'!A0"), marks: ["<"]), .number(1)]),
          TableRow(["  +1\tand\r\nmore, \"quoted\"", .number(-2.5)]),
          TableRow(["\u{202E}evil\u{202C} שלום", .number(3)]),
          TableRow(["<\u{0301}script \"\u{0301}x", .number(4)]),
          TableRow(["漢字 and 👩‍👩‍👧 and e\u{0301}", .number(5)]),
          TableRow(["@SUM(1) \\input{/etc/passwd} \u{0}", .number(6)]),
        ])
    ],
    notes: TableNotes(
      general: ["<script>note</script> \\end{table}"], specific: [.init("|", "a_b & c")], probability: ["[x] 5%"]),
    source: "</figure>")

  private static func letters(_ count: Int, _ base: Int, _ letters: String) -> TableCell {
    TableCell(.percent(count: count, base: base), letters: letters)
  }
}
