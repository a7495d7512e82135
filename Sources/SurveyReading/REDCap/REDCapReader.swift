internal import SurveyModel
internal import TextFormats

/// Reads REDCap's exports: CSV, with the data dictionary or a project in ODM beside it, or ODM with the data in it.
enum REDCapReader {
  static func readCSV(
    _ responses: RecognizedFile, structure: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: 1, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    var provenance = responses.provenance()
    var dictionary: REDCapDictionary?
    if let structure {
      dictionary =
        structure.detected.format == .redcapODM
        ? try REDCapProject.read(structure.source).dictionary
        : try REDCapDictionary.read(structure, options: options)
      provenance.files.append(structure.sourceFile)
    }
    let columns = REDCapColumns(table, dictionary)
    if let structure, !columns.meetsDictionary {
      throw ReadingError(
        .pairing, place: Place(file: structure.source.path),
        found: "a dictionary none of whose fields \(responses.source.name) has",
        expected: "the dictionary of the project that the records belong to",
        remedy: "export that project's dictionary, or leave the file out")
    }
    return try survey(
      columns, table, responses, provenance, options, forms: nil,
      problems: responses.problems + table.problems + columns.differences(structure?.source.name))
  }

  static func readODM(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    let project = try REDCapProject.read(responses.source)
    guard project.table.count > 0 else {
      throw ReadingError(
        .noRecords, place: Place(file: responses.source.path), found: "a REDCap project without records",
        expected: "ClinicalData with SubjectData",
        remedy: "export metadata and data, or name the project beside its records in CSV")
    }
    var problems = responses.problems + project.problems
    if project.keptBreaks > 0 {
      problems.append(
        Problem(
          .note, file: responses.source.name,
          found: "\(project.keptBreaks) line break\(project.keptBreaks == 1 ? "" : "s") in attributes",
          expected: "references, without which XML makes them spaces", remedy: "they are kept as line breaks"))
    }
    if !project.undefined.isEmpty {
      problems.append(
        Problem(
          .warning, file: responses.source.name,
          found: "items without a definition: \(SurveyAssembly.list(project.undefined))",
          expected: "an ItemDef for every item", remedy: "their kinds and answers are found from the cells"))
    }
    let columns = REDCapColumns(project.table, project.dictionary)
    return try survey(
      columns, project.table, responses, responses.provenance(), options, forms: project.formsOfRecord,
      problems: problems)
  }

  private static func survey(
    _ columns: REDCapColumns, _ table: DelimitedTable, _ responses: RecognizedFile, _ provenance: Provenance,
    _ options: ReadingOptions, forms: [Set<String>]?, problems: [Problem]
  ) throws(ReadingError) -> Survey {
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: provenance, count: table.count)
    assembly.columns = zip(columns.columns, table.columns).map { (template: $0.template, cells: $1) }
    assembly.grids = QualtricsColumns.groups(columns.columns.map(\.grid))
    assembly.sets = QualtricsColumns.groups(columns.columns.map(\.set))
    assembly.problems =
      problems + columns.missing.problems(responses.source.name) + grain(columns, table, responses.source.name)
    var survey = try assembly.survey()
    let reasons = REDCapReasons(columns, table, forms: forms)
    for position in survey.columns.indices where reasons.concerns(position) {
      survey.update(at: position) { _, column in column = column.reasoned { reasons.reason(position, $0, $1, $2) } }
    }
    survey.problems += reasons.problems(file: responses.source.name)
    return survey
  }

  /// What a row is, where it is not a person.
  private static func grain(_ columns: REDCapColumns, _ table: DelimitedTable, _ file: String) -> [Problem] {
    let keys = columns.headings.filter { REDCapColumns.rowKeys.contains($0) }
    guard let record = table.columns.first, !keys.isEmpty, record.spilled == nil else { return [] }
    return [
      Problem(
        .note, file: file, found: "\(record.distinctTexts.count) records in \(table.count) rows",
        expected: "a row for each record",
        remedy: "a row is a record's " + (keys.contains("redcap_event_name") ? "event" : "instance of a form")
          + "; choose rows with --where")
    ]
  }
}
