internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// A proportional-odds regression: how the odds of a higher answer on an ordered scale go with predictors.
///
/// The model is log(P(Y ≤ j) / P(Y > j)) = τⱼ − xβ: a positive coefficient goes with higher answers, and exp(β) is the
/// ratio of the odds of a higher answer, the same at every cut of the scale. Answers that nobody gave are left out.
/// Respondents with the same answers may share a row.
/// - Accuracy: 1e-10 relative at the maximum; standard errors from the observed information, exactly.
/// - Complexity: O(rows × columns²) per step of Newton's method, some eight steps.
/// - Source: McCullagh (1980), Journal of the Royal Statistical Society B 42, 109–142,
///   10.1111/j.2517-6161.1980.tb01109.x. R: `MASS::polr`, `survey::svyolr`; SPSS: PLUM, CSORDINAL.
public struct OrdinalRegression: Sendable {
  /// The coefficients of the predictors, logarithms of odds ratios.
  public let coefficients: [Double]
  /// The thresholds between neighbouring answers, ascending.
  public let thresholds: [Double]
  /// The covariance of the thresholds and then the coefficients.
  public let covariance: Matrix
  /// The log-likelihood of the respondents' answers (weighted, with weights).
  public let logLikelihood: Double
  /// The log-likelihood with the thresholds alone.
  public let nullLogLikelihood: Double

  let columns: ModelColumns
  let answers: [Int]
  let weights: ModelWeights
  private let centred: CentredColumns
  private let inner: [Double]
  private let maximum: LikelihoodPoint
  private let wayBack: Matrix

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - columns: the predictors.
  ///   - answers: for each row, the position of its answer on the scale, from 0 without gaps.
  ///   - weights: what the rows count as; nil for one respondent each.
  /// - Throws: `statistics.groups` for fewer than two different answers or gaps, `statistics.too-few-respondents`,
  ///   `statistics.not-positive-definite` naming a column that repeats others, `statistics.separation` naming the
  ///   predictors that order the answers without a mistake, `statistics.design`.
  public init(_ columns: ModelColumns, answers: [Int], weights: ModelWeights? = nil) throws(StatisticsError) {
    let weights = weights ?? .equal(answers.count)
    if case .precision = weights.kind {
      throw StatisticsError(
        .design, place: Place(column: "--weight-kind precision"), found: "precision weights",
        expected: "sampling or frequency weights", remedy: "an answer on a scale has no variance of its own to weigh by"
      )
    }
    let categories = (answers.max() ?? 0) + 1
    var totals = [CompensatedTotal](repeating: CompensatedTotal(), count: categories)
    for (answer, weight) in zip(answers, weights.values) { totals[answer].add(weight) }
    let counts = totals.map(\.value)
    guard categories > 1, counts.allSatisfy({ $0 > 0 }) else {
      throw StatisticsError(
        .groups, place: Place(column: "--outcome"),
        found: answers.isEmpty ? "no respondent with all answers" : "the same outcome for all respondents",
        expected: "at least two different answers", remedy: "look at --where and at missing answers")
    }
    self.columns = columns
    self.answers = answers
    self.weights = weights
    centred = try CentredColumns(columns, weights: weights.values)
    let cuts = categories - 1
    let total = CompensatedTotal.of(counts)
    var below = 0.0
    let start = counts.dropLast().map { count -> Double in
      below += count
      return log(below / (total - below))
    }
    let search = Self.search(centred, answers, weights.values, cuts)
    var found: ([Double], LikelihoodPoint, Matrix)
    switch search.find(from: start + [Double](repeating: 0, count: columns.count)) {
    case .found(let parameters, let point, let covariance): found = (parameters, point, covariance)
    case .growing(_, let direction):
      // Both ends of an answer's interval must move outwards, or stay.
      let changes = centred.products(with: direction[cuts...])
      let gains = zip(answers, changes).flatMap { answer, change -> [Double] in
        let upper = answer < cuts ? [direction[answer] - change] : []
        let lower = answer > 0 ? [change - direction[answer - 1]] : []
        return upper + lower
      }
      throw LogisticRegression.refusal(columns, Array(direction[cuts...]), gains: gains)
    }
    inner = found.0
    maximum = found.1
    wayBack = centred.wayBack(constants: cuts, sign: 1)
    let outer = LikelihoodMaximum.product(wayBack, inner)
    thresholds = Array(outer[..<cuts])
    coefficients = Array(outer[cuts...])
    logLikelihood = found.1.value
    nullLogLikelihood = CompensatedTotal.of(counts.map { $0 * log($0 / total) })
    covariance = try Self.covariance(found.0, found.2, wayBack, centred, answers, weights, cuts)
  }

  private static func search(
    _ centred: CentredColumns, _ answers: [Int], _ weights: [Double], _ cuts: Int
  ) -> LikelihoodMaximum {
    LikelihoodMaximum(
      evaluate: { point($0, centred, answers, weights, cuts) },
      reach: { step in
        let shift = step[..<cuts].map { abs($0) }.max() ?? 0
        return centred.products(with: step[cuts...]).reduce(shift) { max($0, abs($1)) }
      })
  }

  /// What one row gives: its probability's logarithm with the slopes and curvatures in the two ends of its interval.
  private struct Row {
    var value: Double
    var upperSlope = 0.0
    var lowerSlope = 0.0
    var upperCurve = 0.0
    var lowerCurve = 0.0
    var cross = 0.0

    /// The probability between two ends on the logistic scale; an infinite end is nil.
    init(upper: Double?, lower: Double?) {
      func tail(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
      switch (upper, lower) {
      case (let u?, let l?):
        // F(u) − F(l) = F(u) (1 − F(l)) (1 − exp(l − u)), without cancellation.
        let (fu, fl) = (tail(u), tail(l))
        let (gu, gl) = (tail(-u), tail(-l))
        let gap = -expm1(l - u)
        let p = fu * gl * gap
        value = log(fu) + log(gl) + log(gap)
        let (slopeU, slopeL) = (fu * gu / p, fl * gl / p)
        upperSlope = slopeU
        lowerSlope = -slopeL
        upperCurve = slopeU * (gu - fu) - slopeU * slopeU
        lowerCurve = -slopeL * (gl - fl) - slopeL * slopeL
        cross = slopeU * slopeL
      case (let u?, nil):
        value = u > 0 ? -log1p(exp(-u)) : u - log1p(exp(u))
        upperSlope = tail(-u)
        upperCurve = -tail(u) * tail(-u)
      case (nil, let l?):
        value = l < 0 ? -log1p(exp(l)) : -l - log1p(exp(-l))
        lowerSlope = -tail(l)
        lowerCurve = -tail(l) * tail(-l)
      case (nil, nil): value = 0
      }
    }
  }

  private static func ends(
    _ parameters: [Double], _ answer: Int, _ linear: Double, _ cuts: Int
  ) -> (upper: Double?, lower: Double?) {
    (
      answer < cuts ? parameters[answer] - linear : nil, answer > 0 ? parameters[answer - 1] - linear : nil
    )
  }

  /// The log-likelihood with its slope and information; nil where the thresholds are out of order.
  private static func point(
    _ parameters: [Double], _ columns: CentredColumns, _ answers: [Int], _ weights: [Double], _ cuts: Int
  ) -> LikelihoodPoint? {
    for cut in 1..<max(1, cuts) where !(parameters[cut] > parameters[cut - 1]) { return nil }
    let size = parameters.count
    let linear = columns.products(with: parameters[cuts...])
    var value = CompensatedTotal()
    var score = [Double](repeating: 0, count: size)
    var information = Matrix(rows: size, columns: size)
    columns.values.withUnsafeBufferPointer { z in
      for row in linear.indices {
        let answer = answers[row]
        let ends = ends(parameters, answer, linear[row], cuts)
        let part = Row(upper: ends.upper, lower: ends.lower)
        let weight = weights[row]
        value.add(weight * part.value)
        if ends.upper != nil {
          score[answer] += weight * part.upperSlope
          information[answer, answer] -= weight * part.upperCurve
        }
        if ends.lower != nil {
          score[answer - 1] += weight * part.lowerSlope
          information[answer - 1, answer - 1] -= weight * part.lowerCurve
        }
        if ends.upper != nil, ends.lower != nil { information[answer, answer - 1] -= weight * part.cross }
        // The linear predictor moves both ends down at once.
        let slope = -(part.upperSlope + part.lowerSlope) * weight
        let curve = (part.upperCurve + part.lowerCurve + 2 * part.cross) * weight
        let offset = row * columns.count
        for j in 0..<columns.count where z[offset + j] != 0 {
          let x = z[offset + j]
          score[cuts + j] += slope * x
          if ends.upper != nil { information[cuts + j, answer] += weight * x * (part.upperCurve + part.cross) }
          if ends.lower != nil { information[cuts + j, answer - 1] += weight * x * (part.lowerCurve + part.cross) }
          for k in 0...j { information[cuts + j, cuts + k] -= curve * x * z[offset + k] }
        }
      }
    }
    for i in 0..<size { for j in 0..<i { information[j, i] = information[i, j] } }
    return LikelihoodPoint(value: value.value, score: score, information: information)
  }

  private static func covariance(
    _ parameters: [Double], _ inverse: Matrix, _ wayBack: Matrix, _ centred: CentredColumns, _ answers: [Int],
    _ weights: ModelWeights, _ cuts: Int
  ) throws(StatisticsError) -> Matrix {
    guard let design = weights.design else { return wayBack * inverse * wayBack.transposed }
    let map = wayBack * inverse
    guard design.degreesOfFreedom + 1 - Double(map.rows) > 0 else {
      throw LinearRegression.tooFewUnits(design.degreesOfFreedom, map.rows)
    }
    let linear = centred.products(with: parameters[cuts...])
    var influence = [[Double]](repeating: [], count: map.rows)
    for row in answers.indices {
      let ends = ends(parameters, answers[row], linear[row], cuts)
      let part = Row(upper: ends.upper, lower: ends.lower)
      for i in 0..<map.rows {
        var sum = 0.0
        if ends.upper != nil { sum += map[i, answers[row]] * part.upperSlope }
        if ends.lower != nil { sum += map[i, answers[row] - 1] * part.lowerSlope }
        for j in 0..<centred.count {
          sum -= map[i, cuts + j] * (part.upperSlope + part.lowerSlope) * centred.values[row * centred.count + j]
        }
        influence[i].append(sum)
      }
    }
    return design.covariance(ofInfluence: influence)
  }

  /// The profile-likelihood interval of a coefficient; nil where the search does not settle.
  public func profileInterval(_ index: Int, level: Double = 0.95) -> Interval? {
    let cuts = thresholds.count
    let search = Self.search(centred, answers, weights.values, cuts)
    let row = (0..<wayBack.columns).map { wayBack[cuts + index, $0] }
    let drop = ChiSquared(1).quantile(upper: 1 - level) / 2
    guard let lower = search.profileEnd(of: row, at: inner, maximum, drop: drop, upper: false),
      let upper = search.profileEnd(of: row, at: inner, maximum, drop: drop, upper: true)
    else { return nil }
    return Interval(lower: lower, upper: upper, level: level, method: "profile-likelihood")
  }
}
