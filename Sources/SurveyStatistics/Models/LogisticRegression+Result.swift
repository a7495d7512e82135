internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

extension LogisticRegression {
  /// Everything that a report says of the model.
  ///
  /// - Parameters:
  ///   - interval: how the coefficients' intervals are made; with a design they are Wald's with t.
  ///   - level: the intervals' confidence level.
  public func result(interval: ModelInterval = .profile, level: Double = 0.95) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let design = weights.design
    let size = coefficients.count
    let parts = ModelCoefficients(
      names: ["(intercept)"] + columns.names, estimates: coefficients, covariance: covariance,
      degreesOfFreedom: design.map { $0.degreesOfFreedom + 1 - Double(size) }, level: level)
    let chiSquared = max(0, 2 * (logLikelihood - nullLogLikelihood))
    let k = Double(columns.count)
    let wald = parts.test("all", Array(1..<max(1, size)))
    var warnings: [String] = []
    let usesProfile = interval == .profile && design == nil
    let table = coefficientTable(parts, usesProfile: usesProfile, level: level, &warnings)
    var result = TestResult(
      id: "logistic", method: design == nil ? "Logistic regression" : "Logistic regression, design-based",
      symbol: design == nil ? "χ²" : "F", statistic: design == nil ? chiSquared : wald?.statistic ?? .nan,
      degreesOfFreedom: columns.count == 0 ? [] : design == nil ? [k] : wald?.degreesOfFreedom ?? [],
      p: columns.count == 0 ? nil : design == nil ? ChiSquared(k).upperTail(chiSquared) : wald?.p,
      estimate: areaUnderCurve(level: level), effects: fitShares, coefficients: table, base: weights.base,
      assumptions: [
        Assumption("respondents are independent", .notChecked),
        Assumption("the log-odds go in straight lines with numeric predictors", .notChecked),
      ], conventions: conventions(usesProfile: usesProfile), warnings: warnings,
      details: [
        .init("log-likelihood", logLikelihood), .init("null-log-likelihood", nullLogLikelihood),
        .init("aic", -2 * logLikelihood + 2 * Double(size)),
        .init("bic", -2 * logLikelihood + log(weights.observations) * Double(size)),
      ],
      source: design == nil
        ? "Agresti (2013), Categorical Data Analysis, 3rd ed., chapter 5" : "Binder (1983), 10.2307/1402588")
    if design != nil {
      result.assumptions.removeFirst()
      result.details.removeAll()
      if wald == nil, columns.count > 0 {
        result.warnings.append("the coefficients’ covariance is singular: there is no test of all predictors at once")
      }
    }
    result.model = ModelReport()
    result.model?.terms = parts.tests(of: columns.terms, after: 1)
    result.design = design?.words
    return result
  }

  private func coefficientTable(
    _ parts: ModelCoefficients, usesProfile: Bool, level: Double, _ warnings: inout [String]
  ) -> [Coefficient] {
    var table = parts.table()
    for index in table.indices {
      if usesProfile {
        if let profile = profileInterval(index, level: level) {
          table[index].interval = profile
        } else {
          warnings.append("the profile interval of '\(table[index].term)' did not settle; Wald’s is given")
        }
      }
      if index > 0 { table[index].oddsRatio = Self.oddsRatio(table[index]) }
    }
    return table
  }

  /// The odds ratio of a coefficient that is its logarithm.
  static func oddsRatio(_ coefficient: Coefficient) -> EffectSize {
    var interval = coefficient.interval
    interval.lower = exp(interval.lower)
    interval.upper = exp(interval.upper)
    return EffectSize(id: "odds-ratio", value: exp(coefficient.estimate), interval: interval)
  }

  /// McFadden's, Nagelkerke's and Tjur's shares; with a design Tjur's alone, which needs no likelihood.
  private var fitShares: [EffectSize] {
    let tjur = EffectSize(id: "tjur-r-squared", value: discrimination)
    guard weights.design == nil else { return [tjur] }
    return PseudoDetermination.shares(
      logLikelihood: logLikelihood, null: nullLogLikelihood, observations: weights.observations) + [tjur]
  }

  /// Tjur's coefficient of discrimination: the mean probability of those with yes less that of those with no.
  ///
  /// - Source: Tjur (2009), The American Statistician 63, 366–372, 10.1198/tast.2009.08210.
  private var discrimination: Double {
    func mean(_ wanted: Bool) -> Double {
      let rows = isYes.indices.filter { isYes[$0] == wanted }
      return CompensatedTotal.of(rows.map { weights.values[$0] * probabilities[$0] })
        / CompensatedTotal.of(rows.map { weights.values[$0] })
    }
    return mean(true) - mean(false)
  }

  private func areaUnderCurve(level: Double) -> Estimate {
    AreaUnderCurve.estimate(
      scores: probabilities, isYes: isYes, weights: weights.values, base: weights.base,
      level: weights.design == nil ? level : nil)
  }

  private func conventions(usesProfile: Bool) -> [String] {
    var words = [
      usesProfile
        ? "intervals: profile likelihood; p of coefficients: Wald’s z"
        : weights.design == nil
          ? "intervals: Wald’s; p of coefficients: Wald’s z"
          : "standard errors: linearisation over the design, t with the design’s degrees of freedom less predictors"
    ]
    if weights.design == nil {
      words.append("pseudo-R²: McFadden’s, Nagelkerke’s and Tjur’s, of answers of single respondents")
      words.append("χ² is the likelihood ratio against the model with the intercept alone")
    } else {
      words.append("F is Wald’s test of all predictors; a weighted likelihood is not compared")
    }
    return words
  }
}

/// Shares of fit that are made like R² from likelihoods.
enum PseudoDetermination {
  /// McFadden's and Nagelkerke's shares.
  ///
  /// - Source: McFadden (1974), Conditional logit analysis of qualitative choice behavior; Nagelkerke (1991),
  ///   Biometrika 78, 691–692, 10.1093/biomet/78.3.691.
  static func shares(logLikelihood: Double, null: Double, observations: Double) -> [EffectSize] {
    let coxSnell = -expm1(2 * (null - logLikelihood) / observations)
    let most = -expm1(2 * null / observations)
    return [
      EffectSize(id: "mcfadden-r-squared", value: 1 - logLikelihood / null),
      EffectSize(id: "nagelkerke-r-squared", value: coxSnell / most),
    ]
  }
}
