#if canImport(Glibc)
  internal import Glibc
#endif

/// The exact test of one share against a hypothetical one.
public enum BinomialTest {
  /// Tests a share against a hypothetical one by the binomial distribution.
  ///
  /// The two-sided p-value is twice the smaller tail, at most 1: the rule of the Clopper–Pearson interval that stands
  /// beside it, so that p < .05 exactly where the 95 % interval leaves the hypothetical share out.
  /// - Parameters:
  ///   - successes: How many respondents have the answer.
  ///   - trials: How many respondents there are.
  ///   - probability: The hypothetical share, strictly between 0 and 1.
  ///   - alternative: Which departures count.
  ///   - twoSided: What the two-sided p-value sums.
  ///   - interval: How the interval is made; only Clopper and Pearson's agrees with the central p-value.
  ///   - level: The confidence level of the interval, which is two-sided whatever the alternative.
  /// - Returns: The test with the share, Cohen's h and the difference; R's two-sided p is the detail
  ///   `pMinimumLikelihood`.
  /// - Throws: ``StatisticsError`` with code `argument` or `tooFewRespondents`.
  /// - Accuracy: 1e-13 relative for p and interval.
  /// - Complexity: O(log n).
  /// - Source: Clopper & Pearson (1934), doi:10.1093/biomet/26.4.404. In R: `binom.test`; in SPSS: NPAR TESTS BINOMIAL.
  public static func test(
    successes: Int, trials: Int, probability: Double = 0.5, alternative: Alternative = .twoSided,
    twoSided: TwoSidedRule = .central, interval: ProportionMethod = .clopperPearson, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(probability: probability)
    let estimate = try ProportionInterval.estimate(interval, successes: successes, trials: trials, level: level)
    let wilson = try ProportionInterval.interval(.wilson, successes: successes, trials: trials, level: level)
    let p = pValues(successes: successes, trials: trials, probability: probability)
    let chosen =
      switch alternative {
      case .twoSided: twoSided == .central ? p.central : p.minimumLikelihood
      case .less: p.less
      case .greater: p.greater
      }
    return TestResult(
      id: "binomial", method: "Exact binomial test", alternative: alternative, symbol: "x",
      statistic: Double(successes), p: chosen, estimate: estimate,
      effects: ShareEffects.against(probability, estimate: estimate), base: estimate.base,
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: conventions(alternative, twoSided)
        + (interval == .clopperPearson ? [] : [ProportionInterval.convention(interval)]),
      details: [
        .init("probability", probability), .init("pLess", p.less), .init("pGreater", p.greater),
        .init("pCentral", p.central), .init("pMinimumLikelihood", p.minimumLikelihood),
        .init("wilsonLower", wilson.lower), .init("wilsonUpper", wilson.upper),
      ],
      source: "Clopper & Pearson (1934), Biometrika 26, 404–413, doi:10.1093/biomet/26.4.404")
  }

  private static func conventions(_ alternative: Alternative, _ twoSided: TwoSidedRule) -> [String] {
    if alternative == .twoSided, twoSided == .minimumLikelihood {
      return [
        "two-sided p sums the outcomes that are no likelier than the one observed, as R's binom.test does; the interval "
          + "is central, so the two can disagree at the margin (detail pCentral agrees with it)"
      ]
    }
    return alternative == .twoSided
      ? [
        "two-sided p is twice the smaller tail, at most 1 (central), in agreement with the Clopper–Pearson interval; "
          + "R's binom.test sums the outcomes that are no likelier (detail pMinimumLikelihood)"
      ]
      : ["the interval is two-sided whatever the alternative"]
  }

  /// The p-values of an exact binomial test by every rule in use.
  public struct PValues: Sendable, Hashable {
    /// The probability of so few successes or fewer.
    public var less: Double
    /// The probability of so many successes or more.
    public var greater: Double
    /// Twice the smaller of the two, at most 1.
    public var central: Double
    /// The probability of all outcomes that are no likelier than the one observed, as in R.
    public var minimumLikelihood: Double
  }

  /// The p-values of a count against a hypothetical share.
  public static func pValues(successes x: Int, trials n: Int, probability: Double) -> PValues {
    let binomial = Binomial(n, probability)
    let less = binomial.lowerTail(x)
    let greater = binomial.atLeast(x)
    return PValues(
      less: less, greater: greater, central: min(1, 2 * min(less, greater)),
      minimumLikelihood: minimumLikelihood(x, binomial, less: less, greater: greater))
  }

  /// Outcomes on the other side of the mode count where their probability is no larger, within R's tolerance of 1e-7.
  private static func minimumLikelihood(_ x: Int, _ binomial: Binomial, less: Double, greater: Double) -> Double {
    let n = binomial.trials
    let centre = Double(n) * binomial.probability
    if Double(x) == centre { return 1 }
    let limit = binomial.mass(x) * (1 + 1e-7)
    if Double(x) < centre {
      var (low, high) = (Int(centre.rounded(.up)), n + 1)
      while low < high {
        let middle = low + (high - low) / 2
        if binomial.mass(middle) <= limit { high = middle } else { low = middle + 1 }
      }
      return min(1, less + binomial.atLeast(low))
    }
    var (low, high) = (-1, Int(centre.rounded(.down)))
    while low < high {
      let middle = low + (high - low + 1) / 2
      if binomial.mass(middle) <= limit { low = middle } else { high = middle - 1 }
    }
    return min(1, binomial.lowerTail(low) + greater)
  }
}

/// Effect sizes of shares.
enum ShareEffects {
  /// Twice the arc sine of the square root: the scale on which Cohen's h is a difference.
  static func angle(_ share: Double) -> Double { 2 * asin(min(1, max(0, share)).squareRoot()) }

  /// The difference from a hypothetical share and Cohen's h, both with the share's own interval carried over.
  static func against(_ probability: Double, estimate: Estimate) -> [EffectSize] {
    func carried(_ function: (Double) -> Double) -> Interval? {
      estimate.interval.map {
        Interval(lower: function($0.lower), upper: function($0.upper), level: $0.level, method: $0.method)
      }
    }
    let h = { (share: Double) in angle(share) - angle(probability) }
    return [
      EffectSize(
        id: "difference", value: estimate.value - probability, interval: carried { $0 - probability }),
      EffectSize(id: "cohens-h", value: h(estimate.value), interval: carried(h)),
    ]
  }
}
