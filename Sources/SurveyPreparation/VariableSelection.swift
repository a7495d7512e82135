public import SurveyModel

/// Variables chosen by name, by range and by pattern, as on the command line: `Q5_1..Q5_4,Q9,Q6_*`.
///
/// A range runs in the order of the file. Ranges and patterns leave out what nobody means by them: "other, please
/// specify" texts and personal columns; a name written in full always counts. The name of a grid or of a
/// multiple-response set stands for its variables. Odd names stand in back-ticks.
public struct VariableSelection: Sendable, Hashable, CustomStringConvertible {
  /// One entry of the list.
  public enum Part: Sendable, Hashable {
    case name(String)
    case range(String, String)
    case pattern(String)
  }

  /// A variable or a multiple-response set that was chosen.
  public enum Item: Sendable, Hashable {
    /// The variable at that position of the codebook.
    case variable(Int)
    /// The set at that position of the codebook's sets.
    case set(Int)
  }

  /// The entries in the order written.
  public let parts: [Part]
  private let source: String
  private let positions: [Int]

  /// Reads a comma-separated list.
  ///
  /// - Throws: ``PreparationError`` with the character at which it stops being one.
  public init(parsing source: String) throws(PreparationError) {
    let tokens = try Lexer.tokens(of: source, patterns: true)
    self.source = source
    var parts: [Part] = []
    var positions: [Int] = []
    var index = 0
    while true {
      positions.append(tokens[index].position)
      let (name, quoted) = try Self.name(tokens[index], source)
      index += 1
      if tokens[index].isSign("..") {
        let (last, _) = try Self.name(tokens[index + 1], source)
        parts.append(.range(name, last))
        index += 2
      } else {
        parts.append(!quoted && name.contains("*") ? .pattern(name) : .name(name))
      }
      if tokens[index].kind == .end { break }
      guard tokens[index].isSign(",") else {
        throw PreparationError(
          .syntax, place: Lexer.place(source, tokens[index].position), found: tokens[index].words,
          expected: "',' or '..' or the end",
          remedy: "separate names by commas; write names with odd signs in back-ticks")
      }
      index += 1
    }
    self.parts = parts
    self.positions = positions
  }

  /// Creates a selection of exactly these names.
  public init(names: [String]) {
    parts = names.map(Part.name)
    source = names.joined(separator: ",")
    positions = names.map { _ in 1 }
  }

  /// Creates a selection of one entry.
  init(part: Part) {
    parts = [part]
    source = Self.text(part)
    positions = [1]
  }

  private static func name(_ token: Token, _ source: String) throws(PreparationError) -> (String, Bool) {
    if case .name(let name, let quoted) = token.kind { return (name, quoted) }
    throw PreparationError(
      .syntax, place: Lexer.place(source, token.position), found: token.words, expected: "the name of a variable",
      remedy: "write such as: Q5_1..Q5_4,Q9,Q6_*")
  }

  /// The selection as it would be written.
  public var description: String { parts.map(Self.text).joined(separator: ",") }

  private static func text(_ part: Part) -> String {
    switch part {
    case .name(let name): Expression.Node.name(name)
    case .range(let first, let last): "\(Expression.Node.name(first))..\(Expression.Node.name(last))"
    case .pattern(let pattern): pattern
    }
  }

  /// The positions of the chosen variables in the codebook, in the order written, each once.
  ///
  /// - Throws: ``PreparationError`` with the nearest known name, or for a range or pattern that holds no variable.
  public func positions(in codebook: Codebook) throws(PreparationError) -> [Int] {
    var chosen: [Int] = []
    var seen: Set<Int> = []
    for item in try items(in: codebook) {
      let positions =
        switch item {
        case .variable(let position): [position]
        case .set(let index): codebook.multipleResponseSets[index].variables.compactMap(codebook.position(of:))
        }
      for position in positions where seen.insert(position).inserted { chosen.append(position) }
    }
    return chosen
  }

  /// The chosen variables and multiple-response sets, in the order written, each once.
  ///
  /// - Throws: ``PreparationError`` with the nearest known name, or for a range or pattern that holds no variable.
  public func items(in codebook: Codebook) throws(PreparationError) -> [Item] {
    var chosen: [Item] = []
    var seen: Set<Item> = []
    for (part, at) in zip(parts, positions) {
      for item in try items(of: part, at, in: codebook) where seen.insert(item).inserted { chosen.append(item) }
    }
    return chosen
  }

  private func items(of part: Part, _ at: Int, in codebook: Codebook) throws(PreparationError) -> [Item] {
    let place = Lexer.place(source, at)
    func position(_ name: String) throws(PreparationError) -> Int {
      guard let position = codebook.position(of: name) else {
        throw PreparationError.unknown(name, in: codebook, place: place)
      }
      return position
    }
    switch part {
    case .name(let name):
      if let position = codebook.position(of: name) { return [.variable(position)] }
      if let index = codebook.multipleResponseSets.firstIndex(where: { $0.name == name }) { return [.set(index)] }
      if let grid = codebook.grids.first(where: { $0.name == name }) {
        return grid.variables.compactMap(codebook.position(of:)).map(Item.variable)
      }
      return [.variable(try position(name))]
    case .range(let first, let last):
      let (start, end) = (try position(first), try position(last))
      guard start <= end else {
        throw PreparationError(
          .argument, place: place, found: "\(first)..\(last), whose ends are in the wrong order",
          expected: "the variable that comes first in the file", remedy: "write \(last)..\(first)")
      }
      return (start...end).filter { $0 == start || $0 == end || codebook.variables[$0].isPlain }.map(Item.variable)
    case .pattern(let pattern):
      let found = codebook.variables.indices.filter {
        codebook.variables[$0].isPlain && Self.matches(codebook.variables[$0].name, pattern)
      }
      guard !found.isEmpty else {
        throw PreparationError(
          .unknownVariable, place: place, found: "no variable like \(pattern)", expected: "a variable of the survey",
          remedy: "'topline inspect' lists the variables")
      }
      return found.map(Item.variable)
    }
  }

  /// Whether a name is what a pattern says, where each `*` stands for any text.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    let name = Array(name.utf8)
    let pattern = Array(pattern.utf8)
    var (n, p, star, mark) = (0, 0, -1, 0)
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        (star, mark) = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == name[n] {
        n += 1
        p += 1
      } else if star >= 0 {
        p = star + 1
        mark += 1
        n = mark
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
    return p == pattern.count
  }
}

extension Variable {
  /// Whether a range or a pattern means it: neither personal nor a text beside a question.
  var isPlain: Bool { !personal.isPersonal && role != .otherText }
}
