public import SurveyModel

extension Survey {
  /// The ticked options of a multiple-response set that is stored as one variable per option.
  ///
  /// - Returns: For each respondent bit k for the option at position k of the set's variables, at most 64, and 0 or the
  ///   index of the reason for missing. A respondent is missing where none of the options holds an answer: formats
  ///   that write only ticks are read as not ticked as soon as one option of the question is answered.
  /// - Complexity: O(options × respondents).
  public func tickedOptions(ofSet index: Int) -> (ticked: [UInt64], missing: [UInt8]) {
    let set = codebook.multipleResponseSets[index]
    var ticked = [UInt64](repeating: 0, count: count)
    var answered = [Bool](repeating: false, count: count)
    var reasons = [UInt8](repeating: 0, count: count)
    for (option, name) in set.variables.prefix(64).enumerated() {
      guard let position = codebook.position(of: name) else { continue }
      let labels = codebook.variables[position].labels
      let column = columns[position]
      if case .categorical(let column) = column {
        let isTick = column.entries.map { entry in
          entry.label.map { labels[$0].code == set.tickedCode } ?? (entry.text == set.tickedCode)
        }
        let reason = column.entries.map { $0.missingReason?.index ?? 0 }
        for respondent in 0..<count {
          let code = Int(column.codes[respondent])
          if isTick[code], reason[code] == 0 { ticked[respondent] |= 1 << UInt64(option) }
          if reason[code] == 0 { answered[respondent] = true } else { reasons[respondent] = reason[code] }
        }
      } else {
        for respondent in 0..<count {
          let reason = column.missingReason(at: respondent)?.index ?? 0
          if reason == 0 { answered[respondent] = true } else { reasons[respondent] = reason }
          if reason == 0, column.originalText(at: respondent) == set.tickedCode {
            ticked[respondent] |= 1 << UInt64(option)
          }
        }
      }
    }
    return (ticked, reasons.indices.map { answered[$0] ? 0 : reasons[$0] })
  }
}
