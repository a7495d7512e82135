internal import SurveyModel
internal import SurveyPreparation

extension TestCatalogue {
  static let scales: [CatalogueTest] = [
    CatalogueTest("cronbach-alpha", takes: ["--items", "--reverse", "--replicates", "--seed", "--incomplete"]) {
      (data) throws(StatisticsError) in
      guard data.request.conventions.incomplete != .pairwise else { return try data.pairwiseAlpha() }
      let (columns, names, missing) = try data.scaleItems()
      return try CronbachAlpha.report(
        columns, names: names, bootstrap: data.request.scale.givenDraws, level: data.request.level
      ).withMissing(missing).withReversed(data.request.reverse)
    },
    CatalogueTest("omega", takes: ["--items", "--reverse", "--factors", "--method"]) { (data) throws(StatisticsError) in
      let (columns, names, missing) = try data.scaleItems()
      return try data.omega(columns, names).withMissing(missing).withReversed(data.request.reverse)
    },
    CatalogueTest("item-analysis", takes: ["--items", "--reverse"]) { (data) throws(StatisticsError) in
      try data.itemAnalysis()
    },
  ]

}

extension RequestData {
  /// The items of a scale, complete cases, those named in --reverse turned round on their own range of answers.
  func scaleItems() throws(StatisticsError) -> (columns: [[Double]], names: [String], missing: [(String, Int)]) {
    let positions = try positions(request.items, option: "--items", atLeast: 2)
    var (columns, names, missing) = try related(positions, option: "--items")
    try turn(&columns, names, positions)
    return (columns, names, missing)
  }

  /// Turns the items named in --reverse round on their own range of answers.
  private func turn(_ columns: inout [[Double]], _ names: [String], _ positions: [Int]) throws(StatisticsError) {
    for index in try reversed(among: names) {
      let values = survey.codebook.variables[positions[index]].substantiveLabels.compactMap(\.value)
      guard let low = values.min(), let high = values.max(), low < high else {
        throw StatisticsError(
          .kind, place: Place(column: "--reverse"),
          found: "'\(names[index])' without a range of answers in the codebook",
          expected: "an item with labelled answers", remedy: "give its answers in a codebook")
      }
      columns[index] = columns[index].map { low + high - $0 }
    }
  }

  /// Alpha of covariances that each stand on the respondents who answered both items.
  fileprivate func pairwiseAlpha() throws(StatisticsError) -> TestResult {
    if request.scale.replicates ?? 0 > 0 || request.scale.seed != nil {
      throw StatisticsError(
        .argument, place: Place(column: "--replicates"), found: "resamples beside --incomplete pairwise",
        expected: "--incomplete listwise for bootstrap intervals", remedy: "take --replicates and --seed out")
    }
    let positions = try positions(request.items, option: "--items", atLeast: 2)
    let names = positions.map { survey.codebook.variables[$0].name }
    var all: [[Double]] = []
    for position in positions { all.append(try numbers(position, option: "--items")) }
    let (respondents, missing) = complete(positions) { respondent in all.contains { !$0[respondent].isNaN } }
    var columns = all.map { column in respondents.map { column[$0] } }
    try turn(&columns, names, positions)
    return try CronbachAlpha.pairwiseReport(columns, names: names, level: request.level)
      .withMissing(missing).withReversed(request.reverse)
  }

  /// The positions of the items named in --reverse.
  func reversed(among names: [String]) throws(StatisticsError) -> [Int] {
    var result: [Int] = []
    for name in request.reverse {
      guard let index = names.firstIndex(of: name) else {
        throw StatisticsError(
          .argument, place: Place(column: "--reverse"), found: "'\(name)'", expected: "one of the items",
          remedy: "the items are \(names.joined(separator: ", "))")
      }
      result.append(index)
    }
    return result
  }

  /// Omega total, with --factors also omega hierarchical.
  fileprivate func omega(_ columns: [[Double]], _ names: [String]) throws(StatisticsError) -> TestResult {
    var result = try ScaleReliability.run(columns, names: names, level: request.level)
    guard let factors = request.scale.factors else {
      if request.scale.method != nil {
        throw StatisticsError(
          .argument, place: Place(column: "--method"), found: "--method without --factors",
          expected: "a number of group factors for omega hierarchical", remedy: "add --factors 3, or take --method out")
      }
      return result
    }
    let method = try ScaleRequest.choice(
      request.scale.method, option: "--method", default: FactorExtractionMethod.minimumResiduals)
    let omega = try HierarchicalOmega(
      try ItemCovariances.listwise(columns, names: names), factors: factors, method: method)
    result.effects += [
      EffectSize(id: "omega-hierarchical", value: omega.hierarchical),
      EffectSize(id: "omega-total-group-factors", value: omega.total),
      EffectSize(id: "explained-common-variance", value: omega.explainedCommonVariance),
    ]
    result.conventions.append(
      "omega hierarchical: \(factors) group factors by \(method.rawValue) and oblimin, Schmid–Leiman, standardised items"
    )
    result.warnings += omega.warnings
    result.tables.append(omega.table)
    result.source += "; Zinbarg et al. (2005), 10.1007/s11336-003-0974-7"
    return result
  }

  /// The items with everybody who answered each of them.
  fileprivate func itemAnalysis() throws(StatisticsError) -> TestResult {
    let positions = try positions(request.items, option: "--items", atLeast: 2)
    let names = positions.map { survey.codebook.variables[$0].name }
    let chosen = prepared.selection.indices.flatMap { respondent in
      repeatElement(respondent, count: prepared.selection[respondent] ? frequencies?[respondent] ?? 1 : 0)
    }
    var columns: [[Double]] = []
    for position in positions {
      let values = try numbers(position, option: "--items")
      columns.append(chosen.map { values[$0] })
    }
    let analysis = try ItemAnalysis(
      columns, names: names, reversed: Set(try reversed(among: names)),
      ranges: positions.map { survey.codebook.variables[$0].valueRange }, level: request.level)
    let (_, missing) = complete(positions) { respondent in
      positions.allSatisfy { survey.columns[$0].missingReason(at: respondent) == nil }
    }
    return analysis.result.withMissing(missing)
  }
}

extension TestResult {
  /// The result with the items that were reversed before it.
  func withReversed(_ names: [String]) -> TestResult {
    guard !names.isEmpty else { return self }
    var result = self
    result.conventions.append("reversed: \(names.joined(separator: ", "))")
    return result
  }
}
