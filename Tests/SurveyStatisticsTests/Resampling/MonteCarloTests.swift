import SurveyModel
import SurveyPreparation
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

/// Random rearrangements against exact distributions, by way of the catalogue.
@Suite struct MonteCarloTests {
  /// Two categorical variables with this crossing, and two numeric ones.
  private func prepared(_ counts: [[Int]], numbers: [[Double]] = []) -> PreparedSurvey {
    var columns: [(Variable, Column)] = []
    let cells = counts.indices.flatMap { row in
      counts[row].indices.flatMap { column in
        [(row: Int, column: Int)](repeating: (row, column), count: counts[row][column])
      }
    }
    for (name, codes, size) in [
      ("rows", cells.map(\.row), counts.count), ("columns", cells.map(\.column), counts.first?.count ?? 0),
    ] {
      let labels = (0..<size).map { ValueLabel(code: "\($0 + 1)", label: "L\($0 + 1)", value: Double($0 + 1)) }
      columns.append(
        (
          Variable(name: name, kind: .categorical, level: .ordinal, labels: labels),
          .categorical(
            CategoricalColumn(
              codes: codes.map { UInt16($0) },
              entries: (0..<size).map { .init(text: "\($0 + 1)", meaning: .label($0)) }))
        ))
    }
    let survey = Survey(
      codebook: Codebook(variables: columns.map(\.0)), columns: columns.map(\.1), count: cells.count,
      provenance: Provenance(format: "csv", evidence: "by hand"))
    return PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: cells.count),
      report: PreparationReport(respondents: cells.count))
  }

  private func request(_ test: String, replicates: Int = 20000, seed: UInt64 = 5) -> TestRequest {
    var request = TestRequest(test)
    request.outcome = "rows"
    request.by = "columns"
    request.association.monteCarlo = MonteCarlo(replicates: replicates, seed: seed)
    return request
  }

  /// Four standard errors of a Monte Carlo p-value.
  private func reach(_ p: Double, _ n: Int = 20000) -> Double { 4 * (p * (1 - p) / Double(n)).squareRoot() + 1e-4 }

  @Test(.property("Monte Carlo p-values", keeps: "within four standard errors of all tables listed"))
  func `a table's p-value comes close to that of all tables listed`() throws {
    let golden = try #require(try Golden.json("association-py.json")["exact"])
    let counts = try #require(golden["table"]?.array).map {
      try #require($0.array).map { Int(try #require($0.digits)) }
    }
    let exact = try golden.number("p")
    let result = try TestCatalogue.run(request("chi-square"), on: prepared(counts))
    #expect(abs(try #require(result.p) - exact) < reach(exact))
    #expect(try result.detail("monteCarloLower") < exact)
    #expect(try result.detail("monteCarloUpper") > exact)
    #expect(try result.detail("pAsymptotic") == ChiSquared(4).upperTail(result.statistic))
    let fisher = try TestCatalogue.run(request("fisher"), on: prepared(counts))
    let listed = try #require(try FisherExactTest.test(try ContingencyTable(counts: counts)).p)
    #expect(abs(try #require(fisher.p) - listed) < reach(listed))
  }

  @Test func `four cells in one direction come close to Fisher's one-sided p`() throws {
    let data = prepared([[7, 3], [2, 6]])
    for alternative in Alternative.allCases {
      var asked = request("fisher")
      asked.alternative = alternative
      let drawn = try #require(try TestCatalogue.run(asked, on: data).p)
      asked.association.monteCarlo = nil
      let exact = try #require(try TestCatalogue.run(asked, on: data).p)
      #expect(abs(drawn - exact) < reach(exact), "\(alternative)")
    }
  }

  @Test func `rank tests come close to their exact distributions`() throws {
    // Groups in the columns, answers in the rows.
    let counts = [[3, 0], [2, 1], [2, 3], [0, 4]]
    let data = prepared(counts)
    for alternative in Alternative.allCases {
      var asked = request("mann-whitney")
      asked.alternative = alternative
      let result = try TestCatalogue.run(asked, on: data)
      var exactly = asked
      exactly.association.monteCarlo = nil
      exactly.method = .exact
      let exact = try #require(try TestCatalogue.run(exactly, on: data).p)
      // Two-sided p-values are made by distance here and by doubling there; the table is close to symmetric.
      let slack = alternative == .twoSided ? 0.02 : 0
      #expect(abs(try #require(result.p) - exact) < reach(exact) + slack, "\(alternative)")
    }
    var pairs = TestRequest("wilcoxon-signed-rank")
    pairs.outcome = "rows"
    pairs.with = "columns"
    pairs.method = .exact
    pairs.alternative = .greater
    let exact = try #require(try TestCatalogue.run(pairs, on: data).p)
    pairs.method = .automatic
    pairs.association.monteCarlo = MonteCarlo(replicates: 20000, seed: 2)
    let signs = try #require(try TestCatalogue.run(pairs, on: data).p)
    #expect(abs(signs - exact) < reach(exact))
    // Gamma, Somers' d, Kendall, Jonckheere and two-group Mann–Whitney order the same random tables.
    let p = try ["gamma", "somers-d", "jonckheere", "mann-whitney"].map { test -> Double in
      var asked = request(test)
      asked.alternative = test == "mann-whitney" ? .less : .greater
      return try #require(try TestCatalogue.run(asked, on: data).p)
    }
    for value in p { #expect(abs(value - p[0]) < 2 * reach(p[0])) }
  }

  @Test func `a trend comes close to Fisher's p where there are two groups`() throws {
    let data = prepared([[7, 3], [2, 6]])
    var asked = request("cochran-armitage")
    asked.success = ["L1"]
    asked.alternative = .less
    let trend = try #require(try TestCatalogue.run(asked, on: data).p)
    var exactly = TestRequest("fisher")
    exactly.outcome = "rows"
    exactly.by = "columns"
    exactly.alternative = .greater
    let exact = try #require(try TestCatalogue.run(exactly, on: data).p)
    #expect(abs(trend - exact) < reach(exact))
  }

  @Test func `the same seed gives the same p, another one another, and the convention says how`() throws {
    let data = prepared([[5, 3, 2], [2, 4, 4], [1, 3, 6]])
    let one = try TestCatalogue.run(request("kruskal-wallis", replicates: 999), on: data)
    #expect(one.p == (try TestCatalogue.run(request("kruskal-wallis", replicates: 999), on: data)).p)
    #expect(one.p != (try TestCatalogue.run(request("kruskal-wallis", replicates: 999, seed: 6), on: data)).p)
    #expect(
      one.conventions.last
        == "p is (b + 1)/(N + 1) of N = 999 random divisions of the respondents into groups, seed 5, b of them at least "
        + "as far from the null hypothesis; its 99 % interval is in the details")
    for test in ["g-test", "gamma", "somers-d", "jonckheere"] {
      let result = try TestCatalogue.run(request(test, replicates: 199), on: data)
      #expect(try #require(result.p) >= 1.0 / 200)
    }
    for test in ["spearman", "kendall", "wilcoxon-signed-rank"] {
      var asked = request(test, replicates: 199)
      asked.by = nil
      asked.with = "columns"
      #expect(try #require(try TestCatalogue.run(asked, on: data).p) <= 1)
    }
    var friedman = TestRequest("friedman")
    friedman.items = "rows,columns"
    friedman.association.monteCarlo = MonteCarlo(replicates: 4000)
    let chance = try TestCatalogue.run(friedman, on: data)
    // Of two items the order within a respondent is a coin, so that Friedman's exact p is the sign test's.
    var sign = TestRequest("sign-paired")
    sign.items = "rows,columns"
    let exact = try #require(try TestCatalogue.run(sign, on: data).p)
    #expect(abs(try #require(chance.p) - exact) < reach(exact, 4000))
  }

  @Test func `too few rearrangements are refused, and tests without them refuse the option`() {
    let data = prepared([[5, 3], [2, 4]])
    let few = #expect(throws: StatisticsError.self) {
      try TestCatalogue.run(request("chi-square", replicates: 10), on: data)
    }
    #expect(few?.found == "10 random rearrangements")
    #expect(few?.remedy == "10000 settle a p-value of .05 within .006")
    let other = #expect(throws: StatisticsError.self) { try TestCatalogue.run(request("t-welch"), on: data) }
    #expect(other?.found == "--monte-carlo for the test 't-welch'")
    var both = request("chi-square")
    both.method = .asymptotic
    let two = #expect(throws: StatisticsError.self) { try TestCatalogue.run(both, on: data) }
    #expect(two?.expected == "--asymptotic or --monte-carlo, not both")
  }
}
