internal import SurveyModel

/// A survey's variables as the questions that a platform would have asked.
enum QuestionLayout {
  /// One question, or one thing recorded without asking.
  enum Question: Sendable, Hashable {
    /// One variable of its own.
    case single(Int)
    /// A grid: its position in the codebook and the positions of its variables.
    case grid(Int, [Int])
    /// A variable that was recorded and not asked for.
    case recorded(Int)

    /// The positions of the question's variables.
    var positions: [Int] {
      switch self {
      case .single(let position), .recorded(let position): [position]
      case .grid(_, let positions): positions
      }
    }
  }

  /// The questions in file order; a grid counts as one where its variables stand together and share their answers.
  static func questions(of codebook: Codebook) -> [Question] {
    var questions: [Question] = []
    var position = 0
    while position < codebook.variables.count {
      let variable = codebook.variables[position]
      if let (grid, positions) = grid(startingAt: position, in: codebook) {
        questions.append(.grid(grid, positions))
        position += positions.count
        continue
      }
      questions.append(variable.role == .question ? .single(position) : .recorded(position))
      position += 1
    }
    return questions
  }

  private static func grid(startingAt position: Int, in codebook: Codebook) -> (Int, [Int])? {
    let first = codebook.variables[position]
    guard first.kind == .categorical, first.role == .question,
      let index = codebook.grids.firstIndex(where: { $0.variables.first == first.name })
    else { return nil }
    let grid = codebook.grids[index]
    let positions = grid.variables.compactMap { codebook.position(of: $0) }
    guard positions == Array(position..<position + grid.variables.count), positions.count > 1,
      positions.allSatisfy({ codebook.variables[$0].labels == first.labels && rowCode($0, grid, codebook) != nil })
    else { return nil }
    return (index, positions)
  }

  /// What stands after the grid's name and an underscore in a variable's name, such as `1` in `ad4_1`.
  static func rowCode(_ position: Int, _ grid: Grid, _ codebook: Codebook) -> String? {
    let name = codebook.variables[position].name
    guard name.hasPrefix(grid.name + "_") else { return nil }
    let code = name.dropFirst(grid.name.utf8.count + 1)
    guard !code.isEmpty, code.utf8.allSatisfy({ isAlphanumeric($0) }) else { return nil }
    return String(code)
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
