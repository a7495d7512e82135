internal import SurveyModel

/// Finds the questions of a SurveyMonkey export with two heading records.
///
/// SurveyMonkey gives questions no names; they are named `Q1`, `Q2` … in their order, and the columns of one question
/// `Q3_1`, `Q3_2` ….
struct SurveyMonkeyColumns {
  private let table: DelimitedTable
  private let file: String
  private var columns: [FormColumn] = []
  private var derived: [Int: FormColumn] = [:]
  private var questions = 0
  /// Whether the export has one column per option for questions with one answer too.
  private var isExpanded = false
  private var singles: [String] = []
  private(set) var guesses: [String] = []

  init(_ table: DelimitedTable, file: String) {
    self.table = table
    self.file = file
    let blocks = blocks()
    isExpanded = !blocks.contains { block in
      !block.isMetadata && block.range.contains { Self.isResponse(text(1, $0)) }
    }
    for block in blocks { add(block) }
  }

  /// All columns, derived ones before those they were made of.
  var all: [FormColumn] { columns.indices.flatMap { (derived[$0].map { [$0] } ?? []) + [columns[$0]] } }

  /// What should be known beside.
  var notes: [Problem] {
    guard !singles.isEmpty else { return [] }
    let count = "\(singles.count) question\(singles.count == 1 ? "" : "s")"
    return [
      Problem(
        .note, file: file,
        found: "\(count) with a column per option and never two ticks: \(SurveyAssembly.list(singles))",
        expected: "one column per question with one answer (condensed columns)",
        remedy: "they are read as one variable each, put together from their columns, which stay as metadata")
    ]
  }

  // MARK: Headings

  private struct Block {
    var range: Range<Int>
    var isMetadata: Bool
  }

  private func blocks() -> [Block] {
    var blocks: [Block] = []
    var position = 0
    while position < table.columns.count {
      let isAlone = table.heading(1, position).trimmed.isEmpty
      if isAlone, SurveyMonkeyReader.metadata(table.heading(0, position)) != nil {
        blocks.append(Block(range: position..<(position + 1), isMetadata: true))
        position += 1
        continue
      }
      var end = position + 1
      while end < table.columns.count, table.heading(0, end).trimmed.isEmpty, !table.heading(1, end).trimmed.isEmpty {
        end += 1
      }
      blocks.append(Block(range: position..<end, isMetadata: false))
      position = end
    }
    return blocks
  }

  private func text(_ record: Int, _ position: Int) -> String {
    TextMatching.spaced(PlainText.stripping(table.heading(record, position)))
  }

  private static func isResponse(_ text: String) -> Bool {
    ["response", "antwort", "réponse", "respuesta", "svar", "risposta", "antwoord", "resposta"].contains(
      TextMatching.folded(text))
  }

  private static func isOpen(_ text: String) -> Bool {
    let folded = TextMatching.folded(text)
    return ["open-ended", "offene", "réponse ouverte", "respuesta abierta", "åbent svar"].contains {
      folded.hasPrefix($0)
    }
  }

  // MARK: Questions

  private mutating func add(_ block: Block) {
    let first = block.range.lowerBound
    if block.isMetadata, let metadata = SurveyMonkeyReader.metadata(table.heading(0, first)) {
      columns.append(metadata)
      return
    }
    questions += 1
    let name = "Q\(questions)"
    let question = text(0, first)
    guard block.range.count > 1 else {
      columns.append(single(first, name, question))
      return
    }
    let others = block.range.filter {
      OtherWording.asksForText(text(1, $0)) && table.columns[$0].holdsOwnTexts(beside: text(1, $0))
    }
    let rest = block.range.filter { !others.contains($0) }
    var added: [Int: FormColumn] = [:]
    if rest.count == 1 {
      added[rest[0]] = single(rest[0], name, question)
    } else if rest.count > 1 {
      added = several(rest, first, name, question)
    }
    for position in block.range {
      if others.contains(position) {
        let number = others.count > 1 ? "_other_\(position - first + 1)" : "_other"
        let item = text(1, position)
        var column = FormColumn(text: name + number, label: "\(question) - \(item)", item: item, role: .otherText)
        column.otherOf = name
        columns.append(column)
      } else {
        columns.append(added[position] ?? FormColumn(question: name, label: question))
      }
    }
  }

  private mutating func several(_ members: [Int], _ first: Int, _ name: String, _ question: String) -> [Int: FormColumn]
  {
    let cells = members.map { table.columns[$0] }
    let items = members.map { text(1, $0) }
    let group = (id: name, name: name, label: question)
    var added: [Int: FormColumn] = [:]
    if let block = TickBlock.find(cells, items: items) {
      let chosen = isExpanded ? block.single(cells, count: table.count, least: 10) : nil
      for (place, position) in members.enumerated() {
        var column = FormColumn(
          option: "\(name)_\(position - first + 1)", question: question, item: items[place],
          ticked: block.ticked[place], unticked: block.unticked)
        if chosen == nil {
          column.set = group
          column.blankIsUnticked = true
        } else {
          column.template.variable.role = .metadata
        }
        added[position] = column
      }
      if let chosen {
        derived[first] = FormColumn(single: name, label: question, items: items, chosen: chosen)
        singles.append(name)
      }
      return added
    }
    let isRanking = RankBlock.isRanking(cells, count: table.count)
    let isGrid = isRanking || SiblingNames.areRecurringRows(cells)
    if isRanking { guesses.append("\(name) is a ranking, for nobody gave one rank twice: 1 stands for the first") }
    for (place, position) in members.enumerated() {
      let columnName = "\(name)_\(position - first + 1)"
      var column = part(columnName, question, items[place])
      if isRanking { column.makeRank(of: members.count, cells: cells[place]) }
      if isGrid {
        column.grid = group
        if !isRanking { column.template.gridKey = name }
      }
      added[position] = column
    }
    return added
  }

  /// One column of several that are neither options nor ranks: a row of a matrix, a field of an address.
  private func part(_ name: String, _ question: String, _ item: String) -> FormColumn {
    if Self.isOpen(item) { return FormColumn(text: name, label: "\(question) - \(item)", item: item) }
    var column = FormColumn(question: name, label: "\(question) - \(item)", item: item)
    column.template.variable.personal = PersonalNames.kind(name: item)
    return column
  }

  private func single(_ position: Int, _ name: String, _ question: String) -> FormColumn {
    var column = FormColumn(question: name, label: question)
    if Self.isOpen(text(1, position)) { column.template.knowledge = .openAnswer }
    return column
  }
}
