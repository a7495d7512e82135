import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct ProportionIntervalTests {
  @Test(
    .golden("Clopper–Pearson interval", by: "mpmath 1.4.1, 40 digits"),
    .golden("Wilson interval", by: "mpmath 1.4.1, 40 digits"))
  func `Clopper–Pearson and Wilson hold twelve digits, down to an alpha of 1e-11`() throws {
    let rows = try #require(try Golden.json("special.json")["proportion_ci"]?.array)
    #expect(rows.count == 13)
    for row in rows {
      let (x, n) = (try row.number("x"), try row.number("n"))
      let tail = try row.number("alpha") / 2
      let exact = ProportionBounds.clopperPearson(successes: x, trials: n, tail: tail)
      expectClose(exact.lower, try row.number("cp_lo"), 1e-12, "\(row)", of: "Clopper–Pearson interval")
      expectClose(exact.upper, try row.number("cp_hi"), 1e-12, "\(row)", of: "Clopper–Pearson interval")
      let wilson = ProportionBounds.wilson(successes: x, trials: n, tail: tail)
      expectClose(wilson.lower, try row.number("wilson_lo"), 1e-14, "\(row)", of: "Wilson interval")
      expectClose(wilson.upper, try row.number("wilson_hi"), 1e-14, "\(row)", of: "Wilson interval")
    }
  }

  @Test(
    .published("Jeffreys interval", in: "Brown, Cai & DasGupta (2001), table 5"),
    .property("Wilson interval", keeps: "Agresti–Coull has its middle and contains it"))
  func `the intervals are those of the textbook example of 5 in 10`() throws {
    // Brown, Cai & DasGupta (2001), table 5 prints Jeffreys' interval for n = 10, x = 5 as .224 to .776.
    let jeffreys = try ProportionInterval.interval(.jeffreys, successes: 5, trials: 10)
    expectPrinted(jeffreys.lower, "0.224")
    expectPrinted(jeffreys.upper, "0.776")
    #expect(jeffreys.method == "jeffreys")
    // Agresti–Coull shares its midpoint with Wilson's interval and contains it.
    let wide = try ProportionInterval.interval(.agrestiCoull, successes: 3, trials: 17)
    let wilson = try ProportionInterval.interval(.wilson, successes: 3, trials: 17)
    expectClose((wide.lower + wide.upper) / 2, (wilson.lower + wilson.upper) / 2, 1e-14, as: .property)
    #expect(wide.lower < wilson.lower && wilson.upper < wide.upper)
  }

  @Test(.property("logit interval", keeps: "Wald's interval of the log-odds"))
  func `the logit interval of counts is Wald's on the log-odds`() throws {
    // log-odds of 30 in 100: -0.8472979, standard error 0.2182179; 1.959964 · 0.2182179 = 0.4276991
    let interval = try ProportionInterval.interval(.logit, successes: 30, trials: 100)
    expectClose(interval.lower, 0.2184154, 1e-4)
    expectClose(interval.upper, 0.3966072, 1e-3)
    #expect(interval.method == "logit")
    let empty = try ProportionInterval.interval(.logit, successes: 0, trials: 100)
    #expect(empty.method == "clopper-pearson")
    #expect(empty.lower == 0)
  }

  @Test(
    .property(
      "Clopper–Pearson interval", "Wilson interval", "Jeffreys interval", "logit interval",
      keeps: "holds its share, mirrors, stays within 0 and 1, grows with the level"),
    arguments: ProportionMethod.allCases)
  func `every interval holds its share, mirrors and stays between 0 and 1`(method: ProportionMethod) throws {
    for (x, n) in [(0, 1), (1, 1), (0, 9), (1, 9), (4, 9), (8, 9), (9, 9), (70, 1000), (999, 1000)] {
      let interval = try ProportionInterval.interval(method, successes: x, trials: n)
      let mirrored = try ProportionInterval.interval(method, successes: n - x, trials: n)
      let share = Double(x) / Double(n)
      #expect(interval.lower <= share && share <= interval.upper, "\(method) \(x) of \(n)")
      #expect(interval.lower >= 0 && interval.upper <= 1)
      #expect(abs(interval.lower - (1 - mirrored.upper)) < 1e-13, "\(method) \(x) of \(n)")
      let wider = try ProportionInterval.interval(method, successes: x, trials: n, level: 0.99)
      #expect(wider.lower <= interval.lower && interval.upper <= wider.upper)
    }
  }

  @Test(.property("Clopper–Pearson interval", keeps: "covers its level everywhere"))
  func `Clopper–Pearson holds its level everywhere and contains Wilson's middle`() throws {
    let n = 20
    for truth in stride(from: 0.02, through: 0.98, by: 0.04) {
      var covered = 0.0
      for x in 0...n {
        let interval = try ProportionInterval.interval(.clopperPearson, successes: x, trials: n)
        if interval.lower <= truth && truth <= interval.upper { covered += Binomial(n, truth).mass(x) }
      }
      #expect(covered >= 0.95, "at \(truth)")
    }
  }

  @Test func `what is not a count, a level or a share is refused with what to type`() {
    #expect(throws: StatisticsError.self) { try ProportionInterval.interval(successes: 1, trials: 0) }
    let errors: [(() throws -> Void, StatisticsError.Code, String)] = [
      ({ _ = try ProportionInterval.interval(successes: 0, trials: 0) }, .tooFewRespondents, "no respondents"),
      ({ _ = try ProportionInterval.interval(successes: 5, trials: 4) }, .argument, "5 successes among 4"),
      (
        { _ = try ProportionInterval.interval(successes: 1, trials: 4, level: 95) }, .argument,
        "a confidence level of 95.0"
      ),
      (
        { _ = try BinomialTest.test(successes: 1, trials: 4, probability: 1) }, .argument, "a hypothetical share of 1.0"
      ),
      (
        {
          _ = try ProportionInterval.interval(
            share: 1.5, standardError: 0.1, degreesOfFreedom: 9, base: Base(count: 10))
        }, .argument, "a share of 1.5"
      ),
    ]
    for (body, code, found) in errors {
      do {
        try body()
        Issue.record("\(found) was taken")
      } catch let error as StatisticsError {
        #expect(error.code == code)
        #expect(error.found == found)
        #expect(!error.remedy.isEmpty)
      } catch { Issue.record("\(error)") }
    }
  }

  @Test func `a weighted share of 0 or 1 gets the exact interval on the effective number`() throws {
    let interval = try ProportionInterval.interval(
      .logit, share: 0, standardError: 0, degreesOfFreedom: 30, base: Base(count: 31, weighted: 31, effective: 20))
    #expect(interval.method == "korn-graubard")
    #expect(interval.lower == 0)
    expectClose(interval.upper, try ProportionInterval.interval(.clopperPearson, successes: 0, trials: 20).upper, 1e-13)
  }

  @Test(
    .property(
      "Clopper–Pearson interval", "Wilson interval", "Jeffreys interval", "logit interval",
      keeps: "weights of one: the plain intervals")) func `without a design the weighted intervals are the plain ones`()
    throws
  {
    let (x, n) = (233, 565)
    let share = Double(x) / Double(n)
    let error = (share * (1 - share) / Double(n)).squareRoot()
    for method in [ProportionMethod.wilson, .clopperPearson, .jeffreys, .agrestiCoull] {
      let weighted = try ProportionInterval.interval(
        method, share: share, standardError: error, degreesOfFreedom: .infinity, base: Base(count: n))
      let plain = try ProportionInterval.interval(method, successes: x, trials: n)
      expectClose(weighted.lower, plain.lower, 1e-12)
      expectClose(weighted.upper, plain.upper, 1e-12)
      #expect(weighted.method == plain.method)
    }
    let logit = try ProportionInterval.interval(
      .logit, share: share, standardError: error, degreesOfFreedom: .infinity, base: Base(count: n))
    expectClose(logit.upper, try ProportionInterval.interval(.logit, successes: x, trials: n).upper, 1e-13)
  }
}

@Suite struct NewcombeIntervalTests {
  @Test(.published("Newcombe interval", in: "Newcombe (1998), Statistics in Medicine 17, 873–890, table II"))
  func `the difference of 56 in 70 and 48 in 80 is the published one`() throws {
    // Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10
    let cases: [((Int, Int), (Int, Int), String, String)] = [
      ((56, 70), (48, 80), "0.0524", "0.3339"), ((9, 10), (3, 10), "0.1705", "0.8090"),
      ((10, 10), (0, 20), "0.6791", "1.0000"), ((10, 10), (0, 10), "0.6075", "1.0000"),
    ]
    for (first, second, lower, upper) in cases {
      let interval = try NewcombeInterval.independent(first, second)
      expectPrinted(interval.lower, lower)
      expectPrinted(interval.upper, upper)
    }
  }

  @Test(.property("Newcombe interval", keeps: "groups exchanged"))
  func `exchanging the groups exchanges and flips the ends`() throws {
    let one = try NewcombeInterval.independent((13, 40), (22, 51))
    let two = try NewcombeInterval.independent((22, 51), (13, 40))
    expectClose(one.lower, -two.upper, 1e-14)
    expectClose(one.upper, -two.lower, 1e-14)
    let pair = try NewcombeInterval.paired(both: 36, firstOnly: 12, secondOnly: 2, neither: 0)
    let back = try NewcombeInterval.paired(both: 36, firstOnly: 2, secondOnly: 12, neither: 0)
    expectClose(pair.lower, -back.upper, 1e-14)
  }

  @Test(.published("Newcombe interval", in: "Newcombe (1998), Statistics in Medicine 17, 2635–2650, table II"))
  func `paired shares that agree fully have the narrowest interval`() throws {
    // Newcombe (1998), Statistics in Medicine 17, 2635–2650, table II, method 10: e, f, g, h = 36, 12, 2, 0
    let interval = try NewcombeInterval.paired(both: 36, firstOnly: 12, secondOnly: 2, neither: 0)
    expectPrinted(interval.lower, "0.0569")
    expectPrinted(interval.upper, "0.3404")
  }
}
