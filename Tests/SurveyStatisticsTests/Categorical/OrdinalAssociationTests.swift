import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct OrdinalAssociationTests {
  /// Agresti (2002), page 57: income and job satisfaction of black males, General Social Survey 1996.
  let job = [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]]

  @Test(.published("gamma", in: "Agresti (2002), sections 2.4.4 and 3.4.3"))
  func `income and job satisfaction has the gamma that Agresti prints`() throws {
    // Agresti (2002), sections 2.4.4 and 3.4.3: C = 1331, D = 849, gamma = .221, standard error .117.
    let result = try OrdinalAssociationTest.gamma(try ContingencyTable(counts: job))
    expectPrinted(try result.detail("concordant"), "1331")
    expectPrinted(try result.detail("discordant"), "849")
    let estimate = try #require(result.estimate)
    expectPrinted(estimate.value, "0.221")
    expectPrinted(try #require(estimate.standardError), "0.117")
  }

  @Test(.golden("gamma", "somers-d", "kendall", by: "SciPy 1.17.1 and pairs listed one by one, numerical derivatives"))
  func `every measure agrees with pairs listed one by one and numerical derivatives`() throws {
    let golden = try #require(try Golden.json("association-py.json")["ordinal"])
    let measures: [(OrdinalAssociation.Measure, String)] = [
      (.gamma, "gamma"), (.rowsByColumns, "rowsByColumns"), (.columnsByRows, "columnsByRows"),
      (.symmetric, "symmetric"), (.tauB, "tauB"), (.tauC, "tauC"),
    ]
    for name in ["job", "long"] {
      let expected = try #require(golden[name])
      let counts = try #require(expected["table"]?.array).map { row in
        try #require(row.array).map { Int(try #require($0.digits)) }
      }
      let pairs = try #require(OrdinalAssociation(try ContingencyTable(counts: counts)))
      expectClose(pairs.concordant, try expected.number("concordant"), 1e-14)
      expectClose(pairs.discordant, try expected.number("discordant"), 1e-14)
      for (measure, key) in measures {
        let name = measure == .gamma ? "gamma" : [.tauB, .tauC].contains(measure) ? "kendall" : "somers-d"
        expectClose(pairs.value(measure), try expected.number("values", key), 1e-13, key, of: name)
        expectClose(pairs.standardError(measure), try expected.number("errors", key), 1e-6, key, of: name)
      }
      // SciPy's D is of the columns by the rows.
      expectClose(pairs.value(.columnsByRows), try expected.number("scipySomers"), 1e-13, of: "somers-d")
    }
  }

  @Test(.property("kendall", keeps: "a crossing and its respondents give one tau-b"))
  func `tau-b is Kendall's, and the pairs are counted alike`() throws {
    let table = try ContingencyTable(counts: job)
    var (x, y): ([Double], [Double]) = ([], [])
    for (row, line) in job.enumerated() {
      for (column, count) in line.enumerated() {
        x += [Double](repeating: Double(row), count: count)
        y += [Double](repeating: Double(column), count: count)
      }
    }
    let kendall = try KendallTest.run(x, y)
    let pairs = try #require(OrdinalAssociation(table))
    expectClose(pairs.value(.tauB), try #require(kendall.estimate).value, 1e-13)
    #expect(pairs.concordant == (try kendall.detail("concordant")))
    // With ties the interval stands on the error of the crossing, not on Fieller's.
    let interval = try #require(kendall.estimate?.interval)
    #expect(interval.method == "delta-fisher-z")
    let effect = try #require(pairs.effect(.tauB).interval)
    expectClose(interval.lower, effect.lower, 1e-12)
    expectClose(interval.upper, effect.upper, 1e-12)
    #expect(pairs.tiedRows == (try kendall.detail("tiedX")))
    #expect(pairs.tiedColumns == (try kendall.detail("tiedY")))
  }

  @Test(.property("somers-d", keeps: "answers exchanged and reversed"))
  func `exchanging the answers exchanges Somers' two directions, and reversing one turns the sign`() throws {
    let table = try ContingencyTable(counts: job)
    let one = try OrdinalAssociationTest.somersD(table, names: ("satisfaction", "income"))
    let other = try OrdinalAssociationTest.somersD(table.transposed)
    expectClose(try #require(one.estimate).value, try other.effect("somers-d-reversed").value, 1e-14)
    expectClose(one.statistic, other.statistic, 1e-13)
    let reversed = try OrdinalAssociationTest.somersD(try ContingencyTable(counts: Array(job.reversed())))
    expectClose(try #require(reversed.estimate).value, -(try #require(one.estimate).value), 1e-13)
    #expect(one.conventions.first == "d is of satisfaction by income: it leaves out the pairs that income ties")
  }

  @Test(.property("gamma", "somers-d", keeps: "two answers each: Yule's Q, a difference of shares, phi"))
  func `with two answers each gamma is Yule's Q and Somers' d a difference of shares`() throws {
    let table = try ContingencyTable(counts: [[30, 20], [10, 40]])
    let pairs = try #require(OrdinalAssociation(table))
    expectClose(pairs.value(.gamma), (30.0 * 40 - 20 * 10) / (30.0 * 40 + 20 * 10), 1e-14)
    expectClose(pairs.value(.columnsByRows), 0.8 - 0.4, 1e-14)
    expectClose(pairs.value(.tauB), try ChiSquareTest.independence(table).effect("phi").value, 1e-13)
  }

  @Test func `what cannot be ordered is refused, and full order has no interval`() throws {
    let one = #expect(throws: StatisticsError.self) {
      try OrdinalAssociationTest.gamma(try ContingencyTable(counts: [[3, 4], [0, 0]]))
    }
    #expect(one?.found == "1 row(s) and 2 column(s) with respondents")
    let empty = #expect(throws: StatisticsError.self) {
      try OrdinalAssociationTest.gamma(try ContingencyTable(counts: [[0, 0], [0, 0]]))
    }
    #expect(empty?.code == .groups)
    let full = try OrdinalAssociationTest.gamma(try ContingencyTable(counts: [[3, 0], [0, 4]]))
    #expect(full.estimate?.value == 1)
    #expect(full.estimate?.interval == nil)
    #expect(full.warnings == ["all pairs go one way: there is no interval"])
  }
}
