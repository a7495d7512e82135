/// Answers that are ranges of one quantity: "18-29", "> 60", "$150,000+", "Less than 1 year".
enum AnswerRanges {
  /// The positions of answers from the least to the most, from 1; nil where they are no ranges that follow each other.
  static func positions(of labels: [String]) -> [Int]? {
    guard (2...mostAnswers).contains(labels.count) else { return nil }
    let ranges = labels.compactMap(range)
    guard ranges.count == labels.count, ranges.count(where: \.isWide) >= 2 else { return nil }
    // "1-5" beside "6 months" says nothing; one unit for all may be left out by some.
    let units = Set(ranges.compactMap(\.unit))
    guard units.count <= 1 || ranges.allSatisfy({ $0.unit != nil || $0.isFromZero }) else { return nil }
    let factors = units.count > 1 ? days : [:]
    let bounds = ranges.map { range in
      let factor = range.unit.flatMap { factors[$0] } ?? 1
      let low = range.lowUnit.flatMap { factors[$0] } ?? factor
      return (low: range.low * low, high: range.high * factor)
    }
    guard bounds.allSatisfy({ $0.low <= $0.high }) else { return nil }
    let order = bounds.indices.sorted { (bounds[$0].low, bounds[$0].high) < (bounds[$1].low, bounds[$1].high) }
    for (one, next) in zip(order, order.dropFirst()) {
      guard bounds[one].high <= bounds[next].low, bounds[one] != bounds[next] else { return nil }
    }
    var positions = [Int](repeating: 0, count: labels.count)
    for (place, label) in order.enumerated() { positions[label] = place + 1 }
    return positions
  }

  /// Nobody is offered more ranges than that.
  private static let mostAnswers = 40

  private struct Range {
    var low: Double
    var high: Double
    var unit: String?
    var lowUnit: String?
    /// Whether the range has no lower end of its own.
    var isFromZero = false
    /// Whether the range is more than one number.
    var isWide: Bool { high != low }
  }

  private static let days: [String: Double] = ["day": 1, "week": 7, "month": 30.4, "year": 365.25]
  private static let below: Set<String> = ["<", "under", "below", "less", "younger", "fewer", "until"]
  private static let above: Set<String> = [">", "over", "above", "more", "older", "+", "plus", "up", "greater"]
  private static let joints: Set<String> = [
    "-", "to", "than", "or", "and", "between", "from", "old", "olds", "$", "€", "£", "kr", "usd", "eur", "dkk", "of",
    "age",
    "a", "per", "=",
  ]
  private static let units: [String: String] = [
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year",
    "years": "year", "yrs": "year", "år": "year", "jahre": "year", "hour": "hour", "hours": "hour",
    "minutes": "minute", "minute": "minute", "times": "time", "people": "person",
  ]

  private static func range(_ label: String) -> Range? {
    var numbers: [Double] = []
    var found: [String?] = []
    var isBelow = false
    var isAbove = false
    for word in words(of: label) {
      if let number = Double(word) {
        numbers.append(number)
        found.append(nil)
      } else if let unit = units[word] {
        if found.isEmpty { return nil }
        found[found.count - 1] = unit
      } else if below.contains(word) {
        isBelow = true
      } else if above.contains(word) {
        isAbove = true
      } else if !joints.contains(word) {
        return nil
      }
    }
    let unit = found.last ?? nil
    switch (numbers.count, isBelow, isAbove) {
    case (2, false, false):
      return Range(low: numbers[0], high: numbers[1], unit: unit, lowUnit: found[0] ?? unit)
    case (1, true, false):
      return Range(low: -.infinity, high: numbers[0], unit: unit, isFromZero: true)
    case (1, false, true): return Range(low: numbers[0], high: .infinity, unit: unit, lowUnit: unit)
    case (1, false, false): return Range(low: numbers[0], high: numbers[0], unit: unit, lowUnit: unit)
    default: return nil
    }
  }

  /// Numbers without marks for thousands, words, and signs.
  private static func words(of label: String) -> [String] {
    var words: [String] = []
    var word = ""
    var kind = 0
    let characters = Array(TextMatching.folded(label))
    func next(_ index: Int) -> Character? { index + 1 < characters.count ? characters[index + 1] : nil }
    for (index, character) in characters.enumerated() {
      let isDigit = character.isASCII && character.isNumber
      // "$25,000": a comma between digits parts thousands; ranges with decimals are rare and stay unread.
      if kind == 1, character == ",", next(index)?.isNumber == true { continue }
      let new =
        isDigit || (kind == 1 && character == "." && next(index)?.isNumber == true) ? 1 : character.isLetter ? 2 : 0
      if new == 0 || new != kind {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if new == 0, !character.isWhitespace { words.append(String(character)) }
      if new != 0 { word.append(character) }
      kind = new
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
