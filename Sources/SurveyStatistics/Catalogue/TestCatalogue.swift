public import SurveyAggregation
internal import SurveyModel
public import SurveyPreparation
internal import TextFormats

/// Every test by its name, on the variables of a survey.
///
/// The command `topline test` and the study file call the same entry, so that a hypothesis and a test on the command line
/// can never differ.
public enum TestCatalogue {
  /// The names of the tests that this version computes, in the order of the guide.
  public static var names: [String] { tests.map(\.name) }

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
    let test = try named(request.test)
    if models.contains(where: { $0.name == test.name }) {
      return try test.run(
        RequestData(prepared: prepared, request: request, weights: design?.weights?.values, design: design))
    }
    guard let design, design.weights != nil || design.isComplex else {
      try checkConventions(of: test, simple: request)
      return try run(test, on: RequestData(prepared: prepared, request: request))
    }
    if let frequencies = try DesignCatalogue.frequencies(design, request) {
      try checkConventions(of: test, simple: request)
      var result = try run(
        test, on: RequestData(prepared: prepared, request: request, frequencies: frequencies))
      result.design = design.words
      result.conventions.append("frequency weights: each record counts as often as it weighs")
      return result
    }
    try checkRearranging(request, design)
    try checkConventions(request, design)
    return try DesignCatalogue.run(request, on: prepared, design: design)
  }

  /// Runs a test on respondents or repeated records, with what was asked for beyond it.
  private static func run(_ test: CatalogueTest, on data: RequestData) throws(StatisticsError) -> TestResult {
    var result = try test.run(data)
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
    let test = try named(request.test)
    let given: [(option: String, isGiven: Bool)] =
      [
        ("--outcome", request.outcome != nil), ("--by", request.by != nil), ("--with", request.with != nil),
        ("--items", request.items != nil), ("--reverse", !request.reverse.isEmpty), ("--mu", request.mu != nil),
        ("--probability", request.probability != nil), ("--success", !request.success.isEmpty),
        ("--both", !request.both.isEmpty),
      ] + request.model.given + request.scale.given + [("--seed", request.hasIdleSeed)]
    for (option, isGiven) in given where isGiven && !test.options.contains(option) {
      throw StatisticsError(
        .argument, place: Place(column: option), found: "\(option) for the test '\(request.test)'",
        expected: "one of the options it takes: \(test.options.joined(separator: ", "))", remedy: "take \(option) out")
    }
    try checkConventions(of: test, request)
  }

  /// The test of a name.
  static func named(_ name: String) throws(StatisticsError) -> CatalogueTest {
    if let test = tests.first(where: { $0.name == name }) { return test }
    let nearest = EditDistance.nearest(to: name, among: names)
    throw StatisticsError(
      .argument, place: Place(column: name), found: "no test of that name",
      expected: "one of \(names.joined(separator: ", "))",
      remedy: nearest.map { "did you mean '\($0)'?" } ?? "choose one of these")
  }

  private static let tests: [CatalogueTest] =
    oneSample + twoGroups + severalGroups + related + association + ordinalAssociation + agreement + scales + factors
    + equivalence + models + thesis
}
