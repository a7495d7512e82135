import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading
@testable import SurveyWriting

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct TripleSWriterTests {
  static func read(_ files: [WrittenFile]) throws -> Survey {
    try SurveyReader.read(sources: files.map { SourceBytes(name: $0.name, bytes: $0.bytes) })
  }

  @Test(arguments: 1...150) func `what Triple-S describes comes back: codes, labels, numbers, texts, ticked options`(
    seed: Int
  ) throws {
    var random = RandomSurvey(seed: UInt64(seed))
    let survey = try random.make()
    let back = try Self.read(TripleSWriter.write(survey, title: "Needed & <lonely>").files)
    #expect(back.count == survey.count)
    #expect(
      back.codebook.variables.map(\.name)
        == ["agree", "region", "hours", "weight", "comment", "started"]
        + (back.codebook["started_time"] == nil ? [] : ["started_time"]) + ["used"])
    for name in ["agree", "region", "hours", "weight", "comment"] {
      let (one, other) = (try survey.column(name), try back.column(name))
      #expect(one.variable.label == other.variable.label)
      #expect(one.variable.labels.map(\.code) == other.variable.labels.map(\.code))
      #expect(one.variable.labels.map(\.label) == other.variable.labels.map(\.label))
      #expect(one.variable.labels.map(\.missing) == other.variable.labels.map(\.missing))
      for respondent in 0..<survey.count {
        #expect(one.column.originalText(at: respondent) ?? "" == other.column.originalText(at: respondent) ?? "")
        #expect(one.column.missingReason(at: respondent) == other.column.missingReason(at: respondent))
      }
    }
    #expect(back.codebook["agree"]?.level == .ordinal)
    #expect(back.codebook["agree"]?.labels.map(\.value) == survey.codebook["agree"]?.labels.map(\.value))
    #expect(back.codebook["weight"]?.role == .weight)
    let set = survey.codebook.multipleResponseSets[0]
    #expect(back.codebook["used"]?.labels.map(\.label) == set.variables.map { survey.codebook[$0]?.itemText })
    for respondent in 0..<survey.count {
      let ticks = try set.variables.map { try survey.told($0, respondent) }
      let isMissing = ticks.allSatisfy { $0 == "–" }
      let column = try back.column("used").column
      #expect((column.missingReason(at: respondent) != nil) == isMissing)
      if !isMissing { #expect(column.originalText(at: respondent) == ticks.map { $0 == "1" ? "1" : "0" }.joined()) }
    }
  }

  /// The DTD of the standard, beside the project with the real exports.
  static let dtd: String? = SharedFiles.exports.map { $0 + "/triple_s/sss_v30.dtd" }.flatMap {
    system("xmllint --version > /dev/null 2>&1") == 0 && FileSystem.exists($0) ? $0 : nil
  }

  /// Whether the standard's DTD accepts a definition.
  static func isValid(_ path: String) -> Bool {
    system("xmllint --noout --dtdvalid \(dtd ?? "") \(path) > /dev/null 2>&1") == 0
  }

  @Test(.enabled(if: dtd != nil, "skipped: xmllint or the standard's DTD is not on this machine"))
  func `definitions are valid by the standard's own DTD`() throws {
    let path = "/tmp/topline-triple-s-\(FileSystem.processIdentifier).sss"
    defer { try? FileSystem.remove(path) }
    for seed in 1...20 {
      var random = RandomSurvey(seed: UInt64(seed))
      let written = TripleSWriter.write(try random.make(), title: "Needed & <lonely>")
      try FileSystem.write(written.files[0].bytes, to: path)
      #expect(Self.isValid(path), "seed \(seed)")
    }
  }

  @Test func `what it cannot describe is listed`() throws {
    var random = RandomSurvey(seed: 1)
    var survey = try random.make()
    survey.update(at: 0) { variable, _ in
      for index in variable.labels.indices where variable.labels[index].code == "98" {
        variable.labels[index].missing = .declared
      }
    }
    let losses = TripleSWriter.write(survey).losses.map(\.line)
    #expect(
      losses.first
        == "responses.sss, agree: note: found codes declared missing: 98, expected what Triple-S describes; "
        + "they are written as answers with their labels")
  }
}
