import Testing

@testable import SocialNecessity

@Suite struct GeneratorTests {
  @Test func `respondents and purposes do not share numbers`() {
    var seen: Set<Double> = []
    for respondent in 0..<20 {
      for purpose in [Draws.Purpose.survey, .population] {
        var draws = Draws(seed: 1, respondent: respondent, purpose: purpose)
        for _ in 0..<20 { seen.insert(draws.uniform()) }
      }
    }
    #expect(seen.count == 800)
    #expect(seen.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func `the normal quantile agrees with published values`() {
    let known: [(Double, Double)] = [
      (0.5, 0), (0.975, 1.959963984540054), (0.001, -3.090232306167813), (1e-10, -6.361340902404056),
      (0.9, 1.2815515655446004), (1e-13, -7.348796102800862),
    ]
    for (probability, quantile) in known {
      #expect((NormalQuantile.value(probability) - quantile).magnitude < 1e-12)
    }
  }

  @Test func `the logarithm agrees with known values`() {
    #expect((NormalQuantile.logarithm(10) - 2.302585092994046).magnitude < 1e-15)
    #expect((NormalQuantile.logarithm(1e-12) + 27.631021115928547).magnitude < 1e-14)
    #expect(NormalQuantile.logarithm(1) == 0)
  }

  @Test func `raking gives the population's margins`() {
    let groups = [[0, 0, 0, 1], [0, 1, 1, 1]]
    let shares = [[0.5, 0.5], [0.4, 0.6]]
    let weights = Raking.weights(groups: groups, shares: shares, respondents: 4)
    #expect((weights.reduce(0, +) - 4).magnitude < 1e-3)
    for (group, share) in zip(groups, shares) {
      let first = zip(group, weights).reduce(0) { $1.0 == 0 ? $0 + $1.1 : $0 }
      #expect((first / 4 - share[0]).magnitude < 1e-3)
    }
  }
}
