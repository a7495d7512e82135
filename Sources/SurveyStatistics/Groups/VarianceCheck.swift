internal import SurveyModel
internal import TextFormats

/// Whether groups spread alike, as a condition of tests that take one variance for all.
enum VarianceCheck {
  /// The condition of equal variances, checked by Brown and Forsythe's test at .05; not checked where a group has fewer
  /// than two respondents or no distance varies.
  static func equal(_ groups: [[Double]], else alternative: String) -> Assumption {
    let name = "all groups have the same variance (else prefer \(alternative))"
    let n = groups.reduce(0) { $0 + $1.count }
    guard groups.allSatisfy({ $0.count >= 2 }), n > groups.count else { return Assumption(name, .notChecked) }
    let (between, within, _) = AnovaTest.squares(groups.map(SpreadCenter.median.distances))
    guard within > AnovaTest.leastSquares(groups) else { return Assumption(name, .notChecked) }
    let (df1, df2) = (Double(groups.count - 1), Double(n - groups.count))
    let f = between / df1 / (within / df2)
    guard FisherF(df1, df2).upperTail(f) < 0.05 else { return Assumption(name, .met) }
    return Assumption(
      name,
      .violated(why: "Brown–Forsythe F(\(Int(df1)), \(Int(df2))) = \(FixedDecimals.string(f, decimals: 2)), p < .05"))
  }
}
