import TestSupport
import Testing

@testable import SurveyStatistics

@Suite struct CounterGeneratorTests {
  /// Known answers of the authors' Random123 distribution, file `kat_vectors`.
  @Test(.property("random numbers", keeps: "the known answers of Philox 4x32-10, Salmon et al. (2011)"))
  func `Philox 4x32-10 gives the known answers of its authors`() {
    typealias Block = SIMD4<UInt32>
    #expect(
      CounterGenerator.block(counter: .zero, key: .zero) == Block(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      CounterGenerator.block(counter: Block(repeating: .max), key: SIMD2(repeating: .max))
        == Block(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      CounterGenerator.block(
        counter: Block(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: SIMD2(0xa409_3822, 0x299f_31d0))
        == Block(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func `a stream replays, and streams and seeds differ`() {
    func draw(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var generator = CounterGenerator(seed: seed, stream: stream)
      return (0..<5).map { _ in generator.next() }
    }
    #expect(draw(1, 2) == draw(1, 2))
    #expect(Set(draw(1, 2) + draw(1, 3) + draw(2, 2)).count == 15)
    #expect(draw(0, 0)[0] == 0xe169_c58d_6627_e8d5)
    #expect(draw(0, 0)[1] == 0x9b00_dbd8_bc57_ac4c)
  }

  @Test func `uniform numbers fill the open interval evenly`() {
    var generator = CounterGenerator(seed: 11)
    var bins = [Int](repeating: 0, count: 10)
    for _ in 0..<20000 {
      let value = generator.uniform()
      #expect(value > 0 && value < 1)
      bins[Int(value * 10)] += 1
    }
    let chi = bins.reduce(0.0) { $0 + (Double($1) - 2000) * (Double($1) - 2000) / 2000 }
    #expect(ChiSquared(9).upperTail(chi) > 1e-4)
  }

  @Test func `bounded whole numbers are even over a bound that divides nothing`() {
    var generator = CounterGenerator(seed: 12)
    var bins = [Int](repeating: 0, count: 7)
    for _ in 0..<14000 { bins[generator.below(7)] += 1 }
    let chi = bins.reduce(0.0) { $0 + (Double($1) - 2000) * (Double($1) - 2000) / 2000 }
    #expect(ChiSquared(6).upperTail(chi) > 1e-4)
    #expect(generator.below(1) == 0)
  }

  @Test func `normal draws have mean 0, variance 1 and normal tails`() {
    var generator = CounterGenerator(seed: 13)
    let draws = (0..<20000).map { _ in generator.standardNormal() }
    let mean = draws.reduce(0, +) / 20000
    let variance = draws.reduce(0) { $0 + $1 * $1 } / 20000
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.04)
    #expect(abs(draws.count { abs($0) > 1.959964 } - 1000) < 130)
  }

  @Test(arguments: [(5, 0.3), (40, 0.02), (60, 0.5), (200, 0.9), (1000, 0.25)])
  func `binomial draws follow the binomial distribution`(trials: Int, probability: Double) {
    var generator = CounterGenerator(seed: UInt64(trials))
    let draws = 6000
    var counts = [Int](repeating: 0, count: trials + 1)
    for _ in 0..<draws { counts[generator.binomial(trials: trials, probability: probability)] += 1 }
    let binomial = Binomial(trials, probability)
    var (chi, cells, expected, observed) = (0.0, 0, 0.0, 0)
    for k in 0...trials {
      expected += binomial.mass(k) * Double(draws)
      observed += counts[k]
      guard expected >= 20 || k == trials else { continue }
      if expected > 0 { chi += (Double(observed) - expected) * (Double(observed) - expected) / max(expected, 5) }
      cells += 1
      (expected, observed) = (0, 0)
    }
    #expect(ChiSquared(Double(max(1, cells - 1))).upperTail(chi) > 1e-4)
  }

  @Test(arguments: [1.0, 3, 40]) func `chi-squared draws follow their distribution`(df: Double) {
    var generator = CounterGenerator(seed: 21)
    let distribution = ChiSquared(df)
    var bins = [Int](repeating: 0, count: 10)
    for _ in 0..<5000 {
      bins[min(9, Int(distribution.lowerTail(generator.chiSquared(degreesOfFreedom: df)) * 10))] += 1
    }
    let chi = bins.reduce(0.0) { $0 + (Double($1) - 500) * (Double($1) - 500) / 500 }
    #expect(ChiSquared(9).upperTail(chi) > 1e-4)
  }

  @Test func `binomial draws know their ends`() {
    var generator = CounterGenerator(seed: 1)
    #expect(generator.binomial(trials: 0, probability: 0.5) == 0)
    #expect(generator.binomial(trials: 9, probability: 0) == 0)
    #expect(generator.binomial(trials: 9, probability: 1) == 9)
  }

  @Test func `a multinomial draw keeps its total and its shares`() {
    var generator = CounterGenerator(seed: 2)
    var sums = [0, 0, 0, 0]
    for _ in 0..<500 {
      var counts = [0, 0, 0, 0]
      generator.multinomial(draws: 100, weights: [1, 0, 3, 6], into: &counts)
      #expect(counts.reduce(0, +) == 100)
      for index in counts.indices { sums[index] += counts[index] }
    }
    #expect(sums[1] == 0)
    #expect(abs(sums[0] - 5000) < 300 && abs(sums[2] - 15000) < 450 && abs(sums[3] - 30000) < 500)
  }
}

@Suite struct BootstrapTests {
  @Test(.property("bootstrap", keeps: "a share: the binomial's error and interval"))
  func `the bootstrap of a share has the binomial's standard error and interval`() throws {
    let bootstrap = Bootstrap(replicates: 4000, seed: 9)
    let shares = bootstrap.distribution(counts: [60, 140]) { Double($0[0]) / 200 }
    let mean = shares.reduce(0, +) / 4000
    let error = (shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000).squareRoot()
    #expect(abs(mean - 0.3) < 0.003)
    #expect(abs(error - 0.0324) < 0.0016)
    let interval = try #require(bootstrap.percentileInterval(shares, level: 0.95))
    #expect(abs(interval.lower - 0.2365) < 0.011 && abs(interval.upper - 0.3635) < 0.011)
    #expect(interval.method == "bootstrap-percentile")
  }

  @Test func `blocks keep their own number of respondents`() {
    let totals = Bootstrap(replicates: 50, seed: 1).distribution(counts: [5, 5, 20, 10], blocks: [0..<2, 2..<4]) {
      [$0[0] + $0[1], $0[2] + $0[3]]
    }
    #expect(totals.allSatisfy { $0 == [10, 30] })
  }

  @Test func `replicate r is stream r, however many are drawn`() {
    let few = Bootstrap(replicates: 10, seed: 4).distribution(counts: [30, 70]) { $0[0] }
    let many = Bootstrap(replicates: 20, seed: 4).distribution(counts: [30, 70]) { $0[0] }
    #expect(Array(many[..<10]) == few)
  }

  @Test func `percentiles are those of the order statistics`() throws {
    let values = (1...99).map(Double.init).reversed()
    let interval = try #require(Bootstrap().percentileInterval(Array(values), level: 0.9))
    #expect(abs(interval.lower - 5) < 1e-9 && abs(interval.upper - 95) < 1e-9)
    #expect(Bootstrap().percentileInterval([1, 2, 3], level: 0.9) == nil)
  }
}
