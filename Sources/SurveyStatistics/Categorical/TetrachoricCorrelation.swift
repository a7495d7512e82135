internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// The correlation of two normal traits of which only "above the cut or not" was seen.
///
/// For a two-by-two table the maximum-likelihood estimate reproduces the table, so it is the root of one equation, and
/// its standard error follows from the three shares by the delta method; both equal what an iteration would find.
public struct TetrachoricCorrelation: Sendable, Hashable {
  /// The correlation.
  public let value: Double
  /// Its standard error for a simple random sample of the table's size.
  public let standardError: Double
  /// The cut of the first trait, on the scale of the standard normal.
  public let firstThreshold: Double
  /// The cut of the second trait.
  public let secondThreshold: Double
  /// Whether one half stands in place of an empty cell.
  public let isCorrected: Bool
  /// How the correlation moves with the joint share and with the two single shares.
  let slopes: (joint: Double, first: Double, second: Double)

  /// The correlation behind a two-by-two table.
  ///
  /// - Parameters:
  ///   - both: Respondents (or their weights) above both cuts.
  ///   - firstOnly: Above the first only.
  ///   - secondOnly: Above the second only.
  ///   - neither: Above neither.
  ///   - emptyCell: What stands in place of an empty cell; one half as in psych.
  /// - Returns: The correlation, or nil where a margin is empty.
  /// - Accuracy: 1e-12 absolute.
  /// - Complexity: some ten evaluations of the bivariate normal distribution.
  /// - Source: Pearson (1900), doi:10.1098/rsta.1900.0022; Olsson (1979), doi:10.1007/BF02296207.
  ///   In R: `polycor::polychor(ML = TRUE)`, `psych::tetrachoric`.
  public init?(
    both: Double, firstOnly: Double, secondOnly: Double, neither: Double, emptyCell: Double = 0.5
  ) {
    guard both + firstOnly > 0, secondOnly + neither > 0, both + secondOnly > 0, firstOnly + neither > 0 else {
      return nil
    }
    let cells = [both, firstOnly, secondOnly, neither].map { $0 > 0 ? $0 : emptyCell }
    isCorrected = min(min(both, firstOnly), min(secondOnly, neither)) <= 0
    let n = cells[0] + cells[1] + cells[2] + cells[3]
    let (joint, first, second) = (cells[0] / n, (cells[0] + cells[1]) / n, (cells[0] + cells[2]) / n)
    let h = Normal.standard.quantile(upper: first)
    let k = Normal.standard.quantile(upper: second)
    let smallest = Self.smallestCell(cells, n)
    // The equation is solved on the smallest cell, where rounding matters least; a flip of one trait flips the sign.
    let root = RootFinding.root(between: -1, and: 1) { correlation in
      switch smallest.index {
      case 0: BivariateNormal(correlation).upperTail(h, k) - smallest.share
      case 1: smallest.share - BivariateNormal(-correlation).upperTail(h, -k)
      case 2: smallest.share - BivariateNormal(-correlation).upperTail(-h, k)
      default: BivariateNormal(correlation).upperTail(-h, -k) - smallest.share
      }
    }
    guard root.isFinite else { return nil }
    value = root
    firstThreshold = h
    secondThreshold = k
    let rest = ((1 - root) * (1 + root)).squareRoot()
    let density = BivariateNormal(root).density(h, k)
    let secondGivenCut = Normal.standard.upperTail((k - root * h) / rest)
    let firstGivenCut = Normal.standard.upperTail((h - root * k) / rest)
    slopes = (1 / density, -secondGivenCut / density, -firstGivenCut / density)
    standardError = Self.error(slopes, joint: joint, first: first, second: second, n: n)
  }

  private static func smallestCell(_ cells: [Double], _ n: Double) -> (index: Int, share: Double) {
    var index = 0
    for other in 1..<4 where cells[other] < cells[index] { index = other }
    return (index, cells[index] / n)
  }

  private static func error(
    _ slopes: (joint: Double, first: Double, second: Double), joint: Double, first: Double, second: Double, n: Double
  ) -> Double {
    let influences = [
      (joint, slopes.joint + slopes.first + slopes.second), (first - joint, slopes.first),
      (second - joint, slopes.second), (1 - first - second + joint, 0.0),
    ]
    let mean = influences.reduce(0) { $0 + $1.0 * $1.1 }
    let variance = influences.reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    return (variance / n).squareRoot()
  }

  /// Its interval, normal (or t) on the scale of Fisher's z.
  public func interval(level: Double = 0.95) -> Interval? {
    PhiCoefficient.correlationInterval(
      value, standardError: standardError, level: level, degreesOfFreedom: .infinity)
  }

  /// Compares everything that is public.
  public static func == (one: TetrachoricCorrelation, two: TetrachoricCorrelation) -> Bool {
    one.value == two.value && one.standardError == two.standardError && one.firstThreshold == two.firstThreshold
      && one.secondThreshold == two.secondThreshold && one.isCorrected == two.isCorrected
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(value)
    hasher.combine(standardError)
  }

  /// The correlation behind a two-by-two table as a test of no association.
  ///
  /// - Parameters:
  ///   - table: The counts: rows the first answer (yes, no), columns the second (yes, no).
  ///   - level: The confidence level.
  /// - Throws: ``StatisticsError`` where the table is not two by two or a margin is empty.
  /// - Source: Pearson (1900), doi:10.1098/rsta.1900.0022.
  public static func test(_ table: ContingencyTable, level: Double = 0.95) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let (a, b, c, d) = try table.fourCells()
    guard
      let correlation = TetrachoricCorrelation(
        both: Double(a), firstOnly: Double(b), secondOnly: Double(c), neither: Double(d))
    else {
      throw StatisticsError(
        .constant, found: "an answer that nobody or everybody gave", expected: "respondents with and without each",
        remedy: "choose two answers on which respondents differ")
    }
    let base = Base(count: table.total)
    let z = correlation.value / correlation.standardError
    return TestResult(
      id: "tetrachoric", method: "Tetrachoric correlation", symbol: "z", statistic: z,
      p: Normal.standard.twoTailed(z),
      estimate: Estimate(
        id: "tetrachoric-correlation", value: correlation.value, standardError: correlation.standardError,
        interval: correlation.interval(level: level), narrowInterval: correlation.interval(level: 0.9), base: base),
      effects: [PhiCoefficient.effect(a: Double(a), b: Double(b), c: Double(c), d: Double(d), level: level)],
      base: base,
      assumptions: [Assumption("both answers cut a normal trait", .notChecked)],
      warnings: correlation.isCorrected ? ["an empty cell was taken as one half of a respondent"] : [],
      details: [
        .init("firstThreshold", correlation.firstThreshold), .init("secondThreshold", correlation.secondThreshold),
      ],
      source: "Pearson (1900), Philosophical Transactions A 195, 1–47, doi:10.1098/rsta.1900.0022")
  }
}
