public import SurveyAggregation
internal import SurveyModel

/// The chi-squared tests of independence and of fit for weighted and complex samples.
public enum RaoScottTest {
  /// How Pearson's statistic is corrected for the design.
  public enum Order: Sendable, Hashable {
    /// Over the mean design effect, against χ²: R's `statistic = "Chisq"`.
    case first
    /// Over the mean design effect and for the spread of the effects, against F: R's `statistic = "F"`.
    case second
  }

  /// Up to so many interaction terms the test is computed.
  static let mostTerms = 64

  /// Tests whether two questions are independent, with Pearson's statistic corrected for the design.
  ///
  /// - Parameters:
  ///   - patterns: Patterns of a table that was kept by design cell.
  ///   - rows: How many rows there are.
  ///   - columns: How many columns there are.
  ///   - variance: The design's variances.
  ///   - order: The correction's order; the second is the better known.
  ///   - cell: The row and column of a pattern; nil outside the base.
  /// - Returns: F with the second-order corrected degrees of freedom, or χ² with the first-order correction; Pearson's
  ///   statistic of the weighted table scaled to the number of respondents is among the details, Cramér's V of that
  ///   table the effect.
  /// - Throws: `statistics.groups` where fewer than two rows or columns have respondents or the table is too large, and
  ///   `statistics.design` where there are no degrees of freedom.
  /// - Accuracy: 1e-9 relative against R.
  /// - Complexity: O(patterns × terms²).
  /// - Source: Rao & Scott (1984), The Annals of Statistics 12, 46–60, https://doi.org/10.1214/aos/1176346391; Thomas &
  ///   Rao (1987), https://doi.org/10.1080/01621459.1987.10478475. R: `survey::svychisq(statistic = "F")`; SPSS:
  ///   CSTABULATE.
  public static func independence(
    of patterns: [PatternTable.Pattern], rows: Int, columns: Int, variance: DesignVariance, order: Order = .second,
    cell: (PatternTable.Pattern) -> (row: Int, column: Int)?
  ) throws(StatisticsError) -> TestResult {
    let table = WeightedTable(patterns, rows, columns, cell)
    let (used, across) = (table.usedRows, table.usedColumns)
    let terms = (used.count - 1) * (across.count - 1)
    guard used.count > 1, across.count > 1, terms <= mostTerms else {
      throw StatisticsError(
        .groups, found: "a table of \(used.count) by \(across.count) with respondents",
        expected: "at least two rows and two columns, and at most \(mostTerms) interaction terms",
        remedy: "join rare answers by a recode")
    }
    let df = variance.degreesOfFreedom(of: patterns) { cell($0) != nil }
    guard df > 0 else { throw noDegrees }
    // Contrasts of the interaction space: any basis gives the same traces.
    let contrasts = used.dropLast().flatMap { row in across.dropLast().map { (row, $0) } }
    let last = (row: used[used.count - 1], column: across[across.count - 1])
    func contrast(_ term: Int, _ row: Int, _ column: Int) -> Double {
      let (ownRow, ownColumn) = contrasts[term]
      let down = row == ownRow ? 1.0 : (row == last.row ? -1 : 0)
      let over = column == ownColumn ? 1.0 : (column == last.column ? -1 : 0)
      return down * over
    }
    var simple = Matrix(rows: terms, columns: terms)
    for a in 0..<terms {
      for b in 0..<terms {
        var sum = CompensatedSum()
        for row in used {
          for column in across where table.share(row, column) > 0 {
            sum.add(contrast(a, row, column) * contrast(b, row, column) / table.share(row, column))
          }
        }
        simple[a, b] = sum.value / Double(table.count)
      }
    }
    // Contrasts sum to zero over all cells, but not over those with respondents: what is left goes with the total.
    let rests = (0..<terms).map { term in
      CompensatedSum(
        used.flatMap { row in
          across.map { table.share(row, $0) > 0 ? contrast(term, row, $0) : 0 }
        }
      ).value
    }
    let complex = variance.covariance(
      of: patterns,
      coefficients: (0..<terms).map { term in
        patterns.map { pattern in
          guard let (row, column) = cell(pattern), table.share(row, column) > 0 else { return 0 }
          return (contrast(term, row, column) / table.share(row, column) - rests[term]) / table.weight
        }
      })
    guard let inverse = simple.positiveDefiniteInverse()?.inverse else {
      throw StatisticsError(
        .groups, found: "too many empty cells", expected: "respondents in most cells",
        remedy: "join rare answers by a recode")
    }
    var result = try result(
      pearson: table.pearson, effects: inverse * complex, degreesOfFreedom: df, order,
      base: variance.base(table.count, table.weight, table.squaredWeight))
    result.id = "chi-square"
    result.method = "Rao and Scott’s chi-squared test of independence"
    let least = Double(min(used.count, across.count) - 1)
    result.effects = [
      EffectSize(id: "cramers-v", value: (table.pearson / (Double(table.count) * least)).squareRoot())
    ]
    result.design = variance.words
    return result
  }

  /// Tests whether the shares of a question's answers are those expected, with Pearson's statistic corrected for the
  /// design.
  ///
  /// - Parameters:
  ///   - patterns: Patterns of a table that was kept by design cell.
  ///   - expected: The expected share of each answer, above zero, with a sum of 1.
  ///   - variance: The design's variances.
  ///   - order: The correction's order.
  ///   - cell: The answer of a pattern; nil outside the base.
  /// - Returns: as of ``independence(of:rows:columns:variance:order:cell:)``.
  /// - Throws: as of ``independence(of:rows:columns:variance:order:cell:)``.
  /// - Source: Rao & Scott (1981), Journal of the American Statistical Association 76, 221–230,
  ///   https://doi.org/10.1080/01621459.1981.10477633. R: `survey::svygofchisq`, which takes the tail of a weighted sum
  ///   of χ² instead of F; SPSS: CSTABULATE /TEST HOMOGENEITY.
  public static func fit(
    of patterns: [PatternTable.Pattern], expected: [Double], variance: DesignVariance, order: Order = .second,
    cell: (PatternTable.Pattern) -> Int?
  ) throws(StatisticsError) -> TestResult {
    let table = WeightedTable(patterns, 1, expected.count) { cell($0).map { (0, $0) } }
    guard expected.count > 1, expected.count - 1 <= mostTerms, table.count > 0, table.weight > 0 else {
      throw StatisticsError(
        .groups, found: "\(expected.count) answers and \(table.count) respondents",
        expected: "two to \(mostTerms + 1) answers and some respondents", remedy: "check --where and the missing codes")
    }
    let df = variance.degreesOfFreedom(of: patterns) { cell($0) != nil }
    guard df > 0 else { throw noDegrees }
    let terms = expected.count - 1
    var inverse = Matrix(rows: terms, columns: terms)
    for a in 0..<terms {
      for b in 0..<terms {
        inverse[a, b] = Double(table.count) * ((a == b ? 1 / expected[a] : 0) + 1 / expected[terms])
      }
    }
    let covariance = variance.covariance(
      of: patterns,
      coefficients: (0..<terms).map { term in
        patterns.map { pattern in
          guard let answer = cell(pattern) else { return 0 }
          return ((answer == term ? 1 : 0) - table.share(0, term)) / table.weight
        }
      })
    let pearson = CompensatedSum(
      expected.indices.map { answer in
        let distance = table.share(0, answer) - expected[answer]
        return distance * distance / expected[answer]
      }
    ).value
    var result = try result(
      pearson: Double(table.count) * pearson, effects: inverse * covariance, degreesOfFreedom: df, order,
      base: variance.base(table.count, table.weight, table.squaredWeight))
    result.id = "chi-square-goodness-of-fit"
    result.method = "Rao and Scott’s chi-squared test of fit"
    result.effects = [EffectSize(id: "cohens-w", value: pearson.squareRoot())]
    result.source =
      "Rao & Scott (1981), Journal of the American Statistical Association 76, 221–230, "
      + "doi:10.1080/01621459.1981.10477633"
    result.design = variance.words
    return result
  }

  private static var noDegrees: StatisticsError {
    StatisticsError(
      .design, found: "as many strata as sampling units", expected: "more sampling units than strata",
      remedy: "join strata")
  }

  private static func result(
    pearson: Double, effects: Matrix, degreesOfFreedom: Double, _ order: Order, base: Base
  ) throws(StatisticsError) -> TestResult {
    let terms = effects.rows
    let square = effects * effects
    let trace = CompensatedSum((0..<terms).map { effects[$0, $0] }).value
    let squareTrace = CompensatedSum((0..<terms).map { square[$0, $0] }).value
    let mean = trace / Double(terms)
    // Without spread between sampling units there is nothing to hold a distance against, and what is left of a sum that
    // cancels is no design effect.
    guard mean > 1e-9, squareTrace > 0 else {
      throw StatisticsError(
        .constant, found: "no spread of the answers between sampling units",
        expected: "answers that differ between sampling units", remedy: "report the shares; there is nothing to test")
    }
    let numerator = trace * trace / squareTrace
    let isFirst = order == .first
    return TestResult(
      id: "chi-square", method: "", symbol: isFirst ? "χ²" : "F",
      statistic: isFirst ? pearson / mean : pearson / trace,
      degreesOfFreedom: isFirst ? [Double(terms)] : [numerator, numerator * degreesOfFreedom],
      p: isFirst
        ? ChiSquared(Double(terms)).upperTail(pearson / mean)
        : FisherF(numerator, numerator * degreesOfFreedom).upperTail(pearson / trace),
      base: base,
      conventions: [
        isFirst ? "first-order correction" : "second-order correction",
        "weighted shares scaled to the number of respondents",
      ], details: [.init("pearson", pearson), .init("meanDesignEffect", mean)],
      source: "Rao & Scott (1984), The Annals of Statistics 12, 46–60, doi:10.1214/aos/1176346391")
  }
}

/// Weighted shares of a table's cells.
private struct WeightedTable {
  private(set) var count = 0
  let weight: Double
  let squaredWeight: Double
  private let cells: [Double]
  private let rows: Int
  private let columns: Int

  init(
    _ patterns: [PatternTable.Pattern], _ rows: Int, _ columns: Int,
    _ cell: (PatternTable.Pattern) -> (row: Int, column: Int)?
  ) {
    self.rows = rows
    self.columns = columns
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: rows * columns)
    var total = CompensatedSum()
    var squares = CompensatedSum()
    for pattern in patterns {
      guard let (row, column) = cell(pattern) else { continue }
      count += pattern.count
      total.add(pattern.weight)
      squares.add(pattern.squaredWeight)
      sums[row * columns + column].add(pattern.weight)
    }
    weight = total.value
    squaredWeight = squares.value
    cells = sums.map { total.value > 0 ? $0.value / total.value : 0 }
  }

  func share(_ row: Int, _ column: Int) -> Double { cells[row * columns + column] }
  func rowShare(_ row: Int) -> Double { CompensatedSum((0..<columns).map { share(row, $0) }).value }
  func columnShare(_ column: Int) -> Double { CompensatedSum((0..<rows).map { share($0, column) }).value }
  var usedRows: [Int] { (0..<rows).filter { rowShare($0) > 0 } }
  var usedColumns: [Int] { (0..<columns).filter { columnShare($0) > 0 } }

  /// Pearson's statistic of the shares, times the number of respondents.
  var pearson: Double {
    var sum = CompensatedSum()
    for row in usedRows {
      for column in usedColumns {
        let expected = rowShare(row) * columnShare(column)
        sum.add((share(row, column) - expected) * (share(row, column) - expected) / expected)
      }
    }
    return Double(count) * sum.value
  }
}
