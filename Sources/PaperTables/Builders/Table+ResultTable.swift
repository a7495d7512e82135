public import SurveyStatistics

extension Table {
  /// A result's own table: its items, loadings or eigenvalues.
  ///
  /// Columns in which no row has anything are left out, and those without a heading, which are for programs.
  public static func rows(
    of table: ResultTable, number: String? = nil, isSynthetic: Bool = false
  ) -> Table {
    let kept = table.columns.indices.filter { column in
      !table.columns[column].heading.isEmpty && table.rows.contains { !isEmpty($0[column]) }
    }
    let rows = table.rows.map { row in
      TableRow(kept.map { column in cell(row[column], key: table.columns[column].key) })
    }
    return Table(
      number: number, title: table.title,
      columns: kept.map { column in
        self.column(table.columns[column].heading, table.rows.first.map { $0[column] })
      },
      rows: rows, isSynthetic: isSynthetic)
  }

  private static func isEmpty(_ value: ResultTable.Value) -> Bool {
    switch value {
    case .text(let text): text.isEmpty
    case .count: false
    case .number: value.number == nil
    case .flag(let flag): !flag
    }
  }

  private static func column(_ heading: String, _ first: ResultTable.Value?) -> TableColumn {
    switch first {
    case .text, .flag, nil: .text(heading)
    case .count: .count(heading)
    case .number: TableColumn(heading)
    }
  }

  private static func cell(_ value: ResultTable.Value, key: String) -> TableCell {
    switch value {
    case .text(let text): .text(key == "method" ? StatisticVocabulary.method(text) : text)
    case .count(let count): .count(count)
    case .number: .number(value.number)
    case .flag(let flag): flag ? "yes" : .empty
    }
  }
}
