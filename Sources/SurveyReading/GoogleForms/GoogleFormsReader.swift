internal import SurveyModel

/// Reads the responses of Google Forms, from Forms itself (`;` between ticked options) or from Sheets (`, `).
///
/// Forms appends the text of "other" to the ticked options without a mark: what is no option is that text.
enum GoogleFormsReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options) { table in
      PlainFormColumns.columns(
        of: table, metadata: { heading in metadata(heading, isFirst: heading == table.heading(0, 0)) },
        separators: [";", ", "])
    }
  }

  private static func metadata(_ heading: String, isFirst: Bool) -> FormColumn? {
    let name = heading.trimmed
    if isFirst { return FormColumn(metadata: name, label: "Time of the response", kind: .datetime) }
    switch TextMatching.folded(name) {
    case "username", "email address", "e-mail-adresse", "mailadresse", "adresse e-mail":
      return FormColumn(metadata: name, kind: .text, personal: .contact)
    case "score", "punktzahl": return FormColumn(metadata: name)
    default: return nil
    }
  }
}
