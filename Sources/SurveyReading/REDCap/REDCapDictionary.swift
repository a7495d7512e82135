internal import SurveyModel

/// A field of a REDCap project.
struct REDCapField: Sendable, Hashable {
  /// A choice with its raw code.
  struct Choice: Sendable, Hashable {
    var code: String
    var label: String
  }

  var name: String
  var form: String
  var type: String
  var label: String
  var choices: [Choice]
  var validation: String
  var isIdentifier: Bool
  /// When the field is shown; "" for always.
  var branching: String
  /// The matrix that it is a row of.
  var matrix: String
  /// Whether its row of the matrix is a rank.
  var isRanking: Bool

  /// Parts "1, Label | 2, Label", at the first comma of each choice: labels may hold more.
  static func choices(_ text: String) -> [Choice] {
    text.split(separator: "|").compactMap { part in
      let part = String(part).trimmed
      guard !part.isEmpty else { return nil }
      guard let comma = part.firstIndex(of: ",") else { return Choice(code: part, label: part) }
      let code = String(part[..<comma]).trimmed
      let label = PlainText.stripping(String(part[part.index(after: comma)...]).trimmed)
      return Choice(code: code, label: label.isEmpty ? code : label)
    }
  }
}

/// What a REDCap data dictionary or the metadata of a project in ODM says.
struct REDCapDictionary: Sendable {
  /// The fields in their order; those that only show something have no column and are left out.
  private(set) var fields: [REDCapField] = []
  /// Codes that the project declares as missing, in every field.
  var missingCodes: [REDCapField.Choice] = []
  private var places: [String: Int] = [:]

  init(_ fields: [REDCapField]) {
    for field in fields where field.type != "descriptive" && !field.name.isEmpty && places[field.name] == nil {
      places[field.name] = self.fields.count
      self.fields.append(field)
    }
  }

  subscript(_ name: String) -> REDCapField? { places[name].map { fields[$0] } }

  /// The forms in their order.
  var forms: [String] {
    var seen: Set<String> = []
    return fields.map(\.form).filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// Reads a dictionary in CSV, whose columns have set headings.
  static func read(_ file: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> REDCapDictionary {
    guard let text = file.text else { throw PlainCSVReader.noTable(file) }
    var plain = options
    plain.progress = nil
    let table = try DelimitedTable.read(text, headingCount: 1, options: plain)
    var places: [String: Int] = [:]
    for position in table.columns.indices { places[table.heading(0, position).trimmed] = position }
    return REDCapDictionary(
      (0..<table.count).map { row in
        func cell(_ name: String) -> String {
          guard let place = places.first(where: { $0.key.hasPrefix(name) })?.value else { return "" }
          return table.columns[place].text(ofCell: row) ?? ""
        }
        let type = cell("Field Type").trimmed
        return REDCapField(
          name: cell("Variable / Field Name").trimmed, form: cell("Form Name").trimmed, type: type,
          label: TextMatching.spaced(PlainText.stripping(cell("Field Label"))),
          choices: type == "calc" || type == "slider" ? [] : REDCapField.choices(cell("Choices, Calculations")),
          validation: cell("Text Validation Type").trimmed, isIdentifier: cell("Identifier?").trimmed == "y",
          branching: cell("Branching Logic").trimmed, matrix: cell("Matrix Group Name").trimmed,
          isRanking: cell("Matrix Ranking?").trimmed == "y")
      })
  }
}
