internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Cronbach's alpha with everything an item analysis prints.
public struct CronbachAlpha: Sendable, Hashable {
  /// One item's part in the scale.
  public struct Item: Sendable, Hashable {
    /// The item's name.
    public let name: String
    /// Its mean.
    public let mean: Double
    /// Its standard deviation.
    public let deviation: Double
    /// Its correlation with the sum of the other items.
    public let restCorrelation: Double
    /// Its correlation with the scale, corrected for overlap by its squared multiple correlation; nil where the items'
    /// correlations have no inverse.
    public let correctedCorrelation: Double?
    /// The alpha of the other items; nil with two items.
    public let alphaIfDropped: Double?
  }

  /// The coefficient on the items as they are.
  public let raw: Double
  /// The coefficient on standardised items.
  public let standardized: Double
  /// The mean correlation of the items.
  public let meanCorrelation: Double
  /// Guttman's lambda 6; nil where the items' correlations have no inverse.
  public let lambda6: Double?
  /// Feldt's interval of the raw coefficient.
  public let interval: Interval
  /// The items.
  public let items: [Item]
  /// How many respondents.
  public let count: Int
  private let isPairwise: Bool

  /// Computes alpha from the items' covariances.
  ///
  /// - Parameters:
  ///   - covariances: the covariances of at least two items, already running one way.
  ///   - level: the interval's confidence level.
  /// - Throws: `statistics.groups`, `statistics.constant`, `statistics.argument`.
  /// - Accuracy: 1e-13 of the formula.
  /// - Complexity: O(k³).
  /// - Source: Cronbach (1951), Psychometrika 16, 297–334, 10.1007/BF02310555; Feldt, Woodruff & Salih (1987), Applied
  ///   Psychological Measurement 11(1), 93–103, 10.1177/014662168701100107. R: `psych::alpha`; SPSS: RELIABILITY.
  public init(_ covariances: ItemCovariances, level: Double = 0.95) throws(StatisticsError) {
    try InputCheck.level(level)
    let matrix = covariances.matrix
    let k = matrix.rows
    guard k >= 2 else {
      throw StatisticsError(
        .groups, found: "\(k) item\(k == 1 ? "" : "s")", expected: "at least two items",
        remedy: "name the scale's items")
    }
    guard matrix.total > 0 else {
      throw StatisticsError(
        .constant, place: .init(column: covariances.names.joined(separator: ", ")),
        found: "a sum of items that does not vary", expected: "items that run one way",
        remedy: "reverse the items that run against the scale")
    }
    let correlations = covariances.correlations
    let inverse = correlations.positiveDefiniteInverse()?.inverse
    let smc = inverse.map { inverse in inverse.diagonal.map { 1 - 1 / $0 } }
    raw = Self.alpha(matrix)
    standardized = Self.alpha(correlations)
    meanCorrelation = (correlations.total - Double(k)) / Double(k * (k - 1))
    lambda6 = smc.map { smc in 1 - smc.reduce(0) { $0 + (1 - $1) } / correlations.total }
    interval = Self.feldt(raw, count: covariances.completeCount, items: k, level: level)
    items = (0..<k).map { item in
      Self.item(item, covariances, correlations: correlations, multiple: smc)
    }
    count = covariances.count
    isPairwise = covariances.isPairwise
  }

  private static func alpha(_ matrix: Matrix) -> Double {
    let k = Double(matrix.rows)
    return k / (k - 1) * (1 - matrix.trace / matrix.total)
  }

  private static func feldt(_ alpha: Double, count: Int, items: Int, level: Double) -> Interval {
    let df1 = Double(count - 1)
    let f = FisherF(df1, df1 * Double(items - 1))
    let tail = (1 - level) / 2
    return Interval(
      lower: 1 - (1 - alpha) * f.quantile(upper: tail), upper: 1 - (1 - alpha) * f.quantile(lower: tail),
      level: level, method: "feldt")
  }

  private static func item(
    _ item: Int, _ covariances: ItemCovariances, correlations: Matrix, multiple: [Double]?
  ) -> Item {
    let matrix = covariances.matrix
    let k = matrix.rows
    let row = CompensatedTotal.of((0..<k).map { matrix[item, $0] })
    let variance = matrix[item, item]
    let rest = matrix.total - 2 * row + variance
    let corrected = multiple.map { smc -> Double in
      let all = correlations.total - Double(k) + smc.reduce(0, +)
      let own = (0..<k).reduce(0) { $0 + ($1 == item ? smc[item] : correlations[item, $1]) }
      return own / sqrt(all)
    }
    let others = (0..<k).filter { $0 != item }
    let dropped = k > 2 ? Self.alpha(matrix.submatrix(others)) : nil
    return Item(
      name: covariances.names[item], mean: covariances.means[item], deviation: sqrt(variance),
      restCorrelation: rest > 0 ? max(-1, min(1, (row - variance) / sqrt(variance * rest))) : 0,
      correctedCorrelation: corrected,
      alphaIfDropped: dropped)
  }

  /// Computes alpha from answers of respondents complete on all items and reports it.
  ///
  /// - Parameters:
  ///   - items: the answers to each item, all of the same respondents; a value that is not a number is missing.
  ///   - names: the items' names.
  ///   - reversed: positions of items that run against the scale.
  ///   - level: the interval's confidence level.
  /// - Throws: as ``ItemCovariances/listwise(_:names:reversed:)`` and ``init(_:level:)``.
  public static func run(
    _ items: [[Double]], names: [String], reversed: Set<Int> = [], level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let covariances = try ItemCovariances.listwise(items, names: names, reversed: reversed)
    var result = try CronbachAlpha(covariances, level: level).result(of: items.first?.count ?? 0)
    if !reversed.isEmpty {
      result.conventions.append("reversed: \(reversed.sorted().map { names[$0] }.joined(separator: ", "))")
    }
    return result
  }

  /// The coefficient as a result, with how many of so many respondents are incomplete.
  func result(of respondents: Int) -> TestResult {
    var result = result
    if respondents > count {
      result.missingReasons = ["incomplete"]
      result.missingCounts = [respondents - count]
    }
    return result
  }

  /// The coefficient as a result to report.
  public var result: TestResult {
    let base = Base(count: count)
    let against = items.filter { $0.restCorrelation < 0 }.map(\.name)
    var details: [TestResult.Detail] = [
      .init("standardizedAlpha", standardized), .init("meanCorrelation", meanCorrelation),
    ]
    if let lambda6 { details.append(.init("lambda6", lambda6)) }
    for item in items {
      details += [
        .init("mean.\(item.name)", item.mean), .init("sd.\(item.name)", item.deviation),
        .init("itemRest.\(item.name)", item.restCorrelation),
      ]
      if let value = item.correctedCorrelation { details.append(.init("itemCorrected.\(item.name)", value)) }
      if let value = item.alphaIfDropped { details.append(.init("alphaIfDropped.\(item.name)", value)) }
    }
    return TestResult(
      id: "cronbach-alpha", method: "Cronbach’s alpha", symbol: "α", statistic: raw, p: nil,
      estimate: Estimate(id: "cronbach-alpha", value: raw, interval: interval, base: base), base: base,
      assumptions: [
        Assumption("all items measure one thing equally well (else prefer omega)", .notChecked),
        Assumption("items' errors are uncorrelated", .notChecked),
      ],
      conventions: [
        isPairwise
          ? "each covariance from those who answered both items; the interval by the number of complete respondents"
          : "complete respondents only"
      ],
      warnings: against.isEmpty
        ? [] : ["against the scale: \(against.joined(separator: ", ")); alpha means nothing until reversed"],
      details: details, source: "Cronbach (1951), 10.1007/BF02310555; Feldt et al. (1987), 10.1177/014662168701100107")
  }
}
