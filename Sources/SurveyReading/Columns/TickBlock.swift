internal import SurveyModel

/// A block of columns that holds one question with "tick all that apply", one column per option.
struct TickBlock: Sendable, Hashable {
  /// For each column the text that means "ticked"; nil where nobody ticked it.
  var ticked: [String?]
  /// Texts that mean "not ticked", as the file writes them.
  var unticked: Set<String>

  /// The block that columns are; nil where they are none.
  ///
  /// Beside blanks and words for "not ticked" each column holds one text at most: its own option's, "1", or its place
  /// among the options (the export with numbers). Where the file writes "Not selected", any one text is the option's.
  ///
  /// - Parameter missing: Texts that stand for no value in this file.
  static func find(_ columns: [RawColumn], items: [String]? = nil, missing: Set<String> = []) -> TickBlock? {
    guard columns.count > 1 else { return nil }
    var block = TickBlock(ticked: [], unticked: [])
    var wordsFor = 0
    for column in columns {
      guard column.spilled == nil, column.distinctCount <= 16 else { return nil }
      var texts = column.distinctTexts.filter { !missing.contains($0.trimmed) }
      let words = texts.filter { untickedWords.contains(TextMatching.folded($0)) }
      texts.removeAll { words.contains($0) }
      guard texts.count <= 1 else { return nil }
      if words.contains(where: { $0.trimmed != "0" }) { wordsFor += 1 }
      block.unticked.formUnion(words)
      block.ticked.append(texts.first)
    }
    guard block.ticked.contains(where: { $0 != nil }) else { return nil }
    let isSaid = wordsFor * 2 > columns.count
    let isNumbered = block.ticked.enumerated().allSatisfy { $1 == nil || $1?.trimmed == String($0 + 1) }
    if isSaid || isNumbered { return block }
    for (position, text) in block.ticked.enumerated() {
      guard let text else { continue }
      let form = TextMatching.normalized(text)
      let item = items.map { TextMatching.normalized($0[position]) } ?? ""
      guard form == "1" || (!item.isEmpty && (form == item || (form.count > 3 && item.hasPrefix(form)))) else {
        return nil
      }
    }
    return block
  }

  private static let untickedWords: Set<String> = [
    "0", "not selected", "unselected", "not checked", "unchecked", "not ticked", "unticked", "nicht gewählt",
    "nicht ausgewählt", "ikke valgt", "non sélectionné", "no seleccionado",
  ]

  /// Whether a cell of a column is a tick.
  func isTicked(_ column: RawColumn, at position: Int, row: Int) -> Bool {
    guard let text = ticked[position] else { return false }
    return column.text(ofCell: row) == text
  }

  /// For each respondent the position of the one option that was ticked, or nil for none; nil altogether where somebody
  /// ticked two, or where it says nothing because hardly anybody ticked.
  func single(_ columns: [RawColumn], count: Int, least: Int) -> [Int?]? {
    var chosen = [Int?](repeating: nil, count: count)
    var answered = 0
    for (position, column) in columns.enumerated() where ticked[position] != nil {
      for row in 0..<count where isTicked(column, at: position, row: row) {
        guard chosen[row] == nil else { return nil }
        chosen[row] = position
        answered += 1
      }
    }
    return answered >= least && Set(chosen.compactMap { $0 }).count > 1 ? chosen : nil
  }
}

/// A block of columns that holds one ranking question, one column per item, with the item's rank in the cell.
enum RankBlock {
  /// Whether columns hold ranks: whole numbers from 1, and nobody gives one rank twice but by mistake.
  static func isRanking(_ columns: [RawColumn], count: Int) -> Bool {
    guard columns.count > 1 else { return false }
    var highest = 0
    var ranks: [[Int]] = []
    for column in columns {
      guard column.spilled == nil, column.distinctCount <= columns.count + 4 else { return false }
      var ofCode = [Int](repeating: 0, count: column.distinctCount)
      for code in 0..<column.distinctCount where column.absence(at: code) == nil {
        let text = column.text(at: code).trimmed
        if text.isEmpty || ResidualWording.reason(text) != nil { continue }
        guard let rank = Int(text), (1...columns.count).contains(rank) else { return false }
        ofCode[code] = rank
        highest = max(highest, rank)
      }
      ranks.append(column.codes.map { ofCode[Int($0)] })
    }
    var several = 0
    var distinct = 0
    for row in 0..<count {
      let given = ranks.map { $0[row] }.filter { $0 > 0 }
      guard given.count > 1 else { continue }
      several += 1
      if Set(given).count == given.count { distinct += 1 }
    }
    return highest > 1 && several >= 2 && distinct * 20 >= several * 19
  }

  /// The ranks that a question with so many items can give.
  static func labels(_ items: Int) -> [ValueLabel] {
    (1...max(1, items)).map { ValueLabel(code: String($0), label: String($0), value: Double($0)) }
  }
}
