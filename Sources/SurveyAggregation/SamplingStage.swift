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
      let before = max(1, representatives.count)
      representatives = []
      var found = PairCodes(firsts: before, seconds: Int(grouping.max() ?? 0) + 1, count: count)
      for respondent in 0..<count {
        guard codes[respondent] >= 0, grouping[respondent] >= 0 else {
          codes[respondent] = -1
          continue
        }
        let next = Int32(representatives.count)
        let code = found.code(Int(codes[respondent]), Int(grouping[respondent]), next: next)
        codes[respondent] = code
        if code == next { representatives.append(respondent) }
      }
    }
    self.codes = codes
    self.representatives = representatives
  }
}

/// Pairs of codes as codes of their own: an array of all pairs where they are few, else a dictionary.
struct PairCodes {
  private let seconds: Int
  private var table: [Int32]
  private var rest: [Int: Int32] = [:]

  /// Prepares for pairs of so many first and second codes among so many respondents.
  init(firsts: Int, seconds: Int, count: Int) {
    self.seconds = seconds
    let (pairs, overflow) = firsts.multipliedReportingOverflow(by: seconds)
    table = overflow || pairs > max(1 << 12, count * 4) ? [] : [Int32](repeating: -1, count: pairs)
  }

  /// The code of a pair, which is `next` where it was not met before.
  @inline(__always)
  mutating func code(_ first: Int, _ second: Int, next: Int32) -> Int32 {
    let pair = first &* seconds &+ second
    guard table.isEmpty else {
      if table[pair] < 0 { table[pair] = next }
      return table[pair]
    }
    if let code = rest[pair] { return code }
    rest[pair] = next
    return next
  }
}
