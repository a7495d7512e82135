internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Wilcoxon's signed rank test: whether the same respondents answer one question higher than another.
public enum WilcoxonSignedRankTest {
  /// What happens to respondents whose two answers are the same.
  public enum Zeros: String, Sendable, Hashable, CaseIterable {
    /// They take their ranks, which then count for neither side.
    case pratt
    /// They are left out before ranking, as Wilcoxon did.
    case wilcox
  }

  /// Tests whether the differences of paired answers are symmetric about zero.
  ///
  /// The estimate that decides is P(X > Y) − P(X < Y), which does not rest on the sizes of differences.
  /// - Parameters:
  ///   - x: the first answers, missing pairs left out.
  ///   - y: the second answers of the same respondents, in the same order.
  ///   - names: the names of the two.
  ///   - alternative: `greater` means that the first answers are higher.
  ///   - zeros: what happens to equal pairs.
  ///   - method: exact or not; the exact distribution is that given ties and zeros.
  ///   - continuity: whether the large-sample p-value corrects V towards its mean by ½.
  ///   - level: the intervals' confidence level.
  /// - Returns: V, the sum of the ranks of the positive differences; p; the difference of probabilities; the matched
  ///   rank-biserial correlation.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Accuracy: exact p to 1e-14; the approximation to 1e-13 of its formula.
  /// - Complexity: O(n log n); exact O(n³).
  /// - Source: Wilcoxon (1945), Biometrics Bulletin 1(6), 80–83, 10.2307/3001968; Pratt (1959), Journal of the American
  ///   Statistical Association 54, 655–667, 10.1080/01621459.1959.10501526. R: `wilcox.test(paired = TRUE)` (zeros as
  ///   Wilcoxon), `coin::wilcoxsign_test` (as Pratt); SPSS: NPAR TESTS /WILCOXON (as Wilcoxon, no continuity
  ///   correction).
  public static func run(
    _ x: [Double], _ y: [Double], names: [String] = ["X", "Y"], alternative: Alternative = .twoSided,
    zeros: Zeros = .pratt, method: PValueMethod = .automatic, continuity: Bool = true, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    let all = try PairedAnswers.differences(x, y, names, level: level)
    let signed = SignedRanks(all, zeros: zeros)
    let directions = PairedDirections(all)
    let exact = try usesExact(method, signed)
    let mean = (signed.positive + signed.negative) / 2
    let variance = CompensatedTotal.of(signed.ranks.map { $0 * $0 }) / 4
    let z = MannWhitneyTest.standardised(
      signed.positive, mean: mean, deviation: sqrt(variance), correction: continuity ? 0.5 : 0, alternative)
    var p = Normal.standard.pValue(z, alternative)
    if exact {
      p = ExactRankDistribution.signedRank(ranks: signed.ranks, observed: signed.positive).pValue(alternative)
    }
    let biserial = signed.rankBiserial(level: level)
    var result = TestResult(
      id: "wilcoxon-signed-rank", method: "Wilcoxon signed rank test", alternative: alternative, symbol: "V",
      statistic: signed.positive, p: min(1, p), estimate: directions.estimate(level: level), effects: [biserial],
      base: Base(count: all.count), conventions: conventions(zeros, signed, directions, exact, continuity),
      source: "Wilcoxon (1945), 10.2307/3001968; Pratt (1959), 10.1080/01621459.1959.10501526; "
        + "interval: Tango (1998)")
    if biserial.interval == nil {
      result.warnings.append("all differences go one way: the rank-biserial correlation has no interval")
    }
    result.assumptions = [
      Assumption("respondents are independent", .notChecked),
      Assumption(
        "differences are symmetric about zero under the null hypothesis (else prefer sign-paired)", .notChecked),
    ]
    result.details = [
      .init("z", z), .init("mean", mean), .init("variance", variance), .init("positive", signed.positive),
      .init("negative", signed.negative), .init("above", Double(directions.above)),
      .init("below", Double(directions.below)), .init("equal", Double(directions.equal)),
      .init("exact", exact ? 1 : 0),
    ]
    return result
  }

  /// Tests whether answers are symmetric about a given value.
  ///
  /// - Parameters:
  ///   - x: the answers, missing ones left out.
  ///   - mu: the value.
  ///   - name: the variable's name.
  ///   - alternative: `greater` means that answers lie above the value.
  ///   - zeros: what happens to answers equal to the value.
  ///   - method: exact or not.
  ///   - continuity: whether the large-sample p-value corrects V towards its mean by ½.
  ///   - level: the intervals' confidence level.
  /// - Returns: as ``run(_:_:names:alternative:zeros:method:continuity:level:)``, against the value.
  /// - Throws: `statistics.too-few-respondents`, `statistics.constant`, `statistics.kind`, `statistics.argument`.
  /// - Source: Wilcoxon (1945), 10.2307/3001968. R: `wilcox.test(x, mu =)`.
  public static func oneSample(
    _ x: [Double], mu: Double, name: String = "X", alternative: Alternative = .twoSided, zeros: Zeros = .pratt,
    method: PValueMethod = .automatic, continuity: Bool = true, level: Double = 0.95
  ) throws(StatisticsError) -> TestResult {
    var result = try run(
      x, [Double](repeating: mu, count: x.count), names: [name, "\(mu)"], alternative: alternative, zeros: zeros,
      method: method, continuity: continuity, level: level)
    result.id = "wilcoxon-one-sample"
    result.method = "Wilcoxon signed rank test of one sample"
    result.details.append(.init("mu", mu))
    return result
  }

  private static func usesExact(_ method: PValueMethod, _ signed: SignedRanks) throws(StatisticsError) -> Bool {
    switch method {
    case .asymptotic: return false
    case .automatic: return signed.ranks.count < 50 && !signed.hasTies && !signed.hasZeros
    case .exact:
      guard signed.ranks.count <= 300 else {
        throw StatisticsError(
          .argument, place: .init(column: "exact"), found: "an exact test of \(signed.ranks.count) differences",
          expected: "at most 300", remedy: "use the asymptotic p-value, which is as good at this size")
      }
      return true
    }
  }

  private static func conventions(
    _ zeros: Zeros, _ signed: SignedRanks, _ directions: PairedDirections, _ exact: Bool, _ continuity: Bool
  ) -> [String] {
    var words = ["V is the sum of the ranks of the differences above zero"]
    if directions.equal > 0 {
      words.append(
        zeros == .pratt
          ? "zeros by Pratt: \(directions.equal) equal pairs are ranked and then count for neither side"
          : "zeros by Wilcoxon: \(directions.equal) equal pairs are left out")
    }
    if signed.hasTies { words.append("ties share their mean rank") }
    if exact {
      words.append("exact p\(signed.hasTies || signed.hasZeros ? " given ties and zeros" : "")")
    } else {
      words.append("normal approximation \(continuity ? "with" : "without") continuity correction")
    }
    words.append("the estimate is over all pairs, equal ones included")
    return words
  }
}

/// The signed ranks of differences.
struct SignedRanks {
  /// The ranks of the differences that are not zero.
  private(set) var ranks: [Double] = []
  /// Whether two differences of the same size were not zero.
  let hasTies: Bool
  /// Whether zeros took ranks.
  let hasZeros: Bool
  /// The sum of ranks of positive differences.
  private(set) var positive = 0.0
  /// The sum of ranks of negative differences.
  private(set) var negative = 0.0
  private let used: [Double]
  private let ranking: Ranking

  init(_ differences: [Double], zeros: WilcoxonSignedRankTest.Zeros) {
    used = zeros == .pratt ? differences : differences.filter { $0 != 0 }
    ranking = Ranking(used.map { abs($0) })
    for (difference, rank) in zip(used, ranking.ranks) where difference != 0 {
      ranks.append(rank)
      if difference > 0 { positive += rank } else { negative += rank }
    }
    let zeroCount = used.count - ranks.count
    hasZeros = zeroCount > 0
    hasTies = ranking.runs.dropFirst(hasZeros ? 1 : 0).contains { $0 > 1 }
  }

  /// The matched rank-biserial correlation, with a delta interval on Fisher's scale; none where all go one way.
  ///
  /// The correlation is a ratio of two statistics of pairs of respondents; its influence function needs only how many
  /// differences of each sign are larger than each, so that one sort suffices.
  /// - Source: Kerby (2014), Comprehensive Psychology 3, 10.2466/11.IT.3.1; von Mises expansion of the ratio.
  func rankBiserial(level: Double) -> EffectSize {
    let whole = positive + negative
    let value = (positive - negative) / whole
    let n = used.count
    guard abs(value) < 1, n > 2 else { return EffectSize(id: "matched-rank-biserial", value: value) }
    let (signedAbove, unsignedAbove) = weightsAbove()
    let influence = used.indices.map { i -> Double in
      let sign: Double = used[i] > 0 ? 1 : used[i] < 0 ? -1 : 0
      let own = ranking.ranks[i]
      let numerator = sign * own + signedAbove[i]
      let denominator = abs(sign) * own + unsignedAbove[i]
      return numerator - value * denominator
    }
    // Means over respondents of the influence are zero by construction but for the half rank of each with itself.
    let mean = CompensatedTotal.of(influence) / Double(n)
    let squares = CompensatedTotal.of(influence.map { ($0 - mean) * ($0 - mean) })
    let error = sqrt(squares * Double(n) / Double(n - 1)) / whole
    let centre = atanh(value)
    let reach = Normal.standard.criticalValue(level: level) * error / (1 - value * value)
    guard reach > 0 else { return EffectSize(id: "matched-rank-biserial", value: value) }
    return EffectSize(
      id: "matched-rank-biserial", value: value,
      interval: Interval(
        lower: tanh(centre - reach), upper: tanh(centre + reach), level: level, method: "delta-fisher-z"))
  }

  /// For each difference, the sum over larger ones (and half of equal ones) of their signs, and how many they are.
  private func weightsAbove() -> (signed: [Double], unsigned: [Double]) {
    let order = used.indices.sorted { abs(used[$0]) > abs(used[$1]) }
    var signed = [Double](repeating: 0, count: used.count)
    var unsigned = signed
    var (signedSum, unsignedSum) = (0.0, 0.0)
    var start = 0
    while start < order.count {
      var end = start
      var (runSigned, runUnsigned) = (0.0, 0.0)
      while end < order.count, abs(used[order[end]]) == abs(used[order[start]]) {
        let difference = used[order[end]]
        runSigned += difference > 0 ? 1 : difference < 0 ? -1 : 0
        runUnsigned += difference != 0 ? 1 : 0
        end += 1
      }
      for position in start..<end {
        signed[order[position]] = signedSum + runSigned / 2
        unsigned[order[position]] = unsignedSum + runUnsigned / 2
      }
      signedSum += runSigned
      unsignedSum += runUnsigned
      start = end
    }
    return (signed, unsigned)
  }
}
