import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct FisherExactTestTests {
  @Test(
    .published("fisher", in: "Fisher (1935), as in Agresti (1990), page 61: 17/70 and 34/70"),
    .property("fisher", keeps: "the conditional odds ratio and its interval are roots of the exact polynomials"))
  func `the lady tasting tea is Fisher's worked example`() throws {
    let table = try ContingencyTable(counts: [[3, 1], [1, 3]])
    // Agresti (1990), page 61. The odds ratio and its interval are roots of polynomials of the fourth degree in
    // 1 + 16ω + 36ω² + 16ω³ + ω⁴, solved apart; R's root finder stops at 1e-4 and prints 6.408309 and 621.93.
    let greater = try FisherExactTest.test(table, alternative: .greater)
    expectClose(try #require(greater.p), 17.0 / 70, 1e-14)
    let two = try FisherExactTest.test(table)
    expectClose(try #require(two.p), 34.0 / 70, 1e-14)
    expectClose(try #require(two.estimate).value, 6.408319658199668, 1e-12, as: .property)
    let interval = try #require(two.estimate?.interval)
    expectClose(interval.lower, 0.21173559544657858, 1e-11, as: .property)
    expectClose(interval.upper, 626.2435305888123, 1e-11, as: .property)
    expectClose(try two.effect("odds-ratio").value, 9, 1e-14, as: .property)
  }

  @Test(.property("fisher", keeps: "p by binomial coefficients of every table"))
  func `p-values agree with exact fractions of counted tables`() throws {
    // Margins 7, 9 and 6, 10: all tables by binomial coefficients.
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    let ways = (0...6).map { choose(7, $0) * choose(9, 6 - $0) }
    let total = ways.reduce(0, +)
    for a in 0...6 {
      let table = try ContingencyTable(counts: [[a, 7 - a], [6 - a, 3 + a]])
      let result = try FisherExactTest.test(table)
      let sum = ways.filter { $0 <= ways[a] * (1 + 1e-7) }.reduce(0, +)
      expectClose(try #require(result.p), sum / total, 1e-13)
      expectClose(try result.detail("pLess"), ways[...a].reduce(0, +) / total, 1e-13)
      expectClose(try result.detail("pGreater"), ways[a...].reduce(0, +) / total, 1e-13)
    }
  }

  @Test(.property("fisher", keeps: "at the estimate the mean of the noncentral distribution is the count"))
  func `the conditional odds ratio solves its equation`() throws {
    // At the estimate the mean of the noncentral hypergeometric distribution is the count observed.
    let table = try ContingencyTable(counts: [[12, 5], [4, 11]])
    let ratio = try #require(try FisherExactTest.test(table).estimate).value
    var (weight, sum, mean) = (1.0, 0.0, 0.0)
    for x in 1...16 {
      if x > 1 { weight *= Double(17 - x + 1) * Double(16 - x + 1) / (Double(x) * Double(15 - 16 + x)) * ratio }
      sum += weight
      mean += weight * Double(x)
    }
    expectClose(mean / sum, 12, 1e-10)
  }

  @Test(.property("fisher", keeps: "an empty cell: an infinite odds ratio with a finite end"))
  func `a table at the end of its margins has an infinite odds ratio and a finite lower end`() throws {
    let result = try FisherExactTest.test(try ContingencyTable(counts: [[5, 0], [0, 4]]))
    #expect(result.estimate?.value == .infinity)
    #expect(result.estimate?.interval?.upper == .infinity)
    #expect(try #require(result.estimate?.interval).lower > 1)
    expectClose(try #require(result.p), 1 / 126.0, 1e-14)
    // Haldane's half keeps Woolf's interval finite.
    #expect(try result.effect("odds-ratio").interval?.method == "woolf-haldane")
  }

  @Test(.property("fisher", keeps: "20,000 respondents: close to the corrected chi-squared"))
  func `large tables keep their digits`() throws {
    let result = try FisherExactTest.test(try ContingencyTable(counts: [[4000, 6000], [3800, 6200]]))
    let square = try ChiSquareTest.independence(
      try ContingencyTable(counts: [[4000, 6000], [3800, 6200]]), continuityCorrection: true)
    // The corrected chi-squared approximates the exact p to about 1/n.
    expectClose(try #require(result.p), try #require(square.p), 2e-3)
    expectClose(try result.detail("pLess") + (try result.detail("pGreater")), 1, 0.01)
  }

  @Test(.published("fisher", in: "Agresti (2002), page 57: p = .7827"), .golden("fisher", by: "R 4.2.2: fisher.test"))
  func `income and job satisfaction is Agresti's larger worked example`() throws {
    // Agresti (2002), page 57: p = .7827; R 4.2: fisher.test
    let job = try ContingencyTable(counts: [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])
    let result = try FisherExactTest.test(job)
    expectPrinted(result.p, "0.7827")
    expectClose(try #require(result.p), 0.7826849389656388, 1e-10)
    expectClose(try #require(try FisherExactTest.test(job.transposed).p), try #require(result.p), 1e-10)
    #expect(try result.effect("cramers-v").value > 0)
  }

  @Test(.property("fisher", keeps: "p by listing every table of three by three"))
  func `a larger table agrees with listing every table`() throws {
    // Margins 4, 5, 3 and 6, 3, 3, by brute force over the four free cells.
    let counts = [[3, 1, 0], [1, 2, 2], [2, 0, 1]]
    func factorial(_ n: Int) -> Double { n < 2 ? 1 : (2...n).reduce(1.0) { $0 * Double($1) } }
    func weight(_ cells: [Int]) -> Double { 1 / cells.reduce(1.0) { $0 * factorial($1) } }
    let observed = weight(counts.flatMap { $0 })
    var (sum, total) = (0.0, 0.0)
    for a in 0...4 {
      for b in 0...4 {
        for c in 0...5 {
          for d in 0...5 {
            let cells = [a, b, 4 - a - b, c, d, 5 - c - d, 6 - a - c, 3 - b - d, 3 - (4 - a - b) - (5 - c - d)]
            guard cells.allSatisfy({ $0 >= 0 }) else { continue }
            let weight = weight(cells)
            total += weight
            if weight <= observed * (1 + 1e-7) { sum += weight }
          }
        }
      }
    }
    let result = try FisherExactTest.test(try ContingencyTable(counts: counts))
    expectClose(try #require(result.p), sum / total, 1e-12)
    // A third row without respondents leaves the two-by-two answer.
    let padded = try FisherExactTest.test(try ContingencyTable(counts: [[3, 1], [1, 3], [0, 0]]))
    expectClose(try #require(padded.p), 34.0 / 70, 1e-12)
  }

  @Test func `what cannot be counted is refused`() throws {
    let error = #expect(throws: StatisticsError.self) {
      try FisherExactTest.test(try ContingencyTable(counts: [[1, 2, 3], [2, 3, 4]]), alternative: .greater)
    }
    #expect(error?.code == .argument)
    #expect(error?.found == "the alternative greater for a table larger than two by two")
    let large = #expect(throws: StatisticsError.self) {
      try FisherExactTest.test(
        try ContingencyTable(counts: [[10, 20, 30], [20, 30, 40], [5, 9, 20]]), stepLimit: 1000)
    }
    #expect(large?.found == "a table of 3 by 3 with 184 respondents")
    #expect(large?.remedy == "use chi-square")
    let flat = #expect(throws: StatisticsError.self) {
      try FisherExactTest.test(try ContingencyTable(counts: [[1, 2, 3]]))
    }
    #expect(flat?.code == .groups)
    let empty = #expect(throws: StatisticsError.self) {
      try FisherExactTest.test(try ContingencyTable(counts: [[0, 0], [0, 0]]))
    }
    #expect(empty?.code == .tooFewRespondents)
  }
}

@Suite struct McNemarTestTests {
  @Test(
    .published("mcnemar", in: "Agresti (1990), page 350"),
    .golden("mcnemar", by: "R 4.2.2: mcnemar.test and binom.test"))
  func `approval of a prime minister is Agresti's worked example`() throws {
    // Agresti (1990), page 350: 794, 150, 86, 570; R 4.2
    let table = try ContingencyTable(counts: [[794, 150], [86, 570]])
    let result = try McNemarTest.test(table)
    expectClose(result.statistic, 17.35593220338983, 1e-14)
    expectPrinted(result.statistic, "17.356")
    expectClose(try #require(result.p), 2.8933895176154854e-05, 1e-11)
    expectClose(try result.detail("pExact"), 3.71593613957143e-05, 1e-11)
    expectClose(try result.detail("pAsymptotic"), 3.099293441045218e-05, 1e-11)
    expectClose(try result.detail("corrected"), 16.81779661016949, 1e-14)
    expectClose(try #require(result.estimate).value, 64.0 / 1600, 1e-14)
    expectClose(try result.effect("paired-odds-ratio").value, 150.0 / 86, 1e-14)
    let exact = try McNemarTest.test(table, rule: .exact)
    #expect(exact.p == (try result.detail("pExact")))
  }

  @Test func `nobody who changed leaves p at one`() throws {
    let result = try McNemarTest.test(try ContingencyTable(counts: [[5, 0], [0, 4]]))
    #expect(result.p == 1)
    #expect(result.statistic == 0)
    #expect(result.effects.isEmpty)
  }

  @Test(.property("mcnemar", keeps: "mid-p by binomial masses"))
  func `mid-p is the exact p less half of the outcome on both sides`() throws {
    for (b, c) in [(1, 8), (4, 4), (0, 5), (9, 2)] {
      let result = try McNemarTest.test(try ContingencyTable(counts: [[3, b], [c, 7]]))
      let exact = try result.detail("pExact")
      let expected = b == c ? 1 - Binomial(b + c, 0.5).mass(b) / 1 + Binomial(b + c, 0.5).mass(b) : exact
      let mass = Binomial(b + c, 0.5).mass(b)
      if b == c {
        expectClose(try #require(result.p), min(1, expected), 1e-13)
      } else {
        expectClose(try #require(result.p), exact - mass, 1e-13)
      }
    }
  }
}

@Suite struct TetrachoricCorrelationTests {
  @Test(.golden("tetrachoric correlation", by: "R 4.2.2, psych 2.2.9: tetrachoric"))
  func `the golden correlations come out`() throws {
    let golden = try Golden.json("paradox.json")
    for cut in ["cut3", "cut4", "cut5"] {
      let rows = try #require(golden[cut]?["table"]?.array)
      let cells = rows.flatMap { $0.array?.compactMap(\.digits) ?? [] }
      let found = try #require(
        TetrachoricCorrelation(both: cells[3], firstOnly: cells[2], secondOnly: cells[1], neither: cells[0]))
      // psych's root finder stops near 1e-5.
      expectNear(found.value, try golden.number(cut, "tetrachoric"), 2e-5)
    }
    // R psych 2.2.9 on the table 40, 15, 10, 35
    let found = try #require(TetrachoricCorrelation(both: 40, firstOnly: 15, secondOnly: 10, neither: 35))
    expectNear(found.value, 0.712731858971122, 2e-5)
  }

  @Test(.property("tetrachoric correlation", keeps: "the estimate reproduces its table"))
  func `the estimate reproduces its table`() throws {
    for cells in [[40.0, 15, 10, 35], [3, 200, 5, 4000], [700, 2, 60, 9], [1, 50, 60, 2]] {
      let found = try #require(
        TetrachoricCorrelation(both: cells[0], firstOnly: cells[1], secondOnly: cells[2], neither: cells[3]))
      let n = cells.reduce(0, +)
      let joint = BivariateNormal(found.value).upperTail(found.firstThreshold, found.secondThreshold)
      #expect(abs(joint - cells[0] / n) < 1e-13)
    }
  }

  @Test(.property("tetrachoric correlation", keeps: "cuts at the medians: Sheppard's formula and its derivative"))
  func `with cuts at the medians it is Sheppard's formula, whose error is known`() throws {
    // At medians ρ = sin(2π(J − 1/4)) = cos(2πJ)·(−1); J = .375 gives ρ = sin(π/4).
    let found = try #require(TetrachoricCorrelation(both: 300, firstOnly: 100, secondOnly: 100, neither: 300))
    expectClose(found.value, 0.5.squareRoot(), 1e-13)
    // The inverse information: the density at the cuts is 1/(2π√(1 − ρ²)); the joint share's part of the variance,
    // net of the margins, is ¼(J)(½ − J)·... checked against a numerical derivative of the closed form.
    let n = 800.0
    let step = 1e-5
    func rho(_ cells: [Double]) throws -> Double {
      try #require(
        TetrachoricCorrelation(both: cells[0], firstOnly: cells[1], secondOnly: cells[2], neither: cells[3])
      ).value
    }
    let shares = [0.375, 0.125, 0.125, 0.375]
    var slopes: [Double] = []
    for index in 0..<4 {
      var (up, down) = (shares, shares)
      up[index] += step
      down[index] -= step
      slopes.append((try rho(up) - (try rho(down))) / (2 * step))
    }
    let mean = zip(shares, slopes).reduce(0) { $0 + $1.0 * $1.1 }
    let variance = zip(shares, slopes).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / n
    expectClose(found.standardError, variance.squareRoot(), 1e-6)
  }

  @Test(.property("tetrachoric correlation", keeps: "answers exchanged and reversed"))
  func `exchanging feelings keeps it and reversing one flips it`() throws {
    let one = try #require(TetrachoricCorrelation(both: 41, firstOnly: 13, secondOnly: 22, neither: 60))
    let exchanged = try #require(TetrachoricCorrelation(both: 41, firstOnly: 22, secondOnly: 13, neither: 60))
    let reversed = try #require(TetrachoricCorrelation(both: 13, firstOnly: 41, secondOnly: 60, neither: 22))
    expectClose(exchanged.value, one.value, 1e-12)
    expectClose(reversed.value, -one.value, 1e-12)
    expectClose(exchanged.standardError, one.standardError, 1e-10)
    expectClose(reversed.standardError, one.standardError, 1e-10)
  }

  @Test func `an empty cell counts as half a respondent and an empty margin has no answer`() throws {
    let found = try #require(TetrachoricCorrelation(both: 0, firstOnly: 14, secondOnly: 193, neither: 44268))
    #expect(found.isCorrected)
    let half = try #require(TetrachoricCorrelation(both: 0.5, firstOnly: 14, secondOnly: 193, neither: 44268))
    #expect(found.value == half.value)
    #expect(TetrachoricCorrelation(both: 0, firstOnly: 0, secondOnly: 3, neither: 4) == nil)
    let error = #expect(throws: StatisticsError.self) {
      try TetrachoricCorrelation.test(try ContingencyTable(counts: [[0, 0], [3, 4]]))
    }
    #expect(error?.code == .constant)
    let result = try TetrachoricCorrelation.test(try ContingencyTable(counts: [[40, 15], [10, 35]]))
    #expect(result.id == "tetrachoric")
    #expect(try #require(result.estimate?.interval).lower > 0.4)
    #expect(try #require(result.p) < 1e-6)
  }
}

@Suite struct AssociationMeasureTests {
  @Test(.property("phi", keeps: "the error is a numerical derivative"))
  func `phi's error agrees with a numerical derivative`() {
    let shares = [0.31, 0.17, 0.12, 0.40]
    let n = 250.0
    let cells = shares.map { $0 * n }
    func phi(_ p: [Double]) -> Double { PhiCoefficient.value(a: p[0], b: p[1], c: p[2], d: p[3]) }
    let step = 1e-6
    let slopes = (0..<4).map { index in
      var (up, down) = (shares, shares)
      up[index] += step
      down[index] -= step
      return (phi(up) - phi(down)) / (2 * step)
    }
    let mean = zip(shares, slopes).reduce(0) { $0 + $1.0 * $1.1 }
    let variance = zip(shares, slopes).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / n
    expectClose(
      PhiCoefficient.standardError(a: cells[0], b: cells[1], c: cells[2], d: cells[3]), variance.squareRoot(), 1e-7)
  }

  @Test(.property("phi", keeps: "the largest value is reached where one answer implies the other"))
  func `phi's maximum is reached when one answer implies the other`() {
    // 30 of the 60 who say the one say the other, and nobody else does.
    let phi = PhiCoefficient.value(a: 30, b: 30, c: 0, d: 40)
    expectClose(PhiCoefficient.maximum(firstShare: 0.6, secondShare: 0.3), phi, 1e-14)
    let negative = PhiCoefficient.value(a: 0, b: 60, c: 30, d: 10)
    expectClose(PhiCoefficient.maximum(firstShare: 0.6, secondShare: 0.3, positive: false), -negative, 1e-14)
    #expect(PhiCoefficient.value(a: 0, b: 0, c: 3, d: 4).isNaN)
    #expect(PhiCoefficient.maximum(firstShare: 1, secondShare: 0.3).isNaN)
  }

  @Test(
    .published("Yule's Q", in: "psych's manual: Yule(40, 10, 15, 35) = .8064516"),
    .property("odds ratio", keeps: "Woolf's interval and Haldane's half by hand"))
  func `Yule's Q and the odds ratio tell the same story`() throws {
    // R psych: Yule(matrix(c(40, 10, 15, 35), 2)) = .8064516
    let ratio = OddsRatio(a: 40, b: 15, c: 10, d: 35)
    expectClose(ratio.value, 9.333333333333334, 1e-14, as: .property)
    expectClose(ratio.logStandardError, 0.46929531772445293, 1e-14, as: .property)
    let q = ratio.yulesQ()
    expectPrinted(q.value, "0.8064516", of: "Yule's Q")
    expectClose(q.value, 0.8064516129032258, 1e-14, of: "odds ratio", as: .property)
    let interval = ratio.interval()
    expectClose(try #require(q.interval).lower, (interval.lower - 1) / (interval.lower + 1), 1e-14, as: .property)
    let empty = OddsRatio(a: 5, b: 0, c: 2, d: 3)
    #expect(empty.isCorrected)
    expectClose(empty.value, 5.5 * 3.5 / (0.5 * 2.5), 1e-14, as: .property)
  }
}

@Suite struct CochranArmitageTestTests {
  @Test(.published("cochran-armitage", in: "Fleiss (1981), page 139, as in R's ?prop.test and ?prop.trend.test"))
  func `smokers of four hospitals have R's trend`() throws {
    // Fleiss (1981), page 139; R 4.2: prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82)): X² = 8.2249, p = .004132
    let result = try CochranArmitageTest.test(successes: [83, 90, 129, 70], trials: [86, 93, 136, 82])
    expectPrinted(result.statistic * result.statistic, "8.2249")
    expectPrinted(try #require(result.p), "0.004132")
    #expect(result.statistic < 0)
    // prop.test of the same: X² = 12.6004
    expectPrinted(try result.detail("pearson"), "12.6004")
  }

  @Test(.property("cochran-armitage", keeps: "two groups: the score test; scores scaled"))
  func `two groups are the score test of two shares, and scores may be scaled`() throws {
    let trend = try CochranArmitageTest.test(successes: [22, 13], trials: [51, 40])
    let two = try ProportionTest.twoSamples((13, 40), (22, 51))
    expectClose(trend.statistic, two.statistic, 1e-12)
    let scaled = try CochranArmitageTest.test(successes: [3, 5, 9], trials: [20, 20, 20], scores: [10, 20, 30])
    let plain = try CochranArmitageTest.test(successes: [3, 5, 9], trials: [20, 20, 20])
    expectClose(scaled.statistic, plain.statistic, 1e-13)
    #expect(
      try #require(plain.p)
        > (try #require(
          try CochranArmitageTest.test(successes: [3, 5, 9], trials: [20, 20, 20], alternative: .greater).p)))
  }

  @Test func `what has no trend is refused`() {
    let scores = #expect(throws: StatisticsError.self) {
      try CochranArmitageTest.test(successes: [1, 2], trials: [5, 5], scores: [1, 1])
    }
    #expect(scores?.code == .constant)
    let few = #expect(throws: StatisticsError.self) { try CochranArmitageTest.test(successes: [1], trials: [5]) }
    #expect(few?.code == .groups)
  }
}
