internal import SurveyModel

extension ColumnTyping {
  /// The type of a column of which most cells are distinct, from what was counted of it, where nothing says it.
  ///
  /// - Parameter texts: The texts that stand for all like them.
  func guessedFromCounts(_ texts: TextColumn) -> Result {
    guard let many = cells.many else { return text() }
    if let numbers = numeric(many) { return numbers }
    for (cell, entry) in many.texts.enumerated() where !entry.isNumber {
      let text = texts.text(at: cell)
      if RawColumn.isBlank(entry.text) || declaredReason(text) != nil { continue }
      // Numbers with a comma and dates are told from all cells together.
      if NumberText.value(text, decimalComma: true) != nil || DateText.order(of: [text]) != nil {
        return needingRecords
      }
      break
    }
    return self.text()
  }

  /// The column as numbers; nil where some cell is neither a number nor blank nor declared to hold none.
  func numeric(_ many: CountedMany) -> Result? {
    guard many.uncounted == 0, !many.numbers.isEmpty, declaresNothing, template.numberTail.isEmpty,
      template.notation != .padded, !template.variable.labels.contains(where: { $0.missing != nil })
    else { return nil }
    var column = NumericColumn(values: many.numbers, missing: [UInt8](repeating: 0, count: many.numbers.count))
    var counts = many.counts
    for entry in many.texts where !entry.isNumber {
      let reason: MissingReason
      if RawColumn.isBlank(entry.text) {
        reason = template.blank
      } else if let declared = declaredReason(String(decoding: entry.text, as: UTF8.self)) {
        reason = declared
      } else {
        return nil
      }
      let cells = counts == nil ? entry.tally : 1
      column.values += repeatElement(.nan, count: cells)
      column.missing += repeatElement(reason.index, count: cells)
      counts?.append(entry.tally)
    }
    var result = numeric(column)
    result.counts = counts
    return result
  }

  /// What is returned where counts do not tell the type.
  var needingRecords: Result {
    var result = Result(variable: template.variable, column: .text(cells.asTextColumn))
    result.needsRecords = true
    return result
  }
}
