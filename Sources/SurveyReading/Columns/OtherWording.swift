/// The wording of the option that asks for a text of one's own: "Other (please specify)", "Other - Write In".
enum OtherWording {
  /// Whether an option's wording asks for a text of one's own.
  static func asksForText(_ wording: String) -> Bool {
    let folded = TextMatching.folded(wording)
    if folded.contains("write in") || folded.contains("write-in") { return true }
    let words = PersonalNames.words(of: folded)
    guard words.contains(where: { begins.contains($0) }) else { return false }
    return words.contains { word in requests.contains { word.hasPrefix($0) } }
  }

  /// Whether a wording begins with "other".
  static func beginsWithOther(_ wording: String) -> Bool {
    PersonalNames.words(of: TextMatching.folded(wording)).first.map { begins.contains($0) } ?? false
  }

  /// Whether an option is "other", whether it asks for a text or not.
  static func isOther(_ wording: String) -> Bool {
    let words = PersonalNames.words(of: TextMatching.folded(wording))
    return beginsWithOther(wording) && (words.count == 1 || asksForText(wording))
  }

  private static let begins: Set<String> = [
    "other", "others", "andet", "anden", "andre", "sonstiges", "sonstige", "andere", "anderes", "anders", "autre",
    "autres", "otro", "otra", "otros", "altro", "altra", "outro", "outra", "annat", "annan", "annet",
  ]

  // "specify", "angiv", "angeben", "préciser", "especifique", "specificare", "ange": the beginnings are enough.
  private static let requests: [String] = [
    "specif", "especif", "angiv", "angeb", "ange", "précis", "precis", "toelicht", "describe", "explain", "uddyb",
  ]
}
