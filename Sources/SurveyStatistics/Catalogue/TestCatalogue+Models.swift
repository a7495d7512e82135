internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation

extension TestCatalogue {
  /// A model's runner: respondents of weight zero are left out first, and the result says how many.
  private static func model(
    _ name: String, takes options: [String], _ run: @escaping CatalogueTest.Runner
  ) -> CatalogueTest {
    CatalogueTest(name, takes: options) { (data) throws(StatisticsError) in
      let (data, weightless) = data.withoutWeightless()
      var result = try run(data)
      if result.design == nil, let weights = data.design?.weights {
        result.design = data.design?.words
        if weights.kind == .frequency {
          result.conventions.append("frequency weights: each record counts as often as it weighs")
        }
      }
      if weightless > 0 {
        result.warnings.append(
          weightless == 1
            ? "1 respondent has a weight of zero and does not count"
            : "\(weightless) respondents have a weight of zero and do not count")
      }
      return result
    }
  }

  static let models: [CatalogueTest] = [
    model("linear", takes: ["--outcome", "--predictors", "--reference", "--numeric", "--errors"]) {
      (data) throws(StatisticsError) in
      let position = try data.position(data.request.outcome, option: "--outcome")
      let predictors = try ModelPredictors(data)
      let rows = try ModelRows.respondents(
        outcome: position, .numbers(try data.numbers(position, option: "--outcome")), predictors: predictors, of: data)
      guard case .numbers(let outcome) = rows.outcome else { throw data.unreachable }
      let (columns, references) = try rows.columns(of: predictors)
      if rows.weights.design != nil, let errors = data.request.model.errors {
        throw StatisticsError(
          .argument, place: Place(column: "--errors"), found: "--errors \(errors.rawValue) with a design",
          expected: "the design’s own standard errors", remedy: "take --errors out")
      }
      return try LinearRegression(
        columns, outcome: outcome, weights: rows.weights, errors: data.request.model.errors ?? .classical
      ).result(level: data.request.level).with(rows, references)
    },
    model("logistic", takes: ["--outcome", "--predictors", "--reference", "--numeric", "--success", "--interval"]) {
      (data) throws(StatisticsError) in
      let predictors = try ModelPredictors(data)
      let (rows, isYes, words) = try data.yesRows(predictors)
      let (columns, references) = try rows.columns(of: predictors)
      var result = try LogisticRegression(columns, isYes: isYes, weights: rows.weights).result(
        interval: data.request.model.interval ?? .profile, level: data.request.level
      ).with(rows, references)
      result.conventions.insert(words, at: 0)
      return result
    },
    model("ordinal", takes: ["--outcome", "--predictors", "--reference", "--numeric", "--interval"]) {
      (data) throws(StatisticsError) in
      let predictors = try ModelPredictors(data)
      let position = try data.position(data.request.outcome, option: "--outcome")
      let (answers, labels) = try data.answers(position, option: "--outcome")
      let rows =
        predictors.areCategorical
        ? try ModelRows.patterns(outcome: position, predictors: predictors, of: data)
        : try ModelRows.respondents(outcome: position, .answers(answers), predictors: predictors, of: data)
      guard case .answers(let outcome) = rows.outcome else { throw data.unreachable }
      let used = Set(outcome).sorted()
      let (columns, references) = try rows.columns(of: predictors)
      return try OrdinalRegression(
        columns, answers: outcome.map { used.firstIndex(of: $0) ?? 0 }, weights: rows.weights
      ).result(
        answerNames: used.map { labels[Int($0)].label }, interval: data.request.model.interval ?? .profile,
        level: data.request.level
      ).with(rows, references)
    },
    model("latent-class", takes: ["--items", "--classes", "--seed", "--starts", "--bootstrap"]) {
      (data) throws(StatisticsError) in try data.latentClasses()
    },
  ]
}

extension RequestData {
  /// A defect of this program, never of the data.
  fileprivate var unreachable: StatisticsError {
    StatisticsError(
      .kind, found: "an outcome of another kind than it was read as", expected: "the same kind",
      remedy: "please report this")
  }

  /// The rows of a yes-or-no model, which of them are yes, and what yes means.
  fileprivate func yesRows(
    _ predictors: ModelPredictors
  ) throws(StatisticsError) -> (rows: ModelRows, isYes: [Bool], words: String) {
    let outcome = try position(request.outcome, option: "--outcome")
    let variable = survey.codebook.variables[outcome]
    guard variable.kind == .categorical else { return try numericYesRows(outcome, predictors) }
    let (answers, labels) = try answers(outcome, option: "--outcome")
    let rows =
      predictors.areCategorical
      ? try ModelRows.patterns(outcome: outcome, predictors: predictors, of: self)
      : try ModelRows.respondents(outcome: outcome, .answers(answers), predictors: predictors, of: self)
    guard case .answers(let found) = rows.outcome else { throw unreachable }
    var wanted: Set<Int32> = []
    for text in request.success { wanted.insert(Int32(try label(text, of: outcome, option: "--success"))) }
    if wanted.isEmpty {
      let used = Set(found).sorted()
      guard used.count <= 2 else {
        throw StatisticsError(
          .argument, place: Place(column: "--success"), found: "an outcome with \(used.count) answers and no --success",
          expected: "the answers that count as yes",
          remedy: "add --success CODE,CODE; the answers of '\(variable.name)' are "
            + used.prefix(12).map { "\(labels[Int($0)].code) (\(labels[Int($0)].label))" }.joined(separator: ", "))
      }
      if let last = used.last { wanted = [last] }
    }
    let names = wanted.sorted().map { "'\(labels[Int($0)].label)'" }.joined(separator: ", ")
    return (rows, found.map { wanted.contains($0) }, "modelled: the odds of \(names) of '\(variable.name)'")
  }

  private func numericYesRows(
    _ outcome: Int, _ predictors: ModelPredictors
  ) throws(StatisticsError) -> (rows: ModelRows, isYes: [Bool], words: String) {
    let rows = try ModelRows.respondents(
      outcome: outcome, .numbers(try numbers(outcome, option: "--outcome")), predictors: predictors, of: self)
    guard case .numbers(let values) = rows.outcome else { throw unreachable }
    var wanted: Set<Double> = []
    let name = survey.codebook.variables[outcome].name
    for text in request.success {
      guard let value = Double(text) else {
        throw StatisticsError(
          .argument, place: Place(column: "--success"), found: "'\(text)'", expected: "a number",
          remedy: "'\(name)' is numeric; write the values that count as success")
      }
      wanted.insert(value)
    }
    if wanted.isEmpty {
      let used = Set(values).sorted()
      guard used.count <= 2 else {
        throw StatisticsError(
          .argument, place: Place(column: "--success"), found: "an outcome with \(used.count) values and no --success",
          expected: "the values that count as yes", remedy: "add --success VALUE,VALUE, or use linear")
      }
      if let last = used.last { wanted = [last] }
    }
    let names = wanted.sorted().map { Column.text($0) }.joined(separator: ", ")
    return (rows, values.map { wanted.contains($0) }, "modelled: the odds of \(names) of '\(name)'")
  }

  /// The latent classes of --items.
  fileprivate func latentClasses() throws(StatisticsError) -> TestResult {
    let positions = try positions(request.items, option: "--items", atLeast: 2)
    if design?.weights?.kind == .precision {
      throw StatisticsError(
        .design, place: Place(column: "--weight-kind precision"), found: "precision weights",
        expected: "sampling or frequency weights", remedy: "an answer has no variance of its own to weigh by")
    }
    var labels: [[ValueLabel]] = []
    for position in positions { labels.append(try answers(position, option: "--items").labels) }
    var plan = AggregationPlan()
    plan.addTable("items", axes: positions.map { .variable($0) })
    let aggregates: Aggregates
    do {
      aggregates = try Aggregator.run(plan, over: survey, selection: prepared.selection, design: design)
    } catch {
      throw StatisticsError(
        .kind, place: error.place, found: error.found, expected: error.expected, remedy: error.remedy)
    }
    var counts: [MissingReason: Int] = [:]
    var kept: [PatternTable.Pattern] = []
    for pattern in aggregates.tables["items"]?.patterns ?? [] {
      if let cell = pattern.cells.first(where: { $0.answer == nil }) {
        counts[cell.reason ?? .declared, default: 0] += pattern.count
      } else {
        kept.append(pattern)
      }
    }
    let isFrequency = design?.weights?.kind == .frequency
    let data = try LatentClassData(
      items: positions.map { survey.codebook.variables[$0].name }, answers: labels.map { $0.map(\.label) },
      patterns: kept.map { $0.cells.compactMap(\.answer) },
      counts: isFrequency ? kept.map { Int($0.weight) } : kept.map(\.count),
      weights: design?.weights == nil || isFrequency ? nil : kept.map(\.weight))
    var settings = LatentClassAnalysis.Settings()
    if let classes = request.model.classes { settings.classes = classes }
    settings.seed = request.model.seed ?? settings.seed
    settings.starts = request.model.starts ?? settings.starts
    settings.bootstrap = request.model.bootstrap ?? settings.bootstrap
    let respondents = kept.reduce(0) { $0 + $1.count }
    let base = ModelWeights(
      kept.map(\.weight), kind: isFrequency ? .counts : .precision, respondents: respondents
    ).base
    let weighs = design.map { $0.weights != nil || $0.isComplex } ?? false
    return try LatentClassAnalysis(data, settings: settings).result(
      base: base, design: weighs && !isFrequency ? design?.words : nil
    ).withMissing(MissingReason.allCases.compactMap { reason in counts[reason].map { (reason.rawValue, $0) } })
  }
}

extension TestResult {
  /// The result with what the rows and the coding of the predictors add.
  fileprivate func with(_ rows: ModelRows, _ references: [ModelReport.Reference]) -> TestResult {
    var result = withMissing(rows.missing)
    if result.model == nil { result.model = ModelReport() }
    result.model?.references = references
    if !references.isEmpty {
      result.conventions.append(
        "compared with: " + references.map { "'\($0.answer)' of '\($0.predictor)'" }.joined(separator: ", "))
    }
    return result
  }
}
