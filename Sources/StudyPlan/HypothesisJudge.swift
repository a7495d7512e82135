public import SurveyAggregation
internal import SurveyModel
public import SurveyPreparation
internal import SurveyStatistics

/// Puts the hypotheses of a study file on trial.
///
/// Each is decided by the interval of its test's estimate against its threshold, by the rules of `VerdictRule`; p-values
/// are adjusted within families.
public enum HypothesisJudge {
  /// The tests whose estimate can decide a hypothesis, with the value of no effect of the estimate.
  public static let tests: [(name: String, nullValue: Double)] = [
    ("paradox", 0.5), ("proportion", 0.5), ("binomial", 0.5), ("mann-whitney", 0.5), ("brunner-munzel", 0.5),
    ("wilcoxon-signed-rank", 0),
  ]

  /// Judges all hypotheses.
  ///
  /// - Throws: ``StudyError`` with the line of the hypothesis that cannot be judged.
  public static func judge(
    _ hypotheses: [StudyPlan.Hypothesis], of plan: StudyPlan, on prepared: PreparedSurvey, design: SurveyDesign
  ) throws(StudyError) -> [Verdict] {
    var verdicts: [Verdict] = []
    for hypothesis in hypotheses {
      try check(hypothesis, of: plan)
      do throws(StatisticsError) {
        verdicts.append(
          hypothesis.test == "paradox"
            ? try paradox(hypothesis, of: plan, on: prepared, design: design)
            : try estimate(hypothesis, of: plan, on: prepared, design: design))
      } catch {
        throw StudyError(error, file: plan.fileName, line: hypothesis.line, key: hypothesis.id)
      }
    }
    VerdictFamilies.adjust(&verdicts, by: plan.style.adjustment)
    return verdicts
  }

  /// Holds a hypothesis to what can be judged.
  public static func check(_ hypothesis: StudyPlan.Hypothesis, of plan: StudyPlan) throws(StudyError) {
    guard !tests.contains(where: { $0.name == hypothesis.test }) else { return }
    let known = TestCatalogue.names.contains(hypothesis.test)
    throw StudyError(
      known ? .notComputed : .unknownName,
      place: Place(file: plan.fileName, row: hypothesis.line, column: hypothesis.id),
      found: known
        ? "the test '\(hypothesis.test)', which gives no estimate that a verdict could be read off in this version"
        : "the test '\(hypothesis.test)'",
      expected: "one of \(tests.map(\.name).joined(separator: ", "))",
      remedy: known ? "use one of these; 'topline test' runs the others" : "choose one of these")
  }

  /// Judges hypotheses that stand in no study file, at the usual level.
  ///
  /// - Throws: `StatisticsError` where the data cannot answer.
  public static func judge(
    _ hypotheses: [StudyPlan.Hypothesis], on prepared: PreparedSurvey, design: SurveyDesign
  ) throws(StudyError) -> [Verdict] {
    try judge(hypotheses, of: StudyPlan(fileName: "command line"), on: prepared, design: design)
  }

  static func request(_ hypothesis: StudyPlan.Hypothesis, level: Double, design: SurveyDesign) -> TestRequest {
    // A share is decided by the exact interval: Wilson's stands beside it in tables, and never decides. The share of a
    // weighted or complex sample is decided by the design's logit interval.
    let countsRespondents = !design.isComplex && (design.weights?.kind ?? .frequency) == .frequency
    var request = TestRequest(hypothesis.test == "proportion" && countsRespondents ? "binomial" : hypothesis.test)
    request.outcome = hypothesis.outcome
    request.by = hypothesis.by
    request.with = hypothesis.with
    request.items = hypothesis.items
    request.success = hypothesis.success
    request.both = hypothesis.both
    request.first = hypothesis.greater
    request.level = level
    if ["paradox", "proportion", "binomial"].contains(hypothesis.test) { request.probability = hypothesis.threshold }
    return request
  }

  /// A hypothesis about one estimate of a test.
  private static func estimate(
    _ hypothesis: StudyPlan.Hypothesis, of plan: StudyPlan, on prepared: PreparedSurvey, design: SurveyDesign
  ) throws(StatisticsError) -> Verdict {
    let result = try TestCatalogue.run(
      request(hypothesis, level: plan.style.level, design: design), on: prepared, design: design)
    guard var estimate = result.estimate else {
      throw StatisticsError(
        .argument, found: "a result without estimate", expected: "an estimate", remedy: "use another test")
    }
    // The size is read off the 90 % interval, so the same test is asked once more at that level.
    estimate.narrowInterval =
      try TestCatalogue.run(
        request(hypothesis, level: 2 * plan.style.level - 1, design: design), on: prepared, design: design
      )
      .estimate?.interval
    let null = tests.first { $0.name == hypothesis.test }?.nullValue ?? 0
    let threshold = hypothesis.threshold ?? null
    let decision = VerdictRule.decide(
      estimate: estimate, threshold: threshold, smallestEffect: hypothesis.smallestEffect ?? 0)
    let usesThreshold = request(hypothesis, level: 0.95, design: design).probability != nil
    return VerdictBuilder.verdict(
      hypothesis, estimate: estimate, threshold: threshold, decision: decision,
      p: usesThreshold || threshold == null ? result.p : nil, result: result)
  }

  /// A hypothesis that two conditions hold together for more than a share of the respondents.
  private static func paradox(
    _ hypothesis: StudyPlan.Hypothesis, of plan: StudyPlan, on prepared: PreparedSurvey, design: SurveyDesign
  ) throws(StatisticsError) -> Verdict {
    let asked = request(hypothesis, level: plan.style.level, design: design)
    let lean = try TestCatalogue.jointShare(asked, on: prepared, design: design)
    let smallest = hypothesis.smallestEffect ?? 0.05
    var decision = lean.decision(smallestEffect: smallest)
    var notes: [String] = []
    if !hypothesis.firm.isEmpty {
      var firmRequest = asked
      firmRequest.both = hypothesis.firm
      let firm = try TestCatalogue.jointShare(firmRequest, on: prepared, design: design)
      notes.append(
        "Firm cut (\(hypothesis.firm.joined(separator: ", "))): joint share \(Words.share(firm.joint)).")
      decision = VerdictRule.combine(lean: decision, firm: firm.decision(smallestEffect: smallest))
    }
    notes.insert(
      "Marginals: \(hypothesis.both[0]) \(Words.share(lean.first)); \(hypothesis.both[1]) \(Words.share(lean.second)).",
      at: 0)
    var verdict = VerdictBuilder.verdict(
      hypothesis, estimate: lean.joint, threshold: lean.threshold, decision: decision, p: lean.pTwoSided,
      result: lean.testResult)
    verdict.missingBounds = MissingBounds(
      lower: lean.bounds.lower, upper: lean.bounds.upper, lowerLimit: lean.bounds.lowerLimit,
      upperLimit: lean.bounds.upperLimit)
    switch lean.associationDecision {
    case .above: verdict.association = .together
    case .below: verdict.association = .apart
    case .straddles: verdict.association = .unclear
    }
    verdict.notes = notes
    return verdict
  }
}
