internal import SurveyModel

/// Writes the codebook, its elements in the order of the schema of DDI Codebook 2.5.
struct DDIDocument {
  private typealias Note = (type: String, subject: String, text: String)

  private let layout: DDILayout
  private let file: String
  private let data: String
  private var xml = XMLWriter(isIndented: true)
  private var reported = 0
  /// What XML has no way to write.
  private(set) var losses: [Problem] = []

  init(_ layout: DDILayout, file: String, data: String) {
    self.layout = layout
    self.file = file
    self.data = data
  }

  private var survey: Survey { layout.survey }
  private var codebook: Codebook { layout.survey.codebook }

  /// The document; what it leaves out is in ``losses`` afterwards.
  mutating func written(title: String) -> [UInt8] {
    xml.open("codeBook", attributes: [("xmlns", "ddi:codebook:2_5"), ("version", "2.5")])
    xml.open("docDscr")
    citation(title, isOfDocument: true)
    xml.close("docDscr")
    xml.open("stdyDscr")
    citation(title, isOfDocument: false)
    xml.close("stdyDscr")
    fileDescription()
    report(column: nil)
    xml.open("dataDscr")
    groups()
    report(column: nil)
    for output in layout.outputs {
      variable(output)
      report(column: output.name)
    }
    xml.close("dataDscr")
    xml.close("codeBook")
    return xml.bytes
  }

  private mutating func report(column: String?) {
    let count = xml.omitted - reported
    guard count > 0 else { return }
    reported = xml.omitted
    losses.append(
      Problem(
        .note, file: file, column: column,
        found: "\(count) character\(count == 1 ? "" : "s") that XML does not allow", expected: "text",
        remedy: "\(count == 1 ? "it is" : "they are") left out of the codebook"))
  }

  private mutating func citation(_ title: String, isOfDocument: Bool) {
    xml.open("citation")
    xml.open("titlStmt")
    xml.element("titl", exact: title)
    xml.close("titlStmt")
    if isOfDocument {
      xml.open("prodStmt")
      xml.element("software", exact: "Topline")
      xml.close("prodStmt")
    }
    xml.close("citation")
  }

  private mutating func fileDescription() {
    xml.open("fileDscr", attributes: [("ID", "F1")])
    xml.open("fileTxt")
    xml.element("fileName", exact: data)
    xml.open("dimensns")
    xml.element("caseQnty", exact: String(survey.count))
    xml.element("varQnty", exact: String(layout.outputs.count))
    xml.close("dimensns")
    xml.element("fileType", attributes: [("charset", "UTF-8")], exact: "comma-separated values with one heading record")
    xml.close("fileTxt")
    xml.close("fileDscr")
  }

  // MARK: Groups

  private mutating func groups() {
    var number = 0
    func members(_ names: [String]) -> [String] {
      names.compactMap { codebook.position(of: $0) }.flatMap { layout.identifiers(of: $0) }
    }
    for set in codebook.multipleResponseSets {
      number += 1
      group(number, "multipleResp", set.name, set.label, members(set.variables), [note("ticked", set.tickedCode)])
    }
    for grid in codebook.grids {
      number += 1
      group(number, "grid", grid.name, grid.label, members(grid.variables), [])
    }
    for (position, variable) in codebook.variables.enumerated() where DDICells.isParted(variable) {
      number += 1
      group(
        number, "multipleResp", variable.name, variable.label, layout.identifiers(of: position),
        [note("joined", variable.name)] + notes(of: variable, variable.kind))
    }
  }

  private mutating func group(
    _ number: Int, _ type: String, _ name: String, _ label: String, _ members: [String], _ notes: [Note]
  ) {
    var attributes = [(name: "ID", value: "G\(number)"), (name: "type", value: type)]
    if !members.isEmpty { attributes.append((name: "var", value: members.joined(separator: " "))) }
    attributes.append((name: "name", value: name))
    xml.open("varGrp", attributes: attributes)
    write(label: label)
    write(notes)
    xml.close("varGrp")
  }

  private mutating func write(label: String) {
    if !label.isEmpty { xml.element("labl", exact: label) }
  }

  // MARK: Notes

  private func note(_ type: String, _ text: String, subject: String = "") -> Note {
    ("topline:" + type, subject, text)
  }

  private mutating func write(_ notes: [Note]) {
    for note in notes {
      var attributes = [(name: "type", value: note.type)]
      if !note.subject.isEmpty { attributes.append((name: "subject", value: note.subject)) }
      xml.element("notes", attributes: attributes, exact: note.text)
    }
  }

  private func notes(of variable: Variable, _ kind: VariableKind) -> [Note] {
    var notes = [
      note("kind", kind.rawValue), note("level", variable.level.rawValue), note("role", variable.role.rawValue),
      note("personal", variable.personal.rawValue),
    ]
    if variable.key != variable.name { notes.append(note("key", variable.key)) }
    if variable.originalName != variable.name { notes.append(note("original-name", variable.originalName)) }
    if variable.itemText != variable.label { notes.append(note("item", variable.itemText)) }
    if variable.labels.contains(where: { $0.value != nil }) {
      let values = variable.labels.map { label in label.value.map { Column.text($0) } ?? "-" }
      notes.append(note("values", values.joined(separator: " ")))
    }
    return notes
  }

  private func notes(of cells: DDICells) -> [Note] { cells.blank.map { [note("blank", $0.rawValue)] } ?? [] }

  // MARK: Variables

  private mutating func variable(_ output: DDILayout.Output) {
    let variable = codebook.variables[output.position]
    let kind = DDICells.kind(of: variable)
    switch output.content {
    case .variable(let position):
      xml.open("var", attributes: attributes(output, variable, kind))
      write(label: variable.label)
      question(variable)
      missing(output.cells)
      statistics(position)
      categories(position, variable)
      format(variable, kind)
      write(notes(of: variable, kind) + notes(of: output.cells))
    case .option(let position, let index):
      let option = variable.labels[index]
      xml.open("var", attributes: attributes(output, variable, .categorical))
      write(label: option.label)
      question(variable)
      missing(output.cells)
      statistics(position)
      for (code, label) in [("1", "selected"), ("0", "not selected")] { category([], code, label, nil, nil) }
      xml.element("varFormat", attributes: [("type", "numeric")])
      write([
        note("kind", VariableKind.categorical.rawValue), note("level", variable.level.rawValue),
        note("role", variable.role.rawValue), note("personal", variable.personal.rawValue),
        note("option", option.code),
      ])
      write(option.missing.map { [note("option-missing", $0.rawValue)] } ?? [])
      write(notes(of: output.cells))
    }
    xml.close("var")
  }

  private func attributes(
    _ output: DDILayout.Output, _ variable: Variable, _ kind: VariableKind
  ) -> [(name: String, value: String)] {
    var attributes = [(name: "ID", value: output.id), (name: "name", value: output.name)]
    if variable.role == .weight { attributes.append((name: "wgt", value: "wgt")) }
    if let weight = layout.weight, weight != output.id { attributes.append((name: "wgt-var", value: weight)) }
    attributes.append((name: "files", value: "F1"))
    attributes.append((name: "intrvl", value: kind == .numeric ? "contin" : "discrete"))
    let nature =
      switch variable.level {
      case .nominal: "nominal"
      case .ordinal: "ordinal"
      case .scale: "interval"
      }
    attributes.append((name: "nature", value: nature))
    let representation =
      switch kind {
      case .categorical, .multipleResponse: "code"
      case .numeric: "numeric"
      case .text: "text"
      case .datetime: "datetime"
      }
    attributes.append((name: "representationType", value: representation))
    return attributes
  }

  // What was asked: of a row of a grid or of an option the question that all of them share.
  private mutating func question(_ variable: Variable) {
    guard variable.role == .question else { return }
    let shared =
      codebook.grids.first { $0.variables.contains(variable.name) }?.label
      ?? codebook.multipleResponseSets.first { $0.variables.contains(variable.name) }?.label ?? ""
    let text = shared.isEmpty ? variable.label : shared
    guard !text.isEmpty else { return }
    xml.open("qstn")
    xml.element("qstnLit", exact: text)
    xml.close("qstn")
  }

  private mutating func missing(_ cells: DDICells) {
    let tokens = MissingReason.allCases.compactMap { reason in cells.tokens[reason].map { (text: $0, reason: reason) } }
    let kept = cells.kept.sorted { $0.key < $1.key }
    guard !tokens.isEmpty || !kept.isEmpty else { return }
    xml.open("invalrng")
    for text in tokens.map(\.text) + kept.map(\.key) { xml.element("item", attributes: [("VALUE", text)]) }
    write(tokens.map { note("absent", $0.reason.rawValue, subject: $0.text) })
    write(kept.map { note("missing", $0.value.rawValue, subject: $0.key) })
    xml.close("invalrng")
  }

  private mutating func format(_ variable: Variable, _ kind: VariableKind) {
    let hasNumbers = !variable.labels.isEmpty && variable.labels.allSatisfy { Double($0.code) != nil }
    let isNumber = kind == .numeric || (kind == .categorical && hasNumbers)
    var attributes = [(name: "type", value: isNumber ? "numeric" : "character")]
    if kind == .datetime { attributes += [("schema", "ISO"), ("category", "date")] }
    xml.element("varFormat", attributes: attributes)
  }

  // MARK: Statistics

  private mutating func statistics(_ position: Int) {
    let column = survey.columns[position]
    let weights = codebook.variables[position].role == .weight ? nil : layout.weights
    if case .numeric(let numbers) = column {
      let values = numbers.values.map { $0.isFinite ? $0 : .nan }
      let plain = SummaryStatistics(values)
      write([("vald", plain.valid), ("invd", plain.invalid), ("min", plain.minimum), ("max", plain.maximum)])
      write([("mean", plain.mean), ("stdev", plain.standardDeviation)])
      guard let weights else { return }
      let weighted = SummaryStatistics(values, weights: weights)
      write([("vald", weighted.valid), ("invd", weighted.invalid)], isWeighted: true)
      write([("mean", weighted.mean), ("stdev", weighted.standardDeviation)], isWeighted: true)
    } else {
      let cases = (0..<survey.count).map { column.missingReason(at: $0) == nil ? 0 : Double.nan }
      let plain = SummaryStatistics(cases)
      write([("vald", plain.valid), ("invd", plain.invalid)])
      guard let weights else { return }
      let weighted = SummaryStatistics(cases, weights: weights)
      write([("vald", weighted.valid), ("invd", weighted.invalid)], isWeighted: true)
    }
  }

  private mutating func write(_ numbers: [(type: String, value: Double?)], isWeighted: Bool = false) {
    for (type, value) in numbers {
      guard let value, value.isFinite else { continue }
      xml.element("sumStat", attributes: Self.marks(type, isWeighted), exact: Column.text(value))
    }
  }

  private static func marks(_ type: String, _ isWeighted: Bool) -> [(name: String, value: String)] {
    (isWeighted ? [(name: "wgtd", value: "wgtd")] : []) + [(name: "type", value: type)]
  }

  // MARK: Categories

  private mutating func categories(_ position: Int, _ variable: Variable) {
    guard [.categorical, .numeric].contains(variable.kind) else { return }
    let counts = frequencies(position, variable)
    for (index, label) in variable.labels.enumerated() {
      var attributes: [(name: String, value: String)] = []
      if let reason = label.missing { attributes = [("missing", "Y"), ("missType", reason.rawValue)] }
      category(attributes, label.code, label.label, counts?.plain[index], counts?.weighted?[index])
    }
  }

  private mutating func category(
    _ attributes: [(name: String, value: String)], _ code: String, _ label: String, _ count: Double?,
    _ weighted: Double?
  ) {
    xml.open("catgry", attributes: attributes)
    xml.element("catValu", exact: code)
    write(label: label)
    if let count { xml.element("catStat", attributes: Self.marks("freq", false), exact: Column.text(count)) }
    if let weighted { xml.element("catStat", attributes: Self.marks("freq", true), exact: Column.text(weighted)) }
    xml.close("catgry")
  }

  // Two answers under one code cannot be counted apart.
  private func frequencies(_ position: Int, _ variable: Variable) -> (plain: [Double], weighted: [Double]?)? {
    guard case .categorical(let column) = survey.columns[position],
      Set(variable.labels.map(\.code)).count == variable.labels.count
    else { return nil }
    var counts = [Double](repeating: 0, count: variable.labels.count)
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: variable.labels.count)
    let weights = layout.weights
    for respondent in 0..<survey.count {
      guard let label = column.label(at: respondent) else { continue }
      counts[label] += 1
      if let weight = weights?[respondent], !weight.isNaN { sums[label].add(weight) }
    }
    return (counts, weights == nil ? nil : sums.map(\.value))
  }
}
