internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import ToplineKit

/// `topline summary`: the topline itself.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "The topline: n, %, intervals, mean, sd, quartiles, by group.")

  @OptionGroup var data: DataOptions

  @Option(help: "Only these: Q5_1..Q5_4,Q9 or Q5_*; names with odd characters in back-ticks.")
  var variables: String?
  @Option(help: "The variable whose answers make groups.")
  var by: String?
  @Option(help: "Whom percentages are of: answered, substantive or asked.")
  var base = "answered"
  @Option(help: "The rule of quantiles, 1 to 9 of Hyndman and Fan.")
  var quantileRule = 7

  @OptionGroup var design: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.check(["text", "json", "markdown", "html", "latex", "csv", "svg"])
    var options = SummaryOptions(level: design.level, includePersonal: data.includePersonal)
    options.base = try OptionWords.base(base)
    guard let rule = QuantileRule(rawValue: quantileRule) else {
      throw ValidationError("--quantile-rule \(quantileRule): expected 1 to 9")
    }
    options.quantileRule = rule
    try reporting {
      let (summary, exclusions) = try summary(options)
      if output.outputFormat == "json" {
        try Messages.output(summary.json, exclusions: exclusions)
      } else {
        try Messages.output(Rendering.render(Table.summary(summary), as: output.outputFormat))
      }
      Messages.done()
    }
  }
}

extension SummaryCommand {
  /// The marginals tell all that is asked without groups, design and conditions.
  private func summary(_ options: SummaryOptions) throws -> (SurveySummary, PreparationReport) {
    let variables = try variables.map { try VariableSelection(parsing: $0) }
    if by == nil, design.isNone, data.takesAll {
      let marginals = try data.marginals()
      let summary = try SurveySummary.make(marginals: marginals, variables: variables, options: options)
      return (summary, PreparationReport(respondents: marginals.count))
    }
    var wanted = variables == nil ? nil : design.wanted
    wanted?.add(selection: variables)
    wanted?.add(selection: by.map { VariableSelection(names: [$0]) })
    let prepared = try data.prepare(for: wanted)
    let weighted = try design.weighted(prepared)
    var summary = try SurveySummary.make(
      survey: prepared.survey, selection: prepared.selection, variables: variables, by: by, design: weighted.design,
      options: options)
    summary.weighting = weighted.report
    return (summary, prepared.report)
  }
}

/// Words of options that several commands share.
enum OptionWords {
  static func base(_ text: String) throws -> AnswerBase {
    guard let base = AnswerBase(rawValue: text) else {
      let known = AnswerBase.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--base '\(text)': expected one of \(known)")
    }
    return base
  }
}
