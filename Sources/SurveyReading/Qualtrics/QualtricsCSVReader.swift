internal import SurveyModel
internal import TextFormats

/// Reads Qualtrics CSV exports of all generations, with the questionnaire (QSF) where it is given.
enum QualtricsCSVReader {
  static func read(
    _ responses: RecognizedFile, questionnaire: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    let format = responses.detected.format
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    var provenance = responses.provenance()
    var structure: Questionnaire?
    if let questionnaire {
      structure = try QuestionnaireReader.read(questionnaire.source, language: options.language)
      provenance.files.append(questionnaire.sourceFile)
      provenance.isSynthetic = structure?.name.lowercased().contains("synthetic") ?? false
    }
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: provenance, count: table.count)
    assembly.problems = responses.problems + table.problems
    let headings = QualtricsHeading.all(table, format: format)
    var columns = QualtricsColumns(headings: headings, cells: table.columns, questionnaire: structure)
    columns.find()
    if let structure, let questionnaire {
      assembly.problems += try columns.checked(
        against: structure, name: questionnaire.source.name, responses: responses)
    }
    if headings.allSatisfy({ $0.importID.isEmpty }), format == .qualtricsCSV {
      assembly.problems.append(cutHeadings(responses))
    }
    assembly.problems += tests(headings, table, file: responses.source.name)
    columns.fill(&assembly)
    return try assembly.survey()
  }

  private static func cutHeadings(_ file: RecognizedFile) -> Problem {
    Problem(
      .warning, file: file.source.name, found: "an export whose records with question texts and ImportIds were deleted",
      expected: "three heading records",
      remedy: "questions go by their names alone, and dates may have been changed; export the data again to have all")
  }

  private static func tests(_ headings: [QualtricsHeading], _ table: DelimitedTable, file: String) -> [Problem] {
    guard let position = headings.firstIndex(where: { $0.name == "Status" || $0.importID == "status" }) else {
      return []
    }
    let cells = table.columns[position]
    let tallies = cells.tallies
    let count = (0..<cells.distinctCount).filter { cells.absence(at: $0) == nil }
      .filter { QualtricsMetadata.isTest(cells.text(at: $0)) }.reduce(0) { $0 + tallies[$1] }
    guard count > 0 else { return [] }
    return [
      Problem(
        .note, file: file, column: headings[position].name,
        found: "\(count) record\(count == 1 ? "" : "s") of previews or tests", expected: "answers of respondents",
        remedy: "they are kept; leave them out with --exclude previews,tests")
    ]
  }
}
