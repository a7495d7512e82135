internal import SurveyModel

/// Reads the answers that INSEE's questionnaires (Lunatic) keep in XML, with the DDI Lifecycle document beside them
/// where it is given.
///
/// A respondent is a `SurveyUnit`; each variable holds what was collected, and beside it what was edited, forced,
/// imputed or known before. What was collected is read. A variable of a table that grows by rows has a list of values,
/// which become columns of their own.
enum LunaticReader {
  /// The responses without their document.
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    let units = try units(responses.source)
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: responses.provenance(), count: units.count)
    assembly.problems =
      responses.problems + units.problems + [
        Problem(
          .note, file: responses.source.name, found: "responses without the DDI document of their questionnaire",
          expected: "the DDI Lifecycle document beside them, which has the questions and answers",
          remedy: "name both: topline inspect \(responses.source.name) ddi.xml")
      ]
    let table = units.table
    for (position, name) in (table.headings.first ?? []).enumerated() {
      let entry = Variable(name: name, kind: .categorical, level: .nominal)
      assembly.columns.append((ColumnTemplate(entry, blank: .systemMissing), table.columns[position]))
    }
    var survey = try assembly.survey()
    mark(&survey, units.metadata)
    return survey
  }

  /// The units of a file.
  static func units(_ source: SourceBytes) throws(ReadingError) -> LunaticUnits {
    let units = try XMLPushParser.read(source, into: LunaticUnits(file: source.name), threads: 1)
    guard units.count > 0 else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "a Lunatic file without respondents",
        expected: "at least one SurveyUnit", remedy: "export the responses again, all of them")
    }
    return units
  }

  /// Says which variables the collection system fills, and which of them tells respondents apart.
  static func mark(_ survey: inout Survey, _ metadata: Set<String>) {
    for (position, variable) in survey.codebook.variables.enumerated() where metadata.contains(variable.originalName) {
      survey.update(at: position) { variable, _ in
        variable.role = .metadata
        if variable.originalName == "Id" { variable.personal = .identifier }
      }
    }
  }
}

/// The units of a Lunatic file as columns, in order of their first occurrence.
struct LunaticUnits: XMLHandler {
  static var wantsAttributes: Bool { true }

  private(set) var count = 0
  /// The columns that the collection system fills.
  private(set) var metadata: Set<String> = ["Id", "QuestionnaireModelId"]
  /// For columns made from a list of values, the variable that the list belongs to.
  private(set) var lists: [String: String] = [:]
  private let file: String
  private var tree = XMLTree()
  /// The columns' names.
  private(set) var names: [String] = []
  private var cells: [String: RawColumn] = [:]
  private var others: [String: Int] = [:]

  init(file: String) { self.file = file }

  mutating func define(_ name: XMLName, number: Int) { tree.define(name, number: number) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) { tree.start(number, attributes: attributes) }

  mutating func text(_ bytes: Span<UInt8>) { tree.text(bytes) }

  // A unit is taken as soon as it has ended, so that a long file is never held whole.
  mutating func end(_ number: Int) {
    tree.end(number)
    if let unit = tree.removeLast(named: "SurveyUnit") { take(unit) }
  }

  private mutating func take(_ unit: XMLElement) {
    for name in ["Id", "QuestionnaireModelId"] { put(name, unit.first(name)?.text.trimmed) }
    let data = unit.first("Data") ?? unit.first("data")
    for variable in data?.first("COLLECTED")?.children ?? [] { add(variable) }
    for name in ["CALCULATED", "EXTERNAL"] {
      for variable in data?.first(name)?.children ?? [] where variable.children.isEmpty {
        guard cells[variable.name] == nil || metadata.contains(variable.name) else { continue }
        metadata.insert(variable.name)
        put(variable.name, Self.value(variable))
      }
    }
    count += 1
    for name in names where cells[name]?.count != count { cells[name]?.appendAbsent(.systemMissing) }
  }

  private mutating func add(_ variable: XMLElement) {
    for name in ["EDITED", "FORCED", "INPUTTED"] {
      if let other = variable.first(name), Self.value(other) != nil { others[name, default: 0] += 1 }
    }
    guard let collected = variable.first("COLLECTED") else { return }
    guard !collected.children.isEmpty else { return put(variable.name, Self.value(collected)) }
    for (row, value) in collected.children.enumerated() {
      let name = "\(variable.name)_\(row + 1)"
      lists[name] = variable.name
      put(name, Self.value(value))
    }
  }

  private static func value(_ element: XMLElement) -> String? {
    element.attributes["type"]?.lowercased() == "null" ? nil : element.text
  }

  private mutating func put(_ name: String, _ text: String?) {
    if cells[name] == nil {
      names.append(name)
      var column = RawColumn()
      for _ in 0..<count { column.appendAbsent(.systemMissing) }
      cells[name] = column
    }
    guard cells[name]?.count == count else { return }
    if let text { cells[name]?.append(text) } else { cells[name]?.appendAbsent(.systemMissing) }
  }

  /// The columns, below a record of their names.
  var table: DelimitedTable {
    DelimitedTable(headings: [names], columns: names.map { cells[$0] ?? RawColumn() }, count: count)
  }

  /// What is not read.
  var problems: [Problem] {
    others.keys.sorted().map { name in
      let count = others[name] ?? 0
      return Problem(
        .warning, file: file, found: "\(count) value\(count == 1 ? "" : "s") under \(name)",
        expected: "values that were collected", remedy: "they are not read: what was collected stands for itself")
    }
  }
}
