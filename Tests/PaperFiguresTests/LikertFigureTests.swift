import PaperFigures
import PaperGraphics
import Testing
import TextFormats

@Test func `draws the sample`() throws {
  for (name, width) in [("183", FigureWidth.double), ("120", .oneAndHalf), ("89", .single)] {
    let figure = try Samples.likert.figure(width: width)
    try FileSystem.write(figure.svg(), to: "/tmp/fig/likert-\(name).svg")
    #expect(figure.lint() == [])
  }
}

enum Samples {
  static let categories = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
  static let likert = LikertFigure(
    categories: categories,
    rows: [
      LikertRow(
        item: "I trust the platform with my personal data", group: "Students", counts: [52, 139, 172, 158, 99],
        missing: 19),
      LikertRow(
        item: "I trust the platform with my personal data", group: "Staff", counts: [77, 145, 161, 112, 49], missing: 10
      ),
      LikertRow(item: "I feel part of a community", group: "Students", counts: [8, 41, 134, 229, 222], missing: 6),
      LikertRow(item: "I feel part of a community", group: "Staff", counts: [8, 40, 156, 195, 151], missing: 7),
      LikertRow(
        item: "Moderation decisions are explained clearly", group: "Students", counts: [33, 118, 171, 198, 114],
        missing: 6),
      LikertRow(
        item: "Moderation decisions are explained clearly", group: "Staff", counts: [58, 147, 166, 131, 50], missing: 8),
      LikertRow(
        item: "I understand how recommendations are chosen", group: "Students", counts: [69, 164, 203, 141, 62],
        missing: 7),
      LikertRow(
        item: "I understand how recommendations are chosen", group: "Staff", counts: [90, 170, 159, 97, 33], missing: 9),
      LikertRow(
        item: "I would pay to remove advertising", group: "Students", counts: [125, 220, 183, 82, 22], missing: 8),
      LikertRow(item: "I would pay to remove advertising", group: "Staff", counts: [154, 205, 137, 46, 8], missing: 8),
    ],
    negativeName: "disagree", positiveName: "agree",
    words: FigureWords(
      title: "Most respondents feel part of a community; few would pay to remove advertising", respondents: 1200,
      synthetic: true))
}
@Test func `draws the forest sample`() throws {
  for (name, width) in [("183", FigureWidth.double), ("120", .oneAndHalf), ("89", .single)] {
    let figure = try Samples.forest.figure(width: width)
    try FileSystem.write(figure.svg(), to: "/tmp/fig/forest-\(name).svg")
    #expect(figure.lint() == [])
  }
}
extension Samples {
  static func hypothesis(_ id: String, _ text: String, _ e: Double, _ l: Double, _ u: Double, _ p: Double) -> ForestRow
  {
    ForestRow(
      id: id, text: text, estimate: e, lower: l, upper: u, equivalence: 0.1, p: p,
      verdict: p < 0.05 ? "supported" : "not supported", decision: p < 0.05 ? .supported : .undecided)
  }
  static let forest = ForestFigure(
    rows: [
      hypothesis("H1", "I understand how recommendations are chosen", 0.24, 0.13, 0.36, 0.0001),
      hypothesis("H2", "I would pay to remove advertising", 0.27, 0.15, 0.38, 0.0001),
      hypothesis("H3", "Moderation decisions are explained clearly", 0.35, 0.24, 0.47, 0.0001),
      hypothesis("H4", "I trust the platform with my personal data", 0.29, 0.17, 0.40, 0.0001),
      hypothesis("H5", "I feel part of a community", 0.18, 0.07, 0.30, 0.005),
      hypothesis("H6", "Hours per week (log)", 0.18, 0.07, 0.29, 0.005),
      hypothesis("H7", "Age", 0.11, -0.01, 0.22, 0.069),
    ],
    heads: ForestHeads(
      text: "Hypothesis: students score higher on …", plot: "Hedges’ g with 95% CI", estimate: "g [95% CI]",
      p: "p (Holm)"),
    lowerLabel: "staff score higher", upperLabel: "students score higher",
    words: FigureWords(
      title: "Six of seven pre-registered differences are supported",
      subtitle: "Students minus staff; standardised mean differences", respondents: 1200,
      notes: ["Welch t tests, Holm-adjusted over seven hypotheses"], synthetic: true))
}
