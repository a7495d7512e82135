import SurveyModel
import Testing

@testable import SurveyReading

/// The data's encoding, its records, and its fields.
@Suite struct TripleSDataTests {
  typealias F = TripleSFixtures

  static let two = F.variable("character", "name", 1, 6) + F.variable("single", "Q", 7, F.values("1=Yes", "2=No"))
  static let fields = F.variable("character", "name", 1) + F.variable("single", "Q", 2, F.values("1=Yes", "2=No"))

  @Test(arguments: [
    ("Zoë   1\nAnne  2\n", "characters", "Zoë"), ("Zoë  1\nAnne  2\n", "bytes", "Zoë"),
    ("Zoëëëë1\nAnne  2\n", "characters", "Zoëëëë"), ("日本語日本語1\nAnne  2\n", "characters", "日本語日本語"),
  ]) func `columns are characters or bytes as the records' lengths say`(
    data: String, unit: String, name: String
  ) throws {
    let read = try tripleS(F.definition(Self.two), data)
    #expect(try answers(read, "name") == [name, "Anne"])
    #expect(try answers(read, "Q") == ["Yes", "No"])
    #expect(read.provenance.guesses == ["columns are \(unit), by the lengths of 1 record with letters beyond ASCII"])
    #expect(read.problems == [])
  }

  @Test func `where lengths tell nothing columns are characters, with a warning`() throws {
    let read = try tripleS(F.definition(Self.two), "Zoë\nZoé\n")
    #expect(
      read.problems.first?.line
        == "data.asc: warning: found 2 records with letters beyond ASCII, whose lengths do not tell whether columns are "
        + "characters or bytes, expected records of 7 columns; columns are read as characters; look at what stands "
        + "behind such letters")
  }

  @Test func `a column of bytes that parts a letter is reported`() throws {
    let definition = F.definition(F.variable("character", "a", 1, 2) + F.variable("character", "b", 3, 7))
    #expect(
      try tripleS(definition, "xé    \nabcdefg\n").problems.map(\.line) == [
        "data.asc, record 1: warning: found 1 cell beginning in the middle of a letter, expected columns that part no "
          + "letter; the pieces are read as the replacement character"
      ])
  }

  @Test(
    arguments: [
      ("2.0", "", [0x5A, 0x6F, 0xEB], "windows-1252", 0), ("3.0", "", [0x5A, 0x6F, 0xEB], "windows-1252", 0),
      ("3.0", "encoding=\"Windows-1252\"", [0x5A, 0x6F, 0xEB], "windows-1252", 0),
      ("3.0", "encoding=\"ISO-8859-1\"", [0x5A, 0x6F, 0xEB], "windows-1252", 0),
      ("3.0", "encoding=\"UTF-8\"", [0x5A, 0x6F, 0xC3, 0xAB], "utf-8", 0),
      ("3.0", "encoding=\"UTF-8\"", [0x5A, 0x6F, 0xEB], "windows-1252", 1),
      ("2.0", "", [0x5A, 0x6F, 0xC3, 0xAB], "utf-8", 0), ("3.0", "", [0x5A, 0x6F, 0xC3, 0xAB], "utf-8", 0),
      ("2.0", "encoding=\"EBCDIC\"", [0x5A, 0x6F, 0xEB], "windows-1252", 1),
    ] as [(String, String, [UInt8], String, Int)])
  func `the data's encoding is the definition's, or what its bytes are`(
    version: String, record: String, bytes: [UInt8], encoding: String, warnings: Int
  ) throws {
    let definition = F.definition(Self.fields, version: version, record: "format=\"csv\" \(record)")
    let read = try tripleS(definition, bytes + Array(",1\n".utf8), name: "data.csv")
    #expect(try answers(read, "name") == ["Zoë"])
    #expect(read.provenance.encoding == encoding)
    #expect(read.problems.count == warnings)
  }

  @Test func `what definition and bytes say of the encoding is compared`() throws {
    let name = F.variable("character", "name", 1, 4)
    func problems(_ record: String) throws -> [String] {
      try tripleS(F.definition(name, version: "3.0", record: record), [0x5A, 0x6F, 0xEB, 0x20, 0x0A]).problems.map(
        \.line)
    }
    #expect(
      try problems("encoding=\"UTF-8\"") == [
        "data.asc: warning: found bytes that are windows-1252, expected utf-8, as the definition says; the data is read "
          + "as windows-1252; name another encoding with --encoding"
      ])
    #expect(
      try problems("encoding=\"EBCDIC\"") == [
        "data.asc: warning: found the encoding 'EBCDIC' in the definition, expected one of utf-8, utf-16le, utf-16be, "
          + "windows-1252, iso-8859-1, macintosh; the encoding is found from the bytes; name it with --encoding"
      ])
  }

  @Test func `records that are short, long or blank are reported and lose nothing`() throws {
    let definition = F.definition(
      F.variable("single", "Q", 2, F.values("1=Yes")) + F.variable("quantity", "n", 4, 6)
        + F.variable("character", "c", 7, 8))
    let read = try tripleS(definition, "x1 123ab\n\n 1\n 1 12\n 1 123abcd\n   \n")
    #expect(read.count == 4)
    #expect(try answers(read, "n") == ["123", "[unknownBlank]", "12", "123"])
    #expect(
      read.problems.map(\.line) == [
        "data.asc, record 5: note: found 1 record at the end without any answer, expected respondents; they are left "
          + "out",
        "data.asc: note: found 1 blank line, expected records; blank lines are no respondents",
        "data.asc, record 3: warning: found 1 cell cut off where their record ends, the first behind column 5, expected "
          + "records of 8 columns; they are read as far as they go; export the data again",
        "data.asc, record 1: warning: found text in column 1 of 1 record, expected a variable for every column that "
          + "holds text; it is not read; check that the definition belongs to the data",
        "data.asc, record 4: warning: found text behind column 8 of 1 record, expected a variable for every column that "
          + "holds text; it is not read; check that the definition belongs to the data",
      ])
    #expect(
      try tripleS(definition, " 1 123ab\r 1 123\r\n\u{1A}").problems.map(\.line) == [
        "data.asc, record 2: note: found 1 record ending early, the first behind column 6, expected records of 8 "
          + "columns; what is not there is blank"
      ])
  }

  @Test func `CSV fields are numbered, quoted and may hold lines`() throws {
    let definition = F.definition(
      F.variable("character", "text", 3) + F.variable("multiple", "M", 1, F.values("1=a", "2=b")),
      record: "format=\"csv\" skip=\"1\"")
    let read = try tripleS(definition, "M,extra,text\r\n\"01\",7,\"a\r\n\"\"b\"\", c\"\r\n10,8,\r\n", name: "data.csv")
    #expect(read.codebook.variables.map(\.name) == ["text", "M", "extra"])
    #expect(try read.column("text").column.originalText(at: 0) == "a\r\n\"b\", c")
    #expect(try answers(read, "M") == ["b", "a"])
    #expect(try answers(read, "extra") == ["7", "8"])
    #expect(
      read.problems.map(\.line) == [
        "data.csv, extra: warning: found field 2, which the definition does not describe, expected a variable for every "
          + "field; its kind and answers are found from the cells"
      ])
  }

  @Test func `CSV without headings, with semicolons and with moved fields is read`() throws {
    let plain = F.definition(Self.fields, record: "format=\"csv\"")
    let read = try tripleS(plain, "\nAnne,1\nBert;x,2\n", name: "data.csv")
    #expect(try answers(read, "name") == ["Anne", "Bert;x"])
    #expect(read.problems.map(\.found) == ["1 blank line"])
    #expect(try answers(tripleS(plain, "Anne;1\nBert;2\n", name: "data.csv"), "Q") == ["Yes", "No"])
    #expect(
      try tripleS(F.definition(Self.fields, record: "format=\"csv\" skip=\"1\""), "Q,name\nAnne,1\n", name: "data.csv")
        .problems.map(\.line) == [
          "data.csv, name: warning: found field 1 under the heading 'Q', expected the heading 'name'; the definition is "
            + "believed; check which of them is right",
          "data.csv, Q: warning: found field 2 under the heading 'name', expected the heading 'Q'; the definition is "
            + "believed; check which of them is right",
        ])
    #expect(
      try tripleS(F.definition(Self.two, record: "format=\"csv\""), "Anne,1\n", name: "data.csv").problems.map(\.line)
        == [
          "data.csv, record 1: warning: found 1 record with too few cells: record 1 (line 1, 2 cells), expected 7 cells "
            + "in every record; the cells that are not there count as missing; look at the lines in a text editor",
          "data.csv, Q: warning: found no record with a field 7, expected as many fields as the definition has; check "
            + "that the definition belongs to the data",
          "data.csv, field_2: warning: found field 2, which the definition does not describe, expected a variable for "
            + "every field; its kind and answers are found from the cells",
        ])
  }

  @Test func `one field alone is read with and without headings`() throws {
    let name = F.variable("character", "name", 1)
    #expect(try answers(tripleS(F.definition(name, record: "format=\"csv\""), "Anne\n\nBert\n"), "name").count == 3)
    let headed = try tripleS(F.definition(name, record: "format=\"csv\" skip=\"1\""), "name\nAnne\n")
    #expect(try answers(headed, "name") == ["Anne"])
  }

  @Test func `a definition describes data with a sign of its own as well`() throws {
    let definition = F.definition(
      F.variable("character", "submitdate", 1) + F.variable("quantity", "lastpage", 2),
      record: "format=\"csv\" skip=\"1\"")
    let read = try tripleS(definition, "submitdate,lastpage\n2024-01-01,3\n", name: "data.csv")
    #expect(read.provenance.format == "triple-s")
    #expect(try answers(read, "lastpage") == ["3"])
    let odd = F.definition(F.variable("character", "a", 1, 2) + F.variable("character", "b", 3, 9))
    #expect(try answers(tripleS(odd, "<a>x, y\n{b,,z\n"), "b") == [">x, y", ",,z"])
    #expect(try answers(tripleS(odd, "abcd\n", options: ReadingOptions(format: .tripleS)), "a") == ["ab"])
  }
}
