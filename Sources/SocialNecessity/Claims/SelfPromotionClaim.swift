internal import StudyPlan
internal import SurveyStatistics
internal import TextFormats

/// C41: all do it, all dislike it.
struct SelfPromotionClaim {
  let data: ClaimData
  let mapping: ProtocolMapping
  let alpha: Double

  /// The share that "all" asks for, leaving room for slips of the pen.
  private static let all = 0.95

  /// Judges the majority reading, with the literal "all" as parts.
  func verdict() throws(ProtocolError) -> Verdict {
    let claim = Claim.selfPromotion
    let own = try data.answers(mapping.promotes[0], of: "promotes")
    let (liking, midpoint) = try data.rating(mapping.promotionLiking[0], of: "promotion-liking")
    let does: (Double) -> Bool = { $0 > 0 }
    let dislikes: (Double) -> Bool = { $0 < midpoint }
    let joint = try data.jointShare(
      own, does, liking, dislikes, names: ("does it", "dislikes it"), threshold: claim.threshold, claim: claim.id)
    let doing = claim.part(
      "does", says: "All promote themselves", estimand: "the share that promotes itself", threshold: Self.all)
    let disliking = claim.part(
      "dislikes", says: "All dislike self-promotion", estimand: "the share that dislikes self-promotion",
      threshold: Self.all)
    let doingResult = try data.share(own, does, name: "does it", threshold: Self.all, claim: doing.id)
    let dislikingResult = try data.share(
      liking, dislikes, name: "dislikes it", threshold: Self.all, claim: disliking.id)
    var family = [
      Verdict(claim, joint, id: "joint-share"), Verdict(doing, doingResult, id: "share"),
      Verdict(disliking, dislikingResult, id: "share"),
    ]
    VerdictFinish.correct(&family, alpha: alpha)
    var verdict = family[0]
    verdict.parts = Array(family.dropFirst())
    verdict.association = joint.associationVerdict
    verdict.effects += ThesisClaims.effects(joint)
    verdict.notes = [
      "majority reading: the joint share against 50 %; \"all\": each share against 95 %",
      Self.literal(doingResult, dislikingResult),
    ]
    return verdict
  }

  // "All" is refuted by one counter-example, so the counter-examples are counted and not estimated.
  private static func literal(_ does: JointShareResult, _ dislikes: JointShareResult) -> String {
    func others(_ result: JointShareResult) -> Int { result.joint.base.count - result.patterns.cells[0].count }
    let counts =
      "\(others(does)) of \(does.joint.base.count) do not do it, \(others(dislikes)) of "
      + "\(dislikes.joint.base.count) do not dislike it"
    let refuted = others(does) + others(dislikes) > 0
    return "read literally, \"all\" is \(refuted ? "refuted" : "not refuted") among those who answered: \(counts)"
  }
}
