internal import SurveyModel

/// The rule on respondents who failed attention checks.
///
/// Each check is a condition that an attentive respondent satisfies, such as `attention = 2`. A check without an answer
/// is neither passed nor failed. Source: Meade, A. W., & Craig, S. B. (2012). Identifying careless responses in survey
/// data. Psychological Methods 17(3), 437–455, doi:10.1037/a0028085.
public struct AttentionChecks: Sendable, Hashable {
  /// What an attentive respondent satisfies.
  public var checks: [Expression]
  /// How many of them must be failed.
  public var least: Int

  /// Creates a rule.
  public init(_ checks: [Expression], least: Int = 1) {
    self.checks = checks
    self.least = least
  }

  /// The rule in words.
  var words: String {
    let all = checks.map(\.description).joined(separator: ", ")
    return checks.count == 1 ? "not \(all)" : "\(least) or more failed of: \(all)"
  }

  /// Who it is true of: 1 where enough checks are failed, 0 where they cannot be, -1 where unanswered ones leave it open.
  func outcome(over survey: Survey) throws(PreparationError) -> ExclusionOutcome {
    guard least >= 1, least <= checks.count else {
      throw PreparationError(
        .argument, place: Place(column: "checks"),
        found: "\(least) failed of \(checks.count) check\(checks.count == 1 ? "" : "s")",
        expected: "a number from 1 to \(checks.count)", remedy: "say how many of the checks must be failed")
    }
    var failed = [Int](repeating: 0, count: survey.count)
    var open = failed
    for check in checks {
      for (respondent, truth) in try check.evaluate(over: survey).enumerated() {
        if truth == 0 { failed[respondent] += 1 }
        if truth < 0 { open[respondent] += 1 }
      }
    }
    return ExclusionOutcome(words, zip(failed, open).map { $0 >= least ? 1 : ($0 + $1 >= least ? -1 : 0) })
  }
}
