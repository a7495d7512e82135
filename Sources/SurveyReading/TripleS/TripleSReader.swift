internal import SurveyModel
internal import TextFormats

/// Reads a survey in the Triple-S interchange standard, versions 1.1 to 3.0: a definition in XML, and its data in fixed
/// positions or CSV.
enum TripleSReader {
  /// Reads a definition with its data, which is looked for beside it where it is not given.
  static func read(
    _ definition: RecognizedFile, data: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    var described = try TripleSDefinition.read(definition.source, language: options.language)
    let source: SourceBytes =
      if let data { data.source } else { try found(beside: definition.source, described, options) }
    let records = try TripleSData(source, described, options: options)
    guard records.count > 0 else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "no records", expected: "a record for each respondent",
        remedy: "export the data again")
    }
    var provenance = provenance(definition, source, records)
    if data == nil { provenance.guesses.append("the data, found beside the definition: \(source.name)") }
    if described.title.lowercased().contains("synthetic") { provenance.isSynthetic = true }
    var assembly = SurveyAssembly(
      file: source.name, options: options, provenance: provenance, count: records.count)
    assembly.problems = definition.problems + described.problems(definition.source.name, options) + records.problems
    if let level = TripleSHierarchy.level(of: definition.source) {
      assembly.problems.append(level.note(definition.source.name))
      for index in described.variables.indices where level.links.contains(described.variables[index].name) {
        described.variables[index].isLink = true
      }
    }
    let filters = TripleSFilters(described, records, file: source.name)
    for (position, variable) in described.variables.enumerated() {
      let cells = filters.cells(at: position, definition: definition.source.name, &assembly.problems)
      TripleSColumn(variable: variable, cells: cells, file: source.name, definition: definition.source.name)
        .add(to: &assembly)
    }
    for (name, cells) in records.undescribed {
      assembly.columns.append(
        (template: ColumnTemplate(Variable(name: name, kind: .categorical, level: .nominal)), cells: cells))
    }
    return try assembly.survey()
  }

  private static func provenance(
    _ definition: RecognizedFile, _ data: SourceBytes, _ records: TripleSData
  ) -> Provenance {
    var provenance = definition.provenance(.tripleS)
    provenance.encoding = records.encoding.rawValue
    provenance.files.insert(
      SourceFile(name: data.name, format: "triple-s-data", size: data.size, sha256: data.sha256), at: 0)
    provenance.guesses = records.guesses
    return provenance
  }

  // MARK: Finding the data

  private static func found(
    beside source: SourceBytes, _ definition: TripleSDefinition, _ options: ReadingOptions
  ) throws(ReadingError) -> SourceBytes {
    let folder = FileSystem.parent(of: source.path)
    let stem = String(source.name.prefix(upTo: source.name.lastIndex(of: ".") ?? source.name.endIndex))
    // An address may be a path of the machine that wrote it: its last part is what travelled with the definition.
    let named = definition.href.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init)
    let endings = definition.isCSV ? ["csv", "asc", "dat"] : ["asc", "dat", "txt", "csv"]
    let wanted = (named.map { [$0] } ?? []) + endings.map { "\(stem).\($0)" }
    let there = (try? FileSystem.list(folder.isEmpty ? "." : folder)) ?? []
    for name in wanted {
      guard let file = there.first(where: { $0.lowercased() == name.lowercased() }), file != source.name
      else { continue }
      return try SourceBytes.open(folder.isEmpty ? file : folder + "/" + file, wantsHash: options.wantsHashes)
    }
    throw ReadingError(
      .pairing, place: Place(file: source.path), found: "a Triple-S definition whose data is not beside it",
      expected: wanted.joined(separator: " or "), remedy: "name the data too: topline … data.asc definition.sss")
  }
}

extension TripleSDefinition {
  /// What is not as a definition should be, and what the user wants that it does not have.
  func problems(_ file: String, _ options: ReadingOptions) -> [Problem] {
    var problems: [Problem] = []
    if !["1.1", "1.2", "2.0", "3.0"].contains(version) {
      problems.append(
        Problem(
          .warning, file: file,
          found: version.isEmpty ? "no version of Triple-S" : "version '\(version)' of Triple-S",
          expected: "1.1, 1.2, 2.0 or 3.0", remedy: "it is read by the rules of 3.0; check the answers"))
    }
    if let wanted = options.language, !languages.contains(where: { TripleSTexts.likeness($0, wanted) > 0 }) {
      problems.append(
        Problem(
          .warning, file: file, found: "no texts in the language '\(wanted)'",
          expected: languages.isEmpty
            ? "a definition that names its languages" : "one of \(languages.joined(separator: ", "))",
          remedy: "the texts that are there are read"))
    }
    return problems
  }
}
