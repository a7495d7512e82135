internal import SurveyModel
public import TextFormats

extension IndexAudit {
  /// What is not as declared, each as a sentence.
  static func findings(_ items: [Item], isSum: Bool, isDetermined: Bool, name: String) -> [String] {
    var findings: [String] = []
    func list(_ items: [Item]) -> String { items.map(\.declaration.name).joined(separator: ", ") }
    if isSum {
      let declared = items.filter(\.declaration.isDeclared)
      let omitted = declared.filter { $0.isUsed == false }
      if !omitted.isEmpty {
        findings.append(
          "\(name) contains \(declared.count - omitted.count) of its \(declared.count) declared items; not "
            + list(omitted))
      }
      let extra = items.filter { !$0.declaration.isDeclared && $0.isUsed == true }
      if !extra.isEmpty { findings.append("\(name) contains items that are not declared: \(list(extra))") }
      let used = declared.filter { $0.isUsed == true }
      let turned = used.filter { item in
        item.weight.map { ($0 < 0) != item.declaration.isReversed } ?? false
      }
      // An index that runs the other way as a whole is one finding, not one per item.
      if !turned.isEmpty, turned.count == used.count {
        findings.append("\(name) runs against its declaration as a whole")
      } else if !turned.isEmpty {
        findings.append("the sign in \(name) is not the declared one: \(list(turned))")
      }
      let sizes = used.compactMap { $0.weight.map(abs) }
      if let least = sizes.min(), let most = sizes.max(), most > least * (1 + 1e-6) {
        findings.append("the items of \(name) do not weigh the same")
      }
    } else {
      findings.append(
        isDetermined
          ? "\(name) is no weighted sum of these items"
          : "an item is constant or repeats others, so that the weights in \(name) cannot be told")
    }
    let against = items.filter { ($0.restCorrelation ?? 0) < 0 }
    if !against.isEmpty {
      findings.append("turned as declared, these run against the other items: \(list(against))")
    }
    let outside = items.filter { $0.outOfRange > 0 }
    if !outside.isEmpty {
      findings.append(
        "answers outside the declared range: "
          + outside.map { "\($0.declaration.name) (\($0.outOfRange))" }.joined(separator: ", "))
    }
    let ranges = Set(items.filter(\.declaration.isDeclared).compactMap(\.declaration.range))
    if ranges.count > 1 { findings.append("the declared items do not have the same range of answers") }
    return findings
  }

  /// The audit as it stands in JSON; no respondents.
  public var json: JSONValue {
    let rows = items.map { item in
      JSONValue.object(
        JSONObject([
          ("item", .string(item.declaration.name)), ("isDeclared", .bool(item.declaration.isDeclared)),
          ("isReversed", .bool(item.declaration.isReversed)), ("isUsed", item.isUsed.map { .bool($0) } ?? .null),
          ("weight", .finite(item.weight)), ("itemRest", .finite(item.restCorrelation)),
          ("declaredRange", Self.json(item.declaration.range)), ("foundRange", Self.json(item.found)),
          ("outOfRange", .integer(item.outOfRange)),
        ]))
    }
    return .object(
      JSONObject([
        ("id", "index-audit"), ("index", .string(name)), ("n", .integer(count)),
        ("isWeightedSum", .bool(isWeightedSum)), ("constant", .finite(constant)),
        ("largestResidual", .finite(largestResidual)), ("isAsDeclared", .bool(isAsDeclared)),
        ("items", .array(rows)), ("findings", .strings(findings)),
      ]))
  }

  private static func json(_ range: ClosedRange<Double>?) -> JSONValue {
    range.map { .array([.finite($0.lowerBound), .finite($0.upperBound)]) } ?? .null
  }
}
