internal import SurveyModel

extension TestCatalogue {
  static let ordinalAssociation: [CatalogueTest] = [
    CatalogueTest(
      "cochran-armitage", takes: ["--outcome", "--by", "--success", "--scores", "--monte-carlo"],
      distributions: [.asymptotic], directed: .always
    ) { (data) throws(StatisticsError) in
      let (groups, order, missing) = try data.orderedShares()
      let names = groups.map(\.name)
      var result = try CochranArmitageTest.test(
        successes: groups.map(\.successes), trials: groups.map(\.trials), scores: try data.scores(names), names: names,
        alternative: data.request.alternative, level: data.request.level)
      result.conventions.append("order of the groups, lowest first: \(names.joined(separator: " < "))")
      return result.with(order).withMissing(missing)
    },
    CatalogueTest(
      "mantel-haenszel", takes: ["--outcome", "--by", "--with", "--within"], corrections: ["none", "continuity"],
      distributions: [.exact, .asymptotic], directed: .whenExact
    ) { (data) throws(StatisticsError) in
      let (strata, missing) = try data.strata()
      let isFourfold = strata.allSatisfy { $0.counts.count == 2 && $0.columnLabels.count == 2 }
      guard isFourfold else {
        if data.request.method == .exact {
          throw StatisticsError(
            .groups, place: Place(column: "--exact"),
            found: "tables of \(strata[0].counts.count) rows and \(strata[0].columnLabels.count) columns",
            expected: "two answers each for an exact test", remedy: "take --exact out, or join answers")
        }
        return try MantelHaenszelTest.general(strata, level: data.request.level).withMissing(missing)
      }
      if data.request.method == .exact {
        return try MantelHaenszelTest.exact(
          strata, alternative: data.request.alternative, level: data.request.level
        ).withMissing(missing)
      }
      return try MantelHaenszelTest.test(
        strata, continuityCorrection: data.request.correction == "continuity", level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest(
      "gamma", takes: ["--outcome", "--by", "--with", "--monte-carlo"], distributions: [.asymptotic], directed: .always
    ) { (data) throws(StatisticsError) in
      let (table, _, order, missing) = try data.orderedTable()
      return try OrdinalAssociationTest.gamma(
        table, alternative: data.request.alternative, level: data.request.level
      ).with(order).withMissing(missing)
    },
    CatalogueTest(
      "somers-d", takes: ["--outcome", "--by", "--with", "--monte-carlo"], distributions: [.asymptotic],
      directed: .always
    ) { (data) throws(StatisticsError) in
      let (table, names, order, missing) = try data.orderedTable()
      return try OrdinalAssociationTest.somersD(
        table, alternative: data.request.alternative, names: names, level: data.request.level
      ).with(order).withMissing(missing)
    },
    CatalogueTest(
      "polychoric", takes: ["--outcome", "--by", "--with", "--estimator", "--empty-cells"], distributions: [.asymptotic]
    ) { (data) throws(StatisticsError) in
      let (table, _, order, missing) = try data.orderedTable()
      return try PolychoricCorrelation.test(
        table, method: data.request.association.estimator ?? .twoStep,
        emptyCells: data.request.conventions.emptyCells ?? .fourfold, level: data.request.level
      ).with(order).withMissing(missing)
    },
  ]
}

extension TestResult {
  /// The result with a condition checked on the codebook, in place of one of the same name.
  func with(_ assumption: Assumption) -> TestResult {
    var result = self
    if let index = result.assumptions.firstIndex(where: { $0.name == assumption.name }) {
      result.assumptions[index] = assumption
    } else {
      result.assumptions.append(assumption)
    }
    return result
  }
}

extension RequestData {
  /// Successes and trials by group, in the order of the groups' numbers where all have one; and whether they stand in
  /// order by the codebook.
  func orderedShares() throws(StatisticsError) -> (
    groups: [(name: String, successes: Int, trials: Int)], order: Assumption, missing: [(String, Int)]
  ) {
    let (successes, trials, names, values, missing) = try sharesByGroup()
    var places = Array(names.indices)
    if values.allSatisfy({ $0 != nil }) {
      places.sort { (values[$0] ?? .infinity, $0) < (values[$1] ?? .infinity, $1) }
    }
    let variable = survey.codebook.variables[try position(request.by, option: "--by")]
    return (
      places.map { (names[$0], successes[$0], trials[$0]) },
      Assumption(
        "the groups stand in order",
        variable.level == .nominal && names.count > 2
          ? .violated(why: "the codebook calls \(variable.name) nominal; its order is taken as listed") : .met),
      missing
    )
  }

  /// The scores of the groups; nil where none are given.
  func scores(_ names: [String]) throws(StatisticsError) -> [Double]? {
    let scores = request.association.scores
    guard !scores.isEmpty else { return nil }
    guard scores.count == names.count else {
      throw StatisticsError(
        .argument, place: Place(column: "--scores"), found: "\(scores.count) scores",
        expected: "one for each of the \(names.count) groups: \(names.joined(separator: ", "))",
        remedy: "write --scores \(names.indices.map { "\($0 + 1)" }.joined(separator: ","))")
    }
    return scores
  }

  /// One crossing of --outcome with --by or --with for each answer to --within, all with the same rows and columns.
  func strata() throws(StatisticsError) -> (tables: [ContingencyTable], missing: [(String, Int)]) {
    let outcome = try position(request.outcome, option: "--outcome")
    let otherOption = request.by == nil && request.with != nil ? "--with" : "--by"
    let other = try position(request.by ?? request.with, option: otherOption)
    let within = try position(request.association.within, option: "--within")
    let (a, rows) = try answers(outcome, option: "--outcome")
    let (b, columns) = try answers(other, option: otherOption)
    let (c, strata) = try answers(within, option: "--within")
    let (respondents, missing) = complete([outcome, other, within]) { a[$0] >= 0 && b[$0] >= 0 && c[$0] >= 0 }
    let usedRows = rows.indices.filter { row in respondents.contains { a[$0] == Int32(row) } }
    let usedColumns = columns.indices.filter { column in respondents.contains { b[$0] == Int32(column) } }
    guard usedRows.count >= 2, usedColumns.count >= 2 else {
      throw StatisticsError(
        .groups, found: "\(usedRows.count) row(s) and \(usedColumns.count) column(s) with respondents",
        expected: "at least two of each", remedy: "choose variables on which respondents differ")
    }
    let rowPlace = Dictionary(uniqueKeysWithValues: usedRows.enumerated().map { (Int32($1), $0) })
    let columnPlace = Dictionary(uniqueKeysWithValues: usedColumns.enumerated().map { (Int32($1), $0) })
    var tables: [ContingencyTable] = []
    for stratum in strata.indices {
      let members = respondents.filter { c[$0] == Int32(stratum) }
      guard !members.isEmpty else { continue }
      tables.append(
        try ContingencyTable(
          rows: members.map { rowPlace[a[$0]] }, columns: members.map { columnPlace[b[$0]] },
          rowLabels: usedRows.map { rows[$0].label }, columnLabels: usedColumns.map { columns[$0].label }))
    }
    return (tables, missing)
  }
}
