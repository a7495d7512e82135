import SurveyModel
import Testing

@testable import SurveyReading

/// What becomes of cells by what their definition says.
@Suite struct TripleSCellTests {
  typealias F = TripleSFixtures

  struct Case: Sendable, CustomTestStringConvertible {
    var type: String
    var attributes = ""
    var rest = ""
    /// Cells, parted by semicolons.
    var data: String
    var answers: [String]
    var testDescription: String { "\(type) \(data)" }
  }

  static let spread = "<spread subfields=\"3\" width=\"2\"/>"

  static let cases: [Case] = [
    Case(
      type: "single", rest: F.values("1=One", "2=Two"), data: "01;2 ; 1;  ",
      answers: ["One", "Two", "One", "[unknownBlank]"]),
    // A cell is a code and never the text of an answer.
    Case(type: "single", rest: F.values("1=3", "2=4"), data: " 3; 1", answers: ["3", "3"]),
    Case(
      type: "single", attributes: "format=\"literal\"", rest: F.values("01=one", "1=two", "A=three"), data: "01;1 ; A",
      answers: ["one", "two", "three"]),
    Case(
      type: "single", rest: "<values><range from=\"1\" to=\"3\"/><value code=\"3\">all</value></values>", data: "1 ;03",
      answers: ["1", "all"]),
    Case(
      type: "single", rest: "<values><range from=\"1\" to=\"9999\"/><value code=\"9\">no one</value></values>",
      data: "9   ;8123", answers: ["no one", "8123"]),
    Case(
      type: "single", rest: "<values><range from=\"1\" to=\"9999\"/></values>", data: "  12;8123",
      answers: ["12", "8123"]),
    Case(type: "logical", data: "1;0; ", answers: ["Yes", "No", "[unknownBlank]"]),
    Case(type: "logical", rest: F.values("1=ja", "0=nej"), data: "1;0", answers: ["ja", "nej"]),
    Case(
      type: "quantity",
      rest: "<values><range from=\"-9.9\" to=\"999\"/><value code=\"99\">Don't know</value></values>",
      data: "-1.5;+002;  99;0099;  .5;-007", answers: ["-1.5", "2", "[dontKnow]", "[dontKnow]", "0.5", "-7"]),
    Case(type: "quantity", data: "1.25E2;1,5;--5", answers: ["125", "[unreadable]", "[unreadable]"]),
    Case(
      type: "date", data: "20240229;20230229;2024-03-01; ",
      answers: ["1709164800", "[unreadable]", "1709251200", "[unknownBlank]"]),
    Case(type: "time", data: "235959;2359", answers: ["235959", "2359"]),
    Case(type: "character", rest: "<size/>", data: "a b; c", answers: ["a b", " c"]),
    // By the standard a code's character stands at the code's own place.
    Case(
      type: "multiple", rest: F.values("1=a", "3=c"), data: "1 1;0x1;000;   ;101",
      answers: ["a+c", "[unreadable]", "", "[unknownBlank]", "a+c"]),
    Case(type: "multiple", rest: F.values("3=c", "1=a", "2=b"), data: "100;011", answers: ["a", "c+b"]),
    Case(
      type: "multiple", attributes: "format=\"literal\"", rest: F.values("x=a", "y=b"), data: "10;01;11",
      answers: ["a", "b", "a+b"]),
    Case(type: "multiple", rest: F.values("0=none", "5=a", "7=b"), data: "100;011", answers: ["none", "a+b"]),
    Case(type: "multiple", rest: F.values("5=a", "7=b"), data: "10;01", answers: ["a", "b"]),
    Case(
      type: "multiple", rest: spread + F.values("1=a", "2=b", "10=c"), data: "0110  ; 1 200;000000;      ;10",
      answers: ["a+c", "a+b", "", "[unknownBlank]", "c"]),
    Case(
      type: "multiple", attributes: "format=\"literal\"",
      rest: "<spread subfields=\"2\" width=\"1\"/>" + F.values("A=a", "0=zero"), data: "A0;0 ; A",
      answers: ["a+zero", "zero", "a"]),
  ]

  @Test(arguments: cases) func `cells are read by their types and keep their text`(_ expected: Case) throws {
    let cells = expected.data.split(separator: ";").map(String.init)
    let width = cells.map(\.count).max() ?? 1
    let padded = cells.map { $0 + String(repeating: " ", count: width - $0.count) }
    let fixed = try tripleS(
      F.definition(
        F.variable(expected.type, "Q", 1, width, attributes: expected.attributes, expected.rest)
          + F.variable("character", "end", width + 1)), padded.map { $0 + "." }.joined(separator: "\n"))
    #expect(try answers(fixed, "Q") == expected.answers)
    // In CSV the field is the cell.
    let csv = try tripleS(
      F.definition(
        F.variable(expected.type, "Q", 1, attributes: expected.attributes, expected.rest)
          + F.variable("character", "end", 2), record: "format=\"csv\""),
      cells.map { "\"\($0)\",." }.joined(separator: "\n"), name: "data.csv")
    #expect(try answers(csv, "Q") == expected.answers)
    for (row, cell) in cells.enumerated() {
      #expect(try csv.column("Q").column.originalText(at: row) == cell)
      let kept = try fixed.column("Q").column.originalText(at: row)
      #expect(
        kept == padded[row] || (expected.type == "character" || expected.type == "time") && kept == cell.trimmedEnd)
    }
  }

  @Test func `a cell of codes that lost zeros or blanks is read only where one reading fits`() throws {
    func read(_ values: String, _ cell: String) throws -> [String] {
      let definition = F.definition(
        F.variable("multiple", "Q", 1, "<spread subfields=\"2\" width=\"2\"/>" + values)
          + F.variable("character", "end", 2), record: "format=\"csv\"")
      return try answers(tripleS(definition, "\(cell),.\n", name: "data.csv"), "Q")
    }
    #expect(try read(F.values("1=a", "12=b"), "112") == ["a+b"])
    #expect(try read(F.values("11=a", "2=b"), "112") == ["a+b"])
    #expect(try read(F.values("1=a", "12=b", "11=c", "2=d"), "112") == ["[unreadable]"])
  }

  @Test func `codes and values that the definition lacks are kept and reported`() throws {
    let definition = F.definition(
      F.variable("single", "Q1", 1, F.values("1=Yes", "2=No"))
        + F.variable(
          "quantity", "Q2", 2, 3, "<values><range from=\"1\" to=\"50\"/><value code=\"99\">x</value></values>")
        + F.variable("multiple", "Q3", 4, 6, F.values("1=a", "2=b"))
        + F.variable("multiple", "Q4", 7, 8, "<spread subfields=\"2\" width=\"1\"/>" + F.values("1=a"))
        + F.variable("date", "Q5", 9, 16, "<values><range from=\"20240101\" to=\"20241231\"/></values>"))
    let read = try tripleS(definition, "0991011420240101\n3510111420250101\n3991011020240505\n")
    #expect(try answers(read, "Q1") == ["0", "3", "3"])
    #expect(try answers(read, "Q2") == ["99", "51", "99"])
    #expect(try answers(read, "Q3") == ["a+3", "b+3", "a+3"])
    #expect(try answers(read, "Q4") == ["a+4", "a+4", "a"])
    #expect(
      Set(read.problems.map(\.line)) == [
        "data.asc, record 2, Q2: warning: found '51' in 1 cell, expected 1 to 50, or a value that is listed; they are "
          + "read as they are",
        "data.asc, record 1, Q3: warning: found '3' in 3 cells, expected an answer that the definition lists; they are "
          + "read as answers of their own",
        "data.asc, record 1, Q4: warning: found '4' in 2 cells, expected an answer that the definition lists; they are "
          + "read as answers of their own",
        "data.asc, record 2, Q5: warning: found '20250101' in 1 cell, expected 20240101 to 20241231; they are read as "
          + "they are",
        "data.asc, record 1, Q1: warning: found '0' in 1 cell, '3' in 2 cells, expected an answer that the "
          + "questionnaire lists; they are read as answers of their own; declare codes of missing answers with "
          + "--missing CODE=REASON",
      ])
  }

  @Test func `more than 64 options become a set with a column per option`() throws {
    let values = "<values>" + (1...70).map { "<value code=\"\($0)\">Brand \($0)</value>" }.joined() + "</values>"
    let definition = F.definition(
      F.variable("multiple", "Q", 1, 6, "<spread subfields=\"3\" width=\"2\"/>" + values)
        + F.variable("character", "end", 7))
    let read = try tripleS(definition, "017000.\n      .\n000000.\n997001.\n")
    let set = try #require(read.codebook.multipleResponseSets.first)
    #expect(set.name == "Q" && set.label == "Q?" && set.tickedCode == "1" && set.variables.count == 71)
    #expect(try answers(read, "Q_1") == ["selected", "[unknownBlank]", "not selected", "selected"])
    #expect(try answers(read, "Q_70") == ["selected", "[unknownBlank]", "not selected", "selected"])
    #expect(try answers(read, "Q_99") == ["not selected", "[unknownBlank]", "not selected", "selected"])
    #expect(try read.column("Q_70").variable.label == "Q? - Brand 70")
    #expect(try read.column("Q_70").variable.itemText == "Brand 70")
    let cells = try read.column("Q_cell").column
    #expect((0..<4).map { cells.originalText(at: $0) } == ["017000", "      ", "000000", "997001"])
    #expect(read.problems.map(\.found) == ["'99' in 1 cell"])
  }

  @Test func `filters tell why a cell is blank`() throws {
    let definition = F.definition(
      F.variable("logical", "F1", 1) + F.variable("logical", "F2", 2, "<filter>F1</filter>")
        + F.variable("single", "Q", 3, "<filter>2</filter>" + F.values("1=Yes"))
        + F.variable("multiple", "M", 4, 5, "<filter>F1</filter>" + F.values("1=a", "2=b"))
        + F.variable("character", "end", 6))
    let read = try tripleS(definition, "111  .\n11   .\n10   .\n10100.\n0  00.\n   10.\n0 110.\n")
    #expect(
      try answers(read, "Q") == [
        "Yes", "[seenNotAnswered]", "[notShown]", "Yes", "[notShown]", "[unknownBlank]", "Yes",
      ])
    #expect(try answers(read, "F2")[4...] == ["[notShown]", "[unknownBlank]", "[notShown]"])
    #expect(
      try answers(read, "M") == [
        "[seenNotAnswered]", "[seenNotAnswered]", "[seenNotAnswered]", "", "[notShown]", "a", "a",
      ])
    #expect(
      read.problems.map(\.line) == [
        "data.asc, record 4, Q: warning: found 2 answers where the filter '2' is false, expected blank cells there; "
          + "the answers are kept",
        "data.asc, record 7, M: warning: found 1 answer where the filter 'F1' is false, expected blank cells there; "
          + "the answers are kept",
        "data.asc, record 5, M: note: found 1 unticked question where the filter 'F1' is false, expected blank cells "
          + "there; they count as not shown",
      ])
  }

  @Test func `filters that say nothing are reported`() throws {
    let definition = F.definition(
      F.variable("single", "Q1", 1, "<filter>nobody</filter>" + F.values("1=Yes"))
        + F.variable("single", "Q2", 2, "<filter>Q1</filter>" + F.values("1=Yes")))
    let read = try tripleS(definition, " 1\n1 \n 1\n")
    #expect(try answers(read, "Q2") == ["Yes", "[unknownBlank]", "Yes"])
    #expect(
      read.problems.map(\.line) == [
        "data.sss, Q1: warning: found the filter 'nobody', expected a variable of the definition; it is not known why "
          + "blank cells are blank",
        "data.sss, Q2: warning: found the filter 'Q1', a variable of the type single, expected a variable that is true "
          + "or false, and no circle of filters; it is not known why blank cells are blank",
      ])
    let circle = F.definition(F.variable("logical", "F1", 1, "<filter>F1</filter>"))
    #expect(try tripleS(circle, "1\n").problems.map(\.found) == ["the filter 'F1', a variable of the type logical"])
  }

  @Test func `definitions that are not as they should be are read as far as they go`() throws {
    let definition = F.definition(
      F.variable("poem", "Q1", 1)
        + F.variable("single", "Q2", 2, F.values("1=a", "1=b"))
        + F.variable("quantity", "Q3", 3, "<values><range from=\"low\" to=\"high\"/></values>")
        + F.variable("multiple", "Q4", 4, 5) + F.variable("multiple", "Q5", 6, "<spread subfields=\"0\"/>"),
      version: "9.9")
    let read = try tripleS(definition, "x15100\n", options: ReadingOptions(language: "da"))
    #expect(
      read.problems.map(\.line) == [
        "data.sss: warning: found version '9.9' of Triple-S, expected 1.1, 1.2, 2.0 or 3.0; it is read by the rules of "
          + "3.0; check the answers",
        "data.sss: warning: found no texts in the language 'da', expected a definition that names its languages; the "
          + "texts that are there are read",
        "data.sss, Q1: warning: found a variable of the type 'poem', expected one of single, multiple, quantity, "
          + "character, logical, date, time; it is read as text",
        "data.sss, Q2: warning: found the code '1' for two answers, expected a code of its own for every answer; cells "
          + "with it are read as the first of them",
        "data.sss, Q3: warning: found a range from 'low' to 'high', expected the least and the greatest value; the "
          + "values are not checked against it",
        "data.sss, Q4: warning: found no answers with codes up to 10000, expected a question with several answers, and "
          + "how they are stored; the cells are read as text",
        "data.sss, Q5: warning: found a spread of 0 subfields of 0 characters, expected a question with several "
          + "answers, and how they are stored; the cells are read as text",
      ])
  }

  @Test(arguments: [
    "<position start=\"1\"/>", "<position start=\"1\" finish=\"16777215\"/>",
  ]) func `numbers that no survey has neither crash nor hang`(position: String) throws {
    for rest in [
      F.values("9223372036854775807=a"), F.values("1000000000=a", "-5=b"),
      "<spread subfields=\"9223372036854775807\" width=\"9223372036854775807\"/>" + F.values("1=a"),
      "<values><range from=\"-9223372036854775808\" to=\"9223372036854775807\"/></values>",
    ] {
      for type in ["single", "multiple", "quantity", "date", "logical"] {
        let variable =
          "<variable ident=\"1\" type=\"\(type)\"><name>Q</name><label/>\(position)\(rest)</variable>"
        for record in ["skip=\"-1\"", "format=\"csv\" skip=\"-9\"", "format=\"csv\"", "skip=\"9223372036854775807\""] {
          _ = try? tripleS(F.definition(variable, record: record), "1\n0\n")
        }
      }
    }
    let skipped = F.definition(F.variable("single", "Q", 1, F.values("1=a")), record: "skip=\"-1\"")
    #expect(try tripleS(skipped, "1\n1\n").count == 2)
  }

  @Test func `no definition cut short or changed at random crashes the reader`() {
    var generator = SeededGenerator(state: 7)
    let whole = Array(
      F.definition(
        F.variable("multiple", "Q", 1, 6, Self.spread + F.values("1=a", "22=b"))
          + F.variable("quantity", "N", 7, 9, "<filter>L</filter><values><range from=\"0\" to=\"99\"/></values>")
          + F.variable("logical", "L", 10)
      ).utf8)
    let data = SourceBytes(name: "data.asc", bytes: Array("012200 071\n      1230\n".utf8))
    for length in stride(from: 0, to: whole.count, by: 11) {
      _ = error([SourceBytes(name: "data.sss", bytes: Array(whole.prefix(length))), data])
    }
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<3 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0x20...0x7E, using: &generator)
      }
      _ = error([SourceBytes(name: "data.sss", bytes: bytes), data])
    }
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
