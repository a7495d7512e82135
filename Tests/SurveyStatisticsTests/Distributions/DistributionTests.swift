import CBoostMath
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct DistributionTests {
  let golden: JSONValue

  init() throws { golden = try Golden.json("special.json") }

  /// Runs a function over a block of the golden file, whose rows hold the arguments and, last, the value.
  ///
  /// Values under 1e-300 are beyond a normal Double and only have to be as small.
  func check(_ block: String, count: Int, _ function: ([Double]) -> Double) throws {
    let rows = try #require(golden[block]?.array)
    #expect(rows.count == count)
    for row in rows {
      let numbers = try #require(row.array).compactMap(\.digits)
      let expected = try #require(numbers.last)
      let found = function(Array(numbers.dropLast()))
      if abs(expected) < 1e-300, expected != 0 {
        #expect(abs(found) < 1e-300, "\(block) \(numbers)")
      } else {
        expectClose(found, expected, 1e-12, "\(block) \(numbers)")
      }
    }
  }

  @Test(.golden("normal tail", by: "mpmath 1.4.1, 40 digits")) func `normal tails hold twelve digits down to 1e-300`()
    throws
  {
    try check("norm_upper", count: 12) { Normal.standard.upperTail($0[0]) }
    try check("norm_upper", count: 12) { Normal.standard.lowerTail(-$0[0]) }
    // The golden file's smallest value, at z = 37, to the last places.
    #expect(relativeError(Normal.standard.upperTail(37), 5.725571222524576822683193e-300) < 1e-15)
  }

  @Test(.golden("normal quantile", by: "mpmath 1.4.1, 40 digits"))
  func `normal quantiles hold twelve digits from either tail`() throws {
    try check("norm_quantile_lower", count: 11) { Normal.standard.quantile(lower: $0[0]) }
    try check("norm_quantile_lower", count: 11) { -Normal.standard.quantile(upper: $0[0]) }
  }

  @Test(.golden("t tail", by: "mpmath 1.4.1, 40 digits")) func `t tails hold twelve digits`() throws {
    try check("t_upper", count: 70) { StudentT($0[1]).upperTail($0[0]) }
    try check("t_upper", count: 70) { StudentT($0[1]).lowerTail(-$0[0]) }
  }

  @Test(.golden("chi-squared tail", by: "mpmath 1.4.1, 40 digits")) func `chi-squared upper tails hold twelve digits`()
    throws
  {
    try check("chisq_upper", count: 35) { ChiSquared($0[1]).upperTail($0[0]) }
  }

  @Test(.golden("F tail", by: "mpmath 1.4.1, 40 digits")) func `F upper tails hold twelve digits`() throws {
    try check("f_upper", count: 120) { FisherF($0[1], $0[2]).upperTail($0[0]) }
  }

  @Test(.golden("beta tail", by: "mpmath 1.4.1, 40 digits")) func `the incomplete beta function holds twelve digits`()
    throws
  {
    try check("ibeta", count: 63) { Beta($0[0], $0[1]).lowerTail($0[2]) }
  }

  @Test(.golden("binomial tail", by: "mpmath 1.4.1, 40 digits"))
  func `binomial upper tails at one half hold twelve digits`() throws {
    try check("binom_upper_half", count: 7) { Binomial(Int($0[1]), 0.5).atLeast(Int($0[0])) }
  }

  @Test(.golden("logarithm of the gamma function", by: "mpmath 1.4.1, 40 digits"))
  func `the logarithm of the gamma function holds twelve digits near its zeros too`() throws {
    try check("lgamma", count: 12) { SpecialFunctions.logGamma($0[0]) }
  }

  @Test(
    .property(
      "normal tail", "t tail", "chi-squared tail", "F tail",
      keeps: "never 0 while it can be written: powers, exponentials and squares far out"))
  func `tails are numbers down to 1e-300, by laws that hold far out`() {
    // With two degrees of freedom chi-squared's tail is an exponential.
    for x in stride(from: 2.0, through: 1380, by: 13) {
      expectClose(ChiSquared(2).upperTail(x), exp(-x / 2), 1e-12, "chi-squared \(x)")
    }
    // With one it is both tails of the normal distribution.
    for z in stride(from: 0.5, through: 37, by: 0.5) {
      expectClose(ChiSquared(1).upperTail(z * z), Normal.standard.twoTailed(z), 1e-12, "normal \(z)")
      #expect(Normal.standard.upperTail(z) > 0 && Normal.standard.lowerTail(-z) > 0)
    }
    // Ten times as far out the tail of t falls by ten to the degrees of freedom, and that of F by half of its second.
    for df in [1.0, 3, 8, 30] {
      for exponent in stride(from: 12.0, to: 299 / df - 1, by: 3) {
        let x = pow(10, exponent)
        expectClose(StudentT(df).upperTail(x) / StudentT(df).upperTail(10 * x), pow(10, df), 1e-11, "t \(df) \(x)")
        expectClose(
          FisherF(3, 2 * df).upperTail(x) / FisherF(3, 2 * df).upperTail(10 * x), pow(10, df), 1e-10, "F \(df) \(x)")
      }
      // Cauchy's tail is 1 / (π x).
      for x in [1e60, 1e120, 1e200, 1e299] {
        expectClose(StudentT(1).upperTail(x), 1 / (.pi * x), 1e-13, "Cauchy \(x)")
        expectClose(StudentT(1).lowerTail(-x), 1 / (.pi * x), 1e-13, "Cauchy \(x)")
      }
      let far = pow(10, (299 / df).rounded(.down) - 1)
      #expect(StudentT(df).upperTail(far) > 0 && StudentT(df).upperTail(far) < 1e-200)
      if far < 1e150 { #expect(FisherF(1, df).upperTail(far * far) > 0) }
    }
  }

  static let continuous: [any ContinuousDistribution] = [
    Normal(mean: 3, standardDeviation: 2), StudentT(1), StudentT(4.5), StudentT(.infinity), ChiSquared(1),
    ChiSquared(37.5), FisherF(3, 12), FisherF(5, .infinity), Beta(1.5, 2.5), Beta(39, 24), Gamma(shape: 2.5, scale: 3),
  ]

  @Test(
    .property(
      "normal quantile", "t quantile", "chi-squared quantile", "F quantile", "beta quantile",
      keeps: "a quantile undoes its tail, from either side"), arguments: continuous.indices)
  func `a quantile undoes its tail, from below and from above`(index: Int) {
    let distribution = Self.continuous[index]
    for tail in [1e-12, 1e-6, 0.001, 0.025, 0.1, 0.3, 0.5] {
      expectClose(distribution.lowerTail(distribution.quantile(lower: tail)), tail, 1e-11, "\(distribution)")
      expectClose(distribution.upperTail(distribution.quantile(upper: tail)), tail, 1e-11, "\(distribution)")
    }
  }

  @Test(
    .property(
      "normal tail", "t tail", "chi-squared tail", "F tail", "beta tail",
      keeps: "the two tails add up to one; the quantiles meet"), arguments: continuous.indices)
  func `the two tails add up to one and the quantiles meet`(index: Int) {
    let distribution = Self.continuous[index]
    for tail in [0.05, 0.2, 0.5, 0.8] {
      let x = distribution.quantile(lower: tail)
      expectClose(distribution.lowerTail(x) + distribution.upperTail(x), 1, 1e-14)
      expectClose(distribution.quantile(upper: 1 - tail), x, 1e-12)
      expectClose(distribution.twoTailed(x), min(1, 2 * min(tail, 1 - tail)), 1e-12)
      expectClose(distribution.pValue(x, .less), tail, 1e-12)
      expectClose(distribution.pValue(x, .greater), 1 - tail, 1e-12)
    }
  }

  @Test(.property("t tail", "F tail", keeps: "infinite degrees of freedom are the limits"))
  func `infinite degrees of freedom are the limits`() {
    expectClose(StudentT(.infinity).upperTail(1.5), Normal.standard.upperTail(1.5), 1e-15)
    expectClose(FisherF(4, .infinity).upperTail(2), ChiSquared(4).upperTail(8), 1e-15)
    expectClose(FisherF(1, 12).upperTail(4), StudentT(12).twoTailed(2), 1e-14)
    expectClose(StudentT(.infinity).density(0.3), Normal.standard.density(0.3), 1e-15)
  }

  @Test func `arguments outside the range give NaN, and never a trap`() {
    #expect(Normal(mean: 0, standardDeviation: 0).lowerTail(1).isNaN)
    #expect(Normal.standard.quantile(lower: 1.5).isNaN)
    #expect(StudentT(-1).upperTail(1).isNaN)
    #expect(StudentT(0).quantile(lower: 0.1).isNaN)
    #expect(ChiSquared(0).upperTail(1).isNaN)
    #expect(ChiSquared(3).quantile(upper: -0.1).isNaN)
    #expect(FisherF(0, 3).upperTail(1).isNaN)
    #expect(Beta(0, 1).lowerTail(0.5).isNaN)
    #expect(Beta(1, .nan).quantile(lower: 0.5).isNaN)
    #expect(Gamma(shape: 1, scale: -1).density(1).isNaN)
    #expect(Binomial(10, 1.1).lowerTail(3).isNaN)
    #expect(Binomial(10, 0.5).quantile(lower: .nan) == nil)
    #expect(SpecialFunctions.logGamma(-1).isNaN)
    #expect(NoncentralT(-1, noncentrality: 1).lowerTail(0).isNaN)
    #expect(NoncentralChiSquared(3, noncentrality: -1).upperTail(1).isNaN)
    #expect(boost_t_upper(.nan, 3).isNaN)
  }

  @Test func `the ends of the line are reached`() {
    #expect(Normal.standard.lowerTail(-.infinity) == 0)
    #expect(Normal.standard.upperTail(-.infinity) == 1)
    #expect(Normal.standard.quantile(lower: 0) == -.infinity)
    #expect(StudentT(3).upperTail(.infinity) == 0)
    #expect(ChiSquared(3).upperTail(0) == 1)
    #expect(ChiSquared(3).quantile(lower: 1) == .infinity)
    #expect(FisherF(3, 4).lowerTail(.infinity) == 1)
    #expect(Beta(2, 3).upperTail(1) == 0)
    #expect(Beta(2, 3).quantile(upper: 0) == 1)
    #expect(Beta(2, 3).density(0) == 0)
    #expect(Gamma(shape: 1).density(0) == 1)
  }

  @Test(.property("binomial tail", keeps: "masses add up to the tails")) func `binomial masses add up to the tails`() {
    for probability in [0.0, 0.01, 0.37, 0.5, 1.0] {
      let binomial = Binomial(23, probability)
      var sum = 0.0
      for k in 0...23 {
        sum += binomial.mass(k)
        expectClose(binomial.lowerTail(k), sum, 1e-13)
        expectClose(binomial.lowerTail(k) + binomial.upperTail(k), 1, 1e-14)
      }
    }
    #expect(Binomial(4, 0.5).mass(2) == 0.375)
    #expect(Binomial(4, 0.5).mass(5) == 0)
  }

  @Test(.golden("binomial quantile", by: "R 4.2.2: qbinom"))
  func `binomial quantiles are the first counts that reach a tail`() {
    // R: qbinom(c(.025, .5), 20, .3) = 2, 6; qbinom(.025, 20, .3, lower.tail = FALSE) = 10
    expectClose(Binomial(20, 0.3).quantile(lower: 0.025).map { Double($0) }, 2, 0)
    expectClose(Binomial(20, 0.3).quantile(lower: 0.5).map { Double($0) }, 6, 0)
    expectClose(Binomial(20, 0.3).quantile(upper: 0.025).map { Double($0) }, 10, 0)
    #expect(Binomial(20, 0.3).quantile(lower: 1) == 20)
  }

  @Test(
    .property(
      "noncentral t and chi-squared tails", keeps: "no noncentrality: the central ones; a mixture by Poisson weights"))
  func `noncentral distributions agree with the central ones and with known values`() {
    expectClose(NoncentralT(12, noncentrality: 0).upperTail(1.7), StudentT(12).upperTail(1.7), 1e-12)
    expectClose(NoncentralChiSquared(4, noncentrality: 0).upperTail(6), ChiSquared(4).upperTail(6), 1e-12)
    // With two degrees of freedom: a mixture of central chi-squareds by Poisson weights.
    var mixture = 0.0
    var weight = 0.22313016014842982
    for index in 0..<60 {
      mixture += weight * ChiSquared(2 + 2 * Double(index)).upperTail(5)
      weight *= 1.5 / Double(index + 1)
    }
    expectClose(NoncentralChiSquared(2, noncentrality: 3).upperTail(5), mixture, 1e-12)
  }

  @Test(.property("noncentral t and chi-squared tails", keeps: "an interval leaves half of the rest in each tail"))
  func `intervals of noncentrality leave half of the rest in each tail`() {
    let t = NoncentralT.noncentralityInterval(statistic: 2.4, degreesOfFreedom: 30)
    expectClose(NoncentralT(30, noncentrality: t.lower).upperTail(2.4), 0.025, 1e-9)
    expectClose(NoncentralT(30, noncentrality: t.upper).lowerTail(2.4), 0.025, 1e-9)
    let chi = NoncentralChiSquared.noncentralityInterval(statistic: 12, degreesOfFreedom: 3)
    expectClose(NoncentralChiSquared(3, noncentrality: chi.lower).upperTail(12), 0.025, 1e-9)
    expectClose(NoncentralChiSquared(3, noncentrality: chi.upper).lowerTail(12), 0.025, 1e-9)
    #expect(NoncentralChiSquared.noncentralityInterval(statistic: 1, degreesOfFreedom: 3).lower == 0)
    #expect(NoncentralChiSquared.noncentralityInterval(statistic: .nan, degreesOfFreedom: 3).lower.isNaN)
  }
}

@Suite struct BivariateNormalTests {
  /// Simpson's rule on the density of one coordinate times the conditional tail of the other.
  func reference(_ x: Double, _ y: Double, _ r: Double) -> Double {
    let steps = 20_000
    let width = 12.0 / Double(steps)
    let scale = (1 - r * r).squareRoot()
    var sum = 0.0
    for index in 0...steps {
      let u = x + Double(index) * width
      let weight = index == 0 || index == steps ? 1.0 : index % 2 == 1 ? 4 : 2
      sum += weight * Normal.standard.density(u) * Normal.standard.upperTail((y - r * u) / scale)
    }
    return sum * width / 3
  }

  @Test(
    .property("bivariate normal tail", keeps: "direct quadrature"),
    arguments: [-0.99, -0.93, -0.9, -0.4, 0.0, 0.2, 0.7, 0.92, 0.93, 0.99])
  func `the probability of a quadrant agrees with direct quadrature`(r: Double) {
    for x in [-2.1, -0.3, 0.0, 1.2] {
      for y in [-1.5, 0.0, 0.4, 2.5] {
        let found = BivariateNormal(r).upperTail(x, y)
        #expect(abs(found - reference(x, y, r)) < 1e-12, "\(x) \(y) \(r)")
      }
    }
  }

  @Test(
    .property("bivariate normal tail", keeps: "at zero: Sheppard's formula"),
    arguments: [-0.999999, -0.95, -0.5, 0.0, 0.5, 0.925, 0.95, 0.999999])
  func `the quadrant at zero is Sheppard's formula`(r: Double) {
    let asine = 2 * angle(r)
    #expect(abs(BivariateNormal(r).upperTail(0, 0) - (0.25 + asine / (4 * .pi))) < 1e-14)
  }

  /// The arc sine by Newton's method on the integral, so that the test needs no library of the platform.
  func angle(_ sine: Double) -> Double {
    var sum = 0.0
    let steps = 4000
    for index in 0..<steps {
      // After x = 2s/(1+s²) the integrand is smooth: asin x = 2 atan s.
      let s = sine / (1 + (1 - sine * sine).squareRoot())
      let u = (Double(index) + 0.5) / Double(steps) * s
      sum += s / Double(steps) / (1 + u * u)
    }
    // The midpoint rule's error is h²/24 times the change of slope.
    let s = sine / (1 + (1 - sine * sine).squareRoot())
    let h = s / Double(steps)
    return 2 * (sum + h * h / 24 * (-2 * s / ((1 + s * s) * (1 + s * s))))
  }

  @Test(.property("bivariate normal tail", keeps: "quadrants, edges and rectangles add up"))
  func `quadrants, edges and rectangles add up`() {
    for r in [-0.97, -0.3, 0.6, 0.96] {
      let normal = BivariateNormal(r)
      let (x, y) = (0.3, -0.8)
      let total =
        normal.upperTail(x, y) + normal.lowerTail(x, y) + normal.rectangle(x: (-.infinity, x), y: (y, .infinity))
        + normal.rectangle(x: (x, .infinity), y: (-.infinity, y))
      #expect(abs(total - 1) < 1e-14)
      #expect(abs(normal.upperTail(x, -.infinity) - Normal.standard.upperTail(x)) < 1e-15)
      #expect(normal.upperTail(.infinity, y) == 0)
    }
    #expect(BivariateNormal(1).upperTail(0.2, 0.5) == Normal.standard.upperTail(0.5))
    #expect(BivariateNormal(-1).upperTail(0.2, 0.5) == 0)
    #expect(BivariateNormal(1.2).upperTail(0, 0).isNaN)
  }
}

@Suite struct RootFindingTests {
  @Test func `a root is found to the last places`() {
    let root = RootFinding.root(between: 0, and: 2) { $0 * $0 * $0 - 2 }
    expectClose(root, 1.2599210498948732, 1e-15)
    expectClose(RootFinding.increasingRoot(from: 1000) { $0 - 3.5 }, 3.5, 1e-15)
    expectClose(RootFinding.increasingRoot(from: -50) { $0 * $0 * $0 - 8 }, 2, 1e-15)
  }

  @Test func `where there is no root the answer is NaN`() {
    #expect(RootFinding.root(between: 0, and: 1) { $0 + 1 }.isNaN)
    #expect(RootFinding.increasingRoot(from: 5, floor: 0) { $0 + 1 }.isNaN)
    #expect(RootFinding.root(between: 0, and: 1) { _ in .nan }.isNaN)
  }
}
