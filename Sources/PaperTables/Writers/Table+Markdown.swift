extension Table {
  /// The table as a Markdown pipe table with its caption above and its notes as paragraphs below.
  ///
  /// A pipe table has one row of headings: a spanner's title stands before the headings that it is over.
  public func markdown() -> String {
    let grid = TableGrid(self)
    var blocks: [String] = []
    let heading = Self.markdown(title)
    blocks.append(label.map { "**\(Self.markdown($0))**  \n*\(heading)*" } ?? "*\(heading)*")

    var lines = [Self.row(columns.indices.map { markdownHeading($0, grid) })]
    lines.append(Self.row(columns.map { $0.kind == .text ? ":---" : "---:" }))
    for group in grid.groups {
      if let title = group.title {
        lines.append(Self.row(["**\(Self.markdown(title))**"] + columns.dropFirst().map { _ in "" }))
      }
      for row in group.rows { lines.append(Self.row(row.entries.map(Self.cell))) }
    }
    blocks.append(lines.joined(separator: "\n"))

    if !generalNote.isEmpty { blocks.append("*Note.* " + Self.markdown(generalNote)) }
    if !notes.specific.isEmpty {
      blocks.append(
        notes.specific.map { "<sup>\(Self.markdown($0.mark))</sup> " + Self.markdown($0.text) }
          .joined(separator: "  \n"))
    }
    blocks += notes.probability.map(Self.markdown)
    if let source { blocks.append("Source: " + Self.markdown(source)) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// Text with everything escaped that Markdown or HTML would read as markup.
  public static func markdown(_ text: String) -> String {
    var result = ""
    for scalar in TextCleaning.line(text).unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "$": result += "\\\(scalar)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func markdownHeading(_ column: Int, _ grid: TableGrid) -> String {
    let own = grid.headings[column].map(Self.markdown).joined(separator: "<br>")
    guard let spanner = spanners.first(where: { $0.columns.contains(column) }) else { return own }
    return Self.markdown(spanner.title) + "<br>" + own
  }

  private static func cell(_ entry: TableGrid.Entry) -> String {
    var text = markdown(entry.text)
    if entry.isStrong, !text.isEmpty { text = "**\(text)**" }
    if !entry.letters.isEmpty { text += " " + markdown(entry.letters) }
    if !entry.marks.isEmpty { text += "<sup>" + entry.marks.map(markdown).joined(separator: ",") + "</sup>" }
    return text
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
