internal import ArgumentParser
internal import ToplineKit

/// What the tests `linear`, `logistic`, `ordinal` and `latent-class` are asked for.
struct ModelOptions: ParsableArguments {
  @Option(help: "The predictors and, with A:B, their interactions: A,B,A:B.")
  var predictors: String?
  @Option(help: "The answers that categorical predictors are compared with: sex=2,region=North.")
  var reference: String?
  @Option(help: "Categorical predictors whose answers count as their numbers.")
  var numeric: String?
  @Option(help: "Standard errors of linear: classical, hc0, hc1, hc2 or hc3.")
  var errors: String?
  @Option(help: "Intervals of logistic and ordinal: profile or wald.")
  var interval: String?
  @Option(help: "The number of latent classes, or the numbers to choose from: 3 or 1..4.")
  var classes: String?
  @Option(help: "How many random starts each number of classes has.")
  var starts: Int?
  @Option(help: "Samples of the bootstrap test of one class fewer; none without.")
  var bootstrap: Int?

  /// The options as a request; the seed is the command's.
  func request(seed: UInt64?) throws -> ModelRequest {
    var request = ModelRequest()
    request.predictors = predictors
    request.references = reference.map(TestCommand.list) ?? []
    request.numeric = numeric.map(TestCommand.list) ?? []
    if let errors {
      guard let kind = LinearErrors(rawValue: errors) else {
        throw ValidationError("--errors '\(errors)': expected \(Self.list(LinearErrors.allCases.map(\.rawValue)))")
      }
      request.errors = kind
    }
    if let interval {
      guard let kind = ModelInterval(rawValue: interval) else {
        throw ValidationError("--interval '\(interval)': expected \(Self.list(ModelInterval.allCases.map(\.rawValue)))")
      }
      request.interval = kind
    }
    if let classes {
      guard let range = ModelRequest.classes(parsing: classes) else {
        throw ValidationError("--classes '\(classes)': expected a number such as 3, or numbers such as 1..4")
      }
      request.classes = range
    }
    request.seed = seed
    request.starts = starts
    request.bootstrap = bootstrap
    return request
  }

  private static func list(_ words: [String]) -> String {
    words.dropLast().joined(separator: ", ") + (words.last.map { " or \($0)" } ?? "")
  }
}
