public import PaperGraphics
public import TextFormats

/// A finished figure: its picture, its words, and the data it shows.
public struct Figure: Sendable, Hashable {
  /// The kind, as it is named on the command line.
  public var kind: String
  /// The picture.
  public var scene: Scene
  /// The accessible name.
  public var title: String
  /// What is measured, and in which unit.
  public var subtitle: String
  /// The alternative text, with every number that the figure shows.
  public var description: String
  /// A shorter alternative text for where the whole is too long.
  public var summary: String
  /// The footer: base, missing, weighting, methods.
  public var note: String
  /// The data and the choices behind the figure, without respondents.
  public var sidecar: JSONValue
  /// The preset in which it was drawn.
  public var theme: FigureTheme

  /// The longest alternative text that is written into a figure, as ACM asks.
  public static let descriptionLimit = 2000

  /// The text that belongs below or above the figure in a manuscript.
  public var caption: String {
    [FigureWords.sentence(title), FigureWords.sentence(subtitle)].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The alternative text within the limit: the whole, or the summary, cut after a sentence.
  public var shortDescription: String {
    if description.count <= Self.descriptionLimit { return description }
    if summary.count <= Self.descriptionLimit { return summary }
    let rest = " The remaining rows are in the data file."
    var kept = ""
    for sentence in summary.split(separator: ". ", omittingEmptySubsequences: false) {
      if kept.count + sentence.count + 2 + rest.count > Self.descriptionLimit { break }
      kept += (kept.isEmpty ? "" : ". ") + sentence
    }
    return (kept.isEmpty ? String(summary.prefix(Self.descriptionLimit - rest.count - 1)) : kept) + "." + rest
  }

  /// The figure as SVG of the house profile.
  public func svg() -> String {
    SVGWriter.document(scene, title: title, description: shortDescription)
  }

  /// What a reader would stumble over: clipped, overlapping, small or faint text, no name, too high for the journal.
  public func lint() -> [LintFinding] {
    var findings = scene.lint(minimumSize: theme.minimumSize)
    if title.allSatisfy({ $0 == " " }) { findings.append(LintFinding(.name, "the figure has no title")) }
    if description.allSatisfy({ $0 == " " }) { findings.append(LintFinding(.name, "the figure has no description")) }
    let height = scene.height / Scene.pointsPerMillimetre
    if let limit = theme.maximumHeight, height > limit + 0.01 {
      findings.append(
        LintFinding(
          .height,
          "the figure is \(NumberStyle.fixed(height, decimals: 1)) mm high; \(theme.name) allows "
            + "\(NumberStyle.fixed(limit, decimals: 1)) mm"))
    }
    return findings
  }
}
