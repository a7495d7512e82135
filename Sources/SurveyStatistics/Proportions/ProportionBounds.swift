#if canImport(Glibc)
  internal import Glibc
#endif

/// How an interval for a share is made.
public enum ProportionMethod: String, Sendable, Hashable, CaseIterable {
  /// The score interval: close to its level on average; stands in descriptive tables.
  case wilson
  /// The exact interval: never below its level; decides verdicts for unweighted data.
  case clopperPearson = "clopper-pearson"
  /// The equal-tailed interval of Jeffreys' prior, closed at 0 and at all.
  case jeffreys
  /// The interval of Wald around the score interval's midpoint.
  case agrestiCoull = "agresti-coull"
  /// The share and as many standard errors to both sides, cut to [0, 1]: far below its level near 0 and 1, and offered
  /// because much that is published stands on it.
  case wald
  /// Wald's interval on the log-odds; decides verdicts for weighted data, with t degrees of freedom.
  case logit
  /// The exact interval on an effective number of respondents, for weighted data with few cases.
  case kornGraubard = "korn-graubard"
}

/// The two ends of intervals for a share, from the probability left in each tail.
///
/// These are the formulas; ``ProportionInterval`` checks arguments and names the result. The number of trials need not
/// be whole, so that an effective number of respondents can stand in.
public enum ProportionBounds {
  /// The two ends of an interval.
  public typealias Ends = (lower: Double, upper: Double)

  /// Wilson's score interval.
  ///
  /// - Source: Wilson (1927), doi:10.1080/01621459.1927.10502953. In R: `prop.test(correct = FALSE)$conf.int`.
  public static func wilson(successes x: Double, trials n: Double, tail: Double) -> Ends {
    let z = Normal.standard.quantile(upper: tail)
    let z2 = z * z
    let root = z * (z2 / 4 + x * (n - x) / n).squareRoot()
    // The ends are the roots of one quadratic; the lower one comes from their product, where nothing cancels.
    let large = x + z2 / 2 + root
    return (x <= 0 ? 0 : x * x / (n * large), x >= n ? 1 : large / (n + z2))
  }

  /// Clopper and Pearson's exact interval.
  ///
  /// - Source: Clopper & Pearson (1934), doi:10.1093/biomet/26.4.404. In R: `binom.test()$conf.int`.
  public static func clopperPearson(successes x: Double, trials n: Double, tail: Double) -> Ends {
    (
      x <= 0 ? 0 : Beta(x, n - x + 1).quantile(lower: tail),
      x >= n ? 1 : Beta(x + 1, n - x).quantile(upper: tail)
    )
  }

  /// Jeffreys' interval, with the end closed where no or all trials succeed.
  ///
  /// - Source: Brown, Cai & DasGupta (2001), doi:10.1214/ss/1009213286. In R: `DescTools::BinomCI(method = "jeffreys")`.
  public static func jeffreys(successes x: Double, trials n: Double, tail: Double) -> Ends {
    let beta = Beta(x + 0.5, n - x + 0.5)
    return (x <= 0 ? 0 : beta.quantile(lower: tail), x >= n ? 1 : beta.quantile(upper: tail))
  }

  /// Agresti and Coull's interval, cut to [0, 1].
  ///
  /// - Source: Agresti & Coull (1998), doi:10.1080/00031305.1998.10480550.
  public static func agrestiCoull(successes x: Double, trials n: Double, tail: Double) -> Ends {
    let z = Normal.standard.quantile(upper: tail)
    let trials = n + z * z
    let share = (x + z * z / 2) / trials
    let half = z * (share * (1 - share) / trials).squareRoot()
    return (max(0, share - half), min(1, share + half))
  }

  /// Wald's interval, cut to [0, 1]; a single point where the share is 0 or 1.
  ///
  /// - Source: Brown, Cai & DasGupta (2001), doi:10.1214/ss/1009213286, on why not. In SAS: PROC FREQ's default.
  public static func wald(successes x: Double, trials n: Double, tail: Double) -> Ends {
    let share = x / n
    let half = Normal.standard.quantile(upper: tail) * (share * (1 - share) / n).squareRoot()
    return (max(0, share - half), min(1, share + half))
  }

  /// Wald's interval on the log-odds; NaN where the share is 0 or 1, whose log-odds are infinite.
  ///
  /// - Parameters:
  ///   - share: The share, strictly between 0 and 1.
  ///   - standardError: Its standard error.
  ///   - multiplier: The quantile of the normal or t distribution.
  /// - Source: Korn & Graubard (1999), Analysis of Health Surveys, section 3.2. In R: `svyciprop(method = "logit")`.
  public static func logit(share: Double, standardError: Double, multiplier: Double) -> Ends {
    guard share > 0, share < 1 else { return (.nan, .nan) }
    let centre = log(share / (1 - share))
    let half = multiplier * standardError / (share * (1 - share))
    return (1 / (1 + exp(half - centre)), 1 / (1 + exp(-half - centre)))
  }

  /// Korn and Graubard's effective number of respondents.
  ///
  /// The number that a simple random sample would need for the same variance, adjusted for the degrees of freedom of
  /// the design; it is not capped at the number of respondents.
  /// - Source: Korn & Graubard (1998), Survey Methodology 24, 193–201. In R: `svyciprop(method = "beta")`.
  public static func effectiveTrials(
    share: Double, standardError: Double, count: Int, degreesOfFreedom: Double, tail: Double
  ) -> Double {
    let plain = share * (1 - share) / (standardError * standardError)
    guard degreesOfFreedom > 0, count > 1 else { return plain }
    let ratio =
      StudentT(Double(count - 1)).quantile(upper: tail) / StudentT(degreesOfFreedom).quantile(upper: tail)
    return plain * ratio * ratio
  }
}
