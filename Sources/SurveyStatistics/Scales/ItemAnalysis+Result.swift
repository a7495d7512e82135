internal import SurveyModel

extension ItemAnalysis {
  /// The share at an end of a scale beyond which it counts as a floor or ceiling effect.
  ///
  /// - Source: Terwee et al. (2007), 10.1016/j.jclinepi.2006.03.012.
  public static let endEffect = 0.15

  /// The analysis as a result to report.
  public var result: TestResult {
    let base = Base(count: completeCount)
    return TestResult(
      id: "item-analysis", method: "Item analysis", symbol: "α", statistic: alpha?.raw ?? .nan, p: nil,
      estimate: alpha.map { Estimate(id: "cronbach-alpha", value: $0.raw, interval: $0.interval, base: base) },
      base: base, conventions: conventions, warnings: warnings, details: details, tables: [itemsTable],
      source: "Nunnally & Bernstein (1994), Psychometric Theory; Terwee et al. (2007), 10.1016/j.jclinepi.2006.03.012")
  }

  private var conventions: [String] {
    let reversed = items.filter(\.isReversed).map(\.name)
    var conventions = [
      "mean, standard deviation, floor and ceiling of an item: everybody who answered it; correlations and alpha: "
        + "respondents complete on all items",
      "difficulty is the mean as a share of the way from the lowest to the highest answer",
      "the correlation with the rest leaves the item itself out",
    ]
    if !reversed.isEmpty { conventions.append("reversed: \(reversed.joined(separator: ", "))") }
    return conventions
  }

  private var warnings: [String] {
    var warnings: [String] = []
    if !constantItems.isEmpty {
      warnings.append(
        "the same answer from every complete respondent, so left out of alpha: "
          + constantItems.joined(separator: ", "))
    }
    if alpha == nil {
      warnings.append("no alpha: fewer than two items vary, or their sum does not")
    }
    let against = items.filter { ($0.restCorrelation ?? 0) < 0 }.map(\.name)
    if !against.isEmpty {
      warnings.append("against the scale: \(against.joined(separator: ", ")); alpha means nothing until reversed")
    }
    let weak = items.filter { item in item.restCorrelation.map { $0 >= 0 && $0 < 0.3 } ?? false }.map(\.name)
    if !weak.isEmpty { warnings.append("correlation with the rest below .30: \(weak.joined(separator: ", "))") }
    let outside = items.filter { $0.outOfRange > 0 }.map { "\($0.name) (\($0.outOfRange))" }
    if !outside.isEmpty {
      warnings.append("answers outside the codebook's range: \(outside.joined(separator: ", "))")
    }
    for (share, name) in [(sumFloor, "lowest"), (sumCeiling, "highest")] {
      if let share, share > Self.endEffect {
        warnings.append(
          "\(FactorModel.thousandths(share)) of the complete respondents have the \(name) possible sum "
            + "(more than .150)")
      }
    }
    return warnings
  }

  private var details: [TestResult.Detail] {
    var details: [TestResult.Detail] = [.init("items", Double(items.count))]
    if let alpha {
      details += [
        .init("standardizedAlpha", alpha.standardized), .init("meanCorrelation", alpha.meanCorrelation),
      ]
      if let lambda6 = alpha.lambda6 { details.append(.init("lambda6", lambda6)) }
    }
    for (name, value) in [
      ("sumMean", sumMean), ("sumDeviation", sumDeviation), ("sumFloor", sumFloor), ("sumCeiling", sumCeiling),
    ] {
      if let value { details.append(.init(name, value)) }
    }
    return details
  }

  private var itemsTable: ResultTable {
    var table = ResultTable(
      "items", title: "Items",
      columns: [
        .init("item", "Item"), .init("n", "n"), .init("missing", "Missing"), .init("mean", "M"), .init("sd", "SD"),
        .init("difficulty", "Difficulty"), .init("floor", "Floor"), .init("ceiling", "Ceiling"),
        .init("itemTotal", "r with total"), .init("itemRest", "r with rest"),
        .init("squaredMultipleCorrelation", "R² from the others"), .init("alphaIfDropped", "α without it"),
        .init("isReversed", "Reversed"), .init("outOfRange", "Out of range"),
      ])
    for item in items {
      table.add([
        .text(item.name), .count(item.count), .count(item.missing), .number(item.mean), .number(item.deviation),
        .number(item.difficulty), .number(item.floor), .number(item.ceiling), .number(item.totalCorrelation),
        .number(item.restCorrelation), .number(item.squaredMultipleCorrelation), .number(item.alphaIfDropped),
        .flag(item.isReversed), .count(item.outOfRange),
      ])
    }
    return table
  }
}
