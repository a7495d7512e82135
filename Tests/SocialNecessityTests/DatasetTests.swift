import SocialNecessity
import StudyPlan
import SurveyModel
import SurveyPreparation
import SurveyReading
import SurveyStatistics
import SurveyWriting
import TestSupport
import TextFormats
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The committed data of the founding study: drawn again, read again, judged again.
@Suite struct DatasetTests {
  static let folder = "\(SharedFiles.root)/datasets/social-necessity"

  /// The files of a world; with the truth only where the build is fast enough to compute it.
  static func files(of world: World) throws -> [WrittenFile] {
    let survey = Simulation.run(
      world: world, respondents: Simulation.standardRespondents, seed: Simulation.standardSeed)
    let instrument = Instrument.socialNecessity
    let options = WritingOptions(
      title: "\(instrument.title.english) (synthetic)",
      translations: [
        .init(
          language: "da", title: "\(instrument.title.danish) (synthetic)", codebook: instrument.codebook(in: .danish))
      ], completion: "complete", duration: "duration")
    var files = PlainWriter.files(survey)
    if world == .thesisTrue {
      files += try QualtricsWriter.files(survey, options: options)
      files += try LimeSurveyWriter.files(survey, options: options)
    }
    #if !DEBUG
      files.append(WrittenFile(name: "truth.json", bytes: Array(Truth.compute(world: world).json.serialized().utf8)))
    #endif
    return files
  }

  static func questionnaire() -> String {
    let instrument = Instrument.socialNecessity
    return "# The questionnaire of the founding study\n\n" + instrument.questionnaire(in: .english) + "\n"
      + instrument.questionnaire(in: .danish)
  }

  /// The study files that differ from `study.yaml` only in title and data.
  static let variants: [(name: String, title: String, data: String, world: String)] = [
    (
      "study-qualtrics.yaml", "thesis true, Qualtrics", "thesis-true/qualtrics.csv, thesis-true/questionnaire.qsf",
      "thesis-true"
    ),
    (
      "study-limesurvey.yaml", "thesis true, LimeSurvey", "thesis-true/limesurvey.lsr, thesis-true/limesurvey.lss",
      "thesis-true"
    ),
    (
      "study-thesis-false.yaml", "thesis false", "thesis-false/responses.csv, thesis-false/codebook.csv",
      "thesis-false"
    ),
    ("study-undecidable.yaml", "undecidable", "undecidable/responses.csv, undecidable/codebook.csv", "undecidable"),
  ]

  static func variant(_ variant: (name: String, title: String, data: String, world: String)) throws -> String {
    let study = String(decoding: try FileSystem.contents(of: "\(folder)/study.yaml"), as: UTF8.self)
    return study.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { number, line in
      if number == 0 {
        return
          "# The founding study on a synthetic world: study.yaml with another title and other data. The hypotheses, cuts,"
      }
      if number == 1 { return "# thresholds and tests are those of the protocol social-necessity." }
      if line.hasPrefix("title:") { return "title: Is social media losing its social? (synthetic, \(variant.title))" }
      if line.hasPrefix("data:") { return "data: [\(variant.data)]" }
      if line.hasPrefix("  source:") {
        return "  source: topline simulate study.yaml --world \(variant.world) --respondents 1200 --seed 20261001"
      }
      return String(line)
    }.joined(separator: "\n")
  }

  @Test func `the committed files are what the simulation writes`() throws {
    // TOPLINE_WRITE_DATASETS=1 writes them anew, in a release build with the truth.
    let writes = getenv("TOPLINE_WRITE_DATASETS") != nil
    func hold(_ bytes: [UInt8], _ name: String) throws {
      let path = "\(Self.folder)/\(name)"
      if writes {
        try FileSystem.createDirectory(FileSystem.parent(of: path))
        try FileSystem.write(bytes, to: path)
      }
      let isSame = try FileSystem.contents(of: path) == bytes
      #expect(isSame, "\(name) differs from what the simulation writes")
      #expect(bytes.count < 2_000_000, "\(name)")
    }
    for world in World.all {
      for file in try Self.files(of: world) { try hold(file.bytes, "\(world.name)/\(file.name)") }
    }
    try hold(Array(Self.questionnaire().utf8), "questionnaire.md")
    for variant in Self.variants { try hold(Array(try Self.variant(variant).utf8), variant.name) }
  }

  @Test func `every truth says that it is synthetic`() throws {
    for world in World.all {
      let json = try JSONValue(parsing: try FileSystem.contents(of: "\(Self.folder)/\(world.name)/truth.json"))
      #expect(json["synthetic"]?.bool == true)
      #expect(json["world"]?.string == world.name)
    }
  }

  private func judged(_ name: String) throws -> [Verdict] {
    let bytes = try FileSystem.contents(of: "\(Self.folder)/\(name)")
    let plan = try StudyPlan(parsing: String(decoding: bytes, as: UTF8.self), fileName: name)
    let survey = try SurveyReader.read(plan.data.map { "\(Self.folder)/\($0)" })
    #expect(survey.provenance.isSynthetic)
    let prepared = try plan.preparation().apply(to: survey)
    return try SocialNecessityProtocol.judge(
      prepared, mapping: try ProtocolMapping(plan.mapping),
      options: ProtocolOptions(bootstrap: Bootstrap(replicates: 20)))
  }

  /// A document without what says why answers are missing, which CSV cannot keep.
  private static func withoutReasons(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object):
      .object(
        JSONObject(object.members.filter { $0.name != "missing" }.map { ($0.name, withoutReasons($0.value)) }))
    case .array(let values): .array(values.map(withoutReasons))
    default: value
    }
  }

  @Test func `the three platforms' files give the same verdicts to the last bit`() throws {
    let plain = JSONValue.array(try judged("study.yaml").map(\.json)).map(Self.withoutReasons)
    for name in ["study-qualtrics.yaml", "study-limesurvey.yaml"] {
      let other = JSONValue.array(try judged(name).map(\.json)).map(Self.withoutReasons)
      let isSame = other == plain
      #expect(isSame, "\(name)")
    }
  }

  @Test func `the three worlds give the three answers`() throws {
    let found = try ["study.yaml", "study-thesis-false.yaml", "study-undecidable.yaml"].map { name in
      try judged(name).first { $0.id == "C1" }?.direction
    }
    #expect(found == [.supported, .contradicted, .inconclusive])
  }
}

extension JSONValue {
  fileprivate func map(_ change: (JSONValue) -> JSONValue) -> JSONValue { change(self) }
}
