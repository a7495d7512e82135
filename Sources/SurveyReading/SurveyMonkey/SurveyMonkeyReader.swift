internal import SurveyModel

/// Reads SurveyMonkey's CSV exports: a heading record with the questions, whose cells go on to the right until the next
/// question, and below it one with options, rows and "Response"; or, where somebody has made one record of both,
/// `Question - Option`.
enum SurveyMonkeyReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    let file = responses.source.name
    return try FormReader.read(responses, options: options, writesSeconds: true) { table in
      var form: FormDescription
      if responses.detected.headingCount > 1 {
        let columns = SurveyMonkeyColumns(table, file: file)
        form = FormDescription(columns: columns.all, notes: columns.notes, guesses: columns.guesses)
      } else {
        let columns = HeadingColumns(table, rules: HeadingColumns.Rules(marks: [.dash])) { _, heading in
          metadata(heading)
        }
        form = FormDescription(columns: columns.all)
      }
      form.notes += dashes(&form.columns, table, file)
      return form
    }
  }

  /// What SurveyMonkey records by itself; nil for questions.
  static func metadata(_ heading: String) -> FormColumn? {
    let name = heading.trimmed
    let folded = TextMatching.folded(name)
    if let (kind, personal) = known[folded] { return FormColumn(metadata: name, kind: kind, personal: personal) }
    let custom = folded.hasPrefix("custom data ") || folded.hasPrefix("custom value")
    return custom ? FormColumn(metadata: name, kind: .text, personal: .identifier) : nil
  }

  private static let known: [String: (VariableKind, PersonalData)] = [
    "respondent id": (.text, .identifier), "respondentid": (.text, .identifier), "collector id": (.categorical, .no),
    "collectorid": (.categorical, .no), "date created": (.datetime, .no), "date modified": (.datetime, .no),
    "startdate": (.datetime, .no), "enddate": (.datetime, .no), "start date": (.datetime, .no),
    "end date": (.datetime, .no), "ip address": (.text, .technical), "email address": (.text, .contact),
    "first name": (.text, .contact), "last name": (.text, .contact),
  ]

  /// A hyphen alone is no answer; where columns of answers hold it, somebody has written it for "missing".
  private static func dashes(_ columns: inout [FormColumn], _ table: DelimitedTable, _ file: String) -> [Problem] {
    var count = 0
    var position = 0
    for index in columns.indices where columns[index].derived == nil {
      defer { position += 1 }
      let cells = table.columns[position]
      guard cells.spilled == nil, cells.distinctTexts.count > 1 else { continue }
      for (code, tally) in cells.tallies.enumerated() where cells.absence(at: code) == nil {
        guard cells.text(at: code).trimmed == "-" else { continue }
        count += tally
        columns[index].template.missingTexts.append(DeclaredCode(code: "-", reason: .unknownBlank))
      }
    }
    guard count > 0 else { return [] }
    return [
      Problem(
        .note, file: file, found: "\(count) cell\(count == 1 ? "" : "s") with nothing but a hyphen",
        expected: "answers or blanks", remedy: "they are read as blank")
    ]
  }
}
