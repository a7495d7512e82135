internal import SurveyModel
internal import SurveyPreparation
internal import ToplineKit

/// The variables that a command speaks of, where its options say so before the file is read.
struct WantedVariables: Sendable {
  private var names: [String] = []
  private var selections: [VariableSelection] = []

  /// Creates a wish for nothing yet.
  init() {}

  /// Adds a variable by its name, where one is given.
  mutating func add(variable: String?) {
    if let variable { names.append(variable) }
  }

  /// Adds variables by their names.
  mutating func add(variables: [String]) { names += variables }

  /// Adds a selection, where one is given.
  mutating func add(selection: VariableSelection?) {
    if let selection { selections.append(selection) }
  }

  /// Adds a selection as it stands on the command line, where one is given; one that cannot be understood is told later.
  mutating func add(parsing text: String?) {
    if let text, let selection = try? VariableSelection(parsing: text) { selections.append(selection) }
  }

  /// The positions of all of them; nil where one is unknown, so that all variables are there to name the nearest.
  func positions(in codebook: Codebook) -> Set<Int>? {
    var positions: Set<Int> = []
    for name in names {
      guard let position = codebook.position(of: name) else { return nil }
      positions.insert(position)
    }
    for selection in selections {
      guard let found = try? selection.positions(in: codebook) else { return nil }
      positions.formUnion(found)
    }
    return positions
  }

  /// The positions of the columns that are headed by them.
  func positions(amongHeadings headings: [String]) -> Set<Int> {
    let codebook = Codebook(
      variables: headings.map { Variable(name: $0, label: "", kind: .text, level: .nominal) })
    var positions = Set(names.compactMap { codebook.position(of: $0) })
    for selection in selections { positions.formUnion((try? selection.positions(in: codebook)) ?? []) }
    return positions
  }
}
