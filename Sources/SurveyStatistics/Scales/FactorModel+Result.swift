internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

extension FactorModel {
  /// Fits the model to answers of respondents complete on all items and reports it.
  ///
  /// - Parameters:
  ///   - items: the answers to each item, all of the same respondents; a value that is not a number is missing.
  ///   - names: the items' names.
  ///   - assignment: which factor each item belongs to, from 0; one factor for all when nil.
  ///   - factorNames: the factors' names.
  ///   - reversed: positions of items that run against their factor.
  ///   - withMethodFactor: whether a factor of acquiescence stands beside the others.
  ///   - level: the level of the intervals.
  /// - Throws: as ``ItemCovariances/listwise(_:names:reversed:)`` and
  ///   ``init(_:assignment:factorNames:methodSigns:)``.
  public static func run(
    _ items: [[Double]], names: [String], assignment: [Int]? = nil, factorNames: [String]? = nil,
    reversed: Set<Int> = [], withMethodFactor: Bool = false, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try InputCheck.level(level)
    let covariances = try ItemCovariances.listwise(items, names: names, reversed: reversed)
    let signs = items.indices.map { reversed.contains($0) ? -1.0 : 1.0 }
    let model = try FactorModel(
      covariances, assignment: assignment, factorNames: factorNames, methodSigns: withMethodFactor ? signs : nil)
    var result = model.result(level: level)
    let left = (items.first?.count ?? 0) - covariances.count
    if left > 0 {
      result.missingReasons = ["incomplete"]
      result.missingCounts = [left]
    }
    if !reversed.isEmpty {
      result.conventions.append("reversed: \(reversed.sorted().map { names[$0] }.joined(separator: ", "))")
    }
    return result
  }

  /// The numbers of the model's fit by name.
  var fitDetails: [TestResult.Detail] {
    var details: [TestResult.Detail] = [
      .init("chiSquared", chiSquared), .init("chiSquaredDf", Double(degreesOfFreedom)),
    ]
    if let p { details.append(.init("chiSquaredP", p)) }
    details.append(.init("cfi", cfi))
    if let tli { details.append(.init("tli", tli)) }
    if let rmsea { details.append(.init("rmsea", rmsea)) }
    if let interval = rmseaInterval {
      details += [.init("rmseaLower90", interval.lower), .init("rmseaUpper90", interval.upper)]
    }
    details += [.init("srmr", srmr), .init("logLikelihood", logLikelihood)]
    for (name, loading) in zip(names, standardizedLoadings) { details.append(.init("loading.\(name)", loading)) }
    return details
  }

  /// The loadings in the items' own units, as coefficients.
  var coefficients: [Coefficient] { coefficients(level: 0.95) }

  /// The loadings in the items' own units, with Wald intervals of that level.
  func coefficients(level: Double) -> [Coefficient] {
    let z = Normal.standard.criticalValue(level: level)
    return names.indices.map { item in
      let error = loadingErrors[item]
      let statistic = error > 0 ? loadings[item] / error : 0
      return Coefficient(
        term: factors == 1 ? names[item] : "\(factorNames[assignment[item]]): \(names[item])",
        estimate: loadings[item], standardError: error, statistic: statistic, degreesOfFreedom: nil,
        p: Normal.standard.twoTailed(statistic),
        interval: Interval(
          lower: loadings[item] - z * error, upper: loadings[item] + z * error, level: level, method: "wald"))
    }
  }

  /// Whether the model fits closely by Hu and Bentler's (1999) two-index rule: SRMR at most .08, CFI at least .95.
  var fitsClosely: Assumption.State {
    guard degreesOfFreedom > 0 else { return .notChecked }
    if srmr <= 0.08, cfi >= 0.95 { return .met }
    return .violated(why: "SRMR \(Self.thousandths(srmr)), CFI \(Self.thousandths(cfi))")
  }

  /// A number with three decimals and no zero before the point.
  static func thousandths(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "not a number" }
    let whole = Int((value * 1000).rounded())
    let digits = String(abs(whole) % 1000)
    let sign = whole < 0 ? "-" : ""
    return sign + (abs(whole) >= 1000 ? String(abs(whole) / 1000) : "") + "."
      + String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// What a careful reader must know of the fit.
  var warnings: [String] {
    var warnings: [String] = []
    if !improperItems.isEmpty {
      warnings.append("error variance below zero (Heywood case): \(improperItems.joined(separator: ", "))")
    }
    for b in 0..<factors {
      for a in 0..<b where abs(factorCorrelations[a, b]) >= 1 {
        warnings.append("factors \(a + 1) and \(b + 1) correlate beyond 1: they are not two")
      }
    }
    if let method = methodFactor, method.variance < 0 {
      warnings.append("variance of the method factor below zero: there is no such method")
    }
    if degreesOfFreedom == 0 { warnings.append("the model has no degrees of freedom: its fit cannot be tested") }
    if count < 100 { warnings.append("fewer than 100 respondents: fit indices are rough") }
    return warnings
  }

  /// The model as a result to report, with 95 % intervals.
  public var result: TestResult { result(level: 0.95) }

  /// The model as a result to report.
  public func result(level: Double) -> TestResult {
    var details = fitDetails
    for b in 0..<factors {
      for a in 0..<b {
        details += [
          .init("factorCorrelation.\(a + 1).\(b + 1)", factorCorrelations[a, b]),
          .init("factorCorrelationError.\(a + 1).\(b + 1)", factorCorrelationErrors[a, b]),
        ]
      }
    }
    details += [
      .init("baselineChiSquared", baseline.chiSquared), .init("baselineDf", Double(baseline.degreesOfFreedom)),
      .init("aic", aic), .init("bic", bic), .init("parameters", Double(parameterCount)),
    ]
    if let method = methodFactor {
      details += [.init("methodVariance", method.variance), .init("methodVarianceError", method.standardError)]
    }
    var conventions = [
      "factors have variance 1; χ² = n · F; RMSEA divides by n; SRMR includes the diagonal; AIC and BIC do not count "
        + "the means (as lavaan)"
    ]
    if methodFactor != nil {
      conventions.append(
        "method factor: loads by 1 on every item as it was answered and goes with no other factor (acquiescence)")
    }
    return TestResult(
      id: "cfa", method: "Confirmatory factor model, maximum likelihood", symbol: "χ²", statistic: chiSquared,
      degreesOfFreedom: [Double(degreesOfFreedom)], p: p, estimate: correlationEstimate(level: level),
      coefficients: coefficients(level: level), base: Base(count: count),
      assumptions: [
        Assumption("the model fits closely", fitsClosely),
        Assumption("items are continuous and close to normal", .notChecked),
      ], conventions: conventions, warnings: warnings, details: details,
      tables: [fitTable, loadingsTable, correlationsTable(level: level)].compactMap { $0 },
      source: "Jöreskog (1969), 10.1007/BF02289343")
  }

  /// The correlation of the two factors where there are two.
  private func correlationEstimate(level: Double) -> Estimate? {
    guard factors == 2 else { return nil }
    let (value, error) = (factorCorrelations[0, 1], factorCorrelationErrors[0, 1])
    func interval(_ level: Double) -> Interval {
      let z = Normal.standard.criticalValue(level: level)
      return Interval(lower: value - z * error, upper: value + z * error, level: level, method: "wald")
    }
    return Estimate(
      id: "factor-correlation", value: value, standardError: error, interval: interval(level),
      narrowInterval: interval(0.9), base: Base(count: count))
  }

  /// The indices beside χ², which the result itself has with its degrees of freedom and p.
  private var fitTable: ResultTable {
    var table = ResultTable.fit
    table.addFit("cfi", "CFI", cfi)
    table.addFit("tli", "TLI", tli)
    table.addFit("rmsea", "RMSEA with 90% interval", rmsea, rmseaInterval)
    table.addFit("srmr", "SRMR", srmr)
    table.addFit("aic", "AIC", aic)
    table.addFit("bic", "BIC", bic)
    if let method = methodFactor { table.addFit("methodVariance", "Variance of the method factor", method.variance) }
    return table
  }

  private var loadingsTable: ResultTable {
    var table = ResultTable(
      "loadings", title: "Loadings",
      columns: [
        .init("item", "Item"), .init("factor", "Factor"), .init("loading", "Loading"), .init("standardError", "SE"),
        .init("standardized", "Standardised"), .init("standardizedError", "SE of standardised"),
        .init("errorVariance", "Error variance"), .init("errorVarianceError", "SE of error variance"),
        .init("explained", "R²"),
      ])
    for item in names.indices {
      table.add([
        .text(names[item]), .text(factorNames[assignment[item]]), .number(loadings[item]),
        .number(loadingErrors[item]), .number(standardizedLoadings[item]), .number(standardizedLoadingErrors[item]),
        .number(errorVariances[item]), .number(errorVarianceErrors[item]), .number(explainedVariances[item]),
      ])
    }
    return table
  }

  private func correlationsTable(level: Double) -> ResultTable? {
    guard factors > 1 else { return nil }
    let z = Normal.standard.criticalValue(level: level)
    var table = ResultTable(
      "factorCorrelations", title: "Correlations of the factors",
      columns: [
        .init("factor", "Factor"), .init("other", "With"), .init("estimate", "Correlation"),
        .init("standardError", "SE"), .init("lower", "Lower end"), .init("upper", "Upper end"),
      ])
    for b in 0..<factors {
      for a in 0..<b {
        let (value, error) = (factorCorrelations[a, b], factorCorrelationErrors[a, b])
        table.add([
          .text(factorNames[a]), .text(factorNames[b]), .number(value), .number(error), .number(value - z * error),
          .number(value + z * error),
        ])
      }
    }
    return table
  }
}
