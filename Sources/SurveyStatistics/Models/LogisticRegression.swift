internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// How intervals of a likelihood model's coefficients are made.
public enum ModelInterval: String, Sendable, Hashable, CaseIterable {
  /// From the profile likelihood.
  case profile
  /// The estimate plus and minus a multiple of its standard error.
  case wald
}

/// A logistic regression: how the odds of a yes go with predictors.
///
/// Respondents with the same answers may share a row, so that the cost grows with the combinations of answers only.
/// - Accuracy: 1e-10 relative against statsmodels' `Logit`.
/// - Complexity: O(rows × columns²) per step of Newton's method, some six steps; profile intervals some fifteen more for
///   each coefficient.
/// - Source: Agresti (2013), Categorical Data Analysis, 3rd ed., chapter 5. R: `glm(family = binomial)`,
///   `survey::svyglm(family = quasibinomial)`; SPSS: LOGISTIC REGRESSION, CSLOGISTIC.
public struct LogisticRegression: Sendable {
  /// The coefficients, logarithms of odds and of odds ratios, the intercept first.
  public let coefficients: [Double]
  /// Their covariance: the inverse of the information, or the design's.
  public let covariance: Matrix
  /// The log-likelihood of the respondents' answers (weighted, with weights).
  public let logLikelihood: Double
  /// The log-likelihood with the intercept alone.
  public let nullLogLikelihood: Double
  /// For each row, the estimated probability of a yes.
  public let probabilities: [Double]

  let columns: ModelColumns
  let isYes: [Bool]
  let weights: ModelWeights
  private let centred: CentredColumns
  private let inner: [Double]
  private let point: LikelihoodPoint
  private let wayBack: Matrix

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - columns: the predictors.
  ///   - isYes: for each row, whether the answer is yes.
  ///   - weights: what the rows count as; nil for one respondent each.
  /// - Throws: `statistics.constant` where all answers are the same, `statistics.too-few-respondents`,
  ///   `statistics.not-positive-definite` naming a column that repeats others, `statistics.separation` naming the
  ///   predictors that separate yes from no, `statistics.design`.
  public init(_ columns: ModelColumns, isYes: [Bool], weights: ModelWeights? = nil) throws(StatisticsError) {
    let weights = weights ?? .equal(isYes.count)
    if case .precision = weights.kind {
      throw StatisticsError(
        .design, place: Place(column: "--weight-kind precision"), found: "precision weights",
        expected: "sampling or frequency weights", remedy: "a yes or no has no variance of its own to weigh by")
    }
    let total = CompensatedTotal.of(weights.values)
    let yes = CompensatedTotal.of(zip(weights.values, isYes).map { $1 ? $0 : 0 })
    guard isYes.contains(true), isYes.contains(false) else {
      throw StatisticsError(
        .constant, place: Place(column: "--outcome"),
        found: isYes.isEmpty ? "no respondent with all answers" : "the same outcome for all respondents",
        expected: "respondents with and without the outcome",
        remedy: "look at --success, at --where and at missing answers")
    }
    self.columns = columns
    self.isYes = isYes
    self.weights = weights
    centred = try CentredColumns(columns, weights: weights.values)
    let (centred, values) = (self.centred, weights.values)
    let start = [log(yes / (total - yes))] + [Double](repeating: 0, count: columns.count)
    let search = LikelihoodMaximum(
      evaluate: { Self.point($0, centred, isYes, values) },
      reach: { step in centred.products(with: step[1...]).reduce(0) { max($0, abs($1 + step[0])) } })
    var found: ([Double], LikelihoodPoint, Matrix)
    switch search.find(from: start) {
    case .found(let parameters, let point, let covariance): found = (parameters, point, covariance)
    case .growing(_, let direction):
      let changes = centred.products(with: direction[1...]).map { $0 + direction[0] }
      throw Self.refusal(columns, Array(direction[1...]), gains: zip(changes, isYes).map { $1 ? $0 : -$0 })
    }
    inner = found.0
    point = found.1
    wayBack = centred.wayBack(constants: 1, sign: -1)
    coefficients = LikelihoodMaximum.product(wayBack, inner)
    logLikelihood = point.value
    nullLogLikelihood = yes * log(yes / total) + (total - yes) * log((total - yes) / total)
    let linear = centred.products(with: inner[1...])
    let constant = inner[0]
    probabilities = linear.map { 1 / (1 + exp(-(constant + $0))) }
    covariance = try Self.covariance(found.2, wayBack, centred, probabilities, isYes, weights)
  }

  /// The log-likelihood with its slope and information.
  private static func point(
    _ parameters: [Double], _ columns: CentredColumns, _ isYes: [Bool], _ weights: [Double]
  ) -> LikelihoodPoint {
    let size = parameters.count
    let linear = columns.products(with: parameters[1...])
    var value = CompensatedTotal()
    var score = [Double](repeating: 0, count: size)
    var information = Matrix(rows: size, columns: size)
    columns.values.withUnsafeBufferPointer { z in
      information.values.withUnsafeMutableBufferPointer { information in
        for row in linear.indices {
          let eta = parameters[0] + linear[row]
          let (p, q) = (1 / (1 + exp(-eta)), 1 / (1 + exp(eta)))
          // The logarithm of the probability of the answer given, without cancellation at either end.
          let signed = isYes[row] ? eta : -eta
          value.add(-weights[row] * (signed > 0 ? log1p(exp(-signed)) : log1p(exp(signed)) - signed))
          let residual = weights[row] * (isYes[row] ? q : -p)
          let curvature = weights[row] * p * q
          score[0] += residual
          information[0] += curvature
          let offset = row * columns.count
          for j in 0..<columns.count where z[offset + j] != 0 {
            let x = z[offset + j]
            score[j + 1] += residual * x
            information[(j + 1) * size] += curvature * x
            for k in 0...j { information[(j + 1) * size + k + 1] += curvature * x * z[offset + k] }
          }
        }
        for i in 0..<size { for j in 0..<i { information[j * size + i] = information[i * size + j] } }
      }
    }
    return LikelihoodPoint(value: value.value, score: score, information: information)
  }

  private static func covariance(
    _ inverse: Matrix, _ wayBack: Matrix, _ centred: CentredColumns, _ probabilities: [Double], _ isYes: [Bool],
    _ weights: ModelWeights
  ) throws(StatisticsError) -> Matrix {
    guard let design = weights.design else { return wayBack * inverse * wayBack.transposed }
    let map = wayBack * inverse
    let size = map.rows
    guard design.degreesOfFreedom + 1 - Double(size) > 0 else {
      throw LinearRegression.tooFewUnits(design.degreesOfFreedom, size)
    }
    var influence = [[Double]](repeating: [], count: size)
    for row in probabilities.indices {
      let residual = isYes[row] ? 1 - probabilities[row] : -probabilities[row]
      for i in 0..<size {
        var sum = map[i, 0]
        for j in 0..<centred.count { sum += map[i, j + 1] * centred.values[row * centred.count + j] }
        influence[i].append(sum * residual)
      }
    }
    return design.covariance(ofInfluence: influence)
  }

  /// The refusal where the likelihood has no greatest point: separation where the direction proves it.
  ///
  /// - Parameters:
  ///   - direction: how the coefficients were still growing.
  ///   - gains: how far that direction moves the bounds of each answer's probability outwards; none may come nearer.
  static func refusal(_ columns: ModelColumns, _ direction: [Double], gains: [Double]) -> StatisticsError {
    let largest = gains.max() ?? 0
    guard largest > 0.01, (gains.min() ?? -1) > -1e-3 * largest else {
      return StatisticsError(
        .convergence, found: "a likelihood that was still growing after fifty steps", expected: "a greatest point",
        remedy: "use fewer predictors, or join rare answers by a recode")
    }
    return separation(columns, direction)
  }

  static func separation(_ columns: ModelColumns, _ direction: [Double]) -> StatisticsError {
    let steepest = direction.map { abs($0) }.max() ?? 0
    let guilty = columns.names.indices.filter { abs(direction[$0]) > 0.05 * steepest }
    let names = guilty.prefix(4).map { "'\(columns.names[$0])'" }.joined(separator: ", ")
    return StatisticsError(
      .separation, place: Place(column: "--predictors"),
      found: "outcomes that \(names) separate\(guilty.count == 1 ? "s" : "") without a mistake",
      expected: "both outcomes among the respondents that a predictor tells apart; else its coefficient is infinite",
      remedy: "join rare answers by a recode, leave the predictor out, or cross it with the outcome by fisher")
  }

  /// The profile-likelihood interval of a coefficient; nil where the search does not settle.
  public func profileInterval(_ index: Int, level: Double = 0.95) -> Interval? {
    let (centred, isYes, values) = (self.centred, self.isYes, weights.values)
    let search = LikelihoodMaximum(
      evaluate: { Self.point($0, centred, isYes, values) },
      reach: { step in centred.products(with: step[1...]).reduce(0) { max($0, abs($1 + step[0])) } })
    let row = (0..<wayBack.columns).map { wayBack[index, $0] }
    let drop = ChiSquared(1).quantile(upper: 1 - level) / 2
    guard let lower = search.profileEnd(of: row, at: inner, point, drop: drop, upper: false),
      let upper = search.profileEnd(of: row, at: inner, point, drop: drop, upper: true)
    else { return nil }
    return Interval(lower: lower, upper: upper, level: level, method: "profile-likelihood")
  }
}

extension StatisticsError.Code {
  /// A predictor tells the outcomes apart without a mistake, so that its coefficient has no finite estimate.
  public static let separation = Self(name: "statistics.separation", exitStatus: ExitStatus.data)
}
