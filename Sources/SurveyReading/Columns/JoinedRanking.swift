internal import SurveyModel

/// Finds ranking questions whose items stand in one cell, the first one first.
enum JoinedRanking {
  /// The items; nil where the cells are no ranking: in every answered cell the same pieces, in more than one order.
  static func items(_ cells: RawColumn, separator: Character) -> [String]? {
    guard cells.spilled == nil else { return nil }
    var items: [String]?
    var orders: Set<[String]> = []
    for code in 0..<cells.distinctCount where cells.absence(at: code) == nil {
      let pieces = self.pieces(of: cells.text(at: code), separator)
      guard !pieces.isEmpty else { continue }
      guard pieces.count > 1, Set(pieces).count == pieces.count else { return nil }
      let sorted = pieces.sorted()
      if items == nil { items = sorted }
      guard items == sorted else { return nil }
      orders.insert(pieces)
    }
    return orders.count > 1 ? items : nil
  }

  /// The ranks of items, one column per item.
  static func ranks(_ items: [String], _ cells: RawColumn, separator: Character, count: Int) -> [RawColumn] {
    var columns = [RawColumn](repeating: RawColumn(), count: items.count)
    for row in 0..<count {
      let pieces = pieces(of: cells.text(ofCell: row) ?? "", separator)
      for (position, item) in items.enumerated() {
        columns[position].append(pieces.firstIndex(of: item).map { String($0 + 1) } ?? "")
      }
    }
    return columns
  }

  private static func pieces(of text: String, _ separator: Character) -> [String] {
    TextMatching.spaced(text).split(separator: separator).map(\.trimmed).filter { !$0.isEmpty }
  }
}
