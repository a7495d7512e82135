internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Whether items share enough for a factor analysis: Kaiser, Meyer and Olkin's measure and Bartlett's test.
public struct SamplingAdequacy: Sendable, Hashable {
  /// The Kaiser–Meyer–Olkin measure of all items, between 0 and 1.
  public let overall: Double
  /// The measure of each item.
  public let items: [Double]
  /// Bartlett's χ² of the hypothesis that no items correlate.
  public let chiSquared: Double
  /// Its degrees of freedom.
  public let degreesOfFreedom: Int
  /// The p-value of Bartlett's test.
  public var p: Double { ChiSquared(Double(degreesOfFreedom)).upperTail(chiSquared) }

  /// Computes both from the items' correlations.
  ///
  /// - Parameters:
  ///   - correlations: the correlations of at least two items.
  ///   - count: how many respondents they stand on.
  /// - Returns: nil where the correlations have no inverse.
  /// - Accuracy: 1e-13 of the formula.
  /// - Complexity: O(k³).
  /// - Source: Kaiser & Rice (1974), Educational and Psychological Measurement 34, 111–117,
  ///   10.1177/001316447403400115; Bartlett (1950), British Journal of Statistical Psychology 3, 77–85. R: `psych::KMO`,
  ///   `psych::cortest.bartlett`; SPSS: FACTOR /PRINT KMO.
  public init?(_ correlations: Matrix, count: Int) {
    guard let (inverse, logDeterminant) = correlations.positiveDefiniteInverse() else { return nil }
    let k = correlations.rows
    var simple = [Double](repeating: 0, count: k)
    var partial = [Double](repeating: 0, count: k)
    for i in 0..<k {
      for j in 0..<k where i != j {
        simple[i] += correlations[i, j] * correlations[i, j]
        partial[i] += inverse[i, j] * inverse[i, j] / (inverse[i, i] * inverse[j, j])
      }
    }
    let all = simple.reduce(0, +)
    // Items that share nothing have neither simple nor partial correlations: nothing to analyse.
    items = zip(simple, partial).map { $0 + $1 > 0 ? $0 / ($0 + $1) : 0 }
    overall = all + partial.reduce(0, +) > 0 ? all / (all + partial.reduce(0, +)) : 0
    chiSquared = max(0, -(Double(count) - 1 - Double(2 * k + 5) / 6) * logDeterminant)
    degreesOfFreedom = k * (k - 1) / 2
  }
}
