/// A later stage of sampling: units that were drawn within the units of the stage before.
///
/// Later stages add to a variance only where the population sizes of the first stage are known: without them the first
/// sampling units count as drawn from so many that their spread holds everything.
///
/// - Source: Cochran (1977), Sampling Techniques, section 10.3. R: `survey::svydesign(id = ~a + b, fpc = ~n1 + n2)`.
public struct SamplingStage: Sendable, Hashable {
  /// The units drawn at this stage, each within one unit of the stage before.
  public let units: DesignGroups
  /// The groups that they were drawn in: the units of the stage before, divided by this stage's strata.
  public let strata: DesignGroups
  /// For each of these groups, how many units its population has; nil for very many.
  public let populationSizes: [Double]?

  /// Creates a stage.
  public init(units: DesignGroups, strata: DesignGroups, populationSizes: [Double]? = nil) {
    self.units = units
    self.strata = strata
    self.populationSizes = populationSizes
  }
}

/// The smallest groups of respondents that a variance tells apart: the cells of a table that is kept by design cell.
public struct DesignCells: Sendable, Hashable {
  /// For each respondent the cell, or -1 outside the sample.
  public let codes: [Int32]
  /// For each cell one of its respondents, who stands for its stratum, units and replicates.
  public let representatives: [Int]

  /// Creates cells from the codes of the groupings that must be kept apart; -1 in any of them is outside.
  init(_ groupings: [[Int32]], count: Int) {
    var codes = [Int32](repeating: 0, count: count)
    var representatives: [Int] = count > 0 ? [0] : []
    for grouping in groupings {
      var codeOfPair: [Int64: Int32] = [:]
      representatives = []
      for respondent in 0..<count {
        guard codes[respondent] >= 0, grouping[respondent] >= 0 else {
          codes[respondent] = -1
          continue
        }
        let pair = Int64(codes[respondent]) << 32 | Int64(grouping[respondent])
        if let code = codeOfPair[pair] {
          codes[respondent] = code
        } else {
          let code = Int32(representatives.count)
          codeOfPair[pair] = code
          codes[respondent] = code
          representatives.append(respondent)
        }
      }
    }
    self.codes = codes
    self.representatives = representatives
  }
}
