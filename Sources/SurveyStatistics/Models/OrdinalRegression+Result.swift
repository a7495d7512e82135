internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

extension OrdinalRegression {
  /// Everything that a report says of the model.
  ///
  /// - Parameters:
  ///   - answerNames: the words of the outcome's answers, in order.
  ///   - interval: how the coefficients' intervals are made; with a design they are Wald's with t.
  ///   - level: the intervals' confidence level.
  public func result(
    answerNames: [String], interval: ModelInterval = .profile, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    try ProportionInterval.check(level: level)
    let design = weights.design
    let cuts = thresholds.count
    let size = cuts + coefficients.count
    let names = (0..<cuts).map { "\(answerNames[$0]) | \(answerNames[$0 + 1])" } + columns.names
    let parts = ModelCoefficients(
      names: names, estimates: thresholds + coefficients, covariance: covariance,
      degreesOfFreedom: design.map { $0.degreesOfFreedom + 1 - Double(size) }, level: level)
    var warnings: [String] = []
    let table = coefficientTable(parts, usesProfile: interval == .profile && design == nil, level: level, &warnings)
    let chiSquared = max(0, 2 * (logLikelihood - nullLogLikelihood))
    let k = Double(columns.count)
    let wald = parts.test("all", Array(cuts..<size))
    var result = TestResult(
      id: "ordinal", method: "Proportional-odds regression" + (design == nil ? "" : ", design-based"),
      symbol: design == nil ? "χ²" : "F", statistic: design == nil ? chiSquared : wald?.statistic ?? .nan,
      degreesOfFreedom: columns.count == 0 ? [] : design == nil ? [k] : wald?.degreesOfFreedom ?? [],
      p: columns.count == 0 ? nil : design == nil ? ChiSquared(k).upperTail(chiSquared) : wald?.p,
      effects: design == nil
        ? PseudoDetermination.shares(
          logLikelihood: logLikelihood, null: nullLogLikelihood, observations: weights.observations) : [],
      coefficients: table, base: weights.base, conventions: conventions(interval), warnings: warnings,
      source: design == nil
        ? "McCullagh (1980), 10.1111/j.2517-6161.1980.tb01109.x" : "Binder (1983), 10.2307/1402588")
    if design == nil {
      result.assumptions.append(Assumption("respondents are independent", .notChecked))
      result.details = [
        .init("log-likelihood", logLikelihood), .init("null-log-likelihood", nullLogLikelihood),
        .init("aic", -2 * logLikelihood + 2 * Double(size)),
        .init("bic", -2 * logLikelihood + log(weights.observations) * Double(size)),
      ]
    }
    check(proportionality: &result)
    result.model = ModelReport()
    result.model?.terms = parts.tests(of: columns.terms, after: cuts)
    result.design = design?.words
    return result
  }

  private func check(proportionality result: inout TestResult) {
    let name = "the odds ratios are the same at every cut of the scale"
    guard weights.design == nil, thresholds.count > 1, columns.count > 0 else {
      result.assumptions.append(Assumption(name, .notChecked))
      return
    }
    do {
      let brant = try BrantTest(self)
      result.details += [
        .init("brant", brant.statistic), .init("brant-df", brant.degreesOfFreedom), .init("brant-p", brant.p),
      ]
      result.details += brant.terms.map { .init("brant-p: \($0.term)", $0.p) }
      let worst = brant.terms.filter { $0.p < 0.05 }.map { "'\($0.term)'" }.joined(separator: ", ")
      result.assumptions.append(
        Assumption(
          name,
          brant.p < 0.05
            ? .violated(
              why: "Brant’s test has p below .05\(worst.isEmpty ? "" : ", and so have \(worst) alone"); "
                + "report logistic regressions at each cut beside it") : .met))
    } catch {
      result.assumptions.append(Assumption(name, .notChecked))
      result.warnings.append("Brant’s test of equal odds ratios at every cut could not be made: \(error.found)")
    }
  }

  private func coefficientTable(
    _ parts: ModelCoefficients, usesProfile: Bool, level: Double, _ warnings: inout [String]
  ) -> [Coefficient] {
    var table = parts.table()
    for index in coefficients.indices {
      let position = thresholds.count + index
      if usesProfile {
        if let profile = profileInterval(index, level: level) {
          table[position].interval = profile
        } else {
          warnings.append("the profile interval of '\(table[position].term)' did not settle; Wald’s is given")
        }
      }
      table[position].oddsRatio = LogisticRegression.oddsRatio(table[position])
    }
    return table
  }

  private func conventions(_ interval: ModelInterval) -> [String] {
    var words = [
      "log odds of an answer up to j: threshold j less the predictors’ part, so that exp(coefficient) above 1"
        + " goes with higher answers"
    ]
    guard weights.design == nil else {
      return words + [
        "standard errors: linearisation over the design, t with the design’s degrees of freedom less parameters",
        "F is Wald’s test of all predictors; a weighted likelihood is not compared",
      ]
    }
    words.append(
      interval == .profile
        ? "intervals: profile likelihood, of thresholds Wald’s; p of coefficients: Wald’s z"
        : "intervals: Wald’s; p of coefficients: Wald’s z")
    words.append("pseudo-R²: McFadden’s and Nagelkerke’s, of answers of single respondents")
    words.append("χ² is the likelihood ratio against the model with the thresholds alone")
    return words
  }
}
