internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// The area under the receiver operating characteristic: how often a yes has the higher score than a no, ties one half.
enum AreaUnderCurve {
  /// The area with DeLong's interval.
  ///
  /// - Parameters:
  ///   - scores: one per row.
  ///   - isYes: one per row.
  ///   - weights: how many respondents each row is, or what they weigh.
  ///   - level: the interval's level; nil for none, where weights are not counts.
  /// - Complexity: O(rows · log rows).
  /// - Source: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845, 10.2307/2531595. R: `pROC::ci.auc`.
  static func estimate(
    scores: [Double], isYes: [Bool], weights: [Double], base: Base, level: Double?
  ) -> Estimate {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let yes = CompensatedTotal.of(order.map { isYes[$0] ? weights[$0] : 0 })
    let no = CompensatedTotal.of(order.map { isYes[$0] ? 0 : weights[$0] })
    // For a yes the share of no that lies below, for a no the share of yes that lies above.
    var placements = [Double](repeating: 0, count: scores.count)
    var (belowYes, belowNo) = (0.0, 0.0)
    var start = 0
    while start < order.count {
      var end = start
      var (tiedYes, tiedNo) = (0.0, 0.0)
      // Equal probabilities of different cells may differ in their last bits.
      while end < order.count, scores[order[end]] - scores[order[start]] <= 1e-11 * abs(scores[order[end]]) {
        if isYes[order[end]] { tiedYes += weights[order[end]] } else { tiedNo += weights[order[end]] }
        end += 1
      }
      for position in start..<end {
        let row = order[position]
        placements[row] = isYes[row] ? (belowNo + tiedNo / 2) / no : (yes - belowYes - tiedYes / 2) / yes
      }
      (belowYes, belowNo) = (belowYes + tiedYes, belowNo + tiedNo)
      start = end
    }
    let area = CompensatedTotal.of(order.map { isYes[$0] ? weights[$0] * placements[$0] : 0 }) / yes
    var result = Estimate(id: "area-under-curve", value: area, base: base)
    guard let level, yes > 1, no > 1 else { return result }
    func spread(_ wanted: Bool, _ count: Double) -> Double {
      CompensatedTotal.of(
        order.map { row in
          isYes[row] == wanted ? weights[row] * (placements[row] - area) * (placements[row] - area) : 0
        }) / (count - 1) / count
    }
    let error = (spread(true, yes) + spread(false, no)).squareRoot()
    let half = Normal.standard.criticalValue(level: level) * error
    result.standardError = error
    result.interval = Interval(
      lower: max(0, area - half), upper: min(1, area + half), level: level, method: "delong")
    return result
  }
}
