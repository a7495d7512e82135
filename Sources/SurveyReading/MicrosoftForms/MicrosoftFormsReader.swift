internal import SurveyModel

/// Reads the responses of Microsoft Forms: `;` behind every ticked option, `Question.Row` for the rows of a Likert
/// question, `A;B;C;` for the order of a ranking, headings in the language of the form's owner.
enum MicrosoftFormsReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options, writesSeconds: true) { table in
      let lead = leadCount(table)
      let names = table.columns.indices.map { TextMatching.spaced(table.heading(0, $0)) }
      let rules = HeadingColumns.Rules(marks: [.dot], separators: [";"], ending: ";")
      let columns = HeadingColumns(table, rules: rules) { position, heading in
        position < lead
          ? leading(heading, position) : metadata(names[position], before: names[lead..<position], table, position)
      }
      return FormDescription(columns: columns.all)
    }
  }

  /// The heading of the second column, in the languages that are known.
  static let starts: Set<String> = [
    "Start time", "Startzeit", "Hora de inicio", "Heure de début", "Ora di inizio", "Begintijd", "Starttidspunkt",
    "Starttid", "Hora de início", "Godzina rozpoczęcia", "Aloitusaika", "Čas zahájení",
  ]

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
      "email", "e-mail", "correo electrónico", "adresse de messagerie", "posta elettronica", "mail", "e-post",
      "adres e-mail", "sähköposti", "email address",
    ]
    guard mails.contains(TextMatching.folded(table.heading(0, 3))) else { return 3 }
    let names: Set<String> = ["name", "nombre", "nom", "nome", "naam", "navn", "namn", "nazwa", "nimi"]
    return names.contains(TextMatching.folded(table.heading(0, 4))) ? 5 : 4
  }

  private static let changes: Set<String> = [
    "last modified time", "zeitpunkt der letzten änderung", "uhrzeit der letzten änderung",
    "hora de la última modificación",
    "heure de la dernière modification", "ora ultima modifica", "tijd van laatste wijziging",
    "tidspunkt for seneste ændring", "grade posted time",
  ]
  private static let totals: Set<String> = [
    "total points", "gesamtpunktzahl", "total de puntos", "total des points", "punti totali", "totaal aantal punten",
    "point i alt",
  ]
  private static let feedbacks: Set<String> = ["quiz feedback", "quizfeedback", "comentarios de la prueba"]

  /// A quiz has two columns behind every question that repeat its heading: `Points - Question`, `Feedback - Question`.
  private static func metadata(
    _ name: String, before: ArraySlice<String>, _ table: DelimitedTable, _ position: Int
  ) -> FormColumn? {
    let folded = name.lowercased()
    if changes.contains(folded) { return FormColumn(metadata: name, kind: .datetime) }
    if totals.contains(folded) { return FormColumn(metadata: name, kind: .numeric) }
    if feedbacks.contains(folded) { return FormColumn(text: name, label: name, role: .metadata) }
    for question in before.reversed().prefix(2) where !question.isEmpty && name.hasSuffix(question) {
      let lead = name.dropLast(question.count)
      guard lead.hasSuffix(" - ") || lead.hasSuffix(": "), lead.count < 24 else { continue }
      let texts = table.columns[position].distinctTexts
      let arePoints = !texts.isEmpty && texts.allSatisfy { NumberText.value($0) != nil }
      return arePoints
        ? FormColumn(metadata: name, kind: .numeric) : FormColumn(text: name, label: name, role: .metadata)
    }
    return nil
  }
}
