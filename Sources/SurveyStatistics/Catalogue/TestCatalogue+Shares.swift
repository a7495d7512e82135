internal import SurveyModel
internal import SurveyPreparation

extension TestCatalogue {
  static let oneSample: [CatalogueTest] = [
    CatalogueTest(
      "binomial", takes: ["--outcome", "--success", "--probability", "--two-sided", "--proportion-interval"],
      distributions: [.exact], directed: .always
    ) { (data) throws(StatisticsError) in
      let (isSuccess, respondents, missing) = try data.successes()
      return try BinomialTest.test(
        successes: respondents.count { isSuccess[$0] }, trials: respondents.count,
        probability: data.request.probability ?? 0.5, alternative: data.request.alternative,
        twoSided: data.request.conventions.twoSided ?? .central,
        interval: data.request.conventions.proportionInterval ?? .clopperPearson, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest(
      "proportion", takes: ["--outcome", "--success", "--probability", "--proportion-interval"],
      corrections: ["none", "continuity"], distributions: [.asymptotic], directed: .always
    ) { (data) throws(StatisticsError) in
      let (isSuccess, respondents, missing) = try data.successes()
      return try ProportionTest.oneSample(
        successes: respondents.count { isSuccess[$0] }, trials: respondents.count,
        probability: data.request.probability ?? 0.5, alternative: data.request.alternative,
        continuity: data.request.correction == "continuity",
        interval: data.request.conventions.proportionInterval ?? .wilson, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("chi-square-goodness-of-fit", takes: ["--outcome"], distributions: [.asymptotic]) {
      (data) throws(StatisticsError) in
      let outcome = try data.position(data.request.outcome, option: "--outcome")
      let (answers, labels) = try data.answers(outcome, option: "--outcome")
      let (respondents, missing) = data.complete([outcome]) { answers[$0] >= 0 }
      let offered = labels.indices.filter { labels[$0].missing == nil }
      let counts = offered.map { label in respondents.count { answers[$0] == Int32(label) } }
      return try ChiSquareTest.goodnessOfFit(
        counts: counts, labels: offered.map { labels[$0].label }, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("t-one-sample", takes: ["--outcome", "--mu"], directed: .always) { (data) throws(StatisticsError) in
      let (values, name, missing) = try data.single()
      return try TTest.oneSample(
        values, name: name, mu: try data.location(), alternative: data.request.alternative, level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest(
      "wilcoxon-one-sample", takes: ["--outcome", "--mu", "--zeros", "--monte-carlo"],
      corrections: ["continuity", "none", "pratt", "wilcox"], distributions: [.exact, .asymptotic], directed: .always,
      squares: false
    ) { (data) throws(StatisticsError) in
      let (values, name, missing) = try data.single()
      return try WilcoxonSignedRankTest.oneSample(
        values, mu: try data.location(), name: name, alternative: data.request.alternative,
        zeros: data.zeros, method: data.request.method,
        continuity: data.request.correction != "none", level: data.request.level
      ).withMissing(missing)
    },
    CatalogueTest("sign", takes: ["--outcome", "--mu"], distributions: [.exact], directed: .always, squares: false) {
      (data) throws(StatisticsError) in
      let (values, name, missing) = try data.single()
      return try PairedSignTest.oneSample(
        values, mu: try data.location(), name: name, alternative: data.request.alternative, level: data.request.level
      ).withMissing(missing)
    },
  ]

  static let thesis: [CatalogueTest] = [
    CatalogueTest("paradox", takes: ["--both", "--probability"]) { (data) throws(StatisticsError) in
      try data.jointShare(data.request.both).testResult
    }
  ]
}

extension RequestData {
  /// The outcome's numbers of the analysed respondents.
  func single() throws(StatisticsError) -> (values: [Double], name: String, missing: [(String, Int)]) {
    let (columns, names, missing) = try related([position(request.outcome, option: "--outcome")], option: "--outcome")
    return (columns[0], names[0], missing)
  }

  /// The value against which a location is tested.
  func location() throws(StatisticsError) -> Double {
    guard let mu = request.mu else {
      throw StatisticsError(
        .argument, place: Place(column: "--mu"), found: "no --mu for the test '\(request.test)'",
        expected: "the value to test against", remedy: "add --mu, such as the middle of the scale")
    }
    return mu
  }

  /// The share for whom both conditions hold, over the analysed respondents who were asked.
  ///
  /// - Parameter variance: The variances of a complex sample; nil where respondents are the sampling units.
  func jointShare(
    _ both: [String], variance: DesignVariance? = nil
  ) throws(StatisticsError) -> JointShareResult {
    guard both.count == 2 else {
      throw StatisticsError(
        .argument, place: Place(column: "--both"), found: "\(both.count) conditions", expected: "two",
        remedy: "write --both 'antisocial > 4, necessity > 4'")
    }
    let expressions: [Expression]
    let truths: [[Int8]]
    do {
      let first = try Expression(parsing: both[0])
      let second = try Expression(parsing: both[1])
      expressions = [first, second]
      truths = [try first.evaluate(over: survey), try second.evaluate(over: survey)]
    } catch {
      throw StatisticsError(
        .argument, place: Place(column: "--both"), found: error.found, expected: error.expected, remedy: error.remedy)
    }
    let positions = expressions.flatMap(\.variables).compactMap { survey.codebook.position(of: $0) }
    var asked: [Int] = []
    var counts: [MissingReason: Int] = [:]
    for respondent in 0..<survey.count where prepared.selection[respondent] {
      let reasons = positions.lazy.compactMap { survey.columns[$0].missingReason(at: respondent) }
      for _ in 0..<(frequencies?[respondent] ?? 1) {
        if truths[0][respondent] < 0 || truths[1][respondent] < 0 {
          counts[reasons.first ?? .declared, default: 0] += 1
        }
        // Who was not asked leaves the base; a skipped or refused answer stays, as unknown.
        if reasons.allSatisfy(\.isAsked) { asked.append(respondent) }
      }
    }
    func known(_ truth: Int8) -> Bool? { truth < 0 ? nil : truth > 0 }
    let unknown = MissingReason.allCases.compactMap { reason in counts[reason].map { (reason.rawValue, $0) } }
    if let variance {
      return try JointShare.estimate(
        try JointPatterns(
          first: truths[0].map(known), second: truths[1].map(known),
          asked: asked, variance: variance),
        threshold: request.probability ?? 0.5, level: request.level, names: (both[0], both[1]), missing: unknown)
    }
    return try JointShare.estimate(
      first: asked.map { known(truths[0][$0]) }, second: asked.map { known(truths[1][$0]) },
      weights: weights.map { weights in asked.map { weights[$0] } }, threshold: request.probability ?? 0.5,
      level: request.level, names: (both[0], both[1]), missing: unknown)
  }
}
