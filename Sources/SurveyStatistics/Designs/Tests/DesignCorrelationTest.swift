public import SurveyAggregation
internal import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// Correlations in a weighted or complex sample, with linearised standard errors.
public enum DesignCorrelationTest {
  /// Tests whether two answers of the same respondents are linearly related.
  ///
  /// - Parameters:
  ///   - x: One number per record; NaN outside the domain.
  ///   - y: The other answers; NaN outside the domain.
  ///   - variance: The design's variances.
  ///   - names: The names of the two.
  ///   - alternative: `greater` means that they rise together.
  ///   - level: The confidence level.
  /// - Returns: t of Fisher's z with the design's degrees of freedom, p, and r with the interval of z turned back, so
  ///   that p and the interval say the same.
  /// - Throws: `statistics.constant` where one of them does not vary or r is 1 or −1, `statistics.design` without
  ///   degrees of freedom.
  /// - Accuracy: r to 1e-13 of R's `svyvar`.
  /// - Complexity: O(respondents).
  /// - Source: Binder (1983), https://doi.org/10.2307/1402588. R: `cov2cor(survey::svyvar(~x + y))` for r; SPSS has none.
  public static func pearson(
    _ x: [Double], _ y: [Double], variance: DesignVariance, names: [String] = ["X", "Y"],
    alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let both = zip(x, y).map { !$0.isNaN && !$1.isNaN }
    let a = zip(x, both).map { $1 ? $0 : .nan }
    let b = zip(y, both).map { $1 ? $0 : .nan }
    let (meanA, meanB) = (variance.influenceOfMean(a).value, variance.influenceOfMean(b).value)
    let spreads = [(a, meanA, a, meanA), (b, meanB, b, meanB), (a, meanA, b, meanB)].map { first, m, second, n in
      variance.influenceOfMean(zip(first, second).map { ($0 - m) * ($1 - n) })
    }
    var result = try correlation(spreads, variance, names, alternative, level: level, id: "pearson-r")
    result.id = "pearson"
    result.method = "Design-based Pearson correlation"
    return result
  }

  /// Tests whether two answers of the same respondents rise together, by the correlation of their estimated population
  /// ranks; that ranks are estimated is part of the standard error.
  ///
  /// - Parameters: as of ``pearson(_:_:variance:names:alternative:level:)``.
  /// - Returns: as of ``pearson(_:_:variance:names:alternative:level:)``, for rho.
  /// - Throws: as of ``pearson(_:_:variance:names:alternative:level:)``.
  /// - Complexity: O(n log n).
  /// - Source: Lumley & Scott (2013), https://doi.org/10.1093/biomet/ast037, for ranks of complex samples; the
  ///   linearisation is that of a V-statistic (Serfling 1980, chapter 5). Neither R nor SPSS has one.
  public static func spearman(
    _ x: [Double], _ y: [Double], variance: DesignVariance, names: [String] = ["X", "Y"],
    alternative: Alternative = .twoSided, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let both = zip(x, y).map { !$0.isNaN && !$1.isNaN }
    let weights = variance.design.weights?.values ?? [Double](repeating: 1, count: x.count)
    func ranks(_ values: [Double]) -> [Double] {
      let inside = zip(values, both).map { $1 ? $0 : .nan }
      let ranks = WeightedRanks(inside, weights: weights)
      return inside.map { $0.isNaN ? .nan : ranks.shareBelow($0) }
    }
    let (u, v) = (ranks(x), ranks(y))
    // The mean of u is ½ whatever the sample, so that spreads are mean products less ¼.
    let spreads = [(u, u), (v, v), (u, v)].map { first, second in
      let own = variance.influenceOfMean(zip(first, second).map { $0 * $1 })
      let total = CompensatedSum(weights.indices.map { own.domain[$0] ? weights[$0] : 0 }).value
      let above = [(first, second), (second, first)].map { WeightedUpperMean($0, of: $1, weights: weights, own.domain) }
      let influence = own.influence.indices.map { index -> Double in
        guard own.domain[index] else { return 0 }
        let added = above[0].value(at: first[index]) + above[1].value(at: second[index]) - 2 * own.value
        return own.influence[index] + weights[index] * added / total
      }
      return InfluenceEstimate(id: "", value: own.value - 0.25, influence: influence, domain: own.domain)
    }
    var result = try correlation(spreads, variance, names, alternative, level: level, id: "spearman-rho")
    result.id = "spearman"
    result.method = "Design-based Spearman correlation"
    result.conventions.insert("equal answers share the middle of their ranks", at: 0)
    return result
  }

  /// The correlation from two variances and a covariance.
  private static func correlation(
    _ spreads: [InfluenceEstimate], _ variance: DesignVariance, _ names: [String], _ alternative: Alternative,
    level: Double, id: String
  ) throws(StatisticsError) -> TestResult {
    let (a, b, ab) = (spreads[0].value, spreads[1].value, spreads[2].value)
    guard a > 0, b > 0, ab.isFinite else {
      throw StatisticsError(
        .constant, place: Place(column: names.joined(separator: ", ")),
        found: "the same answer from everybody to one of the two", expected: "answers that differ",
        remedy: "choose another variable")
    }
    let root = (a * b).squareRoot()
    let r = ab / root
    // What is left of sums that cancel is no distance from one.
    guard 1 - abs(r) > 1e-13 else {
      throw StatisticsError(
        .constant, place: Place(column: names.joined(separator: ", ")), found: "a correlation of \(r > 0 ? 1 : -1)",
        expected: "answers that do not follow from each other", remedy: "choose another variable")
    }
    let influence = spreads[2].influence.indices.map { index in
      spreads[2].influence[index] / root - r / 2 * (spreads[0].influence[index] / a + spreads[1].influence[index] / b)
    }
    let df = try variance.remaining(variance.degreesOfFreedom(domain: spreads[2].domain), less: 0)
    let error = try variance.error(of: variance.variance(ofInfluence: influence), names)
    let scaled = error / ((1 - r) * (1 + r))
    let z = atanh(r)
    func interval(_ level: Double) -> Interval? {
      MeanInterval.interval(mean: z, standardError: scaled, degreesOfFreedom: df, level: level).map {
        Interval(lower: tanh($0.lower), upper: tanh($0.upper), level: level, method: "linearised-fisher-z")
      }
    }
    var result = TestResult(
      id: id, method: "", alternative: alternative, symbol: "t", statistic: z / scaled, degreesOfFreedom: [df],
      p: StudentT(df).pValue(z / scaled, alternative),
      estimate: Estimate(
        id: id, value: r, standardError: error, interval: interval(level), narrowInterval: interval(0.9),
        degreesOfFreedom: df, base: variance.base(of: spreads[2].domain)),
      base: variance.base(of: spreads[2].domain),
      conventions: ["tested on Fisher’s z, as the interval is made", DesignMeanTest.convention(variance)],
      source: "Binder (1983), International Statistical Review 51, 279–292, doi:10.2307/1402588")
    result.design = variance.words
    return result
  }
}

/// The weighted mean of something over all values above one, half of those equal to it counted.
private struct WeightedUpperMean {
  private let distinct: [Double]
  private let above: [Double]

  init(_ values: [Double], of other: [Double], weights: [Double], _ domain: [Bool]) {
    let order = values.indices.filter { domain[$0] }.sorted { values[$0] > values[$1] }
    let total = CompensatedSum(order.map { weights[$0] }).value
    var sum = CompensatedSum()
    var distinct: [Double] = []
    var above: [Double] = []
    var start = 0
    while start < order.count {
      var end = start
      var own = CompensatedSum()
      while end < order.count, values[order[end]] == values[order[start]] {
        own.add(weights[order[end]] * other[order[end]])
        end += 1
      }
      distinct.append(values[order[start]])
      above.append((sum.value + own.value / 2) / total)
      sum.add(own)
      start = end
    }
    self.distinct = distinct.reversed()
    self.above = above.reversed()
  }

  /// The mean above one of the values.
  func value(at value: Double) -> Double {
    var (low, high) = (0, distinct.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if distinct[middle] < value { low = middle + 1 } else { high = middle }
    }
    return above[low]
  }
}
