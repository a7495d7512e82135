import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading

/// Archives of stored files, as small as the format allows.
struct StoredZip {
  private var files: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  private static func little(_ number: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func sum(_ bytes: [UInt8]) -> Int {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return Int(~sum)
  }

  init(_ contents: [(String, String)]) {
    for (name, text) in contents {
      let bytes = Array(text.utf8)
      let sizes =
        Self.little(Self.sum(bytes), 4) + Self.little(bytes.count, 4) + Self.little(bytes.count, 4)
        + Self.little(name.utf8.count, 2) + Self.little(0, 2)
      let offset = files.count
      files += [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0] + sizes + Array(name.utf8) + bytes
      directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0] + sizes + Self.little(0, 10)
      directory += Self.little(offset, 4) + Array(name.utf8)
      count += 1
    }
  }

  var bytes: [UInt8] {
    files + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + Self.little(count, 2) + Self.little(count, 2)
      + Self.little(directory.count, 4) + Self.little(files.count, 4) + [0, 0]
  }
}

@Suite struct ArchiveTests {
  static func zip(_ contents: [(String, String)], name: String = "export.zip") -> SourceBytes {
    SourceBytes(name: name, bytes: StoredZip(contents).bytes)
  }

  @Test func `an export in an archive is read as if it were unpacked`() throws {
    let text = "Q1,Q2\n1,yes\n2,no\n"
    let survey = try SurveyReader.read(sources: [Self.zip([("folder/data.csv", text), ("__MACOSX/._data.csv", "x")])])
    #expect(survey.count == 2)
    #expect(survey.provenance.format == "csv")
    #expect(survey.provenance.guesses.first == "'folder/data.csv', unpacked from export.zip")
  }

  @Test func `an export with its structure in one archive is read with it`() throws {
    let survey = try SurveyReader.read(sources: [
      Self.zip([("data.csv", "a\n1\n2\n"), ("codebook.csv", "variable,label,kind,code\na,Age group,categorical,\n")])
    ])
    #expect(survey.codebook.variables[0].label == "Age group")
  }

  @Test func `an archive of many files is refused with their names`() {
    let message = error([Self.zip([("a.csv", "x\n1\n"), ("b.csv", "x\n1\n"), ("c.csv", "x\n1\n")])])?.description
    #expect(
      message
        == "export.zip: an archive of 3 files: a.csv, b.csv, c.csv; "
        + "expected an export, or an export with its structure file\n"
        + "  mend: unpack it and name the files that belong together")
  }

  @Test func `a damaged archive says so`() {
    let bytes = StoredZip([("a.csv", "x\n1\n")]).bytes
    #expect(
      error([SourceBytes(name: "export.zip", bytes: Array(bytes.prefix(30)))])?.description
        == "export.zip: an archive without its directory, which stands at the end; expected a whole archive\n"
        + "  mend: download or export the file again, or unpack it by hand")
  }

  @Test func `two exports in an archive are refused with their names`() {
    #expect(
      error([Self.zip([("a.csv", "x\n1\n"), ("b.csv", "x\n1\n")])])?.description
        == "export.zip: an archive of 2 files: a.csv, b.csv; expected an export, or an export with its structure file\n"
        + "  mend: unpack it and name the files that belong together")
  }

  @Test func `what is no table is left out of an archive with a note`() throws {
    let survey = try SurveyReader.read(sources: [
      Self.zip([
        ("README.txt", "Read me."), ("data.csv", "Q1,Q2\n1,yes\n2,no\n"), ("photo.JPG", "x"),
        ("x.bin", "\0\0\0\0\u{1}"),
      ])
    ])
    #expect(survey.count == 2)
    #expect(
      survey.problems.map(\.line) == [
        "export.zip: note: found 2 more files in it: README.txt, photo.JPG, "
          + "expected an export, or an export with its structure file; they are no tables and are left out",
        "export.zip: note: found 1 more file in it: x.bin, expected an export, or an export with its structure file; "
          + "what cannot be read is left out",
      ])
    #expect(
      error([Self.zip([("photo.jpg", "x"), ("README.md", "y")])])?.description
        == "export.zip: an archive with nothing that could be an export: photo.jpg, README.md; "
        + "expected an export, or an export with its structure file\n  mend: name the export itself")
  }

  @Test func `gzip's files are read under their own name`() throws {
    // "a,b\n1,2\n" as gzip writes it.
    let stream: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 0xFF, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31, 0xE2, 2, 0, 0x7B, 7, 0x97, 0x0A,
      8, 0, 0, 0,
    ]
    let survey = try SurveyReader.read(sources: [SourceBytes(name: "data.csv.gz", bytes: stream)])
    #expect(survey.provenance.files.map(\.name) == ["data.csv"])
    #expect(survey.provenance.guesses.first == "unpacked from data.csv.gz")
    var zip = ZipWriter()
    try zip.add("data.csv.gz", stream)
    #expect(try SurveyReader.read(sources: [SourceBytes(name: "a.zip", bytes: zip.bytes)]).count == 1)
    #expect(
      error([SourceBytes(name: "data.csv.gz", bytes: stream + [1, 2])])?.description
        == "data.csv.gz: 2 bytes after the end of the compressed file; expected gzip's streams and nothing else\n"
        + "  mend: download or export the file again, or unpack it by hand")
  }

  @Test func `a workbook in an archive is read, an archive in an archive is not`() throws {
    let book = KoboFixtures.workbook([("Answers", [["Q1", "Q2"], ["1", "yes"], ["2", "no"]])])
    var zip = ZipWriter()
    try zip.add("answers.xlsx", book.bytes)
    let survey = try SurveyReader.read(sources: [SourceBytes(name: "a.zip", bytes: zip.bytes)])
    #expect(survey.count == 2)
    #expect(survey.provenance.format == "xlsx")
    var outer = ZipWriter()
    try outer.add("inner.zip", StoredZip([("data.csv", "a\n1\n")]).bytes)
    #expect(
      error([SourceBytes(name: "a.zip", bytes: outer.bytes)])?.description
        == "a.zip: inner.zip: an archive inside an archive; expected an export, or an export with its structure file\n"
        + "  mend: unpack it by hand and name the export that it holds")
  }

  @Test func `what other office programs write is told apart`() {
    #expect(
      error([Self.zip([("word/document.xml", "<w/>")], name: "a.docx")])?.description
        == "a.docx: a document of an office program that is no Excel workbook; expected an export of a survey platform\n"
        + "  mend: save the table as .xlsx or as CSV")
    let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
    #expect(
      error([SourceBytes(name: "a.xls", bytes: old)])?.description
        == "a.xls: an old Excel workbook (.xls), or one with a password; expected an .xlsx workbook without a password\n"
        + "  mend: save it as .xlsx, or export the data as CSV")
  }

  @Test func `bombs are refused with what to do`() throws {
    var zip = ZipWriter()
    try zip.add("data.csv", [UInt8](repeating: 0x41, count: 4 << 20))
    let bytes = zip.bytes
    // The directory says that the file is as large as it is; a ratio beyond DEFLATE's own is a lie about the size.
    var lie = bytes
    let place = try #require((0..<(lie.count - 4)).last { lie[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    for (index, byte) in [0x10, 0, 0, 0].enumerated() { lie[place + 24 + index] = UInt8(byte) }
    #expect(
      error([SourceBytes(name: "bomb.zip", bytes: lie)])?.description
        == "bomb.zip: 'data.csv', whose size is not what the archive says; expected an undamaged file\n"
        + "  mend: download or export the file again, or unpack it by hand")
    for (index, byte) in [0xFF, 0xFF, 0xFF, 0xFE].enumerated() { lie[place + 24 + index] = UInt8(byte) }
    #expect(
      error([SourceBytes(name: "bomb.zip", bytes: lie)])?.description
        == "bomb.zip: 'data.csv', whose size is not what the archive says; expected an undamaged file\n"
        + "  mend: download or export the file again, or unpack it by hand")
  }

  // MARK: Workbooks

  static let strings =
    "<sst><si><t>Name of it</t></si><si><r><t>rich </t></r><r><t>text</t></r></si><si><t>yes</t></si></sst>"
  static let styles = """
    <styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>\
    <numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts>\
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs>\
    </styleSheet>
    """

  static func workbook(_ rows: String, book: String = "", name: String = "export.xlsx") -> SourceBytes {
    let sheets =
      "<workbook xmlns:r='urn:r'>\(book)<sheets><sheet name='Read me' r:id='rId9'/>"
      + "<sheet name='Responses' r:id='rId1'/></sheets></workbook>"
    let relations =
      "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>"
      + "<Relationship Id='rId9' Target='/xl/worksheets/sheet9.xml'/></Relationships>"
    return zip(
      [
        ("xl/workbook.xml", sheets), ("xl/_rels/workbook.xml.rels", relations), ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>"),
        (
          "xl/worksheets/sheet9.xml",
          "<worksheet><sheetData><row><c t='str'><v>About</v></c></row></sheetData></worksheet>"
        ),
      ], name: name)
  }

  @Test func `a sheet's cells are read as what they show`() throws {
    let rows = """
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>when</t></is></c><c r="C1" t="str"><v>n</v></c>\
      <c r="D1" t="str"><v>clock</v></c><c r="E1" t="str"><v>flag</v></c></row>\
      <row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>45292</v></c><c r="C2" s="3"><f>1+1</f><v>2.5000000000000001</v></c>\
      <c r="D2" s="4"><v>0.75</v></c><c r="E2" t="b"><v>1</v></c></row>\
      <row r="4"><c r="B4" s="1"><v>59</v></c><c r="C4"><v>12000000000</v></c><c r="E4" t="e"><v>#N/A</v></c></row>
      """
    let survey = try SurveyReader.read(sources: [Self.workbook(rows)])
    #expect(survey.provenance.format == "xlsx")
    #expect(survey.provenance.evidence.hasPrefix("a workbook's sheet 'Responses': "))
    #expect(survey.count == 2)
    func text(_ column: Int) -> [String?] { (0..<2).map { survey.columns[column].originalText(at: $0) } }
    #expect(survey.codebook.variables.map(\.name) == ["Name of it", "when", "n", "clock", "flag"])
    #expect(text(0) == ["rich text", ""])
    #expect(text(1) == ["2024-01-01", "1900-02-28"])
    #expect(text(2) == ["2.5", "12000000000"])
    #expect(text(3) == ["18:00:00", ""])
    #expect(text(4) == ["TRUE", "#N/A"])
    #expect(
      survey.problems.prefix(4).map(\.line) == [
        "export.xlsx: note: found 1 cell with a formula, expected values; "
          + "the results that were saved are read; nothing is computed",
        "export.xlsx: note: found 1 cell with an error of Excel's, expected values; the error's name is read",
        "export.xlsx: note: found 1 blank row between others, expected respondents; blank rows are no respondents",
        "export.xlsx: note: found 1 more sheet: Read me, expected one sheet with responses; "
          + "'Responses' is read; save another one as CSV to read it",
      ])
  }

  @Test func `days may be counted from 1904`() throws {
    let rows =
      "<row><c t='str'><v>a</v></c><c t='str'><v>b</v></c></row><row><c s='1'><v>0</v></c><c s='2'><v>1.5</v></c></row>"
    let survey = try SurveyReader.read(sources: [Self.workbook(rows, book: "<workbookPr date1904='1'/>")])
    #expect(survey.columns.map { $0.originalText(at: 0) } == ["1904-01-01", "1904-01-02 12:00:00"])
  }

  @Test func `a platform's export in a workbook is read as that platform's`() throws {
    let head = ["StartDate", "ResponseId", "Finished", "Q1"].map { "<c t='str'><v>\($0)</v></c>" }.joined()
    let row = ["2024-01-01 10:00:00", "R_1", "True", "4"].map { "<c t='str'><v>\($0)</v></c>" }.joined()
    let survey = try SurveyReader.read(sources: [Self.workbook("<row>\(head)</row><row>\(row)</row>")])
    #expect(survey.provenance.format == "qualtrics-csv")
    #expect(survey.provenance.evidence.hasPrefix("a workbook's sheet 'Responses': "))
  }

  @Test func `a workbook without respondents is refused`() {
    #expect(
      error([Self.workbook("<row><c t='str'><v>Q1</v></c></row>")])?.description
        == "export.xlsx: a workbook none of whose 2 sheets holds respondents below a heading; "
        + "expected a sheet with a heading and respondents\n  mend: export the responses again")
  }

  @Test func `texts that XML cannot hold, lengths of time and lost texts are read as what they are`() throws {
    let styles = Self.styles.replacing("0.00&quot; days&quot;", with: "[h]:mm:ss")
    let rows = """
      <row><c t="str"><v>a</v></c><c t="str"><v>b</v></c><c t="str"><v>c</v></c></row>\
      <row><c t="str"><v>one_x000D_two_x005F_x_xZZZZ_</v></c><c s="3"><v>1.5</v></c><c t="s"><v>99</v></c></row>\
      <row><c r="A3"><v>1</v></c><c r="A3"><v>2</v></c><c r="B3" s="3"><v>0.25</v></c></row>
      """
    let book = Self.workbook(rows)
    let bytes = StoredZip(
      try ZipArchive(book.bytes).entries.map { entry in
        let text = String(decoding: try ZipArchive(book.bytes).contents(of: entry), as: UTF8.self)
        return (entry.name, entry.name == "xl/styles.xml" ? styles : text)
      }
    ).bytes
    let survey = try SurveyReader.read(sources: [SourceBytes(name: "export.xlsx", bytes: bytes)])
    #expect(survey.columns[0].originalText(at: 0) == "one\rtwo_x_xZZZZ_")
    #expect((0..<2).map { survey.columns[1].originalText(at: $0) } == ["36:00:00", "6:00:00"])
    #expect(survey.columns[2].originalText(at: 0) == "99")
    #expect(survey.columns[0].originalText(at: 1) == "2")
    #expect(
      survey.problems.prefix(2).map(\.line) == [
        "export.xlsx: warning: found 1 cell whose text is not in the workbook, expected a text of the workbook's list; "
          + "they are read as the number of their text; save the workbook again",
        "export.xlsx: warning: found 1 cell in a place that another one has, expected each cell once; "
          + "the last one is read; save the workbook again",
      ])
  }

  @Test func `a sheet beyond all measure is refused`() {
    let far = "<row><c r='XFD1' t='str'><v>x</v></c></row>"
    let rows = far + String(repeating: "<row><c><v>1</v></c></row>", count: 8200)
    #expect(
      error([Self.workbook(rows)])?.description
        == "export.xlsx: xl/worksheets/sheet1.xml: a sheet of more than 134217728 cells, blank ones included; "
        + "expected a smaller sheet\n  mend: save the sheet as CSV")
    let column = "<row><c r='ZZZZ1' t='str'><v>x</v></c></row>"
    #expect(
      error([Self.workbook(column)])?.description
        == "export.xlsx: xl/worksheets/sheet1.xml: a cell in column 475254; expected at most 100000 columns\n"
        + "  mend: save the sheet as CSV")
  }

  @Test func `thousands of changed workbooks give an error or a survey, never a crash`() throws {
    let book = KoboFixtures.workbook([
      ("Answers", [["Q1", "Q2", "Q3"]] + (0..<40).map { ["\($0)", $0 % 2 == 0 ? "yes" : "no", "text \($0)"] })
    ])
    var generator = SeededGenerator(state: 7)
    var refused = 0
    for _ in 0..<2000 {
      var bytes = book.bytes
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      if Int.random(in: 0..<5, using: &generator) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      }
      if error([SourceBytes(name: "export.xlsx", bytes: bytes)]) != nil { refused += 1 }
    }
    #expect(refused > 1000)
    // Inside the sheet's own XML, where no check sum helps.
    let sheet = KoboFixtures.cells([["Q1", "Q2"], ["1", "yes"], ["2", "no"]])
    for _ in 0..<2000 {
      var text = Array(sheet.utf8)
      text[Int.random(in: 0..<text.count, using: &generator)] = UInt8.random(in: 0x20..<0x7F, using: &generator)
      _ = error([Self.workbook(String(decoding: text, as: UTF8.self))])
    }
  }

  @Test func `entities in a workbook are refused`() {
    let source = Self.zip([
      ("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><workbook>&a;</workbook>")
    ])
    #expect(
      error([source])?.description
        == "export.zip: xl/workbook.xml:1: the XML declares the entity 'a'; "
        + "expected a document without entity declarations, as survey platforms write it\n"
        + "  mend: such a file can hang a program or read other files; take the DOCTYPE out if you trust the sender")
  }
}

@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedArchivesTests {
  func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/" + file }

  @Test(arguments: [("survey_archive_265831.lsa", 1), ("survey_archive_2_basic_responses.lsa", 2)])
  func `LimeSurvey's archives are read`(file: String, count: Int) throws {
    let survey = try SurveyReader.read([path("limesurvey/" + file)])
    #expect(survey.provenance.format == "limesurvey-lsa")
    #expect(survey.count == count)
    #expect(survey.provenance.files.count == 2)
  }

  @Test func `a form's definition alone is no survey, and says what to name`() {
    let error = #expect(throws: ReadingError.self) {
      try SurveyReader.read([path("kobo_odk/kobo_winter_codebook_xlsform.xlsx")])
    }
    #expect(error?.found == "a form's definition in a workbook (XLSForm) alone, which holds no answers")
    #expect(error?.remedy == "name the data too: topline … submissions.csv kobo_winter_codebook_xlsform.xlsx")
  }
}
