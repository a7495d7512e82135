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
    assembly.problems += QualtricsMetadata.tests(headings, table.columns, file: responses.source.name)
    columns.fill(&assembly)
    return try assembly.survey()
  }

  private static func cutHeadings(_ file: RecognizedFile) -> Problem {
    Problem(
      .warning, file: file.source.name, found: "an export whose records with question texts and ImportIds were deleted",
      expected: "three heading records",
      remedy: "questions go by their names alone, and dates may have been changed; export the data again to have all")
  }
}
