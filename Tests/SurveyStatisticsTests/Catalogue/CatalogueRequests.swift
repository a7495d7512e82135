import SurveyModel
import SurveyPreparation
import SurveyStatistics

/// A synthetic survey that every test of the catalogue can be asked of, and a request for each of them.
///
/// 144 respondents, drawn by the project's generator: two groups, three ordered grades, two strata, six items of five
/// answers of which the first three and the last three go together, six measurements of the same make-up, four yes-or-no
/// questions and three raters.
struct CatalogueRequests: Sendable {
  typealias Fixtures = DescriptiveFixtures

  static let count = 144

  /// Which respondents stand in the survey, in which order.
  var order: [Int] = Array(0..<count)
  /// By what every measurement is multiplied, and every value that measurements are compared with.
  var scale = 1.0
  /// By how much the measurements of the second group, and every first measurement of a pair, are raised.
  var shift = 0.0
  /// Whether the second group stands before the first in the codebook.
  var isTurned = false
  /// Whether answers carry other words, and the codebook's table of raw answers another order.
  var isRelabelled = false

  /// The latent traits, the answers and the measurements, before any change.
  private static let drawn: (items: [[Int]], measurements: [[Double]], yes: [[Int]], raters: [[Int]], grade: [Int]) = {
    var random = CounterGenerator(seed: 31)
    var items = [[Int]](repeating: [], count: 6)
    var measurements = [[Double]](repeating: [], count: 6)
    var yes = [[Int]](repeating: [], count: 4)
    var raters = [[Int]](repeating: [], count: 3)
    var grade: [Int] = []
    for index in 0..<count {
      let traits = (random.standardNormal(), random.standardNormal())
      let second = 0.4 * traits.0 + 0.9 * traits.1
      grade.append(1 + index * 7 % 3)
      let lift = 0.3 * Double(index % 2) + 0.25 * Double(index * 7 % 3)
      for item in 0..<6 {
        let value = (item < 3 ? traits.0 : second) + 0.7 * random.standardNormal() + lift
        measurements[item].append((8 * value).rounded() / 16 + 3)
        items[item].append(min(5, max(1, Int((3 + value).rounded()))))
      }
      let isMember = random.uniform() < 0.45
      for question in 0..<4 {
        let chance = (isMember ? 0.8 : 0.25) + 0.1 * Double(index % 2)
        yes[question].append(random.uniform() < chance ? 2 : 1)
      }
      for rater in 0..<3 {
        raters[rater].append(min(4, max(1, Int((2.4 + traits.0 + 0.5 * random.standardNormal()).rounded()))))
      }
    }
    return (items, measurements, yes, raters, grade)
  }()

  private func question(_ name: String, _ codes: [Int], _ words: [String], level: MeasurementLevel) -> (
    Variable, Column
  ) {
    let labels = words.enumerated().map {
      ValueLabel(code: "\($0 + 1)", label: isRelabelled ? "answer " + $1.uppercased() : $1, value: Double($0 + 1))
    }
    var places = Array(labels.indices)
    if isRelabelled { places.reverse() }
    let entries = places.map { CategoricalColumn.Entry(text: labels[$0].code, meaning: .label($0)) }
    let cells = order.map { respondent in UInt16(places.firstIndex(of: codes[respondent] - 1) ?? 0) }
    return (
      Variable(name: name, kind: .categorical, level: level, labels: labels),
      .categorical(CategoricalColumn(codes: cells, entries: entries))
    )
  }

  /// The survey with all respondents in its selection.
  var prepared: PreparedSurvey {
    let drawn = Self.drawn
    let group = (0..<Self.count).map { isTurned ? 2 - $0 % 2 : 1 + $0 % 2 }
    let five = ["never", "seldom", "at times", "often", "always"]
    var columns = [
      question("group", group, isTurned ? ["b", "a"] : ["a", "b"], level: .nominal),
      question("grade", drawn.grade, ["low", "middle", "high"], level: .ordinal),
      question("stratum", (0..<Self.count).map { 1 + $0 / 2 % 2 }, ["north", "south"], level: .nominal),
    ]
    for (item, codes) in drawn.items.enumerated() {
      columns.append(question("q\(item + 1)", codes, five, level: .ordinal))
    }
    for (item, codes) in drawn.yes.enumerated() {
      columns.append(question("yes\(item + 1)", codes, ["no", "yes"], level: .nominal))
    }
    for (rater, codes) in drawn.raters.enumerated() {
      columns.append(question("r\(rater + 1)", codes, ["none", "some", "much", "full"], level: .ordinal))
    }
    for (item, values) in drawn.measurements.enumerated() {
      let raised = values.enumerated().map { index, value in
        (value + (item == 0 && index % 2 == 1 ? shift : 0)) * scale
      }
      columns.append(Fixtures.number("y\(item + 1)", order.map { raised[$0] }))
    }
    let survey = Fixtures.survey(columns)
    return PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: survey.count),
      report: PreparationReport(respondents: survey.count))
  }

  /// A full request for a test of the catalogue.
  ///
  /// - Parameters:
  ///   - name: The test.
  ///   - measured: Whether measurements stand in place of answers wherever the test takes numbers.
  func request(_ name: String, measured: Bool = false) throws -> TestRequest {
    var request = TestRequest(name)
    let item = measured ? "y" : "q"
    switch name {
    case "binomial", "proportion":
      (request.outcome, request.success, request.probability) = ("q1", ["4", "5"], 0.5)
    case "chi-square-goodness-of-fit": request.outcome = "q1"
    case "t-one-sample", "wilcoxon-one-sample", "sign":
      (request.outcome, request.mu) = (item + "1", measured ? 3 * scale : 3)
    case "t-welch", "t-student", "mann-whitney", "brunner-munzel": (request.outcome, request.by) = (item + "1", "group")
    case "proportions": (request.outcome, request.by, request.success) = ("q1", "group", ["4", "5"])
    case "anova", "anova-welch", "kruskal-wallis", "jonckheere", "levene":
      (request.outcome, request.by) = (item + "1", "grade")
    case "t-paired", "wilcoxon-signed-rank", "sign-paired", "pearson", "spearman", "kendall":
      (request.outcome, request.with) = (item + "1", item + "4")
    case "mcnemar": (request.outcome, request.with) = ("yes1", "yes2")
    case "bowker", "stuart-maxwell", "cohen-kappa": (request.outcome, request.with) = ("r1", "r2")
    case "cochran-q": (request.items, request.success) = ("r1,r2,r3", ["3", "4"])
    case "friedman", "page": request.items = "\(item)1,\(item)2,\(item)5"
    case "chi-square", "g-test": (request.outcome, request.by) = ("q1", "group")
    case "fisher": (request.outcome, request.by) = ("yes1", "group")
    case "cochran-armitage": (request.outcome, request.by, request.success) = ("yes1", "grade", ["2"])
    case "mantel-haenszel":
      (request.outcome, request.by) = ("yes1", "group")
      request.association.within = "stratum"
    case "gamma", "somers-d", "polychoric": (request.outcome, request.with) = ("q1", "q2")
    case "fleiss-kappa", "krippendorff-alpha": request.items = "r1,r2,r3"
    case "icc": request.items = measured ? "y1,y2,y3" : "r1,r2,r3"
    case "cronbach-alpha":
      request.items = "\(item)1..\(item)6"
      request.scale.replicates = 100
    case "omega", "item-analysis": request.items = "\(item)1..\(item)6"
    case "factor-analysis":
      request.items = "\(item)1..\(item)6"
      request.scale.factors = 2
    case "parallel-analysis":
      request.items = "\(item)1..\(item)6"
      request.scale.replicates = 100
    case "cfa": request.scale.model = "f = \(item)1,\(item)2,\(item)3; g = \(item)4,\(item)5,\(item)6"
    case "linear":
      request.outcome = "y1"
      request.model.predictors = "group,y4"
    case "logistic":
      (request.outcome, request.success) = ("yes1", ["2"])
      request.model.predictors = "group,y4"
    case "ordinal":
      request.outcome = "q1"
      request.model.predictors = "group,y4"
    case "latent-class":
      request.items = "yes1,yes2,yes3,yes4"
      (request.model.classes, request.model.starts) = (2...2, 12)
    case "tost", "tost-paired":
      request.outcome = item + "1"
      if name == "tost" { request.by = "group" } else { request.with = item + "4" }
      request.association.bounds = try EquivalenceBounds(margin: measured ? 0.5 * scale : 0.5)
    case "tost-proportion":
      (request.outcome, request.success, request.probability) = ("q1", ["4", "5"], 0.5)
      request.association.bounds = try EquivalenceBounds(margin: 0.2)
    case "paradox": request.both = ["q1 >= 4", "q4 >= 4"]
    default: break
    }
    return request
  }

  /// Runs a test of the catalogue on the survey.
  func run(
    _ name: String, measured: Bool = false, _ change: (inout TestRequest) -> Void = { _ in }
  ) throws -> TestResult {
    var request = try request(name, measured: measured)
    change(&request)
    return try TestCatalogue.run(request, on: prepared)
  }
}
