internal import SurveyModel

/// Intervals for a share, from counts or from a weighted estimate.
public enum ProportionInterval {
  /// The interval for a share of a simple random sample.
  ///
  /// - Parameters:
  ///   - method: How the interval is made; `kornGraubard` is Clopper–Pearson here.
  ///   - successes: How many respondents have the answer.
  ///   - trials: How many respondents there are, at least one.
  ///   - level: The confidence level, between 0 and 1.
  /// - Returns: The interval under the method's id. The log-odds of 0 and of 1 are infinite: there `logit` gives the
  ///   Clopper–Pearson interval under that name.
  /// - Throws: ``StatisticsError`` with code `argument` or `tooFewRespondents`.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(1).
  public static func interval(
    _ method: ProportionMethod = .wilson, successes: Int, trials: Int, level: Double = 0.95
  ) throws(StatisticsError) -> Interval {
    try check(successes: successes, trials: trials)
    try check(level: level)
    let (x, n, tail) = (Double(successes), Double(trials), (1 - level) / 2)
    var method = method
    let ends: ProportionBounds.Ends
    switch method {
    case .wilson: ends = ProportionBounds.wilson(successes: x, trials: n, tail: tail)
    case .jeffreys: ends = ProportionBounds.jeffreys(successes: x, trials: n, tail: tail)
    case .agrestiCoull: ends = ProportionBounds.agrestiCoull(successes: x, trials: n, tail: tail)
    case .wald: ends = ProportionBounds.wald(successes: x, trials: n, tail: tail)
    case .logit where successes > 0 && successes < trials:
      let share = x / n
      ends = ProportionBounds.logit(
        share: share, standardError: (share * (1 - share) / n).squareRoot(),
        multiplier: Normal.standard.quantile(upper: tail))
    case .clopperPearson, .kornGraubard, .logit:
      method = .clopperPearson
      ends = ProportionBounds.clopperPearson(successes: x, trials: n, tail: tail)
    }
    return Interval(lower: ends.lower, upper: ends.upper, level: level, method: method.rawValue)
  }

  /// The interval for a share estimated with weights or from a complex sample.
  ///
  /// - Parameters:
  ///   - method: `logit` (with t degrees of freedom) or `kornGraubard`; every other method is used on the effective
  ///     number of respondents share · (1 − share) / standardError².
  ///   - share: The weighted share.
  ///   - standardError: Its design-based standard error.
  ///   - degreesOfFreedom: The design's degrees of freedom: sampling units less strata.
  ///   - base: The respondents.
  ///   - level: The confidence level, between 0 and 1.
  /// - Returns: The interval under the method's id. Where the share is 0 or 1 its standard error says nothing: there
  ///   every method gives Clopper–Pearson on Kish's effective number, named `korn-graubard`.
  /// - Throws: ``StatisticsError`` with code `argument`.
  /// - Accuracy: 1e-12 relative against R's `svyciprop`.
  /// - Source: Korn & Graubard (1998), Survey Methodology 24, 193–201; Lumley (2010), Complex Surveys, section 2.4.
  public static func interval(
    _ method: ProportionMethod = .logit, share: Double, standardError: Double, degreesOfFreedom: Double, base: Base,
    level: Double = 0.95
  ) throws(StatisticsError) -> Interval {
    try check(level: level)
    guard share >= 0, share <= 1 else {
      throw StatisticsError(
        .argument, found: "a share of \(share)", expected: "a share between 0 and 1",
        remedy: "give the share as a fraction of 1")
    }
    let tail = (1 - level) / 2
    if share == 0 || share == 1 || !(standardError > 0) {
      let ends = ProportionBounds.clopperPearson(successes: share * base.effective, trials: base.effective, tail: tail)
      return named(ends, .kornGraubard, level)
    }
    if method == .logit {
      let multiplier = StudentT(degreesOfFreedom).quantile(upper: tail)
      return named(
        ProportionBounds.logit(share: share, standardError: standardError, multiplier: multiplier), method, level)
    }
    if method == .kornGraubard {
      let n = ProportionBounds.effectiveTrials(
        share: share, standardError: standardError, count: base.count, degreesOfFreedom: degreesOfFreedom, tail: tail)
      return named(ProportionBounds.clopperPearson(successes: share * n, trials: n, tail: tail), method, level)
    }
    let n = share * (1 - share) / (standardError * standardError)
    let x = share * n
    switch method {
    case .wald: return named(ProportionBounds.wald(successes: x, trials: n, tail: tail), method, level)
    case .jeffreys: return named(ProportionBounds.jeffreys(successes: x, trials: n, tail: tail), method, level)
    case .agrestiCoull: return named(ProportionBounds.agrestiCoull(successes: x, trials: n, tail: tail), method, level)
    case .clopperPearson:
      return named(ProportionBounds.clopperPearson(successes: x, trials: n, tail: tail), method, level)
    default: return named(ProportionBounds.wilson(successes: x, trials: n, tail: tail), .wilson, level)
    }
  }

  /// The share of a simple random sample with its 95 % and 90 % intervals as an estimate.
  public static func estimate(
    id: String = "share", _ method: ProportionMethod = .clopperPearson, successes: Int, trials: Int,
    level: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    let share = trials > 0 ? Double(successes) / Double(trials) : .nan
    return Estimate(
      id: id, value: share, standardError: (share * (1 - share) / Double(trials)).squareRoot(),
      interval: try interval(method, successes: successes, trials: trials, level: level),
      narrowInterval: try interval(method, successes: successes, trials: trials, level: 0.9),
      base: Base(count: trials))
  }

  /// The words of an interval that was asked for and does not invert the test beside it.
  static func convention(_ method: ProportionMethod) -> String {
    "the interval is \(method.rawValue), as asked for, and need not agree with p"
  }

  private static func named(_ ends: ProportionBounds.Ends, _ method: ProportionMethod, _ level: Double) -> Interval {
    Interval(lower: ends.lower, upper: ends.upper, level: level, method: method.rawValue)
  }

  static func check(level: Double) throws(StatisticsError) {
    guard level > 0, level < 1 else {
      throw StatisticsError(
        .argument, found: "a confidence level of \(level)", expected: "a level between 0 and 1, such as 0.95",
        remedy: "write --level 0.95")
    }
  }

  static func check(successes: Int, trials: Int) throws(StatisticsError) {
    guard trials > 0 else {
      throw StatisticsError(
        .tooFewRespondents, found: "no respondents", expected: "at least one respondent with an answer",
        remedy: "check --where and the missing codes")
    }
    guard successes >= 0, successes <= trials else {
      throw StatisticsError(
        .argument, found: "\(successes) successes among \(trials)", expected: "between 0 and \(trials) successes",
        remedy: "count successes among the same respondents")
    }
  }

  static func check(probability: Double) throws(StatisticsError) {
    guard probability > 0, probability < 1 else {
      throw StatisticsError(
        .argument, found: "a hypothetical share of \(probability)", expected: "a share strictly between 0 and 1",
        remedy: "write --probability 0.5")
    }
  }
}
