import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct SurveySummaryTests {
  typealias Fixtures = DescriptiveFixtures

  private static let five = Fixtures.labels(
    ["Never", "Rarely", "Sometimes", "Often", "Always"],
    missing: [("8", "Don't know", .dontKnow), ("9", "Code 9", .declared)])

  /// Ten respondents: an item with "don't know", a declared code, a blank and one not shown; a number; two groups.
  private let survey = Fixtures.survey(
    [
      Fixtures.question("Q1", [1, 1, 2, 4, 4, 4, 8, 9, -1, 0], five),
      Fixtures.number("hours", [0, 1, 2, 3, 4, 5, 6, 7, 8, .nan]),
      Fixtures.question("sex", [1, 1, 1, 1, 1, 2, 2, 2, 2, 2], Fixtures.labels(["Female", "Male"]), level: .nominal),
      (
        Variable(
          name: "Q7", kind: .multipleResponse, level: .nominal, labels: Fixtures.labels(["Web", "Print", "Radio"])),
        .multipleResponse(
          MultipleResponseColumn(
            ticked: [1, 3, 0, 2, 3, 1, 0, 0, 3, 0],
            missing: [0, 0, 0, 0, 0, 0, 0, MissingReason.unknownBlank.index, 0, 1],
            originals: texts(10)))
      ),
      (Variable(name: "when", kind: .datetime, level: .scale, role: .metadata), dates([0, 86_400, 3600])),
      (Variable(name: "mail", kind: .text, level: .nominal, personal: .contact), text()),
    ])

  private static func texts(_ count: Int) -> TextColumn {
    var column = TextColumn()
    for _ in 0..<count { column.append("secret".utf8) }
    return column
  }

  private static func dates(_ seconds: [Int]) -> Column {
    let seconds = seconds + [Int](repeating: 7200, count: 10 - seconds.count)
    return .datetime(DateTimeColumn(seconds: seconds, missing: seconds.map { _ in 0 }, originals: texts(10)))
  }

  private static func text() -> Column {
    var column = TextColumn()
    for index in 0..<10 {
      if index < 3 { column.append(missing: .unknownBlank) } else { column.append("secret".utf8) }
    }
    return .text(column)
  }

  private func summary(
    _ names: String, _ options: SummaryOptions = SummaryOptions(), selection: [Bool]? = nil
  ) throws -> [VariableSummary] {
    try SurveySummary.make(
      survey: survey, selection: selection, variables: try VariableSelection(parsing: names), options: options
    ).variables
  }

  @Test func `an item has all its answers, used or not, with Wilson's interval`() throws {
    let item = try summary("Q1")[0]
    #expect(item.base.count == 7)
    #expect(item.categories.map(\.label).prefix(5) == ["Never", "Rarely", "Sometimes", "Often", "Always"])
    #expect(item.categories.map(\.count) == [2, 1, 0, 3, 0, 1, 1])
    #expect(item.categories[3].share == 3.0 / 7)
    #expect(item.categories[5].share == 1.0 / 7)
    #expect(item.categories[6].share == nil)
    #expect(item.missing.map(\.reason) == [.notShown, .declared, .unknownBlank])
    #expect(item.base.count + item.missing.map(\.count).reduce(0, +) == 10)
    // Wilson's score interval of 3 in 7 is the root of its quadratic.
    let z = Normal.standard.quantile(upper: 0.025)
    let (n, p) = (7.0, 3.0 / 7)
    let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
    #expect(Fixtures.isNear(item.categories[3].interval?.lower, centre - half, 1e-14))
    #expect(Fixtures.isNear(item.categories[3].interval?.upper, centre + half, 1e-14))
    #expect(item.categories[3].interval?.method == "wilson")
  }

  @Test func `the three bases differ in whom they hold`() throws {
    let substantive = try summary("Q1", SummaryOptions(base: .substantive))[0]
    #expect(substantive.base.count == 6)
    #expect(substantive.categories[5].share == nil)
    #expect(substantive.missing.map(\.reason) == [.notShown, .dontKnow, .declared, .unknownBlank])
    let asked = try summary("Q1", SummaryOptions(base: .asked))[0]
    #expect(asked.base.count == 9)
    #expect(asked.categories[3].share == 3.0 / 9)
  }

  @Test func `an item's mean, spread and quartiles are over answers that count`() throws {
    let item = try summary("Q1")[0]
    // 1, 1, 2, 4, 4, 4
    #expect(item.mean?.value == 16.0 / 6)
    #expect(item.mean?.base.count == 6)
    let squares = 54 - 256.0 / 6
    #expect(Fixtures.isNear(item.standardDeviation, (squares / 5).squareRoot(), 1e-14))
    #expect(item.mean?.degreesOfFreedom == 5)
    // Student's t at .975 with 5 degrees of freedom is 2.5706 in every printed table.
    let half = (item.mean?.interval?.upper ?? 0) - 16.0 / 6
    #expect(Fixtures.isNear(half, 2.570581835636314 * (squares / 30).squareRoot(), 1e-12))
    #expect(item.median == 3)
    #expect(item.quartiles == [1.25, 4])
    #expect(item.quantileRule == "hyndman-fan-7")
    #expect([item.minimum, item.maximum] == [1, 4])
    #expect(try summary("sex")[0].mean == nil)
  }

  @Test func `numbers have moments, and quantiles by the rule that is asked for`() throws {
    let hours = try summary("hours", SummaryOptions(quantileRule: .hyndmanFan6))[0]
    #expect(hours.base.count == 9)
    #expect(hours.mean?.value == 4)
    #expect(hours.quartiles == [1.5, 6.5])
    #expect(hours.quantileRule == "hyndman-fan-6")
    #expect(hours.missing.map(\.reason) == [.seenNotAnswered])
    #expect(try summary("hours")[0].quartiles == [2, 6])
  }

  @Test func `questions with several answers have three bases`() throws {
    let asked = try summary("Q7")[0]
    #expect(asked.base.count == 9)
    #expect(asked.categories.map(\.count) == [5, 4, 0])
    #expect(asked.categories[0].share == 5.0 / 9)
    #expect(asked.mentions == 9)
    let ticked = try summary("Q7", SummaryOptions(multipleResponseBase: .anyTicked))[0]
    #expect(ticked.base.count == 6)
    #expect(ticked.baseName == "any-ticked")
    #expect(ticked.categories[0].share == 5.0 / 6)
    let mentions = try summary("Q7", SummaryOptions(multipleResponseBase: .mentions))[0]
    #expect(mentions.categories.map(\.share) == [5.0 / 9, 4.0 / 9, 0])
    #expect(mentions.categories[0].interval == nil)
  }

  @Test func `a set stored as several variables is one question`() throws {
    let tick = [ValueLabel(code: "Y", label: "Yes")]
    func option(_ name: String, _ ticked: [Int]) -> (Variable, Column) {
      let entries: [CategoricalColumn.Entry] = [
        .init(text: "Y", meaning: .label(0)), .init(text: "", meaning: .missing(.unknownBlank)),
      ]
      return (
        Variable(
          name: name, label: "Media: \(name)", itemText: name, kind: .categorical, level: .nominal, labels: tick),
        .categorical(CategoricalColumn(codes: ticked.map { $0 == 1 ? 0 : 1 }, entries: entries))
      )
    }
    let survey = Fixtures.survey(
      [option("Web", [1, 1, 0, 0]), option("Print", [1, 0, 1, 0])],
      sets: [MultipleResponseSet(name: "M", label: "Media", variables: ["Web", "Print"], tickedCode: "Y")])
    let summary = try SurveySummary.make(survey: survey)
    #expect(summary.variables.map(\.name) == ["M"])
    #expect(summary.variables[0].categories.map(\.count) == [2, 2])
    #expect(summary.variables[0].categories.map(\.code) == ["Web", "Print"])
    #expect(summary.variables[0].base.count == 4)
  }

  @Test func `dates have a first and a last, texts only counts, and no text is shown`() throws {
    let found = try summary("when,mail", SummaryOptions(includePersonal: true))
    #expect(found[0].dates == ["1970-01-01 00:00:00", "1970-01-02 00:00:00"])
    #expect(found[1].base.count == 7)
    #expect(found[1].missing.map(\.count) == [3])
    #expect(!found.map { $0.json.serialized() }.joined().contains("secret"))
  }

  @Test func `personal variables are left out and named`() throws {
    let summary = try SurveySummary.make(
      survey: survey, variables: try VariableSelection(parsing: "sex,mail"))
    #expect(summary.variables.map(\.name) == ["sex"])
    #expect(summary.leftOut == ["mail"])
    #expect(summary.json["personalLeftOut"]?[0]?.string == "mail")
    #expect(
      Fixtures.mistake { _ = try SurveySummary.make(survey: survey, by: "mail") }?.found == "a personal variable")
  }

  @Test func `groups hold their own respondents only`() throws {
    let summary = try SurveySummary.make(
      survey: survey, variables: try VariableSelection(parsing: "Q1,hours"), by: "sex")
    #expect(summary.groups.map(\.value) == ["Female", "Male"])
    #expect(summary.groups.map(\.respondents) == [5, 5])
    #expect(summary.groups[0].variables[0].categories.map(\.count) == [2, 1, 0, 2, 0, 0, 0])
    #expect(summary.groups[1].variables[1].mean?.value == 6.5)
    for index in 0..<7 {
      #expect(
        summary.groups.map { $0.variables[0].categories[index].count }.reduce(0, +)
          == summary.variables[0].categories[index].count)
    }
  }

  @Test func `a group variable without set answers is refused with a recode`() throws {
    let error = try #require(Fixtures.mistake { _ = try SurveySummary.make(survey: survey, by: "hours") })
    #expect(error.found == "a variable without set answers")
    #expect(error.remedy.contains("cut"))
    #expect(
      Fixtures.mistake { _ = try SurveySummary.make(survey: survey, by: "sexx") }?.remedy == "did you mean 'sex'?")
  }

  @Test func `those taken out are in no number`() throws {
    let selection = [true, true, true, true, true, false, false, false, false, false]
    let item = try summary("Q1", selection: selection)[0]
    #expect(item.base.count == 5)
    #expect(item.missing.isEmpty)
    let nobody = try summary("Q1,hours,Q7", selection: [Bool](repeating: false, count: 10))
    #expect(nobody.map(\.base.count) == [0, 0, 0])
    #expect(nobody[0].categories[0].share == nil)
    #expect(nobody[1].mean == nil)
  }

  @Test func `the JSON is the contract's`() throws {
    let summary = try SurveySummary.make(
      survey: survey, variables: try VariableSelection(parsing: "sex"),
      options: SummaryOptions(proportionMethod: .clopperPearson))
    let json = summary.json
    let variable = try #require(json["variables"]?[0])
    #expect(
      variable.object?.names == [
        "name", "label", "kind", "level", "n", "missing", "base", "weightedBase", "effectiveN", "designEffect",
        "categories", "mean", "sd", "median", "quartiles", "quantileRule", "skewness", "kurtosis", "shapeRule", "min",
        "max",
      ])
    let category = try #require(variable["categories"]?[0])
    #expect(category.object?.names == ["code", "label", "count", "weighted", "percent", "interval"])
    #expect(category["percent"]?.number == 50)
    #expect(category["weighted"] == .null)
    #expect(category["interval"]?["method"]?.string == "clopper-pearson")
    // Clopper and Pearson's interval of 5 in 10 is .1871 to .8129 in every printed table.
    #expect(Fixtures.isNear(category["interval"]?["lower"]?.number, 18.708602844739, 1e-12))
    #expect(json["design"] == .null)
    #expect(json["respondents"]?.integer == 10)
  }

  // MARK: Weights

  private func weighted(_ kind: WeightKind, _ weights: [Double]) throws -> SurveySummary {
    let design = SurveyDesign(count: 10, weights: try Weights(kind: kind, name: "w", values: weights))
    return try SurveySummary.make(
      survey: survey, variables: try VariableSelection(parsing: "Q1,hours"), design: design)
  }

  @Test func `counts are never weighted, percentages are`() throws {
    let summary = try weighted(.sampling, [1, 2, 1, 1, 1, 2, 1, 1, 1, 1])
    let item = summary.variables[0]
    #expect(item.categories.map(\.count) == [2, 1, 0, 3, 0, 1, 1])
    #expect(item.categories.map(\.weighted) == [3, 1, 0, 4, 0, 1, 1])
    #expect(item.categories[3].share == 4.0 / 9)
    #expect(item.base == Base(count: 7, weighted: 9, effective: 81.0 / 13))
    #expect(Fixtures.isNear(item.designEffect, 7 * 13.0 / 81, 1e-15))
    #expect(item.categories[3].interval?.method == "logit")
    #expect(item.categories[2].interval?.method == "korn-graubard")
    #expect(summary.design?.contains("counted as fixed") == true)
  }

  @Test func `weights of one give the shares, means and spread of no weights`() throws {
    let plain = try summary("Q1,hours")
    let ones = try weighted(.sampling, [Double](repeating: 1, count: 10)).variables
    for (a, b) in zip(plain, ones) {
      #expect(a.categories.map(\.share) == b.categories.map(\.share))
      #expect(Fixtures.isNear(a.mean?.value, b.mean?.value, 1e-15))
      #expect(Fixtures.isNear(a.standardDeviation, b.standardDeviation, 1e-15))
    }
    // Those without a number stay in the design: n/(n − 1) is of ten respondents, not of nine, as in R's svymean.
    let factor = (10.0 / 9 / (9.0 / 8)).squareRoot()
    #expect(
      Fixtures.isNear(ones[1].mean?.standardError, (plain[1].mean?.standardError ?? 0) * factor, 1e-14))
  }

  @Test func `frequency weights are repeated records`() throws {
    let weights = [1.0, 2, 1, 3, 1, 2, 1, 1, 1, 1]
    let summary = try weighted(.frequency, weights).variables
    let respondents = weights.indices.flatMap { [Int](repeating: $0, count: Int(weights[$0])) }
    let codes = respondents.map { [1, 1, 2, 4, 4, 4, 8, 9, -1, 0][$0] }
    let hours = respondents.map { [0, 1, 2, 3, 4, 5, 6, 7, 8, .nan][$0] }
    let repeated = try SurveySummary.make(
      survey: Fixtures.survey([Fixtures.question("Q1", codes, Self.five), Fixtures.number("hours", hours)])
    ).variables
    #expect(summary[0].categories.map(\.share) == repeated[0].categories.map(\.share))
    #expect(summary[0].categories.map(\.interval) == repeated[0].categories.map(\.interval))
    for index in 0..<2 {
      #expect(Fixtures.isNear(summary[index].standardDeviation, repeated[index].standardDeviation, 1e-14))
      #expect(Fixtures.isNear(summary[index].mean?.standardError, repeated[index].mean?.standardError, 1e-14))
      #expect(summary[index].mean?.degreesOfFreedom == repeated[index].mean?.degreesOfFreedom)
    }
  }

  @Test func `precision weights are refused with the reason`() throws {
    let error = try #require(Fixtures.mistake { _ = try weighted(.precision, [Double](repeating: 1, count: 10)) })
    #expect(error.found == "precision weights")
    #expect(error.remedy.contains("not whom it stands for"))
    let design = SurveyDesign(
      count: 10, weights: try Weights(kind: .precision, name: "w", values: [Double](repeating: 1, count: 10)))
    #expect(Fixtures.mistake { _ = try ShareEstimator(design) }?.code == .design)
  }
}
