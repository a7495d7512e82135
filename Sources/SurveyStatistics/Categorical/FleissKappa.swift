internal import SurveyModel

/// The agreement of several codings of the same subjects beyond chance.
public enum FleissKappa {
  /// Measures and tests the agreement of a fixed number of codings per subject.
  ///
  /// - Parameters:
  ///   - counts: For each subject, how many codings chose each category; every subject has the same number.
  ///   - level: The confidence level.
  /// - Returns: The test of no agreement beyond chance. The standard error, and so the interval, holds under chance
  ///   only, which the conventions say.
  /// - Throws: ``StatisticsError`` where subjects have different numbers of codings or fewer than two, or all is one
  ///   category.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(subjects · categories).
  /// - Source: Fleiss (1971), doi:10.1037/h0031619; Fleiss, Nee & Landis (1979), doi:10.1037/0033-2909.86.5.974.
  ///   In R: `irr::kappam.fleiss`.
  public static func test(_ counts: [[Int]], level: Double = 0.95) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let width = counts.first?.count ?? 0
    let raters = counts.first?.reduce(0, +) ?? 0
    guard counts.count >= 2, raters >= 2,
      counts.allSatisfy({ $0.count == width && $0.reduce(0, +) == raters && $0.allSatisfy { $0 >= 0 } })
    else {
      throw StatisticsError(
        .argument, found: "\(counts.count) subjects whose codings differ in number, or are fewer than two",
        expected: "two subjects or more, each with the same number of codings, at least two",
        remedy: "leave out subjects with a missing coding, or use krippendorff-alpha")
    }
    let (n, m) = (Double(counts.count), Double(raters))
    let shares = (0..<width).map { category in counts.reduce(0.0) { $0 + Double($1[category]) } / (n * m) }
    let observed =
      counts.reduce(0.0) { sum, row in sum + row.reduce(0.0) { $0 + Double($1) * Double($1 - 1) } }
      / (n * m * (m - 1))
    let chance = shares.reduce(0) { $0 + $1 * $1 }
    guard chance < 1 else {
      throw StatisticsError(
        .constant, found: "one category only", expected: "at least two categories in use",
        remedy: "choose a variable on which subjects differ")
    }
    let kappa = (observed - chance) / (1 - chance)
    let spread = shares.reduce(0) { $0 + $1 * (1 - $1) }
    let skew = shares.reduce(0) { $0 + $1 * (1 - $1) * (1 - 2 * $1) }
    let error = (2 * max(0, spread * spread - skew)).squareRoot() / (spread * (n * m * (m - 1)).squareRoot())
    let z = kappa / error
    let half = Normal.standard.criticalValue(level: level) * error
    let base = Base(count: counts.count)
    return TestResult(
      id: "fleiss-kappa", method: "Fleiss's kappa", symbol: "z", statistic: z, p: Normal.standard.twoTailed(z),
      estimate: Estimate(
        id: "kappa", value: kappa, standardError: error,
        interval: Interval(
          lower: max(-1, kappa - half), upper: min(1, kappa + half), level: level, method: "wald-null"),
        base: base),
      base: base, conventions: ["the standard error holds under chance agreement"],
      details: [
        .init("observedAgreement", observed), .init("chanceAgreement", chance), .init("raters", m),
      ],
      source: "Fleiss (1971), Psychological Bulletin 76, 378–382, doi:10.1037/h0031619")
  }
}
