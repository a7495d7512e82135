/// Draws whole records: every item answered by everybody, before anything goes missing.
struct AnswerModel: Sendable {
  let world: World
  let items: [InstrumentItem]
  private let anchored: [ItemModel?]

  /// Prepares the models of all items.
  init(_ instrument: Instrument, world: World) {
    self.world = world
    items = instrument.items
    let models = Dictionary(world.itemModels(of: instrument).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    anchored = items.map { models[$0.name] }
  }

  /// The codes of a person's answers in the order of the items; what is recorded and not asked is 0.
  func answers(of person: Person, from draws: inout Draws) -> [Int] {
    let traits = Traits(of: person, in: world, from: &draws)
    return items.indices.map { position in
      if let model = anchored[position] { return model.answer(traits, chance: draws.normal()) }
      return other(items[position], person, traits, chance: draws.uniform())
    }
  }

  private func other(_ item: InstrumentItem, _ person: Person, _ traits: Traits, chance: Double) -> Int {
    let normal = NormalQuantile.value(chance)
    switch item.name {
    case "age": return person.age + 1
    case "sex": return person.sex + 1
    case "region": return person.region + 1
    case "edu": return person.education + 1
    case "t2":
      let days = 5.2 + 0.9 * (traits.necessity - world.necessityMean) - 0.3 * Double(person.age) + 1.3 * normal
      return Self.whole(days, 1...7)
    case "c0": return chance < [0.97, 0.93, 0.85, 0.7][person.age] ? 1 : 2
    case "p3": return Self.whole(38 + 8 * traits.irritation + 18 * normal, 0...100)
    case "p4":
      // The lower part of the chance decides whether, its place within the upper part how much.
      let limit = 1 - world.selfPromoting
      guard chance > limit else { return 0 }
      return Self.whole(5 + 70 * ((chance - limit) / world.selfPromoting) + 10 * traits.image, 1...100)
    case "p6": return chance < 0.5 ? 1 : chance < 0.72 ? 2 : 3
    default:
      guard item.construct == .exposure else { return 0 }
      let seen = 0.4 + 0.3 * traits.irritation + 0.9 * normal
      return seen < -0.8 ? 1 : seen < 0.2 ? 2 : seen < 1 ? 3 : 4
    }
  }

  private static func whole(_ value: Double, _ range: ClosedRange<Int>) -> Int {
    Int(min(Double(range.upperBound), max(Double(range.lowerBound), value.rounded())))
  }
}
