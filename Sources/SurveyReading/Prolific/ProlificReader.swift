internal import SurveyModel

/// Reads Prolific's list of submissions, in both generations of headings: the panel's own data on its members, to be
/// joined with their answers.
enum ProlificReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options, writesSeconds: false) { table in
      let columns = table.columns.indices.map { column(table.heading(0, $0), table.columns[$0]) }
      let others = FormReader.count(
        table, table.position(of: ["status"]), file: responses.source.name, words: "unfinished,rejected"
      ) {
        "\($0) submission\($0 == 1 ? "" : "s") that \($0 == 1 ? "was" : "were") returned, timed out or rejected"
      } where: { text in
        [.unfinished, .rejected].contains { ResponseRecord.says($0, .prolific, text) == true }
      }
      return FormDescription(columns: columns, notes: [others].compactMap { $0 })
    }
  }

  private static func column(_ heading: String, _ cells: RawColumn) -> FormColumn {
    let name = heading.trimmed
    switch TextMatching.folded(name) {
    case "submission id", "participant id", "session_id", "participant_id", "completion code", "entered_code":
      return FormColumn(metadata: name, kind: .text, personal: .identifier)
    case "started at", "completed at", "reviewed at", "archived at", "started_datetime", "completed_date_time",
      "reviewed_at_datetime", "archived_at_datetime", "custom study tncs accepted at":
      return datetime(name, cells)
    case "time taken", "time_taken", "total approvals", "num_approvals", "num_rejections", "prolific_score":
      return FormColumn(metadata: name, kind: .numeric)
    case "status": return FormColumn(metadata: name)
    case "age":
      var column = FormColumn(question: name, label: "")
      column.template.variable.kind = .numeric
      column.template.variable.level = .scale
      column.template.knowledge = .kind
      for text in cells.distinctTexts {
        if let reason = ResidualWording.reason(text) {
          column.template.missingTexts.append(DeclaredCode(code: text.trimmed, reason: reason))
        }
      }
      return column
    default: return answer(name, cells)
    }
  }

  /// An answer of the panel's own questionnaire, which lists its answers: few members are no reason to read a text.
  private static func answer(_ name: String, _ cells: RawColumn) -> FormColumn {
    var column = FormColumn(question: name, label: "")
    let texts = cells.distinctTexts.filter { !["DATA_EXPIRED", "CONSENT_REVOKED"].contains($0) }
    guard cells.spilled == nil, !texts.isEmpty, texts.count <= 250,
      !texts.allSatisfy({ NumberText.value($0) != nil })
    else { return column }
    let (labels, level) = AnswerLists.labels(texts.map { (code: $0, text: $0) }, isScale: false)
    column.template.variable.labels = labels
    column.template.variable.level = level == .ordinal ? .nominal : level
    column.template.knowledge = level == .ordinal ? .nothing : .answers
    return column
  }

  /// A time; Prolific writes "Not Applicable" where there is none.
  private static func datetime(_ name: String, _ cells: RawColumn) -> FormColumn {
    var column = FormColumn(metadata: name, kind: .datetime)
    for text in cells.distinctTexts {
      if let reason = ResidualWording.reason(text) {
        column.template.missingTexts.append(DeclaredCode(code: text.trimmed, reason: reason))
      }
    }
    return column
  }
}
