internal import StudyPlan
internal import SurveyStatistics
internal import TextFormats

/// The numbers of a report by names that the notebook uses too, at full precision.
struct ExpectedNumbers {
  private(set) var object = JSONObject()

  /// Files a number; what is missing or not finite is left out.
  mutating func add(_ key: String, _ value: Double?) {
    if let value, value.isFinite { object[key] = .number(value) }
  }

  /// Files a word.
  mutating func add(_ key: String, _ value: String?) {
    if let value { object[key] = .string(value) }
  }

  /// Files all numbers of a verdict, of its tests and of its parts.
  mutating func add(_ verdict: Verdict) {
    let id = verdict.id
    add(id, verdict.estimate)
    add(id + ".p", verdict.p)
    add(id + ".pAdjusted", verdict.pAdjusted)
    add(id + ".direction", verdict.direction.rawValue)
    add(id + ".size", verdict.size.rawValue)
    add(id + ".association", verdict.association?.rawValue)
    if let bounds = verdict.missingBounds {
      add(id + ".bounds.lower", bounds.lower)
      add(id + ".bounds.upper", bounds.upper)
      add(id + ".bounds.lowerLimit", bounds.lowerLimit)
      add(id + ".bounds.upperLimit", bounds.upperLimit)
    }
    for effect in verdict.effects { add(id, effect) }
    for need in verdict.required { add("\(id).required.\(need.truth).\(need.power)", Double(need.respondents)) }
    for (index, test) in verdict.tests.enumerated() {
      let same = verdict.tests.indices.filter { verdict.tests[$0].id == test.id }
      let suffix = same.count > 1 ? ".\(same.firstIndex(of: index) ?? 0)" : ""
      add("\(id).test.\(test.id)\(suffix)", test)
    }
    for part in verdict.parts { add(part) }
  }

  /// Files all numbers of a test.
  mutating func add(_ key: String, _ test: TestResult) {
    add(key + ".n", Double(test.base.count))
    add(key + ".statistic", test.statistic)
    add(key + ".p", test.p)
    for (index, degrees) in test.degreesOfFreedom.enumerated() { add("\(key).df.\(index)", degrees) }
    if let estimate = test.estimate { add(key, estimate) }
    // A share of one answer has no association: its effects are those of a table with an empty column.
    if !Self.isShareOfOne(test) {
      for effect in test.effects { add(key, effect) }
    }
    for detail in test.details where !Self.isLeftOut(detail.name, test) {
      add("\(key).detail.\(detail.name)", detail.value)
    }
  }

  private mutating func add(_ key: String, _ estimate: Estimate) {
    add(key + ".n", Double(estimate.base.count))
    add(key + ".estimate", estimate.value)
    add(key + ".se", estimate.standardError)
    add(key + ".lower", estimate.interval?.lower)
    add(key + ".upper", estimate.interval?.upper)
    add(key + ".lower90", estimate.narrowInterval?.lower)
    add(key + ".upper90", estimate.narrowInterval?.upper)
  }

  private mutating func add(_ key: String, _ effect: EffectSize) {
    add("\(key).effect.\(effect.id)", effect.value)
    add("\(key).effect.\(effect.id).lower", effect.interval?.lower)
    add("\(key).effect.\(effect.id).upper", effect.interval?.upper)
  }

  /// Whether a joint share is one of an answer with something that is true of everybody.
  private static func isShareOfOne(_ test: TestResult) -> Bool {
    test.id == "paradox" && test.details.contains { $0.name == "secondShare" && $0.value == 1 }
  }

  /// What the notebook does not compute again, as it says itself.
  private static func isLeftOut(_ name: String, _ test: TestResult) -> Bool {
    if isShareOfOne(test) {
      return ["phiMaximum", "associationStatistic", "associationP", "excess", "lift"].contains(name)
    }
    return name == "factorCorrelationError"
  }
}
