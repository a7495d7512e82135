import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import Testing
import TextFormats

/// Respondents by the column, with the changes that make a bad question.
private struct Sample: Sendable {
  enum Answers: Sendable {
    case coded([Int?], answers: Int, level: MeasurementLevel)
    case numbers([Double?])
    case texts
    case dates
  }
  var count: Int
  var columns: [(name: String, answers: Answers)] = []

  /// Respondents whose answers go together, by a small generator of its own.
  init(_ count: Int) {
    self.count = count
    var state: UInt64 = 42
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
    let trait = (0..<count).map { _ in next() + next() + next() }
    func scale() -> [Int?] { trait.map { min(5, max(1, Int($0 * 1.4 + next() * 1.6))) } }
    func number(_ factor: Double) -> [Double?] { trait.map { ($0 * factor + next() * 5).rounded() / 2 } }
    columns = [("num", .numbers(number(20))), ("num2", .numbers(number(7)))]
    for name in ["a", "b", "c", "d", "e", "f"] { columns.append((name, .coded(scale(), answers: 5, level: .ordinal))) }
    for name in ["yes", "yes2", "yes3"] {
      columns.append((name, .coded(trait.map { $0 + next() > 2 ? 2 : 1 }, answers: 2, level: .nominal)))
    }
    for (name, groups) in [("g", 2), ("h", 3), ("s", 2), ("many", 1000)] {
      let step = name == "s" ? 2 : 1
      columns.append((name, .coded((0..<count).map { $0 / step % groups + 1 }, answers: groups, level: .nominal)))
    }
    columns += [("text", .texts), ("date", .dates)]
    columns.append(("w", .numbers((0..<count).map { _ in 0.5 + next() })))
    columns.append(("one", .numbers([Double?](repeating: 7, count: count))))
    columns.append(("k", .coded([Int?](repeating: 3, count: count), answers: 5, level: .ordinal)))
    columns.append(("separated", .numbers(number(1))))
    copy("yes", to: "separated")
  }

  /// Gives a variable other answers, by respondent.
  mutating func code(_ names: [String], _ answer: (Int) -> Int?) {
    for index in columns.indices where names.contains(columns[index].name) {
      guard case .coded(_, let answers, let level) = columns[index].answers else { continue }
      columns[index].answers = .coded((0..<count).map(answer), answers: answers, level: level)
    }
  }

  mutating func number(_ names: [String], _ value: (Int) -> Double?) {
    for index in columns.indices where names.contains(columns[index].name) {
      columns[index].answers = .numbers((0..<count).map(value))
    }
  }

  /// Gives a variable the answers of another; numbers in place of answers where it has numbers.
  mutating func copy(_ source: String, to target: String) {
    guard let from = columns.first(where: { $0.name == source })?.answers,
      let place = columns.firstIndex(where: { $0.name == target })
    else { return }
    if case .numbers = columns[place].answers, case .coded(let answers, _, _) = from {
      columns[place].answers = .numbers(answers.map { $0.map(Double.init) })
    } else {
      columns[place].answers = from
    }
  }

  var prepared: PreparedSurvey {
    let made = columns.map { name, answers -> (Variable, Column) in
      switch answers {
      case .coded(let values, let answers, let level):
        let entries =
          (0..<answers).map { CategoricalColumn.Entry(text: "\($0 + 1)", meaning: .label($0)) }
          + [.init(text: "", meaning: .missing(.unknownBlank))]
        return (
          Variable(
            name: name, kind: .categorical, level: level,
            labels: (1...answers).map { ValueLabel(code: "\($0)", label: "L\($0)", value: Double($0)) }),
          .categorical(CategoricalColumn(codes: values.map { UInt16($0.map { $0 - 1 } ?? answers) }, entries: entries))
        )
      case .numbers(let values):
        return (
          Variable(name: name, kind: .numeric, level: .scale),
          .numeric(
            NumericColumn(
              values: values.map { $0 ?? .nan },
              missing: values.map { $0 == nil ? MissingReason.unknownBlank.index : 0 }))
        )
      case .texts:
        var text = TextColumn()
        for respondent in 0..<count { text.append(Array("word \(respondent)".utf8)) }
        return (Variable(name: name, kind: .text, level: .nominal), .text(text))
      case .dates:
        var originals = TextColumn()
        for _ in 0..<count { originals.append(Array("2024-01-01".utf8)) }
        return (
          Variable(name: name, kind: .datetime, level: .scale),
          .datetime(
            DateTimeColumn(
              seconds: [Int](repeating: 1_704_067_200, count: count), missing: [UInt8](repeating: 0, count: count),
              originals: originals))
        )
      }
    }
    let survey = Survey(
      codebook: Codebook(variables: made.map(\.0)), columns: made.map(\.1), count: count,
      provenance: Provenance(format: "csv", evidence: "by hand"))
    return PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: count), report: PreparationReport(respondents: count))
  }
}

/// Which variables a test is asked about.
private struct Roles: Sendable {
  var number = "num"
  var other = "num2"
  var binary = "yes"
  var otherBinary = "yes2"
  var category = "a"
  var groups2 = "g"
  var groups3 = "h"
  var strata = "s"
  var x = "a"
  var y = "b"
  var items = "a,b,c,d,e,f"
  var binaries = "yes,yes2,yes3"
  var predictors = "g,num2"

  static func with(_ change: (inout Roles) -> Void) -> Roles {
    var roles = Roles()
    change(&roles)
    return roles
  }

  /// The request for a test of the catalogue with these variables.
  func request(_ test: String) -> TestRequest {
    var request = TestRequest(test)
    func pair() {
      request.outcome = x
      request.with = y
    }
    switch test {
    case "binomial", "proportion": (request.outcome, request.success) = (binary, ["2"])
    case "chi-square-goodness-of-fit": request.outcome = category
    case "t-one-sample", "wilcoxon-one-sample", "sign": (request.outcome, request.mu) = (number, 20)
    case "t-welch", "t-student", "mann-whitney", "brunner-munzel":
      (request.outcome, request.by) = (number, groups2)
    case "proportions": (request.outcome, request.by, request.success) = (binary, groups2, ["2"])
    case "kruskal-wallis", "jonckheere", "anova", "anova-welch", "levene":
      (request.outcome, request.by) = (number, groups3)
    case "friedman", "page", "fleiss-kappa", "krippendorff-alpha", "icc", "omega", "item-analysis", "cfa":
      request.items = items
    case "cronbach-alpha", "parallel-analysis": (request.items, request.scale.replicates) = (items, 60)
    case "factor-analysis": (request.items, request.scale.factors) = (items, 1)
    case "latent-class":
      (request.items, request.model.classes, request.model.starts, request.model.seed) = (items, 1...2, 2, 1)
    case "cochran-q": (request.items, request.success) = (binaries, ["2"])
    case "chi-square", "g-test": (request.outcome, request.by) = (category, groups3)
    case "fisher": (request.outcome, request.by) = (binary, groups2)
    case "mcnemar": (request.outcome, request.with) = (binary, otherBinary)
    case "cochran-armitage": (request.outcome, request.by, request.success) = (binary, groups3, ["2"])
    case "mantel-haenszel":
      (request.outcome, request.by, request.association.within) = (binary, groups2, strata)
    case "tost":
      (request.outcome, request.by) = (number, groups2)
      request.association.bounds = try? EquivalenceBounds(margin: 5)
    case "tost-paired":
      pair()
      request.association.bounds = try? EquivalenceBounds(margin: 0.5)
    case "tost-proportion":
      (request.outcome, request.by, request.success) = (binary, groups2, ["2"])
      request.association.bounds = try? EquivalenceBounds(margin: 0.2)
    case "linear": (request.outcome, request.model.predictors) = (number, predictors)
    case "logistic": (request.outcome, request.success, request.model.predictors) = (binary, ["2"], predictors)
    case "ordinal": (request.outcome, request.model.predictors) = (x, predictors)
    case "paradox": request.both = ["`\(x)` >= 4", "`\(y)` >= 4"]
    default: pair()
    }
    return request
  }
}

/// A situation that no test should answer with a number that is none.
private struct Situation: Sendable, CustomTestStringConvertible {
  var name: String
  var sample: Sample
  var roles = Roles()
  var design: SurveyDesign.Names?
  var testDescription: String { name }

  init(
    _ name: String, count: Int = 48, roles: Roles = Roles(), weights: String? = nil,
    strata: String? = nil, clusters: String? = nil, _ change: (inout Sample) -> Void = { _ in }
  ) {
    self.name = name
    sample = Sample(count)
    change(&sample)
    self.roles = roles
    if weights != nil || strata != nil || clusters != nil {
      design = SurveyDesign.Names(weights: weights, strata: strata, clusters: clusters)
    }
  }

  private static let items = ["a", "b", "c", "d", "e", "f"]
  private static let answers = items + ["yes", "yes2", "yes3"]

  static let all: [Situation] = [
    Situation("nothing is wrong"),
    Situation("no respondents", count: 0), Situation("one respondent", count: 1),
    Situation("two respondents", count: 2), Situation("three respondents", count: 3),
    Situation("six respondents", count: 6),
    Situation("everything is missing") {
      $0.code(answers) { _ in nil }
      $0.number(["num", "num2"]) { _ in nil }
    },
    Situation("everybody answers alike") {
      $0.code(answers) { _ in 1 }
      $0.number(["num", "num2"]) { _ in 5 }
    },
    Situation("one respondent differs") {
      $0.code(answers) { $0 == 0 ? 2 : 1 }
      $0.number(["num", "num2"]) { $0 == 0 ? 6 : 5 }
    },
    Situation("all items are one") { sample in
      for item in items.dropFirst() { sample.copy("a", to: item) }
      for item in ["yes2", "yes3"] { sample.copy("yes", to: item) }
      sample.copy("num", to: "num2")
    },
    Situation("two items are one") { $0.copy("a", to: "d") },
    Situation("an item of the opposite answers") { sample in
      sample.code(["a"]) { $0 % 5 + 1 }
      sample.code(["b"]) { 5 - $0 % 5 }
    },
    Situation(
      "an item is constant",
      roles: .with {
        ($0.y, $0.items, $0.other, $0.predictors) = ("k", "a,b,c,d,e,k", "one", "g,one")
      }),
    Situation("one group") { $0.code(["g", "h", "s"]) { _ in 1 } },
    Situation(
      "a thousand groups", count: 1200,
      roles: .with { ($0.groups2, $0.groups3, $0.strata, $0.predictors) = ("many", "many", "g", "many") }),
    Situation(
      "a text",
      roles: .with {
        ($0.number, $0.binary, $0.category, $0.x) = ("text", "text", "text", "text")
        ($0.items, $0.binaries, $0.predictors) = ("a,b,text", "yes,text", "text")
      }),
    Situation(
      "groups by a text",
      roles: .with {
        ($0.groups2, $0.groups3, $0.strata, $0.y, $0.otherBinary) = ("text", "text", "text", "text", "text")
      }),
    Situation(
      "a date",
      roles: .with {
        ($0.number, $0.binary, $0.category, $0.x) = ("date", "date", "date", "date")
        ($0.items, $0.binaries, $0.predictors) = ("a,b,date", "yes,date", "date")
      }),
    Situation(
      "groups by a number",
      roles: .with { ($0.groups2, $0.groups3, $0.strata) = ("num2", "num2", "num2") }),
    Situation(
      "a variable that is not there",
      roles: .with { ($0.number, $0.x, $0.binary, $0.items) = ("nmu", "aa", "yse", "a,bb") }),
    Situation("separation", roles: .with { $0.predictors = "separated" }),
    Situation("collinear predictors", roles: .with { $0.predictors = "num2,num" }) { $0.copy("num", to: "num2") },
    Situation(
      "the same variable twice",
      roles: .with {
        ($0.y, $0.items, $0.binaries, $0.predictors, $0.otherBinary) = ("a", "a,a,b,c", "yes,yes", "g,g", "yes")
      }),
    Situation(
      "the group is the outcome",
      roles: .with { ($0.number, $0.groups2, $0.groups3, $0.strata, $0.predictors) = ("a", "g", "a", "g", "a") }),
    Situation("empty cells") { sample in
      sample.code(["g"]) { $0 % 2 + 1 }
      sample.code(["yes", "yes2"]) { $0 % 2 + 1 }
      sample.code(["h"]) { $0 % 3 + 1 }
      sample.code(["a"]) { $0 % 3 + 1 }
    },
    Situation("two answers in each group", count: 6) {
      $0.number(["num"]) { [70.13, 40.22, 41.4, 41.03, 58.08, 50.55][$0] }
    },
    Situation("numbers of 1e308") { $0.number(["num", "num2"]) { $0 % 2 == 0 ? 1e308 : -9e307 } },
    Situation("numbers of 1e-308") { $0.number(["num", "num2"]) { 1e-308 * Double($0 % 7) } },
    Situation("weights", weights: "w"),
    Situation("negative weights", weights: "w") { $0.number(["w"]) { $0 == 3 ? -1 : 1 } },
    Situation("weights of zero", weights: "w") { $0.number(["w"]) { _ in 0 } },
    Situation("missing weights", weights: "w") { $0.number(["w"]) { $0 == 3 ? nil : 1 } },
    Situation("infinite weights", weights: "w") { $0.number(["w"]) { $0 == 3 ? .infinity : 1 } },
    Situation("weights for one respondent only", weights: "w") { $0.number(["w"]) { $0 == 0 ? 1 : 0 } },
    Situation("a text for weights", weights: "text"),
    Situation("strata and sampling units", weights: "w", strata: "h", clusters: "num2") { sample in
      sample.number(["num2"]) { Double($0 % 3 * 10 + $0 / 12) }
    },
    Situation("a lonely sampling unit", weights: "w", strata: "h") { $0.code(["h"]) { $0 == 0 ? 3 : $0 % 2 + 1 } },
    Situation("a single sampling unit", weights: "w", clusters: "one"),
    Situation("a sampling unit is missing", weights: "w", clusters: "num2") {
      $0.number(["num2"]) { $0 == 0 ? nil : Double($0 / 4) }
    },
    Situation("sampling units that are not there", weights: "w", clusters: "nowhere"),
  ]
}

/// Every test of the catalogue in every bad situation: an error that says what is wrong and what mends it, or a result
/// without a number that is none.
@Suite struct BadQuestionTests {
  @Test(arguments: Situation.all)
  fileprivate func `every test answers, or says why not`(situation: Situation) throws {
    let prepared = situation.sample.prepared
    let clock = ContinuousClock()
    for test in TestCatalogue.names {
      let where_ = "\(test), \(situation.name)"
      let start = clock.now
      do {
        let design = try situation.design.map { names in
          try SurveyDesign(names, of: prepared.survey, selection: prepared.selection)
        }
        let result = try TestCatalogue.run(situation.roles.request(test), on: prepared, design: design)
        check(result, where_)
      } catch let error as StatisticsError {
        check(found: error.found, expected: error.expected, remedy: error.remedy, where_)
        // Of a design that says nothing it is the design's units that the message speaks of.
        if ![.argument, .design].contains(error.code), !error.found.hasPrefix("none of") {
          #expect(error.place.column != nil, "\(where_): no place: \(error)")
        }
      } catch let error as AggregationError {
        check(found: error.found, expected: error.expected, remedy: error.remedy, where_)
      }
      #expect(clock.now - start < .seconds(30), "\(where_): took \(clock.now - start)")
    }
  }

  private func check(found: String, expected: String, remedy: String, _ place: String) {
    for part in [found, expected, remedy] {
      #expect(!part.isEmpty, "\(place): a part of the message is empty")
      let words = part.split { !$0.isLetter }.map { $0.lowercased() }
      #expect(!words.contains("nan") && !words.contains("inf"), "\(place): \(part)")
    }
  }

  private func check(_ result: TestResult, _ place: String) {
    #expect(result.base.count > 0, "\(place): a result of nobody")
    #expect(!result.statistic.isNaN || result.p == nil, "\(place): the statistic is no number")
    if result.statistic.isInfinite { #expect(!result.warnings.isEmpty, "\(place): infinite and nothing said") }
    if let p = result.p { #expect(p >= 0 && p <= 1, "\(place): p = \(p)") }
    if let estimate = result.estimate {
      #expect(!estimate.value.isNaN, "\(place): the estimate is no number")
      if estimate.value.isInfinite { #expect(!result.warnings.isEmpty, "\(place): infinite and nothing said") }
    }
    for effect in result.effects { #expect(!effect.value.isNaN, "\(place): \(effect.id) is no number") }
    for interval in [result.estimate?.interval] + result.effects.map(\.interval) {
      guard let interval else { continue }
      #expect(!interval.lower.isNaN && !interval.upper.isNaN, "\(place): an interval of no numbers")
      #expect(!(interval.lower > interval.upper), "\(place): an interval the wrong way round")
    }
    for coefficient in result.coefficients {
      #expect(
        coefficient.estimate.isFinite && coefficient.standardError.isFinite && coefficient.p.isFinite,
        "\(place): \(coefficient.term)")
    }
    for text in result.conventions + result.warnings {
      let words = text.split { !$0.isLetter }.map { $0.lowercased() }
      #expect(!words.contains("nan") && !words.contains("inf") && !text.contains("e+"), "\(place): \(text)")
    }
    for case .violated(let why) in result.assumptions.map(\.state) { #expect(!why.contains("e+"), "\(place): \(why)") }
  }

  private func message(_ test: String, _ sample: Sample, _ roles: Roles = Roles()) -> String {
    do {
      let result = try TestCatalogue.run(roles.request(test), on: sample.prepared)
      return "no error, but \(result.statistic)"
    } catch { return error.description }
  }

  @Test func `a sample of nobody is refused in words about the sample`() {
    var prepared = Sample(5).prepared
    prepared.selection = [Bool](repeating: false, count: 5)
    for test in TestCatalogue.names {
      let error = #expect(throws: StatisticsError.self) {
        try TestCatalogue.run(Roles().request(test), on: prepared)
      }
      #expect(
        error?.description == "none of 5 respondents left to analyse; expected respondents\n"
          + "  mend: look at --where and --exclude; 'topline inspect' lists whom they leave")
    }
  }

  @Test func `a variable that nobody answered is named with its option`() {
    var sample = Sample(20)
    sample.code(["b"]) { _ in nil }
    #expect(
      message("spearman", sample)
        == "--with: 'b', which none of the respondents answered; expected a variable with answers\n"
        + "  mend: look at --where and the missing codes, or choose another variable")
    #expect(
      message("friedman", sample)
        == "--items: 'b', which none of the respondents answered; expected a variable with answers\n"
        + "  mend: look at --where and the missing codes, or choose another variable")
  }

  @Test func `a table of one row names the variables that were crossed`() {
    var sample = Sample(20)
    sample.code(["a"]) { _ in 1 }
    #expect(
      message("chi-square", sample)
        == "--outcome a --by h: 1 row(s) and 3 column(s) with respondents; expected at least two of each\n"
        + "  mend: choose variables on which respondents differ")
  }

  @Test func `numbers whose squares leave the range are refused`() {
    var sample = Sample(20)
    sample.number(["num"]) { $0 == 4 ? 1e200 : 1 }
    #expect(
      message("t-welch", sample)
        == "--outcome: 'num' with an answer above 1e150; expected numbers whose squares a computer can hold\n"
        + "  mend: choose another unit, or declare the answer missing with --missing")
    sample.number(["num"]) { $0 == 4 ? 1e-200 : 1 }
    #expect(message("t-welch", sample).hasPrefix("--outcome: 'num' with an answer nearer to 0 than 1e-150;"))
  }

  @Test(
    arguments: [
      ("t-one-sample", "--outcome"), ("t-paired", "--with"), ("tost-paired", "--with"), ("icc", "--items"),
      ("cronbach-alpha", "--items"), ("linear", "--outcome"),
    ])
  func `numbers whose squares leave the range are named by every test that sums them`(test: String, option: String) {
    var sample = Sample(20)
    sample.number(["num"]) { $0 == 4 ? 1e200 : Double($0) }
    let roles = Roles.with {
      $0.x = "num2"
      $0.y = "num"
      $0.items = "num2,num,b"
    }
    #expect(message(test, sample, roles).hasPrefix("\(option): 'num' with an answer above 1e150;"))
  }

  @Test func `Levene's test of two answers in each group says that they always lie equally far`() {
    var sample = Sample(6)
    sample.number(["num"]) { [70.13, 40.22, 41.4, 41.03, 58.08, 50.55][$0] }
    #expect(
      message("levene", sample)
        == "L1, L2, L3: answers that lie equally far from the centre within every group, as two answers always do; "
        + "expected three or more different answers in some group\n"
        + "  mend: report the standard deviations; their difference has no error to test by")
  }

  @Test func `more than a hundred groups are not compared in pairs`() {
    var roles = Roles()
    roles.groups3 = "many"
    var request = roles.request("kruskal-wallis")
    request.association.postHoc = .dunn
    let error = #expect(throws: StatisticsError.self) { try TestCatalogue.run(request, on: Sample(300).prepared) }
    #expect(
      error?.description == "--post-hoc: 300 groups, which make 44850 pairs; expected at most 100 groups\n"
        + "  mend: join groups, or take --post-hoc out")
  }

  @Test func `a predictor of a thousand answers is refused`() {
    var roles = Roles()
    roles.predictors = "many"
    #expect(
      message("linear", Sample(1200), roles)
        == "--predictors: 'many' with 1000 different answers, each of which would take a coefficient; expected at most "
        + "300 answers\n  mend: join answers by a recode, or leave it out")
  }

  @Test func `a weighted question that everybody answers alike is not tested against equal shares`() throws {
    var sample = Sample(20)
    sample.code(["a"]) { _ in 2 }
    let prepared = sample.prepared
    let design = try SurveyDesign(SurveyDesign.Names(weights: "w"), of: prepared.survey)
    let error = #expect(throws: StatisticsError.self) {
      try TestCatalogue.run(Roles().request("chi-square-goodness-of-fit"), on: prepared, design: design)
    }
    #expect(
      error?.description
        == "--outcome a: no spread of the answers between sampling units; expected answers that differ "
        + "between sampling units\n  mend: report the shares; there is nothing to test")
  }

  @Test func `a correlation of one variable with itself is called so`() throws {
    var roles = Roles()
    roles.y = "a"
    let pearson = try TestCatalogue.run(roles.request("pearson"), on: Sample(30).prepared)
    #expect(pearson.estimate?.value == 1)
    #expect(
      pearson.warnings == [
        "the answers lie on one line, so that t is infinite: look whether they are the same variable"
      ])
    let kendall = try TestCatalogue.run(roles.request("kendall"), on: Sample(30).prepared)
    #expect(kendall.warnings == ["the answers agree fully: look whether they are the same variable"])
  }

  @Test func `few respondents and small groups are told`() throws {
    let few = try TestCatalogue.run(Roles().request("t-one-sample"), on: Sample(3).prepared)
    #expect(
      few.warnings == [
        "3 respondents: so few show only very large effects, and approximations are rough; report the answers themselves"
      ])
    var sample = Sample(30)
    sample.code(["g"]) { $0 < 3 ? 1 : 2 }
    let small = try TestCatalogue.run(Roles().request("t-welch"), on: sample.prepared)
    #expect(small.warnings == ["only 3 respondents in L1: spread and shape of so few are all but unknown"])
    let enough = try TestCatalogue.run(Roles().request("t-welch"), on: Sample(30).prepared)
    #expect(enough.warnings.isEmpty)
  }

  @Test func `a thousand groups are ranked without resampling them`() throws {
    var roles = Roles()
    roles.groups3 = "many"
    var sample = Sample(2100)
    sample.number(["num"]) { Double(($0 * 7919) % 2099) }
    let result = try TestCatalogue.run(roles.request("kruskal-wallis"), on: sample.prepared)
    #expect(result.effects.allSatisfy { $0.interval == nil })
    #expect(
      result.warnings.first == "1000 groups with 2099 different answers are too many to resample: no intervals")
  }
}
