internal import PaperGraphics

/// The rows of a Likert figure with their places from top to bottom.
struct LikertBody {
  private struct PlacedBar {
    var bar: LikertNumbers.Bar
    var top: Double
  }

  let layout: LikertLayout
  let top: Double
  private(set) var bottom: Double
  private(set) var items: [TextMark] = []
  private var placed: [PlacedBar] = []

  init(layout: LikertLayout, top: Double) {
    self.layout = layout
    self.top = top
    let theme = layout.theme
    var y = top + 1.5
    for (item, lines) in zip(layout.numbers.items, layout.itemLines) {
      let textHeight = Double(lines.lines.count) * theme.lineHeight
      let barsHeight =
        Double(item.bars.count) * layout.barHeight + Double(item.bars.count - 1) * layout.barGap
      let blockHeight = layout.textAbove ? barsHeight : max(barsHeight, textHeight)
      if layout.textAbove {
        for (index, line) in lines.lines.enumerated() {
          let centre = y + (Double(index) + 0.5) * theme.lineHeight
          items.append(TextMark(line, x: layout.frame.left, centre: centre, size: theme.bodySize))
        }
        y += textHeight + theme.bodySize * 0.25
      } else {
        let first = y + (blockHeight - textHeight) / 2
        for (index, line) in lines.lines.enumerated() {
          let centre = first + (Double(index) + 0.5) * theme.lineHeight
          items.append(TextMark(line, x: layout.textRight, centre: centre, size: theme.bodySize, anchor: .end))
        }
      }
      var barTop = y + (blockHeight - barsHeight) / 2
      for bar in item.bars {
        placed.append(PlacedBar(bar: bar, top: barTop))
        barTop += layout.barHeight + layout.barGap
      }
      y += blockHeight + layout.itemGap
    }
    bottom = y - layout.itemGap + 2
  }

  /// The upper edge of the first bar, above which the head of the last column stands.
  var firstBarTop: Double { placed.first?.top ?? top }

  /// The rectangles by answer.
  var boxes: [[Box]] {
    var result = [[Box]](repeating: [], count: layout.numbers.categories.count)
    for entry in placed {
      for (category, box) in layout.segments(entry.bar, top: entry.top) { result[category].append(box) }
    }
    return result
  }

  /// The shares inside the bars.
  var labels: [TextMark] {
    let colors = layout.numbers.colors
    let size = layout.theme.valueSize
    return colors.indices.flatMap { category in
      placed.flatMap { entry in
        layout.segments(entry.bar, top: entry.top)
          .filter { $0.category == category && layout.isPrinted(entry.bar, category) }
          .map { segment in
            TextMark(
              entry.bar.printed[category], x: segment.box.x + segment.box.width / 2,
              centre: entry.top + layout.barHeight / 2, size: size, anchor: .middle, fill: colors[category].labelInk)
          }
      }
    }
  }

  /// The sums of both sides at the ends of the bars, or a word where nobody answered.
  var nets: [TextMark] {
    let size = layout.theme.valueSize
    var left: [TextMark] = []
    var right: [TextMark] = []
    for entry in placed {
      let centre = entry.top + layout.barHeight / 2
      guard !entry.bar.isEmpty else {
        right.append(
          TextMark("no answers", x: layout.zero + 4, centre: centre, size: size, fill: .secondaryInk))
        continue
      }
      let main = layout.segments(entry.bar, top: entry.top)
        .filter { layout.effectiveStyle != .neutralAside || $0.category != layout.numbers.neutralPosition }
      let start = layout.effectiveStyle == .stacked ? layout.zero : main.map(\.box.x).min() ?? layout.zero
      let end =
        layout.effectiveStyle == .stacked ? layout.zero + layout.unit : main.map(\.box.right).max() ?? layout.zero
      left.append(
        TextMark(
          entry.bar.printedNegative + "%", x: start - layout.netPadding, centre: centre, size: size, weight: .bold,
          anchor: .end))
      right.append(
        TextMark(
          entry.bar.printedPositive + "%", x: end + layout.netPadding, centre: centre, size: size, weight: .bold))
    }
    return left + right
  }

  /// The names of the groups beside their bars.
  var groups: [TextMark] {
    let width = layout.groupRight - (layout.textAbove ? layout.frame.left : layout.textRight)
    return placed.compactMap { entry in
      guard let group = entry.bar.group else { return nil }
      let text = TextWrap.oneLine(group, width: width, size: layout.theme.bodySize).lines.first ?? ""
      return TextMark(
        text, x: layout.textAbove ? layout.frame.left : layout.groupRight, centre: entry.top + layout.barHeight / 2,
        size: layout.theme.bodySize, anchor: layout.textAbove ? .start : .end)
    }
  }

  /// The numbers of respondents.
  func counts(_ text: (LikertNumbers.Bar) -> String) -> [TextMark] {
    placed.map { entry in
      TextMark(
        text(entry.bar), x: layout.frame.right, centre: entry.top + layout.barHeight / 2,
        size: layout.theme.footerSize, anchor: .end, fill: .secondaryInk)
    }
  }

  /// The texts for which gridlines are left open.
  var crossingTexts: [TextMark] { nets + (layout.textAbove ? items : []) }
}
