internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation

/// The rows of a model: answers with all variables of the model, as respondents or as patterns, and what they count as.
struct ModelRows {
  /// One predictor's entries, one per row: numbers, or positions among the labels.
  enum Entries {
    case numbers([Double])
    case answers([Int32])
  }

  /// The outcome's entries.
  var outcome: Entries
  /// Each predictor's entries.
  var predictors: [Entries]
  /// What the rows count as.
  var weights: ModelWeights
  /// Respondents left out, by reason.
  var missing: [(String, Int)]

  /// Counts patterns of answers: for categorical outcomes with categorical predictors.
  ///
  /// - Complexity: one pass over the respondents, whatever the model costs afterwards.
  static func patterns(
    outcome: Int, predictors: ModelPredictors, of data: RequestData
  ) throws(StatisticsError) -> ModelRows {
    let positions = [outcome] + predictors.positions
    var plan = AggregationPlan()
    plan.addTable("model", axes: positions.map { .variable($0) }, byDesignCell: data.design != nil)
    let aggregates: Aggregates
    do {
      aggregates = try Aggregator.run(
        plan, over: data.survey, selection: data.prepared.selection, design: data.design)
    } catch {
      throw StatisticsError(
        .kind, place: error.place, found: error.found, expected: error.expected, remedy: error.remedy)
    }
    var counts: [MissingReason: Int] = [:]
    var kept: [PatternTable.Pattern] = []
    for pattern in aggregates.tables["model"]?.patterns ?? [] {
      if let cell = pattern.cells.first(where: { $0.answer == nil }) {
        counts[cell.reason ?? .declared, default: 0] += pattern.count
      } else {
        kept.append(pattern)
      }
    }
    let cells = kept.map { $0.cells.compactMap(\.answer) }
    let weights = try weights(
      of: data, kept.map(\.weight), respondents: kept.reduce(0) { $0 + $1.count },
      rows: .patterns(DesignRows.numbered(kept)))
    return ModelRows(
      outcome: .answers(cells.map { Int32($0[0]) }),
      predictors: predictors.predictors.indices.map { index in .answers(cells.map { Int32($0[index + 1]) }) },
      weights: weights, missing: named(counts))
  }

  /// Takes one row for each respondent: for numeric outcomes or predictors.
  static func respondents(
    outcome position: Int, _ outcome: Entries, predictors: ModelPredictors, of data: RequestData
  ) throws(StatisticsError) -> ModelRows {
    var entries: [Entries] = []
    for predictor in predictors.predictors {
      entries.append(
        predictor.isNumeric
          ? .numbers(try data.numbers(predictor.position, option: "--predictors"))
          : .answers(try data.answers(predictor.position, option: "--predictors").answers))
    }
    let all = [outcome] + entries
    let (kept, missing) = data.complete([position] + predictors.positions) { respondent in
      all.allSatisfy { entries in
        switch entries {
        case .numbers(let values): values[respondent].isFinite
        case .answers(let answers): answers[respondent] >= 0
        }
      }
    }
    let values = data.weights
    let weights = try weights(
      of: data, kept.map { values?[$0] ?? 1 }, respondents: kept.count, rows: .respondents(kept))
    return ModelRows(
      outcome: outcome.selecting(kept), predictors: entries.map { $0.selecting(kept) }, weights: weights,
      missing: missing)
  }

  private static func weights(
    of data: RequestData, _ values: [Double], respondents: Int, rows: DesignRows.Rows
  ) throws(StatisticsError) -> ModelWeights {
    guard let design = data.design, design.weights != nil || design.isComplex else {
      return ModelWeights(values, kind: .counts, respondents: respondents)
    }
    guard !design.isComplex, let kind = design.weights?.kind, kind != .sampling else {
      return ModelWeights(values, kind: .design(try DesignRows(design, rows: rows)), respondents: respondents)
    }
    return ModelWeights(values, kind: kind == .frequency ? .counts : .precision, respondents: respondents)
  }

  private static func named(_ counts: [MissingReason: Int]) -> [(String, Int)] {
    MissingReason.allCases.compactMap { reason in counts[reason].map { (reason.rawValue, $0) } }
  }

  /// The model's columns, and the references that its categorical predictors are compared with.
  ///
  /// - Throws: `statistics.constant` naming a predictor whose answers are all the same, `statistics.groups` naming the
  ///   cell of an interaction that nobody is in, and `statistics.argument` for a reference that does not occur.
  func columns(of model: ModelPredictors) throws(StatisticsError) -> (ModelColumns, [ModelReport.Reference]) {
    var parts: [(names: [String], values: [[Double]])] = []
    var references: [ModelReport.Reference] = []
    for (predictor, entries) in zip(model.predictors, predictors) {
      switch entries {
      case .numbers(let numbers): parts.append(([predictor.name], [numbers]))
      case .answers(let answers):
        let (names, values, reference) = try Self.indicators(predictor, answers)
        parts.append((names, values))
        references.append(.init(predictor: predictor.name, answer: reference))
      }
    }
    var columns = ModelColumns(rows: weights.values.count)
    for term in model.terms {
      let name = term.map { model.predictors[$0].name }.joined(separator: ":")
      var names = parts[term[0]].names
      var values = parts[term[0]].values
      for factor in term.dropFirst() {
        let (left, right) = ((names, values), parts[factor])
        names = left.0.flatMap { a in right.names.map { "\(a):\($0)" } }
        values = left.1.flatMap { a in right.values.map { b in zip(a, b).map { $0 * $1 } } }
      }
      if let empty = names.indices.first(where: { index in term.count > 1 && values[index].allSatisfy { $0 == 0 } }) {
        throw StatisticsError(
          .groups, place: Place(column: "--predictors"), found: "nobody with '\(names[empty])'",
          expected: "respondents in every combination of an interaction",
          remedy: "join answers by a recode, or leave '\(name)' out")
      }
      columns.add(name, names: names, values: values)
    }
    return (columns, references)
  }

  /// The most answers of a categorical predictor.
  static let mostAnswers = 300

  /// One indicator for each answer that occurs but the reference.
  private static func indicators(
    _ predictor: ModelPredictors.Predictor, _ answers: [Int32]
  ) throws(StatisticsError) -> (names: [String], values: [[Double]], reference: String) {
    var occurs = [Bool](repeating: false, count: predictor.labels.count)
    for answer in answers { occurs[Int(answer)] = true }
    let used = occurs.indices.filter { occurs[$0] }
    guard used.count > 1 else {
      throw StatisticsError(
        .constant, place: Place(column: "--predictors"),
        found: used.isEmpty
          ? "no respondent with all answers"
          : "'\(predictor.name)', which is the same for all respondents of the model",
        expected: "a predictor that varies",
        remedy: used.isEmpty ? "look at --where and at missing answers" : "leave it out")
    }
    // Steps of a model cost the cube of its columns, and profile intervals a fit for each.
    guard used.count <= mostAnswers else {
      throw StatisticsError(
        .groups, place: Place(column: "--predictors"),
        found: "'\(predictor.name)' with \(used.count) different answers, each of which would take a coefficient",
        expected: "at most \(mostAnswers) answers", remedy: "join answers by a recode, or leave it out")
    }
    let reference = predictor.reference ?? used[0]
    guard occurs[reference] else {
      throw StatisticsError(
        .argument, place: Place(column: "--reference"),
        found: "'\(predictor.labels[reference].label)' of '\(predictor.name)', which nobody of the model answered",
        expected: "an answer that occurs",
        remedy: "its answers are \(used.prefix(12).map { predictor.labels[$0].label }.joined(separator: ", "))")
    }
    let others = used.filter { $0 != reference }
    return (
      others.map { "\(predictor.name)=\(predictor.labels[$0].label)" },
      others.map { label in answers.map { $0 == Int32(label) ? 1 : 0 } }, predictor.labels[reference].label
    )
  }
}

extension ModelRows.Entries {
  /// The entries at those positions.
  func selecting(_ positions: [Int]) -> Self {
    switch self {
    case .numbers(let values): .numbers(positions.map { values[$0] })
    case .answers(let answers): .answers(positions.map { answers[$0] })
    }
  }
}

extension RequestData {
  /// The request without respondents whose weight is zero: they take no part in a model, nor in its base.
  func withoutWeightless() -> (data: RequestData, count: Int) {
    guard let weights, weights.contains(where: { $0 == 0 }) else { return (self, 0) }
    var selection = prepared.selection
    var count = 0
    for respondent in selection.indices where selection[respondent] && weights[respondent] == 0 {
      selection[respondent] = false
      count += 1
    }
    let narrowed = PreparedSurvey(survey: survey, selection: selection, report: prepared.report)
    return (RequestData(prepared: narrowed, request: request, weights: weights, design: design), count)
  }
}
