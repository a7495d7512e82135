internal import PaperGraphics
internal import TextFormats

/// The canvas of a figure while it is laid out: title above, footer below, and a cursor between.
struct FigureFrame {
  var scene: Scene
  let theme: FigureTheme
  let words: FigureWords
  let subtitle: String
  /// The upper edge of what comes next.
  var y: Double

  /// The left edge of what may be drawn.
  var left: Double { theme.margin }
  /// The right edge of what may be drawn.
  var right: Double { scene.width - theme.margin }

  /// Begins a figure with its title and subtitle, where the theme wants them in the figure.
  init(words: FigureWords, ownSubtitle: String, theme: FigureTheme, width: FigureWidth) {
    scene = Scene(width: width.millimetres * Scene.pointsPerMillimetre)
    self.theme = theme
    self.words = words
    subtitle = SafeText.clean(words.subtitle(or: ownSubtitle)).text
    y = theme.margin
    guard theme.titleInFigure else { return }
    let space = right - left
    let title = TextWrap.balanced(
      SafeText.clean(words.title).text, width: space, size: theme.titleSize, weight: .bold, maximumLines: 4)
    for line in title.lines {
      y += theme.titleSize * 1.2
      scene.add(TextMark(line, x: left, baseline: y - theme.titleSize * 0.35, size: theme.titleSize, weight: .bold))
    }
    y += theme.subtitleSize * 0.2
    let text = TextWrap.balanced(subtitle, width: space, size: theme.subtitleSize, maximumLines: 4)
    for line in text.lines {
      y += theme.subtitleSize * 1.25
      scene.add(
        TextMark(line, x: left, baseline: y - theme.subtitleSize * 0.35, size: theme.subtitleSize, fill: .secondaryInk))
    }
    y += theme.bodySize * 0.9
  }

  /// Draws entries of a legend from the left, in as many lines as they need.
  ///
  /// - Parameters:
  ///   - labels: The texts in order.
  ///   - start: Where the legend begins if it fits there in one line; otherwise it begins at the margin.
  ///   - heading: What the legend is of; it stands before the entries, or above them where there is no room.
  ///   - key: Draws the sign of an entry into a square.
  mutating func legend(
    _ labels: [String], start: Double, heading: String? = nil, key: (inout Scene, Int, Box) -> Void
  ) {
    let size = theme.bodySize
    let side = size * 1.15
    let inner = size * 0.4
    let gap = size * 1.5
    let cut = labels.map { TextWrap.oneLine($0, width: right - left - side - inner, size: size).lines.first ?? "" }
    let widths = cut.map { side + inner + TextMeasure.width($0, size: size) }
    let total = widths.reduce(0, +) + gap * Double(max(0, widths.count - 1))
    var origin = total <= right - start ? start : total <= right - left ? right - total : left
    if let heading {
      let text = TextMark(heading, x: left, centre: y + side / 2, size: size)
      scene.add(text)
      if text.width + gap + total <= right - left {
        origin = left + text.width + gap
      } else {
        origin = left
        y += size * 1.45
      }
    }
    let limit = Self.evenLimit(widths, gap: gap, space: right - origin)
    var x = origin
    for (index, label) in cut.enumerated() {
      if x > origin, x + widths[index] > origin + limit {
        x = origin
        y += size * 1.45
      }
      key(&scene, index, Box(x: x, y: y, width: side, height: side))
      scene.add(TextMark(label, x: x + side + inner, centre: y + side / 2, size: size))
      x += widths[index] + gap
    }
    y += side + size * 0.8
  }

  /// The narrowest line in which entries need no more lines than in the whole space, so that lines are of even length.
  private static func evenLimit(_ widths: [Double], gap: Double, space: Double) -> Double {
    func lines(_ limit: Double) -> Int {
      var count = 1
      var x = 0.0
      for width in widths {
        if x > 0, x + width > limit {
          count += 1
          x = 0
        }
        x += width + gap
      }
      return count
    }
    let needed = lines(space)
    guard needed > 1 else { return space }
    var limit = space
    while limit > (widths.max() ?? 0) + 4, lines(limit - 4) == needed { limit -= 4 }
    return limit
  }

  /// Ends the figure with its footer and gives it the height of its content.
  mutating func finish(note: String) {
    let note = SafeText.clean(note).text
    let size = theme.footerSize
    if theme.titleInFigure {
      y += size * 0.7
      for line in TextWrap.greedy(note, width: right - left, size: size).lines {
        y += size * 1.25
        scene.add(TextMark(line, x: left, baseline: y - size * 0.35, size: size, fill: .secondaryInk))
      }
    } else if words.synthetic {
      y += size * 1.6
      scene.add(TextMark("Synthetic data", x: left, baseline: y - size * 0.35, size: size, fill: .secondaryInk))
    }
    scene.height = y + theme.margin
  }

  /// The figure, once its frame is finished.
  func figure(kind: String, description: String, summary: String, note: String, data: [(String, JSONValue)]) -> Figure {
    let prefix = words.synthetic ? "Synthetic data. " : ""
    var sidecar = JSONObject([
      ("figure", .string(kind)), ("title", .string(words.name)), ("subtitle", .string(subtitle)),
      ("synthetic", .bool(words.synthetic)),
    ])
    for (name, value) in data { sidecar[name] = value }
    sidecar["note"] = .string(note)
    sidecar["description"] = .string(prefix + description)
    sidecar["theme"] = .string(theme.name)
    sidecar["widthMillimetres"] = .number(Self.rounded(scene.width / Scene.pointsPerMillimetre))
    sidecar["heightMillimetres"] = .number(Self.rounded(scene.height / Scene.pointsPerMillimetre))
    return Figure(
      kind: kind, scene: scene, title: SafeText.clean(words.name).text, subtitle: SafeText.clean(subtitle).text,
      description: SafeText.clean(prefix + description).text, summary: SafeText.clean(prefix + summary).text,
      note: SafeText.clean(note).text, sidecar: .object(sidecar), theme: theme)
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
