/// One of the traits that an item can load on.
enum Trait: Sendable {
  case antisocial, necessity, trust, irritation, image
}

/// What decides a respondent's answers apart from chance.
struct Traits: Sendable {
  /// How anti-social social media feels.
  var antisocial: Double
  /// How necessary it is.
  var necessity: Double
  /// The pull of the answers to the right.
  var style: Double
  /// How readily the person trusts and likes what is meant for everybody.
  var trust: Double
  /// How readily the person is annoyed.
  var irritation: Double
  /// How much the person cares for appearances.
  var image: Double

  /// Draws a person's traits.
  init(of person: Person, in world: World, from draws: inout Draws) {
    let first = draws.normal()
    let second = draws.normal()
    let rest = (1 - world.correlation * world.correlation).squareRoot()
    antisocial = world.antisocialMean + Population.antisocialByAge[person.age] + first
    necessity =
      world.necessityMean + Population.necessityByAge[person.age] + world.correlation * first + rest * second
    style = world.styleDeviation * draws.normal()
    trust = draws.normal()
    irritation = draws.normal()
    image = draws.normal()
  }

  /// The value of one trait.
  subscript(trait: Trait) -> Double {
    switch trait {
    case .antisocial: antisocial
    case .necessity: necessity
    case .trust: trust
    case .irritation: irritation
    case .image: image
    }
  }
}

/// How one anchored item is answered: loadings on the traits, a mean, a key and the distances of its thresholds.
///
/// The answer is 1 plus the number of thresholds below key × (mean + loadings × traits) + style + residual.
struct ItemModel: Sendable {
  /// The item.
  let name: String
  /// What the item's typical answer lies past the midpoint by, traits at zero.
  let mean: Double
  /// The loading on each trait.
  let loadings: [(trait: Trait, loading: Double)]
  /// The standard deviation of what the traits leave unexplained.
  let residual: Double
  /// The six thresholds between seven answers.
  let thresholds: [Double]
  /// -1 for an item keyed against its construct.
  let key: Double

  init(
    _ item: InstrumentItem, mean: Double = 0, _ loadings: [(Trait, Double)],
    residual: Double, thresholds: [Double]
  ) {
    name = item.name
    self.mean = mean
    self.loadings = loadings.map { (trait: $0.0, loading: $0.1) }
    self.residual = residual
    self.thresholds = thresholds
    key = item.isReversed ? -1 : 1
  }

  /// The answer, from 1 to 7, of a person with these traits and this chance.
  func answer(_ traits: Traits, chance: Double) -> Int {
    var position = mean
    for (trait, loading) in loadings { position += loading * traits[trait] }
    let felt = key * position + traits.style + residual * chance
    return 1 + thresholds.reduce(0) { $1 < felt ? $0 + 1 : $0 }
  }

  /// Close thresholds: people know what they feel, so the ends are used.
  static let close = [-0.9, -0.5, -0.17, 0.17, 0.5, 0.9]
  /// Wide thresholds.
  static let wide = [-1.5, -0.9, -0.3, 0.3, 0.9, 1.5]
}

extension World {
  /// The models of all anchored items, in the order of the questionnaire.
  func itemModels(of instrument: Instrument) -> [ItemModel] {
    instrument.items.compactMap { item in
      guard case .anchored = item.format else { return nil }
      return model(of: item)
    }
  }

  private func model(of item: InstrumentItem) -> ItemModel {
    let row = item.name.split(separator: "_").last.flatMap { Int($0) }.map { $0 - 1 } ?? 0
    switch item.construct {
    case .antisocial: return core(item, .antisocial)
    case .necessity: return core(item, .necessity)
    case .antisocialBefore:
      return ItemModel(item, mean: -change, [(.antisocial, 0.7)], residual: 0.7, thresholds: ItemModel.close)
    case .necessityBefore:
      return ItemModel(item, mean: -change, [(.necessity, 0.7)], residual: 0.7, thresholds: ItemModel.close)
    case .benefit:
      return ItemModel(
        item, [(.necessity, 0.5), (.antisocial, -0.4)], residual: 0.75, thresholds: ItemModel.wide)
    case .harm: return ItemModel(item, mean: -0.2, [(.antisocial, 0.7)], residual: 0.7, thresholds: ItemModel.wide)
    case .feltConflict:
      return ItemModel(
        item, mean: -0.4, [(.antisocial, 0.4), (.necessity, 0.4)], residual: 0.75, thresholds: ItemModel.wide)
    case .collectiveTrap:
      return ItemModel(
        item, mean: -0.3, [(.antisocial, 0.6), (.necessity, -0.4)], residual: 0.7, thresholds: ItemModel.wide)
    case .trust:
      return ItemModel(item, mean: trust[row], [(.trust, 0.6)], residual: 0.8, thresholds: ItemModel.wide)
    case .liking:
      return ItemModel(item, mean: liking[row], [(.trust, 0.65)], residual: 0.75, thresholds: ItemModel.wide)
    case .annoying:
      return ItemModel(item, mean: annoying[row], [(.irritation, 0.7)], residual: 0.7, thresholds: ItemModel.wide)
    case .antisocialBehaviour:
      return ItemModel(
        item, mean: antisocialBehaviour[row], [(.irritation, 0.65)], residual: 0.75, thresholds: ItemModel.wide)
    case .selfBranding, .background, .exposure, .process: return branding(item)
    }
  }

  private func core(_ item: InstrumentItem, _ trait: Trait) -> ItemModel {
    let (loading, mean): (Double, Double) =
      switch item.name {
      case "a1": (0.85, 0.1)
      case "n1": (0.85, 0)
      case "n2": (0.8, 0.1)
      case "a2", "a3", "n3": (0.8, 0)
      case "a4", "n4": (0.75, -0.1)
      default: (0.6, 0.2)
      }
    return ItemModel(
      item, mean: mean, [(trait, loading)], residual: (1 - loading * loading).squareRoot(), thresholds: ItemModel.close)
  }

  private func branding(_ item: InstrumentItem) -> ItemModel {
    switch item.name {
    case "p5_1":
      return ItemModel(item, mean: -dislike / 2, [(.image, 0.5)], residual: 0.85, thresholds: ItemModel.wide)
    case "p5_2":
      return ItemModel(
        item, mean: -dislike, [(.image, 0.2), (.irritation, -0.3)], residual: 0.9, thresholds: ItemModel.wide)
    default: return ItemModel(item, mean: 0.2, [(.image, 0.7)], residual: 0.7, thresholds: ItemModel.wide)
    }
  }
}
