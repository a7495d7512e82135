internal import SurveyModel

/// Bowker's test of whether changes between categories balance, pair by pair.
public enum BowkerTest {
  /// Tests a square table for symmetry.
  ///
  /// - Parameters:
  ///   - table: The counts: rows the first answer, columns the second, the same categories in the same order.
  ///   - level: The confidence level of the share that changed.
  /// - Returns: The test; pairs of categories between which nobody changed do not count. For two categories it is
  ///   McNemar's statistic.
  /// - Throws: ``StatisticsError`` where the table is not square or nobody changed.
  /// - Accuracy: 1e-13 relative.
  /// - Complexity: O(categories²).
  /// - Source: Bowker (1948), doi:10.1080/01621459.1948.10483284. In R: `mcnemar.test` of a larger table.
  public static func test(_ table: ContingencyTable, level: Double = 0.95) throws(StatisticsError) -> TestResult {
    let size = try SquareTable.size(table)
    var statistic = CompensatedTotal()
    var df = 0
    for row in 0..<size {
      for column in 0..<row {
        let (one, two) = (Double(table.counts[row][column]), Double(table.counts[column][row]))
        guard one + two > 0 else { continue }
        statistic.add((one - two) * (one - two) / (one + two))
        df += 1
      }
    }
    let changed = table.total - (0..<size).reduce(0) { $0 + table.counts[$1][$1] }
    guard df > 0 else { throw SquareTable.nobodyChanged }
    return TestResult(
      id: "bowker", method: "Bowker's test of symmetry", symbol: "χ²", statistic: statistic.value,
      degreesOfFreedom: [Double(df)], p: ChiSquared(Double(df)).upperTail(statistic.value),
      estimate: try ProportionInterval.estimate(
        id: "share-changed", .wilson, successes: changed, trials: table.total, level: level),
      base: Base(count: table.total),
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: ["no continuity correction; pairs between which nobody changed do not count"],
      source: "Bowker (1948), Journal of the American Statistical Association 43, 572–574, "
        + "doi:10.1080/01621459.1948.10483284")
  }
}

/// Stuart and Maxwell's test of whether two answers of the same respondents have the same distribution.
public enum StuartMaxwellTest {
  /// Tests a square table for equal margins.
  ///
  /// - Parameters:
  ///   - table: The counts: rows the first answer, columns the second, the same categories in the same order.
  ///   - level: The confidence level of the share that changed.
  /// - Returns: The test; categories that nobody entered or left do not count. For two categories it is McNemar's
  ///   statistic.
  /// - Throws: ``StatisticsError`` where the table is not square or nobody changed.
  /// - Accuracy: 1e-11 relative.
  /// - Complexity: O(categories³).
  /// - Source: Stuart (1955), doi:10.1093/biomet/42.3-4.412; Maxwell (1970), doi:10.1192/bjp.116.535.651.
  ///   In R: `DescTools::StuartMaxwellTest`.
  public static func test(_ table: ContingencyTable, level: Double = 0.95) throws(StatisticsError) -> TestResult {
    let size = try SquareTable.size(table)
    let (rows, columns) = (table.rowTotals, table.columnTotals)
    let moving = (0..<size).filter { rows[$0] + columns[$0] > 2 * table.counts[$0][$0] }
    let changed = table.total - (0..<size).reduce(0) { $0 + table.counts[$1][$1] }
    guard moving.count >= 2 else { throw SquareTable.nobodyChanged }
    // The differences add up to zero within every group of categories that exchange respondents; one of each group is
    // left out, and a group is found as the covariance runs out of rank.
    let differences = moving.map { Double(rows[$0] - columns[$0]) }
    let covariance = moving.map { row in
      moving.map { column in
        row == column
          ? Double(rows[row] + columns[row] - 2 * table.counts[row][row])
          : -Double(table.counts[row][column] + table.counts[column][row])
      }
    }
    let (statistic, df) = SquareTable.quadraticForm(differences, covariance)
    return TestResult(
      id: "stuart-maxwell", method: "Stuart–Maxwell test of marginal homogeneity", symbol: "χ²",
      statistic: statistic, degreesOfFreedom: [Double(df)], p: ChiSquared(Double(df)).upperTail(statistic),
      estimate: try ProportionInterval.estimate(
        id: "share-changed", .wilson, successes: changed, trials: table.total, level: level),
      base: Base(count: table.total), assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: ["categories that nobody entered or left do not count"],
      source: "Stuart (1955), Biometrika 42, 412–416, doi:10.1093/biomet/42.3-4.412")
  }
}

/// What tests of square tables share.
enum SquareTable {
  static func size(_ table: ContingencyTable) throws(StatisticsError) -> Int {
    let size = table.counts.count
    guard size >= 2, table.columnLabels.count == size, table.total > 0 else {
      throw StatisticsError(
        .groups, found: "a table of \(size) rows and \(table.columnLabels.count) columns, \(table.total) respondents",
        expected: "the same categories in rows and columns, and respondents",
        remedy: "give both answers the same categories")
    }
    return size
  }

  static var nobodyChanged: StatisticsError {
    StatisticsError(
      .constant, found: "no respondent whose two answers differ", expected: "respondents who changed",
      remedy: "there is nothing to test: both answers are the same")
  }

  /// dᵀ V⁻ d and the rank of V, by elimination with the largest pivot first; V holds whole numbers.
  static func quadraticForm(_ vector: [Double], _ matrix: [[Double]]) -> (value: Double, rank: Int) {
    var matrix = matrix
    var vector = vector
    var open = Array(vector.indices)
    let scale = matrix.indices.map { matrix[$0][$0] }.max() ?? 0
    var total = CompensatedTotal()
    var rank = 0
    while let pivot = open.max(by: { matrix[$0][$0] < matrix[$1][$1] }), matrix[pivot][pivot] > 1e-9 * scale {
      total.add(vector[pivot] * vector[pivot] / matrix[pivot][pivot])
      open.removeAll { $0 == pivot }
      rank += 1
      for row in open {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        vector[row] -= factor * vector[pivot]
        for column in open { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    return (total.value, rank)
  }
}

/// Cochran's test of several shares of the same respondents.
public enum CochranQTest {
  /// Tests whether several yes-or-no answers of the same respondents have the same share.
  ///
  /// - Parameters:
  ///   - answers: For each question, whether each respondent said yes, in the same order of respondents.
  ///   - names: The questions' names.
  ///   - bootstrap: The settings of the interval of η²; none with 0 replicates.
  ///   - level: The interval's confidence level.
  /// - Returns: The test with Serlin's η² = Q / (n (k − 1)); respondents who said the same to all do not move Q.
  /// - Throws: ``StatisticsError`` where there are fewer than two questions or nobody differs.
  /// - Accuracy: 1e-14 relative.
  /// - Complexity: O(respondents · questions).
  /// - Source: Cochran (1950), doi:10.1093/biomet/37.3-4.256; Serlin, Carr & Marascuilo (1982),
  ///   doi:10.1037/0033-2909.92.3.786. In R: `DescTools::CochranQTest`; in SPSS: NPAR TESTS COCHRAN.
  public static func test(
    _ answers: [[Bool]], names: [String]? = nil, bootstrap: Bootstrap = Bootstrap(), level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let respondents = answers.first?.count ?? 0
    guard answers.count >= 2, respondents > 0, answers.allSatisfy({ $0.count == respondents }) else {
      throw StatisticsError(
        .groups, found: "\(answers.count) question(s), or answers of different respondents",
        expected: "two questions or more, answered by the same respondents", remedy: "name them with --items A,B,C")
    }
    let k = Double(answers.count)
    let columns = answers.map { $0.count { $0 } }
    let rows = (0..<respondents).map { respondent in answers.count { $0[respondent] } }
    let total = columns.reduce(0, +)
    let squares = columns.reduce(0) { $0 + $1 * $1 }
    let rowSquares = rows.reduce(0) { $0 + $1 * $1 }
    let denominator = answers.count * total - rowSquares
    guard denominator > 0 else { throw SquareTable.nobodyChanged }
    let q = (k - 1) * Double(answers.count * squares - total * total) / Double(denominator)
    return TestResult(
      id: "cochran-q", method: "Cochran's Q test", symbol: "Q", statistic: q, degreesOfFreedom: [k - 1],
      p: ChiSquared(k - 1).upperTail(q),
      effects: [
        EffectSize(
          id: "eta-squared-q", value: q / (Double(respondents) * (k - 1)),
          interval: interval(answers, respondents: respondents, bootstrap, level: level))
      ],
      base: Base(count: respondents),
      groups: Array(zip(names ?? answers.indices.map { "\($0 + 1)" }, columns)),
      assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [
        "the counts of the groups are those who said yes",
        "η² by percentile bootstrap of respondents (\(bootstrap.replicates) replicates, seed \(bootstrap.seed)); it "
          + "cannot be below 0, so its interval leans upwards",
      ],
      details: [
        .init("differing", Double(rows.count { $0 > 0 && $0 < answers.count }))
      ],
      source: "Cochran (1950), Biometrika 37, 256–266, doi:10.1093/biomet/37.3-4.256")
  }

  /// The interval of η², over resamples of the patterns of answers.
  private static func interval(
    _ answers: [[Bool]], respondents: Int, _ bootstrap: Bootstrap, level: Double
  ) -> Interval? {
    var positions: [[Bool]: Int] = [:]
    var counts: [Int] = []
    var patterns: [[Bool]] = []
    for respondent in 0..<respondents {
      let pattern = answers.map { $0[respondent] }
      if let known = positions[pattern] {
        counts[known] += 1
      } else {
        positions[pattern] = counts.count
        counts.append(1)
        patterns.append(pattern)
      }
    }
    let k = answers.count
    let sums = patterns.map { $0.count { $0 } }
    let draws = bootstrap.distribution(counts: counts) { resample -> Double? in
      var columns = [Int](repeating: 0, count: k)
      var rowSquares = 0
      for (pattern, count) in resample.enumerated() where count > 0 {
        for column in 0..<k where patterns[pattern][column] { columns[column] += count }
        rowSquares += count * sums[pattern] * sums[pattern]
      }
      let total = columns.reduce(0, +)
      let denominator = k * total - rowSquares
      guard denominator > 0 else { return nil }
      let squares = columns.reduce(0) { $0 + $1 * $1 }
      return Double(k * squares - total * total) / Double(denominator) / Double(respondents)
    }
    return bootstrap.percentileInterval(draws, level: level)
  }
}
