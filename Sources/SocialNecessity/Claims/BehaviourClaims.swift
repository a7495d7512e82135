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
    if let variance = data.variance {
      return try data.statistic(claim.id) { () throws(StatisticsError) in
        try order(claim, items, names, of: complete, variance: variance, left: asked.count - complete.count)
      }
    }
    return try data.statistic(claim.id) { () throws(StatisticsError) in
      let friedman = try FriedmanTest.run(items, names: names, bootstrap: bootstrap, level: data.level)
      let page = try PageTest.run(items, names: names, bootstrap: bootstrap, level: data.level)
      let countdown = try PageTest.run(
        items.reversed(), names: names.reversed(), bootstrap: Bootstrap(replicates: 0), level: data.level)
      let steps = try OrderContrasts(items, names: names, test: .sign, alpha: alpha, level: data.level)
      return verdict(claim, friedman, page, countdown, steps, left: asked.count - complete.count)
    }
  }

  /// The order in a weighted or complex sample: each respondent's correlation with it, and each neighbouring pair.
  private func order(
    _ claim: Claim, _ items: [[Double]], _ names: [String], of respondents: [Int], variance: DesignVariance, left: Int
  ) throws(StatisticsError) -> Verdict {
    let correlations = PageTest.orderCorrelations(items)
    func trend(_ values: [Double]) throws(StatisticsError) -> TestResult {
      var test = try DesignMeanTest.against(
        0, values: data.spread(values, over: respondents), variance: variance, name: "order", alternative: .greater,
        level: data.level)
      test.id = "order-trend"
      test.method = "Design-based t test of the mean correlation with the stated order"
      test.effects = []
      test.conventions.insert("stated order, lowest first: \(names.joined(separator: " < "))", at: 0)
      test.estimate?.id = "mean-order-correlation"
      return test
    }
    var results: [TestResult?] = []
    for index in 1..<items.count {
      let differences = zip(items[index], items[index - 1]).map { $0 - $1 }
      guard differences.contains(where: { $0 != 0 }) else {
        results.append(nil)
        continue
      }
      results.append(
        try DesignMeanTest.signs(
          data.spread(differences, over: respondents), id: "sign-paired", variance: variance,
          names: [names[index], names[index - 1]], level: data.level))
    }
    let steps = OrderContrasts(results, names: names, alpha: alpha)
    let rising = try trend(correlations)
    var verdict = verdict(
      claim, rising, steps, countdown: try trend(correlations.map { -$0 }).p, trend: "mean correlation", left: left)
    verdict.tests = [rising] + steps.steps.compactMap(\.test)
    verdict.notes.append(
      "a weighted or complex sample: the trend is the mean of each respondent's correlation with the order; the "
        + "probability of the exact order, whose bootstrap would have to draw sampling units, is not given")
    return verdict
  }

  private func verdict(
    _ claim: Claim, _ friedman: TestResult, _ page: TestResult, _ countdown: TestResult, _ steps: OrderContrasts,
    left: Int
  ) -> Verdict {
    var verdict = verdict(claim, page, steps, countdown: countdown.p, trend: "Page's L", left: left)
    verdict.effects = friedman.effects + page.effects
    verdict.tests = [friedman, page] + steps.steps.compactMap(\.test)
    return verdict
  }

  private func verdict(
    _ claim: Claim, _ rising: TestResult, _ steps: OrderContrasts, countdown: Double?, trend: String, left: Int
  ) -> Verdict {
    let estimate =
      rising.estimate ?? Estimate(id: "mean-order-correlation", value: .nan, base: rising.base)
    var verdict = Verdict(
      claim, estimate: estimate,
      decision: VerdictRule.decide(
        estimate: estimate, threshold: claim.threshold, smallestEffect: claim.smallestEffect), p: rising.p)
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
    verdict.notes = [
      "each behaviour by the mean of its two ratings; a trend (\(trend)) alone does not support the order",
      "read as a countdown, the last the worst: \(trend) p \(ThesisClaims.p(countdown ?? .nan))",
      "respondents with a rating missing are left out: \(left)",
    ]
    return verdict
  }
}
