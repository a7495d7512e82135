/// Newcombe's intervals for the difference between two shares.
public enum NewcombeInterval {
  /// The interval for the difference between the shares of two groups, from their score intervals (method 10).
  ///
  /// - Parameters:
  ///   - first: Successes and trials of the first group.
  ///   - second: Successes and trials of the second group.
  ///   - level: The confidence level.
  /// - Returns: The interval of the first share less the second, within [−1, 1].
  /// - Throws: ``StatisticsError`` where a group is empty or has more successes than trials.
  /// - Accuracy: 1e-13 absolute.
  /// - Source: Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
  ///   In R: `DescTools::BinomDiffCI(method = "score")`.
  public static func independent(
    _ first: (successes: Int, trials: Int), _ second: (successes: Int, trials: Int), level: Double = 0.95
  ) throws(StatisticsError) -> Interval {
    let one = try ProportionInterval.interval(.wilson, successes: first.0, trials: first.1, level: level)
    let two = try ProportionInterval.interval(.wilson, successes: second.0, trials: second.1, level: level)
    let p = Double(first.successes) / Double(first.trials)
    let q = Double(second.successes) / Double(second.trials)
    let lower = p - q - hypotenuse(p - one.lower, two.upper - q)
    let upper = p - q + hypotenuse(one.upper - p, q - two.lower)
    return Interval(lower: lower, upper: upper, level: level, method: "newcombe")
  }

  /// The interval for the difference between two shares of the same respondents (method 10 for paired data).
  ///
  /// - Parameters:
  ///   - both: Respondents with both answers.
  ///   - firstOnly: Respondents with the first answer only.
  ///   - secondOnly: Respondents with the second answer only.
  ///   - neither: Respondents with neither.
  ///   - level: The confidence level.
  /// - Returns: The interval of the first share less the second.
  /// - Throws: ``StatisticsError`` where there is no respondent.
  /// - Source: Newcombe (1998), doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C.
  public static func paired(
    both: Int, firstOnly: Int, secondOnly: Int, neither: Int, level: Double = 0.95
  ) throws(StatisticsError) -> Interval {
    let n = both + firstOnly + secondOnly + neither
    let one = try ProportionInterval.interval(.wilson, successes: both + firstOnly, trials: n, level: level)
    let two = try ProportionInterval.interval(.wilson, successes: both + secondOnly, trials: n, level: level)
    let p = Double(both + firstOnly) / Double(n)
    let q = Double(both + secondOnly) / Double(n)
    let phi = correlation(
      both: Double(both), firstOnly: Double(firstOnly), secondOnly: Double(secondOnly), neither: Double(neither))
    let lower = square(p - one.lower, two.upper - q, phi).squareRoot()
    let upper = square(one.upper - p, q - two.lower, phi).squareRoot()
    return Interval(lower: p - q - lower, upper: p - q + upper, level: level, method: "newcombe-paired")
  }

  /// Phi with Newcombe's continuity correction, which only shrinks a positive one.
  private static func correlation(both e: Double, firstOnly f: Double, secondOnly g: Double, neither h: Double)
    -> Double
  {
    let margins = (e + f) * (g + h) * (e + g) * (f + h)
    guard margins > 0 else { return 0 }
    var numerator = e * h - f * g
    if numerator > 0 { numerator = max(0, numerator - (e + f + g + h) / 2) }
    return numerator / margins.squareRoot()
  }

  private static func square(_ a: Double, _ b: Double, _ phi: Double) -> Double {
    max(0, a * a - 2 * phi * a * b + b * b)
  }

  private static func hypotenuse(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
}
