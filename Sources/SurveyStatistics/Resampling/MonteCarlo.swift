/// A p-value from random rearrangements of the respondents under the null hypothesis.
///
/// Every rearrangement has a stream of its own, so that the p-value depends on seed and number only.
/// - Source: Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1), 39,
///   10.2202/1544-6115.1585. In R: `chisq.test(simulate.p.value = TRUE)`; in SPSS: /METHOD=MC.
public struct MonteCarlo: Sendable, Hashable {
  /// How many rearrangements are drawn.
  public var replicates: Int
  /// The seed; rearrangement r is stream r of it.
  public var seed: UInt64

  /// Creates the settings.
  public init(replicates: Int, seed: UInt64 = 1) {
    self.replicates = replicates
    self.seed = seed
  }

  /// A p-value with how sure it is.
  public struct PValue: Sendable, Hashable {
    /// (b + 1) / (N + 1), where b of N rearrangements are at least as far from the null hypothesis.
    public let p: Double
    /// How many rearrangements are at least as far.
    public let atLeast: Int
    /// Clopper and Pearson's 99 % interval of the p-value that infinitely many rearrangements would give.
    public let interval: Interval
  }

  /// Counts the rearrangements whose evidence reaches the observed one.
  private func count(_ observed: Double, _ draw: (inout CounterGenerator) -> Double) throws(StatisticsError) -> PValue {
    guard replicates >= 100 else {
      throw StatisticsError(
        .argument, found: "\(replicates) random rearrangements", expected: "100 or more",
        remedy: "10000 settle a p-value of .05 within .006")
    }
    // Rounding must not part equal values of a statistic.
    let limit = observed - 1e-9 * max(1, abs(observed))
    var atLeast = 0
    for replicate in 0..<replicates {
      var generator = CounterGenerator(seed: seed, stream: UInt64(replicate))
      if draw(&generator) >= limit { atLeast += 1 }
    }
    return PValue(
      p: Double(atLeast + 1) / Double(replicates + 1), atLeast: atLeast,
      interval: try ProportionInterval.interval(
        .clopperPearson, successes: atLeast, trials: replicates, level: 0.99))
  }

  /// The p-value of a table over random tables with the same margins.
  ///
  /// - Complexity: O(replicates · (respondents + cost of the evidence)).
  func table(
    _ counts: [[Int]], evidence: ([[Int]]) -> Double
  ) throws(StatisticsError) -> PValue {
    let width = counts.first?.count ?? 0
    var columns: [Int] = []
    for row in counts { for (column, count) in row.enumerated() { columns += [Int](repeating: column, count: count) } }
    let sums = counts.map { $0.reduce(0, +) }
    return try count(evidence(counts)) { generator in
      var shuffled = columns
      generator.shuffle(&shuffled)
      var table = [[Int]](repeating: [Int](repeating: 0, count: width), count: sums.count)
      var position = 0
      for (row, sum) in sums.enumerated() {
        for index in position..<position + sum { table[row][shuffled[index]] += 1 }
        position += sum
      }
      return evidence(table)
    }
  }

  /// The p-value of a statistic over random orders of the values against everything else.
  func order(_ values: [Double], evidence: ([Double]) -> Double) throws(StatisticsError) -> PValue {
    try count(evidence(values)) { generator in
      var shuffled = values
      generator.shuffle(&shuffled)
      return evidence(shuffled)
    }
  }

  /// The p-value of a sum of signed ranks over random signs.
  func signs(
    _ ranks: [Double], observed: Double, evidence: (Double) -> Double
  ) throws(StatisticsError) -> PValue {
    try count(evidence(observed)) { generator in
      var sum = 0.0
      var bits: UInt64 = 0
      for (index, rank) in ranks.enumerated() {
        if index % 64 == 0 { bits = generator.next() }
        if bits & 1 == 1 { sum += rank }
        bits >>= 1
      }
      return evidence(sum)
    }
  }

  /// The p-value of sums over items, over random orders of the values within each respondent.
  func within(_ rows: [[Double]], evidence: ([Double]) -> Double) throws(StatisticsError) -> PValue {
    let items = rows.first?.count ?? 0
    func sums(_ next: (Int) -> [Double]) -> [Double] {
      var sums = [Double](repeating: 0, count: items)
      for row in rows.indices { for (item, value) in next(row).enumerated() { sums[item] += value } }
      return sums
    }
    return try count(evidence(sums { rows[$0] })) { generator in
      var shuffled = rows
      for row in shuffled.indices { generator.shuffle(&shuffled[row]) }
      return evidence(sums { shuffled[$0] })
    }
  }
}

extension CounterGenerator {
  /// Puts values in random order, by Fisher and Yates.
  mutating func shuffle<Value>(_ values: inout [Value]) {
    for last in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(last, below(last + 1)) }
  }
}

extension TestResult {
  /// The result with the p-value of random rearrangements in place of its own, which stays among the details.
  func with(_ pValue: MonteCarlo.PValue, of settings: MonteCarlo, what: String) -> TestResult {
    var result = self
    if let p { result.details.append(.init("pAsymptotic", p)) }
    result.p = pValue.p
    result.details += [
      .init("monteCarloReplicates", Double(settings.replicates)), .init("monteCarloSeed", Double(settings.seed)),
      .init("monteCarloAtLeast", Double(pValue.atLeast)), .init("monteCarloLower", pValue.interval.lower),
      .init("monteCarloUpper", pValue.interval.upper),
    ]
    result.conventions.append(
      "p is (b + 1)/(N + 1) of N = \(settings.replicates) \(what), seed \(settings.seed), b of them at least as far "
        + "from the null hypothesis; its 99 % interval is in the details")
    return result
  }
}
