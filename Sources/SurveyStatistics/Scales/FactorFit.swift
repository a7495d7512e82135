internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// The iteration of a factor model on a correlation matrix: Fisher scoring with steps halved until the fit improves.
struct FactorFit {
  let observed: Matrix
  let assignment: [Int]
  let factors: Int
  /// The pairs of factors whose correlation is estimated.
  let factorPairs: [(Int, Int)]
  private(set) var loadings: [Double]
  private(set) var errors: [Double]
  private(set) var correlations: [Double]
  /// How a method factor loads on each item, up to its variance; nil without such a factor.
  let methodWeights: [Double]?
  /// The method factor's variance, in units of the weights.
  private(set) var methodVariance = 0.0
  /// log |Σ| + tr(S Σ⁻¹) at the present estimates.
  private(set) var discrepancy = Double.infinity
  private(set) var iterations = 0
  private var inverse: Matrix

  var parameterCount: Int { 2 * assignment.count + factorPairs.count + (methodWeights == nil ? 0 : 1) }

  init(_ observed: Matrix, assignment: [Int], factors: Int, methodWeights: [Double]? = nil) {
    self.methodWeights = methodWeights
    methodVariance = methodWeights == nil ? 0 : 0.05
    self.observed = observed
    self.assignment = assignment
    self.factors = factors
    var pairs: [(Int, Int)] = []
    for b in 0..<factors { for a in 0..<b { pairs.append((a, b)) } }
    factorPairs = pairs
    loadings = Self.startingLoadings(observed, assignment)
    errors = loadings.map { max(0.1, 1 - $0 * $0) }
    let start = loadings
    correlations = pairs.map { pair in
      var (sum, weight) = (0.0, 0.0)
      for i in assignment.indices where assignment[i] == pair.0 {
        for j in assignment.indices where assignment[j] == pair.1 {
          sum += observed[i, j] * (start[i] * start[j] < 0 ? -1 : 1)
          weight += abs(start[i] * start[j])
        }
      }
      return min(0.9, max(-0.9, weight > 0 ? sum / weight : 0))
    }
    inverse = observed
  }

  /// Loadings from each factor's own items by the centroid of their correlations, each at most .95.
  private static func startingLoadings(_ observed: Matrix, _ assignment: [Int]) -> [Double] {
    assignment.indices.map { item in
      let mates = assignment.indices.filter { assignment[$0] == assignment[item] && $0 != item }
      let mean = mates.reduce(0) { $0 + observed[item, $1] } / Double(mates.count)
      var (whole, pairs) = (0.0, 0.0)
      for i in mates + [item] {
        for j in mates + [item] where i != j {
          whole += abs(observed[i, j])
          pairs += 1
        }
      }
      let level = sqrt(max(whole / pairs, 0.01))
      let loading = mean / level
      return min(0.95, max(-0.95, abs(loading) < 0.1 ? (loading < 0 ? -0.1 : 0.1) : loading))
    }
  }

  /// The factors' correlation matrix.
  var factorMatrix: Matrix { Self.factorMatrix(correlations, factors, factorPairs) }

  private static func factorMatrix(_ values: [Double], _ factors: Int, _ pairs: [(Int, Int)]) -> Matrix {
    var result = Matrix(rows: factors, columns: factors)
    for factor in 0..<factors { result[factor, factor] = 1 }
    for (value, pair) in zip(values, pairs) {
      result[pair.0, pair.1] = value
      result[pair.1, pair.0] = value
    }
    return result
  }

  /// The correlations that the model implies.
  var implied: Matrix { implied(loadings, errors, factorMatrix, methodVariance) }

  private func implied(_ loadings: [Double], _ errors: [Double], _ phi: Matrix, _ method: Double) -> Matrix {
    var sigma = Matrix(rows: loadings.count, columns: loadings.count)
    for i in loadings.indices {
      for j in loadings.indices {
        sigma[i, j] = loadings[i] * loadings[j] * phi[assignment[i], assignment[j]] + (i == j ? errors[i] : 0)
        if let methodWeights { sigma[i, j] += method * methodWeights[i] * methodWeights[j] }
      }
    }
    return sigma
  }

  private func evaluate(
    _ loadings: [Double], _ errors: [Double], _ correlations: [Double], _ method: Double
  ) -> (discrepancy: Double, inverse: Matrix)? {
    let sigma = implied(loadings, errors, Self.factorMatrix(correlations, factors, factorPairs), method)
    guard let (inverse, logDeterminant) = sigma.positiveDefiniteInverse() else { return nil }
    var trace = CompensatedTotal()
    for index in observed.values.indices { trace.add(observed.values[index] * inverse.values[index]) }
    return (logDeterminant + trace.value, inverse)
  }

  /// The derivatives of the implied correlations by each parameter.
  private func derivatives() -> [Matrix] {
    let p = assignment.count
    let phi = factorMatrix
    var result: [Matrix] = []
    for item in 0..<p {
      var matrix = Matrix(rows: p, columns: p)
      for other in 0..<p {
        let value = loadings[other] * phi[assignment[item], assignment[other]]
        matrix[item, other] += value
        matrix[other, item] += value
      }
      result.append(matrix)
    }
    for item in 0..<p {
      var matrix = Matrix(rows: p, columns: p)
      matrix[item, item] = 1
      result.append(matrix)
    }
    for (a, b) in factorPairs {
      var matrix = Matrix(rows: p, columns: p)
      for i in 0..<p where assignment[i] == a {
        for j in 0..<p where assignment[j] == b {
          matrix[i, j] = loadings[i] * loadings[j]
          matrix[j, i] = matrix[i, j]
        }
      }
      result.append(matrix)
    }
    if let methodWeights {
      var matrix = Matrix(rows: p, columns: p)
      for i in 0..<p { for j in 0..<p { matrix[i, j] = methodWeights[i] * methodWeights[j] } }
      result.append(matrix)
    }
    return result
  }

  /// Half the gradient's mirror image, and the expected information per respondent.
  private func score() -> (gradient: [Double], information: Matrix) {
    let derivatives = derivatives()
    let weighted = inverse * (observed - implied) * inverse
    let products = derivatives.map { inverse * $0 }
    let gradient = derivatives.map { derivative in
      zip(weighted.values, derivative.values).reduce(0) { $0 + $1.0 * $1.1 } / 2
    }
    var information = Matrix(rows: products.count, columns: products.count)
    for a in products.indices {
      let turned = products[a].transposed
      for b in 0...a {
        let value = zip(turned.values, products[b].values).reduce(0) { $0 + $1.0 * $1.1 } / 2
        information[a, b] = value
        information[b, a] = value
      }
    }
    return (gradient, information)
  }

  /// Iterates until the gradient vanishes.
  mutating func solve() throws(StatisticsError) {
    guard let start = evaluate(loadings, errors, correlations, methodVariance) else { throw notSettled() }
    (discrepancy, inverse) = start
    for step in 0..<500 {
      iterations = step
      let (gradient, information) = score()
      if gradient.allSatisfy({ abs($0) < 1e-11 }) { return }
      guard let direction = direction(gradient, information) else { throw notSettled() }
      guard try advance(direction) else {
        // No step improves the fit any more: settled if the gradient is small enough for every printed digit.
        if gradient.allSatisfy({ abs($0) < 1e-7 }) { return }
        throw notSettled()
      }
    }
    let (gradient, _) = score()
    guard gradient.allSatisfy({ abs($0) < 1e-7 }) else { throw notSettled() }
  }

  /// Turns each factor so that its loadings sum to zero or more: which way round a factor stands, no answer says.
  mutating func turnUpwards() {
    var sums = [Double](repeating: 0, count: factors)
    for (item, factor) in assignment.enumerated() { sums[factor] += loadings[item] }
    let signs = sums.map { $0 < 0 ? -1.0 : 1.0 }
    for (item, factor) in assignment.enumerated() { loadings[item] *= signs[factor] }
    for (index, pair) in factorPairs.enumerated() { correlations[index] *= signs[pair.0] * signs[pair.1] }
  }

  private func direction(_ gradient: [Double], _ information: Matrix) -> [Double]? {
    var damped = information
    var damping = 0.0
    for _ in 0..<12 {
      if let (inverse, _) = damped.positiveDefiniteInverse() {
        return (0..<gradient.count).map { row in
          (0..<gradient.count).reduce(0) { $0 + inverse[row, $1] * gradient[$1] }
        }
      }
      damping = damping == 0 ? 1e-8 : damping * 10
      damped = information
      for index in gradient.indices { damped[index, index] += damping * (1 + information[index, index]) }
    }
    return nil
  }

  private mutating func advance(_ direction: [Double]) throws(StatisticsError) -> Bool {
    let p = assignment.count
    var length = 1.0
    let slack = 1e-15 * (1 + abs(discrepancy))
    for _ in 0..<40 {
      let loadings = (0..<p).map { self.loadings[$0] + length * direction[$0] }
      let errors = (0..<p).map { self.errors[$0] + length * direction[p + $0] }
      let correlations = self.correlations.indices.map { self.correlations[$0] + length * direction[2 * p + $0] }
      let method = methodWeights == nil ? 0 : methodVariance + length * (direction.last ?? 0)
      if let (value, inverse) = evaluate(loadings, errors, correlations, method), value <= discrepancy + slack {
        (self.loadings, self.errors, self.correlations) = (loadings, errors, correlations)
        methodVariance = method
        (discrepancy, self.inverse) = (value, inverse)
        return true
      }
      length /= 2
    }
    return false
  }

  /// The covariance of the estimates for that many respondents, from the expected information.
  func covariance(count: Double) throws(StatisticsError) -> Matrix {
    guard var (covariance, _) = score().information.positiveDefiniteInverse() else { throw notSettled() }
    for index in covariance.values.indices { covariance.values[index] /= count }
    return covariance
  }

  private func notSettled() -> StatisticsError {
    StatisticsError(
      .convergence, found: "a factor model of \(assignment.count) items that does not settle",
      expected: "items that share enough to find \(factors == 1 ? "a factor" : "\(factors) factors")",
      remedy: "look at the items' correlations; leave out items that correlate with nothing, or report items alone")
  }
}
