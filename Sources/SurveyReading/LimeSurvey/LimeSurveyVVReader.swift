internal import SurveyModel
internal import TextFormats

/// Reads LimeSurvey's VV files ("vertical verification"): tab-separated, two heading records with texts and codes, and
/// cells that say `{question_not_shown}` where the database has NULL.
enum LimeSurveyVVReader {
  static func read(
    _ responses: RecognizedFile, structure: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: 2, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    var provenance = responses.provenance()
    var known: [String: LimeSurveyField] = [:]
    var questions: LimeSurveyStructure?
    if let structure {
      let questionnaire = try LimeSurveyStructureReader.read(structure.source, language: options.language)
      provenance.files.append(structure.sourceFile)
      provenance.isSynthetic = questionnaire.title.lowercased().contains("synthetic")
      for field in LimeSurveyFieldMap(structure: questionnaire).fields() {
        // VV files name fields as equations do, or as the database does.
        known[field.nameInEquations ?? field.template.variable.name] = field
        known[field.name] = field
      }
      questions = questionnaire
    }
    let names = table.columns.indices.map { table.heading(1, $0).trimmed }
    let fields = names.enumerated().map { position, name in
      known[name] ?? unknown(name, text: PlainText.stripping(table.heading(0, position)))
    }
    if let structure, !names.contains(where: { known[$0] != nil }) {
      throw ReadingError(
        .pairing, place: Place(file: structure.source.path),
        found: "a structure none of whose questions \(responses.source.name) has",
        expected: "the structure of the survey that the responses belong to",
        remedy: "export that survey's structure, or leave the file out")
    }
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: provenance, count: table.count)
    assembly.problems = responses.problems + table.problems
    assembly.columns = zip(fields, table.columns).map { field, cells in
      let isMetadata = LimeSurveyMetadata.names.contains(field.name)
      return (template: field.template, cells: unescaped(cells, absence: isMetadata ? .systemMissing : .notShown))
    }
    assembly.grids = LimeSurveyResponsesBuilder.groups(fields.map(\.grid))
    assembly.sets = LimeSurveyResponsesBuilder.groups(fields.map(\.set)).map { group in
      var group = group
      group.tickedCode = "Y"
      return group
    }
    var survey = try assembly.survey()
    if let questions, let structure {
      var reasons = LimeSurveyReasons(questions, fields, survey)
      reasons.apply(to: &survey, file: structure.source.name)
    }
    return survey
  }

  private static func unknown(_ name: String, text: String) -> LimeSurveyField {
    if let template = LimeSurveyMetadata.template(name) { return LimeSurveyField(name: name, template: template) }
    var variable = Variable(name: name, label: TextMatching.spaced(text), kind: .text, level: .nominal)
    guard name.hasSuffix("_other") || name.hasSuffix("comment") else {
      return LimeSurveyField(name: name, template: ColumnTemplate(variable, blank: .seenNotAnswered))
    }
    variable.personal = .openText
    variable.role = .otherText
    return LimeSurveyField(name: name, template: ColumnTemplate(variable, knowledge: .kind, blank: .seenNotAnswered))
  }

  /// The cells without the marks for what a line of the file cannot hold.
  private static func unescaped(_ cells: RawColumn, absence: MissingReason) -> RawColumn {
    var result = RawColumn()
    for cell in 0..<cells.count {
      guard let text = cells.text(ofCell: cell), text != "{question_not_shown}" else {
        result.appendAbsent(absence)
        continue
      }
      result.append(text.utf8.contains(0x7B) ? unescaped(text) : text)
    }
    return result
  }

  // A line ends with a line feed, as in the other exports of the same responses.
  private static let marks = [
    ("{cr}{newline}", "\n"), ("{newline}", "\n"), ("{cr}", "\n"), ("{tab}", "\t"), ("{quote}", "\""), ("{lbrace}", "{"),
  ]

  /// A cell's text; marks are read from left to right, so that a brace that was masked opens none.
  static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      if first == "{", let (mark, meaning) = marks.first(where: { rest.hasPrefix($0.0) }) {
        result += meaning
        rest = rest.dropFirst(mark.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
