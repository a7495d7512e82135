internal import SurveyModel
internal import TextFormats

/// Topline's own codebook in CSV: one row for each variable, and below it one row for each of its answers.
///
/// The heading record names the columns, in any order, `variable` first:
///
/// | column | on a variable's row | on an answer's row |
/// | --- | --- | --- |
/// | `variable` | the column's name in the data | the same |
/// | `label` | the question's text | – |
/// | `item` | the item's text, where it is a row of a grid or an option of a set | – |
/// | `kind` | categorical, numeric, text, datetime or multiple-response | – |
/// | `level` | nominal, ordinal or scale | – |
/// | `role` | question, otherText, metadata or weight | – |
/// | `personal` | no, technical, contact, identifier or openText | – |
/// | `group`, `group_kind`, `group_label`, `ticked` | the grid or multiple-response set it belongs to: name, `grid` or
///   `multiple-response`, text, the code that means "ticked" | – |
/// | `separator` | what stands between ticked options in one cell | – |
/// | `code` | empty | the answer's code |
/// | `value` | – | the number it counts as |
/// | `code_label` | – | its text |
/// | `missing` | – | why it counts as missing, by the names of JSON (`dontKnow`), or empty |
///
/// Only `variable`, `label`, `kind` and `code` must be there. The answers' rows stand in scale order.
struct CodebookCSV: Sendable {
  /// The grid or multiple-response set that a variable belongs to.
  struct Group: Sendable, Hashable {
    var name: String
    var label: String
    var isSet: Bool
    var ticked: String
  }

  /// What the codebook says of one variable.
  struct Entry: Sendable {
    var template: ColumnTemplate
    var group: Group?
  }

  /// The variables in the codebook's order.
  private(set) var names: [String] = []
  /// What was found in it.
  private(set) var problems: [Problem] = []
  private var entries: [String: Entry] = [:]

  /// The columns that a codebook can have.
  static let columns = [
    "variable", "label", "item", "kind", "level", "role", "personal", "group", "group_kind", "group_label", "ticked",
    "separator", "code", "value", "code_label", "missing",
  ]

  /// What the codebook says of a variable.
  func entry(named name: String) -> Entry? { entries[name] }

  /// The code that means "ticked" in a set.
  func tickedCode(of group: String) -> String? {
    for name in names {
      if let found = entries[name]?.group, found.name == group { return found.ticked }
    }
    return nil
  }

  static func read(_ file: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> CodebookCSV {
    guard let text = file.text else { throw PlainCSVReader.noTable(file) }
    var plain = options
    plain.progress = nil
    let table = try DelimitedTable.read(text, headingCount: 1, options: plain)
    var places: [String: Int] = [:]
    var codebook = CodebookCSV()
    for position in table.columns.indices {
      let name = table.heading(0, position).trimmed
      if columns.contains(name) {
        places[name] = position
      } else if !name.isEmpty {
        let nearest = EditDistance.nearest(to: name, among: columns)
        codebook.problems.append(
          Problem(
            .warning, file: file.source.name, column: name, found: "a column that codebooks do not have",
            expected: columns.joined(separator: ", "),
            remedy: nearest.map { "did you mean '\($0)'?" } ?? "it is passed over"))
      }
    }
    codebook.problems += file.problems + table.problems
    for row in 0..<table.count {
      func cell(_ name: String) -> String {
        places[name].flatMap { table.columns[$0].text(ofCell: row) } ?? ""
      }
      codebook.add(row: row, file: file.source.name, cell: cell)
    }
    codebook.finish()
    return codebook
  }

  private mutating func add(row: Int, file: String, cell: (String) -> String) {
    let name = cell("variable")
    func complain(_ column: String, _ expected: [String]) {
      problems.append(
        Problem(
          .warning, file: file, row: row + 1, column: column, found: "'\(cell(column))'",
          expected: "one of \(expected.joined(separator: ", "))",
          remedy: EditDistance.nearest(to: cell(column), among: expected).map { "did you mean '\($0)'?" }
            ?? "it is passed over"))
    }
    func choice<Choice: RawRepresentable>(_ column: String, _ known: [String]) -> Choice?
    where Choice.RawValue == String {
      let text = cell(column).trimmed
      if text.isEmpty { return nil }
      if let choice = Choice(rawValue: text) { return choice }
      complain(column, known)
      return nil
    }
    if entries[name] == nil {
      names.append(name)
      var variable = Variable(name: name, label: cell("label"), kind: .categorical, level: .nominal)
      let kinds = ["categorical", "numeric", "text", "datetime", "multiple-response"]
      let kind: VariableKind? = choice("kind", kinds)
      variable.kind = kind ?? .categorical
      variable.level = choice("level", ["nominal", "ordinal", "scale"]) ?? (kind == .numeric ? .scale : .nominal)
      variable.role = choice("role", ["question", "otherText", "metadata", "weight"]) ?? .question
      variable.personal = choice("personal", ["no", "technical", "contact", "identifier", "openText"]) ?? .no
      if !cell("item").isEmpty { variable.itemText = cell("item") }
      var template = ColumnTemplate(variable, knowledge: kind == nil ? .nothing : .kind)
      if !cell("separator").isEmpty { template.separator = cell("separator") }
      entries[name] = Entry(template: template, group: group(cell))
    }
    let code = cell("code")
    guard !code.isEmpty || !cell("code_label").isEmpty else { return }
    let reason: MissingReason? = choice("missing", MissingReason.allCases.map(\.rawValue))
    let label = cell("code_label")
    entries[name]?.template.variable.labels.append(
      ValueLabel(
        code: code, label: label.isEmpty ? code : label, missing: reason, value: NumberText.value(cell("value").trimmed)
      ))
  }

  private func group(_ cell: (String) -> String) -> Group? {
    let name = cell("group")
    guard !name.isEmpty else { return nil }
    let ticked = cell("ticked")
    return Group(
      name: name, label: cell("group_label"), isSet: cell("group_kind") == "multiple-response",
      ticked: ticked.isEmpty ? "1" : ticked)
  }

  private mutating func finish() {
    for name in names {
      guard var entry = entries[name] else { continue }
      let labels = entry.template.variable.labels
      if [.categorical, .multipleResponse].contains(entry.template.variable.kind), !labels.isEmpty {
        entry.template.knowledge = .answers
        // A codebook is complete: a label without a reason for missing counts, whatever its wording.
        entry.template.labelsSayAll = true
      }
      entries[name] = entry
    }
  }
}
