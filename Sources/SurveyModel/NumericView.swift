extension Survey {
  /// A variable as numbers: a numeric column's values, or the values that a categorical column's answers count as.
  ///
  /// - Returns: One number per respondent, NaN where missing or where the answer has no number; nil where the variable
  ///   has no numbers at all (text, dates, multiple response, names without values).
  /// - Complexity: O(respondents).
  public func numbers(at position: Int) -> [Double]? {
    if case .numeric(let column) = columns[position] { return column.values }
    return codedNumbers(at: position).map { coded in coded.codes.map { coded.values[Int($0)] } }
  }

  /// A categorical variable as codes with the number that each counts as, NaN where it has none; nil where the variable
  /// is not categorical or has no numbers.
  ///
  /// - Complexity: O(distinct texts); nothing is copied per respondent.
  public func codedNumbers(at position: Int) -> (codes: [UInt16], values: [Double])? {
    guard case .categorical(let column) = columns[position] else { return nil }
    let labels = codebook.variables[position].labels
    guard labels.contains(where: { $0.missing == nil && $0.value != nil }) else { return nil }
    let values = column.entries.map { entry -> Double in
      guard case .label(let index) = entry.meaning else { return .nan }
      return labels[index].value ?? .nan
    }
    return (column.codes, values)
  }

  /// The position of each respondent's answer among the variable's `labels`, or -1 where missing.
  ///
  /// - Parameter offered: Whether offered residual answers ("don't know") count as answers where they are labels.
  /// - Returns: One position per respondent; nil where the variable is not categorical.
  /// - Complexity: O(respondents).
  public func answers(at position: Int, offered: Bool = false) -> [Int32]? {
    guard case .categorical(let column) = columns[position] else { return nil }
    let answerOfEntry = column.entries.map { entry -> Int32 in
      switch entry.meaning {
      case .label(let index): Int32(index)
      case .residual(let index, let reason): offered && reason.isOfferedAnswer ? Int32(index) : -1
      case .missing: -1
      }
    }
    return column.codes.map { answerOfEntry[Int($0)] }
  }
}
