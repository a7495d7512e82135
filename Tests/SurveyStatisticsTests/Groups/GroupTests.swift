import SurveyModel
import SurveyStatistics
import TestSupport
import Testing

@Suite struct TTests {
  let x = RankExamples.sleepFirst
  let y = RankExamples.sleepSecond

  @Test(
    .published("t-welch", in: "Student (1908), as in R's ?sleep and ?t.test: t = -1.8608, df = 17.776, p = .07939"),
    .golden("t-welch", by: "R 4.2.2: t.test")) func `Student's sleep data give Welch's t -1.8608 on 17.776`() throws
  {
    let result = try TTest.welch(x, y)
    expectPrinted(result.statistic, "-1.8608")
    expectPrinted(result.degreesOfFreedom[0], "17.776")
    expectPrinted(result.p, "0.07939")
    expectClose(result.statistic, -1.8608134674868531)
    expectClose(result.degreesOfFreedom[0], 17.776473516178498)
    expectClose(result.p, 0.079394140187358173)
    expectClose(result.estimate?.value, -1.58)
    expectClose(result.estimate?.interval?.lower, -3.3654832307117104)
    expectClose(result.estimate?.interval?.upper, 0.20548323071171018, 1e-11)
  }

  @Test(.golden("t-student", by: "R 4.2.2: t.test; noncentral interval by mpmath"))
  func `with one variance in common the same data have 18 degrees of freedom`() throws {
    let result = try TTest.student(x, y)
    #expect(result.degreesOfFreedom == [18])
    expectClose(result.p, 0.079186714215938175)
    expectClose(result.estimate?.interval?.lower, -3.3638740322875984)
    let g = try #require(result.effectSize("hedges-g"))
    expectClose(g.value, -0.7969352391911222, 1e-11)
    expectClose(g.interval?.lower, -1.6651717906780266, 1e-8)
    expectClose(g.interval?.upper, 0.0914077328051564, 1e-7)
  }

  @Test(
    .published("t-paired", in: "Student (1908), as in R's ?t.test: t = -4.0621, p = .002833"),
    .golden("t-paired", by: "R 4.2.2: t.test; noncentral interval by mpmath"))
  func `the same patients under both drugs give the paired t -4.0621`() throws {
    let result = try TTest.paired(x, y)
    expectPrinted(result.statistic, "-4.0621")
    expectPrinted(result.p, "0.002833")
    expectClose(result.statistic, -4.0621276833820366)
    expectClose(result.p, 0.0028328901973842702)
    expectClose(result.estimate?.interval?.lower, -2.4598857632769824)
    expectClose(result.estimate?.interval?.upper, -0.70011423672301754)
    let g = try #require(result.effectSize("hedges-g-z"))
    expectClose(g.value, -1.1739249035142048, 1e-11)
    expectClose(g.interval?.lower, -1.935602112529774, 1e-8)
    expectClose(g.interval?.upper, -0.3789178959963787, 1e-8)
  }

  @Test(.property("t-welch", "t-student", keeps: "equal sizes and variances: Welch's test is Student's"))
  func `equal groups of equal variance make Welch's test Student's`() throws {
    let shifted = x.map { $0 + 1.25 }
    let welch = try TTest.welch(x, shifted)
    let student = try TTest.student(x, shifted)
    expectClose(welch.p, student.p, 1e-11)
    expectClose(welch.effects[0].value, student.effects[0].value, 1e-11)
    expectClose(welch.effects[0].interval?.lower, student.effects[0].interval?.lower, 1e-8)
  }

  @Test(.property("t-welch", keeps: "groups exchanged; one-sided p-values add to one"))
  func `exchanging groups turns the sign, and one-sided p-values add to one`() throws {
    let less = try TTest.welch(x, y, alternative: .less)
    let greater = try TTest.welch(x, y, alternative: .greater)
    expectClose((less.p ?? 0) + (greater.p ?? 0), 1)
    expectClose(try TTest.welch(y, x).statistic, -less.statistic)
    expectClose(try TTest.welch(x, y, mu: -1.58).statistic + 1, 1)
  }

  @Test(.property("t-student", keeps: "10⁹ added to every answer")) func `a great constant costs few digits`() throws {
    let far = 1e9
    let result = try TTest.student(x.map { $0 + far }, y.map { $0 + far })
    expectClose(result.p, 0.079186714215938175, 1e-6)
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

  @Test(.golden("anova", "anova-welch", by: "R 4.2.2: aov, oneway.test; noncentral interval by mpmath"))
  func `Beall's insects give F 34.70 and Welch's F 36.07`() throws {
    let result = try AnovaTest.run(RankExamples.sprays, names: names)
    expectClose(result.statistic, 34.702282055491715, of: "anova")
    expectClose(result.p, 3.182583726145106e-17, 1e-11, of: "anova")
    let eta = try #require(result.effectSize("eta-squared"))
    expectClose(eta.value, 0.7244390155627941, of: "anova")
    expectClose(eta.interval?.lower, 0.5806262716537146, 1e-8, of: "anova")
    expectClose(eta.interval?.upper, 0.7804439090751896, 1e-8, of: "anova")
    let welch = try AnovaTest.welch(RankExamples.sprays, names: names)
    expectClose(welch.statistic, 36.065443893577253, of: "anova-welch")
    expectClose(welch.degreesOfFreedom[1], 30.04256050876738, of: "anova-welch")
    expectClose(welch.p, 7.9993794556733478e-12, 1e-11, of: "anova-welch")
  }

  @Test(.golden("levene", by: "R 4.2.2: anova of the distances from the medians"))
  func `Beall's insects do not spread alike`() throws {
    let result = try AnovaTest.levene(RankExamples.sprays, names: names)
    #expect(result.id == "levene")
    expectClose(result.statistic, 3.8213563132259276)
    expectClose(result.p, 0.004222791138992109, 1e-11)
  }

  @Test(.property("anova", "anova-welch", keeps: "two groups: squares of the t tests"))
  func `two groups give the squares of the t tests`() throws {
    let groups = [RankExamples.sleepFirst, RankExamples.sleepSecond]
    let t = try TTest.student(groups[0], groups[1])
    let f = try AnovaTest.run(groups, names: ["a", "b"])
    expectClose(f.statistic, t.statistic * t.statistic)
    expectClose(f.p, t.p)
    let welch = try AnovaTest.welch(groups, names: ["a", "b"])
    let tWelch = try TTest.welch(groups[0], groups[1])
    expectClose(welch.statistic, tWelch.statistic * tWelch.statistic)
    expectClose(welch.p, tWelch.p)
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
