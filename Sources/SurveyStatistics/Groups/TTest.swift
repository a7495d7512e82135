internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// The t tests of two means: of two groups, with variances of their own or one in common, and of related answers.
public enum TTest {
  /// Welch's t test: whether two groups' means differ, each group with its own variance.
  ///
  /// - Parameters:
  ///   - x: the first group's answers, at least two, missing answers left out.
  ///   - y: the second group's answers, likewise.
  ///   - names: the groups' names.
  ///   - alternative: `greater` means that the first group's mean is higher.
  ///   - mu: the difference of means under the null hypothesis.
  ///   - denominator: what the leading standardised difference divides by; the usual ones stand beside it.
  ///   - level: the intervals' confidence level.
  /// - Returns: t with Satterthwaite's degrees of freedom, p, the difference of means with its interval, Hedges' g* and
  ///   Cohen's d on the mean of the two variances, and Glass's delta on the second group's standard deviation.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-13.
  /// - Complexity: O(n).
  /// - Source: Welch (1947), Biometrika 34, 28–35, 10.1093/biomet/34.1-2.28; g*: Delacre et al. (2021),
  ///   10.31234/osf.io/tu6mp. R: `t.test(x, y)`; SPSS: T-TEST, "equal variances not assumed".
  public static func welch(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    mu: Double = 0, denominator: EffectDenominator = .average, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let (a, b) = try moments(x, y, names, level: level)
    let (partA, partB) = (a.variance / a.count, b.variance / b.count)
    let error = sqrt(partA + partB)
    let df =
      (partA + partB) * (partA + partB) / (partA * partA / (a.count - 1) + partB * partB / (b.count - 1))
    var result = twoMeans(
      a, b, names, error: error, df: df, alternative, mu: mu, level: level,
      normality: NormalityCheck.means([x, y], names: names))
    result.id = "t-welch"
    result.method = "Welch’s t test"
    result.source = "Welch (1947), 10.1093/biomet/34.1-2.28"
    result.effects = MeanEffects.ofGroups(a, b, names, by: denominator, usual: .average, level: level)
    result.conventions.append("g* divides by the root of the mean of the two variances (Delacre et al. 2021)")
    if denominator != .average { result.conventions.append(asked(denominator, names)) }
    return result
  }

  /// Student's t test: whether two groups' means differ, with one variance in common.
  ///
  /// - Parameters: as of ``welch(_:_:names:alternative:mu:denominator:level:)``.
  /// - Returns: t with n − 2 degrees of freedom, p, the difference of means with its interval, Hedges' g and Cohen's d
  ///   on the pooled standard deviation, and Glass's delta on the second group's.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-13.
  /// - Complexity: O(n).
  /// - Source: Student (1908), Biometrika 6(1), 1–25, 10.1093/biomet/6.1.1; g: Hedges (1981),
  ///   10.3102/10769986006002107. R: `t.test(var.equal = TRUE)`; SPSS: T-TEST, "equal variances assumed".
  public static func student(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    mu: Double = 0, denominator: EffectDenominator = .pooled, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let (a, b) = try moments(x, y, names, level: level)
    let df = a.count + b.count - 2
    let pooled = sqrt((a.squares + b.squares) / df)
    let scale = sqrt(1 / a.count + 1 / b.count)
    var result = twoMeans(
      a, b, names, error: pooled * scale, df: df, alternative, mu: mu, level: level,
      normality: NormalityCheck.means([x, y], names: names))
    result.id = "t-student"
    result.method = "Student’s t test"
    result.source = "Student (1908), 10.1093/biomet/6.1.1"
    result.assumptions.append(VarianceCheck.equal([x, y], else: "t-welch"))
    result.effects = MeanEffects.ofGroups(a, b, names, by: denominator, usual: .pooled, level: level)
    result.conventions.append("g divides by the pooled standard deviation")
    if denominator != .pooled { result.conventions.append(asked(denominator, names)) }
    return result
  }

  /// The paired t test: whether the same respondents' two answers have different means.
  ///
  /// - Parameters:
  ///   - x: the first answers, missing pairs left out.
  ///   - y: the second answers of the same respondents, in the same order.
  ///   - names: the names of the two.
  ///   - alternative: `greater` means that the first mean is higher.
  ///   - mu: the mean difference under the null hypothesis.
  ///   - denominator: what the leading standardised difference divides by: the standard deviation of the differences,
  ///     or the root of the mean of the two variances.
  ///   - level: the intervals' confidence level.
  /// - Returns: t with n − 1 degrees of freedom, p, the mean difference with its interval, and Hedges' g on the
  ///   standard deviation of the differences.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-13.
  /// - Complexity: O(n).
  /// - Source: Student (1908), Biometrika 6(1), 1–25, 10.1093/biomet/6.1.1. R: `t.test(paired = TRUE)`; SPSS: T-TEST
  ///   PAIRS.
  public static func paired(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    mu: Double = 0, denominator: EffectDenominator = .differences, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let pairs = try PairedAnswers.differences(x, y, names, level: level)
    let differences = SampleMoments(pairs)
    guard differences.variance > 0 else { throw noVariance(names) }
    let n = differences.count
    let error = differences.deviation / sqrt(n)
    let statistic = (differences.mean - mu) / error
    let average = denominator == .average ? MeanEffects.pairedAverage(x, y, level: level) : nil
    return TestResult(
      id: "t-paired", method: "Paired t test", alternative: alternative, symbol: "t", statistic: statistic,
      degreesOfFreedom: [n - 1], p: StudentT(n - 1).pValue(statistic, alternative),
      estimate: meanEstimate(differences.mean, error: error, df: n - 1, base: x.count, level: level),
      effects: (average.map { [$0] } ?? []) + [
        MeanEffects.effect(
          id: "hedges-g-z", difference: differences.mean, standardizer: differences.deviation,
          statistic: differences.mean / error, degreesOfFreedom: n - 1, scale: 1 / sqrt(n), level: level,
          denominator: "the standard deviation of the differences"),
        MeanEffects.effect(
          id: "cohens-d-z", difference: differences.mean, standardizer: differences.deviation,
          statistic: differences.mean / error, degreesOfFreedom: n - 1, scale: 1 / sqrt(n), level: level,
          corrected: false, denominator: "the standard deviation of the differences"),
      ], base: Base(count: x.count),
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        NormalityCheck.means([pairs], names: ["the difference"], "the mean difference is"),
      ],
      conventions: [
        "the difference is \(names[0]) − \(names[1])", "g divides by the standard deviation of the differences",
      ] + (average == nil ? [] : [asked(.average, names)]),
      details: [.init("standardError", error), .init("sdOfDifferences", differences.deviation), .init("mu", mu)],
      source: "Student (1908), 10.1093/biomet/6.1.1")
  }

  /// The one-sample t test: whether a mean differs from a given value.
  ///
  /// - Parameters:
  ///   - x: the answers, at least two, missing answers left out.
  ///   - name: the variable's name.
  ///   - alternative: `greater` means that the mean is above `mu`.
  ///   - mu: the mean under the null hypothesis.
  ///   - level: the intervals' confidence level.
  /// - Returns: t with n − 1 degrees of freedom, p, the mean with its interval, and Hedges' g of its distance from `mu`.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-13.
  /// - Complexity: O(n).
  /// - Source: Student (1908), Biometrika 6(1), 1–25, 10.1093/biomet/6.1.1. R: `t.test(x, mu =)`; SPSS: T-TEST.
  public static func oneSample(
    _ x: [Double], name: String = "X", mu: Double = 0, alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try InputCheck.level(level)
    try InputCheck.count(x, name, atLeast: 2)
    try InputCheck.finite(x, name)
    let sample = SampleMoments(x)
    guard sample.variance > 0 else { throw noVariance([name]) }
    let n = sample.count
    let error = sample.deviation / sqrt(n)
    let statistic = (sample.mean - mu) / error
    var estimate = meanEstimate(sample.mean, error: error, df: n - 1, base: x.count, level: level)
    estimate.id = "mean"
    return TestResult(
      id: "t-one-sample", method: "One-sample t test", alternative: alternative, symbol: "t", statistic: statistic,
      degreesOfFreedom: [n - 1], p: StudentT(n - 1).pValue(statistic, alternative), estimate: estimate,
      effects: [
        MeanEffects.effect(
          id: "hedges-g", difference: sample.mean - mu, standardizer: sample.deviation, statistic: statistic,
          degreesOfFreedom: n - 1, scale: 1 / sqrt(n), level: level, denominator: "the standard deviation"),
        MeanEffects.effect(
          id: "cohens-d", difference: sample.mean - mu, standardizer: sample.deviation, statistic: statistic,
          degreesOfFreedom: n - 1, scale: 1 / sqrt(n), level: level, corrected: false,
          denominator: "the standard deviation"),
      ], base: Base(count: x.count),
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        NormalityCheck.means([x], names: [name], "the mean is"),
      ], conventions: ["g divides the distance from mu by the standard deviation"],
      details: [.init("mu", mu), .init("sd", sample.deviation), .init("standardError", error)],
      source: "Student (1908), 10.1093/biomet/6.1.1")
  }

  /// The convention of a denominator that was asked for.
  private static func asked(_ denominator: EffectDenominator, _ names: [String]) -> String {
    let words =
      switch denominator {
      case .average: "the root of the mean of the two variances"
      case .pooled: "the pooled standard deviation"
      case .first: "the standard deviation of \(names[0])"
      case .second: "the standard deviation of \(names[1])"
      case .differences: "the standard deviation of the differences"
      }
    return "as asked for, the first effect divides by \(words)"
  }

  private static func moments(
    _ x: [Double], _ y: [Double], _ names: [String], level: Double
  ) throws(StatisticsError) -> (SampleMoments, SampleMoments) {
    try TwoGroups.check(x, y, names, atLeast: 2, level: level)
    let pair = (SampleMoments(x), SampleMoments(y))
    guard pair.0.variance + pair.1.variance > 0 else { throw noVariance(names) }
    return pair
  }

  private static func noVariance(_ names: [String]) -> StatisticsError {
    StatisticsError(
      .constant, place: .init(column: names.joined(separator: ", ")), found: "answers that do not vary",
      expected: "at least two different answers", remedy: "report the means; their difference has no error to test by")
  }

  private static func twoMeans(
    _ a: SampleMoments, _ b: SampleMoments, _ names: [String], error: Double, df: Double,
    _ alternative: Alternative, mu: Double, level: Double, normality: Assumption
  ) -> TestResult {
    let difference = a.mean - b.mean
    let statistic = (difference - mu) / error
    let count = Int(a.count + b.count)
    return TestResult(
      id: "", method: "", alternative: alternative, symbol: "t", statistic: statistic, degreesOfFreedom: [df],
      p: StudentT(df).pValue(statistic, alternative),
      estimate: meanEstimate(difference, error: error, df: df, base: count, level: level), base: Base(count: count),
      groups: [(names[0], Int(a.count)), (names[1], Int(b.count))],
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        normality,
      ], conventions: ["the difference is \(names[0]) − \(names[1])"],
      details: [
        .init("mean.\(names[0])", a.mean), .init("mean.\(names[1])", b.mean), .init("sd.\(names[0])", a.deviation),
        .init("sd.\(names[1])", b.deviation), .init("standardError", error), .init("mu", mu),
      ], source: "")
  }

  private static func meanEstimate(
    _ value: Double, error: Double, df: Double, base: Int, level: Double
  ) -> Estimate {
    func interval(_ level: Double) -> Interval {
      let reach = StudentT(df).criticalValue(level: level) * error
      return Interval(lower: value - reach, upper: value + reach, level: level, method: "student-t")
    }
    return Estimate(
      id: "mean-difference", value: value, standardError: error, interval: interval(level),
      narrowInterval: interval(0.9), degreesOfFreedom: df, base: Base(count: base))
  }
}
