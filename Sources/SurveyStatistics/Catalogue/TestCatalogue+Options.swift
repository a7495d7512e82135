internal import SurveyAggregation
internal import SurveyModel
internal import TextFormats

/// What is refused of conventions: those that a test does not leave to whoever asks, and those that exclude each other.
extension TestCatalogue {
  /// Refuses conventions that the test would pass over in silence.
  static func checkConventions(of test: CatalogueTest, _ request: TestRequest) throws(StatisticsError) {
    for option in request.association.given + request.conventions.given where !test.options.contains(option) {
      throw refusal(request, option, "one of the options it takes: \(test.options.joined(separator: ", "))")
    }
    let known = test.corrections
    let corrections = known + DesignCatalogue.corrections(of: test.name).filter { !known.contains($0) }
    if let correction = request.correction, !corrections.contains(correction) {
      guard !corrections.isEmpty else { throw refusal(request, "--correction", "no correction, which it has none of") }
      let nearest = EditDistance.nearest(to: correction, among: corrections)
      throw StatisticsError(
        .argument, place: Place(column: "--correction"), found: "'\(correction)' for the test '\(request.test)'",
        expected: "one of \(corrections.joined(separator: ", "))",
        remedy: nearest.map { "did you mean '\($0)'?" } ?? "choose one of these")
    }
    try checkCorrectionBesideDistribution(request)
    let distributions = test.distributions
    if request.method != .automatic, !distributions.contains(request.method) {
      var refusal = refusal(
        request, "--\(request.method.rawValue)",
        distributions.isEmpty
          ? "no choice of distribution, which it has one of"
          : "one of \(distributions.map { "--\($0.rawValue)" }.joined(separator: ", "))")
      if request.method == .exact, test.options.contains("--monte-carlo") {
        refusal.remedy += ", or ask for --monte-carlo 10000"
      }
      throw refusal
    }
    if request.method != .automatic, request.association.monteCarlo != nil {
      throw refusal(request, "--\(request.method.rawValue)", "--\(request.method.rawValue) or --monte-carlo, not both")
    }
    if request.alternative != .twoSided, !test.takesAlternative(with: request.method) {
      throw refusal(request, "--alternative", "two-sided, for its statistic has no direction")
    }
    try checkPostHoc(request)
    try checkConventionsBesideOthers(request)
  }

  /// Refuses conventions of what is not computed, and denominators that the test does not have.
  private static func checkConventionsBesideOthers(_ request: TestRequest) throws(StatisticsError) {
    if request.conventions.twoSided != nil, request.alternative != .twoSided {
      throw refusal(request, "--two-sided", "--alternative two-sided, whose p-value it is about")
    }
    if let denominator = request.conventions.denominator {
      let known = ConventionRequest.denominators(of: request.test)
      guard known.contains(denominator) else {
        throw StatisticsError(
          .argument, place: Place(column: "--denominator"),
          found: "'\(denominator.rawValue)' for the test '\(request.test)'",
          expected: "one of \(known.map(\.rawValue).joined(separator: ", "))", remedy: "choose one of these")
      }
    }
  }

  /// Refuses, in a weighted or complex sample, conventions of the version for simple samples.
  static func checkConventions(_ request: TestRequest, _ design: SurveyDesign) throws(StatisticsError) {
    for option in request.conventions.given {
      throw StatisticsError(
        .design, place: Place(column: option), found: "\(option) with \(design.words)",
        expected: "a sample without weights, strata and sampling units, or frequency weights",
        remedy: "take \(option) out; the design-based version has a convention of its own")
    }
    let known = DesignCatalogue.corrections(of: request.test)
    if let correction = request.correction, correction != "none", !known.contains(correction) {
      throw StatisticsError(
        .design, place: Place(column: "--correction"), found: "'\(correction)' with \(design.words)",
        expected: known.isEmpty
          ? "no correction, which the design-based version has none of"
          : "one of \(known.joined(separator: ", "))", remedy: "take --correction out")
    }
  }

  /// Refuses, in a simple sample, corrections of the version for weighted and complex ones.
  static func checkConventions(
    of test: CatalogueTest, simple request: TestRequest
  ) throws(StatisticsError) {
    let known = test.corrections
    guard let correction = request.correction, !known.contains(correction) else { return }
    throw StatisticsError(
      .argument, place: Place(column: "--correction"),
      found: "'\(correction)' without weights, strata and sampling units",
      expected: known.isEmpty ? "no correction" : "one of \(known.joined(separator: ", "))",
      remedy: known.isEmpty
        ? "name the design with --weights, --strata or --clusters, or take it out"
        : "choose one of these, or name the design")
  }

  /// Refuses corrections of an approximation that is not used, and two ways to treat zeros.
  private static func checkCorrectionBesideDistribution(_ request: TestRequest) throws(StatisticsError) {
    guard let correction = request.correction, correction != "none" else { return }
    let namesZeros = ["pratt", "wilcox"].contains(correction)
    if namesZeros, request.association.zeros != nil {
      throw StatisticsError(
        .argument, place: Place(column: "--correction"), found: "--correction \(correction) beside --zeros",
        expected: "one of them", remedy: "take --correction out")
    }
    guard !namesZeros, request.method == .exact || request.association.monteCarlo != nil else { return }
    let other = request.method == .exact ? "--exact" : "--monte-carlo"
    throw StatisticsError(
      .argument, place: Place(column: "--correction"),
      found: "the correction '\(correction)' of an approximation beside \(other)",
      expected: "\(other), or --correction \(correction)", remedy: "take one of the two out")
  }

  static func refusal(_ request: TestRequest, _ option: String, _ expected: String) -> StatisticsError {
    StatisticsError(
      .argument, place: Place(column: option), found: "\(option) for the test '\(request.test)'", expected: expected,
      remedy: "take \(option) out")
  }
}
