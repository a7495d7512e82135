/// Something in a picture that a reader would stumble over.
public struct LintFinding: Sendable, Hashable, CustomStringConvertible {
  /// The rule that is broken.
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// A text or mark reaches over the edge of the canvas.
    case canvas
    /// Two texts overlap.
    case overlap
    /// A text crosses a line, or the edge of a mark.
    case crossing
    /// A text is smaller than the preset allows.
    case size
    /// The ink of a text is too close to what lies behind it.
    case contrast
    /// The figure has no title or no description.
    case name
    /// The figure is higher than the journal's page.
    case height
  }

  /// The rule that is broken.
  public var rule: Rule
  /// What was found, in words.
  public var message: String

  /// Creates a finding.
  public init(_ rule: Rule, _ message: String) {
    self.rule = rule
    self.message = message
  }

  /// The rule and what was found.
  public var description: String { "\(rule.rawValue): \(message)" }
}

extension Scene {
  /// Measures the picture and tells what is clipped, overlaps, is too small or too faint.
  ///
  /// - Parameter minimumSize: The smallest type that may stand in the picture.
  /// - Returns: The findings in drawing order; empty for a clean picture.
  public func lint(minimumSize: Double = 5) -> [LintFinding] {
    let canvas = Box(x: 0, y: 0, width: width, height: height)
    let boxes = marks.map(\.boxes)
    let texts = marks.enumerated().compactMap { index, mark -> (index: Int, text: TextMark, box: Box)? in
      if case .text(let text) = mark { (index, text, boxes[index][0]) } else { nil }
    }
    var findings: [LintFinding] = []
    for (order, entry) in texts.enumerated() {
      if !canvas.contains(entry.box, tolerance: 0.01) {
        findings.append(LintFinding(.canvas, "“\(entry.text.text)” leaves the canvas"))
      }
      if entry.text.size < minimumSize - 0.001 {
        findings.append(
          LintFinding(.size, "“\(entry.text.text)” is \(entry.text.size) pt; the smallest here is \(minimumSize) pt"))
      }
      for other in texts[(order + 1)...] where entry.box.intersects(other.box, tolerance: 0.05) {
        findings.append(LintFinding(.overlap, "“\(entry.text.text)” overlaps “\(other.text.text)”"))
      }
      findings += lintBackground(of: entry.text, box: entry.box, at: entry.index, boxes: boxes)
    }
    for (mark, covered) in zip(marks, boxes) {
      if case .text = mark { continue }
      for box in covered where !canvas.contains(box, tolerance: 0.5) {
        findings.append(LintFinding(.canvas, "a mark at \(box.x), \(box.y) leaves the canvas"))
      }
    }
    return findings
  }

  /// What lies behind and before one text: crossing lines, edges, and the colour that its ink must stand out from.
  private func lintBackground(of text: TextMark, box: Box, at index: Int, boxes: [[Box]]) -> [LintFinding] {
    var findings: [LintFinding] = []
    var behind = Color.white
    // The ink itself is lower than its line: capitals and digits decide whether a text touches an edge.
    let ink = Box(x: box.x, y: text.baseline - 0.7 * text.size, width: box.width, height: 0.72 * text.size)
    var crossed: [String] = []
    for (position, mark) in marks.enumerated() where position != index {
      switch mark {
      case .text: continue
      case .rectangles(let rectangles):
        for rectangle in rectangles.boxes where rectangle.intersects(ink, tolerance: 0.1) {
          let contains = rectangle.contains(ink, tolerance: 0.3)
          if let fill = rectangles.fill, contains, position < index {
            behind = fill
            crossed = []
          } else if rectangles.fill == nil, contains {
            continue
          } else {
            crossed.append("the edge of a bar or tile")
          }
        }
      case .polygons, .circles:
        if boxes[position].contains(where: { $0.intersects(ink, tolerance: 0.1) }) { crossed.append("a mark") }
      case .lines:
        if boxes[position].contains(where: { $0.intersects(ink, tolerance: 0.1) }) { crossed.append("a line") }
      }
    }
    if let first = crossed.first { findings.append(LintFinding(.crossing, "“\(text.text)” crosses \(first)")) }
    let contrast = text.fill.contrast(with: behind)
    if contrast < 4.5 {
      findings.append(
        LintFinding(
          .contrast,
          "“\(text.text)” in \(text.fill.hex) on \(behind.hex) has a contrast of "
            + "\(NumberStyle.fixed(contrast, decimals: 1)); 4.5 is needed"))
    }
    return findings
  }
}

extension Mark {
  /// The rectangles that the mark covers; a text's is measured.
  public var boxes: [Box] {
    switch self {
    case .text(let text): [text.box]
    case .rectangles(let mark): mark.boxes
    case .lines(let mark): mark.segments.map { $0.bounds(thickness: mark.stroke.width) }
    case .polygons(let mark):
      mark.shapes.map { corners in
        let xs = corners.map(\.x)
        let ys = corners.map(\.y)
        let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
        return Box(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top)
      }
    case .circles(let mark):
      mark.centres.map { centre in
        let reach = mark.radius + (mark.stroke?.width ?? 0) / 2
        return Box(x: centre.x - reach, y: centre.y - reach, width: 2 * reach, height: 2 * reach)
      }
    }
  }
}
