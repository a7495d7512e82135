public import SurveyAggregation
public import SurveyModel

#if canImport(Glibc)
  internal import Glibc
#endif

/// Weights that meet margins and totals of numbers at once, as near to the weights before as a distance allows.
public enum Calibration {
  /// How weights may change: the ratio of the weight after to the weight before as a function of what is needed.
  public enum Distance: Sendable, Hashable {
    /// 1 + u: the regression estimator's weights, which may turn negative.
    case linear
    /// 1 + u, held between the two ratios.
    case boundedLinear(lower: Double, upper: Double)
    /// exp(u): raking.
    case raking
    /// Between the two ratios by a logistic curve.
    case logit(lower: Double, upper: Double)

    /// The ratio and its derivative.
    func ratio(_ u: Double) -> (value: Double, slope: Double) {
      switch self {
      case .linear: return (1 + u, 1)
      case .boundedLinear(let lower, let upper):
        let value = 1 + u
        return value < lower ? (lower, 0) : value > upper ? (upper, 0) : (value, 1)
      case .raking:
        let value = exp(min(u, 700))
        return (value, value)
      case .logit(let lower, let upper):
        let a = (upper - lower) / ((1 - lower) * (upper - 1))
        // Written with exp of a negative number, so that nothing overflows.
        let e = exp(-abs(a * u))
        let (above, below) = u >= 0 ? (1.0, e) : (e, 1.0)
        let bottom = (upper - 1) * below + (1 - lower) * above
        let value = (lower * (upper - 1) * below + upper * (1 - lower) * above) / bottom
        let slope = a * (upper - lower) * (upper - 1) * (1 - lower) * above * below / (bottom * bottom)
        return (value, slope)
      }
    }

    var words: String {
      switch self {
      case .linear: "linear calibration"
      case .boundedLinear(let lower, let upper):
        "linear calibration between \(Column.text(lower)) and \(Column.text(upper))"
      case .raking: "calibration by raking"
      case .logit(let lower, let upper): "logit calibration between \(Column.text(lower)) and \(Column.text(upper))"
      }
    }

    fileprivate func check() throws(StatisticsError) {
      let bounds: (Double, Double)?
      switch self {
      case .boundedLinear(let lower, let upper), .logit(let lower, let upper): bounds = (lower, upper)
      default: bounds = nil
      }
      guard let (lower, upper) = bounds, !(lower >= 0 && lower < 1 && upper > 1 && upper.isFinite) else { return }
      throw StatisticsError(
        .argument, place: Place(column: "bounds"), found: "\(Column.text(lower)) and \(Column.text(upper))",
        expected: "a lower bound from 0 up to 1 and an upper bound above 1",
        remedy: "write 0.3 and 3 to let weights change to between a third and three times")
    }
  }

  /// The total of a number over the population.
  public struct Total: Sendable, Hashable {
    /// The numeric variable.
    public var variable: String
    /// Its total over the population.
    public var total: Double

    /// Creates a total.
    public init(_ variable: String, _ total: Double) {
      self.variable = variable
      self.total = total
    }
  }

  /// Calibrates the weights of a sample.
  ///
  /// - Parameters:
  ///   - design: The sample; its weights are what the calibration starts from, without weights every respondent has one.
  ///   - margins: The population's margins, as of ``Raking``; without any, the sum of the weights is free.
  ///   - totals: Totals of numeric variables.
  ///   - survey: The survey that the variables are of.
  ///   - distance: How weights may change.
  ///   - rounds: After how many of Newton's rounds to give up.
  /// - Returns: The design with calibrated weights. Its variances are those of the residuals of a regression on the
  ///   calibration variables.
  /// - Throws: as of ``Raking``; with code `convergence` and the margin's name where bounds leave no solution, and
  ///   `design` where a linear calibration makes negative weights.
  /// - Accuracy: margins and totals hold to 1e-10 of the total.
  /// - Complexity: O(distinct calibration variables · variables² · rounds).
  /// - Source: Deville & Särndal (1992), Journal of the American Statistical Association 87, 376–382,
  ///   https://doi.org/10.1080/01621459.1992.10475217. R: `survey::calibrate(calfun =, bounds =)`.
  public static func apply(
    to design: SurveyDesign, margins: [PopulationMargin] = [], totals: [Total] = [], of survey: Survey,
    distance: Distance = .linear, rounds: Int = 100
  ) throws(StatisticsError) -> Weighting {
    try distance.check()
    let start = try WeightingStart(design)
    let laid = margins.isEmpty && !totals.isEmpty ? [] : try Raking.lay(margins, start, survey)
    let system = try CalibrationSystem(start, laid, totals, survey)
    let (ratios, round) = system.solve(distance, rounds: rounds)
    var weights = [Double](repeating: 0, count: start.weights.count)
    for index in weights.indices where system.groups[index] >= 0 {
      weights[index] = start.weights[index] * ratios[Int(system.groups[index])]
    }
    try system.check(weights)
    let negative = weights.count { $0 < 0 }
    guard negative == 0 else {
      throw StatisticsError(
        .design, place: Place(column: "margin \(system.names.joined(separator: ", "))"),
        found: negative == 1 ? "1 negative weight" : "\(negative) negative weights",
        expected: "weights of zero or more",
        remedy: "calibrate with bounds, or by raking: a linear calibration may turn weights negative")
    }
    return try start.finish(
      weights,
      WeightCalibration(
        words: "calibrated to \(system.names.joined(separator: ", "))", groups: system.groups,
        variables: system.variables, before: ratios.map { $0 > 0 ? 1 / $0 : 1 }),
      method: distance.words, rounds: distance == .linear ? nil : round)
  }
}

/// The equations of a calibration: Σ d F(x'λ) x = T.
private struct CalibrationSystem {
  private(set) var groups: [Int32]
  private(set) var variables: [[Double]] = []
  private var weights: [Double] = []
  private let targets: [Double]
  /// What each column is, for messages.
  private let labels: [String]
  let names: [String]

  init(
    _ start: WeightingStart, _ margins: [LaidMargin], _ totals: [Calibration.Total], _ survey: Survey
  ) throws(StatisticsError) {
    var columns: [[Double]] = []
    for total in totals { columns.append(try Self.numbers(total, survey, start.design.isMember)) }
    groups = [Int32](repeating: -1, count: start.weights.count)
    var groupOfKey: [[Int64]: Int32] = [:]
    var sums: [CompensatedSum] = []
    for index in start.weights.indices where start.design.isMember[index] {
      let key =
        margins.map { Int64($0.cells[index]) } + columns.map { Int64(bitPattern: $0[index].bitPattern) }
      let group = groupOfKey[key] ?? Int32(variables.count)
      if Int(group) == variables.count {
        groupOfKey[key] = group
        sums.append(CompensatedSum())
        variables.append(
          margins.flatMap { margin in margin.targets.indices.map { $0 == Int(margin.cells[index]) ? 1.0 : 0 } }
            + columns.map { $0[index] })
      }
      groups[index] = group
      sums[Int(group)].add(start.weights[index])
    }
    weights = sums.map(\.value)
    targets = margins.flatMap(\.targets) + totals.map(\.total)
    labels =
      margins.flatMap { margin in margin.labels.map { "'\($0)' of \(margin.name)" } } + totals.map(\.variable)
    names = margins.map(\.name) + totals.map(\.variable)
  }

  private static func numbers(
    _ total: Calibration.Total, _ survey: Survey, _ members: [Bool]
  ) throws(StatisticsError) -> [Double] {
    guard let position = survey.codebook.position(of: total.variable), let numbers = survey.numbers(at: position) else {
      throw StatisticsError(
        .argument, place: Place(column: "total \(total.variable)"), found: "no numeric variable '\(total.variable)'",
        expected: "a numeric variable of the survey", remedy: "'topline inspect' lists the variables")
    }
    let missing = members.indices.count { members[$0] && numbers[$0].isNaN }
    guard missing == 0 else {
      throw StatisticsError(
        .design, place: Place(column: "total \(total.variable)"),
        found: missing == 1 ? "1 respondent without a number" : "\(missing) respondents without a number",
        expected: "a number from everybody", remedy: "take them out with --where")
    }
    return numbers
  }

  /// The ratio of each group, and how many rounds it took.
  func solve(_ distance: Calibration.Distance, rounds: Int) -> (ratios: [Double], rounds: Int) {
    let size = targets.count
    let scale = columnScale
    var lambda = [Double](repeating: 0, count: size)
    var (ratios, slopes) = evaluate(lambda, distance)
    var rest = residuals(ratios)
    var round = 0
    while round < rounds, norm(rest, scale) > 1e-14 {
      round += 1
      var hessian = Matrix(rows: size, columns: size)
      for a in 0..<size {
        for b in 0...a {
          hessian[a, b] =
            CompensatedSum(
              variables.indices.map { weights[$0] * slopes[$0] * variables[$0][a] * variables[$0][b] }
            ).value
          hessian[b, a] = hessian[a, b]
        }
      }
      let inverse = hessian.generalizedInverse()
      let step = (0..<size).map { row in CompensatedSum((0..<size).map { inverse[row, $0] * rest[$0] }).value }
      // Halve the step until it brings the totals nearer.
      var factor = 1.0
      var isBetter = false
      for _ in 0..<30 {
        let next = zip(lambda, step).map { $0 + factor * $1 }
        let (tried, steepness) = evaluate(next, distance)
        let left = residuals(tried)
        if norm(left, scale) < norm(rest, scale) {
          (lambda, ratios, slopes, rest, isBetter) = (next, tried, steepness, left, true)
          break
        }
        factor /= 2
      }
      if !isBetter { break }
    }
    return (ratios, round)
  }

  private func evaluate(_ lambda: [Double], _ distance: Calibration.Distance) -> ([Double], [Double]) {
    var (ratios, slopes) = ([Double](), [Double]())
    for own in variables {
      let (value, slope) = distance.ratio(CompensatedSum(zip(own, lambda).map { $0 * $1 }).value)
      ratios.append(value)
      slopes.append(slope)
    }
    return (ratios, slopes)
  }

  private func residuals(_ ratios: [Double]) -> [Double] {
    targets.indices.map { column in
      targets[column]
        - CompensatedSum(variables.indices.map { weights[$0] * ratios[$0] * variables[$0][column] }).value
    }
  }

  /// What a column's residual is measured by: the sum of its sizes.
  private var columnScale: [Double] {
    targets.indices.map { column in
      max(
        abs(targets[column]), CompensatedSum(variables.indices.map { weights[$0] * abs(variables[$0][column]) }).value,
        .leastNormalMagnitude)
    }
  }

  private func norm(_ residuals: [Double], _ scale: [Double]) -> Double {
    zip(residuals, scale).map { abs($0) / $1 }.max() ?? 0
  }

  /// Holds the new weights to their totals.
  ///
  /// - Throws: `statistics.convergence` that names the total that is farthest off.
  func check(_ weights: [Double]) throws(StatisticsError) {
    let scale = columnScale
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: targets.count)
    for index in weights.indices where groups[index] >= 0 {
      let own = variables[Int(groups[index])]
      for column in own.indices where own[column] != 0 { sums[column].add(weights[index] * own[column]) }
    }
    let off = targets.indices.map { abs(sums[$0].value - targets[$0]) / scale[$0] }
    guard let worst = off.indices.max(by: { off[$0] < off[$1] }), !(off[worst] <= 1e-10) else { return }
    throw StatisticsError(
      .convergence, place: Place(column: "margin \(labels[worst])"),
      found: "weights that sum to \(Column.text(sums[worst].value))", expected: Column.text(targets[worst]),
      remedy: "check that the margins can all hold at once and have the same total, join small answers, or widen the "
        + "bounds")
  }
}
