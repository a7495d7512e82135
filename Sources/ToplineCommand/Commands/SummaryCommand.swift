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
  @Option(help: "The rule of quantiles, 1 to 9 of Hyndman and Fan; 7 without it.")
  var quantileRule: Int?
  @Option(
    help: "The interval of shares: wilson, clopper-pearson, jeffreys, agresti-coull, logit or wald; wilson without it.")
  var proportionInterval: String?
  @Option(help: "The rule of skewness and kurtosis, 1 to 3 of Joanes and Gill; 2 without it.")
  var skewnessType: Int?
  @Option(
    name: .customLong("weighted-sd"),
    help: "What weighted standard deviations divide by: survey, frequency, precision or population.")
  var weightedDeviation: String?

  @OptionGroup var design: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.check(["text", "json", "markdown", "html", "latex", "csv", "svg"])
    var options = SummaryOptions(level: design.level, includePersonal: data.includePersonal)
    options.base = try OptionWords.base(base)
    try choose(&options)
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
  /// The conventions that good systems differ on.
  private func choose(_ options: inout SummaryOptions) throws {
    if let quantileRule {
      guard let rule = QuantileRule(rawValue: quantileRule) else {
        throw ValidationError("--quantile-rule \(quantileRule): expected 1 to 9")
      }
      guard !design.isDesignBased else {
        throw ValidationError(
          "--quantile-rule \(quantileRule): expected no weights and design beside it, whose quantiles have one rule")
      }
      options.quantileRule = rule
    }
    if let method = try OptionWords.proportionInterval(proportionInterval) {
      guard !design.isDesignBased || design.weightKind == "frequency" || method == .logit || method == .kornGraubard
      else {
        throw ValidationError(
          "--proportion-interval '\(method.rawValue)': expected logit or korn-graubard beside weights and design")
      }
      options.proportionMethod = method
    }
    if let skewnessType {
      guard let rule = ShapeRule(rawValue: skewnessType) else {
        throw ValidationError("--skewness-type \(skewnessType): expected 1 to 3")
      }
      options.shapeRule = rule
    }
    options.deviationRule = try OptionWords.choice(weightedDeviation, "--weighted-sd")
  }

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
  /// The value of an option that is one of several words.
  static func choice<Value: RawRepresentable & CaseIterable>(
    _ text: String?, _ option: String
  ) throws -> Value? where Value.RawValue == String {
    guard let text else { return nil }
    if let value = Value(rawValue: text) { return value }
    let known = Value.allCases.map(\.rawValue)
    let nearest = EditDistance.nearest(to: text, among: known).map { "; did you mean '\($0)'?" } ?? ""
    throw ValidationError("\(option) '\(text)': expected one of \(known.joined(separator: ", "))\(nearest)")
  }

  /// The interval of shares, where one is asked for.
  static func proportionInterval(_ text: String?) throws -> ProportionMethod? {
    try choice(text, "--proportion-interval")
  }

  static func base(_ text: String) throws -> AnswerBase {
    guard let base = AnswerBase(rawValue: text) else {
      let known = AnswerBase.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--base '\(text)': expected one of \(known)")
    }
    return base
  }
}
