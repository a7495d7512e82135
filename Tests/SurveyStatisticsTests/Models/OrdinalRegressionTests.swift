import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

@Suite struct OrdinalRegressionTests {
  typealias Examples = ModelExamples

  @Test(.published("ordinal", in: "Agresti (2002), table 7.6"))
  func `the mental impairment example of Agresti comes out as printed`() throws {
    let example = Examples.impairment
    let model = try OrdinalRegression(example.columns, answers: example.answers)
    // Agresti (2002), table 7.6: intercepts and effects; the printed effects are of lower answers.
    for (found, printed) in zip(model.thresholds, [-0.2819, 1.2128, 2.2094]) { expectNear(found, printed, 6e-5) }
    for (found, printed) in zip(model.coefficients, [0.3189, -1.1112]) { expectNear(found, printed, 6e-5) }
  }

  @Test(
    .golden("ordinal", by: "SciPy 1.17.1, mpmath 1.4.1: the likelihood's maximum; Brant's test by statsmodels 0.15.0"))
  func `maximum, errors and Brant's test are those of an independent program`() throws {
    let golden = try #require(try Examples.golden()["ordinal"])
    let answers = try Examples.data("ordered").map { Int($0) }
    let model = try OrdinalRegression(try Examples.columns(), answers: answers)
    let result = try model.result(answerNames: ["never", "seldom", "often", "always"])
    let expected = Examples.numbers(golden["thresholds"]) + Examples.numbers(golden["coefficients"])
    for (index, term) in result.coefficients.enumerated() {
      expectClose(term.estimate, expected[index], 1e-10, term.term)
      expectClose(term.standardError, Examples.numbers(golden["se"])[index], 1e-10, term.term)
    }
    expectClose(model.logLikelihood, try golden.number("llf"), 1e-13)
    #expect(result.coefficients[0].term == "never | seldom")
    #expect(result.coefficients[3].interval.method == "profile-likelihood")
    let brant = try BrantTest(model)
    expectClose(brant.statistic, try golden.number("brant", "all", "0"), 1e-9)
    expectClose(brant.p, try golden.number("brant", "all", "2"), 1e-9)
    #expect(brant.degreesOfFreedom == 8)
    for term in brant.terms {
      expectClose(term.statistic, try golden.number("brant", term.term, "0"), 1e-8, term.term)
      #expect(term.degreesOfFreedom[0] == (try golden.number("brant", term.term, "1")))
    }
    expectClose(try #require(result.detailValue("brant")), brant.statistic, 1e-14)
    #expect(
      result.assumptions.contains(Assumption("the odds ratios are the same at every cut of the scale", .met)))
  }

  @Test(.property("ordinal", keeps: "two answers: the logistic model"))
  func `with two answers it is the logistic regression`() throws {
    let yes = try Examples.data("yes").map { Int($0) }
    let ordinal = try OrdinalRegression(try Examples.columns(), answers: yes)
    let logistic = try LogisticRegression(try Examples.columns(), isYes: yes.map { $0 == 1 })
    expectClose(ordinal.thresholds[0], -logistic.coefficients[0], 1e-10)
    for index in 0..<4 {
      expectClose(ordinal.coefficients[index], logistic.coefficients[index + 1], 1e-10)
      expectClose(ordinal.covariance[index + 1, index + 1], logistic.covariance[index + 1, index + 1], 1e-9)
    }
    expectClose(ordinal.logLikelihood, logistic.logLikelihood, 1e-13)
    let (a, b) = (try #require(ordinal.profileInterval(0)), try #require(logistic.profileInterval(1)))
    expectClose(a.lower, b.lower, 1e-7)
    expectClose(a.upper, b.upper, 1e-7)
  }

  @Test(.property("ordinal", keeps: "the scale read backwards")) func `the scale read backwards turns every sign`()
    throws
  {
    let answers = try Examples.data("ordered").map { Int($0) }
    let plain = try OrdinalRegression(try Examples.columns(), answers: answers)
    let turned = try OrdinalRegression(try Examples.columns(), answers: answers.map { 3 - $0 })
    for index in 0..<4 { expectClose(turned.coefficients[index], -plain.coefficients[index], 1e-9) }
    for index in 0..<3 { expectClose(turned.thresholds[index], -plain.thresholds[2 - index], 1e-9) }
  }

  /// Whether thresholds and slope that move so raise some answer's likelihood and lower none's.
  private func separates(_ cuts: [Double], _ slope: Double, _ values: [Double], _ answers: [Int]) -> Bool {
    var gains: [Double] = []
    for (value, answer) in zip(values, answers) {
      if answer < cuts.count { gains.append(cuts[answer] - slope * value) }
      if answer > 0 { gains.append(slope * value - cuts[answer - 1]) }
    }
    return gains.allSatisfy { $0 >= 0 } && gains.contains { $0 > 0 }
  }

  @Test(.property("ordinal", keeps: "refused exactly where a direction separates: all 511 tables"))
  func `of all tables of three answers by three values those are refused that a direction separates`() {
    let steps = [-4.0, -3, -2, -1, 0, 1, 2, 3, 4]
    var counts = (separated: 0, estimated: 0)
    for table in 1..<512 {
      let cells = (0..<9).filter { table >> $0 & 1 == 1 }
      let values = cells.map { Double($0 / 3) }
      let used = Set(cells.map { $0 % 3 }).sorted()
      let answers = cells.map { cell in used.firstIndex(of: cell % 3) ?? 0 }
      let isSeparated = steps.contains { first in
        steps.contains { second in
          [-2.0, -1, 0, 1, 2].contains { slope in
            separates(Array([first, second].prefix(used.count - 1)), slope, values, answers)
          }
        }
      }
      let error = refusal { () throws(StatisticsError) in
        _ = try OrdinalRegression(ModelColumns([("x", values)]), answers: answers)
      }
      if let error, error.code != .separation {
        #expect([.groups, .notPositiveDefinite, .tooFewRespondents].contains(error.code), "table \(table): \(error)")
        continue
      }
      #expect((error != nil) == isSeparated, "table \(table): \(error?.description ?? "estimated")")
      if error == nil { counts.estimated += 1 } else { counts.separated += 1 }
    }
    #expect(counts.separated > 100 && counts.estimated > 200, "\(counts)")
  }

  @Test func `what cannot be answered is refused in words`() throws {
    func message(_ x: [Double], _ answers: [Int]) -> String {
      let error = refusal { () throws(StatisticsError) in
        _ = try OrdinalRegression(ModelColumns([("x", x)]), answers: answers)
      }
      return error?.description ?? "no error"
    }
    #expect(
      message([], [])
        == "--outcome: no respondent with all answers; expected at least two different answers\n"
        + "  mend: look at --where and at missing answers")
    #expect(message([1], [0]).hasPrefix("--outcome: the same outcome for all respondents"))
    let ordered = message([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 2, 2])
    #expect(ordered.hasPrefix("--predictors: outcomes that 'x' separates without a mistake"), "\(ordered)")
    #expect(message([1, 2, 3, 2.5, 5, 4], [0, 0, 1, 1, 2, 2]).hasPrefix("--predictors: outcomes that 'x' separates"))
    #expect(message([1, 2, 3, 1.5, 5, 2], [0, 0, 1, 1, 2, 2]) == "no error")
    // A cut that separates alone leaves the model, and Brant's test says why it cannot be made.
    let columns = ModelColumns([("x", [0, 0, 0, 0, 1, 1, 1, 1])])
    let model = try OrdinalRegression(
      columns, answers: [0, 1, 2, 2, 1, 2, 2, 1],
      weights: ModelWeights([9, 5, 6, 1, 8, 7, 1, 1], kind: .counts, respondents: 38))
    let result = try model.result(answerNames: ["a", "b", "c"])
    #expect(
      result.warnings == [
        "Brant’s test of equal odds ratios at every cut could not be made: outcomes that 'x' separates without a mistake"
      ])
    #expect(
      result.assumptions.contains(Assumption("the odds ratios are the same at every cut of the scale", .notChecked)))
  }
}
