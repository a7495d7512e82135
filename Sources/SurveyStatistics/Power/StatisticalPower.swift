internal import CBoostMath
internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// The probability that a test finds an effect of a given size.
///
/// The size is the smallest of interest, never the one observed. Two-sided tests count findings in either direction.
/// - Source: Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed. R: `power.t.test(strict =
///   TRUE)`, `power.anova.test`, `power.prop.test`, and the package pwr.
public enum StatisticalPower {
  /// Student's t test of two groups.
  ///
  /// - Parameters:
  ///   - effect: the difference of means in standard deviations, Cohen's d.
  ///   - first: respondents of the first group, two or more together with the second above two.
  ///   - second: respondents of the second group.
  ///   - significance: the probability of an error of the first kind.
  ///   - isTwoSided: whether either direction counts; else the direction of the effect.
  /// - Returns: the power by the noncentral t distribution; NaN without degrees of freedom.
  /// - Accuracy: 1e-10.
  public static func twoMeans(
    effect: Double, first: Int, second: Int, significance: Double = 0.05, isTwoSided: Bool = true
  ) -> Double {
    let (m, n) = (Double(first), Double(second))
    return studentT(
      noncentrality: effect * (m * n / (m + n)).squareRoot(), degreesOfFreedom: m + n - 2, significance, isTwoSided)
  }

  /// The t test of one mean, or of the mean difference within respondents.
  ///
  /// - Parameter effect: the mean, or mean difference, in standard deviations of the answers or the differences.
  /// - Returns: the power by the noncentral t distribution.
  public static func oneMean(
    effect: Double, respondents: Int, significance: Double = 0.05, isTwoSided: Bool = true
  ) -> Double {
    studentT(
      noncentrality: effect * Double(respondents).squareRoot(), degreesOfFreedom: Double(respondents - 1), significance,
      isTwoSided)
  }

  private static func studentT(
    noncentrality: Double, degreesOfFreedom: Double, _ significance: Double, _ isTwoSided: Bool
  ) -> Double {
    let noncentrality = abs(noncentrality)
    let critical = StudentT(degreesOfFreedom).quantile(upper: isTwoSided ? significance / 2 : significance)
    let distribution = NoncentralT(degreesOfFreedom, noncentrality: noncentrality)
    let above = distribution.upperTail(critical)
    return isTwoSided ? above + distribution.lowerTail(-critical) : above
  }

  /// One-way analysis of variance with groups of equal size.
  ///
  /// - Parameters:
  ///   - effect: the standard deviation of the groups' means over that within groups, Cohen's f.
  ///   - groups: how many groups there are.
  ///   - perGroup: respondents in each.
  /// - Returns: the power by the noncentral F distribution.
  /// - Accuracy: 1e-10.
  public static func severalMeans(effect: Double, groups: Int, perGroup: Int, significance: Double = 0.05) -> Double {
    let total = Double(groups * perGroup)
    let (numerator, denominator) = (Double(groups - 1), total - Double(groups))
    let critical = FisherF(numerator, denominator).quantile(upper: significance)
    // Boost 1.74 takes a noncentrality of zero for its complement.
    guard effect != 0 else { return FisherF(numerator, denominator).upperTail(critical) }
    return boost_noncentral_f_upper(critical, numerator, denominator, effect * effect * total)
  }

  /// The z test of two groups' shares, with the pooled share under the null hypothesis.
  ///
  /// - Returns: the power by the normal approximation, counting the direction of the difference only.
  /// - Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, chapter 4. R:
  ///   `power.prop.test`.
  public static func twoShares(
    _ first: Double, _ second: Double, firstRespondents: Int, secondRespondents: Int, significance: Double = 0.05,
    isTwoSided: Bool = true
  ) -> Double {
    let (m, n) = (Double(firstRespondents), Double(secondRespondents))
    let pooled = (m * first + n * second) / (m + n)
    let null = (pooled * (1 - pooled) * (1 / m + 1 / n)).squareRoot()
    let spread = (first * (1 - first) / m + second * (1 - second) / n).squareRoot()
    let critical = Normal.standard.quantile(upper: isTwoSided ? significance / 2 : significance)
    return Normal.standard.lowerTail((abs(first - second) - critical * null) / spread)
  }

  /// Pearson's chi-squared test, of independence or of given shares.
  ///
  /// - Parameters:
  ///   - effect: the root of the sum of squared deviations of cell shares over the expected ones, Cohen's w.
  ///   - degreesOfFreedom: (rows − 1)(columns − 1), or answers less one.
  /// - Returns: the power by the noncentral chi-squared distribution.
  public static func chiSquared(
    effect: Double, respondents: Int, degreesOfFreedom: Double, significance: Double = 0.05
  ) -> Double {
    let critical = ChiSquared(degreesOfFreedom).quantile(upper: significance)
    return NoncentralChiSquared(degreesOfFreedom, noncentrality: effect * effect * Double(respondents))
      .upperTail(critical)
  }

  /// The test that a Pearson correlation is zero.
  ///
  /// - Returns: the power by Fisher's z with its correction of bias.
  /// - Source: Cohen (1988), chapter 3. R: `pwr::pwr.r.test`.
  public static func correlation(
    _ correlation: Double, respondents: Int, significance: Double = 0.05, isTwoSided: Bool = true
  ) -> Double {
    let n = Double(respondents)
    guard n > 3 else { return .nan }
    let t = StudentT(n - 2).quantile(upper: isTwoSided ? significance / 2 : significance)
    let critical = atanh((t * t / (t * t + n - 2)).squareRoot())
    let value = abs(correlation)
    let z = atanh(value) + value / (2 * (n - 1))
    let above = Normal.standard.lowerTail((z - critical) * (n - 3).squareRoot())
    return isTwoSided ? above + Normal.standard.lowerTail((-z - critical) * (n - 3).squareRoot()) : above
  }

  /// The Mann–Whitney test.
  ///
  /// - Parameter superiority: the probability that one group answers higher, ties counting one half.
  /// - Returns: the power by the normal approximation with the variance under the null hypothesis.
  /// - Source: Noether (1987), Journal of the American Statistical Association 82, 645–647,
  ///   10.1080/01621459.1987.10478478.
  public static func mannWhitney(
    superiority: Double, first: Int, second: Int, significance: Double = 0.05, isTwoSided: Bool = true
  ) -> Double {
    let (m, n) = (Double(first), Double(second))
    let shift = abs(superiority - 0.5) * (12 * m * n / (m + n)).squareRoot()
    let critical = Normal.standard.quantile(upper: isTwoSided ? significance / 2 : significance)
    return Normal.standard.lowerTail(shift - critical)
  }

  /// McNemar's test of related shares.
  ///
  /// - Parameters:
  ///   - gained: the share of respondents who change to yes.
  ///   - lost: the share who change to no.
  /// - Returns: the power by the normal approximation, counting the direction of the difference only.
  /// - Source: Connor (1987), Biometrics 43, 207–211, 10.2307/2531961.
  public static func mcNemar(
    gained: Double, lost: Double, respondents: Int, significance: Double = 0.05, isTwoSided: Bool = true
  ) -> Double {
    let (changed, difference) = (gained + lost, abs(gained - lost))
    let critical = Normal.standard.quantile(upper: isTwoSided ? significance / 2 : significance)
    let spread = (changed - difference * difference).squareRoot()
    return Normal.standard.lowerTail(
      (difference * Double(respondents).squareRoot() - critical * changed.squareRoot()) / spread)
  }
}
