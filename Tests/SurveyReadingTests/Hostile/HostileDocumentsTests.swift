import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading

/// The same attacks on every format in XML: what bounds one reader bounds all.
@Suite struct HostileDocumentsTests {
  /// A format's document around a place where an attack goes, and the files beside it.
  struct Carrier: Sendable, CustomTestStringConvertible {
    var name: String
    /// The document; `PROLOG` and `BODY` are replaced.
    var document: String
    /// The file's name, and what else is read with it.
    var file: String
    var beside: [(name: String, text: String)] = []
    /// The part of a workbook or archive that the document is, where it is one.
    var part: String?
    var testDescription: String { name }

    func sources(prolog: String = "", body: String = "") -> [SourceBytes] {
      let text = document.replacing("PROLOG", with: prolog).replacing("BODY", with: body)
      if let part { return [HostileDocumentsTests.packed(part, text)] }
      return [source(text, name: file)] + beside.map { source($0.text, name: $0.name) }
    }
  }

  static let carriers: [Carrier] = [
    Carrier(
      name: "LimeSurvey responses",
      document:
        "PROLOG<document><LimeSurveyDocType>Responses</LimeSurveyDocType><responses><rows><row><id>1</id>BODY</row>"
        + "</rows></responses></document>", file: "survey.lsr"),
    Carrier(
      name: "LimeSurvey structure",
      document:
        "PROLOG<document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>en</language></languages>"
        + "BODY</document>", file: "survey.lss",
      beside: [
        (
          "survey.lsr",
          "<document><LimeSurveyDocType>Responses</LimeSurveyDocType><responses><rows><row><id>1</id></row></rows>"
            + "</responses></document>"
        )
      ]),
    Carrier(
      name: "Qualtrics XML", document: "PROLOG<Responses><Response><QID1>1</QID1>BODY</Response></Responses>",
      file: "responses.xml"),
    Carrier(
      name: "REDCap ODM",
      document: "PROLOG<ODM><Study><MetaDataVersion>BODY</MetaDataVersion></Study></ODM>", file: "project.xml"),
    Carrier(
      name: "XForm",
      document:
        "PROLOG<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'><h:head><model>"
        + "<instance><h id='h'><a/></h></instance><bind nodeset='/h/a'/></model></h:head><h:body>BODY</h:body></h:html>",
      file: "form.xml", beside: [("a.xml", "<h id='h'><a>1</a><meta><instanceID>uuid:1</instanceID></meta></h>")]),
    Carrier(
      name: "ODK submission",
      document: "PROLOG<h id='h'><meta><instanceID>uuid:1</instanceID></meta><a>1</a>BODY</h>", file: "a.xml"),
    Carrier(
      name: "Triple-S",
      document: "PROLOG<sss version='1.2'><survey><record ident='A'><variable ident='1' type='single'><name>a</name>"
        + "<position start='1'/></variable>BODY</record></survey></sss>", file: "data.sss",
      beside: [("data.asc", "1\n")]),
    Carrier(
      name: "DDI Codebook",
      document: "PROLOG<codeBook><dataDscr><var name='a'/>BODY</dataDscr></codeBook>", file: "codebook.xml",
      beside: [("data.csv", "a,b\n1,2\n")]),
    Carrier(
      name: "EFS XML",
      document: "PROLOG<export><missings numeric='-77'/><variables/><data><row><v_1>1</v_1>BODY</row></data></export>",
      file: "export.xml"),
    Carrier(
      name: "a workbook's list of sheets", document: "PROLOG<workbook><sheets/>BODY</workbook>", file: "book.xlsx",
      part: "xl/workbook.xml"),
    Carrier(
      name: "a workbook's sheet", document: "PROLOG<worksheet><sheetData>BODY</sheetData></worksheet>",
      file: "book.xlsx",
      part: "xl/worksheets/sheet1.xml"),
    Carrier(
      name: "a workbook's texts", document: "PROLOG<sst>BODY</sst>", file: "book.xlsx", part: "xl/sharedStrings.xml"),
    Carrier(
      name: "a workbook's formats", document: "PROLOG<styleSheet>BODY</styleSheet>", file: "book.xlsx",
      part: "xl/styles.xml"),
    Carrier(
      name: "a workbook's list of parts", document: "PROLOG<Relationships>BODY</Relationships>", file: "book.xlsx",
      part: "xl/_rels/workbook.xml.rels"),
  ]

  static let parts: [(name: String, text: String)] = [
    ("xl/workbook.xml", "<workbook xmlns:r='urn:r'><sheets><sheet name='A' r:id='a'/></sheets></workbook>"),
    (
      "xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml'/></Relationships>"
    ),
    (
      "xl/worksheets/sheet1.xml",
      "<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c></row></sheetData></worksheet>"
    ),
    ("xl/sharedStrings.xml", "<sst/>"), ("xl/styles.xml", "<styleSheet/>"),
  ]

  static func packed(_ part: String, _ text: String) -> SourceBytes {
    var zip = ZipWriter()
    for (name, usual) in parts { try? zip.add(name, Array((name == part ? text : usual).utf8)) }
    return SourceBytes(name: "book.xlsx", bytes: zip.bytes)
  }

  /// The name under which a carrier's errors come.
  static func place(_ carrier: Carrier) -> String { carrier.file + (carrier.part.map { ": \($0)" } ?? "") }

  /// Attacks by what stands before the document's first element.
  static let prologs: [(prolog: String, found: String)] = [
    (
      "<!DOCTYPE a [<!ENTITY e \"eeee\"><!ENTITY f \"&e;&e;&e;&e;\">]>",
      ":1: the XML declares the entity 'e'; expected a document without entity declarations, as survey platforms write it"
    ),
    (
      "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
      ":1: the XML declares the external entity 'x', to be fetched from 'file:///etc/passwd'; "
        + "expected a document without entity declarations, as survey platforms write it"
    ),
    (
      "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://198.51.100.7/x.dtd\"> %p;]>",
      ":1: the XML declares the external entity 'p', to be fetched from 'http://198.51.100.7/x.dtd'; "
        + "expected a document without entity declarations, as survey platforms write it"
    ),
    (
      "<!DOCTYPE a [<!ELEMENT a ANY>]>",
      ":1: the XML brings declarations of its own in its DOCTYPE; expected a document without them, "
        + "as survey platforms write it"
    ),
    (
      "<!DOCTYPE a [<!ATTLIST row id CDATA \"1\">]>",
      ":1: the XML brings declarations of its own in its DOCTYPE; expected a document without them, "
        + "as survey platforms write it"
    ),
  ]

  @Test(arguments: carriers, prologs.indices)
  func `declarations in a DOCTYPE are refused by every reader`(carrier: Carrier, attack: Int) {
    let (prolog, found) = Self.prologs[attack]
    let error = error(carrier.sources(prolog: prolog))
    #expect(error?.description.hasPrefix(Self.place(carrier) + found) == true, "\(error?.description ?? "read")")
    #expect(error?.code == .unsafeXML)
    #expect(error?.exitStatus == ExitStatus.data)
  }

  @Test(arguments: carriers) func `elements may not lie ever deeper in one another`(carrier: Carrier) {
    let deep = String(repeating: "<d>", count: 5000) + String(repeating: "</d>", count: 5000)
    let error = error(carrier.sources(body: deep))
    #expect(error?.found.hasPrefix("elements lie more than 256 deep in one another at line 1") == true)
    #expect(error?.expected == "at most 256 levels")
    #expect(error?.place.file == Self.place(carrier))
    #expect(error?.code == .limit)
  }

  @Test(arguments: carriers) func `an element may not have ever more attributes`(carrier: Carrier) {
    let many = "<d " + (0..<5000).map { "a\($0)='1'" }.joined(separator: " ") + "/>"
    let error = error(carrier.sources(body: many))
    #expect(error?.found.hasPrefix("an element with 5000 attributes at line 1") == true, "\(error?.found ?? "read")")
    #expect(error?.expected == "at most 256")
    #expect(error?.code == .limit)
  }

  @Test(arguments: carriers) func `a text may not become ever longer`(carrier: Carrier) {
    let long = "<d>" + String(repeating: "0123456789abcdef", count: (64 << 20) / 16) + "!</d>"
    let error = error(carrier.sources(body: long))
    #expect(error?.found.hasPrefix("one text is longer than 67108864 bytes") == true, "\(error?.found ?? "read")")
    #expect(error?.code == .limit)
  }

  @Test(arguments: carriers) func `a document cut anywhere is read or refused in words`(carrier: Carrier) {
    let whole = carrier.document.replacing("PROLOG", with: "").replacing("BODY", with: "")
    for length in 0..<whole.utf8.count {
      let cut = String(decoding: whole.utf8.prefix(length), as: UTF8.self)
      let files =
        carrier.part.map { [Self.packed($0, cut)] }
        ?? [source(cut, name: carrier.file)] + carrier.beside.map { source($0.text, name: $0.name) }
      guard let error = error(files) else { continue }
      #expect(!error.found.isEmpty && !error.remedy.isEmpty, "after \(length) bytes")
    }
  }

  @Test(arguments: carriers.filter { $0.part == nil })
  func `an archive's file may not lead out of it, whatever it holds`(carrier: Carrier) {
    for outside in ["../" + carrier.file, "/etc/" + carrier.file, "a/../../" + carrier.file, "..\\" + carrier.file] {
      var bytes: [UInt8] = []
      var zip = ZipWriter()
      let inside = String(repeating: "x", count: outside.utf8.count)
      let text = carrier.document.replacing("PROLOG", with: "").replacing("BODY", with: "")
      try? zip.add(inside, Array(text.utf8), method: .stored)
      bytes = zip.bytes.replacing(Array(inside.utf8), with: Array(outside.utf8))
      #expect(
        error([SourceBytes(name: "export.zip", bytes: bytes)])?.description
          == "export.zip: a file whose name leads out of the archive; expected names of files in it\n"
          + "  mend: download or export the file again, or unpack it by hand")
    }
  }

  @Test(arguments: carriers.filter { $0.part == nil })
  func `an archive's file may not unpack to thousands of times its size, whatever it holds`(carrier: Carrier) throws {
    let text = carrier.document.replacing("PROLOG", with: "").replacing("BODY", with: "")
    var zip = ZipWriter()
    // One run of zeros compresses to a thousandth; the directory then claims a tenth of the packed size.
    try zip.add(carrier.file, Array(text.utf8) + [UInt8](repeating: 0x20, count: 40 << 20))
    let archive = try ZipArchive(zip.bytes)
    var limits = ContainerLimits()
    limits.ratio = 100
    let strict = try ZipArchive(zip.bytes, limits: limits)
    let entry = try #require(archive.entries.first)
    let error = #expect(throws: ContainerError.self) { try strict.contents(of: entry) }
    #expect(error?.isLimit == true)
    #expect(error?.expected == "a file that unpacks to at most 100 times its size")
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":["]) func `a questionnaire may not be nested without end`(piece: String) {
    let text =
      "{\"SurveyEntry\":{},\n\"SurveyElements\":" + String(repeating: piece, count: 100_000)
    let responses = source(
      "ResponseId,Q1\nResponse ID,x\n{\"ImportId\":\"_recordId\"},{\"ImportId\":\"QID1\"}\nR_1,2\n")
    for files in [[source(text, name: "survey.qsf"), responses], [responses, source(text, name: "survey.qsf")]] {
      #expect(
        error(files)?.description == "survey.qsf:2: nested more than 256 deep; expected JSON to the end of the file\n"
          + "  mend: export the survey as .qsf again; it may have been cut short")
    }
  }
}
