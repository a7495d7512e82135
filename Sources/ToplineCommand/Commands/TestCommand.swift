internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import ToplineKit

/// `topline test`: any test of the catalogue, by its name.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Any test of the catalogue, by its name.",
    discussion: "Tests: " + TestCatalogue.names.joined(separator: ", ") + ".")

  @Argument(help: "The test's name.")
  var test: String

  @OptionGroup var data: DataOptions

  @Option(help: "The outcome variable.")
  var outcome: String?
  @Option(help: "The grouping variable.")
  var by: String?
  @Option(help: "The related variable.")
  var with: String?
  @Option(help: "Related variables or a scale's items: A,B,C or Q5_1..Q5_4 or Q5_*.")
  var items: String?
  @Option(help: "Items that run against the scale.")
  var reverse: String?
  @Option(help: "The value against which a location is tested.")
  var mu: Double?
  @Option(help: "The share against which a proportion is tested.")
  var probability: Double?
  @Option(help: "The answers that count as success, by code or label.")
  var success: String?
  @Option(help: "The two conditions of a joint share: 'A >= 5, B >= 5'.")
  var both: String?
  @Option(help: "The group that comes first, where the codebook's order is not meant.")
  var first: String?
  @Option(help: "two-sided, less or greater.")
  var alternative = "two-sided"
  @Option(
    help:
      "continuity, yates or none, where the test has a correction; with a design first-order, median or van-der-waerden."
  )
  var correction: String?
  @Flag(help: "The exact distribution.")
  var exact = false
  @Flag(help: "The large-sample approximation.")
  var asymptotic = false

  @Option(help: "The seed of what is drawn at random.")
  var seed: UInt64?

  @OptionGroup(title: "Models") var models: ModelOptions
  @OptionGroup(title: "Association, agreement and equivalence") var association: AssociationOptions
  @OptionGroup(title: "Conventions on which good systems differ") var conventions: ConventionOptions
  @OptionGroup(title: "Scales and factors") var scale: ScaleOptions
  @OptionGroup var design: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.check(["text", "json", "markdown", "html", "latex", "csv", "svg"])
    try reporting {
      let request = try request()
      try TestCatalogue.check(request)
      let prepared = try data.prepare(for: wanted(request))
      let result = try TestCatalogue.run(request, on: prepared, design: try design.design(of: prepared))
      let isSynthetic = prepared.survey.provenance.isSynthetic
      if output.outputFormat == "json" {
        var object = result.json.object ?? JSONObject()
        object["synthetic"] = .bool(isSynthetic)
        try Messages.output(.object(object), exclusions: prepared.report)
      } else if result.model != nil {
        let tables = Table.model(subject, result, isSynthetic: isSynthetic)
        try Messages.output(Rendering.render(tables, as: output.outputFormat))
      } else {
        // A result with tables of its own says all its numbers above them; others are one row.
        let table =
          result.tables.isEmpty
          ? Table.tests([(subject, result)], title: result.method, isSynthetic: isSynthetic)
          : Table.test(result, title: "\(result.method): \(subject)", isSynthetic: isSynthetic)
        let others = [
          result.comparisons.map { Table.comparisons($0, isSynthetic: isSynthetic) },
          Table.equivalence(result, isSynthetic: isSynthetic),
        ]
        let parts = others.compactMap { $0 } + result.tables.map { Table.rows(of: $0, isSynthetic: isSynthetic) }
        try Messages.output(Rendering.render([table] + parts, as: output.outputFormat))
      }
    }
  }

  /// What is tested, for the table's first column.
  private var subject: String {
    var words = [outcome ?? items ?? both ?? scale.model ?? test]
    if let with { words.append("with \(with)") }
    if let by { words.append("by \(by)") }
    return words.joined(separator: " ")
  }

  /// The variables that the test speaks of; nil where they stand in a model or in conditions.
  private func wanted(_ request: TestRequest) -> WantedVariables? {
    guard request.both.isEmpty, request.model.predictors == nil, request.scale.model == nil else { return nil }
    var wanted = design.wanted
    for name in [request.outcome, request.by, request.with, request.association.within] { wanted?.add(variable: name) }
    wanted?.add(parsing: request.items)
    return wanted
  }

  private func request() throws -> TestRequest {
    guard let alternative = Alternative(rawValue: alternative) else {
      throw ValidationError("--alternative '\(alternative)': expected two-sided, less or greater")
    }
    guard !(exact && asymptotic) else { throw ValidationError("--exact and --asymptotic: expected one of them") }
    var request = TestRequest(test)
    request.outcome = outcome
    request.by = by
    request.with = with
    request.items = items
    request.reverse = reverse.map(Self.list) ?? []
    request.mu = mu
    request.probability = probability
    request.success = success.map(Self.list) ?? []
    request.both = both.map(Self.list) ?? []
    request.first = first
    request.alternative = alternative
    request.correction = correction
    request.model = try models.request(seed: seed)
    request.association = try association.request(seed: seed)
    request.conventions = try conventions.request()
    request.method = exact ? .exact : asymptotic ? .asymptotic : .automatic
    request.scale = try scale.request(seed: seed)
    request.level = design.level
    request.includePersonal = data.includePersonal
    return request
  }

  static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}
