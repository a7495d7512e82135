internal import SurveyModel

/// Reads a Qualtrics XML export, with the questionnaire (`.qsf`) where it is given.
enum QualtricsXMLReader {
  /// Reads the responses, under the questions' names and with their answers where the questionnaire is given.
  static func read(
    responses: SourceBytes, questionnaire: SourceBytes?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    let records = try XMLPushParser.read(
      responses, into: QualtricsXMLTable(source: responses), progress: options.progress
    ).records
    guard records.count > 0 else {
      throw ReadingError(
        .noRecords, place: Place(file: responses.path), found: "a Qualtrics XML export without responses",
        expected: "at least one <Response>",
        remedy: "check in Qualtrics that the survey has responses, and export again")
    }
    let file = RecognizedFile(
      source: responses,
      detected: DetectedFormat(format: .qualtricsXML, evidence: "the XML's root is <Responses> with <Response> in it"))
    var provenance = file.provenance()
    let structure = try questionnaire.map { source throws(ReadingError) in
      try QuestionnaireReader.read(source, language: options.language)
    }
    if let questionnaire {
      provenance.files.append(
        SourceFile(
          name: questionnaire.name, format: SurveyFormat.qsf.rawValue, size: questionnaire.bytes.count,
          sha256: questionnaire.sha256))
    }
    provenance.isSynthetic = structure?.name.lowercased().contains("synthetic") ?? false
    var assembly = SurveyAssembly(
      file: responses.name, options: options, provenance: provenance, count: records.count)
    let headings = records.names.map { element in
      QualtricsHeading(name: name(of: element, in: structure), text: "", importID: element)
    }
    var columns = QualtricsColumns(headings: headings, cells: records.columns, questionnaire: structure)
    columns.find()
    assembly.problems = records.problems
    if let structure, let questionnaire {
      assembly.problems += try columns.checked(against: structure, name: questionnaire.name, responses: file)
    } else {
      assembly.problems.append(withoutQuestionnaire(responses))
    }
    assembly.problems += QualtricsMetadata.tests(headings, records.columns, file: responses.name)
    columns.fill(&assembly)
    return try assembly.survey()
  }

  private static func withoutQuestionnaire(_ responses: SourceBytes) -> Problem {
    Problem(
      .note, file: responses.name, found: "responses without the questionnaire",
      expected: "the questionnaire (.qsf) beside them, which has the questions and answers",
      remedy: "export the survey in Qualtrics and give both: topline inspect \(responses.name) SURVEY.qsf")
  }

  /// The name that the CSV export would give the element's column: the author's, in place of the question's id.
  static func name(of element: String, in questionnaire: Questionnaire?) -> String {
    let key = QualtricsKey(element)
    guard let id = key.question, element.hasPrefix(id), let question = questionnaire?[id] else { return element }
    // The text of a text question goes under the question's own name.
    if question.type == "TE", key.isText, key.parts.isEmpty { return question.tag }
    return question.tag + element.dropFirst(id.count)
  }
}
