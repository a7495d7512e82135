internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import ToplineKit

/// `topline crosstab`: a banner table with significance letters.
struct CrosstabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crosstab", abstract: "Banner table: column %, base, tests, significance letters.")

  @OptionGroup var data: DataOptions

  @Option(help: "The questions down: A,B or Q5_1..Q5_4.")
  var rows: String
  @Option(help: "The questions across.")
  var columns: String
  @Option(help: "Whom percentages are of: answered, substantive or asked.")
  var base = "answered"
  @Option(help: "Nets of neighbouring answers: top-2,bottom-2.")
  var nets: String?
  @Option(help: "How the letters are adjusted: holm, bonferroni or none.")
  var letters: String?
  @Option(help: "topline or spss.")
  var convention = "topline"

  @OptionGroup var design: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.check(["text", "json", "markdown", "html", "latex", "csv", "svg"])
    var options = BannerOptions(level: design.level)
    options.base = try OptionWords.base(base)
    guard let convention = BannerOptions.Convention(rawValue: convention) else {
      throw ValidationError("--convention '\(convention)': expected topline or spss")
    }
    options.convention = convention
    if let letters {
      guard ["holm", "bonferroni", "none"].contains(letters), let adjustment = PAdjustment(rawValue: letters) else {
        throw ValidationError("--letters '\(letters)': expected holm, bonferroni or none")
      }
      options.adjustment = adjustment
    }
    try reporting {
      if let nets { options.nets = try BannerOptions.nets(parsing: nets) }
      let rows = try VariableSelection(parsing: rows)
      let columns = try VariableSelection(parsing: columns)
      var wanted = design.wanted
      wanted?.add(selection: rows)
      wanted?.add(selection: columns)
      let prepared = try data.prepare(for: wanted)
      let banner = try BannerTable.make(
        survey: prepared.survey, selection: prepared.selection, rows: rows, columns: columns,
        design: try design.design(of: prepared), options: options)
      if output.outputFormat == "json" {
        try Messages.output(banner.json, exclusions: prepared.report)
      } else {
        try Messages.output(Rendering.render(Table.banner(banner), as: output.outputFormat))
      }
    }
  }
}
