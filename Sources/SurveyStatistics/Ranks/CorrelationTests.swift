internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// What the correlation tests have in common.
enum Correlations {
  /// Refuses answers that cannot be correlated.
  static func check(
    _ x: [Double], _ y: [Double], _ names: [String], level: Double
  ) throws(StatisticsError) {
    guard names.count == 2 else {
      throw StatisticsError(
        .argument, found: "\(names.count) names", expected: "the names of two variables",
        remedy: "correlate two variables at a time")
    }
    try InputCheck.level(level)
    try InputCheck.paired(x, y, names)
    for (values, name) in zip([x, y], names) {
      try InputCheck.count(values, name, atLeast: 3)
      try InputCheck.finite(values, name)
      guard values.contains(where: { $0 != values[0] }) else {
        throw StatisticsError(
          .constant, place: .init(column: name), found: "the same answer from everybody",
          expected: "a variable on which respondents differ", remedy: "leave the variable out")
      }
    }
  }

  /// The product-moment correlation.
  static func product(_ x: [Double], _ y: [Double]) -> Double {
    let (x, y) = (inRange(x), inRange(y))
    let (meanX, meanY) = (CompensatedTotal.mean(x) ?? 0, CompensatedTotal.mean(y) ?? 0)
    var (xx, yy, xy) = (CompensatedTotal(), CompensatedTotal(), CompensatedTotal())
    for (a, b) in zip(x, y) {
      xx.add((a - meanX) * (a - meanX))
      yy.add((b - meanY) * (b - meanY))
      xy.add((a - meanX) * (b - meanY))
    }
    // One root keeps a full correlation at exactly 1; two of them keep very large and very small variances in range.
    let product = xx.value * yy.value
    let scale = product.isNormal ? sqrt(product) : sqrt(xx.value) * sqrt(yy.value)
    return max(-1, min(1, xy.value / scale))
  }

  /// Numbers whose squares would be too large or too small for a Double, times a power of two; others as they are.
  private static func inRange(_ values: [Double]) -> [Double] {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0x1p400 || largest < 0x1p-400, largest > 0 else { return values }
    let factor = Double(sign: .plus, exponent: max(-1000, min(1000, -largest.exponent)), significand: 1)
    return values.map { $0 * factor }
  }

  /// An interval on Fisher's scale with that standard error there; nil at the ends and without a standard error.
  static func interval(_ value: Double, error: Double, level: Double, method: String) -> Interval? {
    guard abs(value) < 1, error.isFinite, error > 0 else { return nil }
    let reach = Normal.standard.criticalValue(level: level) * error
    let centre = atanh(value)
    return Interval(lower: tanh(centre - reach), upper: tanh(centre + reach), level: level, method: method)
  }

  /// The estimate with both its intervals.
  static func estimate(id: String, _ value: Double, error: Double, n: Int, level: Double, method: String) -> Estimate {
    Estimate(
      id: id, value: value, interval: interval(value, error: error, level: level, method: method),
      narrowInterval: interval(value, error: error, level: 0.9, method: method), base: Base(count: n))
  }

  /// The t statistic of a correlation; infinite at the ends.
  static func tStatistic(_ value: Double, df: Double) -> Double {
    abs(value) >= 1 ? (value > 0 ? .infinity : -.infinity) : value * sqrt(df / ((1 - value) * (1 + value)))
  }
}

/// Spearman's rank correlation.
public enum SpearmanTest {
  /// Tests whether two answers of the same respondents rise together.
  ///
  /// - Parameters:
  ///   - x: the first answers, missing pairs left out.
  ///   - y: the second answers of the same respondents, in the same order.
  ///   - names: the names of the two.
  ///   - alternative: `greater` means that they rise together.
  ///   - method: exact where nothing is tied and respondents are at most nine, otherwise by t.
  ///   - level: the interval's confidence level.
  /// - Returns: Σd² as R's S, p, rho with Bonett and Wright's interval.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: exact p to 1e-14; rho to 1e-14.
  /// - Complexity: O(n log n).
  /// - Source: Spearman (1904), American Journal of Psychology 15(1), 72–101, 10.2307/1412159; Bonett & Wright (2000),
  ///   Psychometrika 65, 23–28, 10.1007/BF02294183. R: `cor.test(method = "spearman")` (which uses an Edgeworth series
  ///   from ten untied respondents on); SPSS: NONPAR CORR.
  public static func run(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    method: PValueMethod = .automatic, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try Correlations.check(x, y, names, level: level)
    let (a, b) = (Ranking(x), Ranking(y))
    let rho = Correlations.product(a.ranks, b.ranks)
    let n = x.count
    let feasible = !a.hasTies && !b.hasTies && n <= 9
    guard method != .exact || feasible else {
      throw StatisticsError(
        .argument, place: .init(column: "exact"), found: "an exact test of \(n) respondents",
        expected: "at most nine respondents without ties", remedy: "use the p-value by t, or kendall")
    }
    let exact = method != .asymptotic && feasible
    let distance = zip(a.ranks, b.ranks).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let df = Double(n - 2)
    let t = Correlations.tStatistic(rho, df: df)
    var p = StudentT(df).pValue(t, alternative)
    if exact {
      let products = zip(a.ranks, b.ranks).reduce(0) { $0 + $1.0 * $1.1 }
      p = ExactRankDistribution.tails(
        ExactRankDistribution.permutationProducts(n), at: Int(products.rounded())
      ).pValue(alternative)
    }
    let error = n > 3 ? sqrt((1 + rho * rho / 2) / Double(n - 3)) : .nan
    return TestResult(
      id: "spearman", method: "Spearman’s rank correlation", alternative: alternative, symbol: "S",
      statistic: distance, p: p,
      estimate: Correlations.estimate(
        id: "spearman-rho", rho, error: error, n: n, level: level, method: "bonett-wright"),
      base: Base(count: n), assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [
        "ties share their mean rank; rho is the correlation of the ranks",
        exact ? "exact p" : "p by t with n − 2 degrees of freedom",
      ], details: [.init("t", t), .init("exact", exact ? 1 : 0)],
      source: "Spearman (1904), 10.2307/1412159; interval: Bonett & Wright (2000), 10.1007/BF02294183")
  }
}

/// Pearson's product-moment correlation.
public enum PearsonTest {
  /// Tests whether two numeric answers of the same respondents are linearly related.
  ///
  /// - Parameters: as of ``SpearmanTest/run(_:_:names:alternative:method:level:)``.
  /// - Returns: t with n − 2 degrees of freedom, p, r with Fisher's interval.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: 1e-13.
  /// - Complexity: O(n).
  /// - Source: Fisher (1921), Metron 1, 3–32. R: `cor.test`; SPSS: CORRELATIONS.
  public static func run(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try Correlations.check(x, y, names, level: level)
    let r = Correlations.product(x, y)
    let n = x.count
    let df = Double(n - 2)
    let t = Correlations.tStatistic(r, df: df)
    return TestResult(
      id: "pearson", method: "Pearson’s correlation", alternative: alternative, symbol: "t", statistic: t,
      degreesOfFreedom: [df], p: StudentT(df).pValue(t, alternative),
      estimate: Correlations.estimate(
        id: "pearson-r", r, error: n > 3 ? 1 / sqrt(Double(n - 3)) : .nan, n: n, level: level, method: "fisher-z"),
      base: Base(count: n),
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        Assumption("the relation is linear, and answers are close to normal", .notChecked),
      ], details: [.init("rSquared", r * r)], source: "Fisher (1921), Metron 1, 3–32")
  }
}

/// Kendall's tau-b.
public enum KendallTest {
  /// Tests whether more pairs of respondents are ordered alike by two answers than otherwise.
  ///
  /// - Parameters:
  ///   - x: the first answers, missing pairs left out.
  ///   - y: the second answers of the same respondents, in the same order.
  ///   - names: the names of the two.
  ///   - alternative: `greater` means that they rise together.
  ///   - continuity: whether the approximation moves the score towards zero by 1, as R's `continuity = TRUE`.
  ///   - method: exact where nothing is tied and respondents are fewer than fifty, otherwise normal.
  ///   - level: the interval's confidence level.
  /// - Returns: the number of concordant pairs T, p, tau-b with an interval: by Fieller's error without ties, by the
  ///   large-sample error of the crossing where answers are tied (up to 10,000 cells; beyond, Fieller's).
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: exact p to 1e-14; the approximation, corrected for ties, to 1e-13.
  /// - Complexity: O(n log n); exact O(n³).
  /// - Source: Kendall (1938), Biometrika 30, 81–93, 10.1093/biomet/30.1-2.81; Knight (1966), Journal of the American
  ///   Statistical Association 61, 436–439, 10.1080/01621459.1966.10480879; Fieller, Hartley & Pearson (1957),
  ///   10.1093/biomet/44.3-4.470. R: `cor.test(method = "kendall")`; SPSS: NONPAR CORR /PRINT=KENDALL.
  public static func run(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    method: PValueMethod = .automatic, continuity: Bool = false, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try Correlations.check(x, y, names, level: level)
    let pairs = ConcordantPairs(x, y)
    let n = x.count
    let ties = pairs.tiedX > 0 || pairs.tiedY > 0
    let feasible = !ties && n <= 120
    guard method != .exact || feasible else {
      throw StatisticsError(
        .argument, place: .init(column: "exact"), found: "an exact test of \(n) respondents\(ties ? " with ties" : "")",
        expected: "at most 120 respondents without ties", remedy: "use the asymptotic p-value, corrected for ties")
    }
    let exact = method == .exact || (method == .automatic && feasible && n < 50)
    let distance = continuity && !exact ? max(0, abs(pairs.score) - 1) : abs(pairs.score)
    let z = (pairs.score < 0 ? -distance : distance) / sqrt(pairs.variance)
    var p = Normal.standard.pValue(z, alternative)
    let interval = Self.error(x, y, tau: pairs.tauB, ties: ties)
    if exact {
      // The number of concordant pairs has the distribution of the number of inversions, which is symmetric.
      p = ExactRankDistribution.tails(
        ExactRankDistribution.inversionShares(n), at: Int(pairs.concordant.rounded())
      ).pValue(alternative)
    }
    return TestResult(
      id: "kendall", method: "Kendall’s tau-b", alternative: alternative, symbol: "T", statistic: pairs.concordant,
      p: p,
      estimate: Correlations.estimate(
        id: "kendall-tau-b", pairs.tauB, error: interval.error, n: n, level: level, method: interval.method),
      base: Base(count: n), assumptions: [Assumption("respondents are independent", .notChecked)],
      conventions: [
        "T counts the pairs of respondents ordered alike; tau-b takes ties out of both margins",
        exact
          ? "exact p"
          : "normal approximation\(ties ? ", corrected for ties" : ""), \(continuity ? "with" : "without") continuity "
            + "correction",
        interval.method == "fieller"
          ? "interval by Fieller's error of untied answers, on the scale of Fisher's z"
          : "interval by the large-sample error given the ties, on the scale of Fisher's z",
      ],
      details: [
        .init("z", z), .init("concordant", pairs.concordant), .init("discordant", pairs.discordant),
        .init("tiedX", pairs.tiedX), .init("tiedY", pairs.tiedY), .init("exact", exact ? 1 : 0),
      ], source: "Kendall (1938), 10.1093/biomet/30.1-2.81; Knight (1966), 10.1080/01621459.1966.10480879")
  }
}

extension KendallTest {
  /// The standard error of tau-b on the scale of Fisher's z.
  ///
  /// Fieller's holds without ties only; with them the counts of the crossing give the error (Brown & Benedetti 1977).
  fileprivate static func error(
    _ x: [Double], _ y: [Double], tau: Double, ties: Bool
  ) -> (error: Double, method: String) {
    let fieller = x.count > 4 ? sqrt(0.437 / Double(x.count - 4)) : .nan
    let (rows, columns) = (Set(x).sorted(), Set(y).sorted())
    guard ties, abs(tau) < 1, rows.count * columns.count <= 10_000 else { return (fieller, "fieller") }
    let rowPlace = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    let columnPlace = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    var counts = [[Int]](repeating: [Int](repeating: 0, count: columns.count), count: rows.count)
    for (a, b) in zip(x, y) {
      if let row = rowPlace[a], let column = columnPlace[b] { counts[row][column] += 1 }
    }
    guard let table = try? ContingencyTable(counts: counts), let pairs = OrdinalAssociation(table) else {
      return (fieller, "fieller")
    }
    return (pairs.standardError(.tauB) / ((1 - tau) * (1 + tau)), "delta-fisher-z")
  }
}

/// How many pairs of respondents two answers order alike, otherwise, or not at all; by one sort and one merge.
struct ConcordantPairs {
  let concordant: Double
  let discordant: Double
  let tiedX: Double
  let tiedY: Double
  /// The variance of concordant minus discordant under independence, given the ties.
  let variance: Double
  private let all: Double

  var score: Double { concordant - discordant }
  var tauB: Double { score / (sqrt(all - tiedX) * sqrt(all - tiedY)) }

  init(_ x: [Double], _ y: [Double]) {
    let n = Double(x.count)
    all = n * (n - 1) / 2
    let order = x.indices.sorted { (x[$0], y[$0]) < (x[$1], y[$1]) }
    let runsX = Self.runs(order.map { x[$0] })
    let runsY = Self.runs(y.sorted())
    var both = 0.0
    var start = 0
    for run in runsX {
      both += Self.pairs(Self.runs(order[start..<start + run].map { y[$0] }))
      start += run
    }
    tiedX = Self.pairs(runsX)
    tiedY = Self.pairs(runsY)
    var sequence = order.map { y[$0] }
    var buffer = sequence
    discordant = Self.inversions(&sequence, &buffer, 0, sequence.count)
    concordant = all - tiedX - tiedY + both - discordant
    variance = Self.variance(n, runsX, runsY)
  }

  private static func runs(_ sorted: [Double]) -> [Int] {
    var runs: [Int] = []
    var last: Double?
    for value in sorted {
      if value == last { runs[runs.count - 1] += 1 } else { runs.append(1) }
      last = value
    }
    return runs
  }

  private static func pairs(_ runs: [Int]) -> Double {
    runs.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
  }

  private static func variance(_ n: Double, _ runsX: [Int], _ runsY: [Int]) -> Double {
    func sum(_ runs: [Int], _ term: (Double) -> Double) -> Double { runs.reduce(0) { $0 + term(Double($1)) } }
    let v0 = n * (n - 1) * (2 * n + 5)
    let vx = sum(runsX) { $0 * ($0 - 1) * (2 * $0 + 5) }
    let vy = sum(runsY) { $0 * ($0 - 1) * (2 * $0 + 5) }
    let first = sum(runsX) { $0 * ($0 - 1) } * sum(runsY) { $0 * ($0 - 1) } / (2 * n * (n - 1))
    let second =
      sum(runsX) { $0 * ($0 - 1) * ($0 - 2) } * sum(runsY) { $0 * ($0 - 1) * ($0 - 2) }
      / (9 * n * (n - 1) * (n - 2))
    return (v0 - vx - vy) / 18 + first + second
  }

  /// Counts the pairs that stand in falling order, by merging.
  private static func inversions(
    _ values: inout [Double], _ buffer: inout [Double], _ from: Int, _ to: Int
  ) -> Double {
    guard to - from > 1 else { return 0 }
    let middle = (from + to) / 2
    var count = inversions(&values, &buffer, from, middle) + inversions(&values, &buffer, middle, to)
    var (left, right) = (from, middle)
    for position in from..<to {
      if right >= to || (left < middle && values[left] <= values[right]) {
        buffer[position] = values[left]
        left += 1
      } else {
        buffer[position] = values[right]
        count += Double(middle - left)
        right += 1
      }
    }
    for position in from..<to { values[position] = buffer[position] }
    return count
  }
}
