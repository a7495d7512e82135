import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct AnswerRangesTests {
  static let cases: [(labels: [String], positions: [Int]?)] = [
    (["18-29", "> 60", "45-60", "30-44"], [1, 4, 3, 2]),
    (["$0 - $24,999", "$150,000+", "$25,000 - $49,999"], [1, 3, 2]),
    (["Less than 1 year", "1-5 years", "More than 20 years", "6–10 years"], [1, 2, 4, 3]),
    (["3 months - 1 year", "1 - 3 years", "Less than 3 months", "More than 3 years"], [2, 3, 1, 4]),
    (["1 year", "5+ years", "2-5 years", "Less than 1 year"], [2, 4, 3, 1]),
    (["65 and up", "35 - 64", "18 - 34"], [3, 2, 1]),
    (["18-29", "20-30"], nil), (["Cluster of 2-10", "Cluster of 11+"], nil), (["1", "2"], nil), (["a-b", "c-d"], nil),
    (["18-29", "No answer"], nil),
  ]

  @Test(arguments: cases.indices) func `ranges stand in the order of their quantity`(index: Int) {
    #expect(AnswerRanges.positions(of: Self.cases[index].labels) == Self.cases[index].positions)
  }

  @Test func `degrees of one word are a scale`() {
    #expect(
      AnswerScales.positions(of: ["Somewhat masculine", "Very masculine", "Not at all masculine"]) == [4, 5, 1])
    #expect(AnswerScales.positions(of: ["Red car", "Blue car", "Old car"]) == nil)
  }

  @Test func `a bracket may say that an answer is none`() {
    #expect(ResidualWording.reason("Unfamiliar (N/A)") == .notApplicable)
    #expect(ResidualWording.reason("Neutral (neither)") == nil)
  }
}
