internal import PaperGraphics

/// Places the points and texts of a figure of proportions.
struct ProportionsLayout {
  private struct Placed {
    var row: ProportionRow
    var group: Int
    var y: Double
  }

  let figure: ProportionsFigure
  let theme: FigureTheme
  let items: [(label: String, rows: [ProportionRow])]
  let groups: [String]
  var frame: FigureFrame
  private var lines: [TextWrap.Lines] = []
  private var textAbove = false
  private var textRight = 0.0
  private var plotLeft = 0.0
  private var plotRight = 0.0
  private var scale: LinearScale
  private var step = 0.25

  init(figure: ProportionsFigure, theme: FigureTheme, width: FigureWidth) {
    self.figure = figure
    self.theme = theme
    items = figure.items
    groups = figure.groups
    frame = FigureFrame(words: figure.words, ownSubtitle: figure.ownSubtitle, theme: theme, width: width)
    scale = LinearScale(lower: 0, upper: 1, start: 0, end: 1)
    placeColumns()
  }

  private mutating func placeColumns() {
    let width = frame.scene.width
    let rows = items.flatMap(\.rows)
    let counts = rows.map { TextMeasure.width(figure.countText($0), size: theme.footerSize) }.max() ?? 0
    plotRight = frame.right - counts - 8
    let beside = items.map {
      TextWrap.balanced($0.label, width: 0.33 * width, size: theme.bodySize, maximumLines: 4)
    }
    textAbove = width < 300 || beside.contains { $0.isCut || $0.lines.count > 3 }
    lines =
      textAbove
      ? items.map {
        TextWrap.balanced($0.label, width: plotRight - frame.left, size: theme.bodySize, maximumLines: 4)
      } : beside
    textRight = frame.left + (beside.map(\.width).max() ?? 0)
    plotLeft = textAbove ? frame.left + theme.bodySize : textRight + theme.bodySize * 1.6
    let labels = rows.map { TextMeasure.width(figure.text($0), size: theme.valueSize) }.max() ?? 0
    let largest = max(rows.compactMap { $0.upper ?? $0.estimate }.max() ?? 0, figure.reference ?? 0)
    // The scale ends at a round number, and the text of the longest interval has its room to the right of it.
    let end = plotRight - labels - 7
    step = largest > 0.5 || figure.showsWholeScale ? 0.25 : largest > 0.2 ? 0.1 : 0.05
    let upper = figure.showsWholeScale ? 1 : max(step, (largest / step - 1e-9).rounded(.up) * step)
    scale = LinearScale(lower: 0, upper: min(1, upper), start: plotLeft, end: end)
    while scale(step) - scale(0) < theme.bodySize * 3.6, step < 0.5 { step *= 2 }
  }

  mutating func draw() -> Figure {
    if groups.count > 1 {
      let theme = self.theme
      frame.legend(groups, start: plotLeft) { scene, index, box in
        let middle = Point(x: box.x + box.width / 2, y: box.y + box.height / 2)
        scene.add(
          LineMark(
            [.horizontal(y: middle.y, from: box.x - 1, to: box.right + 1)],
            stroke: Stroke(GroupMarker.color(index), width: 1.2)))
        GroupMarker.add(to: &scene, group: index, at: [middle], radius: theme.bodySize * 0.36)
      }
    }
    let head = placeHead()
    var labels: [TextMark] = []
    let placed = placeRows(top: head.top, labels: &labels)
    let values = placed.map(valueText)
    let counts = placed.map { entry in
      TextMark(
        figure.countText(entry.row), x: frame.right, centre: entry.y, size: theme.footerSize, anchor: .end,
        fill: .secondaryInk)
    }
    let bottom = frame.y
    let crossing = values + (textAbove ? labels : [])
    var ticks: [(x: Double, label: String)] = []
    var value = 0.0
    while value <= scale.upper + 1e-9 {
      ticks.append((scale(value), NumberStyle.percent(value, of: 1)))
      value += step
    }
    frame.axis(
      ticks: ticks, top: head.top, bottom: bottom, from: plotLeft, to: scale.end, clearOf: crossing,
      reference: figure.reference.map { scale($0) })
    if let reference = figure.reference {
      frame.scene.add(
        LineMark(
          Scene.verticalLine(at: scale(reference), from: head.top, to: bottom, clearOf: crossing),
          stroke: Stroke(.secondaryInk, width: 0.75, dashes: [2.5, 2])))
    }
    frame.scene.add(head.texts)
    drawMarks(placed)
    frame.scene.add(values)
    frame.scene.add(counts)
    frame.scene.add(labels)
    let note = figure.words.note(figure.notes)
    frame.finish(note: note)
    return frame.figure(
      kind: "proportions", description: figure.description, summary: figure.description, note: note, data: figure.data)
  }

  /// The label of the reference line and the head of the last column, above the plot.
  private mutating func placeHead() -> (texts: [TextMark], top: Double) {
    let size = theme.footerSize
    let centre = frame.y + size * 0.6
    var texts = [TextMark("n", x: frame.right, centre: centre, size: size, anchor: .end, fill: .secondaryInk)]
    if let reference = figure.reference {
      let percent = NumberStyle.percent(reference, of: 1)
      let label = figure.referenceLabel.map { "\(percent): \(SafeText.clean($0).text)" } ?? percent
      let space = plotRight - frame.left
      let text = TextWrap.oneLine(label, width: space, size: size).lines.first ?? ""
      let half = TextMeasure.width(text, size: size) / 2
      let x = min(max(scale(reference), frame.left + half), plotRight - half)
      texts.append(TextMark(text, x: x, centre: centre, size: size, anchor: .middle, fill: .secondaryInk))
    }
    frame.y += size * 1.45
    return (texts, frame.y)
  }

  private mutating func placeRows(top: Double, labels: inout [TextMark]) -> [Placed] {
    let pitch = theme.valueSize * 1.65
    var placed: [Placed] = []
    frame.y = top + theme.bodySize * 0.3
    for (item, lines) in zip(items, lines) {
      let textHeight = Double(lines.lines.count) * theme.lineHeight
      let rowsHeight = Double(item.rows.count) * pitch
      let height = textAbove ? rowsHeight : max(rowsHeight, textHeight)
      let first = textAbove ? frame.y : frame.y + (height - textHeight) / 2
      for (index, line) in lines.lines.enumerated() {
        labels.append(
          TextMark(
            line, x: textAbove ? frame.left : textRight, centre: first + (Double(index) + 0.5) * theme.lineHeight,
            size: theme.bodySize, anchor: textAbove ? .start : .end))
      }
      if textAbove { frame.y += textHeight + 1 }
      var y = frame.y + (height - rowsHeight) / 2 + pitch / 2
      for row in item.rows {
        let group = row.group.flatMap { groups.firstIndex(of: $0) } ?? 0
        placed.append(Placed(row: row, group: group, y: y))
        y += pitch
      }
      frame.y += height + theme.bodySize * 0.85
    }
    frame.y -= theme.bodySize * 0.35
    return placed
  }

  /// The share as text, to the right of its interval, or to the left where it would cross the reference line.
  private func valueText(_ entry: Placed) -> TextMark {
    func mark(_ x: Double, _ anchor: TextAnchor) -> TextMark {
      TextMark(figure.text(entry.row), x: x, centre: entry.y, size: theme.valueSize, anchor: anchor)
    }
    guard let estimate = entry.row.estimate else { return mark(plotLeft + 4, .start) }
    let radius = theme.bodySize * 0.36
    let end = max(scale(entry.row.upper ?? estimate), scale(estimate) + radius)
    let right = mark(end + 4, .start)
    guard let reference = figure.reference else { return right }
    let x = scale(reference)
    let box = right.box.expanded(horizontally: 2, vertically: 0)
    guard box.x < x, box.right > x else { return right }
    let start = min(scale(entry.row.lower ?? estimate), scale(estimate) - radius)
    let left = mark(start - 4, .end)
    return left.box.x >= plotLeft && left.box.right < x ? left : right
  }

  private mutating func drawMarks(_ placed: [Placed]) {
    for group in 0..<max(1, groups.count) {
      let own = placed.filter { $0.group == group }
      let whiskers = own.compactMap { entry -> Segment? in
        guard let lower = entry.row.lower, let upper = entry.row.upper else { return nil }
        return .horizontal(y: entry.y, from: scale(lower), to: scale(upper))
      }
      frame.scene.add(LineMark(whiskers, stroke: Stroke(GroupMarker.color(group), width: 1.2)))
      let points = own.compactMap { entry in
        entry.row.estimate.map { Point(x: scale($0), y: entry.y) }
      }
      GroupMarker.add(to: &frame.scene, group: group, at: points, radius: theme.bodySize * 0.36)
    }
  }
}

/// The sign of a group: a shape as well as a colour, so that it can be told without colour.
enum GroupMarker {
  static func color(_ group: Int) -> Color { Palette.groups[group % Palette.groups.count] }

  /// Draws the sign of a group at places: filled circle, open square, filled triangle, open diamond, and so on.
  static func add(to scene: inout Scene, group: Int, at points: [Point], radius: Double) {
    let color = color(group)
    let fill = group.isMultiple(of: 2) ? color : Color.white
    let stroke = Stroke(color, width: 1)
    switch group % 4 {
    case 0: scene.add(CircleMark(points, radius: radius, fill: fill, stroke: stroke))
    case 1:
      let side = radius * 0.92
      scene.add(
        RectangleMark(
          points.map { Box(x: $0.x - side, y: $0.y - side, width: side * 2, height: side * 2) }, fill: fill,
          stroke: stroke))
    case 2:
      scene.add(
        PolygonMark(
          points.map { point in
            [
              Point(x: point.x, y: point.y - radius * 1.1),
              Point(x: point.x + radius * 1.05, y: point.y + radius * 0.8),
              Point(x: point.x - radius * 1.05, y: point.y + radius * 0.8),
            ]
          }, fill: fill, stroke: stroke))
    default:
      let reach = radius * 1.2
      scene.add(
        PolygonMark(
          points.map { point in
            [
              Point(x: point.x, y: point.y - reach), Point(x: point.x + reach, y: point.y),
              Point(x: point.x, y: point.y + reach), Point(x: point.x - reach, y: point.y),
            ]
          }, fill: fill, stroke: stroke))
    }
  }
}
