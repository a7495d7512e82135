extension TestCatalogue {
  static let association: [NamedRunner] = [
    NamedRunner("chi-square") { (data) throws(StatisticsError) in
      let (table, missing) = try data.table()
      return try ChiSquareTest.independence(
        table, continuityCorrection: data.request.correction == "yates", level: data.request.level
      ).withMissing(missing)
    }
  ]
}

extension RequestData {
  /// The crossing of --outcome with --by or --with.
  func table() throws(StatisticsError) -> (table: ContingencyTable, missing: [(String, Int)]) {
    let outcome = try position(request.outcome, option: "--outcome")
    let otherOption = request.by == nil && request.with != nil ? "--with" : "--by"
    let other = try position(request.by ?? request.with, option: otherOption)
    let (counts, rows, columns, missing) = try crossing(outcome, "--outcome", other, otherOption)
    return (try ContingencyTable(counts: counts, rowLabels: rows, columnLabels: columns), missing)
  }
}
