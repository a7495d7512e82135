internal import SurveyModel

/// Reads the responses of Google Forms, from Forms itself (`;` between ticked options) or from Sheets (`, `).
///
/// Forms appends the text of "other" to the ticked options without a mark: what is no option is that text. Grids are
/// `Question [Row]`, checkbox grids the same with several answers in a cell. A quiz has a total, and from Forms itself
/// `Question [Score]` and `Question [Feedback]` behind every question.
enum GoogleFormsReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    try FormReader.read(responses, options: options, writesSeconds: true) { table in
      var previous = ""
      let rules = HeadingColumns.Rules(marks: [.bracket], separators: [";", ", "])
      let columns = HeadingColumns(table, rules: rules) { position, heading in
        let known = metadata(heading, position, previous: previous, cells: table.columns[position])
        if known == nil { previous = heading.trimmed }
        return known
      }
      return FormDescription(columns: columns.all)
    }
  }

  /// The heading of the first column, in the languages of Google's sheets that are known.
  static let stamps: Set<String> = [
    "Timestamp", "Zeitstempel", "Horodateur", "Marca temporal", "Informazioni cronologiche", "Tijdstempel",
    "Tidsstempel", "Carimbo de data/hora", "Tidstämpel", "Aikaleima", "Sygnatura czasowa", "Časové razítko",
    "Zaman damgası", "Отметка времени", "タイムスタンプ", "时间戳记", "타임스탬프",
  ]

  private static func metadata(
    _ heading: String, _ position: Int, previous: String, cells: RawColumn
  ) -> FormColumn? {
    let name = heading.trimmed
    if position == 0 { return FormColumn(metadata: name, label: "Time of the response", kind: .datetime) }
    switch TextMatching.folded(name) {
    case "username", "email address", "e-mail-adresse", "mailadresse", "mail", "adresse e-mail", "nutzername",
      "dirección de correo electrónico", "nombre de usuario", "indirizzo email", "e-mailadres", "e-postadress":
      return FormColumn(metadata: name, kind: .text, personal: .contact)
    case "score", "total score", "punktzahl", "gesamtpunktzahl", "puntuación", "punteggio", "note", "resultat", "point":
      return score(name, cells)
    default: break
    }
    guard !previous.isEmpty, name.hasPrefix(previous) else { return nil }
    switch name.dropFirst(previous.count).trimmed {
    case "[Score]": return score(name, cells)
    case "[Feedback]": return FormColumn(text: name, label: name, role: .metadata)
    default: return nil
    }
  }

  /// Points of a quiz, written as "5 / 10"; nil where the cells are no points.
  private static func score(_ name: String, _ cells: RawColumn) -> FormColumn? {
    let texts = cells.distinctTexts
    guard let first = texts.first, let slash = first.firstIndex(of: "/") else {
      return texts.allSatisfy({ NumberText.value($0) != nil }) ? FormColumn(metadata: name, kind: .numeric) : nil
    }
    let space = first[..<slash].reversed().prefix { $0 == " " }.count
    let tail = String(first[first.index(slash, offsetBy: -space)...])
    guard NumberText.value(tail.dropFirst(space + 1).trimmed) != nil,
      texts.allSatisfy({ $0.hasSuffix(tail) && NumberText.value(String($0.dropLast(tail.count))) != nil })
    else { return nil }
    var column = FormColumn(metadata: name, label: "\(name)\(tail)", kind: .numeric)
    column.template.numberTail = tail
    return column
  }
}
