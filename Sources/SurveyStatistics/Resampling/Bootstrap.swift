/// The settings of a bootstrap: how many resamples, from which seed.
public struct Bootstrap: Sendable, Hashable {
  /// How many resamples are drawn; none means that no bootstrap interval is computed.
  public var replicates: Int
  /// The seed; replicate r is stream r of it.
  public var seed: UInt64

  /// Creates the settings.
  public init(replicates: Int = 2000, seed: UInt64 = 1) {
    self.replicates = replicates
    self.seed = seed
  }

  /// Computes a statistic on resamples of respondents that are given as patterns with counts.
  ///
  /// Resampling n respondents from a table of P patterns is one multinomial draw, so the cost does not grow with n.
  /// - Parameters:
  ///   - counts: how many respondents show each pattern; the resamples keep each block's number of respondents.
  ///   - blocks: the positions of the patterns that are resampled together, such as one group; all of them when nil.
  ///   - statistic: computes the statistic from the patterns' counts in a resample; nil where it is undefined there.
  /// - Returns: the statistic in each replicate where it is defined, in the order of the replicates.
  /// - Complexity: O(replicates · (patterns + cost of the statistic)).
  /// - Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 13.
  public func distribution<Value>(
    counts: [Int], blocks: [Range<Int>]? = nil, of statistic: ([Int]) -> Value?
  ) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(replicates)
    let blocks = blocks ?? [counts.indices]
    let weights = blocks.map { block in counts[block].map(Double.init) }
    let draws = blocks.map { block in counts[block].reduce(0, +) }
    var sample = [Int](repeating: 0, count: counts.count)
    for replicate in 0..<replicates {
      var generator = CounterGenerator(seed: seed, stream: UInt64(replicate))
      for (index, block) in blocks.enumerated() {
        var part = [Int](repeating: 0, count: block.count)
        generator.multinomial(draws: draws[index], weights: weights[index], into: &part)
        for (offset, count) in part.enumerated() { sample[block.lowerBound + offset] = count }
      }
      if let value = statistic(sample) { result.append(value) }
    }
    return result
  }

  /// The percentile interval of a bootstrap distribution; nil where fewer than forty replicates gave a value.
  ///
  /// - Source: Efron & Tibshirani (1993), chapter 13; order statistics at (B+1)α/2, as in R's `boot.ci(type = "perc")`
  ///   without interpolation on the normal scale.
  public func percentileInterval(_ values: [Double], level: Double) -> Interval? {
    let sorted = values.filter(\.isFinite).sorted()
    guard sorted.count >= 40 else { return nil }
    func at(_ probability: Double) -> Double {
      let position = probability * Double(sorted.count + 1)
      let below = min(max(Int(position.rounded(.down)), 1), sorted.count)
      let above = min(below + 1, sorted.count)
      let fraction = min(max(position - Double(below), 0), 1)
      return sorted[below - 1] + fraction * (sorted[above - 1] - sorted[below - 1])
    }
    let outside = (1 - level) / 2
    return Interval(lower: at(outside), upper: at(level + outside), level: level, method: "bootstrap-percentile")
  }
}
