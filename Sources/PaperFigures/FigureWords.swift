internal import PaperGraphics

/// What is said about a figure besides its numbers.
public struct FigureWords: Sendable, Hashable {
  /// The title: the finding as a sentence where the author writes one, otherwise what is shown.
  public var title: String
  /// What is measured and in which unit, instead of the figure's own words for it.
  public var subtitle: String?
  /// The wording of the question.
  public var question: String?
  /// How many respondents the figure is about.
  public var respondents: Int?
  /// How the answers are weighted, such as "weighted by region, age and sex"; nil for not at all.
  public var weighting: String?
  /// Where the data come from.
  public var source: String?
  /// Further sentences of the footer, such as the test and its adjustment.
  public var notes: [String]
  /// Whether the data are made up; the figure then says so in words that can be seen.
  public var synthetic: Bool

  /// Creates the words of a figure.
  public init(
    title: String, subtitle: String? = nil, question: String? = nil, respondents: Int? = nil, weighting: String? = nil,
    source: String? = nil, notes: [String] = [], synthetic: Bool = false
  ) {
    self.title = title
    self.subtitle = subtitle
    self.question = question
    self.respondents = respondents
    self.weighting = weighting
    self.source = source
    self.notes = notes
    self.synthetic = synthetic
  }

  /// The accessible name, which says that the data are synthetic where they are.
  var name: String { synthetic ? "\(title) (synthetic data)" : title }

  /// The subtitle with the word "Synthetic data" before it where it applies.
  func subtitle(or own: String) -> String {
    let text = subtitle ?? own
    guard synthetic else { return text }
    return text.isEmpty ? "Synthetic data." : "Synthetic data. \(text)"
  }

  /// The sentences of the footer that every figure shares, around those of the figure itself.
  func note(_ own: [String]) -> String {
    var parts: [String] = []
    if synthetic { parts.append("Synthetic data, not a finding.") }
    if let question { parts.append("Question: \(Self.sentence(question))") }
    if let respondents {
      parts.append("N = \(NumberStyle.count(respondents)), \(weighting ?? "unweighted").")
    } else {
      parts.append(Self.sentence(weighting.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? "Unweighted"))
    }
    parts += own + notes.map(Self.sentence)
    if let source { parts.append("Source: \(Self.sentence(source))") }
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The text with a full stop, unless it ends in a mark of its own.
  static func sentence(_ text: String) -> String {
    guard let last = text.last else { return "" }
    return ".?!…”".contains(last) ? text : text + "."
  }
}
