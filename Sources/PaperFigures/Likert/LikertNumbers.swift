internal import PaperGraphics
internal import TextFormats

/// The numbers of a Likert figure as they are drawn and printed.
struct LikertNumbers {
  /// One bar.
  struct Bar {
    var item: String
    var group: String?
    var counts: [Double]
    var respondents: Int
    var missing: Int
    /// The shares of the answers; all 0 where nobody answered.
    var shares: [Double]
    /// The shares as they are printed, in whole per cent without sign.
    var printed: [String]
    var negative: Double
    var positive: Double
    var neutral: Double
    var printedNegative: String
    var printedPositive: String
    var printedNeutral: String

    var isEmpty: Bool { shares.allSatisfy { $0 == 0 } }
  }

  /// One item with its bars.
  struct Item {
    var text: String
    var bars: [Bar]
  }

  let categories: [String]
  let negativeRange: Range<Int>
  let neutralPosition: Int?
  let positiveRange: Range<Int>
  var items: [Item] = []
  var groups: [String] = []

  init(_ figure: LikertFigure) {
    categories = figure.categories.map { SafeText.clean($0).text }
    let count = categories.count
    switch figure.middle {
    case .automatic:
      negativeRange = 0..<(count / 2)
      neutralPosition = count.isMultiple(of: 2) ? nil : count / 2
      positiveRange = ((count + 1) / 2)..<count
    case .neutral(let position):
      negativeRange = 0..<position
      neutralPosition = position
      positiveRange = (position + 1)..<count
    case .between(let position):
      negativeRange = 0..<position
      neutralPosition = nil
      positiveRange = position..<count
    }
    for row in figure.rows {
      let bar = bar(row)
      if let group = bar.group, !groups.contains(group) { groups.append(group) }
      if let position = items.firstIndex(where: { $0.text == bar.item }) {
        items[position].bars.append(bar)
      } else {
        items.append(Item(text: bar.item, bars: [bar]))
      }
    }
    sort(figure.order)
  }

  var bars: [Bar] { items.flatMap(\.bars) }

  var colors: [Color] {
    Palette.diverging(
      negative: negativeRange.count, positive: positiveRange.count, neutral: neutralPosition != nil)
  }

  private func bar(_ row: LikertRow) -> Bar {
    let base = row.counts.reduce(0, +)
    func sum(_ range: Range<Int>) -> Double { row.counts[range].reduce(0, +) }
    let neutral = neutralPosition.map { row.counts[$0] } ?? 0
    let (negative, positive) = (sum(negativeRange), sum(positiveRange))
    func share(_ value: Double) -> Double { base > 0 ? value / base : 0 }
    func print(_ value: Double) -> String { NumberStyle.percent(value, of: base, sign: false) }
    return Bar(
      item: SafeText.clean(row.item).text, group: row.group.map { SafeText.clean($0).text }, counts: row.counts,
      respondents: row.respondents, missing: row.missing, shares: row.counts.map(share),
      printed: row.counts.map(print), negative: share(negative), positive: share(positive), neutral: share(neutral),
      printedNegative: print(negative), printedPositive: print(positive), printedNeutral: print(neutral))
  }

  private mutating func sort(_ order: LikertOrder) {
    guard order != .asGiven else { return }
    func key(_ item: Item) -> Double {
      let base = item.bars.reduce(0) { $0 + $1.counts.reduce(0, +) }
      guard base > 0 else { return -.infinity }
      let positive = item.bars.reduce(0) { $0 + $1.counts[positiveRange].reduce(0, +) }
      let negative = item.bars.reduce(0) { $0 + $1.counts[negativeRange].reduce(0, +) }
      return (order == .byNet ? positive : positive - negative) / base
    }
    let keys = items.map(key)
    items = items.indices.sorted { keys[$0] != keys[$1] ? keys[$0] > keys[$1] : $0 < $1 }.map { items[$0] }
  }

  /// Whether a reader who adds up the printed parts of a bar finds another sum than is printed or than 100.
  ///
  /// - Parameter isPrinted: Whether the part of that bar and position is printed.
  func roundingShows(_ isPrinted: (Bar, Int) -> Bool) -> Bool {
    bars.contains { bar in
      func differs(_ range: Range<Int>, from total: String) -> Bool {
        let parts = range.filter { bar.shares[$0] > 0 }
        guard !parts.isEmpty, parts.allSatisfy({ isPrinted(bar, $0) }) else { return false }
        return parts.reduce(0) { $0 + (Int(bar.printed[$1]) ?? 0) } != Int(total)
      }
      return !bar.isEmpty
        && (differs(negativeRange, from: bar.printedNegative) || differs(positiveRange, from: bar.printedPositive)
          || differs(0..<categories.count, from: "100"))
    }
  }
}
