internal import SurveyModel

extension TestCatalogue {
  static let related: [CatalogueTest] = [
    CatalogueTest(
      "wilcoxon-signed-rank", takes: ["--outcome", "--with", "--items", "--zeros", "--monte-carlo"],
      corrections: ["continuity", "none", "pratt", "wilcox"], distributions: [.exact, .asymptotic], directed: .always,
      squares: false
    ) { (data) throws(StatisticsError) in
      let (x, y, names, missing) = try data.pair()
      return try WilcoxonSignedRankTest.run(
        x, y, names: names, alternative: data.request.alternative,
        zeros: data.zeros, method: data.request.method,
        continuity: data.request.correction != "none", level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest(
      "sign-paired", takes: ["--outcome", "--with", "--items"], distributions: [.exact], directed: .always,
      squares: false
    ) { (data) throws(StatisticsError) in
      let (x, y, names, missing) = try data.pair()
      return try PairedSignTest.run(
        x, y, names: names, alternative: data.request.alternative, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("t-paired", takes: ["--outcome", "--with", "--items", "--mu", "--denominator"], directed: .always) {
      (data) throws(StatisticsError) in
      let (x, y, names, missing) = try data.pair()
      return try TTest.paired(
        x, y, names: names, alternative: data.request.alternative, mu: data.request.mu ?? 0,
        denominator: data.request.conventions.denominator ?? .differences, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("pearson", takes: ["--outcome", "--with", "--items"], directed: .always, squares: false) {
      (data) throws(StatisticsError) in
      let (x, y, names, missing) = try data.pair()
      return try PearsonTest.run(
        x, y, names: names, alternative: data.request.alternative, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest(
      "spearman", takes: ["--outcome", "--with", "--items", "--monte-carlo"], distributions: [.exact, .asymptotic],
      directed: .always, squares: false
    ) { (data) throws(StatisticsError) in
      let (x, y, names, missing) = try data.pair()
      return try SpearmanTest.run(
        x, y, names: names, alternative: data.request.alternative, method: data.request.method,
        level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest(
      "kendall", takes: ["--outcome", "--with", "--items", "--monte-carlo"], corrections: ["none", "continuity"],
      distributions: [.exact, .asymptotic], directed: .always, squares: false
    ) { (data) throws(StatisticsError) in
      let (x, y, names, missing) = try data.pair()
      let isCorrected = data.request.correction == "continuity"
      // A correction of the approximation asks for the approximation.
      return try KendallTest.run(
        x, y, names: names, alternative: data.request.alternative,
        method: isCorrected ? .asymptotic : data.request.method, continuity: isCorrected, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("friedman", takes: ["--items", "--monte-carlo"], distributions: [.asymptotic], squares: false) {
      (data) throws(StatisticsError) in
      let positions = try data.positions(data.request.items, option: "--items", atLeast: 2)
      let (columns, names, missing) = try data.related(positions, option: "--items")
      return try FriedmanTest.run(columns, names: names, level: data.request.level).withMissing(missing)
    },
    CatalogueTest("page", takes: ["--items"], distributions: [.exact, .asymptotic], squares: false) {
      (data) throws(StatisticsError) in
      let positions = try data.positions(data.request.items, option: "--items", atLeast: 3)
      let (columns, names, missing) = try data.related(positions, option: "--items")
      return try PageTest.run(columns, names: names, method: data.request.method, level: data.request.level)
        .withMissing(missing)
    },
    CatalogueTest("cochran-q", takes: ["--items", "--success"], distributions: [.asymptotic]) {
      (data) throws(StatisticsError) in
      let positions = try data.positions(data.request.items, option: "--items", atLeast: 2)
      let (isSuccess, names, missing) = try data.relatedSuccesses(positions)
      return try CochranQTest.test(isSuccess, names: names, level: data.request.level).withMissing(missing)
    },
  ]
}

extension RequestData {
  /// Whether each item's answer is one of --success, for the respondents that answered all items.
  func relatedSuccesses(
    _ positions: [Int]
  ) throws(StatisticsError) -> (isSuccess: [[Bool]], names: [String], missing: [(String, Int)]) {
    var columns: [[Int32]] = []
    var wanted: [Set<Int32>] = []
    for position in positions {
      columns.append(try answers(position, option: "--items").answers)
      var labels: Set<Int32> = []
      for text in request.success { labels.insert(Int32(try label(text, of: position, option: "--success"))) }
      wanted.append(labels)
    }
    guard !request.success.isEmpty else {
      throw StatisticsError(
        .argument, place: Place(column: "--success"), found: "no --success for the test '\(request.test)'",
        expected: "the answers that count as success", remedy: "add --success CODE,CODE")
    }
    let (respondents, missing) = complete(positions) { respondent in columns.allSatisfy { $0[respondent] >= 0 } }
    return (
      columns.indices.map { index in respondents.map { wanted[index].contains(columns[index][$0]) } },
      positions.map { survey.codebook.variables[$0].name }, missing
    )
  }

  /// Two related variables, from --outcome and --with or from two --items.
  func pair() throws(StatisticsError) -> (x: [Double], y: [Double], names: [String], missing: [(String, Int)]) {
    let positions: [Int]
    if request.items != nil {
      positions = Array(try self.positions(request.items, option: "--items", atLeast: 2).prefix(2))
    } else {
      positions = [try position(request.outcome, option: "--outcome"), try position(request.with, option: "--with")]
    }
    let (columns, names, missing) = try related(positions, option: "--with")
    return (columns[0], columns[1], names, missing)
  }
}
