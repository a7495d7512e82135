public import SurveyAggregation
internal import SurveyModel

/// Variances of a sample with weights, strata and sampling units, by Taylor linearisation.
///
/// An estimate is described by its influence: what each respondent adds to it, weight included. The variance is the one
/// of the sum of influences between sampling units within strata, with n/(n − 1) per stratum and the finite population
/// correction where sizes are known. Respondents outside the domain have influence 0 and stay in the design.
///
/// - Source: Binder (1983), International Statistical Review 51, 279–292, https://doi.org/10.2307/1402588; Lumley
///   (2010), Complex Surveys. R: `survey::svydesign`, `svymean`, `subset`; SPSS: CSDESCRIPTIVES.
public struct DesignVariance: Sendable {
  private let design: SurveyDesign

  /// The design in words.
  var words: String { design.words }
  /// For each stratum, n/(n − 1) times the finite population correction.
  private let factors: [Double]
  private let unitCounts: [Int]
  /// The stratum of each sampling unit, empty without sampling units.
  private let stratumOfUnit: [Int]

  /// Prepares a design.
  ///
  /// - Throws: `statistics.design` where a stratum has a single sampling unit, naming the strata: its variance cannot be
  ///   known.
  /// - Complexity: O(respondents).
  public init(_ design: SurveyDesign) throws(StatisticsError) {
    self.design = design
    let counts = design.unitCounts
    unitCounts = counts
    let lonely = counts.indices.filter { stratum in
      counts[stratum] == 1 && design.populationSizes?[stratum] != 1
    }
    if !lonely.isEmpty {
      let names = lonely.prefix(3).map { stratum in
        design.strata.map { "stratum '\($0.labels[stratum])'" } ?? "the whole sample"
      }
      throw StatisticsError(
        .design, place: Place(column: design.strata.map { "--strata \($0.name)" } ?? "--clusters"),
        found: lonely.count == 1
          ? "a single sampling unit in \(names[0])"
          : "a single sampling unit in each of \(lonely.count) strata (\(names.joined(separator: ", ")))",
        expected: "at least two sampling units in each stratum",
        remedy: "join these strata with their neighbours, or give --fpc where the stratum was taken whole")
    }
    factors = counts.indices.map { stratum in
      let n = Double(counts[stratum])
      let correction = design.populationSizes.map { 1 - n / $0[stratum] } ?? 1
      return n > 1 ? n / (n - 1) * correction : 0
    }
    var strata = [Int](repeating: 0, count: design.clusters?.labels.count ?? 0)
    if let clusters = design.clusters {
      for respondent in 0..<design.count where clusters.codes[respondent] >= 0 {
        strata[Int(clusters.codes[respondent])] = design.stratum(of: respondent)
      }
    }
    stratumOfUnit = strata
  }

  /// The variance of an estimate from each respondent's influence.
  ///
  /// - Parameter influence: One number per record of the survey, weight included; 0 outside the domain.
  /// - Complexity: O(respondents).
  public func variance(ofInfluence influence: [Double]) -> Double {
    let units = stratumOfUnit.isEmpty ? nil : design.clusters?.codes
    guard let units else {
      var sums = [CompensatedSum](repeating: CompensatedSum(), count: factors.count)
      var squares = sums
      for respondent in 0..<design.count where design.isMember[respondent] {
        let stratum = design.stratum(of: respondent)
        sums[stratum].add(influence[respondent])
        squares[stratum].add(influence[respondent] * influence[respondent])
      }
      return total(sums, squares)
    }
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: stratumOfUnit.count)
    for respondent in 0..<design.count where units[respondent] >= 0 {
      totals[Int(units[respondent])].add(influence[respondent])
    }
    return betweenUnits(totals)
  }

  /// The variance of an estimate whose influence is the same for all respondents of a pattern, but for their weight.
  ///
  /// - Parameters:
  ///   - patterns: Patterns of a table that was kept by design cell.
  ///   - coefficient: The influence per unit of weight; 0 outside the domain.
  /// - Complexity: O(patterns).
  public func variance(of patterns: [PatternTable.Pattern], coefficient: (PatternTable.Pattern) -> Double) -> Double {
    guard !stratumOfUnit.isEmpty else {
      var sums = [CompensatedSum](repeating: CompensatedSum(), count: factors.count)
      var squares = sums
      for pattern in patterns {
        let c = coefficient(pattern)
        sums[pattern.stratum].add(pattern.weight * c)
        squares[pattern.stratum].add(pattern.squaredWeight * c * c)
      }
      return total(sums, squares)
    }
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: stratumOfUnit.count)
    for pattern in patterns { totals[pattern.unit ?? 0].add(pattern.weight * coefficient(pattern)) }
    return betweenUnits(totals)
  }

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
    for pattern in patterns {
      guard let value = value(pattern) else { continue }
      count += pattern.count
      weight.add(pattern.weight)
      squares.add(pattern.squaredWeight)
      weighted.add(pattern.weight * value)
    }
    let total = weight.value
    let mean = weighted.value / total
    let variance = variance(of: patterns) { pattern in value(pattern).map { ($0 - mean) / total } ?? 0 }
    return Estimate(
      id: id, value: mean, standardError: total > 0 ? variance.squareRoot() : nil,
      degreesOfFreedom: degreesOfFreedom(of: patterns) { value($0) != nil },
      base: base(count, total, squares.value))
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
    let influence = values.indices.map { index in
      values[index].isNaN ? 0 : (weights?[index] ?? 1) * (values[index] - moments.mean) / moments.weight
    }
    return Estimate(
      id: id, value: moments.count > 0 ? moments.mean : .nan,
      standardError: moments.weight > 0 ? variance(ofInfluence: influence).squareRoot() : nil,
      degreesOfFreedom: degreesOfFreedom(domain: values.map { !$0.isNaN }),
      base: base(moments.count, moments.weight, moments.squaredWeight))
  }

  /// The degrees of freedom of a domain: sampling units less strata, counting those that the domain reaches.
  public func degreesOfFreedom(domain: [Bool]) -> Double {
    var strata = [Bool](repeating: false, count: factors.count)
    var units = [Bool](repeating: false, count: stratumOfUnit.count)
    var respondents = 0
    for respondent in 0..<design.count where domain[respondent] && design.isMember[respondent] {
      respondents += 1
      strata[design.stratum(of: respondent)] = true
      if let unit = design.clusters?.codes[respondent] { units[Int(unit)] = true }
    }
    return Double((units.isEmpty ? respondents : units.count { $0 }) - strata.count { $0 })
  }

  /// The degrees of freedom of the domain of some patterns.
  public func degreesOfFreedom(
    of patterns: [PatternTable.Pattern], domain: (PatternTable.Pattern) -> Bool
  ) -> Double {
    var strata = [Bool](repeating: false, count: factors.count)
    var units = [Bool](repeating: false, count: stratumOfUnit.count)
    var respondents = 0
    for pattern in patterns where domain(pattern) {
      respondents += pattern.count
      strata[pattern.stratum] = true
      if let unit = pattern.unit { units[unit] = true }
    }
    return Double((units.isEmpty ? respondents : units.count { $0 }) - strata.count { $0 })
  }

  /// A base with its weights, where the design has any.
  func base(_ count: Int, _ weight: Double, _ squares: Double) -> Base {
    guard design.weights != nil else { return Base(count: count) }
    return Base(count: count, weighted: weight, effective: squares > 0 ? weight * weight / squares : 0)
  }

  /// Each respondent is a sampling unit; those with influence 0 enter only through the number of units.
  private func total(_ sums: [CompensatedSum], _ squares: [CompensatedSum]) -> Double {
    var total = CompensatedSum()
    for stratum in factors.indices where unitCounts[stratum] > 1 {
      let sum = sums[stratum].value
      total.add(factors[stratum] * (squares[stratum].value - sum * sum / Double(unitCounts[stratum])))
    }
    return max(0, total.value)
  }

  private func betweenUnits(_ totals: [CompensatedSum]) -> Double {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: factors.count)
    for (unit, total) in totals.enumerated() { sums[stratumOfUnit[unit]].add(total) }
    var squares = [CompensatedSum](repeating: CompensatedSum(), count: factors.count)
    for (unit, total) in totals.enumerated() {
      let stratum = stratumOfUnit[unit]
      guard unitCounts[stratum] > 0 else { continue }
      let deviation = total.value - sums[stratum].value / Double(unitCounts[stratum])
      squares[stratum].add(deviation * deviation)
    }
    return factors.indices.reduce(0) { $0 + factors[$1] * squares[$1].value }
  }
}
