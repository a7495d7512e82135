internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// What each item of a scale does: how it is answered, how it goes with the others, and what alpha would be without it.
public struct ItemAnalysis: Sendable, Hashable {
  /// One item.
  public struct Item: Sendable, Hashable {
    /// The item's name.
    public let name: String
    /// Whether it was turned round.
    public let isReversed: Bool
    /// How many respondents answered it.
    public let count: Int
    /// How many did not.
    public let missing: Int
    /// Its mean over those who answered it; nil where nobody did.
    public let mean: Double?
    /// Its standard deviation; nil with fewer than two answers.
    public let deviation: Double?
    /// The mean as a share of the way from the lowest to the highest answer (difficulty); nil without a known range.
    public let difficulty: Double?
    /// The share with the lowest possible answer; nil without a known range.
    public let floor: Double?
    /// The share with the highest possible answer; nil without a known range.
    public let ceiling: Double?
    /// Answers outside the known range.
    public let outOfRange: Int
    /// Its correlation with the sum of all items; nil where it does not vary among complete respondents.
    public let totalCorrelation: Double?
    /// Its correlation with the sum of the other items; nil where it does not vary among complete respondents.
    public let restCorrelation: Double?
    /// The share of its variance that the other items predict; nil where the correlations have no inverse.
    public let squaredMultipleCorrelation: Double?
    /// Alpha without it; nil with two items.
    public let alphaIfDropped: Double?
  }

  /// The items, in their order.
  public let items: [Item]
  /// Alpha of the items that vary; nil where fewer than two do, or their sum does not vary.
  public let alpha: CronbachAlpha?
  /// How many respondents answered every item.
  public let completeCount: Int
  /// The mean of the sum score of complete respondents.
  public let sumMean: Double?
  /// Its standard deviation.
  public let sumDeviation: Double?
  /// The share of complete respondents with the lowest and with the highest possible sum; nil without known ranges.
  public let sumFloor: Double?
  /// The share of complete respondents with the highest possible sum.
  public let sumCeiling: Double?
  /// Items on which complete respondents do not differ.
  public let constantItems: [String]

  /// Analyses items.
  ///
  /// An item's mean, deviation, floor and ceiling stand on everybody who answered it; correlations and alpha on
  /// respondents complete on all items. An item that does not vary stays in the list and out of alpha.
  /// - Parameters:
  ///   - columns: the answers to each item as they were given, all of the same respondents; NaN where missing.
  ///   - names: the items' names.
  ///   - reversed: positions of items that run against the scale; each needs a range, on which it is turned round.
  ///   - ranges: the lowest and the highest possible answer of each item; nil where unknown.
  ///   - level: the level of alpha's interval.
  /// - Throws: `statistics.groups` for fewer than two items, `statistics.argument` for columns of different lengths or a
  ///   reversed item without a range, `statistics.too-few-respondents` for fewer than three complete respondents.
  /// - Accuracy: 1e-13 of the formulas.
  /// - Complexity: O(n k² + k⁴).
  /// - Source: Nunnally & Bernstein (1994), Psychometric Theory, chapter 8; Terwee et al. (2007), Journal of Clinical
  ///   Epidemiology 60, 34–42, 10.1016/j.jclinepi.2006.03.012, on floor and ceiling. R: `psych::alpha`; SPSS: RELIABILITY
  ///   /STATISTICS=DESCRIPTIVE /SUMMARY=TOTAL.
  public init(
    _ columns: [[Double]], names: [String], reversed: Set<Int> = [], ranges: [ClosedRange<Double>?] = [],
    level: Double = 0.95
  ) throws(StatisticsError) {
    let ranges = ranges.isEmpty ? [ClosedRange<Double>?](repeating: nil, count: columns.count) : ranges
    try Self.check(columns, names, reversed, ranges)
    let turned = columns.indices.map { index -> [Double] in
      guard reversed.contains(index), let range = ranges[index] else { return columns[index] }
      return columns[index].map { range.lowerBound + range.upperBound - $0 }
    }
    let complete = turned[0].indices.filter { row in turned.allSatisfy { $0[row].isFinite } }
    guard complete.count >= 3 else {
      throw StatisticsError(
        .tooFewRespondents,
        found: "\(complete.count) respondent\(complete.count == 1 ? "" : "s") complete on the items",
        expected: "at least 3", remedy: "look at which item is missing most")
    }
    let rows = turned.map { column in complete.map { column[$0] } }
    let varying = rows.indices.filter { index in rows[index].contains { $0 != rows[index][0] } }
    constantItems = rows.indices.filter { !varying.contains($0) }.map { names[$0] }
    completeCount = complete.count
    var found: CronbachAlpha?
    var multiple: [Double]?
    if varying.count >= 2 {
      let covariances = try ItemCovariances.listwise(varying.map { rows[$0] }, names: varying.map { names[$0] })
      multiple = covariances.correlations.positiveDefiniteInverse()?.inverse.diagonal.map { 1 - 1 / $0 }
      do { found = try CronbachAlpha(covariances, level: level) } catch { if error.code != .constant { throw error } }
    }
    alpha = found
    let sums = complete.indices.map { row in CompensatedTotal.of(rows.map { $0[row] }) }
    (sumMean, sumDeviation) = Self.moments(sums)
    let known = ranges.compactMap { $0 }
    let ends: (Double, Double)? =
      known.count == columns.count
      ? (known.reduce(0) { $0 + $1.lowerBound }, known.reduce(0) { $0 + $1.upperBound }) : nil
    sumFloor = ends.map { ends in Double(sums.count { $0 <= ends.0 }) / Double(sums.count) }
    sumCeiling = ends.map { ends in Double(sums.count { $0 >= ends.1 }) / Double(sums.count) }
    items = columns.indices.map { index in
      let place = varying.firstIndex(of: index)
      return Self.item(
        names[index], turned[index], range: ranges[index], isReversed: reversed.contains(index),
        statistics: place.flatMap { found?.items[$0] }, multiple: place.flatMap { multiple?[$0] },
        totalCorrelation: place == nil ? nil : Self.correlation(rows[index], sums))
    }
  }

  private static func item(
    _ name: String, _ column: [Double], range: ClosedRange<Double>?, isReversed: Bool, statistics: CronbachAlpha.Item?,
    multiple: Double?, totalCorrelation: Double?
  ) -> Item {
    let answers = column.filter(\.isFinite)
    let (mean, deviation) = moments(answers)
    let n = Double(answers.count)
    return Item(
      name: name, isReversed: isReversed, count: answers.count, missing: column.count - answers.count, mean: mean,
      deviation: deviation,
      difficulty: range.flatMap { range in
        mean.map { ($0 - range.lowerBound) / (range.upperBound - range.lowerBound) }
      },
      floor: range.flatMap { range in n > 0 ? Double(answers.count { $0 <= range.lowerBound }) / n : nil },
      ceiling: range.flatMap { range in n > 0 ? Double(answers.count { $0 >= range.upperBound }) / n : nil },
      outOfRange: range.map { range in answers.count { !range.contains($0) } } ?? 0,
      totalCorrelation: totalCorrelation, restCorrelation: statistics?.restCorrelation,
      squaredMultipleCorrelation: multiple, alphaIfDropped: statistics?.alphaIfDropped)
  }

  private static func moments(_ values: [Double]) -> (mean: Double?, deviation: Double?) {
    guard let mean = CompensatedTotal.mean(values) else { return (nil, nil) }
    guard values.count > 1 else { return (mean, nil) }
    let squares = CompensatedTotal.of(values.map { ($0 - mean) * ($0 - mean) })
    return (mean, sqrt(squares / Double(values.count - 1)))
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    guard let meanX = CompensatedTotal.mean(x), let meanY = CompensatedTotal.mean(y) else { return nil }
    var (both, ownX, ownY) = (CompensatedTotal(), CompensatedTotal(), CompensatedTotal())
    for row in x.indices {
      both.add((x[row] - meanX) * (y[row] - meanY))
      ownX.add((x[row] - meanX) * (x[row] - meanX))
      ownY.add((y[row] - meanY) * (y[row] - meanY))
    }
    guard ownX.value > 0, ownY.value > 0 else { return nil }
    // Rounding may put a full correlation a hair beyond 1.
    return max(-1, min(1, both.value / sqrt(ownX.value * ownY.value)))
  }

  private static func check(
    _ columns: [[Double]], _ names: [String], _ reversed: Set<Int>, _ ranges: [ClosedRange<Double>?]
  ) throws(StatisticsError) {
    guard columns.count >= 2 else {
      throw StatisticsError(
        .groups, found: "\(columns.count) item\(columns.count == 1 ? "" : "s")", expected: "at least two items",
        remedy: "name the scale's items")
    }
    guard names.count == columns.count, ranges.count == columns.count else {
      throw StatisticsError(
        .argument, found: "\(names.count) names and \(ranges.count) ranges for \(columns.count) items",
        expected: "one of each for each item", remedy: "give as many names and ranges as items")
    }
    for (column, name) in zip(columns, names) where column.count != columns[0].count {
      throw StatisticsError(
        .argument, place: Place(column: name), found: "\(column.count) answers beside \(columns[0].count)",
        expected: "a value, if a missing one, of each respondent to each item", remedy: "mark missing answers as such")
    }
    for index in reversed.sorted() where !ranges.indices.contains(index) || ranges[index] == nil {
      let name = names.indices.contains(index) ? names[index] : "item \(index + 1)"
      throw StatisticsError(
        .argument, place: Place(column: name), found: "an item to reverse without a range of answers",
        expected: "its lowest and its highest possible answer", remedy: "give its answers in a codebook")
    }
  }
}
