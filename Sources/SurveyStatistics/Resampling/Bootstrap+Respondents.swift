public import TextFormats

extension Bootstrap {
  /// Computes a statistic on resamples of respondents, several resamples at a time.
  ///
  /// Where patterns are nearly as many as respondents, respondents are drawn one by one and counted; where they are
  /// few, a resample is one multinomial draw. Which of the two depends on the table alone, and replicate r is stream r
  /// of the seed, so that the values are the same on any number of threads.
  /// - Parameters:
  ///   - counts: how many respondents show each pattern.
  ///   - threads: how many threads run.
  ///   - statistic: computes the statistic from the patterns' counts in a resample; nil where it is undefined there.
  /// - Returns: the statistic in each replicate where it is defined, in the order of the replicates.
  /// - Complexity: O(replicates · (min(n, 16 · patterns) + cost of the statistic)).
  /// - Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 6.
  public func resamples(
    counts: [Int], threads: Int = Parallel.processors, of statistic: @escaping @Sendable ([Int32]) -> Double?
  ) -> [Double] {
    let draws = counts.reduce(0, +)
    guard draws > 0, draws <= Int(Int32.max) else { return [] }
    let owners = draws <= 16 * counts.count ? Self.owners(counts) : []
    let weights = counts.map(Double.init)
    let seed = seed
    let block = 32
    let replicates = replicates
    var result: [Double] = []
    result.reserveCapacity(replicates)
    Parallel.inOrder(pieces: (replicates + block - 1) / block, threads: threads) { piece in
      var values: [Double] = []
      var sample = [Int32](repeating: 0, count: counts.count)
      var drawn = [Int](repeating: 0, count: owners.isEmpty ? counts.count : 0)
      for replicate in (piece * block)..<min(replicates, (piece + 1) * block) {
        var generator = CounterGenerator(seed: seed, stream: UInt64(replicate))
        if owners.isEmpty {
          generator.multinomial(draws: draws, weights: weights, into: &drawn)
          for index in drawn.indices { sample[index] = Int32(drawn[index]) }
        } else {
          Self.draw(owners, into: &sample, &generator)
        }
        if let value = statistic(sample), value.isFinite { values.append(value) }
      }
      return values
    } combine: {
      result += $0
    }
    return result
  }

  /// The pattern of each respondent.
  private static func owners(_ counts: [Int]) -> [Int32] {
    var owners: [Int32] = []
    for (pattern, count) in counts.enumerated() { owners += repeatElement(Int32(pattern), count: count) }
    return owners
  }

  /// As many respondents with replacement as there are, counted by pattern.
  private static func draw(_ owners: [Int32], into sample: inout [Int32], _ generator: inout CounterGenerator) {
    for index in sample.indices { sample[index] = 0 }
    owners.withUnsafeBufferPointer { owners in
      sample.withUnsafeMutableBufferPointer { sample in
        // Two draws of 32 bits from each number: with fewer than 2³¹ respondents the bias is below 2⁻³² per draw and
        // taken out by Lemire's rejection.
        let bound = UInt64(owners.count)
        let rejected = (0 &- UInt64(UInt32(truncatingIfNeeded: bound))) & 0xFFFF_FFFF
        let threshold = rejected % bound
        var left = owners.count
        while left > 0 {
          let bits = generator.next()
          for half in [bits & 0xFFFF_FFFF, bits >> 32] where left > 0 {
            let product = half &* bound
            if product & 0xFFFF_FFFF < threshold { continue }
            sample[Int(owners[Int(product >> 32)])] += 1
            left -= 1
          }
        }
      }
    }
  }

  /// The bias-corrected and accelerated interval of a bootstrap distribution.
  ///
  /// - Parameters:
  ///   - values: the statistic in each replicate.
  ///   - estimate: the statistic of the respondents themselves.
  ///   - leaveOneOut: the statistic without one respondent of each pattern, and how many respondents show the pattern.
  ///   - level: the confidence level.
  /// - Returns: nil where fewer than forty replicates gave a value, or all lie on one side of the estimate.
  /// - Source: Efron (1987), Journal of the American Statistical Association 82, 171–185,
  ///   10.1080/01621459.1987.10478410. R: `boot::boot.ci(type = "bca")`.
  public func biasCorrectedInterval(
    _ values: [Double], estimate: Double, leaveOneOut: [(value: Double, count: Int)], level: Double
  ) -> Interval? {
    let sorted = values.filter(\.isFinite).sorted()
    guard sorted.count >= 40, estimate.isFinite else { return nil }
    let below = sorted.count { $0 < estimate }
    let equal = sorted.count { $0 == estimate }
    let share = (Double(below) + Double(equal) / 2) / Double(sorted.count)
    guard share > 0, share < 1 else { return nil }
    let normal = Normal.standard
    let bias = normal.quantile(lower: share)
    let acceleration = Self.acceleration(leaveOneOut)
    func end(_ tail: Double, upper: Bool) -> Double? {
      let z = bias + (upper ? normal.quantile(upper: tail) : normal.quantile(lower: tail))
      let stretch = 1 - acceleration * z
      guard stretch > 0 else { return nil }
      return Self.order(sorted, at: normal.lowerTail(bias + z / stretch))
    }
    let tail = (1 - level) / 2
    guard let lower = end(tail, upper: false), let upper = end(tail, upper: true) else { return nil }
    return Interval(lower: lower, upper: upper, level: level, method: "bootstrap-bca")
  }

  /// A sixth of the skewness of the leave-one-out values.
  private static func acceleration(_ leaveOneOut: [(value: Double, count: Int)]) -> Double {
    let values = leaveOneOut.filter { $0.value.isFinite && $0.count > 0 }
    let count = values.reduce(0) { $0 + $1.count }
    guard count > 0 else { return 0 }
    let mean = CompensatedTotal.of(values.map { $0.value * Double($0.count) }) / Double(count)
    let squares = values.reduce(0) { $0 + Double($1.count) * (mean - $1.value) * (mean - $1.value) }
    let cubes = values.reduce(0) {
      $0 + Double($1.count) * (mean - $1.value) * (mean - $1.value) * (mean - $1.value)
    }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }

  /// The value at a probability among sorted values, at (B + 1)p with interpolation between neighbours.
  private static func order(_ sorted: [Double], at probability: Double) -> Double {
    let position = probability * Double(sorted.count + 1)
    let below = min(max(Int(position.rounded(.down)), 1), sorted.count)
    let above = min(below + 1, sorted.count)
    let fraction = min(max(position - Double(below), 0), 1)
    return sorted[below - 1] + fraction * (sorted[above - 1] - sorted[below - 1])
  }
}
