/// One claim of the post with what is registered about it.
struct Claim: Sendable, Hashable {
  /// The claim's id.
  var id: String
  /// The words of the post.
  var quote: String?
  /// The claim in one line.
  var says: String
  /// What is estimated, in words that a number can follow.
  var estimand: String
  /// The family within which p-values are adjusted.
  var family: String
  /// What would have refuted it.
  var refutation: String
  /// The value set against the estimate.
  var threshold = 0.5
  /// The smallest difference of interest.
  var smallestEffect = 0.05

  static let thesis = Claim(
    id: "C1",
    quote: "The majority of the people I asked had the same paradoxical feeling as me; social media was becoming an "
      + "anti-social social necessity",
    says: "A majority feels both that social media is anti-social and that it is necessary",
    estimand: "the share that feels both", family: "paradox",
    refutation: "a 95 % interval of the joint share that lies below 50 %, missing answers all counted for the thesis")

  static let antisocial = Claim(
    id: "C2", quote: "anti-social", says: "A majority feels that social media is anti-social",
    estimand: "the share that feels it is anti-social", family: "marginals",
    refutation: "a 95 % interval of the share that lies below 50 %, missing answers all counted for the claim")

  static let necessity = Claim(
    id: "C3", quote: "necessity", says: "A majority feels that social media is necessary",
    estimand: "the share that feels it is necessary", family: "marginals",
    refutation: "a 95 % interval of the share that lies below 50 %, missing answers all counted for the claim")

  static let selfPromotion = Claim(
    id: "C41", quote: "even though we are all doing it, we all seem to dislike it at the same time",
    says: "A majority promotes itself and dislikes self-promotion",
    estimand: "the share that promotes itself and dislikes self-promotion", family: "self-promotion",
    refutation:
      "a 95 % interval of the joint share that lies below 50 %; read literally, one person who does not do it "
      + "or does not dislike it")

  static let behaviours = Claim(
    id: "C17", quote: "My personal top 5 of annoying and anti-social organizational communication",
    says: "Each of the five behaviours of companies is annoying and anti-social to a majority",
    estimand: "the smallest of the five shares that find a behaviour annoying and anti-social", family: "behaviours",
    refutation: "one behaviour whose share lies below 50 % after Holm's correction over the five")

  static let order = Claim(
    id: "C17.order", quote: "My personal top 5",
    says: "The five behaviours are worse in the order of the post, the first the worst",
    estimand: "the mean rank correlation with the stated order", family: "order of behaviours",
    refutation: "one neighbouring pair whose order is reversed after Holm's correction over the four",
    threshold: 0, smallestEffect: 0.1)

  static let distrust = Claim(
    id: "C32", quote: "People don't trust advertising", says: "A majority does not trust adverts on social media",
    estimand: "the share that does not trust adverts on social media", family: "adverts and trust",
    refutation: "a 95 % interval of the share that lies below 50 %, missing answers all counted for the claim")

  static let dislike = Claim(
    id: "C33", quote: "hell, they don't even like it",
    says: "A majority dislikes adverts on social media, and likes them less than it trusts them",
    estimand: "the share that dislikes adverts on social media", family: "adverts and trust",
    refutation: "a share of dislike below 50 %, or more people who like adverts better than they trust them than the "
      + "other way round")

  static let people = Claim(
    id: "C34", quote: "People trust people! People trust their connections",
    says: "People trust posts by people they know more than adverts on social media",
    estimand: "P(trusts people more) − P(trusts adverts more)", family: "adverts and trust",
    refutation: "a 95 % interval of the difference that lies below zero", threshold: 0, smallestEffect: 0.1)

  /// The same claim about a part of it.
  func part(
    _ suffix: String, says: String, estimand: String, threshold: Double? = nil, family: String? = nil
  ) -> Claim {
    var part = self
    part.id = "\(id).\(suffix)"
    part.quote = nil
    part.says = says
    part.estimand = estimand
    part.threshold = threshold ?? self.threshold
    part.family = family ?? self.family
    return part
  }
}
