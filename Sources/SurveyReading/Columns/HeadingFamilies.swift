/// Headings that name the rows or options of one question: `Question - Option`, `Question [Row]`, `Question.Row`,
/// `Option:Question`.
///
/// A question may hold the mark itself, so where it ends is told by its neighbours: of all places where a heading may be
/// parted, the one counts that most neighbours share, and among those the last.
struct HeadingFamilies: Sendable {
  /// What parts the question from the row or option.
  enum Mark: Sendable, Hashable {
    /// `Question - Option`.
    case dash
    /// `Question [Row]`.
    case bracket
    /// `Question.Row`.
    case dot
    /// `Option:Question`.
    case colonBehind
  }

  /// The columns of one question.
  struct Family: Sendable, Hashable {
    var question: String
    /// The positions of the columns, one after the other.
    var members: [Int]
    /// The rows or options, one per member.
    var items: [String]
    /// The column whose heading is the question itself: the question whose "other" text a member is.
    var parent: Int?
  }

  /// Finds the families among headings, which are nil where a column is no question or is spoken for.
  static func find(_ headings: [String?], mark: Mark) -> [Family] {
    let open = headings.indices.filter { headings[$0] != nil }
    let splits = open.map { Self.splits(headings[$0] ?? "", mark) }
    var wholes: [String: Int] = [:]
    for position in open where wholes[key(headings[position] ?? "")] == nil {
      wholes[key(headings[position] ?? "")] = position
    }
    var families: [Family] = []
    func add(_ question: String, _ range: Range<Int>) {
      let items = range.map { place in splits[place].first { key($0.question) == key(question) }?.item ?? "" }
      families.append(
        Family(
          question: question, members: range.map { open[$0] }, items: items, parent: wholes[key(question)]))
    }
    var place = 0
    while place < open.count {
      var best: (end: Int, question: String)?
      for question in splits[place].map(\.question) {
        let end = Self.end(of: question, from: place, splits)
        let isBetter = best.map { (end, question.count) > ($0.end, $0.question.count) } ?? true
        let hasParent = wholes[key(question)].map { $0 != open[place] } ?? false
        if end > place + 1 || hasParent, isBetter { best = (end, question) }
      }
      guard let best else {
        place += 1
        continue
      }
      // A common beginning of several questions is none of them.
      if let parts = Self.parts(place..<best.end, longerThan: best.question, splits) {
        for part in parts { add(part.question, part.range) }
      } else {
        add(best.question, place..<best.end)
      }
      place = best.end
    }
    return families
  }

  /// Where the headings end that may be parted behind a question.
  private static func end(of question: String, from place: Int, _ splits: [[Split]]) -> Int {
    let wanted = key(question)
    var end = place + 1
    while end < splits.count, splits[end].contains(where: { key($0.question) == wanted }) { end += 1 }
    return end
  }

  /// The questions that headings with a common beginning belong to, each with several; nil where they are one question.
  private static func parts(
    _ range: Range<Int>, longerThan question: String, _ splits: [[Split]]
  ) -> [(question: String, range: Range<Int>)]? {
    var parts: [(question: String, range: Range<Int>)] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let longer = splits[place].map(\.question).filter { $0.count > question.count }.sorted { $0.count > $1.count }
      guard
        let found = longer.first(where: { Self.end(of: $0, from: place, splits) > place + 1 })
      else { return nil }
      let end = min(range.upperBound, Self.end(of: found, from: place, splits))
      parts.append((found, place..<end))
      place = end
    }
    return parts.count > 1 ? parts : nil
  }

  private static func key(_ question: String) -> String {
    var text = TextMatching.folded(question)
    while let last = text.last, last == ":" || last == " " { text.removeLast() }
    return text
  }

  private struct Split {
    var question: String
    var item: String
  }

  /// All places where a heading may be parted.
  private static func splits(_ heading: String, _ mark: Mark) -> [Split] {
    switch mark {
    case .dash: return parted(heading, " - ")
    case .dot: return parted(heading, ".", isPoint: true)
    case .bracket: return heading.hasSuffix("]") ? parted(String(heading.dropLast()), "[") : []
    case .colonBehind:
      return parted(heading, ":").compactMap { split in
        let question = String(split.item.drop { $0 == ":" || $0 == " " })
        return question.isEmpty ? nil : Split(question: question, item: split.question)
      }
    }
  }

  /// - Parameter isPoint: Whether the mark may also end a sentence or stand in a number.
  private static func parted(_ heading: String, _ mark: String, isPoint: Bool = false) -> [Split] {
    var splits: [Split] = []
    var position = heading.startIndex
    while position < heading.endIndex {
      defer { position = heading.index(after: position) }
      guard heading[position] == mark.first, heading[position...].hasPrefix(mark) else { continue }
      let before = heading[..<position]
      let rest = heading[heading.index(position, offsetBy: mark.count)...]
      if isPoint {
        guard let next = rest.first, !next.isWhitespace, !(next.isNumber && before.last?.isNumber == true) else {
          continue
        }
      }
      let split = Split(question: before.trimmed, item: rest.trimmed)
      if !split.question.isEmpty, !split.item.isEmpty { splits.append(split) }
    }
    return splits
  }
}
