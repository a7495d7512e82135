internal import SurveyModel
internal import SurveyStatistics

/// Makes the verdict of a hypothesis from the decision of the rules.
enum VerdictBuilder {
  static func verdict(
    _ hypothesis: StudyPlan.Hypothesis, estimate: Estimate, threshold: Double, decision: VerdictDecision, p: Double?,
    result: TestResult
  ) -> Verdict {
    let claimsAbove = hypothesis.claim == "greater"
    let direction: Direction =
      switch decision.direction {
      case .above: claimsAbove ? .supported : .contradicted
      case .below: claimsAbove ? .contradicted : .supported
      case .straddles: .inconclusive
      }
    let smallest = hypothesis.smallestEffect ?? 0
    let required =
      direction == .inconclusive && smallest > 0 && threshold > 0 && threshold < 1 && isShare(estimate)
      ? requirements(threshold: threshold, smallest: smallest, base: estimate.base) : []
    let reason = decision.reason?.rawValue
    return Verdict(
      id: hypothesis.id, says: hypothesis.says, estimand: Words.estimand(estimate.id, result), estimate: estimate,
      threshold: threshold, smallestEffect: smallest, direction: direction, reason: reason,
      size: VerdictSize(rawValue: decision.size.rawValue) ?? .unclear, p: p, family: hypothesis.family,
      effects: result.effects, tests: [result], required: required,
      sentence: Words.sentence(
        estimand: Words.estimand(estimate.id, result), estimate: estimate, threshold: threshold,
        claimsAbove: claimsAbove, direction: direction, reason: reason, says: hypothesis.says),
      refutation: Words.refutation(estimate: estimate, threshold: threshold, claimsAbove: claimsAbove))
  }

  private static func isShare(_ estimate: Estimate) -> Bool { ["share", "joint-share"].contains(estimate.id) }

  /// The respondents that 80 and 90 % power at threshold ± smallest effect would need, design effect included.
  static func requirements(threshold: Double, smallest: Double, base: Base) -> [RequiredRespondents] {
    let designEffect = base.effective > 0 ? max(1, Double(base.count) / base.effective) : 1
    var required: [RequiredRespondents] = []
    for truth in [threshold + smallest, threshold - smallest] where truth > 0 && truth < 1 {
      for power in [0.8, 0.9] {
        if let count = try? RequiredSampleSize.share(
          threshold: threshold, truth: truth, power: power, designEffect: designEffect)
        {
          required.append(RequiredRespondents(truth: truth, power: power, respondents: count))
        }
      }
    }
    return required
  }
}
