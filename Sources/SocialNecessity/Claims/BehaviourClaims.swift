internal import StudyPlan
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics

/// C17: five behaviours of companies, each annoying and anti-social, in an order.
struct BehaviourClaims {
  let data: ClaimData
  let mapping: ProtocolMapping
  let alpha: Double
  let bootstrap: Bootstrap

  private typealias Ratings = [(annoying: ClaimData.Answers, antisocial: ClaimData.Answers)]

  /// Judges the five shares as a conjunction, with the order as its last part.
  func verdict() throws(ProtocolError) -> Verdict {
    let claim = Claim.behaviours
    var ratings: Ratings = []
    var behaviours: [Verdict] = []
    for (index, (annoying, antisocial)) in zip(mapping.annoying, mapping.behaviours).enumerated() {
      let (first, firstMidpoint) = try data.rating(annoying, of: "annoying")
      let (second, secondMidpoint) = try data.rating(antisocial, of: "behaviours")
      let text = data.prepared.survey.codebook.variables[first.position].itemText
      let part = claim.part(
        "\(index + 1)", says: "\(text): annoying and anti-social to a majority",
        estimand: "the share that finds this annoying and anti-social: \(text)")
      let joint = try data.jointShare(
        first, { $0 > firstMidpoint }, second, { $0 > secondMidpoint }, names: ("annoying", "anti-social"),
        threshold: part.threshold, claim: part.id)
      var verdict = Verdict(part, joint, id: "joint-share")
      verdict.association = joint.associationVerdict
      behaviours.append(verdict)
      ratings.append((first, second))
    }
    VerdictFinish.correct(&behaviours, alpha: alpha)
    guard let weakest = behaviours.min(by: { $0.estimate.value < $1.estimate.value }) else {
      throw ProtocolError(
        .mapping, place: Place(column: "mapping.annoying"), found: "no behaviours", expected: "five behaviours",
        remedy: "map annoying and behaviours to five variables each")
    }
    var verdict = weakest
    (verdict.id, verdict.says, verdict.quote, verdict.estimand) = (claim.id, claim.says, claim.quote, claim.estimand)
    verdict.estimate.id = "smallest-joint-share"
    verdict.association = nil
    verdict.parts = behaviours
    verdict.decideByParts(behaviours)
    verdict.notes = [
      "a conjunction: every behaviour must be supported, one that is contradicted contradicts it; the printed estimate "
        + "is the smallest of the five (\(weakest.id))"
    ]
    let order = try order(ratings)
    verdict.tests += order.tests
    verdict.parts.append(order)
    return verdict
  }

  /// The order of the post: supported only where every neighbouring pair stands as stated.
  private func order(_ ratings: Ratings) throws(ProtocolError) -> Verdict {
    let claim = Claim.order
    let positions = ratings.flatMap { [$0.annoying.position, $0.antisocial.position] }
    let asked = data.asked(positions)
    let complete = asked.filter { respondent in
      ratings.allSatisfy { !$0.annoying.values[respondent].isNaN && !$0.antisocial.values[respondent].isNaN }
    }
    // The least of the stated order comes first: the post's last behaviour.
    let items = ratings.reversed().map { rating in
      complete.map { (rating.annoying.values[$0] + rating.antisocial.values[$0]) / 2 }
    }
    let names = ratings.indices.reversed().map { "behaviour \($0 + 1)" }
    return try data.statistic(claim.id) { () throws(StatisticsError) in
      let friedman = try FriedmanTest.run(items, names: names, bootstrap: bootstrap, level: data.level)
      let page = try PageTest.run(items, names: names, bootstrap: bootstrap, level: data.level)
      let countdown = try PageTest.run(
        items.reversed(), names: names.reversed(), bootstrap: Bootstrap(replicates: 0), level: data.level)
      let steps = try OrderContrasts(items, names: names, test: .sign, alpha: alpha, level: data.level)
      return verdict(claim, friedman, page, countdown, steps, left: asked.count - complete.count)
    }
  }

  private func verdict(
    _ claim: Claim, _ friedman: TestResult, _ page: TestResult, _ countdown: TestResult, _ steps: OrderContrasts,
    left: Int
  ) -> Verdict {
    let estimate =
      page.estimate ?? Estimate(id: "mean-order-correlation", value: .nan, base: friedman.base)
    var verdict = Verdict(
      claim, estimate: estimate,
      decision: VerdictRule.decide(
        estimate: estimate, threshold: claim.threshold, smallestEffect: claim.smallestEffect), p: page.p)
    if steps.isContradicted {
      verdict.direction = .contradicted
      verdict.reason = nil
    } else if steps.isSupported {
      verdict.direction = .supported
      verdict.reason = nil
    } else {
      let open = steps.steps.filter { !$0.isSupported }.map { "\($0.higher) over \($0.lower)" }
      verdict.leaveOpen("not shown for \(open.joined(separator: ", "))")
    }
    verdict.pAdjusted = steps.steps.map(\.pAdjusted).max()
    verdict.adjustment = "holm over the four neighbouring pairs"
    verdict.effects = friedman.effects + page.effects
    verdict.tests = [friedman, page] + steps.steps.compactMap(\.test)
    verdict.notes = [
      "each behaviour by the mean of its two ratings; a trend (Page's L) alone does not support the order",
      "read as a countdown, the last the worst: Page's L p \(ThesisClaims.p(countdown.p ?? .nan))",
      "respondents with a rating missing are left out: \(left)",
    ]
    if data.weights != nil { verdict.notes.append("Friedman, Page and the neighbouring pairs are not weighted") }
    return verdict
  }
}
