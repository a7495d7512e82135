public import SurveyAggregation
internal import SurveyModel

/// Shares and means with the intervals that a sample's design calls for.
///
/// Without weights, strata and sampling units: Wilson's (or the chosen) interval, and t with n − 1 degrees of freedom.
/// With them: logit with the design's degrees of freedom, and t likewise, on linearised standard errors. Frequency
/// weights count records several times. Precision weights have no shares and are refused.
public struct ShareEstimator: Sendable {
  private let design: SurveyDesign
  private let variance: DesignVariance?
  private let method: ProportionMethod
  private let level: Double

  /// Prepares a design.
  ///
  /// - Throws: `statistics.design` for precision weights, and for a stratum with a single sampling unit.
  public init(
    _ design: SurveyDesign, method: ProportionMethod = .wilson, level: Double = 0.95
  ) throws(StatisticsError) {
    if design.weights?.kind == .precision {
      throw StatisticsError(
        .design, place: Place(column: "--weights"), found: "precision weights",
        expected: "sampling or frequency weights",
        remedy: "precision weights say how exact a value is, not whom it stands for: use them in models only")
    }
    if design.weights?.kind == .frequency, design.isComplex {
      throw StatisticsError(
        .design, place: Place(column: "--weights"), found: "frequency weights with strata or sampling units",
        expected: "sampling weights", remedy: "use sampling weights, or leave strata and clusters out")
    }
    self.design = design
    self.method = method
    self.level = level
    // Frequency weights stand for further records of a simple sample.
    let isDesignBased = design.isComplex || design.weights?.kind == .sampling
    variance = isDesignBased ? try DesignVariance(design) : nil
  }

  /// The design's variances; nil for a simple sample.
  var designVariance: DesignVariance? { variance }

  /// The base of the patterns that a condition holds for.
  public func base(
    of patterns: [PatternTable.Pattern], where isIn: (PatternTable.Pattern) -> Bool
  ) -> Base {
    var count = 0
    var weight = CompensatedSum()
    var squares = CompensatedSum()
    for pattern in patterns where isIn(pattern) {
      count += pattern.count
      weight.add(pattern.weight)
      squares.add(pattern.squaredWeight)
    }
    return base(count, weight.value, squares.value)
  }

  /// A base from its sums.
  func base(_ count: Int, _ weight: Double, _ squares: Double) -> Base {
    switch design.weights?.kind {
    case nil: Base(count: count)
    case .frequency: Base(count: count, weighted: weight, effective: weight)
    default: Base(count: count, weighted: weight, effective: squares > 0 ? weight * weight / squares : 0)
    }
  }

  /// A share with its interval.
  ///
  /// - Parameters:
  ///   - patterns: Patterns of a table kept by design cell.
  ///   - isChosen: Whether the pattern counts; nil where it is not in the base.
  /// - Returns: The share from 0 to 1; NaN where the base is empty.
  /// - Source: Wilson (1927), 10.1080/01621459.1927.10502953; Korn & Graubard (1998), Survey Methodology 24, 193–201.
  ///   R: `survey::svyciprop(method = "logit")`; SPSS: CSTABULATE.
  public func share(
    id: String = "share", of patterns: [PatternTable.Pattern], isChosen: (PatternTable.Pattern) -> Bool?
  ) throws(StatisticsError) -> Estimate {
    if let variance {
      var estimate = variance.mean(id: id, of: patterns) { pattern in isChosen(pattern).map { $0 ? 1 : 0 } }
      guard estimate.base.count > 0, estimate.value.isFinite else { return estimate }
      // Rounding may put a share of everybody a hair above 1.
      estimate.value = min(1, max(0, estimate.value))
      guard let df = estimate.degreesOfFreedom, df > 0 else { return estimate }
      let error = estimate.standardError ?? .nan
      guard error > 0 || estimate.value == 0 || estimate.value == 1 else {
        estimate.whyNoInterval =
          estimate.whyNoInterval ?? "the share does not vary between sampling units: strata or margins may fix it"
        return estimate
      }
      let way: ProportionMethod = method == .kornGraubard ? .kornGraubard : .logit
      estimate.interval = try ProportionInterval.interval(
        way, share: estimate.value, standardError: error, degreesOfFreedom: df, base: estimate.base, level: level)
      estimate.narrowInterval = try ProportionInterval.interval(
        way, share: estimate.value, standardError: error, degreesOfFreedom: df, base: estimate.base, level: 0.9)
      return estimate
    }
    var (chosen, count) = (0, 0)
    var base = Base(count: 0)
    base = self.base(of: patterns) { isChosen($0) != nil }
    for pattern in patterns {
      guard let isIn = isChosen(pattern) else { continue }
      let records = design.weights == nil ? pattern.count : Int(pattern.weight)
      count += records
      if isIn { chosen += records }
    }
    guard count > 0 else { return Estimate(id: id, value: .nan, base: base) }
    var estimate = try ProportionInterval.estimate(id: id, method, successes: chosen, trials: count, level: level)
    estimate.base = base
    return estimate
  }

  /// A mean over patterns with a value, with its t interval.
  func mean(
    of patterns: [PatternTable.Pattern], moments: Moments, value: (PatternTable.Pattern) -> Double?
  ) -> Estimate {
    guard let variance else { return simpleMean(moments) }
    return variance.mean(id: "mean", of: patterns, value: value).withMeanInterval(level: level)
  }

  /// A mean over respondents, NaN outside the domain, with its t interval.
  func mean(of values: [Double], moments: Moments) -> Estimate {
    guard let variance else { return simpleMean(moments) }
    return variance.mean(id: "mean", of: values).withMeanInterval(level: level)
  }

  private func simpleMean(_ moments: Moments) -> Estimate {
    let n = design.weights == nil ? Double(moments.count) : moments.weight
    let deviation = standardDeviation(moments)
    let estimate = Estimate(
      id: "mean", value: moments.mean, standardError: n > 1 ? (deviation ?? .nan) / n.squareRoot() : nil,
      degreesOfFreedom: n > 1 ? n - 1 : nil, base: base(moments.count, moments.weight, moments.squaredWeight))
    return estimate.withMeanInterval(level: level)
  }

  /// The standard deviation: with n − 1, with Σw − 1 for frequency weights, and Σw(x − x̄)²/Σw · n/(n − 1) under the
  /// root for sampling weights, as R's `svyvar`; nil below two respondents.
  func standardDeviation(_ moments: Moments) -> Double? {
    if design.weights?.kind == .frequency {
      return moments.weight > 1 ? (moments.squares / (moments.weight - 1)).squareRoot() : nil
    }
    let deviation = moments.standardDeviation
    return deviation.isNaN ? nil : deviation
  }
}
