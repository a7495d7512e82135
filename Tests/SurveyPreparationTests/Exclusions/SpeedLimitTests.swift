import SurveyModel
import SurveyPreparation
import Testing

@Suite struct SpeedLimitTests {
  @Test(
    arguments: [
      ("1/3 median", .fasterThan(fraction: 1.0 / 3, duration: nil)),
      ("0.5 median of interviewtime", .fasterThan(fraction: 0.5, duration: "interviewtime")),
      ("1/2 median of `Duration (in seconds)`", .fasterThan(fraction: 0.5, duration: "Duration (in seconds)")),
      ("1/3 remaining median", .fasterThan(fraction: 1.0 / 3, duration: nil, ofRemaining: true)),
      ("1/4 remaining median of a time", .fasterThan(fraction: 0.25, duration: "a time", ofRemaining: true)),
      ("< 120 s", .shorterThan(seconds: 120, duration: nil)), ("<120 s", .shorterThan(seconds: 120, duration: nil)),
      ("90 seconds", .shorterThan(seconds: 90, duration: nil)), ("2 min", .shorterThan(seconds: 120, duration: nil)),
      ("< 1.5 minutes of TIME_SUM", .shorterThan(seconds: 90, duration: "TIME_SUM")),
    ] as [(String, Exclusion.Rule)])
  func `a limit is a fraction of the median or a time`(text: String, rule: Exclusion.Rule) throws {
    #expect(try Exclusion(fasterThan: text, why: "").rule == rule)
  }

  @Test(arguments: [
    "", "<", "120", "< 120", "-5 s", "0 s", "120 h", "> 120 s", "120 s by TIME_SUM", "120 s of", "120 remaining s",
  ])
  func `a limit that is none is refused`(text: String) {
    #expect(
      Examples.mistake { _ = try Exclusion(fasterThan: text, why: "") }?.description
        == "speeders: '\(text)'; expected a fraction of the median time, or seconds\n"
        + "  mend: write such as: 1/3 median, or: 1/3 median of interviewtime, or: < 120 s")
  }

  @Test func `a time in seconds is held against the platform's own duration, and the report names it`() throws {
    let found = try Platforms.apply(.shorterThan(seconds: 300, duration: nil), to: Examples.survey)
    // 300, 600, 60, 900, 620 and one unknown: the limit itself is not too fast.
    #expect(found.out == [2])
    #expect(found.rule.unknown == 1)
    #expect(found.rule.name == "faster than 300 s by Duration (in seconds)")
    #expect(
      try Platforms.apply(.fasterThan(fraction: 1.0 / 3, duration: nil), to: Examples.survey).rule.name
        == "faster than 1/3 of the median of Duration (in seconds)")
  }

  @Test func `the median may be that of those whom earlier rules left in`() throws {
    // All: 10, 20, 100, 300, 400, median 100. Those who finished: 100, 300, 400, median 300.
    let survey = Platforms.survey(
      "qualtrics-csv",
      [
        .init(name: "Finished", cells: ["0", "0", "1", "1", "1"]),
        .init(name: "Duration (in seconds)", cells: ["10", "20", "100", "300", "400"], kind: .numeric),
      ])
    func counts(_ limit: String) throws -> [Int] {
      try Preparation(exclusions: [
        Exclusion(.marked(.unfinished), why: "unfinished"), Exclusion(fasterThan: limit, why: "speeders"),
      ]).apply(to: survey).report.rules.map(\.count)
    }
    #expect(try counts("1/2 median") == [2, 0])
    #expect(try counts("1/2 remaining median") == [2, 1])
    #expect(
      try Platforms.apply(Exclusion(fasterThan: "1/2 remaining median", why: "").rule, to: survey).rule.name
        == "faster than 1/2 of the median of Duration (in seconds) of those remaining")
  }

  @Test func `a time below zero is none`() throws {
    let survey = Platforms.survey(
      "efs-csv", [.init(name: "duration", cells: ["-1", "20", "100", "300"], kind: .numeric)])
    let found = try Platforms.apply(.fasterThan(fraction: 0.5, duration: nil), to: survey)
    // The median is that of 20, 100, 300.
    #expect(found.out == [1])
    #expect(found.rule.unknown == 1)
    #expect(try Platforms.apply(.shorterThan(seconds: 50, duration: "duration"), to: survey).out == [1])
  }

  @Test(
    arguments: [
      ("qualtrics-csv-legacy", "StartDate", "EndDate"), ("limesurvey-csv", "startdate", "submitdate"),
      ("alchemer-csv", "Time Started", "Date Submitted"), ("kobo-csv", "start", "end"),
    ])
  func `a platform without a duration is timed from the first to the last moment`(
    format: String, first: String, last: String
  ) throws {
    let survey = Platforms.survey(
      format,
      [
        .init(name: first, cells: ["100", "100", nil, "100"], kind: .datetime),
        .init(name: last, cells: ["150", "400", "500", "90"], kind: .datetime),
      ])
    let found = try Platforms.apply(.shorterThan(seconds: 120, duration: nil), to: survey)
    #expect(found.out == [0])
    // One has no beginning, of another the clock was set back.
    #expect(found.rule.unknown == 2)
    #expect(found.rule.name == "faster than 120 s by the time from \(first) to \(last)")
  }

  @Test func `a moment of change is no end of an interview`() {
    let survey = Platforms.survey(
      "surveymonkey-csv",
      [
        .init(name: "Date Created", cells: ["100"], kind: .datetime),
        .init(name: "Date Modified", cells: ["150"], kind: .datetime),
      ])
    #expect(
      Platforms.message(.shorterThan(seconds: 120, duration: nil), survey)
        == "speeders: no duration recorded by the platform; expected a variable with the time each respondent took\n"
        + "  mend: name it: 1/3 median of VARIABLE")
  }
}
