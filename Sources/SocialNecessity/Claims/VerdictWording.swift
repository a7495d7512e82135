internal import StudyPlan
internal import SurveyStatistics
internal import TextFormats

/// Makes the one sentence of a verdict from the verdict's fields and nothing else.
enum VerdictWording {
  /// The sentence: direction, reason, estimate, interval, base, threshold, size, association.
  static func sentence(_ verdict: Verdict) -> String {
    var text = word(verdict.direction)
    if let reason = verdict.reason { text += " (\(reason))" }
    text += ": \(verdict.estimand) is \(number(verdict.estimate.value, verdict))"
    if let interval = verdict.estimate.interval {
      text += ", \(percent(interval.level, decimals: 0)) interval \(number(interval.lower, verdict)) to "
      text += number(interval.upper, verdict)
    }
    text += ", n = \(verdict.estimate.base.count)"
    text += ", against \(number(verdict.threshold, verdict))"
    text += "; the difference is \(size(verdict))"
    if let association = verdict.association { text += "; \(words(association))" }
    return text + "."
  }

  private static func word(_ direction: Direction) -> String {
    switch direction {
    case .supported: "Supported"
    case .contradicted: "Contradicted"
    case .inconclusive: "Inconclusive"
    }
  }

  private static func size(_ verdict: Verdict) -> String {
    let effect =
      isShare(verdict) ? percent(verdict.smallestEffect) + " points" : number(verdict.smallestEffect, verdict)
    let amount = effect.replacing(" % points", with: " points")
    return switch verdict.size {
    case .beyond: "larger than \(amount)"
    case .within: "smaller than \(amount)"
    case .unclear: "not clearly larger or smaller than \(amount)"
    }
  }

  private static func words(_ association: AssociationVerdict) -> String {
    switch association {
    case .together: "the two go together"
    case .apart: "the two exclude each other more often than not"
    case .unclear: "whether the two go together is unclear"
    }
  }

  private static func isShare(_ verdict: Verdict) -> Bool { verdict.estimate.id.hasSuffix("share") }

  /// A number of a verdict as its sentence shows it: shares in per cent, differences and correlations plain.
  static func number(_ value: Double, _ verdict: Verdict) -> String {
    isShare(verdict) ? percent(value) : FixedDecimals.string(value, decimals: 2)
  }

  private static func percent(_ value: Double, decimals: Int = 1) -> String {
    FixedDecimals.string(value * 100, decimals: decimals) + " %"
  }
}
