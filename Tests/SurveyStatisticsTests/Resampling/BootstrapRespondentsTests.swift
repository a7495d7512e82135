import SurveyStatistics
import SurveyModel
import TextFormats
import TestSupport
import Testing

@Suite struct BootstrapRespondentsTests {
  /// The spatial perception scores of 26 children, Efron & Tibshirani (1993), table 14.1.
  private let scores: [Double] = [
    48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
  ]

  private func variance(_ counts: [Int32]) -> Double {
    let n = Double(counts.reduce(0) { $0 + Int($1) })
    let mean = zip(counts, scores).reduce(0) { $0 + Double($1.0) * $1.1 } / n
    return zip(counts, scores).reduce(0) { $0 + Double($1.0) * ($1.1 - mean) * ($1.1 - mean) } / n
  }

  @Test(.published("bootstrap", in: "Efron & Tibshirani (1993), tables 14.1 and 14.2"))
  func `the bias-corrected interval of a variance is the one that Efron and Tibshirani print`() throws {
    // Table 14.2, 90 %: percentile (100.8, 233.9), BCa (115.8, 259.6), from 2000 resamples; here 20,000.
    let bootstrap = Bootstrap(replicates: 20_000, seed: 14)
    let scores = scores
    let values = bootstrap.resamples(counts: scores.map { _ in 1 }) { counts in
      let n = 26.0
      let mean = zip(counts, scores).reduce(0) { $0 + Double($1.0) * $1.1 } / n
      return zip(counts, scores).reduce(0) { $0 + Double($1.0) * ($1.1 - mean) * ($1.1 - mean) } / n
    }
    let all = [Int32](repeating: 1, count: 26)
    let leaveOneOut = scores.indices.map { place -> (value: Double, count: Int) in
      var counts = all
      counts[place] = 0
      return (variance(counts), 1)
    }
    expectNear(variance(all), 171.5, 0.05)
    let percentile = try #require(bootstrap.percentileInterval(values, level: 0.9))
    #expect(abs(percentile.lower - 100.8) < 4 && abs(percentile.upper - 233.9) < 4)
    let corrected = try #require(
      bootstrap.biasCorrectedInterval(values, estimate: variance(all), leaveOneOut: leaveOneOut, level: 0.9))
    #expect(abs(corrected.lower - 115.8) < 4 && abs(corrected.upper - 259.6) < 6)
    #expect(corrected.method == "bootstrap-bca")
  }

  @Test func `without bias and skewness the corrected interval is the percentile interval`() throws {
    let bootstrap = Bootstrap(replicates: 999)
    let values = (1...999).map { Double($0) }
    let flat = (0..<10).map { _ in (value: 0.0, count: 1) }
    let corrected = try #require(
      bootstrap.biasCorrectedInterval(values, estimate: 500, leaveOneOut: flat, level: 0.9))
    let percentile = try #require(bootstrap.percentileInterval(values, level: 0.9))
    expectClose(corrected.lower, percentile.lower, 1e-9)
    expectClose(corrected.upper, percentile.upper, 1e-9)
    #expect(bootstrap.biasCorrectedInterval(values, estimate: 5000, leaveOneOut: flat, level: 0.9) == nil)
  }

  @Test func `resamples keep the number of respondents and draw each as often as any`() {
    for counts in [[1, 1, 1, 1, 1], [40, 0, 10, 50]] {
      let n = counts.reduce(0, +)
      let bootstrap = Bootstrap(replicates: 4000, seed: 2)
      #expect(
        bootstrap.resamples(counts: counts) { Double($0.reduce(0) { $0 + Int($1) }) }.allSatisfy { $0 == Double(n) })
      for place in counts.indices {
        let drawn = bootstrap.resamples(counts: counts) { Double($0[place]) }
        let mean = drawn.reduce(0, +) / 4000
        let share = Double(counts[place]) / Double(n)
        let error = (Double(n) * share * (1 - share) / 4000).squareRoot()
        #expect(abs(mean - Double(counts[place])) <= 4.5 * error)
        if counts[place] > 0 {
          let variance = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000
          #expect(abs(variance / (Double(n) * share * (1 - share)) - 1) < 0.15)
        }
      }
    }
  }

  @Test func `threads change nothing, and a statistic that is undefined is left out`() {
    let bootstrap = Bootstrap(replicates: 150, seed: 9)
    let one = bootstrap.resamples(counts: [3, 4, 5], threads: 1) { $0[0] == 3 ? nil : Double($0[0]) }
    let three = bootstrap.resamples(counts: [3, 4, 5], threads: 3) { $0[0] == 3 ? nil : Double($0[0]) }
    #expect(one == three && one.count < 150 && !one.contains(3))
    #expect(bootstrap.resamples(counts: [0, 0]) { _ in 1 }.isEmpty)
  }
}
