import SurveyModel
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct MeanEquivalenceTests {
  private func numbers(_ value: JSONValue?) throws -> [Double] {
    try #require(value?.array).map { try #require($0.digits) }
  }

  private func expect(_ result: TestResult, _ golden: JSONValue?, shift: Double = 0) throws {
    let name = result.id
    let golden = try #require(golden)
    expectClose(try result.detail("tLower"), try golden.number("tLower"), 1e-12, of: name)
    expectClose(try result.detail("tUpper"), try golden.number("tUpper"), 1e-12, of: name)
    expectClose(try result.detail("pAboveLower"), try golden.number("pLower"), 1e-11, of: name)
    expectClose(try result.detail("pBelowUpper"), try golden.number("pUpper"), 1e-11, of: name)
    expectClose(try #require(result.p), max(try golden.number("pLower"), try golden.number("pUpper")), 1e-11, of: name)
    expectClose(result.degreesOfFreedom[0], try golden.number("df"), 1e-12, of: name)
    let narrow = try #require(result.estimate?.narrowInterval)
    expectClose(narrow.lower, try golden.number("ci90", "0") - shift, 1e-11, of: name)
    expectClose(narrow.upper, try golden.number("ci90", "1") - shift, 1e-11, of: name)
    #expect(abs(narrow.level - 0.9) < 1e-15)
  }

  @Test(.golden("tost", "tost-paired", by: "R 4.2.2: t.test, one-sided twice"))
  func `both one-sided tests and the 90 % interval are those of R's t.test`() throws {
    let golden = try #require(try Golden.json("association-r.json")["tost"])
    let teeth = try #require(golden["teeth"])
    let (x, y) = (try numbers(teeth["OJ"]), try numbers(teeth["VC"]))
    try expect(
      try MeanEquivalenceTest.independent(x, y, bounds: try EquivalenceBounds(lower: -6, upper: 8)), golden["welch"])
    let (a, b) = (try numbers(golden["first"]), try numbers(golden["second"]))
    try expect(try MeanEquivalenceTest.paired(a, b, bounds: try EquivalenceBounds(margin: 3)), golden["paired"])
    // R's bounds −1 and 2 of the mean are −1.5 and 1.5 around .5.
    try expect(
      try MeanEquivalenceTest.oneSample(a, mu: 0.5, bounds: try EquivalenceBounds(margin: 1.5)), golden["one"],
      shift: 0.5)
  }

  @Test(.published("tost", in: "Lakens (2017), example of Eskine (2013)"))
  func `Lakens's worked example of Eskine (2013) has the t and p that he prints`() throws {
    // Lakens (2017): M = 5.25, SD = .95, n = 95 against M = 5.22, SD = .83, n = 89; bounds d = ±.43 on the average
    // standard deviation; t = −2.69 to the upper bound, p = .004.
    func sample(_ n: Int, _ mean: Double, _ deviation: Double) -> [Double] {
      // A symmetric sample with exactly that mean and standard deviation.
      let raw = (0..<n).map { Double($0) - Double(n - 1) / 2 }
      let scale = (raw.reduce(0) { $0 + $1 * $1 } / Double(n - 1)).squareRoot()
      return raw.map { mean + deviation * $0 / scale }
    }
    let result = try MeanEquivalenceTest.independent(
      sample(95, 5.25, 0.95), sample(89, 5.22, 0.83), bounds: try EquivalenceBounds(margin: 0.43, scale: .standardized))
    expectPrinted(result.statistic, "-2.69")
    expectPrinted(try #require(result.p), "0.004")
    expectClose(try result.detail("upperBoundStandardized"), 0.43, 1e-12)
    #expect(
      result.conventions.contains(
        "standardised bounds, in units of the root of the mean of the two variances, which the sample estimates"))
    #expect(
      result.conventions.contains(
        "p is the larger of the two one-sided p-values; p < .05 exactly where the 90 % interval lies within the bounds"
      ))
  }

  @Test(.property("tost", keeps: "p < .05 exactly where the 90 % interval lies within the bounds; groups exchanged"))
  func `p is under .05 exactly where the 90 % interval lies within the bounds`() throws {
    let y: [Double] = [3, 4, 5, 4, 3, 5, 2, 4, 6, 4]
    for shift in stride(from: -1.5, through: 1.5, by: 0.1) {
      let x = y.map { $0 + shift }.reversed().map { $0 }
      let result = try MeanEquivalenceTest.independent(Array(x), y, bounds: try EquivalenceBounds(margin: 1))
      let narrow = try #require(result.estimate?.narrowInterval)
      #expect((try #require(result.p) < 0.05) == (narrow.lower > -1 && narrow.upper < 1), "\(shift)")
      let back = try MeanEquivalenceTest.independent(y, Array(x), bounds: try EquivalenceBounds(margin: 1))
      expectClose(try #require(back.p), try #require(result.p), 1e-12)
    }
  }

  @Test func `bounds that make no sense are refused in words`() throws {
    let margin = #expect(throws: StatisticsError.self) { try EquivalenceBounds(margin: 0) }
    #expect(
      margin?.description
        == "--margin: the margin 0.0; expected a number above 0\n  mend: name the smallest difference of interest, such as 0.5"
    )
    let order = #expect(throws: StatisticsError.self) { try EquivalenceBounds(lower: 1, upper: -1) }
    #expect(order?.found == "the bounds 1.0 and -1.0")
    let bounds = try EquivalenceBounds(margin: 1)
    let level = #expect(throws: StatisticsError.self) {
      try MeanEquivalenceTest.independent([1, 2], [2, 3], bounds: bounds, level: 0.5)
    }
    #expect(level?.remedy == "write 0.95 for tests at .05 and a 90 % interval")
    let constant = #expect(throws: StatisticsError.self) {
      try MeanEquivalenceTest.independent([1, 1], [1, 1], bounds: bounds)
    }
    #expect(constant?.code == .constant)
    #expect(throws: StatisticsError.self) { try MeanEquivalenceTest.oneSample([1], mu: 0, bounds: bounds) }
  }
}
