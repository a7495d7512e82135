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

  /// Runs a test.
  ///
  /// - Parameters:
  ///   - request: The test with its variables and options.
  ///   - prepared: The survey; respondents outside its selection do not count.
  ///   - design: Weights, strata, clusters or replicates: the design-based version runs and names itself; a test
  ///     without one is refused with the reason.
  /// - Throws: ``StatisticsError`` for an unknown test (with the nearest name), for missing arguments, and for data that
  ///   cannot answer.
  public static func run(
    _ request: TestRequest, on prepared: PreparedSurvey, design: SurveyDesign? = nil
  ) throws(StatisticsError) -> TestResult {
    try check(request)
    try checkRespondents(prepared)
    do throws(StatisticsError) {
      let isUnweighted = design.map { $0.weights == nil && !$0.isComplex } ?? true
      return try answer(request, on: prepared, design: design).examined(unweighted: isUnweighted)
    } catch {
      throw placed(error, request, prepared)
    }
  }

  /// Runs a test whose options are known to be its own.
  private static func answer(
    _ request: TestRequest, on prepared: PreparedSurvey, design: SurveyDesign?
  ) throws(StatisticsError) -> TestResult {
    guard let runner = runners.first(where: { $0.name == request.test }) else { throw unknown(request.test) }
    if models.contains(where: { $0.name == request.test }) { return try run(runner, request, prepared, design) }
    guard let design, design.weights != nil || design.isComplex else {
      try checkConventions(ofSimple: request)
      return try run(runner, on: RequestData(prepared: prepared, request: request))
    }
    if let frequencies = try DesignCatalogue.frequencies(design, request) {
      try checkConventions(ofSimple: request)
      var result = try run(
        runner, on: RequestData(prepared: prepared, request: request, frequencies: frequencies))
      result.design = design.words
      result.conventions.append("frequency weights: each record counts as often as it weighs")
      return result
    }
    try checkRearranging(request, design)
    try checkConventions(request, design)
    return try DesignCatalogue.run(request, on: prepared, design: design)
  }

  /// Runs a test on respondents or repeated records, with what was asked for beyond it.
  private static func run(_ runner: NamedRunner, on data: RequestData) throws(StatisticsError) -> TestResult {
    var result = try runner.run(data)
    if let settings = data.request.association.monteCarlo { result = try data.rearranged(result, settings) }
    if let method = data.request.association.postHoc { result.comparisons = try data.comparisons(method) }
    return result
  }

  /// Rearranging respondents and comparing pairs are for samples without weights, strata and sampling units.
  private static func checkRearranging(_ request: TestRequest, _ design: SurveyDesign) throws(StatisticsError) {
    let asked = request.association.monteCarlo != nil ? "--monte-carlo" : "--post-hoc"
    guard request.association.monteCarlo != nil || request.association.postHoc != nil else { return }
    throw StatisticsError(
      .design, place: Place(column: asked), found: "\(asked) with \(design.words)",
      expected: "a sample without weights, strata and sampling units, or frequency weights",
      remedy: "leave \(asked) out")
  }

  /// The joint share of the request's two conditions, with everything that a verdict needs.
  public static func jointShare(
    _ request: TestRequest, on prepared: PreparedSurvey, design: SurveyDesign? = nil
  ) throws(StatisticsError) -> JointShareResult {
    guard let design, design.weights != nil || design.isComplex else {
      return try RequestData(prepared: prepared, request: request).jointShare(request.both)
    }
    if let frequencies = try DesignCatalogue.frequencies(design, request) {
      return try RequestData(prepared: prepared, request: request, frequencies: frequencies).jointShare(request.both)
    }
    return try DesignCatalogue.jointShare(request, on: prepared, design: design)
  }

  /// Refuses an unknown test, and options that the test would pass over in silence.
  ///
  /// - Throws: ``StatisticsError`` with the nearest name, or with the options that the test takes.
  public static func check(_ request: TestRequest) throws(StatisticsError) {
    guard let runner = runners.first(where: { $0.name == request.test }) else { throw unknown(request.test) }
    let given: [(option: String, isGiven: Bool)] =
      [
        ("--outcome", request.outcome != nil), ("--by", request.by != nil), ("--with", request.with != nil),
        ("--items", request.items != nil), ("--reverse", !request.reverse.isEmpty), ("--mu", request.mu != nil),
        ("--probability", request.probability != nil), ("--success", !request.success.isEmpty),
        ("--both", !request.both.isEmpty),
      ] + request.model.given + request.scale.given + [("--seed", request.hasIdleSeed)]
    let allowed = runner.options + ConventionRequest.options(of: request.test)
    for (option, isGiven) in given where isGiven && !allowed.contains(option) {
      throw StatisticsError(
        .argument, place: Place(column: option), found: "\(option) for the test '\(request.test)'",
        expected: "one of the options it takes: \(allowed.joined(separator: ", "))", remedy: "take \(option) out")
    }
    try checkConventions(request, options: allowed)
  }

  private static func unknown(_ name: String) -> StatisticsError {
    let nearest = EditDistance.nearest(to: name, among: names)
    return StatisticsError(
      .argument, place: Place(column: name), found: "no test of that name",
      expected: "one of \(names.joined(separator: ", "))",
      remedy: nearest.map { "did you mean '\($0)'?" } ?? "choose one of these")
  }

  struct NamedRunner: Sendable {
    var name: String
    var run: Runner

    init(_ name: String, _ run: @escaping Runner) {
      self.name = name
      self.run = run
    }

    /// The options that name what is tested.
    var options: [String] {
      if let own = TestCatalogue.associationOptions(of: name) { return own }
      return switch name {
      case "paradox": ["--both", "--probability"]
      case "binomial", "proportion": ["--outcome", "--success", "--probability"]
      case "chi-square-goodness-of-fit": ["--outcome"]
      case "t-one-sample", "sign": ["--outcome", "--mu"]
      case "t-welch", "t-student": ["--outcome", "--by", "--mu"]
      case "proportions": ["--outcome", "--by", "--success"]
      case "brunner-munzel", "levene": ["--outcome", "--by"]
      case "t-paired": ["--outcome", "--with", "--items", "--mu"]
      case "sign-paired", "pearson": ["--outcome", "--with", "--items"]
      case "page": ["--items"]
      case "cochran-q": ["--items", "--success"]
      case "linear", "logistic", "ordinal", "latent-class": ModelRequest.options(of: name)
      case "mcnemar", "bowker", "stuart-maxwell": ["--outcome", "--with"]
      default: TestCatalogue.scaleOptions(of: name) ?? ["--outcome", "--by", "--with"]
      }
    }
  }

  private static let runners: [NamedRunner] =
    oneSample + twoGroups + severalGroups + related + association + ordinalAssociation + agreement + scales + factors
    + equivalence + models + thesis
}
