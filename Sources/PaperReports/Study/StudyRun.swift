internal import PaperFigures
internal import PaperTables
internal import SocialNecessity
public import StudyPlan
public import SurveyAggregation
public import SurveyModel
public import SurveyPreparation
public import SurveyReading
internal import SurveyStatistics
internal import TextFormats

/// A study file run on its data: plan, survey as prepared, and design.
///
/// Errors are those of the targets below, each a `SurveyError` with its place; parts of the plan that this version does
/// not compute are refused by name with their line, before anything is computed.
public struct StudyRun: Sendable {
  /// The plan.
  public let plan: StudyPlan
  /// The survey with its new variables, and who is analysed.
  public let prepared: PreparedSurvey
  /// How the sample was drawn and weighted.
  public let design: SurveyDesign
  /// What weighting to margins did; nil for weights as delivered.
  let weighting: WeightingReport?
  /// The study file's own bytes, for the manifest.
  public let planFile: SourceFile

  /// Reads a study file and its data, and prepares it.
  ///
  /// - Parameters:
  ///   - path: The study file.
  ///   - data: Data files instead of the plan's own, as the user named them.
  ///   - options: What the user says about the files.
  /// - Throws: `FileError`, `StudyError`, `ReadingError`, `PreparationError` or `AggregationError`.
  public init(planAt path: String, data: [String] = [], options: ReadingOptions = ReadingOptions()) throws {
    let bytes = try FileSystem.contents(of: path)
    let plan = try StudyPlan(parsing: String(decoding: bytes, as: UTF8.self), fileName: FileSystem.name(of: path))
    try StudyRun.refuseWhatIsNotComputed(plan)
    let files = data.isEmpty ? plan.data.map { FileSystem.path($0, besides: path) } : data
    var options = options
    options.wantsHashes = true
    let survey = try SurveyReader.read(files, options: options)
    let prepared = try plan.preparation().apply(to: survey)
    try StudyRun.checkMapping(plan, in: prepared.survey)
    self.plan = plan
    self.prepared = prepared
    (design, weighting) = try StudyRun.weighted(plan, prepared)
    planFile = SourceFile(
      name: FileSystem.name(of: path), format: "topline-study", size: bytes.count,
      sha256: ContentDigest.sha256(bytes))
  }

  /// Holds the variables that measure a protocol's constructs to those that the survey has.
  private static func checkMapping(_ plan: StudyPlan, in survey: Survey) throws(StudyError) {
    for entry in plan.mapping {
      for name in entry.variables {
        do throws(UnknownVariable) {
          _ = try survey.codebook.requirePosition(of: name)
        } catch {
          throw StudyError(
            .unknownName, place: Place(file: plan.fileName, row: entry.line, column: "mapping.\(entry.construct)"),
            found: "no variable '\(name)'", expected: "a variable of the survey or a scale of this file",
            remedy: error.nearest.map { "did you mean '\($0)'?" } ?? "'topline inspect' lists the variables")
        }
      }
    }
  }

  private static func refuseWhatIsNotComputed(_ plan: StudyPlan) throws(StudyError) {
    for output in plan.figures where !FigureRequest.kinds.contains(output.kind) {
      throw StudyError(
        .notComputed, place: Place(file: plan.fileName, row: output.line, column: "figures \(output.id)"),
        found: "a figure of kind '\(output.kind)', which this version does not draw",
        expected: "one of \(FigureRequest.kinds.joined(separator: ", "))", remedy: "choose one of these, or take it out"
      )
    }
    for output in plan.tables {
      for format in output.formats where !StudyFormats.tables.contains(format) {
        throw StudyError(
          .notComputed, place: Place(file: plan.fileName, row: output.line, column: "tables \(output.id)"),
          found: "the format '\(format)', which this version does not write",
          expected: "one of \(StudyFormats.tables.joined(separator: ", "))",
          remedy: "take it out: all of these are written")
      }
    }
    if case .own(let hypotheses) = plan.hypotheses {
      for hypothesis in hypotheses { try HypothesisJudge.check(hypothesis, of: plan) }
    }
  }
}

/// The formats that a study's folder holds.
enum StudyFormats {
  static let tables = ["txt", "md", "html", "tex", "csv", "svg", "json"]
}
