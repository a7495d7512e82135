import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import Testing

/// The options that choose among conventions, against R 4.2.2 (psych 2.2.9, car 3.1-1, effectsize 0.8.3) on the answers
/// of `Tests/ToplineCommandTests/Conventions`; `Documentation/Conventions.md` says which system does what.
@Suite struct ConventionOptionTests {
  private static let minutesA: [Double] = [12, 15, 15, 18, 20, 22, 25, 31, 40, 48, 55, 90]
  private static let minutesB: [Double] = [8, 9, 10, 12, 14, 15, 16, 20, 21, 24, 30, 33]
  private static let before: [Double] = [3, 4, 2, 5, 3, 3, 4, 2, 3, 1, 4, 5, 2, 3, 3, 4, 1, 2, 3, 5, 4, 3, 2, 3]
  private static let after: [Double] = [4, 4, 3, 5, 5, 2, 5, 3, 5, 2, 4, 4, 4, 3, 4, 5, 3, 2, 2, 5, 5, 4, 4, 5]
  private static var used: ContingencyTable {
    get throws { try ContingencyTable(counts: [[9, 4], [3, 8]]) }
  }

  private func isClose(_ found: Double?, _ expected: Double, _ tolerance: Double = 1e-6) -> Bool {
    guard let found else { return false }
    return abs(found - expected) <= tolerance * abs(expected)
  }

  @Test func `shares are corrected for continuity where it is asked for`() throws {
    let plain = try ProportionTest.oneSample(successes: 13, trials: 24, probability: 0.4)
    let corrected = try ProportionTest.oneSample(successes: 13, trials: 24, probability: 0.4, continuity: true)
    #expect(isClose(plain.p, 0.156580, 1e-5))
    #expect(isClose(corrected.p, 0.226919, 1e-5))
    #expect(
      corrected.conventions.first
        == "continuity correction by half a respondent; the interval has none; the interval is two-sided whatever the "
        + "alternative")
    // The square of the corrected z of two groups is Yates's χ².
    let two = try ProportionTest.twoSamples((9, 12), (4, 12), continuity: true)
    let yates = try ChiSquareTest.independence(try Self.used, continuityCorrection: true)
    #expect(isClose(two.statistic * two.statistic, yates.statistic, 1e-12))
    #expect(isClose(two.p, 0.1012772, 1e-6))
    // At the hypothetical share nothing is left to correct.
    #expect(try ProportionTest.oneSample(successes: 5, trials: 10, continuity: true).statistic == 0)
  }

  @Test func `two-sided exact p-values sum either way`() throws {
    let central = try BinomialTest.test(successes: 13, trials: 24, probability: 0.4)
    let likely = try BinomialTest.test(successes: 13, trials: 24, probability: 0.4, twoSided: .minimumLikelihood)
    #expect(isClose(central.p, 0.228530, 1e-5))
    #expect(isClose(likely.p, 0.210227, 1e-5))
    #expect(likely.conventions.first?.contains("as R's binom.test does") == true)
    let fisher = try FisherExactTest.test(try Self.used)
    let doubled = try FisherExactTest.test(try Self.used, twoSided: .central)
    #expect(isClose(fisher.p, 0.0995327, 1e-6))
    #expect(doubled.p == fisher.details.first { $0.name == "pCentral" }?.value)
    #expect(doubled.conventions.first?.hasPrefix("two-sided p is twice the smaller tail") == true)
    let larger = #expect(throws: StatisticsError.self) {
      try FisherExactTest.test(try ContingencyTable(counts: [[3, 1, 2], [1, 4, 2]]), twoSided: .central)
    }
    #expect(
      larger?.description
        == "--two-sided: twice the smaller tail of a table of 2 by 3; expected a table of two by two, "
        + "whose first cell has two tails\n  mend: take --two-sided out")
  }

  @Test func `intervals of a share are the one that is asked for`() throws {
    let wald = try BinomialTest.test(successes: 13, trials: 24, interval: .wald)
    let share = 13.0 / 24
    let half = 1.959963984540054 * (share * (1 - share) / 24).squareRoot()
    #expect(isClose(wald.estimate?.interval?.lower, share - half, 1e-12))
    #expect(isClose(wald.estimate?.interval?.upper, share + half, 1e-12))
    #expect(wald.estimate?.interval?.method == "wald")
    #expect(wald.conventions.last == "the interval is wald, as asked for, and need not agree with p")
    let none = try ProportionInterval.interval(.wald, successes: 0, trials: 24)
    #expect(none.lower == 0 && none.upper == 0)
  }

  @Test func `Levene's test takes distances from any of three centres`() throws {
    let groups = [Self.minutesA, Self.minutesB]
    func p(_ center: SpreadCenter) throws -> Double? {
      try AnovaTest.levene(groups, names: ["A", "B"], center: center).p
    }
    #expect(isClose(try p(.median), 0.1092885, 1e-6))
    #expect(isClose(try p(.mean), 0.0212613, 1e-5))
    #expect(isClose(try p(.trimmedMean), 0.050027, 1e-4))
    let mean = try AnovaTest.levene(groups, names: ["A", "B"], center: .mean)
    #expect(mean.method == "Levene’s test about means")
    #expect(mean.conventions == ["distances from the groups’ means"])
  }

  @Test func `Kendall's approximation is corrected where it is asked for`() throws {
    let minutes = Self.minutesA + Self.minutesB
    let plain = try KendallTest.run(minutes, Self.before)
    let corrected = try KendallTest.run(minutes, Self.before, continuity: true)
    #expect(isClose(plain.p, 0.468337, 1e-5))
    #expect(isClose(corrected.p, 0.484372, 1e-5))
    #expect(corrected.conventions.contains("normal approximation, corrected for ties, with continuity correction"))
    #expect(plain.conventions.contains("normal approximation, corrected for ties, without continuity correction"))
  }

  @Test func `a standardised difference divides by what is asked for, and says so`() throws {
    let pooled = try TTest.welch(Self.minutesA, Self.minutesB, denominator: .pooled)
    #expect(pooled.effects.first { $0.id == "cohens-d" }?.denominator == "the pooled standard deviation")
    #expect(isClose(pooled.effects.first { $0.id == "cohens-d" }?.value, 0.874322, 1e-5))
    #expect(pooled.conventions.last == "as asked for, the first effect divides by the pooled standard deviation")
    let second = try TTest.welch(Self.minutesA, Self.minutesB, denominator: .second)
    #expect(second.effects.first?.id == "glass-delta")
    #expect(isClose(second.effects.first?.value, 1.835272, 1e-6))
    let first = try TTest.student(Self.minutesA, Self.minutesB, denominator: .first)
    #expect(first.effects.first?.denominator == "the standard deviation of X")
    #expect(first.effects.count { $0.id == "glass-delta" } == 1)
    // On the first group's spread the difference is that of the groups swapped, with the other sign.
    let swapped = try TTest.student(Self.minutesB, Self.minutesA, denominator: .second)
    #expect(isClose(first.effects.first?.value, -(swapped.effects.first?.value ?? 0), 1e-12))
    #expect(isClose(first.effects.first?.interval?.lower, -(swapped.effects.first?.interval?.upper ?? 0), 1e-12))
    let usual = try TTest.welch(Self.minutesA, Self.minutesB)
    #expect(usual.effects.map(\.id) == ["hedges-g-star", "cohens-d-average", "glass-delta"])
  }

  @Test func `paired differences can divide by the mean of both variances`() throws {
    let paired = try TTest.paired(Self.before, Self.after, denominator: .average)
    let effect = try #require(paired.effects.first)
    #expect(effect.id == "cohens-d-average")
    let (x, y) = (Self.before, Self.after)
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / 24
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23
    }
    let difference = zip(x, y).map { $0 - $1 }
    let square = (variance(x) + variance(y)) / 2
    let value = difference.reduce(0, +) / 24 / square.squareRoot()
    #expect(isClose(effect.value, value, 1e-12))
    // Bonett's error with the correlation, as statpsych writes it.
    let r = (variance(x) + variance(y) - variance(difference)) / 2 / (variance(x) * variance(y)).squareRoot()
    let (v, w) = (variance(x), variance(y))
    let error =
      (value * value * (v * v + w * w + 2 * r * r * v * w) / (8 * 23 * square * square)
      + variance(difference) / (square * 23)).squareRoot()
    #expect(isClose(effect.interval?.lower, value - 1.959963984540054 * error, 1e-12))
    #expect(try TTest.paired(Self.before, Self.after).effects.map(\.id) == ["hedges-g-z", "cohens-d-z"])
  }

  @Test func `empty cells of larger crossings count one half where it is asked for`() throws {
    let table = try ContingencyTable(
      rows: Self.before.map { Int($0) - 1 }, columns: Self.after.map { Int($0) - 1 },
      rowLabels: ["1", "2", "3", "4", "5"], columnLabels: ["1", "2", "3", "4", "5"])
    let plain = try PolychoricCorrelation.test(table)
    // polycor 0.8.1, whose search stops within five digits: 0.679452.
    #expect(isClose(plain.estimate?.value, 0.679452, 2e-5))
    #expect(!plain.warnings.contains { $0.contains("one half") })
    let half = try PolychoricCorrelation.test(table, emptyCells: .half)
    #expect(half.conventions.contains("every empty cell counts one half, as psych does"))
    #expect(half.warnings.contains { $0.hasSuffix("empty cells were each taken as one half of a respondent") })
    let filled = table.withoutEmptyCounts.map { $0.map { $0 == 0 ? 0.5 : $0 } }
    #expect(half.estimate?.value == (try PolychoricCorrelation(filled)).value)
    #expect(abs(half.estimate?.value ?? 1) < plain.estimate?.value ?? 0)
  }

  @Test func `skewness and kurtosis follow any of three rules`() {
    // psych 2.2.9: skew(type = 1, 2, 3) of the minutes of both groups.
    for (rule, skewness) in [
      (ShapeRule.moments, 2.10560), (.unbiased, 2.24866), (.sampleDeviation, 1.97538),
    ] {
      let shape = SummaryShape.of(Self.minutesA + Self.minutesB, rule)
      #expect(isClose(shape.skewness, skewness, 1e-5))
    }
    #expect(SummaryShape.of([1, 2], .unbiased).skewness == nil)
    #expect(SummaryShape.of([1, 2, 4], .unbiased).kurtosis == nil)
    #expect(SummaryShape.of([3, 3, 3, 3], .moments).skewness == nil)
  }

  @Test func `a test refuses a convention that it does not have`() {
    func message(_ test: String, _ change: (inout TestRequest) -> Void) -> String {
      var request = TestRequest(test)
      change(&request)
      do {
        try TestCatalogue.check(request)
        return "no error"
      } catch { return error.description }
    }
    #expect(
      message("anova") { $0.conventions.center = .mean }
        == "--center: --center for the test 'anova'; expected one of the options it takes: --outcome, --by, --post-hoc, "
        + "--adjustment\n  mend: take --center out")
    #expect(
      message("t-paired") { $0.conventions.denominator = .pooled }
        == "--denominator: 'pooled' for the test 't-paired'; expected one of differences, average\n"
        + "  mend: choose one of these")
    #expect(
      message("fisher") {
        $0.conventions.twoSided = .central
        $0.alternative = .less
      }
        == "--two-sided: --two-sided for the test 'fisher'; expected --alternative two-sided, whose p-value it is about\n"
        + "  mend: take --two-sided out")
    #expect(message("levene") { $0.conventions.center = .mean } == "no error")
  }

  @Test func `corrections belong to the simple or to the design-based version of a test`() throws {
    let prepared = AssociationCatalogueTests.prepared
    let design = try SurveyDesign(SurveyDesign.Names(weights: "hours"), of: prepared.survey)
    var request = TestRequest("chi-square")
    (request.outcome, request.by, request.correction) = ("r1", "sex", "first-order")
    let simple = #expect(throws: StatisticsError.self) { try TestCatalogue.run(request, on: prepared) }
    #expect(
      simple?.description == "--correction: 'first-order' without weights, strata and sampling units; expected one of "
        + "none, yates\n  mend: choose one of these, or name the design")
    let weighted = try TestCatalogue.run(request, on: prepared, design: design)
    #expect(weighted.conventions.first == "first-order correction")
    request.correction = "yates"
    let refused = #expect(throws: StatisticsError.self) {
      try TestCatalogue.run(request, on: prepared, design: design)
    }
    #expect(
      refused?.description == "--correction: 'yates' with sampling weights hours, as delivered, counted as fixed; "
        + "expected one of second-order, first-order\n  mend: take --correction out")
    var ranks = TestRequest("mann-whitney")
    (ranks.outcome, ranks.by, ranks.correction) = ("minutes", "sex", "median")
    #expect(try TestCatalogue.run(ranks, on: prepared, design: design).method.contains("median"))
  }

  @Test func `stated degrees of freedom take the place of counted ones, and infinite ones make z of t`() throws {
    let prepared = AssociationCatalogueTests.prepared
    var names = SurveyDesign.Names(weights: "hours")
    func summary() throws -> SurveySummary {
      try SurveySummary.make(
        survey: prepared.survey, variables: try VariableSelection(parsing: "minutes"),
        design: try SurveyDesign(names, of: prepared.survey))
    }
    let counted = try #require(try summary().variables[0].mean)
    #expect(counted.degreesOfFreedom == 11)
    names.degreesOfFreedom = 5
    let stated = try #require(try summary().variables[0].mean)
    #expect(stated.degreesOfFreedom == 5)
    #expect(try summary().design?.hasSuffix("5 degrees of freedom, as stated") == true)
    names.degreesOfFreedom = .infinity
    let normal = try #require(try summary().variables[0].mean)
    let error = try #require(normal.standardError)
    #expect(isClose(normal.interval?.upper, normal.value + 1.959963984540054 * error, 1e-12))
    #expect(try summary().design?.hasSuffix("z in place of t") == true)
    var request = TestRequest("t-welch")
    (request.outcome, request.by) = ("minutes", "sex")
    let test = try TestCatalogue.run(request, on: prepared, design: try SurveyDesign(names, of: prepared.survey))
    #expect(isClose(test.p, Normal.standard.twoTailed(test.statistic), 1e-12))
  }
}

/// Skewness and kurtosis of numbers as the topline gives them.
private enum SummaryShape {
  static func of(_ values: [Double], _ rule: ShapeRule) -> (skewness: Double?, kurtosis: Double?) {
    let survey = Survey(
      codebook: Codebook(variables: [Variable(name: "x", kind: .numeric, level: .scale)]),
      columns: [.numeric(NumericColumn(values: values, missing: [UInt8](repeating: 0, count: values.count)))],
      count: values.count, provenance: Provenance(format: "csv", evidence: "by hand"))
    var options = SummaryOptions()
    options.shapeRule = rule
    let summary = try? SurveySummary.make(survey: survey, options: options).variables.first
    return (summary?.skewness, summary?.kurtosis)
  }
}

extension ContingencyTable {
  /// The counts of the rows and columns that have respondents.
  fileprivate var withoutEmptyCounts: [[Double]] {
    let columns = counts[0].indices.filter { column in counts.contains { $0[column] > 0 } }
    return counts.filter { $0.contains { $0 > 0 } }.map { row in columns.map { Double(row[$0]) } }
  }
}
