internal import SurveyModel

/// Reads Alchemer's (once SurveyGizmo's) CSV exports, whose headings put the option before the question:
/// `Option:Question`.
enum AlchemerReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options, writesSeconds: true) { table in
      let rules = HeadingColumns.Rules(marks: [.colonBehind], separators: [";"])
      let columns = HeadingColumns(table, rules: rules) { _, heading in metadata(heading) }
      let partial = FormReader.count(
        table, table.position(of: ["status"]), file: responses.source.name, words: "unfinished"
      ) {
        "\($0) respondent\($0 == 1 ? "" : "s") who did not finish (Status is not Complete)"
      } where: {
        ResponseRecord.says(.unfinished, .alchemer, $0) == true
      }
      return FormDescription(columns: columns.all, notes: [partial].compactMap { $0 })
    }
  }

  private static func metadata(_ heading: String) -> FormColumn? {
    let name = heading.trimmed
    switch name {
    case "Time Started", "Date Submitted": return FormColumn(metadata: name, kind: .datetime)
    case "Status", "Language", "Link Name", "Legacy Comments", "Comments", "Tags": return FormColumn(metadata: name)
    case "Response ID", "ResponseID", "SessionID", "Contact ID":
      return FormColumn(metadata: name, kind: .text, personal: .identifier)
    case "Referer", "Extended Referer", "User Agent", "IP Address", "Longitude", "Latitude", "Country", "City",
      "State/Region", "Postal":
      return FormColumn(metadata: name, kind: .text, personal: .technical)
    default: return nil
    }
  }
}
