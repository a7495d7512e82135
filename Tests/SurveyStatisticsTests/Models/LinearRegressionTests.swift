import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

@Suite struct LinearRegressionTests {
  typealias Examples = ModelExamples

  @Test(.golden("linear", by: "statsmodels 0.15.0: OLS")) func `coefficients, tests and fit are those of statsmodels`()
    throws
  {
    let golden = try #require(try Examples.golden()["linear"])
    let model = try LinearRegression(try Examples.columns(), outcome: try Examples.data("y"))
    let result = try model.result()
    let coefficients = Examples.numbers(golden["coefficients"])
    for (index, term) in result.coefficients.enumerated() {
      expectClose(term.estimate, coefficients[index], 1e-12, term.term)
      expectClose(term.standardError, Examples.numbers(golden["classical"])[index], 1e-12, term.term)
      expectClose(term.p, Examples.numbers(golden["classical_p"])[index], 1e-10, term.term)
      #expect(term.degreesOfFreedom == 235)
      expectClose(term.interval.lower, Examples.numbers(golden["interval"]?[index])[0], 1e-11)
      expectClose(term.interval.upper, Examples.numbers(golden["interval"]?[index])[1], 1e-11)
    }
    #expect(result.coefficients.map(\.term) == ["(intercept)", "age", "group=1", "group=2", "score"])
    expectClose(result.statistic, try golden.number("F"), 1e-12)
    expectClose(try #require(result.p), try golden.number("p"), 1e-10)
    #expect(result.degreesOfFreedom == [4, 235])
    expectClose(try #require(result.estimate?.value), try golden.number("r2"), 1e-13)
    expectClose(result.effects[0].value, try golden.number("adjusted"), 1e-13)
    #expect(result.estimate?.id == "r-squared" && result.effects[0].id == "adjusted-r-squared")
    for (index, term) in result.coefficients.dropFirst().enumerated() {
      expectClose(try #require(term.standardized), Examples.numbers(golden["standardized"])[index], 1e-12)
      let inflation =
        term.term.hasPrefix("group") ? try golden.number("gvif_group") : Examples.numbers(golden["vif"])[index]
      expectClose(try #require(term.varianceInflation), inflation, 1e-11, term.term)
    }
    expectClose(try #require(result.detailValue("breusch-pagan")), try golden.number("breusch_pagan", "0"), 1e-11)
    expectClose(try #require(result.detailValue("breusch-pagan-p")), try golden.number("breusch_pagan", "1"), 1e-9)
    #expect(
      result.assumptions.last
        == Assumption(
          "the residuals have one variance",
          .violated(why: "Koenker’s Breusch–Pagan test has p below .05; --errors hc3 does not need it")))
  }

  @Test(.golden("linear", by: "statsmodels 0.15.0: HC0 to HC3"), arguments: [LinearErrors.hc0, .hc1, .hc2, .hc3])
  func `robust standard errors are those of statsmodels, and say which they are`(errors: LinearErrors) throws {
    let golden = try #require(try Examples.golden()["linear"])
    let model = try LinearRegression(try Examples.columns(), outcome: try Examples.data("y"), errors: errors)
    let result = try model.result()
    for (index, term) in result.coefficients.enumerated() {
      expectClose(term.standardError, Examples.numbers(golden[errors.rawValue])[index], 1e-12, term.term)
    }
    expectClose(result.statistic, try golden.number("\(errors.rawValue)_F"), 1e-10)
    #expect(result.method == "Linear regression, \(errors.rawValue.uppercased()) standard errors")
    #expect(result.conventions[0].hasPrefix("standard errors: \(errors.rawValue.uppercased())"))
    #expect(result.assumptions.count == 2)
  }

  @Test(.golden("linear", by: "statsmodels 0.15.0: WLS and repeated rows"))
  func `precision weights are weighted least squares, frequency weights are repeated rows`() throws {
    let golden = try #require(try Examples.golden()["linear"])
    let (columns, y) = (try Examples.columns(), try Examples.data("y"))
    let weights = y.indices.map { Double(1 + $0 % 3) }
    let precise = try LinearRegression(
      columns, outcome: y, weights: ModelWeights(weights, kind: .precision, respondents: y.count))
    for (index, value) in Examples.numbers(golden["wls"]?["coefficients"]).enumerated() {
      expectClose(precise.coefficients[index], value, 1e-12)
      expectClose(precise.covariance[index, index].squareRoot(), Examples.numbers(golden["wls"]?["se"])[index], 1e-11)
    }
    #expect(precise.degreesOfFreedom == 235)
    let frequent = try LinearRegression(
      columns, outcome: y, weights: ModelWeights(weights, kind: .counts, respondents: y.count), errors: .hc3)
    for (index, value) in Examples.numbers(golden["frequency_hc3"]).enumerated() {
      expectClose(frequent.covariance[index, index].squareRoot(), value, 1e-11)
    }
    #expect(frequent.degreesOfFreedom == Double(weights.reduce(0, +)) - 5)
  }

  @Test(.property("linear", keeps: "respondents and predictors permuted, units changed"))
  func `the order of respondents and of predictors, and units, do not matter`() throws {
    let (columns, y) = (try Examples.columns(), try Examples.data("y"))
    let plain = try LinearRegression(columns, outcome: y, errors: .hc3)
    let order = y.indices.map { ($0 * 77 + 5) % y.count }
    let turned = try LinearRegression(columns.selecting(order), outcome: order.map { y[$0] }, errors: .hc3)
    var other = ModelColumns(rows: y.count)
    for term in columns.terms.reversed() {
      other.add(
        term.name, names: Array(columns.names[term.columns]),
        values: columns.values[term.columns].map { $0.map { 1024 * $0 + 7 } })
    }
    let changed = try LinearRegression(other, outcome: y, errors: .hc3)
    for index in 1..<5 {
      expectClose(turned.coefficients[index], plain.coefficients[index], 1e-12)
      expectClose(turned.covariance[index, index], plain.covariance[index, index], 1e-11)
    }
    for (left, right) in [(1, 4), (2, 2), (3, 3), (4, 1)] {
      expectClose(changed.coefficients[right] * 1024, plain.coefficients[left], 1e-11)
    }
    expectClose(changed.determination, plain.determination, 1e-13)
  }

  @Test func `what cannot be answered is refused in words, never as NaN`() throws {
    func message(_ columns: [(String, [Double])], _ outcome: [Double], _ errors: LinearErrors = .classical) -> String {
      let error = refusal { () throws(StatisticsError) in
        let named = columns.isEmpty ? ModelColumns(rows: outcome.count) : ModelColumns(columns.map { ($0.0, $0.1) })
        _ = try LinearRegression(named, outcome: outcome, errors: errors).result()
      }
      return error?.description ?? "no error"
    }
    #expect(
      message([("x", [])], [])
        == "--outcome: no respondent with all answers; expected an outcome that varies\n  mend: choose another outcome, or "
        + "look at --where and at missing answers")
    #expect(message([("x", [1])], [2]).hasPrefix("--outcome: the same outcome for all respondents"))
    #expect(
      message([("x", [1, 2])], [2, 4])
        == "2 respondents for 2 coefficients; expected more respondents than coefficients\n  mend: use fewer predictors"
    )
    #expect(message([("x", [1, 2, 3])], [4, 4, 4]).hasPrefix("--outcome: the same outcome for all respondents"))
    #expect(
      message([("x", [1, 2, 3, 4])], [3, 5, 7, 9])
        == "--predictors: predictors that give the outcome exactly; expected an outcome that varies beside them\n"
        + "  mend: leave out the predictor that repeats the outcome")
    #expect(
      message([("x", [0, 0, 0, 0, 1])], [3, 5, 7, 9, 2], .hc3)
        == "--errors hc3: a respondent who alone determines a coefficient; expected leverages below 1\n"
        + "  mend: join rare answers by a recode, or use --errors hc1")
    #expect(message([("x", [0, 0, 0, 0, 1])], [3, 5, 7, 9, 2], .hc1) == "no error")
    #expect(message([("x", [1, 2, .nan])], [3, 5, 7]).contains("a value that is not a finite number"))
    // What is left of z beside x is the rounding of z alone, whichever of the two is looked at last.
    var random = CounterGenerator(seed: 11)
    let x = (0..<60).map { _ in Double(random.below(900) + 100) * 1e-7 }
    let z = x.map { 2 * $0 + 1 }
    let y = x.map { _ in Double(random.below(100)) }
    #expect(message([("x", x), ("z", z)], y).contains("which is a combination of 'x'"))
    #expect(message([("z", z), ("x", x)], y).contains("which is a combination of 'x'"))
    // Without predictors the intercept is the mean.
    let mean = try LinearRegression(ModelColumns(rows: 3), outcome: [1, 2, 6]).result()
    #expect(mean.coefficients.map(\.estimate) == [3])
    #expect(mean.p == nil && mean.degreesOfFreedom.isEmpty)
  }
}
