internal import SurveyModel

/// Reads Prolific's list of submissions: the panel's own data on its members, to be joined with their answers.
enum ProlificReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options) { table in
      table.columns.indices.map { column(table.heading(0, $0)) }
    } notes: { table, _ in
      let status = table.columns.indices.first { TextMatching.folded(table.heading(0, $0)) == "status" }
      let note = FormReader.count(table, status, file: responses.source.name) {
        "\($0) submission\($0 == 1 ? "" : "s") that \($0 == 1 ? "was" : "were") not approved"
      } where: {
        $0.trimmed != "APPROVED"
      }
      return note.map { [$0] } ?? []
    }
  }

  private static func column(_ heading: String) -> FormColumn {
    let name = heading.trimmed
    switch TextMatching.folded(name) {
    case "submission id", "participant id", "session_id", "participant_id", "completion code", "entered_code":
      return FormColumn(metadata: name, kind: .text, personal: .identifier)
    case "started at", "completed at", "reviewed at", "archived at", "started_datetime", "completed_date_time",
      "reviewed_at_datetime", "custom study tncs accepted at":
      return FormColumn(metadata: name, kind: .datetime)
    case "time taken", "time_taken", "total approvals", "num_approvals", "num_rejections", "prolific_score":
      return FormColumn(metadata: name, kind: .numeric)
    case "status": return FormColumn(metadata: name)
    case "age":
      var column = FormColumn(question: name, label: "")
      column.template.variable.kind = .numeric
      column.template.variable.level = .scale
      column.template.knowledge = .kind
      return column
    default: return FormColumn(question: name, label: "")
    }
  }
}

/// Reads the results of a batch of Amazon Mechanical Turk, with one record per assignment.
enum MechanicalTurkReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options) { table in
      columns(of: table)
    } notes: { table, _ in
      repeated(table, responses.source.name)
    }
  }

  private static func columns(of table: DelimitedTable) -> [FormColumn] {
    var columns = table.columns.indices.map { column(table.heading(0, $0)) }
    // Answer.platform.facebook, Answer.platform.twitter …: one question, an option each.
    var members: [String: [Int]] = [:]
    for (position, column) in columns.enumerated() where column.template.variable.role == .question {
      let parts = column.template.variable.name.split(separator: ".")
      if parts.count == 3 { members[String(parts[0] + "." + parts[1]), default: []].append(position) }
    }
    let truths: Set<String> = ["true", "false"]
    for (question, positions) in members {
      guard
        positions.allSatisfy({ position in
          let texts = table.columns[position].distinctTexts
          return table.columns[position].spilled == nil && texts.allSatisfy { truths.contains($0.lowercased()) }
        })
      else { continue }
      for position in positions {
        let name = columns[position].template.variable.name
        let item = String(name.split(separator: ".").last ?? "")
        var variable = Variable(
          name: name, label: "\(question) - \(item)", itemText: item, kind: .categorical, level: .nominal)
        let texts = table.columns[position].distinctTexts
        variable.labels = [
          ValueLabel(code: texts.first { $0.lowercased() == "false" } ?? "false", label: "Not selected", value: 0),
          ValueLabel(code: texts.first { $0.lowercased() == "true" } ?? "true", label: item, value: 1),
        ]
        columns[position].template = ColumnTemplate(variable, knowledge: .answers)
        columns[position].set = (question, question, question)
      }
    }
    return columns
  }

  private static func column(_ heading: String) -> FormColumn {
    let name = heading.trimmed
    switch name {
    case "HITId", "AssignmentId", "WorkerId", "HITTypeId":
      return FormColumn(metadata: name, kind: .text, personal: .identifier)
    case "WorkTimeInSeconds": return FormColumn(metadata: name, kind: .numeric)
    default: break
    }
    if name.hasPrefix("Answer.") { return FormColumn(question: name, label: "") }
    if name.hasPrefix("Input.") { return FormColumn(metadata: name) }
    // Times carry the abbreviation of a zone ("Wed Jan 24 09:48:10 PST 2018") and stay texts.
    return FormColumn(metadata: name)
  }

  private static func repeated(_ table: DelimitedTable, _ file: String) -> [Problem] {
    guard let worker = table.columns.indices.first(where: { table.heading(0, $0).trimmed == "WorkerId" }),
      table.columns[worker].spilled == nil
    else { return [] }
    let more = table.columns[worker].tallies.count { $0 > 1 }
    guard more > 0 else { return [] }
    return [
      Problem(
        .note, file: file, found: "\(more) worker\(more == 1 ? "" : "s") with several assignments",
        expected: "one record per person", remedy: "every assignment is a record; leave repeated ones out with --where")
    ]
  }
}
