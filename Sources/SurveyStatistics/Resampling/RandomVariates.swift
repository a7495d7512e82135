#if canImport(Glibc)
  internal import Glibc
#endif

extension CounterGenerator {
  /// A draw from the standard normal distribution.
  ///
  /// - Source: Marsaglia & Bray (1964), SIAM Review 6(3), 260–264, 10.1137/1006063 (polar method; the second of the two
  ///   draws is not kept, so that the state is the position alone).
  public mutating func standardNormal() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      if s < 1, s > 0 { return u * sqrt(-2 * log(s) / s) }
    }
  }

  /// A draw from the chi-squared distribution with those degrees of freedom, above 0.
  ///
  /// - Source: Marsaglia & Tsang (2000), ACM Transactions on Mathematical Software 26(3), 363–372, 10.1145/358407.358414.
  public mutating func chiSquared(degreesOfFreedom: Double) -> Double {
    if degreesOfFreedom < 2 {
      // A gamma variable of small shape is one of shape one higher times a power of a uniform number.
      let shape = degreesOfFreedom / 2
      return chiSquared(degreesOfFreedom: degreesOfFreedom + 2) * exp(log(uniform()) / shape)
    }
    let d = degreesOfFreedom / 2 - 1.0 / 3
    let c = 1 / sqrt(9 * d)
    while true {
      let x = standardNormal()
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      guard v > 0 else { continue }
      if log(uniform()) < x * x / 2 + d - d * v + d * log(v) { return 2 * d * v }
    }
  }

  /// How many of that many independent trials succeed, each with that probability.
  ///
  /// - Complexity: O(1) for large counts; O(trials · probability) below ten expected successes.
  /// - Source: inversion below ten expected successes; above, Hörmann (1993), Journal of Statistical Computation and
  ///   Simulation 46, 101–110, 10.1080/00949659308811496 (algorithm BTRS).
  public mutating func binomial(trials: Int, probability: Double) -> Int {
    if trials <= 0 || probability <= 0 { return 0 }
    if probability >= 1 { return trials }
    if probability > 0.5 { return trials - binomial(trials: trials, probability: 1 - probability) }
    return Double(trials) * probability < 10
      ? binomialByInversion(trials, probability) : binomialByRejection(trials, probability)
  }

  private mutating func binomialByInversion(_ trials: Int, _ probability: Double) -> Int {
    let odds = probability / (1 - probability)
    let start = exp(Double(trials) * log1p(-probability))
    while true {
      var remaining = uniform()
      var mass = start
      var successes = 0
      while remaining > mass {
        remaining -= mass
        successes += 1
        // A rest of rounding beyond the last value that can occur is drawn anew.
        if successes > trials || mass < 1e-300 { break }
        mass *= odds * Double(trials - successes + 1) / Double(successes)
      }
      if successes <= trials, remaining <= mass { return successes }
    }
  }

  private mutating func binomialByRejection(_ trials: Int, _ probability: Double) -> Int {
    let n = Double(trials)
    let spread = sqrt(n * probability * (1 - probability))
    let b = 1.15 + 2.53 * spread
    let a = -0.0873 + 0.0248 * b + 0.01 * probability
    let centre = n * probability + 0.5
    let acceptance = 0.92 - 4.2 / b
    let alpha = (2.83 + 5.1 / b) * spread
    let logOdds = log(probability / (1 - probability))
    let mode = ((n + 1) * probability).rounded(.down)
    let atMode = logGamma(mode + 1) + logGamma(n - mode + 1)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let us = 0.5 - abs(u)
      let k = ((2 * a / us + b) * u + centre).rounded(.down)
      if us >= 0.07, v <= acceptance { return Int(k) }
      if k < 0 || k > n { continue }
      let height = log(v * alpha / (a / (us * us) + b))
      if height <= atMode - logGamma(k + 1) - logGamma(n - k + 1) + (k - mode) * logOdds { return Int(k) }
    }
  }

  /// How often each of several outcomes comes in that many draws; the weights need not sum to one.
  ///
  /// - Complexity: O(outcomes), whatever the number of draws.
  /// - Source: Devroye (1986), Non-Uniform Random Variate Generation, XI.1.4 (conditional binomials).
  public mutating func multinomial(draws: Int, weights: [Double], into counts: inout [Int]) {
    var remainingWeight = CompensatedTotal.of(weights)
    var remaining = draws
    for i in weights.indices {
      if remaining == 0 {
        counts[i] = 0
        continue
      }
      let last = i == weights.count - 1
      let share = last ? 1 : weights[i] / remainingWeight
      counts[i] = binomial(trials: remaining, probability: share)
      remaining -= counts[i]
      remainingWeight -= weights[i]
    }
  }
}

/// The logarithm of the gamma function for positive arguments, without the C library's global sign.
private func logGamma(_ x: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(x, &sign)
}
