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
  /// - Returns: Alpha, without a p-value: the method has none. Units with fewer than two values do not count.
  /// - Throws: ``StatisticsError`` where coders differ in their number of units, no unit has two values, or there is one
  ///   value only.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(units · values²).
  /// - Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability; Hayes & Krippendorff (2007),
  ///   doi:10.1080/19312450709336664. In R: `irr::kripp.alpha`.
  public static func test(_ codings: [[Double?]], metric: Metric = .nominal) throws(StatisticsError) -> TestResult {
    let units = codings.first?.count ?? 0
    guard codings.count >= 2, codings.allSatisfy({ $0.count == units }) else {
      throw StatisticsError(
        .argument, found: "\(codings.count) coder(s), or coders with different units",
        expected: "two coders or more with one value per unit", remedy: "give every coder every unit, blank if missing")
    }
    let values = Array(Set(codings.joined().compactMap { $0 })).sorted()
    var coincidences = [[Double]](repeating: [Double](repeating: 0, count: values.count), count: values.count)
    var used = 0
    for unit in 0..<units {
      let given = codings.compactMap { $0[unit] }
      guard given.count >= 2 else { continue }
      used += 1
      let counts = values.map { value in Double(given.count { $0 == value }) }
      for first in values.indices where counts[first] > 0 {
        for second in values.indices {
          let pairs = counts[first] * (counts[second] - (first == second ? 1 : 0))
          coincidences[first][second] += pairs / Double(given.count - 1)
        }
      }
    }
    let totals = coincidences.map { $0.reduce(0, +) }
    let n = totals.reduce(0, +)
    guard used > 0, totals.count(where: { $0 > 0 }) >= 2 else {
      throw StatisticsError(
        .constant, found: used == 0 ? "no unit with two values" : "one value only",
        expected: "units with two values or more, and more than one value", remedy: "check the missing codes")
    }
    var observed = CompensatedTotal()
    var expected = CompensatedTotal()
    for first in values.indices {
      for second in values.indices where first != second {
        let distance = squaredDistance(first, second, values, totals, metric)
        observed.add(coincidences[first][second] * distance)
        expected.add(totals[first] * totals[second] * distance)
      }
    }
    let alpha = 1 - (n - 1) * observed.value / expected.value
    let base = Base(count: used)
    return TestResult(
      id: "krippendorff-alpha", method: "Krippendorff's alpha (\(metric.rawValue))", symbol: "α", statistic: alpha,
      p: nil, estimate: Estimate(id: "krippendorff-alpha", value: alpha, base: base), base: base,
      conventions: ["\(metric.rawValue) metric; units with fewer than two values do not count"],
      details: [.init("pairableValues", n), .init("coders", Double(codings.count))],
      source: "Hayes & Krippendorff (2007), Communication Methods and Measures 1, 77–89, "
        + "doi:10.1080/19312450709336664")
  }

  private static func squaredDistance(
    _ first: Int, _ second: Int, _ values: [Double], _ totals: [Double], _ metric: Metric
  ) -> Double {
    let (one, two) = (values[first], values[second])
    let distance: Double
    switch metric {
    case .nominal: distance = 1
    case .ordinal:
      let range = min(first, second)...max(first, second)
      distance = totals[range].reduce(0, +) - (totals[first] + totals[second]) / 2
    case .interval: distance = one - two
    case .ratio: distance = one + two == 0 ? 0 : (one - two) / (one + two)
    }
    return distance * distance
  }
}
