import StudyPlan
import SurveyModel
import Testing

@Suite struct StudyDraftTests {
  /// A grid of four items on 60 respondents, the last running against the others, or ranks of the same items.
  private func survey(ranks: Bool) -> Survey {
    let labels = (1...4).map { ValueLabel(code: "\($0)", label: "\($0)", value: Double($0)) }
    let entries = (1...4).map { CategoricalColumn.Entry(text: "\($0)", meaning: .label($0 - 1)) }
    var variables: [Variable] = []
    var columns: [Column] = []
    for item in 0..<4 {
      variables.append(Variable(name: "Q1_\(item + 1)", kind: .categorical, level: .ordinal, labels: labels))
      let codes = (0..<60).map { respondent -> UInt16 in
        if ranks { return UInt16((respondent + item) % 4) }
        let answer = respondent % 4
        return UInt16(item == 3 ? 3 - answer : answer)
      }
      columns.append(.categorical(CategoricalColumn(codes: codes, entries: entries)))
    }
    variables.append(Variable(name: "mail", kind: .text, level: .nominal, personal: .contact))
    var mails = TextColumn()
    for respondent in 0..<60 { mails.append("person\(respondent)@example.org".utf8) }
    columns.append(.text(mails))
    return Survey(
      codebook: Codebook(
        variables: variables, grids: [Grid(name: "Q1", label: "How much", variables: variables.prefix(4).map(\.name))]),
      columns: columns, count: 60, provenance: Provenance(format: "csv", evidence: "by hand"))
  }

  @Test func `a likely scale is proposed with the items that run against it`() throws {
    let draft = StudyDraft(for: survey(ranks: false), files: ["data file.csv"])
    #expect(
      draft.yaml.contains("Q1_scale: {items: [Q1_1, Q1_2, Q1_3, Q1_4], reverse: [Q1_4], score: mean, answered: 3}"))
    let plan = try StudyPlan(parsing: draft.yaml, fileName: "study.yaml")
    #expect(plan.data == ["data file.csv"])
    #expect(plan.scales.first?.reverse == ["Q1_4"])
  }

  @Test func `ranks are no scale`() {
    #expect(!StudyDraft(for: survey(ranks: true), files: ["a.csv"]).yaml.contains("Q1_scale"))
  }

  @Test func `personal variables are named as such and none of their cells is shown`() {
    let yaml = StudyDraft(for: survey(ranks: false), files: ["a.csv"]).yaml
    #expect(yaml.contains("mail [text; PERSONAL (contact): in no output]"))
    #expect(!yaml.contains("@example.org"))
  }
}
