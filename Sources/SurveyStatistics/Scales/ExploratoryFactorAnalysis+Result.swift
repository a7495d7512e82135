internal import SurveyModel

extension ExploratoryFactorAnalysis {
  /// The analysis as a result to report.
  public var result: TestResult {
    TestResult(
      id: "factor-analysis", method: "Exploratory factor analysis", symbol: "χ²", statistic: chiSquared ?? .nan,
      degreesOfFreedom: [Double(degreesOfFreedom)], p: p, base: Base(count: count),
      assumptions: [
        Assumption("the items share enough for common factors (Kaiser–Meyer–Olkin at least .50)", sharing),
        Assumption(
          correlationKind == .pearson
            ? "items are continuous and close to normal" : "normal traits stand behind the answers", .notChecked),
      ], conventions: conventions, warnings: warnings, details: details,
      tables: [fitTable, loadingsTable, factorsTable, correlationsTable, eigenvaluesTable].compactMap { $0 },
      source: source)
  }

  private var source: String {
    let extraction =
      method == .maximumLikelihood
      ? "Jöreskog (1967), 10.1007/BF02289658" : "Harman & Jones (1966), 10.1007/BF02289468"
    switch rotation {
    case .none: return extraction
    case .varimax: return extraction + "; Kaiser (1958), 10.1007/BF02289233"
    case .oblimin: return extraction + "; Jennrich & Sampson (1966), 10.1007/BF02289465"
    }
  }

  private var sharing: Assumption.State {
    guard let adequacy else { return .notChecked }
    if adequacy.overall >= 0.5 { return .met }
    return .violated(why: "the measure is \(FactorModel.thousandths(adequacy.overall))")
  }

  private var conventions: [String] {
    let extraction = method == .maximumLikelihood ? "maximum likelihood" : "minimum residuals"
    let turning =
      switch rotation {
      case .none: "factors as extracted"
      case .varimax: "varimax with Kaiser’s normalisation"
      case .oblimin: "direct oblimin (γ = 0) without Kaiser’s normalisation; loadings are pattern coefficients"
      }
    return [
      "\(factors) factor\(factors == 1 ? "" : "s") of \(correlationKind.rawValue) correlations by \(extraction)",
      turning, "χ² with Bartlett’s correction; RMSEA from the discrepancy and n − 1 (as psych)",
    ]
  }

  private var warnings: [String] {
    var warnings: [String] = []
    if !improperItems.isEmpty {
      warnings.append(
        "uniqueness at its least value \(FactorExtraction.leastUniqueness) (Heywood case): "
          + "\(improperItems.joined(separator: ", ")); ask for fewer factors or leave the item out")
    }
    if adequacy == nil {
      warnings.append("the correlations have no inverse: no χ², no fit indices and no Kaiser–Meyer–Olkin measure")
    }
    if degreesOfFreedom == 0 { warnings.append("no degrees of freedom: the fit cannot be tested") }
    if correlationKind == .polychoric {
      warnings.append("χ² and what follows from it are rough for polychoric correlations")
    }
    for factor in 0..<factors {
      let marked = names.indices.count { abs(loadings[$0, factor]) >= 0.4 }
      if rotation != .none, marked < 3 {
        warnings.append("factor \(factor + 1) has \(marked) loading\(marked == 1 ? "" : "s") of .40 or more")
      }
    }
    return warnings
  }

  private var details: [TestResult.Detail] {
    var details: [TestResult.Detail] = [.init("factors", Double(factors)), .init("rmsr", rootMeanSquareResidual)]
    if let rmsea { details.append(.init("rmsea", rmsea)) }
    if let rmseaInterval {
      details += [.init("rmseaLower90", rmseaInterval.lower), .init("rmseaUpper90", rmseaInterval.upper)]
    }
    if let tli { details.append(.init("tli", tli)) }
    if let adequacy {
      details += [
        .init("kmo", adequacy.overall), .init("bartlettChiSquared", adequacy.chiSquared),
        .init("bartlettDf", Double(adequacy.degreesOfFreedom)), .init("bartlettP", adequacy.p),
      ]
    }
    return details
  }

  /// The indices beside χ², which the result itself has with its degrees of freedom and p.
  private var fitTable: ResultTable {
    var table = ResultTable.fit
    table.addFit("tli", "TLI", tli)
    table.addFit("rmsea", "RMSEA with 90% interval", rmsea, rmseaInterval)
    table.addFit("rmsr", "Root mean square residual", rootMeanSquareResidual)
    table.addFit("kmo", "Kaiser–Meyer–Olkin", adequacy?.overall)
    table.addFit("bartlett", "Bartlett’s χ²", adequacy?.chiSquared)
    return table
  }

  private var factorColumns: [ResultTable.Column] {
    (1...factors).map { ResultTable.Column("factor\($0)", "Factor \($0)") }
  }

  private var loadingsTable: ResultTable {
    var table = ResultTable(
      "loadings", title: "Loadings",
      columns: [.init("item", "Item")] + factorColumns + [
        .init("communality", "Communality"), .init("uniqueness", "Uniqueness"), .init("complexity", "Complexity"),
        .init("kmo", "KMO"),
      ])
    for item in names.indices {
      table.add(
        [.text(names[item])] + (0..<factors).map { .number(loadings[item, $0]) } + [
          .number(communalities[item]), .number(uniquenesses[item]), .number(complexity(item)),
          .number(adequacy?.items[item]),
        ])
    }
    return table
  }

  private var factorsTable: ResultTable {
    var table = ResultTable(
      "factors", title: "Variance that the factors account for",
      columns: [
        .init("factor", "Factor"), .init("variance", "Sum of squared loadings"),
        .init("share", "Share of all variance"),
        .init("cumulativeShare", "Cumulative share"),
      ])
    var sum = 0.0
    for factor in 0..<factors {
      sum += variances[factor]
      let k = Double(names.count)
      table.add([
        .count(factor + 1), .number(variances[factor]), .number(variances[factor] / k), .number(sum / k),
      ])
    }
    return table
  }

  private var correlationsTable: ResultTable? {
    guard factors > 1, rotation == .oblimin else { return nil }
    var table = ResultTable(
      "factorCorrelations", title: "Correlations of the factors", columns: [.init("factor", "Factor")] + factorColumns)
    for row in 0..<factors {
      table.add([.count(row + 1)] + (0..<factors).map { .number(factorCorrelations[row, $0]) })
    }
    return table
  }

  private var eigenvaluesTable: ResultTable {
    var table = ResultTable(
      "eigenvalues", title: "Eigenvalues of the correlations",
      columns: [.init("place", "Place"), .init("observed", "Eigenvalue")])
    for (place, value) in eigenvalues.enumerated() { table.add([.count(place + 1), .number(value)]) }
    return table
  }
}
