import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import TestSupport
import Testing

/// Laws that every test of the catalogue keeps, each asked of all of them.
@Suite struct CataloguePropertiesTests {
  /// Tests whose numbers come from an iteration that stops at a tolerance.
  private static let iterated: Set<String> = [
    "omega", "factor-analysis", "cfa", "logistic", "ordinal", "latent-class", "polychoric",
  ]

  private func property(_ name: String, _ law: String, _ body: () throws -> Void) rethrows {
    try withAccuracy([AccuracyReference(name, .property, law)], test: law, body)
  }

  private func tolerance(_ name: String) -> Double { Self.iterated.contains(name) ? 1e-6 : 1e-10 }

  /// Compares everything that a report prints first; intervals that are drawn at random depend on the order of rows.
  private func expectSame(
    _ found: TestResult, _ wanted: TestResult, _ tolerance: Double, _ label: String, countsRecords: Bool = false
  ) {
    if !(found.statistic.isNaN && wanted.statistic.isNaN) {
      expectClose(found.statistic, wanted.statistic, tolerance, "\(label): statistic")
    }
    #expect((found.p == nil) == (wanted.p == nil), "\(label)")
    if let p = wanted.p { expectClose(found.p, p, max(tolerance, 1e-10), "\(label): p") }
    #expect((found.estimate == nil) == (wanted.estimate == nil), "\(label)")
    if let estimate = wanted.estimate {
      expectNear(found.estimate?.value, estimate.value, tolerance * max(1, abs(estimate.value)), "\(label): estimate")
      if let interval = estimate.interval, !interval.method.hasPrefix("bootstrap") {
        expectNear(
          found.estimate?.interval?.lower, interval.lower, 10 * tolerance * max(1, abs(interval.lower)),
          "\(label): lower end")
        expectNear(
          found.estimate?.interval?.upper, interval.upper, 10 * tolerance * max(1, abs(interval.upper)),
          "\(label): upper end")
      }
    }
    if countsRecords {
      #expect(2 * found.base.count == wanted.base.count, "\(label)")
    } else {
      #expect(found.base.count == wanted.base.count, "\(label)")
    }
    #expect(found.coefficients.count == wanted.coefficients.count, "\(label)")
    for (term, other) in zip(found.coefficients, wanted.coefficients) {
      expectNear(term.estimate, other.estimate, tolerance * max(1, abs(other.estimate)), "\(label): \(term.term)")
    }
  }

  @Test(arguments: TestCatalogue.names)
  func `rows in another order change nothing`(name: String) throws {
    var turned = CatalogueRequests()
    turned.order = turned.order.map { ($0 * 35 + 11) % CatalogueRequests.count }
    #expect(Set(turned.order).count == CatalogueRequests.count)
    try property(name, "rows permuted") {
      expectSame(try turned.run(name), try CatalogueRequests().run(name), tolerance(name), name)
    }
  }

  @Test(arguments: TestCatalogue.names)
  func `other words for the answers and another order of the raw codes change no number`(name: String) throws {
    var renamed = CatalogueRequests()
    renamed.isRelabelled = true
    try property(name, "answers relabelled") {
      expectSame(try renamed.run(name), try CatalogueRequests().run(name), 1e-13, name)
    }
  }

  @Test(arguments: TestCatalogue.names)
  func `a frequency weight of two is every row twice`(name: String) throws {
    let plain = CatalogueRequests()
    var twice = plain
    twice.order = plain.order.flatMap { [$0, $0] }
    let weights = try Weights(
      kind: .frequency, name: "f", values: [Double](repeating: 2, count: CatalogueRequests.count))
    try property(name, "a frequency weight of two is every row twice") {
      let weighted = try TestCatalogue.run(
        try plain.request(name), on: plain.prepared,
        design: SurveyDesign(count: CatalogueRequests.count, weights: weights))
      // The base of a model is the records that it was made from; its weighted base are the respondents.
      let isModel = ["linear", "logistic", "ordinal", "latent-class"].contains(name)
      expectSame(weighted, try twice.run(name), max(tolerance(name), 1e-9), name, countsRecords: isModel)
    }
  }

  /// Tests that take measurements.
  private static let measured = [
    "t-one-sample", "wilcoxon-one-sample", "sign", "t-welch", "t-student", "mann-whitney", "brunner-munzel", "anova",
    "anova-welch", "kruskal-wallis", "jonckheere", "levene", "t-paired", "wilcoxon-signed-rank", "sign-paired",
    "friedman", "page", "pearson", "spearman", "kendall", "icc", "cronbach-alpha", "omega", "parallel-analysis",
    "factor-analysis", "cfa", "linear", "tost", "tost-paired",
  ]

  @Test(arguments: measured, [1024, 1.0 / 4096])
  func `measurements times a power of two leave statistic and p as they are, to the last bit`(
    name: String, scale: Double
  ) throws {
    var scaled = CatalogueRequests()
    scaled.scale = scale
    try property(name, "measurements times a power of two") {
      let (found, wanted) = (try scaled.run(name, measured: true), try CatalogueRequests().run(name, measured: true))
      // Models pass through a decomposition that scales its columns, and iterations through their tolerance.
      let limit = Self.iterated.contains(name) ? 1e-7 : name == "linear" ? 1e-12 : 0
      expectClose(found.statistic, wanted.statistic, limit, "\(name): statistic")
      if let p = wanted.p { expectClose(found.p, p, 10 * limit, "\(name): p") }
    }
  }

  /// Tests of two groups.
  private static let twoGroups = [
    "t-welch", "t-student", "mann-whitney", "brunner-munzel", "proportions", "chi-square", "g-test", "fisher",
    "mantel-haenszel", "tost",
  ]

  @Test(arguments: twoGroups)
  func `the groups in the other order of the codebook have the same p`(name: String) throws {
    var turned = CatalogueRequests()
    turned.isTurned = true
    try property(name, "groups exchanged") {
      let (found, wanted) = (try turned.run(name), try CatalogueRequests().run(name))
      expectClose(found.p, wanted.p, 1e-11, name)
      // U and the exact test's count are of the first group.
      guard name != "mann-whitney", name != "fisher" else { return }
      expectClose(abs(found.statistic), abs(wanted.statistic), 1e-11, name)
    }
  }

  @Test(arguments: TestCatalogue.names)
  func `p lies between 0 and 1, and the two directions share all of it`(name: String) throws {
    let survey = CatalogueRequests()
    try property(name, "p within 0 and 1; one-sided p-values add up to one and what they share") {
      let two = try survey.run(name)
      if let p = two.p { #expect(p > 0 && p <= 1, "\(name): \(p)") }
      let less = try? survey.run(name) { $0.alternative = .less }
      let greater = try? survey.run(name) { $0.alternative = .greater }
      guard let less = less?.p, let greater = greater?.p, let p = two.p, less != greater else { return }
      #expect(less + greater >= 1 - 1e-12 && less + greater < 1.5, "\(name): \(less) and \(greater)")
      #expect(p >= min(less, greater) - 1e-15, "\(name)")
    }
  }

  /// Tests of a difference of means or ranks that a shift raises.
  private static let shifted = ["t-welch", "t-student", "mann-whitney", "brunner-munzel", "t-one-sample", "sign"]

  @Test(arguments: shifted)
  func `a greater difference has a smaller one-sided p`(name: String) throws {
    try property(name, "p falls as the difference grows") {
      var last = 1.0
      for step in 0..<24 {
        var raised = CatalogueRequests()
        raised.shift = Double(step) / 8
        // The group that is raised stands second.
        let isSecond = name != "t-one-sample" && name != "sign"
        let p = try #require(
          try raised.run(name, measured: true) { $0.alternative = isSecond ? .less : .greater }.p)
        #expect(p <= last && p > 0, "\(name) raised by \(raised.shift): \(p) after \(last)")
        last = p
      }
      #expect(last < 1e-3, "\(name)")
    }
  }

  @Test func `every test of the catalogue names its source with author and year`() throws {
    for name in TestCatalogue.names {
      let source = try CatalogueRequests().run(name).source
      let years = source.split(separator: "(").dropFirst().compactMap { Int($0.prefix(4)) }
      #expect(years.contains { $0 > 1700 && $0 < 2100 }, "\(name): '\(source)'")
    }
  }
}
