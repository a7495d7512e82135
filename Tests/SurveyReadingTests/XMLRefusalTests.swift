import SurveyModel
import Testing

@testable import SurveyReading

@Suite struct `XML refusals` {
  @Test func `an entity bomb is refused at its first declaration`() throws {
    var text = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n"
    for level in 1...9 {
      let inner = String(repeating: "&lol\(level == 1 ? "" : String(level - 1));", count: 10)
      text += "<!ENTITY lol\(level) \"\(inner)\">\n"
    }
    text += "]>\n<lolz>&lol9;</lolz>"
    for chunk in [1, 16, 1 << 16] {
      #expect(
        try refusal(text, chunk: chunk) == """
          survey.xml:3: the XML declares the entity 'lol'; expected a document without entity declarations, as survey \
          platforms write it
            mend: such a file can hang a program or read other files; take the DOCTYPE out if you trust the sender
          """)
    }
  }

  @Test func `an external entity is refused with what it would have fetched`() throws {
    let text = "<!DOCTYPE a [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]><a>&xxe;</a>"
    for chunk in [1, 16, 1 << 16] {
      #expect(
        try refusal(text, chunk: chunk) == """
          survey.xml:1: the XML declares the external entity 'xxe', to be fetched from 'file:///etc/passwd'; expected a \
          document without entity declarations, as survey platforms write it
            mend: such a file can hang a program or read other files; take the DOCTYPE out if you trust the sender
          """)
    }
  }

  @Test func `a parameter entity is refused`() throws {
    let text = "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://198.51.100.7/x.dtd\"> %p;]><a/>"
    for chunk in [1, 16, 1 << 16] {
      #expect(
        try refusal(text, chunk: chunk) == """
          survey.xml:1: the XML declares the external entity 'p', to be fetched from 'http://198.51.100.7/x.dtd'; \
          expected a document without entity declarations, as survey platforms write it
            mend: such a file can hang a program or read other files; take the DOCTYPE out if you trust the sender
          """)
    }
  }

  @Test(arguments: [
    "<!DOCTYPE a [<!ELEMENT a ANY>]><a/>", "<!DOCTYPE a [<!ATTLIST a b CDATA \"c\">]><a/>",
    "<!DOCTYPE a [<!NOTATION n SYSTEM \"x\">]><a/>", "<!DOCTYPE a [%p;]><a/>",
  ]) func `a DOCTYPE with declarations of its own is refused`(text: String) throws {
    for chunk in [1, 16, 1 << 16] {
      #expect(
        try refusal(text, chunk: chunk) == """
          survey.xml:1: the XML brings declarations of its own in its DOCTYPE; expected a document without them, as \
          survey platforms write it
            mend: take the part in [ ] out of the DOCTYPE if you trust the sender
          """)
    }
  }

  @Test func `a file that is cut off names what is still open`() throws {
    #expect(
      try refusal("<document><rows><row><id>1</id>") == """
        survey.xml:1: the XML ends at line 1, column 32, inside <document><rows><row>; expected </row>
          mend: the file was cut off, as by an interrupted download or a full disk: export it again
        """)
    #expect(
      try refusal("<document><rows><row><id>1</i") == """
        survey.xml:1: the XML ends at line 1, column 30, inside <document><rows><row><id>; expected </id>
          mend: the file was cut off, as by an interrupted download or a full disk: export it again
        """)
    #expect(
      try refusal("<document><rows><row><id><![CDATA[1") == """
        survey.xml:1: the XML ends at line 1, column 35, inside <document><rows><row><id>; expected </id>
          mend: the file was cut off, as by an interrupted download or a full disk: export it again
        """)
    #expect(
      try refusal("<?xml version=\"1.0\"?>") == """
        survey.xml:1: the XML ends at line 1, column 22, before its first element is complete; expected an element
          mend: the file was cut off, as by an interrupted download or a full disk: export it again
        """)
    #expect(
      try refusal("<docu") == """
        survey.xml:1: the XML ends at line 1, column 6, inside <docu>; expected </docu>
          mend: the file was cut off, as by an interrupted download or a full disk: export it again
        """)
  }

  @Test func `every way to cut a document short is refused`() throws {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"c\"><!-- d --><e><![CDATA[æ]]></e>&#65;</a>"
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count {
      #expect(throws: ReadingError.self, "\(length) bytes") { try events(Array(bytes.prefix(length)), chunk: 3) }
    }
  }

  @Test func `tags that do not match are told with line and column`() throws {
    #expect(
      try refusal("<document>\n <row>\n  <id>1</row>\n</document>") == """
        survey.xml:3: the XML breaks at line 3, column 14: opening and ending tag mismatch: id line 3 and row; \
        expected well-formed XML
          mend: export the file again, and do not save it from an editor or a spreadsheet
        """)
  }

  @Test func `more after the end, a bare ampersand, an unknown entity, no XML at all`() throws {
    #expect(
      try refusal("<a/><b/>") == """
        survey.xml:1: the XML breaks at line 1, column 5: there is more after the last closing tag; expected one \
        document in the file
          mend: export the file again, and do not save it from an editor or a spreadsheet
        """)
    #expect(
      try refusal("<a>fish & chips</a>") == """
        survey.xml:1: the XML breaks at line 1, column 10: an '&' that begins no entity; expected &amp;
          mend: write &amp; in its place, or export the file again
        """)
    #expect(
      try refusal("<a>&nbsp;</a>") == """
        survey.xml:1: the XML breaks at line 1, column 10: entity 'nbsp' not defined; expected the entities of XML \
        itself: &amp; &lt; &gt; &quot; &apos;
          mend: write the character itself in place of the entity, or export the file again
        """)
    #expect(
      try refusal("id,answer\n1,2\n") == """
        survey.xml:1: the XML breaks at line 1, column 1: a start tag was looked for and '<' not found; expected an \
        XML document
          mend: check that this is the XML export
        """)
    #expect(
      try refusal("<a>\u{1}</a>") == """
        survey.xml:1: the XML breaks at line 1, column 4: a character that XML does not allow (number 1); expected \
        text
          mend: export the file again, or take the character out
        """)
    #expect(
      try refusal("<a>&#0;</a>") == """
        survey.xml:1: the XML breaks at line 1, column 8: a character that XML does not allow (number 0); expected \
        text
          mend: export the file again, or take the character out
        """)
  }

  @Test func `an empty file is refused`() throws {
    #expect(
      try refusal("") == """
        survey.xml: the file is empty; expected an XML document
          mend: export it again; a download may have been interrupted
        """)
  }

  @Test func `a NUL byte is refused with its line`() throws {
    #expect(
      try refusal("<a>\n\u{0}</a>") == """
        survey.xml:2: a NUL byte; expected text
          mend: the file is damaged or not text: export it again
        """)
  }

  @Test func `bytes that are not of the declared encoding are refused`() throws {
    let bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>f".utf8) + [0xF8, 0x72] + Array("</a>".utf8)
    for chunk in [1, 16, 1 << 16] {
      #expect(
        try refusal(bytes, chunk: chunk) == """
          survey.xml:2: the XML breaks at line 2, column 5: the bytes are not text in the encoding that the file \
          declares; expected UTF-8, or the encoding of the first line
            mend: name the real encoding in the first line, as in <?xml version="1.0" encoding="windows-1252"?>
          """)
    }
    #expect(
      try refusal("<?xml version=\"1.0\" encoding=\"klingon\"?><a/>") == """
        survey.xml:1: the XML breaks at line 1, column 39: unsupported encoding klingon; expected an encoding that is \
        known, such as UTF-8
          mend: save the file as UTF-8 and let its first line be <?xml version="1.0" encoding="UTF-8"?>
        """)
  }

  @Test func `depth, length and attributes have limits`() throws {
    let deep = String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300)
    #expect(
      try refusal(deep) == """
        survey.xml:1: elements lie more than 256 deep in one another at line 1, column 771; expected at most 256 \
        levels
          mend: no survey platform writes such a file: check where it comes from
        """)
    let long = "<a>" + String(repeating: "x", count: 5000) + "</a>"
    #expect(
      try refusal(long, limits: XMLLimits(text: 4096)) == """
        survey.xml:1: one text is longer than 4096 bytes at line 1, column 5004; expected at most 4096 bytes between \
        two tags
          mend: take the text out of the file, or split it
        """)
    let many = "<a " + (0..<300).map { "a\($0)='1'" }.joined(separator: " ") + "/>"
    #expect(
      try refusal(many) == """
        survey.xml:1: an element with 300 attributes at line 1, column 2593; expected at most 256
          mend: no survey platform writes such a file: check where it comes from
        """)
  }

  @Test func `a text at the limit passes`() throws {
    let text = "<a>" + String(repeating: "x", count: 4096) + "</a>"
    #expect(try events(Array(text.utf8), limits: XMLLimits(text: 4096)).count == 3)
  }

  @Test func `damaged documents are read or refused, never worse`() {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE d SYSTEM \"d.dtd\""
    let words = String(repeating: "words ", count: 60)
    let body = "><d a=\"1\" b='&lt;'><!-- c --><e>\u{E6}&#233;\(words)</e><![CDATA[<&]]><?p i?><f xmlns=\"urn:f\"/></d>"
    let whole = Array((head + body).utf8)
    let unsafe = Array((head + " [<!ENTITY e \"x\">]" + body).utf8)
    let spare = Array("<>&;\"'[]!/\u{0}\u{80}x ".utf8)
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var read = 0
    var refused = 0
    for round in 0..<4000 {
      var bytes = round % 2 == 0 ? whole : unsafe
      for _ in 0...next(3) { bytes[next(bytes.count)] = spare[next(spare.count)] }
      if next(4) == 0 { bytes.removeLast(next(bytes.count)) }
      do {
        _ = try events(bytes, chunk: 1 + next(40))
        read += 1
      } catch {
        refused += 1
      }
    }
    #expect(read > 100 && refused > 2000)
  }
}
