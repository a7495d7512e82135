internal import ArgumentParser
internal import ToplineKit

/// What tests of scales and factors are asked beyond their items.
struct ScaleOptions: ParsableArguments {
  @Option(help: "How many factors (factor-analysis), or group factors for omega hierarchical (omega).")
  var factors: Int?
  @Option(help: "How factors are turned: none, varimax or oblimin (factor-analysis).")
  var rotation: String?
  @Option(
    help: "ml or minres (factor-analysis, omega); components or factors (parallel-analysis).")
  var method: String?
  @Option(help: "Which correlations: pearson or polychoric (factor-analysis).")
  var correlation: String?
  @Option(help: "A factor model: 'F1 = A,B,C; F2 = D,E,F' (cfa).")
  var model: String?
  @Flag(help: "A factor of agreeing with everything beside the others (cfa).")
  var methodFactor = false
  @Option(help: "The percentile of chance, such as 0.95 (parallel-analysis).")
  var percentile: Double?
  @Option(help: "Resamples for the intervals (cronbach-alpha; 0 for none), or random sets (parallel-analysis).")
  var replicates: Int?

  /// What the options ask for; the seed is the command's.
  func request(seed: UInt64?) throws -> ScaleRequest {
    if let replicates, replicates < 0 {
      throw ValidationError("--replicates \(replicates): expected a number such as 2000, or 0 for none")
    }
    var request = ScaleRequest()
    request.factors = factors
    request.rotation = rotation
    request.method = method
    request.correlation = correlation
    request.model = model
    request.withMethodFactor = methodFactor
    request.percentile = percentile
    request.replicates = replicates
    request.seed = seed
    return request
  }
}
