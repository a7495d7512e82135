internal import SurveyAggregation
internal import SurveyModel

/// The sums that variances are made of: under replicates, over strata of respondents, and what calibration leaves.
extension DesignVariance {
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

  func replicateSums(
    _ contributions: [Double], of patterns: [PatternTable.Pattern], _ replicates: ReplicateWeights
  ) -> [Double] {
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: replicates.ratios.count)
    let representatives = design.cells?.representatives ?? []
    for (pattern, contribution) in zip(patterns, contributions) {
      totals[Int(replicates.profiles[representatives[pattern.unit ?? 0]])].add(contribution)
    }
    return replicateSums(ofProfiles: totals, replicates)
  }

  func replicateSums(ofProfiles totals: [CompensatedSum], _ replicates: ReplicateWeights) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: replicates.count)
    for (profile, total) in totals.enumerated() where total.value != 0 {
      for replicate in sums.indices { sums[replicate].add(total.value * replicates.ratios[profile][replicate]) }
    }
    return sums.map(\.value)
  }

  func covariance(ofReplicates sums: [[Double]], _ replicates: ReplicateWeights) -> Matrix {
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

  func elementCovariance(_ influences: [[Double]], _ sampling: SamplingVariance) -> Matrix {
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

  func elementCovariance(
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
  var unitOfCell: [Int] {
    guard let units = (design.countingStages.last?.units ?? design.clusters)?.codes else { return [] }
    return design.cells?.representatives.map { Int(units[$0]) } ?? []
  }

  // MARK: Calibrated weights

  func reduced(_ influence: [Double], _ residuals: CalibrationResiduals) -> [Double] {
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

  func fittedValues(
    _ coefficients: [Double], _ patterns: [PatternTable.Pattern], _ residuals: CalibrationResiduals
  ) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: residuals.groupCount)
    for (pattern, coefficient) in zip(patterns, coefficients) {
      sums[Int(residuals.groupOfCell[pattern.unit ?? 0])].add(pattern.weight * coefficient)
    }
    return residuals.fits(sums.map(\.value))
  }
}
