internal import SurveyModel

/// The agreement of numeric ratings: the share of their variance that lies between what is rated.
public enum IntraclassCorrelation {
  /// Shrout and Fleiss's six forms.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// Each target has raters of its own; one rating.
    case oneWaySingle = "1,1"
    /// The same raters, drawn from many, rate all; how far one rating agrees.
    case randomSingle = "2,1"
    /// The same raters, the only ones of interest, rate all; how far one rating is consistent.
    case fixedSingle = "3,1"
    /// As the first, for the mean of the ratings.
    case oneWayMean = "1,k"
    /// As the second, for the mean of the ratings.
    case randomMean = "2,k"
    /// As the third, for the mean of the ratings: Cronbach's alpha.
    case fixedMean = "3,k"

    /// The form's name for a reader.
    public var title: String { "ICC(\(rawValue))" }
    /// The form's stable id.
    public var id: String { "icc-" + rawValue.split(separator: ",").joined(separator: "-") }
    /// What the form says.
    public var words: String {
      switch self {
      case .oneWaySingle: "one-way random raters, absolute agreement of a single rating"
      case .randomSingle: "two-way random raters, absolute agreement of a single rating"
      case .fixedSingle: "two-way fixed raters, consistency of a single rating"
      case .oneWayMean: "one-way random raters, absolute agreement of the mean rating"
      case .randomMean: "two-way random raters, absolute agreement of the mean rating"
      case .fixedMean: "two-way fixed raters, consistency of the mean rating"
      }
    }
    /// Whether it speaks of the mean of the ratings.
    var isMean: Bool { rawValue.hasSuffix("k") }
    /// Its first number.
    var kind: Int {
      self == .oneWaySingle || self == .oneWayMean ? 1 : self == .randomSingle || self == .randomMean ? 2 : 3
    }
  }

  /// Measures and tests the agreement of numeric ratings.
  ///
  /// - Parameters:
  ///   - ratings: for each rater, the ratings of all targets in the same order, missing targets left out.
  ///   - names: the raters' names.
  ///   - form: the form that is asked for; the other five stand among the effects.
  ///   - level: the intervals' confidence level.
  /// - Returns: F against an ICC of zero with its degrees of freedom and p, the form asked for as the estimate, the
  ///   others as effects, each with its interval, and the mean squares in `details`.
  /// - Throws: `statistics.groups` for fewer than two raters, `statistics.too-few-respondents` for fewer than two targets,
  ///   `statistics.constant` where all ratings are the same, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-12; intervals 1e-11 of their formulas. Those of forms 1 and 3 are exact under normality, those of
  ///   form 2 use Satterthwaite's degrees of freedom.
  /// - Complexity: O(targets · raters).
  /// - Source: Shrout & Fleiss (1979), Psychological Bulletin 86, 420–428, 10.1037/0033-2909.86.2.420; McGraw & Wong
  ///   (1996), 10.1037/1082-989X.1.1.30. R: `psych::ICC(lmer = FALSE)`; SPSS: RELIABILITY /ICC.
  public static func test(
    _ ratings: [[Double]], names: [String], form: Form = .randomSingle, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try InputCheck.level(level)
    try InputCheck.items(ratings, names, atLeast: 2, respondents: 2)
    let squares = MeanSquares(ratings)
    guard squares.between > 0, squares.value(form).isFinite else {
      throw StatisticsError(
        .constant, place: .init(column: names.joined(separator: ", ")),
        found: squares.within > 0
          ? "targets that hardly differ in their mean rating" : "the same rating of every target",
        expected: "targets that differ", remedy: "report the ratings; there is no variance between targets to share out"
      )
    }
    let test = squares.test(form)
    let base = Base(count: ratings[0].count)
    return TestResult(
      id: "icc", method: "Intraclass correlation \(form.title)", symbol: "F", statistic: test.f,
      degreesOfFreedom: [test.df1, test.df2], p: test.f.isFinite ? FisherF(test.df1, test.df2).upperTail(test.f) : 0,
      estimate: Estimate(
        id: form.id, value: squares.value(form), interval: squares.interval(form, level: level),
        narrowInterval: squares.interval(form, level: 0.9), base: base),
      effects: Form.allCases.filter { $0 != form && squares.value($0).isFinite }.map {
        EffectSize(id: $0.id, value: squares.value($0), interval: squares.interval($0, level: level))
      },
      base: base,
      assumptions: [
        Assumption("targets are independent", .notChecked),
        Assumption("targets' and errors' contributions are normal with one variance each", .notChecked),
      ],
      conventions: [
        "\(form.title): \(form.words)",
        form.kind == 2
          ? "interval by F with Satterthwaite's degrees of freedom" : "exact interval by F under normality",
        "an estimate below zero is not cut there",
      ],
      warnings: test.f.isFinite
        ? [] : ["the ratings agree fully, so that there is no error to test by and no interval"],
      details: [
        .init("raters", Double(ratings.count)), .init("meanSquareTargets", squares.between),
        .init("meanSquareWithin", squares.within), .init("meanSquareRaters", squares.raters),
        .init("meanSquareError", squares.error),
      ],
      source: "Shrout & Fleiss (1979), Psychological Bulletin 86, 420–428, doi:10.1037/0033-2909.86.2.420")
  }
}

/// The mean squares of targets by raters, and what Shrout and Fleiss make of them.
private struct MeanSquares {
  let targets: Double
  let count: Double
  /// Between targets.
  let between: Double
  /// Within targets.
  let within: Double
  /// Between raters.
  let raters: Double
  /// What is left.
  let error: Double

  init(_ ratings: [[Double]]) {
    let (k, n) = (ratings.count, ratings[0].count)
    let shift = ratings[0][0]
    let values = ratings.map { $0.map { $0 - shift } }
    let means = (0..<n).map { target in CompensatedTotal.of(values.map { $0[target] }) / Double(k) }
    let raterMeans = values.map { CompensatedTotal.of($0) / Double(n) }
    let grand = CompensatedTotal.of(means) / Double(n)
    var (targetSum, withinSum, raterSum, errorSum) = (
      CompensatedTotal(), CompensatedTotal(), CompensatedTotal(), CompensatedTotal()
    )
    for mean in means { targetSum.add((mean - grand) * (mean - grand)) }
    for mean in raterMeans { raterSum.add((mean - grand) * (mean - grand)) }
    for rater in 0..<k {
      for target in 0..<n {
        let within = values[rater][target] - means[target]
        let rest = within - raterMeans[rater] + grand
        withinSum.add(within * within)
        errorSum.add(rest * rest)
      }
    }
    count = Double(k)
    targets = Double(n)
    let scale = 1e-28 * max(1, grand * grand) * Double(n * k)
    func cut(_ sum: Double) -> Double { sum > scale ? sum : 0 }
    between = cut(Double(k) * targetSum.value) / Double(n - 1)
    within = cut(withinSum.value) / Double(n * (k - 1))
    raters = cut(Double(n) * raterSum.value) / Double(k - 1)
    error = cut(errorSum.value) / Double((n - 1) * (k - 1))
  }

  func value(_ form: IntraclassCorrelation.Form) -> Double {
    let (k, n) = (count, targets)
    switch form {
    case .oneWaySingle: return ratio(between - within, between + (k - 1) * within)
    case .randomSingle: return ratio(between - error, between + (k - 1) * error + k * (raters - error) / n)
    case .fixedSingle: return ratio(between - error, between + (k - 1) * error)
    case .oneWayMean: return ratio(between - within, between)
    case .randomMean: return ratio(between - error, between + (raters - error) / n)
    case .fixedMean: return ratio(between - error, between)
    }
  }

  /// No number where targets differ less than chance leaves.
  private func ratio(_ numerator: Double, _ denominator: Double) -> Double {
    denominator > 0 ? numerator / denominator : -.infinity
  }

  func test(_ form: IntraclassCorrelation.Form) -> (f: Double, df1: Double, df2: Double) {
    let divisor = form.kind == 1 ? within : error
    let df2 = form.kind == 1 ? targets * (count - 1) : (targets - 1) * (count - 1)
    return (divisor > 0 ? between / divisor : .infinity, targets - 1, df2)
  }

  func interval(_ form: IntraclassCorrelation.Form, level: Double) -> Interval? {
    let (f, df1, df2) = test(form)
    guard f.isFinite, f > 0 else { return nil }
    if form.kind == 2 { return random(form, level: level) }
    let tail = (1 - level) / 2
    let lower = f / FisherF(df1, df2).quantile(upper: tail)
    let upper = f * FisherF(df2, df1).quantile(upper: tail)
    func coefficient(_ f: Double) -> Double { form.isMean ? 1 - 1 / f : (f - 1) / (f + count - 1) }
    return Interval(lower: coefficient(lower), upper: coefficient(upper), level: level, method: "f")
  }

  private func random(_ form: IntraclassCorrelation.Form, level: Double) -> Interval? {
    let (k, n) = (count, targets)
    let value = value(.randomSingle)
    let ratio = raters / error
    let spread = n * (1 + (k - 1) * value) - k * value
    let numerator = k * value * ratio + spread
    let df =
      (k - 1) * (n - 1) * numerator * numerator
      / ((n - 1) * k * k * value * value * ratio * ratio + spread * spread)
    guard df > 0, df.isFinite else { return nil }
    let tail = (1 - level) / 2
    let f1 = FisherF(n - 1, df).quantile(upper: tail)
    let f2 = FisherF(df, n - 1).quantile(upper: tail)
    let rest = k * raters + (k * n - k - n) * error
    let lower = n * (between - f1 * error) / (f1 * rest + n * between)
    let upper = n * (f2 * between - error) / (rest + n * f2 * between)
    func end(_ value: Double) -> Double { form.isMean ? value * k / (1 + value * (k - 1)) : value }
    return Interval(lower: end(lower), upper: end(upper), level: level, method: "f-satterthwaite")
  }
}
