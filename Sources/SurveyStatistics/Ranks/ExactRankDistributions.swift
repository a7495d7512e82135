/// Exact distributions of rank statistics given the ranks that occurred, ties included.
///
/// Ranks are doubled, so that mean ranks of ties are whole; all counts are sums of non-negative terms, so nothing
/// cancels.
enum ExactRankDistribution {
  /// The two tails of a statistic, each with the observed value in it.
  struct Tails {
    var lower: Double
    var upper: Double

    func pValue(_ alternative: Alternative) -> Double {
      switch alternative {
      case .twoSided: min(1, 2 * min(lower, upper))
      case .less: min(1, lower)
      case .greater: min(1, upper)
      }
    }
  }

  /// The tails of a sum at a position of a distribution given by weights.
  static func tails(_ weights: [Double], at position: Int) -> Tails {
    let all = CompensatedTotal.of(weights)
    var lower = CompensatedTotal()
    var upper = CompensatedTotal()
    for (index, weight) in weights.enumerated() {
      if index <= position { lower.add(weight) }
      if index >= position { upper.add(weight) }
    }
    return Tails(lower: lower.value / all, upper: upper.value / all)
  }

  /// The tails of the rank sum of a group, over all ways to choose so many of the pooled ranks.
  ///
  /// - Complexity: O(N · m · N m) for m of N ranks.
  /// - Source: Streitberg & Röhmel (1986), EDV in Medizin und Biologie 12 (shift algorithm).
  static func rankSum(ranks: [Double], members: Int, observed: Double) -> Tails {
    // Chosen values count from the smallest rank, which keeps the table short; whole ranks need no doubling.
    let doubled = ranks.allSatisfy { $0 == $0.rounded() } ? 1.0 : 2.0
    let whole = ranks.map { Int(($0 - 1) * doubled) }.sorted()
    let largest = whole.suffix(members).reduce(0, +)
    let width = largest + 1
    var ways = [Double](repeating: 0, count: (members + 1) * width)
    ways[0] = 1
    var reach = [Int](repeating: -1, count: members + 1)
    reach[0] = 0
    ways.withUnsafeMutableBufferPointer { ways in
      for value in whole {
        for chosen in stride(from: members, to: 0, by: -1) where reach[chosen - 1] >= 0 {
          let top = min(reach[chosen - 1], largest - value)
          if top < 0 { continue }
          let from = (chosen - 1) * width
          let to = chosen * width + value
          for sum in 0...top { ways[to + sum] += ways[from + sum] }
          reach[chosen] = max(reach[chosen], top + value)
        }
      }
    }
    let position = Int(((observed - Double(members)) * doubled).rounded())
    return tails(Array(ways[(members * width)...]), at: position)
  }

  /// The tails of the sum of the positive ranks, over all ways to give the ranks their signs.
  ///
  /// - Complexity: O(n · Σ ranks).
  /// - Source: Streitberg & Röhmel (1986), EDV in Medizin und Biologie 12 (shift algorithm).
  static func signedRank(ranks: [Double], observed: Double) -> Tails {
    let whole = ranks.map { Int(($0 * 2).rounded()) }
    var ways = [Double](repeating: 0, count: whole.reduce(0, +) + 1)
    ways[0] = 1
    var reach = 0
    ways.withUnsafeMutableBufferPointer { ways in
      for value in whole {
        for sum in stride(from: reach, through: 0, by: -1) { ways[sum + value] += ways[sum] }
        reach += value
        // The shares stay within range however many ranks there are.
        for sum in 0...reach { ways[sum] *= 0.5 }
      }
    }
    return tails(ways, at: Int((observed * 2).rounded()))
  }

  /// How many permutations of 1…k have each value of Σ position · rank; the index is the value.
  ///
  /// - Complexity: O(2ᵏ · k · k³).
  /// - Source: recursion over the set of ranks already placed.
  static func permutationProducts(_ k: Int) -> [Double] {
    let largest = k * (k + 1) * (2 * k + 1) / 6
    var bySet: [[Double]] = .init(repeating: [], count: 1 << k)
    bySet[0] = [1]
    for set in 0..<(1 << k) {
      let place = set.nonzeroBitCount + 1
      let current = bySet[set]
      if current.isEmpty { continue }
      for rank in 1...k where set & (1 << (rank - 1)) == 0 {
        let next = set | 1 << (rank - 1)
        if bySet[next].isEmpty { bySet[next] = [Double](repeating: 0, count: largest + 1) }
        let step = place * rank
        for (sum, ways) in current.enumerated() where ways > 0 { bySet[next][sum + step] += ways }
      }
      if set != (1 << k) - 1 { bySet[set] = [] }
    }
    return bySet[(1 << k) - 1]
  }

  /// How many permutations of n have each number of inversions; shares, not counts, so that no n is too large.
  ///
  /// - Complexity: O(n³).
  /// - Source: Kendall (1938), Biometrika 30, 81–93, 10.1093/biomet/30.1-2.81.
  static func inversionShares(_ n: Int) -> [Double] {
    var shares: [Double] = [1]
    for size in stride(from: 2, through: max(n, 1), by: 1) {
      var next = [Double](repeating: 0, count: shares.count + size - 1)
      for (inversions, share) in shares.enumerated() {
        for added in 0..<size { next[inversions + added] += share / Double(size) }
      }
      shares = next
    }
    return shares
  }
}
