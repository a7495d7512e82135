internal import PaperGraphics
internal import PaperTables
internal import StudyPlan
internal import SurveyStatistics

/// A small picture of where an interval lies against the value it is judged by.
///
/// It repeats numbers that stand beside it in words, so it is hidden from screen readers.
struct IntervalStrip {
  private static let width = 320.0
  private static let height = 46.0
  private static let inset = 14.0
  private static let axis = 20.0

  let verdict: Verdict
  private let range: (lower: Double, upper: Double)

  /// Nil where there is no interval to show.
  init?(_ verdict: Verdict) {
    guard let interval = verdict.estimate.interval, verdict.estimate.value.isFinite, interval.lower.isFinite,
      interval.upper.isFinite
    else { return nil }
    self.verdict = verdict
    let scale = StatisticVocabulary.entry(verdict.estimate.id).format.scale
    let ends = [interval.lower, interval.upper, verdict.threshold, verdict.estimate.value]
    let least = ends.min() ?? 0
    let most = ends.max() ?? 1
    if least >= 0, most <= 1, scale == .percent || verdict.threshold > 0 {
      range = (0, 1)
    } else if least >= -1, most <= 1, scale == .bounded {
      range = (-1, 1)
    } else {
      let margin = max((most - least) * 0.35, 1e-9)
      range = (least - margin, most + margin)
    }
  }

  func svg(color: String) -> String {
    guard let interval = verdict.estimate.interval else { return "" }
    let format = StatisticVocabulary.entry(verdict.estimate.id).format
    let ticks = NumberFormat(
      format.scale, decimals: format.scale == .percent ? 0 : 2, showsSign: format.scale == .percent)
    let threshold = x(verdict.threshold)
    let label = NumberRules.typeset.string(verdict.threshold, ticks)
    var parts = [
      "<path d=\"M\(n(Self.inset)),\(n(Self.axis))H\(n(Self.width - Self.inset))\" stroke=\"#C8C8C8\" "
        + "stroke-width=\"1\" fill=\"none\"/>",
      "<path d=\"M\(n(threshold)),6V34\" stroke=\"#1A1A1A\" stroke-width=\"1\" stroke-dasharray=\"3,2\" fill=\"none\"/>",
      text(label, threshold, bold: true),
    ]
    for (end, value) in [(Self.inset, range.lower), (Self.width - Self.inset, range.upper)]
    where abs(end - threshold) > 48 {
      parts.append(text(NumberRules.typeset.string(value, ticks), end, bold: false))
    }
    let left = x(interval.lower)
    let right = x(interval.upper)
    parts.append(
      "<path d=\"M\(n(left)),\(n(Self.axis))H\(n(max(right, left + 1)))M\(n(left)),\(n(Self.axis - 5))v10"
        + "M\(n(right)),\(n(Self.axis - 5))v10\" stroke=\"\(color)\" stroke-width=\"2\" fill=\"none\"/>")
    parts.append(
      "<circle cx=\"\(n(x(verdict.estimate.value)))\" cy=\"\(n(Self.axis))\" r=\"3.5\" fill=\"\(color)\"/>")
    return "<svg class=\"strip\" viewBox=\"0 0 \(n(Self.width)) \(n(Self.height))\" aria-hidden=\"true\" "
      + "focusable=\"false\">\(parts.joined())</svg>"
  }

  private func text(_ text: String, _ center: Double, bold: Bool) -> String {
    let width = TextMeasure.width(text, size: 11, weight: bold ? .bold : .regular)
    let x = min(max(center, width / 2), Self.width - width / 2)
    return
      "<text x=\"\(n(x))\" y=\"44\" font-size=\"11\" text-anchor=\"middle\" fill=\"\(bold ? "#1A1A1A" : "#595959")\""
      + "\(bold ? " font-weight=\"bold\"" : "")>\(HTMLText.escaped(text))</text>"
  }

  private func x(_ value: Double) -> Double {
    let share = (value - range.lower) / (range.upper - range.lower)
    return Self.inset + min(max(share, 0), 1) * (Self.width - 2 * Self.inset)
  }

  private func n(_ value: Double) -> String { SVGWriter.number(value) }
}
