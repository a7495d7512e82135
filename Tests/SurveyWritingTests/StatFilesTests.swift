import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading
@testable import SurveyWriting

@Suite struct `SPSS and Stata files` {
  static func read(_ file: WrittenFile) throws -> Survey {
    try SurveyReader.read(sources: [SourceBytes(name: file.name, bytes: file.bytes)])
  }

  @Test(arguments: 1...150) func `what SPSS's file holds comes back: codes, labels, missing codes, sets, texts`(
    seed: Int
  ) throws {
    var random = RandomSurvey(seed: UInt64(seed))
    let survey = try random.make()
    for isCompressed in [false, true] {
      let written = try SPSSWriter.write(survey, title: "Needed and lonely", isCompressed: isCompressed)
      let back = try Self.read(written.files[0])
      #expect(back.count == survey.count)
      #expect(back.codebook.variables.map(\.name) == survey.codebook.variables.map(\.name))
      for variable in survey.codebook.variables {
        let other = try back.column(variable.name).variable
        #expect(other.label == variable.label)
        for respondent in 0..<survey.count {
          let (here, there) = (try survey.told(variable.name, respondent), try back.told(variable.name, respondent))
          if here != there { Issue.record("\(variable.name), respondent \(respondent): '\(here)' became '\(there)'") }
        }
        guard variable.kind == .categorical else { continue }
        #expect(other.kind == .categorical)
        #expect(other.level == variable.level)
        #expect(other.labels.map(\.code) == variable.labels.map(\.code))
        #expect(other.labels.map(\.label) == variable.labels.map(\.label))
        #expect(other.labels.map(\.missing) == variable.labels.map(\.missing))
      }
      #expect(try back.column("weight").variable.role == .weight)
      guard !isCompressed else { continue }
      #expect(back.codebook.multipleResponseSets == survey.codebook.multipleResponseSets)
    }
  }

  @Test(arguments: 1...100) func `what Stata's file holds comes back, missing codes as tagged missings`(
    seed: Int
  ) throws {
    var random = RandomSurvey(seed: UInt64(seed))
    let survey = try random.make()
    let written = try StataWriter.write(survey)
    let back = try Self.read(written.files[0])
    #expect(back.count == survey.count)
    #expect(back.codebook.variables.map(\.name) == survey.codebook.variables.map(\.name))
    for name in ["hours", "weight", "comment", "started", "used_fb"] {
      for respondent in 0..<survey.count {
        #expect(try survey.told(name, respondent) == back.told(name, respondent))
      }
    }
    let agree = try back.column("agree")
    #expect(agree.variable.labels.map(\.label) == (try survey.column("agree")).variable.labels.map(\.label))
    for respondent in 0..<survey.count {
      let code = try survey.told("agree", respondent)
      #expect(try back.told("agree", respondent) == ["98": ".a", "99": ".b"][code] ?? code)
      #expect(
        agree.column.missingReason(at: respondent)
          == (["98": .dontKnow, "99": .refused, "–": .systemMissing] as [String: MissingReason])[code])
    }
    #expect(written.losses.contains { $0.column == "agree" && $0.found == "codes of missing answers: 98, 99" })
    #expect(written.losses.contains { $0.column == "region" && $0.found == "codes that are texts" })
  }

  @Test func `the same survey gives the same bytes`() throws {
    var random = RandomSurvey(seed: 5)
    let survey = try random.make()
    #expect(try SPSSWriter.write(survey) == SPSSWriter.write(survey))
    #expect(try StataWriter.write(survey) == StataWriter.write(survey))
  }

  @Test func `names that a package does not take are changed and told`() throws {
    let text = "Which one?,2nd,if,Which_one_\n1,2,3,4\n5,6,7,8\n"
    let survey = try SurveyReader.read(sources: [SourceBytes(name: "data.csv", bytes: Array(text.utf8))])
    let spss = try SPSSWriter.write(survey)
    #expect(
      try Self.read(spss.files[0]).codebook.variables.map(\.name) == ["Which_one_", "v2nd", "if", "Which_one__2"])
    #expect(
      spss.losses.map(\.line) == [
        "responses.sav, Which one?: note: found a name that SPSS does not take, expected a name of letters and digits; "
          + "it is written as 'Which_one_'",
        "responses.sav, 2nd: note: found a name that SPSS does not take, expected a name of letters and digits; "
          + "it is written as 'v2nd'",
        "responses.sav, Which_one_: note: found a name that SPSS does not take, expected a name of letters and digits; "
          + "it is written as 'Which_one__2'",
      ])
    let stata = try StataWriter.write(survey)
    #expect(
      try Self.read(stata.files[0]).codebook.variables.map(\.name) == ["Which_one_", "v2nd", "v_if", "Which_one__2"])
  }

  @Test func `a file cut short or damaged anywhere is refused or read, never a crash`() throws {
    var random = RandomSurvey(seed: 9)
    let survey = try random.make()
    for file in [
      try SPSSWriter.write(survey).files[0], try SPSSWriter.write(survey, isCompressed: true).files[0],
      try StataWriter.write(survey).files[0],
    ] {
      for length in stride(from: 0, to: file.bytes.count, by: 37) {
        _ = try? Self.read(WrittenFile(name: file.name, bytes: Array(file.bytes.prefix(length))))
      }
      for _ in 0..<400 {
        var damaged = file
        for _ in 0...random.below(3) { damaged.bytes[random.below(damaged.bytes.count)] = UInt8(random.below(256)) }
        _ = try? Self.read(damaged)
      }
    }
  }

  @Test func `a file cut short says so`() throws {
    var random = RandomSurvey(seed: 2)
    let file = try SPSSWriter.write(try random.make()).files[0]
    let error = #expect(throws: ReadingError.self) {
      try Self.read(WrittenFile(name: "data.sav", bytes: Array(file.bytes.prefix(400))))
    }
    #expect(
      error?.description
        == "data.sav: an SPSS .sav file that cannot be read: Unable to read from file; "
        + "expected a whole file, as the package wrote it\n"
        + "  mend: it may have been cut short or damaged: save it again, or export the data as CSV")
  }

  @Test func `texts of any length come back from Stata's file`() throws {
    let texts = [String(repeating: "x ", count: 2000), "short", String(repeating: "æ", count: 1500), "short", "-"]
    let data = "n,why\n" + texts.enumerated().map { "\($0),\"\($1)\"\n" }.joined()
    let survey = try SurveyReader.read(sources: [SourceBytes(name: "data.csv", bytes: Array(data.utf8))])
    let back = try Self.read(try StataWriter.write(survey).files[0])
    #expect(
      (0..<5).map { back.columns[1].originalText(at: $0) } == (0..<5).map { survey.columns[1].originalText(at: $0) })
  }

  @Test func `codes that are texts keep their labels, and those of missing answers are told`() throws {
    let codebook =
      "variable,label,kind,level,code,code_label,missing\nregion,Region,categorical,nominal,,,\n"
      + "region,,,,DK,Denmark,\nregion,,,,a-long-code,Not known,declared\n"
    let survey = try SurveyReader.read(sources: [
      SourceBytes(name: "data.csv", bytes: Array("region,n\nDK,1\na-long-code,2\nDK,3\n".utf8)),
      SourceBytes(name: "codebook.csv", bytes: Array(codebook.utf8)),
    ])
    let written = try SPSSWriter.write(survey)
    let back = try Self.read(written.files[0])
    #expect((0..<3).map { back.columns[0].originalText(at: $0) } == ["DK", "a-long-code", "DK"])
    #expect((0..<3).map { back.columns[1].originalText(at: $0) } == ["1", "2", "3"])
    #expect(back.codebook.variables[0].labels.map(\.label) == ["Denmark", "Not known"])
    #expect(
      written.losses.first?.line
        == "responses.sav, region: note: found codes of missing answers that are texts: a-long-code, "
        + "expected codes that are numbers; they are written with their labels and not declared")
  }

}
