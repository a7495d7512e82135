internal import SurveyModel

/// Columns of exports whose headings are the questions themselves, one record of them.
///
/// Columns whose headings begin alike (`Question - Option`, `Question [Row]`, `Question.Row`) are told apart by their
/// cells: each its own option's text is a set, the same answers is a grid.
enum PlainFormColumns {
  /// What each column is.
  ///
  /// - Parameters:
  ///   - metadata: What the platform records by itself, by heading.
  ///   - separators: What may stand between ticked options in one cell, the likeliest first.
  static func columns(
    of table: DelimitedTable, metadata: (String) -> FormColumn? = SurveyMonkeyReader.metadata, separators: [String] = []
  ) -> [FormColumn] {
    var columns = table.columns.indices.map { position -> FormColumn in
      let heading = table.heading(0, position)
      if let known = metadata(heading) { return known }
      let name = TextMatching.spaced(heading)
      let label = PlainText.stripping(heading)
      var column = FormColumn(question: name, label: label == name && !label.contains(" ") ? "" : label)
      column.template.variable.originalName = heading
      for separator in separators {
        guard let found = JoinedOptionLearner.learn(table.columns[position], separator: separator) else { continue }
        makeJoined(&column, found, separator)
        break
      }
      return column
    }
    group(&columns, table)
    return columns
  }

  private static func makeJoined(_ column: inout FormColumn, _ found: JoinedOptionLearner.Finding, _ separator: String)
  {
    column.template.variable.kind = .multipleResponse
    column.template.variable.labels = found.options.map { ValueLabel(code: $0, label: $0) }
    column.template.knowledge = .answers
    column.template.separator = separator.trimmed
    column.template.gathersOther = true
  }

  private static func group(_ columns: inout [FormColumn], _ table: DelimitedTable) {
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (position, column) in columns.enumerated() where column.template.variable.role == .question {
      guard let (question, _) = split(column.template.variable.name) else { continue }
      if members[question] == nil { order.append(question) }
      members[question, default: []].append(position)
    }
    for question in order {
      guard let positions = members[question], positions.count > 1 else { continue }
      let items = positions.map { split(columns[$0].template.variable.name)?.item ?? "" }
      let cells = positions.map { table.columns[$0] }
      if SiblingNames.areOptions(cells, items: items) {
        for (position, item) in zip(positions, items) {
          let name = columns[position].template.variable.name
          var option = FormColumn(option: name, question: question, item: item, cells: table.columns[position])
          option.template.variable.originalName = columns[position].template.variable.originalName
          option.set = (question, question, question)
          columns[position] = option
        }
      } else if columns[positions[0]].template.knowledge == .nothing, SiblingNames.areRows(cells) {
        for (position, item) in zip(positions, items) {
          columns[position].template.gridKey = question
          columns[position].template.variable.itemText = item
          columns[position].grid = (question, question, question)
        }
      }
    }
  }

  /// A heading's question and its row or option.
  static func split(_ heading: String) -> (question: String, item: String)? {
    if heading.hasSuffix("]"), let open = heading.lastIndex(of: "["), open > heading.startIndex {
      let question = String(heading[..<open]).trimmed
      let item = String(heading[heading.index(after: open)...].dropLast()).trimmed
      return question.isEmpty || item.isEmpty ? nil : (question, item)
    }
    var position = heading.endIndex
    while position > heading.startIndex {
      position = heading.index(before: position)
      if heading[position...].hasPrefix(" - ") {
        let item = String(heading[position...].dropFirst(3)).trimmed
        let question = String(heading[..<position]).trimmed
        return question.isEmpty || item.isEmpty ? nil : (question, item)
      }
    }
    // Microsoft Forms parts question and row with a dot, which must not be the end of a sentence or a number's point.
    guard let dot = heading.lastIndex(of: "."), dot > heading.startIndex,
      let next = heading[heading.index(after: dot)...].first, !next.isWhitespace, !next.isNumber
    else { return nil }
    return (String(heading[..<dot]), String(heading[heading.index(after: dot)...]))
  }
}
