internal import ArgumentParser
internal import SurveyPreparation

/// Who is left out before anything is counted.
struct ExclusionArguments: ParsableArguments {
  @Option(
    help: """
      Leave out, in the order written, any of: previews, tests, spam, rejected, unfinished, duplicates, failed-checks, \
      speeders, straight-liners.
      """)
  var exclude: String?

  @Option(help: "Leave out who was faster: '1/3 median', '1/3 remaining median of VARIABLE', '< 120 s'.")
  var speeders: String?

  @Option(help: "Leave out who gave the same answer throughout a grid: Q5,Q6 or Q5_1..Q5_4.")
  var straightLiners: String?

  @Option(help: "How many items of a grid must be answered for it to be judged; all without it.")
  var straightItems: Int?

  @Option(help: "In how many of the grids the answers must all be the same; 1 without it.")
  var straightGrids: Int?

  @Option(help: "Leave out who fails what the attentive satisfy: 'attention = 2, instructed = 5'.")
  var checks: String?

  @Option(help: "How many checks must be failed; 1 without it.")
  var failedChecks: Int?

  @Option(help: "Leave out further records with the same key: PROLIFIC_PID or household,person.")
  var duplicates: String?

  @Option(help: "Which record of a key stays: first, last or first-complete.")
  var keep: String?

  /// Whether anybody is to be left out.
  var isGiven: Bool {
    exclude != nil || speeders != nil || straightLiners != nil || checks != nil || duplicates != nil || keep != nil
      || straightItems != nil || straightGrids != nil || failedChecks != nil
  }

  /// The rules, in the order in which they apply.
  func exclusions() throws -> [Exclusion] {
    var options = ExclusionOptions()
    options.rules = exclude
    options.speeders = speeders
    options.straightLiners = straightLiners
    options.straightItems = straightItems
    options.straightGrids = straightGrids
    options.checks = checks
    options.failedChecks = failedChecks
    options.duplicates = duplicates
    options.keep = keep
    return try options.exclusions()
  }
}
