internal import SurveyModel
public import TextFormats

/// Bootstrap intervals of Cronbach's alpha: percentile, and bias-corrected and accelerated.
public struct AlphaBootstrap: Sendable, Hashable {
  /// The percentile interval; nil where too few resamples gave an alpha.
  public let percentile: Interval?
  /// The bias-corrected and accelerated interval; nil where it does not exist.
  public let biasCorrected: Interval?
  /// The standard deviation of alpha over the resamples.
  public let standardError: Double?
  /// How many resamples gave an alpha.
  public let replicates: Int

  /// Resamples respondents.
  ///
  /// - Parameters:
  ///   - patterns: the respondents' answers, at least two items running one way.
  ///   - bootstrap: how many resamples, from which seed.
  ///   - level: the confidence level.
  ///   - threads: how many threads run; the answer is the same for any number.
  /// - Throws: `statistics.argument` for fewer than 40 resamples or a level outside 0 and 1; `statistics.constant` where
  ///   the sum of the items does not vary.
  /// - Accuracy: an interval's ends vary with the seed by about 1/√replicates of their distance.
  /// - Complexity: O(replicates · (n + patterns · k)).
  /// - Source: Efron & Tibshirani (1993), chapters 13 and 14; Padilla, Divers & Newton (2012), Applied Psychological
  ///   Measurement 36, 331–348, 10.1177/0146621612445470, on alpha. R: `boot::boot.ci`; SPSS: RELIABILITY with BOOTSTRAP.
  public init(
    _ patterns: ItemPatterns, bootstrap: Bootstrap, level: Double = 0.95, threads: Int = Parallel.processors
  ) throws(StatisticsError) {
    try InputCheck.level(level)
    guard bootstrap.replicates >= 40 else {
      throw StatisticsError(
        .argument, place: .init(column: "--replicates"), found: "\(bootstrap.replicates) resamples",
        expected: "at least 40", remedy: "write 2000 or more; 10000 for the last digit of a 95 % interval")
    }
    let sums = AlphaSums(patterns)
    guard let estimate = sums.alpha(patterns.counts.map { Int32($0) }) else {
      throw StatisticsError(
        .constant, place: .init(column: patterns.names.joined(separator: ", ")),
        found: "a sum of items that does not vary", expected: "items that run one way",
        remedy: "reverse the items that run against the scale")
    }
    let values = bootstrap.resamples(counts: patterns.counts, threads: threads) { sums.alpha($0) }
    percentile = bootstrap.percentileInterval(values, level: level)
    biasCorrected = bootstrap.biasCorrectedInterval(
      values, estimate: estimate, leaveOneOut: sums.leaveOneOut(patterns.counts), level: level)
    replicates = values.count
    if let mean = CompensatedTotal.mean(values), values.count > 1 {
      let squares = CompensatedTotal.of(values.map { ($0 - mean) * ($0 - mean) })
      standardError = (squares / Double(values.count - 1)).squareRoot()
    } else {
      standardError = nil
    }
  }
}

/// What alpha needs of each pattern: the answers, the sum of their squares and the square of their sum.
private struct AlphaSums: Sendable {
  let items: Int
  let width: Int
  /// Pattern after pattern: the items' distances from their centre, Σx², (Σx)².
  let rows: [Double]

  init(_ patterns: ItemPatterns) {
    let k = patterns.items
    items = k
    width = k + 2
    // Any centre near the mean keeps the differences of squares exact; whole numbers keep whole answers whole.
    let centres = (0..<k).map { item -> Double in
      var total = CompensatedTotal()
      for (pattern, count) in patterns.counts.enumerated() {
        total.add(patterns.values[pattern * k + item] * Double(count))
      }
      return (total.value / Double(max(1, patterns.count))).rounded()
    }
    var rows: [Double] = []
    rows.reserveCapacity(patterns.counts.count * width)
    for pattern in patterns.counts.indices {
      let answers = (0..<k).map { patterns.values[pattern * k + $0] - centres[$0] }
      let sum = answers.reduce(0, +)
      rows += answers
      rows.append(answers.reduce(0) { $0 + $1 * $1 })
      rows.append(sum * sum)
    }
    self.rows = rows
  }

  /// The sums over respondents.
  private func sums(_ counts: [Int32]) -> (sums: [Double], count: Int) {
    var sums = [Double](repeating: 0, count: width)
    var count = 0
    let width = width
    rows.withUnsafeBufferPointer { rows in
      counts.withUnsafeBufferPointer { counts in
        sums.withUnsafeMutableBufferPointer { sums in
          for pattern in counts.indices where counts[pattern] != 0 {
            let weight = Double(counts[pattern])
            let base = pattern &* width
            for place in 0..<width { sums[place] += weight * rows[base &+ place] }
            count &+= Int(counts[pattern])
          }
        }
      }
    }
    return (sums, count)
  }

  func alpha(_ counts: [Int32]) -> Double? {
    let (sums, count) = sums(counts)
    return alpha(sums, count: count)
  }

  private func alpha(_ sums: [Double], count: Int) -> Double? {
    let n = Double(count)
    var (squares, total) = (0.0, 0.0)
    for item in 0..<items {
      squares += sums[item] * sums[item]
      total += sums[item]
    }
    let itemVariation = sums[items] - squares / n
    let sumVariation = sums[items + 1] - total * total / n
    guard sumVariation > 1e-12 * sums[items + 1], count > 1 else { return nil }
    let k = Double(items)
    return k / (k - 1) * (1 - itemVariation / sumVariation)
  }

  func leaveOneOut(_ counts: [Int]) -> [(value: Double, count: Int)] {
    let (sums, count) = sums(counts.map { Int32($0) })
    return counts.indices.compactMap { pattern in
      let rest = (0..<width).map { sums[$0] - rows[pattern * width + $0] }
      return alpha(rest, count: count - 1).map { ($0, counts[pattern]) }
    }
  }
}
