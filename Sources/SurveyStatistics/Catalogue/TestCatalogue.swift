public import SurveyAggregation
internal import SurveyModel
public import SurveyPreparation
internal import TextFormats

/// Every test by its name, on the variables of a survey.
///
/// The command `topline test` and the study file call the same entry, so that a hypothesis and a test on the command line
/// can never differ.
public enum TestCatalogue {
  typealias Runner = @Sendable (RequestData) throws(StatisticsError) -> TestResult

  /// The names of the tests that this version computes, in the order of the guide.
  public static var names: [String] { runners.map(\.name) }

  /// The names that the contract promises and this version does not compute yet.
  public static var namesToCome: [String] {
    let computed = Set(names)
    return Self.promised.filter { !computed.contains($0) }
  }

  /// Runs a test.
  ///
  /// - Parameters:
  ///   - request: The test with its variables and options.
  ///   - prepared: The survey; respondents outside its selection do not count.
  ///   - design: Weights, strata and clusters, which a test without a design-based version refuses.
  /// - Throws: ``StatisticsError`` for an unknown test (with the nearest name), for missing arguments, and for data that
  ///   cannot answer.
  public static func run(
    _ request: TestRequest, on prepared: PreparedSurvey, design: SurveyDesign? = nil
  ) throws(StatisticsError) -> TestResult {
    try check(request)
    guard let runner = runners.first(where: { $0.name == request.test }) else { throw unknown(request.test) }
    return try runner.run(RequestData(prepared: prepared, request: request, weights: try weights(request, design)))
  }

  /// The joint share of the request's two conditions, with everything that a verdict needs.
  public static func jointShare(
    _ request: TestRequest, on prepared: PreparedSurvey, design: SurveyDesign? = nil
  ) throws(StatisticsError) -> JointShareResult {
    try RequestData(prepared: prepared, request: request, weights: try weights(request, design))
      .jointShare(request.both)
  }

  /// The weights that the test can use; a design that it cannot use is refused.
  private static func weights(_ request: TestRequest, _ design: SurveyDesign?) throws(StatisticsError) -> [Double]? {
    guard let design, design.weights != nil || design.isComplex else { return nil }
    guard request.test == "paradox", !design.isComplex, let weights = design.weights, weights.kind == .sampling else {
      throw StatisticsError(
        .design, place: Place(column: design.isComplex ? "--strata, --clusters" : "--weights"),
        found: "\(design.words) for the test '\(request.test)'",
        expected: "a test with a design-based version; this version has one for 'paradox' with sampling weights",
        remedy: "leave the design out and say so in the paper, or use 'topline summary --by' with weights")
    }
    return weights.values
  }

  /// Refuses an unknown test, and options that the test would pass over in silence.
  ///
  /// - Throws: ``StatisticsError`` with the nearest name, or with the options that the test takes.
  public static func check(_ request: TestRequest) throws(StatisticsError) {
    guard let runner = runners.first(where: { $0.name == request.test }) else { throw unknown(request.test) }
    let given: [(option: String, isGiven: Bool)] = [
      ("--outcome", request.outcome != nil), ("--by", request.by != nil), ("--with", request.with != nil),
      ("--items", request.items != nil), ("--reverse", !request.reverse.isEmpty), ("--mu", request.mu != nil),
      ("--probability", request.probability != nil), ("--success", !request.success.isEmpty),
      ("--both", !request.both.isEmpty),
    ]
    let allowed = runner.options
    for (option, isGiven) in given + request.scale.given where isGiven && !allowed.contains(option) {
      throw StatisticsError(
        .argument, place: Place(column: option), found: "\(option) for the test '\(request.test)'",
        expected: "one of the options it takes: \(allowed.joined(separator: ", "))", remedy: "take \(option) out")
    }
  }

  private static func unknown(_ name: String) -> StatisticsError {
    if promised.contains(name), !names.contains(name) {
      return StatisticsError(
        .argument, place: Place(column: name), found: "a test that this version does not compute yet",
        expected: "one of \(names.joined(separator: ", "))", remedy: "choose one of these")
    }
    let nearest = EditDistance.nearest(to: name, among: promised)
    return StatisticsError(
      .argument, place: Place(column: name), found: "no test of that name",
      expected: "one of \(names.joined(separator: ", "))",
      remedy: nearest.map { "did you mean '\($0)'?" } ?? "choose one of these")
  }

  private static let promised = [
    "binomial", "proportion", "chi-square-goodness-of-fit", "t-one-sample", "wilcoxon-one-sample", "sign", "t-welch",
    "t-student", "mann-whitney", "brunner-munzel", "proportions", "anova", "anova-welch", "kruskal-wallis",
    "jonckheere", "levene", "t-paired", "wilcoxon-signed-rank", "sign-paired", "mcnemar", "bowker", "stuart-maxwell",
    "cochran-q", "friedman", "page", "chi-square", "g-test", "fisher", "cochran-armitage", "mantel-haenszel", "pearson",
    "spearman", "kendall", "gamma", "somers-d", "polychoric", "cohen-kappa", "fleiss-kappa", "krippendorff-alpha",
    "icc", "cronbach-alpha", "omega", "item-analysis", "factor-analysis", "parallel-analysis", "cfa", "linear",
    "logistic", "ordinal", "latent-class", "tost", "tost-paired", "tost-proportion", "paradox",
  ]

  struct NamedRunner: Sendable {
    var name: String
    var run: Runner

    init(_ name: String, _ run: @escaping Runner) {
      self.name = name
      self.run = run
    }

    /// The options that name what is tested.
    var options: [String] {
      switch name {
      case "paradox": ["--both", "--probability"]
      case "binomial", "proportion": ["--outcome", "--success", "--probability"]
      case "chi-square-goodness-of-fit": ["--outcome"]
      case "t-one-sample", "wilcoxon-one-sample", "sign": ["--outcome", "--mu"]
      case "t-welch", "t-student": ["--outcome", "--by", "--mu"]
      case "proportions": ["--outcome", "--by", "--success"]
      case "mann-whitney", "brunner-munzel", "kruskal-wallis", "jonckheere", "anova", "anova-welch", "levene":
        ["--outcome", "--by"]
      case "t-paired": ["--outcome", "--with", "--items", "--mu"]
      case "wilcoxon-signed-rank", "sign-paired", "pearson", "spearman", "kendall": ["--outcome", "--with", "--items"]
      case "friedman", "page": ["--items"]
      case "cochran-q": ["--items", "--success"]
      case "mcnemar", "bowker", "stuart-maxwell", "cohen-kappa": ["--outcome", "--with"]
      default: TestCatalogue.scaleOptions(of: name) ?? ["--outcome", "--by", "--with"]
      }
    }
  }

  private static let runners: [NamedRunner] =
    oneSample + twoGroups + severalGroups + related + association + scales + factors + thesis
}
