internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import TextFormats

/// Makes the summaries of some variables from one aggregation.
struct SummaryMaker {
  let survey: Survey
  let items: [VariableSelection.Item]
  let options: SummaryOptions
  let groups: AnswerAxis?
  private let axes: [AnswerAxis?]
  private let selected: [Bool]
  private let design: SurveyDesign
  private let estimator: ShareEstimator
  private let aggregates: Aggregates

  init(
    survey: Survey, selection: [Bool]?, items: [VariableSelection.Item], by: String?, design: SurveyDesign?,
    options: SummaryOptions
  ) throws(StatisticsError) {
    self.survey = survey
    self.items = items
    self.options = options
    let design = design ?? SurveyDesign(count: survey.count)
    self.design = design
    try Self.check(options, design)
    selected = zip(selection ?? design.isMember, design.isMember).map { $0 && $1 }
    axes = items.map { AnswerAxis($0, of: survey) }
    groups = try by.map { name throws(StatisticsError) in try AnswerAxis.grouping(by: name, of: survey) }
    estimator = try ShareEstimator(design, method: options.proportionMethod, level: options.level)
    var plan = AggregationPlan()
    for (index, axis) in axes.enumerated() {
      guard let axis else { continue }
      plan.addTable("\(index)", axes: [axis.axis], byDesignCell: true)
      if let groups { plan.addTable("\(index) by", axes: [axis.axis, groups.axis], byDesignCell: true) }
    }
    if let groups { plan.addTable("groups", axes: [groups.axis]) }
    do {
      aggregates =
        survey.counts == nil
        ? try Aggregator.run(plan, over: survey, selection: selected, design: design)
        : try Aggregator.run(plan, over: Marginals(survey))
    } catch {
      throw StatisticsError(error)
    }
  }

  func respondents(inGroup group: Int?) -> Int {
    guard let group, let groups else { return aggregates.respondents }
    return aggregates.tables["groups"]?.total { groups.contains($0.cells[0], group) }.count ?? 0
  }

  func summaries(group: Int?) throws(StatisticsError) -> [VariableSummary] {
    var summaries: [VariableSummary] = []
    var failure: StatisticsError?
    Parallel.inOrder(pieces: items.count, threads: Parallel.processors) {
      index -> Result<VariableSummary, StatisticsError> in
      do throws(StatisticsError) { return .success(try summary(index, group)) } catch { return .failure(error) }
    } combine: { (result: Result<VariableSummary, StatisticsError>) in
      switch result {
      case .success(let summary): summaries.append(summary)
      case .failure(let error): if failure == nil { failure = error }
      }
    }
    if let failure { throw failure }
    return summaries
  }

  private func summary(_ index: Int, _ group: Int?) throws(StatisticsError) -> VariableSummary {
    if case .variable(let position) = items[index], survey.codebook.variables[position].personal.isPersonal {
      return bare(position, group)
    }
    guard let axis = axes[index] else {
      guard case .variable(let position) = items[index] else { return bare(0, group) }
      switch survey.columns[position] {
      case .numeric: return try numeric(position, group)
      case .datetime(let column): return dates(position, column, group)
      default: return bare(position, group)
      }
    }
    let patterns = patterns(index, group)
    return axis.isMultiple ? try multiple(axis, patterns) : try categorical(axis, patterns)
  }

  /// The patterns of the variable within the group.
  private func patterns(_ index: Int, _ group: Int?) -> [PatternTable.Pattern] {
    guard let group, let groups else { return aggregates.tables["\(index)"]?.patterns ?? [] }
    return aggregates.tables["\(index) by"]?.patterns.filter { groups.contains($0.cells[1], group) } ?? []
  }

  private func domain(_ group: Int?) -> [Bool] {
    guard let group, let groups else { return selected }
    return zip(selected, groups.members(of: group, in: survey)).map { $0 && $1 }
  }

  // MARK: Answers

  private func categorical(
    _ axis: AnswerAxis, _ patterns: [PatternTable.Pattern]
  ) throws(StatisticsError) -> VariableSummary {
    let base = options.base
    var summary = VariableSummary(
      name: axis.name, label: axis.label, kind: .categorical, level: axis.level, baseName: base.rawValue,
      base: estimator.base(of: patterns) { base.contains($0.cells[0]) },
      missing: Self.missing(patterns, exceptOffered: base == .answered))
    for (position, option) in axis.options.enumerated() {
      var category = count(axis, position, patterns)
      if base.hasPercentage(option), summary.base.count > 0 {
        let share = try estimator.share(of: patterns) { pattern in
          base.contains(pattern.cells[0]) ? axis.contains(pattern.cells[0], position) : nil
        }
        category.take(share, isDesignBased: estimator.designVariance != nil)
      }
      summary.categories.append(category)
    }
    if axis.level != .nominal, axis.options.contains(where: { $0.missing == nil && $0.value != nil }) {
      let values = axis.options.map(\.value)
      try describe(patterns, &summary) { pattern in pattern.cells[0].answer.flatMap { values[$0] } }
    }
    return summary
  }

  private func describe(
    _ patterns: [PatternTable.Pattern], _ summary: inout VariableSummary, value: (PatternTable.Pattern) -> Double?
  ) throws(StatisticsError) {
    let runs = ValueRuns(
      patterns.map { pattern in
        ValueRuns.Run(
          value: value(pattern) ?? .nan, count: pattern.count, weighing: pattern.weighing,
          weight: pattern.weight,
          squaredWeight: pattern.squaredWeight)
      }, isWeighted: isWeighted)
    describe(runs, runs.moments, &summary)
    guard runs.count > 0 else { return }
    summary.mean = estimator.mean(of: patterns, moments: runs.moments, value: value)
    summary.quantileEstimates = quantiles(runs) { variance, quantile in
      variance.mean(id: "share", of: patterns) { pattern in value(pattern).map { $0 <= quantile ? 1 : 0 } }
    }
  }

  private func multiple(
    _ axis: AnswerAxis, _ patterns: [PatternTable.Pattern]
  ) throws(StatisticsError) -> VariableSummary {
    let base = options.multipleResponseBase
    var summary = VariableSummary(
      name: axis.name, label: axis.label, kind: .multipleResponse, level: .nominal, baseName: base.rawValue,
      base: estimator.base(of: patterns) { base.contains($0.cells[0]) },
      missing: Self.missing(patterns, exceptOffered: false))
    summary.categories = axis.options.indices.map { count(axis, $0, patterns) }
    summary.mentions = summary.categories.reduce(0) { $0 + $1.count }
    let weight = CompensatedSum(summary.categories.map { $0.weighted ?? Double($0.count) }).value
    for position in summary.categories.indices where summary.base.count > 0 {
      if base == .mentions {
        let own = summary.categories[position].weighted ?? Double(summary.categories[position].count)
        summary.categories[position].share = weight > 0 ? own / weight : nil
      } else {
        let share = try estimator.share(of: patterns) { pattern in
          base.contains(pattern.cells[0]) ? axis.contains(pattern.cells[0], position) : nil
        }
        summary.categories[position].take(share, isDesignBased: estimator.designVariance != nil)
      }
    }
    return summary
  }

  private func count(_ axis: AnswerAxis, _ position: Int, _ patterns: [PatternTable.Pattern]) -> CategorySummary {
    let option = axis.options[position]
    var weight = CompensatedSum()
    var count = 0
    for pattern in patterns where axis.contains(pattern.cells[0], position) {
      count += pattern.count
      weight.add(pattern.weight)
    }
    return CategorySummary(
      code: option.code, label: option.label, missing: option.missing, count: count,
      weighted: design.weights == nil ? nil : weight.value)
  }

  private static func missing(
    _ patterns: [PatternTable.Pattern], exceptOffered: Bool
  ) -> [VariableSummary.MissingCount] {
    MissingReason.allCases.compactMap { reason in
      let count = patterns.reduce(0) { sum, pattern in
        guard pattern.cells[0].reason == reason else { return sum }
        // An offered answer that the base holds is a category, not a gap.
        if case .residual = pattern.cells[0], exceptOffered, reason.isOfferedAnswer { return sum }
        return sum + pattern.count
      }
      return count > 0 ? VariableSummary.MissingCount(reason: reason, count: count) : nil
    }
  }

  // MARK: Numbers, dates, texts

  private func numeric(_ position: Int, _ group: Int?) throws(StatisticsError) -> VariableSummary {
    var summary = bare(position, group)
    let all = survey.numbers(at: position) ?? []
    if !isWeighted {
      let runs: ValueRuns
      if let counts = survey.counts?[position] {
        runs = ValueRuns(all, counts: counts)
      } else {
        let domain = domain(group)
        runs = ValueRuns(all.indices.map { domain[$0] ? all[$0] : .nan }, weights: nil)
      }
      let moments = runs.moments
      describe(runs, moments, &summary)
      if moments.count > 0 { summary.mean = estimator.mean(of: [], moments: moments) }
      return summary
    }
    let domain = domain(group)
    let values = all.indices.map { domain[$0] ? all[$0] : .nan }
    let moments = Moments(values, weights: design.weights?.values)
    let ones = isWeighted && design.weights == nil ? [Double](repeating: 1, count: values.count) : nil
    let runs = ValueRuns(values, weights: design.weights?.values ?? ones)
    describe(runs, moments, &summary)
    guard moments.count > 0 else { return summary }
    summary.mean = estimator.mean(of: values, moments: moments)
    summary.quantileEstimates = quantiles(runs) { variance, quantile in
      variance.mean(id: "share", of: values.map { $0.isNaN ? .nan : $0 <= quantile ? 1 : 0 })
    }
    return summary
  }

  /// Whether quantiles are those of the estimated distribution: with weights, and in every complex sample.
  private var isWeighted: Bool { design.weights != nil || estimator.designVariance != nil }

  /// The quartiles and the median with Woodruff's intervals; none for a simple sample.
  private func quantiles(_ runs: ValueRuns, shareUpTo: (DesignVariance, Double) -> Estimate) -> [Estimate] {
    guard let variance = estimator.designVariance else { return [] }
    return [0.25, 0.5, 0.75].map { probability in
      WoodruffQuantile.estimate(probability, runs: runs, level: options.level) { shareUpTo(variance, $0) }
    }
  }

  private func describe(_ runs: ValueRuns, _ moments: Moments, _ summary: inout VariableSummary) {
    summary.quantileRule = isWeighted ? QuantileRule.weightedID : options.quantileRule.id
    guard runs.count > 0 else { return }
    summary.standardDeviation =
      options.deviationRule.map { $0.standardDeviation(moments) } ?? estimator.standardDeviation(moments)
    summary.median = runs.quantile(0.5, options.quantileRule)
    summary.quartiles = [runs.quantile(0.25, options.quantileRule), runs.quantile(0.75, options.quantileRule)]
    summary.minimum = runs.minimum
    summary.maximum = runs.maximum
    describeShape(runs, moments, &summary)
  }

  /// Skewness and excess kurtosis; with weights those of the weighted distribution, which only type 1 has.
  private func describeShape(_ runs: ValueRuns, _ moments: Moments, _ summary: inout VariableSummary) {
    let isCounted = design.weights?.kind == .frequency
    let rule = options.shapeRule ?? (design.weights == nil || isCounted ? .unbiased : .moments)
    summary.shapeRule = rule.id
    guard let ratios = runs.momentRatios(mean: moments.mean) else { return }
    let n = isCounted ? moments.weight : Double(moments.count)
    (summary.skewness, summary.kurtosis) = rule.shape(ratios, n: n)
  }

  /// Refuses rules that the sample's weights do not have.
  private static func check(_ options: SummaryOptions, _ design: SurveyDesign) throws(StatisticsError) {
    if let rule = options.shapeRule, rule != .moments, let weights = design.weights, weights.kind != .frequency {
      throw StatisticsError(
        .design, place: Place(column: "--skewness-type"), found: "type \(rule.rawValue) with \(design.words)",
        expected: "type 1, the only one of weighted distributions", remedy: "write --skewness-type 1")
    }
    if options.deviationRule != nil, design.weights == nil {
      throw StatisticsError(
        .argument, place: Place(column: "--weighted-sd"), found: "--weighted-sd without weights",
        expected: "--weights beside it", remedy: "take --weighted-sd out")
    }
  }

  private func dates(_ position: Int, _ column: DateTimeColumn, _ group: Int?) -> VariableSummary {
    var summary = bare(position, group)
    let domain = survey.counts?[position].map { $0.map { _ in true } } ?? domain(group)
    let seconds = column.seconds.indices.filter { domain[$0] && column.missing[$0] == 0 }.map { column.seconds[$0] }
    if let first = seconds.min(), let last = seconds.max() {
      summary.dates = [CivilDateTime(seconds: first).iso8601, CivilDateTime(seconds: last).iso8601]
    }
    return summary
  }

  /// How many answered and why the others did not: all that is said of texts and of personal variables.
  private func bare(_ position: Int, _ group: Int?) -> VariableSummary {
    let column = survey.columns[position]
    var tally = [Int](repeating: 0, count: MissingReason.allCases.count + 1)
    if let counts = survey.counts?[position] {
      for (cell, count) in counts.enumerated() { tally[Int(column.missingReason(at: cell)?.index ?? 0)] += count }
      return bare(position, tally, base: estimator.base(tally[0], 0, 0))
    }
    let domain = domain(group)
    var weight = CompensatedSum()
    var squares = CompensatedSum()
    for respondent in 0..<survey.count where domain[respondent] {
      let reason = Int(column.missingReason(at: respondent)?.index ?? 0)
      tally[reason] += 1
      guard reason == 0, let weights = design.weights?.values else { continue }
      weight.add(weights[respondent])
      squares.add(weights[respondent] * weights[respondent])
    }
    return bare(position, tally, base: estimator.base(tally[0], weight.value, squares.value))
  }

  private func bare(_ position: Int, _ tally: [Int], base: Base) -> VariableSummary {
    let variable = survey.codebook.variables[position]
    return VariableSummary(
      name: variable.name, label: variable.title, kind: variable.kind, level: variable.level,
      baseName: AnswerBase.answered.rawValue, base: base,
      missing: MissingReason.allCases.filter { tally[Int($0.index)] > 0 }.map {
        VariableSummary.MissingCount(reason: $0, count: tally[Int($0.index)])
      })
  }
}

extension CategorySummary {
  /// Takes over an estimated share, with its standard error where it comes from a design.
  mutating func take(_ estimate: Estimate, isDesignBased: Bool) {
    (share, interval) = (estimate.value, estimate.interval)
    guard isDesignBased else { return }
    (standardError, designEffect) = (estimate.standardError, estimate.designEffect)
    whyNoInterval = estimate.interval == nil ? estimate.whyNoInterval : nil
  }
}

extension AnswerAxis {
  /// The axis of a variable or set that makes groups or columns.
  ///
  /// - Throws: ``StatisticsError`` for an unknown name, a variable without set answers, and a personal one.
  static func grouping(by name: String, of survey: Survey) throws(StatisticsError) -> AnswerAxis {
    let items: [VariableSelection.Item]
    do {
      items = try VariableSelection(names: [name]).items(in: survey.codebook)
    } catch {
      throw StatisticsError(error)
    }
    if case .variable(let position)? = items.first, survey.codebook.variables[position].personal.isPersonal {
      throw StatisticsError(
        .kind, place: Place(column: name), found: "a personal variable", expected: "a variable that names nobody",
        remedy: "group by another variable")
    }
    guard items.count == 1, let item = items.first, let axis = AnswerAxis(item, of: survey) else {
      throw StatisticsError(
        .kind, place: Place(column: name), found: "a variable without set answers",
        expected: "a variable whose answers are in the codebook",
        remedy: "cut a number into groups: variables: {group: {from: \(name), cut: [18, 30, 50]}}")
    }
    return axis
  }
}
