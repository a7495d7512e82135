internal import SurveyModel

/// Reads the CSV exports of KoboToolbox, Ona and ODK, and submissions in XML: group paths, "select multiple" as joined
/// codes and a column per option, repeated groups in columns of their own or in a table beside; with the form
/// (XLSForm or XForm) also texts, answers, and which blanks were not shown.
enum KoboReader {
  static func read(_ pair: FilePairing, options: ReadingOptions) throws(ReadingError) -> Survey {
    let responses = pair.responses
    var form: ODKForm?
    if let structure = pair.structure { form = try ODKForm.read(structure, language: options.language) }
    var table = try table(pair, form: form, options: options)
    var problems = responses.problems + table.problems
    if responses.detected.format == .koboCSV {
      for file in pair.further {
        problems += try KoboRepeats.join(file, to: &table, respondents: responses, options: options)
      }
      problems += KoboRepeats.alone(responses)
    }
    let columns = KoboColumns(table, form: form)
    var provenance = responses.provenance()
    provenance.files += pair.further.map(\.sourceFile)
    if let form, let structure = pair.structure {
      try requireMatch(columns, structure, responses)
      provenance.files.append(structure.sourceFile)
      provenance.guesses += form.languageGuess(options.language)
      provenance.isSynthetic = form.title.lowercased().contains("synthetic")
      problems += form.problems + KoboDifferences.problems(columns, form, structure, responses)
    }
    problems += KoboDifferences.contradictions(columns, file: responses.source.name)
    return try survey(columns, responses, provenance, problems, options)
  }

  private static func table(
    _ pair: FilePairing, form: ODKForm?, options: ReadingOptions
  ) throws(ReadingError) -> DelimitedTable {
    let responses = pair.responses
    if responses.detected.format == .odkSubmission {
      return try ODKSubmissions.table([responses] + pair.further, form: form, structure: pair.structure)
    }
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    return table
  }

  private static func requireMatch(
    _ columns: KoboColumns, _ structure: RecognizedFile, _ responses: RecognizedFile
  ) throws(ReadingError) {
    guard columns.columns.contains(where: { $0.question != nil }) else {
      throw ReadingError(
        .pairing, place: Place(file: structure.source.path),
        found: "a form none of whose questions \(responses.source.name) has",
        expected: "the form that the submissions belong to",
        remedy: "export that form, or leave the file out")
    }
  }

  private static func survey(
    _ columns: KoboColumns, _ responses: RecognizedFile, _ provenance: Provenance, _ problems: [Problem],
    _ options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    let file = responses.source.name
    var assembly = SurveyAssembly(
      file: file, options: options, provenance: provenance, count: columns.table.count)
    assembly.problems = problems
    let allowsComma = responses.text.map { $0.delimiter != 0x2C } ?? false
    assembly.columns = zip(columns.columns, columns.table.columns).map { column, cells in
      var template = column.column.template
      template.allowsDecimalComma = allowsComma
      return (template: template, cells: cells)
    }
    assembly.grids = QualtricsColumns.groups(columns.columns.map(\.column.grid)).filter { $0.members.count > 1 }
    assembly.sets = QualtricsColumns.groups(columns.columns.map(\.column.set)).map { group in
      var group = group
      group.tickedCode = columns.tickedCode(of: group.name)
      return group
    }
    var survey = try assembly.survey()
    var reasons = KoboReasons(columns)
    for position in survey.columns.indices where reasons.concerns(position) {
      survey.update(at: position) { _, column in column = column.reasoned { reasons.reason(position, $0, $1, $2) } }
    }
    survey.problems += reasons.problems(file: file)
    return survey
  }
}
