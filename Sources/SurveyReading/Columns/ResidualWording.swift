internal import SurveyModel

/// Answers that are offered and are no position on the question: "don't know", "prefer not to say", "not applicable".
enum ResidualWording {
  /// Why an answer of that wording counts as missing, or nil where it is a substantive answer.
  ///
  /// - Parameter others: The wordings of all answers of the question. "Does not apply" beside "Applies fully" is the
  ///   end of a scale, not a residual.
  static func reason(_ label: String, among others: [String] = []) -> MissingReason? {
    var text = TextMatching.folded(label)
    while let last = text.last, ".!*".contains(last) { text.removeLast() }
    text = text.trimmed
    // "Unfamiliar (N/A)".
    if text.last == ")", let open = text.lastIndex(of: "("), open > text.startIndex {
      let inner = String(text[text.index(after: open)...].dropLast())
      if let found = phrases.first(where: { $0.1.contains(inner) }) { return found.0 }
    }
    for (reason, phrases) in phrases {
      for phrase in phrases where text.hasPrefix(phrase) {
        let rest = text.dropFirst(phrase.count)
        guard let next = rest.first else {
          return isEndOfScale(phrase, others) ? nil : reason
        }
        if "/,(;".contains(next) { return isEndOfScale(phrase, others) ? nil : reason }
        if rest.hasPrefix(" /") || rest.hasPrefix(" (") || rest.hasPrefix(" - ") || rest.hasPrefix(" or ") {
          return isEndOfScale(phrase, others) ? nil : reason
        }
      }
    }
    return nil
  }

  private static func isEndOfScale(_ phrase: String, _ others: [String]) -> Bool {
    guard let words = ends.first(where: { $0.phrases.contains(phrase) })?.words else { return false }
    return others.contains { other in
      let folded = TextMatching.folded(other)
      return !folded.hasPrefix(phrase) && words.contains { folded.contains($0) }
    }
  }

  // "Unfamiliar" is no answer beside opinions, and the end of a scale beside "very familiar".
  private static let ends: [(phrases: Set<String>, words: [String])] = [
    (["does not apply", "doesn't apply", "passer ikke"], ["applies", "apply", "passer"]),
    (Set(unfamiliar), ["familiar", "heard", "aware", "kender", "hørt", "bekannt", "kenne", "gehört"]),
  ]

  private static let unfamiliar = [
    "unfamiliar", "not familiar", "never heard of", "never heard of it", "never heard of him", "never heard of her",
    "never heard of them", "have not heard of", "haven't heard of", "kender ikke", "kender den ikke",
    "kender det ikke", "ikke hørt om", "kenne ich nicht", "nicht bekannt", "unbekannt",
  ]

  private static let phrases: [(MissingReason, [String])] = [
    (
      .dontKnow,
      [
        "don't know", "i don't know", "dont know", "do not know", "i do not know", "don’t know", "dk", "can't say",
        "cannot say", "i can't say", "no opinion", "can't choose", "cannot choose", "ved ikke", "det ved jeg ikke",
        "jeg ved ikke", "ved det ikke", "weiß nicht", "weiss nicht", "ich weiß nicht", "ich weiss nicht",
        "weiß ich nicht", "kann ich nicht sagen", "vet ikke", "vet inte", "vet ej", "ingen åsikt", "weet niet",
        "weet ik niet", "geen mening", "ne sait pas", "ne sais pas", "je ne sais pas", "sans opinion", "no sabe",
        "no sé",
        "no lo sé", "sin opinión", "non so", "não sei", "não sabe",
      ]
    ),
    (
      .refused,
      [
        "prefer not to say", "i prefer not to say", "prefer not to answer", "i prefer not to answer",
        "prefer not to disclose", "rather not say", "i'd rather not say", "i would rather not say", "refused",
        "refuse to answer", "refusal", "not stated", "decline to answer", "no answer", "decline to state",
        "ønsker ikke at svare",
        "jeg ønsker ikke at svare", "vil ikke svare", "vil helst ikke svare", "ønsker ikke at oplyse",
        "keine angabe", "keine angaben", "k.a", "k. a", "möchte ich nicht sagen", "möchte ich nicht beantworten",
        "möchte nicht antworten", "vil ikke oplyse", "vill inte svara", "vill ej svara", "ønsker ikke å svare",
        "wil niet zeggen", "zeg ik liever niet", "geen antwoord", "ne souhaite pas répondre", "refuse de répondre",
        "sans réponse", "prefiero no contestar", "prefiero no responder", "no contesta", "preferisco non rispondere",
        "non risponde", "prefiro não responder", "não responde",
      ]
    ),
    (
      .notApplicable,
      [
        "not applicable", "n/a", "n.a", "does not apply", "doesn't apply", "no basis for evaluation", "no basis",
        "not relevant", "ikke relevant", "ikke aktuelt", "passer ikke", "nicht relevant", "nicht anwendbar", "entfällt",
        "trifft auf mich nicht zu", "unable to rate", "can't rate", "cannot rate", "ej aktuellt", "ej relevant",
        "niet van toepassing", "n.v.t", "non concerné", "sans objet", "no aplica", "no procede", "non applicabile",
        "não se aplica",
      ] + unfamiliar
    ),
  ]
}
