/// Letters that were read in another encoding than they were written in, as far as that is certain.
///
/// Nothing is repaired: a file may have gone through several programs, and only its owner knows which.
enum Mojibake {
  /// Whether a text may hold a sign at all: most texts are ASCII without question marks.
  static func mayHoldSign(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.contains { $0 >= 0x80 || $0 == 0x3F } }

  /// The first certain sign in a text, at most three characters; nil where there is none.
  static func sign(in text: some Collection<UInt8>) -> String? {
    let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    for index in scalars.indices {
      if let length = length(scalars, at: index) {
        let start = length < 0 ? index - 1 : index
        var sign = String.UnicodeScalarView()
        sign.append(contentsOf: scalars[start..<min(scalars.count, start + Int(length.magnitude))])
        return String(sign)
      }
    }
    return nil
  }

  /// How many characters from here on are a sign; negative where it begins one earlier.
  private static func length(_ scalars: [Unicode.Scalar], at index: Int) -> Int? {
    let scalar = scalars[index]
    let next = index + 1 < scalars.count ? scalars[index + 1] : " "
    switch scalar {
    case "\u{FFFD}": return 1
    // UTF-8 read as Windows-1252: é, ’, no-break space.
    case "Ã", "Â": return isUpperHalf(next) ? 2 : between(scalars, index)
    case "â": return next == "€" || next == "\u{80}" ? 2 : nil
    // UTF-8 read as Mac Roman: é, ’.
    case "√": return "©®¶§º¢£•∏°".unicodeScalars.contains(next) ? 2 : nil
    case "‚": return next == "Ä" ? 2 : nil
    // A no-break space that went through Mac Roman and Windows-1252 and back.
    case "Œ": return next == "æ" ? 2 : between(scalars, index)
    case "å": return next == "Ê" ? 2 : nil
    case "Î": return next == "_" ? 2 : between(scalars, index)
    case "?": return isLostApostrophe(scalars, index) ? -3 : nil
    default: return between(scalars, index)
    }
  }

  /// The second byte of a letter in UTF-8, as Windows-1252 shows it.
  private static func isUpperHalf(_ scalar: Unicode.Scalar) -> Bool {
    (0x80...0xBF).contains(scalar.value) || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".unicodeScalars.contains(scalar)
  }

  /// A capital with an accent inside a word of small letters: an apostrophe of Mac Roman read as Windows-1252.
  private static func between(_ scalars: [Unicode.Scalar], _ index: Int) -> Int? {
    let scalar = scalars[index]
    guard (0xC0...0xDE).contains(scalar.value), scalar.value != 0xD7, index > 0, index + 1 < scalars.count,
      isSmall(scalars[index - 1]), isSmall(scalars[index + 1])
    else { return nil }
    return -3
  }

  private static func isSmall(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }

  /// A question mark in "didn?t", "it?s": an apostrophe that the encoding did not have.
  private static func isLostApostrophe(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index > 0, isSmall(scalars[index - 1]) else { return false }
    var end = index + 1
    while end < scalars.count, isSmall(scalars[end]) { end += 1 }
    if end < scalars.count, scalars[end].properties.isAlphabetic || "=&/_".unicodeScalars.contains(scalars[end]) {
      return false
    }
    var word = String.UnicodeScalarView()
    word.append(contentsOf: scalars[(index + 1)..<end])
    return ["t", "s", "re", "ve", "ll", "d", "m"].contains(String(word))
  }
}
