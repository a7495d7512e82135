import StudyPlan
import SurveyAggregation
import SurveyModel
import SurveyPreparation
import SurveyStatistics
import TestSupport
import Testing

@testable import SocialNecessity

/// The protocol on the three shipped worlds, and on what could mislead it.
@Suite struct ProtocolTests {
  static let options = ProtocolOptions(bootstrap: Bootstrap(replicates: 20))
  static let judged: [String: [Verdict]] = Dictionary(
    uniqueKeysWithValues: World.all.map { world in
      (world.name, (try? judge(try prepare(world))) ?? [])
    })

  static func prepare(_ world: World, respondents: Int = Simulation.standardRespondents) throws -> PreparedSurvey {
    let survey = Simulation.run(world: world, respondents: respondents, seed: Simulation.standardSeed)
    return try preparation().apply(to: survey)
  }

  static func preparation() throws -> Preparation {
    func scale(_ name: String, _ items: String, _ reverse: [String]) throws -> ScaleDefinition {
      ScaleDefinition(name: name, items: try VariableSelection(parsing: items), reverse: reverse, answered: 3)
    }
    return Preparation(scales: [
      try scale("antisocial", "a1..a4", ["a1", "a4"]), try scale("necessity", "n1..n4", ["n3", "n4"]),
    ])
  }

  static func mapping(_ line: String) throws -> [StudyPlan.Mapping] {
    try StudyPlan(parsing: "topline: 1\ndata: [a.csv]\nmapping: {\(line)}\n", fileName: "study.yaml").mapping
  }

  static func judge(
    _ prepared: PreparedSurvey, mapping: ProtocolMapping = .founding, design: SurveyDesign? = nil
  ) throws(ProtocolError) -> [Verdict] {
    try SocialNecessityProtocol.judge(prepared, mapping: mapping, design: design, options: options)
  }

  private func verdict(_ id: String, _ world: World) throws -> Verdict {
    try #require(Self.judged[world.name]?.first { $0.id == id }, "\(id) in \(world.name)")
  }

  @Test func `the three worlds give the three answers`() throws {
    #expect(try verdict("C1", .thesisTrue).direction == .supported)
    #expect(try verdict("C1", .thesisFalse).direction == .contradicted)
    let open = try verdict("C1", .undecidable)
    #expect(open.direction == .inconclusive)
    #expect(open.reason == "the interval holds the threshold")
  }

  @Test func `every claim is judged in every world, in order`() {
    for world in World.all {
      #expect(Self.judged[world.name]?.map(\.id) == ["C1", "C2", "C3", "C41", "C17", "C32", "C33", "C34"])
    }
  }

  @Test func `the estimates lie near the truth they were drawn from`() throws {
    for world in World.all {
      let truth = Truth.compute(world: world, population: 4_000)
      for (id, name) in [
        ("C1", "C1.joint.lean"), ("C2", "C2.share.lean"), ("C3", "C3.share.lean"), ("C41", "C41.joint"),
        ("C32", "C32.distrust"), ("C33", "C33.dislike"), ("C34", "C34.known>advert"),
      ] {
        let estimate = try verdict(id, world).estimate
        let expected = try #require(truth[name])
        let reach = 4.5 * (estimate.standardError ?? 0) + 0.04
        #expect((estimate.value - expected).magnitude < reach, "\(id) in \(world.name)")
      }
    }
  }

  @Test func `where the thesis is true all else is found as drawn`() throws {
    for id in ["C2", "C3", "C41", "C17", "C32", "C33", "C34"] {
      let found = try verdict(id, .thesisTrue)
      #expect(found.direction == .supported, "\(found.sentence)")
    }
    #expect(try verdict("C1", .thesisTrue).association == .together)
    let behaviours = try verdict("C17", .thesisTrue)
    #expect(behaviours.parts.map(\.id) == ["C17.1", "C17.2", "C17.3", "C17.4", "C17.5", "C17.order"])
    #expect(behaviours.parts.last?.direction == .supported)
    let all = try verdict("C41", .thesisTrue)
    #expect(all.parts.map(\.direction) == [.contradicted, .contradicted])
    #expect(all.notes.contains { $0.contains("\"all\" is refuted") })
  }

  @Test func `where the thesis is false the claims are contradicted`() throws {
    for id in ["C41", "C17", "C32", "C33", "C34"] {
      let found = try verdict(id, .thesisFalse)
      #expect(found.direction == .contradicted, "\(found.sentence)")
    }
    #expect(try verdict("C17", .thesisFalse).parts.last?.direction == .contradicted)
  }

  @Test func `the verdict of C1 carries all that the rules ask for`() throws {
    let found = try verdict("C1", .thesisTrue)
    #expect(found.quote?.hasPrefix("The majority of the people I asked") == true)
    #expect(found.estimate.interval?.method == "clopper-pearson")
    #expect(found.estimate.interval?.level == 0.95)
    #expect(found.estimate.narrowInterval?.level == 0.9)
    let effects = Set(found.effects.map(\.id))
    #expect(
      effects.isSuperset(of: [
        "joint-share-wilson", "frechet-bounds", "phi", "phi-over-maximum", "odds-ratio", "tetrachoric-correlation",
        "joint-excess",
      ]))
    let bounds = try #require(found.missingBounds)
    #expect(bounds.lowerLimit < bounds.lower && bounds.lower < found.estimate.value)
    #expect(found.estimate.value < bounds.upper && bounds.upper < bounds.upperLimit)
    #expect(found.parts.map(\.id) == ["C1.lean", "C1.firm"])
    #expect(found.notes.contains { $0.hasPrefix("measurement established") })
    #expect(found.notes.contains { $0.hasPrefix("synthetic data") })
    #expect(found.tests.map(\.id) == ["paradox", "measurement"])
    #expect(found.required.isEmpty)
  }

  @Test func `the marginals allow the joint share that is found`() throws {
    for world in World.all {
      let joint = try verdict("C1", world)
      let band = try #require(joint.effects.first { $0.id == "frechet-bounds" }?.interval)
      #expect(band.lower <= joint.estimate.value && joint.estimate.value <= band.upper)
    }
  }

  @Test func `an open verdict names the respondents that would settle it`() throws {
    let required = try verdict("C1", .undecidable).required
    #expect(required.map(\.truth) == [0.55, 0.55, 0.45, 0.45])
    #expect(required.map(\.power) == [0.8, 0.9, 0.8, 0.9])
    #expect(required[1].respondents == 1080)
    #expect(required[0].respondents == 820)
  }

  @Test func `the sentence says what the fields say`() throws {
    let found = try verdict("C1", .thesisFalse)
    let value = VerdictWording.number(found.estimate.value, found)
    #expect(found.sentence.hasPrefix("Contradicted: the share that feels both is \(value), 95 % interval "))
    #expect(found.sentence.contains("n = \(found.estimate.base.count)"))
    #expect(found.sentence.hasSuffix("."))
    for word in ["because", "cause", "leave", "leaving", "quit", "drives"] { #expect(!found.sentence.contains(word)) }
  }

  @Test func `weights move the estimate and change the interval`() throws {
    let prepared = try Self.prepare(.thesisFalse)
    let design = try SurveyDesign(
      SurveyDesign.Names(weights: "wt"), of: prepared.survey, members: prepared.selection)
    let weighted = try Self.judge(prepared, design: design)
    let plain = try verdict("C1", .thesisFalse)
    let first = try #require(weighted.first)
    #expect(first.estimate.interval?.method == "logit")
    #expect(first.estimate.value != plain.estimate.value)
    #expect(first.estimate.base.count == plain.estimate.base.count)
    #expect(first.estimate.base.effective < Double(first.estimate.base.count))
    #expect(first.direction == .contradicted)
    let people = try #require(weighted.first { $0.id == "C34" })
    #expect(people.estimate.interval?.method == "linearised-t")
  }

  /// The respondents in sampling units of so many, in two strata, with the simulation's weights.
  private static func design(_ prepared: PreparedSurvey, unit: Int) throws -> SurveyDesign {
    let count = prepared.survey.count
    let weighted = try SurveyDesign(SurveyDesign.Names(weights: "wt"), of: prepared.survey)
    let units = (0..<count).map { Int32($0 / unit) }
    let strata = (0..<count).map { Int32($0 / unit % 2) }
    return SurveyDesign(
      count: count, weights: weighted.weights,
      strata: unit == 1 ? nil : DesignGroups(name: "half", codes: strata, labels: ["1", "2"]),
      clusters: DesignGroups(name: "unit", codes: units, labels: (0...(count / unit)).map(String.init)))
  }

  @Test func `units of one respondent change nothing but the degrees of freedom`() throws {
    let prepared = try Self.prepare(.thesisTrue)
    let weights = try SurveyDesign(SurveyDesign.Names(weights: "wt"), of: prepared.survey)
    let plain = try Self.judge(prepared, design: weights)
    let complex = try Self.judge(prepared, design: try Self.design(prepared, unit: 1))
    #expect(plain.map(\.id) == complex.map(\.id))
    for (one, other) in zip(plain, complex) {
      #expect(one.direction == other.direction)
      for (first, second) in zip([one] + one.parts, [other] + other.parts) {
        #expect(abs(first.estimate.value - second.estimate.value) < 1e-12)
        let (here, there) = (first.estimate.standardError ?? 0, second.estimate.standardError ?? 1)
        // n/(n − 1) counts the units of the whole sample, not only those of whom the answers are known.
        #expect(abs(here - there) < 1e-4 * there, "\(first.id)")
      }
    }
  }

  @Test func `strata and sampling units give every claim its degrees of freedom`() throws {
    let prepared = try Self.prepare(.thesisTrue)
    let design = try Self.design(prepared, unit: 20)
    let verdicts = try Self.judge(prepared, design: design)
    let units = Double(prepared.survey.count / 20)
    for verdict in verdicts + verdicts.flatMap(\.parts) {
      #expect(verdict.estimate.degreesOfFreedom == units - 2, "\(verdict.id)")
      #expect(verdict.estimate.interval != nil)
    }
    let order = try #require(verdicts.first { $0.id == "C17" }?.parts.last)
    #expect(order.tests.first?.id == "order-trend")
    #expect(order.tests.allSatisfy { $0.design == design.words })
    #expect(order.notes.last?.hasPrefix("a weighted or complex sample: ") == true)
    #expect(verdicts[0].notes[0].hasSuffix("; measurement is checked on the respondents, without weights and design"))
  }

  @Test(arguments: [
    (WeightKind.precision, "precision weights; expected sampling weights"),
    (WeightKind.frequency, "frequency weights; expected sampling weights, or one record for each respondent"),
  ])
  func `weights that are not of sampling are refused`(kind: WeightKind, words: String) throws {
    let prepared = try Self.prepare(.thesisTrue, respondents: 100)
    let weights = try Weights(
      kind: kind, name: "wt", values: [Double](repeating: 2, count: prepared.survey.count))
    let design = SurveyDesign(count: prepared.survey.count, weights: weights)
    do {
      _ = try Self.judge(prepared, design: design)
      Issue.record("no error")
    } catch {
      #expect(error.description.contains(words))
    }
  }

  @Test func `a scale that measures nothing hands over to the registered pair`() throws {
    // Keys that run against the items leave omega without a factor: the registered items decide.
    var mixed = try Self.preparation()
    mixed.scales[0].reverse = ["a2", "a4"]
    let survey = Simulation.run(world: .thesisTrue, respondents: 600, seed: 4)
    let verdicts = try Self.judge(try mixed.apply(to: survey))
    let note = try #require(verdicts[0].notes.first)
    #expect(note.hasPrefix("measurement not established"))
    #expect(note.hasSuffix("the registered pair of items a1 and n1 decides"))
  }

  @Test func `missing answers that could turn it leave it open`() throws {
    var world = World.thesisTrue
    world.dontKnow = 0.16
    world.skipped = 0.1
    let verdicts = try Self.judge(try Self.prepare(world))
    #expect(verdicts[0].direction == .inconclusive)
    #expect(verdicts[0].parts.contains { $0.reason == "missing answers could turn it" })
  }

  @Test func `a direction that does not survive the correction is taken back`() {
    func verdict(_ id: String, _ p: Double) -> Verdict {
      Verdict(
        id: id, says: "", estimand: "", estimate: Estimate(id: "share", value: 0.6, base: Base(count: 10)),
        threshold: 0.5, smallestEffect: 0.05, direction: .supported, size: .unclear, p: p, family: "f", sentence: "",
        refutation: "")
    }
    var family = [verdict("x", 0.01), verdict("y", 0.03), verdict("z", 0.04)]
    VerdictFinish.correct(&family, alpha: 0.05)
    #expect(family.map(\.direction) == [.supported, .inconclusive, .inconclusive])
    #expect(family[1].pAdjusted == 0.06)
    #expect(family[1].reason == "does not hold after Holm's correction over 3 tests")
  }

  @Test func `constructs without variables leave their claims out`() throws {
    var mapping = ProtocolMapping.founding
    mapping.trust = []
    mapping.annoying = []
    mapping.promotes = []
    let verdicts = try Self.judge(try Self.prepare(.thesisTrue, respondents: 300), mapping: mapping)
    #expect(verdicts.map(\.id) == ["C1", "C2", "C3"])
  }

  @Test func `a mapping that names nothing known is refused with the nearest name`() {
    var mapping = ProtocolMapping.founding
    mapping.promotes = ["p44"]
    #expect {
      try Self.judge(try Self.prepare(.thesisTrue, respondents: 300), mapping: mapping)
    } throws: { error in
      (error as? ProtocolError)?.description
        == "mapping.promotes: no variable 'p44'; expected a variable of the survey\n  mend: did you mean 'p4'?"
    }
    #expect {
      try ProtocolMapping(try Self.mapping("necesity: n"))
    } throws: { error in
      let error = error as? ProtocolError
      return error?.place.row == 3 && error?.remedy == "did you mean 'necessity'?"
    }
    #expect {
      try ProtocolMapping(try Self.mapping("annoying: [x, y]"))
    } throws: { ($0 as? ProtocolError)?.expected == "none or 5" }
  }

  @Test func `a survey without the scales is refused with the lines to add`() {
    let survey = Simulation.run(world: .thesisTrue, respondents: 50, seed: 1)
    #expect {
      try Self.judge(try Preparation().apply(to: survey))
    } throws: { error in
      let error = error as? ProtocolError
      return error?.codeName == "protocol.mapping" && error?.remedy.contains("scales: {antisocial:") == true
    }
  }
}
