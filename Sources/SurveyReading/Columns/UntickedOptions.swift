internal import SurveyModel

/// Tells options that were not ticked from questions that were not answered, in formats that write only ticks.
///
/// As soon as a respondent ticked one option of a question, or wrote a text for "other", the question was answered and
/// the options that are blank were not ticked. Where all is blank the format cannot say why.
enum UntickedOptions {
  /// Gives the blank cells of answered questions the answer "Not selected".
  static func mark(_ set: ColumnGroup, _ variables: inout [Variable], _ columns: inout [Column]) {
    guard let count = columns.first?.count else { return }
    var isAnswered = [Bool](repeating: false, count: count)
    for position in set.members + set.others {
      for row in 0..<count where columns[position].missingReason(at: row) == nil { isAnswered[row] = true }
    }
    for position in set.members { mark(isAnswered, &variables[position], &columns[position]) }
  }

  /// Gives the blank cells of an option the answer "Not selected" where its question was answered.
  static func mark(_ isAnswered: [Bool], _ variable: inout Variable, _ marked: inout Column) {
    guard case .categorical(var column) = marked else { return }
    let blanks = column.entries.indices.filter { code in
      column.entries[code].meaning == .missing(.unknownBlank)
        && column.entries[code].text.map { RawColumn.isBlank($0.utf8) } == true
    }
    guard !blanks.isEmpty else { return }
    var label = variable.labels.firstIndex { $0.value == 0 && $0.missing == nil }
    var unticked = [UInt16?](repeating: nil, count: column.entries.count)
    for row in column.codes.indices where isAnswered[row] {
      let code = Int(column.codes[row])
      guard blanks.contains(code) else { continue }
      if unticked[code] == nil {
        guard column.entries.count < Int(UInt16.max) else { return }
        if label == nil {
          label = variable.labels.count
          variable.labels.append(ValueLabel(code: "0", label: "Not selected", value: 0))
        }
        unticked[code] = UInt16(column.entries.count)
        column.entries.append(.init(text: column.entries[code].text, meaning: .label(label ?? 0)))
      }
      if let new = unticked[code] { column.codes[row] = new }
    }
    marked = .categorical(column)
  }
}
