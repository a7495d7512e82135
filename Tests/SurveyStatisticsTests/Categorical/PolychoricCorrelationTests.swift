import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct PolychoricCorrelationTests {
  private func table(_ value: JSONValue?) throws -> [[Double]] {
    try #require(value?.array).map { try #require($0.array).map { try #require($0.digits) } }
  }

  @Test(.golden("polychoric", by: "Python 3.11.7, SciPy 1.17.1: numerical integration and differentiation"))
  func `both methods agree with numerical integration and differentiation`() throws {
    let golden = try #require(try Golden.json("association-py.json")["polychoric"])
    for name in ["traits", "job", "fourfold"] {
      let expected = try #require(golden[name])
      let counts = try table(expected["table"])
      let two = try PolychoricCorrelation(counts)
      expectNear(two.value, try expected.number("twoStep"), 1e-9, "\(name)")
      expectClose(try #require(two.standardError), try expected.number("twoStepError"), 2e-5, name)
      let ml = try PolychoricCorrelation(counts, method: .maximumLikelihood)
      expectNear(ml.value, try expected.number("ml", "rho"), 1e-8, "\(name)")
      expectClose(try #require(ml.standardError), try expected.number("ml", "error"), 2e-5, name)
      expectClose(ml.logLikelihood, try expected.number("ml", "logLikelihood"), 1e-12, name)
      for (cut, index) in zip(ml.rowThresholds, 0...) {
        expectNear(cut, try expected.number("ml", "rows", "\(index)"), 1e-7, "\(name)")
      }
    }
  }

  @Test(.golden("polychoric", by: "R 4.2.2, psych 2.2.9: polychoric"))
  func `psych finds the same two-step correlation as far as its search goes, and the same cuts`() throws {
    let golden = try #require(try Golden.json("association-r.json")["polychoric"])
    for name in ["traits", "short"] {
      let expected = try #require(golden[name])
      let correlation = try PolychoricCorrelation(try table(expected["table"]))
      expectNear(correlation.value, try expected.number("rho"), 1e-4, "\(name)")
      for (index, cut) in correlation.rowThresholds.enumerated() {
        expectClose(cut, try expected.number("tau", "0", "\(index)"), 1e-12)
      }
      for (index, cut) in correlation.columnThresholds.enumerated() {
        expectClose(cut, try expected.number("tau", "1", "\(index)"), 1e-12)
      }
    }
  }

  @Test(
    .published("tetrachoric correlation", in: "psych's manual: tetrachoric(40, 10, 15, 35) prints .71"),
    .property("polychoric", keeps: "two answers each: the tetrachoric correlation, with its error"))
  func `a two-by-two table has the tetrachoric correlation with its error, by either method`() throws {
    let tetrachoric = try #require(TetrachoricCorrelation(both: 40, firstOnly: 15, secondOnly: 10, neither: 35))
    for method in PolychoricCorrelation.Method.allCases {
      let polychoric = try PolychoricCorrelation([[40, 15], [10, 35]], method: method)
      expectClose(polychoric.value, tetrachoric.value, 1e-11, as: .property)
      expectClose(try #require(polychoric.standardError), tetrachoric.standardError, 1e-8, as: .property)
    }
    // Pearson (1900) and psych's manual: R's tetrachoric(matrix(c(40,10,15,35),2)) prints .71.
    expectPrinted(tetrachoric.value, "0.71")
  }

  @Test(.property("polychoric", keeps: "answers reversed, exchanged, doubled"))
  func `reversing an answer turns the sign, exchanging the two changes nothing, doubling only the error`() throws {
    let counts: [[Double]] = [[30, 11, 4], [12, 25, 13], [3, 9, 33], [1, 4, 20]]
    let one = try PolychoricCorrelation(counts)
    let reversed = try PolychoricCorrelation(Array(counts.reversed()))
    let turned = try PolychoricCorrelation((0..<3).map { column in counts.map { $0[column] } })
    let doubled = try PolychoricCorrelation(counts.map { $0.map { 2 * $0 } })
    #expect(abs(one.value + reversed.value) < 1e-9)
    #expect(abs(one.value - turned.value) < 1e-9)
    #expect(abs(one.value - doubled.value) < 1e-9)
    let error = try #require(one.standardError)
    expectClose(try #require(doubled.standardError), error / 2.0.squareRoot(), 1e-7)
    expectClose(try #require(reversed.standardError), error, 1e-7)
  }

  @Test(.property("polychoric", keeps: "influences sum to nothing and square to the error"))
  func `the influence sums to nothing and squares to the error`() throws {
    let counts: [[Double]] = [[40, 20, 10], [25, 50, 30], [12, 32, 60]]
    let correlation = try PolychoricCorrelation(counts)
    let n = 279.0
    let pairs = zip(counts.joined(), correlation.influence.joined())
    #expect(abs(pairs.reduce(0) { $0 + $1.0 * $1.1 }) < 1e-8 * n)
    let squares = pairs.reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    expectClose(try #require(correlation.standardError), squares.squareRoot() / n, 1e-13)
    // One respondent more in a cell moves the estimate by about influence / n.
    var more = counts
    more[2][2] += 0.01
    let moved = try PolychoricCorrelation(more).value - correlation.value
    expectClose(moved, 0.01 * correlation.influence[2][2] / n, 1e-3)
  }

  @Test(.property("polychoric", keeps: "empty rows; full agreement lies at the boundary"))
  func `empty rows do not matter, and answers that agree fully lie at the boundary`() throws {
    let plain = try PolychoricCorrelation([[5, 2, 1], [2, 6, 3], [1, 2, 9]])
    let padded = try PolychoricCorrelation([[5, 2, 0, 1], [0, 0, 0, 0], [2, 6, 0, 3], [1, 2, 0, 9]])
    #expect(abs(plain.value - padded.value) < 1e-12)
    let full = try PolychoricCorrelation([[4, 0, 0], [0, 5, 0], [0, 0, 6]])
    #expect(full.isAtBoundary)
    #expect(full.value == 1)
    #expect(full.standardError == nil && full.interval() == nil)
    let result = try PolychoricCorrelation.test(try ContingencyTable(counts: [[0, 0, 6], [0, 5, 0], [4, 0, 0]]))
    #expect(result.estimate?.value == -1)
    #expect(result.symbol == "χ²" && result.statistic.isFinite)
    #expect(
      result.warnings == [
        "the answers agree so far that the likelihood rises up to a correlation of -1: there is no standard error, "
          + "and the test is the likelihood ratio against independence"
      ])
    let corrected = try PolychoricCorrelation([[9, 3], [0, 7]])
    #expect(corrected.isCorrected && !corrected.isAtBoundary)
  }

  @Test(.property("polychoric", keeps: "120 sparse tables: a number with an error, or the boundary"))
  func `sparse tables give a number with an error, or lie at the boundary`() throws {
    var settled = 0
    for seed in 0..<120 {
      var generator = CounterGenerator(seed: 4, stream: UInt64(seed))
      let (rows, columns) = (2 + generator.below(4), 2 + generator.below(4))
      var counts = [[Double]](repeating: [Double](repeating: 0, count: columns), count: rows)
      for _ in 0..<(6 + generator.below(40)) {
        let row = generator.below(rows)
        // Half of the respondents answer near the diagonal, so that strong correlations and empty cells occur.
        let column = generator.below(2) == 0 ? min(row, columns - 1) : generator.below(columns)
        counts[row][column] += 1
      }
      guard let two = try? PolychoricCorrelation(counts) else { continue }
      #expect(abs(two.value) <= 1 && two.value.isFinite, "\(counts)")
      #expect(two.isAtBoundary == (two.standardError == nil), "\(counts)")
      if let error = two.standardError { #expect(error > 0 && error.isFinite, "\(counts)") }
      do {
        let ml = try PolychoricCorrelation(counts, method: .maximumLikelihood)
        #expect(ml.value.isFinite && ml.logLikelihood >= two.logLikelihood - 1e-9, "\(counts)")
        settled += 1
      } catch { #expect(error.code == .convergence, "\(counts)") }
    }
    #expect(settled >= 110)
  }

  @Test func `bad tables are refused in words`() {
    let flat = #expect(throws: StatisticsError.self) { try PolychoricCorrelation([[1, 2, 3], [0, 0, 0]]) }
    #expect(flat?.found == "1 row(s) and 3 column(s) with respondents")
    #expect(flat?.expected == "at least two of each")
    #expect(throws: StatisticsError.self) { try PolychoricCorrelation([]) }
    let ragged = #expect(throws: StatisticsError.self) { try PolychoricCorrelation([[1, 2], [3]]) }
    #expect(ragged?.code == .argument)
    let negative = #expect(throws: StatisticsError.self) { try PolychoricCorrelation([[1, -2], [3, 1]]) }
    #expect(negative?.found == "rows of different lengths, or a count that is negative or not finite")
  }

  @Test func `the test says whether two normal traits fit`() throws {
    let golden = try #require(try Golden.json("association-py.json")["polychoric"]?["traits"])
    let counts = try table(golden["table"]).map { $0.map { Int($0) } }
    let result = try PolychoricCorrelation.test(try ContingencyTable(counts: counts))
    #expect(result.assumptions == [Assumption("two normal traits lie behind the answers", .met)])
    #expect(result.estimate?.interval?.method == "fisher-z")
    expectClose(result.statistic, try #require(result.estimate?.value) / (try #require(result.estimate?.standardError)))
    // A table that is strong at both ends of one answer only: no normal traits.
    let odd = try PolychoricCorrelation.test(
      try ContingencyTable(counts: [[60, 5, 60], [5, 60, 5], [60, 5, 60]]))
    guard case .violated(let why) = try #require(odd.assumptions.first).state else {
      Issue.record("two normal traits should not fit")
      return
    }
    #expect(why.hasPrefix("the likelihood ratio against a free table is "))
    #expect(why.hasSuffix(" with 3 degrees of freedom"))
  }
}
