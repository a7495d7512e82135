internal import SurveyModel

extension ReadingError.Code {
  /// The file ends before it is complete.
  public static let truncated = Self(name: "reading.truncated")
  /// The XML declares entities or brings declarations of its own.
  public static let unsafeXML = Self(name: "reading.unsafe-xml")
}

/// Where a document stopped being acceptable.
struct XMLPosition: Sendable, Hashable {
  var line: Int
  var column: Int

  var words: String { "line \(line), column \(column)" }
}

/// The refusals of the XML layer, in words.
struct XMLRefusal {
  var file: String

  /// libxml2's numbers for what it finds wrong, as far as they need other words or another remedy than its own.
  private enum LibXMLCode {
    static let invalidCharacterReference: Int32 = 8
    static let invalidCharacter: Int32 = 9
    static let undeclaredEntity: Int32 = 26
    static let unknownEncoding: Int32 = 31
    static let unsupportedEncoding: Int32 = 32
    static let nameRequired: Int32 = 68
    static let invalidEncoding: Int32 = 81
    static let conversion: Int32 = 6003
  }

  /// libxml2's number for a document whose first element is not there.
  static let documentEmpty: Int32 = 4
  /// libxml2's number for bytes that are not of the encoding.
  static let undecodable = LibXMLCode.conversion
  /// libxml2's number for a document that ends too early, or not where its first element ends.
  static let documentEnd: Int32 = 5

  func empty() -> ReadingError {
    ReadingError(
      .empty, place: Place(file: file), found: "the file is empty", expected: "an XML document",
      remedy: "export it again; a download may have been interrupted")
  }

  func truncated(at position: XMLPosition, open: [String]) -> ReadingError {
    let found =
      open.isEmpty
      ? "the XML ends at \(position.words), before its first element is complete"
      : "the XML ends at \(position.words), inside \(open.map { "<\($0)>" }.joined())"
    return ReadingError(
      .truncated, place: Place(file: file, row: position.line), found: found,
      expected: open.last.map { "</\($0)>" } ?? "an element",
      remedy: "the file was cut off, as by an interrupted download or a full disk: export it again")
  }

  func malformed(code: Int32, message: String, at position: XMLPosition) -> ReadingError {
    let (words, expected, remedy) = Self.explain(code: code, message: message)
    return ReadingError(
      .malformed, place: Place(file: file, row: position.line),
      found: "the XML breaks at \(position.words): \(words)", expected: expected, remedy: remedy)
  }

  private static func explain(code: Int32, message: String) -> (words: String, expected: String, remedy: String) {
    let exportAgain = "export the file again, and do not save it from an editor or a spreadsheet"
    // In the middle of a text libxml2 calls bytes that it cannot decode an error in element content.
    if message.hasPrefix("Input is not proper UTF-8") || message.contains("error in element content") {
      return explain(code: LibXMLCode.invalidEncoding, message: "")
    }
    switch code {
    case documentEmpty:
      return ("a start tag was looked for and '<' not found", "an XML document", "check that this is the XML export")
    case documentEnd:
      return ("there is more after the last closing tag", "one document in the file", exportAgain)
    case LibXMLCode.invalidCharacter, LibXMLCode.invalidCharacterReference:
      let number = message.split { !$0.isNumber }.last.map { " (number \($0))" } ?? ""
      return (
        "a character that XML does not allow\(number)", "text", "export the file again, or take the character out"
      )
    case LibXMLCode.nameRequired where message.contains("EntityRef"):
      return ("an '&' that begins no entity", "&amp;", "write &amp; in its place, or export the file again")
    case LibXMLCode.undeclaredEntity:
      return (
        plain(message), "the entities of XML itself: &amp; &lt; &gt; &quot; &apos;",
        "write the character itself in place of the entity, or export the file again"
      )
    case LibXMLCode.unknownEncoding, LibXMLCode.unsupportedEncoding:
      return (
        plain(message), "an encoding that is known, such as UTF-8",
        "save the file as UTF-8 and let its first line be <?xml version=\"1.0\" encoding=\"UTF-8\"?>"
      )
    case LibXMLCode.invalidEncoding, LibXMLCode.conversion:
      return (
        "the bytes are not text in the encoding that the file declares", "UTF-8, or the encoding of the first line",
        "name the real encoding in the first line, as in <?xml version=\"1.0\" encoding=\"windows-1252\"?>"
      )
    default:
      return (plain(message), "well-formed XML", exportAgain)
    }
  }

  /// The parser's message as the middle of a sentence: its first line, without stop.
  private static func plain(_ message: String) -> String {
    var text = String(message.prefix { !$0.isNewline })
    while let last = text.last, last == "." || last == " " || last == "!" { text.removeLast() }
    if text.hasPrefix("xml"), let colon = text.firstIndex(of: ":") {
      // "xmlParseEntityRef: no name": the function's name helps nobody.
      text = String(text[text.index(after: colon)...].drop { $0 == " " })
    }
    guard let first = text.first, first.isUppercase, text.dropFirst().first?.isLowercase == true else { return text }
    return first.lowercased() + text.dropFirst()
  }

  func nulByte(line: Int) -> ReadingError {
    ReadingError(
      .malformed, place: Place(file: file, row: line), found: "a NUL byte", expected: "text",
      remedy: "the file is damaged or not text: export it again")
  }

  func entity(_ name: String, system: String?, at position: XMLPosition) -> ReadingError {
    let found =
      system.map { "the XML declares the external entity '\(name)', to be fetched from '\($0)'" }
      ?? "the XML declares the entity '\(name)'"
    return ReadingError(
      .unsafeXML, place: Place(file: file, row: position.line), found: found,
      expected: "a document without entity declarations, as survey platforms write it",
      remedy: "such a file can hang a program or read other files; take the DOCTYPE out if you trust the sender")
  }

  func internalSubset(at position: XMLPosition) -> ReadingError {
    ReadingError(
      .unsafeXML, place: Place(file: file, row: position.line),
      found: "the XML brings declarations of its own in its DOCTYPE",
      expected: "a document without them, as survey platforms write it",
      remedy: "take the part in [ ] out of the DOCTYPE if you trust the sender")
  }

  func tooDeep(_ limit: Int, at position: XMLPosition) -> ReadingError {
    ReadingError(
      .limit, place: Place(file: file, row: position.line),
      found: "elements lie more than \(limit) deep in one another at \(position.words)",
      expected: "at most \(limit) levels", remedy: "no survey platform writes such a file: check where it comes from")
  }

  func tooLong(_ limit: Int, at position: XMLPosition) -> ReadingError {
    ReadingError(
      .limit, place: Place(file: file, row: position.line),
      found: "one text is longer than \(limit) bytes at \(position.words)",
      expected: "at most \(limit) bytes between two tags", remedy: "take the text out of the file, or split it")
  }

  func tooManyAttributes(_ count: Int, limit: Int, at position: XMLPosition) -> ReadingError {
    ReadingError(
      .limit, place: Place(file: file, row: position.line),
      found: "an element with \(count) attributes at \(position.words)", expected: "at most \(limit)",
      remedy: "no survey platform writes such a file: check where it comes from")
  }

  func cancelled() -> ReadingError {
    ReadingError(
      .cancelled, place: Place(file: file), found: "the reading was stopped", expected: "", remedy: "")
  }

  func noMemory() -> ReadingError {
    ReadingError(
      .limit, place: Place(file: file), found: "no memory for reading XML", expected: "some free memory",
      remedy: "close other programs and try again")
  }
}
