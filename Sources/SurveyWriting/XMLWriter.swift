/// Writes XML: as LimeSurvey does, texts as CDATA where they hold markup signs and empty texts as empty elements; or with
/// attributes and texts that come back as they are.
struct XMLWriter {
  /// What was written so far.
  private(set) var bytes: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
  /// How many characters of exact texts were left out because XML has no way to write them.
  private(set) var omitted = 0
  private let isIndented: Bool
  private var depth = 0

  init(isIndented: Bool = false) { self.isIndented = isIndented }

  /// Opens an element.
  mutating func open(_ name: String) {
    indent()
    bytes += "<\(name)>".utf8
    newLine()
    depth += 1
  }

  /// Closes an element.
  mutating func close(_ name: String) {
    depth -= 1
    indent()
    bytes += "</\(name)>".utf8
    newLine()
  }

  /// Writes an element with a text of the writer's own.
  mutating func element(_ name: String, plain text: String) {
    indent()
    bytes += "<\(name)>\(text)</\(name)>".utf8
    newLine()
  }

  /// Writes an element with any text.
  mutating func element(_ name: String, _ text: String) {
    indent()
    if text.isEmpty {
      bytes += "<\(name)/>".utf8
    } else if text.utf8.allSatisfy(Self.isPlain) {
      // LimeSurvey parts all texts off as CDATA; where nothing needs it, that would double the size of the responses.
      bytes += "<\(name)>\(text)</\(name)>".utf8
    } else {
      bytes += "<\(name)><![CDATA[".utf8
      Self.append(text, to: &bytes)
      bytes += "]]></\(name)>".utf8
    }
    newLine()
  }

  /// Writes a table: the names of its fields, then its rows.
  mutating func table(_ name: String, _ fields: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else { return }
    open(name)
    open("fields")
    for field in fields { element("fieldname", plain: field) }
    close("fields")
    open("rows")
    for row in rows {
      open("row")
      for (field, text) in zip(fields, row) { element(field, text) }
      close("row")
    }
    close("rows")
    close(name)
  }

  /// Ends the line in a document that is not indented.
  mutating func line() { if !isIndented { bytes.append(UInt8(ascii: "\n")) } }

  // MARK: Attributes and exact texts

  /// Opens an element with attributes.
  mutating func open(_ name: String, attributes: [(name: String, value: String)]) {
    indent()
    tag(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    newLine()
    depth += 1
  }

  /// Writes an element with attributes and a text that comes back as it is, carriage returns included.
  mutating func element(_ name: String, attributes: [(name: String, value: String)] = [], exact text: String = "") {
    indent()
    tag(name, attributes)
    if text.isEmpty {
      bytes += "/>".utf8
    } else {
      bytes.append(UInt8(ascii: ">"))
      escape(text, inAttribute: false)
      bytes += "</\(name)>".utf8
    }
    newLine()
  }

  private mutating func tag(_ name: String, _ attributes: [(name: String, value: String)]) {
    bytes += "<\(name)".utf8
    for attribute in attributes {
      bytes += " \(attribute.name)=\"".utf8
      escape(attribute.value, inAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  // A parser evens out line ends, and in attributes all white space, so these go as references.
  private mutating func escape(_ text: String, inAttribute: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes += "&amp;".utf8
      case "<": bytes += "&lt;".utf8
      case ">": bytes += "&gt;".utf8
      case "\"" where inAttribute: bytes += "&quot;".utf8
      case "\r": bytes += "&#13;".utf8
      case "\t" where inAttribute: bytes += "&#9;".utf8
      case "\n" where inAttribute: bytes += "&#10;".utf8
      default:
        if Self.isAllowed(scalar) { bytes += String(scalar).utf8 } else { omitted += 1 }
      }
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF) || scalar == "\t" || scalar == "\n"
  }

  // MARK: Lines

  private mutating func indent() {
    if isIndented { bytes += repeatElement(UInt8(ascii: " "), count: depth) }
  }

  private mutating func newLine() { if isIndented { bytes.append(UInt8(ascii: "\n")) } }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "&")
  }

  // What XML 1.0 forbids is left out, and the end of CDATA within a text is parted, both as LimeSurvey does.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    var brackets = 0
    for byte in text.utf8 {
      if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { continue }
      if byte == UInt8(ascii: ">"), brackets >= 2 { bytes.append(UInt8(ascii: " ")) }
      brackets = byte == UInt8(ascii: "]") ? brackets + 1 : 0
      bytes.append(byte)
    }
  }
}
