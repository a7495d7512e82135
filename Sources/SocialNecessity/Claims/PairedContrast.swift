internal import StudyPlan
internal import SurveyModel
internal import SurveyStatistics

/// Two ratings of the same respondents: P(X > Y) − P(X < Y), its tests and what missing answers can make of it.
struct PairedContrast {
  var estimate: Estimate
  var p: Double
  var bounds: MissingBounds
  var tests: [TestResult]
  var effects: [EffectSize]

  /// Compares two ratings among those who were asked both.
  init(
    _ x: ClaimData.Answers, _ y: ClaimData.Answers, in data: ClaimData, claim: String
  ) throws(ProtocolError) {
    let asked = data.asked([x.position, y.position])
    let pairs = asked.filter { !x.values[$0].isNaN && !y.values[$0].isNaN }
    let first = pairs.map { x.values[$0] }
    let second = pairs.map { y.values[$0] }
    let names = [x.name, y.name]
    let missing = data.missing(asked, [x, y])
    var sign = try data.statistic(claim) { () throws(StatisticsError) in
      try PairedSignTest.run(first, second, names: names, level: data.level)
    }
    var ranks = try data.statistic(claim) { () throws(StatisticsError) in
      try WilcoxonSignedRankTest.run(first, second, names: names, level: data.level)
    }
    for index in [0, 1] {
      let reasons = missing.map(\.0)
      let counts = missing.map(\.1)
      if index == 0 {
        (sign.missingReasons, sign.missingCounts) = (reasons, counts)
      } else {
        (ranks.missingReasons, ranks.missingCounts) = (reasons, counts)
      }
    }
    tests = [sign, ranks]
    effects = ranks.effects
    let signs = asked.map { respondent -> Double? in
      let difference = x.values[respondent] - y.values[respondent]
      return difference.isNaN ? nil : difference > 0 ? 1 : difference < 0 ? -1 : 0
    }
    let weights = data.weights(of: asked)
    let known = SignMean(signs.enumerated().compactMap { index, sign in sign.map { ($0, weights?[index] ?? 1) } })
    if weights == nil, let exact = sign.estimate, let exactP = sign.p {
      estimate = exact
      p = exactP
    } else {
      estimate = known.estimate(level: data.level, isWeighted: weights != nil)
      p = known.p
    }
    bounds = Self.bounds(signs, weights, level: data.level)
  }

  /// Every unknown pair taken against the claim, and every one for it.
  private static func bounds(_ signs: [Double?], _ weights: [Double]?, level: Double) -> MissingBounds {
    func mean(_ unknown: Double) -> SignMean {
      SignMean(signs.enumerated().map { index, sign in (sign ?? unknown, weights?[index] ?? 1) })
    }
    let low = mean(-1)
    let high = mean(1)
    return MissingBounds(
      lower: low.value, upper: high.value, lowerLimit: low.interval(level: level).lower,
      upperLimit: high.interval(level: level).upper)
  }
}

/// The weighted mean of signs with its linearised error and t.
private struct SignMean {
  let value: Double
  let error: Double
  let base: Base

  init(_ signs: [(sign: Double, weight: Double)]) {
    let counted = signs.filter { $0.weight > 0 }
    let total = counted.reduce(0) { $0 + $1.weight }
    let mean = counted.reduce(0) { $0 + $1.weight * $1.sign } / total
    let n = Double(counted.count)
    let squares = counted.reduce(0) { $0 + $1.weight * $1.weight * ($1.sign - mean) * ($1.sign - mean) }
    let weightSquares = counted.reduce(0) { $0 + $1.weight * $1.weight }
    value = mean
    error = (squares * n / (n - 1)).squareRoot() / total
    base = Base(count: counted.count, weighted: total, effective: total * total / weightSquares)
  }

  private var degreesOfFreedom: Double { Double(base.count - 1) }

  func interval(level: Double) -> Interval {
    let reach = error > 0 ? StudentT(degreesOfFreedom).quantile(upper: (1 - level) / 2) * error : 0
    return Interval(lower: max(-1, value - reach), upper: min(1, value + reach), level: level, method: "linearised-t")
  }

  func estimate(level: Double, isWeighted: Bool) -> Estimate {
    Estimate(
      id: "probability-difference", value: value, standardError: error, interval: interval(level: level),
      narrowInterval: interval(level: 0.9), degreesOfFreedom: degreesOfFreedom,
      base: isWeighted ? base : Base(count: base.count))
  }

  var p: Double {
    guard error > 0 else { return value == 0 ? 1 : 0 }
    return min(1, 2 * StudentT(degreesOfFreedom).upperTail((value / error).magnitude))
  }
}
