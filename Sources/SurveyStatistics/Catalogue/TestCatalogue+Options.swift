internal import SurveyAggregation
internal import SurveyModel
internal import TextFormats

/// Which conventions each test leaves to whoever asks for it.
extension TestCatalogue {
  /// The options that name what the tests of association, agreement and equivalence are about; nil for other tests.
  static func associationOptions(of test: String) -> [String]? {
    switch test {
    case "chi-square", "g-test", "fisher":
      ["--outcome", "--by", "--with", "--success", "--post-hoc", "--adjustment", "--monte-carlo"]
    case "cochran-armitage": ["--outcome", "--by", "--success", "--scores", "--monte-carlo"]
    case "mantel-haenszel": ["--outcome", "--by", "--with", "--within"]
    case "gamma", "somers-d": ["--outcome", "--by", "--with", "--monte-carlo"]
    case "polychoric": ["--outcome", "--by", "--with", "--estimator"]
    case "cohen-kappa": ["--outcome", "--with", "--weighting"]
    case "fleiss-kappa": ["--items"]
    case "krippendorff-alpha": ["--items", "--metric"]
    case "icc": ["--items", "--form"]
    case "tost": ["--outcome", "--by", "--mu", "--bounds"]
    case "tost-paired": ["--outcome", "--with", "--items", "--bounds"]
    case "tost-proportion": ["--outcome", "--by", "--success", "--probability", "--bounds"]
    case "mann-whitney": ["--outcome", "--by", "--monte-carlo"]
    case "kruskal-wallis", "jonckheere": ["--outcome", "--by", "--post-hoc", "--adjustment", "--monte-carlo"]
    case "anova", "anova-welch": ["--outcome", "--by", "--post-hoc", "--adjustment"]
    case "wilcoxon-one-sample": ["--outcome", "--mu", "--zeros", "--monte-carlo"]
    case "wilcoxon-signed-rank": ["--outcome", "--with", "--items", "--zeros", "--monte-carlo"]
    case "spearman", "kendall": ["--outcome", "--with", "--items", "--monte-carlo"]
    case "friedman": ["--items", "--monte-carlo"]
    default: nil
    }
  }

  /// The corrections that a test takes of a sample without weights, strata and sampling units.
  static func corrections(of test: String) -> [String] {
    switch test {
    case "chi-square": ["none", "yates"]
    case "mantel-haenszel", "mcnemar", "proportion", "proportions", "kendall": ["none", "continuity"]
    case "mann-whitney": ["continuity", "none"]
    case "wilcoxon-signed-rank", "wilcoxon-one-sample": ["continuity", "none", "pratt", "wilcox"]
    default: []
    }
  }

  /// Whether a test sums squares of the answers as they stand: the others rank them, count them, or scale them first.
  static func sumsSquares(_ test: String) -> Bool {
    switch test {
    case "mann-whitney", "brunner-munzel", "kruskal-wallis", "jonckheere", "wilcoxon-one-sample",
      "wilcoxon-signed-rank", "sign", "sign-paired", "friedman", "page", "pearson", "spearman", "kendall":
      false
    default: true
    }
  }

  /// How a test finds its p-value: the ways that it can be asked for.
  static func methods(of test: String) -> [PValueMethod] {
    switch test {
    case "mann-whitney", "wilcoxon-signed-rank", "wilcoxon-one-sample", "spearman", "kendall", "page", "mcnemar",
      "mantel-haenszel":
      [.exact, .asymptotic]
    case "binomial", "fisher", "sign", "sign-paired": [.exact]
    case "chi-square", "g-test", "chi-square-goodness-of-fit", "proportion", "proportions", "bowker", "stuart-maxwell",
      "cochran-q", "cochran-armitage", "gamma", "somers-d", "kruskal-wallis", "jonckheere", "friedman", "cohen-kappa",
      "fleiss-kappa", "polychoric":
      [.asymptotic]
    default: []
    }
  }

  /// Whether a test can be asked for departures in one direction.
  static func takesAlternative(_ request: TestRequest) -> Bool {
    switch request.test {
    case "mantel-haenszel": return request.method == .exact
    case "binomial", "proportion", "proportions", "t-one-sample", "t-welch", "t-student", "t-paired", "mann-whitney",
      "brunner-munzel", "jonckheere", "wilcoxon-signed-rank", "wilcoxon-one-sample", "sign", "sign-paired", "pearson",
      "spearman", "kendall", "fisher", "cochran-armitage", "gamma", "somers-d":
      return true
    default: return false
    }
  }

  /// Refuses conventions that the test would pass over in silence.
  static func checkConventions(_ request: TestRequest, options: [String]) throws(StatisticsError) {
    for option in request.association.given + request.conventions.given where !options.contains(option) {
      throw refusal(request, option, "one of the options it takes: \(options.joined(separator: ", "))")
    }
    let known = corrections(of: request.test)
    let corrections = known + DesignCatalogue.corrections(of: request.test).filter { !known.contains($0) }
    if let correction = request.correction, !corrections.contains(correction) {
      guard !corrections.isEmpty else { throw refusal(request, "--correction", "no correction, which it has none of") }
      let nearest = EditDistance.nearest(to: correction, among: corrections)
      throw StatisticsError(
        .argument, place: Place(column: "--correction"), found: "'\(correction)' for the test '\(request.test)'",
        expected: "one of \(corrections.joined(separator: ", "))",
        remedy: nearest.map { "did you mean '\($0)'?" } ?? "choose one of these")
    }
    try checkCorrectionBesideDistribution(request)
    let methods = methods(of: request.test)
    if request.method != .automatic, !methods.contains(request.method) {
      var refusal = refusal(
        request, "--\(request.method.rawValue)",
        methods.isEmpty
          ? "no choice of distribution, which it has one of"
          : "one of \(methods.map { "--\($0.rawValue)" }.joined(separator: ", "))")
      if request.method == .exact, options.contains("--monte-carlo") {
        refusal.remedy += ", or ask for --monte-carlo 10000"
      }
      throw refusal
    }
    if request.method != .automatic, request.association.monteCarlo != nil {
      throw refusal(request, "--\(request.method.rawValue)", "--\(request.method.rawValue) or --monte-carlo, not both")
    }
    if request.alternative != .twoSided, !takesAlternative(request) {
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
  static func checkConventions(ofSimple request: TestRequest) throws(StatisticsError) {
    let known = corrections(of: request.test)
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
