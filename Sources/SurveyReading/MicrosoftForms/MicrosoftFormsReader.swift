internal import SurveyModel

/// Reads the responses of Microsoft Forms: `;` behind every ticked option, `Question.Row` for the rows of a Likert
/// question, headings in the language of the form's owner.
enum MicrosoftFormsReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options) { table in
      let lead = leadCount(table)
      var position = -1
      return PlainFormColumns.columns(
        of: table,
        metadata: { heading in
          position += 1
          return position < lead ? leading(heading, position) : metadata(heading)
        }, separators: [";"])
    }
  }

  /// Id, start, completion, mail, name stand in this order, in whatever language.
  private static func leading(_ heading: String, _ position: Int) -> FormColumn {
    let name = heading.trimmed
    switch position {
    case 0: return FormColumn(metadata: name, kind: .text, personal: .identifier)
    case 1, 2: return FormColumn(metadata: name, kind: .datetime)
    default: return FormColumn(metadata: name, kind: .text, personal: .contact)
    }
  }

  private static func leadCount(_ table: DelimitedTable) -> Int {
    let mails: Set<String> = [
      "email", "e-mail", "correo electrónico", "adresse de messagerie", "posta elettronica", "mail",
    ]
    guard mails.contains(TextMatching.folded(table.heading(0, 3))) else { return 3 }
    let names: Set<String> = ["name", "nombre", "nom", "nome", "naam", "navn"]
    return names.contains(TextMatching.folded(table.heading(0, 4))) ? 5 : 4
  }

  private static func metadata(_ heading: String) -> FormColumn? {
    let name = TextMatching.spaced(heading)
    let folded = name.lowercased()
    if folded == "last modified time" { return FormColumn(metadata: name, kind: .datetime) }
    if ["total points", "quiz feedback", "grade posted time"].contains(folded) { return FormColumn(metadata: name) }
    if folded.hasPrefix("points - ") || folded.hasPrefix("feedback - ") { return FormColumn(metadata: name) }
    return nil
  }
}
