internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// How factors are turned for reading.
public enum FactorRotation: String, Sendable, Hashable, CaseIterable {
  /// As they were extracted.
  case none
  /// Varimax: uncorrelated factors, each with few large loadings (Kaiser 1958), on items of equal length.
  case varimax
  /// Direct oblimin with γ = 0 (quartimin): factors may correlate (Jennrich & Sampson 1966).
  case oblimin
}

/// Loadings after rotation: the pattern matrix and the factors' correlations.
struct RotatedFactors {
  var pattern: Matrix
  var correlations: Matrix
  /// What the rotation's criterion came to; lower is simpler for oblimin, higher for varimax.
  var criterion: Double

  /// Turns loadings.
  ///
  /// - Throws: `statistics.convergence` where the rotation does not settle.
  /// - Source: Kaiser (1958), Psychometrika 23, 187–200, 10.1007/BF02289233; Jennrich & Sampson (1966), Psychometrika
  ///   31, 313–323, 10.1007/BF02289465; Jennrich (2002), Psychometrika 67, 7–19, 10.1007/BF02294706 (gradient
  ///   projection); Bernaards & Jennrich (2005), 10.1177/0013164404272507. R: `varimax`, `GPArotation::oblimin`.
  static func rotate(_ loadings: Matrix, by rotation: FactorRotation) throws(StatisticsError) -> RotatedFactors {
    let m = loadings.columns
    var result = RotatedFactors(pattern: loadings, correlations: .identity(m), criterion: 0)
    if m > 1 {
      switch rotation {
      case .none: break
      case .varimax: result = varimax(loadings)
      case .oblimin: result = try ObliqueRotation.quartimin(loadings)
      }
    }
    return rotation == .none ? result : result.ordered()
  }

  /// Varimax by turning two factors at a time, on items scaled to unit length (Kaiser's normalisation).
  static func varimax(_ loadings: Matrix) -> RotatedFactors {
    let (k, m) = (loadings.rows, loadings.columns)
    let lengths = (0..<k).map { item in
      sqrt((0..<m).reduce(0) { $0 + loadings[item, $1] * loadings[item, $1] })
    }
    var turned = loadings
    for item in 0..<k where lengths[item] > 0 {
      for factor in 0..<m { turned[item, factor] /= lengths[item] }
    }
    for _ in 0..<1000 {
      var largest = 0.0
      for b in 1..<m { for a in 0..<b { largest = max(largest, abs(turn(&turned, a, b))) } }
      if largest < 1e-14 { break }
    }
    var criterion = 0.0
    for factor in 0..<m {
      let squares = (0..<k).map { turned[$0, factor] * turned[$0, factor] }
      let mean = squares.reduce(0, +) / Double(k)
      criterion += squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(k)
    }
    for item in 0..<k { for factor in 0..<m { turned[item, factor] *= lengths[item] } }
    return RotatedFactors(pattern: turned, correlations: .identity(m), criterion: criterion)
  }

  /// Turns two factors in their plane by the angle that makes their criterion largest; the angle.
  private static func turn(_ loadings: inout Matrix, _ a: Int, _ b: Int) -> Double {
    let k = Double(loadings.rows)
    var (sumU, sumV, sumC, sumD) = (0.0, 0.0, 0.0, 0.0)
    for item in 0..<loadings.rows {
      let (x, y) = (loadings[item, a], loadings[item, b])
      let u = (x - y) * (x + y)
      let v = 2 * x * y
      sumU += u
      sumV += v
      sumC += (u - v) * (u + v)
      sumD += 2 * u * v
    }
    let numerator = sumD - 2 * sumU * sumV / k
    let denominator = sumC - (sumU - sumV) * (sumU + sumV) / k
    guard numerator != 0 || denominator != 0 else { return 0 }
    let angle = atan2(numerator, denominator) / 4
    if abs(angle) < 1e-15 { return 0 }
    let (cosine, sine) = (cos(angle), sin(angle))
    for item in 0..<loadings.rows {
      let (x, y) = (loadings[item, a], loadings[item, b])
      loadings[item, a] = x * cosine + y * sine
      loadings[item, b] = y * cosine - x * sine
    }
    return angle
  }

  /// The factors by the variance they account for, largest first, each with loadings that sum to zero or more.
  func ordered() -> RotatedFactors {
    let sums = variances
    let order = sums.indices.sorted { sums[$0] == sums[$1] ? $0 < $1 : sums[$0] > sums[$1] }
    let signs = order.map { factor in
      (0..<pattern.rows).reduce(0) { $0 + pattern[$1, factor] } < 0 ? -1.0 : 1.0
    }
    var result = self
    for (place, factor) in order.enumerated() {
      for item in 0..<pattern.rows { result.pattern[item, place] = signs[place] * pattern[item, factor] }
      for (other, otherFactor) in order.enumerated() {
        result.correlations[place, other] = signs[place] * signs[other] * correlations[factor, otherFactor]
      }
    }
    return result
  }

  /// The variance that each factor accounts for: the diagonal of Φ Λᵀ Λ.
  var variances: [Double] {
    let product = correlations * (pattern.transposed * pattern)
    return product.diagonal
  }
}

extension Matrix {
  /// The matrix with ones on its diagonal.
  static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for index in 0..<size { result[index, index] = 1 }
    return result
  }
}
