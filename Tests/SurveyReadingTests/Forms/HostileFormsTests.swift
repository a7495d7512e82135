import SurveyModel
import Testing

@testable import SurveyReading

/// Tables that no platform writes, read as every form: nothing crashes and no cell is lost.
@Suite struct HostileFormsTests {
  struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % sides
    }
  }

  static let headings = [
    "", " ", "-", " - ", "A - B", "A - C", "A - ", "[", "]", "A [x]", "A [y]", "A []", "[x]", ".", "A.", "A.b", "A.c",
    ":",
    "x:A", "y:A", ":A", "A:", "Response", "Other (please specify)", "Answer.q.a", "Answer.q.b", "Age", "Status", "Id",
    "Timestamp", "Score", "A [Score]", "Points - A", "Respondent ID", "Æ\u{301}", "\u{FEFF}",
  ]
  static let cells = [
    "", " ", ";", ";;;", "a;b;", "b;a;", "a;", "a, b", "a, (b, c", "a, (b, c)", ")(", "|", "a|b", "true", "false", "1",
    "2",
    "3", "0", "N/A", "NA", "-", "Not selected", "5 / 10", " / ", "/", "4-Mar", "1-2", "-3", "1.2E+10", "E",
    "13/13/2024",
    "1/2/2024 10:00", "Wed Jan 24 09:48:10 PST 2018", "Wed Foo", "Wed", "didn?t", "?", "Ã", "DATA_EXPIRED", "A", "B",
    "x",
    "line\nbreak", "quote\"d", "99999999999999999999", "$", "< 5", "5+",
  ]

  static func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }

  @Test(arguments: [
    SurveyFormat.surveyMonkeyCSV, .googleFormsCSV, .microsoftFormsCSV, .alchemerCSV, .prolificCSV, .mturkCSV, .csv,
  ]) func `no table crashes, and no cell is lost`(format: SurveyFormat) throws {
    var dice = Dice(state: UInt64(format.rawValue.utf8.reduce(0) { $0 + Int($1) }))
    for _ in 0..<150 {
      let width = 2 + dice.roll(6)
      let few = (0..<(1 + dice.roll(5))).map { _ in Self.cells[dice.roll(Self.cells.count)] }
      let rows = (0..<(1 + dice.roll(14))).map { _ in
        (0..<width).map { _ in dice.roll(3) == 0 ? Self.cells[dice.roll(Self.cells.count)] : few[dice.roll(few.count)] }
      }
      let heading = (0..<width).map { _ in Self.headings[dice.roll(Self.headings.count)] }
      let text = ([heading] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
      var options = ReadingOptions(encoding: .utf8, delimiter: 0x2C)
      options.format = format
      let read: Survey
      do { read = try survey(text, options: options) } catch {
        // A blank heading alone, or nothing but blanks below it, is refused in words.
        #expect((error as? ReadingError)?.description.isEmpty == false)
        continue
      }
      try expectAllCells(of: rows, in: read, text)
    }
  }

  private func expectAllCells(of rows: [[String]], in read: Survey, _ text: String) throws {
    // A second heading record, and blank records at the end, are no respondents.
    let start = rows.count - read.count >= 0 && read.provenance.evidence.contains("two heading") ? 1 : 0
    var place = 0
    for column in rows[0].indices {
      let written = (0..<read.count).map { row in
        rows.indices.contains(row + start) ? rows[row + start][column] : ""
      }
      let isBlank = written.allSatisfy { RawColumn.isBlank($0.utf8) }
      while place < read.columns.count,
        (0..<read.count).map({ read.columns[place].originalText(at: $0) ?? "" }) != written
      {
        place += 1
      }
      if place == read.columns.count, !isBlank {
        Issue.record("column \(column + 1) is lost from\n\(text)")
        return
      }
      place += 1
    }
  }
}
