import SurveyModel
import Testing

@testable import SurveyReading

/// The texts of definitions: languages, modes, markup, and what programs add for themselves.
@Suite struct TripleSTextTests {
  typealias F = TripleSFixtures

  static let variable = """
    <variable ident="1" type="single"><name>Q</name><label>Frequency
      <text mode="interview">How often?</text><text mode="analysis">Often</text>
      <text xml:lang="da-DK">Hvor tit?</text><text xml:lang="fr">Souvent ?</text></label><position start="1"/>
    <values><value code="1">Oui<text xml:lang="fr">Oui</text></value></values></variable>
    """

  @Test(
    arguments: [
      (nil, "", "Often"), (nil, "xml:lang=\"en\"", "Often"), ("en", "xml:lang=\"en\"", "Often"),
      ("da", "languages=\"en da-DK\"", "Hvor tit?"), ("FR-fr", "", "Souvent ?"), (nil, "xml:lang=\"fr\"", "Souvent ?"),
    ] as [(String?, String, String)])
  func `a text is chosen by language, then by mode`(language: String?, root: String, label: String) throws {
    // What names no language is in the definition's own, here French where the root says so.
    let expected = root == "xml:lang=\"fr\"" ? "Often" : label
    let read = try tripleS(
      F.definition(Self.variable, version: "3.0", root: root), "1\n", options: ReadingOptions(language: language))
    #expect(try read.column("Q").variable.label == expected)
    #expect(try read.column("Q").variable.labels.map(\.label) == ["Oui"])
    #expect(read.problems == [])
  }

  @Test func `a language that is not there is told`() throws {
    let read = try tripleS(
      F.definition(Self.variable, version: "3.0", root: "xml:lang=\"en\""), "1\n",
      options: ReadingOptions(language: "de"))
    #expect(
      read.problems.map(\.line) == [
        "data.sss: warning: found no texts in the language 'de', expected one of en, da-DK, fr; the texts that are "
          + "there are read"
      ])
  }

  @Test func `markup is taken out, references are resolved, additions are passed over`() throws {
    let definition = F.definition(
      """
      <variable ident="1" type="single" format="literal" gmi:kind="x"><name>Q</name>
      <label>Is &lt;b&gt;Tom&lt;/b&gt; &amp;<br/>Jerry &lt; 3?</label><position start="1" finish="3"/>
      <values><value code="R&amp;D" gmi:more="&amp;amp;">Research &amp; development</value></values></variable>
      """, root: "xmlns:gmi=\"urn:gmi\"", record: "href=\"a&amp;b.asc\" gmi:data-file-encoding=\"windows-1252\"")
    let read = try tripleS(definition, "R&D\n")
    #expect(try read.column("Q").variable.label == "Is Tom & Jerry < 3?")
    #expect(try answers(read, "Q") == ["Research & development"])
    #expect(read.provenance.encoding == "windows-1252")
    #expect(read.problems == [])
    #expect(try TripleSDefinition.read(source(definition), language: nil).href == "a&b.asc")
  }

  @Test func `a document type without declarations passes, one with entities is refused`() throws {
    let variable = F.variable("character", "Q", 1, 3)
    let named = "<!DOCTYPE sss PUBLIC \"-//triple-s//DTD Survey Interchange v1.1//EN\" \"sss_v11.dtd\">"
    #expect(try tripleS(F.definition(variable, version: "1.1", before: named), "abc\n").count == 1)
    let entity = "<!DOCTYPE sss [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
    #expect(
      error([source(F.definition(variable, before: entity), name: "data.sss"), source("abc\n", name: "data.asc")])?
        .description == """
          data.sss:1: the XML declares the external entity 'a', to be fetched from 'file:///etc/hostname'; expected a \
          document without entity declarations, as survey platforms write it
            mend: such a file can hang a program or read other files; take the DOCTYPE out if you trust the sender
          """)
  }

  @Test func `a definition in UTF-16 with data in UTF-16 is read`() throws {
    let definition = F.definition(
      F.variable("character", "Q", 1, 5) + F.variable("single", "S", 6, F.values("1=été")),
      before: "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n")
    func wide(_ text: String) -> [UInt8] {
      [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
    let read = try SurveyReader.read(sources: [
      SourceBytes(name: "data.asc", bytes: wide("Noël 1\r\nÇa   1\r\n")),
      SourceBytes(name: "data.sss", bytes: wide(definition)),
    ])
    #expect(try answers(read, "Q") == ["Noël", "Ça"])
    #expect(try answers(read, "S") == ["été", "été"])
    #expect(read.provenance.encoding == "utf-16le")
    #expect(read.provenance.files.map(\.name) == ["data.asc", "data.sss"])
  }
}
