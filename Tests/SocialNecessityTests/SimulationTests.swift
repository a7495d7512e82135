import SurveyModel
import SurveyWriting
import TextFormats
import Testing

@testable import SocialNecessity

@Suite struct SimulationTests {
  @Test func `one seed gives one survey, another seed another`() {
    func bytes(_ seed: UInt64) -> [UInt8] {
      PlainWriter.responses(Simulation.run(world: .thesisTrue, respondents: 60, seed: seed))
    }
    let isSame = bytes(7) == bytes(7)
    let isOther = bytes(7) != bytes(8)
    #expect(isSame)
    #expect(isOther)
  }

  @Test func `the first respondents do not depend on how many follow`() {
    let few = Simulation.run(world: .undecidable, respondents: 20, seed: 3)
    let many = Simulation.run(world: .undecidable, respondents: 40, seed: 3)
    let position = few.codebook.position(of: "a1") ?? 0
    #expect(
      few.answers(at: position, offered: true) == Array((many.answers(at: position, offered: true) ?? []).prefix(20)))
  }

  @Test func `a survey without respondents is a survey`() {
    let survey = Simulation.run(world: .thesisTrue, respondents: 0, seed: 1)
    #expect(survey.count == 0)
    #expect(survey.codebook.variables.count == survey.columns.count)
  }

  @Test func `every record says that it is synthetic`() throws {
    let survey = Simulation.run(world: .thesisTrue, respondents: 30, seed: 1)
    #expect(survey.provenance.isSynthetic)
    let position = try survey.codebook.requirePosition(of: "synthetic")
    #expect(survey.numbers(at: position) == [Double](repeating: 1, count: 30))
  }

  @Test func `every reason for a gap occurs, and routing follows the answers`() throws {
    let survey = Simulation.run(world: .thesisTrue, respondents: 1200, seed: Simulation.standardSeed)
    let (_, column) = try survey.column("c1")
    let counts = column.missingCounts
    #expect(counts.keys.sorted { $0.index < $1.index } == [.notShown, .seenNotAnswered, .dontKnow])
    let before = try #require(survey.answers(at: survey.codebook.requirePosition(of: "c0")))
    for respondent in 0..<survey.count where before[respondent] == 1 {
      #expect(column.missingReason(at: respondent) == .notShown)
    }
    let (_, a1) = try survey.column("a1")
    let gaps = a1.missingCounts
    #expect((6...30).contains(gaps[.dontKnow] ?? 0))
    #expect((3...30).contains(gaps[.seenNotAnswered] ?? 0))
  }

  @Test func `who leaves is not asked any more`() throws {
    let survey = Simulation.run(world: .undecidable, respondents: 1200, seed: 5)
    let complete = try #require(survey.answers(at: survey.codebook.requirePosition(of: "complete")))
    let (_, last) = try survey.column("p6")
    let left = complete.indices.filter { complete[$0] == 1 }
    #expect((15...60).contains(left.count))
    #expect(left.allSatisfy { last.missingReason(at: $0) == .notShown })
  }

  @Test func `weights bring the margins back to the population`() throws {
    let survey = Simulation.run(world: .thesisTrue, respondents: 1200, seed: Simulation.standardSeed)
    let weights = try #require(survey.numbers(at: survey.codebook.requirePosition(of: "wt")))
    #expect((weights.reduce(0, +) - 1200).magnitude < 0.5)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    #expect((1.03...1.4).contains(1200 * squares / (1200 * 1200)))
    for margin in Population.margins {
      let answers = try #require(survey.answers(at: survey.codebook.requirePosition(of: margin.item)))
      for (group, share) in margin.shares.enumerated() {
        let weighted = zip(answers, weights).reduce(0) { $1.0 == Int32(group) ? $0 + $1.1 : $0 }
        #expect((weighted / 1200 - share).magnitude < 1e-3)
      }
    }
  }

  @Test func `the truth of each world is what the world is meant to show`() throws {
    let worlds = World.all.map { Truth.compute(world: $0, population: 6_000, seed: 11) }
    let joint = try worlds.map { try #require($0["C1.joint.lean"]) }
    let firm = try worlds.map { try #require($0["C1.joint.firm"]) }
    #expect(joint[0] > 0.7 && firm[0] > 0.58)
    #expect(joint[1] < 0.35 && firm[1] < joint[1])
    #expect((joint[2] - 0.5).magnitude < 0.03)
  }

  @Test func `the sample's weighted share lies near the truth`() throws {
    let survey = Simulation.run(world: .thesisFalse, respondents: 3000, seed: 21)
    let truth = try #require(Truth.compute(world: .thesisFalse, population: 5_000, seed: 21)["C32.distrust"])
    let trust = try #require(survey.numbers(at: survey.codebook.requirePosition(of: "ad4_1")))
    let weights = try #require(survey.numbers(at: survey.codebook.requirePosition(of: "wt")))
    var sums = (below: 0.0, all: 0.0)
    for (value, weight) in zip(trust, weights) where !value.isNaN {
      sums.all += weight
      if value < 4 { sums.below += weight }
    }
    #expect((sums.below / sums.all - truth).magnitude < 0.035)
  }

  @Test func `the truth says that it is synthetic and how it was computed`() throws {
    let json = Truth.compute(world: .undecidable, population: 500, seed: 1).json
    #expect(json["synthetic"]?.bool == true)
    #expect(json["population"]?.integer == 500)
    #expect(json["truth"]?["C1.joint.lean"]?.number != nil)
    #expect(json["parameters"]?["correlation"]?.number == 0.2)
  }
}
