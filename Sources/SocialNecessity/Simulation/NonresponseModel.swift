internal import SurveyModel

/// What becomes of a record on its way into the data: routing, hurry, skipped questions, "Don't know", break-off.
struct NonresponseModel: Sendable {
  /// A cell as it lands in the data.
  enum Cell: Sendable, Hashable {
    case code(Int)
    case dontKnow
    case missing(MissingReason)
  }

  /// A record as it lands in the data.
  struct Record: Sendable {
    var cells: [Cell]
    var isComplete: Bool
    var seconds: Int
  }

  private let world: World
  private let items: [InstrumentItem]
  private let firstAsked: Int
  private let lastAsked: Int
  private let usedBefore: Int?
  private let ownShare: Int?

  /// Prepares the routing of a questionnaire.
  init(_ instrument: Instrument, world: World) {
    self.world = world
    items = instrument.items
    firstAsked = items.firstIndex { $0.construct != .background } ?? 0
    lastAsked = items.lastIndex { $0.construct != .process } ?? 0
    usedBefore = items.firstIndex { $0.name == "c0" }
    ownShare = items.firstIndex { $0.name == "p4" }
  }

  /// Turns the answers of a person into a record of the data.
  func record(_ answers: [Int], age: Int, from draws: inout Draws) -> Record {
    let isCareless = draws.uniform() < world.careless
    let point = 2 + draws.choice([1, 2, 3, 2, 1])
    let leaves = draws.uniform() < world.breakOff
    let place = firstAsked + Int(draws.uniform() * Double(lastAsked - firstAsked + 1))
    let pace = draws.normal()
    let end = leaves && !isCareless ? place : items.count
    // Older people skip more and say "Don't know" more; over the four groups the shares come near the world's.
    let ageFactor = [0.7, 0.8, 1.1, 1.4][age]
    let cells = items.indices.map { position -> Cell in
      let chance = draws.uniform()
      let item = items[position]
      if item.construct == .process { return .code(0) }
      if position >= end { return .missing(.notShown) }
      if item.construct == .background, position < firstAsked { return .code(answers[position]) }
      if !isShown(item, answers) { return .missing(.notShown) }
      if isCareless { return .code(hurried(item, point, answers[position])) }
      if chance < world.skipped * ageFactor { return .missing(.seenNotAnswered) }
      if item.offersDontKnow, chance > 1 - world.dontKnow * ageFactor { return .dontKnow }
      return .code(answers[position])
    }
    let share = Double(min(end, lastAsked + 1)) / Double(lastAsked + 1)
    let full = isCareless ? 75 + 12 * pace : max(180, 420 + 40 * Double(age) + 110 * pace)
    return Record(cells: cells, isComplete: end == items.count, seconds: max(20, Int((full * share).rounded())))
  }

  /// Five years ago is asked of those who used social media then, trying to stop of those who promoted themselves.
  private func isShown(_ item: InstrumentItem, _ answers: [Int]) -> Bool {
    switch item.name {
    case "c1", "c2": usedBefore.map { answers[$0] == 1 } ?? true
    case "p6": ownShare.map { answers[$0] > 0 } ?? true
    default: true
    }
  }

  private func hurried(_ item: InstrumentItem, _ point: Int, _ answer: Int) -> Int {
    guard case .anchored = item.format else { return answer }
    return point
  }
}
