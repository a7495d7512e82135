internal import PaperGraphics
internal import TextFormats

/// The subtitle, footer and descriptions of a Likert figure.
struct LikertWords {
  let figure: LikertFigure
  let numbers: LikertNumbers

  private var negativeName: String {
    figure.negativeName.map { "“\($0)”" } ?? Self.span(numbers.categories[numbers.negativeRange])
  }
  private var positiveName: String {
    figure.positiveName.map { "“\($0)”" } ?? Self.span(numbers.categories[numbers.positiveRange])
  }

  private static func span(_ names: ArraySlice<String>) -> String {
    guard let first = names.first, let last = names.last else { return "" }
    return names.count == 1 ? "“\(first)”" : "“\(first)” to “\(last)”"
  }

  var subtitle: String {
    var text =
      figure.words.weighting == nil ? "Share of respondents by answer" : "Weighted share of respondents by answer"
    if numbers.items.count > 1 { text += ", \(orderWords)" }
    text += "."
    switch (figure.style, numbers.neutralPosition) {
    case (.centred, let neutral?): text += " Bars are centred on the middle of “\(numbers.categories[neutral])”."
    case (.neutralAside, let neutral?): text += " “\(numbers.categories[neutral])” stands in the column at the right."
    default: break
    }
    return text
  }

  private var orderWords: String {
    switch figure.order {
    case .byNet: "items in order of the share answering \(positiveName)"
    case .byBalance: "items in order of \(positiveName) less \(negativeName)"
    case .asGiven: "items in the order of the questionnaire"
    }
  }

  /// The figure's own sentences of the footer.
  ///
  /// - Parameters:
  ///   - threshold: The share below which no label stands in the bars, where any is left out.
  ///   - hasRounding: Whether the printed parts can be seen not to add up.
  func notes(threshold: String?, hasRounding: Bool) -> [String] {
    var notes: [String] = []
    let bars = numbers.bars
    let rates = bars.filter { $0.respondents + $0.missing > 0 }
      .map { (Double($0.missing), Double($0.respondents + $0.missing)) }
    let low = rates.min { $0.0 / $0.1 < $1.0 / $1.1 }
    let high = rates.max { $0.0 / $0.1 < $1.0 / $1.1 }
    if let low, let high, high.0 > 0 {
      let from = NumberStyle.percent(low.0, of: low.1, decimals: 1)
      let to = NumberStyle.percent(high.0, of: high.1, decimals: 1)
      notes.append("n excludes item non-response (\(from == to ? to : "\(from) to \(to)")).")
    } else {
      notes.append("No answers are missing.")
    }
    if bars.contains(where: { $0.respondents > 0 && $0.respondents < figure.fewRespondents }) {
      notes.append("† Fewer than \(figure.fewRespondents) respondents.")
    }
    if let threshold { notes.append("Shares below \(threshold)% are drawn without a label.") }
    notes.append(
      "Bold: \(sideWords(numbers.negativeRange, figure.negativeName)) (left) and "
        + "\(sideWords(numbers.positiveRange, figure.positiveName)) (right), rounded from the counts.")
    if hasRounding { notes.append("Printed shares may not add up, because each is rounded by itself.") }
    return notes
  }

  private func sideWords(_ range: Range<Int>, _ name: String?) -> String {
    if range.count == 1 { return "“\(name ?? numbers.categories[range.lowerBound])”" }
    let which = range.lowerBound == 0 ? "first" : "last"
    return name.map { "the \(Self.word(range.count)) “\($0)” answers together" }
      ?? "the \(which) \(Self.word(range.count)) answers together"
  }

  static func word(_ number: Int) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return words.indices.contains(number) ? words[number] : String(number)
  }

  /// All numbers of all bars.
  var description: String { opening + numbers.bars.map(full).joined(separator: " ") }

  /// The sums of all bars, for where the whole is too long.
  var summary: String { opening + numbers.bars.map(short).joined(separator: " ") }

  private var opening: String {
    let style =
      switch figure.style {
      case .centred: "Diverging stacked bar chart"
      case .neutralAside: "Diverging stacked bar chart with the neutral answer aside"
      case .stacked: "Bar chart stacked to 100%"
      }
    let items = numbers.items.count == 1 ? "one item" : "\(numbers.items.count) items"
    let groups = numbers.groups.count > 1 ? " in \(Self.word(numbers.groups.count)) groups" : ""
    return "\(style) of \(items)\(groups). Answers: \(numbers.categories.joined(separator: ", ")). "
  }

  private func name(_ bar: LikertNumbers.Bar) -> String {
    let text = bar.item.last.map { ".?!".contains($0) } == true ? String(bar.item.dropLast()) : bar.item
    return bar.group.map { "\(text), \($0)" } ?? text
  }

  private func full(_ bar: LikertNumbers.Bar) -> String {
    guard !bar.isEmpty else { return "\(name(bar)): no answers (n = 0)." }
    let parts = zip(numbers.categories, bar.printed).map { "\($0) \($1)%" }.joined(separator: ", ")
    return "\(name(bar)): \(parts); \(nets(bar)) (n = \(NumberStyle.count(bar.respondents)))."
  }

  private func short(_ bar: LikertNumbers.Bar) -> String {
    guard !bar.isEmpty else { return "\(name(bar)): no answers (n = 0)." }
    let neutral = numbers.neutralPosition.map { ", \(bar.printedNeutral)% \(numbers.categories[$0])" } ?? ""
    return "\(name(bar)): \(nets(bar))\(neutral) (n = \(NumberStyle.count(bar.respondents)))."
  }

  private func nets(_ bar: LikertNumbers.Bar) -> String {
    "\(bar.printedPositive)% \(figure.positiveName ?? positiveName), "
      + "\(bar.printedNegative)% \(figure.negativeName ?? negativeName)"
  }

  var data: [(String, JSONValue)] {
    [
      ("categories", .strings(numbers.categories)),
      ("neutral", .text(numbers.neutralPosition.map { numbers.categories[$0] })),
      ("style", .string(figure.style.rawValue)), ("order", .string(figure.order.rawValue)),
      ("rounding", "whole per cent, half away from zero, sums from the counts"),
      ("rows", .array(numbers.bars.map(row))),
    ]
  }

  private func row(_ bar: LikertNumbers.Bar) -> JSONValue {
    let base = bar.counts.reduce(0, +)
    // From the counts rather than from the shares, so that no rounding of a share stands in the data.
    func percent(_ value: Double) -> JSONValue { base > 0 ? .finite(100 * value / base) : .null }
    func percent(_ range: Range<Int>) -> JSONValue { percent(bar.counts[range].reduce(0, +)) }
    return .object(
      JSONObject([
        ("item", .string(bar.item)), ("group", .text(bar.group)), ("n", .integer(bar.respondents)),
        ("missing", .integer(bar.missing)), ("counts", .array(bar.counts.map { .finite($0) })),
        ("percent", .array(bar.counts.map { percent($0) })), ("negativePercent", percent(numbers.negativeRange)),
        ("neutralPercent", numbers.neutralPosition.map { percent(bar.counts[$0]) } ?? .null),
        ("positivePercent", percent(numbers.positiveRange)),
      ]))
  }
}
