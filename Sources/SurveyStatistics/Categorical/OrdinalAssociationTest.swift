internal import SurveyModel

/// The tests by Goodman and Kruskal's gamma and by Somers' d: whether two ordered answers rise together.
public enum OrdinalAssociationTest {
  /// Tests whether two ordered answers rise together, by gamma.
  ///
  /// - Parameters:
  ///   - table: The counts, rows and columns from the lowest answer to the highest.
  ///   - alternative: `greater` means that they rise together.
  ///   - level: The confidence level.
  /// - Returns: z under independence with p, gamma with its interval, and tau-b, tau-c and Somers' d as effects.
  /// - Throws: ``StatisticsError`` with code `groups` where fewer than two rows or columns have respondents.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(cells).
  /// - Source: Goodman & Kruskal (1954), doi:10.1080/01621459.1954.10501231; Brown & Benedetti (1977),
  ///   doi:10.1080/01621459.1977.10480995. In R: `DescTools::GoodmanKruskalGamma`; in SPSS: CROSSTABS
  ///   /STATISTICS=GAMMA.
  public static func gamma(
    _ table: ContingencyTable, alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    var result = try test(table, .gamma, alternative: alternative, level: level)
    result.id = "gamma"
    result.method = "Goodman and Kruskal’s gamma"
    result.conventions.insert("gamma leaves out the pairs that either answer ties", at: 0)
    result.source =
      "Goodman & Kruskal (1954), Journal of the American Statistical Association 49, 732–764, "
      + "doi:10.1080/01621459.1954.10501231; Brown & Benedetti (1977), doi:10.1080/01621459.1977.10480995"
    return result
  }

  /// Tests whether one ordered answer rises with another, by Somers' d.
  ///
  /// - Parameters:
  ///   - table: The counts: rows the answer that depends, columns the one that it depends on, both from the lowest
  ///     answer to the highest.
  ///   - alternative: `greater` means that they rise together.
  ///   - names: The names of the two variables, rows first.
  ///   - level: The confidence level.
  /// - Returns: z under independence with p, d of the rows by the columns with its interval, and the other direction,
  ///   the symmetric d, gamma and tau-b as effects.
  /// - Throws: As ``gamma(_:alternative:level:)``.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(cells).
  /// - Source: Somers (1962), doi:10.2307/2090408; Goodman & Kruskal (1972), doi:10.1080/01621459.1972.10482396. In R:
  ///   `DescTools::SomersDelta`; in SPSS: CROSSTABS /STATISTICS=D.
  public static func somersD(
    _ table: ContingencyTable, alternative: Alternative = .twoSided, names: (String, String) = ("row", "column"),
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    var result = try test(table, .rowsByColumns, alternative: alternative, level: level)
    result.id = "somers-d"
    result.method = "Somers’ d"
    result.conventions.insert(
      "d is of \(names.0) by \(names.1): it leaves out the pairs that \(names.1) ties", at: 0)
    result.source =
      "Somers (1962), American Sociological Review 27, 799–811, doi:10.2307/2090408; Brown & Benedetti (1977), "
      + "doi:10.1080/01621459.1977.10480995"
    return result
  }

  private static func test(
    _ table: ContingencyTable, _ measure: OrdinalAssociation.Measure, alternative: Alternative, level: Double
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let used = try table.checkedForAssociation()
    guard let pairs = OrdinalAssociation(used), pairs.scoreError > 0 else {
      throw StatisticsError(
        .constant, found: "no pair of respondents that both answers tell apart",
        expected: "respondents who differ on both", remedy: "choose variables on which respondents differ")
    }
    let base = Base(count: used.total)
    let value = pairs.value(measure)
    let others = OrdinalAssociation.Measure.allCases.filter { $0 != measure }
    return TestResult(
      id: measure.rawValue, method: "", alternative: alternative, symbol: "z", statistic: pairs.z,
      p: Normal.standard.pValue(pairs.z, alternative),
      estimate: Estimate(
        id: measure == .gamma ? "goodman-kruskal-gamma" : "somers-d", value: value,
        standardError: pairs.standardError(measure), interval: pairs.interval(measure, level: level),
        narrowInterval: pairs.interval(measure, level: 0.9), base: base),
      effects: others.map { other in
        var effect = pairs.effect(other, level: level)
        if measure == .rowsByColumns, other == .columnsByRows { effect.id = "somers-d-reversed" }
        return effect
      },
      base: base, groups: Array(zip(used.columnLabels, used.columnTotals)),
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        Assumption("both answers stand in order", .notChecked),
      ],
      conventions: [
        "z divides C − D by its standard error under independence; the interval uses the standard error under any "
          + "association, on the scale of Fisher’s z"
      ],
      warnings: (used == table ? [] : ["rows or columns without respondents are left out"])
        + (abs(value) < 1 ? [] : ["all pairs go one way: there is no interval"]),
      details: [
        .init("concordant", pairs.concordant), .init("discordant", pairs.discordant),
        .init("tiedRows", pairs.tiedRows), .init("tiedColumns", pairs.tiedColumns),
        .init("standardErrorUnderNull", value != 0 ? abs(value / pairs.z) : 0),
      ], source: "")
  }
}
