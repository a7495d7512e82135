import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading

/// Files of our own that other programs saved: Samples/answers.sps and answers.R say how.
@Suite struct SampleFilesTests {
  private func survey(_ name: String) throws -> Survey {
    try SurveyReader.read([SharedFiles.root + "/Tests/SurveyReadingTests/ReadStat/Samples/" + name])
  }

  private func texts(_ survey: Survey, _ name: String) throws -> [String] {
    let column = try survey.column(name).column
    return (0..<survey.count).map { column.originalText(at: $0) ?? "" }
  }

  @Test func `a portable file keeps its answers, labels and missing codes`() throws {
    let survey = try survey("answers.por")
    #expect(survey.provenance.format == "spss-por")
    #expect(survey.codebook.variables.map(\.name) == ["ID", "Q1", "Q2", "AGE", "TOWN"])
    #expect(try texts(survey, "ID") == ["1", "2", "3", "4", "5"])
    #expect(try texts(survey, "Q1") == ["1", "2", "2", "9", "1"])
    #expect(try texts(survey, "AGE") == ["34.5", "27", "", "61.25", "45"])
    // Portable files know 256 characters; what is none of them is blank, and told.
    #expect(try texts(survey, "TOWN") == ["Aarhus", "Esbjerg", "K  benhavn", "", "Vejle"])
    #expect(
      survey.problems.map(\.line).contains(
        "answers.por: warning: found 2 bytes that stand for no character of the file's own table (B8 C3), expected "
          + "characters of the table, as portable files know no others; they are read as blanks; save the data as "
          + ".sav, which keeps every character"))
    let first = try survey.column("Q1")
    #expect(first.variable.label == "Uses social media daily")
    #expect(first.variable.labels.map(\.label) == ["Yes", "No", "Refused"])
    #expect(first.column.missingReason(at: 3) == .refused)
    let second = try survey.column("Q2")
    #expect((0..<5).map(second.column.missingReason(at:)) == [nil, .dontKnow, .declared, nil, nil])
    #expect(try survey.column("AGE").column.missingReason(at: 2) == .systemMissing)
  }

  @Test func `a SAS file keeps its answers`() throws {
    let survey = try survey("answers.sas7bdat")
    #expect(survey.provenance.format == "sas7bdat")
    #expect(survey.codebook.variables.map(\.name) == ["id", "q1", "q2", "age", "town"])
    #expect(survey.codebook.variables.map(\.label).first == "Respondent")
    #expect(try texts(survey, "q1") == ["1", "2", "2", "9", "1"])
    #expect(try texts(survey, "q2") == ["3", "99", "98", "5", "1"])
    #expect(try texts(survey, "age") == ["34.5", "27", "", "61.25", "45"])
    #expect(try texts(survey, "town") == ["Aarhus", "Esbjerg", "København", "", "Vejle"])
  }

  @Test func `each byte of a portable file keeps its first meaning alone`() throws {
    let path = SharedFiles.root + "/Tests/SurveyReadingTests/ReadStat/Samples/answers.por"
    let bytes = try FileSystem.contents(of: path)
    let mended = PortableHeader.read(bytes).bytes
    #expect(mended.count == bytes.count)
    #expect(zip(bytes, mended).count { $0 != $1 } == 15)
    #expect(PortableHeader.read(mended).bytes == mended)
    #expect(PortableHeader.read([]).bytes == [])
    // A file that is cut short within its table is refused, and nothing else happens.
    for length in [1, 200, 300, 460, 500] {
      #expect(throws: ReadingError.self) {
        try SurveyReader.read(
          sources: [SourceBytes(name: "cut.por", bytes: Array(bytes.prefix(length)))],
          options: ReadingOptions(format: .spssPOR))
      }
    }
  }
}
