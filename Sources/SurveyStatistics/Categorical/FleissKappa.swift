internal import SurveyModel

/// The agreement of several codings of the same subjects beyond chance.
public enum FleissKappa {
  /// Measures and tests the agreement of a fixed number of codings per subject.
  ///
  /// - Parameters:
  ///   - counts: For each subject, how many codings chose each category; every subject has the same number.
  ///   - categories: The categories' labels.
  ///   - level: The confidence level.
  /// - Returns: The test of no agreement beyond chance, by the standard error that holds under chance; kappa with the
  ///   interval of the standard error that holds under any agreement; and in `details` each category's own kappa.
  /// - Throws: ``StatisticsError`` where subjects have different numbers of codings or fewer than two, or all is one
  ///   category.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(subjects · categories).
  /// - Source: Fleiss (1971), doi:10.1037/h0031619; Fleiss, Nee & Landis (1979), doi:10.1037/0033-2909.86.5.974;
  ///   interval: Gwet (2021), doi:10.1177/0013164420973080. In R: `irr::kappam.fleiss`, `irrCAC::fleiss.kappa.raw`; in
  ///   SPSS: RELIABILITY /FLEISS.
  public static func test(
    _ counts: [[Int]], categories: [String]? = nil, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
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
    let chanceError = (2 * max(0, spread * spread - skew)).squareRoot() / (spread * (n * m * (m - 1)).squareRoot())
    let z = kappa / chanceError
    let error = subjectError(counts, shares, kappa: kappa, observed: observed, chance: chance)
    func interval(_ level: Double) -> Interval? {
      guard error > 0 else { return nil }
      let half = StudentT(n - 1).criticalValue(level: level) * error
      return Interval(lower: max(-1, kappa - half), upper: min(1, kappa + half), level: level, method: "gwet")
    }
    let base = Base(count: counts.count)
    return TestResult(
      id: "fleiss-kappa", method: "Fleiss's kappa", symbol: "z", statistic: z, p: Normal.standard.twoTailed(z),
      estimate: Estimate(
        id: "kappa", value: kappa, standardError: error, interval: interval(level), narrowInterval: interval(0.9),
        degreesOfFreedom: n - 1, base: base),
      base: base, assumptions: [Assumption("subjects are independent, and codings were made apart", .notChecked)],
      conventions: [
        "z uses the standard error under chance agreement, the interval the one under any agreement, with n − 1 degrees "
          + "of freedom"
      ],
      warnings: error > 0 ? [] : ["no subject differs from another in its agreement: there is no interval"],
      details: [
        .init("observedAgreement", observed), .init("chanceAgreement", chance), .init("raters", m),
        .init("standardErrorUnderChance", chanceError),
      ] + categoryKappas(counts, shares, names: categories ?? shares.indices.map { "\($0 + 1)" }),
      source: "Fleiss (1971), Psychological Bulletin 76, 378–382, doi:10.1037/h0031619")
  }

  /// The standard error from how the subjects differ in what they add to kappa.
  private static func subjectError(
    _ counts: [[Int]], _ shares: [Double], kappa: Double, observed: Double, chance: Double
  ) -> Double {
    let (n, m) = (Double(counts.count), Double(counts[0].reduce(0, +)))
    var squares = CompensatedTotal()
    for row in counts {
      let agreement = row.reduce(0.0) { $0 + Double($1) * Double($1 - 1) } / (m * (m - 1))
      let byChance = zip(row, shares).reduce(0.0) { $0 + Double($1.0) / m * $1.1 }
      let part = (agreement - observed - 2 * (1 - kappa) * (byChance - chance)) / (1 - chance)
      squares.add(part * part)
    }
    return (squares.value / (n * (n - 1))).squareRoot()
  }

  /// Each category's kappa against all others together.
  private static func categoryKappas(
    _ counts: [[Int]], _ shares: [Double], names: [String]
  ) -> [TestResult.Detail] {
    let (n, m) = (Double(counts.count), Double(counts[0].reduce(0, +)))
    return shares.indices.compactMap { category in
      let p = shares[category]
      guard p > 0, p < 1 else { return nil }
      let split = counts.reduce(0.0) { $0 + Double($1[category]) * (m - Double($1[category])) }
      return TestResult.Detail("kappa.\(names[category])", 1 - split / (n * m * (m - 1) * p * (1 - p)))
    }
  }
}
