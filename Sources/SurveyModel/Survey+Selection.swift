extension Survey {
  /// The survey with some of its respondents, in their order.
  ///
  /// - Parameter isKept: For each respondent, whether it stays.
  /// - Complexity: O(respondents × variables).
  public func keeping(_ isKept: [Bool]) -> Survey {
    let rows = isKept.indices.filter { isKept[$0] }
    guard rows.count < count else { return self }
    return Survey(
      codebook: codebook, columns: columns.map { $0.keeping(rows) }, count: rows.count, problems: problems,
      provenance: provenance)
  }

  /// The survey without some of its variables; grids and multiple-response sets lose them too.
  public func without(_ isLeftOut: (Variable) -> Bool) -> Survey {
    let kept = codebook.variables.indices.filter { !isLeftOut(codebook.variables[$0]) }
    guard kept.count < codebook.variables.count else { return self }
    let names = Set(kept.map { codebook.variables[$0].name })
    var grids = codebook.grids
    var sets = codebook.multipleResponseSets
    for index in grids.indices { grids[index].variables.removeAll { !names.contains($0) } }
    for index in sets.indices { sets[index].variables.removeAll { !names.contains($0) } }
    return Survey(
      codebook: Codebook(
        variables: kept.map { codebook.variables[$0] }, grids: grids.filter { !$0.variables.isEmpty },
        multipleResponseSets: sets.filter { !$0.variables.isEmpty }),
      columns: kept.map { columns[$0] }, count: count, problems: problems, provenance: provenance)
  }
}

extension Column {
  /// The cells of some respondents.
  func keeping(_ rows: [Int]) -> Column {
    switch self {
    case .categorical(let column):
      return .categorical(CategoricalColumn(codes: rows.map { column.codes[$0] }, entries: column.entries))
    case .numeric(let column):
      var originals: [Int: String] = [:]
      for (place, row) in rows.enumerated() { originals[place] = column.originals[row] }
      return .numeric(
        NumericColumn(
          values: rows.map { column.values[$0] }, missing: rows.map { column.missing[$0] }, decimals: column.decimals,
          originals: originals))
    case .text(let column): return .text(column.keeping(rows))
    case .datetime(let column):
      return .datetime(
        DateTimeColumn(
          seconds: rows.map { column.seconds[$0] }, missing: rows.map { column.missing[$0] },
          originals: column.originals.keeping(rows)))
    case .multipleResponse(let column):
      return .multipleResponse(
        MultipleResponseColumn(
          ticked: rows.map { column.ticked[$0] }, missing: rows.map { column.missing[$0] },
          originals: column.originals.keeping(rows)))
    }
  }
}

extension TextColumn {
  /// The texts of some respondents.
  func keeping(_ rows: [Int]) -> TextColumn {
    var kept = TextColumn()
    for row in rows {
      if let reason = MissingReason(index: missing[row]) {
        kept.append(missing: reason, text: utf8(at: row))
      } else {
        kept.append(utf8(at: row))
      }
    }
    return kept
  }
}
