internal import ArgumentParser
internal import SurveyModel
internal import SurveyWriting
internal import ToplineKit

/// `topline simulate`: synthetic responses to the founding questionnaire.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Synthetic responses: the same seed gives the same bytes.")

  @Argument(help: "The study file, whose hypotheses are a protocol with an instrument (social-necessity).")
  var study: String
  @Option(help: "How many respondents.")
  var respondents = Simulation.standardRespondents
  @Option(help: "The seed.")
  var seed = Simulation.standardSeed
  @Option(help: "What is true: thesis-true, thesis-false or undecidable.")
  var world = "thesis-true"
  @Option(help: "The platforms' formats: csv, qualtrics, limesurvey.")
  var formats = "csv"
  @Option(name: .shortAndLong, help: "The folder that is written.")
  var output = "simulated"
  @Flag(name: .shortAndLong, help: "No messages but errors.")
  var quiet = false

  func run() throws {
    let formats = TestCommand.list(formats)
    for format in formats where !["csv", "qualtrics", "limesurvey"].contains(format) {
      throw ValidationError("--formats '\(format)': expected csv, qualtrics, limesurvey")
    }
    guard let world = World.all.first(where: { $0.name == world }) else {
      throw ValidationError("--world '\(world)': expected \(World.all.map(\.name).joined(separator: ", "))")
    }
    guard (1...10_000_000).contains(respondents) else {
      throw ValidationError("--respondents \(respondents): expected 1 to 10000000")
    }
    try reporting {
      try checkPlan()
      let files = try SimulationFiles.files(world: world, respondents: respondents, seed: seed, formats: formats)
      try FileSystem.createDirectory(output)
      // Files of an earlier draw would stand beside a truth that is not theirs.
      let written = files.map(\.name)
      for name in SimulationFiles.names where !written.contains(name) { try FileSystem.remove(output + "/" + name) }
      for file in files { try FileSystem.write(file.bytes, to: output + "/" + file.name) }
      if !quiet {
        try Messages.output(
          "SYNTHETIC: \(respondents) respondents of the world '\(world.name)', seed \(seed)\n"
            + files.map { "wrote \(output)/\($0.name)\n" }.joined())
      }
    }
  }

  private func checkPlan() throws {
    let bytes = try FileSystem.contents(of: study)
    let plan = try StudyPlan(parsing: String(decoding: bytes, as: UTF8.self), fileName: FileSystem.name(of: study))
    guard case .named = plan.hypotheses else {
      throw StudyError(
        .notComputed, place: Place(file: plan.fileName), found: "a study with hypotheses of its own",
        expected: "hypotheses: social-necessity, whose instrument has a model",
        remedy: "this version draws the founding questionnaire only")
    }
  }
}

/// The files of a simulated study.
enum SimulationFiles {
  /// Every name that a draw may have.
  static let names = [
    "responses.csv", "codebook.csv", "qualtrics.csv", "questionnaire.qsf", "limesurvey.lsr", "limesurvey.lss",
    "truth.json",
  ]

  static func files(
    world: World, respondents: Int, seed: UInt64, formats: [String]
  ) throws(WritingError) -> [WrittenFile] {
    let survey = Simulation.run(world: world, respondents: respondents, seed: seed)
    let instrument = Instrument.socialNecessity
    let danish = WritingOptions.Translation(
      language: "da", title: "\(instrument.title.danish) (synthetic)", codebook: instrument.codebook(in: .danish))
    let options = WritingOptions(
      title: "\(instrument.title.english) (synthetic)", translations: [danish], completion: "complete",
      duration: "duration")
    var files: [WrittenFile] = []
    if formats.contains("csv") { files += PlainWriter.files(survey) }
    if formats.contains("qualtrics") { files += try QualtricsWriter.files(survey, options: options) }
    if formats.contains("limesurvey") { files += try LimeSurveyWriter.files(survey, options: options) }
    files.append(WrittenFile(name: "truth.json", bytes: Array(Truth.compute(world: world).json.serialized().utf8)))
    return files
  }
}
