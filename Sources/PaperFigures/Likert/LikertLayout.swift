internal import PaperGraphics

/// Places the bars and texts of a Likert figure.
struct LikertLayout {
  let numbers: LikertNumbers
  let figure: LikertFigure
  let theme: FigureTheme
  let words: LikertWords
  var frame: FigureFrame

  /// Whether item texts stand above their bars rather than at their left.
  var textAbove = false
  var itemLines: [TextWrap.Lines] = []
  /// Where item texts end on the right, where they stand at the left of the bars.
  var textRight = 0.0
  var groupRight = 0.0
  var plotLeft = 0.0
  var plotRight = 0.0
  /// Points for the share 1.
  var unit = 0.0
  /// Where the share 0 lies, and where the column of the neutral answer begins.
  var zero = 0.0
  var asideStart = 0.0
  /// No label stands in bars of shares below this.
  var threshold = 0.0
  var leavesOutLabels = false

  var barHeight: Double { theme.valueSize * 2 }
  var barGap: Double { theme.valueSize * 0.4 }
  var itemGap: Double { theme.valueSize * 1.3 }
  var netPadding: Double { 3 }

  init(numbers: LikertNumbers, figure: LikertFigure, theme: FigureTheme, width: FigureWidth) {
    self.numbers = numbers
    self.figure = figure
    self.theme = theme
    words = LikertWords(figure: figure, numbers: numbers)
    frame = FigureFrame(words: figure.words, ownSubtitle: words.subtitle, theme: theme, width: width)
    placeColumns()
    scaleBars()
    decideThreshold()
  }

  // MARK: - Columns

  private func countText(_ bar: LikertNumbers.Bar) -> String {
    let isFew = bar.respondents > 0 && bar.respondents < figure.fewRespondents
    return NumberStyle.count(bar.respondents) + (isFew ? "†" : "")
  }

  private mutating func placeColumns() {
    let width = frame.scene.width
    let counts = numbers.bars.map { TextMeasure.width(countText($0), size: theme.footerSize) }.max() ?? 0
    plotRight = frame.right - counts - 8
    let groupWidth = min(
      0.25 * width, numbers.groups.map { TextMeasure.width($0, size: theme.bodySize) }.max() ?? 0)
    let limit = min(groupWidth > 0 ? 0.25 * width : 0.33 * width, 0.38 * width - groupWidth)
    let beside = numbers.items.map {
      TextWrap.balanced($0.text, width: max(limit, 40), size: theme.bodySize, maximumLines: 4)
    }
    textAbove = width < 300 || limit < 0.15 * width || beside.contains { $0.isCut || $0.lines.count > 3 }
    if textAbove {
      itemLines = numbers.items.map {
        TextWrap.balanced($0.text, width: plotRight - frame.left, size: theme.bodySize, maximumLines: 4)
      }
      groupRight = frame.left + groupWidth
    } else {
      itemLines = beside
      textRight = frame.left + (beside.map(\.width).max() ?? 0)
      groupRight = groupWidth > 0 ? textRight + 9 + groupWidth : textRight
    }
    plotLeft = groupRight > frame.left ? groupRight + 8 : frame.left
  }

  // MARK: - Scale

  private func netWidth(_ text: String) -> Double {
    TextMeasure.width(text + "%", size: theme.valueSize, weight: .bold) + netPadding + 1
  }

  private mutating func scaleBars() {
    let bars = numbers.bars.filter { !$0.isEmpty }
    let leftLabel = bars.map { netWidth($0.printedNegative) }.max() ?? netWidth("0")
    let rightLabel = bars.map { netWidth($0.printedPositive) }.max() ?? netWidth("0")
    let space = plotRight - plotLeft - leftLabel - rightLabel
    switch effectiveStyle {
    case .stacked:
      unit = space
      zero = plotLeft + leftLabel
    case .centred:
      let (left, right) = reach { $0.neutral / 2 }
      unit = space / (left + right)
      zero = plotLeft + leftLabel + left * unit
    case .neutralAside:
      let (left, right) = reach { _ in 0 }
      let aside = max(bars.map(\.neutral).max() ?? 0, 0.1)
      unit = (space - 10) / (left + right + aside)
      zero = plotLeft + leftLabel + left * unit
      asideStart = zero + right * unit + rightLabel + 10
    }
  }

  /// How far the bars reach to the left and the right of 0, at least a quarter so that the axis has a tick.
  private func reach(_ middle: (LikertNumbers.Bar) -> Double) -> (Double, Double) {
    let bars = numbers.bars
    return (
      max(bars.map { $0.negative + middle($0) }.max() ?? 0, 0.25),
      max(bars.map { $0.positive + middle($0) }.max() ?? 0, 0.25)
    )
  }

  /// Without a neutral answer there is nothing to set aside.
  var effectiveStyle: LikertStyle {
    figure.style == .neutralAside && numbers.neutralPosition == nil ? .centred : figure.style
  }

  /// The rectangles of one bar by answer, those of width 0 left out.
  func segments(_ bar: LikertNumbers.Bar, top: Double) -> [(category: Int, box: Box)] {
    var result: [(category: Int, box: Box)] = []
    let isAside = effectiveStyle == .neutralAside
    var x =
      switch effectiveStyle {
      case .stacked: zero
      case .centred: zero - (bar.negative + bar.neutral / 2) * unit
      case .neutralAside: zero - bar.negative * unit
      }
    for (category, share) in bar.shares.enumerated() where share > 0 {
      let width = share * unit
      if isAside, category == numbers.neutralPosition {
        result.append((category, Box(x: asideStart, y: top, width: width, height: barHeight)))
        continue
      }
      result.append((category, Box(x: x, y: top, width: width, height: barHeight)))
      x += width
    }
    return result
  }

  // MARK: - Labels

  private func labelFits(_ bar: LikertNumbers.Bar, _ category: Int) -> Bool {
    TextMeasure.width(bar.printed[category], size: theme.valueSize) + 3 <= bar.shares[category] * unit
  }

  /// Finds the share, in steps of half a per cent, below which some label does not fit, and drops all labels below it.
  private mutating func decideThreshold() {
    var widest = 0.0
    for bar in numbers.bars {
      for category in bar.shares.indices where bar.shares[category] > 0 && !labelFits(bar, category) {
        widest = max(widest, bar.shares[category])
      }
    }
    leavesOutLabels = widest > 0
    threshold = ((widest * 200).rounded(.down) + 1) / 200
  }

  func isPrinted(_ bar: LikertNumbers.Bar, _ category: Int) -> Bool {
    bar.shares[category] > 0 && (!leavesOutLabels || bar.shares[category] >= threshold)
  }

  var thresholdText: String? {
    guard leavesOutLabels else { return nil }
    let isWhole = (threshold * 100).rounded() == threshold * 100
    return NumberStyle.fixed(threshold * 100, decimals: isWhole ? 0 : 1)
  }

  // MARK: - Drawing

  mutating func draw() -> Figure {
    let colors = numbers.colors
    frame.legend(numbers.categories, start: plotLeft) { scene, index, box in
      scene.add(RectangleMark([box], fill: colors[index]))
    }
    let body = LikertBody(layout: self, top: frame.y + theme.footerSize * 0.9)
    frame.scene.add(
      TextMark(
        "n", x: frame.right, baseline: body.firstBarTop - theme.footerSize * 0.35, size: theme.footerSize,
        anchor: .end, fill: .secondaryInk))
    let crossing = body.crossingTexts
    frame.axis(
      ticks: ticks, top: body.top, bottom: body.bottom, from: axisStart, to: axisEnd, clearOf: crossing,
      reference: zero)
    var zeros = [zero]
    if effectiveStyle == .neutralAside { zeros.append(asideStart) }
    frame.scene.add(
      LineMark(
        zeros.flatMap { Scene.verticalLine(at: $0, from: body.top, to: body.bottom, clearOf: crossing) },
        stroke: Stroke(.ink, width: 0.75)))
    for (category, boxes) in body.boxes.enumerated() {
      frame.scene.add(RectangleMark(boxes, fill: colors[category], stroke: Stroke(.white, width: 0.5)))
    }
    frame.scene.add(body.labels)
    frame.scene.add(body.nets)
    frame.scene.add(body.counts(countText))
    frame.scene.add(body.groups)
    frame.scene.add(body.items)
    let note = figure.words.note(
      words.notes(threshold: thresholdText, hasRounding: numbers.roundingShows(isPrinted)))
    frame.finish(note: note)
    return frame.figure(
      kind: "likert", description: words.description, summary: words.summary, note: note, data: words.data)
  }

  private var axisStart: Double {
    let longest = numbers.bars.map { $0.negative + (effectiveStyle == .centred ? $0.neutral / 2 : 0) }.max() ?? 0
    return effectiveStyle == .stacked ? zero : zero - max(longest, 0.25) * unit
  }

  private var axisEnd: Double {
    if effectiveStyle == .stacked { return zero + unit }
    let longest = numbers.bars.map { $0.positive + (effectiveStyle == .centred ? $0.neutral / 2 : 0) }.max() ?? 0
    return zero + max(longest, 0.25) * unit
  }

  /// Every quarter, or every half where quarters would stand too close.
  private var ticks: [(x: Double, label: String)] {
    let step = 0.25 * unit > theme.bodySize * 3.4 ? 0.25 : 0.5
    var result: [(x: Double, label: String)] = []
    for index in -4...4 {
      let share = Double(index) * step
      let x = zero + share * unit
      if x >= axisStart - 0.01, x <= axisEnd + 0.01 {
        result.append((x, NumberStyle.percent(share.magnitude, of: 1)))
      }
    }
    if effectiveStyle == .neutralAside { result.append((asideStart, "0%")) }
    return result
  }
}
