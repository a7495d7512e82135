extension Table {
  /// The table as aligned text for a terminal or a log.
  ///
  /// Widths are counted as a terminal shows them: wide characters take two columns, combining marks none.
  /// - Parameter textWidth: The widest that a column of words may grow before it is wrapped.
  public func plainText(textWidth: Int = 48) -> String {
    PlainTextWriter(table: self, textWidth: max(8, textWidth)).text()
  }
}

private struct PlainTextWriter {
  let table: Table
  let textWidth: Int
  let grid: TableGrid
  /// Width of the value and of what follows it, by column.
  var mains: [Int]
  var suffixes: [Int]

  init(table: Table, textWidth: Int) {
    self.table = table
    self.textWidth = textWidth
    grid = TableGrid(table)
    mains = Array(repeating: 0, count: table.columns.count)
    suffixes = mains
    let all = grid.groups.flatMap(\.rows).map(\.entries)
    for column in table.columns.indices {
      let entries = all.map { $0[column] }
      let widest = entries.map { DisplayWidth.of($0.text) + $0.padding }.max() ?? 0
      let indent = column == 0 && grid.groups.contains { $0.title != nil } ? 2 : 0
      mains[column] = (grid.shapes[column].isText ? min(widest, textWidth) : widest) + indent
      suffixes[column] = entries.map { DisplayWidth.of(Self.suffix($0)) }.max() ?? 0
      let heading = grid.headings[column].map(DisplayWidth.of).max() ?? 0
      mains[column] += max(0, heading - width(column))
    }
    for spanner in table.spanners {
      let available = spanner.columns.map(width).reduce(0, +) + 2 * (spanner.columns.count - 1)
      let missing = DisplayWidth.of(TextCleaning.line(spanner.title)) - available
      if missing > 0 { mains[spanner.columns.upperBound - 1] += missing }
    }
  }

  func width(_ column: Int) -> Int { mains[column] + suffixes[column] }

  var total: Int { table.columns.indices.map(width).reduce(0, +) + 2 * max(0, table.columns.count - 1) }

  func text() -> String {
    var lines: [String] = []
    if let label = table.label { lines.append(label) }
    lines += DisplayWidth.wrapped(TextCleaning.line(table.title), to: max(total, 60))
    lines.append("")
    lines += spannerLines()
    for line in 0..<grid.headingLines {
      lines.append(joined(table.columns.indices.map { heading($0, line: line) }))
    }
    lines.append(String(repeating: "─", count: total))
    for group in grid.groups {
      if let title = group.title { lines.append(title) }
      for row in group.rows { lines += rowLines(row.entries, isIndented: group.title != nil) }
    }
    lines.append(String(repeating: "─", count: total))
    for paragraph in noteParagraphs() { lines += DisplayWidth.wrapped(paragraph, to: max(total, 60)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ column: Int, line: Int) -> String {
    let text = grid.heading(column, line: line)
    if grid.shapes[column].isText { return DisplayWidth.padded(text, to: width(column)) }
    return DisplayWidth.padded(
      DisplayWidth.padded(text, to: mains[column], onLeft: true), to: width(column))
  }

  private func spannerLines() -> [String] {
    guard !table.spanners.isEmpty else { return [] }
    var titles = ""
    var rules = ""
    var column = 0
    func advance(by width: Int, title: String, rule: String) {
      if column > 0 {
        titles += "  "
        rules += "  "
      }
      titles += DisplayWidth.padded(title, to: width)
      rules += DisplayWidth.padded(rule, to: width)
    }
    for spanner in table.spanners {
      while column < spanner.columns.lowerBound {
        advance(by: width(column), title: "", rule: "")
        column += 1
      }
      let span = spanner.columns.map(width).reduce(0, +) + 2 * (spanner.columns.count - 1)
      let title = TextCleaning.line(spanner.title)
      let before = String(repeating: " ", count: max(0, (span - DisplayWidth.of(title)) / 2))
      advance(by: span, title: before + title, rule: String(repeating: "─", count: span))
      column = spanner.columns.upperBound
    }
    return [trimmed(titles), trimmed(rules)]
  }

  private func rowLines(_ entries: [TableGrid.Entry], isIndented: Bool) -> [String] {
    let wrapped = entries.enumerated().map { column, entry in
      grid.shapes[column].isText && entry.isWords
        ? DisplayWidth.wrapped(entry.text, to: max(4, mains[column] - (isIndented && column == 0 ? 2 : 0)))
        : [entry.text]
    }
    let height = wrapped.map(\.count).max() ?? 1
    return (0..<height).map { line in
      joined(
        entries.indices.map { column in
          let text = line < wrapped[column].count ? wrapped[column][line] : ""
          return cell(text, entries[column], column, isFirst: line == 0, isIndented: isIndented)
        })
    }
  }

  private func cell(
    _ text: String, _ entry: TableGrid.Entry, _ column: Int, isFirst: Bool, isIndented: Bool
  ) -> String {
    let suffix = isFirst ? Self.suffix(entry) : ""
    if grid.shapes[column].isText {
      return DisplayWidth.padded((isIndented && column == 0 ? "  " : "") + text + suffix, to: width(column))
    }
    let main = isFirst ? text + String(repeating: " ", count: entry.padding) : text
    return DisplayWidth.padded(
      DisplayWidth.padded(main, to: mains[column], onLeft: true) + suffix, to: width(column))
  }

  static func suffix(_ entry: TableGrid.Entry) -> String {
    var suffix = entry.letters.isEmpty ? "" : " " + entry.letters
    if !entry.marks.isEmpty { suffix += "(" + entry.marks.joined(separator: ",") + ")" }
    return suffix
  }

  private func noteParagraphs() -> [String] {
    var paragraphs: [String] = []
    if !table.generalNote.isEmpty { paragraphs.append("Note. " + TextCleaning.line(table.generalNote)) }
    for note in table.notes.specific {
      paragraphs.append("(\(TextCleaning.line(note.mark))) " + TextCleaning.line(note.text))
    }
    paragraphs += table.notes.probability.map(TextCleaning.line)
    if let source = table.source { paragraphs.append("Source: " + TextCleaning.line(source)) }
    return paragraphs
  }

  private func joined(_ cells: [String]) -> String { trimmed(cells.joined(separator: "  ")) }

  private func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
