internal import StudyPlan
internal import SurveyStatistics

/// C32 to C34: trust in adverts, liking of adverts, trust in people.
struct TrustClaims {
  let data: ClaimData
  let mapping: ProtocolMapping
  let alpha: Double

  /// Judges the claims that the mapping has variables for, corrected together.
  func verdicts() throws(ProtocolError) -> [Verdict] {
    guard !mapping.trust.isEmpty else { return [] }
    var family = [try distrust(), try people()]
    if !mapping.liking.isEmpty { family.insert(try dislike(), at: 1) }
    VerdictFinish.correct(&family, alpha: alpha)
    return family
  }

  private func distrust() throws(ProtocolError) -> Verdict {
    let claim = Claim.distrust
    func verdict(_ claim: Claim, _ name: String) throws(ProtocolError) -> Verdict {
      let (trust, midpoint) = try data.rating(name, of: "trust")
      let share = try data.share(
        trust, { $0 < midpoint }, name: "distrust", threshold: claim.threshold, claim: claim.id)
      return Verdict(claim, share, id: "share")
    }
    var result = try verdict(claim, mapping.trust[0])
    var television = try verdict(
      claim.part(
        "tv", says: "A majority does not trust TV adverts", estimand: "the share that does not trust TV adverts"),
      mapping.trust[1])
    television.adjustment = "none: beside the claim"
    television.pAdjusted = television.p
    result.parts = [television]
    result.notes = ["adverts on social media decide; TV adverts stand beside; distrust is below the midpoint"]
    return result
  }

  private func dislike() throws(ProtocolError) -> Verdict {
    let claim = Claim.dislike
    let (liking, midpoint) = try data.rating(mapping.liking[0], of: "liking")
    let trust = try data.answers(mapping.trust[0], of: "trust")
    let share = try data.share(
      liking, { $0 < midpoint }, name: "dislike", threshold: claim.threshold, claim: claim.id)
    let contrast = try PairedContrast(trust, liking, in: data, claim: claim.id)
    let disliked = Verdict(
      claim.part("dislike", says: "A majority dislikes adverts on social media", estimand: claim.estimand), share,
      id: "share")
    var lower = claim.part(
      "less", says: "Adverts are liked less than they are trusted",
      estimand: "P(trusts more than likes) − P(likes more than trusts)", threshold: 0)
    lower.smallestEffect = 0.1
    let parts = [disliked, Verdict(lower, contrast)]
    var verdict = Verdict(claim, share, id: "share")
    verdict.parts = parts
    verdict.decideByParts(parts)
    verdict.p = parts.compactMap(\.p).max()
    verdict.tests += contrast.tests
    verdict.notes = [
      "a conjunction: dislike by a majority, and liked less than trusted; p is the larger of the two "
        + "(intersection–union), the printed estimate the share of dislike"
    ]
    return verdict
  }

  private func people() throws(ProtocolError) -> Verdict {
    let claim = Claim.people
    let advert = try data.answers(mapping.trust[0], of: "trust")
    let company = try data.answers(mapping.trust[2], of: "trust")
    let friend = try data.answers(mapping.trust[3], of: "trust")
    let family = "trust contrasts"
    var contrasts = [
      Verdict(
        claim.part(
          "people-advert", says: "People one knows over adverts", estimand: claim.estimand, family: family),
        try PairedContrast(friend, advert, in: data, claim: claim.id)),
      Verdict(
        claim.part(
          "people-company", says: "People one knows over companies",
          estimand: "P(trusts people more) − P(trusts companies more)", family: family),
        try PairedContrast(friend, company, in: data, claim: claim.id)),
      Verdict(
        claim.part(
          "company-advert", says: "Companies' posts over adverts",
          estimand: "P(trusts companies more) − P(trusts adverts more)", family: family),
        try PairedContrast(company, advert, in: data, claim: claim.id)),
    ]
    VerdictFinish.correct(&contrasts, alpha: alpha)
    var verdict = Verdict(claim, try PairedContrast(friend, advert, in: data, claim: claim.id))
    verdict.parts = contrasts
    verdict.notes = [
      "people one knows over adverts decides; the three contrasts are corrected together (Holm)",
      "P(X > Y) − P(X < Y) within persons; p by the sign test, in agreement with the estimate",
    ]
    return verdict
  }
}
