import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct IntraclassCorrelationTests {
  /// Shrout & Fleiss (1979), table 2: four judges rate six targets.
  let judges: [[Double]] = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
  let names = ["1", "2", "3", "4"]

  @Test(.published("icc", in: "Shrout & Fleiss (1979), tables 3 and 4"))
  func `Shrout and Fleiss's example has the six values that they print`() throws {
    let printed: [(IntraclassCorrelation.Form, String)] = [
      (.oneWaySingle, "0.17"), (.randomSingle, "0.29"), (.fixedSingle, "0.71"), (.oneWayMean, "0.44"),
      (.randomMean, "0.62"), (.fixedMean, "0.91"),
    ]
    for (form, text) in printed {
      let result = try IntraclassCorrelation.test(judges, names: names, form: form)
      expectPrinted(try #require(result.estimate).value, text)
      #expect(result.estimate?.id == form.id)
      #expect(result.effects.count == 5)
      #expect(result.conventions.first == "\(form.title): \(form.words)")
    }
    // Their table 3: mean squares 11.24, 6.26, 32.49, 1.02.
    let result = try IntraclassCorrelation.test(judges, names: names)
    for (name, text) in [
      ("meanSquareTargets", "11.24"), ("meanSquareWithin", "6.26"), ("meanSquareRaters", "32.49"),
      ("meanSquareError", "1.02"),
    ] { expectPrinted(try result.detail(name), text) }
  }

  @Test(.golden("icc", by: "R 4.2.2, psych 2.2.9: ICC")) func `all forms and their intervals agree with psych`() throws
  {
    for name in ["shrout", "drawn"] {
      let golden = try #require(try Golden.json("association-r.json")["icc"]?[name])
      let rows = try #require(golden["data"]?.array).map { row in
        try #require(row.array).map { try #require($0.digits) }
      }
      let ratings = rows[0].indices.map { rater in rows.map { $0[rater] } }
      let raters = ratings.indices.map { "\($0)" }
      for (index, form) in [
        IntraclassCorrelation.Form.oneWaySingle, .randomSingle, .fixedSingle, .oneWayMean, .randomMean, .fixedMean,
      ].enumerated() {
        let result = try IntraclassCorrelation.test(ratings, names: raters, form: form)
        expectClose(try #require(result.estimate).value, try golden.number("icc", "\(index)"), 1e-11, form.title)
        expectClose(result.statistic, try golden.number("F", "\(index)"), 1e-11, form.title)
        expectClose(try #require(result.p), try golden.number("p", "\(index)"), 1e-9, form.title)
        let interval = try #require(result.estimate?.interval)
        expectClose(interval.lower, try golden.number("lower", "\(index)"), 1e-8, form.title)
        expectClose(interval.upper, try golden.number("upper", "\(index)"), 1e-8, form.title)
        #expect(result.degreesOfFreedom[1] == (try golden.number("df2", "\(index)")))
      }
    }
  }

  @Test(
    .property(
      "icc", keeps: "ICC(3,k) is Cronbach's alpha; a rater's level is out of consistency; linear change of scale"))
  func `ICC(3,k) is Cronbach's alpha, and a rater's level matters only for agreement`() throws {
    let fixed = try IntraclassCorrelation.test(judges, names: names, form: .fixedMean)
    expectClose(try #require(fixed.estimate).value, try CronbachAlpha.run(judges, names: names).statistic, 1e-12)
    var shifted = judges
    shifted[1] = shifted[1].map { $0 + 4 }
    let other = try IntraclassCorrelation.test(shifted, names: names, form: .fixedSingle)
    expectClose(
      try #require(other.estimate).value,
      try IntraclassCorrelation.test(judges, names: names, form: .fixedSingle).estimate?.value ?? 0, 1e-12)
    #expect(
      try #require(other.effects.first { $0.id == "icc-2-1" }).value
        > (try #require(fixed.effects.first { $0.id == "icc-2-1" }).value))
    let scaled = try IntraclassCorrelation.test(judges.map { $0.map { 1000 * $0 + 1e6 } }, names: names)
    expectClose(
      try #require(scaled.estimate).value,
      try #require(try IntraclassCorrelation.test(judges, names: names).estimate).value, 1e-9)
  }

  @Test func `full agreement is 1 without an interval, and ratings without differences are refused`() throws {
    let full = try IntraclassCorrelation.test([[1, 2, 4], [1, 2, 4]], names: ["a", "b"])
    #expect(full.estimate?.value == 1)
    #expect(full.estimate?.interval == nil)
    #expect(full.warnings == ["the ratings agree fully, so that there is no error to test by and no interval"])
    #expect(full.p == 0)
    let same = #expect(throws: StatisticsError.self) {
      try IntraclassCorrelation.test([[2, 2, 2], [2, 2, 2]], names: ["a", "b"])
    }
    #expect(same?.found == "the same rating of every target")
    let means = #expect(throws: StatisticsError.self) {
      try IntraclassCorrelation.test([[1, 2, 3], [3, 2, 1]], names: ["a", "b"])
    }
    #expect(means?.found == "targets that hardly differ in their mean rating")
    let one = #expect(throws: StatisticsError.self) { try IntraclassCorrelation.test([[1, 2]], names: ["a"]) }
    #expect(one?.expected == "at least 2 items")
    let single = #expect(throws: StatisticsError.self) {
      try IntraclassCorrelation.test([[1], [2]], names: ["a", "b"])
    }
    #expect(single?.code == .tooFewRespondents)
  }
}
