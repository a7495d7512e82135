internal import SurveyModel

/// Says of a blank cell whether its question was put to the respondent, by the variable that the definition names as
/// its filter.
struct TripleSFilters {
  /// What a filter says of a respondent.
  private enum Asked: UInt8 {
    case yes, no, unknown
  }

  private let variables: [TripleSDefinition.Variable]
  private let columns: [RawColumn]
  private let file: String
  private let positions: [String: Int]

  init(_ definition: TripleSDefinition, _ data: TripleSData, file: String) {
    variables = definition.variables
    columns = data.columns
    self.file = file
    // A name goes before an identity that happens to be the same.
    let names = variables.enumerated().map { ($1.name, $0) } + variables.enumerated().map { ($1.ident, $0) }
    positions = Dictionary(names, uniquingKeysWith: { first, _ in first })
  }

  /// A variable's cells with the reasons of the blank ones.
  ///
  /// - Parameter definition: The definition's name, for problems of its own.
  func cells(at position: Int, definition: String, _ problems: inout [Problem]) -> RawColumn {
    let variable = variables[position]
    guard !variable.filter.isEmpty else { return columns[position] }
    guard let filter = positions[variable.filter] else {
      problems.append(
        Problem(
          .warning, file: definition, column: variable.name, found: "the filter '\(variable.filter)'",
          expected: "a variable of the definition", remedy: "it is not known why blank cells are blank"))
      return columns[position]
    }
    guard let asked = asked(filter, visited: [position]) else {
      problems.append(
        Problem(
          .warning, file: definition, column: variable.name,
          found: "the filter '\(variable.filter)', a variable of the type \(variables[filter].type)",
          expected: "a variable that is true or false, and no circle of filters",
          remedy: "it is not known why blank cells are blank"))
      return columns[position]
    }
    return cells(columns[position], asked, variable, &problems)
  }

  private func cells(
    _ cells: RawColumn, _ asked: [Asked], _ variable: TripleSDefinition.Variable, _ problems: inout [Problem]
  ) -> RawColumn {
    var result = RawColumn()
    var answered: [Int] = []
    var zeros: [Int] = []
    for cell in 0..<cells.count {
      let text = cells.text(ofCell: cell) ?? ""
      let isBlank = RawColumn.isBlank(text.utf8)
      // Programs that write no blanks write a question without any tick.
      let isZeros = variable.type == "multiple" && !isBlank && text.utf8.allSatisfy { $0 == 0x30 || $0 == 0x20 }
      switch asked[cell] {
      case .no where isBlank: result.appendAbsent(.notShown)
      case .no where isZeros:
        zeros.append(cell)
        result.appendAbsent(.notShown)
      case .yes where isBlank: result.appendAbsent(.seenNotAnswered)
      case .no:
        answered.append(cell)
        result.append(text)
      default: result.append(text)
      }
    }
    func report(_ severity: Problem.Severity, _ rows: [Int], _ things: String, _ remedy: String) {
      guard let first = rows.first else { return }
      problems.append(
        Problem(
          severity, file: file, row: first + 1, column: variable.name,
          found: "\(rows.count) \(things)\(rows.count == 1 ? "" : "s") where the filter '\(variable.filter)' is false",
          expected: "blank cells there", remedy: remedy))
    }
    report(.warning, answered, "answer", "the answers are kept")
    report(.note, zeros, "unticked question", "they count as not shown")
    return result
  }

  /// What a filter says; nil where it is no variable that can be true or false, or part of a circle.
  private func asked(_ position: Int, visited: Set<Int>) -> [Asked]? {
    let variable = variables[position]
    guard !visited.contains(position), variable.type == "logical" else { return nil }
    var above: [Asked]?
    if let filter = positions[variable.filter], !variable.filter.isEmpty {
      above = asked(filter, visited: visited.union([position]))
    }
    return (0..<columns[position].count).map { cell in
      switch columns[position].text(ofCell: cell)?.trimmed {
      case "1": .yes
      case "0": .no
      // A filter that was itself not asked has let nobody through.
      default: above?[cell] == .no ? .no : .unknown
      }
    }
  }
}
