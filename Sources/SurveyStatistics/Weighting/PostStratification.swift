public import SurveyAggregation
public import SurveyModel

/// Weights that meet the population's numbers in every cell of one margin.
public enum PostStratification {
  /// Multiplies the weights of each cell by what its population is over its sample.
  ///
  /// - Parameters:
  ///   - design: The sample; without weights every respondent has one.
  ///   - margin: The population; crossed variables for cells of several.
  ///   - survey: The survey that the margin's variables are of.
  /// - Returns: The design with weights that meet the margin to rounding, and whose variances take the cells' means out.
  /// - Throws: ``StatisticsError`` that names the margin, for what the margin does not name, for cells without
  ///   respondents, and for designs with replicates, frequency or precision weights.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(respondents).
  /// - Source: Holt & Smith (1979), Journal of the Royal Statistical Society A 142, 33–46,
  ///   https://doi.org/10.2307/2344652. R: `survey::postStratify`; SPSS: weights by a recode.
  public static func apply(
    to design: SurveyDesign, margin: PopulationMargin, of survey: Survey
  ) throws(StatisticsError) -> Weighting {
    let start = try WeightingStart(design)
    let laid = try LaidMargin(
      margin, over: survey, weights: start.weights, members: design.isMember, total: start.total)
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: laid.targets.count)
    for (index, cell) in laid.cells.enumerated() where cell >= 0 { sums[Int(cell)].add(start.weights[index]) }
    let weights = laid.cells.enumerated().map { index, cell in
      cell < 0 ? 0 : start.weights[index] * (laid.targets[Int(cell)] / sums[Int(cell)].value)
    }
    return try start.finish(
      weights, margins: [laid], words: "post-stratified to \(laid.name)", method: "post-stratification", rounds: nil,
      tolerance: 1e-9)
  }
}

/// What every weighting begins and ends with.
struct WeightingStart {
  let design: SurveyDesign
  /// The weights before, 0 outside the sample.
  let weights: [Double]
  let total: Double

  /// Takes a design's weights.
  ///
  /// - Throws: `statistics.design` for weights and designs that calibration does not fit.
  init(_ design: SurveyDesign) throws(StatisticsError) {
    func refuse(_ found: String, _ expected: String, _ remedy: String) throws(StatisticsError) {
      throw StatisticsError(
        .design, place: Place(column: "--weights"), found: found, expected: expected, remedy: remedy)
    }
    if design.replicates != nil {
      try refuse(
        "replicate weights", "a design by strata and sampling units",
        "use the replicates as delivered: the study's own calibration is in them")
    }
    if let kind = design.weights?.kind, kind != .sampling {
      try refuse("\(kind.rawValue) weights", "sampling weights or none", "type --weight-kind sampling if they are")
    }
    if let calibration = design.calibration {
      try refuse(
        "weights that are already \(calibration.words)", "weights before their calibration",
        "give all margins to one raking or calibration")
    }
    self.design = design
    weights = design.isMember.indices.map { design.isMember[$0] ? design.weights?.values[$0] ?? 1 : 0 }
    total = CompensatedSum(weights).value
  }

  /// Checks that new weights meet their margins, and makes them the design's.
  ///
  /// - Throws: `statistics.convergence` that names the margin and the answer that is farthest off.
  func finish(
    _ weights: [Double], margins: [LaidMargin], words: String, method: String, rounds: Int?, tolerance: Double
  ) throws(StatisticsError) -> Weighting {
    for margin in margins { try Self.check(weights, margin, tolerance) }
    var variables: [[Double]] = []
    var groups = [Int32](repeating: -1, count: weights.count)
    var before: [Double] = []
    var groupOfKey: [[Int64]: Int32] = [:]
    for index in weights.indices where design.isMember[index] {
      let ratio = weights[index] > 0 ? self.weights[index] / weights[index] : 1
      // Trimming may have changed equal respondents differently: they are groups of their own.
      let key = margins.map { Int64($0.cells[index]) } + [Int64((ratio * 1_099_511_627_776).rounded())]
      if let group = groupOfKey[key] {
        groups[index] = group
        continue
      }
      groups[index] = Int32(variables.count)
      groupOfKey[key] = Int32(variables.count)
      before.append(ratio)
      variables.append(
        margins.flatMap { margin in margin.targets.indices.map { $0 == Int(margin.cells[index]) ? 1.0 : 0 } })
    }
    return try finish(
      weights, WeightCalibration(words: words, groups: groups, variables: variables, before: before), method: method,
      rounds: rounds)
  }

  func finish(
    _ weights: [Double], _ calibration: WeightCalibration, method: String, rounds: Int?
  ) throws(StatisticsError) -> Weighting {
    let made: Weights
    do {
      made = try Weights(name: design.weights?.name ?? "made here", values: weights, members: design.isMember)
    } catch {
      throw StatisticsError(
        .design, place: error.place, found: error.found, expected: error.expected, remedy: error.remedy)
    }
    return Weighting(
      design: design.calibrated(made, by: calibration),
      report: WeightingReport(
        method: method, before: self.weights, after: weights, members: design.isMember, rounds: rounds))
  }

  private static func check(
    _ weights: [Double], _ margin: LaidMargin, _ tolerance: Double
  ) throws(StatisticsError) {
    let sums = sums(of: weights, margin)
    let total = CompensatedSum(margin.targets).value
    let off = margin.targets.indices.map { abs(sums[$0] - margin.targets[$0]) / total }
    guard let worst = off.indices.max(by: { off[$0] < off[$1] }), !(off[worst] <= tolerance) else { return }
    throw StatisticsError(
      .convergence, place: Place(column: "margin \(margin.name)"),
      found: "weights of '\(margin.labels[worst])' that sum to \(Column.text(sums[worst]))",
      expected: Column.text(margin.targets[worst]),
      remedy: "check that the margins can all hold at once and have the same total, join small answers, or widen the "
        + "bounds")
  }

  /// The sum of the weights of each cell.
  static func sums(of weights: [Double], _ margin: LaidMargin) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: margin.targets.count)
    for (index, cell) in margin.cells.enumerated() where cell >= 0 { sums[Int(cell)].add(weights[index]) }
    return sums.map(\.value)
  }
}
