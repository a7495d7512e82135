import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct StratifiedTableTests {
  /// Mantel (1963): penicillin and rabbits, by dose; Agresti (1990), pages 231–237.
  let rabbits = [
    [[0, 6], [0, 5]], [[3, 3], [0, 6]], [[6, 0], [2, 4]], [[5, 1], [6, 0]], [[2, 0], [5, 0]],
  ]

  private func tables(_ value: JSONValue?, rows: Int) throws -> [ContingencyTable] {
    // R stores a table column by column.
    let all = value?.array ?? value?.object?.members.map(\.value)
    return try #require(all).map { cells in
      let numbers = try #require(cells.array).map { Int(try #require($0.digits)) }
      return try ContingencyTable(
        counts: (0..<rows).map { row in stride(from: row, to: numbers.count, by: rows).map { numbers[$0] } })
    }
  }

  @Test(
    .published("mantel-haenszel", in: "Agresti (1990), pages 231–237: penicillin and rabbits"),
    .golden("mantel-haenszel", by: "R 4.2.2: mantelhaen.test(exact = TRUE)"))
  func `penicillin and rabbits has the exact p that Agresti prints`() throws {
    // R 4.2, whose root finder stops at 1e-4: mantelhaen.test(exact = TRUE) has p .0399449, odds ratio 10.361024, interval 1.077401 to 529.8374.
    let strata = try rabbits.map { try ContingencyTable(counts: $0) }
    let exact = try MantelHaenszelTest.exact(strata)
    #expect(exact.statistic == 16)
    expectClose(try #require(exact.p), 0.039944903581267226, 1e-12)
    expectClose(try #require(exact.estimate).value, 10.361024081374909, 1e-5)
    let interval = try #require(exact.estimate?.interval)
    expectClose(interval.lower, 1.0774014301889798, 1e-4)
    expectClose(interval.upper, 529.8373990233523, 1e-2)
    expectPrinted(try exact.detail("mantelHaenszelOddsRatio"), "7")
    // R's help page on mantelhaen.test prints p = 0.040 and, for the classical test, p = 0.047.
    expectPrinted(exact.p, "0.040")
    let corrected = try MantelHaenszelTest.test(strata, continuityCorrection: true)
    expectClose(corrected.statistic, 3.928571428571429, 1e-12)
    expectPrinted(corrected.p, "0.047")
  }

  @Test(.property("mantel-haenszel", keeps: "one stratum: Fisher's exact test"))
  func `one stratum's exact test is Fisher's`() throws {
    let table = try ContingencyTable(counts: [[12, 5], [4, 11]])
    let one = try MantelHaenszelTest.exact([table])
    let fisher = try FisherExactTest.test(table)
    expectClose(try #require(one.p), try #require(fisher.p), 1e-12)
    expectClose(try #require(one.estimate).value, try #require(fisher.estimate).value, 1e-10)
    expectClose(
      try #require(one.estimate?.interval).upper, try #require(fisher.estimate?.interval).upper, 1e-9)
  }

  @Test(.golden("mantel-haenszel", by: "R 4.2.2: mantelhaen.test"))
  func `Berkeley's admissions are those of R, with and without correction`() throws {
    let golden = try #require(try Golden.json("association-r.json")["mantel"]?["berkeley"])
    let strata = try tables(golden["tables"], rows: 2)
    let plain = try MantelHaenszelTest.test(strata)
    expectClose(plain.statistic, try golden.number("plain", "statistic"), 1e-12)
    expectClose(try #require(plain.estimate).value, try golden.number("plain", "estimate"), 1e-12)
    expectClose(try #require(plain.estimate?.interval).lower, try golden.number("plain", "ci", "0"), 1e-12)
    let corrected = try MantelHaenszelTest.test(strata, continuityCorrection: true)
    expectClose(try #require(corrected.p), try golden.number("corrected", "p"), 1e-12)
    // For two answers each the general statistic is the plain one.
    expectClose(try MantelHaenszelTest.general(strata).statistic, plain.statistic, 1e-12)
  }

  @Test(.golden("mantel-haenszel", by: "R 4.2.2: mantelhaen.test, generalised"))
  func `larger tables have R's generalised statistic`() throws {
    let golden = try #require(try Golden.json("association-r.json")["mantel"]?["general"])
    let strata = try tables(golden["tables"], rows: 2)
    let result = try MantelHaenszelTest.general(strata)
    expectClose(result.statistic, try golden.number("statistic"), 1e-11)
    #expect(result.degreesOfFreedom == [try golden.number("df")])
    expectClose(try #require(result.p), try golden.number("p"), 1e-11)
    let doubled = try MantelHaenszelTest.general([strata[0]])
    let square = try ChiSquareTest.independence(strata[0])
    expectClose(doubled.statistic, square.statistic * Double(strata[0].total - 1) / Double(strata[0].total), 1e-12)
  }

  @Test func `strata that say nothing are refused or left out with a warning`() throws {
    let empty = try ContingencyTable(counts: [[3, 0, 0], [4, 0, 0]])
    let error = #expect(throws: StatisticsError.self) { try MantelHaenszelTest.general([empty]) }
    #expect(error?.found == "no stratum in which both answers vary")
    let other = try ContingencyTable(counts: [[3, 2, 1], [4, 5, 6]])
    #expect(
      try MantelHaenszelTest.general([empty, other]).warnings == [
        "1 strata in which an answer does not vary are left out of the statistic"
      ])
    let shapes = #expect(throws: StatisticsError.self) {
      try MantelHaenszelTest.general([other, try ContingencyTable(counts: [[1, 2], [3, 4]])])
    }
    #expect(shapes?.found == "tables of different shapes")
  }

  @Test(.golden("cochran-armitage", by: "R 4.2.2: prop.trend.test"))
  func `smokers' trend is Fleiss's example, as R's prop.trend.test has it`() throws {
    // Fleiss (1981), page 139.
    let golden = try #require(try Golden.json("association-r.json")["trend"])
    let result = try CochranArmitageTest.test(successes: [83, 90, 129, 70], trials: [86, 93, 136, 82])
    expectClose(try result.detail("chiSquaredTrend"), try golden.number("statistic"), 1e-12)
    expectClose(try #require(result.p), try golden.number("p"), 1e-11)
    // The slope of the shares is that of a line through them by least squares; two groups are a difference of shares.
    let two = try CochranArmitageTest.test(successes: [30, 45], trials: [100, 90])
    let shares = try ProportionTest.twoSamples((45, 90), (30, 100))
    expectClose(try #require(two.estimate).value, try #require(shares.estimate).value, 1e-13)
    expectClose(
      try #require(two.estimate?.standardError), try #require(shares.estimate?.standardError), 1e-12)
    expectClose(two.statistic, shares.statistic, 1e-12)
    let full = try CochranArmitageTest.test(successes: [0, 10], trials: [10, 10])
    #expect(full.estimate?.interval == nil)
    #expect(full.warnings == ["every group's share is 0 or 1: there is no interval"])
    let scored = try CochranArmitageTest.test(
      successes: [83, 90, 129, 70], trials: [86, 93, 136, 82], scores: [0, 0, 0, 1])
    expectClose(try scored.detail("chiSquaredTrend"), try golden.number("scored"), 1e-12)
  }
}
