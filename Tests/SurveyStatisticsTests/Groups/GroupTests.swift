import SurveyModel
import SurveyStatistics
import Testing

@Suite struct TTests {
  let x = RankExamples.sleepFirst
  let y = RankExamples.sleepSecond

  @Test func `Student's sleep data give Welch's t -1.8608 on 17.776`() throws {
    let result = try TTest.welch(x, y)
    #expect(agree(result.statistic, -1.8608134674868531))
    #expect(agree(result.degreesOfFreedom[0], 17.776473516178498))
    #expect(agree(result.p, 0.079394140187358173))
    #expect(agree(result.estimate?.value, -1.58))
    #expect(agree(result.estimate?.interval?.lower, -3.3654832307117104))
    #expect(agree(result.estimate?.interval?.upper, 0.20548323071171018, within: 1e-11))
  }

  @Test func `with one variance in common the same data have 18 degrees of freedom`() throws {
    let result = try TTest.student(x, y)
    #expect(result.degreesOfFreedom == [18])
    #expect(agree(result.p, 0.079186714215938175))
    #expect(agree(result.estimate?.interval?.lower, -3.3638740322875984))
    let g = try #require(result.effectSize("hedges-g"))
    #expect(agree(g.value, -0.7969352391911222, within: 1e-11))
    #expect(agree(g.interval?.lower, -1.6651717906780266, within: 1e-8))
    #expect(agree(g.interval?.upper, 0.0914077328051564, within: 1e-7))
  }

  @Test func `the same patients under both drugs give the paired t -4.0621`() throws {
    let result = try TTest.paired(x, y)
    #expect(agree(result.statistic, -4.0621276833820366))
    #expect(agree(result.p, 0.0028328901973842702))
    #expect(agree(result.estimate?.interval?.lower, -2.4598857632769824))
    #expect(agree(result.estimate?.interval?.upper, -0.70011423672301754))
    let g = try #require(result.effectSize("hedges-g-z"))
    #expect(agree(g.value, -1.1739249035142048, within: 1e-11))
    #expect(agree(g.interval?.lower, -1.935602112529774, within: 1e-8))
    #expect(agree(g.interval?.upper, -0.3789178959963787, within: 1e-8))
  }

  @Test func `equal groups of equal variance make Welch's test Student's`() throws {
    let shifted = x.map { $0 + 1.25 }
    let welch = try TTest.welch(x, shifted)
    let student = try TTest.student(x, shifted)
    #expect(agree(welch.p, student.p ?? 0, within: 1e-11))
    #expect(agree(welch.effects[0].value, student.effects[0].value, within: 1e-11))
    #expect(agree(welch.effects[0].interval?.lower, student.effects[0].interval?.lower ?? 0, within: 1e-8))
  }

  @Test func `exchanging groups turns the sign, and one-sided p-values add to one`() throws {
    let less = try TTest.welch(x, y, alternative: .less)
    let greater = try TTest.welch(x, y, alternative: .greater)
    #expect(agree((less.p ?? 0) + (greater.p ?? 0), 1))
    #expect(agree(try TTest.welch(y, x).statistic, -less.statistic))
    #expect(agree(try TTest.welch(x, y, mu: -1.58).statistic + 1, 1))
  }

  @Test func `a great constant costs few digits`() throws {
    let far = 1e9
    let result = try TTest.student(x.map { $0 + far }, y.map { $0 + far })
    #expect(agree(result.p, 0.079186714215938175, within: 1e-6))
  }

  @Test func `bad questions are refused with what to do`() {
    let single = refusal { () throws(StatisticsError) in _ = try TTest.welch([1], [1, 2]) }
    #expect(single?.code == .tooFewRespondents)
    let flat = refusal { () throws(StatisticsError) in _ = try TTest.student([1, 1], [2, 2]) }
    #expect(flat?.code == .constant)
    #expect(flat?.found == "answers that do not vary")
    let constantDifference = refusal { () throws(StatisticsError) in _ = try TTest.paired([2, 3], [1, 2]) }
    #expect(constantDifference?.code == .constant)
    let uneven = refusal { () throws(StatisticsError) in _ = try TTest.paired([2, 3], [1, 2, 3]) }
    #expect(uneven?.code == .argument)
  }
}

@Suite struct AnovaTests {
  let names = ["A", "B", "C", "D", "E", "F"]

  @Test func `Beall's insects give F 34.70 and Welch's F 36.07`() throws {
    let result = try AnovaTest.run(RankExamples.sprays, names: names)
    #expect(agree(result.statistic, 34.702282055491715))
    #expect(agree(result.p, 3.182583726145106e-17, within: 1e-11))
    let eta = try #require(result.effectSize("eta-squared"))
    #expect(agree(eta.value, 0.7244390155627941))
    #expect(agree(eta.interval?.lower, 0.5806262716537146, within: 1e-8))
    #expect(agree(eta.interval?.upper, 0.7804439090751896, within: 1e-8))
    let welch = try AnovaTest.welch(RankExamples.sprays, names: names)
    #expect(agree(welch.statistic, 36.065443893577253))
    #expect(agree(welch.degreesOfFreedom[1], 30.04256050876738))
    #expect(agree(welch.p, 7.9993794556733478e-12, within: 1e-11))
  }

  @Test func `Beall's insects do not spread alike`() throws {
    let result = try AnovaTest.levene(RankExamples.sprays, names: names)
    #expect(result.id == "levene")
    #expect(agree(result.statistic, 3.8213563132259276))
    #expect(agree(result.p, 0.004222791138992109, within: 1e-11))
  }

  @Test func `two groups give the squares of the t tests`() throws {
    let groups = [RankExamples.sleepFirst, RankExamples.sleepSecond]
    let t = try TTest.student(groups[0], groups[1])
    let f = try AnovaTest.run(groups, names: ["a", "b"])
    #expect(agree(f.statistic, t.statistic * t.statistic))
    #expect(agree(f.p, t.p ?? 0))
    let welch = try AnovaTest.welch(groups, names: ["a", "b"])
    let tWelch = try TTest.welch(groups[0], groups[1])
    #expect(agree(welch.statistic, tWelch.statistic * tWelch.statistic))
    #expect(agree(welch.p, tWelch.p ?? 0))
  }

  @Test func `groups that hardly differ have an eta squared whose interval begins at zero`() throws {
    let result = try AnovaTest.run([[1, 2, 3, 4], [1.1, 2, 3, 4], [1, 2, 3.1, 4]], names: ["a", "b", "c"])
    #expect(result.effectSize("eta-squared")?.interval?.lower == 0)
    #expect(result.effectSize("omega-squared")?.value ?? 1 < 0)
  }

  @Test func `bad questions are refused with what to do`() {
    let noWithin = refusal { () throws(StatisticsError) in
      _ = try AnovaTest.run([[1, 1], [2, 2]], names: ["a", "b"])
    }
    #expect(noWithin?.found == "answers that do not vary within groups")
    let few = refusal { () throws(StatisticsError) in _ = try AnovaTest.run([[1], [2]], names: ["a", "b"]) }
    #expect(few?.found == "2 respondents in 2 groups")
    let flat = refusal { () throws(StatisticsError) in
      _ = try AnovaTest.welch([[1, 1], [2, 3]], names: ["a", "b"])
    }
    #expect(flat?.found == "the same answer from the whole group")
    #expect(flat?.place.column == "a")
    let same = refusal { () throws(StatisticsError) in _ = try AnovaTest.run([[1, 1], [1]], names: ["a", "b"]) }
    #expect(same?.code == .constant)
  }
}
