internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import ToplineKit

/// `topline figure`: a figure of the catalogue.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure", abstract: "Any figure of the catalogue.",
    discussion: """
      Kinds: likert (--variables, --by), proportions (--variables, --success, --by), mosaic (--variables ROWS,COLUMNS or
      --both 'A >= 5, B >= 5'), forest (--both, one row per joint share; a study's forest: 'topline study').
      """)

  @Argument(help: "The kind: likert, proportions, mosaic or forest.")
  var kind: String

  @OptionGroup var data: DataOptions

  @Option(help: "The variables shown: Q5_1..Q5_4,Q9 or Q5_*.")
  var variables: String?
  @Option(help: "The grouping variable.")
  var by: String?
  @Option(help: "The answers whose share is shown.")
  var success: String?
  @Option(help: "The two conditions of a joint share: 'A >= 5, B >= 5'.")
  var both: String?
  @Option(help: "The title: the finding, as a sentence.")
  var title: String?
  @Option(help: "topline, apa, nature, plos or elsevier.")
  var theme = "topline"
  @Option(help: "The width in millimetres, or single, one-and-half, double.")
  var width = "double"
  @Option(name: .shortAndLong, help: "The SVG file; without it the figure goes to standard output.")
  var output: String?
  @Option(help: "Write the numbers behind the figure to this JSON file.")
  var sidecar: String?

  @OptionGroup var design: DesignOptions

  func run() throws {
    guard FigureRequest.kinds.contains(kind) else {
      let nearest = EditDistance.nearest(to: kind, among: StudyPlan.figureKinds).map { "; did you mean '\($0)'?" } ?? ""
      let known = FigureRequest.kinds.joined(separator: ", ")
      throw ValidationError(
        StudyPlan.figureKinds.contains(kind)
          ? "figure '\(kind)' is not drawn by this version; expected one of \(known)"
          : "no figure '\(kind)'\(nearest); expected one of \(known)")
    }
    guard let theme = FigureTheme.named(theme) else {
      throw ValidationError("--theme '\(theme)': expected \(FigureTheme.all.map(\.name).joined(separator: ", "))")
    }
    guard let width = FigureWidth.named(width) ?? Double(width).map(FigureWidth.init(millimetres:)) else {
      throw ValidationError("--width '\(width)': expected millimetres, or single, one-and-half, double")
    }
    try reporting {
      let prepared = try data.prepare()
      let request = FigureRequest(
        kind: kind, variables: variables, by: by, success: success.map(TestCommand.list) ?? [],
        both: both.map(TestCommand.list) ?? [], title: title)
      let figure = try request.figure(
        of: prepared, design: try design.design(of: prepared), theme: theme, width: width)
      for finding in figure.lint() where !data.quiet { Messages.note("lint: \(finding)") }
      if let sidecar {
        var numbers = figure.sidecar.object ?? JSONObject()
        numbers["exclusions"] = prepared.report.exclusions
        try FileSystem.write(JSONValue.object(numbers).serialized(), to: sidecar)
      }
      if let output {
        try FileSystem.write(figure.svg(), to: output)
        if !data.quiet { Messages.note("wrote \(output)") }
      } else {
        try Messages.output(figure.svg())
      }
    }
  }
}
