internal import ArgumentParser
internal import ToplineKit

/// What tests of association, agreement and equivalence are asked beyond their variables.
struct AssociationOptions: ParsableArguments {
  @Option(help: "The variable within whose answers an association is tested (mantel-haenszel).")
  var within: String?

  @Option(help: "Scores of ordered groups, such as 0,1.5,4 (cochran-armitage).")
  var scores: String?

  @Option(help: "How much a disagreement counts: none, linear or quadratic (cohen-kappa).")
  var weighting: String?

  @Option(help: "How far codings are apart: nominal, ordinal, interval or ratio (krippendorff-alpha).")
  var metric: String?

  @Option(help: "Shrout and Fleiss's form: 1,1 2,1 3,1 1,k 2,k or 3,k (icc).")
  var form: String?

  @Option(help: "two-step or ml (polychoric).")
  var estimator: String?

  @Option(parsing: .unconditional, help: "Bounds of equivalence: lower,upper such as -0.5,0.5.")
  var bounds: String?

  @Option(parsing: .unconditional, help: "Bounds of equivalence at the same distance on both sides.")
  var margin: Double?

  @Option(help: "The unit of the bounds: raw or standardized (standard deviations; for shares Cohen's h).")
  var boundsScale = "raw"

  @Option(help: "Compare every pair of groups afterwards: tukey, games-howell, dunn or pairwise-proportions.")
  var postHoc: String?

  @Option(help: "The correction of the pairs' p-values: holm, hochberg, bonferroni, bh, by or none.")
  var adjustment: String?

  @Option(help: "Zeros of signed ranks: pratt or wilcoxon.")
  var zeros: String?

  @Option(help: "A p-value from so many random rearrangements.")
  var monteCarlo: Int?

  /// What the options ask for; the seed is the command's.
  func request(seed: UInt64?) throws -> AssociationRequest {
    var request = AssociationRequest()
    request.within = within
    request.scores = try scores.map(numbers) ?? []
    request.weighting = try OptionWords.choice(weighting, "--weighting")
    request.metric = try OptionWords.choice(metric, "--metric")
    request.form = try OptionWords.choice(form, "--form")
    request.estimator = try OptionWords.choice(estimator, "--estimator")
    request.postHoc = try OptionWords.choice(postHoc, "--post-hoc")
    request.adjustment = try OptionWords.choice(adjustment, "--adjustment")
    request.zeros = try OptionWords.choice(zeros == "wilcoxon" ? "wilcox" : zeros, "--zeros")
    request.bounds = try equivalence()
    request.monteCarlo = monteCarlo.map { MonteCarlo(replicates: $0, seed: seed ?? 1) }
    return request
  }

  private func equivalence() throws -> EquivalenceBounds? {
    guard let scale: EquivalenceBounds.Scale = try OptionWords.choice(boundsScale, "--bounds-scale") else { return nil }
    if let margin {
      guard bounds == nil else { throw ValidationError("--bounds and --margin: expected one of them") }
      return try EquivalenceBounds(margin: margin, scale: scale)
    }
    guard let bounds else {
      guard scale == .raw else { throw ValidationError("--bounds-scale: expected --bounds or --margin beside it") }
      return nil
    }
    let ends = try numbers(bounds)
    guard ends.count == 2 else { throw ValidationError("--bounds '\(bounds)': expected two numbers, such as -0.5,0.5") }
    return try EquivalenceBounds(lower: ends[0], upper: ends[1], scale: scale)
  }

  private func numbers(_ text: String) throws -> [Double] {
    try TestCommand.list(text).map { part in
      guard let number = Double(part) else { throw ValidationError("'\(part)': expected a number, such as 0.5") }
      return number
    }
  }
}
