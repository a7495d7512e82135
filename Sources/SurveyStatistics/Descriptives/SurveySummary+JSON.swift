internal import SurveyModel
public import TextFormats

extension SurveySummary {
  /// The summary as it stands in JSON.
  public var json: JSONValue {
    var object = JSONObject([("variables", .array(variables.map(\.json)))])
    if let by {
      object["by"] = .string(by)
      object["groups"] = .array(
        groups.map { group in
          [
            "value": .string(group.value), "code": .string(group.code), "respondents": .integer(group.respondents),
            "variables": .array(group.variables.map(\.json)),
          ]
        })
    }
    object["design"] = .text(design)
    object["respondents"] = .integer(respondents)
    if let weighting { object["weighting"] = weighting.json }
    object["conventions"] = .strings(conventions)
    if !leftOut.isEmpty { object["personalLeftOut"] = .strings(leftOut) }
    if isSynthetic { object["synthetic"] = true }
    return .object(object)
  }
}

extension VariableSummary {
  /// The variable as it stands in JSON; percentages run from 0 to 100.
  public var json: JSONValue {
    var object = JSONObject([
      ("name", .string(name)), ("label", .string(label)), ("kind", .string(kind.rawValue)),
      ("level", .string(level.rawValue)), ("n", .integer(base.count)),
      ("missing", .object(JSONObject(missing.map { ($0.reason.rawValue, .integer($0.count)) }))),
      ("base", .string(baseName)), ("weightedBase", .finite(base.weighted)),
      ("effectiveN", .finite(base.weighted == nil ? nil : base.effective)), ("designEffect", .finite(designEffect)),
      ("categories", .array(categories.map(\.json))),
    ])
    if let mentions { object["mentions"] = .integer(mentions) }
    object["mean"] = mean?.json ?? .null
    object["sd"] = .finite(standardDeviation)
    object["median"] = .finite(median)
    object["quartiles"] = quartiles.isEmpty ? .null : .array(quartiles.map { .finite($0) })
    object["quantileRule"] = .text(quantileRule)
    if !quantileEstimates.isEmpty { object["quantiles"] = .array(quantileEstimates.map(\.json)) }
    object["skewness"] = .finite(skewness)
    object["kurtosis"] = .finite(kurtosis)
    object["shapeRule"] = .text(shapeRule)
    object["min"] = dates.first.map(JSONValue.string) ?? .finite(minimum)
    object["max"] = dates.last.map(JSONValue.string) ?? .finite(maximum)
    return .object(object)
  }
}

extension CategorySummary {
  /// The answer as it stands in JSON; percentages run from 0 to 100.
  public var json: JSONValue {
    var object = JSONObject([("code", .string(code)), ("label", .string(label))])
    if let missing { object["missing"] = .string(missing.rawValue) }
    object["count"] = .integer(count)
    object["weighted"] = .finite(weighted)
    object["percent"] = .finite(share.map { 100 * $0 })
    object["interval"] = interval?.percentJSON ?? .null
    if let standardError { object["standardError"] = .finite(100 * standardError) }
    if let designEffect { object["designEffect"] = .finite(designEffect) }
    if let whyNoInterval { object["whyNoInterval"] = .string(whyNoInterval) }
    return .object(object)
  }
}

extension Interval {
  /// The interval of a share as it stands in JSON, in per cent.
  var percentJSON: JSONValue {
    [
      "level": .number(level), "lower": .finite(100 * lower), "upper": .finite(100 * upper), "method": .string(method),
    ]
  }
}
