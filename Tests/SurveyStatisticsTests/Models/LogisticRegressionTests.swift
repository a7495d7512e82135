import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct LogisticRegressionTests {
  @Test func `probabilities that differ by rounding alone are tied in the area under the curve`() {
    let isYes = [true, false, true, false, true, false, true, true, false, false]
    let level = [1, 1, 1, 1, 2, 2, 2, 3, 3, 3].map { Double($0) / 7 }
    let jittered = level.enumerated().map { $0.offset % 2 == 0 ? $0.element : $0.element.nextUp }
    let weights = [Double](repeating: 1, count: 10)
    let plain = AreaUnderCurve.estimate(
      scores: level, isYes: isYes, weights: weights, base: Base(count: 10), level: 0.95)
    let rounded = AreaUnderCurve.estimate(
      scores: jittered, isYes: isYes, weights: weights, base: Base(count: 10), level: 0.95)
    #expect(plain == rounded)
  }

  typealias Examples = ModelExamples

  @Test(.published("logistic", in: "Agresti (2002), table 5.6"))
  func `the AIDS symptoms example of Agresti comes out as printed`() throws {
    let example = Examples.azt
    let weights = ModelWeights(
      example.counts, kind: .counts, respondents: Int(example.counts.reduce(0, +)))
    let result = try LogisticRegression(example.columns, isYes: example.isYes, weights: weights).result()
    // Agresti (2002), table 5.6: estimates, standard errors and profile intervals to four decimals.
    let printed: [(Double, Double, Double, Double)] = [
      (-1.0736, 0.2629, -1.6088, -0.5735), (-0.7195, 0.2790, -1.2773, -0.1799), (0.0555, 0.2886, -0.5023, 0.6334),
    ]
    for (term, (estimate, error, lower, upper)) in zip(result.coefficients, printed) {
      expectNear(term.estimate, estimate, 6e-5)
      expectNear(term.standardError, error, 6e-5)
      expectNear(term.interval.lower, lower, 6e-5, "\(term.interval)")
      expectNear(term.interval.upper, upper, 6e-5, "\(term.interval)")
      #expect(term.interval.method == "profile-likelihood")
    }
    #expect(result.base.count == 338)
    // Wald's statistic of AZT is printed as 6.65.
    expectNear(result.coefficients[1].statistic * result.coefficients[1].statistic, 6.65, 5e-3)
    expectNear((result.coefficients[1].oddsRatio?.value ?? 0), exp(-0.7195), 1e-4)
  }

  @Test(.golden("logistic", by: "statsmodels 0.15.0: Logit; profile intervals by SciPy 1.17.1"))
  func `coefficients, likelihoods, area and profile intervals are those of statsmodels`() throws {
    let golden = try #require(try Examples.golden()["logistic"])
    let isYes = try Examples.data("yes").map { $0 == 1 }
    let model = try LogisticRegression(try Examples.columns(), isYes: isYes)
    let result = try model.result()
    for (index, term) in result.coefficients.enumerated() {
      expectClose(term.estimate, Examples.numbers(golden["coefficients"])[index], 1e-10, term.term)
      expectClose(term.standardError, Examples.numbers(golden["se"])[index], 1e-9, term.term)
      expectClose(term.p, Examples.numbers(golden["p"])[index], 1e-8, term.term)
      expectClose(term.interval.lower, Examples.numbers(golden["profile"]?[index])[0], 1e-7, term.term)
      expectClose(term.interval.upper, Examples.numbers(golden["profile"]?[index])[1], 1e-7, term.term)
    }
    expectClose(model.logLikelihood, try golden.number("llf"), 1e-12)
    expectClose(model.nullLogLikelihood, try golden.number("llnull"), 1e-12)
    expectClose(result.statistic, try golden.number("lr"), 1e-10)
    expectClose(try #require(result.p), try golden.number("lr_p"), 1e-9)
    #expect(result.estimate?.id == "area-under-curve")
    expectClose(try #require(result.estimate?.value), try golden.number("auc"), 1e-13)
    expectClose(try #require(result.estimate?.standardError), try golden.number("auc_se"), 1e-12)
    expectClose(try #require(result.effectValue("mcfadden-r-squared")), try golden.number("mcfadden"), 1e-11)
    expectClose(try #require(result.effectValue("nagelkerke-r-squared")), try golden.number("nagelkerke"), 1e-11)
    expectClose(try #require(result.effectValue("tjur-r-squared")), try golden.number("tjur"), 1e-10)
  }

  @Test(.property("logistic", keeps: "patterns and respondents one by one give one model"))
  func `one row for each pattern of answers is the same model as one for each respondent`() throws {
    let example = Examples.azt
    var rows: [Int] = []
    for (row, count) in example.counts.enumerated() { rows += [Int](repeating: row, count: Int(count)) }
    let long = try LogisticRegression(example.columns.selecting(rows), isYes: rows.map { example.isYes[$0] }).result()
    let short = try LogisticRegression(
      example.columns, isYes: example.isYes, weights: ModelWeights(example.counts, kind: .counts, respondents: 338)
    ).result()
    for (a, b) in zip(long.coefficients, short.coefficients) {
      expectClose(a.estimate, b.estimate, 1e-10)
      expectClose(a.standardError, b.standardError, 1e-10)
      expectClose(a.interval.upper, b.interval.upper, 1e-7)
    }
    expectClose(try #require(long.estimate?.standardError), try #require(short.estimate?.standardError), 1e-11)
    let shares = [long, short].compactMap { $0.effectValue("nagelkerke-r-squared") }
    expectClose(shares[0], shares[1], 1e-11)
  }

  @Test(.property("logistic", keeps: "a fourfold table: its odds ratio; yes and no exchanged"))
  func `a fourfold table gives its own odds ratio`() throws {
    let columns = ModelColumns([("x", [1, 1, 0, 0])])
    let model = try LogisticRegression(
      columns, isYes: [true, false, true, false], weights: ModelWeights([12, 5, 7, 9], kind: .counts, respondents: 33))
    expectClose(model.coefficients[1], log(12.0 * 9 / (5 * 7)), 1e-12)
    expectClose(model.covariance[1, 1], 1 / 12.0 + 1 / 5.0 + 1 / 7.0 + 1 / 9.0, 1e-12)
    // Yes and no exchanged turn the sign.
    let turned = try LogisticRegression(
      columns, isYes: [false, true, false, true], weights: ModelWeights([12, 5, 7, 9], kind: .counts, respondents: 33))
    expectClose(turned.coefficients[1], -model.coefficients[1], 1e-12)
    let interval = try #require(turned.profileInterval(1))
    expectClose(-interval.upper, try #require(model.profileInterval(1)).lower, 1e-8)
  }

  private func message(_ columns: [(String, [Double])], _ isYes: [Bool], counts: [Double]? = nil) -> String {
    let error = refusal { () throws(StatisticsError) in
      let weights = counts.map { ModelWeights($0, kind: .counts, respondents: Int($0.reduce(0, +))) }
      _ = try LogisticRegression(ModelColumns(columns.map { ($0.0, $0.1) }), isYes: isYes, weights: weights).result()
    }
    return error?.description ?? "no error"
  }

  @Test func `separation is named, complete, quasi-complete, and of an empty cell`() {
    let complete = message(
      [("age", [1, 2, 3, 4, 5, 6]), ("z", [1, 0, 1, 0, 0, 1])], [false, false, false, true, true, true])
    #expect(
      complete.hasPrefix("--predictors: outcomes that 'age'")
        && complete.contains("without a mistake; expected both outcomes among the respondents"), "\(complete)")
    // The fourth cell is empty: nobody with x = 1 says no.
    #expect(
      message([("x", [1, 0, 0])], [true, true, false], counts: [8, 5, 9])
        == "--predictors: outcomes that 'x' separates without a mistake; expected both outcomes among the respondents that "
        + "a predictor tells apart; else its coefficient is infinite\n  mend: join rare answers by a recode, leave the "
        + "predictor out, or cross it with the outcome by fisher")
    // Touching at one value is quasi-complete separation.
    let quasi = message([("x", [1, 2, 3, 3, 4, 5])], [false, false, false, true, true, true])
    #expect(quasi.hasPrefix("--predictors: outcomes that 'x' separates without a mistake"), "\(quasi)")
    // One respondent out of line, and there is an estimate, however steep.
    #expect(
      message([("x", [1, 2, 3, 4, 5, 6, 7, 8])], [false, false, false, true, false, true, true, true]) == "no error")
    // Far from separation with rare outcomes.
    #expect(message([("x", [1, 1, 0, 0])], [true, false, true, false], counts: [1, 99_999, 9, 99_991]) == "no error")
  }

  @Test(.property("logistic", keeps: "refused exactly where a direction separates: all 255 tables"))
  func `of all tables of two yes-or-no predictors those are refused that a direction separates, and no others`() {
    let cells = [(0.0, 0.0), (0, 1), (1, 0), (1, 1)]
    let steps = [-2.0, -1, 0, 1, 2]
    var directions: [(Double, Double, Double)] = []
    for a in steps { for b in steps { for c in steps { directions.append((a, b, c)) } } }
    var counts = (separated: 0, estimated: 0)
    for table in 1..<256 {
      let rows = (0..<8).filter { table >> $0 & 1 == 1 }
      let places = rows.map { cells[$0 / 2] }
      let isYes = rows.map { $0 % 2 == 1 }
      let isSeparated = directions.contains { (a, b, c) -> Bool in
        let gains = zip(places, isYes).map { place, yes -> Double in
          let change: Double = a + b * place.0 + c * place.1
          return yes ? change : -change
        }
        return gains.allSatisfy { $0 >= 0 } && gains.contains { $0 > 0 }
      }
      let error = refusal { () throws(StatisticsError) in
        _ = try LogisticRegression(
          ModelColumns([("x", places.map(\.0)), ("z", places.map(\.1))]), isYes: isYes,
          weights: ModelWeights(rows.map { Double(1 + $0 % 3) }, kind: .counts, respondents: 99))
      }
      // Predictors that do not vary, or vary together, and outcomes that are all the same are refused before.
      if let error, error.code != .separation {
        #expect([.constant, .notPositiveDefinite, .tooFewRespondents].contains(error.code), "\(error)")
        continue
      }
      #expect((error != nil) == isSeparated, "table \(table): \(error?.description ?? "estimated")")
      if error == nil { counts.estimated += 1 } else { counts.separated += 1 }
    }
    #expect(counts.separated > 50 && counts.estimated > 15, "\(counts)")
  }

  @Test func `what cannot be answered is refused in words`() {
    #expect(
      message([("x", [])], [])
        == "--outcome: no respondent with all answers; expected respondents with and without the outcome\n"
        + "  mend: look at --success, at --where and at missing answers")
    #expect(message([("x", [1])], [true]).hasPrefix("--outcome: the same outcome for all respondents"))
    #expect(
      message([("x", [1, 2])], [true, false])
        == "--predictors: outcomes that 'x' separates without a mistake; expected "
        + "both outcomes among the respondents that a predictor tells apart; else its coefficient is infinite\n"
        + "  mend: join rare answers by a recode, leave the predictor out, or cross it with the outcome by fisher")
    #expect(
      message([("x", [1, 2, 3, 4]), ("y", [2, 4, 6, 8])], [true, false, true, false]).contains("a combination of"))
    #expect(
      message([("x", [1, 0]), ("y", [0, 1])], [true, false], counts: [5, 5])
        == "2 different combinations of answers for 3 coefficients; expected at least as many as coefficients\n"
        + "  mend: use fewer predictors")
    let precision = refusal { () throws(StatisticsError) in
      _ = try LogisticRegression(
        ModelColumns([("x", [1, 2, 3])]), isYes: [true, false, true],
        weights: ModelWeights([1, 2, 3], kind: .precision, respondents: 3))
    }
    #expect(
      precision?.description
        == "--weight-kind precision: precision weights; expected sampling or frequency weights\n"
        + "  mend: a yes or no has no variance of its own to weigh by")
  }
}
