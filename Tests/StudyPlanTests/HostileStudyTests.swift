import SurveyModel
import Testing

@testable import StudyPlan

/// Study files that are made to hang a program.
@Suite struct HostileStudyTests {
  private func message(_ text: String) -> String? {
    do {
      _ = try StudyPlan(parsing: text, fileName: "s.yaml")
      return nil
    } catch {
      return error.description
    }
  }

  /// Lists of aliases of lists of aliases, the last of them a key: its parser would compare ten to the ninth texts.
  static let laughs: String = {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let inner = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(inner)]\n"
    }
    return text + "? *a9\n: 1\n"
  }()

  @Test(.timeLimit(.minutes(5))) func `aliases of aliases are refused before they are multiplied`() {
    #expect(
      message("topline: 1\n" + Self.laughs)
        == "s.yaml:3: an anchor or alias (& or *); expected every value written out\n"
        + "  mend: write the value again where it is used; put quotes round a text that begins with & or *")
  }

  @Test func `words with asterisks are no aliases`() {
    let prose = (0..<50).map { "word\($0) *is* important" }.joined(separator: " ")
    #expect(
      message("topline: 1\ntitle: \"\(prose) R&D\"\n")
        == "s.yaml:1: a study file without 'data'; expected 'data'\n  mend: add 'data: [responses.csv]'")
  }

  @Test(.timeLimit(.minutes(5)), arguments: ["[", "{", "- ", "? ", "{a: ", "[{a: "])
  func `values in values without end are refused`(piece: String) {
    for count in [40, 900, 100_000] {
      let found = message("topline: 1\ndata: " + String(repeating: piece, count: count))
      #expect(found?.hasPrefix("s.yaml:") == true, "\(count) times \(piece)")
    }
  }
}
