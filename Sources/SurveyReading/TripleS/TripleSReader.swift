internal import SurveyModel
internal import TextFormats

/// Reads a survey in the Triple-S interchange standard, versions 1.1 to 3.0: a definition in XML, and its data in fixed
/// positions or CSV.
enum TripleSReader {
  /// Reads a definition with its data, which is looked for beside it where it is not given.
  static func read(
    _ definition: RecognizedFile, data: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    let described = try TripleSDefinition.read(definition.source, language: options.language)
    let source: SourceBytes =
      if let data { data.source } else { try found(beside: definition.source, described, options) }
    let records = try TripleSData(source, described, options: options)
    guard records.count > 0 else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "no records", expected: "a record for each respondent",
        remedy: "export the data again")
    }
    var provenance = definition.provenance(.tripleS)
    provenance.files.append(
      SourceFile(name: source.name, format: "triple-s-data", size: source.size, sha256: source.sha256))
    if data == nil { provenance.guesses.append("the data, found beside the definition: \(source.name)") }
    if described.title.lowercased().contains("synthetic") { provenance.isSynthetic = true }
    var assembly = SurveyAssembly(
      file: source.name, options: options, provenance: provenance, count: records.count)
    assembly.problems = definition.problems + records.problems
    let filters = Filters(described, records)
    for variable in described.variables {
      let column = TripleSColumn(variable, records, isAsked: filters.asked(variable))
      assembly.columns.append((template: column.template, cells: column.cells))
      assembly.problems += column.problems(file: source.name)
    }
    return try assembly.survey()
  }

  /// Who was asked a question, by the variable that its filter names.
  private struct Filters {
    private let byName: [String: TripleSDefinition.Variable]
    private let records: TripleSData

    init(_ definition: TripleSDefinition, _ records: TripleSData) {
      self.records = records
      byName = Dictionary(
        definition.variables.flatMap { [($0.ident, $0), ($0.name, $0)] }, uniquingKeysWith: { first, _ in first })
    }

    /// For each respondent whether the question was put; nil where no filter says so.
    func asked(_ variable: TripleSDefinition.Variable) -> [Bool]? {
      guard !variable.filter.isEmpty, let filter = byName[variable.filter] else { return nil }
      return (0..<records.count).map { record in
        let text = records.text(filter, record)?.trimmed ?? ""
        return !text.isEmpty && text.contains { $0 != "0" }
      }
    }
  }

  // MARK: Finding the data

  private static func found(
    beside source: SourceBytes, _ definition: TripleSDefinition, _ options: ReadingOptions
  ) throws(ReadingError) -> SourceBytes {
    let folder = FileSystem.parent(of: source.path)
    let stem = String(source.name.prefix(upTo: source.name.lastIndex(of: ".") ?? source.name.endIndex))
    // An address may be a path of the machine that wrote it: its last part is what travelled with the definition.
    let named = definition.href.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init)
    let endings = definition.isCSV ? ["csv"] : ["asc", "dat", "txt"]
    let wanted = (named.map { [$0] } ?? []) + endings.map { "\(stem).\($0)" }
    let there = (try? FileSystem.list(folder.isEmpty ? "." : folder)) ?? []
    for name in wanted {
      guard let file = there.first(where: { $0.lowercased() == name.lowercased() }) else { continue }
      return try SourceBytes.open(folder.isEmpty ? file : folder + "/" + file, wantsHash: options.wantsHashes)
    }
    throw ReadingError(
      .pairing, place: Place(file: source.path), found: "a Triple-S definition whose data is not beside it",
      expected: wanted.joined(separator: " or "), remedy: "name the data too: topline … data.asc definition.sss")
  }
}
