internal import SurveyModel

/// Reads Alchemer's (once SurveyGizmo's) CSV exports, whose headings put the option before the question:
/// `Option:Question`.
enum AlchemerReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options) { table in
      columns(of: table)
    } notes: { table, _ in
      let status = table.columns.indices.first { table.heading(0, $0).trimmed == "Status" }
      let note = FormReader.count(table, status, file: responses.source.name) {
        "\($0) respondent\($0 == 1 ? "" : "s") who did not finish (Status is not Complete)"
      } where: {
        $0.trimmed != "Complete"
      }
      return note.map { [$0] } ?? []
    }
  }

  private static func columns(of table: DelimitedTable) -> [FormColumn] {
    var members: [String: [Int]] = [:]
    var columns = table.columns.indices.map { position -> FormColumn in
      let heading = table.heading(0, position)
      if let known = metadata(heading) { return known }
      let name = TextMatching.spaced(heading)
      if let (question, _) = split(name) { members[question, default: []].append(position) }
      return FormColumn(question: name, label: PlainText.stripping(heading))
    }
    for (question, positions) in members.sorted(by: { $0.value[0] < $1.value[0] }) {
      let items = positions.map { split(TextMatching.spaced(table.heading(0, $0)))?.item ?? "" }
      let isOpen = items.map { item in
        let folded = TextMatching.folded(item)
        return folded.contains("write in") || folded.contains("write-in")
      }
      let options = positions.indices.filter { !isOpen[$0] }
      let isSet = SiblingNames.areOptions(
        options.map { table.columns[positions[$0]] }, items: options.map { items[$0] })
      for (index, position) in positions.enumerated() {
        let name = columns[position].template.variable.name
        if isOpen[index] {
          columns[position] = FormColumn(text: name, label: "\(question) - \(items[index])", role: .otherText)
        } else if isSet {
          columns[position] = FormColumn(
            option: name, question: question, item: items[index], cells: table.columns[position])
          columns[position].set = (question, question, question)
        } else {
          columns[position].template.variable.label = "\(question) - \(items[index])"
          columns[position].template.variable.itemText = items[index]
          if SiblingNames.areRows(options.map { table.columns[positions[$0]] }) {
            columns[position].template.gridKey = question
            columns[position].grid = (question, question, question)
          }
        }
      }
    }
    return columns
  }

  private static func split(_ heading: String) -> (question: String, item: String)? {
    guard let colon = heading.firstIndex(of: ":"), colon > heading.startIndex else { return nil }
    let question = String(heading[heading.index(after: colon)...]).trimmed
    return question.isEmpty ? nil : (question, String(heading[..<colon]).trimmed)
  }

  private static func metadata(_ heading: String) -> FormColumn? {
    let name = heading.trimmed
    switch name {
    case "Time Started", "Date Submitted": return FormColumn(metadata: name, kind: .datetime)
    case "Status", "Language": return FormColumn(metadata: name)
    case "Response ID", "SessionID": return FormColumn(metadata: name, kind: .text, personal: .identifier)
    case "Referer", "User Agent", "IP Address", "Longitude", "Latitude":
      return FormColumn(metadata: name, kind: .text, personal: .technical)
    case "Country", "City", "State/Region", "Postal":
      return FormColumn(metadata: name, kind: .text, personal: .technical)
    default: return nil
    }
  }
}
