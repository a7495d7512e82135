public import TextFormats

/// What is true in a world: the values that a survey of its whole population would find.
///
/// They are computed from a large population drawn from the same model by the population's own shares, with every
/// question answered by everybody; their standard error stands beside.
public struct Truth: Sendable, Hashable {
  /// One true value.
  public struct Quantity: Sendable, Hashable {
    /// The quantity's name, such as `C1.joint.lean`.
    public var name: String
    /// Its value.
    public var value: Double
  }

  /// The world.
  public var world: World
  /// How many people were drawn to compute it.
  public var population: Int
  /// The seed of that draw.
  public var seed: UInt64
  /// The values in order.
  public var quantities: [Quantity]

  /// The value of that name.
  public subscript(name: String) -> Double? { quantities.first { $0.name == name }?.value }

  /// Computes the truth of a world.
  ///
  /// - Parameter population: How many people are drawn; a share then has a standard error of at most
  ///   0.5 / √population.
  /// - Complexity: O(population × items).
  public static func compute(
    world: World, population: Int = 100_000, seed: UInt64 = Simulation.standardSeed
  ) -> Truth {
    let instrument = Instrument.socialNecessity
    let model = AnswerModel(instrument, world: world)
    var tally = TruthTally(instrument)
    for respondent in 0..<max(1, population) {
      var draws = Draws(seed: seed, respondent: respondent, purpose: .population)
      let person = Population.person(from: &draws, responding: false)
      tally.add(model.answers(of: person, from: &draws))
    }
    return Truth(world: world, population: max(1, population), seed: seed, quantities: tally.quantities)
  }

  /// The truth as it stands beside the data.
  public var json: JSONValue {
    [
      "synthetic": true, "world": .string(world.name), "purpose": .string(world.purpose),
      "method": .string(
        "shares in a population of \(population) drawn from the model, everybody answering everything"),
      "population": .integer(population), "seed": .integer(Int(truncatingIfNeeded: seed)),
      "largestStandardError": .number(rounded(0.5 / Double(population).squareRoot())),
      "parameters": [
        "antisocialMean": .number(world.antisocialMean), "necessityMean": .number(world.necessityMean),
        "correlation": .number(world.correlation), "styleDeviation": .number(world.styleDeviation),
        "change": .number(world.change), "trust": numbers(world.trust), "liking": numbers(world.liking),
        "annoying": numbers(world.annoying), "antisocialBehaviour": numbers(world.antisocialBehaviour),
        "selfPromoting": .number(world.selfPromoting), "dislike": .number(world.dislike),
        "skipped": .number(world.skipped), "dontKnow": .number(world.dontKnow), "breakOff": .number(world.breakOff),
        "careless": .number(world.careless),
      ],
      "truth": .object(JSONObject(quantities.map { ($0.name, .number(rounded($0.value))) })),
    ]
  }

  private func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
  private func rounded(_ value: Double) -> Double { (value * 100_000).rounded() / 100_000 }
}

/// Counts what the claims ask for while people are drawn.
struct TruthTally {
  private var counts: [String: Int] = [:]
  private var order: [String] = []
  private var people = 0
  private let antisocial: [(position: Int, reversed: Bool)]
  private let necessity: [(position: Int, reversed: Bool)]
  private let position: [String: Int]

  init(_ instrument: Instrument) {
    let items = instrument.items
    position = Dictionary(items.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
    func scale(_ names: [String]) -> [(position: Int, reversed: Bool)] {
      items.indices.filter { names.contains(items[$0].name) }.map { ($0, items[$0].isReversed) }
    }
    antisocial = scale(["a1", "a2", "a3", "a4"])
    necessity = scale(["n1", "n2", "n3", "n4"])
  }

  mutating func add(_ answers: [Int]) {
    people += 1
    func sum(_ scale: [(position: Int, reversed: Bool)]) -> Int {
      scale.reduce(0) { $0 + ($1.reversed ? 8 - answers[$1.position] : answers[$1.position]) }
    }
    let a = sum(antisocial)
    let n = sum(necessity)
    count("C1.joint.lean", a > 16 && n > 16)
    count("C1.joint.firm", a >= 20 && n >= 20)
    count("C2.share.lean", a > 16)
    count("C2.share.firm", a >= 20)
    count("C3.share.lean", n > 16)
    count("C3.share.firm", n >= 20)
    func answer(_ name: String) -> Int { position[name].map { answers[$0] } ?? 0 }
    count("C1.joint.pair", 8 - answer("a1") > 4 && answer("n1") > 4)
    let does = answer("p4") > 0
    let dislikes = answer("p5_2") < 4
    count("C41.does", does)
    count("C41.dislikes", dislikes)
    count("C41.joint", does && dislikes)
    for k in 1...5 { count("C17.\(k).both", answer("ba_\(k)") > 4 && answer("bs_\(k)") > 4) }
    for k in 1...4 {
      let upper = answer("ba_\(k)") + answer("bs_\(k)")
      let lower = answer("ba_\(k + 1)") + answer("bs_\(k + 1)")
      count("C17.\(k)>\(k + 1)", upper, lower)
    }
    count("C32.distrust", answer("ad4_1") < 4)
    count("C33.dislike", answer("ad5_1") < 4)
    count("C33.trust>like", answer("ad4_1"), answer("ad5_1"))
    count("C34.known>advert", answer("ad4_4"), answer("ad4_1"))
    count("C34.known>company", answer("ad4_4"), answer("ad4_3"))
    count("C34.company>advert", answer("ad4_3"), answer("ad4_1"))
  }

  /// The shares, and for pairs P(X>Y) − P(X<Y).
  var quantities: [Truth.Quantity] {
    var values = order.map { Truth.Quantity(name: $0, value: Double(counts[$0] ?? 0) / Double(people)) }
    let share = Dictionary(values.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    if let joint = share["C1.joint.lean"], let a = share["C2.share.lean"], let n = share["C3.share.lean"] {
      values.append(Truth.Quantity(name: "C1.excess.lean", value: joint - a * n))
    }
    return values
  }

  private mutating func count(_ name: String, _ holds: Bool) { add(holds ? 1 : 0, to: name) }
  private mutating func count(_ name: String, _ x: Int, _ y: Int) { add((x - y).signum(), to: name) }
  private mutating func add(_ amount: Int, to name: String) {
    if counts[name] == nil { order.append(name) }
    counts[name, default: 0] += amount
  }
}
