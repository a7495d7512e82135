internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// One-way analysis of variance: whether several groups' means differ.
public enum AnovaTest {
  /// The classical test, with one variance in common.
  ///
  /// - Parameters:
  ///   - groups: the answers of each group, missing answers left out.
  ///   - names: the groups' names.
  ///   - level: the intervals' confidence level.
  /// - Returns: F with its two degrees of freedom, p, eta, omega and epsilon squared with the interval of what all
  ///   three estimate, and the sums of squares and the groups' means in `details`.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`,
  ///   `statistics.argument`.
  /// - Accuracy: reaches what NIST's StRD sets allow in double precision.
  /// - Complexity: O(n).
  /// - Source: Fisher (1925), Statistical Methods for Research Workers; interval of eta squared: Steiger (2004),
  ///   10.1037/1082-989X.9.2.164. R: `oneway.test(var.equal = TRUE)`; SPSS: ONEWAY.
  public static func run(
    _ groups: [[Double]], names: [String], level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try GroupCheck.several(groups, names, atLeast: 1, level: level)
    let n = groups.reduce(0) { $0 + $1.count }
    let k = groups.count
    guard n > k else {
      throw StatisticsError(
        .tooFewRespondents, found: "\(n) respondents in \(k) groups", expected: "more respondents than groups",
        remedy: "join groups")
    }
    let (between, within, moments) = squares(groups)
    guard between + within > 0 else { throw GroupCheck.constant(names) }
    guard between.isFinite, within.isFinite else { throw GroupCheck.outOfRange(names) }
    guard within > leastSquares(groups) else {
      throw StatisticsError(
        .constant, place: .init(column: names.joined(separator: ", ")), found: "answers that do not vary within groups",
        expected: "some variation within groups",
        remedy: "report the means; their differences have no error to test by")
    }
    let (df1, df2) = (Double(k - 1), Double(n - k))
    let error = within / df2
    let f = between / df1 / error
    let eta = between / (between + within)
    let omega = (between - df1 * error) / (between + within + error)
    let epsilon = (between - df1 * error) / (between + within)
    let interval = etaInterval(f: f, df1: df1, df2: df2, n: Double(n), level: level)
    return TestResult(
      id: "anova", method: "One-way analysis of variance", symbol: "F", statistic: f, degreesOfFreedom: [df1, df2],
      p: FisherF(df1, df2).upperTail(f),
      effects: [
        EffectSize(id: "eta-squared", value: eta, interval: interval),
        EffectSize(id: "omega-squared", value: omega, interval: interval),
        EffectSize(id: "epsilon-squared-f", value: epsilon, interval: interval),
      ], base: Base(count: n), groups: zip(names, groups).map { ($0, $1.count) },
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        VarianceCheck.equal(groups, else: "anova-welch"),
        NormalityCheck.means(groups, names: names),
      ],
      conventions: [
        "omega squared and epsilon squared may be below zero and are not cut there",
        "eta, omega and epsilon squared estimate one share of variance, so that one interval serves all three",
      ],
      details: [.init("betweenSquares", between), .init("withinSquares", within)]
        + zip(names, moments).map { .init("mean.\($0)", $1.mean) },
      source: "Fisher (1925); Steiger (2004), 10.1037/1082-989X.9.2.164")
  }

  /// Welch's test, each group with its own variance.
  ///
  /// - Parameters: as of ``run(_:names:level:)``; each group needs two respondents and some variation.
  /// - Returns: F with its two degrees of freedom and p, and the groups' means and standard deviations in `details`.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`.
  /// - Accuracy: 1e-12.
  /// - Complexity: O(n).
  /// - Source: Welch (1951), Biometrika 38, 330–336, 10.1093/biomet/38.3-4.330. R: `oneway.test`; SPSS: ONEWAY
  ///   /STATISTICS WELCH.
  public static func welch(
    _ groups: [[Double]], names: [String], level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try GroupCheck.several(groups, names, atLeast: 2, level: level)
    let moments = groups.map { SampleMoments($0) }
    for (moment, name) in zip(moments, names) where moment.variance <= 0 {
      throw StatisticsError(
        .constant, place: .init(column: name), found: "the same answer from the whole group",
        expected: "some variation in each group", remedy: "leave the group out, or use kruskal-wallis")
    }
    let k = Double(groups.count)
    let weights = moments.map { $0.count / $0.variance }
    let total = CompensatedTotal.of(weights)
    let grand = CompensatedTotal.of(zip(weights, moments).map { $0 * $1.mean }) / total
    let between = zip(weights, moments).reduce(0) { $0 + $1.0 * ($1.1.mean - grand) * ($1.1.mean - grand) }
    let lambda = zip(weights, moments).reduce(0) { sum, pair in
      let rest = 1 - pair.0 / total
      return sum + rest * rest / (pair.1.count - 1)
    }
    let f = between / (k - 1) / (1 + 2 * (k - 2) / (k * k - 1) * lambda)
    let df2 = (k * k - 1) / (3 * lambda)
    let n = groups.reduce(0) { $0 + $1.count }
    return TestResult(
      id: "anova-welch", method: "Welch’s analysis of variance", symbol: "F", statistic: f,
      degreesOfFreedom: [k - 1, df2], p: FisherF(k - 1, df2).upperTail(f),
      effects: [
        EffectSize(
          id: "omega-squared", value: (k - 1) * (f - 1) / ((k - 1) * (f - 1) + Double(n)),
          interval: etaInterval(f: f, df1: k - 1, df2: df2, n: Double(n), level: level))
      ], base: Base(count: n), groups: zip(names, groups).map { ($0, $1.count) },
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        NormalityCheck.means(groups, names: names),
      ],
      conventions: [
        "omega squared and its interval are made from Welch’s F and its degrees of freedom (Albers & Lakens 2018)"
      ],
      details: zip(names, moments).flatMap { [.init("mean.\($0)", $1.mean), .init("sd.\($0)", $1.deviation)] },
      source: "Welch (1951), 10.1093/biomet/38.3-4.330")
  }

  /// Levene's test, by default in Brown and Forsythe's form: whether several groups spread alike.
  ///
  /// - Parameters: as of ``run(_:names:level:)``; each group needs two respondents; `center` is what distances are
  ///   taken from.
  /// - Returns: F of the distances from the groups' centres, with its two degrees of freedom, and p.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`,
  ///   `statistics.argument`.
  /// - Accuracy: 1e-12.
  /// - Complexity: O(n log n).
  /// - Source: Brown & Forsythe (1974), Journal of the American Statistical Association 69, 364–367,
  ///   10.1080/01621459.1974.10482955; Levene (1960). R: `car::leveneTest(center =)`; SPSS: ONEWAY /STATISTICS
  ///   HOMOGENEITY, based on median.
  public static func levene(
    _ groups: [[Double]], names: [String], center: SpreadCenter = .median, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try GroupCheck.several(groups, names, atLeast: 2, level: level)
    let distances = groups.map(center.distances)
    let (between, within, _) = squares(distances)
    guard within > leastSquares(groups) else {
      throw StatisticsError(
        .constant, place: .init(column: names.joined(separator: ", ")),
        found: between > leastSquares(groups)
          ? "answers that lie equally far from the centre within every group, as two answers always do"
          : "the same spread in every group, without exception",
        expected: "three or more different answers in some group",
        remedy: "report the standard deviations; their difference has no error to test by")
    }
    let anova = try run(distances, names: names, level: level)
    return TestResult(
      id: "levene", method: center.method, symbol: "F", statistic: anova.statistic,
      degreesOfFreedom: anova.degreesOfFreedom, p: anova.p, base: anova.base,
      groups: zip(names, groups).map { ($0, $1.count) },
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [center.words],
      details: zip(names, groups).map { .init("sd.\($0)", SampleMoments($1).deviation) },
      source: "Brown & Forsythe (1974), 10.1080/01621459.1974.10482955")
  }

  /// What the rounding of answers of this size leaves of a sum of squares that is zero.
  static func leastSquares(_ groups: [[Double]]) -> Double {
    var (largest, count) = (0.0, 0.0)
    for group in groups {
      count += Double(group.count)
      for value in group { largest = max(largest, abs(value)) }
    }
    let rounding = 4 * largest * Double.ulpOfOne
    return count * rounding * rounding
  }

  /// The sums of squares between and within groups, on values shifted by the very first.
  static func squares(_ groups: [[Double]]) -> (between: Double, within: Double, [SampleMoments]) {
    let shift = groups[0][0]
    let shifted = groups.map { group in SampleMoments(group.map { $0 - shift }) }
    let n = shifted.reduce(0) { $0 + $1.count }
    let grand = CompensatedTotal.of(shifted.map { $0.count * $0.mean }) / n
    let between = CompensatedTotal.of(shifted.map { $0.count * ($0.mean - grand) * ($0.mean - grand) })
    return (between, CompensatedTotal.of(shifted.map(\.squares)), groups.map { SampleMoments($0) })
  }

  /// The interval of eta squared that inverts the noncentral F distribution.
  private static func etaInterval(f: Double, df1: Double, df2: Double, n: Double, level: Double) -> Interval? {
    // The Poisson mixture has as many terms as the root of the noncentrality; beyond this nobody needs the interval.
    guard f * df1 < 1e7 else { return nil }
    let tail = (1 - level) / 2
    func end(_ wanted: Double) -> Double {
      // The lower tail falls as the noncentrality grows; below the wanted tail already at zero, the end is zero.
      if NoncentralF.lowerTail(f, df1, df2, noncentrality: 0) <= wanted { return 0 }
      return RootFinding.increasingRoot(from: f * df1, floor: 0) {
        wanted - NoncentralF.lowerTail(f, df1, df2, noncentrality: $0)
      }
    }
    let (lower, upper) = (end(1 - tail), end(tail))
    guard lower.isFinite, upper.isFinite else { return nil }
    return Interval(lower: lower / (lower + n), upper: upper / (upper + n), level: level, method: "noncentral-f")
  }
}

/// The noncentral F distribution.
enum NoncentralF {
  /// The probability of a value at or below f: a Poisson mixture of beta probabilities.
  ///
  /// - Accuracy: 1e-12; terms are added from the largest outwards until they no longer count.
  /// - Source: Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions 2, chapter 30. R: `pf(ncp =)`.
  static func lowerTail(_ f: Double, _ df1: Double, _ df2: Double, noncentrality: Double) -> Double {
    let x = df1 * f / (df1 * f + df2)
    let mean = noncentrality / 2
    if mean <= 0 { return FisherF(df1, df2).lowerTail(f) }
    func term(_ j: Double) -> Double {
      var sign: Int32 = 0
      let weight = exp(j * log(mean) - mean - lgamma_r(j + 1, &sign))
      return weight * Beta(df1 / 2 + j, df2 / 2).lowerTail(x)
    }
    let centre = mean.rounded(.down)
    let reach = 40 + 12 * sqrt(mean)
    var sum = CompensatedTotal()
    var j = max(0, centre - reach)
    while j <= centre + reach {
      sum.add(term(j))
      j += 1
    }
    return min(1, sum.value)
  }
}
