import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

/// Worked examples of textbooks, papers and manuals, beside the golden values of `Golden/classic.R` and `classic.py`.
@Suite struct WorkedExamplesTests {
  private let golden: JSONValue
  private let scipy: JSONValue

  init() throws {
    golden = try Golden.json("classic-r.json")
    scipy = try Golden.json("classic-py.json")
  }

  private func numbers(_ value: JSONValue?) throws -> [Double] {
    try #require(value?.array).map { try #require($0.digits) }
  }

  private func columns(_ value: JSONValue?) throws -> (names: [String], values: [[Double]]) {
    let members = try #require(value?.object).members
    return (members.map(\.name), try members.map { try numbers($0.value) })
  }

  // MARK: Shares and counts

  @Test(
    .published("proportion", in: "Agresti (2007), sections 1.3.2 and 1.3.3: 400 of 893; 9 of 10"),
    .published("Wilson interval", in: "Agresti (2007), section 1.3.3: 9 of 10"))
  func `legal abortion and nine of ten patients have the score test and interval that Agresti prints`() throws {
    let abortion = try ProportionTest.oneSample(successes: 400, trials: 893)
    expectPrinted(abortion.estimate?.value, "0.448", of: "proportion")
    expectPrinted(abortion.statistic, "-3.1", of: "proportion")
    expectPrinted(abortion.p, "0.002", of: "proportion")
    let interval = try ProportionInterval.interval(.wilson, successes: 9, trials: 10)
    expectPrinted(interval.lower, "0.596", of: "Wilson interval")
    expectPrinted(interval.upper, "0.982", of: "Wilson interval")
  }

  @Test(
    .published("chi-square-goodness-of-fit", in: "Agresti (2002), section 1.5.2: Mendel's peas; SciPy's manual"),
    .golden("chi-square-goodness-of-fit", by: "R 4.2.2: chisq.test"))
  func `Mendel's peas fit three to one, and SciPy's die has its p`() throws {
    let peas = try ChiSquareTest.goodnessOfFit(counts: [6022, 2001], shares: [0.75, 0.25])
    expectPrinted(peas.statistic, "0.015")
    expectPrinted(peas.p, "0.90")
    expectClose(peas.statistic, try golden.number("fit", "peas", "statistic"))
    expectClose(peas.p, try golden.number("fit", "peas", "p"))
    let die = try ChiSquareTest.goodnessOfFit(counts: [16, 18, 16, 14, 12, 12], shares: [16, 16, 16, 16, 16, 8])
    expectPrinted(die.statistic, "3.5")
    expectPrinted(die.p, "0.623387627750")
    expectClose(die.p, try golden.number("fit", "shares", "p"))
  }

  @Test(
    .published("proportions", in: "Agresti (2007), sections 2.2 and 2.3: heart attacks under placebo and aspirin"),
    .golden("proportions", by: "R 4.2.2: prop.test"))
  func `aspirin and heart attacks have the ratios that Agresti prints`() throws {
    let result = try ProportionTest.twoSamples((189, 11_034), (104, 11_037), names: ("placebo", "aspirin"))
    expectPrinted(result.estimate?.value, "0.0077")
    expectPrinted(try result.effect("risk-ratio").value, "1.82")
    expectPrinted(try result.effect("odds-ratio").value, "1.83")
    expectPrinted(try result.effect("odds-ratio").interval?.lower, "1.44")
    expectPrinted(try result.effect("odds-ratio").interval?.upper, "2.33")
    expectClose(result.statistic * result.statistic, try golden.number("aspirin", "statistic"))
    expectClose(result.p, try golden.number("aspirin", "p"))
  }

  @Test(
    .published("g-test", "chi-square", in: "Agresti (2007), section 2.4.4: party by gender, X² = 30.1 and G² = 30.0"))
  func `party by gender has the G² that Agresti prints`() throws {
    let table = try ContingencyTable(counts: [[762, 327, 468], [484, 239, 477]])
    expectPrinted(try ChiSquareTest.independence(table, statistic: .likelihoodRatio).statistic, "30.0", of: "g-test")
    expectPrinted(try ChiSquareTest.independence(table).statistic, "30.1", of: "chi-square")
  }

  @Test(.published("cochran-q", in: "Cochran (1950), table 1: four media for diphtheria, Q = 8.05"))
  func `four media for diphtheria have Cochran's Q`() throws {
    let patterns: [(answers: [Bool], count: Int)] = [
      ([true, true, true, true], 4), ([true, true, false, true], 2), ([false, true, true, true], 3),
      ([false, true, false, true], 1), ([false, false, false, false], 59),
    ]
    let media = (0..<4).map { medium in
      patterns.flatMap { [Bool](repeating: $0.answers[medium], count: $0.count) }
    }
    let result = try CochranQTest.test(media, names: ["A", "B", "C", "D"])
    expectPrinted(result.statistic, "8.05")
    #expect(result.groups.map(\.count) == [6, 10, 7, 10])
  }

  @Test(
    .published(
      "tost-proportion", in: "Conover (1971), pages 97–98: bounds at the ends of the 95 % interval have p .025"),
    .published("paradox", in: "Conover (1971), pages 97–98: 682 of 925, p = .3825"),
    .golden("tost-proportion", by: "R 4.2.2: binom.test, one-sided at both bounds"))
  func `at the printed ends of an exact interval both one-sided p-values are half of the rest`() throws {
    let ends = try ShareEquivalenceTest.oneSample(
      successes: 682, trials: 925, probability: 0.74,
      bounds: try EquivalenceBounds(lower: 0.7076683 - 0.74, upper: 0.7654066 - 0.74))
    expectNear(try ends.detail("pAboveLower"), 0.025, 1e-6, of: "tost-proportion", as: .published)
    expectNear(try ends.detail("pBelowUpper"), 0.025, 1e-6, of: "tost-proportion", as: .published)
    let result = try ShareEquivalenceTest.oneSample(
      successes: 97, trials: 200, bounds: try EquivalenceBounds(lower: -0.05, upper: 0.15))
    expectClose(try result.detail("pAboveLower"), try golden.number("tost", "lower"))
    expectClose(try result.detail("pBelowUpper"), try golden.number("tost", "upper"))
    // The joint share of 682 who feel both is a share like any other.
    let joint = try JointShare.estimate(JointPatterns(both: 682, firstOnly: 100, secondOnly: 100, neither: 43))
    expectPrinted(joint.joint.interval?.lower, "0.7076683", of: "paradox")
    expectPrinted(joint.joint.interval?.upper, "0.7654066", of: "paradox")
  }

  // MARK: Means

  @Test(
    .published("t-one-sample", in: "Fisher (1925), section 24: Student's differences of sleep, t = 4.06"),
    .published("t-student", in: "SciPy's manual, ttest_ind: t = 0.905135809331027, p = 0.3751996797581486"))
  func `Student's differences have Fisher's t, and SciPy's two samples its own`() throws {
    let gained = zip(RankExamples.sleepSecond, RankExamples.sleepFirst).map { $0 - $1 }
    let one = try TTest.oneSample(gained)
    expectPrinted(one.estimate?.value, "1.58", of: "t-one-sample")
    expectPrinted(one.statistic, "4.06", of: "t-one-sample")
    let a: [Double] = [1, 3, 4, 6, 11, 13, 15, 19, 22, 24, 25, 26, 26]
    let b: [Double] = [2, 4, 6, 9, 11, 13, 14, 15, 18, 19, 21]
    let two = try TTest.student(a, b)
    expectPrinted(two.statistic, "0.9051358093310", of: "t-student")
    expectPrinted(two.p, "0.3751996797581", of: "t-student")
    #expect(two.degreesOfFreedom == [22])
  }

  @Test(
    .published("anova", in: "SciPy's manual, f_oneway: mussels of McDonald et al. (1991)"),
    .published("tukey", in: "SciPy's manual, tukey_hsd: three remedies for headache"),
    .published("levene", in: "SciPy's manual, levene: three lists, p = 0.002431505967249681"))
  func `mussels, headaches and three lists have what SciPy's manual prints`() throws {
    let mussels = [
      [0.0571, 0.0813, 0.0831, 0.0976, 0.0817, 0.0859, 0.0735, 0.0659, 0.0923, 0.0836],
      [0.0873, 0.0662, 0.0672, 0.0819, 0.0749, 0.0649, 0.0835, 0.0725],
      [0.0974, 0.1352, 0.0817, 0.1016, 0.0968, 0.1064, 0.105],
      [0.1033, 0.0915, 0.0781, 0.0685, 0.0677, 0.0697, 0.0764, 0.0689],
      [0.0703, 0.1026, 0.0956, 0.0973, 0.1039, 0.1045],
    ]
    let places = ["Tillamook", "Newport", "Petersburg", "Magadan", "Tvarminne"]
    let anova = try AnovaTest.run(mussels, names: places)
    expectPrinted(anova.statistic, "7.12101947164", of: "anova")
    expectPrinted(anova.p, "0.0002812242315", of: "anova")
    let remedies = [
      [24.5, 23.5, 26.4, 27.1, 29.9], [28.4, 34.2, 29.5, 32.2, 30.1], [26.1, 28.3, 24.3, 26.2, 27.8],
    ]
    let tukey = try PairwiseComparisons.tukey(remedies, names: ["0", "1", "2"])
    let printed = [
      ("-4.600", "0.014", "-8.249", "-0.951"), ("-0.260", "0.980", "-3.909", "3.389"),
      ("4.340", "0.020", "0.691", "7.989"),
    ]
    for (pair, (difference, p, lower, upper)) in zip(tukey.comparisons, printed) {
      expectPrinted(pair.estimate.value, difference, of: "tukey")
      expectPrinted(pair.pAdjusted, p, of: "tukey")
      expectPrinted(pair.estimate.interval?.lower, lower, of: "tukey")
      expectPrinted(pair.estimate.interval?.upper, upper, of: "tukey")
    }
    #expect(tukey.comparisons.count == 3)
    let levene = try AnovaTest.levene(
      [
        [8.88, 9.12, 9.04, 8.98, 9.00, 9.08, 9.01, 8.85, 9.06, 8.99],
        [8.88, 8.95, 9.29, 9.44, 9.15, 9.58, 8.36, 9.18, 8.67, 9.05],
        [8.95, 9.12, 8.95, 8.85, 9.03, 8.84, 9.07, 8.98, 8.86, 8.98],
      ], names: ["a", "b", "c"])
    expectPrinted(levene.p, "0.002431505967", of: "levene")
  }

  @Test(
    .published(
      "anova-welch", in: "statsExpressions' manual, on Fisher's iris (1936): F = 138.9083 on 92.21115, p = 1.505059e-28"
    ),
    .golden("anova-welch", "anova", "levene", "kruskal-wallis", by: "R 4.2.2, car 3.1.1, on Fisher's iris (1936)"))
  func `three species of iris differ as R finds, and as is printed`() throws {
    let (names, groups) = try columns(golden["iris"]?["groups"])
    let welch = try AnovaTest.welch(groups, names: names)
    expectPrinted(welch.statistic, "138.9083")
    expectPrinted(welch.degreesOfFreedom[1], "92.21115")
    expectNear(welch.p, 1.505059e-28, 5e-35, as: .published)
    expectClose(welch.statistic, try golden.number("iris", "welch", "statistic"), of: "anova-welch")
    expectClose(welch.p, try golden.number("iris", "welch", "p"), 1e-11, of: "anova-welch")
    let anova = try AnovaTest.run(groups, names: names)
    expectClose(anova.statistic, try golden.number("iris", "anova", "statistic"), of: "anova")
    expectClose(anova.p, try golden.number("iris", "anova", "p"), 1e-11, of: "anova")
    let levene = try AnovaTest.levene(groups, names: names)
    expectClose(levene.statistic, try golden.number("iris", "levene", "statistic"), of: "levene")
    expectClose(levene.p, try golden.number("iris", "levene", "p"), 1e-11, of: "levene")
    let ranks = try KruskalWallisTest.run(groups, names: names, bootstrap: Bootstrap(replicates: 0))
    expectClose(ranks.statistic, try golden.number("iris", "kruskal", "statistic"), of: "kruskal-wallis")
    expectClose(ranks.p, try golden.number("iris", "kruskal", "p"), 1e-11, of: "kruskal-wallis")
  }

  @Test(
    .published(
      "games-howell", in: "statsExpressions' manual: weights of cars by cylinders (Henderson & Velleman 1981)"),
    .golden("games-howell", by: "R 4.2.2, the formula with ptukey"))
  func `cars of four, six and eight cylinders compare as is printed`() throws {
    let (names, groups) = try columns(golden["cars"]?["groups"])
    let result = try PairwiseComparisons.gamesHowell(groups, names: names)
    for (index, (pair, printed)) in zip(result.comparisons, ["5.39", "9.11", "5.12"]).enumerated() {
      // The studentized range is √2 times t; printed without its sign.
      let q = abs(pair.statistic) * 2.0.squareRoot()
      expectPrinted(q, printed)
      expectClose(q, try golden.number("cars", "pairs", "\(index)", "q"))
      expectClose(pair.degreesOfFreedom, try golden.number("cars", "pairs", "\(index)", "df"))
      expectNear(pair.pAdjusted, try golden.number("cars", "pairs", "\(index)", "p"), 1e-7)
    }
    // The manual adjusts the studentized range's p-values once more, by Holm.
    let holm = PAdjustment.holm.adjust(result.comparisons.map(\.pAdjusted))
    expectPrinted(holm[0], "0.00831")
    expectPrinted(holm[1], "0.0000124")
    expectPrinted(holm[2], "0.00831")
  }

  @Test(
    .published("tost-paired", in: "TOSTER's vignette on t_TOST: Student's sleep, bounds ±.5"),
    .published("tost", in: "TOSTER's vignette on t_TOST: Student's sleep as two groups, bounds ±.5"))
  func `sleep is not shown to be equivalent, as TOSTER's vignette prints`() throws {
    let (x, y) = (RankExamples.sleepFirst, RankExamples.sleepSecond)
    let bounds = try EquivalenceBounds(margin: 0.5)
    let paired = try MeanEquivalenceTest.paired(x, y, bounds: bounds)
    expectPrinted(try paired.detail("tLower"), "-2.777", of: "tost-paired")
    expectPrinted(try paired.detail("pAboveLower"), "0.989", of: "tost-paired")
    expectPrinted(try paired.detail("tUpper"), "-5.348", of: "tost-paired")
    let groups = try MeanEquivalenceTest.independent(x, y, bounds: bounds)
    expectPrinted(try groups.detail("tLower"), "-1.272", of: "tost")
    expectPrinted(try groups.detail("tUpper"), "-2.450", of: "tost")
    expectPrinted(groups.degreesOfFreedom[0], "17.78", of: "tost")
  }

  @Test(
    .published("linear", in: "Anscombe (1973): y = 3 + 0.5 x, standard error of the slope 0.118, R² .667"),
    .golden("linear", by: "R 4.2.2: lm, on Anscombe's quartet"))
  func `four sets of Anscombe have one line`() throws {
    for set in try #require(golden["anscombe"]?.array) {
      let model = try LinearRegression(ModelColumns([("x", try numbers(set["x"]))]), outcome: try numbers(set["y"]))
      expectNear(model.coefficients[0], 3, 0.005, as: .published)
      expectNear(model.coefficients[1], 0.5, 0.0005, as: .published)
      expectNear(model.covariance[1, 1].squareRoot(), 0.118, 0.0005, as: .published)
      expectNear(model.determination, 0.667, 0.001, as: .published)
      for (index, value) in try numbers(set["coefficients"]).enumerated() {
        expectClose(model.coefficients[index], value)
      }
      for (index, value) in try numbers(set["errors"]).enumerated() {
        expectClose(model.covariance[index, index].squareRoot(), value)
      }
      expectClose(model.determination, try set.number("squared"))
    }
  }

  // MARK: Ranks and signs

  @Test(
    .published("wilcoxon-one-sample", in: "Hollander & Wolfe (1973), page 29: the differences, V = 40, p = .01953"),
    .golden("wilcoxon-one-sample", "sign", by: "R 4.2.2: wilcox.test, binom.test"))
  func `differences against zero are Hollander and Wolfe's pairs, and ties have R's normal p`() throws {
    let differences = zip(RankExamples.depressionBefore, RankExamples.depressionAfter).map { $0 - $1 }
    let exact = try WilcoxonSignedRankTest.oneSample(differences, mu: 0, alternative: .greater)
    expectPrinted(exact.statistic, "40")
    expectPrinted(exact.p, "0.01953")
    let part = try #require(golden["oneSample"])
    let answers = try numbers(part["answers"])
    let corrected = try WilcoxonSignedRankTest.oneSample(answers, mu: 2.5)
    expectClose(corrected.statistic, try part.number("corrected", "statistic"), of: "wilcoxon-one-sample")
    expectClose(corrected.p, try part.number("corrected", "p"), of: "wilcoxon-one-sample")
    let plain = try WilcoxonSignedRankTest.oneSample(answers, mu: 2.5, continuity: false)
    expectClose(plain.p, try part.number("plain", "p"), of: "wilcoxon-one-sample")
    expectClose(try PairedSignTest.oneSample(answers, mu: 2.5).p, try part.number("sign"), of: "sign")
  }

  @Test(
    .published(
      "sign-paired", in: "Stata's manual, signrank and signtest: two fuels in twelve cars, 3 up, 8 down, 1 equal"),
    .golden("sign-paired", by: "R 4.2.2: binom.test"))
  func `two fuels in twelve cars have the signs and p that Stata's manual prints`() throws {
    let first: [Double] = [20, 23, 21, 25, 18, 17, 18, 24, 20, 24, 23, 19]
    let second: [Double] = [24, 25, 21, 22, 23, 18, 17, 28, 24, 27, 21, 23]
    let two = try PairedSignTest.run(first, second)
    expectPrinted(two.p, "0.2266")
    expectClose(two.p, try golden.number("fuel", "sign"))
    let greater = try PairedSignTest.run(first, second, alternative: .greater)
    let less = try PairedSignTest.run(first, second, alternative: .less)
    expectPrinted(greater.p, "0.9673")
    expectPrinted(less.p, "0.1133")
    expectClose(greater.p, try golden.number("fuel", "up"))
    expectClose(less.p, try golden.number("fuel", "down"))
    #expect(two.detailValue("above") == 3 && two.detailValue("below") == 8 && two.detailValue("equal") == 1)
  }

  @Test(
    .published("sign", in: "Arbuthnott (1710): more boys in each of 82 years, one in 4 836 000 000 000 000 000 000 000")
  )
  func `more boys were christened in 82 of 82 years by Arbuthnott's chance`() throws {
    let years = (0..<82).map { Double($0 % 7 + 1) }
    let result = try PairedSignTest.oneSample(years, mu: 0, alternative: .greater)
    expectNear(1 / (try #require(result.p)), 4.836e24, 5e20)
  }

  @Test(
    .golden("brunner-munzel", by: "SciPy 1.17.1: brunnermunzel"))
  func `pain scores have SciPy's Brunner–Munzel p on either side`() throws {
    let (x, y) = (RankExamples.painFirst, RankExamples.painSecond)
    let two = try BrunnerMunzelTest.run(x, y)
    expectClose(abs(two.statistic), try scipy.number("munzel", "two", "statistic"))
    expectClose(two.p, try scipy.number("munzel", "two", "p"))
    expectClose(
      try BrunnerMunzelTest.run(x, y, alternative: .less).p, try scipy.number("munzel", "less", "p"))
    expectClose(
      try BrunnerMunzelTest.run(x, y, alternative: .greater).p, try scipy.number("munzel", "greater", "p"))
  }

  @Test(
    .published("page", in: "SciPy's manual, page_trend_test: tutorial, lecture, seminar, L = 133.5"),
    .golden("page", by: "SciPy 1.17.1: page_trend_test, exact and normal"))
  func `ratings of three ways of teaching have SciPy's L, and untied rankings its p`() throws {
    let few = Bootstrap(replicates: 0)
    let lessons = try PageTest.run(RankExamples.lessons, names: ["a", "b", "c"], bootstrap: few)
    expectPrinted(lessons.statistic, "133.5")
    let rows = try #require(scipy["page"]?["rankings"]?.array).map { try numbers($0) }
    let items = (0..<4).map { item in rows.map { $0[item] } }
    let exact = try PageTest.run(items, names: ["a", "b", "c", "d"], bootstrap: few)
    expectClose(exact.statistic, try scipy.number("page", "exact", "statistic"), 0)
    expectClose(exact.p, try scipy.number("page", "exact", "p"), 1e-14)
    let normal = try PageTest.run(items, names: ["a", "b", "c", "d"], method: .asymptotic, bootstrap: few)
    expectClose(normal.p, try scipy.number("page", "asymptotic", "p"))
  }

  @Test(.published("dunn", in: "rstatix' tutorial on dunn_test: dried plants of Dobson (1983), Bonferroni"))
  func `dried plants under three treatments compare by ranks as is printed`() throws {
    let plants = [
      [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
      [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
      [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
    ]
    let dunn = try DunnComparisons(plants, names: ["ctrl", "trt1", "trt2"], adjustment: .bonferroni)
    let printed = [("-1.12", "0.264", "0.791"), ("1.69", "0.0912", "0.273"), ("2.81", "0.00500", "0.0150")]
    for (pair, (z, p, adjusted)) in zip(dunn.comparisons, printed) {
      // The tutorial subtracts the first mean rank from the second.
      expectPrinted(-pair.z, z)
      expectPrinted(pair.p, p)
      expectPrinted(pair.pAdjusted, adjusted)
    }
    #expect(dunn.comparisons.count == 3)
  }

  @Test(
    .published(
      "proportions", "pairwise-proportions",
      in: "statsmodels' manual, proportions_ztest: 5 of 83 and 12 of 99, p = 0.159"))
  func `two shares have the p that statsmodels' manual prints, alone and as a pair`() throws {
    expectPrinted(try ProportionTest.twoSamples((5, 83), (12, 99)).p, "0.159", of: "proportions")
    let pairs = try PairwiseComparisons.proportions(
      successes: [5, 12], trials: [83, 99], names: ["a", "b"], adjustment: .holm)
    expectPrinted(pairs.comparisons.first?.p, "0.159", of: "pairwise-proportions")
    expectPrinted(pairs.comparisons.first?.pAdjusted, "0.159", of: "pairwise-proportions")
  }

  // MARK: Ordered answers

  @Test(
    .published("somers-d", in: "SciPy's manual, somersd: a hotel's rooms, D = 0.6032766111513396"),
    .golden("somers-d", by: "SciPy 1.17.1: somersd"))
  func `a hotel's rooms and its guests have the Somers' d that SciPy's manual prints`() throws {
    let counts = try #require(scipy["hotel"]?["table"]?.array).map { try numbers($0).map { Int($0) } }
    let pairs = try #require(OrdinalAssociation(try ContingencyTable(counts: counts)))
    expectPrinted(pairs.value(.columnsByRows), "0.603276611151340")
    expectClose(pairs.value(.columnsByRows), try scipy.number("hotel", "d"))
    expectClose(pairs.value(.rowsByColumns), try scipy.number("hotel", "transposed"))
  }

  @Test(.published("polychoric", in: "psych's manual, polychoric: 61661, 1610, 85, 20, where Mplus reports .35"))
  func `a rare trait has the correlation that Mplus reports`() throws {
    let correlation = try PolychoricCorrelation([[61661, 85], [1610, 20]])
    expectPrinted(correlation.value, "0.35")
  }

  // MARK: Scales

  @Test(
    .published("cronbach-alpha", "item-analysis", in: "psych's overview, alpha(attitude): Chatterjee & Price (1977)"),
    .golden("cronbach-alpha", "item-analysis", by: "R 4.2.2, psych 2.2.9: alpha(attitude)"))
  func `thirty departments have the alpha and the items that psych's overview prints`() throws {
    let part = try #require(golden["attitude"])
    let (names, items) = try columns(part["items"])
    let alpha = try CronbachAlpha(ItemCovariances.listwise(items, names: names))
    expectPrinted(alpha.raw, "0.84", of: "cronbach-alpha")
    expectPrinted(alpha.standardized, "0.84", of: "cronbach-alpha")
    expectPrinted(alpha.lambda6, "0.88", of: "cronbach-alpha")
    expectPrinted(alpha.meanCorrelation, "0.43", of: "cronbach-alpha")
    expectClose(alpha.raw, try part.number("raw"), of: "cronbach-alpha")
    expectClose(alpha.standardized, try part.number("std"), of: "cronbach-alpha")
    expectClose(alpha.lambda6, try part.number("lambda6"), of: "cronbach-alpha")
    let rest = ["0.67", "0.74", "0.56", "0.71", "0.79", "0.27", "0.46"]
    let dropped = ["0.81", "0.80", "0.83", "0.80", "0.80", "0.86", "0.84"]
    let analysis = try ItemAnalysis(items, names: names)
    for (index, item) in analysis.items.enumerated() {
      expectPrinted(item.restCorrelation, rest[index], of: "item-analysis")
      expectPrinted(item.alphaIfDropped, dropped[index], of: "item-analysis")
      expectClose(item.restCorrelation, try numbers(part["rest"])[index], of: "item-analysis")
      expectClose(item.totalCorrelation, try numbers(part["total"])[index], of: "item-analysis")
      expectClose(item.alphaIfDropped, try numbers(part["dropped"])[index], of: "item-analysis")
      expectClose(item.mean, try numbers(part["mean"])[index], of: "item-analysis")
      expectClose(item.deviation, try numbers(part["sd"])[index], of: "item-analysis")
    }
  }

  @Test(
    .published(
      "parallel-analysis", in: "James et al. (2013), section 10.4: eigenvalues of the arrests of McNeil (1977)"),
    .golden("parallel-analysis", by: "R 4.2.2: eigen; means and limits of 20,000 random sets"))
  func `arrests in fifty states have one component beyond chance`() throws {
    let part = try #require(golden["arrests"])
    let (names, items) = try columns(part["items"])
    let analysis = try ParallelAnalysis(
      ItemCovariances.listwise(items, names: names), draws: Bootstrap(replicates: 4000, seed: 4))
    for (found, printed) in zip(analysis.observed, ["2.480", "0.990", "0.357", "0.173"]) {
      expectPrinted(found, printed)
    }
    for index in 0..<4 {
      expectClose(analysis.observed[index], try numbers(part["eigenvalues"])[index])
      // The mean of 4000 draws with a deviation of about .12 lies within .008 of its value, the limit within .02.
      expectNear(analysis.chanceMeans[index], try numbers(part["means"])[index], 0.008)
      expectNear(analysis.chanceLimits[index], try numbers(part["limits"])[index], 0.02)
    }
    #expect(analysis.factors == 1)
  }
}
