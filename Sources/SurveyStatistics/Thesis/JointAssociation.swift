#if canImport(Glibc)
  internal import Glibc
#endif

/// Whether two feelings go together: everything that a table of two answers says beyond their shares.
public struct JointAssociation: Sendable, Hashable {
  /// The joint share that independence would give: the product of the two shares.
  public let independence: Double
  /// The joint share less that product, with its linearised interval: above zero where the feelings go together.
  public let excess: Estimate
  /// The joint share over that product.
  public let lift: Double
  /// The smallest joint share that the two shares allow (Fréchet).
  public let frechetLower: Double
  /// The largest joint share that the two shares allow.
  public let frechetUpper: Double
  /// Phi, the correlation of the two answers; NaN where an answer is constant.
  public let phi: EffectSize
  /// The largest phi of its sign that the two shares allow.
  public let phiMaximum: Double
  /// Phi over the largest possible.
  public let phiRatio: Double
  /// The odds ratio.
  public let oddsRatio: EffectSize
  /// Yule's Q.
  public let yulesQ: EffectSize
  /// The correlation of the traits behind the answers, which cuts do not bind; nil where an answer is constant.
  public let tetrachoric: EffectSize?
  /// The statistic of the test of independence: Pearson's chi-squared, or Rao and Scott's F for weights.
  public let statistic: Double
  /// Its p-value: chi-squared with 1 degree of freedom, or F with 1 and n − 1.
  public let p: Double
  /// What could not be computed as it stands, in words.
  public let warnings: [String]

  /// The association in the respondents who gave both answers.
  ///
  /// - Source: Rao & Scott (1984), doi:10.1214/aos/1176346391; Yule (1912), doi:10.2307/2340126.
  ///   In R: `survey::svychisq(statistic = "F")`.
  init(_ patterns: JointPatterns, level: Double) {
    let table = FourShares(patterns)
    independence = table.first * table.second
    excess = table.excess(level: level)
    lift = table.joint / independence
    frechetLower = max(0, table.first + table.second - 1)
    frechetUpper = min(table.first, table.second)
    phi = table.phi(level: level)
    phiMaximum = PhiCoefficient.maximum(
      firstShare: table.first, secondShare: table.second, positive: !(phi.value < 0))
    phiRatio = phi.value == 0 ? 0 : abs(phi.value) / phiMaximum * (phi.value < 0 ? -1 : 1)
    let ratio = table.oddsRatio()
    let df = patterns.isWeighted ? table.degreesOfFreedom : .infinity
    oddsRatio = EffectSize(
      id: "odds-ratio", value: ratio.value, interval: ratio.interval(level: level, degreesOfFreedom: df))
    yulesQ = ratio.yulesQ(level: level, degreesOfFreedom: df)
    let latent = table.tetrachoric(level: level)
    tetrachoric = latent?.effect
    let pearson = table.n * phi.value * phi.value
    if patterns.isWeighted {
      statistic = pearson / table.oddsRatioDesignEffect
      p = FisherF(1, table.degreesOfFreedom).upperTail(statistic)
    } else {
      statistic = pearson
      p = ChiSquared(1).upperTail(pearson)
    }
    var warnings: [String] = []
    if phi.value.isNaN { warnings.append("one feeling is held by nobody or by everybody: no association is defined") }
    if ratio.isCorrected { warnings.append("an empty cell: one half was added to every cell for the odds ratio") }
    if latent?.isCorrected == true {
      warnings.append("an empty cell was taken as one half of a respondent for the tetrachoric correlation")
    }
    self.warnings = warnings
  }
}

/// The four shares of a table of two answers with the linearised errors of what is made from them.
private struct FourShares {
  let patterns: JointPatterns
  let joint: Double
  let first: Double
  let second: Double
  let n: Double

  var degreesOfFreedom: Double { patterns.degreesOfFreedom(of: JointPatterns.known) }

  init(_ patterns: JointPatterns) {
    self.patterns = patterns
    joint = patterns.share([0], of: JointPatterns.known)
    first = patterns.share([0, 1], of: JointPatterns.known)
    second = patterns.share([0, 3], of: JointPatterns.known)
    n = Double(patterns.answered)
  }

  /// The standard error of an estimate that moves so with the joint share and with the two shares.
  func error(joint: Double, first: Double, second: Double) -> Double {
    patterns.standardError(of: JointPatterns.known) { cell in
      (cell == 0 ? joint : 0) + (cell <= 1 ? first : 0) + (cell == 0 || cell == 3 ? second : 0)
    }
  }

  func excess(level: Double) -> Estimate {
    let value = joint - first * second
    let error = error(joint: 1, first: -second, second: -first)
    func interval(_ level: Double) -> Interval {
      let half = StudentT(degreesOfFreedom).criticalValue(level: level) * error
      return Interval(lower: value - half, upper: value + half, level: level, method: "delta-t")
    }
    return Estimate(
      id: "joint-excess", value: value, standardError: error, interval: interval(level),
      narrowInterval: interval(0.9), degreesOfFreedom: degreesOfFreedom, base: patterns.base(JointPatterns.known))
  }

  func phi(level: Double) -> EffectSize {
    let (spread, other) = (first * (1 - first), second * (1 - second))
    let scale = (spread * other).squareRoot()
    let value = scale > 0 ? (joint - first * second) / scale : .nan
    let error = error(
      joint: 1 / scale, first: -second / scale - value / 2 * (1 - 2 * first) / spread,
      second: -first / scale - value / 2 * (1 - 2 * second) / other)
    return EffectSize(
      id: "phi", value: value,
      interval: PhiCoefficient.correlationInterval(
        value, standardError: error, level: level, degreesOfFreedom: degreesOfFreedom))
  }

  /// The table scaled to the number of respondents.
  var cells: [Double] {
    [joint, first - joint, second - joint, 1 - first - second + joint].enumerated().map { index, share in
      patterns.cells[JointPatterns.known[index]].count == 0 ? 0 : share * n
    }
  }

  func oddsRatio() -> OddsRatio {
    let cells = cells
    let plain = OddsRatio(a: cells[0], b: cells[1], c: cells[2], d: cells[3])
    // Woolf's error holds for a random sample; with an empty cell the design's is not defined, and Woolf's stands in.
    guard patterns.isWeighted, !plain.isCorrected else { return plain }
    return OddsRatio(value: plain.value, logStandardError: logOddsError(cells))
  }

  private func logOddsError(_ cells: [Double]) -> Double {
    let slopes = [n / cells[0], -n / cells[1], -n / cells[2], n / cells[3]]
    return patterns.standardError(of: JointPatterns.known) { cell in
      JointPatterns.known.firstIndex(of: cell).map { slopes[$0] } ?? 0
    }
  }

  /// How much larger the variance of the log odds ratio is than in a random sample: Rao and Scott's correction.
  var oddsRatioDesignEffect: Double {
    let cells = cells
    let plain = cells.reduce(0) { $0 + 1 / $1 }
    guard plain.isFinite else { return n / patterns.base(JointPatterns.known).effective }
    let error = logOddsError(cells)
    return error * error / plain
  }

  func tetrachoric(level: Double) -> (effect: EffectSize, isCorrected: Bool)? {
    let cells = cells
    guard
      let latent = TetrachoricCorrelation(
        both: cells[0], firstOnly: cells[1], secondOnly: cells[2], neither: cells[3])
    else { return nil }
    let slopes = latent.slopes
    let error =
      latent.isCorrected
      ? latent.standardError : error(joint: slopes.joint, first: slopes.first, second: slopes.second)
    let interval = PhiCoefficient.correlationInterval(
      latent.value, standardError: error, level: level, degreesOfFreedom: degreesOfFreedom)
    return (EffectSize(id: "tetrachoric-correlation", value: latent.value, interval: interval), latent.isCorrected)
  }
}
