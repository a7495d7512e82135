internal import TextFormats

/// Writes a picture as SVG of the house profile, "Topline SVG 1.1 static".
///
/// Only elements and presentation attributes that Chromium, librsvg, Inkscape and LibreOffice draw alike; real text
/// without `textLength`; numbers with at most two decimals; width and height in millimetres, units of one point; ids
/// that begin with a hash of the content, so that many figures can stand in one page. The same picture gives the same
/// bytes.
public enum SVGWriter {
  /// The fonts that a reader's program looks for, all of the same or nearly the same widths.
  public static let fontFamily = "Arial, Liberation Sans, Helvetica, sans-serif"
  /// The size of type that needs no attribute.
  static let rootSize = 7.0

  /// The picture as a complete SVG document.
  ///
  /// - Parameters:
  ///   - scene: The picture.
  ///   - title: The accessible name.
  ///   - description: The accessible description, with the numbers that the picture shows.
  public static func document(_ scene: Scene, title: String, description: String) -> String {
    var body = "<rect width=\"\(number(scene.width))\" height=\"\(number(scene.height))\" fill=\"#FFFFFF\"/>\n"
    var position = 0
    while position < scene.marks.count {
      if case .text(let first) = scene.marks[position] {
        var run = [first]
        while position + run.count < scene.marks.count, case .text(let next) = scene.marks[position + run.count],
          Style(next) == Style(first)
        {
          run.append(next)
        }
        body += texts(run)
        position += run.count
      } else {
        body += element(scene.marks[position])
        position += 1
      }
    }
    let name = SafeText.escaped(SafeText.clean(title).text)
    let text = SafeText.escaped(SafeText.clean(description).text)
    let id = "f" + contentHash(name + "\u{1F}" + text + "\u{1F}" + body)
    let millimetres = (scene.width / Scene.pointsPerMillimetre, scene.height / Scene.pointsPerMillimetre)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="\(number(millimetres.0))mm" \
      height="\(number(millimetres.1))mm" viewBox="0 0 \(number(scene.width)) \(number(scene.height))" role="img" \
      aria-labelledby="\(id)-t" aria-describedby="\(id)-d" font-family="\(fontFamily)" \
      font-size="\(number(rootSize))" fill="\(Color.ink.hex)">
      <title id="\(id)-t">\(name)</title>
      <desc id="\(id)-d">\(text)</desc>
      \(body)</svg>

      """
  }

  /// A number with at most two decimals, no exponent and never "-0".
  public static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    var text = FixedDecimals.string(value, decimals: 2)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// The first 12 digits of the FNV-1a hash of a text, for ids that do not clash.
  static func contentHash(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String((String(repeating: "0", count: 16 - digits.count) + digits).prefix(12))
  }

  // MARK: - Texts

  private struct Style: Equatable {
    var size: Double
    var weight: FontWeight
    var anchor: TextAnchor
    var fill: Color

    init(_ text: TextMark) {
      size = text.size
      weight = text.weight
      anchor = text.anchor
      fill = text.fill
    }

    var attributes: String {
      var text = ""
      if size != SVGWriter.rootSize { text += " font-size=\"\(SVGWriter.number(size))\"" }
      if weight == .bold { text += " font-weight=\"bold\"" }
      if anchor != .start { text += " text-anchor=\"\(anchor.rawValue)\"" }
      if fill != .ink { text += " fill=\"\(fill.hex)\"" }
      return text
    }
  }

  private static func texts(_ run: [TextMark]) -> String {
    let attributes = Style(run[0]).attributes
    func element(_ text: TextMark, _ attributes: String) -> String {
      "<text x=\"\(number(text.x))\" y=\"\(number(text.baseline))\"\(attributes)>\(SafeText.escaped(text.text))</text>"
    }
    if run.count == 1 || attributes.isEmpty {
      return run.map { element($0, attributes) }.joined() + "\n"
    }
    return "<g\(attributes)>" + run.map { element($0, "") }.joined() + "</g>\n"
  }

  // MARK: - Shapes

  private static func element(_ mark: Mark) -> String {
    switch mark {
    case .text(let text): texts([text])
    case .rectangles(let mark):
      "<path d=\"\(mark.boxes.map(path).joined())\"\(paint(mark.fill, mark.stroke))/>\n"
    case .lines(let mark):
      "<path d=\"\(mark.segments.map(path).joined())\"\(paint(nil, mark.stroke))/>\n"
    case .polygons(let mark):
      "<path d=\"\(mark.shapes.map(path).joined())\"\(paint(mark.fill, mark.stroke))/>\n"
    case .circles(let mark):
      mark.centres.map { centre in
        "<circle cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" r=\"\(number(mark.radius))\""
          + "\(paint(mark.fill, mark.stroke))/>"
      }.joined() + "\n"
    }
  }

  private static func paint(_ fill: Color?, _ stroke: Stroke?) -> String {
    var text = " fill=\"\(fill?.hex ?? "none")\""
    if let stroke {
      text += " stroke=\"\(stroke.color.hex)\" stroke-width=\"\(number(stroke.width))\""
      if !stroke.dashes.isEmpty {
        text += " stroke-dasharray=\"\(stroke.dashes.map(number).joined(separator: ","))\""
      }
    }
    return text
  }

  private static func path(_ box: Box) -> String {
    "M\(number(box.x)),\(number(box.y))h\(number(box.width))v\(number(box.height))h\(number(-box.width))z"
  }

  private static func path(_ segment: Segment) -> String {
    let start = "M\(number(segment.from.x)),\(number(segment.from.y))"
    if segment.from.x == segment.to.x { return start + "V\(number(segment.to.y))" }
    if segment.from.y == segment.to.y { return start + "H\(number(segment.to.x))" }
    return start + "L\(number(segment.to.x)),\(number(segment.to.y))"
  }

  private static func path(_ corners: [Point]) -> String {
    corners.enumerated().map { "\($0 == 0 ? "M" : "L")\(number($1.x)),\(number($1.y))" }.joined() + "z"
  }
}
