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
  /// The design.
  public let design: SurveyDesign
  let sampling: SamplingVariance?
  let calibration: CalibrationResiduals?

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
    let variance = covariance(ofInfluences: [influence])[0, 0]
    // What is left of a sum that cancels is no variance.
    return variance < 1e-26 * CompensatedSum(influence.lazy.map { $0 * $0 }).value ? 0 : variance
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
}
