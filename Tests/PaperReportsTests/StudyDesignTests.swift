internal import Foundation
internal import PaperReports
internal import StudyPlan
internal import SurveyAggregation
internal import SurveyModel
internal import SurveyStatistics
internal import TestSupport
internal import Testing
internal import TextFormats

@Suite("A study file's weights and design")
struct StudyDesignTests {
  /// 240 respondents in 4 regions of 6 districts, with weights, two ratings and a sex.
  private static let data: String = {
    var lines = ["region,district,household,pw,sex,need,alone,districts"]
    var state: UInt64 = 20_261_124
    func draw(_ count: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % count
    }
    for person in 0..<240 {
      let region = person % 4
      let district = (person / 4) % 6
      let lift = UInt64((region + district) % 3)
      let need = min(7, 1 + draw(5) + lift)
      let alone = min(7, 1 + draw(5) + lift)
      lines.append(
        "\(region + 1),\(region * 6 + district + 1),\(person / 2),\(1 + draw(40)).5,\(1 + draw(2)),\(need),\(alone),30")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private func withStudy(_ design: String, _ body: (String) throws -> Void) throws {
    let folder =
      "\(NSTemporaryDirectory())/topline-design-\(FileSystem.processIdentifier)-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileSystem.remove(folder) }
    try FileSystem.createDirectory(folder)
    try FileSystem.write(Self.data, to: folder + "/data.csv")
    try FileSystem.write(
      """
      topline: 1
      title: A sample of districts
      data: data.csv
      \(design)
      exclude: [{where: need = 1, why: a part of the sample}]
      hypotheses:
        H1: {says: A majority feel both, test: paradox, both: [need > 3, alone > 3], threshold: 0.5, sesoi: 0.05}
        H2: {says: Women need it, test: proportion, outcome: need, success: [4, 5, 6, 7], threshold: 0.5, sesoi: 0.05}
      """, to: folder + "/study.yaml")
    try body(folder + "/study.yaml")
  }

  @Test func `strata, units, sizes and weights give the hypotheses their errors`() throws {
    let whole =
      "weights: pw\ndesign: {strata: region, clusters: district, fpc: districts}"
    try withStudy(whole) { path in
      let run = try StudyRun(planAt: path)
      #expect(run.design.words.contains("4 strata by region; 24 sampling units by district; finite population"))
      // Who is left out of the analysis stays in the sample.
      #expect(run.design.isMember.allSatisfy { $0 })
      let verdicts = try run.verdicts()
      let verdict = verdicts[0]
      var request = TestRequest("paradox")
      request.both = ["need > 3", "alone > 3"]
      let asked = try TestCatalogue.run(request, on: run.prepared, design: run.design)
      #expect(verdict.estimate.value == asked.estimate?.value)
      #expect(verdict.estimate.interval == asked.estimate?.interval)
      #expect(verdict.estimate.interval?.method.contains("logit") == true)
      let share = verdicts[1]
      #expect(share.tests.first?.id == "proportion")
      #expect(share.estimate.interval?.method.contains("logit") == true)
      #expect(share.estimate.degreesOfFreedom == 20)
    }
  }

  @Test func `weights raked in the study say what it cost`() throws {
    let raked = "weights: {variable: pw, rake: {sex: {1: 0.5, 2: 0.5}, region: {1: 0.4, 2: 0.2, 3: 0.2, 4: 0.2}}}"
    try withStudy(raked) { path in
      let report = try StudyRun(planAt: path).report(version: "test")
      #expect(report.weighting?.contains("raked to sex, region, which the variances account for") == true)
      let weights = try #require(report.weightingReport)
      #expect(weights.count == 240)
      #expect(weights.effective < 240)
      #expect(report.json["weightingReport"]?["designEffect"]?.number == weights.designEffect)
      #expect(try report.page().contains("After the weighting: effective n"))
      #expect(report.settings["rake"] == ["sex", "region"])
    }
  }

  @Test(arguments: [
    (
      "design: {clusters: distrikt}",
      "study.yaml:4: clusters: no variable 'distrikt'; expected a variable of the survey\n  mend: did you mean 'district'?"
    ),
    (
      "design: {strata: sex, clusters: district}",
      "study.yaml:4: clusters district: 24 units in several strata ('1', '7', '13'); expected units that lie in one stratum\n  mend: type 'nest:' where equal names in different strata are different units"
    ),
    (
      "weights: {variable: pw, rake: {sex: {1: 0.5, 3: 0.5}}}",
      "study.yaml:4: margin sex: '3'; expected an answer of 'sex'\n  mend: its answers are 1, 2"
    ),
  ])
  func `what makes no design is named with its line and the file's words`(design: String, message: String) throws {
    try withStudy(design) { path in
      do {
        _ = try StudyRun(planAt: path)
        Issue.record("no error")
      } catch let error as StudyError {
        #expect(error.description == message)
      }
    }
  }
}
