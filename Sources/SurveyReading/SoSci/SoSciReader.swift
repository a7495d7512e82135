internal import SurveyModel

/// Reads SoSci Survey's CSV exports, as downloaded or as R saved them again, with the import script for R where it is
/// given.
enum SoSciReader {
  static func read(
    _ responses: RecognizedFile, script file: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    var provenance = responses.provenance()
    var script: SoSciImportScript?
    if let file {
      let read = try SoSciImportScript.read(file.source)
      provenance.files.append(file.sourceFile)
      provenance.isSynthetic = read.attributes.values.contains { $0.lowercased().contains("synthetic") }
      script = read
    }
    var columns = SoSciColumns(table: table, script: script)
    columns.find()
    provenance.guesses += columns.guesses
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: provenance, count: table.count)
    assembly.problems = responses.problems + table.problems + columns.problems(file: responses.source.name)
    if let script, let file {
      assembly.problems += try check(columns, against: script, file: file, responses: responses)
    } else {
      assembly.problems.append(withoutScript(responses))
    }
    assembly.problems += interviews(table, columns, file: responses.source.name)
    assembly.columns = zip(columns.columns, table.columns).map { column, cells in
      var template = column.template
      template.allowsDecimalComma = text.delimiter != 0x2C
      return (template: template, cells: cells)
    }
    assembly.grids = QualtricsColumns.groups(columns.columns.map(\.grid))
    assembly.sets = QualtricsColumns.groups(columns.columns.map(\.set)).map { group in
      var group = group
      group.tickedCode = columns.tickedCodes[group.name] ?? "2"
      return group
    }
    return try assembly.survey()
  }

  private static func withoutScript(_ responses: RecognizedFile) -> Problem {
    Problem(
      .note, file: responses.source.name, found: "responses without the import script",
      expected: "the script import_PROJECT.r beside them, which has the questions and answers",
      remedy: "download the data for GNU R in SoSci Survey and give both: topline inspect "
        + "\(responses.source.name) import_PROJECT.r")
  }

  /// Checks that the script is that of the responses, and lists what one has and the other has not.
  private static func check(
    _ columns: SoSciColumns, against script: SoSciImportScript, file: RecognizedFile, responses: RecognizedFile
  ) throws(ReadingError) -> [Problem] {
    let asked = zip(columns.names, columns.columns).filter { $1.template.variable.role != .metadata }.map(\.0)
    let known = asked.filter { script[$0] != nil }
    guard !known.isEmpty || asked.isEmpty else {
      throw ReadingError(
        .pairing, place: Place(file: file.source.path),
        found: "an import script none of whose questions \(responses.source.name) has",
        expected: "columns such as \(SurveyAssembly.list(asked, most: 3))",
        remedy: "give the script that was downloaded with the responses, or leave it out")
    }
    var problems = script.problems
    let strangers = asked.filter { script[$0] == nil }
    if !strangers.isEmpty {
      problems.append(
        Problem(
          .warning, file: responses.source.name,
          found: "columns that the import script does not have: \(SurveyAssembly.list(strangers))",
          expected: "the script that was downloaded with the responses",
          remedy: "their answers are found from the cells"))
    }
    let present = Set(columns.names)
    // R takes the case numbers for the names of the rows, and saves them under no name.
    let absent = script.names.filter { !present.contains($0) && !($0 == "CASE" && columns.hasRowNumbers) }
    if !absent.isEmpty {
      problems.append(
        Problem(
          .note, file: file.source.name,
          found: "columns that the responses do not have: \(SurveyAssembly.list(absent))",
          expected: "a column for each", remedy: "they were left out of the responses, or taken out later"))
    }
    return problems
  }

  /// What a reader should know of the interviews: tests, spectators, those that did not reach the last page.
  private static func interviews(_ table: DelimitedTable, _ columns: SoSciColumns, file: String) -> [Problem] {
    func position(_ name: String) -> Int? { columns.names.firstIndex(of: name) }
    func says(_ mark: ResponseMark, _ text: String) -> Bool { ResponseRecord.says(mark, .soSci, text) == true }
    func isTest(_ text: String) -> Bool {
      !RawColumn.isBlank(text.utf8) && !SoSciCodes.blanks.contains(text.trimmed) && says(.tests, text)
    }
    let modes = position("MODE").map { table.columns[$0].distinctTexts.filter(isTest).sorted() } ?? []
    let tests = FormReader.count(table, position("MODE"), file: file, words: "tests") {
      "\($0) interview\($0 == 1 ? "" : "s") in the mode\(modes.count == 1 ? "" : "s") \(modes.joined(separator: ", "))"
    } where: {
      isTest($0)
    }
    let spectators = FormReader.count(table, position("Q_VIEWER"), file: file, words: "previews") {
      "\($0) interview\($0 == 1 ? "" : "s") in which the questionnaire was only looked at"
    } where: {
      says(.previews, $0)
    }
    let unfinished = FormReader.count(table, position("FINISHED"), file: file, words: "unfinished") {
      "\($0) interview\($0 == 1 ? "" : "s") that did not reach the last page"
    } where: {
      says(.unfinished, $0)
    }
    return [tests, spectators, unfinished].compactMap(\.self)
  }
}
