internal import SurveyModel
internal import TextFormats

/// Joins the timings of a LimeSurvey archive (`.lsi`) to its responses: how long a respondent spent on the interview, on
/// each group of questions and on each question, under the names that LimeSurvey's CSV gives them.
enum LimeSurveyTimings {
  /// Adds the timings as metadata columns, joined by the response's id.
  ///
  /// Timings that cannot be read are reported and left out: the responses do not depend on them.
  static func join(
    _ source: SourceBytes, to assembly: inout SurveyAssembly, responses: XMLRecordColumns,
    _ structure: LimeSurveyStructure?
  ) {
    func report(_ severity: Problem.Severity, _ found: String, _ expected: String, _ remedy: String) {
      assembly.problems.append(
        Problem(severity, file: source.name, found: found, expected: expected, remedy: remedy))
    }
    let timings: XMLRecordColumns
    do throws(ReadingError) {
      timings = try XMLPushParser.read(source, into: LimeSurveyResponsesTable(source: source, expecting: "Timings"))
        .records
    } catch {
      return report(.warning, error.found, error.expected, "the responses are read without their timings")
    }
    guard let key = responses.names.firstIndex(of: "id"), let own = timings.names.firstIndex(of: "id") else {
      return report(
        .warning, "timings without the response's id", "the column id", "the responses are read without their timings")
    }
    var rows: [String: Int] = [:]
    for row in 0..<timings.count {
      if let id = timings.columns[own].text(ofCell: row), rows[id] == nil { rows[id] = row }
    }
    let places = (0..<responses.count).map { responses.columns[key].text(ofCell: $0).flatMap { rows[$0] } }
    for (position, name) in timings.names.enumerated() where position != own {
      assembly.columns.append(
        (template: template(name, structure), cells: cells(timings.columns[position], at: places, name)))
    }
    assembly.problems += timings.problems
    let strangers = rows.count - Set(places.compactMap { $0 }).count
    guard strangers > 0 else { return }
    report(
      .note, "timings of \(strangers) response\(strangers == 1 ? "" : "s") that are not there",
      "the responses of the same day", "they are left out")
  }

  private static func cells(_ column: RawColumn, at places: [Int?], _ name: String) -> RawColumn {
    var cells = RawColumn()
    for place in places {
      if let place, let text = column.text(ofCell: place) {
        cells.append(text)
      } else {
        // A group that was never reached has no time.
        cells.appendAbsent(name == "interviewtime" ? .systemMissing : .notShown)
      }
    }
    return cells
  }

  /// Seconds under the name that the CSV has: `interviewtime`, `groupTime12`, `q1Time`.
  private static func template(_ field: String, _ structure: LimeSurveyStructure?) -> ColumnTemplate {
    var name = field
    var label = field == "interviewtime" ? "Total time" : ""
    let parts = field.hasSuffix("time") ? field.dropLast(4).split(separator: "X").map(String.init) : []
    if parts.count == 2 {
      name = "groupTime\(parts[1])"
      label = "Group time"
    } else if parts.count == 3, let question = structure?.questions.first(where: { $0.id == parts[2] }) {
      name = "\(question.code)Time"
      label = "Question time: \(question.text)"
    }
    let variable = Variable(
      name: name, key: field, label: label, kind: .numeric, level: .scale, role: .metadata)
    return ColumnTemplate(variable, knowledge: .kind, blank: .systemMissing)
  }
}
