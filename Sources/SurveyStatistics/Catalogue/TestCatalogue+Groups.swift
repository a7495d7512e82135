internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation

extension TestCatalogue {
  static let twoGroups: [CatalogueTest] = [
    CatalogueTest(
      "mann-whitney", takes: ["--outcome", "--by", "--monte-carlo"], corrections: ["continuity", "none"],
      distributions: [.exact, .asymptotic], directed: .always, squares: false
    ) { (data) throws(StatisticsError) in
      let (counts, names, missing) = try data.countedGroups()
      return try MannWhitneyTest.run(
        counts, names: names, alternative: data.request.alternative, method: data.request.method,
        continuity: data.request.correction != "none", level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("brunner-munzel", takes: ["--outcome", "--by"], directed: .always, squares: false) {
      (data) throws(StatisticsError) in
      let (counts, names, missing) = try data.countedGroups()
      return try BrunnerMunzelTest.run(
        counts, names: names, alternative: data.request.alternative, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("t-welch", takes: ["--outcome", "--by", "--mu", "--denominator"], directed: .always) {
      (data) throws(StatisticsError) in
      let (values, names, missing) = try data.twoGroups()
      return try TTest.welch(
        values[0], values[1], names: names, alternative: data.request.alternative, mu: data.request.mu ?? 0,
        denominator: data.request.conventions.denominator ?? .average, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("t-student", takes: ["--outcome", "--by", "--mu", "--denominator"], directed: .always) {
      (data) throws(StatisticsError) in
      let (values, names, missing) = try data.twoGroups()
      return try TTest.student(
        values[0], values[1], names: names, alternative: data.request.alternative, mu: data.request.mu ?? 0,
        denominator: data.request.conventions.denominator ?? .pooled, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest(
      "proportions", takes: ["--outcome", "--by", "--success"], corrections: ["none", "continuity"],
      distributions: [.asymptotic], directed: .always
    ) { (data) throws(StatisticsError) in
      let by = try data.position(data.request.by, option: "--by")
      let (group, labels) = try data.answers(by, option: "--by")
      let (isSuccess, respondents, missing) = try data.successes()
      let used = labels.indices.filter { label in respondents.contains { group[$0] == Int32(label) } }
      guard used.count == 2 else { throw data.wrongGroups(used.map { labels[$0].label }) }
      let counts = used.map { label in
        let members = respondents.filter { group[$0] == Int32(label) }
        return (successes: members.count { isSuccess[$0] }, trials: members.count)
      }
      return try ProportionTest.twoSamples(
        counts[0], counts[1], names: (labels[used[0]].label, labels[used[1]].label),
        alternative: data.request.alternative, continuity: data.request.correction == "continuity",
        level: data.request.level
      ).withMissing(missing)
    },
  ]

  static let severalGroups: [CatalogueTest] = [
    CatalogueTest(
      "kruskal-wallis", takes: ["--outcome", "--by", "--post-hoc", "--adjustment", "--monte-carlo"],
      distributions: [.asymptotic], squares: false
    ) { (data) throws(StatisticsError) in
      let (values, names, missing) = try data.groups()
      return try KruskalWallisTest.run(values, names: names, level: data.request.level).withMissing(missing)
    },
    CatalogueTest(
      "jonckheere", takes: ["--outcome", "--by", "--post-hoc", "--adjustment", "--monte-carlo"],
      distributions: [.asymptotic], directed: .always, squares: false
    ) { (data) throws(StatisticsError) in
      let (values, names, missing) = try data.groups()
      return try JonckheereTest.run(
        values, names: names, alternative: data.request.alternative, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("anova", takes: ["--outcome", "--by", "--post-hoc", "--adjustment"]) {
      (data) throws(StatisticsError) in
      let (values, names, missing) = try data.groups()
      return try AnovaTest.run(values, names: names, level: data.request.level).withMissing(missing)
    },
    CatalogueTest("anova-welch", takes: ["--outcome", "--by", "--post-hoc", "--adjustment"]) {
      (data) throws(StatisticsError) in
      let (values, names, missing) = try data.groups()
      return try AnovaTest.welch(values, names: names, level: data.request.level).withMissing(missing)
    },
    CatalogueTest("levene", takes: ["--outcome", "--by", "--center"]) { (data) throws(StatisticsError) in
      let (values, names, missing) = try data.groups()
      return try AnovaTest.levene(
        values, names: names, center: data.request.conventions.center ?? .median, level: data.request.level
      ).withMissing(missing)
    },
  ]
}

extension RequestData {
  /// The outcome by exactly two groups.
  func twoGroups() throws(StatisticsError) -> (values: [[Double]], names: [String], missing: [(String, Int)]) {
    let groups = try groups()
    guard groups.values.count == 2 else { throw wrongGroups(groups.names) }
    return groups
  }

  /// The answers of exactly two groups, counted.
  ///
  /// Two categorical variables are counted as a table, and nothing is written down per respondent.
  func countedGroups() throws(StatisticsError) -> (
    counts: AnswerCounts, names: [String], missing: [(String, Int)]
  ) {
    let outcome = try position(request.outcome, option: "--outcome")
    let by = try position(request.by, option: "--by")
    guard frequencies == nil, let numbers = survey.codedNumbers(at: outcome), case .categorical = survey.columns[by],
      case .categorical(let column) = survey.columns[outcome]
    else {
      let (values, names, missing) = try twoGroups()
      return (AnswerCounts(values[0], values[1]), names, missing)
    }
    let labels = survey.codebook.variables[by].labels
    let values = Dictionary(
      zip(column.entries.map(\.meaning), numbers.values).compactMap { meaning, value -> (Int, Double)? in
        if case .label(let index) = meaning { (index, value) } else { nil }
      }, uniquingKeysWith: { first, _ in first })
    var plan = AggregationPlan()
    plan.addTable("groups", axes: [.variable(outcome), .variable(by)])
    var patterns: [PatternTable.Pattern] = []
    do {
      patterns = try Aggregator.run(plan, over: survey, selection: prepared.selection).tables["groups"]?.patterns ?? []
    } catch { throw StatisticsError(error) }
    var missing = [MissingReason: Int]()
    var counts: [Int: [(value: Double, count: Int)]] = [:]
    for pattern in patterns {
      let value = pattern.cells[0].answer.flatMap { values[$0] } ?? .nan
      if let group = pattern.cells[1].answer, !value.isNaN {
        counts[group, default: []].append((value, pattern.count))
      } else {
        missing[pattern.cells[0].reason ?? pattern.cells[1].reason ?? .declared, default: 0] += pattern.count
      }
    }
    let order = try ordered(labels.indices.filter { counts[$0] != nil }, of: by)
    let names = order.map { labels[$0].label }
    guard order.count == 2 else { throw wrongGroups(names) }
    let first = (counts[order[0]] ?? []).map { (value: $0.value, first: $0.count, second: 0) }
    let second = (counts[order[1]] ?? []).map { (value: $0.value, first: 0, second: $0.count) }
    return (
      AnswerCounts(first + second), names,
      MissingReason.allCases.compactMap { reason in missing[reason].map { (reason.rawValue, $0) } }
    )
  }

  /// The test that takes more than two groups, in the words of a remedy.
  private var severalGroupsInstead: String {
    switch request.test {
    case "mann-whitney", "brunner-munzel": "use kruskal-wallis, or "
    case "t-welch": "use anova-welch, or "
    case "t-student": "use anova, or "
    case "proportions": "use chi-square with --post-hoc pairwise-proportions, or "
    default: ""
    }
  }

  /// The groups in words, the first twelve by name.
  private func counted(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    return "\(names.count) group\(names.count == 1 ? "" : "s") (\(shown))"
  }

  func wrongGroups(_ names: [String]) -> StatisticsError {
    StatisticsError(
      .groups, place: Place(column: "--by"),
      found: names.isEmpty ? "no group with answers" : counted(names),
      expected: "two groups",
      remedy: names.count > 2
        ? "\(severalGroupsInstead)take two of the groups with --where" : "choose another grouping variable")
  }
}
