public import SurveyAggregation
internal import SurveyModel

/// Respondents by two answers of which each is yes, no or unknown: all that the joint share needs.
///
/// One pass over the respondents fills nine cells with counts, weights and squared weights; every estimate, every
/// linearised standard error and every bound for missing answers follows from these cells, whatever the number of
/// respondents.
public struct JointPatterns: Sendable, Hashable {
  /// One of the nine combinations of answers.
  public struct Cell: Sendable, Hashable {
    /// Respondents, never weighted.
    public var count = 0
    /// The sum of their weights.
    public var weight = 0.0
    /// The sum of their squared weights.
    public var squaredWeight = 0.0

    /// An empty cell.
    public init() {}
  }

  /// The cells: three for the first answer (yes, no, unknown) times three for the second.
  public private(set) var cells = [Cell](repeating: Cell(), count: 9)
  /// Whether weights were given.
  public let isWeighted: Bool
  /// What a design with strata, sampling units or replicates makes of the cells; nil where respondents are the units.
  public private(set) var sampled: SampledCells?

  /// The cells of a complex sample: how their weights vary together, and how many degrees of freedom they have.
  public struct SampledCells: Sendable, Hashable {
    /// The covariances of the cells' weights.
    public var covariance: Matrix
    /// The degrees of freedom of the respondents whose two answers are known.
    public var knownDegreesOfFreedom: Double
    /// The degrees of freedom of all respondents who were asked.
    public var degreesOfFreedom: Double
    /// The design in words.
    public var words: String
  }

  /// Counts the respondents of a complex sample by their answers.
  ///
  /// - Parameters:
  ///   - first: For each record whether it has the first feeling; nil where it is unknown.
  ///   - second: The same for the second.
  ///   - asked: The records of the respondents who were asked.
  ///   - variance: The design's variances.
  /// - Throws: ``StatisticsError`` with code `design` where there are no degrees of freedom.
  public init(
    first: [Bool?], second: [Bool?], asked: [Int], variance: DesignVariance
  ) throws(StatisticsError) {
    let weights = variance.design.weights?.values ?? [Double](repeating: 1, count: variance.design.count)
    let asked = asked.filter { variance.design.isMember[$0] }
    try self.init(
      first: asked.map { first[$0] }, second: asked.map { second[$0] }, weights: asked.map { weights[$0] })
    var influences = [[Double]](repeating: [Double](repeating: 0, count: weights.count), count: 9)
    var known = [Bool](repeating: false, count: weights.count)
    var all = known
    for respondent in asked {
      let cell = 3 * Self.position(first[respondent]) + Self.position(second[respondent])
      influences[cell][respondent] = weights[respondent]
      all[respondent] = true
      known[respondent] = Self.known.contains(cell)
    }
    sampled = SampledCells(
      covariance: variance.covariance(ofInfluences: influences),
      knownDegreesOfFreedom: try variance.remaining(variance.degreesOfFreedom(domain: known), less: 0),
      degreesOfFreedom: try variance.remaining(variance.degreesOfFreedom(domain: all), less: 0),
      words: variance.words)
  }

  /// Counts respondents by their answers.
  ///
  /// - Parameters:
  ///   - first: Whether each respondent has the first feeling; nil where it is unknown.
  ///   - second: The same for the second, in the same order.
  ///   - weights: Sampling weights, none negative; a respondent of weight zero does not count. Nil for a random sample.
  /// - Complexity: O(n).
  /// - Throws: ``StatisticsError`` with code `argument` where lengths differ, `design` where a weight is negative or not
  ///   a number.
  public init(first: [Bool?], second: [Bool?], weights: [Double]? = nil) throws(StatisticsError) {
    guard first.count == second.count, weights == nil || weights?.count == first.count else {
      throw StatisticsError(
        .argument, found: "\(first.count) and \(second.count) answers and \(weights?.count ?? first.count) weights",
        expected: "two answers and one weight per respondent", remedy: "take them from the same respondents")
    }
    isWeighted = weights != nil
    var sums = [(weight: CompensatedTotal, square: CompensatedTotal)](
      repeating: (CompensatedTotal(), CompensatedTotal()), count: 9)
    for index in first.indices {
      let weight = weights?[index] ?? 1
      guard weight >= 0, weight.isFinite else {
        throw StatisticsError(
          .design, found: "a weight of \(weight)", expected: "weights of zero or more",
          remedy: "leave respondents without a usable weight out with --where")
      }
      if weight == 0 { continue }
      let cell = 3 * Self.position(first[index]) + Self.position(second[index])
      cells[cell].count += 1
      sums[cell].weight.add(weight)
      sums[cell].square.add(weight * weight)
    }
    for cell in cells.indices {
      cells[cell].weight = sums[cell].weight.value
      cells[cell].squaredWeight = sums[cell].square.value
    }
  }

  /// Takes a two-by-two table of a random sample in which every answer is known.
  public init(both: Int, firstOnly: Int, secondOnly: Int, neither: Int) {
    isWeighted = false
    for (cell, count) in [(0, both), (1, firstOnly), (3, secondOnly), (4, neither)] {
      cells[cell].count = count
      cells[cell].weight = Double(count)
      cells[cell].squaredWeight = Double(count)
    }
  }

  private static func position(_ answer: Bool?) -> Int { answer.map { $0 ? 0 : 1 } ?? 2 }

  /// The cells in which both answers are known: both, first only, second only, neither.
  static let known = [0, 1, 3, 4]
  /// The cells in which the two feelings may be together: neither answer is a no.
  static let possible = [0, 2, 6, 8]

  /// Respondents whose two answers are known.
  public var answered: Int { Self.known.reduce(0) { $0 + cells[$1].count } }
  /// All respondents.
  public var asked: Int { cells.reduce(0) { $0 + $1.count } }

  /// The degrees of freedom of the respondents in some cells: n − 1, or those of the design.
  func degreesOfFreedom(of whole: [Int]) -> Double {
    guard let sampled else { return Double(base(whole).count - 1) }
    return whole.count == cells.count ? sampled.degreesOfFreedom : sampled.knownDegreesOfFreedom
  }

  /// The base of some of the cells.
  func base(_ chosen: [Int]) -> Base {
    let count = chosen.reduce(0) { $0 + cells[$1].count }
    guard isWeighted else { return Base(count: count) }
    let weight = CompensatedTotal.of(chosen.map { cells[$0].weight })
    let square = CompensatedTotal.of(chosen.map { cells[$0].squaredWeight })
    return Base(count: count, weighted: weight, effective: square > 0 ? weight * weight / square : 0)
  }

  /// The weighted share of some cells among others.
  func share(_ part: [Int], of whole: [Int]) -> Double {
    CompensatedTotal.of(part.map { cells[$0].weight }) / CompensatedTotal.of(whole.map { cells[$0].weight })
  }

  /// The standard error of an estimate whose influence is constant in each cell, by linearisation.
  ///
  /// - Parameters:
  ///   - whole: The cells of the base.
  ///   - influence: Each cell's influence on the estimate.
  /// - Source: Binder (1983), doi:10.2307/1402588; with-replacement variance as in R's `survey`.
  func standardError(of whole: [Int], influence: (Int) -> Double) -> Double {
    let base = base(whole)
    guard base.count > 1 else { return .nan }
    let total = CompensatedTotal.of(whole.map { cells[$0].weight })
    let mean = CompensatedTotal.of(whole.map { cells[$0].weight * influence($0) }) / total
    if let sampled {
      var variance = CompensatedTotal()
      for a in whole {
        for b in whole {
          variance.add((influence(a) - mean) * sampled.covariance[a, b] * (influence(b) - mean))
        }
      }
      return max(0, variance.value).squareRoot() / total
    }
    let square = CompensatedTotal.of(
      whole.map { cell in
        let distance = influence(cell) - mean
        return cells[cell].squaredWeight * distance * distance
      })
    let n = Double(base.count)
    return (square * n / (n - 1)).squareRoot() / total
  }
}
