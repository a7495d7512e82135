extension Instrument {
  /// The questionnaire as a Markdown page in one language, with names, keys and answers.
  ///
  /// - Returns: Headings, one list entry per item; the same bytes every time.
  public func questionnaire(in language: QuestionnaireLanguage) -> String {
    let words: (reversed: String, dontKnow: String) =
      language == .english ? ("reverse keyed", "offered apart") : ("omvendt kodet", "tilbydes særskilt")
    var text = "## \(title.text(language))\n"
    for section in sections {
      text += "\n### \(section.title.text(language))\n\n"
      var grid: String?
      for item in section.items {
        if let name = item.grid {
          if name != grid {
            text += "- **\(name)** \(item.question.text(language)) \(Self.answers(item, language, words.dontKnow))\n"
          }
          text += "  - `\(item.name)` \(item.row?.text(language) ?? "")\n"
        } else {
          let key = item.isReversed ? " *(\(words.reversed))*" : ""
          text += "- `\(item.name)` \(item.question.text(language)) "
          text += "\(Self.answers(item, language, words.dontKnow))\(key)\n"
        }
        grid = item.grid
      }
    }
    return text
  }

  private static func answers(_ item: InstrumentItem, _ language: QuestionnaireLanguage, _ apart: String) -> String {
    var text: String
    switch item.format {
    case .anchored(let points, let low, let high):
      text = "[1 \(low.text(language)) – \(points) \(high.text(language))]"
    case .choices(let words, _):
      text = "[" + words.enumerated().map { "\($0 + 1) \($1.text(language))" }.joined(separator: " · ") + "]"
    case .count(let range): text = "[\(range.lowerBound)–\(range.upperBound)]"
    case .recorded: return ""
    }
    if item.offersDontKnow {
      text += " · \(InstrumentItem.dontKnowCode) \(InstrumentItem.dontKnow.text(language)) (\(apart))"
    }
    return text
  }
}
