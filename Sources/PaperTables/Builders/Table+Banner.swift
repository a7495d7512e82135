public import SurveyStatistics

extension Table {
  /// A banner table: questions down, groups across, column percentages with the letters of the columns they exceed.
  public static func banner(
    _ banner: BannerTable, number: String? = nil, title: String = "Answers by group"
  ) -> Table {
    let columns =
      [TableColumn.text("")]
      + banner.columns.map { column in
        TableColumn(
          column.letter.map { "\(column.label) (\($0))" } ?? column.label, unit: "%", format: .wholePercent)
      }
    var notes = TableNotes(general: [banner.note])
    notes.general.append(banner.design.map { "Percentages: \($0)." } ?? "Unweighted.")
    notes.general.append("N = \(NumberRules.typeset.count(banner.respondents)).")
    notes.general.append("Percentages are rounded half away from zero and need not sum to 100.")
    if banner.blocks.contains(where: { $0.isSmall.contains(true) }) {
      notes.specific.append(.init("†", "base under \(BannerTable.smallestBase): not tested"))
    }
    notes.general += testNotes(banner)
    return Table(
      number: number, title: title, columns: columns, spanners: spanners(banner),
      groups: banner.blocks.map(group), notes: notes, isSynthetic: banner.isSynthetic)
  }

  private static func spanners(_ banner: BannerTable) -> [TableSpanner] {
    var spanners: [TableSpanner] = []
    var start = 0
    while start < banner.columns.count {
      var end = start + 1
      while end < banner.columns.count, banner.columns[end].question == banner.columns[start].question { end += 1 }
      if banner.columns[start].letter != nil || end - start > 1 {
        spanners.append(TableSpanner(banner.columns[start].questionLabel, over: start + 1..<end + 1))
      }
      start = end
    }
    return spanners
  }

  private static func group(_ block: BannerTable.Block) -> TableRowGroup {
    let heading = block.label.isEmpty || block.label == block.name ? block.name : "\(block.name). \(block.label)"
    var rows = block.rows.map { row in
      TableRow(
        [.text(row.kind == .net ? "Net: \(row.label)" : row.label)]
          + zip(row.cells, block.bases).map { cell, base in self.cell(cell, row.kind, base) },
        isSummary: row.kind != .category)
    }
    rows.append(baseRow("Base (\(block.baseName))", block) { .count($0.count) })
    if block.bases.contains(where: { $0.weighted != nil }) {
      let format = NumberFormat(.unbounded, decimals: 1)
      rows.append(baseRow("Weighted base", block) { .number($0.weighted, format) })
      rows.append(baseRow("Effective base", block) { .number($0.effective, format) })
    }
    return TableRowGroup(heading, rows: rows)
  }

  private static func baseRow(
    _ label: String, _ block: BannerTable.Block, _ cell: (Base) -> TableCell
  ) -> TableRow {
    TableRow(
      [.text(label)]
        + zip(block.bases, block.isSmall).map { base, isSmall in
          var cell = cell(base)
          if isSmall { cell.marks.append("†") }
          return cell
        }, isSummary: true)
  }

  private static func cell(_ cell: BannerTable.Cell, _ kind: BannerTable.RowKind, _ base: Base) -> TableCell {
    var shown: TableCell
    switch kind {
    case .category, .net:
      shown = base.weighted == nil ? .percent(cell.count, of: base.count) : .number(cell.share)
    case .mean, .sd: shown = .number(cell.value, .plain)
    }
    if !cell.letters.isEmpty { shown.letters = cell.letters }
    return shown
  }

  /// One sentence for each block's test of association.
  private static func testNotes(_ banner: BannerTable) -> [String] {
    banner.blocks.flatMap { block in
      block.tests.compactMap { test -> String? in
        guard let result = test.result, let p = result.p else {
          return test.note.map { "\(block.name) by \(test.columns): \($0)." }
        }
        let df = result.degreesOfFreedom.map { df in
          NumberRules.typeset.string(df, NumberFormat(.unbounded, decimals: df == df.rounded() ? 0 : 2))
        }
        let value = NumberRules.typeset.pValue(p)
        return "\(block.name) by \(test.columns): \(result.symbol)(\(df.joined(separator: ", "))) = "
          + NumberRules.typeset.string(result.statistic, .plain) + ", p \(value.hasPrefix("<") ? value : "= \(value)")."
      }
    }
  }
}
