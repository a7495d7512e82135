internal import SurveyModel

/// The test of a trend in shares over ordered groups.
public enum CochranArmitageTest {
  /// Tests whether a share rises or falls with the groups' scores.
  ///
  /// - Parameters:
  ///   - successes: The respondents with the answer, group by group.
  ///   - trials: The respondents of each group.
  ///   - scores: The groups' scores; 1, 2, 3 … where nil.
  ///   - names: The groups' names.
  ///   - alternative: Which departures count: `greater` where the share rises with the score.
  ///   - level: The confidence level of the slope's interval.
  /// - Returns: The test with the slope of the share per unit of score; z² is the part of Pearson's chi-squared that
  ///   lies on the line, and the detail `departure` is the rest.
  /// - Throws: ``StatisticsError`` where there are fewer than two groups, equal scores or no variation.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(groups).
  /// - Source: Armitage (1955), doi:10.2307/3001775; Agresti (2013), section 5.3.5. In R: `prop.trend.test`.
  public static func test(
    successes: [Int], trials: [Int], scores: [Double]? = nil, names: [String]? = nil,
    alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let scores = scores ?? trials.indices.map { Double($0 + 1) }
    guard trials.count >= 2, successes.count == trials.count, scores.count == trials.count else {
      throw StatisticsError(
        .groups, found: "\(successes.count) and \(trials.count) counts for \(scores.count) scores",
        expected: "at least two groups, each with its counts and score", remedy: "give every group both counts")
    }
    for (x, n) in zip(successes, trials) { try ProportionInterval.check(successes: x, trials: n) }
    let n = Double(trials.reduce(0, +))
    let share = Double(successes.reduce(0, +)) / n
    let mean = zip(trials, scores).reduce(0) { $0 + Double($1.0) * $1.1 } / n
    let spread = zip(trials, scores).reduce(0) { $0 + Double($1.0) * ($1.1 - mean) * ($1.1 - mean) }
    guard share > 0, share < 1, spread > 0 else {
      throw StatisticsError(
        .constant, found: "one answer only, or equal scores", expected: "two answers and different scores",
        remedy: "choose variables on which respondents differ")
    }
    let cross = zip(successes, scores).reduce(0) { $0 + Double($1.0) * ($1.1 - mean) }
    let z = cross / (share * (1 - share) * spread).squareRoot()
    let pearson = zip(successes, trials).reduce(0) {
      let difference = Double($1.0) / Double($1.1) - share
      return $0 + Double($1.1) * difference * difference / (share * (1 - share))
    }
    let slope = cross / spread
    let error = standardError(successes, trials, scores, mean: mean, spread: spread)
    let base = Base(count: Int(n))
    let smallest = Double(trials.min() ?? 0) * min(share, 1 - share)
    func interval(_ level: Double) -> Interval? {
      guard error > 0 else { return nil }
      let half = Normal.standard.criticalValue(level: level) * error
      return Interval(lower: slope - half, upper: slope + half, level: level, method: "wald")
    }
    return TestResult(
      id: "cochran-armitage", method: "Cochran–Armitage test of trend", alternative: alternative, symbol: "z",
      statistic: z, p: Normal.standard.pValue(z, alternative),
      estimate: Estimate(
        id: "slope-of-share", value: slope, standardError: error, interval: interval(level),
        narrowInterval: interval(0.9), base: base),
      base: base, groups: Array(zip(names ?? trials.indices.map { "\($0 + 1)" }, trials)),
      assumptions: [
        Assumption("respondents are independent", .notChecked), ProportionTest.largeEnough(smallest),
      ],
      conventions: [
        "the variance of z divides by n, not n − 1; scores as given, otherwise 1, 2, 3 …",
        "z uses the standard error without a trend, the interval the one of each group's own share",
      ],
      warnings: error > 0 ? [] : ["every group's share is 0 or 1: there is no interval"],
      details: [
        .init("chiSquaredTrend", z * z), .init("pearson", pearson), .init("departure", max(0, pearson - z * z)),
        .init(
          "pDeparture", trials.count > 2 ? ChiSquared(Double(trials.count - 2)).upperTail(max(0, pearson - z * z)) : 1),
      ],
      source: "Armitage (1955), Biometrics 11, 375–386, doi:10.2307/3001775")
  }

  /// The standard error of the slope, each group with its own share.
  private static func standardError(
    _ successes: [Int], _ trials: [Int], _ scores: [Double], mean: Double, spread: Double
  ) -> Double {
    var sum = CompensatedTotal()
    for (index, score) in scores.enumerated() {
      let share = Double(successes[index]) / Double(trials[index])
      sum.add(Double(trials[index]) * share * (1 - share) * (score - mean) * (score - mean))
    }
    return sum.value.squareRoot() / spread
  }
}
