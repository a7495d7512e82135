public import TextFormats

extension Interval {
  /// The interval as it stands in JSON.
  public var json: JSONValue {
    ["level": .number(level), "lower": .finite(lower), "upper": .finite(upper), "method": .string(method)]
  }
}

extension Base {
  /// The base as it stands in JSON.
  public var json: JSONValue {
    ["n": .integer(count), "weightedBase": .finite(weighted), "effectiveN": .finite(effective)]
  }
}

extension Estimate {
  /// The estimate as it stands in JSON.
  public var json: JSONValue {
    var object = JSONObject([
      ("id", .string(id)), ("value", .finite(value)), ("standardError", .finite(standardError)),
      ("interval", interval?.json ?? .null), ("interval90", narrowInterval?.json ?? .null),
      ("df", .finite(degreesOfFreedom)), ("base", base.json),
    ])
    if let designEffect { object["designEffect"] = .finite(designEffect) }
    if let whyNoInterval { object["whyNoInterval"] = .string(whyNoInterval) }
    return .object(object)
  }
}

extension EffectSize {
  /// The effect size as it stands in JSON.
  public var json: JSONValue {
    var object = JSONObject([
      ("id", .string(id)), ("value", .finite(value)), ("interval", interval?.json ?? .null),
    ])
    if let denominator { object["denominator"] = .string(denominator) }
    return .object(object)
  }
}

extension Assumption {
  /// The assumption as it stands in JSON.
  public var json: JSONValue {
    switch state {
    case .met: ["name": .string(name), "state": "met"]
    case .violated(let why): ["name": .string(name), "state": "violated", "why": .string(why)]
    case .notChecked: ["name": .string(name), "state": "not checked"]
    }
  }
}

extension Coefficient {
  /// The coefficient as it stands in JSON.
  public var json: JSONValue {
    var object = JSONObject([
      ("term", .string(term)), ("estimate", .finite(estimate)), ("standardError", .finite(standardError)),
      ("statistic", .finite(statistic)), ("df", .finite(degreesOfFreedom)), ("p", .finite(p)),
      ("interval", interval.json),
    ])
    if let standardized { object["standardized"] = .finite(standardized) }
    if let varianceInflation { object["varianceInflation"] = .finite(varianceInflation) }
    if let oddsRatio { object["oddsRatio"] = oddsRatio.json }
    return .object(object)
  }
}

extension TestResult {
  /// The result as it stands in JSON.
  public var json: JSONValue {
    var baseObject = JSONObject([("n", .integer(base.count))])
    if let weighted = base.weighted {
      baseObject["weightedBase"] = .finite(weighted)
      baseObject["effectiveN"] = .finite(base.effective)
    }
    baseObject["groups"] = .object(JSONObject(groups.map { ($0.name, .integer($0.count)) }))
    baseObject["missing"] = .object(JSONObject(missing.map { ($0.reason, .integer($0.count)) }))
    var object = JSONObject([
      ("id", .string(id)), ("method", .string(method)), ("alternative", .string(alternative.rawValue)),
      ("statistic", ["symbol": .string(symbol), "value": .finite(statistic)]),
      ("df", .array(degreesOfFreedom.map { .finite($0) })), ("p", .finite(p)),
      ("estimate", estimate?.json ?? .null), ("effects", .array(effects.map(\.json))), ("base", .object(baseObject)),
      ("design", .text(design)), ("assumptions", .array(assumptions.map(\.json))),
      ("conventions", .strings(conventions)),
      ("warnings", .strings(warnings)), ("source", .string(source)),
    ])
    if !coefficients.isEmpty { object["coefficients"] = .array(coefficients.map(\.json)) }
    for (name, value) in model?.members ?? [] { object[name] = value }
    if let comparisons { object["postHoc"] = comparisons.json }
    if !details.isEmpty {
      object["details"] = .object(JSONObject(details.map { ($0.name, .finite($0.value)) }))
    }
    for table in tables { object[table.name] = table.json }
    return .object(object)
  }
}

extension PairwiseComparisons {
  /// The comparisons as they stand in JSON.
  public var json: JSONValue {
    [
      "id": .string(method.rawValue), "adjustment": .string(adjustment),
      "comparisons": .array(comparisons.map(\.json)), "conventions": .strings(conventions), "source": .string(source),
    ]
  }
}

extension PairwiseComparisons.Comparison {
  /// The comparison as it stands in JSON.
  public var json: JSONValue {
    [
      "first": .string(first), "second": .string(second),
      "statistic": ["symbol": .string(symbol), "value": .finite(statistic)], "df": .finite(degreesOfFreedom),
      "p": .finite(p), "pAdjusted": .finite(pAdjusted), "estimate": estimate.json,
      "effects": .array(effects.map(\.json)),
    ]
  }
}
