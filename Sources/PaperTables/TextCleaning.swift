/// Makes text of respondents and questionnaires safe to print: one line, no control characters, no hidden reordering.
public enum TextCleaning {
  /// The text on one line.
  ///
  /// Line breaks and tabs become spaces, what XML forbids becomes U+FFFD, marks that reorder text are left out, and a
  /// combining mark on a character of markup gets a dotted circle to stand on, so that the two stay two characters.
  /// Text with right-to-left letters is enclosed in an isolate, so that it leaves its neighbours' order alone.
  public static func line(_ text: String) -> String { cleaned(text, isolating: true) }

  /// The text on one line, for machines: as ``line(_:)``, without isolates.
  static func plainLine(_ text: String) -> String { cleaned(text, isolating: false) }

  private static func cleaned(_ text: String, isolating: Bool) -> String {
    guard needsCleaning(text) else { return text }
    var result = String.UnicodeScalarView()
    var afterMarkup = false
    var afterSpace = false
    var isRightToLeft = false
    for scalar in text.unicodeScalars {
      let cleaned = clean(scalar)
      guard let cleaned else { continue }
      if afterMarkup, isCombining(cleaned) { result.append("\u{25CC}") }
      let isBreak = cleaned == " " && scalar != " "
      if !(isBreak && afterSpace) { result.append(cleaned) }
      afterMarkup = isMarkup(cleaned)
      afterSpace = cleaned == " "
      isRightToLeft = isRightToLeft || isRightToLeftLetter(cleaned)
    }
    return isRightToLeft && isolating ? "\u{2068}\(String(result))\u{2069}" : String(result)
  }

  /// The text as a sentence: a capital first, a full stop last.
  public static func sentence(_ text: String) -> String {
    guard let last = text.last else { return "" }
    return text.prefix(1).uppercased() + text.dropFirst() + (".!?".contains(last) ? "" : ".")
  }

  /// The text's lines, each of them cleaned; at least one.
  public static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line(String($0)) }
  }

  private static func clean(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
    case 0x00..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: "\u{FFFD}"
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0xFEFF: nil
    default: scalar
    }
  }

  private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<", ">", "&", "\"", "'", "\\", "|", "$", "%", "#", "_", "{", "}", "~", "^", "`", "*", "[", "]": true
    default: false
    }
  }

  private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
    // U+200D and the variation selectors join too, though they are no marks.
    scalar.properties.isGraphemeExtend || scalar.properties.generalCategory == .spacingMark || scalar == "\u{200D}"
  }

  private static func isRightToLeftLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  private static func needsCleaning(_ text: String) -> Bool {
    text.utf8.contains { $0 < 0x20 || $0 >= 0x7F }
  }
}

/// How many columns of a terminal a text takes.
public enum DisplayWidth {
  /// The width in columns: 0 for marks, 2 for East Asian wide characters and emoji, 1 for the rest.
  ///
  /// Source: Unicode Standard Annex #11, "East Asian Width" (Unicode 15.1), in its main ranges.
  public static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of character: Character) -> Int {
    var widest = 0
    for scalar in character.unicodeScalars {
      // A variation selector asks for the emoji's wide form.
      if scalar == "\u{FE0F}" { return 2 }
      widest = max(widest, width(of: scalar))
    }
    return widest
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The text filled with spaces to a width; longer text stays as it is.
  static func padded(_ text: String, to width: Int, onLeft: Bool = false) -> String {
    let fill = String(repeating: " ", count: max(0, width - of(text)))
    return onLeft ? fill + text : text + fill
  }

  /// The text broken at spaces into lines of at most that width; a longer word is broken where it must be.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    func flush() {
      lines.append(line)
      line = ""
      used = 0
    }
    for word in text.split(separator: " ") {
      var rest = word
      let needed = of(String(word))
      if used > 0, used + 1 + needed > width { flush() }
      if used > 0 {
        line += " "
        used += 1
      }
      while used == 0, of(String(rest)) > width, width > 1 {
        var piece = ""
        var pieceWidth = 0
        while let next = rest.first, pieceWidth + Self.width(of: next) <= width {
          piece.append(next)
          pieceWidth += Self.width(of: next)
          rest.removeFirst()
        }
        if piece.isEmpty { break }
        lines.append(piece)
      }
      line += rest
      used += of(String(rest))
    }
    if used > 0 || lines.isEmpty { flush() }
    return lines
  }
}
