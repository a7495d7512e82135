extension Table {
  /// The table in LaTeX: a `threeparttable` with a booktabs `tabular`, its notes no wider than the table.
  ///
  /// The packages are `booktabs` and `threeparttable`, with `\usepackage[T1]{fontenc}` under pdfLaTeX.
  /// - Parameters:
  ///   - isFloating: With a `table` environment, caption and label around it.
  ///   - id: The label after `tab:`; letters, digits and hyphens.
  public func latex(isFloating: Bool = true, id: String = "") -> String {
    LaTeXTableWriter(table: self).text(isFloating: isFloating, id: id)
  }
}

private struct LaTeXTableWriter {
  let table: Table
  let grid: TableGrid

  init(table: Table) {
    self.table = table
    grid = TableGrid(table)
  }

  func text(isFloating: Bool, id: String) -> String {
    var lines = ["% \\usepackage{booktabs,threeparttable}"]
    if isFloating {
      lines += ["\\begin{table}", "\\centering"]
    }
    lines.append("\\begin{threeparttable}")
    if isFloating {
      lines.append("\\caption{\(LaTeXText.escaped(table.title))}")
      let label = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      if !label.isEmpty { lines.append("\\label{tab:\(label)}") }
    }
    lines.append("\\begin{tabular}{@{}\(table.columns.indices.map(specification).joined())@{}}")
    lines.append("\\toprule")
    lines += spannerLines()
    for line in 0..<grid.headingLines { lines.append(headingRow(line)) }
    lines.append("\\midrule")
    for (index, group) in grid.groups.enumerated() {
      if index > 0 { lines.append("\\addlinespace") }
      if let title = group.title {
        lines.append("\\multicolumn{\(totalColumns)}{@{}l}{\(guarded(LaTeXText.escaped(title)))} \\\\")
      }
      for row in group.rows { lines.append(bodyRow(row.entries, isIndented: group.title != nil)) }
    }
    lines += ["\\bottomrule", "\\end{tabular}"]
    lines += notes()
    lines.append("\\end{threeparttable}")
    if isFloating { lines.append("\\end{table}") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A number with letters or marks takes two columns, so that the numbers stay aligned.
  private func isPair(_ column: Int) -> Bool {
    !grid.shapes[column].isText && (grid.shapes[column].hasLetters || grid.shapes[column].hasMarks)
  }

  private func width(_ column: Int) -> Int { isPair(column) ? 2 : 1 }

  private var totalColumns: Int { table.columns.indices.map(width).reduce(0, +) }

  private func specification(_ column: Int) -> String {
    if grid.shapes[column].isText { return "l" }
    return isPair(column) ? "r@{\\,}l" : "r"
  }

  private func spannerLines() -> [String] {
    guard !table.spanners.isEmpty else { return [] }
    var cells: [String] = []
    var rules: [String] = []
    var column = 0
    for spanner in table.spanners {
      while column < spanner.columns.lowerBound {
        cells += Array(repeating: "", count: width(column))
        column += 1
      }
      let first = (0..<column).map(width).reduce(0, +) + 1
      let span = spanner.columns.map(width).reduce(0, +)
      cells.append("\\multicolumn{\(span)}{c}{\(LaTeXText.escaped(spanner.title))}")
      rules.append("\\cmidrule(lr){\(first)-\(first + span - 1)}")
      column = spanner.columns.upperBound
    }
    while column < table.columns.count {
      cells += Array(repeating: "", count: width(column))
      column += 1
    }
    return [cells.joined(separator: " & ") + " \\\\", rules.joined(separator: " ")]
  }

  private func headingRow(_ line: Int) -> String {
    let cells = table.columns.indices.map { column in
      let text = LaTeXText.escaped(grid.heading(column, line: line))
      if isPair(column) { return "\\multicolumn{2}{c}{\(text)}" }
      return column == 0 ? guarded(text) : text
    }
    return cells.joined(separator: " & ") + " \\\\"
  }

  private func bodyRow(_ entries: [TableGrid.Entry], isIndented: Bool) -> String {
    let cells = entries.enumerated().map { column, entry in
      var text = LaTeXText.escaped(entry.text)
      if entry.isStrong, !text.isEmpty { text = "\\textbf{\(text)}" }
      if entry.padding > 0 {
        let digits = String(repeating: "0", count: entry.padding - (entry.paddingHasPoint ? 1 : 0))
        text += "\\phantom{\(entry.paddingHasPoint ? "." : "")\(digits)}"
      }
      let suffix = suffix(entry)
      if isPair(column) { return text + " & " + suffix }
      if column == 0 { text = (isIndented ? "\\quad " : "") + guarded(text) }
      return text + suffix
    }
    return cells.joined(separator: " & ") + " \\\\"
  }

  private func suffix(_ entry: TableGrid.Entry) -> String {
    var text = LaTeXText.escaped(entry.letters)
    if !entry.marks.isEmpty { text += "\\tnote{\(entry.marks.map(LaTeXText.escaped).joined(separator: ","))}" }
    return text
  }

  /// After `\\` a bracket or a star would be read as an argument of the line break.
  private func guarded(_ text: String) -> String {
    text.hasPrefix("[") || text.hasPrefix("*") ? "{}" + text : text
  }

  private func notes() -> [String] {
    var items: [String] = []
    if !table.generalNote.isEmpty { items.append("\\item \\emph{Note.} " + LaTeXText.escaped(table.generalNote)) }
    for note in table.notes.specific {
      items.append("\\item[\(LaTeXText.escaped(note.mark))] " + LaTeXText.escaped(note.text))
    }
    items += table.notes.probability.map { "\\item " + guarded(LaTeXText.escaped($0)) }
    if let source = table.source { items.append("\\item Source: " + LaTeXText.escaped(source)) }
    guard !items.isEmpty else { return [] }
    return ["\\begin{tablenotes}[flushleft]", "\\footnotesize"] + items + ["\\end{tablenotes}"]
  }
}
