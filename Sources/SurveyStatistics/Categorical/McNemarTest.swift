internal import SurveyModel

/// McNemar's test of two shares of the same respondents.
public enum McNemarTest {
  /// How the p-value is made.
  public enum Rule: String, Sendable, Hashable {
    /// The exact p less half the probability of the outcome itself: close to its level.
    case midP = "mid-p"
    /// The exact conditional p: never below its level, often far above.
    case exact
    /// The chi-squared statistic without continuity correction.
    case asymptotic
    /// The chi-squared statistic with Edwards's continuity correction, as R does by default.
    case corrected
  }

  /// Tests whether as many respondents changed in one direction as in the other.
  ///
  /// - Parameters:
  ///   - table: The counts: rows the first answer (yes, no), columns the second (yes, no).
  ///   - rule: How the p-value is made; all three stand in the details.
  ///   - level: The confidence level.
  /// - Returns: The test with the difference of the shares (Newcombe, paired) and the odds ratio b/c with its exact
  ///   interval. Where nobody changed, p is 1 and there is no odds ratio.
  /// - Throws: ``StatisticsError`` where the table is not two by two or empty.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(1).
  /// - Source: McNemar (1947), doi:10.1007/BF02295996; Fagerland, Lydersen & Laake (2013),
  ///   doi:10.1186/1471-2288-13-91. In R: `mcnemar.test(correct = FALSE)`, `exact2x2::mcnemar.exact`.
  public static func test(
    _ table: ContingencyTable, rule: Rule = .midP, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let (a, b, c, d) = try table.fourCells()
    let changed = b + c
    let square = Double(b - c) * Double(b - c) / Double(changed)
    let statistic = changed == 0 ? 0 : square
    let asymptotic = ChiSquared(1).upperTail(statistic)
    let distance = max(0, abs(Double(b - c)) - 1)
    let correctedStatistic = changed == 0 ? 0 : distance * distance / Double(changed)
    let exact = BinomialTest.pValues(successes: b, trials: changed, probability: 0.5)
    let midP = min(1, 2 * (min(exact.less, exact.greater) - Binomial(changed, 0.5).mass(b) / 2))
    let p =
      switch rule {
      case .midP: midP
      case .exact: exact.central
      case .asymptotic: asymptotic
      case .corrected: ChiSquared(1).upperTail(correctedStatistic)
      }
    let n = Double(table.total)
    let estimate = Estimate(
      id: "difference-of-paired-shares", value: Double(b - c) / n,
      standardError: (max(0, Double(changed) - Double(b - c) * Double(b - c) / n)).squareRoot() / n,
      interval: try NewcombeInterval.paired(both: a, firstOnly: b, secondOnly: c, neither: d, level: level),
      narrowInterval: try NewcombeInterval.paired(both: a, firstOnly: b, secondOnly: c, neither: d, level: 0.9),
      base: Base(count: table.total))
    return TestResult(
      id: "mcnemar", method: "McNemar's test", symbol: "χ²",
      statistic: rule == .corrected ? correctedStatistic : statistic, degreesOfFreedom: [1], p: p,
      estimate: estimate, effects: try oddsRatio(b, c, level: level), base: estimate.base,
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [
        "p by the \(rule.rawValue) rule; "
          + (rule == .corrected
            ? "the statistic has Edwards's continuity correction" : "the statistic has no continuity correction")
      ],
      details: [
        .init("firstOnly", Double(b)), .init("secondOnly", Double(c)), .init("pMidP", midP),
        .init("pExact", exact.central), .init("pAsymptotic", asymptotic),
        .init("corrected", correctedStatistic),
      ],
      source: "McNemar (1947), Psychometrika 12, 153–157, doi:10.1007/BF02295996; Fagerland, Lydersen & Laake (2013), "
        + "BMC Medical Research Methodology 13, 91, doi:10.1186/1471-2288-13-91")
  }

  /// The odds ratio b/c; its interval is Clopper and Pearson's of the share b/(b + c).
  private static func oddsRatio(_ b: Int, _ c: Int, level: Double) throws(StatisticsError) -> [EffectSize] {
    guard b + c > 0 else { return [] }
    let share = try ProportionInterval.interval(.clopperPearson, successes: b, trials: b + c, level: level)
    func odds(_ share: Double) -> Double { share == 1 ? .infinity : share / (1 - share) }
    return [
      EffectSize(
        id: "paired-odds-ratio", value: Double(b) / Double(c),
        interval: Interval(lower: odds(share.lower), upper: odds(share.upper), level: level, method: share.method)),
      EffectSize(
        id: "cohens-g", value: Double(b) / Double(b + c) - 0.5,
        interval: Interval(
          lower: share.lower - 0.5, upper: share.upper - 0.5, level: level, method: share.method)),
    ]
  }
}
