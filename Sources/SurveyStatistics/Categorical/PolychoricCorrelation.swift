internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// The correlation of two normal traits that were seen only through ordered answers.
///
/// - Source: Olsson (1979), Psychometrika 44, 443–460, doi:10.1007/BF02296207.
public struct PolychoricCorrelation: Sendable, Hashable {
  /// How the correlation is estimated.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// The cuts from the margins, then the correlation given the cuts.
    case twoStep = "two-step"
    /// The correlation and all cuts together.
    case maximumLikelihood = "ml"
  }

  /// The correlation; −1 or 1 where ``isAtBoundary``.
  public let value: Double
  /// Its standard error for a simple random sample; nil at the boundary.
  public let standardError: Double?
  /// The cuts between the rows that have respondents, on the scale of the standard normal.
  public let rowThresholds: [Double]
  /// The cuts between the columns that have respondents.
  public let columnThresholds: [Double]
  /// The logarithm of the likelihood at the estimate.
  public let logLikelihood: Double
  /// Whether the table orders respondents so much alike that the likelihood rises up to a correlation of ±1.
  public let isAtBoundary: Bool
  /// Whether one half stands in place of an empty cell.
  public let isCorrected: Bool
  /// How the correlation was estimated.
  public let method: Method
  /// How far a respondent in each cell moves the correlation, times the number of respondents.
  ///
  /// It sums to zero over the respondents, and its mean square over their number is the squared standard error. Two-step
  /// only; empty for maximum likelihood and at the boundary. Rows and columns without respondents are left out.
  public let influence: [[Double]]

  /// Nearer to ±1 than this the distribution is all but degenerate, and the estimate counts as lying at the boundary.
  static let limit = 1 - 1e-6

  /// Estimates the correlation from a table of counts (or sums of weights).
  ///
  /// - Parameters:
  ///   - counts: The table, rows and columns from the lowest answer to the highest; rows and columns without
  ///     respondents are left out.
  ///   - method: Two-step, as most programs do, or full maximum likelihood.
  ///   - emptyCell: What stands in place of an empty cell of a two-by-two table, as in psych and in
  ///     ``TetrachoricCorrelation``; larger tables are taken as they are.
  ///   - inLargerTables: Whether it stands in larger tables too, as in psych.
  /// - Throws: ``StatisticsError`` with code `groups` where fewer than two rows or columns have respondents,
  ///   `argument` where a count is negative or not finite or rows differ in length, `convergence`.
  /// - Accuracy: 1e-9 absolute; cuts 1e-14. The standard error of the two-step estimate accounts for the cuts being
  ///   estimated, which R's polycor does not.
  /// - Complexity: some ten evaluations of the bivariate normal distribution per corner of the table.
  /// - Source: Olsson (1979), doi:10.1007/BF02296207. In R: `polycor::polychor`, `psych::polychoric`,
  ///   `lavaan::lavCor`; in SPSS: HETCOR extension.
  public init(
    _ counts: [[Double]], method: Method = .twoStep, emptyCell: Double = 0.5, inLargerTables: Bool = false
  ) throws(StatisticsError) {
    var (table, isCorrected) = try Self.checked(counts, emptyCell: emptyCell, inLargerTables: inLargerTables)
    if isCorrected { table = table.map { $0.map { $0 > 0 ? $0 : emptyCell } } }
    let columnSums = table[0].indices.map { column in CompensatedTotal.of(table.map { $0[column] }) }
    let rows = Self.cuts(table.map { CompensatedTotal.of($0) })
    let columns = Self.cuts(columnSums)
    var fit = PolychoricLikelihood(
      table, correlation: try Self.twoStep(table, rows, columns), rows: rows, columns: columns)
    isAtBoundary = abs(fit.correlation) >= Self.limit
    var error: Double?
    var influence: [[Double]] = []
    if !isAtBoundary, method == .maximumLikelihood {
      (fit, error) = try Self.maximise(from: fit)
    } else if !isAtBoundary {
      influence = Self.influence(fit)
      let n = CompensatedTotal.of(table.flatMap { $0 })
      let squares = zip(table.joined(), influence.joined()).map { $0 * $1 * $1 }
      error = CompensatedTotal.of(squares).squareRoot() / n
    }
    value = isAtBoundary ? (fit.correlation > 0 ? 1 : -1) : fit.correlation
    standardError = error
    rowThresholds = Array(fit.rowCuts.dropFirst().dropLast())
    columnThresholds = Array(fit.columnCuts.dropFirst().dropLast())
    logLikelihood = fit.logLikelihood
    self.isCorrected = isCorrected
    self.method = method
    self.influence = influence
  }

  /// The table without empty rows and columns, and whether it has an empty cell that something stands in for.
  private static func checked(
    _ counts: [[Double]], emptyCell: Double, inLargerTables: Bool
  ) throws(StatisticsError) -> (table: [[Double]], isCorrected: Bool) {
    let width = counts.first?.count ?? 0
    guard counts.allSatisfy({ $0.count == width && $0.allSatisfy { $0 >= 0 && $0.isFinite } }) else {
      throw StatisticsError(
        .argument, found: "rows of different lengths, or a count that is negative or not finite",
        expected: "counts or sums of weights", remedy: "give every row every column")
    }
    let columns = (0..<width).filter { column in counts.contains { $0[column] > 0 } }
    let table = counts.filter { $0.contains { $0 > 0 } }.map { row in columns.map { row[$0] } }
    guard table.count >= 2, columns.count >= 2 else {
      throw StatisticsError(
        .groups, found: "\(table.count) row(s) and \(columns.count) column(s) with respondents",
        expected: "at least two of each", remedy: "choose variables on which respondents differ")
    }
    let isFourfold = table.count == 2 && columns.count == 2
    return (table, (isFourfold || inLargerTables) && emptyCell > 0 && table.contains { $0.contains(0) })
  }

  /// The cuts that leave the margins' shares between them, each from its smaller tail.
  static func cuts(_ sums: [Double]) -> [Double] {
    let total = CompensatedTotal.of(sums)
    return sums.indices.dropLast().map { index in
      let below = CompensatedTotal.of(Array(sums[...index]))
      return below * 2 <= total
        ? Normal.standard.quantile(lower: below / total)
        : Normal.standard.quantile(upper: CompensatedTotal.of(Array(sums[(index + 1)...])) / total)
    }
  }

  /// The correlation at which the likelihood given the cuts is highest; beyond the limit where it rises up to ±1.
  private static func twoStep(
    _ table: [[Double]], _ rows: [Double], _ columns: [Double]
  ) throws(StatisticsError) -> Double {
    func score(_ correlation: Double) -> Double {
      PolychoricLikelihood(table, correlation: correlation, rows: rows, columns: columns).score
    }
    if score(limit) >= 0 { return limit }
    if score(-limit) <= 0 { return -limit }
    let root = RootFinding.root(between: -limit, and: limit, tolerance: 1e-15) { min(1e300, max(-1e300, score($0))) }
    guard root.isFinite else { throw unsettled }
    return root
  }

  /// Newton's method on correlation and cuts, by expected information where the observed one does not lead uphill.
  private static func maximise(
    from start: PolychoricLikelihood
  ) throws(StatisticsError) -> (fit: PolychoricLikelihood, error: Double) {
    var fit = start
    for _ in 0..<100 {
      let slope = fit.gradient
      guard
        let inverse =
          (fit.information(expected: false).positiveDefiniteInverse()
          ?? fit.information(expected: true).positiveDefiniteInverse())?.inverse
      else { throw unsettled }
      let step = slope.indices.map { row in slope.indices.reduce(0) { $0 + inverse[row, $1] * slope[$1] } }
      if step.allSatisfy({ abs($0) < 1e-11 }) {
        guard let observed = fit.information(expected: false).positiveDefiniteInverse()?.inverse else {
          throw unsettled
        }
        return (fit, observed[0, 0].squareRoot())
      }
      var length = 1.0
      var next = moved(fit, step, length)
      while next.map({ !($0.logLikelihood >= fit.logLikelihood - 1e-9 * abs(fit.logLikelihood)) }) ?? true {
        length /= 2
        guard length > 1e-6 else { throw unsettled }
        next = moved(fit, step, length)
      }
      if let next { fit = next }
    }
    throw unsettled
  }

  /// The parameters moved by so much of a step, or nil where the cuts would cross or the correlation would leave −1…1.
  private static func moved(_ fit: PolychoricLikelihood, _ step: [Double], _ length: Double) -> PolychoricLikelihood? {
    let rows = fit.rowCuts.dropFirst().dropLast().enumerated().map { $1 + length * step[1 + $0] }
    let columns = fit.columnCuts.dropFirst().dropLast().enumerated().map { $1 + length * step[1 + rows.count + $0] }
    let correlation = fit.correlation + length * step[0]
    guard abs(correlation) < limit, zip(rows, rows.dropFirst()).allSatisfy(<),
      zip(columns, columns.dropFirst()).allSatisfy(<)
    else { return nil }
    return PolychoricLikelihood(fit.counts, correlation: correlation, rows: rows, columns: columns)
  }

  /// How far a respondent in each cell moves the two-step correlation, cuts included.
  ///
  /// Source: the implicit function theorem on the score given the cuts, the cuts being functions of the margins.
  private static func influence(_ fit: PolychoricLikelihood) -> [[Double]] {
    let information = fit.information(expected: false)
    let n = CompensatedTotal.of(fit.counts.flatMap { $0 })
    let scores = fit.scores()
    let rowShares = fit.rowCuts.map { Normal.standard.lowerTail($0) }
    let columnShares = fit.columnCuts.map { Normal.standard.lowerTail($0) }
    /// How far a respondent at a place in the margin moves the cuts, each times its weight in the score.
    func margin(_ place: Int, _ cuts: [Double], _ shares: [Double], from position: Int) -> Double {
      (1..<(cuts.count - 1)).reduce(0) { sum, cut in
        let moved = ((place < cut ? 1 : 0) - shares[cut]) / Normal.standard.density(cuts[cut])
        return sum + information[0, position + cut - 1] / n * moved
      }
    }
    let rows = fit.counts.indices.map { margin($0, fit.rowCuts, rowShares, from: 1) }
    let columns = fit.counts[0].indices.map {
      margin($0, fit.columnCuts, columnShares, from: fit.rowCuts.count - 1)
    }
    return scores.indices.map { row in
      scores[row].indices.map { column in
        (scores[row][column] - rows[row] - columns[column]) / (information[0, 0] / n)
      }
    }
  }

  private static var unsettled: StatisticsError {
    StatisticsError(
      .convergence, found: "a likelihood whose maximum could not be found",
      expected: "a table on which the iteration settles",
      remedy: "join answers that few respondents gave, or use spearman or gamma")
  }

  /// Its interval, normal on the scale of Fisher's z; nil at the boundary.
  public func interval(level: Double = 0.95) -> Interval? {
    guard let standardError else { return nil }
    return PhiCoefficient.correlationInterval(
      value, standardError: standardError, level: level, degreesOfFreedom: .infinity)
  }
}
