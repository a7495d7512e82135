public import SurveyAggregation
internal import SurveyModel

/// Means with their standard errors, and the degrees of freedom of a part of the sample.
extension DesignVariance {
  /// A weighted mean over the patterns that have a value, with standard error, degrees of freedom and base.
  ///
  /// - Parameter value: The pattern's value; nil outside the domain. A share is the mean of zeros and ones.
  /// - Returns: The estimate without interval; its value is NaN where nobody is in the domain.
  public func mean(
    id: String, of patterns: [PatternTable.Pattern], value: (PatternTable.Pattern) -> Double?
  ) -> Estimate {
    var weighted = CompensatedSum()
    var weight = CompensatedSum()
    var squares = CompensatedSum()
    var count = 0
    var weighing = 0
    var (least, most) = (Double.infinity, -Double.infinity)
    let values = patterns.map(value)
    for (pattern, value) in zip(patterns, values) {
      guard let value else { continue }
      count += pattern.count
      weighing += pattern.weighing
      if pattern.weight > 0 { (least, most) = (min(least, value), max(most, value)) }
      weight.add(pattern.weight)
      squares.add(pattern.squaredWeight)
      weighted.add(pattern.weight * value)
    }
    let total = weight.value
    // A mean that is rounded would leave a spread where there is none.
    let mean = least == most ? least : weighted.value / total
    var variance = Double.nan
    if let replicates = design.replicates {
      // Sums about the mean: the variance is the same, and answers that are all alike have none.
      let above = replicateSums(
        patterns.indices.map { index in patterns[index].weight * (values[index].map { $0 - mean } ?? 0) }, of: patterns,
        replicates)
      let below = replicateSums(
        patterns.indices.map { values[$0] == nil ? 0 : patterns[$0].weight }, of: patterns, replicates)
      variance = replicates.variance(of: zip(above, below).map { $0 / $1 })
    } else if total > 0 {
      variance = max(
        0,
        covariance(
          of: patterns, coefficients: [values.map { value in value.map { ($0 - mean) / total } ?? 0 }])[0, 0])
    }
    let spread = CompensatedSum(
      zip(patterns, values).map { pattern, value in
        value.map { pattern.weight * ($0 - mean) * ($0 - mean) } ?? 0
      }
    ).value
    return estimate(
      id: id, mean, variance,
      degreesOfFreedom: degreesOfFreedom(
        reaching: zip(patterns, values).lazy
          .filter { $1 != nil }.map { $0.0 }),
      base: base(count, total, squares.value), weighing: weighing, spread: spread / total)
  }

  /// A weighted mean of one value per respondent, with standard error, degrees of freedom and base.
  ///
  /// - Parameter values: One number per record; NaN outside the domain.
  /// - Returns: The estimate without interval.
  /// - Complexity: O(respondents).
  public func mean(id: String, of values: [Double]) -> Estimate {
    let values = values.indices.map { design.isMember[$0] ? values[$0] : .nan }
    let weights = design.weights?.values
    let moments = Moments(values, weights: weights)
    var variance = Double.nan
    if let replicates = design.replicates {
      let above = values.indices.map { values[$0].isNaN ? 0 : (values[$0] - moments.mean) * (weights?[$0] ?? 1) }
      let below = values.indices.map { values[$0].isNaN ? 0 : weights?[$0] ?? 1 }
      variance = replicates.variance(
        of: zip(replicateSums(above, replicates), replicateSums(below, replicates)).map { $0 / $1 })
    } else if moments.weight > 0 {
      variance = self.variance(
        ofInfluence: values.indices.map { index in
          values[index].isNaN ? 0 : (weights?[index] ?? 1) * (values[index] - moments.mean) / moments.weight
        })
    }
    return estimate(
      id: id, moments.weight > 0 ? moments.mean : .nan, variance,
      degreesOfFreedom: degreesOfFreedom(domain: values.map { !$0.isNaN }),
      base: base(moments.count, moments.weight, moments.squaredWeight), weighing: moments.weighing,
      spread: moments.squares / moments.weight)
  }

  /// A weighted mean of one value per respondent with its t intervals.
  ///
  /// - Parameters:
  ///   - values: One number per record; NaN outside the domain.
  ///   - level: The confidence level.
  /// - Complexity: O(respondents).
  public func mean(id: String, of values: [Double], level: Double) -> Estimate {
    mean(id: id, of: values).withMeanInterval(level: level)
  }

  /// An estimate with its design effect, and with the reason where it can have no interval.
  ///
  /// - Parameters:
  ///   - weighing: How many of the base weigh more than nothing, the n of n/(n − 1).
  ///   - spread: The weighted mean squared deviation, whose n/(n − 1) is the variance of a single respondent.
  func estimate(
    id: String, _ value: Double, _ variance: Double, degreesOfFreedom: Double, base: Base, weighing: Int? = nil,
    spread: Double? = nil
  ) -> Estimate {
    let n = Double(weighing ?? base.count)
    var variance = variance
    // What is left of a sum that cancels is no variance.
    if let spread, n > 0, variance < 1e-13 * spread / n { variance = 0 }
    let isKnown = variance.isFinite && degreesOfFreedom > 0
    var estimate = Estimate(
      id: id, value: value, standardError: isKnown ? variance.squareRoot() : nil, degreesOfFreedom: degreesOfFreedom,
      base: base)
    if let spread, spread > 0, n > 1, isKnown {
      // Against a simple random sample of as many with replacement, as `survey::svymean(deff = "replace")`.
      estimate.designEffect = variance / (spread * n / (n - 1) / n)
    }
    if base.count == 0 || !value.isFinite {
      estimate.whyNoInterval = "nobody with weight is in the base"
    } else if degreesOfFreedom <= 0 {
      estimate.whyNoInterval =
        design.replicates == nil
        ? "the base has as many strata as sampling units, so no degrees of freedom"
        : "the replicates do not differ in the base, so no degrees of freedom"
    } else if !variance.isFinite {
      estimate.whyNoInterval =
        design.replicates == nil
        ? "every stratum has a single sampling unit, so no variance"
        : "a replicate gives nobody in the base any weight, so no variance"
    }
    return estimate
  }

  // MARK: Degrees of freedom

  /// The degrees of freedom of a domain: sampling units less strata, counting those that the domain reaches with any
  /// weight, as R's `degf`; with replicates, the rank of those of the domain less one.
  public func degreesOfFreedom(domain: [Bool]) -> Double {
    if let stated = design.statedDegreesOfFreedom { return stated }
    if let replicates = design.replicates {
      var isReached = [Bool](repeating: false, count: replicates.ratios.count)
      for respondent in 0..<design.count where domain[respondent] && replicates.profiles[respondent] >= 0 {
        isReached[Int(replicates.profiles[respondent])] = true
      }
      return replicates.degreesOfFreedom(ofProfiles: isReached)
    }
    var strata = [Bool](repeating: false, count: design.stratumCount)
    var units = [Bool](repeating: false, count: design.clusters?.labels.count ?? 0)
    var respondents = 0
    for respondent in 0..<design.count where domain[respondent] && design.isMember[respondent] {
      if let weights = design.weights?.values, !(weights[respondent] > 0) { continue }
      respondents += 1
      strata[design.stratum(of: respondent)] = true
      if let unit = design.clusters?.codes[respondent] { units[Int(unit)] = true }
    }
    return Double((design.clusters == nil ? respondents : units.count { $0 }) - strata.count { $0 })
  }

  /// The degrees of freedom of the domain of some patterns.
  public func degreesOfFreedom(
    of patterns: [PatternTable.Pattern], domain: (PatternTable.Pattern) -> Bool
  ) -> Double {
    degreesOfFreedom(reaching: patterns.lazy.filter(domain))
  }

  private func degreesOfFreedom(reaching patterns: some Sequence<PatternTable.Pattern>) -> Double {
    if let stated = design.statedDegreesOfFreedom { return stated }
    var strata = [Bool](repeating: false, count: design.stratumCount)
    var units = [Bool](repeating: false, count: design.clusters?.labels.count ?? 0)
    var isReached = [Bool](repeating: false, count: design.replicates?.ratios.count ?? 0)
    var respondents = 0
    for pattern in patterns where pattern.weighing > 0 {
      respondents += pattern.weighing
      strata[pattern.stratum] = true
      guard let cell = pattern.unit, let someone = design.cells?.representatives[cell] else { continue }
      if let clusters = design.clusters { units[Int(clusters.codes[someone])] = true }
      if let replicates = design.replicates { isReached[Int(replicates.profiles[someone])] = true }
    }
    if let replicates = design.replicates { return replicates.degreesOfFreedom(ofProfiles: isReached) }
    return Double((design.clusters == nil ? respondents : units.count { $0 }) - strata.count { $0 })
  }

  /// A base with its weights, where the design has any.
  func base(_ count: Int, _ weight: Double, _ squares: Double) -> Base {
    guard design.weights != nil else { return Base(count: count) }
    return Base(count: count, weighted: weight, effective: squares > 0 ? weight * weight / squares : 0)
  }
}
