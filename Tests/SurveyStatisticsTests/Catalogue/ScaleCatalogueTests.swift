import SurveyModel
import SurveyPreparation
import SurveyStatistics
import Testing
import TextFormats

@Suite struct ScaleCatalogueTests {
  /// The synthetic answers of the golden file as a survey of five-point items, the first respondent with a blank.
  static func prepared() throws -> PreparedSurvey {
    let labels = (1...5).map { ValueLabel(code: "\($0)", label: "\($0)", value: Double($0)) }
    let entries =
      (0..<5).map { CategoricalColumn.Entry(text: "\($0 + 1)", meaning: .label($0)) }
      + [.init(text: "", meaning: .missing(.unknownBlank))]
    var variables: [Variable] = []
    var columns: [Column] = []
    for (item, answers) in try ScaleGolden.raw().enumerated() {
      variables.append(
        Variable(name: ScaleGolden.names[item], kind: .categorical, level: .ordinal, labels: labels))
      var codes = [UInt16(item == 0 ? 5 : 0)]
      codes += answers.map { UInt16($0) - 1 }
      columns.append(.categorical(CategoricalColumn(codes: codes, entries: entries)))
    }
    let survey = Survey(
      codebook: Codebook(variables: variables), columns: columns, count: 401,
      provenance: Provenance(format: "csv", evidence: "synthetic"))
    return PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: 401), report: PreparationReport(respondents: 401))
  }

  private func run(_ test: String, _ change: (inout TestRequest) -> Void) throws -> TestResult {
    var request = TestRequest(test)
    request.items = "a1..a5"
    request.reverse = ["a2", "a4"]
    change(&request)
    return try TestCatalogue.run(request, on: Self.prepared())
  }

  private func message(_ test: String, _ change: (inout TestRequest) -> Void) -> String {
    do {
      _ = try run(test, change)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func `alpha by name has its variants, intervals and items, and says who was left out`() throws {
    let result = try run("cronbach-alpha") { $0.scale.replicates = 100 }
    #expect(abs(result.statistic - 0.775153406210409) < 1e-12)
    #expect(
      result.effects.map(\.id) == [
        "standardized-alpha", "mean-interitem-correlation", "guttman-lambda-6", "ordinal-alpha",
        "split-half-spearman-brown", "split-half-guttman", "guttman-lambda-4",
      ])
    #expect(result.json["intervals"]?.array?.count == 4 && result.json["items"]?.array?.count == 5)
    #expect(result.missing.map(\.count) == [1] && result.base.count == 400)
    #expect(result.conventions.contains("reversed: a2, a4"))
    #expect(result.conventions.contains("bootstrap: 100 resamples of respondents (seed 1)"))
  }

  @Test func `omega by name, hierarchical where group factors are asked for`() throws {
    let plain = try run("omega") { _ in }
    #expect(plain.id == "omega" && plain.effectSize("omega-hierarchical") == nil)
    let grouped = try run("omega") {
      $0.items = "a1..n4"
      $0.reverse = ["a2", "a4", "n2", "n4"]
      $0.scale.factors = 3
    }
    #expect(abs(try #require(grouped.effectSize("omega-hierarchical")).value - 0.372025) < 1e-5)
    #expect(grouped.json["schmidLeiman"]?.array?.count == 9)
    #expect(
      message("omega") { $0.scale.method = "ml" }
        == "--method: --method without --factors; expected a number of group factors for omega hierarchical\n"
        + "  mend: add --factors 3, or take --method out")
  }

  @Test func `item analysis by name stands on everybody who answered an item`() throws {
    let result = try run("item-analysis") { _ in }
    let items = try #require(result.tables.first)
    #expect(items[0, "n"] == .count(400) && items[0, "missing"] == .count(1))
    #expect(items[1, "n"] == .count(401) && items[1, "isReversed"] == .flag(true))
    #expect(result.base.count == 400 && result.missing.map(\.reason) == ["unknownBlank"])
  }

  @Test func `factor analysis by name takes its number of factors from parallel analysis`() throws {
    let all: (inout TestRequest) -> Void = {
      $0.items = "a1..n4"
      $0.reverse = ["a2", "a4", "n2", "n4"]
    }
    let free = try run("factor-analysis", all)
    let parallel = try run("parallel-analysis", all)
    #expect(free.detailValue("factors") == parallel.statistic)
    #expect(
      free.conventions.contains(
        "number of factors by Horn’s parallel analysis (components, 95th percentile of 1000 random sets, seed 1)"))
    let two = try run("factor-analysis") {
      all(&$0)
      $0.scale.factors = 2
      $0.scale.rotation = "varimax"
      $0.scale.method = "minres"
      $0.scale.correlation = "polychoric"
    }
    #expect(two.conventions.first == "2 factors of polychoric correlations by minimum residuals")
    #expect(two.conventions.contains("varimax with Kaiser’s normalisation"))
    #expect(
      message("factor-analysis") { $0.scale.rotation = "oblimim" }
        == "--rotation: 'oblimim'; expected one of none, varimax, oblimin\n  mend: did you mean 'oblimin'?")
    #expect(message("factor-analysis") { $0.scale.factors = 0 }.hasPrefix("--factors: 0 factors of 5 items"))
  }

  @Test func `a confirmatory model by name reads its text`() throws {
    let result = try run("cfa") {
      $0.items = nil
      $0.scale.model = "anti = a1..a5; need =~ n1 + n2 + n3 + n4"
      $0.reverse = ["a2", "a4", "n2", "n4"]
    }
    #expect(abs(result.statistic - 233.941137758) < 1e-4 && result.degreesOfFreedom == [26])
    let method = try run("cfa") {
      $0.items = nil
      $0.scale.model = "anti = a1..a5; need = n1,n2,n3,n4"
      $0.reverse = ["a2", "a4", "n2", "n4"]
      $0.scale.withMethodFactor = true
    }
    #expect(abs(method.statistic - 23.01666998) < 1e-4)
    #expect(method.detailValue("methodVariance").map { abs($0 - 0.1405137) < 1e-5 } == true)
    #expect(try run("cfa") { _ in }.degreesOfFreedom == [5])
  }

  @Test func `every mistake in a model is named`() {
    func model(_ text: String) -> String {
      message("cfa") {
        $0.items = nil
        $0.reverse = []
        $0.scale.model = text
      }
    }
    #expect(
      model("a1,a2") == "--model: 'a1,a2'; expected factors with their items\n"
        + "  mend: write --model 'first = A,B,C; second = D,E,F'")
    #expect(model("f = ").hasPrefix("--model: 'f ='; expected factors with their items"))
    #expect(model(" ; ").hasPrefix("--model: ' ; '"))
    #expect(
      model("f = a1,a2,a3; f = n1,n2")
        == "--model: two factors named 'f'; expected a name of its own for each factor\n  mend: name one of them otherwise"
    )
    #expect(
      model("f = a1,a2,a3; g = a3,n1,n2")
        == "--model: 'a3' in 'f' and in 'g'; expected each item in one factor\n  mend: take it out of one of them")
    #expect(model("f = a1,a2,b3").contains("b3"))
    #expect(
      message("cfa") { $0.scale.model = "f = a1,a2,a3" }
        == "--items: --items beside --model; expected one of them\n  mend: take --items out; the model names its items")
  }

  @Test func `options that a test would pass over are refused`() {
    #expect(
      message("cronbach-alpha") { $0.scale.factors = 2 }
        == "--factors: --factors for the test 'cronbach-alpha'; expected one of the options it takes: --items, "
        + "--reverse, --replicates, --seed, --incomplete\n  mend: take --factors out")
    #expect(message("item-analysis") { $0.scale.seed = 2 }.hasPrefix("--seed: --seed for the test 'item-analysis'"))
  }
}
