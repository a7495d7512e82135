public import SurveyAggregation
internal import SurveyModel

/// Cuts the largest weights, so that no respondent speaks for too many.
public enum WeightTrimming {
  /// Cuts weights above a multiple of the median weight, and gives what was cut to the others in proportion.
  ///
  /// Margins that the weights met before do not hold afterwards: to trim raked weights, give ``Raking`` its `largest`,
  /// and bounds to ``Calibration``. The new weights count as fixed.
  ///
  /// - Parameters:
  ///   - design: The sample with its weights.
  ///   - largest: The largest weight allowed, as a multiple of the median of the weights above zero; more than 1.
  /// - Returns: The design with weights that sum to the same, none above the limit.
  /// - Throws: `statistics.design` without weights and where the limit cannot hold, `statistics.argument` for a limit
  ///   of 1 or less.
  /// - Complexity: O(n log n) a round; as many rounds as weights are pushed over the limit by what others gave.
  /// - Source: Potter (1990), Proceedings of the ASA Section on Survey Research Methods, 225–230. R:
  ///   `survey::trimWeights(upper =, strict = TRUE)`.
  public static func apply(to design: SurveyDesign, largest: Double) throws(StatisticsError) -> Weighting {
    guard let old = design.weights, old.kind == .sampling, design.replicates == nil else {
      throw StatisticsError(
        .design, place: Place(column: "--weights"), found: "no sampling weights, or replicates beside them",
        expected: "sampling weights", remedy: "add --weights NAME")
    }
    var weights = old.values
    let limit = try limit(largest, of: weights, members: design.isMember)
    var cut = Set<Int>()
    while true {
      let above = weights.indices.filter { weights[$0] > limit }
      if above.isEmpty { break }
      let excess = CompensatedSum(above.map { weights[$0] - limit }).value
      cut.formUnion(above)
      for index in above { weights[index] = limit }
      let rest = CompensatedSum(weights.indices.map { cut.contains($0) ? 0 : weights[$0] }).value
      guard rest > 0 else {
        throw StatisticsError(
          .design, place: Place(column: "--weights \(old.name)"),
          found: "no weight below the limit to take up the rest",
          expected: "a limit above the mean weight", remedy: "allow larger weights")
      }
      let factor = 1 + excess / rest
      for index in weights.indices where !cut.contains(index) { weights[index] *= factor }
    }
    let made: Weights
    do {
      made = try Weights(name: old.name, values: weights, members: design.isMember)
    } catch {
      throw StatisticsError(
        .design, place: error.place, found: error.found, expected: error.expected, remedy: error.remedy)
    }
    var report = WeightingReport(
      method: "trimming at \(Column.text(largest)) times the median", before: old.values, after: weights,
      members: design.isMember)
    report.trimmed = cut.count
    return Weighting(design: design.reweighted(made), report: report)
  }

  /// The limit as a weight.
  ///
  /// - Throws: `statistics.argument` for a multiple of 1 or less.
  static func limit(_ largest: Double, of weights: [Double], members: [Bool]) throws(StatisticsError) -> Double {
    guard largest > 1, largest.isFinite else {
      throw StatisticsError(
        .argument, place: Place(column: "--trim"), found: "a limit of \(Column.text(largest)) times the median",
        expected: "more than 1", remedy: "write 5 for five times the median weight")
    }
    let positive = weights.indices.filter { members[$0] && weights[$0] > 0 }.map { weights[$0] }.sorted()
    return largest * QuantileRule.hyndmanFan7.quantile(0.5, ofSorted: positive)
  }
}
