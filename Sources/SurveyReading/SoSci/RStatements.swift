/// Finds the statements of an R script that say something of columns.
struct RStatements {
  /// A list of answers.
  struct Factor: Hashable {
    var levels: [String] = []
    var labels: [String] = []
    var isOrdered = false
    var line = 0
  }

  /// A statement that says something of columns.
  enum Statement {
    case comment(String, String)
    case attribute(String, code: String, String)
    case frameAttribute(String, String)
    case factor(String, Factor)
    case columns([String])
    case classes([(String, String)])
    case unread(line: Int, String)
  }

  private let tokens: [RToken]
  private let lines: [Int]
  private var position = 0

  init(_ tokens: RTokens) {
    self.tokens = tokens.tokens
    lines = tokens.lines
  }

  /// The next statement of interest; nil where there is none any more.
  mutating func next() -> Statement? {
    while position < tokens.count {
      if let found = statement() { return found }
      position += 1
    }
    return nil
  }

  private func token(_ offset: Int) -> RToken? {
    tokens.indices.contains(position + offset) ? tokens[position + offset] : nil
  }

  private static func sign(_ character: Unicode.Scalar) -> RToken { .sign(UInt8(character.value)) }

  private mutating func statement() -> Statement? {
    if let chosen = chosenByProgram() { return chosen }
    guard case .name(let word) = token(0) else { return nil }
    switch word {
    case "comment" where token(1) == Self.sign("("): return comment()
    case "attr" where token(1) == Self.sign("("): return attribute()
    case "col.names" where token(1) == .assign:
      guard let names = list(at: position + 2) else { return nil }
      position = names.end
      return .columns(names.items)
    case "colClasses" where token(1) == .assign: return classes()
    default: return factor()
    }
  }

  /// `frame$NAME` or `frame[["NAME"]]` at an offset, and the offset behind it; the name may stand in quotation marks.
  private func column(_ offset: Int) -> (name: String, end: Int)? {
    guard case .name = token(offset) else { return nil }
    let open = Self.sign("[")
    if token(offset + 1) == Self.sign("$") {
      switch token(offset + 2) {
      case .name(let name), .text(let name): return (name, offset + 3)
      default: return nil
      }
    }
    guard token(offset + 1) == open, token(offset + 2) == open, case .text(let name) = token(offset + 3),
      token(offset + 4) == Self.sign("]"), token(offset + 5) == Self.sign("]")
    else { return nil }
    return (name, offset + 6)
  }

  private mutating func comment() -> Statement? {
    guard let (name, end) = column(2), token(end) == Self.sign(")"), token(end + 1) == .assign,
      case .text(let text) = token(end + 2)
    else { return nil }
    position += end + 3
    return .comment(name, text)
  }

  private mutating func attribute() -> Statement? {
    if let (name, end) = column(2), token(end) == Self.sign(","), token(end + 2) == Self.sign(")"),
      token(end + 3) == .assign, case .text(let text) = token(end + 4)
    {
      let code: String
      switch token(end + 1) {
      case .text(let written), .number(let written): code = written
      default: return nil
      }
      position += end + 5
      return .attribute(name, code: code, text)
    }
    guard case .name = token(2), token(3) == Self.sign(","), case .text(let key) = token(4),
      token(5) == Self.sign(")"), token(6) == .assign, case .text(let text) = token(7)
    else { return nil }
    position += 8
    return .frameAttribute(key, text)
  }

  private mutating func classes() -> Statement? {
    guard token(2) == .name("c"), token(3) == Self.sign("(") else { return nil }
    var classes: [(String, String)] = []
    position += 4
    while position < tokens.count, token(0) != Self.sign(")") {
      if token(1) == .assign, case .text(let kind) = token(2) {
        switch token(0) {
        case .name(let name), .text(let name): classes.append((name, kind))
        default: break
        }
        position += 3
      } else {
        position += 1
      }
    }
    return .classes(classes)
  }

  // frame$NAME = factor(frame$NAME, levels=c(…), labels=c(…), ordered=…)
  private mutating func factor() -> Statement? {
    guard let (name, end) = column(0), token(end) == .assign, token(end + 1) == .name("factor"),
      token(end + 2) == Self.sign("(")
    else { return nil }
    var factor = Factor(line: lines[position])
    var isWhole = true
    var depth = 1
    position += end + 3
    while position < tokens.count, depth > 0 {
      if depth == 1, case .name(let argument) = token(0), token(1) == .assign {
        switch argument {
        case "levels", "labels":
          if let found = list(at: position + 2) {
            if argument == "levels" { factor.levels = found.items } else { factor.labels = found.items }
            position = found.end
            continue
          }
          isWhole = false
        case "ordered": factor.isOrdered = token(2) == .name("TRUE") || token(2) == .name("T")
        default: break
        }
      }
      if token(0) == Self.sign("(") { depth += 1 }
      if token(0) == Self.sign(")") { depth -= 1 }
      position += 1
    }
    // Without labels it says nothing of what the codes mean.
    if isWhole, factor.labels.isEmpty { return nil }
    guard isWhole, !factor.levels.isEmpty else {
      return .unread(line: factor.line, "factor() of \(name) with levels or labels that are computed")
    }
    return .factor(name, factor)
  }

  // frame[[name]] = factor(…), in a loop over names
  private mutating func chosenByProgram() -> Statement? {
    guard case .name = token(0), token(1) == Self.sign("]"), token(2) == Self.sign("]"), token(3) == .assign,
      token(4) == .name("factor")
    else { return nil }
    let line = lines[position]
    position += 5
    return .unread(line: line, "factor() of columns that a program chooses")
  }

  /// `c("…", 2, …)` of nothing but texts and numbers, and where it ends.
  private func list(at start: Int) -> (items: [String], end: Int)? {
    guard tokens.indices.contains(start + 1), tokens[start] == .name("c"), tokens[start + 1] == Self.sign("(") else {
      return nil
    }
    var items: [String] = []
    var place = start + 2
    while place < tokens.count {
      switch tokens[place] {
      case .text(let item), .number(let item): items.append(item)
      case Self.sign(","): break
      case Self.sign(")"): return (items, place + 1)
      default: return nil
      }
      place += 1
    }
    return nil
  }
}
