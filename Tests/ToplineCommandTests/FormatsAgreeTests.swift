import TestSupport
import Testing
import TextFormats

/// The founding study's first world in three platforms' formats, from one draw.
@Suite(.enabled(if: ToplineProcess.path != nil, Comment(rawValue: ToplineProcess.absent)))
struct FormatsAgreeTests {
  private static let folder = SharedFiles.root + "/datasets/social-necessity/thesis-true/"
  private static let formats = [
    ["responses.csv", "codebook.csv"], ["qualtrics.csv", "questionnaire.qsf"], ["limesurvey.lsr", "limesurvey.lss"],
  ].map { $0.map { folder + $0 } }

  /// A document without what may differ: missing by reason, and the format's own words.
  private func comparable(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object):
      .object(
        JSONObject(
          object.members.filter { !["missing", "format", "evidence", "provenance"].contains($0.name) }
            .map { ($0.name, comparable($0.value)) }))
    case .array(let values): .array(values.map(comparable))
    default: value
    }
  }

  private func outputs(_ arguments: (([String]) -> [String])) throws -> [JSONValue] {
    try Self.formats.map { files in
      let process = ToplineProcess(arguments(files))
      #expect(process.status == 0, "\(process.messages)")
      return comparable(try JSONValue(parsing: process.output))
    }
  }

  @Test(arguments: [
    "a1,a2,a3,a4", "n1..n4", "ba_1..ba_5", "ad4_1..ad4_5", "sex,region",
  ])
  func `summaries are the same bit for bit`(variables: String) throws {
    let outputs = try outputs {
      ["summary"] + $0 + ["--variables", variables, "--weights", "wt", "--output-format", "json"]
    }
    #expect(outputs[0] == outputs[1])
    #expect(outputs[0] == outputs[2])
  }

  @Test func `tests are the same bit for bit`() throws {
    for test in [
      ["paradox", "--both", "a3 >= 5, n1 >= 5"], ["friedman", "--items", "ba_1..ba_5"],
      ["wilcoxon-signed-rank", "--outcome", "ad4_1", "--with", "ad4_4"],
    ] {
      // Who broke off was not asked the rest, which only LimeSurvey can say: the bounds of a joint share depend on it.
      let outputs = try outputs {
        ["test", test[0]] + $0 + test.dropFirst() + ["--where", "complete = 1", "--output-format", "json"]
      }
      #expect(outputs[0] == outputs[1])
      #expect(outputs[0] == outputs[2])
    }
  }

  @Test func `only LimeSurvey can say why a cell is missing`() throws {
    let reasons = try Self.formats.map { files -> Set<String> in
      let json = try JSONValue(
        parsing: ToplineProcess(["inspect"] + files + ["--output-format", "json", "--quiet"]).output)
      var names: Set<String> = []
      for variable in json["variables"]?.array ?? [] { names.formUnion(variable["missing"]?.object?.names ?? []) }
      return names
    }
    #expect(reasons[2].contains("notShown") && reasons[2].contains("seenNotAnswered"))
    #expect(!reasons[0].contains("notShown") && reasons[0].contains("unknownBlank"))
    #expect(!reasons[1].contains("notShown") && reasons[1].contains("unknownBlank"))
  }

  @Test func `verdicts are the same bit for bit`() throws {
    let output = "/tmp/topline-formats-\(FileSystem.processIdentifier)"
    defer { try? FileSystem.remove(output) }
    let study = SharedFiles.root + "/datasets/social-necessity/study.yaml"
    let verdicts = try Self.formats.enumerated().map { index, files in
      let folder = output + "-\(index)"
      defer { try? FileSystem.remove(folder) }
      let process = ToplineProcess(
        ["study", study, "--output", folder, "--quiet", "--output-format", "json"] + files.flatMap { ["--data", $0] })
      #expect(process.status == 0, "\(process.messages)")
      return comparable(try JSONValue(parsing: process.output)["verdicts"] ?? .null)
    }
    #expect(verdicts[0] == verdicts[1])
    #expect(verdicts[0] == verdicts[2])
  }
}
