internal import StudyPlan
internal import SurveyStatistics

extension Verdict {
  /// The verdict of a share against its threshold.
  init(_ claim: Claim, _ result: JointShareResult, id estimateID: String) {
    var estimate = result.joint
    estimate.id = estimateID
    let decision = result.decision(smallestEffect: claim.smallestEffect)
    self.init(claim, estimate: estimate, decision: decision, p: result.pTwoSided)
    missingBounds = MissingBounds(
      lower: result.bounds.lower, upper: result.bounds.upper, lowerLimit: result.bounds.lowerLimit,
      upperLimit: result.bounds.upperLimit)
    effects = [EffectSize(id: "\(estimateID)-wilson", value: estimate.value, interval: result.wilson)]
    tests = [result.testResult]
  }

  /// The verdict of a paired contrast.
  init(_ claim: Claim, _ contrast: PairedContrast) {
    let decision = VerdictRule.decide(
      estimate: contrast.estimate, threshold: claim.threshold, smallestEffect: claim.smallestEffect,
      missingLimits: (contrast.bounds.lowerLimit, contrast.bounds.upperLimit))
    self.init(claim, estimate: contrast.estimate, decision: decision, p: contrast.p)
    missingBounds = contrast.bounds
    effects = contrast.effects
    tests = contrast.tests
  }

  /// A verdict with its decision and without a sentence yet.
  init(_ claim: Claim, estimate: Estimate, decision: VerdictDecision, p: Double?) {
    self.init(
      id: claim.id, says: claim.says, quote: claim.quote, estimand: claim.estimand, estimate: estimate,
      threshold: claim.threshold, smallestEffect: claim.smallestEffect, direction: .inconclusive, size: .unclear, p: p,
      family: claim.family, sentence: "", refutation: claim.refutation)
    apply(decision)
  }

  /// Takes over direction, reason and size of a decision.
  mutating func apply(_ decision: VerdictDecision) {
    switch decision.direction {
    case .above: direction = .supported
    case .below: direction = .contradicted
    case .straddles: direction = .inconclusive
    }
    reason = direction == .inconclusive ? decision.reason?.rawValue : nil
    switch decision.size {
    case .beyond: size = .beyond
    case .within: size = .within
    case .unclear: size = .unclear
    }
  }

  /// Leaves the verdict open, and says why.
  mutating func leaveOpen(_ reason: String) {
    direction = .inconclusive
    self.reason = reason
  }

  /// Decides a conjunction by its parts: every part must be supported, and one that is contradicted contradicts it.
  mutating func decideByParts(_ parts: [Verdict]) {
    if parts.contains(where: { $0.direction == .contradicted }) {
      direction = .contradicted
      reason = nil
    } else if parts.allSatisfy({ $0.direction == .supported }) {
      direction = .supported
      reason = nil
    } else {
      let open = parts.filter { $0.direction == .inconclusive }.map(\.id)
      leaveOpen("open in \(open.joined(separator: ", "))")
    }
  }
}

/// Holm's correction over a family of verdicts, and what is written when everything is decided.
enum VerdictFinish {
  /// Adjusts the p-values of a family; a direction that does not survive the correction is taken back.
  static func correct(_ verdicts: inout [Verdict], alpha: Double) {
    let adjusted = PAdjustment.holm.adjust(verdicts.map(\.p))
    for index in verdicts.indices {
      verdicts[index].pAdjusted = adjusted[index]
      verdicts[index].adjustment = "holm"
      if verdicts[index].direction != .inconclusive, let p = adjusted[index], p >= alpha {
        verdicts[index].leaveOpen("does not hold after Holm's correction over \(verdicts.count) tests")
      }
    }
  }

  /// Adds the respondents needed where the verdict is open, and the sentence; parts first.
  static func finish(_ verdict: inout Verdict, level: Double) {
    for index in verdict.parts.indices { finish(&verdict.parts[index], level: level) }
    if verdict.direction == .inconclusive { verdict.required = required(verdict, level: level) }
    verdict.sentence = VerdictWording.sentence(verdict)
  }

  /// The respondents for 80 and 90 % power where the truth lies the smallest difference of interest from the threshold.
  private static func required(_ verdict: Verdict, level: Double) -> [RequiredRespondents] {
    let base = verdict.estimate.base
    let designEffect = base.effective > 0 ? max(1, Double(base.count) / base.effective) : 1
    var needs: [RequiredRespondents] = []
    for truth in [verdict.threshold + verdict.smallestEffect, verdict.threshold - verdict.smallestEffect] {
      for power in [0.8, 0.9] {
        let count: Int?
        switch verdict.estimate.id {
        case "probability-difference": count = differences(verdict.smallestEffect, power, level, designEffect)
        case "mean-order-correlation": count = nil
        default:
          count = try? RequiredSampleSize.share(
            threshold: verdict.threshold, truth: truth, power: power, level: level, designEffect: designEffect)
        }
        if let count { needs.append(RequiredRespondents(truth: truth, power: power, respondents: count)) }
      }
    }
    return needs
  }

  // With nobody answering both alike the variance of the sign is largest: the number is enough whatever the ties.
  private static func differences(_ effect: Double, _ power: Double, _ level: Double, _ designEffect: Double) -> Int {
    let sum = Normal.standard.quantile(upper: (1 - level) / 2) + Normal.standard.quantile(lower: power)
    let n = sum * sum * (1 - effect * effect) / (effect * effect)
    return Int((n * designEffect).rounded(.up))
  }
}
