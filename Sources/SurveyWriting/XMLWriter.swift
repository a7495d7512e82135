/// Writes XML as LimeSurvey does: texts as CDATA where they hold markup signs, empty texts as empty elements.
struct XMLWriter {
  /// What was written so far.
  private(set) var bytes: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
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
