internal import SurveyModel

extension StringProtocol {
  /// The text without white space (no-break spaces included) at its ends.
  var trimmed: String {
    let scalars = unicodeScalars
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: scalars[first...last])
    return String(kept)
  }
}

/// Texts as they are compared: one kind of space and apostrophe, no ends, composed letters.
enum TextMatching {
  /// The form in which two spellings of one answer are equal; case is kept.
  ///
  /// Swift compares strings by canonical equivalence, so composed and decomposed letters are equal already.
  static func normalized(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    var pendingSpace = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        pendingSpace = !result.isEmpty
        continue
      }
      if scalar == "\u{200B}" || scalar == "\u{200C}" || scalar == "\u{200D}" || scalar == "\u{AD}" { continue }
      if pendingSpace { result.append(" ") }
      pendingSpace = false
      switch scalar {
      case "\u{2018}", "\u{2019}", "\u{201B}", "\u{B4}", "\u{60}": result.append("'")
      case "\u{201C}", "\u{201D}": result.append("\"")
      case "\u{2013}", "\u{2014}", "\u{2011}": result.append("-")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// A text with every run of white space as one space and none at its ends.
  static func spaced(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    var pendingSpace = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        pendingSpace = !result.isEmpty
        continue
      }
      if scalar == "\u{200B}" { continue }
      if pendingSpace { result.append(" ") }
      pendingSpace = false
      result.append(scalar)
    }
    return String(result)
  }

  /// The form in which two wordings of one answer are equal, whatever their case.
  static func folded(_ text: some StringProtocol) -> String { normalized(text).lowercased() }
}
