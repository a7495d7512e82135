internal import SurveyModel

/// The Kruskal–Wallis test: whether some of several groups tend to answer higher than others.
public enum KruskalWallisTest {
  /// Tests whether several groups' answers have the same distribution.
  ///
  /// - Parameters:
  ///   - groups: the answers of each group, missing answers left out.
  ///   - names: the groups' names.
  ///   - bootstrap: the settings of the interval of epsilon squared; no interval with 0 replicates.
  ///   - level: the interval's confidence level.
  /// - Returns: H corrected for ties with k − 1 degrees of freedom, p, epsilon squared and eta squared of H, and in
  ///   `details` each group's mean rank.
  /// - Throws: `statistics.groups`, `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`,
  ///   `statistics.argument`.
  /// - Accuracy: 1e-13 of the formula; the χ² approximation needs about five respondents per group.
  /// - Complexity: O(n log n) and O(replicates · distinct values · k).
  /// - Source: Kruskal & Wallis (1952), Journal of the American Statistical Association 47, 583–621,
  ///   10.1080/01621459.1952.10483441; epsilon squared: Kelley (1935), Tomczak & Tomczak (2014). R: `kruskal.test`;
  ///   SPSS: NPAR TESTS /K-W.
  public static func run(
    _ groups: [[Double]], names: [String], bootstrap: Bootstrap = Bootstrap(), level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try GroupCheck.several(groups, names, atLeast: 1, level: level)
    let table = GroupedValues(groups)
    guard let h = table.kruskalWallis(table.counts) else { throw GroupCheck.constant(names) }
    let n = Double(table.respondents)
    let k = Double(groups.count)
    let draws =
      table.isTooLarge
      ? []
      : bootstrap.distribution(counts: table.counts, blocks: table.blocks) { counts in
        table.kruskalWallis(counts).map { $0 / (n - 1) }
      }
    let small = groups.contains { $0.count < 5 }
    return TestResult(
      id: "kruskal-wallis", method: "Kruskal–Wallis test", symbol: "H", statistic: h, degreesOfFreedom: [k - 1],
      p: ChiSquared(k - 1).upperTail(h),
      effects: [
        EffectSize(
          id: "epsilon-squared", value: h / (n - 1), interval: bootstrap.percentileInterval(draws, level: level)),
        EffectSize(
          id: "eta-squared-h", value: n > k ? (h - k + 1) / (n - k) : 0,
          interval: n > k
            ? bootstrap.percentileInterval(draws.map { ($0 * (n - 1) - k + 1) / (n - k) }, level: level) : nil),
      ], base: Base(count: table.respondents), groups: zip(names, groups).map { ($0, $1.count) },
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        Assumption("at least five respondents in each group", small ? .violated(why: "a group has fewer") : .met),
      ],
      conventions: [
        "ties share their mean rank and H is corrected for them",
        "epsilon squared is H / (n − 1); its interval is a percentile bootstrap within groups "
          + "(\(bootstrap.replicates) replicates, seed \(bootstrap.seed)) and leans upwards",
      ],
      warnings: table.warnings,
      details: zip(names, table.meanRanks(table.counts)).map { .init("meanRank.\($0)", $1) },
      source: "Kruskal & Wallis (1952), 10.1080/01621459.1952.10483441")
  }
}

/// Groups' answers as a table of distinct values with counts, group after group.
struct GroupedValues {
  let groups: Int
  let values: [Double]
  /// How many of each group gave each value; group after group.
  private(set) var counts: [Int]
  var respondents: Int { counts.reduce(0, +) }
  /// Whether resampling the crossing of groups and answers would take minutes.
  var isTooLarge: Bool { counts.count > 1_000_000 }
  /// Why there is no interval, where there is none.
  var warnings: [String] {
    isTooLarge ? ["\(groups) groups with \(values.count) different answers are too many to resample: no intervals"] : []
  }
  var blocks: [Range<Int>] { (0..<groups).map { $0 * values.count..<($0 + 1) * values.count } }

  init(_ groups: [[Double]]) {
    let pooled = groups.flatMap { $0 }.sorted()
    var values: [Double] = []
    for value in pooled where values.last != value { values.append(value) }
    self.groups = groups.count
    self.values = values
    counts = [Int](repeating: 0, count: groups.count * values.count)
    for (group, answers) in groups.enumerated() {
      var position = 0
      for answer in answers.sorted() {
        while values[position] != answer { position += 1 }
        counts[group * values.count + position] += 1
      }
    }
  }

  /// The sums of the groups' ranks and the tie term, when the table has those counts.
  private func rankSums(_ counts: [Int]) -> (sums: [Double], sizes: [Double], tieTerm: Double) {
    var sums = [Double](repeating: 0, count: groups)
    var sizes = sums
    var (before, tieTerm) = (0.0, 0.0)
    for position in values.indices {
      var run = 0.0
      for group in 0..<groups { run += Double(counts[group * values.count + position]) }
      let rank = before + (run + 1) / 2
      for group in 0..<groups {
        let count = Double(counts[group * values.count + position])
        sums[group] += count * rank
        sizes[group] += count
      }
      before += run
      tieTerm += run * run * run - run
    }
    return (sums, sizes, tieTerm)
  }

  /// The pairs from two groups of which the later group's answer is higher, ties one half.
  func pairsInOrder(_ counts: [Int]) -> Double {
    var below = [Double](repeating: 0, count: groups)
    var total = 0.0
    for position in values.indices {
      var earlier = 0.0
      for group in 0..<groups {
        let count = Double(counts[group * values.count + position])
        total += count * earlier
        earlier += below[group] + count / 2
      }
      for group in 0..<groups { below[group] += Double(counts[group * values.count + position]) }
    }
    return total
  }

  func meanRanks(_ counts: [Int]) -> [Double] {
    let (sums, sizes, _) = rankSums(counts)
    return zip(sums, sizes).map { $0 / $1 }
  }

  /// H corrected for ties; nil where all values are equal.
  func kruskalWallis(_ counts: [Int]) -> Double? {
    let (sums, sizes, tieTerm) = rankSums(counts)
    let n = sizes.reduce(0, +)
    let correction = 1 - tieTerm / (n * n * n - n)
    guard correction > 1e-12 else { return nil }
    let middle = (n + 1) / 2
    let between = zip(sums, sizes).reduce(0) { sum, group in
      let distance = group.0 / group.1 - middle
      return sum + group.1 * distance * distance
    }
    return 12 / (n * (n + 1)) * between / correction
  }
}

/// What the tests of several groups ask of their input.
enum GroupCheck {
  static func several(
    _ groups: [[Double]], _ names: [String], atLeast least: Int, level: Double
  ) throws(StatisticsError) {
    try InputCheck.level(level)
    guard groups.count >= 2 else {
      throw StatisticsError(
        .groups, found: "\(groups.count) group\(groups.count == 1 ? "" : "s") with answers",
        expected: "at least two groups", remedy: "choose a grouping variable with two or more groups that answered")
    }
    guard names.count == groups.count else {
      throw StatisticsError(
        .argument, found: "\(names.count) names for \(groups.count) groups", expected: "one name for each group",
        remedy: "give as many names as groups")
    }
    for (values, name) in zip(groups, names) {
      try InputCheck.count(values, name, atLeast: least)
      try InputCheck.finite(values, name)
    }
  }

  /// The refusal of answers so large that their squares leave the range of numbers.
  static func outOfRange(_ names: [String]) -> StatisticsError {
    StatisticsError(
      .kind, place: .init(column: names.joined(separator: ", ")),
      found: "answers whose squares leave the range of numbers", expected: "answers below 1e150",
      remedy: "choose a larger unit, or use kruskal-wallis")
  }

  static func constant(_ names: [String]) -> StatisticsError {
    StatisticsError(
      .constant, place: .init(column: names.joined(separator: ", ")), found: "the same answer from everybody",
      expected: "at least two different answers", remedy: "report the answer; there is nothing to test")
  }
}
