import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading

@Suite struct BadInputTests {
  static let cases: [(name: String, bytes: [UInt8], message: String)] = [
    (
      "an empty file", [],
      "data.csv: an empty file; expected an export with respondents\n  mend: export the file again"
    ),
    (
      "white space", Array("\n \n".utf8),
      "data.csv: 1 heading record and no respondents; expected records below the heading\n"
        + "  mend: export the responses again, all of them"
    ),
    (
      "headings alone", Array("a,b,c\n".utf8),
      "data.csv: 1 heading record and no respondents; expected records below the heading\n"
        + "  mend: export the responses again, all of them"
    ),
    (
      "a binary file", (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) },
      "data.csv: bytes that are no text and no known format; expected an export of a survey platform\n"
        + "  mend: export the data as CSV or in the platform's XML format"
    ),
    (
      "an unclosed quotation mark", Array("a,b\n1,2\n3,\"open\n5,6\n".utf8),
      "data.csv:3: a quotation mark opens a cell and nothing closes it before the end of the file; "
        + "expected a closing quotation mark\n"
        + "  mend: close it in that line, or export the file again if it was cut short"
    ),
    (
      "prose", Array("Dear all, this, that.\nNo table\nhere, at, all, really\nnothing\nx,y\n".utf8),
      "data.csv: records of ever different width, whatever the delimiter; "
        + "expected a table with as many cells in every record\n"
        + "  mend: if it is a table, name the byte between its cells with --delimiter"
    ),
    (
      "an unknown XML document", Array("<?xml version=\"1.0\"?><html><body/></html>".utf8),
      "data.csv: a document with the root element 'html'; expected an XML format of a survey platform\n"
        + "  mend: export the data as CSV"
    ),
    (
      "other JSON", Array("{\"a\": 1}".utf8),
      "data.csv: JSON without a SurveyEntry; expected a Qualtrics questionnaire (QSF)\n"
        + "  mend: export the survey as .qsf, or the data as CSV"
    ),
    (
      "a questionnaire alone", Array("{\"SurveyEntry\":{},\"SurveyElements\":[]}".utf8),
      "data.csv: a Qualtrics questionnaire (QSF) alone, which holds no answers; expected a file with responses\n"
        + "  mend: name the responses too: topline … responses.csv questionnaire.qsf"
    ),
    (
      "an SPSS file", Array("$FL2@(#) SPSS DATA FILE".utf8),
      "data.csv: an SPSS .sav file that cannot be read: Unable to read from file; "
        + "expected a whole file, as the package wrote it\n"
        + "  mend: it may have been cut short or damaged: save it again, or export the data as CSV"
    ),
    (
      "a DDI Lifecycle document", Array("<DDIInstance></DDIInstance>".utf8),
      "data.csv: a DDI Lifecycle document without variables; "
        + "expected a VariableScheme, or fragments, with Variable elements\n"
        + "  mend: export the document with its variables; an instrument or a study alone describes no data"
    ),
  ]

  @Test(arguments: cases.indices) func `what cannot be read is refused with one clear message`(index: Int) {
    let (name, bytes, message) = Self.cases[index]
    let found = error([SourceBytes(name: "data.csv", bytes: bytes)])
    #expect(found?.description == message, "\(name)")
    #expect(found?.exitStatus == (found?.code == .pairing ? ExitStatus.usage : ExitStatus.data))
  }

  @Test func `a missing file ends with status 66 and names the nearest file`() throws {
    let folder = "/tmp/topline-reading-\(FileSystem.processIdentifier)"
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.remove(folder) }
    try FileSystem.write("a,b\n1,2\n", to: folder + "/responses.csv")
    do {
      _ = try SurveyReader.read([folder + "/response.csv"])
      Issue.record("read")
    } catch {
      #expect(
        error.description
          == "\(folder)/response.csv: no such file; expected an export file\n  mend: did you mean 'responses.csv'?")
      #expect(error.exitStatus == 66)
    }
    do {
      _ = try SurveyReader.read([folder])
      Issue.record("read")
    } catch {
      #expect(error.description == "\(folder): a folder; expected an export file\n  mend: name the export file in it")
      #expect(error.exitStatus == 66)
    }
    let read = try SurveyReader.read([folder + "/responses.csv"], options: ReadingOptions(wantsHashes: true))
    #expect(read.provenance.files.map(\.name) == ["responses.csv"])
    #expect(
      read.provenance.files.first?.sha256 == "7b8ae8d8ef9ef5eee1ba08ebd80a18e1c9d73c5a3a6ac5c4a0b0a8dfd1b0c1a4"
        || read.provenance.files.first?.sha256?.count == 64)
  }

  @Test func `SHA-256 is that of the standard's example`() {
    #expect(
      SHA256.hexadecimal(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `ragged records keep their cells, lack none silently, and are listed`() throws {
    let read = try survey("a,b,c\n1,2,3\n4,5\n6,7,8,extra\n9,10,11\n")
    #expect(read.count == 4)
    #expect(read.codebook.variables.map(\.name) == ["a", "b", "c", "column_4"])
    #expect(try answers(read, "c") == ["3", "[unknownBlank]", "8", "11"])
    #expect(read.columns[3].originalText(at: 2) == "extra")
    #expect(
      read.problems.map(\.line) == [
        "data.csv, record 2: warning: found 1 record with too few cells: record 2 (line 3, 2 cells), "
          + "expected 3 cells in every record; "
          + "the cells that are not there count as missing; look at the lines in a text editor",
        "data.csv, record 3: warning: found 1 record with too many cells: record 3 (line 4, 4 cells), "
          + "expected 3 cells in every record; "
          + "the cells beyond the headings are kept in columns of their own; look for an unquoted delimiter",
        "data.csv, column_4: warning: found a column without a name (number 4), expected a name; "
          + "it is read as 'column_4'",
      ])
  }

  @Test func `NUL bytes are left out and counted`() throws {
    let read = try survey("name,b\nx\0y,2\nz,3\n")
    #expect(
      read.problems.first?.line
        == "data.csv: warning: found 1 NUL byte, the first in line 2, expected text; "
        + "they are left out; the text beside them is kept")
    #expect(read.columns[0].originalText(at: 0) == "xy")
  }

  @Test func `bytes that are not UTF-8 in a UTF-8 file are replaced and counted`() throws {
    var bytes = Array("a,b\næøå,1\nåå".utf8)
    bytes += [0xFF]
    bytes += Array(",2\n".utf8)
    let read = try SurveyReader.read(sources: [SourceBytes(name: "data.csv", bytes: bytes)])
    #expect(
      read.problems.first?.line
        == "data.csv: warning: found 1 byte that are not UTF-8, the first in line 3, expected UTF-8; "
        + "each is read as the replacement character; name the encoding with --encoding")
    #expect(read.columns[0].originalText(at: 1) == "åå\u{FFFD}")
    #expect(read.provenance.encoding == "utf-8")
  }

  @Test(arguments: ["a,b\n1,x\n", "a;b\r\n1;x\r\n"]) func `every way of writing the same text gives the same survey`(
    text: String
  ) throws {
    let accented = text.replacing("x", with: "Grød – “ja”")
    let expected = try survey(accented)
    let utf16 = Array(accented.utf16)
    let little = utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    let big = utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    let forms: [(bytes: [UInt8], encoding: String)] = [
      ([0xEF, 0xBB, 0xBF] + Array(accented.utf8), "utf-8"), ([0xFF, 0xFE] + little, "utf-16le"),
      ([0xFE, 0xFF] + big, "utf-16be"), (little, "utf-16le"), (big, "utf-16be"),
    ]
    for (bytes, encoding) in forms {
      let read = try SurveyReader.read(sources: [SourceBytes(name: "data.csv", bytes: bytes)])
      #expect(read.columns == expected.columns)
      #expect(read.codebook == expected.codebook)
      #expect(read.provenance.encoding == encoding)
    }
  }

  @Test func `Windows-1252 and Mac Roman are told apart by their signs`() throws {
    let windows: [UInt8] = Array("a,b\n".utf8) + [0x47, 0x72, 0xF8, 0x64, 0x2C, 0x69, 0x74, 0x92, 0x73, 0x0A]
    let mac: [UInt8] = Array("a,b\n".utf8) + [0x6F, 0x66, 0xCA, 0x69, 0x74, 0x2C, 0x69, 0x74, 0xD5, 0x73, 0x0A]
    let first = try SurveyReader.read(sources: [SourceBytes(name: "w.csv", bytes: windows)])
    #expect(first.provenance.encoding == "windows-1252")
    #expect(first.columns[0].originalText(at: 0) == "Grød")
    #expect(first.columns[1].originalText(at: 0) == "it’s")
    let second = try SurveyReader.read(sources: [SourceBytes(name: "m.csv", bytes: mac)])
    #expect(second.provenance.encoding == "macintosh")
    #expect(second.columns[0].originalText(at: 0) == "of\u{A0}it")
    #expect(second.columns[1].originalText(at: 0) == "it’s")
  }

  @Test func `blank records at the end are no respondents, and are counted`() throws {
    let read = try survey("a,b\n1,2\n\n3,4\n,\n\n")
    #expect(read.count == 2)
    #expect(
      read.problems.map(\.line) == [
        "data.csv, record 3: note: found 1 record at the end without any answer, expected respondents; they are left out",
        "data.csv: note: found 2 blank lines, expected records; blank lines are no respondents",
      ])
  }

  @Test func `a line that names the separator is obeyed and no record`() throws {
    let read = try survey("sep=;\r\na;b\r\n1;2,5\r\n")
    #expect(read.codebook.variables.map(\.name) == ["a", "b"])
    #expect(read.count == 1)
  }

  @Test func `duplicate names are made unique and reported`() throws {
    let read = try survey("a,a,a__2,a\n1,2,3,4\n5,6,7,8\n")
    #expect(read.codebook.variables.map(\.name) == ["a", "a__3", "a__2", "a__4"])
    #expect(read.codebook.variables.map(\.originalName) == ["a", "a", "a__2", "a"])
    #expect(
      read.problems.first?.line
        == "data.csv, a__3: warning: found the name 'a' a second time (column 2), "
        + "expected every column under a name of its own; it is read as 'a__3'")
  }

  @Test func `strict reading ends at the first warning`() {
    let found = error([source("a,a\n1,2\n")], options: ReadingOptions(isStrict: true))
    #expect(found?.code == .strict)
    #expect(found?.remedy == "it is read as 'a__2'; or leave --strict out")
  }

  @Test func `the callback can end the reading`() {
    let found = error([source("a,b\n1,2\n")], options: ReadingOptions(progress: { _, _ in false }))
    #expect(found?.code == .cancelled)
  }

  @Test(arguments: [
    (
      "99=dont-knw",
      "--missing: '99=dont-knw'; expected CODE=REASON with one of the reasons not-shown, skipped, dont-know, "
        + "refused, not-applicable, missing, redacted\n  mend: did you mean '99=dont-know'?"
    )
  ]) func `a misspelt reason is refused with the nearest one`(text: String, message: String) {
    #expect(throws: ReadingError.self) { try DeclaredCode.list(parsing: text) }
    do { _ = try DeclaredCode.list(parsing: text) } catch { #expect(error.description == message) }
  }

  @Test func `files that do not belong together are refused`() {
    let qsf = source("{\"SurveyEntry\":{},\"SurveyElements\":[]}", name: "q.qsf")
    let twice = error([source("a,b\n1,2\n"), source("a,b\n1,2\n", name: "more.csv")])
    #expect(
      twice?.description
        == "more.csv: a plain CSV table beside a plain CSV table (data.csv); expected one file with responses\n"
        + "  mend: name one export, or an export with its structure file")
    let misfit = error([qsf, source("a,b\n1,2\n")])
    #expect(
      misfit?.description
        == "q.qsf: a Qualtrics questionnaire (QSF) beside a plain CSV table (data.csv); "
        + "expected a codebook in CSV, or the responses alone\n"
        + "  mend: leave 'q.qsf' out, or name the file that belongs to the responses")
  }

  @Test func `no text cut short or changed at random crashes the reader`() {
    var generator = SeededGenerator(state: 99)
    let whole = Array(QualtricsFixtures.current.utf8)
    for length in stride(from: 0, to: whole.count, by: 5) {
      _ = error([SourceBytes(name: "data.csv", bytes: Array(whole.prefix(length)))])
    }
    for _ in 0..<200 {
      var bytes = whole
      for _ in 0..<8 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = error([SourceBytes(name: "data.csv", bytes: bytes)])
    }
  }
}
