internal import PaperFigures
internal import StudyPlan
internal import SurveyStatistics

extension ForestFigure {
  /// The figure of some verdicts: each estimate with its interval against its threshold.
  init(verdicts: [Verdict], title: String, respondents: Int, synthetic: Bool) {
    let rows = verdicts.map { verdict in
      let isShare = Self.isShare(verdict.estimate)
      return ForestRow(
        id: verdict.id, text: verdict.says, estimate: verdict.estimate.value.isFinite ? verdict.estimate.value : nil,
        lower: verdict.estimate.interval?.lower, upper: verdict.estimate.interval?.upper,
        threshold: verdict.threshold, equivalence: verdict.smallestEffect > 0 ? verdict.smallestEffect : nil,
        p: verdict.pAdjusted ?? verdict.p, verdict: verdict.direction.rawValue,
        decision: verdict.direction == .supported
          ? .supported : verdict.direction == .contradicted ? .contradicted : .undecided,
        format: isShare ? .percentage : .plain)
    }
    let allShares = verdicts.allSatisfy { Self.isShare($0.estimate) }
    let thresholds = Set(verdicts.map(\.threshold))
    let common = thresholds.count == 1 ? thresholds.first : nil
    let adjusted = verdicts.filter { $0.pAdjusted != nil && !$0.adjustment.hasPrefix("none") }
    let adjustments = Set(adjusted.map { $0.adjustment.prefix { $0 != "," && $0 != " " } }).sorted()
    var heads = ForestHeads()
    if adjustments.count == 1, let name = adjustments.first {
      heads.p = "p (\(PAdjustment(rawValue: String(name))?.title ?? String(name)))"
    } else if !adjustments.isEmpty {
      heads.p = "p (adjusted)"
    }
    heads.text = "Claim"
    if common == nil { heads.plot = "Difference from threshold, 95% CI" }
    self.init(
      rows: rows, heads: heads, scale: common == nil ? .differenceFromThreshold : .estimate, reference: common ?? 0,
      referenceLabel: common.map { allShares ? "\(Int((100 * $0).rounded()))%" : "no difference" },
      axisFormat: allShares ? ForestNumberFormat(decimals: 0, isPercentage: true) : .plain,
      words: FigureWords(
        title: title, respondents: respondents,
        notes: ["The printed 95% interval decides; grey: the smallest difference of interest"]
          + (adjusted.isEmpty ? [] : ["p-values are adjusted within each family of claims"]), synthetic: synthetic))
  }

  private static func isShare(_ estimate: Estimate) -> Bool {
    estimate.id.hasSuffix("share") || estimate.id == "probability-of-superiority"
  }
}
