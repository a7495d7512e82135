public import SurveyModel

/// Replicate weights: the sample's weights again and again, each time as if other units had been drawn.
///
/// The variance of an estimate is scale · Σ scale_r (θ_r − θ̄)² over its values θ_r under the replicates, around their
/// mean, as R's and Stata's default is.
///
/// - Source: Wolter (2007), Introduction to Variance Estimation, chapters 3 to 5,
///   https://doi.org/10.1007/978-0-387-35099-8; Judkins (1990), Journal of Official Statistics 6, 223–239 (Fay). R:
///   `survey::svrepdesign`; Stata: `svyset, brrweight() jkrweight() bsrweight()`.
public struct ReplicateWeights: Sendable, Hashable {
  /// How the replicates were made.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Balanced half samples: scale 1/R.
    case brr
    /// Balanced half samples, half of which lose a share 1 − ρ of their weight: scale 1/(R(1 − ρ)²).
    case fay
    /// One unit of an unstratified sample is left out: scale (R − 1)/R.
    case jk1
    /// One of a stratum's two units is left out: scale 1.
    case jk2
    /// One unit of a stratum is left out: scale (n − 1)/n of its stratum.
    case jkn
    /// Units are drawn anew with replacement: scale 1/(R − 1).
    case bootstrap
    /// Successive differences: scale 4/R.
    case successiveDifference = "successive-difference"
  }

  /// How the replicates were made.
  public let kind: Kind
  /// The variables they come from, for words.
  public let name: String
  /// How many replicates there are.
  public let count: Int
  /// The factor before the sum.
  public let scale: Double
  /// The factor of each replicate.
  public let replicateScales: [Double]
  /// For each respondent the profile: which row of ``ratios`` holds its replicates; -1 outside the sample.
  public let profiles: [Int32]
  /// For each profile, each replicate's weight as a multiple of the full sample's.
  public let ratios: [[Double]]
  /// The rank of the replicates less one: the degrees of freedom of the whole sample.
  public let degreesOfFreedom: Double

  /// Creates replicate weights.
  ///
  /// - Parameters:
  ///   - values: One column for each replicate, one number per respondent.
  ///   - full: The weights of the full sample.
  ///   - fay: Fay's coefficient ρ, which only `fay` has.
  ///   - scales: The factor of each replicate, or one for all, where the study's documentation gives them; they take the
  ///     place of those of the kind.
  /// - Throws: ``AggregationError`` that counts the respondents whose replicates are no weights, for too few
  ///   replicates, a coefficient outside 0 up to 1, and jackknife replicates whose factors the weights do not show.
  /// - Complexity: O(respondents · replicates).
  public init(
    kind: Kind, name: String, values: [[Double]], full: Weights, members: [Bool]? = nil, fay: Double? = nil,
    scales: [Double]? = nil
  ) throws(AggregationError) {
    let count = values.count
    try Self.check(kind, name, values, full, members, fay, scales)
    var profiles = [Int32](repeating: -1, count: full.values.count)
    var ratios: [[Double]] = []
    var profileOfKey: [[Int64]: Int32] = [:]
    for respondent in full.values.indices where members?[respondent] ?? true {
      let weight = full.values[respondent]
      let row = values.map { weight > 0 ? $0[respondent] / weight : 0 }
      let key = row.map { Int64(($0 * 4_294_967_296).rounded()) }
      if let profile = profileOfKey[key] {
        profiles[respondent] = profile
      } else {
        profiles[respondent] = Int32(ratios.count)
        profileOfKey[key] = Int32(ratios.count)
        ratios.append(row)
      }
    }
    self.kind = kind
    self.name = name
    self.count = count
    self.profiles = profiles
    self.ratios = ratios
    let r = Double(count)
    if let scales {
      scale = 1
      replicateScales = scales.count == 1 ? [Double](repeating: scales[0], count: count) : scales
    } else if kind == .jkn {
      scale = 1
      replicateScales = try Self.jackknifeScales(ratios, count, name)
    } else {
      replicateScales = [Double](repeating: 1, count: count)
      scale =
        switch kind {
        case .brr: 1 / r
        case .fay: 1 / (r * (1 - (fay ?? 0)) * (1 - (fay ?? 0)))
        case .jk1: (r - 1) / r
        case .jk2, .jkn: 1
        case .bootstrap: 1 / (r - 1)
        case .successiveDifference: 4 / r
        }
    }
    degreesOfFreedom = Double(Self.rank(ratios, count) - 1)
  }

  /// The degrees of freedom of a part of the sample: the rank of its replicates less one, never below zero.
  public func degreesOfFreedom(ofProfiles isReached: [Bool]) -> Double {
    if isReached.allSatisfy({ $0 }) { return degreesOfFreedom }
    return Double(max(0, Self.rank(zip(ratios, isReached).filter(\.1).map(\.0), count) - 1))
  }

  /// The variance of an estimate from its values under the replicates; NaN where one of them is not defined.
  public func variance(of values: [Double]) -> Double {
    let used = values.indices.filter { replicateScales[$0] > 0 }
    let mean = CompensatedSum(used.map { values[$0] }).value / Double(used.count)
    return scale
      * CompensatedSum(used.map { replicateScales[$0] * (values[$0] - mean) * (values[$0] - mean) }).value
  }

  // MARK: Checks

  private static func check(
    _ kind: Kind, _ name: String, _ values: [[Double]], _ full: Weights, _ members: [Bool]?, _ fay: Double?,
    _ scales: [Double]?
  ) throws(AggregationError) {
    let place = Place(column: "--replicate-weights \(name)")
    guard values.count > 1 else {
      throw AggregationError(
        .weights, place: place, found: values.count == 1 ? "1 replicate" : "no replicate",
        expected: "two or more replicates", remedy: "name all of them, such as 'repwt_*' or repwt1..repwt80")
    }
    let wrong = full.values.indices.count { respondent in
      (members?[respondent] ?? true)
        && values.contains { !$0[respondent].isFinite || (kind != .bootstrap && $0[respondent] < 0) }
    }
    guard wrong == 0 else {
      throw AggregationError(
        .weights, place: place,
        found: wrong == 1
          ? "1 respondent has a replicate weight that is missing or negative"
          : "\(wrong) respondents have a replicate weight that is missing or negative",
        expected: "a weight of zero or more in every replicate", remedy: "take them out with --where, or mend the file")
    }
    if kind == .fay {
      guard let fay, fay >= 0, fay < 1 else {
        throw AggregationError(
          .weights, place: Place(column: "--fay"),
          found: fay.map { "Fay's coefficient \(Column.text($0))" } ?? "no --fay",
          expected: "a coefficient from 0 up to 1 for --replicate-type fay",
          remedy: "take it from the study's documentation, such as --fay 0.5")
      }
    } else if fay != nil {
      throw AggregationError(
        .weights, place: Place(column: "--fay"), found: "--fay with --replicate-type \(kind.rawValue)",
        expected: "a coefficient for --replicate-type fay only", remedy: "take --fay out, or type --replicate-type fay")
    }
    if let scales, scales.count != 1, scales.count != values.count || scales.contains(where: { !($0 >= 0) }) {
      throw AggregationError(
        .weights, place: Place(column: "--replicate-scales"),
        found: "\(scales.count) factors for \(values.count) replicates", expected: "one factor, or one per replicate",
        remedy: "take them from the study's documentation")
    }
  }

  /// (n − 1)/n of the stratum that a replicate leaves a unit out of, from the weights n/(n − 1) of the units that stay.
  private static func jackknifeScales(
    _ ratios: [[Double]], _ count: Int, _ name: String
  ) throws(AggregationError) -> [Double] {
    var scales: [Double] = []
    for replicate in 0..<count {
      let raised = ratios.map { $0[replicate] }.filter { $0 > 1 + 1e-6 }
      let isRegular = ratios.allSatisfy { $0[replicate] < 1e-6 || $0[replicate] > 1 - 1e-6 }
      guard isRegular, let low = raised.min(), let high = raised.max(), high - low < 1e-6 * high else {
        throw AggregationError(
          .weights, place: Place(column: "--replicate-weights \(name)"),
          found: "jackknife weights that do not show which unit of which stratum replicate \(replicate + 1) leaves out",
          expected: "weights that are 0, unchanged, or raised by n/(n − 1)",
          remedy: "give the factors of the study's documentation: --replicate-scales 0.5,0.5,0.667")
      }
      scales.append(1 / high)
    }
    return scales
  }

  /// The rank of rows of numbers about one, by elimination; what is left below a millionth counts as nothing.
  static func rank(_ rows: [[Double]], _ columns: Int) -> Int {
    var basis: [(pivot: Int, row: [Double])] = []
    for row in rows where basis.count < columns {
      var rest = row
      for (pivot, base) in basis where rest[pivot] != 0 {
        let factor = rest[pivot] / base[pivot]
        for column in 0..<columns { rest[column] -= factor * base[column] }
        rest[pivot] = 0
      }
      guard let pivot = rest.indices.max(by: { abs(rest[$0]) < abs(rest[$1]) }), abs(rest[pivot]) > 1e-6 else {
        continue
      }
      basis.append((pivot, rest))
    }
    return basis.count
  }
}
