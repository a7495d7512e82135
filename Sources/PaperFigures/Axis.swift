#if canImport(Glibc)
  internal import Glibc
#endif
internal import PaperGraphics

/// A straight scale from numbers to places on the canvas.
struct LinearScale {
  var lower: Double
  var upper: Double
  var start: Double
  var end: Double

  func callAsFunction(_ value: Double) -> Double {
    upper > lower ? start + (value - lower) / (upper - lower) * (end - start) : (start + end) / 2
  }

  /// Round numbers within the scale, about as many as asked for.
  func ticks(about count: Int) -> (values: [Double], decimals: Int) {
    let span = upper - lower
    guard span > 0, count > 0 else { return ([lower], 2) }
    let rough = span / Double(count)
    let power = floor(log10(rough))
    let unit = pow(10, power)
    let step = [1.0, 2, 2.5, 5, 10].map { $0 * unit }.first { $0 >= rough * 0.999 } ?? 10 * unit
    let decimals = max(0, Int(-power) + (step / unit == 2.5 ? 1 : 0) - (step / unit == 10 ? 1 : 0))
    var values: [Double] = []
    var index = (lower / step - 1e-9).rounded(.up)
    while index * step <= upper + step * 1e-9 {
      values.append(index * step)
      index += 1
    }
    return (values, decimals)
  }
}

extension FigureFrame {
  /// Draws the value axis below the plot: gridlines or a line with ticks, and the labels.
  ///
  /// Labels that would touch their neighbour or leave the canvas are left out, gridlines that would cross a text are
  /// left open there.
  mutating func axis(
    ticks: [(x: Double, label: String)], top: Double, bottom: Double, from start: Double, to end: Double,
    clearOf texts: [TextMark], reference: Double? = nil
  ) {
    let size = theme.bodySize
    if theme.showsGrid {
      let lines = ticks.filter { tick in reference.map { ($0 - tick.x).magnitude > 0.01 } ?? true }
        .flatMap { Scene.verticalLine(at: $0.x, from: top, to: bottom, clearOf: texts) }
      scene.add(LineMark(lines, stroke: Stroke(.grid, width: 0.5)))
    } else {
      let marks = ticks.map { Segment.vertical(x: $0.x, from: bottom, to: bottom + 2.5) }
      scene.add(
        LineMark([.horizontal(y: bottom, from: start, to: end)] + marks, stroke: Stroke(.ink, width: 0.75)))
    }
    var labels: [TextMark] = []
    let height = theme.showsGrid ? bottom + size * 0.35 : bottom + 2.5 + size * 0.35
    // The labels next to the reference are the first to be kept.
    let centre = reference ?? start
    for tick in ticks.sorted(by: { ($0.x - centre).magnitude < ($1.x - centre).magnitude }) {
      let mark = TextMark(tick.label, x: tick.x, baseline: height + size * 0.74, size: size, anchor: .middle)
      let box = mark.box.expanded(horizontally: size * 0.3, vertically: 0)
      let fits = box.x >= 0 && box.right <= scene.width && !labels.contains { $0.box.intersects(box) }
      if fits { labels.append(mark) }
    }
    scene.add(labels.sorted { $0.x < $1.x })
    y = height + size * 1.0
  }
}
