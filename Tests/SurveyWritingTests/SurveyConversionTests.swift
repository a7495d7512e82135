import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading
@testable import SurveyWriting

@Suite struct SurveyConversionTests {
  static func read(_ files: [WrittenFile]) throws -> Survey {
    try SurveyReader.read(sources: files.map { SourceBytes(name: $0.name, bytes: $0.bytes) })
  }

  @Test(arguments: 1...150) func `CSV with its codebook comes back as it was`(seed: Int) throws {
    var random = RandomSurvey(seed: UInt64(seed))
    let survey = try random.make()
    let written = try SurveyConversion.write(survey, as: .csv, name: "out", includePersonal: true)
    #expect(written.files.map(\.name) == ["out.csv", "out_codebook.csv"])
    let back = try Self.read(written.files)
    #expect(back.codebook == survey.codebook)
    for (one, other) in zip(survey.columns, back.columns) {
      for respondent in 0..<survey.count {
        #expect(one.originalText(at: respondent) == other.originalText(at: respondent))
        #expect(one.missingReason(at: respondent) == other.missingReason(at: respondent))
      }
    }
  }

  static let personal = "ResponseId,Q1,Comment\nR_1,1,my name is hidden\nR_2,2,so is mine\nR_3,1,and mine too\n"

  @Test(arguments: ConversionFormat.allCases) func `personal variables are written only when asked for`(
    format: ConversionFormat
  ) throws {
    let survey = try SurveyReader.read(sources: [SourceBytes(name: "data.csv", bytes: Array(Self.personal.utf8))])
    let written = try SurveyConversion.write(survey, as: format, name: "out")
    #expect(try Self.read(written.files).codebook.variables.map(\.name) == ["Q1"])
    #expect(
      written.losses.first?.line
        == "out.\(format.rawValue): note: found 2 personal variables: ResponseId, Comment, "
        + "expected variables that name nobody; they are left out; add --include-personal to write them")
    let all = try SurveyConversion.write(survey, as: format, name: "out", includePersonal: true)
    #expect(try Self.read(all.files).codebook.variables.map(\.name) == ["ResponseId", "Q1", "Comment"])
  }

  @Test func `numbers declared missing stay numbers, and the codebook says that they are missing`() throws {
    let text = "age,weight\n34,0.50\n99,1.25\n51,2.00\n-9,1.10\n17,0.75\n"
    var options = ReadingOptions()
    options.missing = [.init(code: "99", reason: .refused), .init(code: "-9", reason: .seenNotAnswered)]
    let survey = try SurveyReader.read(
      sources: [SourceBytes(name: "data.csv", bytes: Array(text.utf8))], options: options)
    let written = try SurveyConversion.write(survey, as: .csv, name: "out")
    #expect(
      String(decoding: written.files[0].bytes, as: UTF8.self) == text.split(separator: "\n").joined(separator: "\r\n")
        + "\r\n")
    let back = try Self.read(written.files)
    #expect(back.columns[0].missingReason(at: 1) == .refused)
    #expect(back.columns[0].missingReason(at: 3) == .seenNotAnswered)
    let spss = try Self.read(try SurveyConversion.write(survey, as: .sav, name: "out").files)
    #expect(spss.columns[0].missingReason(at: 1) == .declared)
    #expect(spss.columns[0].originalText(at: 1) == "99")
  }

  @Test func `what a format cannot hold is listed`() throws {
    let survey = try SurveyReader.read(sources: [
      SourceBytes(name: "data.csv", bytes: Array("a,b\n1,2\n,3\n2,\n".utf8))
    ])
    #expect(
      try SurveyConversion.write(survey, as: .sav, name: "out").losses.map(\.line) == [
        "out.sav: note: found reasons for missing answers: 2 × blank, reason unknown, "
          + "expected reasons that SPSS can hold; the cells are written as blank; "
          + "LimeSurvey's format keeps the reasons"
      ])
    #expect(try SurveyConversion.write(survey, as: .csv, name: "out").losses == [])
  }

  @Test(arguments: [
    (
      "out.savv",
      "out.savv: the ending '.savv'; expected one of .csv, .sav, .zsav, .dta, .sss, .xml\n  mend: did you mean '.sav'?"
    ),
    (
      "out",
      "out: a name without an ending; expected one of .csv, .sav, .zsav, .dta, .sss, .xml\n"
        + "  mend: such as --output responses.sav"
    ),
  ]) func `an ending that names no format is refused`(path: String, message: String) {
    let error = #expect(throws: WritingError.self) { try ConversionFormat(ofFile: path) }
    #expect(error?.description == message)
    #expect(error?.exitStatus == ExitStatus.usage)
  }

  @Test func `what the survey is read from is never written over`() throws {
    let folder = "/tmp/topline-conversion-\(FileSystem.processIdentifier)"
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.remove(folder + "/data.csv") }
    try FileSystem.write("a,b\n1,2\n", to: folder + "/data.csv")
    let survey = try SurveyReader.read([folder + "/data.csv"])
    let written = try SurveyConversion.write(survey, as: .xml, name: "data")
    let error = #expect(throws: WritingError.self) {
      try written.requireOthers(than: [folder + "/../" + FileSystem.name(of: folder) + "/data.csv"], in: folder)
    }
    #expect(
      error?.description
        == "\(folder)/data.csv: a file that the survey is read from, which would be replaced; expected files of other "
        + "names\n  mend: choose another name or folder with --output")
    #expect(error?.exitStatus == ExitStatus.usage)
    try written.requireOthers(than: [folder + "/data.csv"], in: "/tmp")
    try SurveyConversion.write(survey, as: .xml, name: "other").requireOthers(than: [folder + "/data.csv"], in: folder)
  }

  @Test func `a survey of personal variables alone is refused`() throws {
    let survey = try SurveyReader.read(sources: [
      SourceBytes(name: "data.csv", bytes: Array("ResponseId,IPAddress\nR_1,192.0.2.1\n".utf8))
    ])
    let error = #expect(throws: WritingError.self) { try SurveyConversion.write(survey, as: .csv, name: "out") }
    #expect(
      error?.description
        == "out: no variable that is not personal; expected variables to write\n"
        + "  mend: add --include-personal to write personal data")
  }

  @Test func `respondents outside the condition are not written`() throws {
    var random = RandomSurvey(seed: 3)
    let survey = try random.make()
    let kept = (0..<survey.count).map { $0 % 3 != 0 }
    let part = survey.keeping(kept)
    #expect(part.count == kept.count { $0 })
    let rows = kept.indices.filter { kept[$0] }
    for (position, column) in part.columns.enumerated() {
      for (place, row) in rows.enumerated() {
        #expect(column.originalText(at: place) == survey.columns[position].originalText(at: row))
        #expect(column.missingReason(at: place) == survey.columns[position].missingReason(at: row))
      }
    }
  }
}
