internal import SurveyModel

/// Reads the exports of EFS (Unipark, Questback, Tivian): CSV, and XML that describes itself.
enum EFSReader {
  /// Reads a CSV export.
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    let names = table.columns.indices.map { table.heading(0, $0).trimmed }
    var columns = EFSColumns(names: names, cells: table.columns)
    columns.find()
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: responses.provenance(), count: table.count)
    assembly.problems = responses.problems + table.problems + keptZeros(columns, file: responses.source.name)
    return try survey(&assembly, columns, table.columns, allowsDecimalComma: text.delimiter != 0x2C)
  }

  /// Reads an XML export.
  static func read(responses: SourceBytes, options: ReadingOptions) throws(ReadingError) -> Survey {
    let table = try XMLPushParser.read(responses, into: EFSTable(source: responses), progress: options.progress)
    guard table.records.count > 0 else {
      throw ReadingError(
        .noRecords, place: Place(file: responses.path), found: "an EFS XML export without records",
        expected: "at least one <row> in <data>",
        remedy: "check in EFS that the project has data, and export again")
    }
    let file = RecognizedFile(
      source: responses,
      detected: DetectedFormat(
        format: .efsXML, evidence: "the XML's root is <export>, with variables and rows of data"))
    var columns = EFSColumns(
      names: table.records.names, cells: table.records.columns, variables: table.variables, missings: table.missings)
    columns.find()
    var assembly = SurveyAssembly(
      file: responses.name, options: options, provenance: file.provenance(), count: table.records.count)
    assembly.problems = responses.problems + table.records.problems + checked(table, responses)
    return try survey(&assembly, columns, table.records.columns, allowsDecimalComma: false)
  }

  private static func survey(
    _ assembly: inout SurveyAssembly, _ columns: EFSColumns, _ cells: [RawColumn], allowsDecimalComma: Bool
  ) throws(ReadingError) -> Survey {
    assembly.provenance.guesses += columns.guesses
    assembly.problems += interviews(columns.names, cells, file: assembly.file)
    assembly.columns = zip(columns.columns, cells).map { column, cells in
      var template = column.template
      template.allowsDecimalComma = allowsDecimalComma
      return (template: template, cells: cells)
    }
    assembly.grids = QualtricsColumns.groups(columns.columns.map(\.grid))
    assembly.sets = QualtricsColumns.groups(columns.columns.map(\.set))
    return try assembly.survey()
  }

  /// What the description has and the records have not, and the other way round.
  private static func checked(_ table: EFSTable, _ responses: SourceBytes) -> [Problem] {
    let described = Set(table.variables.map(\.name))
    let strangers = table.records.names.filter { !described.contains($0) }
    var problems: [Problem] = []
    if !strangers.isEmpty {
      problems.append(
        Problem(
          .warning, file: responses.name,
          found: "columns that the document does not describe: \(SurveyAssembly.list(strangers))",
          expected: "a <variable> for each", remedy: "their answers are found from the cells"))
    }
    if !table.describesMissings {
      problems.append(
        Problem(
          .warning, file: responses.name, found: "no element missings",
          expected: "the values that stand for no answer",
          remedy: "-77, -66 and -99 are taken for them, as the software writes by default"))
    }
    return problems
  }

  private static func keptZeros(_ columns: EFSColumns, file: String) -> [Problem] {
    guard !columns.kept.isEmpty else { return [] }
    return [
      Problem(
        .note, file: file, column: columns.kept.count == 1 ? columns.kept[0] : nil,
        found: "the number 0 without a code list in \(SurveyAssembly.list(columns.kept))",
        expected: "a code list, which says whether 0 is an answer",
        remedy: "it is read as an answer; in a single choice it means 'seen, not answered': read the XML export, or "
          + "say --missing 0=skipped")
    ]
  }

  /// What a reader should know of the interviews: those not completed, by their disposition, and tests.
  private static func interviews(_ names: [String], _ cells: [RawColumn], file: String) -> [Problem] {
    func tally(_ name: String) -> [(text: String, count: Int)] {
      guard let column = names.firstIndex(of: name), cells[column].spilled == nil else { return [] }
      return zip(0..<cells[column].distinctCount, cells[column].tallies).compactMap { code, count in
        let text = cells[column].text(at: code).trimmed
        return cells[column].absence(at: code) == nil && !text.isEmpty && count > 0 ? (text, count) : nil
      }
    }
    func note(_ found: String, _ words: String) -> Problem {
      Problem(
        .note, file: file, found: found, expected: "respondents",
        remedy: "they are kept; leave them out with --exclude \(words)")
    }
    var problems: [Problem] = []
    let partial = tally("dispcode").filter { ResponseRecord.says(.unfinished, .efs, $0.text) == true }.sorted {
      $0.text < $1.text
    }
    let count = partial.reduce(0) { $0 + $1.count }
    if count > 0 {
      let parts = partial.map { text, count in
        let label = EFSMetadata.dispositions.first { $0.code == text }?.label ?? "disposition"
        return "\(count) \(label.lowercased()) (\(text))"
      }
      problems.append(
        note(
          "\(count) interview\(count == 1 ? "" : "s") that \(count == 1 ? "was" : "were") not completed: "
            + parts.joined(separator: ", "), "unfinished"))
    }
    let tests = tally("tester").filter { ResponseRecord.says(.tests, .efs, $0.text) == true }.reduce(0) {
      $0 + $1.count
    }
    if tests > 0 { problems.append(note("\(tests) interview\(tests == 1 ? "" : "s") of testers", "tests")) }
    return problems
  }
}
