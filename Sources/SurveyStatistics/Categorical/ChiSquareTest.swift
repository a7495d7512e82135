internal import SurveyModel
internal import TextFormats

#if canImport(Glibc)
  internal import Glibc
#endif

/// Chi-squared tests of counts.
public enum ChiSquareTest {
  /// Which statistic measures the distance from the expected counts.
  public enum Statistic: String, Sendable, Hashable {
    /// Pearson's sum of squared differences over expected counts.
    case pearson = "chi-square"
    /// The likelihood ratio G².
    case likelihoodRatio = "g-test"
  }

  /// Tests whether two answers have to do with each other.
  ///
  /// - Parameters:
  ///   - table: The counts; rows and columns without respondents are left out, with a warning.
  ///   - statistic: Pearson's chi-squared or G².
  ///   - continuityCorrection: Yates's correction of a two-by-two table's Pearson statistic; off by default.
  ///   - level: The confidence level of the intervals.
  /// - Returns: The test with Cramér's V (with the noncentral interval), its bias-corrected form, and for two-by-two
  ///   tables phi and the odds ratio. Residuals are the table's `pearsonResiduals` and `adjustedResiduals`.
  /// - Throws: ``StatisticsError`` with code `groups` where fewer than two rows or columns have respondents.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(cells).
  /// - Source: Pearson (1900), doi:10.1080/14786440009463897; Agresti (2007), section 2.4.
  ///   In R: `chisq.test(correct = FALSE)`; in SPSS: CROSSTABS /STATISTICS=CHISQ.
  public static func independence(
    _ table: ContingencyTable, statistic: Statistic = .pearson, continuityCorrection: Bool = false,
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let used = try table.checkedForAssociation()
    let isFourfold = used.counts.count == 2 && used.columnLabels.count == 2
    let corrected = continuityCorrection && isFourfold && statistic == .pearson
    let cells = zip(used.counts.joined(), used.expected.joined()).map { (observed: Double($0), expected: $1) }
    let pearson = self.statistic(cells, .pearson)
    let value = corrected ? yates(cells) : self.statistic(cells, statistic)
    let df = Double((used.counts.count - 1) * (used.columnLabels.count - 1))
    let expected = cells.map(\.expected)
    let smallest = expected.min() ?? 0
    return TestResult(
      id: statistic.rawValue,
      method: statistic == .pearson
        ? "Pearson's chi-squared test of independence" : "Likelihood-ratio test of independence",
      symbol: statistic == .pearson ? "χ²" : "G²", statistic: value, degreesOfFreedom: [df],
      p: ChiSquared(df).upperTail(value), effects: effects(used, chiSquared: pearson, level: level),
      base: Base(count: used.total), groups: Array(zip(used.columnLabels, used.columnTotals)),
      assumptions: [enough(expected)],
      conventions: [
        "V's interval is of the population's V, which plain V overstates: it may lie below plain V",
        corrected ? "Yates's continuity correction" : "no continuity correction",
      ],
      warnings: used == table ? [] : ["rows or columns without respondents are left out"],
      details: [
        .init("pearson", pearson), .init("likelihoodRatio", self.statistic(cells, .likelihoodRatio)),
        .init("smallestExpectedCount", smallest),
        .init("contingencyCoefficient", (pearson / (pearson + Double(used.total))).squareRoot()),
        .init("noncentrality", max(0, pearson - df)),
      ],
      source: statistic == .pearson
        ? "Pearson (1900), Philosophical Magazine 50, 157–175, doi:10.1080/14786440009463897"
        : "Wilks (1935), Annals of Mathematical Statistics 6, 190–196, doi:10.1214/aoms/1177732564")
  }

  /// Tests whether counts agree with given shares.
  ///
  /// - Parameters:
  ///   - counts: The respondents in each category.
  ///   - shares: The hypothetical shares, above zero; they are brought to the sum 1. Equal shares where nil.
  ///   - labels: The categories' labels.
  ///   - level: The confidence level.
  /// - Returns: The test with Cohen's w.
  /// - Throws: ``StatisticsError`` where there are fewer than two categories, no respondents or a share that is not
  ///   above zero.
  /// - Source: Pearson (1900), doi:10.1080/14786440009463897. In R: `chisq.test(x, p =)`.
  public static func goodnessOfFit(
    counts: [Int], shares: [Double]? = nil, labels: [String]? = nil, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let shares = shares ?? [Double](repeating: 1, count: counts.count)
    let total = shares.reduce(0, +)
    let n = counts.reduce(0, +)
    guard counts.count >= 2, shares.count == counts.count, counts.allSatisfy({ $0 >= 0 }) else {
      throw StatisticsError(
        .groups, found: "\(counts.count) categories and \(shares.count) shares",
        expected: "at least two categories with a share each", remedy: "give one share per category")
    }
    guard shares.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw StatisticsError(
        .argument, found: "a hypothetical share that is not above zero", expected: "shares above zero",
        remedy: "leave out categories that cannot occur")
    }
    guard n > 0 else {
      throw StatisticsError(
        .tooFewRespondents, found: "no respondents", expected: "at least one respondent with an answer",
        remedy: "check --where and the missing codes")
    }
    let cells = zip(counts, shares).map { (observed: Double($0), expected: Double(n) * $1 / total) }
    let value = statistic(cells, .pearson)
    let df = Double(counts.count - 1)
    let bounds = NoncentralChiSquared.noncentralityInterval(statistic: value, degreesOfFreedom: df, level: level)
    let names = labels ?? counts.indices.map { "\($0 + 1)" }
    return TestResult(
      id: "chi-square-goodness-of-fit", method: "Chi-squared test of goodness of fit", symbol: "χ²",
      statistic: value, degreesOfFreedom: [df], p: ChiSquared(df).upperTail(value),
      effects: [
        EffectSize(
          id: "cohens-w", value: (value / Double(n)).squareRoot(),
          interval: Interval(
            lower: (bounds.lower / Double(n)).squareRoot(), upper: (bounds.upper / Double(n)).squareRoot(),
            level: level, method: "noncentral"))
      ],
      base: Base(count: n), groups: Array(zip(names, counts)), assumptions: [enough(cells.map(\.expected))],
      details: [.init("likelihoodRatio", statistic(cells, .likelihoodRatio))],
      source: "Pearson (1900), Philosophical Magazine 50, 157–175, doi:10.1080/14786440009463897")
  }

  static func statistic(_ cells: [(observed: Double, expected: Double)], _ kind: Statistic) -> Double {
    var total = CompensatedTotal()
    for (observed, expected) in cells where expected > 0 {
      switch kind {
      case .pearson: total.add((observed - expected) * (observed - expected) / expected)
      case .likelihoodRatio where observed > 0: total.add(2 * observed * log(observed / expected))
      case .likelihoodRatio: break
      }
    }
    return max(0, total.value)
  }

  private static func yates(_ cells: [(observed: Double, expected: Double)]) -> Double {
    cells.reduce(0) {
      let difference = max(0, abs($1.observed - $1.expected) - 0.5)
      return $0 + difference * difference / $1.expected
    }
  }

  private static func effects(_ table: ContingencyTable, chiSquared: Double, level: Double) -> [EffectSize] {
    let n = Double(table.total)
    let (rows, columns) = (Double(table.counts.count), Double(table.columnLabels.count))
    let df = (rows - 1) * (columns - 1)
    let reach = n * (min(rows, columns) - 1)
    let bounds = NoncentralChiSquared.noncentralityInterval(
      statistic: chiSquared, degreesOfFreedom: df, level: level)
    let interval = Interval(
      lower: min(1, (bounds.lower / reach).squareRoot()), upper: min(1, (bounds.upper / reach).squareRoot()),
      level: level, method: "noncentral")
    var effects = [
      EffectSize(id: "cramers-v", value: min(1, (chiSquared / reach).squareRoot()), interval: interval),
      // Both estimate the same association, so that one interval serves both.
      EffectSize(
        id: "cramers-v-bias-corrected", value: biasCorrectedV(chiSquared, n: n, rows: rows, columns: columns),
        interval: interval),
    ]
    if rows == 2, columns == 2 {
      let (a, b, c, d) = (
        Double(table.counts[0][0]), Double(table.counts[0][1]), Double(table.counts[1][0]),
        Double(table.counts[1][1])
      )
      effects += PhiCoefficient.effects(a: a, b: b, c: c, d: d, level: level)
      effects.append(OddsRatio(a: a, b: b, c: c, d: d).effect(level: level))
      // The share of the first row's answer in the first column over that in the second.
      if let ratio = RiskRatio.effect((a, a + c), (b, b + d), level: level) { effects.append(ratio) }
    }
    return effects.filter(\.value.isFinite)
  }

  /// Cramér's V with the bias of small samples taken out.
  ///
  /// - Source: Bergsma (2013), doi:10.1016/j.jkss.2012.10.002. In R: `rcompanion::cramerV(bias.correct = TRUE)`.
  static func biasCorrectedV(_ chiSquared: Double, n: Double, rows: Double, columns: Double) -> Double {
    let square = max(0, chiSquared / n - (rows - 1) * (columns - 1) / (n - 1))
    let correctedRows = rows - (rows - 1) * (rows - 1) / (n - 1)
    let correctedColumns = columns - (columns - 1) * (columns - 1) / (n - 1)
    return (square / (min(correctedRows, correctedColumns) - 1)).squareRoot()
  }

  /// Cochran's rule: no expected count under 1 and at most a fifth of them under 5.
  private static func enough(_ expected: [Double]) -> Assumption {
    let smallest = expected.min() ?? 0
    let small = expected.count { $0 < 5 }
    let holds = smallest >= 1 && 5 * small <= expected.count
    return Assumption(
      "expected counts are large enough (none under 1, at most a fifth under 5)",
      holds
        ? .met
        : .violated(
          why: "\(small) of \(expected.count) are under 5, the smallest is "
            + FixedDecimals.string(smallest, decimals: 1)))
  }
}
