/// Weights that give a sample the population's margins.
enum Raking {
  /// Adjusts weights to the margins in turn until they fit, and rounds them to four decimals.
  ///
  /// - Parameters:
  ///   - groups: For each margin, every respondent's group.
  ///   - shares: For each margin, the population's shares.
  /// - Returns: One weight per respondent with mean 1; groups without respondents are left out.
  /// - Complexity: O(rounds × margins × respondents), with at most 100 rounds.
  /// - Source: Deming & Stephan (1940), Annals of Mathematical Statistics 11(4), 427–444,
  ///   doi:10.1214/aoms/1177731829.
  static func weights(groups: [[Int]], shares: [[Double]], respondents: Int) -> [Double] {
    var weights = [Double](repeating: 1, count: respondents)
    for _ in 0..<100 {
      var largest = 0.0
      for (group, share) in zip(groups, shares) {
        var sums = [Double](repeating: 0, count: share.count)
        for (respondent, weight) in weights.enumerated() { sums[group[respondent]] += weight }
        let present = zip(share, sums).reduce(0) { $1.1 > 0 ? $0 + $1.0 : $0 }
        let factors = zip(share, sums).map { $1 > 0 ? $0 / present * Double(respondents) / $1 : 1 }
        for respondent in weights.indices { weights[respondent] *= factors[group[respondent]] }
        for factor in factors { largest = max(largest, (factor - 1).magnitude) }
      }
      if largest < 1e-9 { break }
    }
    return weights.map { ($0 * 10_000).rounded() / 10_000 }
  }
}
