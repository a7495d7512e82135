extension Column {
  /// The column with another reason for some of its missing cells, and for some answers that are none.
  ///
  /// - Parameter reason: Takes the respondent, the cell's text and its present reason; the new reason, or nil where the
  ///   cell stays as it is.
  /// - Complexity: O(respondents).
  public func reasoned(_ reason: (_ respondent: Int, _ text: String?, _ present: MissingReason?) -> MissingReason?)
    -> Column
  {
    switch self {
    case .categorical(var column):
      var added: [Int: [MissingReason: UInt16]] = [:]
      for respondent in column.codes.indices {
        let code = Int(column.codes[respondent])
        let entry = column.entries[code]
        guard let new = reason(respondent, entry.text, entry.missingReason), new != entry.missingReason else {
          continue
        }
        if added[code]?[new] == nil {
          guard column.entries.count < Int(UInt16.max) else { continue }
          added[code, default: [:]][new] = UInt16(column.entries.count)
          column.entries.append(CategoricalColumn.Entry(text: entry.text, meaning: .missing(new)))
        }
        if let place = added[code]?[new] { column.codes[respondent] = place }
      }
      return .categorical(column)
    case .numeric(var column):
      for respondent in column.missing.indices where column.missing[respondent] != 0 {
        if let new = reason(respondent, column.text(at: respondent), MissingReason(index: column.missing[respondent])) {
          column.missing[respondent] = new.index
        }
      }
      return .numeric(column)
    case .text(var column):
      column.reason(reason)
      return .text(column)
    case .datetime(var column):
      for respondent in column.missing.indices where column.missing[respondent] != 0 {
        let text = column.originals.text(at: respondent)
        if let new = reason(respondent, text, MissingReason(index: column.missing[respondent])) {
          column.missing[respondent] = new.index
        }
      }
      return .datetime(column)
    case .multipleResponse(var column):
      for respondent in column.missing.indices where column.missing[respondent] != 0 {
        let text = column.originals.text(at: respondent)
        if let new = reason(respondent, text, MissingReason(index: column.missing[respondent])) {
          column.missing[respondent] = new.index
        }
      }
      return .multipleResponse(column)
    }
  }
}

extension TextColumn {
  /// Gives missing texts another reason.
  fileprivate mutating func reason(_ reason: (Int, String?, MissingReason?) -> MissingReason?) {
    for respondent in missing.indices where missing[respondent] != 0 {
      if let new = reason(respondent, text(at: respondent), MissingReason(index: missing[respondent])) {
        missing[respondent] = new.index
      }
    }
  }
}
