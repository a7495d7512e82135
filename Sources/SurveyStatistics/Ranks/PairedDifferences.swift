internal import SurveyModel
#if canImport(Glibc)
  internal import Glibc
#endif

/// Which way the differences of pairs go: how many up, how many down, how many not at all.
public struct PairedDirections: Sendable, Hashable {
  /// Pairs in which the first answer is higher.
  public let above: Int
  /// Pairs in which the first answer is lower.
  public let below: Int
  /// Pairs in which both are the same.
  public let equal: Int

  /// Counts differences by their sign.
  public init(_ differences: [Double]) {
    var (above, below) = (0, 0)
    for difference in differences {
      if difference > 0 { above += 1 } else if difference < 0 { below += 1 }
    }
    self.init(above: above, below: below, equal: differences.count - above - below)
  }

  /// Creates the counts.
  public init(above: Int, below: Int, equal: Int) {
    self.above = above
    self.below = below
    self.equal = equal
  }

  /// All pairs.
  public var count: Int { above + below + equal }

  /// P(X > Y) − P(X < Y), with Tango's score interval.
  ///
  /// - Accuracy: interval ends to 1e-12.
  /// - Source: Tango (1998), Statistics in Medicine 17(8), 891–908,
  ///   10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B. R: `PropCIs::scoreci.mp`.
  public func estimate(level: Double) -> Estimate {
    let n = Double(count)
    let value = (Double(above) - Double(below)) / n
    let changed = Double(above + below) / n
    return Estimate(
      id: "probability-difference", value: value, standardError: sqrt(max(0, changed - value * value) / n),
      interval: tango(level: level), narrowInterval: tango(level: 0.9), base: Base(count: count))
  }

  /// The score statistic of a hypothetical difference.
  func score(_ difference: Double) -> Double {
    let (n, b, c) = (Double(count), Double(above), Double(below))
    let second = -b - c + (2 * n - b + c) * difference
    let third = -c * difference * (1 - difference)
    let root = sqrt(max(0, second * second - 8 * n * third))
    // The form that does not cancel is chosen by the sign of the middle coefficient.
    let lower = second <= 0 ? (root - second) / (4 * n) : (root + second > 0 ? -2 * third / (root + second) : 0)
    let variance = n * (2 * max(0, lower) + difference * (1 - difference))
    let distance = b - c - n * difference
    if variance <= 0 { return distance == 0 ? 0 : distance > 0 ? .infinity : -.infinity }
    return distance / sqrt(variance)
  }

  private func tango(level: Double) -> Interval {
    let z = Normal.standard.criticalValue(level: level)
    let value = (Double(above) - Double(below)) / Double(count)
    let lower = value <= -1 ? -1 : end(from: -1, to: value) { min(score($0), 1e9) - z }
    let upper = value >= 1 ? 1 : end(from: value, to: 1) { max(score($0), -1e9) + z }
    return Interval(lower: lower, upper: upper, level: level, method: "tango")
  }

  private func end(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
    let root = RootFinding.root(between: low, and: high, tolerance: 1e-15, of: function)
    return root.isNaN ? (abs(function(low)) < abs(function(high)) ? low : high) : root
  }
}

/// What the tests of two related answers have in common.
enum PairedAnswers {
  /// The differences, after refusing pairs that cannot be compared.
  static func differences(
    _ x: [Double], _ y: [Double], _ names: [String], level: Double, atLeast least: Int = 2
  ) throws(StatisticsError) -> [Double] {
    guard names.count == 2 else {
      throw StatisticsError(
        .argument, found: "\(names.count) names", expected: "the names of two related answers",
        remedy: "compare two answers, or use friedman")
    }
    try InputCheck.level(level)
    try InputCheck.paired(x, y, names)
    for (values, name) in zip([x, y], names) {
      try InputCheck.count(values, name, atLeast: least)
      try InputCheck.finite(values, name)
    }
    let differences = zip(x, y).map { $0 - $1 }
    guard differences.contains(where: { $0 != 0 }) else {
      throw StatisticsError(
        .constant, place: .init(column: names.joined(separator: ", ")),
        found: "the same answer to both from every respondent", expected: "at least one respondent who differs",
        remedy: "report that nobody differs; there is nothing to test")
    }
    return differences
  }
}
