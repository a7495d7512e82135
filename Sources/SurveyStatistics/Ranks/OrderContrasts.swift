/// Whether a stated order of related answers holds step by step: each neighbour against the next.
///
/// A trend (Page's L) can be significant while two neighbours stand the other way round; an order is supported only
/// when every step is.
public struct OrderContrasts: Sendable, Hashable {
  /// The test that each step is put to.
  public enum StepTest: String, Sendable, Hashable, CaseIterable {
    case wilcoxonSignedRank = "wilcoxon-signed-rank"
    case sign = "sign-paired"
  }

  /// One step of the order.
  public struct Step: Sendable, Hashable {
    /// The item that is stated to be lower.
    public let lower: String
    /// The item that is stated to be higher.
    public let higher: String
    /// The test of the higher against the lower; nil where every respondent answers both alike.
    public let test: TestResult?
    /// The step's two-sided p-value after Holm's correction over all steps.
    public let pAdjusted: Double
    /// Whether the step goes as stated, at the corrected level.
    public let isSupported: Bool
    /// Whether the step goes the other way, at the corrected level.
    public let isContradicted: Bool
  }

  /// The steps, from the lowest item up.
  public let steps: [Step]
  /// Whether every step goes as stated.
  public var isSupported: Bool { steps.allSatisfy(\.isSupported) }
  /// Whether some step goes the other way.
  public var isContradicted: Bool { steps.contains(where: \.isContradicted) }

  /// Tests each step of an order.
  ///
  /// - Parameters:
  ///   - items: the answers to each question in the stated order, lowest first; same respondents.
  ///   - names: the questions' names in that order.
  ///   - test: the test of each step, two-sided.
  ///   - alpha: the level of the family of steps.
  ///   - level: the level of the steps' own intervals.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.kind`, `statistics.argument`.
  /// - Complexity: O(k n log n).
  /// - Source: Holm (1979), Scandinavian Journal of Statistics 6, 65–70. R: `pairwise.wilcox.test` of neighbours.
  public init(
    _ items: [[Double]], names: [String], test: StepTest = .wilcoxonSignedRank, alpha: Double = 0.05,
    level: Double = 0.95
  ) throws(StatisticsError) {
    try InputCheck.level(level)
    try InputCheck.items(items, names, atLeast: 2, respondents: 2)
    var results: [TestResult?] = []
    for index in 1..<items.count {
      let pair = [names[index], names[index - 1]]
      if items[index] == items[index - 1] {
        results.append(nil)
        continue
      }
      switch test {
      case .wilcoxonSignedRank:
        results.append(try WilcoxonSignedRankTest.run(items[index], items[index - 1], names: pair, level: level))
      case .sign: results.append(try PairedSignTest.run(items[index], items[index - 1], names: pair, level: level))
      }
    }
    self.init(results, names: names, alpha: alpha)
  }

  /// Judges the steps of an order by tests that were made before: of a complex sample, say.
  ///
  /// - Parameters:
  ///   - results: for each step the two-sided test of the higher against the lower, whose estimate is above zero where
  ///     the step goes as stated; nil where every respondent answers both alike.
  ///   - names: the questions' names in the stated order, lowest first: one more than there are steps.
  ///   - alpha: the level of the family of steps.
  public init(_ results: [TestResult?], names: [String], alpha: Double) {
    let adjusted = PAdjustment.holm.adjust(results.map { $0?.p ?? 1 })
    steps = results.indices.map { index in
      let rises = (results[index]?.estimate?.value ?? 0)
      let decided = adjusted[index] < alpha
      return Step(
        lower: names[index], higher: names[index + 1], test: results[index], pAdjusted: adjusted[index],
        isSupported: decided && rises > 0, isContradicted: decided && rises < 0)
    }
  }
}
