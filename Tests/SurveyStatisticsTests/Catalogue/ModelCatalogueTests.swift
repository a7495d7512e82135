import SurveyAggregation
import SurveyModel
import SurveyPreparation
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

@Suite struct ModelCatalogueTests {
  typealias Fixtures = DescriptiveFixtures

  private static let survey: Survey = {
    let scale = Fixtures.labels(["never", "seldom", "often"])
    let count = 90
    func codes(_ a: Int, _ b: Int, _ levels: Int) -> [Int] {
      (0..<count).map { ($0 * a + $0 * $0 % 17 * b) % levels + 1 }
    }
    var sex = codes(7, 2, 2)
    sex[4] = -1
    sex[5] = 0
    var secret = Fixtures.question("id", codes(1, 1, 2), Fixtures.labels(["x", "y"]))
    secret.0.personal = .identifier
    return Fixtures.survey([
      Fixtures.question("use", codes(5, 3, 3), scale),
      Fixtures.question("sex", sex, Fixtures.labels(["man", "woman"])),
      Fixtures.question("area", codes(3, 5, 3), Fixtures.labels(["city", "town", "land"])),
      Fixtures.number("age", (0..<count).map { Double(18 + $0 * 31 % 60) }),
      Fixtures.number("score", (0..<count).map { Double($0 * 13 % 29) / 3 }),
      Fixtures.question("same", codes(0, 0, 2), Fixtures.labels(["a", "b"])), secret,
      (Variable(name: "a:b", kind: .numeric, level: .scale), Fixtures.numeric((0..<count).map { Double($0 * 7 % 10) })),
      Fixtures.number("weight", (0..<count).map { Double($0 % 4) }),
      Fixtures.question("yes", codes(11, 1, 2), Fixtures.labels(["no", "yes"])),
    ])
  }()

  private func run(
    _ test: String, _ outcome: String?, _ predictors: String?, weights: SurveyDesign.Names? = nil,
    _ change: (inout TestRequest) -> Void = { _ in }
  ) throws -> TestResult {
    var request = TestRequest(test)
    request.outcome = outcome
    request.model.predictors = predictors
    change(&request)
    let prepared = PreparedSurvey(
      survey: Self.survey, selection: [Bool](repeating: true, count: Self.survey.count),
      report: PreparationReport(respondents: Self.survey.count))
    return try TestCatalogue.run(
      request, on: prepared, design: try weights.map { try SurveyDesign($0, of: Self.survey) })
  }

  private func message(
    _ test: String, _ outcome: String?, _ predictors: String?, _ change: (inout TestRequest) -> Void = { _ in }
  ) -> String {
    Fixtures.mistake { _ = try run(test, outcome, predictors, change) }?.description ?? "no error"
  }

  @Test func `categorical predictors are compared with a named reference`() throws {
    let plain = try run("linear", "score", "sex,area,age")
    #expect(plain.coefficients.map(\.term) == ["(intercept)", "sex=woman", "area=town", "area=land", "age"])
    #expect(plain.model?.references.map(\.answer) == ["man", "city"])
    #expect(plain.conventions.contains("compared with: 'man' of 'sex', 'city' of 'area'"))
    #expect(plain.base.count == 88)
    #expect(plain.missing.map(\.reason) == ["notShown", "unknownBlank"])
    let other = try run("linear", "score", "sex,area,age") { $0.model.references = ["area=3", "sex=woman"] }
    #expect(other.coefficients.map(\.term) == ["(intercept)", "sex=man", "area=city", "area=town", "age"])
    expectClose(other.coefficients[1].estimate, -plain.coefficients[1].estimate, 1e-11)
    expectClose(other.coefficients[2].estimate, -plain.coefficients[3].estimate, 1e-11)
    expectClose(other.statistic, plain.statistic, 1e-11)
    // The test of a term does not depend on its reference.
    let terms = [plain, other].map { $0.model?.terms.first { $0.term == "area" } }
    expectClose(try #require(terms[0]?.statistic), try #require(terms[1]?.statistic), 1e-10)
    #expect(terms[0]?.degreesOfFreedom == [2, 83])
    #expect(plain.json["references"]?["area"]?.string == "city")
    #expect(plain.json["terms"]?[1]?["term"]?.string == "area")
    #expect(plain.json["coefficients"]?[1]?["standardized"]?.number != nil)
  }

  @Test func `interactions are products, and the whole crossing is the table of means`() throws {
    let result = try run("linear", "score", "sex, area, sex:area")
    #expect(
      result.coefficients.suffix(2).map(\.term) == ["sex=woman:area=town", "sex=woman:area=land"])
    let scores = try #require(Self.survey.numbers(at: 4))
    let (sex, area) = (try #require(Self.survey.answers(at: 1)), try #require(Self.survey.answers(at: 2)))
    func mean(_ s: Int32, _ a: Int32) -> Double {
      let chosen = scores.indices.filter { sex[$0] == s && area[$0] == a }.map { scores[$0] }
      return chosen.reduce(0, +) / Double(chosen.count)
    }
    let b = result.coefficients.map(\.estimate)
    expectClose(b[0], mean(0, 0), 1e-11)
    expectClose(b[0] + b[1] + b[3] + b[5], mean(1, 2), 1e-11)
    let numeric = try run("linear", "score", "sex,age,sex:age")
    #expect(numeric.coefficients.last?.term == "sex=woman:age")
    let quoted = try run("linear", "score", "`a:b`,age,`a:b`:age")
    #expect(quoted.coefficients.map(\.term) == ["(intercept)", "a:b", "age", "a:b:age"])
  }

  @Test func `answers may count as their numbers`() throws {
    let result = try run("linear", "score", "use,age") { $0.model.numeric = ["use"] }
    #expect(result.coefficients.map(\.term) == ["(intercept)", "use", "age"])
  }

  @Test func `a yes is named, by the request or as the later of two answers`() throws {
    let plain = try run("logistic", "yes", "sex,area")
    #expect(plain.conventions[0] == "modelled: the odds of 'yes' of 'yes'")
    let turned = try run("logistic", "yes", "sex,area") { $0.success = ["no"] }
    expectClose(turned.coefficients[1].estimate, -plain.coefficients[1].estimate, 1e-9)
    let some = try run("logistic", "use", "area,age") { $0.success = ["2", "often"] }
    #expect(some.conventions[0] == "modelled: the odds of 'seldom', 'often' of 'use'")
    let wald = try run("logistic", "use", "area,age") {
      $0.success = ["2", "3"]
      $0.model.interval = .wald
    }
    #expect(wald.coefficients[1].interval.method == "wald")
    #expect(some.coefficients[1].interval.method == "profile-likelihood")
    expectClose(some.coefficients[1].estimate, wald.coefficients[1].estimate, 1e-12)
    #expect(wald.json["coefficients"]?[1]?["oddsRatio"]?["interval"]?["lower"]?.number != nil)
    // Patterns and respondents are the same model.
    let respondents = try run("logistic", "yes", "sex,area,age")
    #expect(respondents.base.count == 88 && plain.base.count == 88)
  }

  @Test func `frequency weights repeat respondents, weights of zero do not count`() throws {
    let frequency = try run(
      "logistic", "yes", "area", weights: .init(weights: "weight", kind: .frequency))
    #expect(frequency.design?.hasPrefix("frequency weights weight") == true)
    #expect(frequency.conventions.last == "frequency weights: each record counts as often as it weighs")
    #expect(frequency.base.count == 67)
    #expect(frequency.base.weighted == Double((0..<90).reduce(0) { $0 + $1 % 4 }))
    #expect(frequency.warnings == ["23 respondents have a weight of zero and do not count"])
    let sampling = try run("logistic", "yes", "area", weights: .init(weights: "weight"))
    for (a, b) in zip(frequency.coefficients, sampling.coefficients) { expectClose(a.estimate, b.estimate, 1e-9) }
    #expect(sampling.coefficients[1].degreesOfFreedom == 64.0)
    let precision = try run("linear", "score", "age", weights: .init(weights: "weight", kind: .precision))
    #expect(precision.method == "Linear regression, weighted least squares")
    #expect(precision.degreesOfFreedom == [1, 65])
  }

  @Test func `latent classes are found from a survey, whatever the weights are called`() throws {
    let result = try run("latent-class", nil, nil) {
      $0.items = "use,sex,area,yes"
      $0.model.classes = 1...2
      $0.model.starts = 4
      $0.model.seed = 11
    }
    #expect(result.id == "latent-class" && result.symbol == "BIC")
    #expect(result.model?.solutions.map(\.classes) == [1, 2])
    #expect(result.base.count == 88)
    #expect(result.groupCounts.reduce(0, +) == 88)
    #expect(result.p == nil && result.json["p"] == .null)
    let weighted = try run("latent-class", nil, nil, weights: .init(weights: "weight")) {
      $0.items = "use,sex,area,yes"
      $0.model.classes = 2...2
      $0.model.starts = 4
    }
    #expect(weighted.design != nil)
    #expect(weighted.warnings.contains { $0.hasPrefix("with weights the criteria are approximate") })
    let frequency = try run("latent-class", nil, nil, weights: .init(weights: "weight", kind: .frequency)) {
      $0.items = "use,sex,area,yes"
      $0.model.classes = 1...1
    }
    // Shares of the single class are those of repeated respondents, and so is their number in the criterion.
    #expect(frequency.base.weighted == frequency.groupCounts.reduce(0.0) { $0 + Double($1) })
    #expect(frequency.warnings.allSatisfy { !$0.hasPrefix("with weights") })
    #expect(frequency.base.count < 88)
    let precision = Fixtures.mistake {
      _ = try run("latent-class", nil, nil, weights: .init(weights: "weight", kind: .precision)) {
        $0.items = "use,sex"
      }
    }
    #expect(
      precision?.description
        == "--weight-kind precision: precision weights; expected sampling or frequency weights\n"
        + "  mend: an answer has no variance of its own to weigh by")
  }

  @Test func `every mistake in a model is named with its mending`() {
    #expect(
      message("linear", "score", nil)
        == "--predictors: no --predictors for the test 'linear'; expected variables\n"
        + "  mend: add --predictors A,B or, with their interaction, A,B,A:B")
    #expect(message("linear", "score", "agee").hasSuffix("did you mean 'age'?"))
    #expect(message("linear", "score", "age:agee").contains("no variable 'agee'"))
    #expect(message("linear", "score", "id").contains("'id', which is personal (identifier)"))
    #expect(
      message("linear", "score", "sex,sex:age")
        == "--predictors: the interaction 'sex:age' without 'age'; expected every part of an interaction among the "
        + "predictors\n  mend: add age")
    #expect(
      message("linear", "score", "age,age:age")
        == "--predictors: 'age:age'; expected different variables\n  mend: name each variable of an interaction once")
    #expect(
      message("linear", "score", "age,score")
        == "--predictors: 'score', which is the outcome; expected other variables\n  mend: take it out")
    #expect(
      message("linear", "score", "age,age")
        == "--predictors: a term that is named twice; expected each predictor once\n  mend: take it out")
    #expect(
      message("linear", "score", "same,age")
        == "--predictors: 'same', which is the same for all respondents of the model; expected a predictor that varies\n"
        + "  mend: leave it out")
    #expect(
      message("linear", "score", "sex") { $0.model.references = ["sex"] }
        == "--reference: 'sex'; expected a predictor and its answer\n  mend: write --reference sex=2")
    #expect(
      message("linear", "score", "sex") { $0.model.references = ["sexx=1"] }
        == "--reference: 'sexx'; expected one of the predictors\n  mend: did you mean 'sex'?")
    #expect(
      message("linear", "score", "sex") { $0.model.references = ["sex=womann"] }
        == "--reference: 'womann'; expected an answer of 'sex'\n  mend: did you mean 'woman'?")
    #expect(
      message("linear", "score", "age") { $0.model.references = ["age=20"] }
        == "--reference: 'age', which counts as a number; expected a categorical predictor\n"
        + "  mend: take it out of --reference")
    #expect(
      message("linear", "score", "age") { $0.model.numeric = ["ages"] }
        == "--numeric: 'ages'; expected one of the predictors\n  mend: did you mean 'age'?")
    #expect(
      message("logistic", "use", "age").hasPrefix(
        "--success: an outcome with 3 answers and no --success; expected the answers that count as yes"))
    #expect(
      message("logistic", "score", "age").hasSuffix("add --success VALUE,VALUE, or use linear"))
    #expect(message("ordinal", "score", "age").contains("expected a categorical variable"))
    #expect(
      message("ordinal", "use", "age") { $0.model.errors = .hc3 }
        == "--errors: --errors for the test 'ordinal'; expected one of the options it takes: --outcome, --predictors, "
        + "--reference, --numeric, --interval\n  mend: take --errors out")
    #expect(message("linear", "score", "age") { $0.by = "sex" }.hasPrefix("--by: --by for the test 'linear'"))
    #expect(
      message("latent-class", nil, nil) { $0.items = "use,age" }.hasPrefix(
        "--items: 'age', which is numeric; expected a categorical variable"))
  }

  @Test func `an empty cell of an interaction is named`() {
    // Nobody is a woman of the land.
    let survey = Self.survey.replacing([
      1: Fixtures.column((0..<90).map { $0 % 3 == 2 ? 1 : $0 % 2 + 1 }, Fixtures.labels(["man", "woman"])),
      2: Fixtures.column((0..<90).map { $0 % 3 + 1 }, Fixtures.labels(["city", "town", "land"])),
    ])
    var request = TestRequest("linear")
    request.outcome = "score"
    request.model.predictors = "sex,area,sex:area"
    let prepared = PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: 90), report: PreparationReport(respondents: 90))
    let error = Fixtures.mistake { _ = try TestCatalogue.run(request, on: prepared) }
    #expect(
      error?.description
        == "--predictors: nobody with 'sex=woman:area=land'; expected respondents in every combination of an interaction\n"
        + "  mend: join answers by a recode, or leave 'sex:area' out")
  }

  @Test func `numbers of classes are read as written`() {
    #expect(ModelRequest.classes(parsing: "3") == 3...3)
    #expect(ModelRequest.classes(parsing: "1..4") == 1...4)
    for text in ["", "0", "4..2", "a", "1...3", "1.5", "..3", "-1"] {
      #expect(ModelRequest.classes(parsing: text) == nil, "\(text)")
    }
  }
}

extension Survey {
  /// The survey with other columns at some positions, and with other labels where they are given.
  func replacing(_ others: [Int: Column], labels: [Int: [ValueLabel]] = [:]) -> Survey {
    DescriptiveFixtures.survey(
      columns.indices.map { position in
        var variable = codebook.variables[position]
        variable.labels = labels[position] ?? variable.labels
        return (variable, others[position] ?? columns[position])
      })
  }
}
