internal import SurveyModel
internal import TextFormats

#if canImport(Glibc)
  internal import Glibc
#endif

/// The test of an association of two answers within strata.
public enum MantelHaenszelTest {
  /// Tests whether the odds ratio common to all strata is 1.
  ///
  /// - Parameters:
  ///   - strata: One two-by-two table per stratum; strata in which a margin is empty say nothing and are left out.
  ///   - continuityCorrection: Whether half a respondent is taken off the difference; on in R, off here.
  ///   - level: The confidence level.
  /// - Returns: The test with the common odds ratio and its interval (Robins, Breslow & Greenland), and in the details
  ///   Breslow and Day's test, with Tarone's correction, of whether the strata share an odds ratio.
  /// - Throws: ``StatisticsError`` where a table is not two by two or no stratum says anything.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(strata).
  /// - Source: Mantel & Haenszel (1959), doi:10.1093/jnci/22.4.719; Robins, Breslow & Greenland (1986),
  ///   doi:10.2307/2531052; Breslow & Day (1980), section 4.4. In R: `mantelhaen.test`, `DescTools::BreslowDayTest`.
  public static func test(
    _ strata: [ContingencyTable], continuityCorrection: Bool = false, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    var tables: [Stratum] = []
    for table in strata {
      let (a, b, c, d) = try table.fourCells()
      if a + b > 0, c + d > 0, a + c > 0, b + d > 0 { tables.append(Stratum(a, b, c, d)) }
    }
    guard !tables.isEmpty else {
      throw StatisticsError(
        .constant, found: "no stratum in which both answers vary", expected: "at least one",
        remedy: "choose coarser strata")
    }
    let difference = tables.reduce(0) { $0 + $1.a - $1.row * $1.column / $1.n }
    let variance = tables.reduce(0) { $0 + $1.variance }
    let half = continuityCorrection && abs(difference) >= 0.5 ? 0.5 : 0
    let statistic = (abs(difference) - half) * (abs(difference) - half) / variance
    let ratio = CommonOddsRatio(tables)
    let breslow = breslowDay(tables, ratio: ratio.value)
    let n = tables.reduce(0) { $0 + Int($1.n) }
    let pBreslow = tables.count > 1 ? ChiSquared(Double(tables.count - 1)).upperTail(breslow) : 1
    let alike = Assumption(
      "the strata share one odds ratio",
      tables.count < 2
        ? .notChecked
        : pBreslow >= 0.05
          ? .met
          : .violated(
            why: "Breslow–Day χ²(\(tables.count - 1)) = \(FixedDecimals.string(breslow, decimals: 2)), p < .05"))
    let base = Base(count: n)
    return TestResult(
      id: "mantel-haenszel", method: "Mantel–Haenszel test", symbol: "χ²", statistic: statistic,
      degreesOfFreedom: [1], p: ChiSquared(1).upperTail(statistic),
      estimate: Estimate(
        id: "common-odds-ratio", value: ratio.value, interval: ratio.interval(level: level),
        narrowInterval: ratio.interval(level: 0.9), base: base),
      base: base, assumptions: [Assumption("respondents are independent within strata", .notChecked), alike],
      conventions: [continuityCorrection ? "continuity correction of one half" : "no continuity correction"],
      warnings: tables.count < strata.count
        ? ["\(strata.count - tables.count) strata in which an answer does not vary are left out"] : [],
      details: [
        .init("strata", Double(tables.count)), .init("breslowDay", breslow),
        .init("pBreslowDay", pBreslow),
      ],
      source: "Mantel & Haenszel (1959), Journal of the National Cancer Institute 22, 719–748, "
        + "doi:10.1093/jnci/22.4.719")
  }

  /// Breslow and Day's statistic with Tarone's correction.
  ///
  /// Source: Tarone (1985), doi:10.1093/biomet/72.1.91.
  private static func breslowDay(_ tables: [Stratum], ratio: Double) -> Double {
    guard ratio > 0, ratio.isFinite, tables.count > 1 else { return 0 }
    var sum = CompensatedTotal()
    var (differences, variances) = (0.0, 0.0)
    for table in tables {
      let fitted = table.fitted(ratio: ratio)
      let variance =
        1
        / (1 / fitted + 1 / (table.row - fitted) + 1 / (table.column - fitted)
          + 1 / (table.n - table.row - table.column + fitted))
      guard variance > 0, variance.isFinite else { continue }
      sum.add((table.a - fitted) * (table.a - fitted) / variance)
      differences += table.a - fitted
      variances += variance
    }
    return max(0, sum.value - (variances > 0 ? differences * differences / variances : 0))
  }
}

/// A two-by-two table of one stratum.
private struct Stratum {
  let a, b, c, d: Double
  var row: Double { a + b }
  var column: Double { a + c }
  var n: Double { a + b + c + d }
  var variance: Double { n > 1 ? row * (c + d) * column * (b + d) / (n * n * (n - 1)) : 0 }

  init(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
    (self.a, self.b, self.c, self.d) = (Double(a), Double(b), Double(c), Double(d))
  }

  /// The first cell that has this odds ratio with the same margins.
  func fitted(ratio: Double) -> Double {
    if ratio == 1 { return row * column / n }
    let (p, q, r) = (1 - ratio, n - row - column + ratio * (row + column), -ratio * row * column)
    let root = (q * q - 4 * p * r).squareRoot()
    // Of the two roots the one within the margins; the form without cancellation, as q is positive or p is.
    let first = q > 0 ? -2 * r / (q + root) : (-q + root) / (2 * p)
    return min(max(first, max(0, row + column - n)), min(row, column))
  }
}

/// The Mantel–Haenszel odds ratio with the error of Robins, Breslow and Greenland.
private struct CommonOddsRatio {
  let value: Double
  let logStandardError: Double

  init(_ tables: [Stratum]) {
    let agree = tables.map { $0.a * $0.d / $0.n }
    let differ = tables.map { $0.b * $0.c / $0.n }
    let (r, s) = (CompensatedTotal.of(agree), CompensatedTotal.of(differ))
    value = r / s
    var (rr, rs, ss) = (0.0, 0.0, 0.0)
    for (index, table) in tables.enumerated() {
      let p = (table.a + table.d) / table.n
      let q = (table.b + table.c) / table.n
      rr += p * agree[index]
      rs += p * differ[index] + q * agree[index]
      ss += q * differ[index]
    }
    logStandardError = (rr / (2 * r * r) + rs / (2 * r * s) + ss / (2 * s * s)).squareRoot()
  }

  func interval(level: Double) -> Interval? {
    guard value > 0, value.isFinite else { return nil }
    let half = Normal.standard.criticalValue(level: level) * logStandardError
    return Interval(
      lower: value * exp(-half), upper: value * exp(half), level: level, method: "robins-breslow-greenland")
  }
}
