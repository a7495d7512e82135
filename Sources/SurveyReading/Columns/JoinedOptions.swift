/// Tells columns whose cells hold several ticked options joined by a separator.
enum JoinedOptions {
  /// The options that the cells are made of, in order of first occurrence; nil where they are no joined options.
  ///
  /// A separator followed by a space belongs to an option's own text, for platforms join without one.
  static func guess(_ cells: RawColumn, separator: Character) -> [String]? {
    guard cells.spilled == nil else { return nil }
    let tallies = cells.tallies
    var counts: [String: Int] = [:]
    var companies: [String: Int] = [:]
    var order: [String] = []
    var joined = 0
    for (code, tally) in tallies.enumerated() where cells.absence(at: code) == nil {
      let text = cells.text(at: code)
      guard !RawColumn.isBlank(text.utf8) else { continue }
      let pieces = pieces(of: text, separator: separator)
      if pieces.count > 1 { joined += tally }
      guard Set(pieces).count == pieces.count else { return nil }
      for piece in pieces {
        if counts[piece] == nil { order.append(piece) }
        counts[piece, default: 0] += tally
        companies[piece, default: 0] += 1
      }
    }
    guard joined >= 2, order.count >= 2, order.count <= 64 else { return nil }
    let pieces = counts.values.reduce(0, +)
    let single = counts.values.count { $0 == 1 }
    // Options recur; the words of sentences with commas do not.
    guard pieces >= 3 * order.count, single * 3 <= order.count else { return nil }
    // An option stands in many cells' company; the halves of one answer with a comma always stand together.
    guard companies.values.count(where: { $0 > 1 }) * 2 > order.count else { return nil }
    if order.allSatisfy({ NumberText.value($0) != nil }) {
      return order.sorted { (NumberText.value($0) ?? 0) < (NumberText.value($1) ?? 0) }
    }
    return order
  }

  static func pieces(of text: String, separator: Character) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var characters = text[...]
    let isNumbers = text.allSatisfy { $0 == separator || $0 == "-" || ($0.isASCII && $0.isNumber) }
    while let first = characters.popFirst() {
      // "$30,000" is one piece, "1,2,3" are three.
      let isThousands = !isNumbers && piece.last?.isNumber == true && characters.first?.isNumber == true
      if first == separator, !isThousands, let next = characters.first, next != " ", next != "\u{A0}" {
        pieces.append(piece.trimmed)
        piece = ""
      } else {
        piece.append(first)
      }
    }
    pieces.append(piece.trimmed)
    return pieces.filter { !$0.isEmpty }
  }
}
