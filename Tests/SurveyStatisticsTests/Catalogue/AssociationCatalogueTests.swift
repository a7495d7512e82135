import SurveyModel
import SurveyPreparation
import SurveyStatistics
import Testing
import TextFormats

@Suite struct AssociationCatalogueTests {
  /// Twelve respondents, of whom the last lacks the third rating.
  ///
  /// A group of three, a sex, three raters from 1 to 4, a numeric variable, a constant, a text, a nominal variable.
  static let prepared: PreparedSurvey = {
    func coded(
      _ name: String, _ answers: [Int], _ labels: [String], level: MeasurementLevel = .ordinal, valued: Bool = true
    ) -> (Variable, Column) {
      let entries =
        labels.indices.map { CategoricalColumn.Entry(text: labels[$0], meaning: .label($0)) }
        + [.init(text: "", meaning: .missing(.unknownBlank))]
      return (
        Variable(
          name: name, kind: .categorical, level: level,
          labels: labels.enumerated().map {
            ValueLabel(code: "\($0.offset + 1)", label: $0.element, value: valued ? Double($0.offset + 1) : nil)
          }),
        .categorical(
          CategoricalColumn(codes: answers.map { UInt16($0 < 0 ? labels.count : $0 - 1) }, entries: entries))
      )
    }
    let scale = ["one", "two", "three", "four"]
    var text = TextColumn()
    for word in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] { text.append(Array(word.utf8)) }
    let numbers = [1.5, 2.5, 3, 4, 5.5, 6, 2, 7, 8, 9, 9.5, 4.5]
    let columns = [
      coded("group", [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], ["low", "middle", "high"]),
      coded("sex", [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2], ["Female", "Male"], level: .nominal, valued: false),
      coded("r1", [1, 2, 2, 1, 3, 2, 3, 4, 3, 4, 4, 4], scale),
      coded("r2", [1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 3, 4], scale),
      coded("r3", [2, 2, 1, 1, 3, 2, 4, 4, 3, 4, 4, -1], scale),
      (
        Variable(name: "hours", kind: .numeric, level: .scale),
        Column.numeric(NumericColumn(values: numbers, missing: [UInt8](repeating: 0, count: 12)))
      ),
      (
        Variable(name: "minutes", kind: .numeric, level: .scale),
        Column.numeric(NumericColumn(values: numbers, missing: [UInt8](repeating: 0, count: 12)))
      ),
      coded("gap1", [1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4], scale),
      coded("gap2", [1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 2, 1], scale),
      coded("same", [Int](repeating: 2, count: 12), scale), coded("fixed", [Int](repeating: 2, count: 12), scale),
      (Variable(name: "open", kind: .text, level: .nominal), Column.text(text)),
      coded("party", [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], ["Red", "Blue", "Green"], level: .nominal),
    ]
    let survey = Survey(
      codebook: Codebook(variables: columns.map(\.0)), columns: columns.map(\.1), count: 12,
      provenance: Provenance(format: "csv", evidence: "by hand"))
    return PreparedSurvey(
      survey: survey, selection: [Bool](repeating: true, count: 12), report: PreparationReport(respondents: 12))
  }()

  private func request(_ test: String, _ change: (inout TestRequest) -> Void = { _ in }) -> TestRequest {
    var request = TestRequest(test)
    change(&request)
    return request
  }

  private func run(_ test: String, _ change: (inout TestRequest) -> Void) throws -> TestResult {
    try TestCatalogue.run(request(test, change), on: Self.prepared)
  }

  private func message(_ test: String, _ change: (inout TestRequest) -> Void = { _ in }) -> String {
    do {
      let result = try TestCatalogue.run(request(test, change), on: Self.prepared)
      return "no error, but \(result.statistic)"
    } catch { return error.description }
  }

  @Test func `every name of association, agreement and equivalence is computed`() {
    for name in [
      "cochran-armitage", "mantel-haenszel", "gamma", "somers-d", "polychoric", "fleiss-kappa", "krippendorff-alpha",
      "icc", "tost", "tost-paired", "tost-proportion",
    ] { #expect(TestCatalogue.names.contains(name), "\(name)") }
  }

  @Test func `ordered answers by name are the test itself`() throws {
    let counts = [[1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 2, 1], [0, 0, 1, 3]]
    let table = try ContingencyTable(counts: counts)
    let gamma = try run("gamma") {
      $0.outcome = "r1"
      $0.with = "r2"
    }
    #expect(gamma.statistic == (try OrdinalAssociationTest.gamma(table)).statistic)
    #expect(gamma.base.count == 12)
    #expect(gamma.assumptions.contains(Assumption("both answers stand in order", .met)))
    let somers = try run("somers-d") {
      $0.outcome = "r1"
      $0.with = "hours"
    }
    #expect(somers.conventions.first == "d is of r1 by hours: it leaves out the pairs that hours ties")
    #expect(somers.base.count == 12)
    let polychoric = try run("polychoric") {
      $0.outcome = "r1"
      $0.with = "r2"
      $0.association.estimator = .maximumLikelihood
    }
    let direct = try PolychoricCorrelation(counts.map { $0.map(Double.init) }, method: .maximumLikelihood)
    #expect(polychoric.estimate?.value == direct.value)
    let nominal = try run("gamma") {
      $0.outcome = "r1"
      $0.by = "party"
    }
    #expect(
      nominal.assumptions.contains(
        Assumption(
          "both answers stand in order",
          .violated(why: "the codebook calls party nominal; its order is taken as listed"))))
  }

  @Test func `trend and strata by name are the tests themselves`() throws {
    let trend = try run("cochran-armitage") {
      $0.outcome = "r1"
      $0.by = "group"
      $0.success = ["three", "4"]
      $0.association.scores = [0, 1, 4]
    }
    let direct = try CochranArmitageTest.test(successes: [0, 3, 4], trials: [4, 4, 4], scores: [0, 1, 4])
    #expect(trend.statistic == direct.statistic)
    #expect(trend.groups.map(\.name) == ["low", "middle", "high"])
    #expect(trend.conventions.last == "order of the groups, lowest first: low < middle < high")
    #expect(trend.assumptions.contains(Assumption("the groups stand in order", .met)))
    let parties = try run("cochran-armitage") {
      $0.outcome = "r1"
      $0.by = "party"
      $0.success = ["four"]
    }
    #expect(
      parties.assumptions.contains(
        Assumption(
          "the groups stand in order",
          .violated(why: "the codebook calls party nominal; its order is taken as listed"))))
    let strata = try run("mantel-haenszel") {
      $0.outcome = "r1"
      $0.by = "sex"
      $0.association.within = "group"
    }
    #expect(strata.method == "Generalised Cochran–Mantel–Haenszel test")
    #expect(strata.base.count == 12)
    #expect(
      message("mantel-haenszel") {
        $0.outcome = "r1"
        $0.by = "sex"
        $0.association.within = "group"
        $0.method = .exact
      }
        == "--exact: tables of 4 rows and 2 columns; expected two answers each for an exact test\n"
        + "  mend: take --exact out, or join answers")
  }

  @Test func `agreement by name takes raters as items`() throws {
    let fleiss = try run("fleiss-kappa") { $0.items = "r1,r2,r3" }
    #expect(fleiss.base.count == 11)
    #expect(fleiss.missing.map(\.count) == [1])
    #expect(try fleiss.detail("raters") == 3)
    // Codings that were read as numbers are coded by their values.
    let numeric = try run("fleiss-kappa") { $0.items = "hours,minutes" }
    #expect(numeric.estimate?.value == 1)
    let alpha = try run("krippendorff-alpha") { $0.items = "r1,r2,r3" }
    #expect(alpha.method == "Krippendorff's alpha (ordinal)")
    #expect(alpha.base.count == 12)
    let interval = try run("krippendorff-alpha") {
      $0.items = "r1,r2,r3"
      $0.association.metric = .interval
    }
    #expect(interval.statistic != alpha.statistic)
    let icc = try run("icc") {
      $0.items = "r1,r2,r3"
      $0.association.form = .fixedMean
    }
    #expect(icc.method == "Intraclass correlation ICC(3,k)")
    #expect(icc.base.count == 11)
    let kappa = try run("cohen-kappa") {
      $0.outcome = "r1"
      $0.with = "r2"
      $0.association.weighting = .quadratic
    }
    #expect(kappa.estimate?.id == "kappa-quadratic")
  }

  // Nobody answers "three": from "two" to "four" is nevertheless two steps.
  @Test func `an answer that nobody gave keeps its place in weighted kappa`() throws {
    let kappa = try run("cohen-kappa") {
      $0.outcome = "gap1"
      $0.with = "gap2"
      $0.association.weighting = .linear
    }
    // Steps apart, by hand: 1–2 once, 2–4 twice, 1–4 once, 1 + 4 + 3 in all; by chance, from the margins 4, 4, 0, 4 and
    // 4, 5, 0, 3: 4 · (5 + 9) + 4 · (4 + 6) + 4 · (12 + 10) = 184 twelfths.
    let byHand = 1 - 8.0 * 12 / 184
    #expect(abs((kappa.estimate?.value ?? .nan) - byHand) < 1e-14)
  }

  @Test func `equivalence by name says which bounds it used`() throws {
    let two = try run("tost") {
      $0.outcome = "hours"
      $0.by = "sex"
      $0.association.bounds = try? EquivalenceBounds(margin: 3)
    }
    #expect(two.id == "tost")
    #expect(two.conventions.contains("raw bounds, in the outcome's unit"))
    let one = try run("tost") {
      $0.outcome = "hours"
      $0.mu = 5
      $0.association.bounds = try? EquivalenceBounds(margin: 0.5, scale: .standardized)
    }
    #expect(one.method == "Two one-sided one-sample t tests")
    let paired = try run("tost-paired") {
      $0.outcome = "r1"
      $0.with = "r2"
      $0.association.bounds = try? EquivalenceBounds(lower: -1, upper: 0.5)
    }
    #expect(try paired.detail("upperBound") == 0.5)
    let share = try run("tost-proportion") {
      $0.outcome = "r1"
      $0.success = ["three", "four"]
      $0.association.bounds = try? EquivalenceBounds(margin: 0.3)
    }
    #expect(share.statistic == 7)
    let shares = try run("tost-proportion") {
      $0.outcome = "r1"
      $0.by = "sex"
      $0.success = ["three", "four"]
      $0.association.bounds = try? EquivalenceBounds(margin: 0.5, scale: .standardized)
    }
    #expect(shares.conventions.first == "standardised bounds, in Cohen's h")
  }

  @Test func `pairs are compared after the test, by the correction that is named`() throws {
    let dunn = try run("kruskal-wallis") {
      $0.outcome = "hours"
      $0.by = "group"
      $0.association.postHoc = .dunn
      $0.association.adjustment = .hochberg
    }
    #expect(dunn.comparisons?.comparisons.count == 3)
    #expect(dunn.comparisons?.adjustment == "Hochberg")
    #expect(dunn.json["postHoc"]?["comparisons"]?[0]?["first"]?.string == "low")
    let tukey = try run("anova") {
      $0.outcome = "hours"
      $0.by = "group"
      $0.association.postHoc = .tukey
    }
    #expect(tukey.comparisons?.adjustment == "Tukey (studentized range)")
    let shares = try run("chi-square") {
      $0.outcome = "r1"
      $0.by = "group"
      $0.success = ["four"]
      $0.association.postHoc = .pairwiseProportions
    }
    #expect(shares.comparisons?.comparisons.map(\.estimate.value) == [-0.25, -0.75, -0.5])
  }

  @Test func `zeros, corrections and distributions are those that were asked for`() throws {
    let pratt = try run("wilcoxon-signed-rank") {
      $0.outcome = "r1"
      $0.with = "r2"
    }
    let wilcoxon = try run("wilcoxon-signed-rank") {
      $0.outcome = "r1"
      $0.with = "r2"
      $0.association.zeros = .wilcox
      $0.correction = "none"
    }
    #expect(pratt.conventions.contains { $0.hasPrefix("zeros by Pratt") })
    #expect(wilcoxon.conventions.contains { $0.hasPrefix("zeros by Wilcoxon") })
    #expect(wilcoxon.conventions.contains("normal approximation without continuity correction"))
    let corrected = try run("mcnemar") {
      $0.outcome = "sex"
      $0.with = "sex"
      $0.correction = "continuity"
    }
    #expect(corrected.conventions.first == "p by the corrected rule; the statistic has Edwards's continuity correction")
  }

  @Test func `options that a test would pass over are refused by name`() {
    #expect(
      message("friedman") {
        $0.items = "r1,r2"
        $0.correction = "yates"
      }
        == "--correction: --correction for the test 'friedman'; expected no correction, which it has none of\n"
        + "  mend: take --correction out")
    #expect(
      message("chi-square") {
        $0.outcome = "r1"
        $0.by = "sex"
        $0.correction = "yate"
      }
        == "--correction: 'yate' for the test 'chi-square'; expected one of none, yates, second-order, "
        + "first-order\n  mend: did you mean 'yates'?")
    #expect(
      message("t-welch") {
        $0.outcome = "hours"
        $0.by = "sex"
        $0.method = .exact
      }
        == "--exact: --exact for the test 't-welch'; expected no choice of distribution, which it has one of\n"
        + "  mend: take --exact out")
    #expect(
      message("chi-square") {
        $0.outcome = "r1"
        $0.by = "sex"
        $0.method = .exact
      }
        == "--exact: --exact for the test 'chi-square'; expected one of --asymptotic\n"
        + "  mend: take --exact out, or ask for --monte-carlo 10000")
    #expect(
      message("fisher") {
        $0.outcome = "r1"
        $0.by = "sex"
        $0.method = .asymptotic
      } == "--asymptotic: --asymptotic for the test 'fisher'; expected one of --exact\n  mend: take --asymptotic out")
    #expect(
      message("kruskal-wallis") {
        $0.outcome = "hours"
        $0.by = "group"
        $0.alternative = .less
      }
        == "--alternative: --alternative for the test 'kruskal-wallis'; expected two-sided, for its statistic has no "
        + "direction\n  mend: take --alternative out")
    #expect(
      message("kruskal-wallis") {
        $0.outcome = "hours"
        $0.by = "group"
        $0.association.postHoc = .tukey
      } == "--post-hoc: tukey after the test 'kruskal-wallis'; expected dunn\n  mend: add --post-hoc dunn")
    #expect(
      message("anova") {
        $0.outcome = "hours"
        $0.by = "group"
        $0.association.postHoc = .tukey
        $0.association.adjustment = .holm
      }
        == "--adjustment: Holm over tukey; expected no correction: tukey holds over all pairs by itself\n"
        + "  mend: take --adjustment out")
    #expect(
      message("anova") {
        $0.outcome = "hours"
        $0.by = "group"
        $0.association.adjustment = .holm
      }
        == "--adjustment: --adjustment for the test 'anova'; expected --post-hoc beside it, whose p-values it corrects\n"
        + "  mend: take --adjustment out")
    #expect(
      message("chi-square") {
        $0.outcome = "r1"
        $0.by = "group"
        $0.success = ["four"]
      }
        == "--success: --success for the test 'chi-square'; expected --post-hoc pairwise-proportions beside it, whose "
        + "shares it names\n  mend: take --success out")
    #expect(
      message("pearson") {
        $0.outcome = "hours"
        $0.with = "r1"
        $0.association.form = .fixedMean
      }
        == "--form: --form for the test 'pearson'; expected one of the options it takes: --outcome, --with, --items\n"
        + "  mend: take --form out")
    #expect(
      message("mcnemar") {
        $0.outcome = "sex"
        $0.with = "sex"
        $0.method = .exact
        $0.correction = "continuity"
      }
        == "--correction: the correction 'continuity' of an approximation beside --exact; expected --exact, or "
        + "--correction continuity\n  mend: take one of the two out")
    #expect(
      message("wilcoxon-signed-rank") {
        $0.outcome = "r1"
        $0.with = "r2"
        $0.correction = "wilcox"
        $0.association.zeros = .pratt
      }
        == "--correction: --correction wilcox beside --zeros; expected one of them\n  mend: take --correction out")
    #expect(
      message("chi-square") {
        $0.outcome = "r1"
        $0.by = "sex"
        $0.correction = "yates"
        $0.association.monteCarlo = MonteCarlo(replicates: 1000)
      }.hasPrefix("--correction: the correction 'yates' of an approximation beside --monte-carlo"))
  }

  @Test func `questions that the data cannot answer say why`() {
    #expect(
      message("gamma") {
        $0.outcome = "open"
        $0.with = "r1"
      }.hasPrefix("--outcome: 'open', which is text; expected a categorical variable"))
    #expect(
      message("gamma") {
        $0.outcome = "same"
        $0.with = "r1"
      }
        == "--outcome same --with r1: 1 row(s) and 4 column(s) with respondents; expected at least two of each\n"
        + "  mend: choose variables on which respondents differ")
    #expect(
      message("icc") { $0.items = "open,r1" }.hasPrefix("--items: 'open', which is text without numbers"))
    #expect(
      message("fleiss-kappa") { $0.items = "r1,sex" }
        == "--items: 'sex' with other answers than 'r1'; expected the same answers in the same order\n"
        + "  mend: choose items coded with the same answers")
    #expect(
      message("fleiss-kappa") { $0.items = "same,fixed" }
        == "--items same,fixed: one category only; expected at least two categories in use\n"
        + "  mend: choose a variable on which subjects differ")
    #expect(
      message("icc") { $0.items = "same,fixed" }
        == "same, fixed: the same rating of every target; expected targets that differ\n"
        + "  mend: report the ratings; there is no variance between targets to share out")
    #expect(
      message("krippendorff-alpha") { $0.items = "same,fixed" }
        == "--items same,fixed: one value only; expected units with two values or more, and more than one value\n"
        + "  mend: check the missing codes")
    #expect(
      message("mantel-haenszel") {
        $0.outcome = "r1"
        $0.by = "sex"
      } == "--within: no --within for the test 'mantel-haenszel'; expected a variable\n"
        + "  mend: add --within NAME; 'topline inspect' lists the variables")
    #expect(
      message("cochran-armitage") {
        $0.outcome = "r1"
        $0.by = "group"
        $0.success = ["four"]
        $0.association.scores = [1, 2]
      }
        == "--scores: 2 scores; expected one for each of the 3 groups: low, middle, high\n"
        + "  mend: write --scores 1,2,3")
    #expect(
      message("tost") {
        $0.outcome = "hours"
        $0.by = "sex"
      }
        == "--bounds: no bounds for the test 'tost'; expected the smallest differences of interest on both sides\n"
        + "  mend: add --bounds -0.5,0.5 or --margin 0.5; --bounds-scale standardized for standard deviations")
    #expect(
      message("tost") {
        $0.outcome = "hours"
        $0.by = "sex"
        $0.mu = 3
        $0.association.bounds = try? EquivalenceBounds(margin: 1)
      }.hasPrefix("--mu: --mu beside --by for the test 'tost'; expected --by for two groups, or --mu for one sample"))
    #expect(
      message("tost-proportion") {
        $0.outcome = "r1"
        $0.success = ["four"]
        $0.association.bounds = try? EquivalenceBounds(margin: 0.6)
      }
        == "--bounds: bounds from -0.6 to 0.6; expected bounds that stay within (0, 1) around 0.5\n"
        + "  mend: bounds are distances from --probability, such as -0.05,0.05")
    #expect(
      message("tost-proportion") {
        $0.outcome = "r1"
        $0.by = "group"
        $0.success = ["four"]
        $0.association.bounds = try? EquivalenceBounds(margin: 0.1)
      }
        == "--by: 3 groups (low, middle, high); expected two groups\n  mend: take two of the groups with --where")
    for (test, other) in [
      ("proportions", "chi-square with --post-hoc pairwise-proportions"), ("t-welch", "anova-welch"),
      ("brunner-munzel", "kruskal-wallis"),
    ] {
      let message = message(test) {
        $0.outcome = "r1"
        $0.by = "group"
        $0.success = test == "proportions" ? ["four"] : []
      }
      #expect(message.hasSuffix("mend: use \(other), or take two of the groups with --where"), "\(message)")
    }
  }

  @Test func `no respondent, one and two are told apart from an answer`() {
    for count in 0...2 {
      var few = Self.prepared
      few.selection = few.selection.indices.map { $0 < count }
      for name in TestCatalogue.names where !["paradox", "cronbach-alpha", "omega"].contains(name) {
        var request = TestRequest(name)
        let options = Set(TestCatalogueProbe.options(name))
        if options.contains("--items"), !options.contains("--outcome") {
          request.items = name == "page" ? "r1,r2,r3" : "r1,r2"
        } else {
          request.outcome = ["t-welch", "t-student", "anova"].contains(name) ? "hours" : "r1"
          if options.contains("--by") { request.by = "sex" } else if options.contains("--with") { request.with = "r2" }
        }
        if options.contains("--within") { request.association.within = "group" }
        if options.contains("--success"), !["chi-square", "g-test", "fisher"].contains(name) {
          request.success = ["two"]
        }
        if options.contains("--mu"), ["t-one-sample", "wilcoxon-one-sample", "sign"].contains(name) { request.mu = 2 }
        if name.hasPrefix("tost") { request.association.bounds = try? EquivalenceBounds(margin: 0.3) }
        guard let result = try? TestCatalogue.run(request, on: few) else { continue }
        #expect(result.p.map { $0 >= 0 && $0 <= 1 } ?? true, "\(name), \(count): p \(String(describing: result.p))")
        #expect(!result.statistic.isNaN, "\(name), \(count)")
        #expect(result.estimate.map { !$0.value.isNaN } ?? true, "\(name), \(count)")
        for effect in result.effects { #expect(!effect.value.isNaN, "\(name), \(count): \(effect.id)") }
        for interval in [result.estimate?.interval] + result.effects.map(\.interval) {
          #expect(interval.map { !$0.lower.isNaN && !$0.upper.isNaN } ?? true, "\(name), \(count)")
        }
      }
    }
  }
}

/// The options that a test takes, read off its refusal of one that none takes.
enum TestCatalogueProbe {
  static func options(_ test: String) -> [String] {
    var request = TestRequest(test)
    request.both = ["a", "b"]
    do {
      try TestCatalogue.check(request)
      return []
    } catch {
      let list = error.expected.split(separator: ":").last ?? ""
      return list.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
  }
}
