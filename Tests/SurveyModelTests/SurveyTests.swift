import SurveyModel
import Testing

@Suite struct SurveyTests {
  private func survey() -> Survey {
    let labels = [
      ValueLabel(code: "1", label: "No", value: 1), ValueLabel(code: "2", label: "Yes", value: 2),
      ValueLabel(code: "9", label: "Don't know", missing: .dontKnow),
    ]
    let column = CategoricalColumn(
      codes: [0, 1, 2, 3, 1],
      entries: [
        .init(text: "1", meaning: .label(0)), .init(text: "2", meaning: .label(1)),
        .init(text: "9", meaning: .residual(label: 2, .dontKnow)), .init(text: "", meaning: .missing(.unknownBlank)),
      ])
    let variable = Variable(name: "Q1", label: "Do you?", kind: .categorical, level: .ordinal, labels: labels)
    return Survey(
      codebook: Codebook(variables: [variable]), columns: [.categorical(column)], count: 5,
      provenance: Provenance(format: "csv", evidence: "by hand"))
  }

  @Test func `missing cells are counted by reason and residual answers are missing`() {
    let survey = survey()
    #expect(survey.columns[0].missingCounts == [.dontKnow: 1, .unknownBlank: 1])
    #expect(survey.columns[0].missingReason(at: 2) == .dontKnow)
    #expect(survey.columns[0].missingReason(at: 0) == nil)
  }

  @Test func `the original text of every cell stays reachable`() {
    let survey = survey()
    #expect((0..<5).map { survey.columns[0].originalText(at: $0) } == ["1", "2", "9", "", "2"])
  }

  @Test func `answers and numbers leave residual answers out unless they are offered`() {
    let survey = survey()
    #expect(survey.answers(at: 0) == [0, 1, -1, -1, 1])
    #expect(survey.answers(at: 0, offered: true) == [0, 1, 2, -1, 1])
    let numbers = survey.numbers(at: 0) ?? []
    #expect(numbers[0] == 1 && numbers[1] == 2 && numbers[2].isNaN && numbers[3].isNaN)
  }

  @Test func `an unknown variable names the nearest one`() {
    do {
      _ = try survey().column("q2")
      Issue.record("no error")
    } catch {
      #expect("\(error)" == "no variable 'q2'; did you mean 'Q1'?")
    }
    #expect("\(UnknownVariable(name: "x", nearest: nil))" == "no variable 'x'; 'topline inspect' lists the variables")
  }

  @Test func `a derived variable is added once`() {
    var survey = survey()
    let column = Column.numeric(NumericColumn(values: [1, 2, 3, 4, 5], missing: [0, 0, 0, 0, 0]))
    let score = Variable(name: "score", kind: .numeric, level: .scale)
    let first = survey.append(score, column)
    let second = survey.append(score, column)
    #expect(first && !second)
    #expect(survey.codebook["score"] == score)
  }

  @Test func `every missing reason has its own index and goes there and back`() {
    for reason in MissingReason.allCases { #expect(MissingReason(index: reason.index) == reason) }
    #expect(MissingReason(index: 0) == nil)
    #expect(
      MissingReason.allCases.map(\.rawValue) == [
        "notShown", "seenNotAnswered", "dontKnow", "refused", "notApplicable", "declared", "redacted", "unreadable",
        "systemMissing", "unknownBlank",
      ])
  }
}

@Suite struct ColumnTests {
  @Test func `texts stay as they are, missing or not`() {
    var column = TextColumn()
    column.append("æøå".utf8)
    column.append(missing: .redacted, text: "CONSENT_REVOKED".utf8)
    column.append(missing: .unknownBlank)
    #expect((0..<3).map { column.text(at: $0) } == ["æøå", "CONSENT_REVOKED", ""])
    #expect(Column.text(column).missingCounts == [.redacted: 1, .unknownBlank: 1])
  }

  @Test func `a number prints as the file would write it`() {
    let column = Column.numeric(NumericColumn(values: [3, 2.5, .nan], missing: [0, 0, 8], originals: [1: "2,5"]))
    #expect((0..<3).map { column.originalText(at: $0) } == ["3", "2,5", ""])
  }
}

@Suite struct ProblemTests {
  @Test func `a problem is one line with place, found, expected and remedy`() {
    let problem = Problem(
      .warning, file: "wave.csv", row: 12, column: "Q3", found: "'7'", expected: "1 to 5", remedy: "add a label")
    #expect(problem.line == "wave.csv, record 12, Q3: warning: found '7', expected 1 to 5; add a label")
  }

  @Test(arguments: [
    ("Ann B.", "6 characters, letters"), ("a1", "2 characters, letters and digits"), ("12", "2 characters, digits"),
    ("--", "2 characters, signs"),
  ])
  func `the shape of a personal cell tells nothing else`(text: String, shape: String) {
    #expect(Problem.shape(of: text) == shape)
  }
}
