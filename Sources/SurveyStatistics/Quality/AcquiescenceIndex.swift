internal import SurveyModel
public import TextFormats
#if canImport(Glibc)
  internal import Glibc
#endif

/// How far respondents agree with whatever they are asked: the mean of raw answers over items of both directions.
///
/// Items for a thing and items against it weigh the same, however many there are of each, so that the thing itself
/// cancels and what is left is the tendency to agree.
public struct AcquiescenceIndex: Sendable, Hashable {
  /// The items' names.
  public let names: [String]
  /// The names of the items that run against the scale.
  public let reversed: [String]
  /// The middle of the answers.
  public let midpoint: Double
  /// Each respondent's index in the answers' units; nil where an item is missing.
  public let values: [Double?]
  /// How many respondents have an index.
  public let count: Int
  /// The mean index.
  public let mean: Double
  /// Its standard deviation.
  public let deviation: Double
  /// The interval of the mean by Student's t.
  public let interval: Interval
  /// The t statistic and p-value of the mean against the midpoint; nil where all respondents have one index.
  public var test: (t: Double, p: Double)? {
    guard deviation > 0 else { return nil }
    let t = (mean - midpoint) / (deviation / sqrt(Double(count)))
    return (t, StudentT(Double(count - 1)).twoTailed(t))
  }
  /// The mean's distance from the midpoint as a share of half the range: −1 for always disagree, 1 for always agree.
  public let relativeMean: Double

  /// Computes the index.
  ///
  /// - Parameters:
  ///   - columns: the answers as they were given, before any item is reversed; NaN where missing.
  ///   - names: the items' names.
  ///   - reversed: positions of the items that run against the scale; at least one, and at least one does not.
  ///   - range: the lowest and the highest possible answer, the same for all items.
  ///   - level: the interval's level.
  /// - Throws: `statistics.groups` where items do not run both ways, `statistics.argument` for columns of different
  ///   lengths or answers outside the range, `statistics.too-few-respondents`.
  /// - Complexity: O(n k).
  /// - Source: Billiet & McClendon (2000), Structural Equation Modeling 7, 608–628, 10.1207/S15328007SEM0704_5; Saris,
  ///   Revilla, Krosnick & Shaeffer (2010), Survey Research Methods 4, 61–79. R: rowMeans of the raw items.
  public init(
    _ columns: [[Double]], names: [String], reversed: Set<Int>, range: ClosedRange<Double>, level: Double = 0.95
  ) throws(StatisticsError) {
    try InputCheck.level(level)
    let against = columns.indices.filter { reversed.contains($0) }
    let along = columns.indices.filter { !reversed.contains($0) }
    guard names.count == columns.count, !against.isEmpty, !along.isEmpty else {
      throw StatisticsError(
        .groups, found: "\(along.count) items along the scale and \(against.count) against it",
        expected: "at least one of each",
        remedy: "name the items that run against the scale; without them agreeing "
          + "cannot be told from meaning it")
    }
    for (column, name) in zip(columns, names) {
      guard column.count == columns[0].count else {
        throw StatisticsError(
          .argument, place: Place(column: name), found: "\(column.count) answers beside \(columns[0].count)",
          expected: "a value, if a missing one, of each respondent to each item", remedy: "mark missing answers as such"
        )
      }
      let outside = column.count { $0.isFinite && !range.contains($0) }
      guard outside == 0 else {
        throw StatisticsError(
          .argument, place: Place(column: name), found: "\(outside) answer\(outside == 1 ? "" : "s") outside the range",
          expected: "answers from \(range.lowerBound) to \(range.upperBound), as they were given",
          remedy: "give the range of the questionnaire, and items with the same answers")
      }
    }
    let values = columns[0].indices.map { row -> Double? in
      guard columns.allSatisfy({ $0[row].isFinite }) else { return nil }
      let means = [along, against].map { items in
        items.reduce(0) { $0 + columns[$1][row] } / Double(items.count)
      }
      return (means[0] + means[1]) / 2
    }
    let known = values.compactMap { $0 }
    guard known.count >= 2, let mean = CompensatedTotal.mean(known) else {
      throw StatisticsError(
        .tooFewRespondents,
        found: "\(known.count) respondent\(known.count == 1 ? "" : "s") complete on the items", expected: "at least 2",
        remedy: "look at which item is missing most")
    }
    let squares = CompensatedTotal.of(known.map { ($0 - mean) * ($0 - mean) })
    let deviation = sqrt(squares / Double(known.count - 1))
    let reach = StudentT(Double(known.count - 1)).criticalValue(level: level) * deviation / sqrt(Double(known.count))
    self.names = names
    self.reversed = against.map { names[$0] }
    self.values = values
    self.mean = mean
    self.deviation = deviation
    count = known.count
    interval = Interval(lower: mean - reach, upper: mean + reach, level: level, method: "student-t")
    midpoint = (range.lowerBound + range.upperBound) / 2
    relativeMean = (mean - midpoint) / ((range.upperBound - range.lowerBound) / 2)
  }

  /// The summary, no respondents.
  public var json: JSONValue {
    .object(
      JSONObject([
        ("id", "acquiescence"), ("items", .strings(names)), ("reversed", .strings(reversed)), ("n", .integer(count)),
        ("missing", .integer(values.count - count)), ("midpoint", .number(midpoint)), ("mean", .finite(mean)),
        ("sd", .finite(deviation)), ("interval", interval.json), ("relativeMean", .finite(relativeMean)),
        ("statistic", ["symbol": "t", "value": .finite(test?.t)]), ("df", .integer(count - 1)),
        ("p", .finite(test?.p)), ("source", "Billiet & McClendon (2000), 10.1207/S15328007SEM0704_5"),
      ]))
  }
}
