public import SurveyAggregation
internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// Tests of shares in a weighted or complex sample.
public enum DesignShareTest {
  /// Tests a share against a hypothetical one on the log-odds.
  ///
  /// The interval is the logit one of the same standard error: p < .05 exactly where the 95 % interval leaves the
  /// hypothetical share out.
  ///
  /// - Parameters:
  ///   - values: 1 or 0 per record; NaN outside the domain.
  ///   - probability: The hypothetical share, strictly between 0 and 1.
  ///   - variance: The design's variances.
  ///   - name: The variable.
  ///   - alternative: `greater` means that the share is larger.
  ///   - level: The confidence level.
  /// - Throws: `statistics.design` without degrees of freedom, `statistics.constant` where all or none have the answer.
  /// - Accuracy: 1e-10 relative against R.
  /// - Complexity: O(respondents).
  /// - Source: Lumley (2010), Complex Surveys, section 2.4. R: the test that `survey::svyciprop(method = "logit")`
  ///   inverts; SPSS: CSTABULATE.
  public static func one(
    _ values: [Double], probability: Double = 0.5, variance: DesignVariance, name: String,
    alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(probability: probability)
    try ProportionInterval.check(level: level)
    var share = variance.mean(id: "share", of: values)
    guard share.base.count > 0, share.value.isFinite else {
      throw StatisticsError(
        .tooFewRespondents, place: Place(column: name), found: "no respondents with weight",
        expected: "at least two respondents", remedy: "check --where, the missing codes and the weights")
    }
    let df = try variance.remaining(share.degreesOfFreedom ?? 0, less: 0)
    guard share.value > 0, share.value < 1 else {
      throw StatisticsError(
        .constant, place: Place(column: name), found: share.value > 0 ? "the answer from everybody" : "it from nobody",
        expected: "respondents with and without the answer",
        remedy: "report the share with the interval of 'topline summary'; a linearised test has no spread here")
    }
    let error = try variance.error(of: share.standardError.map { $0 * $0 } ?? .nan, [name])
    share.interval = try ProportionInterval.interval(
      .logit, share: share.value, standardError: error, degreesOfFreedom: df, base: share.base, level: level)
    share.narrowInterval = try ProportionInterval.interval(
      .logit, share: share.value, standardError: error, degreesOfFreedom: df, base: share.base, level: 0.9)
    let distance = log(share.value / (1 - share.value)) - log(probability / (1 - probability))
    let t = distance * share.value * (1 - share.value) / error
    var result = TestResult(
      id: "proportion", method: "Design-based test of one share", alternative: alternative, symbol: "t", statistic: t,
      degreesOfFreedom: [df], p: StudentT(df).pValue(t, alternative), estimate: share,
      effects: ShareEffects.against(probability, estimate: share), base: share.base,
      conventions: ["tested on the log-odds, as the interval is made", DesignMeanTest.convention(variance)],
      details: [.init("probability", probability)],
      source: "Lumley (2010), Complex Surveys, section 2.4, doi:10.1002/9780470580066")
    result.design = variance.words
    return result
  }

  /// Tests whether two groups' shares differ.
  ///
  /// - Parameters: as of ``DesignGroupTest/means(_:group:variance:names:alternative:mu:level:)``, with values 0 and 1.
  /// - Returns: t of the difference, the difference with its t interval, and the odds ratio with the interval of its
  ///   linearised logarithm.
  /// - Source: R: `survey::svyttest(success ~ group)`; SPSS: CSTABULATE /RISK.
  public static func two(
    _ values: [Double], group: [Int], variance: DesignVariance, names: [String], alternative: Alternative = .twoSided,
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    var result = try DesignGroupTest.means(
      values, group: group, variance: variance, names: names, alternative: alternative, level: level)
    result.id = "proportions"
    result.method = "Design-based test of two shares"
    result.estimate?.id = "share-difference"
    result.details = [.init("share1", result.details[0].value), .init("share2", result.details[1].value)]
    let parts = (0..<2).map { place in variance.influenceOfMean(zip(values, group).map { $1 == place ? $0 : .nan }) }
    let (a, b) = (parts[0].value, parts[1].value)
    result.effects = []
    if a > 0, a < 1, b > 0, b < 1, let df = result.degreesOfFreedom.first {
      let odds = log(a / (1 - a)) - log(b / (1 - b))
      let influence = zip(parts[0].influence, parts[1].influence).map { $0 / (a * (1 - a)) - $1 / (b * (1 - b)) }
      let interval = MeanInterval.interval(
        mean: odds, standardError: variance.variance(ofInfluence: influence).squareRoot(), degreesOfFreedom: df,
        level: level
      ).map { Interval(lower: exp($0.lower), upper: exp($0.upper), level: $0.level, method: "linearised-log") }
      result.effects.append(EffectSize(id: "odds-ratio", value: exp(odds), interval: interval))
    }
    return result
  }
}
