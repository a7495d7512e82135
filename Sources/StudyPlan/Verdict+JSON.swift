internal import SurveyStatistics
public import TextFormats

extension Verdict {
  /// The verdict as it stands in JSON.
  public var json: JSONValue {
    var object = JSONObject([
      ("id", .string(id)), ("says", .string(says)), ("quote", .text(quote)), ("estimand", .string(estimand)),
      ("base", estimate.base.json),
      ("estimate", .finite(estimate.value)), ("estimateId", .string(estimate.id)),
      ("standardError", .finite(estimate.standardError)),
      ("interval", estimate.interval?.json ?? .null), ("interval90", estimate.narrowInterval?.json ?? .null),
      ("threshold", .number(threshold)), ("smallestEffect", .number(smallestEffect)),
      ("direction", .string(direction.rawValue)), ("reason", .text(reason)), ("size", .string(size.rawValue)),
      ("association", .text(association?.rawValue)), ("p", .finite(p)), ("pAdjusted", .finite(pAdjusted)),
      ("family", .string(family)), ("adjustment", .string(adjustment)), ("effects", .array(effects.map(\.json))),
    ])
    if let bounds = missingBounds {
      object["missingBounds"] = [
        "lower": .finite(bounds.lower), "upper": .finite(bounds.upper), "lowerLimit": .finite(bounds.lowerLimit),
        "upperLimit": .finite(bounds.upperLimit),
      ]
    }
    object["required"] = .array(
      required.map {
        ["truth": .number($0.truth), "power": .number($0.power), "respondents": .integer($0.respondents)]
      })
    object["sentence"] = .string(sentence)
    object["refutation"] = .string(refutation)
    object["notes"] = .strings(notes)
    object["tests"] = .array(tests.map(\.json))
    object["parts"] = .array(parts.map(\.json))
    return .object(object)
  }
}
