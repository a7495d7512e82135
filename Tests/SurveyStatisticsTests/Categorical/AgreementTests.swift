import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct AgreementTests {
  /// Agresti (2002), page 432: two pathologists.
  let pathologists = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]

  @Test(
    .published("cohen-kappa", in: "Agresti (2002), page 432"),
    .golden("cohen-kappa", by: "R 4.2.2, psych 2.2.9: cohen.kappa"))
  func `the pathologists have the kappa that Agresti prints`() throws {
    let table = try ContingencyTable(counts: pathologists)
    let result = try CohenKappa.test(table)
    let estimate = try #require(result.estimate)
    expectPrinted(estimate.value, "0.493")
    expectClose(estimate.value, 0.49300559552358114, 1e-13)
    expectClose(try #require(estimate.standardError), 0.056743150408035806, 1e-12)
    let linear = try CohenKappa.test(table, weighting: .linear)
    expectClose(try #require(linear.estimate).value, 0.6488095238095241, 1e-13)
    let quadratic = try CohenKappa.test(table, weighting: .quadratic)
    expectClose(try #require(quadratic.estimate).value, 0.7838218714768881, 1e-13)
    #expect(quadratic.estimate?.id == "kappa-quadratic")
  }

  @Test(.property("cohen-kappa", keeps: "all weightings are one with two categories; full agreement is 1"))
  func `with two categories all weightings are one, and full agreement is 1`() throws {
    let table = try ContingencyTable(counts: [[40, 9], [6, 45]])
    let values = try [CohenKappa.Weighting.none, .linear, .quadratic].map {
      try #require(try CohenKappa.test(table, weighting: $0).estimate).value
    }
    expectClose(values[1], values[0], 1e-14)
    expectClose(values[2], values[0], 1e-14)
    let full = try CohenKappa.test(try ContingencyTable(counts: [[4, 0], [0, 6]]))
    #expect(full.estimate?.value == 1)
    #expect(full.estimate?.standardError == 0)
  }

  @Test(.property("cohen-kappa", keeps: "the error under chance is equation 14 of Fleiss, Cohen & Everitt (1969)"))
  func `kappa under chance has the error of its null variance`() throws {
    // By hand for [[40, 9], [6, 45]]: pe and the null variance of Fleiss, Cohen & Everitt, equation 14.
    let (p, q) = (0.49, 0.46)
    let chance = p * q + (1 - p) * (1 - q)
    let skew = p * q * (p + q) + (1 - p) * (1 - q) * (2 - p - q)
    let variance = (chance + chance * chance - skew) / (100 * (1 - chance) * (1 - chance))
    let result = try CohenKappa.test(try ContingencyTable(counts: [[40, 9], [6, 45]]))
    expectClose(try result.detail("standardErrorUnderChance"), variance.squareRoot(), 1e-12)
  }

  @Test(.published("fleiss-kappa", in: "Fleiss (1971), table 1: thirty patients by six psychiatrists, kappa = .430"))
  func `Fleiss's thirty patients have the kappa that he prints`() throws {
    let codings = [
      [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
      [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
      [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
      [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
      [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
    ]
    let result = try FleissKappa.test(codings)
    expectPrinted(result.estimate?.value, "0.430")
    expectPrinted(try result.detail("observedAgreement"), "0.5556")
    expectPrinted(try result.detail("chanceAgreement"), "0.2199")
  }

  @Test(.golden("fleiss-kappa", by: "R 4.2.2, the formula on ten subjects by fourteen raters"))
  func `ten subjects by fourteen raters have a kappa of .210`() throws {
    let counts = [
      [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]
    let result = try FleissKappa.test(counts)
    expectClose(try #require(result.estimate).value, 0.20993070442195522, 1e-13)
    expectClose(try result.detail("observedAgreement"), 0.378021978021978, 1e-13)
    expectClose(try result.detail("chanceAgreement"), 0.21275510204081632, 1e-13)
    let error = #expect(throws: StatisticsError.self) { try FleissKappa.test([[1, 2], [2, 2]]) }
    #expect(error?.code == .argument)
    #expect(throws: StatisticsError.self) { try FleissKappa.test([[2, 0], [2, 0]]) }
  }

  @Test(.golden("fleiss-kappa", by: "Python 3.11.7, numpy 2.4.6: numerical derivatives"))
  func `Fleiss's interval stands on the error of numerical derivatives over subjects`() throws {
    let golden = try #require(try Golden.json("association-py.json")["fleiss"])
    let counts = try #require(golden["counts"]?.array).map { row in
      try #require(row.array).map { Int(try #require($0.digits)) }
    }
    let result = try FleissKappa.test(counts, categories: ["a", "b", "c", "d", "e"])
    let estimate = try #require(result.estimate)
    expectClose(estimate.value, try golden.number("kappa"), 1e-13)
    expectClose(try #require(estimate.standardError), try golden.number("error"), 1e-6)
    expectClose(
      try #require(estimate.interval).upper,
      estimate.value + StudentT(9).criticalValue(level: 0.95) * (try #require(estimate.standardError)), 1e-12)
    // The kappas of the categories, weighted by p (1 − p), make up the whole.
    let shares = (0..<5).map { category in Double(counts.reduce(0) { $0 + $1[category] }) / 140 }
    let spread = shares.map { $0 * (1 - $0) }
    let parts = try ["a", "b", "c", "d", "e"].map { try result.detail("kappa.\($0)") }
    expectClose(
      zip(spread, parts).reduce(0) { $0 + $1.0 * $1.1 } / spread.reduce(0, +), estimate.value, 1e-12)
  }

  @Test(.property("krippendorff-alpha", keeps: "two coders: Fleiss's kappa corrected for n; the interval holds alpha"))
  func `Krippendorff's interval holds its alpha, and a ratio needs a true zero`() throws {
    let coders: [[Double?]] = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, 5, 3, 2], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
      [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil],
    ]
    let result = try KrippendorffAlpha.test(coders, metric: .ordinal)
    let interval = try #require(result.estimate?.interval)
    #expect(interval.lower < result.statistic && result.statistic < interval.upper)
    #expect(interval.method == "bootstrap-percentile")
    let again = try KrippendorffAlpha.test(coders, metric: .ordinal)
    #expect(again.estimate?.interval == interval)
    let negative = #expect(throws: StatisticsError.self) {
      try KrippendorffAlpha.test([[-1, 2, 3], [1, 2, 3]], metric: .ratio)
    }
    #expect(negative?.remedy == "use the interval metric")
    // Two coders, nominal: alpha is 1 − (1 − pi)(1 − 1/n) for n values.
    let (a, b): ([Double], [Double]) = ([1, 1, 2, 2, 1, 2, 1, 1], [1, 2, 2, 2, 1, 2, 2, 1])
    var counts: [[Int]] = []
    for (x, y) in zip(a, b) {
      counts.append([(x == 1 ? 1 : 0) + (y == 1 ? 1 : 0), (x == 2 ? 1 : 0) + (y == 2 ? 1 : 0)])
    }
    let pi = try #require(try FleissKappa.test(counts).estimate).value
    expectClose(try KrippendorffAlpha.test([a, b]).statistic, 1 - (1 - pi) * (1 - 1.0 / 16), 1e-12)
  }

  @Test(.property("fleiss-kappa", keeps: "two coders: Scott's pi"))
  func `two coders have the same kappa as Scott's pi`() throws {
    // Two codings per subject: Fleiss's kappa is Scott's pi, whose chance uses the mean of the margins.
    let table = [[40, 9], [6, 45]]
    var counts: [[Int]] = []
    for (row, line) in table.enumerated() {
      for (column, count) in line.enumerated() {
        var codings = [0, 0]
        codings[row] += 1
        codings[column] += 1
        counts += [[Int]](repeating: codings, count: count)
      }
    }
    let mean = (0.49 + 0.46) / 2
    let chance = mean * mean + (1 - mean) * (1 - mean)
    expectClose(try #require(try FleissKappa.test(counts).estimate).value, (0.85 - chance) / (1 - chance), 1e-13)
  }

  @Test(
    .published("krippendorff-alpha", in: "Krippendorff (2011), section D"),
    .golden("krippendorff-alpha", by: "R 4.2.2, the coincidence matrix by hand"))
  func `Krippendorff's reliability data have his four alphas`() throws {
    // Krippendorff (2011), Computing Krippendorff's alpha-reliability, section D.
    let data: [[Double?]] = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
      [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
    ]
    let expected: [(KrippendorffAlpha.Metric, Double, String)] = [
      (.nominal, 0.743421052631579, "0.743"), (.ordinal, 0.8153875037548813, "0.815"),
      (.interval, 0.8491071428571428, "0.849"), (.ratio, 0.797402774711612, "0.797"),
    ]
    for (metric, value, printed) in expected {
      let result = try KrippendorffAlpha.test(data, metric: metric)
      expectClose(result.statistic, value, 1e-12, metric.rawValue)
      expectPrinted(result.statistic, printed)
      #expect(result.base.count == 11)
      #expect(result.p == nil)
    }
    #expect(try KrippendorffAlpha.test([[1, 2, 3], [1, 2, 3]]).statistic == 1)
    let one = #expect(throws: StatisticsError.self) { try KrippendorffAlpha.test([[1, 1], [1, 1]]) }
    #expect(one?.found == "one value only")
    let none = #expect(throws: StatisticsError.self) { try KrippendorffAlpha.test([[1, nil], [nil, 2]]) }
    #expect(none?.found == "no unit with two values")
    #expect(throws: StatisticsError.self) { try KrippendorffAlpha.test([[1, 2]]) }
  }

  @Test func `tables that are not square have no kappa`() {
    let shape = #expect(throws: StatisticsError.self) {
      try CohenKappa.test(try ContingencyTable(counts: [[1, 2, 3], [3, 4, 5]]))
    }
    #expect(shape?.found == "a table of 2 rows and 3 columns")
    let constant = #expect(throws: StatisticsError.self) {
      try CohenKappa.test(try ContingencyTable(counts: [[9, 0], [0, 0]]))
    }
    #expect(constant?.code == .constant)
  }
}

@Suite struct SymmetryTestTests {
  @Test(
    .golden("bowker", "stuart-maxwell", by: "R 4.2.2: mcnemar.test"),
    .property("bowker", "stuart-maxwell", keeps: "two categories: McNemar's statistic"))
  func `with two categories Bowker and Stuart–Maxwell are McNemar's statistic`() throws {
    let table = try ContingencyTable(counts: [[794, 150], [86, 570]])
    expectClose(try BowkerTest.test(table).statistic, 17.35593220338983, 1e-14, of: "bowker")
    let stuart = try StuartMaxwellTest.test(table)
    expectClose(stuart.statistic, 17.35593220338983, 1e-13, of: "stuart-maxwell")
    #expect(stuart.degreesOfFreedom == [1])
    expectClose(try #require(stuart.p), 3.099293441045218e-05, 1e-11, of: "stuart-maxwell")
  }

  @Test(
    .published("stuart-maxwell", "bowker", in: "Stuart (1955): unaided vision of 7477 women"),
    .property("bowker", keeps: "the share that did not change, by its counts"))
  func `unaided vision is Stuart's worked example`() throws {
    // Stuart (1955): unaided distance vision of 7477 women; marginal homogeneity 11.96 (11.957), symmetry 19.107.
    let vision = try ContingencyTable(counts: [
      [1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492],
    ])
    let stuart = try StuartMaxwellTest.test(vision)
    expectPrinted(stuart.statistic, "11.957", of: "stuart-maxwell")
    #expect(stuart.degreesOfFreedom == [3])
    let bowker = try BowkerTest.test(vision)
    expectPrinted(bowker.statistic, "19.107", of: "bowker")
    #expect(bowker.degreesOfFreedom == [6])
    expectClose(try #require(bowker.estimate).value, 1 - 5296.0 / 7477, 1e-13, of: "bowker", as: .property)
  }

  @Test(.property("bowker", "stuart-maxwell", keeps: "categories permuted or unused"))
  func `the order of categories does not matter, and unused ones do not count`() throws {
    let one = try ContingencyTable(counts: [[20, 3, 5, 0], [9, 18, 2, 0], [1, 4, 25, 0], [0, 0, 0, 0]])
    let two = try ContingencyTable(counts: [[25, 1, 4], [5, 20, 3], [2, 9, 18]])
    expectClose(try StuartMaxwellTest.test(one).statistic, try StuartMaxwellTest.test(two).statistic, 1e-12)
    #expect(try StuartMaxwellTest.test(one).degreesOfFreedom == [2])
    expectClose(try BowkerTest.test(one).statistic, try BowkerTest.test(two).statistic, 1e-13)
    #expect(try BowkerTest.test(one).degreesOfFreedom == [3])
  }

  @Test func `where nobody changed there is nothing to test`() throws {
    let table = try ContingencyTable(counts: [[3, 0], [0, 4]])
    let bowker = #expect(throws: StatisticsError.self) { try BowkerTest.test(table) }
    #expect(bowker?.found == "no respondent whose two answers differ")
    let stuart = #expect(throws: StatisticsError.self) { try StuartMaxwellTest.test(table) }
    #expect(stuart?.found == "no respondent whose two answers differ")
    #expect(throws: StatisticsError.self) { try BowkerTest.test(try ContingencyTable(counts: [[1, 2, 3]])) }
  }

  @Test(
    .golden("cochran-q", by: "R 4.2.2, Cochran's formula"),
    .property("cochran-q", keeps: "two questions: McNemar's statistic"))
  func `Cochran's Q of two questions is McNemar's statistic, and of three the golden one`() throws {
    let rows = [
      [1, 1, 1], [1, 1, 0], [1, 1, 0], [0, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0], [1, 0, 1], [1, 0, 0], [1, 0, 1],
      [1, 1, 0], [0, 0, 0],
    ]
    let questions = (0..<3).map { question in rows.map { $0[question] == 1 } }
    let result = try CochranQTest.test(questions, names: ["a", "b", "c"])
    expectClose(result.statistic, 4.75, 1e-14)
    expectClose(try #require(result.p), 0.09301448921066349, 1e-12)
    #expect(result.groups.map(\.count) == [9, 6, 4])
    let two = try CochranQTest.test(Array(questions.prefix(2)))
    let changed = rows.count { $0[0] != $0[1] }
    let difference = Double(rows.reduce(0) { $0 + $1[0] - $1[1] })
    expectClose(two.statistic, difference * difference / Double(changed), 1e-14, as: .property)
    #expect(throws: StatisticsError.self) { try CochranQTest.test([[true, false]]) }
    #expect(throws: StatisticsError.self) { try CochranQTest.test([[true, false], [true, false]]) }
  }
}

@Suite struct MantelHaenszelTestTests {
  /// Bickel, Hammel & O'Connell (1975): admission by sex in six departments.
  static let departments = [
    [[512, 89], [313, 19]], [[353, 17], [207, 8]], [[120, 202], [205, 391]], [[138, 131], [279, 244]],
    [[53, 94], [138, 299]], [[22, 24], [351, 317]],
  ]

  func tables() throws -> [ContingencyTable] { try Self.departments.map { try ContingencyTable(counts: $0) } }

  @Test(.golden("mantel-haenszel", by: "R 4.2.2: mantelhaen.test"))
  func `admissions at Berkeley have R's common odds ratio`() throws {
    // R 4.2: mantelhaen.test(UCBAdmissions)
    let result = try MantelHaenszelTest.test(try tables(), continuityCorrection: true)
    expectClose(result.statistic, 1.4269462285866883, 1e-12)
    expectClose(try #require(result.p), 0.23226346281704827, 1e-12)
    let estimate = try #require(result.estimate)
    expectClose(estimate.value, 0.9046968282586231, 1e-13)
    expectClose(try #require(estimate.interval).lower, 0.7719073617593505, 1e-12)
    expectClose(try #require(estimate.interval).upper, 1.0603297644366656, 1e-12)
    // Department A differs from the rest.
    #expect(try result.detail("pBreslowDay") < 0.01)
  }

  @Test(.property("mantel-haenszel", keeps: "one stratum: Pearson's chi-squared less 1/n, Woolf's interval"))
  func `one stratum is the chi-squared test but for n − 1`() throws {
    let table = try ContingencyTable(counts: [[12, 5], [4, 11]])
    let single = try MantelHaenszelTest.test([table])
    let square = try ChiSquareTest.independence(table)
    expectClose(single.statistic, square.statistic * 31 / 32, 1e-13)
    expectClose(try #require(single.estimate).value, 12.0 * 11 / 20, 1e-13)
    // With one stratum Robins, Breslow & Greenland's interval is Woolf's.
    expectClose(
      try #require(single.estimate?.interval).lower, try #require(square.effect("odds-ratio").interval).lower, 1e-12)
    #expect(try single.detail("pBreslowDay") == 1)
  }

  @Test(.property("mantel-haenszel", keeps: "strata of one odds ratio give it and are homogeneous"))
  func `strata with one odds ratio are homogeneous, and silent strata are left out`() throws {
    let strata = try [[[10, 20], [15, 90]], [[20, 10], [30, 45]], [[5, 0], [7, 0]]].map {
      try ContingencyTable(counts: $0)
    }
    let result = try MantelHaenszelTest.test(strata)
    expectClose(try #require(result.estimate).value, 3, 1e-13)
    #expect(try result.detail("breslowDay") < 1e-20)
    #expect(result.warnings == ["1 strata in which an answer does not vary are left out"])
    let error = #expect(throws: StatisticsError.self) { try MantelHaenszelTest.test([strata[2]]) }
    #expect(error?.found == "no stratum in which both answers vary")
  }
}
