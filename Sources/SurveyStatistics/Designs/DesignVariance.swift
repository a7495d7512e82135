public import SurveyAggregation
internal import SurveyModel

/// Variances of a sample with weights, strata, sampling units of one or more stages, or replicate weights.
///
/// An estimate is described by its influence: what each respondent adds to it, weight included. The variance is the one
/// of the sum of influences: between sampling units within strata, with n/(n − 1) per stratum and the finite population
/// correction where sizes are known (Taylor linearisation), or between the replicates' sums. Respondents outside the
/// domain have influence 0 and stay in the design. Where weights were calibrated here, influences are first reduced to
/// what the calibration variables leave of them.
///
/// - Source: Binder (1983), International Statistical Review 51, 279–292, https://doi.org/10.2307/1402588; Lumley
///   (2010), Complex Surveys. R: `survey::svydesign`, `svrepdesign`, `svymean`, `subset`; SPSS: CSDESCRIPTIVES.
public struct DesignVariance: Sendable {
  let design: SurveyDesign
  private let sampling: SamplingVariance?
  private let calibration: CalibrationResiduals?

  /// The design in words.
  var words: String { design.words }

  /// Prepares a design.
  ///
  /// - Throws: `statistics.design` where a stratum has a single sampling unit and the design does not say how it counts,
  ///   naming the strata: its variance cannot be known.
  /// - Complexity: O(respondents).
  public init(_ design: SurveyDesign) throws(StatisticsError) {
    self.design = design
    sampling = design.replicates == nil ? try SamplingVariance(design) : nil
    calibration = CalibrationResiduals(design)
  }

  // MARK: Variances of influences

  /// The variance of an estimate from each respondent's influence.
  ///
  /// - Parameter influence: One number per record of the survey, weight included; 0 outside the domain.
  /// - Complexity: O(respondents).
  public func variance(ofInfluence influence: [Double]) -> Double {
    max(0, covariance(ofInfluences: [influence])[0, 0])
  }

  /// The covariances of several estimates from each respondent's influences.
  ///
  /// - Parameter influences: For each estimate one number per record of the survey, weight included; 0 outside the
  ///   domain.
  /// - Complexity: O(respondents · estimates²).
  public func covariance(ofInfluences influences: [[Double]]) -> Matrix {
    let influences = calibration.map { residuals in influences.map { reduced($0, residuals) } } ?? influences
    if let replicates = design.replicates {
      return covariance(ofReplicates: influences.map { replicateSums($0, replicates) }, replicates)
    }
    guard let sampling else { return Matrix(rows: influences.count, columns: influences.count) }
    guard !sampling.stages.isEmpty, let units = (design.countingStages.last?.units ?? design.clusters)?.codes else {
      return elementCovariance(influences, sampling)
    }
    return sampling.covariance(
      ofUnits: influences.map { influence in
        var totals = [CompensatedSum](
          repeating: CompensatedSum(), count: sampling.stages[sampling.stages.count - 1].stratumOfUnit.count)
        for respondent in 0..<design.count where units[respondent] >= 0 {
          totals[Int(units[respondent])].add(influence[respondent])
        }
        return totals.map(\.value)
      })
  }

  /// The variance of an estimate whose influence is the same for all respondents of a pattern, but for their weight.
  ///
  /// - Parameters:
  ///   - patterns: Patterns of a table that was kept by design cell.
  ///   - coefficient: The influence per unit of weight; 0 outside the domain.
  /// - Complexity: O(patterns).
  public func variance(of patterns: [PatternTable.Pattern], coefficient: (PatternTable.Pattern) -> Double) -> Double {
    max(0, covariance(of: patterns, coefficients: [patterns.map(coefficient)])[0, 0])
  }

  /// The covariances of several estimates whose influences are the same for all respondents of a pattern.
  ///
  /// - Parameters:
  ///   - patterns: Patterns of a table that was kept by design cell.
  ///   - coefficients: For each estimate the influence per unit of weight of each pattern; 0 outside the domain.
  /// - Complexity: O(patterns · estimates²).
  public func covariance(of patterns: [PatternTable.Pattern], coefficients: [[Double]]) -> Matrix {
    let fits = calibration.map { residuals in coefficients.map { fittedValues($0, patterns, residuals) } }
    if let replicates = design.replicates {
      let sums = coefficients.map { own in
        replicateSums(patterns.indices.map { patterns[$0].weight * own[$0] }, of: patterns, replicates)
      }
      return covariance(ofReplicates: sums, replicates)
    }
    guard let sampling else { return Matrix(rows: coefficients.count, columns: coefficients.count) }
    guard let last = sampling.stages.last else {
      return elementCovariance(patterns, coefficients, fits, sampling)
    }
    let unitOfCell = unitOfCell
    return sampling.covariance(
      ofUnits: coefficients.indices.map { term in
        var totals = [CompensatedSum](repeating: CompensatedSum(), count: last.stratumOfUnit.count)
        if let fits, let calibration {
          for (cell, unit) in unitOfCell.enumerated() {
            totals[unit].add(-calibration.weightOfCell[cell] * fits[term][Int(calibration.groupOfCell[cell])])
          }
        }
        for (index, pattern) in patterns.enumerated() {
          totals[unitOfCell[pattern.unit ?? 0]].add(pattern.weight * coefficients[term][index])
        }
        return totals.map(\.value)
      })
  }

  // MARK: Means

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
    let values = patterns.map(value)
    for (pattern, value) in zip(patterns, values) {
      guard let value else { continue }
      count += pattern.count
      weight.add(pattern.weight)
      squares.add(pattern.squaredWeight)
      weighted.add(pattern.weight * value)
    }
    let total = weight.value
    let mean = weighted.value / total
    var variance = Double.nan
    if let replicates = design.replicates {
      let above = replicateSums(
        patterns.indices.map { patterns[$0].weight * (values[$0] ?? 0) }, of: patterns, replicates)
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
          .filter { $1 != nil }.map { ($0.0.count, $0.0.stratum, $0.0.unit) }),
      base: base(count, total, squares.value), spread: spread / total)
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
      let above = values.indices.map { values[$0].isNaN ? 0 : values[$0] * (weights?[$0] ?? 1) }
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
      base: base(moments.count, moments.weight, moments.squaredWeight), spread: moments.squares / moments.weight)
  }

  /// An estimate with its design effect, and with the reason where it can have no interval.
  ///
  /// - Parameter spread: The weighted mean squared deviation, whose n/(n − 1) is the variance of a single respondent.
  func estimate(
    id: String, _ value: Double, _ variance: Double, degreesOfFreedom: Double, base: Base, spread: Double? = nil
  ) -> Estimate {
    var estimate = Estimate(
      id: id, value: value, standardError: variance.isFinite ? variance.squareRoot() : nil,
      degreesOfFreedom: degreesOfFreedom, base: base)
    let n = Double(base.count)
    if let spread, spread > 0, n > 1, variance.isFinite {
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

  /// The degrees of freedom of a domain: sampling units less strata, counting those that the domain reaches; with
  /// replicates, the rank of those of the domain less one.
  public func degreesOfFreedom(domain: [Bool]) -> Double {
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
    degreesOfFreedom(reaching: patterns.lazy.filter(domain).map { ($0.count, $0.stratum, $0.unit) })
  }

  private func degreesOfFreedom(reaching cells: some Sequence<(count: Int, stratum: Int, cell: Int?)>) -> Double {
    var strata = [Bool](repeating: false, count: design.stratumCount)
    var units = [Bool](repeating: false, count: design.clusters?.labels.count ?? 0)
    var isReached = [Bool](repeating: false, count: design.replicates?.ratios.count ?? 0)
    var respondents = 0
    for (count, stratum, cell) in cells {
      respondents += count
      strata[stratum] = true
      guard let cell, let someone = design.cells?.representatives[cell] else { continue }
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

  // MARK: Replicates

  /// The sum of some contributions under each replicate.
  ///
  /// - Parameter contributions: One number per respondent, weight included.
  func replicateSums(_ contributions: [Double], _ replicates: ReplicateWeights) -> [Double] {
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: replicates.ratios.count)
    for respondent in 0..<design.count where replicates.profiles[respondent] >= 0 {
      totals[Int(replicates.profiles[respondent])].add(contributions[respondent])
    }
    return replicateSums(ofProfiles: totals, replicates)
  }

  private func replicateSums(
    _ contributions: [Double], of patterns: [PatternTable.Pattern], _ replicates: ReplicateWeights
  ) -> [Double] {
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: replicates.ratios.count)
    let representatives = design.cells?.representatives ?? []
    for (pattern, contribution) in zip(patterns, contributions) {
      totals[Int(replicates.profiles[representatives[pattern.unit ?? 0]])].add(contribution)
    }
    return replicateSums(ofProfiles: totals, replicates)
  }

  private func replicateSums(ofProfiles totals: [CompensatedSum], _ replicates: ReplicateWeights) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: replicates.count)
    for (profile, total) in totals.enumerated() where total.value != 0 {
      for replicate in sums.indices { sums[replicate].add(total.value * replicates.ratios[profile][replicate]) }
    }
    return sums.map(\.value)
  }

  private func covariance(ofReplicates sums: [[Double]], _ replicates: ReplicateWeights) -> Matrix {
    let used = (0..<replicates.count).filter { replicates.replicateScales[$0] > 0 }
    let centred = sums.map { own -> [Double] in
      let mean = CompensatedSum(used.map { own[$0] }).value / Double(used.count)
      return own.map { $0 - mean }
    }
    var matrix = Matrix(rows: sums.count, columns: sums.count)
    for a in sums.indices {
      for b in 0...a {
        let products = used.map { replicates.replicateScales[$0] * centred[a][$0] * centred[b][$0] }
        matrix[a, b] = replicates.scale * CompensatedSum(products).value
        matrix[b, a] = matrix[a, b]
      }
    }
    return matrix
  }

  // MARK: Respondents as sampling units

  private func elementCovariance(_ influences: [[Double]], _ sampling: SamplingVariance) -> Matrix {
    let count = design.stratumCount
    let sums = influences.map { own -> [Double] in
      var sums = [CompensatedSum](repeating: CompensatedSum(), count: count)
      for respondent in 0..<design.count where design.isMember[respondent] {
        sums[design.stratum(of: respondent)].add(own[respondent])
      }
      return sums.map(\.value)
    }
    return Self.matrix(influences.count) { a, b in
      var products = [CompensatedSum](repeating: CompensatedSum(), count: count)
      for respondent in 0..<design.count where design.isMember[respondent] {
        products[design.stratum(of: respondent)].add(influences[a][respondent] * influences[b][respondent])
      }
      return sampling.covariance(sums[a], sums[b], products: products.map(\.value))
    }
  }

  private func elementCovariance(
    _ patterns: [PatternTable.Pattern], _ coefficients: [[Double]], _ fits: [[Double]]?, _ sampling: SamplingVariance
  ) -> Matrix {
    let none = [CompensatedSum](repeating: CompensatedSum(), count: design.stratumCount)
    let strata = design.cells?.representatives.map { design.stratum(of: $0) } ?? []
    func fit(_ term: Int, _ cell: Int?) -> Double {
      guard let fits, let calibration, let cell else { return 0 }
      return fits[term][Int(calibration.groupOfCell[cell])]
    }
    let sums = coefficients.indices.map { term -> [Double] in
      var sums = none
      if fits != nil, let calibration {
        for cell in strata.indices { sums[strata[cell]].add(-calibration.weightOfCell[cell] * fit(term, cell)) }
      }
      for (index, pattern) in patterns.enumerated() {
        sums[pattern.stratum].add(pattern.weight * coefficients[term][index])
      }
      return sums.map(\.value)
    }
    return Self.matrix(coefficients.count) { a, b in
      var products = none
      if fits != nil, let calibration {
        for cell in strata.indices {
          products[strata[cell]].add(calibration.squaredWeightOfCell[cell] * fit(a, cell) * fit(b, cell))
        }
      }
      for (index, pattern) in patterns.enumerated() {
        let (own, other) = (coefficients[a][index], coefficients[b][index])
        let rest = fits == nil ? 0 : own * fit(b, pattern.unit) + other * fit(a, pattern.unit)
        products[pattern.stratum].add(pattern.squaredWeight * (own * other - rest))
      }
      return sampling.covariance(sums[a], sums[b], products: products.map(\.value))
    }
  }

  private static func matrix(_ count: Int, _ entry: (Int, Int) -> Double) -> Matrix {
    var matrix = Matrix(rows: count, columns: count)
    for a in 0..<count {
      for b in 0...a {
        matrix[a, b] = entry(a, b)
        matrix[b, a] = matrix[a, b]
      }
    }
    return matrix
  }

  /// The last stage's unit of each design cell.
  private var unitOfCell: [Int] {
    guard let units = (design.countingStages.last?.units ?? design.clusters)?.codes else { return [] }
    return design.cells?.representatives.map { Int(units[$0]) } ?? []
  }

  // MARK: Calibrated weights

  private func reduced(_ influence: [Double], _ residuals: CalibrationResiduals) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: residuals.groupCount)
    for respondent in 0..<design.count where design.isMember[respondent] {
      sums[residuals.group(of: respondent)].add(influence[respondent])
    }
    let fits = residuals.fits(sums.map(\.value))
    let weights = design.weights?.values
    return influence.indices.map { respondent in
      guard design.isMember[respondent] else { return 0 }
      return influence[respondent] - (weights?[respondent] ?? 1) * fits[residuals.group(of: respondent)]
    }
  }

  private func fittedValues(
    _ coefficients: [Double], _ patterns: [PatternTable.Pattern], _ residuals: CalibrationResiduals
  ) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: residuals.groupCount)
    for (pattern, coefficient) in zip(patterns, coefficients) {
      sums[Int(residuals.groupOfCell[pattern.unit ?? 0])].add(pattern.weight * coefficient)
    }
    return residuals.fits(sums.map(\.value))
  }
}
