internal import SurveyModel

/// Finds what the columns are of exports whose headings are the questions themselves, one record of them.
///
/// Columns whose headings name the rows or options of one question are told apart by their cells: each its own option's
/// text is a set, ranks are a ranking, the same answers are a grid, several answers in a cell are a grid of ticks.
struct HeadingColumns {
  /// How a platform writes headings and ticked options.
  struct Rules: Sendable {
    /// What parts a question from its row or option.
    var marks: [HeadingFamilies.Mark]
    /// What may stand between ticked options in one cell, the likeliest first.
    var separators: [String] = []
    /// How much must speak for ticked options in one cell.
    var caution = JoinedOptions.Caution.usual
    /// A separator that ends every cell of a question with ticked options, and of no other.
    var ending: Character?
  }

  let table: DelimitedTable
  let rules: Rules
  /// One column for each of the file's.
  private(set) var columns: [FormColumn]
  /// Columns that are put together from others, by the position of the column that they stand behind.
  private(set) var derived: [Int: [FormColumn]] = [:]
  private var isDone: [Bool]
  private let names: [String]

  /// - Parameter metadata: What the platform records by itself, by position and heading.
  init(_ table: DelimitedTable, rules: Rules, metadata: (Int, String) -> FormColumn?) {
    self.table = table
    self.rules = rules
    names = table.columns.indices.map { TextMatching.spaced(table.heading(0, $0)) }
    isDone = Array(repeating: false, count: table.columns.count)
    columns = []
    for (position, name) in names.enumerated() {
      let heading = table.heading(0, position)
      if let known = metadata(position, heading) {
        columns.append(known)
        isDone[position] = true
        continue
      }
      let label = PlainText.stripping(heading)
      columns.append(
        FormColumn(question: name, label: label == name && !label.contains(" ") ? "" : label)
          .named(name, original: heading))
    }
    for mark in rules.marks {
      for family in HeadingFamilies.find(names.indices.map { isDone[$0] ? nil : names[$0] }, mark: mark) { add(family) }
    }
    for position in columns.indices where !isDone[position] { findTicks(position) }
  }

  /// All columns, derived ones behind those they were made of.
  var all: [FormColumn] {
    columns.indices.flatMap { [columns[$0]] + (derived[$0] ?? []) }
  }

  // MARK: Several columns

  private mutating func add(_ family: HeadingFamilies.Family) {
    var rest: [(position: Int, item: String)] = []
    var others: [(position: Int, item: String)] = []
    for (position, item) in zip(family.members, family.items) {
      let isWorded =
        OtherWording.asksForText(item) || (family.parent != nil && OtherWording.beginsWithOther(item))
      if isWorded, table.columns[position].holdsOwnTexts(beside: item) {
        others.append((position, item))
      } else {
        rest.append((position, item))
      }
    }
    let id = "\(family.question)#\(family.members.first ?? 0)"
    if rest.count > 1 { addBlock(rest, (id, family.question, family.question)) }
    guard rest.count > 1 || family.parent != nil || rest.count + others.count > 1 else { return }
    for (position, item) in others {
      columns[position] = FormColumn(
        text: names[position], label: "\(family.question) - \(item)", item: item, role: .otherText
      ).named(names[position], original: table.heading(0, position))
      columns[position].otherOf = id
      isDone[position] = true
    }
  }

  private mutating func addBlock(
    _ members: [(position: Int, item: String)], _ group: (id: String, name: String, label: String)
  ) {
    let cells = members.map { table.columns[$0.position] }
    let items = members.map(\.item)
    if let block = TickBlock.find(cells, items: items) {
      for (place, member) in members.enumerated() {
        columns[member.position] = FormColumn(
          option: names[member.position], question: group.label, item: member.item, ticked: block.ticked[place],
          unticked: block.unticked
        ).named(names[member.position], original: table.heading(0, member.position))
        columns[member.position].set = group
        columns[member.position].blankIsUnticked = true
        isDone[member.position] = true
      }
      return
    }
    let joined = learn(cells)
    let isRanking = joined == nil && RankBlock.isRanking(cells, count: table.count)
    for member in members {
      columns[member.position].template.variable.label = "\(group.label) - \(member.item)"
      columns[member.position].template.variable.itemText = member.item
    }
    guard joined != nil || isRanking || SiblingNames.areRecurringRows(cells) else { return }
    for member in members {
      columns[member.position].grid = group
      if let joined {
        columns[member.position].makeJoined(joined)
      } else if isRanking {
        columns[member.position].makeRank(of: members.count, cells: table.columns[member.position])
      } else {
        columns[member.position].template.gridKey = group.id
      }
      isDone[member.position] = true
    }
  }

  // MARK: Several answers in one cell

  private mutating func findTicks(_ position: Int) {
    if let ending = rules.ending, let items = ranking(position, ending) {
      addRanks(position, items, ending)
    } else if let joined = learn([table.columns[position]]) {
      columns[position].makeJoined(joined)
    }
  }

  private func learn(_ cells: [RawColumn]) -> JoinedOptions.Finding? {
    if let ending = rules.ending, cells.allSatisfy({ $0.isEnded(by: ending) }) {
      return JoinedOptions.learn(cells, separator: String(ending), caution: .none)
    }
    for separator in rules.separators {
      if let found = JoinedOptions.learn(cells, separator: separator, caution: rules.caution) { return found }
    }
    return nil
  }

  private func ranking(_ position: Int, _ ending: Character) -> [String]? {
    guard table.columns[position].isEnded(by: ending) else { return nil }
    return JoinedRanking.items(table.columns[position], separator: ending)
  }

  /// The items of a ranking as columns of ranks; the column with the order stays as the file has it.
  private mutating func addRanks(_ position: Int, _ items: [String], _ separator: Character) {
    let name = names[position]
    let label = columns[position].template.variable.title
    let ranks = JoinedRanking.ranks(items, table.columns[position], separator: separator, count: table.count)
    derived[position] = zip(items, ranks).map { item, cells in
      var column = FormColumn(question: "\(name) - \(item)", label: "\(label) - \(item)", item: item)
      column.template.variable.key = "\(name)#\(item)"
      column.makeRank(of: items.count, cells: cells)
      column.derived = cells
      column.grid = ("\(name)#\(position)", name, label)
      return column
    }
    columns[position].template.variable.role = .metadata
    columns[position].template.variable.kind = .text
    columns[position].template.knowledge = .kind
  }
}

extension FormColumn {
  /// Makes the column one whose cells hold several answers.
  mutating func makeJoined(_ found: JoinedOptions.Finding) {
    template.variable.kind = .multipleResponse
    template.variable.labels = found.options.map { ValueLabel(code: $0, label: $0) }
    template.knowledge = .answers
    template.separator = found.separator
    template.gathersOther = true
  }

  /// Makes the column one item's ranks.
  mutating func makeRank(of items: Int, cells: RawColumn) {
    template.variable.level = .ordinal
    template.variable.labels = RankBlock.labels(items)
    for text in cells.distinctTexts where ResidualWording.reason(text) != nil {
      template.variable.labels.append(ValueLabel(code: text.trimmed, label: text.trimmed))
    }
    template.knowledge = .answers
  }
}

extension RawColumn {
  /// Whether the cells are respondents' own words rather than an option's text.
  func holdsOwnTexts(beside option: String) -> Bool {
    if spilled != nil { return true }
    let texts = distinctTexts
    guard texts.count < 2, let text = texts.first else { return !texts.isEmpty }
    let form = TextMatching.normalized(text)
    return form != TextMatching.normalized(option) && form != "1"
  }

  /// Whether every cell that is not blank ends with a sign, and some does.
  func isEnded(by sign: Character) -> Bool {
    guard spilled == nil else { return false }
    let texts = distinctTexts
    return !texts.isEmpty && texts.allSatisfy { $0.trimmed.last == sign }
  }
}
