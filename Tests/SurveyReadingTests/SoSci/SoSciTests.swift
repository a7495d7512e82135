import SurveyModel
import TestSupport
import Testing

@testable import SurveyReading

@Suite struct SoSciTests {
  func read(_ text: String, script: String? = SoSciFixtures.script) throws -> Survey {
    let sources =
      [source(text, name: "rdata_habits.csv")] + (script.map { [source($0, name: "import_habits.r")] } ?? [])
    return try SurveyReader.read(sources: sources)
  }

  @Test func `with its script an export has questions, answers, residual options and kinds`() throws {
    let read = try read(SoSciFixtures.text())
    #expect(read.provenance.format == "sosci-csv")
    #expect(read.provenance.files.map(\.format) == ["sosci-csv", "sosci-import-script"])
    #expect(read.count == 4)
    let gender = try #require(read.codebook["SD01"])
    #expect(gender.label == "Gender")
    #expect(gender.labels.map(\.label) == ["female", "male"])
    #expect(try answers(read, "SD01") == ["female", "male", "[seenNotAnswered]", "female"])
    let when = try #require(read.codebook["SD03"])
    #expect(when.labels.map(\.label) == ["morning", "other, namely \"…\"", "Prefer not to say"])
    #expect(when.labels.map(\.missing) == [nil, nil, .refused])
    #expect(try answers(read, "SD03") == ["other, namely \"…\"", "morning", "[refused]", "[notShown]"])
    #expect(read.codebook["SD03_09"]?.role == .otherText)
    #expect(try answers(read, "SD03_09") == ["evening", "[notShown]", "[notShown]", "[notShown]"])
    #expect(read.codebook["TX01_01"]?.personal == .openText)
    #expect(try answers(read, "TX01_01") == ["because", "[unknownBlank]", "no", "[unknownBlank]"])
    #expect(try answers(read, "SD02_01") == ["34", "[seenNotAnswered]", "41", "[unreadable]"])
    #expect(read.problems.filter { $0.severity >= .warning }.map(\.column) == ["SD02_01"])
  }

  @Test func `labelled ends make a scale of points between them, a longer one is a slider`() throws {
    let read = try read(SoSciFixtures.text())
    let item = try #require(read.codebook["AB01_01"])
    #expect(item.label == "Attitudes - It helps me")
    #expect(item.itemText == "It helps me")
    #expect(item.level == .ordinal)
    #expect(item.labels.map(\.label) == ["strongly disagree", "2", "3", "4", "strongly agree", "don’t know"])
    #expect(item.labels.map(\.value) == [1, 2, 3, 4, 5, nil])
    #expect(read.codebook["AB01_02"]?.itemText == "It annoys me: a lot")
    #expect(try answers(read, "AB01_01") == ["strongly disagree", "[dontKnow]", "3", "[notShown]"])
    #expect(try answers(read, "AB01_02") == ["strongly agree", "4", "[seenNotAnswered]", "[notShown]"])
    #expect(read.codebook.grids == [Grid(name: "AB01", label: "Attitudes", variables: ["AB01_01", "AB01_02"])])
    let slider = try #require(read.codebook["SL01_01"])
    #expect(slider.kind == .numeric)
    #expect(slider.labels.map(\.label) == ["0 %", "100 %", "no estimate"])
    #expect(try answers(read, "SL01_01") == ["51", "101", "1", "[declared]"])
    let age = try #require(read.codebook["SD04"])
    #expect(age.labels.map(\.value) == [18, 19, 20])
    #expect(read.provenance.guesses.contains("answers that are numbers count as these, not as their codes: SD04"))
  }

  @Test(arguments: [false, true]) func `ticked options are one set, whether written 1 and 2 or F and T`(
    logical: Bool
  ) throws {
    let read = try read(SoSciFixtures.text(logical: logical))
    #expect(
      read.codebook.multipleResponseSets == [
        MultipleResponseSet(
          name: "MC01", label: "Which do you use?", variables: ["MC01_01", "MC01_02", "MC01_03"],
          tickedCode: logical ? "T" : "2")
      ])
    #expect(try answers(read, "MC01_01") == ["Checked", "Not checked", "Not checked", "[notShown]"])
    #expect(read.codebook["MC01_01"]?.itemText == "Forums")
    let count = try #require(read.codebook["MC01"])
    #expect(count.role == .metadata)
    #expect(try answers(read, "MC01") == ["2", "0", "1", "[dontKnow]"])
    #expect(read.codebook["MC01_03a"]?.role == .otherText)
    #expect(try answers(read, "FINISHED") == ["Finished", "Finished", "Canceled", "Canceled"])
  }

  @Test func `a set is found without the script by its count, and a count that is wrong is reported`() throws {
    let read = try read(SoSciFixtures.text(), script: nil)
    #expect(read.codebook.multipleResponseSets.map(\.variables) == [["MC01_01", "MC01_02", "MC01_03"]])
    #expect(read.codebook.multipleResponseSets.map(\.tickedCode) == ["2"])
    #expect(try answers(read, "MC01_01") == ["selected", "not selected", "not selected", "[notShown]"])
    #expect(try answers(read, "MC01") == ["2", "0", "1", "[declared]"])
    #expect(
      read.problems.map(\.line).contains(
        "rdata_habits.csv: note: found responses without the import script, expected the script import_PROJECT.r "
          + "beside them, which has the questions and answers; download the data for GNU R in SoSci Survey and give "
          + "both: topline inspect rdata_habits.csv import_PROJECT.r"))
    var records = SoSciFixtures.records
    records[1][SoSciFixtures.headings.firstIndex(of: "MC01") ?? 0] = "3"
    let wrong = try self.read(SoSciFixtures.text(records), script: nil)
    #expect(
      wrong.problems.map(\.line).contains(
        "rdata_habits.csv, record 2, MC01: warning: found a count that is not that of the ticked options in 1 record, "
          + "expected as many options ticked as the column says; "
          + "the options are read as they stand; the count stays beside them"))
  }

  @Test func `without the script codes below zero are missing, and texts beside options are told`() throws {
    let read = try read(SoSciFixtures.text(), script: nil)
    #expect(try answers(read, "SD01") == ["1", "2", "[seenNotAnswered]", "1"])
    #expect(try answers(read, "SD03") == ["9", "1", "[declared]", "[notShown]"])
    #expect(read.codebook["SD03_09"]?.role == .otherText)
    #expect(read.codebook["AB01_01a"]?.role == .metadata)
    #expect(read.codebook["UR01"]?.role == .metadata)
    #expect(read.codebook["IV01_RV1"]?.personal == .identifier)
  }

  static let columns: [(cells: [String], answers: [String])] = [
    (["0", "3", "-9", "12"], ["0", "3", "[seenNotAnswered]", "12"]),
    (["0", "3", "-1", "12"], ["0", "3", "[declared]", "12"]), (["-1", "0", "1", "1"], ["-1", "0", "1", "1"]),
    (["-0.5", "0.5", "1", "2"], ["-0.5", "0.5", "1", "2"]), (["-12", "-9", "3", "-1"], ["-12", "-9", "3", "-1"]),
    (["1", "-2", "-8", "5"], ["1", "[declared]", "[unreadable]", "5"]),
    (["2", "", "-7", "1"], ["2", "[notShown]", "[declared]", "1"]),
  ]

  @Test(arguments: columns.indices) func `numbers below zero are missing codes, unless a program computed them`(
    index: Int
  ) throws {
    let (cells, expected) = Self.columns[index]
    let rows = cells.enumerated().map { "\($0 + 1)\tA\tbase\t\($1)" }
    let text = (["CASE\tSERIAL\tQUESTNNR\tZZ01_01"] + rows).joined(separator: "\n") + "\n"
    #expect(try answers(survey(text), "ZZ01_01") == expected)
  }

  @Test func `what the platform records is metadata, with the zone of its times, and what identifies is personal`()
    throws
  {
    let read = try read(SoSciFixtures.text())
    let metadata = [
      "CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED", "UR01_CP", "UR01", "IV01_RV1", "AB01_01a", "MC01",
      "TIME001", "TIME_SUM", "MAILSENT", "LASTDATA", "FINISHED", "Q_VIEWER", "LASTPAGE", "MAXPAGE", "MISSING",
      "MISSREL", "TIME_RSI", "DEG_TIME",
    ]
    for name in metadata { #expect(read.codebook[name]?.role == .metadata, "\(name)") }
    #expect(read.codebook["STARTED"]?.label == "Time the interview has started (Europe/Berlin)")
    #expect(read.codebook["STARTED"]?.kind == .datetime)
    let identifiers = read.codebook.variables.filter { $0.personal == .identifier }.map(\.name)
    #expect(identifiers == ["CASE", "SERIAL", "REF", "IV01_RV1"])
    #expect(try answers(read, "UR01") == ["treatment", "control", "treatment", "control"])
    #expect(try answers(read, "TIME002") == ["30", "28", "[notShown]", "[notShown]"])
    #expect(try answers(read, "REF").allSatisfy { $0 == "[systemMissing]" })
    #expect(try answers(read, "AB01_01a") == ["1203", "[declared]", "900", "[notShown]"])
  }

  @Test func `tests, spectators and unfinished interviews are counted and kept`() throws {
    let read = try read(SoSciFixtures.text())
    let notes = read.problems.filter { $0.expected == "respondents" }
    #expect(
      notes.map(\.line) == [
        "rdata_habits.csv: note: found 1 interview in the mode pretest, expected respondents; "
          + "they are kept; leave them out with --exclude tests",
        "rdata_habits.csv: note: found 1 interview in which the questionnaire was only looked at, "
          + "expected respondents; they are kept; leave them out with --exclude previews",
        "rdata_habits.csv: note: found 2 interviews that did not reach the last page, expected respondents; "
          + "they are kept; leave them out with --exclude unfinished",
      ])
  }

  @Test func `no cell is lost, whatever the delimiter and the encoding`() throws {
    for delimiter in ["\t", ",", ";"] {
      let text = SoSciFixtures.text(delimiter: delimiter)
      var wide: [UInt8] = [0xFF, 0xFE]
      for unit in text.utf16 { wide += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
      for bytes in [Array(text.utf8), wide] {
        let read = try SurveyReader.read(sources: [SourceBytes(name: "data_habits.csv", bytes: bytes)])
        #expect(read.provenance.format == "sosci-csv")
        #expect(read.codebook.variables.map(\.name) == SoSciFixtures.headings)
        for (row, record) in SoSciFixtures.records.enumerated() {
          for (column, cell) in record.enumerated() {
            #expect(read.columns[column].originalText(at: row) == cell)
          }
        }
      }
    }
  }

  @Test func `what R saved again is read with its row names, its NA and its texts for codes`() throws {
    let text = """
      "","SERIAL","REF","QUESTNNR","MODE","STARTED","SD01","SD03","AB01_01","FINISHED"
      "101","AAAAAA",NA,"base","interview",2024-05-13 10:00:00,"female","morning",1,TRUE
      "102","BBBBBB",NA,"base","interview",2024-05-13 10:10:00,"male","[NA] Prefer not to say",-1,TRUE
      "103","CCCCCC",NA,"base","interview",2024-05-13 10:20:00,"[NA] Not answered",NA,NA,FALSE

      """
    let read = try read(text)
    #expect(read.provenance.evidence == "headings QUESTNNR, MODE and STARTED")
    #expect(read.codebook.variables[0].name == "CASE")
    #expect(read.codebook.variables[0].personal == .identifier)
    #expect(try answers(read, "SD01") == ["female", "male", "[seenNotAnswered]"])
    #expect(try answers(read, "SD03") == ["morning", "[refused]", "[notShown]"])
    #expect(try answers(read, "AB01_01") == ["strongly disagree", "[dontKnow]", "[notShown]"])
    #expect(try answers(read, "FINISHED") == ["Finished", "Finished", "Canceled"])
    #expect(read.columns[6].originalText(at: 2) == "[NA] Not answered")
    #expect(read.provenance.guesses.contains("cells 'NA' hold no value, for R saved the file again"))
    let alone = try self.read(text, script: nil)
    #expect(try answers(alone, "SD01").last == "[seenNotAnswered]")
    #expect(try answers(alone, "SD03") == ["morning", "[refused]", "[unknownBlank]"])
  }

  @Test func `the lines of an unmerged file are no respondents and are reported`() throws {
    let lines = SoSciFixtures.text(newline: "\n").split(separator: "\n")
    let text =
      "<<<<<<< HEAD\n" + lines[0...2].joined(separator: "\n") + "\n=======\n" + lines[3...4].joined(separator: "\n")
      + "\n>>>>>>> 1a2b3c\n"
    let read = try read(text)
    #expect(read.count == 4)
    #expect(try answers(read, "SD01") == ["female", "male", "[seenNotAnswered]", "female"])
    #expect(
      read.problems.map(\.line).contains(
        "rdata_habits.csv, record 3: warning: found lines that git leaves where it could not merge two versions: "
          + "before the headings, record 3, record 6, expected a file that was merged; "
          + "they are left out, and the records of both versions are read: respondents may stand in it twice"))
  }

  @Test func `script and responses are held to each other`() throws {
    let more = SoSciFixtures.script + "\ncomment(ds$ZZ09) = \"Left out\"\n"
    let read = try read(SoSciFixtures.text(), script: more)
    #expect(
      read.problems.map(\.line).contains(
        "import_habits.r: note: found columns that the responses do not have: ZZ09, expected a column for each; "
          + "they were left out of the responses, or taken out later"))
    let less = SoSciFixtures.script.split(separator: "\n").filter { !$0.contains("SD01") && !$0.contains("col.names") }
    let stranger = try self.read(SoSciFixtures.text(), script: less.joined(separator: "\n"))
    #expect(
      stranger.problems.map(\.line).contains(
        "rdata_habits.csv: warning: found columns that the import script does not have: SD01, "
          + "expected the script that was downloaded with the responses; their answers are found from the cells"))
    var records = SoSciFixtures.records
    records[0][9] = "7"
    let unknown = try self.read(SoSciFixtures.text(records))
    #expect(
      unknown.problems.map(\.line).contains(
        "rdata_habits.csv, record 1, SD01: warning: found '7' in 1 cell, expected an answer that the questionnaire "
          + "lists; they are read as answers of their own; "
          + "declare codes of missing answers with --missing CODE=REASON"))
  }

  @Test func `a statement that R would have to compute is reported, and so are lists of unequal length`() throws {
    let script = """
      ds$SD01 = factor(ds$SD01, levels=seq(1, 2), labels=c("a","b"))
      ds$SD03 = factor(ds$SD03, levels=c("1","9"), labels=c("morning"))
      comment(ds[["SD01"]]) = "Gender"
      comment(ds$"SD03") = "When?"
      ds[["SD04"]] <- factor(ds[["SD04"]], levels=c(1, 2, 3), labels=c('18', r"(19)", "20"))
      ds$SD04 = factor(ds$SD04)
      for (name in c("SD01")) { ds[[name]] = factor(ds[[name]], levels=c(1), labels=c("x")) }
      """
    let read = try read(SoSciFixtures.text(), script: script)
    let lines = read.problems.map(\.line)
    #expect(
      lines.contains(
        "import_habits.r: warning: found in line 1 factor() of SD01 with levels or labels that are computed, "
          + "expected levels and labels written out as texts; "
          + "no R is run here: its labels are not read, and the answers are found from the cells"))
    #expect(
      lines.contains(
        "import_habits.r, SD03: warning: found in line 2, 2 levels and 1 labels, expected as many labels as levels; "
          + "levels without a label are read under their code; download the script again"))
    #expect(
      lines.contains(
        "import_habits.r: warning: found in line 7 factor() of columns that a program chooses, "
          + "expected levels and labels written out as texts; "
          + "no R is run here: its labels are not read, and the answers are found from the cells"))
    #expect(read.codebook["SD03"]?.labels.prefix(2).map(\.label) == ["morning", "9"])
    #expect(read.codebook["SD01"]?.label == "Gender")
    #expect(try answers(read, "SD04") == ["20", "19", "18", "[notShown]"])
  }

  @Test func `a script alone, of another survey, or beside another format is refused`() {
    let script = source(SoSciFixtures.script, name: "import_habits.r")
    #expect(
      error([script])?.description
        == "import_habits.r: a SoSci Survey import script for R alone, which holds no answers; "
        + "expected a file with responses\n"
        + "  mend: name the data too: topline … rdata_project.csv import_project.r")
    let other = source("CASE,SERIAL,QUESTNNR,QQ01,QQ02_01\n1,A,base,1,2\n", name: "other.csv")
    #expect(
      error([other, script])?.description
        == "import_habits.r: an import script none of whose questions other.csv has; "
        + "expected columns such as QQ01, QQ02_01\n"
        + "  mend: give the script that was downloaded with the responses, or leave it out")
    #expect(
      error([source("a,b\n1,2\n"), script])?.description
        == "import_habits.r: a SoSci Survey import script for R beside a plain CSV table (data.csv); "
        + "expected a codebook in CSV, or the responses alone\n"
        + "  mend: leave 'import_habits.r' out, or name the file that belongs to the responses")
  }

  @Test(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
  func `a real export that R saved again keeps what the platform recorded apart from the answers`() throws {
    let path = (SharedFiles.exports ?? "") + "/sosci/snscomments_cp1252_R_resaved.csv"
    let read = try SurveyReader.read([path])
    #expect(read.provenance.format == "sosci-csv")
    #expect(read.provenance.encoding == "windows-1252")
    #expect(read.count == 642)
    #expect(read.codebook.variables.count == 63)
    #expect(read.codebook.variables[0].name == "row")
    #expect(read.codebook["SD03_09"]?.role == .otherText)
    #expect(read.codebook["GR01"]?.role == .metadata)
    #expect(
      read.codebook.grids.map(\.name)
        == ["KV01", "KV02", "KV03", "QE01", "TC01", "TC02"].sorted {
          (read.codebook.position(of: $0 + "_01") ?? 0) < (read.codebook.position(of: $1 + "_01") ?? 0)
        })
    let (variable, column) = try read.column("KV03_01")
    #expect(variable.labels.map(\.value) == [1, 2, 3, 4, 5, 6, 7])
    #expect(column.missingCounts == [.notShown: 407])
    #expect(try read.column("GR02_02").column.missingCounts == [:])
    #expect(read.problems.filter { $0.severity >= .warning } == [])
  }
}
