/// The sign test of paired answers: whether more respondents answer higher than lower.
public enum PairedSignTest {
  /// Tests whether as many respondents answer the first question higher as answer it lower.
  ///
  /// - Parameters:
  ///   - x: the first answers, missing pairs left out.
  ///   - y: the second answers of the same respondents, in the same order.
  ///   - names: the names of the two.
  ///   - alternative: `greater` means that the first answers are higher.
  ///   - level: the interval's confidence level.
  /// - Returns: the number of pairs in which the first is higher, exact p among pairs that differ, and
  ///   P(X > Y) − P(X < Y) over all pairs.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-13.
  /// - Complexity: O(n).
  /// - Source: Dixon & Mood (1946), Journal of the American Statistical Association 41, 557–566,
  ///   10.1080/01621459.1946.10501898. R: `binom.test`; SPSS: NPAR TESTS /SIGN.
  public static func run(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let directions = PairedDirections(try PairedAnswers.differences(x, y, names, level: level))
    let changed = directions.above + directions.below
    let binomial = Binomial(changed, 0.5)
    let lower = binomial.lowerTail(directions.above)
    let upper = binomial.atLeast(directions.above)
    let half = binomial.mass(directions.above) / 2
    let (p, middle) =
      switch alternative {
      case .twoSided: (min(1, 2 * min(lower, upper)), min(1, 2 * (min(lower, upper) - half)))
      case .less: (lower, lower - half)
      case .greater: (upper, upper - half)
      }
    return TestResult(
      id: "sign-paired", method: "Sign test of paired answers", alternative: alternative, symbol: "S",
      statistic: Double(directions.above), p: p, estimate: directions.estimate(level: level),
      effects: [
        EffectSize(
          id: "share-above-of-changed", value: Double(directions.above) / Double(changed),
          interval: try ProportionInterval.interval(
            .clopperPearson, successes: directions.above, trials: changed, level: level))
      ],
      base: Base(count: directions.count), assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [
        "equal pairs are left out of the test and kept in the estimate",
        "exact binomial p; two-sided: twice the smaller tail",
      ],
      details: [
        .init("above", Double(directions.above)), .init("below", Double(directions.below)),
        .init("equal", Double(directions.equal)), .init("midP", middle),
      ], source: "Dixon & Mood (1946), 10.1080/01621459.1946.10501898; interval: Tango (1998)")
  }

  /// Tests whether as many answers lie above a given value as below it.
  ///
  /// - Parameters:
  ///   - x: the answers, missing ones left out.
  ///   - mu: the value.
  ///   - name: the variable's name.
  ///   - alternative: `greater` means that answers lie above the value.
  ///   - level: the interval's confidence level.
  /// - Returns: as ``run(_:_:names:alternative:level:)``, against the value.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Source: Dixon & Mood (1946), 10.1080/01621459.1946.10501898. R: `binom.test`.
  public static func oneSample(
    _ x: [Double], mu: Double, name: String = "X", alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    var result = try run(
      x, [Double](repeating: mu, count: x.count), names: [name, "\(mu)"], alternative: alternative, level: level)
    result.id = "sign"
    result.method = "Sign test of one sample"
    result.details.append(.init("mu", mu))
    return result
  }
}
