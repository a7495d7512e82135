public import SurveyAggregation
internal import SurveyModel

/// Tests of a mean of a weighted or complex sample: of answers, of paired differences, or of the signs of either.
public enum DesignMeanTest {
  /// Tests a mean against a value.
  ///
  /// - Parameters:
  ///   - values: One number per record; NaN outside the domain.
  ///   - mu: The mean under the null hypothesis.
  ///   - variance: The design's variances.
  ///   - name: What the values are.
  ///   - alternative: `greater` means that the mean is higher than `mu`.
  ///   - level: The confidence level.
  /// - Returns: t with the design's degrees of freedom (sampling units less strata, of the domain), p, the mean with its
  ///   t interval, and the mean distance in standard deviations (`cohens-d`).
  /// - Throws: `statistics.design` without degrees of freedom, `statistics.constant` without spread,
  ///   `statistics.too-few-respondents` for an empty domain.
  /// - Accuracy: 1e-11 relative against R.
  /// - Complexity: O(respondents).
  /// - Source: Lumley (2010), Complex Surveys, section 2.3. R: `survey::svyttest(y - mu ~ 0)`; SPSS: CSDESCRIPTIVES
  ///   /MEAN TTEST.
  public static func against(
    _ mu: Double, values: [Double], variance: DesignVariance, name: String, alternative: Alternative = .twoSided,
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    var mean = variance.mean(id: "mean", of: values)
    guard mean.base.count > 0, mean.value.isFinite else {
      throw StatisticsError(
        .tooFewRespondents, place: Place(column: name), found: "no respondents with weight",
        expected: "at least two respondents", remedy: "check --where, the missing codes and the weights")
    }
    let df = try variance.remaining(mean.degreesOfFreedom ?? 0, less: 0)
    let error = try variance.error(of: mean.standardError.map { $0 * $0 } ?? .nan, [name])
    let t = (mean.value - mu) / error
    mean = mean.withMeanInterval(level: level)
    var result = TestResult(
      id: "t-one-sample", method: "Design-based t test of a mean", alternative: alternative, symbol: "t", statistic: t,
      degreesOfFreedom: [df], p: StudentT(df).pValue(t, alternative), estimate: mean,
      effects: [standardized(mean, mu, values, variance, level: level)], base: mean.base,
      assumptions: [Assumption("enough sampling units for the mean to be near normal", .notChecked)],
      conventions: [convention(variance)], details: [.init("mu", mu)],
      source: "Lumley (2010), Complex Surveys, section 2.3, doi:10.1002/9780470580066")
    result.design = variance.words
    return result
  }

  /// Which degrees of freedom a test has, in words.
  static func convention(_ variance: DesignVariance) -> String {
    variance.design.replicates == nil
      ? "degrees of freedom: sampling units less strata that the respondents reach"
      : "degrees of freedom: rank of the replicates less one"
  }

  /// The mean's distance in standard deviations, with an interval by linearisation.
  private static func standardized(
    _ mean: Estimate, _ mu: Double, _ values: [Double], _ variance: DesignVariance, level: Double
  ) -> EffectSize {
    let squares = values.map { ($0 - mean.value) * ($0 - mean.value) }
    let spread = variance.influenceOfMean(squares)
    let n = Double(variance.weighing(values.map { !$0.isNaN }))
    let deviation = (spread.value * n / (n - 1)).squareRoot()
    let d = (mean.value - mu) / deviation
    let own = variance.influenceOfMean(values)
    let influence = zip(own.influence, spread.influence).map { $0 / deviation - d * $1 / (2 * spread.value) }
    let estimate = variance.estimate(
      of: InfluenceEstimate(id: "cohens-d", value: d, influence: influence, domain: own.domain), level: level)
    return EffectSize(id: "cohens-d", value: d, interval: estimate.interval)
  }
}
