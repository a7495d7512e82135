/// Texts of questionnaires without their markup.
enum PlainText {
  /// The text that a reader sees: tags taken out, entities resolved, white space evened out.
  ///
  /// Scripts, styles and comments go with what is in them. A "<" that begins no tag stays ("age < 18").
  static func stripping(_ markup: String) -> String {
    guard markup.utf8.contains(where: { $0 == 0x3C || $0 == 0x26 }) else { return collapsed(markup.unicodeScalars) }
    let scalars = Array(markup.unicodeScalars)
    let ends = tagEnds(scalars)
    var text = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "<":
        if let end = endOfMarkup(scalars, ends, at: index) {
          let name = tagName(scalars, at: index)
          if !inlineTags.contains(name) { text.append(" ") }
          index = end
          if hiddenTags.contains(name) { index = endOfElement(scalars, ends, name: name, from: end) }
        } else {
          text.append("<")
          index += 1
        }
      case "&":
        if let (scalar, end) = reference(scalars, at: index) {
          text.append(scalar)
          index = end
        } else {
          text.append("&")
          index += 1
        }
      default:
        text.append(scalars[index])
        index += 1
      }
    }
    return collapsed(text)
  }

  /// Tags inside a line of text; every other one parts words.
  private static let inlineTags: Set<String> = [
    "a", "abbr", "b", "big", "em", "font", "i", "ins", "mark", "s", "small", "span", "strike", "strong", "sub", "sup",
    "tt", "u",
  ]

  private static let hiddenTags: Set<String> = ["script", "style"]

  private static func tagName(_ scalars: [Unicode.Scalar], at start: Int) -> String {
    var name = String.UnicodeScalarView()
    for scalar in scalars[(start + 1)...].drop(while: { $0 == "/" }) {
      guard scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { break }
      name.append(scalar)
    }
    return String(name).lowercased()
  }

  /// Where the tag or comment that begins here ends; nil where none begins.
  private static func endOfMarkup(_ scalars: [Unicode.Scalar], _ ends: [Int32], at start: Int) -> Int? {
    guard start + 1 < scalars.count else { return nil }
    let next = scalars[start + 1]
    guard next == "/" || next == "!" || (next.isASCII && next.properties.isAlphabetic) else { return nil }
    if scalars[start...].starts(with: "<!--".unicodeScalars) {
      var index = start + 4
      while index + 2 < scalars.count {
        if scalars[index] == "-", scalars[index + 1] == "-", scalars[index + 2] == ">" { return index + 3 }
        index += 1
      }
      return scalars.count
    }
    return ends[start + 1] == 0 ? nil : Int(ends[start + 1])
  }

  /// For every place where a tag that is open there ends, behind its ">" outside of quotation marks; 0 where it does not.
  ///
  /// Found from the end for all places at once: a text may have very many "<" and no end for any.
  private static func tagEnds(_ scalars: [Unicode.Scalar]) -> [Int32] {
    var ends = [Int32](repeating: 0, count: scalars.count + 1)
    guard scalars.count < Int32.max else { return ends }
    // Where it ends if the place is inside of a value in these quotation marks.
    var (double, single): (Int32, Int32) = (0, 0)
    for index in scalars.indices.reversed() {
      let outside = ends[index + 1]
      switch scalars[index] {
      case ">": ends[index] = Int32(index + 1)
      case "\"":
        ends[index] = double
        double = outside
      case "'":
        ends[index] = single
        single = outside
      default: ends[index] = outside
      }
    }
    return ends
  }

  private static func endOfElement(
    _ scalars: [Unicode.Scalar], _ ends: [Int32], name: String, from start: Int
  ) -> Int {
    var index = start
    while index < scalars.count {
      if scalars[index] == "<", index + 1 < scalars.count, scalars[index + 1] == "/",
        tagName(scalars, at: index) == name
      {
        return endOfMarkup(scalars, ends, at: index) ?? scalars.count
      }
      index += 1
    }
    return scalars.count
  }

  private static func reference(_ scalars: [Unicode.Scalar], at start: Int) -> (Unicode.Scalar, Int)? {
    let window = scalars[(start + 1)..<min(scalars.count, start + 12)]
    guard let end = window.firstIndex(of: ";"), end > start + 1 else { return nil }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: scalars[(start + 1)..<end])
    let text = String(name)
    guard text.hasPrefix("#") else { return entities[text].map { ($0, end + 1) } }
    let digits = text.dropFirst()
    let value = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let value, value != 0, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, end + 1)
  }

  private static let entities: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "shy": "\u{AD}",
    "ndash": "–", "mdash": "—", "hellip": "…", "bull": "•", "middot": "·", "euro": "€", "pound": "£", "deg": "°",
    "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bdquo": "„", "laquo": "«", "raquo": "»",
    "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß",
    "aelig": "æ", "oslash": "ø", "aring": "å", "AElig": "Æ", "Oslash": "Ø", "Aring": "Å",
    "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã", "egrave": "è", "eacute": "é", "ecirc": "ê", "euml": "ë",
    "igrave": "ì", "iacute": "í", "icirc": "î", "iuml": "ï", "ograve": "ò", "oacute": "ó", "ocirc": "ô", "otilde": "õ",
    "ugrave": "ù", "uacute": "ú", "ucirc": "û", "ccedil": "ç", "ntilde": "ñ", "Eacute": "É", "copy": "©", "reg": "®",
    "trade": "™", "times": "×", "minus": "−", "le": "≤", "ge": "≥", "ne": "≠", "rarr": "→", "larr": "←",
  ]

  private static func collapsed(_ scalars: String.UnicodeScalarView) -> String {
    var result = String.UnicodeScalarView()
    var pending = false
    for scalar in scalars {
      if scalar.properties.isWhitespace {
        pending = !result.isEmpty
        continue
      }
      if scalar == "\u{200B}" || scalar == "\u{FEFF}" || scalar == "\u{AD}" { continue }
      if pending { result.append(" ") }
      pending = false
      result.append(scalar)
    }
    return String(result)
  }
}
