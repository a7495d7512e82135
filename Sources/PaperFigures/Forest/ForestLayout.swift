internal import PaperGraphics

/// Places the rows of a forest plot.
struct ForestLayout {
  let figure: ForestFigure
  let theme: FigureTheme
  let words: ForestWords
  var frame: FigureFrame
  let columns: ForestColumns
  let scale: LinearScale

  /// One row's strip of the plot.
  private struct Strip {
    var row: Int
    var top: Double
    var bottom: Double
    var centre: Double { (top + bottom) / 2 }
  }

  private var strips: [Strip] = []
  private var texts: [TextMark] = []
  private var rules: [Segment] = []

  init(figure: ForestFigure, theme: FigureTheme, width: FigureWidth) {
    let figure = Self.cleaned(figure)
    self.figure = figure
    self.theme = theme
    words = ForestWords(figure: figure)
    frame = FigureFrame(words: figure.words, ownSubtitle: words.subtitle, theme: theme, width: width)
    columns = ForestColumns(figure: figure, theme: theme, left: frame.left, right: frame.right)
    var values = [figure.drawnReference]
    for row in figure.rows {
      let centre = figure.scale == .differenceFromThreshold ? 0 : row.threshold ?? figure.reference
      values += [row.estimate, row.lower, row.upper].compactMap { $0 }.filter(\.isFinite)
        .map { figure.drawn($0, of: row) }
      if let band = row.equivalence { values += [centre - band, centre + band] }
    }
    var (lower, upper) = (values.min() ?? 0, values.max() ?? 1)
    if upper - lower < 1e-9 { (lower, upper) = (lower - 1, upper + 1) }
    // An interval without end needs room for its arrow beside the estimate.
    let isOpen = (figure.rows.contains { $0.lower == -.infinity }, figure.rows.contains { $0.upper == .infinity })
    let span = upper - lower
    scale = LinearScale(
      lower: lower - span * (isOpen.0 ? 0.16 : 0.06), upper: upper + span * (isOpen.1 ? 0.16 : 0.06),
      start: columns.plotLeft, end: columns.plotRight)
  }

  private static func cleaned(_ figure: ForestFigure) -> ForestFigure {
    var result = figure
    for index in result.rows.indices {
      result.rows[index].id = SafeText.clean(result.rows[index].id).text
      result.rows[index].text = SafeText.clean(result.rows[index].text).text
      result.rows[index].verdict = SafeText.clean(result.rows[index].verdict).text
      result.rows[index].family = result.rows[index].family.map { SafeText.clean($0).text }
    }
    return result
  }

  mutating func draw() -> Figure {
    placeHeads()
    let ruleY = frame.y
    rules.append(.horizontal(y: ruleY, from: frame.left, to: frame.right))
    frame.y += theme.bodySize * 0.5
    placeReferenceLabel()
    placeRows()
    let bottom = frame.y
    drawBands()
    drawReference()
    let hasArrow = drawIntervals()
    frame.scene.add(LineMark(rules, stroke: Stroke(.ink, width: 0.75)))
    frame.scene.add(texts)
    drawAxis(bottom: bottom)
    let unplaced = drawDirections()
    let note = figure.words.note(words.notes(hasArrow: hasArrow, unplaced: unplaced, dropped: columns.dropped))
    frame.finish(note: note)
    return frame.figure(
      kind: "forest", description: words.description, summary: words.summary, note: note, data: words.data)
  }

  // MARK: - Table

  private mutating func placeHeads() {
    let size = theme.bodySize
    let beside = columns.columns.map(\.head.lines.count) + [columns.plotHead.lines.count]
    if columns.isStacked {
      addLines(columns.textHead.lines, x: frame.left, top: frame.y, anchor: .start, weight: .bold)
      frame.y += Double(columns.textHead.lines.count) * theme.lineHeight + size * 0.3
    }
    let count = max(beside.max() ?? 1, columns.isStacked ? 1 : columns.textHead.lines.count)
    func top(_ lines: TextWrap.Lines) -> Double { frame.y + Double(count - lines.lines.count) * theme.lineHeight }
    if !columns.isStacked {
      addLines(columns.textHead.lines, x: frame.left, top: top(columns.textHead), anchor: .start, weight: .bold)
    }
    let centre = (columns.plotLeft + columns.plotRight) / 2
    addLines(columns.plotHead.lines, x: centre, top: top(columns.plotHead), anchor: .middle, weight: .bold)
    for column in columns.columns {
      addLines(
        column.head.lines, x: column.isNumeric ? column.right : column.left, top: top(column.head),
        anchor: column.isNumeric ? .end : .start, weight: .bold)
    }
    frame.y += Double(count) * theme.lineHeight + size * 0.35
  }

  private mutating func addLines(
    _ lines: [String], x: Double, top: Double, anchor: TextAnchor, weight: FontWeight = .regular, color: Color = .ink
  ) {
    for (index, line) in lines.enumerated() {
      texts.append(
        TextMark(
          line, x: x, centre: top + (Double(index) + 0.5) * theme.lineHeight, size: theme.bodySize, weight: weight,
          anchor: anchor, fill: color))
    }
  }

  private mutating func placeReferenceLabel() {
    guard let label = figure.referenceLabel, !label.isEmpty else { return }
    let size = theme.footerSize
    let text =
      TextWrap.oneLine(
        SafeText.clean(label).text, width: frame.right - frame.left, size: size
      ).lines.first ?? ""
    let half = TextMeasure.width(text, size: size) / 2
    let x = min(max(scale(figure.drawnReference), frame.left + half), frame.right - half)
    texts.append(
      TextMark(text, x: x, centre: frame.y + size * 0.6, size: size, anchor: .middle, fill: .secondaryInk))
    frame.y += size * 1.3
  }

  private mutating func placeRows() {
    let padding = theme.bodySize * 0.95
    var family: String?
    for (index, row) in figure.rows.enumerated() {
      if let name = row.family, name != family {
        family = name
        let lines = TextWrap.balanced(
          name, width: (columns.isStacked ? frame.right : columns.plotLeft - 8) - frame.left, size: theme.bodySize,
          weight: .bold, maximumLines: 3)
        frame.y += theme.bodySize * 0.4
        addLines(lines.lines, x: frame.left, top: frame.y, anchor: .start, weight: .bold, color: .secondaryInk)
        frame.y += Double(lines.lines.count) * theme.lineHeight
      }
      let lines = columns.texts[index].lines
      let textHeight = Double(max(1, lines.count)) * theme.lineHeight
      let cellLines = columns.columns.map { $0.cells[index].lines.count }.max() ?? 1
      let cellHeight = Double(cellLines) * theme.lineHeight
      let top = frame.y
      if columns.isStacked {
        frame.y += padding / 2
        placeClaim(index, lines, top: frame.y)
        frame.y += textHeight + 1.5
        let strip = Strip(row: index, top: frame.y, bottom: frame.y + max(cellHeight, theme.lineHeight * 1.3))
        placeCells(index, centre: strip.centre)
        strips.append(strip)
        frame.y = strip.bottom
      } else {
        let height = max(textHeight, cellHeight) + padding
        let centre = top + height / 2
        placeClaim(index, lines, top: centre - textHeight / 2)
        placeCells(index, centre: centre)
        strips.append(Strip(row: index, top: top, bottom: top + height))
        frame.y = top + height
      }
    }
    frame.y += theme.bodySize * 0.2
  }

  private mutating func placeClaim(_ index: Int, _ lines: [String], top: Double) {
    texts.append(
      TextMark(
        figure.rows[index].id, x: frame.left, centre: top + theme.lineHeight / 2, size: theme.bodySize, weight: .bold))
    addLines(lines, x: columns.textLeft, top: top, anchor: .start)
  }

  private mutating func placeCells(_ index: Int, centre: Double) {
    for column in columns.columns {
      let lines = column.cells[index].lines
      addLines(
        lines, x: column.isNumeric ? column.right : column.left,
        top: centre - Double(lines.count) * theme.lineHeight / 2, anchor: column.isNumeric ? .end : .start,
        weight: column.isBold[index] ? .bold : .regular)
    }
  }

  // MARK: - Plot

  private mutating func drawBands() {
    var boxes: [Box] = []
    for strip in strips {
      let row = figure.rows[strip.row]
      guard let half = row.equivalence else { continue }
      let centre = figure.scale == .differenceFromThreshold ? 0 : row.threshold ?? figure.reference
      let (start, end) = (scale(centre - half), scale(centre + half))
      let box = Box(x: start, y: strip.top, width: end - start, height: strip.bottom - strip.top)
      if let last = boxes.last, last.x == box.x, last.width == box.width, (last.bottom - box.y).magnitude < 0.01 {
        boxes[boxes.count - 1].height = box.bottom - last.y
      } else {
        boxes.append(box)
      }
    }
    frame.scene.add(RectangleMark(boxes, fill: Color(0xEDEDED)))
  }

  private mutating func drawReference() {
    guard let first = strips.first, let last = strips.last else { return }
    let x = scale(figure.drawnReference)
    let spans = columns.isStacked ? strips.map { ($0.top, $0.bottom) } : [(first.top, last.bottom)]
    frame.scene.add(
      LineMark(
        spans.flatMap { Scene.verticalLine(at: x, from: $0.0, to: $0.1, clearOf: texts, padding: 2) },
        stroke: Stroke(.ink, width: 0.75)))
    guard figure.scale == .estimate else { return }
    // A row with a threshold of its own gets its own tick across the strip.
    let own = strips.compactMap { strip -> Segment? in
      guard let threshold = figure.rows[strip.row].threshold, threshold != figure.reference else { return nil }
      return .vertical(x: scale(threshold), from: strip.top + 1, to: strip.bottom - 1)
    }
    frame.scene.add(LineMark(own, stroke: Stroke(.secondaryInk, width: 0.75, dashes: [2, 1.5])))
  }

  /// Draws intervals and estimates, and tells whether an interval goes on beyond the axis.
  private mutating func drawIntervals() -> Bool {
    var lines: [Segment] = []
    var arrows: [[Point]] = []
    var filled: [Point] = []
    var open: [Point] = []
    var squares: [Box] = []
    let radius = theme.bodySize * 0.34
    for strip in strips {
      let row = figure.rows[strip.row]
      let y = strip.centre
      guard let estimate = row.estimate else { continue }
      if let lower = row.lower, let upper = row.upper {
        let ends = (figure.drawn(lower, of: row), figure.drawn(upper, of: row))
        let isCut = (ends.0 < scale.lower, ends.1 > scale.upper)
        let start = isCut.0 ? scale.start + 3 : scale(ends.0)
        let end = isCut.1 ? scale.end - 3 : scale(ends.1)
        lines.append(.horizontal(y: y, from: start, to: end))
        if isCut.0 { arrows.append(Self.arrow(x: scale.start, y: y, pointing: -1)) }
        if isCut.1 { arrows.append(Self.arrow(x: scale.end, y: y, pointing: 1)) }
      }
      let point = Point(x: scale(figure.drawn(estimate, of: row)), y: y)
      switch row.decision {
      case .supported: filled.append(point)
      case .undecided: open.append(point)
      case .contradicted:
        squares.append(
          Box(x: point.x - radius * 0.9, y: y - radius * 0.9, width: radius * 1.8, height: radius * 1.8))
      }
    }
    frame.scene.add(LineMark(lines, stroke: Stroke(.ink, width: 1.2)))
    frame.scene.add(PolygonMark(arrows, fill: .ink))
    frame.scene.add(CircleMark(filled, radius: radius, fill: .ink))
    frame.scene.add(RectangleMark(squares, fill: .ink))
    frame.scene.add(CircleMark(open, radius: radius, fill: .white, stroke: Stroke(.ink, width: 1)))
    return !arrows.isEmpty
  }

  private static func arrow(x: Double, y: Double, pointing: Double) -> [Point] {
    [Point(x: x, y: y), Point(x: x - pointing * 3.5, y: y - 2), Point(x: x - pointing * 3.5, y: y + 2)]
  }

  private mutating func drawAxis(bottom: Double) {
    let space = columns.plotRight - columns.plotLeft
    let (values, needed) = scale.ticks(about: max(2, Int(space / 26)))
    var format = figure.axisFormat
    format.decimals = max(0, format.isPercentage ? needed - 2 : needed)
    let ticks = values.map { (x: scale($0), label: format.text($0)) }
    let size = theme.bodySize
    frame.scene.add(
      LineMark(
        [.horizontal(y: bottom, from: columns.plotLeft, to: columns.plotRight)]
          + ticks.map { .vertical(x: $0.x, from: bottom, to: bottom + 2.5) }, stroke: Stroke(.ink, width: 0.75)))
    var labels: [TextMark] = []
    for tick in ticks {
      let mark = TextMark(
        tick.label, x: tick.x, baseline: bottom + 2.5 + size * 1.1, size: size, anchor: .middle)
      let box = mark.box.expanded(horizontally: size * 0.3, vertically: 0)
      if !labels.contains(where: { $0.box.intersects(box) }), box.x >= 0, box.right <= frame.scene.width {
        labels.append(mark)
      }
    }
    frame.scene.add(labels)
    frame.y = bottom + 2.5 + size * 1.4
  }

  /// Writes what lies on either side of the reference line; what has no room is given to the footer.
  private mutating func drawDirections() -> [String] {
    guard figure.lowerLabel != nil || figure.upperLabel != nil else { return [] }
    let size = theme.footerSize
    let x = scale(figure.drawnReference)
    var unplaced: [String] = []
    var count = 0
    func add(_ label: String?, anchor: TextAnchor) {
      guard let label, !label.isEmpty else { return }
      let isLower = anchor == .end
      let text = SafeText.clean(label).text
      let space = isLower ? x - 5 - frame.left : frame.right - x - 5
      let lines = TextWrap.balanced(isLower ? "← \(text)" : "\(text) →", width: space, size: size, maximumLines: 2)
      guard !lines.isCut, space > 30 else {
        unplaced.append("\(isLower ? "Left" : "Right") of the line: \(FigureWords.sentence(text))")
        return
      }
      for (index, line) in lines.lines.enumerated() {
        frame.scene.add(
          TextMark(
            line, x: isLower ? x - 5 : x + 5, centre: frame.y + (Double(index) + 0.7) * size * 1.2, size: size,
            anchor: anchor, fill: .secondaryInk))
      }
      count = max(count, lines.lines.count)
    }
    add(figure.lowerLabel, anchor: .end)
    add(figure.upperLabel, anchor: .start)
    frame.y += Double(count) * size * 1.2 + size * 0.3
    return unplaced
  }
}
