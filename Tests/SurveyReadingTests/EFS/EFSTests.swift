import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct EFSTests {
  func xml(_ columns: [EFSFixtures.Column] = EFSFixtures.columns) throws -> Survey {
    try survey(EFSFixtures.xml(columns), name: "project.xml")
  }

  func csv(_ columns: [EFSFixtures.Column] = EFSFixtures.columns) throws -> Survey {
    try survey(EFSFixtures.csv(columns), name: "project.csv")
  }

  @Test func `XML describes its variables, codes and missing values itself`() throws {
    let read = try xml()
    #expect(read.provenance.format == "efs-xml")
    #expect(read.provenance.evidence == "the XML's root is <export>, with variables and rows of data")
    #expect(read.count == 5)
    let (reading, _) = try read.column("v_10")
    #expect(reading.label == "How often: Reading")
    #expect(reading.labels.map(\.label) == ["never", "sometimes", "often", "no answer"])
    #expect(reading.labels.map(\.missing) == [nil, nil, nil, .refused])
    #expect(reading.level == .ordinal)
    #expect(try answers(read, "v_10") == ["never", "[seenNotAnswered]", "often", "sometimes", "[notShown]"])
    #expect(try answers(read, "v_20") == ["not quoted", "quoted", "not quoted", "quoted", "[notShown]"])
    #expect(try answers(read, "v_30") == ["none", "two or more", "one", "none", "[notShown]"])
    #expect(try answers(read, "v_40") == ["0", "120", "[seenNotAnswered]", "35", "[notShown]"])
    #expect(
      try answers(read, "v_41")
        == ["for \"fun\"; and more", "[seenNotAnswered]", "a < b & c", "[notShown]", "[notShown]"])
    #expect(read.codebook["v_41"]?.personal == .openText)
    #expect(
      read.codebook.multipleResponseSets == [
        MultipleResponseSet(name: "v_20", label: "Used", variables: ["v_20", "v_21"], tickedCode: "1")
      ])
    #expect(read.codebook.grids == [Grid(name: "v_10", label: "How often", variables: ["v_10", "v_11"])])
    #expect(reading.itemText == "Reading")
    #expect(
      read.provenance.guesses == [
        "columns that belong to one question, for they stand side by side with the same codes: v_10..v_11, v_20..v_21"
      ])
    #expect(read.problems.filter { $0.severity >= .warning } == [])
  }

  @Test func `a number of timestamps and a date of zeros are no value`() throws {
    for read in [try xml(), try csv()] {
      #expect(try answers(read, "ats")[2] == "[systemMissing]")
      #expect(try answers(read, "rts136829") == ["4", "2", "1", "[notShown]", "[notShown]"])
      #expect(try answers(read, "date_of_first_mail").allSatisfy { $0 == "[systemMissing]" })
      #expect(try answers(read, "quality") == ["[systemMissing]", "0.91", "[systemMissing]", "1", "[systemMissing]"])
      #expect(read.codebook["datetime"]?.kind == .datetime)
    }
  }

  @Test func `CSV and XML of the same data agree in every cell and every reason`() throws {
    let (described, plain) = (try xml(), try csv())
    #expect(plain.provenance.format == "efs-csv")
    #expect(described.codebook.variables.map(\.name) == plain.codebook.variables.map(\.name))
    #expect(described.codebook.variables.map(\.role) == plain.codebook.variables.map(\.role))
    #expect(described.codebook.multipleResponseSets.map(\.variables) == [["v_20", "v_21"]])
    #expect(plain.codebook.multipleResponseSets.map(\.variables) == [["v_20", "v_21"]])
    for (position, variable) in described.codebook.variables.enumerated() where variable.name != "v_30" {
      for row in 0..<EFSFixtures.count {
        let written = EFSFixtures.columns[position].cells[row]
        #expect(described.columns[position].originalText(at: row) == written, "\(variable.name)")
        #expect(plain.columns[position].originalText(at: row) == written, "\(variable.name)")
        #expect(
          described.columns[position].missingReason(at: row) == plain.columns[position].missingReason(at: row),
          "\(variable.name), record \(row + 1)")
      }
    }
  }

  @Test func `without code lists 0 is no answer where the codes run from 1, and the guess is told`() throws {
    let read = try csv()
    #expect(try answers(read, "v_10") == ["1", "[seenNotAnswered]", "3", "2", "[notShown]"])
    #expect(
      read.provenance.guesses.contains(
        "0 is 'seen, not answered', for the other codes run from 1 as in a single choice: v_10, v_11, v_30 "
          + "(the XML export has the code lists)"))
    var columns = EFSFixtures.columns
    let children = try #require(columns.firstIndex { $0.name == "v_30" })
    columns[children].cells = ["0", "5", "1", "0", "-77"]
    let gaps = try csv(columns)
    #expect(try answers(gaps, "v_30") == ["0", "5", "1", "0", "[notShown]"])
    #expect(
      gaps.problems.map(\.line).contains(
        "project.csv, v_30: note: found the number 0 without a code list in v_30, expected a code list, which says "
          + "whether 0 is an answer; it is read as an answer; in a single choice it means 'seen, not answered': "
          + "read the XML export, or say --missing 0=skipped"))
  }

  @Test func `cells need no quotation marks, and the encoding is Windows's or UTF-8`() throws {
    let text = "lfdn;tester;dispcode;v_1;v_2\r\n1;0;31;2;Grüße\r\n2;0;31;1;-99\r\n3;0;22;-77;-66\r\n"
    let windows = SourceBytes(
      name: "project.csv", bytes: text.unicodeScalars.filter { $0 != "\r" }.map { UInt8(truncatingIfNeeded: $0.value) })
    let read = try SurveyReader.read(sources: [windows])
    #expect(read.provenance.encoding == "windows-1252")
    for read in [read, try survey(text)] {
      #expect(try answers(read, "v_2") == ["Grüße", "[seenNotAnswered]", "[notShown]"])
      #expect(try answers(read, "v_1") == ["2", "1", "[notShown]"])
    }
  }

  @Test func `interviews that were not completed and tests are counted, and stay`() throws {
    for (read, file) in [(try xml(), "project.xml"), (try csv(), "project.csv")] {
      #expect(
        read.problems.filter { $0.expected == "respondents" }.map(\.line) == [
          "\(file): note: found 2 interviews that were not completed: 1 suspended (22), 1 screened out (37), "
            + "expected respondents; they are kept; leave them out with --exclude unfinished",
          "\(file): note: found 1 interview of testers, expected respondents; "
            + "they are kept; leave them out with --exclude tests",
        ])
    }
    #expect(
      try answers(try csv(), "dispcode") == [
        "Completed", "Completed after a break", "Suspended", "Completed", "Screened out",
      ])
    #expect(try answers(try xml(), "dispcode")[2] == "Suspended (22)")
  }

  @Test func `what identifies people and machines is personal`() throws {
    for read in [try xml(), try csv()] {
      let personal = read.codebook.variables.filter { $0.personal.isPersonal && $0.personal != .openText }.map(\.name)
      #expect(
        personal == [
          "lfdn", "external_lfdn", "p_0001", "ip_addr", "browser", "referer", "participant_city", "session_id",
        ])
      let metadata = read.codebook.variables.filter { $0.role == .metadata }.map(\.name)
      #expect(metadata == EFSFixtures.columns.map(\.name).filter { !$0.hasPrefix("v_") })
    }
  }

  @Test func `the document's own missing values are obeyed, not the usual ones`() throws {
    let text = EFSFixtures.xml().replacing("numeric=\"-77\"", with: "numeric=\"-1\"")
    let read = try survey(text.replacing(">-77<", with: ">-1<"), name: "project.xml")
    #expect(try answers(read, "v_10").last == "[notShown]")
    let silent = EFSFixtures.xml().split(separator: "\n").filter { !$0.contains("<missings") }.joined(separator: "\n")
    let forced = try survey(silent, name: "project.xml")
    #expect(
      forced.problems.map(\.line).contains(
        "project.xml: warning: found no element missings, expected the values that stand for no answer; "
          + "-77, -66 and -99 are taken for them, as the software writes by default"))
    #expect(try answers(forced, "v_10").last == "[notShown]")
  }

  @Test func `elements that nobody described and elements that are left out are told apart from answers`() throws {
    let text = EFSFixtures.xml().replacing("<v_40>120</v_40>\n", with: "<v_99>x</v_99>\n")
    let read = try survey(text, name: "project.xml")
    #expect(try answers(read, "v_40")[1] == "[unknownBlank]")
    #expect(try answers(read, "v_99") == ["[unknownBlank]", "x", "[unknownBlank]", "[unknownBlank]", "[unknownBlank]"])
    #expect(
      read.problems.map(\.line).contains(
        "project.xml: warning: found columns that the document does not describe: v_99, expected a <variable> for each; "
          + "their answers are found from the cells"))
  }

  @Test func `documents that cannot be read are refused in words`() {
    func message(_ text: String) -> String? { error([source(text, name: "project.xml")])?.description }
    let head = "<export><missings numeric=\"-77\"/>"
    #expect(
      message(head + "<variables/><data></data></export>")
        == "project.xml: an EFS XML export without records; expected at least one <row> in <data>\n"
        + "  mend: check in EFS that the project has data, and export again")
    #expect(
      message("<exports><missings numeric=\"-77\"/></exports>")
        == "project.xml: XML whose root is <exports>; expected an EFS XML export, whose root is <export>\n"
        + "  mend: check which file was given")
    #expect(
      message(head + "<data><row index=\"1\"><lfdn>1</lf")
        == "project.xml:1: the XML ends at line 1, column 66, inside <export><data><row><lfdn>; expected </lfdn>\n"
        + "  mend: the file was cut off, as by an interrupted download or a full disk: export it again")
    #expect(
      message("<!DOCTYPE export [<!ENTITY a 'x'>]>" + head + "</export>")?.hasPrefix(
        "project.xml:1: the XML declares the entity 'a'") == true)
    #expect(
      message("lfdn;dispcode\r\n")
        == "project.xml: 1 heading record and no respondents; expected records below the heading\n"
        + "  mend: export the responses again, all of them")
  }

  @Test func `nothing cut short or changed at random crashes the reader`() {
    var generator = SeededGenerator(state: 17)
    let whole = Array(EFSFixtures.xml().utf8)
    for length in stride(from: 0, to: whole.count, by: 41) {
      _ = error([SourceBytes(name: "project.xml", bytes: Array(whole.prefix(length)))])
    }
    for _ in 0..<100 {
      var bytes = whole
      for _ in 0..<6 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = error([SourceBytes(name: "project.xml", bytes: bytes)])
    }
  }

  @Test(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
  func `a table made of a real export keeps amounts of 0 as amounts`() throws {
    let read = try SurveyReader.read([(SharedFiles.exports ?? "") + "/derived/efs_csv_from_xml.csv"])
    #expect(read.provenance.format == "efs-csv")
    #expect(read.count == 20)
    #expect(read.codebook.variables.count == 56)
    let (variable, column) = try read.column("v_31")
    #expect(variable.kind == .numeric)
    #expect(column.missingCounts == [:])
    // v_76 and v_77 are no options: nobody has 0.
    #expect(read.codebook.multipleResponseSets == [])
    #expect(try read.column("participant_latitude").column.missingCounts == [.systemMissing: 20])
    #expect(try read.column("rts136831").column.missingCounts == [.notShown: 20])
    #expect(
      read.problems.first { $0.expected == "respondents" }?.found
        == "1 interview that was not completed: 1 suspended (22)")
  }
}
