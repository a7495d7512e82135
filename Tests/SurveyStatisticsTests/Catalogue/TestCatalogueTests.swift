import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import Testing

@Suite struct TestCatalogueTests {
  /// Eight respondents: a group of two kinds, two items from 1 to 5, one identifier.
  static let prepared: PreparedSurvey = {
    func item(_ name: String, _ answers: [Int]) -> (Variable, Column) {
      let labels = (1...5).map { ValueLabel(code: "\($0)", label: "\($0)", value: Double($0)) }
      let entries =
        (0..<5).map { CategoricalColumn.Entry(text: "\($0 + 1)", meaning: .label($0)) }
        + [.init(text: "", meaning: .missing(.unknownBlank)), .init(text: nil, meaning: .missing(.notShown))]
      return (
        Variable(name: name, kind: .categorical, level: .ordinal, labels: labels),
        .categorical(CategoricalColumn(codes: answers.map { UInt16($0 - 1) }, entries: entries))
      )
    }
    let group = (
      Variable(
        name: "group", kind: .categorical, level: .nominal,
        labels: [ValueLabel(code: "a", label: "A"), ValueLabel(code: "b", label: "B")]),
      Column.categorical(
        CategoricalColumn(
          codes: [0, 0, 0, 0, 1, 1, 1, 1],
          entries: [.init(text: "a", meaning: .label(0)), .init(text: "b", meaning: .label(1))]))
    )
    var (identifier, identifiers) = item("id", [1, 2, 3, 4, 5, 1, 2, 3])
    identifier.personal = .identifier
    let columns = [
      group, item("x", [1, 2, 3, 4, 2, 3, 4, 6]), item("y", [2, 2, 4, 5, 1, 3, 5, 7]), (identifier, identifiers),
    ]
    let survey = Survey(
      codebook: Codebook(variables: columns.map(\.0)), columns: columns.map(\.1), count: 8,
      provenance: Provenance(format: "csv", evidence: "by hand"))
    return PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: 8), report: PreparationReport(respondents: 8))
  }()

  private func message(_ request: TestRequest) -> String {
    do {
      _ = try TestCatalogue.run(request, on: Self.prepared)
      return "no error"
    } catch { return error.description }
  }

  @Test func `a test by name is the test itself, with what is missing`() throws {
    var request = TestRequest("mann-whitney")
    request.outcome = "x"
    request.by = "group"
    let result = try TestCatalogue.run(request, on: Self.prepared)
    let direct = try MannWhitneyTest.run([1, 2, 3, 4], [2, 3, 4], names: ["A", "B"])
    #expect(result.statistic == direct.statistic)
    #expect(result.p == direct.p)
    #expect(result.missing.map(\.reason) == ["unknownBlank"])
    #expect(result.missing.map(\.count) == [1])
  }

  @Test func `the group that a hypothesis names comes first`() throws {
    var request = TestRequest("mann-whitney")
    request.outcome = "x"
    request.by = "group"
    let plain = try #require(try TestCatalogue.run(request, on: Self.prepared).estimate?.value)
    request.first = "B"
    let turned = try #require(try TestCatalogue.run(request, on: Self.prepared).estimate?.value)
    #expect(abs(plain + turned - 1) < 1e-12)
  }

  @Test func `who was not asked leaves the base of a joint share, a skipped answer stays in its bounds`() throws {
    var request = TestRequest("paradox")
    request.both = ["x >= 2", "y >= 2"]
    let result = try TestCatalogue.jointShare(request, on: Self.prepared)
    // Respondent 8 has a blank x and was not shown y; the blank alone would have stayed.
    #expect(result.joint.base.count == 7)
    #expect(result.bounds.base.count == 7)
  }

  @Test func `a reversed item runs from the other end of the codebook's answers`() throws {
    var request = TestRequest("cronbach-alpha")
    request.items = "x,y"
    let plain = try TestCatalogue.run(request, on: Self.prepared).statistic
    request.reverse = ["y"]
    let reversed = try TestCatalogue.run(request, on: Self.prepared).statistic
    #expect(plain > 0 && reversed < 0)
  }

  @Test func `every mistake is named with its mending`() {
    var request = TestRequest("man-whitney")
    #expect(message(request).hasPrefix("man-whitney: no test of that name; expected one of binomial"))
    #expect(message(request).hasSuffix("mend: did you mean 'mann-whitney'?"))
    request = TestRequest("mann-whitney")
    #expect(message(request).hasPrefix("--outcome: no --outcome for the test 'mann-whitney'; expected a variable"))
    request.outcome = "xx"
    #expect(
      message(request) == "--outcome: no variable 'xx'; expected a variable of the survey\n  mend: did you mean 'x'?")
    request.outcome = "id"
    request.by = "group"
    #expect(
      message(request)
        == "--outcome: 'id', which is personal (identifier); expected a variable that identifies nobody\n"
        + "  mend: choose another, or add --include-personal")
    request = TestRequest("friedman")
    request.items = "x,y"
    request.mu = 3
    #expect(
      message(request)
        == "--mu: --mu for the test 'friedman'; expected one of the options it takes: --items, --monte-carlo\n  mend: take --mu out"
    )
    request = TestRequest("binomial")
    request.outcome = "x"
    #expect(message(request).hasPrefix("--success: no --success for the test 'binomial'"))
    request.success = ["9"]
    #expect(message(request).hasPrefix("--success: '9'; expected an answer of 'x'"))
    request = TestRequest("t-one-sample")
    request.outcome = "x"
    #expect(message(request).hasPrefix("--mu: no --mu for the test 't-one-sample'"))
    request = TestRequest("paradox")
    request.both = ["x > 2"]
    #expect(message(request).hasPrefix("--both: 1 conditions; expected two"))
    request = TestRequest("cronbach-alpha")
    request.items = "x,y"
    request.reverse = ["z"]
    #expect(message(request) == "--reverse: 'z'; expected one of the items\n  mend: the items are x, y")
    request = TestRequest("mann-whitney")
    request.outcome = "x"
    request.by = "y"
    #expect(message(request).contains("groups ("))
    #expect(message(request).contains("use kruskal-wallis, or take two of the groups with --where"))
  }

  /// The names that scripts rely on.
  private static let promised: Set<String> = [
    "binomial", "proportion", "chi-square-goodness-of-fit", "t-one-sample", "wilcoxon-one-sample", "sign", "t-welch",
    "t-student", "mann-whitney", "brunner-munzel", "proportions", "anova", "anova-welch", "kruskal-wallis",
    "jonckheere", "levene", "t-paired", "wilcoxon-signed-rank", "sign-paired", "mcnemar", "bowker", "stuart-maxwell",
    "cochran-q", "friedman", "page", "chi-square", "g-test", "fisher", "cochran-armitage", "mantel-haenszel", "pearson",
    "spearman", "kendall", "gamma", "somers-d", "polychoric", "cohen-kappa", "fleiss-kappa", "krippendorff-alpha",
    "icc", "cronbach-alpha", "omega", "item-analysis", "factor-analysis", "parallel-analysis", "cfa", "linear",
    "logistic", "ordinal", "latent-class", "tost", "tost-paired", "tost-proportion", "paradox",
  ]

  @Test func `every name that scripts rely on is computed, once`() {
    #expect(Set(TestCatalogue.names) == Self.promised)
    #expect(Set(TestCatalogue.names).count == TestCatalogue.names.count)
  }

  // MARK: Designs

  private static let weights = try? Weights(name: "w", values: [1, 2, 1, 1, 2, 1, 1, 3])

  private func request(_ test: String) -> TestRequest {
    var request = TestRequest(test)
    switch test {
    case "friedman", "page", "cronbach-alpha", "omega": request.items = "x,y"
    case "cochran-q": (request.items, request.success) = ("x,y", ["4", "5"])
    case "mcnemar", "bowker", "stuart-maxwell", "cohen-kappa", "t-paired", "sign-paired", "wilcoxon-signed-rank",
      "pearson", "spearman", "kendall":
      (request.outcome, request.with) = ("x", "y")
    case "binomial", "proportion": (request.outcome, request.success) = ("x", ["3", "4", "5"])
    case "proportions": (request.outcome, request.by, request.success) = ("x", "group", ["3", "4", "5"])
    case "chi-square-goodness-of-fit": request.outcome = "x"
    case "t-one-sample", "sign", "wilcoxon-one-sample": (request.outcome, request.mu) = ("x", 2)
    case "paradox": request.both = ["x >= 3", "y >= 3"]
    default: (request.outcome, request.by) = ("x", "group")
    }
    return request
  }

  @Test func `with sampling weights every test names its design or says why it has none`() throws {
    let design = SurveyDesign(count: 8, weights: try #require(Self.weights))
    var computed: [String] = []
    // A test that this request does not ask in full says so, with a design or without.
    for name in TestCatalogue.names where (try? TestCatalogue.run(request(name), on: Self.prepared)) != nil {
      do {
        let result = try TestCatalogue.run(request(name), on: Self.prepared, design: design)
        #expect(result.design?.contains("sampling weights") == true, "\(name)")
        #expect(result.id == name)
        #expect((result.p ?? 0.5).isFinite)
        computed.append(name)
      } catch {
        if name == "mcnemar" {
          #expect(error.found == "5 answers")
          continue
        }
        #expect(
          error.expected.hasPrefix("a test with a design-based version; this one has none: "), "\(name): \(error)")
        #expect(!error.expected.hasSuffix("rests on a simple random sample"), "no reason for \(name)")
      }
    }
    #expect(
      computed.sorted() == [
        "anova", "anova-welch", "chi-square", "chi-square-goodness-of-fit", "kruskal-wallis", "mann-whitney",
        "paradox", "pearson", "proportion", "proportions", "sign", "sign-paired", "spearman", "t-one-sample",
        "t-paired", "t-student", "t-welch",
      ])
    #expect(
      (try? TestCatalogue.run(request("fisher"), on: Self.prepared, design: design)) == nil)
    do {
      _ = try TestCatalogue.run(request("fisher"), on: Self.prepared, design: design)
    } catch {
      #expect(
        error.description
          == "--weights: sampling weights w, as delivered, counted as fixed for the test 'fisher'; expected a test with "
          + "a design-based version; this one has none: its tables are all equally likely only in a simple random "
          + "sample\n  mend: use chi-square")
    }
  }

  @Test func `frequency weights are records repeated, for every test`() throws {
    let frequencies = [1, 2, 1, 3, 2, 1, 1, 2]
    let weights = try Weights(kind: .frequency, name: "f", values: frequencies.map { Double($0) })
    let repeated = frequencies.indices.flatMap { index in [Int](repeating: index, count: frequencies[index]) }
    let survey = Self.prepared.survey
    let long = Survey(
      codebook: survey.codebook,
      columns: survey.columns.map { column in
        guard case .categorical(let own) = column else { return column }
        return .categorical(CategoricalColumn(codes: repeated.map { own.codes[$0] }, entries: own.entries))
      }, count: repeated.count, provenance: survey.provenance)
    let prepared = PreparedSurvey(
      survey: long, selection: [Bool](repeating: true, count: repeated.count),
      report: PreparationReport(respondents: repeated.count))
    for name in TestCatalogue.names {
      let plain = try? TestCatalogue.run(request(name), on: prepared)
      let weighted = try? TestCatalogue.run(
        request(name), on: Self.prepared, design: SurveyDesign(count: 8, weights: weights))
      #expect((plain == nil) == (weighted == nil), "\(name)")
      guard let plain, let weighted else { continue }
      #expect(weighted.statistic == plain.statistic || plain.statistic.isNaN, "\(name)")
      #expect(weighted.p == plain.p, "\(name)")
      #expect(weighted.missingCounts == plain.missingCounts, "\(name)")
      #expect(weighted.design?.contains("frequency weights f") == true)
    }
    let precise = try Weights(kind: .precision, name: "p", values: [Double](repeating: 1, count: 8))
    do {
      _ = try TestCatalogue.run(
        request("t-welch"), on: Self.prepared, design: SurveyDesign(count: 8, weights: precise))
      Issue.record("precision weights were taken")
    } catch {
      #expect(
        error.description
          == "--weights: precision weights for the test 't-welch'; expected sampling or frequency weights\n"
          + "  mend: precision weights say how exact a value is, not whom it stands for: use them in models only")
    }
  }

  @Test func `clusters of one respondent each leave the joint share of a weighted sample as it is`() throws {
    let weights = try #require(Self.weights)
    let alone = DesignGroups(name: "c", codes: (0..<8).map { $0 }, labels: (0..<8).map { "\($0)" })
    let plain = try TestCatalogue.run(
      request("paradox"), on: Self.prepared, design: SurveyDesign(count: 8, weights: weights))
    let clustered = try TestCatalogue.run(
      request("paradox"), on: Self.prepared, design: SurveyDesign(count: 8, weights: weights, clusters: alone))
    let (one, other) = (try #require(plain.estimate), try #require(clustered.estimate))
    #expect(one.value == other.value)
    #expect(abs((one.standardError ?? 0) / (other.standardError ?? 1) - 1) < 0.1)
    #expect(clustered.design?.contains("8 sampling units by c") == true)
    // Two respondents to a unit: fewer degrees of freedom than respondents.
    let pairs = DesignGroups(name: "c", codes: (0..<8).map { $0 / 2 }, labels: ["0", "1", "2", "3"])
    let paired = try TestCatalogue.run(
      request("paradox"), on: Self.prepared, design: SurveyDesign(count: 8, weights: weights, clusters: pairs))
    #expect(paired.degreesOfFreedom == [3])
  }
}
