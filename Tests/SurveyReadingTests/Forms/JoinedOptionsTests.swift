import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct JoinedOptionsTests {
  static func learn(_ cells: [String], _ separator: String, _ caution: JoinedOptions.Caution = .usual) -> [String]? {
    var column = RawColumn()
    for cell in cells { column.append(cell) }
    return JoinedOptions.learn([column], separator: separator, caution: caution)?.options
  }

  @Test func `what stays open in a bracket is one option`() {
    let cells = ["IO (a, b)", "IO (a, b), GroupBy", "GroupBy", "GroupBy, Plot", "IO (a, b), Plot", "Plot"]
    #expect(Self.learn(cells, ", ") == ["IO (a, b)", "GroupBy", "Plot"])
  }

  @Test func `a half that always continues another is one option with it`() {
    let cells = [
      "Yes, at home, No", "Yes, at work", "No", "Yes, at home, Yes, at work", "Yes, at work, No", "Yes, at home",
    ]
    #expect(Self.learn(cells, ", ") == ["Yes, at home", "Yes, at work", "No"])
  }

  @Test func `a single choice with commas in its answers is none`() {
    let cells = ["Never, and not open to it", "Never, but open to it", "Often", "Sometimes"]
    #expect(Self.learn(cells + cells + cells, ", ") == nil)
  }

  @Test func `sentences and places are none`() {
    #expect(
      Self.learn(["I like it, but rarely", "Well, no", "It depends, really", "Yes, often, I think"], ", ") == nil)
    let places = ["Washington, DC", "Washington, DC", "Ohio", "Ohio", "Washington"]
    #expect(Self.learn(places, ", ") == nil)
  }

  @Test func `the questionnaire's order is that of the cells, not of the first respondents`() {
    #expect(Self.learn(["C", "A;C", "B;C", "A;B", "A"], ";") == ["A", "B", "C"])
    #expect(Self.learn(["10;2", "2", "10", "2;10"], ";") == ["2", "10"])
  }

  @Test func `where nothing else says so, typed lists are no options`() {
    let typed = ["R, Python", "Python, R", "R", "Python", "R, Python", "Python, R"]
    #expect(Self.learn(typed, ", ", .usual) == ["R", "Python"])
    #expect(Self.learn(typed, ", ", .great) == nil)
    #expect(Self.learn(["1,2,3", "1,3", "2", "1,2", "3", "1"], ",", .great) == ["1", "2", "3"])
  }

  @Test func `more than 64 options are kept as text, and it is said`() throws {
    var text = "Timestamp,Which of them?,Why?\n"
    for number in 0..<70 {
      for _ in 0..<2 {
        text += "2019/08/01 10:01:25,Option \(number);Option \((number + 1) % 70);Option \((number + 9) % 70),x y z\n"
      }
    }
    let read = try survey(text)
    #expect(read.codebook["Which of them?"]?.kind == .text)
    #expect(
      read.problems.map(\.line) == [
        "data.csv, Which of them?: warning: found 70 ticked options in one column, expected at most 64; the column is "
          + "read as text; export the question with one column per option"
      ])
    #expect(try read.column("Which of them?").column.originalText(at: 0) == "Option 0;Option 1;Option 9")
  }

  @Test func `rankings are the same items in different orders`() {
    var column = RawColumn()
    for cell in ["A;B;C;", "B;A;C;", "", "C;B;A;"] { column.append(cell) }
    #expect(JoinedRanking.items(column, separator: ";") == ["A", "B", "C"])
    let ranks = JoinedRanking.ranks(["A", "B", "C"], column, separator: ";", count: 4)
    #expect(
      ranks.map { cells in (0..<4).map { cells.text(ofCell: $0) } } == [
        ["1", "2", "", "3"], ["2", "1", "", "2"], ["3", "3", "", "1"],
      ])
    column.append("A;B;")
    #expect(JoinedRanking.items(column, separator: ";") == nil)
  }
}
