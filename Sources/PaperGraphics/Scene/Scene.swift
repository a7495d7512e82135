/// A picture as a list of marks, drawn in order, that can be measured and checked before it is written.
public struct Scene: Sendable, Hashable {
  /// The width in points.
  public var width: Double
  /// The height in points.
  public var height: Double
  /// What is drawn, from the back to the front.
  public var marks: [Mark] = []
  /// What a reader of the log should know, such as characters whose width could only be estimated.
  public var warnings: [String] = []

  /// Creates an empty picture.
  public init(width: Double, height: Double = 0) {
    self.width = width
    self.height = height
  }

  /// Points in one millimetre.
  public static let pointsPerMillimetre = 72 / 25.4

  /// Adds a text; an empty one is left out.
  public mutating func add(_ text: TextMark) {
    guard !text.text.isEmpty else { return }
    marks.append(.text(text))
    if !TextMeasure.isExact(text.text) {
      let warning = "The width of “\(text.text)” is an estimate: the font lacks some of its characters."
      if !warnings.contains(warning) { warnings.append(warning) }
    }
  }

  /// Adds texts in order.
  public mutating func add(_ texts: [TextMark]) {
    for text in texts { add(text) }
  }

  /// Adds rectangles, unless there are none.
  public mutating func add(_ rectangles: RectangleMark) {
    if !rectangles.boxes.isEmpty { marks.append(.rectangles(rectangles)) }
  }

  /// Adds lines, unless there are none.
  public mutating func add(_ lines: LineMark) {
    if !lines.segments.isEmpty { marks.append(.lines(lines)) }
  }

  /// Adds shapes, unless there are none.
  public mutating func add(_ polygons: PolygonMark) {
    if !polygons.shapes.isEmpty { marks.append(.polygons(polygons)) }
  }

  /// Adds circles, unless there are none.
  public mutating func add(_ circles: CircleMark) {
    if !circles.centres.isEmpty { marks.append(.circles(circles)) }
  }

  /// The texts in order.
  public var texts: [TextMark] {
    marks.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// A vertical line that is left open wherever a text would cross it.
  ///
  /// - Parameters:
  ///   - x: Where the line stands.
  ///   - top: Where it begins.
  ///   - bottom: Where it ends.
  ///   - texts: The texts to leave room for.
  ///   - padding: How far the line stays from a text.
  public static func verticalLine(
    at x: Double, from top: Double, to bottom: Double, clearOf texts: [TextMark], padding: Double = 1.5
  ) -> [Segment] {
    let gaps = texts.map(\.box)
      .filter { $0.x - padding < x && $0.right + padding > x && $0.bottom > top && $0.y < bottom }
      .sorted { $0.y < $1.y }
    var segments: [Segment] = []
    var start = top
    for gap in gaps {
      if gap.y - padding / 2 > start + 0.5 { segments.append(.vertical(x: x, from: start, to: gap.y - padding / 2)) }
      start = max(start, gap.bottom + padding / 2)
    }
    if bottom > start + 0.5 { segments.append(.vertical(x: x, from: start, to: bottom)) }
    return segments
  }
}
