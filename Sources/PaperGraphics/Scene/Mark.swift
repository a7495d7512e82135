/// Where a text stands against its position.
public enum TextAnchor: String, Sendable, Hashable {
  case start
  case middle
  case end
}

/// A line of text.
public struct TextMark: Sendable, Hashable {
  /// The text, cleaned of what may not be printed.
  public var text: String
  /// The position to which the anchor refers.
  public var x: Double
  /// The baseline.
  public var baseline: Double
  /// The size of the type.
  public var size: Double
  /// Regular or bold.
  public var weight: FontWeight
  /// Which end of the text, or its middle, stands at `x`.
  public var anchor: TextAnchor
  /// The ink.
  public var fill: Color

  /// Creates a line of text; control characters in it are replaced.
  public init(
    _ text: String, x: Double, baseline: Double, size: Double, weight: FontWeight = .regular,
    anchor: TextAnchor = .start, fill: Color = .ink
  ) {
    self.text = SafeText.clean(text).text
    self.x = x
    self.baseline = baseline
    self.size = size
    self.weight = weight
    self.anchor = anchor
    self.fill = fill
  }

  /// Creates a line of text whose capitals and digits are centred on a height.
  public init(
    _ text: String, x: Double, centre y: Double, size: Double, weight: FontWeight = .regular,
    anchor: TextAnchor = .start, fill: Color = .ink
  ) {
    self.init(
      text, x: x, baseline: TextMeasure.baseline(centredOn: y, size: size), size: size, weight: weight, anchor: anchor,
      fill: fill)
  }

  /// The measured width.
  public var width: Double { TextMeasure.width(text, size: size, weight: weight) }

  /// The measured rectangle, from the top of the capitals to below the descenders.
  public var box: Box {
    let width = self.width
    let left =
      switch anchor {
      case .start: x
      case .middle: x - width / 2
      case .end: x - width
      }
    return Box(
      x: left, y: baseline - 0.74 * size, width: width, height: (0.74 + TextMeasure.descent) * size)
  }
}

/// The outline of a shape.
public struct Stroke: Sendable, Hashable {
  /// The colour.
  public var color: Color
  /// The thickness.
  public var width: Double
  /// The lengths of dashes and gaps; empty for an unbroken line.
  public var dashes: [Double]

  /// Creates an outline.
  public init(_ color: Color, width: Double, dashes: [Double] = []) {
    self.color = color
    self.width = width
    self.dashes = dashes
  }
}

/// Rectangles of one colour, written as one path.
public struct RectangleMark: Sendable, Hashable {
  /// The rectangles.
  public var boxes: [Box]
  /// The colour inside, or nil for an outline alone.
  public var fill: Color?
  /// The outline.
  public var stroke: Stroke?

  /// Creates rectangles.
  public init(_ boxes: [Box], fill: Color?, stroke: Stroke? = nil) {
    self.boxes = boxes
    self.fill = fill
    self.stroke = stroke
  }
}

/// Straight lines of one kind, written as one path.
public struct LineMark: Sendable, Hashable {
  /// The lines.
  public var segments: [Segment]
  /// Colour, thickness and dashes.
  public var stroke: Stroke

  /// Creates lines.
  public init(_ segments: [Segment], stroke: Stroke) {
    self.segments = segments
    self.stroke = stroke
  }
}

/// Closed shapes of one kind, written as one path.
public struct PolygonMark: Sendable, Hashable {
  /// The corners of each shape.
  public var shapes: [[Point]]
  /// The colour inside.
  public var fill: Color
  /// The outline.
  public var stroke: Stroke?

  /// Creates shapes.
  public init(_ shapes: [[Point]], fill: Color, stroke: Stroke? = nil) {
    self.shapes = shapes
    self.fill = fill
    self.stroke = stroke
  }
}

/// Circles of one kind.
public struct CircleMark: Sendable, Hashable {
  /// Their centres.
  public var centres: [Point]
  /// Their radius.
  public var radius: Double
  /// The colour inside.
  public var fill: Color
  /// The outline.
  public var stroke: Stroke?

  /// Creates circles.
  public init(_ centres: [Point], radius: Double, fill: Color, stroke: Stroke? = nil) {
    self.centres = centres
    self.radius = radius
    self.fill = fill
    self.stroke = stroke
  }
}

/// One thing that is drawn.
public enum Mark: Sendable, Hashable {
  case rectangles(RectangleMark)
  case lines(LineMark)
  case polygons(PolygonMark)
  case circles(CircleMark)
  case text(TextMark)
}
