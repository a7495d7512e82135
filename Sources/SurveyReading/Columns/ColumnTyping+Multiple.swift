internal import SurveyModel
internal import TextFormats

extension ColumnTyping {
  /// The column as ticked options, several in one cell.
  func tickedOptions() -> Result {
    if cells.many != nil { return needingRecords }
    if template.storage != .joined { return codedOptions() }
    var options = template.variable.labels
    let splitter = TickedOptionSplitter(options, separator: template.separator)
    var unknown: [(text: String, position: Int)] = []
    var overflow = false
    var other = template.gathersOther ? options.firstIndex { OtherWording.isOther($0.label) } : nil
    var others: Set<String> = []
    func read(_ text: String) -> (ticked: UInt64, missing: UInt8, hasOther: Bool) {
      if RawColumn.isBlank(text.utf8) { return (0, template.blank.index, false) }
      if let reason = declaredReason(text) { return (0, reason.index, false) }
      var ticked: UInt64 = 0
      var hasOther = false
      for piece in splitter.pieces(of: text) {
        switch piece {
        case .option(let position): if position < 64 { ticked |= 1 << UInt64(position) } else { overflow = true }
        case .residue(let residue) where template.gathersOther:
          if other == nil {
            other = options.count
            options.append(ValueLabel(code: "other", label: "Other"))
          }
          if let other, other < 64 { ticked |= 1 << UInt64(other) } else { overflow = true }
          others.insert(TextMatching.folded(residue))
          hasOther = true
        case .residue(let residue):
          let key = TextMatching.normalized(residue)
          var position = unknown.first { TextMatching.normalized($0.text) == key }?.position
          if position == nil {
            position = options.count
            options.append(ValueLabel(code: residue.trimmed, label: residue.trimmed))
            unknown.append((residue, options.count - 1))
          }
          if let position, position < 64 { ticked |= 1 << UInt64(position) } else { overflow = true }
        }
      }
      return (ticked, 0, hasOther)
    }
    var ticked: [UInt64] = []
    var missing: [UInt8] = []
    var cellsWithOther = 0
    forEachCell(read) { cell, _, read in
      ticked.append(read.ticked)
      missing.append(read.missing)
      if read.hasOther { cellsWithOther += respondents(at: cell) }
    } absent: { reason in
      ticked.append(0)
      missing.append(reason.index)
    }
    let originals = cells.asTextColumn
    guard !overflow else { return tooManyOptions(options.count) }
    var variable = template.variable
    variable.kind = .multipleResponse
    variable.level = .nominal
    variable.labels = options
    var result = Result(
      variable: variable,
      column: .multipleResponse(MultipleResponseColumn(ticked: ticked, missing: missing, originals: originals)))
    if !others.isEmpty {
      let cells = "\(cellsWithOther) cell\(cellsWithOther == 1 ? "" : "s")"
      result.problems.append(
        problem(
          .note, found: "\(others.count) different text\(others.count == 1 ? "" : "s") beside the options, in \(cells)",
          expected: "options, found from the cells themselves",
          remedy: "they are counted as 'Other'; the cells keep their texts"))
    }
    if let first = unknown.first {
      let more = unknown.count > 1 ? " and \(unknown.count - 1) more texts" : ""
      result.problems.append(
        problem(
          .warning, found: quoted(first.text) + more, expected: "options of the question",
          remedy: "they are read as options of their own"))
    }
    return result
  }

  /// The column as ticked options whose cells hold codes by the rules of a definition.
  ///
  /// The template's labels are all options there are, those that only cells have included; there are at most 64.
  private func codedOptions() -> Result {
    let codes = template.variable.labels.map(\.code)
    func read(_ text: String) -> (ticked: UInt64, missing: UInt8) {
      if RawColumn.isBlank(text.utf8) { return (0, template.blank.index) }
      if let reason = declaredReason(text) { return (0, reason.index) }
      guard let found = template.storage.tickedCodes(in: text, among: codes) else {
        return (0, MissingReason.unreadable.index)
      }
      let positions = found.compactMap { code in codes.firstIndex(of: code) }
      guard positions.count == found.count, positions.allSatisfy({ $0 < 64 }) else {
        return (0, MissingReason.unreadable.index)
      }
      return (positions.reduce(0) { $0 | 1 << UInt64($1) }, 0)
    }
    var ticked: [UInt64] = []
    var missing: [UInt8] = []
    forEachCell(read) { _, _, read in
      ticked.append(read.ticked)
      missing.append(read.missing)
    } absent: { reason in
      ticked.append(0)
      missing.append(reason.index)
    }
    let column = MultipleResponseColumn(ticked: ticked, missing: missing, originals: cells.asTextColumn)
    var variable = template.variable
    variable.kind = .multipleResponse
    variable.level = .nominal
    let problems = unreadable(missing, expected: template.storage.words) { column.originals.text(at: $0) }
    return Result(variable: variable, column: .multipleResponse(column), problems: problems)
  }

  private func tooManyOptions(_ count: Int) -> Result {
    var result = text()
    result.problems.append(
      problem(
        .warning, found: "\(count) ticked options in one column", expected: "at most 64",
        remedy: "the column is read as text; export the question with one column per option"))
    return result
  }
}

/// Parts a cell of joined options without being misled by separators inside an option: longest known option first.
struct TickedOptionSplitter {
  /// One part of a cell.
  enum Piece: Hashable {
    case option(Int)
    case residue(String)
  }

  private let candidates: [(text: [UInt8], position: Int)]
  private let separator: [UInt8]

  init(_ options: [ValueLabel], separator: String) {
    var candidates: [(text: [UInt8], position: Int)] = []
    for (position, option) in options.enumerated() {
      candidates.append((Array(TextMatching.normalized(option.label).utf8), position))
      if option.code != option.label {
        candidates.append((Array(TextMatching.normalized(option.code).utf8), position))
      }
    }
    // Sorting by length must keep the questionnaire's order among equals, so the position decides ties.
    self.candidates = candidates.enumerated().filter { !$0.element.text.isEmpty }.sorted {
      ($1.element.text.count, $0.offset) < ($0.element.text.count, $1.offset)
    }.map(\.element)
    self.separator = Array(separator.utf8)
  }

  /// The options in a cell and what is left between them.
  func pieces(of cell: String) -> [Piece] {
    let text = Array(TextMatching.normalized(cell).utf8)
    var pieces: [Piece] = []
    var position = 0
    var residueStart: Int?
    func flush(_ end: Int) {
      guard let start = residueStart else { return }
      residueStart = nil
      let residue = String(decoding: text[start..<max(start, end)], as: UTF8.self)
      if !residue.trimmed.isEmpty { pieces.append(.residue(residue)) }
    }
    while position < text.count {
      if text[position] == 0x20, residueStart == nil {
        position += 1
      } else if let (option, end) = option(in: text, at: position) {
        flush(position - separator.count)
        pieces.append(.option(option))
        position = end
        if position < text.count { position += separator.count }
      } else {
        if residueStart == nil { residueStart = position }
        position = nextPiece(in: text, after: position)
      }
    }
    flush(text.count)
    return pieces
  }

  private func option(in text: [UInt8], at position: Int) -> (position: Int, end: Int)? {
    for candidate in candidates {
      let end = position + candidate.text.count
      guard end <= text.count, text[position..<end].elementsEqual(candidate.text) else { continue }
      if end == text.count || text[end...].starts(with: separator) { return (candidate.position, end) }
    }
    return nil
  }

  private func nextPiece(in text: [UInt8], after position: Int) -> Int {
    var position = position
    while position < text.count {
      if text[position...].starts(with: separator) { return position + separator.count }
      position += 1
    }
    return text.count
  }
}
