internal import SurveyModel

/// One word or sign of an expression, with the character it begins at, counted from 1.
struct Token: Hashable {
  enum Kind: Hashable {
    case number(Double)
    case string(String)
    /// A name; whether it stood in back-ticks, where it cannot be a word of the grammar.
    case name(String, quoted: Bool)
    case sign(String)
    case end
  }
  var kind: Kind
  var position: Int

  /// The token as a message quotes it.
  var words: String {
    switch kind {
    case .number(let value): Column.text(value)
    case .string(let text): "'\(text)'"
    case .name(let name, let quoted): quoted ? "`\(name)`" : "'\(name)'"
    case .sign(let sign): "'\(sign)'"
    case .end: "the end"
    }
  }

  /// Whether it is that word of the grammar, in capitals or not.
  func isWord(_ word: String) -> Bool {
    if case .name(let name, quoted: false) = kind { name.lowercased() == word } else { false }
  }

  /// Whether it is that sign.
  func isSign(_ sign: String) -> Bool { kind == .sign(sign) }
}

/// Cuts the text of an expression or of a selection into words and signs.
struct Lexer {
  private let source: String
  private let characters: [Character]
  private var index = 0
  /// Whether `*` belongs to names, as in a selection of variables.
  private let patterns: Bool

  init(_ source: String, patterns: Bool = false) {
    self.source = source
    self.patterns = patterns
    characters = Array(source)
  }

  /// All tokens, the last one being the end.
  static func tokens(of source: String, patterns: Bool = false) throws(PreparationError) -> [Token] {
    var lexer = Lexer(source, patterns: patterns)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  /// The place of a position in a text, as errors name it.
  static func place(_ source: String, _ position: Int) -> Place {
    let shown = source.count > 60 ? source.prefix(60) + "…" : source[...]
    return Place(column: "“\(shown)”, character \(position)")
  }

  private mutating func next() throws(PreparationError) -> Token {
    while index < characters.count, characters[index].isWhitespace { index += 1 }
    let start = index
    func token(_ kind: Token.Kind) -> Token { Token(kind: kind, position: start + 1) }
    guard index < characters.count else { return token(.end) }
    let character = characters[index]
    switch character {
    case "`": return token(.name(try quoted(by: "`", "a back-tick"), quoted: true))
    case "'": return token(.string(try quoted(by: "'", "a quotation mark")))
    case "\"": return token(.string(try quoted(by: "\"", "a quotation mark")))
    case "0"..."9" where !patterns: return token(.number(try number()))
    case "." where !patterns && isDigit(index + 1): return token(.number(try number()))
    default: break
    }
    if isNameStart(character) { return token(.name(name(), quoted: false)) }
    return token(.sign(try sign()))
  }

  private mutating func quoted(by mark: Character, _ words: String) throws(PreparationError) -> String {
    let start = index
    var text = ""
    index += 1
    while index < characters.count {
      if characters[index] != mark {
        text.append(characters[index])
      } else if index + 1 < characters.count, characters[index + 1] == mark {
        text.append(mark)
        index += 1
      } else {
        index += 1
        return text
      }
      index += 1
    }
    throw PreparationError(
      .syntax, place: Self.place(source, start + 1), found: "\(words) that is opened and never closed",
      expected: "a closing \(mark)", remedy: "close it; a \(mark) inside is written twice")
  }

  private func isDigit(_ index: Int) -> Bool {
    index < characters.count && characters[index].isASCII && characters[index].isNumber
  }

  private mutating func number() throws(PreparationError) -> Double {
    let start = index
    while isDigit(index) { index += 1 }
    // Two points are a range, so only a single one is a decimal point.
    if index < characters.count, characters[index] == ".", isDigit(index + 1) || start == index {
      index += 1
      while isDigit(index) { index += 1 }
    }
    if index < characters.count, characters[index] == "e" || characters[index] == "E" {
      let sign = index + 1 < characters.count && (characters[index + 1] == "-" || characters[index + 1] == "+") ? 2 : 1
      if isDigit(index + sign) {
        index += sign
        while isDigit(index) { index += 1 }
      }
    }
    if index < characters.count, isNamePart(characters[index]), characters[index] != "." {
      throw PreparationError(
        .syntax, place: Self.place(source, start + 1), found: "a word that begins with a digit",
        expected: "a number or a name", remedy: "write a name that begins with a digit in back-ticks")
    }
    guard let value = Double(String(characters[start..<index])), value.isFinite else {
      throw PreparationError(
        .syntax, place: Self.place(source, start + 1), found: "a number that is too large", expected: "a number",
        remedy: "write a smaller number")
    }
    return value
  }

  private func isNameStart(_ character: Character) -> Bool {
    character.isLetter || character == "_" || character == "$" || character == "@"
      || (patterns && (character == "*" || character.isNumber))
  }

  private func isNamePart(_ character: Character) -> Bool {
    isNameStart(character) || character.isNumber || character == "." || character == "#"
  }

  private mutating func name() -> String {
    var name = ""
    while index < characters.count {
      let character = characters[index]
      if character == "[" {
        // LimeSurvey writes sub-questions as Q1[SQ001].
        guard let end = characters[index...].firstIndex(of: "]") else { break }
        name += String(characters[index...end])
        index = end + 1
        continue
      }
      guard isNamePart(character) else { break }
      if character == ".",
        index + 1 >= characters.count || !isNamePart(characters[index + 1])
          || characters[index + 1] == "."
      {
        break
      }
      name.append(character)
      index += 1
    }
    return name
  }

  private mutating func sign() throws(PreparationError) -> String {
    let two = String(characters[index..<min(index + 2, characters.count)])
    if let sign = ["<=": "<=", ">=": ">=", "!=": "!=", "<>": "!=", "==": "=", "..": ".."][two] {
      index += 2
      return sign
    }
    let one = characters[index]
    if let sign: String = ["≤": "<=", "≥": ">=", "≠": "!=", "–": "-", "−": "-"][one] {
      index += 1
      return sign
    }
    guard "<>=+-*/(),".contains(one) else {
      let words = ["&": "write 'and'", "|": "write 'or'", "!": "write 'not'"][one]
      throw PreparationError(
        .syntax, place: Self.place(source, index + 1), found: "the sign '\(one)'",
        expected: "a name, a value or an operator", remedy: words ?? "write names with odd signs in back-ticks")
    }
    index += 1
    return String(one)
  }
}
