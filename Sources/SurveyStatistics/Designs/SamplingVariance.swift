internal import SurveyAggregation
internal import SurveyModel

/// The variance of totals between sampling units, stage by stage, with n/(n − 1) and the finite population correction.
///
/// Later stages add the spread between their units times the share of the population that the stages before drew. A
/// stratum with a single unit follows the design's policy.
///
/// - Source: Cochran (1977), Sampling Techniques, section 10.4; Lumley (2010), Complex Surveys, section 2.2. R:
///   `survey::svyrecvar`.
struct SamplingVariance: Sendable {
  /// The strata of one stage.
  struct Strata: Sendable {
    /// How many units each stratum has.
    let counts: [Int]
    /// What the sum of squares of each stratum is multiplied by; of a single unit, what the policy leaves of its square.
    let factors: [Double]
    /// The strata whose single unit says nothing about variance.
    let lonely: Set<Int>
    /// By how much the other strata stand for them.
    let inflation: Double
  }

  /// One stage: its units, where they lie, and its strata.
  struct Stage: Sendable {
    let stratumOfUnit: [Int32]
    /// The unit of the stage before; empty at the first stage.
    let parentOfUnit: [Int32]
    let strata: Strata
  }

  /// The stages with units, from the first; empty where each respondent is a unit.
  let stages: [Stage]
  /// The strata of the first stage.
  let first: Strata

  /// Prepares a design.
  ///
  /// - Throws: `statistics.design` where a stratum has a single unit and the policy is to fail.
  init(_ design: SurveyDesign) throws(StatisticsError) {
    let policy = design.lonelyUnits
    guard let clusters = design.clusters else {
      let sizes = design.populationSizes
      first = try Self.strata(
        design.unitCounts, sizes, outer: nil, policy: policy,
        names: design.strata?.labels, option: design.strata.map { "--strata \($0.name)" } ?? "--clusters", stage: 1)
      stages = []
      return
    }
    var stages: [Stage] = []
    var parents: (codes: [Int32], fractions: [Double])?
    let all =
      [(clusters, design.strata, design.populationSizes)]
      + design.countingStages.map { ($0.units, DesignGroups?.some($0.strata), $0.populationSizes) }
    for (index, (units, groups, sizes)) in all.enumerated() {
      var stratumOfUnit = [Int32](repeating: 0, count: units.labels.count)
      var parentOfUnit = [Int32](repeating: 0, count: parents == nil ? 0 : units.labels.count)
      var isUsed = [Bool](repeating: false, count: units.labels.count)
      for respondent in 0..<design.count where units.codes[respondent] >= 0 && design.isMember[respondent] {
        let unit = Int(units.codes[respondent])
        isUsed[unit] = true
        stratumOfUnit[unit] = groups?.codes[respondent] ?? 0
        if let parents { parentOfUnit[unit] = parents.codes[respondent] }
      }
      var counts = [Int](repeating: 0, count: groups?.labels.count ?? 1)
      var outer = [Double](repeating: 1, count: counts.count)
      for unit in units.labels.indices where isUsed[unit] {
        counts[Int(stratumOfUnit[unit])] += 1
        if let parents { outer[Int(stratumOfUnit[unit])] = parents.fractions[Int(parentOfUnit[unit])] }
      }
      let strata = try Self.strata(
        counts, sizes, outer: outer, policy: policy, names: groups?.labels,
        option: groups.map { index == 0 ? "--strata \($0.name)" : "--clusters \(units.name)" } ?? "--clusters",
        stage: index + 1)
      stages.append(Stage(stratumOfUnit: stratumOfUnit, parentOfUnit: parentOfUnit, strata: strata))
      let fractions = units.labels.indices.map { unit -> Double in
        let stratum = Int(stratumOfUnit[unit])
        return outer[stratum] * (sizes.map { Double(counts[stratum]) / $0[stratum] } ?? 0)
      }
      parents = (units.codes, fractions)
    }
    self.stages = stages
    first = stages[0].strata
  }

  private static func strata(
    _ counts: [Int], _ sizes: [Double]?, outer: [Double]?, policy: LonelyUnits, names: [String]?, option: String,
    stage: Int
  ) throws(StatisticsError) -> Strata {
    let corrections = counts.indices.map { stratum in
      sizes.map { 1 - Double(counts[stratum]) / $0[stratum] } ?? 1
    }
    let lonely = counts.indices.filter { counts[$0] == 1 && corrections[$0] > 1e-7 && (outer?[$0] ?? 1) > 0 }
    if policy == .fail, !lonely.isEmpty {
      let shown = lonely.prefix(3).map { stratum in names.map { "stratum '\($0[stratum])'" } ?? "the whole sample" }
      let unit = stage == 1 ? "a single sampling unit" : "a single unit of stage \(stage)"
      throw StatisticsError(
        .design, place: Place(column: option),
        found: lonely.count == 1
          ? "\(unit) in \(shown[0])" : "\(unit) in each of \(lonely.count) strata (\(shown.joined(separator: ", ")))",
        expected: "at least two sampling units in each stratum",
        remedy:
          "join these strata with their neighbours, give --fpc where the stratum was taken whole, or say how they "
          + "count: --lonely-psu adjust, average, remove or certainty")
    }
    let factors = counts.indices.map { stratum -> Double in
      let n = Double(counts[stratum])
      guard n > 0 else { return 0 }
      let scale = corrections[stratum] * (outer?[stratum] ?? 1)
      return n > 1 ? n / (n - 1) * scale : (policy == .adjust ? scale : 0)
    }
    let used = counts.count { $0 > 0 }
    let known = used - lonely.count
    let inflates = policy == .average && !lonely.isEmpty
    return Strata(
      counts: counts, factors: factors, lonely: Set(lonely),
      inflation: inflates ? (known > 0 ? Double(used) / Double(known) : .nan) : 1)
  }

  /// The covariances of several totals, from the totals of each unit of the last stage.
  ///
  /// - Parameter totals: For each total one number per unit.
  /// - Complexity: O(units · totals²).
  func covariance(ofUnits totals: [[Double]]) -> Matrix {
    var matrix = Matrix(rows: totals.count, columns: totals.count)
    var totals = totals
    for (index, stage) in stages.enumerated().reversed() {
      Self.add(totals, stage, to: &matrix)
      guard index > 0 else { break }
      totals = totals.map { own in
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: stages[index - 1].stratumOfUnit.count)
        for (unit, total) in own.enumerated() { sums[Int(stage.parentOfUnit[unit])].add(total) }
        return sums.map(\.value)
      }
    }
    return matrix
  }

  private static func add(_ totals: [[Double]], _ stage: Stage, to matrix: inout Matrix) {
    let strata = stage.strata
    let centred = totals.map { own -> [Double] in
      var sums = [CompensatedSum](repeating: CompensatedSum(), count: strata.counts.count)
      for (unit, total) in own.enumerated() { sums[Int(stage.stratumOfUnit[unit])].add(total) }
      var means = zip(sums, strata.counts).map { $1 > 0 ? $0.value / Double($1) : 0 }
      let grand = CompensatedSum(sums.map(\.value)).value / Double(max(1, strata.counts.reduce(0, +)))
      for stratum in strata.lonely { means[stratum] = grand }
      return own.enumerated().map { $1 - means[Int(stage.stratumOfUnit[$0])] }
    }
    for a in totals.indices {
      for b in 0...a {
        var squares = [CompensatedSum](repeating: CompensatedSum(), count: strata.counts.count)
        for (unit, stratum) in stage.stratumOfUnit.enumerated() {
          squares[Int(stratum)].add(centred[a][unit] * centred[b][unit])
        }
        let sum = CompensatedSum(strata.factors.indices.map { strata.factors[$0] * squares[$0].value }).value
        matrix[a, b] += strata.inflation * sum
        if a != b { matrix[b, a] = matrix[a, b] }
      }
    }
  }

  /// The covariance of two totals where each respondent is a unit, from sums over strata.
  ///
  /// - Parameters:
  ///   - a: The first total's sum in each stratum; `b` likewise.
  ///   - products: The sum of the respondents' products in each stratum.
  func covariance(_ a: [Double], _ b: [Double], products: [Double]) -> Double {
    let count = Double(max(1, first.counts.reduce(0, +)))
    let (grandA, grandB) = (CompensatedSum(a).value / count, CompensatedSum(b).value / count)
    var total = CompensatedSum()
    for stratum in first.counts.indices where first.counts[stratum] > 0 && first.factors[stratum] != 0 {
      let square =
        first.lonely.contains(stratum)
        ? (a[stratum] - grandA) * (b[stratum] - grandB)
        : products[stratum] - a[stratum] * b[stratum] / Double(first.counts[stratum])
      total.add(first.factors[stratum] * square)
    }
    return first.inflation * total.value
  }
}
