internal import SurveyModel
public import TextFormats
#if canImport(Glibc)
  internal import Glibc
#endif

/// Horn's parallel analysis: how many factors a set of items has beyond what chance gives.
public struct ParallelAnalysis: Sendable, Hashable {
  /// Whose eigenvalues are compared.
  public enum Basis: String, Sendable, Hashable, CaseIterable {
    /// Principal components: the correlations themselves (Horn).
    case components
    /// Common factors: the correlations with squared multiple correlations on the diagonal (Humphreys & Montanelli).
    case factors
  }

  /// Whose eigenvalues are compared.
  public let basis: Basis
  /// The eigenvalues of the items, largest first.
  public let observed: [Double]
  /// The mean eigenvalues of independent items with as many respondents.
  public let chanceMeans: [Double]
  /// That percentile of the eigenvalues of independent items.
  public let chanceLimits: [Double]
  /// The percentile of the limits, such as 0.95.
  public let percentile: Double
  /// How many leading eigenvalues lie above their limit.
  public let factors: Int
  /// How many respondents.
  public let count: Int
  private let draws: Bootstrap

  /// Compares the items' eigenvalues with those of independent normal items.
  ///
  /// The random correlations are drawn from the Wishart distribution directly, so that the cost does not grow with
  /// respondents. Draw r is stream r of the seed: the answer is the same on any number of threads.
  /// - Parameters:
  ///   - covariances: the items' covariances.
  ///   - basis: principal components or common factors.
  ///   - percentile: the limit's percentile among random eigenvalues.
  ///   - draws: how many random sets of items, from which seed.
  ///   - threads: how many threads run.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.argument`,
  ///   `statistics.not-positive-definite`.
  /// - Accuracy: limits vary by seed in the third digit with 500 draws.
  /// - Complexity: O(draws · k³).
  /// - Source: Horn (1965), Psychometrika 30, 179–185, 10.1007/BF02289447; Humphreys & Montanelli (1975), Multivariate
  ///   Behavioral Research 10, 193–205, 10.1207/s15327906mbr1002_5; Glorfeld (1995), 10.1177/0013164495055003002, for the
  ///   percentile; Bartlett (1933) for the draws. R: `psych::fa.parallel(SMC = TRUE)`; SPSS: none.
  public init(
    _ covariances: ItemCovariances, basis: Basis = .components, percentile: Double = 0.95,
    draws: Bootstrap = Bootstrap(replicates: 500), threads: Int = Parallel.processors
  ) throws(StatisticsError) {
    let k = covariances.names.count
    guard k >= 3 else {
      throw StatisticsError(
        .groups, found: "\(k) item\(k == 1 ? "" : "s")", expected: "at least three items", remedy: "name more items")
    }
    guard percentile > 0, percentile < 1, draws.replicates >= 40 else {
      throw StatisticsError(
        .argument, found: "percentile \(percentile) of \(draws.replicates) draws",
        expected: "a percentile between 0 and 1 of at least 40 draws", remedy: "write 0.95 for the 95th percentile")
    }
    guard covariances.completeCount > k else {
      throw StatisticsError(
        .tooFewRespondents, found: "\(covariances.completeCount) respondents for \(k) items",
        expected: "more respondents than items", remedy: "use fewer items")
    }
    guard let observed = Self.eigenvalues(covariances.correlations, basis) else {
      throw covariances.notPositiveDefinite()
    }
    let count = covariances.completeCount
    var random: [[Double]] = []
    Parallel.inOrder(pieces: draws.replicates, threads: threads) { draw in
      var generator = CounterGenerator(seed: draws.seed, stream: UInt64(draw))
      return Self.eigenvalues(Self.randomCorrelations(k, count: count, &generator), basis)
    } combine: { values in
      if let values { random.append(values) }
    }
    self.basis = basis
    self.observed = observed
    chanceMeans = (0..<k).map { place in CompensatedTotal.mean(random.map { $0[place] }) ?? 0 }
    let limits = (0..<k).map { place -> Double in
      let sorted = random.map { $0[place] }.sorted()
      return sorted[min(sorted.count - 1, Int((percentile * Double(sorted.count)).rounded(.up)) - 1)]
    }
    chanceLimits = limits
    factors = zip(observed, limits).prefix { $0 > $1 }.count
    self.percentile = percentile
    self.draws = draws
    self.count = count
  }

  /// The eigenvalues, largest first; nil where squared multiple correlations are needed and there is no inverse.
  private static func eigenvalues(_ correlations: Matrix, _ basis: Basis) -> [Double]? {
    var matrix = correlations
    if basis == .factors {
      guard let inverse = correlations.positiveDefiniteInverse()?.inverse else { return nil }
      for item in 0..<matrix.rows { matrix[item, item] = 1 - 1 / inverse[item, item] }
    }
    return matrix.symmetricEigen()?.values.reversed()
  }

  /// The correlations of independent normal items, by Bartlett's decomposition of their Wishart matrix.
  private static func randomCorrelations(_ k: Int, count: Int, _ generator: inout CounterGenerator) -> Matrix {
    var lower = Matrix(rows: k, columns: k)
    for i in 0..<k {
      lower[i, i] = sqrt(generator.chiSquared(degreesOfFreedom: Double(count - 1 - i)))
      for j in 0..<i { lower[i, j] = generator.standardNormal() }
    }
    var result = lower * lower.transposed
    let deviations = result.diagonal.map { sqrt($0) }
    for i in 0..<k {
      for j in 0..<k { result[i, j] = i == j ? 1 : result[i, j] / (deviations[i] * deviations[j]) }
    }
    return result
  }

  /// The analysis as a result to report.
  public var result: TestResult {
    var table = ResultTable(
      "eigenvalues", title: "Eigenvalues against chance",
      columns: [
        .init("place", "Place"), .init("observed", "Eigenvalue"), .init("chanceMean", "Mean by chance"),
        .init("chanceLimit", "Limit by chance"), .init("isKept", "Kept"),
      ])
    for place in observed.indices {
      table.add([
        .count(place + 1), .number(observed[place]), .number(chanceMeans[place]), .number(chanceLimits[place]),
        .flag(place < factors),
      ])
    }
    let details = observed.indices.flatMap { place -> [TestResult.Detail] in
      [
        .init("eigenvalue.\(place + 1)", observed[place]), .init("chanceMean.\(place + 1)", chanceMeans[place]),
        .init("chanceLimit.\(place + 1)", chanceLimits[place]),
      ]
    }
    let what =
      basis == .components
      ? "principal components of the correlations"
      : "common factors: squared multiple correlations on the diagonal"
    return TestResult(
      id: "parallel-analysis", method: "Horn’s parallel analysis", symbol: "factors", statistic: Double(factors),
      p: nil, base: Base(count: count),
      assumptions: [Assumption("items are continuous and close to normal", .notChecked)],
      conventions: [
        "\(what); limit: percentile \(percentile) of \(draws.replicates) random sets (seed \(draws.seed))"
      ],
      details: details, tables: [table],
      source: basis == .components
        ? "Horn (1965), 10.1007/BF02289447" : "Humphreys & Montanelli (1975), 10.1207/s15327906mbr1002_5")
  }
}
