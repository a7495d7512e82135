/// A rectangle on the canvas, in points from the upper left corner.
public struct Box: Sendable, Hashable {
  /// The left edge.
  public var x: Double
  /// The upper edge.
  public var y: Double
  /// The width.
  public var width: Double
  /// The height.
  public var height: Double

  /// Creates a rectangle.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The right edge.
  public var right: Double { x + width }
  /// The lower edge.
  public var bottom: Double { y + height }

  /// Whether the two share more than a rim of that width.
  public func intersects(_ other: Box, tolerance: Double = 0) -> Bool {
    min(right, other.right) - max(x, other.x) > tolerance && min(bottom, other.bottom) - max(y, other.y) > tolerance
  }

  /// Whether the other lies within this one, give or take a rim of that width.
  public func contains(_ other: Box, tolerance: Double = 0) -> Bool {
    other.x >= x - tolerance && other.right <= right + tolerance && other.y >= y - tolerance
      && other.bottom <= bottom + tolerance
  }

  /// The rectangle with that much more on the left and right, and above and below.
  public func expanded(horizontally dx: Double, vertically dy: Double) -> Box {
    Box(x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy)
  }
}

/// A place on the canvas, in points from the upper left corner.
public struct Point: Sendable, Hashable {
  /// The distance from the left edge.
  public var x: Double
  /// The distance from the upper edge.
  public var y: Double

  /// Creates a place.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A straight line between two places.
public struct Segment: Sendable, Hashable {
  /// Where it begins.
  public var from: Point
  /// Where it ends.
  public var to: Point

  /// Creates a line.
  public init(from: Point, to: Point) {
    self.from = from
    self.to = to
  }

  /// A horizontal line.
  public static func horizontal(y: Double, from x1: Double, to x2: Double) -> Segment {
    Segment(from: Point(x: x1, y: y), to: Point(x: x2, y: y))
  }

  /// A vertical line.
  public static func vertical(x: Double, from y1: Double, to y2: Double) -> Segment {
    Segment(from: Point(x: x, y: y1), to: Point(x: x, y: y2))
  }

  /// The smallest rectangle around a line of that thickness.
  public func bounds(thickness: Double) -> Box {
    Box(
      x: min(from.x, to.x) - thickness / 2, y: min(from.y, to.y) - thickness / 2,
      width: (to.x - from.x).magnitude + thickness, height: (to.y - from.y).magnitude + thickness)
  }
}
