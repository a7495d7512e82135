internal import ArgumentParser
internal import ToplineKit

/// Which of several conventions a test follows, where good systems differ; Documentation/Conventions.md compares them.
struct ConventionOptions: ParsableArguments {
  @Option(
    help: "What a two-sided exact p sums: minimum-likelihood (fisher's default) or central (binomial's).")
  var twoSided: String?

  @Option(help: "What Levene's test takes distances from: median, mean or trimmed-mean.")
  var center: String?

  @Option(
    help: """
      What the first standardised difference divides by: average, pooled, first or second (t-welch, t-student); \
      differences or average (t-paired).
      """)
  var denominator: String?

  @Option(
    help: """
      The interval of a share: wilson, clopper-pearson, jeffreys, agresti-coull, logit or wald (binomial, proportion).
      """)
  var proportionInterval: String?

  @Option(help: "Empty cells of a crossing: fourfold (one half in 2 x 2 only), half or none (polychoric).")
  var emptyCells: String?

  @Option(help: "Whose answers covariances stand on: listwise or pairwise (cronbach-alpha).")
  var incomplete: String?

  /// What the options ask for.
  func request() throws -> ConventionRequest {
    var request = ConventionRequest()
    request.twoSided = try OptionWords.choice(twoSided, "--two-sided")
    request.center = try OptionWords.choice(center, "--center")
    request.denominator = try OptionWords.choice(denominator, "--denominator")
    request.proportionInterval = try OptionWords.proportionInterval(proportionInterval)
    request.emptyCells = try OptionWords.choice(emptyCells, "--empty-cells")
    request.incomplete = try OptionWords.choice(incomplete, "--incomplete")
    return request
  }
}
