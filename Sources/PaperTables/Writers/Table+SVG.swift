public import PaperGraphics

extension Table {
  /// The table as a picture in the house profile, with its caption and notes.
  ///
  /// - Parameter width: The width in millimetres that text may be wrapped to; a table that needs more gets it, so that
  ///   nothing is ever cut.
  public func scene(width: Double = 183) -> Scene {
    SVGTableLayout(table: self, width: width * Scene.pointsPerMillimetre).scene()
  }

  /// The table as an SVG document; every number also stands in its description as far as 2,000 characters reach.
  public func svg(width: Double = 183) -> String {
    let name = label.map { "\($0). \(title)" } ?? title
    return SVGWriter.document(scene(width: width), title: name, description: spokenDescription())
  }

  /// The table read out row by row, at most 2,000 characters long.
  func spokenDescription(limit: Int = 2000) -> String {
    let grid = TableGrid(self)
    var text = "Table with \(columns.count) columns and \(rows.count) rows."
    if isSynthetic { text += " " + Self.syntheticNotice }
    for row in grid.groups.flatMap(\.rows) {
      let parts = row.entries.indices.dropFirst().filter { !row.entries[$0].text.isEmpty }.map { column in
        grid.headings[column].joined(separator: " ") + " " + row.entries[column].text
      }
      let sentence = " " + (row.entries.first?.text ?? "") + ": " + parts.joined(separator: ", ") + "."
      guard text.count + sentence.count <= limit - 40 else { return text + " More rows stand in the table." }
      text += sentence
    }
    return text
  }
}

private struct SVGTableLayout {
  static let size = 7.0
  static let noteSize = 6.2
  static let lineHeight = 9.4
  static let noteLineHeight = 8.0
  static let gap = 10.0
  static let margin = 4.0
  static let indent = 7.0

  let table: Table
  let grid: TableGrid
  /// Width of words or numbers, and of the letters and marks after them, by column.
  private var mains: [Double]
  private var suffixes: [Double]
  private let available: Double

  init(table: Table, width: Double) {
    self.table = table
    grid = TableGrid(table)
    available = width - 2 * Self.margin
    mains = Array(repeating: 0, count: table.columns.count)
    suffixes = mains
    let rows = grid.groups.flatMap(\.rows).map(\.entries)
    for column in table.columns.indices {
      mains[column] = rows.map { Self.width($0[column]) + Self.padding($0[column]) }.max() ?? 0
      if column == 0, table.groups.contains(where: { $0.title != nil }) { mains[column] += Self.indent }
      suffixes[column] = rows.map { Self.measure(Self.suffix($0[column]), .bold) }.max() ?? 0
      if suffixes[column] > 0 { suffixes[column] += 2 }
      let heading = grid.headings[column].map { Self.measure($0, .bold) }.max() ?? 0
      mains[column] =
        grid.shapes[column].isText ? max(mains[column], heading - suffixes[column]) : max(mains[column], heading)
    }
    for spanner in table.spanners {
      let missing = Self.measure(TextCleaning.line(spanner.title), .bold) - extent(spanner.columns)
      if missing > 0 { mains[spanner.columns.upperBound - 1] += missing }
    }
    // Only words can give way; they share what is missing by their width.
    let excess = extent(table.columns.indices) - available
    let texts = table.columns.indices.filter { grid.shapes[$0].isText }
    let total = texts.map { mains[$0] }.reduce(0, +)
    if excess > 0, total > 0 {
      for column in texts { mains[column] = max(60, mains[column] - excess * mains[column] / total) }
    }
  }

  private func fullWidth(_ column: Int) -> Double { mains[column] + suffixes[column] }

  private func extent(_ columns: Range<Int>) -> Double {
    columns.map(fullWidth).reduce(0, +) + Self.gap * Double(max(0, columns.count - 1))
  }

  private func left(of column: Int) -> Double {
    Self.margin + (0..<column).map { fullWidth($0) + Self.gap }.reduce(0, +)
  }

  func scene() -> Scene {
    let tableWidth = extent(table.columns.indices)
    let textWidth = max(tableWidth, min(available, 300))
    var scene = Scene(width: textWidth + 2 * Self.margin)
    var y = Self.margin
    if let label = table.label {
      y += Self.lineHeight
      scene.add(TextMark(label, x: Self.margin, baseline: y - 2, size: 8, weight: .bold))
    }
    for line in TextWrap.greedy(TextCleaning.line(table.title), width: textWidth, size: 8).lines {
      y += Self.lineHeight + 1
      scene.add(TextMark(line, x: Self.margin, baseline: y - 2, size: 8))
    }
    y += 3
    rule(&scene, y, tableWidth, 1)
    addHead(&scene, &y)
    rule(&scene, y, tableWidth, 0.5)
    y += 1.5
    for group in grid.groups {
      if let title = group.title {
        y += Self.lineHeight + 1.5
        scene.add(TextMark(title, x: Self.margin, baseline: y - 2.6, size: Self.size, weight: .bold))
      }
      for row in group.rows { addRow(&scene, &y, row.entries, isIndented: group.title != nil) }
    }
    y += 1.5
    rule(&scene, y, tableWidth, 1)
    y += 2
    for note in notes() {
      for line in TextWrap.greedy(note, width: textWidth, size: Self.noteSize).lines {
        y += Self.noteLineHeight
        scene.add(
          TextMark(line, x: Self.margin, baseline: y - 1.5, size: Self.noteSize, fill: .secondaryInk))
      }
      y += 1
    }
    scene.height = y + Self.margin
    return scene
  }

  private func rule(_ scene: inout Scene, _ y: Double, _ width: Double, _ thickness: Double) {
    scene.add(
      LineMark(
        [.horizontal(y: y, from: Self.margin, to: Self.margin + width)], stroke: Stroke(.ink, width: thickness)))
  }

  private func addHead(_ scene: inout Scene, _ y: inout Double) {
    y += 1.5
    if !table.spanners.isEmpty {
      y += Self.lineHeight
      for spanner in table.spanners {
        let x = left(of: spanner.columns.lowerBound)
        let width = extent(spanner.columns)
        scene.add(
          TextMark(
            TextCleaning.line(spanner.title), x: x + width / 2, baseline: y - 2.6, size: Self.size, weight: .bold,
            anchor: .middle))
        scene.add(
          LineMark([.horizontal(y: y + 0.5, from: x, to: x + width)], stroke: Stroke(.secondaryInk, width: 0.5)))
      }
      y += 1.5
    }
    for line in 0..<grid.headingLines {
      y += Self.lineHeight
      for column in table.columns.indices {
        let text = grid.heading(column, line: line)
        scene.add(
          grid.shapes[column].isText
            ? TextMark(text, x: left(of: column), baseline: y - 2.6, size: Self.size, weight: .bold)
            : TextMark(
              text, x: left(of: column) + mains[column], baseline: y - 2.6, size: Self.size, weight: .bold,
              anchor: .end))
      }
    }
    y += 1
  }

  private func addRow(_ scene: inout Scene, _ y: inout Double, _ entries: [TableGrid.Entry], isIndented: Bool) {
    var height = 1
    for (column, entry) in entries.enumerated() {
      let indent = isIndented && column == 0 ? Self.indent : 0
      let x = left(of: column)
      let weight: FontWeight = entry.isStrong ? .bold : .regular
      var lines = [entry.text]
      if grid.shapes[column].isText {
        lines = TextWrap.greedy(entry.text, width: mains[column] - indent + 0.1, size: Self.size, weight: weight).lines
      }
      height = max(height, lines.count)
      for (index, line) in lines.enumerated() {
        let baseline = y + Double(index + 1) * Self.lineHeight - 2.6
        scene.add(
          grid.shapes[column].isText
            ? TextMark(line, x: x + indent, baseline: baseline, size: Self.size, weight: weight)
            : TextMark(
              line, x: x + mains[column] - Self.padding(entry), baseline: baseline, size: Self.size, weight: weight,
              anchor: .end))
      }
      let suffix = Self.suffix(entry)
      if !suffix.isEmpty {
        let end = grid.shapes[column].isText ? x + indent + Self.width(entry) : x + mains[column]
        scene.add(
          TextMark(suffix, x: end + 2, baseline: y + Self.lineHeight - 2.6, size: Self.size, weight: .bold))
      }
    }
    y += Double(height) * Self.lineHeight + (height > 1 ? 1.5 : 0)
  }

  private func notes() -> [String] {
    var notes: [String] = []
    if !table.generalNote.isEmpty { notes.append("Note. " + TextCleaning.line(table.generalNote)) }
    notes += table.notes.specific.map { "(\(TextCleaning.line($0.mark))) \(TextCleaning.line($0.text))" }
    notes += table.notes.probability.map { TextCleaning.line($0) }
    if let source = table.source { notes.append("Source: " + TextCleaning.line(source)) }
    return notes
  }

  private static func suffix(_ entry: TableGrid.Entry) -> String {
    entry.marks.isEmpty ? entry.letters : entry.letters + "(" + entry.marks.joined(separator: ",") + ")"
  }

  private static func width(_ entry: TableGrid.Entry) -> Double {
    measure(entry.text, entry.isStrong ? .bold : .regular)
  }

  /// The room that missing decimals would take, so that points stand under each other.
  private static func padding(_ entry: TableGrid.Entry) -> Double {
    guard entry.padding > 0 else { return 0 }
    let digits = String(repeating: "0", count: entry.padding - (entry.paddingHasPoint ? 1 : 0))
    return measure((entry.paddingHasPoint ? "." : "") + digits, .regular)
  }

  private static func measure(_ text: String, _ weight: FontWeight) -> Double {
    TextMeasure.width(text, size: size, weight: weight)
  }
}
