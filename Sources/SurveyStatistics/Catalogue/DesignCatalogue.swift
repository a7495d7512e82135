internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation

/// The tests of weighted and complex samples, by the names of the catalogue, and why the others have no such version.
enum DesignCatalogue {
  typealias Runner = @Sendable (DesignRequest) throws(StatisticsError) -> TestResult

  /// Runs the design-based version of a test.
  ///
  /// - Throws: `statistics.design` with the reason where a test has none, and for weights that say nothing of the
  ///   population.
  static func run(
    _ request: TestRequest, on prepared: PreparedSurvey, design: SurveyDesign
  ) throws(StatisticsError) -> TestResult {
    if request.test == "paradox" { return try jointShare(request, on: prepared, design: design).testResult }
    try check(design, request)
    guard let runner = runners[request.test] else { throw refusal(request, design) }
    let data = RequestData(prepared: prepared, request: request)
    return try runner(DesignRequest(data: data, variance: try DesignVariance(design)))
  }

  /// The joint share of a weighted sample.
  static func jointShare(
    _ request: TestRequest, on prepared: PreparedSurvey, design: SurveyDesign
  ) throws(StatisticsError) -> JointShareResult {
    try check(design, request)
    let data = RequestData(prepared: prepared, request: request, weights: design.weights?.values)
    if !design.isComplex, design.calibration == nil { return try data.jointShare(request.both) }
    return try data.jointShare(request.both, variance: try DesignVariance(design))
  }

  /// For how many respondents each record stands, where weights are frequencies; nil for other weights.
  ///
  /// - Throws: `statistics.design` for frequencies beside strata or sampling units, and for more respondents than a
  ///   repetition of records can hold.
  static func frequencies(_ design: SurveyDesign, _ request: TestRequest) throws(StatisticsError) -> [Int]? {
    guard let weights = design.weights, weights.kind == .frequency else { return nil }
    guard !design.isComplex else {
      throw StatisticsError(
        .design, place: Place(column: "--weights"), found: "frequency weights with strata or sampling units",
        expected: "sampling weights", remedy: "use sampling weights, or leave strata and clusters out")
    }
    let total = CompensatedSum(weights.values).value
    guard total <= 1e8 else {
      throw StatisticsError(
        .design, place: Place(column: "--weights"), found: "frequency weights with a sum of \(Column.text(total))",
        expected: "at most 100000000 respondents",
        remedy: "weights that add up to a population are sampling weights: leave --weight-kind out")
    }
    return weights.values.map { Int($0) }
  }

  private static func check(_ design: SurveyDesign, _ request: TestRequest) throws(StatisticsError) {
    guard design.weights?.kind == .precision else { return }
    throw StatisticsError(
      .design, place: Place(column: "--weights"), found: "precision weights for the test '\(request.test)'",
      expected: "sampling or frequency weights",
      remedy: "precision weights say how exact a value is, not whom it stands for: use them in models only")
  }

  // MARK: The tests

  private static let runners: [String: Runner] = [
    "t-one-sample": { (request) throws(StatisticsError) in
      let (values, name, missing) = try request.single()
      return try DesignMeanTest.against(
        try request.data.location(), values: values, variance: request.variance, name: name,
        alternative: request.request.alternative, level: request.request.level
      ).withMissing(missing)
    },
    "sign": { (request) throws(StatisticsError) in
      let (values, name, missing) = try request.single()
      let mu = try request.data.location()
      return try signs(values.map { $0 - mu }, [name, "\(mu)"], "sign", request).withMissing(missing)
    },
    "sign-paired": { (request) throws(StatisticsError) in
      let (x, y, names, missing) = try request.pair()
      return try signs(zip(x, y).map { $0 - $1 }, names, "sign-paired", request).withMissing(missing)
    },
    "t-paired": { (request) throws(StatisticsError) in
      let (x, y, names, missing) = try request.pair()
      var result = try DesignMeanTest.against(
        request.request.mu ?? 0, values: zip(x, y).map { $0 - $1 }, variance: request.variance,
        name: names.joined(separator: ", "), alternative: request.request.alternative, level: request.request.level
      ).withMissing(missing)
      result.id = "t-paired"
      result.method = "Design-based t test of paired differences"
      result.estimate?.id = "mean-difference"
      return result
    },
    "mcnemar": { (request) throws(StatisticsError) in try mcNemar(request) },
    "t-welch": { (request) throws(StatisticsError) in try twoMeans(request, "t-welch") },
    "t-student": { (request) throws(StatisticsError) in try twoMeans(request, "t-student") },
    "anova": { (request) throws(StatisticsError) in try severalMeans(request, "anova") },
    "anova-welch": { (request) throws(StatisticsError) in try severalMeans(request, "anova-welch") },
    "mann-whitney": { (request) throws(StatisticsError) in
      let groups = try request.two(try request.groups())
      return try DesignRankTest.two(
        groups.values, group: groups.group, variance: request.variance, names: groups.names, score: try score(request),
        alternative: request.request.alternative, level: request.request.level
      ).withMissing(groups.missing)
    },
    "kruskal-wallis": { (request) throws(StatisticsError) in
      let groups = try request.several(try request.groups())
      return try DesignRankTest.several(
        groups.values, group: groups.group, variance: request.variance, names: groups.names, score: try score(request)
      ).withMissing(groups.missing)
    },
    "proportion": { (request) throws(StatisticsError) in
      let (isSuccess, respondents, missing) = try request.data.successes()
      return try DesignShareTest.one(
        request.only(respondents) { isSuccess[$0] ? 1 : 0 }, probability: request.request.probability ?? 0.5,
        variance: request.variance, name: request.request.outcome ?? "", alternative: request.request.alternative,
        level: request.request.level
      ).withMissing(missing)
    },
    "proportions": { (request) throws(StatisticsError) in
      let groups = try request.two(try request.successGroups())
      return try DesignShareTest.two(
        groups.values, group: groups.group, variance: request.variance, names: groups.names,
        alternative: request.request.alternative, level: request.request.level
      ).withMissing(groups.missing)
    },
    "pearson": { (request) throws(StatisticsError) in
      let (x, y, names, missing) = try request.pair()
      return try DesignCorrelationTest.pearson(
        x, y, variance: request.variance, names: names, alternative: request.request.alternative,
        level: request.request.level
      ).withMissing(missing)
    },
    "spearman": { (request) throws(StatisticsError) in
      let (x, y, names, missing) = try request.pair()
      return try DesignCorrelationTest.spearman(
        x, y, variance: request.variance, names: names, alternative: request.request.alternative,
        level: request.request.level
      ).withMissing(missing)
    },
    "chi-square": { (request) throws(StatisticsError) in try independence(request) },
    "chi-square-goodness-of-fit": { (request) throws(StatisticsError) in try fit(request) },
  ]

  private static func twoMeans(_ request: DesignRequest, _ id: String) throws(StatisticsError) -> TestResult {
    let groups = try request.two(try request.groups())
    var result = try DesignGroupTest.means(
      groups.values, group: groups.group, variance: request.variance, names: groups.names,
      alternative: request.request.alternative, mu: request.request.mu ?? 0, level: request.request.level
    ).withMissing(groups.missing)
    result.id = id
    return result
  }

  private static func severalMeans(_ request: DesignRequest, _ id: String) throws(StatisticsError) -> TestResult {
    let groups = try request.several(try request.groups())
    var result = try DesignGroupTest.equality(
      groups.values, group: groups.group, variance: request.variance, names: groups.names, level: request.request.level
    ).withMissing(groups.missing)
    result.id = id
    return result
  }

  private static func signs(
    _ differences: [Double], _ names: [String], _ id: String, _ request: DesignRequest
  ) throws(StatisticsError) -> TestResult {
    try DesignMeanTest.signs(
      differences, id: id, variance: request.variance, names: names, alternative: request.request.alternative,
      level: request.request.level)
  }

  /// The difference of two shares of the same respondents: marginal homogeneity of two answers with two values.
  private static func mcNemar(_ request: DesignRequest) throws(StatisticsError) -> TestResult {
    let data = request.data
    let outcome = try data.position(data.request.outcome, option: "--outcome")
    let other = try data.position(data.request.with, option: "--with")
    let (table, missing) = try data.square()
    guard table.rowLabels.count == 2 else {
      throw StatisticsError(
        .groups, place: Place(column: "--outcome"), found: "\(table.rowLabels.count) answers", expected: "two answers",
        remedy: "join the answers to two by a recode")
    }
    let (a, rows) = try data.answers(outcome, option: "--outcome")
    let (b, columns) = try data.answers(other, option: "--with")
    let (respondents, _) = data.complete([outcome, other]) { a[$0] >= 0 && b[$0] >= 0 }
    let first = table.rowLabels[0]
    var result = try DesignMeanTest.against(
      0,
      values: request.only(respondents) { respondent in
        (rows[Int(a[respondent])].label == first ? 1 : 0) - (columns[Int(b[respondent])].label == first ? 1 : 0)
      }, variance: request.variance, name: "\(data.request.outcome ?? ""), \(data.request.with ?? "")",
      level: data.request.level
    ).withMissing(missing)
    result.id = "mcnemar"
    result.method = "Design-based test of two shares of the same respondents"
    result.estimate?.id = "share-difference"
    result.effects = []
    result.details = []
    result.conventions.insert(
      "the estimate is the share of '\(first)' in the first answer less that in the second", at: 0)
    return result
  }

  /// The corrections that the design-based version of a test takes.
  static func corrections(of test: String) -> [String] {
    switch test {
    case "chi-square", "chi-square-goodness-of-fit": ["second-order", "first-order"]
    case "mann-whitney", "kruskal-wallis": DesignRankTest.Score.allCases.map(\.rawValue)
    default: []
    }
  }

  private static func score(_ request: DesignRequest) throws(StatisticsError) -> DesignRankTest.Score {
    guard let word = request.request.correction, word != "none" else { return .wilcoxon }
    guard let score = DesignRankTest.Score(rawValue: word) else {
      throw StatisticsError(
        .argument, place: Place(column: "--correction"), found: "'\(word)'",
        expected: "one of \(DesignRankTest.Score.allCases.map(\.rawValue).joined(separator: ", "))",
        remedy: "leave --correction out for Wilcoxon scores")
    }
    return score
  }

  private static func order(_ request: DesignRequest) throws(StatisticsError) -> RaoScottTest.Order {
    switch request.request.correction {
    case nil, "none", "second-order": return .second
    case "first-order": return .first
    case .some(let word):
      throw StatisticsError(
        .argument, place: Place(column: "--correction"), found: "'\(word)'", expected: "first-order or second-order",
        remedy: "leave --correction out for Rao and Scott's second-order correction")
    }
  }

  private static func table(
    _ request: DesignRequest, _ axes: [Int]
  ) throws(StatisticsError) -> [PatternTable.Pattern] {
    var plan = AggregationPlan()
    plan.addTable("t", axes: axes.map { .variable($0) }, byDesignCell: true)
    do {
      return try Aggregator.run(
        plan, over: request.data.survey, selection: request.data.prepared.selection, design: request.variance.design
      ).tables["t"]?.patterns ?? []
    } catch { throw StatisticsError(error) }
  }

  private static func independence(_ request: DesignRequest) throws(StatisticsError) -> TestResult {
    let data = request.data
    let outcome = try data.position(data.request.outcome, option: "--outcome")
    let otherOption = data.request.by == nil && data.request.with != nil ? "--with" : "--by"
    let other = try data.position(data.request.by ?? data.request.with, option: otherOption)
    let (a, rows) = try data.answers(outcome, option: "--outcome")
    let (b, columns) = try data.answers(other, option: otherOption)
    let (_, missing) = data.complete([outcome, other]) { a[$0] >= 0 && b[$0] >= 0 }
    return try RaoScottTest.independence(
      of: try table(request, [outcome, other]), rows: rows.count, columns: columns.count, variance: request.variance,
      order: try order(request)
    ) { pattern in
      guard let row = pattern.cells[0].answer, let column = pattern.cells[1].answer else { return nil }
      return (row, column)
    }.withMissing(missing)
  }

  private static func fit(_ request: DesignRequest) throws(StatisticsError) -> TestResult {
    let data = request.data
    let outcome = try data.position(data.request.outcome, option: "--outcome")
    let (answers, labels) = try data.answers(outcome, option: "--outcome")
    let (_, missing) = data.complete([outcome]) { answers[$0] >= 0 }
    let offered = labels.indices.filter { labels[$0].missing == nil }
    let share = 1 / Double(max(1, offered.count))
    return try RaoScottTest.fit(
      of: try table(request, [outcome]), expected: offered.map { _ in share }, variance: request.variance,
      order: try order(request)
    ) { pattern in
      pattern.cells[0].answer.flatMap { offered.firstIndex(of: $0) }
    }.withMissing(missing)
  }
}
