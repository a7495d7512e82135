internal import SurveyModel
internal import TextFormats

/// Reads a data set that a DDI Codebook (1.2 to 2.x) or a DDI Lifecycle document (3.x) describes, in CSV or in fixed
/// positions, and computes the statistics that the codebook publishes anew.
enum DDIReader {
  static func read(
    _ codebook: RecognizedFile, data: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    let isLifecycle = codebook.detected.format == .ddiLifecycle
    let described =
      try isLifecycle
      ? DDILifecycle.read(codebook.source, language: options.language)
      : DDICodebook.read(codebook.source, language: options.language)
    let source: SourceBytes
    if let data { source = data.source } else { source = try found(beside: codebook, described, options) }
    let units = data?.detected.format == .lunaticXML ? try LunaticReader.units(source) : nil
    let records: DDIData
    if let units {
      records = try DDIData(units, source, described, codebook: codebook.source)
    } else {
      records = try DDIData(source, data, described, codebook: codebook.source, options: options)
    }
    guard records.count > 0 else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "no records", expected: "a record for each case",
        remedy: "export the data again")
    }
    var provenance = codebook.provenance()
    if units != nil, let data {
      // The responses say for themselves what they are.
      provenance = data.provenance()
      provenance.files.append(codebook.sourceFile)
    } else {
      provenance.files.append(
        SourceFile(name: source.name, format: "ddi-data", size: source.size, sha256: source.sha256))
    }
    if data == nil { provenance.guesses.append("the data, found beside the codebook: \(source.name)") }
    if described.title.lowercased().contains("synthetic") { provenance.isSynthetic = true }
    var assembly = SurveyAssembly(file: source.name, options: options, provenance: provenance, count: records.count)
    assembly.problems = codebook.problems + records.problems
    var overflowing: [String] = []
    let questions = Dictionary(records.variables.map { ($0.question, 1) }, uniquingKeysWith: +)
    for (variable, cells) in zip(records.variables, records.columns) {
      let column = DDIColumn(
        variable, cells, sharesQuestion: !variable.question.isEmpty && questions[variable.question] ?? 0 > 1)
      if column.overflows > 0 { overflowing.append("\(variable.name) (\(column.overflows))") }
      assembly.columns.append((template: column.template, cells: column.cells))
    }
    if !overflowing.isEmpty {
      assembly.problems.append(
        Problem(
          .note, file: source.name, found: "numbers beyond 1e300 in \(SurveyAssembly.list(overflowing))",
          expected: "values", remedy: "they are the mark of some programs for no value, and read as system missing"))
    }
    group(&assembly, described, records.variables)
    var survey = try assembly.survey()
    survey.problems += DDIStatisticsCheck(survey, records.variables, file: codebook.source.name).problems
    if let units { LunaticReader.mark(&survey, units.metadata) }
    if described.isOwn { DDIDialect.restore(&survey, described, records.variables) }
    return survey
  }

  private static func group(
    _ assembly: inout SurveyAssembly, _ codebook: DDICodebook, _ variables: [DDICodebook.Variable]
  ) {
    let places = Dictionary(variables.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for group in codebook.groups where group.isMultipleResponse || group.isGrid {
      // Options that were one column before are put together again, afterwards.
      if codebook.isOwn, DDIDialect.note("joined", group.notes) != nil { continue }
      let members = group.variables.compactMap { places[$0] }
      guard members.count == group.variables.count, !members.isEmpty else { continue }
      let columns = ColumnGroup(name: group.name, label: group.label, members: members, tickedCode: group.tickedCode)
      if group.isMultipleResponse { assembly.sets.append(columns) } else { assembly.grids.append(columns) }
    }
  }

  private static func found(
    beside document: RecognizedFile, _ codebook: DDICodebook, _ options: ReadingOptions
  ) throws(ReadingError) -> SourceBytes {
    let source = document.source
    func stem(_ name: String) -> String {
      String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex)).lowercased()
    }
    let folder = FileSystem.parent(of: source.path)
    let there = (try? FileSystem.list(folder.isEmpty ? "." : folder)) ?? []
    let stems = Set(codebook.files.map { stem($0.name) } + [stem(source.name)])
    let endings = [".csv", ".dat", ".asc", ".txt", ".tab"]
    let fitting = there.filter { name in
      endings.contains { name.lowercased().hasSuffix($0) } && stems.contains(stem(name))
    }
    guard fitting.count == 1, let name = fitting.first else {
      let names = codebook.files.map(\.name).filter { !$0.isEmpty }
      throw ReadingError(
        .pairing, place: Place(file: source.path),
        found: fitting.isEmpty
          ? "\(document.detected.format.words) whose data is not beside it"
          : "\(document.detected.format.words) with several data files beside it: \(SurveyAssembly.list(fitting))",
        expected: names.isEmpty ? "a data file" : "the data of \(SurveyAssembly.list(names))",
        remedy: "name the data too: topline … data.csv \(source.name)")
    }
    return try SourceBytes.open(folder.isEmpty ? name : folder + "/" + name, wantsHash: options.wantsHashes)
  }
}
