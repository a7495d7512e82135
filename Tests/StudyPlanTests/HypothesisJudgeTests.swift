import StudyPlan
import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import Testing

@Suite struct HypothesisJudgeTests {
  /// A survey of two numeric variables in which so many of 400 respondents are above 4 in both.
  private func prepared(both: Int, of count: Int = 400) -> PreparedSurvey {
    let values = (0..<count).map { $0 < both ? 6.0 : 2.0 }
    let column = Column.numeric(NumericColumn(values: values, missing: [UInt8](repeating: 0, count: count)))
    let survey = Survey(
      codebook: Codebook(variables: [
        Variable(name: "a", kind: .numeric, level: .scale), Variable(name: "n", kind: .numeric, level: .scale),
      ]), columns: [column, column], count: count, provenance: Provenance(format: "csv", evidence: "by hand"))
    return PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: count), report: PreparationReport(respondents: count))
  }

  private func judge(_ both: Int, test: String = "paradox", extra: String = "") throws -> [Verdict] {
    let plan = try StudyPlan(
      parsing: """
        topline: 1
        data: a.csv
        hypotheses:
          H1: {says: A majority feels both, test: \(test), both: [a > 4, n > 4], threshold: 0.5, sesoi: 0.05\(extra)}
        """, fileName: "s.yaml")
    guard case .own(let hypotheses) = plan.hypotheses else { return [] }
    let prepared = prepared(both: both)
    return try HypothesisJudge.judge(hypotheses, of: plan, on: prepared, design: SurveyDesign(count: 400))
  }

  @Test(arguments: [(260, Direction.supported), (140, .contradicted), (205, .inconclusive)])
  func `the printed interval decides`(both: Int, direction: Direction) throws {
    let verdict = try #require(try judge(both).first)
    #expect(verdict.direction == direction)
    let interval = try #require(verdict.estimate.interval)
    switch direction {
    case .supported: #expect(interval.lower > 0.5)
    case .contradicted: #expect(interval.upper < 0.5)
    case .inconclusive: #expect(interval.lower <= 0.5 && interval.upper >= 0.5)
    }
    #expect(interval.method == "clopper-pearson")
    #expect(verdict.sentence.lowercased().hasPrefix(direction.rawValue))
  }

  @Test func `an open verdict says how many respondents would settle it`() throws {
    let verdict = try #require(try judge(205).first)
    // Rulings' own table: J = .55 at 80 and 90 per cent power.
    #expect(verdict.required.first { $0.truth == 0.55 && $0.power == 0.8 }?.respondents == 820)
    #expect(verdict.required.first { $0.truth == 0.55 && $0.power == 0.9 }?.respondents == 1080)
  }

  @Test func `cuts that disagree leave it open`() throws {
    let verdict = try #require(try judge(260, extra: ", firm: [a > 6, n > 6]").first)
    #expect(verdict.direction == .inconclusive)
    #expect(verdict.reason == "depends on the cut")
  }

  @Test func `a test without an estimate to decide by is refused with its line`() {
    do {
      _ = try judge(260, test: "chi-square")
      Issue.record("no error")
    } catch {
      #expect("\(error)".hasPrefix("s.yaml:4: H1: the test 'chi-square', which gives no estimate"))
    }
  }

  @Test func `a share is decided by the exact interval, whichever of its tests is named`() throws {
    let column = Column.numeric(
      NumericColumn(values: (0..<400).map { $0 < 260 ? 6.0 : 2.0 }, missing: [UInt8](repeating: 0, count: 400)))
    let survey = Survey(
      codebook: Codebook(variables: [Variable(name: "a", kind: .numeric, level: .scale)]), columns: [column],
      count: 400,
      provenance: Provenance(format: "csv", evidence: "by hand"))
    let prepared = PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: 400), report: PreparationReport(respondents: 400))
    let plan = try StudyPlan(
      parsing: "topline: 1\ndata: a.csv\nhypotheses: {H: {says: x, test: proportion, outcome: a, success: [6]}}\n",
      fileName: "s.yaml")
    guard case .own(let hypotheses) = plan.hypotheses else { return }
    let verdict = try HypothesisJudge.judge(hypotheses, of: plan, on: prepared, design: SurveyDesign(count: 400))[0]
    #expect(verdict.estimate.interval?.method == "clopper-pearson")
    #expect(verdict.estimate.value == 0.65)
  }

  @Test func `families are adjusted apart`() {
    func verdict(_ id: String, _ family: String, _ p: Double) -> Verdict {
      Verdict(
        id: id, says: "", estimand: "", estimate: Estimate(id: "share", value: 0.5, base: Base(count: 1)),
        threshold: 0.5,
        smallestEffect: 0.05, direction: .inconclusive, size: .unclear, p: p, family: family, sentence: "",
        refutation: "")
    }
    var verdicts = [verdict("1", "a", 0.01), verdict("2", "a", 0.04), verdict("3", "b", 0.04)]
    VerdictFamilies.adjust(&verdicts, by: "holm")
    #expect(verdicts.map(\.pAdjusted) == [0.02, 0.04, 0.04])
    VerdictFamilies.adjust(&verdicts, by: "none")
    #expect(verdicts.map(\.pAdjusted) == [0.01, 0.04, 0.04])
  }
}
