/// Checks the text of an SVG document against the house profile.
///
/// The check reads the document itself, not the picture it was written from, so that it also catches what a writer
/// should never have written.
public enum SVGProfile {
  private static let elements: Set<String> = [
    "svg", "title", "desc", "g", "rect", "path", "text", "tspan", "line", "circle", "clipPath", "defs",
  ]
  private static let attributes: Set<String> = [
    "id", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "d", "width", "height", "fill", "fill-opacity", "stroke",
    "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-style", "text-anchor", "clip-path",
  ]
  private static let rootAttributes: Set<String> = [
    "xmlns", "version", "viewBox", "role", "aria-labelledby", "aria-describedby", "font-family",
  ]

  /// What in the document is against the profile, in the order of the document; empty where all is well.
  public static func violations(in document: String) -> [String] {
    var found: [String] = []
    var open: [String] = []
    let bytes = Array(document.utf8)
    var position = 0
    if let odd = document.unicodeScalars.first(where: { isForbidden($0) }) {
      found.append("the document holds the character U+\(String(odd.value, radix: 16, uppercase: true))")
    }
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else {
        return found + ["a tag is not closed"]
      }
      let tag = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
      position = end + 1
      if tag.hasPrefix("?xml") { continue }
      if tag.hasPrefix("!") || tag.hasPrefix("?") {
        found.append("“<\(tag.prefix(20))” is not part of the profile")
      } else if tag.hasPrefix("/") {
        if open.popLast() != String(tag.dropFirst()) { found.append("“<\(tag)>” closes what is not open") }
      } else {
        check(tag, parents: &open, into: &found)
      }
    }
    if let last = open.last { found.append("“\(last)” is not closed") }
    return found
  }

  private static func check(_ tag: String, parents: inout [String], into found: inout [String]) {
    let isEmpty = tag.hasSuffix("/")
    let content = isEmpty ? tag.dropLast() : Substring(tag)
    let name = String(content.prefix { $0 != " " && $0 != "\n" })
    if !elements.contains(name) { found.append("the element “\(name)” is not part of the profile") }
    for (attribute, value) in pairs(content.dropFirst(name.count), of: name, into: &found) {
      let isKnown = attributes.contains(attribute) || (name == "svg" && rootAttributes.contains(attribute))
      if !isKnown { found.append("the attribute “\(attribute)” of “\(name)” is not part of the profile") }
      if attribute == "fill" || attribute == "stroke", value != "none", Color(hex: value) == nil {
        found.append("“\(value)” is not a colour of the form #RRGGBB")
      }
      if ["d", "x", "y", "width", "height", "viewBox", "points"].contains(attribute) {
        if value.contains("e") || value.contains("nan") || value.contains("inf") || hasMinusZero(value) {
          found.append("the numbers of “\(attribute)=\(value.prefix(30))” are not plain")
        }
        if hasManyDecimals(value) { found.append("“\(attribute)=\(value.prefix(30))” has more than two decimals") }
      }
    }
    if name == "svg", parents.isEmpty {
      for needed in ["role=\"img\"", "aria-labelledby=", "aria-describedby=", "viewBox="]
      where !content.contains(needed) {
        found.append("the root has no “\(needed)”")
      }
    }
    if !isEmpty { parents.append(name) }
  }

  private static func pairs(_ text: Substring, of name: String, into found: inout [String]) -> [(String, String)] {
    var rest = text
    var result: [(String, String)] = []
    while true {
      rest = rest.drop { $0 == " " || $0 == "\n" }
      guard !rest.isEmpty else { return result }
      let attribute = String(rest.prefix { $0 != "=" })
      rest = rest.dropFirst(attribute.count)
      guard rest.hasPrefix("=\"") else {
        found.append("“\(name)” has an attribute without quoted value")
        return result
      }
      rest = rest.dropFirst(2)
      let value = String(rest.prefix { $0 != "\"" })
      rest = rest.dropFirst(value.count + 1)
      result.append((attribute, value))
    }
  }

  private static func hasMinusZero(_ value: String) -> Bool {
    numbers(value).contains { number in
      number.first == UInt8(ascii: "-")
        && number.dropFirst().allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    }
  }

  private static func hasManyDecimals(_ value: String) -> Bool {
    numbers(value).contains { number in
      number.firstIndex(of: UInt8(ascii: ".")).map { number.endIndex - $0 > 3 } ?? false
    }
  }

  /// The numbers of an attribute; a sign begins one, and so does any digit after something else.
  private static func numbers(_ value: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(value.utf8)
    var result: [ArraySlice<UInt8>] = []
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      let isDigit = (48...57).contains(byte) || byte == UInt8(ascii: ".")
      if isDigit {
        if start == nil { start = index }
        continue
      }
      if let begun = start { result.append(bytes[begun..<index]) }
      start = byte == UInt8(ascii: "-") ? index : nil
    }
    if let begun = start { result.append(bytes[begun...]) }
    return result
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: false
    case 0...0x1F, 0x7F, 0xFFFE, 0xFFFF, 0x202A...0x202E: true
    default: false
    }
  }
}
