internal import StudyPlan
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics
internal import TextFormats

/// C1 to C3: the two feelings, together and each.
struct ThesisClaims {
  let data: ClaimData
  let mapping: ProtocolMapping
  let thresholds: MeasurementCheck.Thresholds

  /// The two measures with their cuts, scales or items by what measurement allows.
  private struct Measures {
    var first: ClaimData.Answers
    var second: ClaimData.Answers
    /// The lean cut: above the midpoint.
    var midpoint: (Double, Double)
    /// The firm cut: at or above the first agreeing option.
    var agreeing: (Double, Double)
    var notes: [String]
    var tests: [TestResult]
  }

  /// Judges C1, C2 and C3.
  func verdicts() throws(ProtocolError) -> [Verdict] {
    let measures = try measures()
    return [
      try thesis(measures),
      try marginal(.antisocial, measures.first, measures.midpoint.0, measures.agreeing.0, measures.notes),
      try marginal(.necessity, measures.second, measures.midpoint.1, measures.agreeing.1, measures.notes),
    ]
  }

  // MARK: Measurement

  private func measures() throws(ProtocolError) -> Measures {
    let antisocial = try data.scale(mapping.antisocial)
    let necessity = try data.scale(mapping.necessity)
    let respondents = data.asked([])
    let check = Result { () throws(StatisticsError) in
      try measurement(antisocial, necessity, respondents)
    }
    switch check {
    case .success(let check) where check.isEstablished:
      let note = "measurement established: both scales are reliable and two factors fit better than one; "
      return try scores(antisocial, necessity, note: note, tests: [check.result])
    case .success(let check):
      let note = "measurement not established (\(check.reasons.joined(separator: "; "))): "
      return try pair(antisocial, necessity, note: note, tests: [check.result])
    case .failure(let error):
      return try pair(antisocial, necessity, note: "measurement not established (\(error.found)): ", tests: [])
    }
  }

  private func measurement(
    _ antisocial: PreparedScale, _ necessity: PreparedScale, _ respondents: [Int]
  ) throws(StatisticsError) -> MeasurementCheck {
    let survey = data.prepared.survey
    let columns = (antisocial.itemValues(in: survey) + necessity.itemValues(in: survey)).map { column in
      respondents.map { column[$0] }
    }
    let names = (antisocial.items + necessity.items).map { survey.codebook.variables[$0].name }
    return try MeasurementCheck(
      try ItemCovariances.listwise(columns, names: names), first: Array(antisocial.items.indices),
      second: necessity.items.indices.map { $0 + antisocial.items.count },
      names: [antisocial.name, necessity.name], thresholds: thresholds)
  }

  private func scores(
    _ antisocial: PreparedScale, _ necessity: PreparedScale, note: String, tests: [TestResult]
  ) throws(ProtocolError) -> Measures {
    let (a, n) = (try cuts(antisocial), try cuts(necessity))
    return Measures(
      first: try data.answers(antisocial.name, of: "antisocial"),
      second: try data.answers(necessity.name, of: "necessity"), midpoint: (a.midpoint, n.midpoint),
      agreeing: (a.agreeing, n.agreeing), notes: [note + "the scales decide"], tests: tests)
  }

  private func cuts(_ scale: PreparedScale) throws(ProtocolError) -> (midpoint: Double, agreeing: Double) {
    guard let midpoint = scale.midpoint, let range = scale.range else {
      throw ProtocolError(
        .kind, place: Place(column: scale.name), found: "items whose codebook lists no answers",
        expected: "items whose lowest and highest answers are known, so that the scale has a midpoint",
        remedy: "give the questionnaire file or a codebook beside the data")
    }
    let factor = scale.score == .sum ? Double(scale.items.count) : 1
    return (midpoint, Self.firstAgreeing(range) * factor)
  }

  /// The lowest option past the midpoint.
  private static func firstAgreeing(_ range: ClosedRange<Double>) -> Double {
    ((range.lowerBound + range.upperBound) / 2).rounded(.down) + 1
  }

  private func pair(
    _ antisocial: PreparedScale, _ necessity: PreparedScale, note: String, tests: [TestResult]
  ) throws(ProtocolError) -> Measures {
    let first = try item(mapping.pair[0], of: antisocial)
    let second = try item(mapping.pair[1], of: necessity)
    let (a, n) = (try cuts(antisocial), try cuts(necessity))
    let factors = [antisocial, necessity].map { $0.score == .sum ? Double($0.items.count) : 1 }
    let names = mapping.pair.joined(separator: " and ")
    return Measures(
      first: first, second: second, midpoint: (a.midpoint / factors[0], n.midpoint / factors[1]),
      agreeing: (a.agreeing / factors[0], n.agreeing / factors[1]),
      notes: [note + "the registered pair of items \(names) decides"], tests: tests)
  }

  /// An item running its scale's way.
  private func item(_ name: String, of scale: PreparedScale) throws(ProtocolError) -> ClaimData.Answers {
    var answers = try data.answers(name, of: "pair")
    guard let index = scale.items.firstIndex(of: answers.position) else {
      throw ProtocolError(
        .mapping, place: Place(column: "mapping.pair"), found: "'\(name)', which is no item of \(scale.name)",
        expected: "one item of each scale, the anti-social one first", remedy: "name items of the two scales")
    }
    answers.values = scale.itemValues(in: data.prepared.survey)[index]
    return answers
  }

  // MARK: The thesis

  private func thesis(_ measures: Measures) throws(ProtocolError) -> Verdict {
    let claim = Claim.thesis
    let lean = try joint(measures, claim) { ($0 > measures.midpoint.0, $1 > measures.midpoint.1) }
    let firm = try joint(measures, claim) { ($0 >= measures.agreeing.0, $1 >= measures.agreeing.1) }
    var verdict = Verdict(claim, lean, id: "joint-share")
    verdict.parts = [
      Verdict(
        claim.part("lean", says: "Both above the midpoint", estimand: "the share above the midpoint of both"), lean,
        id: "joint-share"),
      Verdict(
        claim.part(
          "firm", says: "Both at or above the first agreeing answer", estimand: "the share that agrees to both"),
        firm, id: "joint-share"),
    ]
    verdict.combine(lean: lean, firm: firm, smallestEffect: claim.smallestEffect)
    verdict.association = lean.associationVerdict
    verdict.effects += Self.effects(lean)
    verdict.tests += measures.tests
    verdict.pAdjusted = verdict.p
    verdict.adjustment = "none: the only test of its family"
    verdict.notes =
      measures.notes + [
        "cuts: lean above \(FixedDecimals.string(measures.midpoint.0, decimals: 1)) and "
          + "\(FixedDecimals.string(measures.midpoint.1, decimals: 1)), firm from "
          + "\(FixedDecimals.string(measures.agreeing.0, decimals: 1)) and "
          + "\(FixedDecimals.string(measures.agreeing.1, decimals: 1)); a direction needs both",
        "the two shares alone allow a joint share from \(Self.percent(lean.association.frechetLower)) to "
          + "\(Self.percent(lean.association.frechetUpper)); independence would give "
          + Self.percent(lean.association.independence),
        "association is a question of its own: excess over independence "
          + FixedDecimals.string(lean.association.excess.value, decimals: 3) + ", test of independence p "
          + Self.p(lean.association.p),
        "answers at one time say nothing of who stays or goes, or why",
      ]
    return verdict
  }

  private func joint(
    _ measures: Measures, _ claim: Claim, _ holds: (Double, Double) -> (Bool, Bool)
  ) throws(ProtocolError) -> JointShareResult {
    try data.jointShare(
      measures.first, { holds($0, 0).0 }, measures.second, { holds(0, $0).1 }, names: ("anti-social", "necessary"),
      threshold: claim.threshold, claim: claim.id)
  }

  private func marginal(
    _ claim: Claim, _ answers: ClaimData.Answers, _ midpoint: Double, _ agreeing: Double, _ notes: [String]
  ) throws(ProtocolError) -> Verdict {
    func share(_ holds: (Double) -> Bool) throws(ProtocolError) -> JointShareResult {
      try data.share(answers, holds, name: claim.quote ?? claim.id, threshold: claim.threshold, claim: claim.id)
    }
    let lean = try share { $0 > midpoint }
    let firm = try share { $0 >= agreeing }
    var verdict = Verdict(claim, lean, id: "share")
    verdict.parts = [
      Verdict(
        claim.part("lean", says: "Above the midpoint", estimand: "the share above the midpoint"), lean, id: "share"),
      Verdict(
        claim.part("firm", says: "At or above the first agreeing answer", estimand: "the share that agrees"), firm,
        id: "share"),
    ]
    verdict.combine(lean: lean, firm: firm, smallestEffect: claim.smallestEffect)
    verdict.pAdjusted = verdict.p
    verdict.adjustment = "none: printed beside the thesis, whose joint share implies it"
    verdict.notes = notes
    return verdict
  }

  /// The effect sizes of a joint share.
  static func effects(_ result: JointShareResult) -> [EffectSize] {
    let association = result.association
    var effects = [
      EffectSize(
        id: "frechet-bounds", value: association.independence,
        interval: Interval(
          lower: association.frechetLower, upper: association.frechetUpper, level: 1, method: "frechet")),
      association.phi, EffectSize(id: "phi-over-maximum", value: association.phiRatio), association.oddsRatio,
      association.yulesQ,
      EffectSize(id: "joint-excess", value: association.excess.value, interval: association.excess.interval),
      EffectSize(id: "lift", value: association.lift),
    ]
    if let tetrachoric = association.tetrachoric { effects.append(tetrachoric) }
    return effects
  }

  private static func percent(_ value: Double) -> String { FixedDecimals.string(value * 100, decimals: 1) + " %" }

  /// A p-value as a note shows it.
  static func p(_ value: Double) -> String {
    if value < 0.001 { return "< .001" }
    let text = FixedDecimals.string(value, decimals: 3)
    return "= " + (text.hasPrefix("0") ? String(text.dropFirst()) : text)
  }
}

extension Verdict {
  /// Lets both cuts decide: where the lean cut is open it stays open for its own reason, else both must agree.
  fileprivate mutating func combine(lean: JointShareResult, firm: JointShareResult, smallestEffect: Double) {
    let decision = lean.decision(smallestEffect: smallestEffect)
    guard decision.direction != .straddles else { return }
    apply(VerdictRule.combine(lean: decision, firm: firm.decision(smallestEffect: smallestEffect)))
  }
}

extension JointShareResult {
  /// Whether the two feelings go together.
  var associationVerdict: AssociationVerdict {
    switch associationDecision {
    case .above: .together
    case .below: .apart
    case .straddles: .unclear
    }
  }
}
