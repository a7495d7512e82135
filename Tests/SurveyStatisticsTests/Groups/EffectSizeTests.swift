import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct EffectSizeTests {
  let x: [Double] = [5, 7, 6, 8, 9, 4, 6, 7, 8, 5]
  let y: [Double] = [3, 5, 4, 2, 6, 5, 4, 3, 9]

  @Test(
    .property(
      "t-student", "t-welch", "t-paired", "t-one-sample",
      keeps: "g is d times Hedges' factor; each names what it divides by"))
  func `Cohen's d and Hedges' g differ by the correction and name what they divide by`() throws {
    // Hedges (1981): J = Γ(m/2) / (√(m/2) Γ((m − 1)/2)) for m = 17, by the gamma function of Python.
    let student = try TTest.student(x, y)
    let (g, d) = (try student.effect("hedges-g"), try student.effect("cohens-d"))
    expectClose(g.value / d.value, 0.9551115056135365, 1e-12)
    expectClose(try #require(g.interval).lower / (try #require(d.interval).lower), g.value / d.value, 1e-10)
    #expect(d.denominator == "the pooled standard deviation")
    let welch = try TTest.welch(x, y, names: ["new", "old"])
    #expect(try welch.effect("cohens-d-average").denominator == "the root of the mean of the two variances")
    #expect(try welch.effect("glass-delta").denominator == "the standard deviation of old")
    #expect(welch.effects.first?.id == "hedges-g-star")
    let paired = try TTest.paired(Array(x.prefix(9)), y)
    #expect(try paired.effect("cohens-d-z").denominator == "the standard deviation of the differences")
    let one = try TTest.oneSample(x, mu: 5)
    let mean = x.reduce(0, +) / 10
    let deviation = (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 9).squareRoot()
    expectClose(try one.effect("cohens-d").value, (mean - 5) / deviation, 1e-13)
  }

  @Test(.property("t-welch", keeps: "Glass's delta and Bonett's error by hand"))
  func `Glass's delta divides by the second group alone, with Bonett's error`() throws {
    let welch = try TTest.welch(x, y)
    let delta = try welch.effect("glass-delta")
    func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
      let mean = values.reduce(0, +) / Double(values.count)
      return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
    }
    let (a, b) = (moments(x), moments(y))
    let value = (a.mean - b.mean) / b.variance.squareRoot()
    expectClose(delta.value, value, 1e-13)
    let error = (value * value / 16 + a.variance / b.variance / 9 + 1.0 / 8).squareRoot()
    expectClose(try #require(delta.interval).upper, value + 1.959963984540054 * error, 1e-12)
    #expect(try TTest.welch(x, [4, 4, 4]).effects.contains { $0.id == "glass-delta" } == false)
  }

  @Test(.property("levene", "anova", keeps: "unequal variances are found and named"))
  func `unequal variances are found by Brown and Forsythe's test`() throws {
    let wide = x.map { 20 * $0 }
    let levene = try AnovaTest.levene([wide, y], names: ["a", "b"])
    #expect(try #require(levene.p) < 0.05)
    let student = try TTest.student(wide, y)
    #expect(
      student.assumptions.contains(
        Assumption(
          "all groups have the same variance (else prefer t-welch)",
          .violated(
            why: "Brown–Forsythe F(1, 17) = \(FixedDecimals.string(levene.statistic, decimals: 2)), p < .05"))))
    let alike = try AnovaTest.run([x, y, x.map { $0 + 2 }], names: ["a", "b", "c"])
    #expect(alike.assumptions.contains(Assumption("all groups have the same variance (else prefer anova-welch)", .met)))
  }

  @Test(.property("anova", keeps: "epsilon squared is the adjusted R²; omega < epsilon < eta"))
  func `the shares of variance have one interval, and omega lies below epsilon below eta`() throws {
    let result = try AnovaTest.run([x, y, x.map { $0 + 1 }], names: ["a", "b", "c"])
    let (eta, omega, epsilon) = (
      try result.effect("eta-squared"), try result.effect("omega-squared"), try result.effect("epsilon-squared-f")
    )
    #expect(omega.value < epsilon.value && epsilon.value < eta.value)
    #expect(eta.interval != nil && eta.interval == omega.interval && eta.interval == epsilon.interval)
    // Epsilon squared is the adjusted R² of the groups: 1 − (1 − η²)(n − 1)/(n − k).
    expectClose(epsilon.value, 1 - (1 - eta.value) * 28 / 26, 1e-12)
    #expect(try AnovaTest.welch([x, y, x], names: ["a", "b", "c"]).effect("omega-squared").interval != nil)
  }

  @Test(
    .property(
      "kruskal-wallis", "jonckheere", keeps: "intervals hold their effects; two groups: the probability of superiority")
  ) func `rank tests of several groups have intervals around their effects`() throws {
    let kruskal = try KruskalWallisTest.run([x, y, x.map { $0 + 2 }], names: ["a", "b", "c"])
    for id in ["epsilon-squared", "eta-squared-h"] {
      let effect = try kruskal.effect(id)
      let interval = try #require(effect.interval)
      #expect(interval.lower <= effect.value && effect.value <= interval.upper, "\(id)")
    }
    let order = try JonckheereTest.run([y, x, x.map { $0 + 2 }], names: ["a", "b", "c"])
    let share = try order.effect("share-of-pairs-in-order")
    let interval = try #require(share.interval)
    #expect(interval.lower < share.value && share.value < interval.upper && interval.upper <= 1)
    // Two groups: the share of pairs is the probability of superiority.
    let two = try JonckheereTest.run([y, x], names: ["a", "b"])
    expectClose(
      try two.effect("share-of-pairs-in-order").value, try #require(try MannWhitneyTest.run(x, y).estimate).value,
      1e-13)
    let sign = try PairedSignTest.run(Array(x.prefix(9)), y)
    let above = try sign.effect("share-above-of-changed")
    #expect(above.interval?.method == "clopper-pearson")
  }

  @Test(
    .property(
      "chi-square", "proportions", "mcnemar", keeps: "phi over its largest value; one risk ratio in both tests"),
    .golden("mcnemar", by: "R 4.2.2: mcnemar.test"))
  func `two-by-two tables have phi over its largest value and the ratio of shares`() throws {
    let equal = try ChiSquareTest.independence(try ContingencyTable(counts: [[30, 20], [20, 30]]))
    expectClose(try equal.effect("phi-over-maximum").value, try equal.effect("phi").value, 1e-13, as: .property)
    let table = try ContingencyTable(counts: [[20, 10], [5, 15]])
    let unequal = try ChiSquareTest.independence(table)
    let (phi, share) = (try unequal.effect("phi"), try unequal.effect("phi-over-maximum"))
    // The most that margins 30/20 and 25/25 allow is 20 in the last cell: phi .8165.
    let largest = PhiCoefficient.value(a: 25, b: 5, c: 0, d: 20)
    expectClose(share.value, phi.value / largest, 1e-12, as: .property)
    let interval = try #require(share.interval)
    #expect(interval.lower < share.value && share.value < interval.upper && interval.upper <= 1)
    let shares = try ProportionTest.twoSamples((20, 25), (10, 25))
    expectClose(try unequal.effect("risk-ratio").value, try shares.effect("risk-ratio").value, 1e-13, as: .property)
    expectClose(
      try #require(try unequal.effect("risk-ratio").interval).upper,
      try #require(try shares.effect("risk-ratio").interval).upper, 1e-12, as: .property)
    #expect(try unequal.effect("cramers-v-bias-corrected").interval == (try unequal.effect("cramers-v").interval))
    let mcNemar = try McNemarTest.test(try ContingencyTable(counts: [[10, 9], [3, 8]]))
    expectClose(try mcNemar.effect("cohens-g").value, 0.25, 1e-14, as: .property)
    let corrected = try McNemarTest.test(try ContingencyTable(counts: [[794, 150], [86, 570]]), rule: .corrected)
    // R 4.2: mcnemar.test of Agresti's approval ratings, statistic 16.818, p 4.115e-05.
    expectClose(corrected.statistic, 16.81779661016949, 1e-13, as: .golden)
    expectClose(try #require(corrected.p), 4.1145622813459436e-05, 1e-11)
  }

  @Test(
    .property(
      "t-welch", "t-paired", "anova", keeps: "skewness is checked by Cochran's rule, and what was checked is said"))
  func `t tests and analyses of variance say whether skewness spoils their means, and what was checked`() throws {
    let name = "the means are close to normal (more respondents than 25 times the squared skewness)"
    let even = (0..<12).map { Double($0 * 5 % 12) }
    #expect(try TTest.welch(even, even.map { $0 + 1 }).assumptions.contains(Assumption(name, .met)))
    // One of ten answers far out: skewness (1 − 2p) / √(p (1 − p)) = 8/3 of a share of .1.
    let skewed = [Double](repeating: 1, count: 18) + [9, 9]
    #expect(
      try TTest.student(even, skewed, names: ["old", "new"]).assumptions.contains(
        Assumption(
          name, .violated(why: "new has skewness 2.67, which asks for 178 respondents; there are 20"))))
    #expect(
      try AnovaTest.run([even, skewed], names: ["a", "b"]).assumptions.contains {
        $0.name == name && $0.state != .met && $0.state != .notChecked
      })
    let few = try TTest.oneSample([1, 2, 4, 4, 5, 3, 2])
    #expect(
      few.assumptions.contains(
        Assumption(
          "the mean is close to normal (more respondents than 25 times the squared skewness)", .notChecked)))
    let paired = try TTest.paired(skewed, [Double](repeating: 1, count: 20))
    #expect(
      paired.assumptions.contains(
        Assumption(
          "the mean difference is close to normal (more respondents than 25 times the squared skewness)",
          .violated(why: "the difference has skewness 2.67, which asks for 178 respondents; there are 20"))))
  }
}
