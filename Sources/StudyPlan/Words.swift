internal import SurveyStatistics
internal import TextFormats

/// The words of a verdict, made only from its numbers.
enum Words {
  /// A share with its interval, in per cent with one decimal.
  static func share(_ estimate: Estimate) -> String {
    let value = "\(FixedDecimals.string(100 * estimate.value, decimals: 1)) %"
    guard let interval = estimate.interval else { return value }
    return value + " [\(FixedDecimals.string(100 * interval.lower, decimals: 1)), "
      + "\(FixedDecimals.string(100 * interval.upper, decimals: 1))]"
  }

  /// What is estimated, in words, for the ids that tests give.
  static func estimand(_ id: String, _ result: TestResult) -> String {
    let groups = result.groupNames
    switch id {
    case "joint-share": return "share for whom both hold"
    case "share": return "share"
    case "probability-of-superiority" where groups.count == 2:
      return "probability that one of '\(groups[0])' answers higher than one of '\(groups[1])', ties counted half"
    default: return id.split(separator: "-").joined(separator: " ")
    }
  }

  private static func isPercentage(_ id: String) -> Bool { ["share", "joint-share"].contains(id) }

  private static func number(_ value: Double, _ id: String) -> String {
    isPercentage(id)
      ? FixedDecimals.string(100 * value, decimals: 1) + " %" : FixedDecimals.string(value, decimals: 2)
  }

  private static func interval(_ estimate: Estimate) -> String {
    guard let interval = estimate.interval else { return "no interval" }
    let level = FixedDecimals.string(100 * interval.level, decimals: 0)
    return isPercentage(estimate.id)
      ? "\(level) % interval \(FixedDecimals.string(100 * interval.lower, decimals: 1)) to "
        + "\(FixedDecimals.string(100 * interval.upper, decimals: 1)) %"
      : "\(level) % interval \(FixedDecimals.string(interval.lower, decimals: 2)) to "
        + FixedDecimals.string(interval.upper, decimals: 2)
  }

  static func sentence(
    estimand: String, estimate: Estimate, threshold: Double, claimsAbove: Bool, direction: Direction, reason: String?,
    says: String
  ) -> String {
    let facts =
      "the \(estimand) is \(number(estimate.value, estimate.id)) (\(interval(estimate)), n = \(estimate.base.count))"
    let against = number(threshold, estimate.id)
    switch direction {
    case .supported:
      return "Supported: \(facts), \(claimsAbove ? "above" : "below") \(against)."
    case .contradicted:
      return "Contradicted: \(facts), \(claimsAbove ? "below" : "above") \(against)."
    case .inconclusive:
      return "Inconclusive: \(facts) against \(against); \(reason ?? "the interval holds the threshold")."
    }
  }

  static func refutation(estimate: Estimate, threshold: Double, claimsAbove: Bool) -> String {
    let against = number(threshold, estimate.id)
    return claimsAbove
      ? "An interval that lies wholly below \(against)." : "An interval that lies wholly above \(against)."
  }
}
