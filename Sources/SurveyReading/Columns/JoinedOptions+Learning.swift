internal import SurveyModel

extension JoinedOptions {
  /// What the cells of a question with several answers in one cell are made of.
  struct Finding: Sendable, Hashable {
    /// The options, in the questionnaire's order as far as the cells tell it.
    var options: [String]
    /// What stands between them.
    var separator: String
  }

  /// How much must speak for joined options.
  enum Caution: Sendable {
    /// The platform marks such cells, so that only the options are to be found.
    case none
    /// The platform joins ticked options by this separator.
    case usual
    /// Nothing but the cells says that there are options in them.
    case great
  }

  /// Finds the options that cells are made of, although the separator may stand inside an option and the text of
  /// "other" among the options; nil where the cells are no joined options.
  ///
  /// Pieces are joined again to one option where a bracket stays open, where they stand together always and nowhere
  /// apart, or where a piece that begins a sentence is always followed by one that continues it. What recurs is an
  /// option; what does not is respondents' own text.
  ///
  /// - Parameter columns: The columns of one question: the rows of a grid share their options.
  static func learn(_ columns: [RawColumn], separator: String, caution: Caution = .usual) -> Finding? {
    guard columns.allSatisfy({ $0.spilled == nil }) else { return nil }
    if caution != .none {
      // Most columns are no joined options, and a part of them shows it.
      let sample = JoinedOptionLearner.sampleSize
      guard columns.contains(where: { $0.holds(separator, within: sample) }) else { return nil }
      if columns.contains(where: { $0.distinctCount > sample }) {
        guard JoinedOptionLearner(columns, separator: separator, most: sample).mayBeJoined else { return nil }
      }
    }
    var learner = JoinedOptionLearner(columns, separator: separator)
    guard caution == .none || learner.mayBeJoined else { return nil }
    learner.joinHalves()
    return learner.options(caution).map { Finding(options: $0, separator: separator) }
  }
}

/// Learns options from joined cells, each distinct cell once with how often it occurs.
private struct JoinedOptionLearner {
  private struct Cell {
    var pieces: [Int]
    var tally: Int
  }

  private let separator: String
  private var cells: [Cell] = []
  private var names: [String] = []
  private var numbers: [String: Int] = [:]
  private var answered = 0

  /// How many distinct texts of a column show whether it may hold options.
  static let sampleSize = 2000

  /// - Parameter most: How many distinct texts of each column are looked at.
  init(_ columns: [RawColumn], separator: String, most: Int = .max) {
    self.separator = separator
    for column in columns {
      for (code, tally) in column.tallies.prefix(most).enumerated() where tally > 0 && column.absence(at: code) == nil {
        var pieces: [Int] = []
        for piece in Self.pieces(of: column.text(at: code), separator) { pieces.append(number(of: piece)) }
        guard !pieces.isEmpty else { continue }
        cells.append(Cell(pieces: pieces, tally: tally))
        answered += tally
      }
    }
  }

  private mutating func number(of piece: String) -> Int {
    if let number = numbers[piece] { return number }
    numbers[piece] = names.count
    names.append(piece)
    return names.count - 1
  }

  /// The pieces between separators; a piece whose bracket is open goes on to where it is closed.
  private static func pieces(of text: String, _ separator: String) -> [String] {
    if separator == "," {
      return closed(JoinedOptions.pieces(of: TextMatching.spaced(text), separator: ","), separator)
    }
    let bytes = Array(TextMatching.spaced(text).utf8)
    let mark = Array(separator.utf8)
    var pieces: [String] = []
    var start = 0
    var position = 0
    while position < bytes.count {
      if bytes[position...].starts(with: mark) {
        pieces.append(String(decoding: bytes[start..<position], as: UTF8.self).trimmed)
        position += mark.count
        start = position
      } else {
        position += 1
      }
    }
    pieces.append(String(decoding: bytes[start...], as: UTF8.self).trimmed)
    return closed(pieces.filter { !$0.isEmpty }, separator)
  }

  private static func closed(_ pieces: [String], _ separator: String) -> [String] {
    guard pieces.contains(where: { $0.contains("(") }) else { return pieces }
    var result: [String] = []
    var position = 0
    while position < pieces.count {
      var whole = pieces[position]
      var end = position
      while open(whole) > 0, end + 1 < pieces.count {
        end += 1
        whole += separator + pieces[end]
      }
      // A bracket that nobody closes was typed by a respondent and opens nothing.
      if open(whole) > 0 {
        result.append(pieces[position])
        position += 1
      } else {
        result.append(whole)
        position = end + 1
      }
    }
    return result
  }

  private static func open(_ text: String) -> Int {
    text.utf8.reduce(0) { $1 == 0x28 ? $0 + 1 : $1 == 0x29 ? max(0, $0 - 1) : $0 }
  }

  /// Whether some cells hold several pieces and pieces recur, so that looking closer is worth it.
  var mayBeJoined: Bool {
    let joined = cells.reduce(0) { $0 + ($1.pieces.count > 1 ? $1.tally : 0) }
    guard joined >= 2 else { return false }
    let counts = counts
    let recurring = counts.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }
    return recurring * 2 >= counts.reduce(0, +)
  }

  private var counts: [Int] {
    var counts = [Int](repeating: 0, count: names.count)
    for cell in cells { for piece in cell.pieces { counts[piece] += cell.tally } }
    return counts
  }

  // MARK: Halves of options

  private struct Pair: Hashable {
    var first: Int
    var second: Int
  }

  /// Joins pieces that are halves of one option, until there are none.
  mutating func joinHalves() {
    for _ in 0..<8 {
      let halves = halves()
      guard !halves.isEmpty else { return }
      for index in cells.indices {
        var joined: [Int] = []
        var last: Int?
        for piece in cells[index].pieces {
          if let before = last, halves.contains(Pair(first: before, second: piece)), let whole = joined.popLast() {
            joined.append(number(of: names[whole] + separator + names[piece]))
          } else {
            joined.append(piece)
          }
          last = piece
        }
        cells[index].pieces = joined
      }
    }
  }

  private func halves() -> Set<Pair> {
    let counts = counts
    var pairs: [Pair: Int] = [:]
    var alone: Set<Pair> = []
    for cell in cells {
      for (first, second) in zip(cell.pieces, cell.pieces.dropFirst()) {
        pairs[Pair(first: first, second: second), default: 0] += cell.tally
      }
      if cell.pieces.count == 2 { alone.insert(Pair(first: cell.pieces[0], second: cell.pieces[1])) }
    }
    // What stands nowhere but behind one and the same piece, and how often that piece stands before such.
    var bound: [Int: [(pair: Pair, count: Int)]] = [:]
    for (pair, count) in pairs where count == counts[pair.second] && pair.first != pair.second {
      bound[pair.first, default: []].append((pair, count))
    }
    var halves: Set<Pair> = []
    for (first, followers) in bound where followers.reduce(0, { $0 + $1.count }) == counts[first] {
      let continues = followers.allSatisfy { isContinued(names[first], names[$0.pair.second]) }
      if followers.count > 1 {
        if continues { halves.formUnion(followers.map(\.pair)) }
      } else if let only = followers.first {
        let isSure = continues ? only.count >= 2 : only.count >= (alone.contains(only.pair) ? 3 : 5)
        if isSure { halves.insert(only.pair) }
      }
    }
    // If everything were joined, the pieces were options that everybody ticked.
    return halves.count == pairs.count && names.count == 2 ? [] : halves
  }

  /// Whether a text reads as the beginning of a sentence and another as what follows it.
  private func isContinued(_ first: String, _ second: String) -> Bool {
    guard let begin = first.unicodeScalars.first, let next = second.unicodeScalars.first else { return false }
    return !begin.properties.isLowercase && next.properties.isLowercase
  }

  // MARK: Options

  /// The options, where enough speaks for them.
  func options(_ caution: JoinedOptions.Caution) -> [String]? {
    let counts = counts
    let total = counts.reduce(0, +)
    // What one respondent alone has may be that respondent's own text, which no list of answers may show.
    let least = max(2, answered / 200)
    let options = firstSeen().filter { counts[$0] >= least }
    let covered = options.reduce(0) { $0 + counts[$1] }
    guard options.count >= (caution == .none ? 1 : 2) else { return nil }
    if caution != .none {
      let known = Set(options)
      let combinations = cells.filter { cell in cell.pieces.count { known.contains($0) } > 1 }
      let repeats = cells.reduce(0) { $0 + (Set($1.pieces).count < $1.pieces.count ? $1.tally : 0) }
      guard covered * 4 >= total * 3, covered >= 2 * options.count, repeats * 50 <= answered,
        combinations.reduce(0, { $0 + $1.tally }) >= 2, areFree(combinations, known)
      else { return nil }
      if caution == .great {
        guard covered * 10 >= total * 9, covered >= 3 * options.count, isOrdered(combinations) else { return nil }
      }
    }
    if options.allSatisfy({ NumberText.value(names[$0]) != nil }) {
      return options.map { names[$0] }.sorted { (NumberText.value($0) ?? 0) < (NumberText.value($1) ?? 0) }
    }
    return inOrder(options).map { names[$0] }
  }

  /// Options stand in different company; the parts of an address or of a sentence do not.
  private func areFree(_ combinations: [Cell], _ options: Set<Int>) -> Bool {
    var companies = [Int](repeating: 0, count: names.count)
    for cell in cells { for piece in Set(cell.pieces) { companies[piece] += 1 } }
    guard options.count(where: { companies[$0] > 1 }) * 2 > options.count else { return false }
    return combinations.count > 1 || combinations.allSatisfy { $0.pieces.allSatisfy { companies[$0] > 1 } }
  }

  /// Platforms write ticked options in the questionnaire's order; what people type has none.
  private func isOrdered(_ combinations: [Cell]) -> Bool {
    var before: [Pair: Int] = [:]
    for cell in combinations where cell.pieces.count <= Self.mostOrdered {
      for (place, first) in cell.pieces.enumerated() {
        for second in cell.pieces[(place + 1)...] {
          before[Pair(first: first, second: second), default: 0] += cell.tally
        }
      }
    }
    var against = 0
    var all = 0
    for (pair, count) in before {
      all += count
      let reverse = before[Pair(first: pair.second, second: pair.first)] ?? 0
      if reverse > count || (reverse == count && pair.first < pair.second) { against += count }
    }
    return against * 20 <= all
  }

  /// The most options, and the most pieces of a cell, that are looked at pair by pair.
  private static let mostOrdered = 500

  private func firstSeen() -> [Int] {
    var seen: Set<Int> = []
    var order: [Int] = []
    for cell in cells { for piece in cell.pieces where seen.insert(piece).inserted { order.append(piece) } }
    return order
  }

  /// Options in the order in which they mostly stand in the cells; among those that no cell orders, the more frequent
  /// first, for texts that several respondents typed are rare.
  private func inOrder(_ seen: [Int]) -> [Int] {
    let counts = counts
    let options = seen.enumerated().sorted { (-counts[$0.element], $0.offset) < (-counts[$1.element], $1.offset) }.map(
      \.element)
    // No questionnaire lists so many that an order must be found among them, which takes time and place.
    guard options.count <= Self.mostOrdered else { return options }
    var places: [Int: Int] = [:]
    for (place, option) in options.enumerated() { places[option] = place }
    var before = [Int](repeating: 0, count: options.count * options.count)
    for cell in cells where cell.pieces.count <= Self.mostOrdered {
      let known = cell.pieces.compactMap { places[$0] }
      for (index, first) in known.enumerated() {
        for second in known[(index + 1)...] { before[first * options.count + second] += cell.tally }
      }
    }
    var rest = Array(options.indices)
    var ordered: [Int] = []
    while !rest.isEmpty {
      let next =
        rest.indices.first { index in
          // A text that few typed cannot hold back an option that many ticked.
          rest.allSatisfy {
            before[$0 * options.count + rest[index]] <= before[rest[index] * options.count + $0]
              || counts[options[$0]] * 10 < counts[options[rest[index]]]
          }
        } ?? 0
      ordered.append(options[rest.remove(at: next)])
    }
    return ordered
  }
}

extension RawColumn {
  /// Whether some of the first distinct texts holds the first byte of a separator.
  fileprivate func holds(_ separator: String, within most: Int) -> Bool {
    guard let mark = separator.utf8.first else { return false }
    return (0..<min(most, distinctCount)).contains { bytes(at: $0).contains(mark) }
  }
}
