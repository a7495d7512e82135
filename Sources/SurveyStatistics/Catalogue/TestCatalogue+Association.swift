internal import SurveyModel

extension TestCatalogue {
  static let association: [CatalogueTest] = [
    CatalogueTest(
      "chi-square", takes: ["--outcome", "--by", "--with", "--success", "--post-hoc", "--adjustment", "--monte-carlo"],
      corrections: ["none", "yates"], distributions: [.asymptotic]
    ) { (data) throws(StatisticsError) in
      let (table, missing) = try data.table()
      return try ChiSquareTest.independence(
        table, continuityCorrection: data.request.correction == "yates", level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest(
      "g-test", takes: ["--outcome", "--by", "--with", "--success", "--post-hoc", "--adjustment", "--monte-carlo"],
      distributions: [.asymptotic]
    ) { (data) throws(StatisticsError) in
      let (table, missing) = try data.table()
      return try ChiSquareTest.independence(table, statistic: .likelihoodRatio, level: data.request.level)
        .withMissing(missing)
    },
    CatalogueTest(
      "fisher",
      takes: [
        "--outcome", "--by", "--with", "--success", "--post-hoc", "--adjustment", "--monte-carlo", "--two-sided",
      ], distributions: [.exact], directed: .always
    ) { (data) throws(StatisticsError) in
      let (table, missing) = try data.table()
      if data.request.association.monteCarlo != nil, table.counts.count > 2 || table.columnLabels.count > 2 {
        return try FisherExactTest.withoutCounting(
          table, alternative: data.request.alternative, level: data.request.level
        ).withMissing(missing)
      }
      return try FisherExactTest.test(
        table, alternative: data.request.alternative, level: data.request.level,
        twoSided: data.request.conventions.twoSided ?? .minimumLikelihood
      ).withMissing(missing)
    },
    CatalogueTest(
      "mcnemar", takes: ["--outcome", "--with"], corrections: ["none", "continuity"],
      distributions: [.exact, .asymptotic]
    ) { (data) throws(StatisticsError) in
      let (table, missing) = try data.square()
      return try McNemarTest.test(table, rule: data.mcNemarRule, level: data.request.level).withMissing(missing)
    },
    CatalogueTest("bowker", takes: ["--outcome", "--with"], distributions: [.asymptotic]) {
      (data) throws(StatisticsError) in
      let (table, missing) = try data.square()
      return try BowkerTest.test(table, level: data.request.level).withMissing(missing)
    },
    CatalogueTest("stuart-maxwell", takes: ["--outcome", "--with"], distributions: [.asymptotic]) {
      (data) throws(StatisticsError) in
      let (table, missing) = try data.square()
      return try StuartMaxwellTest.test(table, level: data.request.level).withMissing(missing)
    },
  ]
}

extension RequestData {
  /// McNemar's p-value: mid-p unless another is asked for.
  var mcNemarRule: McNemarTest.Rule {
    if request.correction == "continuity" { return .corrected }
    switch request.method {
    case .automatic: return .midP
    case .exact: return .exact
    case .asymptotic: return .asymptotic
    }
  }

  /// The crossing of --outcome with --by or --with.
  func table() throws(StatisticsError) -> (table: ContingencyTable, missing: [(String, Int)]) {
    let outcome = try position(request.outcome, option: "--outcome")
    let otherOption = request.by == nil && request.with != nil ? "--with" : "--by"
    let other = try position(request.by ?? request.with, option: otherOption)
    let (counts, rows, columns, missing) = try crossing(outcome, "--outcome", other, otherOption)
    return (try ContingencyTable(counts: counts, rowLabels: rows, columnLabels: columns), missing)
  }

  /// The crossing of two variables with the same answers: --outcome and --with.
  ///
  /// - Parameter all: Whether answers that nobody gave stay, as they must where places on the scale count.
  func square(all: Bool = false) throws(StatisticsError) -> (table: ContingencyTable, missing: [(String, Int)]) {
    let outcome = try position(request.outcome, option: "--outcome")
    let other = try position(request.with, option: "--with")
    let (a, rows) = try answers(outcome, option: "--outcome")
    let (b, columns) = try answers(other, option: "--with")
    let codes = rows.filter { $0.missing == nil }.map(\.code)
    guard codes == columns.filter({ $0.missing == nil }).map(\.code) else {
      throw StatisticsError(
        .kind, place: Place(column: "--with"), found: "two variables with different answers",
        expected: "the same answers in the same order", remedy: "choose a variable asked with the same answers")
    }
    let (respondents, missing) = complete([outcome, other]) { a[$0] >= 0 && b[$0] >= 0 }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: codes.count), count: codes.count)
    for respondent in respondents {
      guard let row = codes.firstIndex(of: rows[Int(a[respondent])].code),
        let column = codes.firstIndex(of: columns[Int(b[respondent])].code)
      else { continue }
      counts[row][column] += 1
    }
    let used = codes.indices.filter { index in
      all || counts[index].contains { $0 > 0 } || counts.contains { $0[index] > 0 }
    }
    let labels = used.map { index in rows.first { $0.code == codes[index] }?.label ?? codes[index] }
    return (
      try ContingencyTable(
        counts: used.map { row in used.map { counts[row][$0] } }, rowLabels: labels, columnLabels: labels), missing
    )
  }
}
