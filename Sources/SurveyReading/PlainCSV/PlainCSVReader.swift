internal import SurveyModel
internal import TextFormats

/// Reads a table with one heading record, with Topline's codebook in CSV where it is given.
enum PlainCSVReader {
  static func read(
    _ responses: RecognizedFile, codebook: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try requireRecords(table, responses)
    var provenance = responses.provenance(.csv)
    var entries: CodebookCSV?
    if let codebook {
      entries = try CodebookCSV.read(codebook, options: options)
      provenance.files.append(codebook.sourceFile)
    }
    var columns = PlainColumns(table: table, delimiter: text.delimiter, codebook: entries)
    columns.find()
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: provenance, count: table.count)
    assembly.problems = responses.problems + table.problems + columns.damage(file: responses.source.name)
    if let entries, let codebook {
      assembly.problems += try columns.checked(against: entries, codebook: codebook, responses: responses)
    }
    if columns.usesNA {
      assembly.provenance.guesses.append("cells 'NA' hold no value, for \(columns.reasonForNA)")
    }
    columns.fill(&assembly)
    return try assembly.survey()
  }

  /// The error for a format that must be delimited and is not.
  static func noTable(_ file: RecognizedFile) -> ReadingError {
    ReadingError(
      .notATable, place: Place(file: file.source.path), found: file.detected.format.words,
      expected: "a delimited text", remedy: "leave --format out, or export the data as CSV")
  }

  /// Refuses a table without respondents.
  static func requireRecords(_ table: DelimitedTable, _ file: RecognizedFile) throws(ReadingError) {
    guard table.count == 0 else { return }
    let headings = file.detected.headingCount
    throw ReadingError(
      .noRecords, place: Place(file: file.source.path),
      found: "\(table.headings.count) heading record\(table.headings.count == 1 ? "" : "s") and no respondents",
      expected: "records below \(headings == 1 ? "the heading" : "the \(headings) headings")",
      remedy: "export the responses again, all of them")
  }
}

extension DelimitedTable {
  /// Leaves out columns at the end that have no name and no cell with anything in it.
  mutating func dropNamelessBlankColumns(file: String) {
    while let last = columns.last, columns.count > 1,
      headings.indices.allSatisfy({ heading($0, columns.count - 1).trimmed.isEmpty }),
      last.spilled == nil, last.distinctTexts.isEmpty
    {
      columns.removeLast()
    }
  }
}
