import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

@Suite struct StatisticalPowerTests {
  @Test(.published("power", in: "R's ?power.t.test, ?power.anova.test, ?power.prop.test"))
  func `the examples of R's manual come out as printed`() throws {
    // ?power.t.test, ?power.anova.test, ?power.prop.test of R 4.2.2: twenty a group and one standard deviation give
    // .8689528, 22.02110 are needed for .90, 17.84713 one-sided.
    expectNear(StatisticalPower.twoMeans(effect: 1, first: 20, second: 20), 0.8689528, 1e-6)
    #expect(
      try RequiredSampleSize.smallest(power: 0.9) { StatisticalPower.twoMeans(effect: 1, first: $0, second: $0) } == 23)
    #expect(
      try RequiredSampleSize.smallest(power: 0.9) {
        StatisticalPower.twoMeans(effect: 1, first: $0, second: $0, isTwoSided: false)
      } == 18)
    // Four groups of five, variances 1 between and 3 within: .3535594; 11.92613 a group are needed for .80.
    let f = (0.25 * 3.0 / 3.0).squareRoot()
    expectNear(StatisticalPower.severalMeans(effect: f, groups: 4, perGroup: 5), 0.3535594, 1e-6)
    #expect(
      try RequiredSampleSize.smallest { StatisticalPower.severalMeans(effect: f, groups: 4, perGroup: $0) } == 12)
    // Fifty a group, .50 against .75: .7401659; 76.7 a group are needed for .90.
    let shares = StatisticalPower.twoShares(0.5, 0.75, firstRespondents: 50, secondRespondents: 50)
    expectNear(shares, 0.7401659, 1e-5, "\(shares)")
    #expect(
      try RequiredSampleSize.smallest(power: 0.9) {
        StatisticalPower.twoShares(0.5, 0.75, firstRespondents: $0, secondRespondents: $0)
      } == 77)
  }

  @Test(.golden("power", by: "SciPy 1.17.1: noncentral distributions"))
  func `powers are those of an independent program`() throws {
    let golden = try Golden.json("power.json")
    for row in golden["rows"]?.array ?? [] {
      let n = Int(try row.number("n"))
      let effect = try row.number("effect")
      let alpha = try row.number("alpha")
      let found: Double =
        switch row["test"]?.string {
        case "two-means": StatisticalPower.twoMeans(effect: effect, first: n, second: 2 * n, significance: alpha)
        case "one-mean": StatisticalPower.oneMean(effect: effect, respondents: n, significance: alpha)
        case "anova": StatisticalPower.severalMeans(effect: effect, groups: 3, perGroup: n, significance: alpha)
        case "chi-squared":
          StatisticalPower.chiSquared(effect: effect, respondents: n, degreesOfFreedom: 4, significance: alpha)
        default: .nan
        }
      expectClose(found, try row.number("power"), 1e-8, row["test"]?.string ?? "")
    }
  }

  @Test(.property("power", keeps: "the significance without an effect; grows with respondents"))
  func `power is the significance without an effect, and grows with respondents and effect`() {
    #expect(abs(StatisticalPower.twoMeans(effect: 0, first: 9, second: 14) - 0.05) < 1e-12)
    #expect(abs(StatisticalPower.oneMean(effect: 0, respondents: 12, significance: 0.01) - 0.01) < 1e-12)
    #expect(abs(StatisticalPower.severalMeans(effect: 0, groups: 3, perGroup: 8) - 0.05) < 1e-12)
    #expect(abs(StatisticalPower.chiSquared(effect: 0, respondents: 90, degreesOfFreedom: 3) - 0.05) < 1e-12)
    #expect(abs(StatisticalPower.correlation(0, respondents: 40) - 0.05) < 1e-3)
    var last = 0.0
    for n in stride(from: 10, through: 400, by: 30) {
      let power = StatisticalPower.mannWhitney(superiority: 0.6, first: n, second: n)
      #expect(power > last)
      last = power
    }
    #expect(StatisticalPower.correlation(-0.3, respondents: 50) == StatisticalPower.correlation(0.3, respondents: 50))
    // pwr.r.test(n = 50, r = 0.3) gives 0.5715558.
    #expect(abs(StatisticalPower.correlation(0.3, respondents: 50) - 0.5715558) < 1e-6)
    #expect(StatisticalPower.correlation(0.3, respondents: 3).isNaN)
  }

  @Test(.property("power", keeps: "required numbers invert the closed formulas of Noether (1987) and Connor (1987)"))
  func `required numbers invert the closed formulas`() throws {
    // Noether (1987): N = (z + z)² / (12 · ¼ · (p − ½)²) in all, half of it in each group.
    let z = Normal.standard.quantile(lower: 0.975) + Normal.standard.quantile(lower: 0.8)
    let noether = z * z / (3 * 0.1 * 0.1) / 2
    #expect(
      try RequiredSampleSize.smallest { StatisticalPower.mannWhitney(superiority: 0.6, first: $0, second: $0) }
        == Int(noether.rounded(.up)))
    // Connor (1987) for changes of .25 and .10.
    let (changed, difference) = (0.35, 0.15)
    let sum =
      Normal.standard.quantile(lower: 0.975) * changed.squareRoot()
      + Normal.standard.quantile(lower: 0.8) * (changed - difference * difference).squareRoot()
    let connor = sum * sum / (difference * difference)
    #expect(
      try RequiredSampleSize.smallest { StatisticalPower.mcNemar(gained: 0.25, lost: 0.1, respondents: $0) }
        == Int(connor.rounded(.up)))
    #expect(
      try RequiredSampleSize.smallest(designEffect: 1.5) {
        StatisticalPower.mcNemar(gained: 0.25, lost: 0.1, respondents: $0)
      } == Int((connor.rounded(.up) * 1.5).rounded(.up)))
  }

  @Test func `an effect of zero is refused, not searched for`() {
    let error = refusal { () throws(StatisticsError) in
      _ = try RequiredSampleSize.smallest { StatisticalPower.mannWhitney(superiority: 0.5, first: $0, second: $0) }
    }
    #expect(
      error?.description
        == "an effect too small for ten million respondents; expected an effect that they can show\n"
        + "  mend: name a larger effect of interest")
    let wrong = refusal { () throws(StatisticsError) in _ = try RequiredSampleSize.smallest(power: 1) { _ in 1 } }
    #expect(wrong?.found == "power 1.0, design effect 1.0")
  }
}
