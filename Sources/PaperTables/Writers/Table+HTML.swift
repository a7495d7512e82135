extension Table {
  /// The table as an HTML fragment: a captioned table with scoped headings, its notes after it, no inline rules.
  ///
  /// The classes are `topline-table`, `number`, `letters`, `marks`, `summary`, `table-label`, `table-title`,
  /// `table-notes`; ``htmlStyle`` has rules for them.
  /// - Parameter id: The element's id: letters, digits and hyphens; all else is left out.
  public func html(id: String) -> String {
    HTMLTableWriter(table: self, id: String(id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }))
      .text()
  }

  /// The table, and others after it, as a whole HTML document that opens from disk.
  public func htmlDocument(id: String, followedBy others: [Table] = []) -> String {
    let further = others.enumerated().map { $1.html(id: "\(id)-\($0 + 2)") }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTMLText.escaped(label.map { "\($0). \(title)" } ?? title))</title>
      <style>
      body { margin: 2rem auto; padding: 0 1rem; max-width: 60rem; color: #1a1a1a; background: #fff;
        font: 16px/1.5 -apple-system, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
      \(Self.htmlStyle)
      </style>
      </head>
      <body>
      \(html(id: id))\(further)</body>
      </html>

      """
  }

  /// The rules that the fragment's classes need.
  public static let htmlStyle = """
    .topline-table { margin: 0 0 2rem; overflow-x: auto; }
    .topline-table table { border-collapse: collapse; font-size: .875rem; line-height: 1.4;
      font-variant-numeric: tabular-nums lining-nums; border-bottom: 1.5px solid #1a1a1a; }
    .topline-table caption { text-align: left; padding: 0 0 .5rem; }
    .topline-table .table-label { display: block; font-weight: 700; }
    .topline-table .table-title { font-style: italic; }
    .topline-table th, .topline-table td { padding: .25rem .75rem .25rem 0; vertical-align: top; text-align: left;
      font-weight: 400; }
    .topline-table th:last-child, .topline-table td:last-child { padding-right: 0; }
    .topline-table .number { text-align: right; white-space: nowrap; }
    .topline-table thead th { vertical-align: bottom; font-weight: 600; }
    .topline-table thead tr:first-child > * { border-top: 1.5px solid #1a1a1a; }
    .topline-table thead tr:last-child > * { border-bottom: 1px solid #1a1a1a; }
    .topline-table thead th.spanner { text-align: center; border-bottom: .75px solid #767676; }
    .topline-table tbody th[scope=rowgroup] { font-weight: 600; padding-top: .75rem; }
    .topline-table tbody.grouped th[scope=row] { padding-left: 1rem; }
    .topline-table tr.summary > * { color: #404040; }
    .topline-table tr:not(.summary) + tr.summary > * { border-top: .75px solid #c8c8c8; }
    .topline-table .letters, .topline-table .marks { display: inline-block; text-align: left; }
    .topline-table .letters { min-width: 2.2em; padding-left: .35em; color: #0b4f8a; font-weight: 600; }
    .topline-table .marks { min-width: .8em; font-size: .75em; vertical-align: super; line-height: 1; }
    .topline-table .table-notes { font-size: .8125rem; line-height: 1.45; color: #404040; padding-top: .5rem;
      max-width: 46rem; }
    .topline-table .table-notes p { margin: 0 0 .25rem; }
    """
}

private struct HTMLTableWriter {
  let table: Table
  let id: String
  let grid: TableGrid

  init(table: Table, id: String) {
    self.table = table
    self.id = id
    grid = TableGrid(table)
  }

  func text() -> String {
    var lines = ["<figure class=\"topline-table\" id=\"\(id)\">"]
    let described = notes().isEmpty ? "" : " aria-describedby=\"\(id)-notes\""
    lines.append("<table\(described)>")
    let label = table.label.map { "<span class=\"table-label\">\(HTMLText.escaped($0))</span> " } ?? ""
    lines.append(
      "<caption>\(label)<span class=\"table-title\">\(HTMLText.escaped(table.title))</span></caption>")
    lines += columnGroups()
    lines += head()
    for group in grid.groups { lines += body(group.title, group.rows) }
    lines.append("</table>")
    let notes = notes()
    if !notes.isEmpty {
      lines.append("<div class=\"table-notes\" id=\"\(id)-notes\">")
      lines += notes.map { "<p>\($0)</p>" }
      lines.append("</div>")
    }
    lines.append("</figure>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// A spanner's heading has the scope of its column group, so the groups must be marked.
  private func columnGroups() -> [String] {
    guard !table.spanners.isEmpty else { return [] }
    return spans().map { "<colgroup span=\"\($0.count)\"></colgroup>" }
  }

  private func spans() -> [(title: String?, count: Int)] {
    var spans: [(String?, Int)] = []
    var column = 0
    for spanner in table.spanners {
      if spanner.columns.lowerBound > column { spans.append((nil, spanner.columns.lowerBound - column)) }
      spans.append((spanner.title, spanner.columns.count))
      column = spanner.columns.upperBound
    }
    if column < table.columns.count { spans.append((nil, table.columns.count - column)) }
    return spans
  }

  private func head() -> [String] {
    var lines = ["<thead>"]
    if !table.spanners.isEmpty {
      let cells = spans().map { span in
        span.title.map {
          "<th class=\"spanner\" scope=\"colgroup\" colspan=\"\(span.count)\">\(HTMLText.escaped($0))</th>"
        } ?? "<td colspan=\"\(span.count)\"></td>"
      }
      lines.append("<tr>" + cells.joined() + "</tr>")
    }
    let cells = table.columns.indices.map { column in
      let text = grid.headings[column].map(HTMLText.escaped).joined(separator: "<br>")
      let kind = grid.shapes[column].isText ? "" : " class=\"number\""
      return "<th scope=\"col\"\(kind)>\(text)\(suffixes(letters: "", marks: [], column))</th>"
    }
    lines.append("<tr>" + cells.joined() + "</tr>")
    lines.append("</thead>")
    return lines
  }

  private func body(_ title: String?, _ rows: [(entries: [TableGrid.Entry], isSummary: Bool)]) -> [String] {
    var lines = [title == nil ? "<tbody>" : "<tbody class=\"grouped\">"]
    if let title {
      lines.append(
        "<tr><th scope=\"rowgroup\" colspan=\"\(table.columns.count)\" dir=\"auto\">\(HTMLText.escaped(title))</th></tr>"
      )
    }
    for row in rows {
      let cells = row.entries.enumerated().map { column, entry in cell(entry, column) }
      lines.append((row.isSummary ? "<tr class=\"summary\">" : "<tr>") + cells.joined() + "</tr>")
    }
    lines.append("</tbody>")
    return lines
  }

  private func cell(_ entry: TableGrid.Entry, _ column: Int) -> String {
    var text = HTMLText.escaped(entry.text)
    if entry.isStrong, !text.isEmpty { text = "<strong>\(text)</strong>" }
    // Figure space and punctuation space are as wide as a digit and a point in tabular figures.
    if entry.padding > 0 {
      let digits = entry.padding - (entry.paddingHasPoint ? 1 : 0)
      text += (entry.paddingHasPoint ? "\u{2008}" : "") + String(repeating: "\u{2007}", count: digits)
    }
    text += suffixes(letters: entry.letters, marks: entry.marks, column)
    var attributes = grid.shapes[column].isText ? "" : " class=\"number\""
    if entry.isWords { attributes += " dir=\"auto\"" }
    return column == 0 ? "<th scope=\"row\"\(attributes)>\(text)</th>" : "<td\(attributes)>\(text)</td>"
  }

  /// Every cell of a column with letters or marks gets their place, so that the numbers stay under each other.
  private func suffixes(letters: String, marks: [String], _ column: Int) -> String {
    var text = ""
    if grid.shapes[column].hasLetters { text += "<span class=\"letters\">\(HTMLText.escaped(letters))</span>" }
    if grid.shapes[column].hasMarks {
      text += "<span class=\"marks\">\(marks.map(HTMLText.escaped).joined(separator: ","))</span>"
    }
    return text
  }

  private func notes() -> [String] {
    var notes: [String] = []
    if !table.generalNote.isEmpty { notes.append("<em>Note.</em> " + HTMLText.escaped(table.generalNote)) }
    for note in table.notes.specific {
      notes.append("<sup>\(HTMLText.escaped(note.mark))</sup> \(HTMLText.escaped(note.text))")
    }
    notes += table.notes.probability.map(HTMLText.escaped)
    if let source = table.source { notes.append("Source: " + HTMLText.escaped(source)) }
    return notes
  }
}
