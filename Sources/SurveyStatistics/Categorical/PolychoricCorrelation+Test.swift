internal import SurveyModel
internal import TextFormats

#if canImport(Glibc)
  internal import Glibc
#endif

extension PolychoricCorrelation {
  /// The correlation behind two ordered answers, as a test of no association.
  ///
  /// - Parameters:
  ///   - table: The counts, rows and columns from the lowest answer to the highest.
  ///   - method: Two-step or maximum likelihood.
  ///   - emptyCells: What stands in cells that nobody is in.
  ///   - level: The confidence level.
  /// - Returns: z (or, at the boundary, the likelihood-ratio statistic against independence) with p, the correlation
  ///   with its interval, gamma as an effect size, the cuts in `details`, and as an assumption whether two normal
  ///   traits fit the table.
  /// - Throws: As ``init(_:method:emptyCell:inLargerTables:)``.
  /// - Source: Olsson (1979), doi:10.1007/BF02296207.
  public static func test(
    _ table: ContingencyTable, method: Method = .twoStep, emptyCells: EmptyCellRule = .fourfold, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let used = try table.checkedForAssociation()
    let counts = used.counts.map { $0.map(Double.init) }
    let correlation = try PolychoricCorrelation(
      counts, method: method, emptyCell: emptyCells == .none ? 0 : 0.5, inLargerTables: emptyCells == .half)
    let base = Base(count: used.total)
    let ratio = 2 * (correlation.logLikelihood - Self.independent(used))
    var result = TestResult(
      id: "polychoric", method: "Polychoric correlation (\(Self.words(method)))", symbol: "χ²",
      statistic: max(0, ratio), degreesOfFreedom: [1], p: ChiSquared(1).upperTail(max(0, ratio)),
      estimate: Estimate(
        id: "polychoric-correlation", value: correlation.value, standardError: correlation.standardError,
        interval: correlation.interval(level: level), narrowInterval: correlation.interval(level: 0.9), base: base),
      effects: OrdinalAssociation(used).map { [$0.effect(.gamma, level: level)] } ?? [], base: base,
      groups: Array(zip(used.columnLabels, used.columnTotals)),
      assumptions: [correlation.fit(used)],
      conventions: [Self.convention(method), Self.convention(emptyCells)],
      warnings: used == table ? [] : ["rows or columns without respondents are left out"],
      details: [.init("logLikelihood", correlation.logLikelihood), .init("likelihoodRatio", max(0, ratio))],
      source: "Olsson (1979), Psychometrika 44, 443–460, doi:10.1007/BF02296207")
    if let error = correlation.standardError {
      result.symbol = "z"
      result.statistic = correlation.value / error
      result.degreesOfFreedom = []
      result.p = Normal.standard.twoTailed(result.statistic)
    } else {
      result.warnings.append(
        "the answers agree so far that the likelihood rises up to a correlation of \(correlation.value > 0 ? 1 : -1): "
          + "there is no standard error, and the test is the likelihood ratio against independence")
    }
    if correlation.isCorrected {
      let empty = counts.joined().count { $0 == 0 }
      result.warnings.append(
        empty == 1
          ? "an empty cell was taken as one half of a respondent"
          : "\(empty) empty cells were each taken as one half of a respondent")
    }
    for (index, cut) in correlation.rowThresholds.enumerated() {
      result.details.append(.init("rowThreshold.\(used.rowLabels[index])", cut))
    }
    for (index, cut) in correlation.columnThresholds.enumerated() {
      result.details.append(.init("columnThreshold.\(used.columnLabels[index])", cut))
    }
    return result
  }

  private static func words(_ method: Method) -> String {
    method == .twoStep ? "two-step" : "maximum likelihood"
  }

  private static func convention(_ method: Method) -> String {
    method == .twoStep
      ? "two-step: the cuts from the margins, then the correlation; its standard error accounts for the cuts"
      : "maximum likelihood of correlation and cuts together; standard error from the observed information"
  }

  private static func convention(_ emptyCells: EmptyCellRule) -> String {
    switch emptyCells {
    case .fourfold: "an empty cell of a two-by-two table counts one half; larger tables are taken as they are"
    case .half: "every empty cell counts one half, as psych does"
    case .none: "empty cells are taken as they are"
    }
  }

  /// The log-likelihood of the table where the two answers have nothing to do with each other.
  private static func independent(_ table: ContingencyTable) -> Double {
    let expected = table.expected
    let n = Double(table.total)
    var total = CompensatedTotal()
    for row in table.counts.indices {
      for column in table.counts[row].indices where table.counts[row][column] > 0 {
        total.add(Double(table.counts[row][column]) * log(expected[row][column] / n))
      }
    }
    return total.value
  }

  /// Whether two normal traits fit the table: the likelihood ratio against a table that is free.
  private func fit(_ table: ContingencyTable) -> Assumption {
    let name = "two normal traits lie behind the answers"
    let df = table.counts.count * table.columnLabels.count - table.counts.count - table.columnLabels.count
    guard df > 0, !isAtBoundary else { return Assumption(name, .notChecked) }
    let n = Double(table.total)
    let free = table.counts.joined().reduce(0) { $1 > 0 ? $0 + Double($1) * log(Double($1) / n) : $0 }
    let p = ChiSquared(Double(df)).upperTail(max(0, 2 * (free - logLikelihood)))
    return Assumption(
      name,
      p >= 0.05
        ? .met
        : .violated(
          why:
            "the likelihood ratio against a free table is \(FixedDecimals.string(2 * (free - logLikelihood), decimals: 1)) "
            + "with \(df) degrees of freedom"))
  }
}
