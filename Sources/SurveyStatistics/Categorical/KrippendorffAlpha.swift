internal import SurveyModel

/// The agreement of any number of codings, with missing ones, beyond chance.
public enum KrippendorffAlpha {
  /// How far two values are apart.
  public enum Metric: String, Sendable, Hashable, CaseIterable {
    /// Equal or not.
    case nominal
    /// By the values that lie between them.
    case ordinal
    /// By their difference.
    case interval
    /// By their difference over their sum.
    case ratio
  }

  /// Measures the agreement of codings.
  ///
  /// - Parameters:
  ///   - codings: For each coder, the value given to each unit; nil where there is none.
  ///   - metric: How far two values are apart.
  ///   - bootstrap: The settings of the interval, which resamples units; none with 0 replicates.
  ///   - level: The interval's confidence level.
  /// - Returns: Alpha with its bootstrap interval, without a p-value: the method has none. Units with fewer than two
  ///   values do not count.
  /// - Throws: ``StatisticsError`` where coders differ in their number of units, no unit has two values, there is one
  ///   value only, or a ratio is asked of values below zero.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(units · values²) and O(replicates · patterns · values²).
  /// - Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability; Hayes & Krippendorff (2007),
  ///   doi:10.1080/19312450709336664; interval: Zapf, Castell, Morawietz & Karch (2016), doi:10.1186/s12874-016-0200-9.
  ///   In R: `irr::kripp.alpha`; in SPSS: the macro KALPHA.
  public static func test(
    _ codings: [[Double?]], metric: Metric = .nominal, bootstrap: Bootstrap = Bootstrap(), level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let units = codings.first?.count ?? 0
    guard codings.count >= 2, codings.allSatisfy({ $0.count == units }) else {
      throw StatisticsError(
        .argument, found: "\(codings.count) coder(s), or coders with different units",
        expected: "two coders or more with one value per unit", remedy: "give every coder every unit, blank if missing")
    }
    let values = Array(Set(codings.joined().compactMap { $0 })).sorted()
    if metric == .ratio, let smallest = values.first, smallest < 0 {
      throw StatisticsError(
        .kind, found: "a value below zero for the ratio metric", expected: "values with a true zero",
        remedy: "use the interval metric")
    }
    let table = UnitPatterns(codings, values: values)
    guard let alpha = table.alpha(table.counts, metric) else {
      throw StatisticsError(
        .constant, found: table.counts.isEmpty ? "no unit with two values" : "one value only",
        expected: "units with two values or more, and more than one value", remedy: "check the missing codes")
    }
    let used = table.counts.reduce(0, +)
    let base = Base(count: used)
    let draws = used > 1 ? bootstrap.distribution(counts: table.counts) { table.alpha($0, metric) } : []
    return TestResult(
      id: "krippendorff-alpha", method: "Krippendorff's alpha (\(metric.rawValue))", symbol: "α", statistic: alpha,
      p: nil,
      estimate: Estimate(
        id: "krippendorff-alpha", value: alpha, interval: bootstrap.percentileInterval(draws, level: level),
        narrowInterval: bootstrap.percentileInterval(draws, level: 0.9), base: base),
      base: base, assumptions: [Assumption("units are independent, and codings were made apart", .notChecked)],
      conventions: [
        "\(metric.rawValue) metric; units with fewer than two values do not count",
        "interval by percentile bootstrap of units (\(bootstrap.replicates) replicates, seed \(bootstrap.seed))",
      ],
      details: [
        .init("pairableValues", table.pairable), .init("coders", Double(codings.count)),
        .init("values", Double(values.count)),
      ],
      source: "Hayes & Krippendorff (2007), Communication Methods and Measures 1, 77–89, "
        + "doi:10.1080/19312450709336664")
  }
}

/// The units by which values they were given how often; only those with two values or more.
private struct UnitPatterns {
  /// How many units show each pattern.
  let counts: [Int]
  private let values: [Double]
  /// For each pattern the values given with their number.
  private let patterns: [[(value: Int, number: Double)]]

  init(_ codings: [[Double?]], values: [Double]) {
    var positions: [[Int]: Int] = [:]
    var counts: [Int] = []
    var patterns: [[(value: Int, number: Double)]] = []
    let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    for unit in 0..<(codings.first?.count ?? 0) {
      let given = codings.compactMap { coder in coder[unit].flatMap { places[$0] } }.sorted()
      guard given.count >= 2 else { continue }
      if let known = positions[given] {
        counts[known] += 1
        continue
      }
      positions[given] = counts.count
      counts.append(1)
      var pattern: [(value: Int, number: Double)] = []
      for value in given {
        if pattern.last?.value == value {
          pattern[pattern.count - 1].number += 1
        } else {
          pattern.append((value, 1))
        }
      }
      patterns.append(pattern)
    }
    self.counts = counts
    self.values = values
    self.patterns = patterns
  }

  /// How many values can be paired with another of the same unit.
  var pairable: Double {
    zip(counts, patterns).reduce(0) { sum, unit in sum + Double(unit.0) * unit.1.reduce(0) { $0 + $1.number } }
  }

  /// Alpha where the patterns have those counts; nil where only one value is left.
  func alpha(_ counts: [Int], _ metric: KrippendorffAlpha.Metric) -> Double? {
    var totals = [Double](repeating: 0, count: values.count)
    for (count, pattern) in zip(counts, patterns) where count > 0 {
      for (value, number) in pattern { totals[value] += Double(count) * number }
    }
    guard totals.count(where: { $0 > 0 }) >= 2 else { return nil }
    let n = totals.reduce(0, +)
    let below = totals.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) }
    func distance(_ one: Int, _ two: Int) -> Double {
      let distance: Double
      switch metric {
      case .nominal: distance = 1
      case .ordinal:
        let (low, high) = (min(one, two), max(one, two))
        distance = below[high + 1] - below[low] - (totals[low] + totals[high]) / 2
      case .interval: distance = values[one] - values[two]
      case .ratio:
        let sum = values[one] + values[two]
        distance = sum == 0 ? 0 : (values[one] - values[two]) / sum
      }
      return distance * distance
    }
    var observed = CompensatedTotal()
    for (count, pattern) in zip(counts, patterns) where count > 0 && pattern.count > 1 {
      let number = pattern.reduce(0) { $0 + $1.number }
      for (index, one) in pattern.enumerated() {
        for two in pattern[(index + 1)...] {
          observed.add(2 * Double(count) * one.number * two.number / (number - 1) * distance(one.value, two.value))
        }
      }
    }
    var expected = CompensatedTotal()
    for one in values.indices where totals[one] > 0 {
      for two in values.indices where two > one && totals[two] > 0 {
        expected.add(2 * totals[one] * totals[two] * distance(one, two))
      }
    }
    return expected.value > 0 ? 1 - (n - 1) * observed.value / expected.value : nil
  }
}
