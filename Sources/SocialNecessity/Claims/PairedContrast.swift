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
    let missing = data.missing(asked, [x, y])
    let signs = asked.map { respondent -> Double? in
      let difference = x.values[respondent] - y.values[respondent]
      return difference.isNaN ? nil : difference > 0 ? 1 : difference < 0 ? -1 : 0
    }
    self =
      if let variance = data.variance {
        try Self.weighted(signs, asked, [x.name, y.name], variance, missing, data, claim)
      } else {
        try Self.counted(x, y, signs, asked, missing, data, claim)
      }
  }

  private init(estimate: Estimate, p: Double, bounds: MissingBounds, tests: [TestResult], effects: [EffectSize]) {
    self.estimate = estimate
    self.p = p
    self.bounds = bounds
    self.tests = tests
    self.effects = effects
  }

  /// Compares two ratings of a random sample: exactly by their signs, with their ranks beside.
  private static func counted(
    _ x: ClaimData.Answers, _ y: ClaimData.Answers, _ signs: [Double?], _ asked: [Int], _ missing: [(String, Int)],
    _ data: ClaimData, _ claim: String
  ) throws(ProtocolError) -> PairedContrast {
    let pairs = asked.filter { !x.values[$0].isNaN && !y.values[$0].isNaN }
    let first = pairs.map { x.values[$0] }
    let second = pairs.map { y.values[$0] }
    var sign = try data.statistic(claim) { () throws(StatisticsError) in
      try PairedSignTest.run(first, second, names: [x.name, y.name], level: data.level)
    }
    var ranks = try data.statistic(claim) { () throws(StatisticsError) in
      try WilcoxonSignedRankTest.run(first, second, names: [x.name, y.name], level: data.level)
    }
    (sign.missingReasons, sign.missingCounts) = (missing.map(\.0), missing.map(\.1))
    (ranks.missingReasons, ranks.missingCounts) = (missing.map(\.0), missing.map(\.1))
    let known = SignMean(signs.compactMap { $0 })
    let low = SignMean(signs.map { $0 ?? -1 })
    let high = SignMean(signs.map { $0 ?? 1 })
    return PairedContrast(
      estimate: sign.estimate ?? known.estimate(level: data.level), p: sign.p ?? known.p,
      bounds: MissingBounds(
        lower: low.value, upper: high.value, lowerLimit: low.interval(level: data.level).lower,
        upperLimit: high.interval(level: data.level).upper), tests: [sign, ranks], effects: ranks.effects)
  }

  /// Compares two ratings of a weighted or complex sample by the signs' mean.
  private static func weighted(
    _ signs: [Double?], _ asked: [Int], _ names: [String], _ variance: DesignVariance, _ missing: [(String, Int)],
    _ data: ClaimData, _ claim: String
  ) throws(ProtocolError) -> PairedContrast {
    var test = try data.statistic(claim) { () throws(StatisticsError) in
      try DesignMeanTest.signs(
        data.spread(signs.map { $0 ?? .nan }, over: asked), id: "sign-paired", variance: variance, names: names,
        level: data.level)
    }
    (test.missingReasons, test.missingCounts) = (missing.map(\.0), missing.map(\.1))
    var mean = test.estimate ?? Estimate(id: "probability-difference", value: .nan, base: test.base)
    mean.id = "probability-difference"
    mean.interval = mean.interval.map(Self.within)
    mean.narrowInterval = mean.narrowInterval.map(Self.within)
    func extreme(_ unknown: Double) -> Estimate {
      variance.mean(id: "bound", of: data.spread(signs.map { $0 ?? unknown }, over: asked), level: data.level)
    }
    let low = extreme(-1)
    let high = extreme(1)
    let bounds = MissingBounds(
      lower: low.value, upper: high.value, lowerLimit: max(-1, low.interval?.lower ?? -1),
      upperLimit: min(1, high.interval?.upper ?? 1))
    return PairedContrast(estimate: mean, p: test.p ?? .nan, bounds: bounds, tests: [test], effects: [])
  }

  private static func within(_ interval: Interval) -> Interval {
    Interval(
      lower: max(-1, interval.lower), upper: min(1, interval.upper), level: interval.level, method: "linearised-t")
  }
}

/// The mean of signs with its error and t.
private struct SignMean {
  let value: Double
  let error: Double
  let count: Int

  init(_ signs: [Double]) {
    let n = Double(signs.count)
    let mean = signs.reduce(0, +) / n
    value = mean
    error = (signs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n).squareRoot()
    count = signs.count
  }

  private var degreesOfFreedom: Double { Double(count - 1) }

  func interval(level: Double) -> Interval {
    let reach = error > 0 ? StudentT(degreesOfFreedom).quantile(upper: (1 - level) / 2) * error : 0
    return Interval(lower: max(-1, value - reach), upper: min(1, value + reach), level: level, method: "linearised-t")
  }

  func estimate(level: Double) -> Estimate {
    Estimate(
      id: "probability-difference", value: value, standardError: error, interval: interval(level: level),
      narrowInterval: interval(level: 0.9), degreesOfFreedom: degreesOfFreedom, base: Base(count: count))
  }

  var p: Double {
    guard error > 0 else { return value == 0 ? 1 : 0 }
    return min(1, 2 * StudentT(degreesOfFreedom).upperTail((value / error).magnitude))
  }
}
