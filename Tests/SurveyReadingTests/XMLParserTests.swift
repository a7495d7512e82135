import SurveyModel
import Testing

@testable import SurveyReading

/// Writes events down as text, so that documents can be compared.
struct EventLog: XMLHandler {
  static var wantsAttributes: Bool { true }
  var names: [XMLName] = []
  var lines: [String] = []
  var pending: [UInt8] = []

  mutating func define(_ name: XMLName, number: Int) { names.append(name) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) {
    flush()
    let list = attributes.map { " \($0.name.local)=\($0.value)" }.joined()
    lines.append("<\(names[number].local)\(list)>")
  }

  mutating func text(_ bytes: Span<UInt8>) { pending.append(bytes) }

  mutating func end(_ number: Int) {
    flush()
    lines.append("</\(names[number].local)>")
  }

  mutating func flush() {
    if !pending.isEmpty { lines.append(String(decoding: pending, as: UTF8.self)) }
    pending = []
  }
}

func events(_ bytes: [UInt8], chunk: Int = 1 << 16, limits: XMLLimits = XMLLimits()) throws(ReadingError) -> [String] {
  try XMLPushParser.read(bytes, file: "survey.xml", into: EventLog(), limits: limits, chunk: chunk).lines
}

/// The error of a document that must be refused, as a user sees it.
func refusal(_ bytes: [UInt8], chunk: Int = 1 << 16, limits: XMLLimits = XMLLimits()) throws -> String {
  let error = #expect(throws: ReadingError.self) { try events(bytes, chunk: chunk, limits: limits) }
  return try #require(error).description
}

func refusal(_ text: String, chunk: Int = 1 << 16, limits: XMLLimits = XMLLimits()) throws -> String {
  try refusal(Array(text.utf8), chunk: chunk, limits: limits)
}

@Suite struct `XML parser` {
  @Test func `events come in order with attributes, text and CDATA`() throws {
    let text = "<?xml version=\"1.0\"?><a x='1' y='&lt;2'>one<b/><![CDATA[<&]]> &amp; two</a>"
    #expect(try events(Array(text.utf8)) == ["<a x=1 y=<2>", "one", "<b>", "</b>", "<& & two", "</a>"])
  }

  @Test func `lines end with a line feed, in CDATA too, unless a reference says otherwise`() throws {
    let text = "<a>1\r\n2\r3&#13;\n4<![CDATA[5\r\n6\r7\r\r\n8\n\r]]>\r\n<b><![CDATA[\r\n]]></b></a>"
    let lines = ["<a>", "1\n2\n3\r\n45\n6\n7\n\n8\n\n\n", "<b>", "\n", "</b>", "</a>"]
    for chunk in 1...40 {
      #expect(try events(Array(text.utf8), chunk: chunk).map { Array($0.utf8) } == lines.map { Array($0.utf8) })
    }
  }

  @Test(arguments: [
    ("R&amp;D", "R&D"), ("&#38;", "&"), ("&#x26;&amp;", "&&"), ("&amp;amp;", "&amp;"), ("&amp;#38;", "&#38;"),
    ("&lt;&gt;&quot;&#233;", "<>\"é"),
  ]) func `references in attributes are resolved once`(written: String, read: String) throws {
    #expect(try events(Array("<a k='\(written)'/>".utf8)) == ["<a k=\(read)>", "</a>"])
  }

  @Test(arguments: [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>\n <b k=\"v\">æ\u{1F600}é</b><![CDATA[x ]] y\r\nz]]><c/>&#233;</a>\n",
    "\u{FEFF}<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>",
  ]) func `every chunk size gives the same events`(text: String) throws {
    let bytes = Array(text.utf8)
    let whole = try events(bytes)
    for chunk in 1...bytes.count { #expect(try events(bytes, chunk: chunk) == whole, "chunks of \(chunk)") }
  }

  @Test func `UTF-16 is decoded by its mark in either order, whatever the declaration says`() throws {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>før</a>"
    let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for chunk in [1, 2, 3, 5, 7, 64, 1000] {
      #expect(try events(little, chunk: chunk) == ["<a>", "før", "</a>"])
      #expect(try events(big, chunk: chunk) == ["<a>", "før", "</a>"])
    }
  }

  @Test func `a declared single-byte encoding is decoded in chunks of any size`() throws {
    var bytes = Array("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>f".utf8)
    bytes += [0xF8, 0x72, 0x80] + Array("</a>".utf8)
    for chunk in 1...bytes.count { #expect(try events(bytes, chunk: chunk) == ["<a>", "før€", "</a>"]) }
  }

  @Test func `a byte order mark overrules the declaration`() throws {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>".utf8)
    #expect(try events(bytes) == ["<a>", "é", "</a>"])
  }

  @Test func `a DOCTYPE without declarations passes and is not fetched`() throws {
    let text = "<!DOCTYPE a SYSTEM \"http://198.51.100.7/a.dtd\"><a/>"
    #expect(try events(Array(text.utf8)) == ["<a>", "</a>"])
  }

  @Test func `namespaces are told with the name`() throws {
    let text = "<a xmlns='urn:one' xmlns:p='urn:two'><p:a/></a>"
    let log = try XMLPushParser.read(Array(text.utf8), file: "survey.xml", into: EventLog())
    #expect(log.names == [XMLName(local: "a", namespace: "urn:one"), XMLName(local: "a", namespace: "urn:two")])
  }

  @Test func `many parsers at once on many threads agree`() async throws {
    let text = "<a>" + String(repeating: "<b>x</b>", count: 500) + "</a>"
    let bytes = Array(text.utf8)
    let whole = try events(bytes)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for chunk in 1...16 { group.addTask { try events(bytes, chunk: chunk * 7) == whole } }
      for try await same in group { #expect(same) }
    }
  }
}

/// Documents long enough to be played in a thread of their own.
@Suite struct `Long XML documents` {
  static let records = 60_000
  static let text: String = {
    var text = "<a>"
    for number in 0..<records { text += "<r k='\(number % 9)'><b>x\(number)</b><c/>æ&amp;</r>" }
    return text + "</a>"
  }()

  @Test func `two threads give the events that one gives`() throws {
    let source = SourceBytes(name: "survey.xml", bytes: Array(Self.text.utf8))
    let one = try XMLPushParser.read(source, into: EventLog(), threads: 1).lines
    #expect(one.count > 6 * Self.records)
    for chunk in [5_000, 1 << 19] {
      #expect(try XMLPushParser.read(source, into: EventLog(), chunk: chunk, threads: 2).lines == one)
    }
  }

  @Test func `a broken document ends with the error that one thread gives`() throws {
    let broken = Array(Self.text.dropLast(20_000).utf8) + Array("<d></e>".utf8)
    func message(_ threads: Int) throws -> String {
      let source = SourceBytes(name: "survey.xml", bytes: broken)
      let error = #expect(throws: ReadingError.self) {
        try XMLPushParser.read(source, into: EventLog(), threads: threads)
      }
      return try #require(error).description
    }
    #expect(try message(2) == message(1))
  }

  struct Stubborn: XMLHandler {
    var records = 0
    mutating func define(_ name: XMLName, number: Int) {}
    mutating func start(_ number: Int, attributes: [XMLAttribute]) throws(ReadingError) {
      if number == 1 { records += 1 }
      if records == 500 {
        throw ReadingError(.malformed, place: Place(row: records), found: "the handler", expected: "", remedy: "")
      }
    }
    mutating func text(_ bytes: Span<UInt8>) {}
    mutating func end(_ number: Int) {}
  }

  @Test func `what the handler refuses stands before what breaks after it`() throws {
    let source = SourceBytes(name: "survey.xml", bytes: Array(Self.text.utf8) + Array("<broken".utf8))
    let error = #expect(throws: ReadingError.self) {
      try XMLPushParser.read(source, into: Stubborn(), threads: 2)
    }
    #expect(error?.place.row == 500)
  }
}
