/// Columns whose names differ by a number at the end alone, and what their cells say of them.
enum SiblingNames {
  /// The name without the number at its end: `Q3` of `Q3_1`; nil where there is no such number.
  static func base(of name: String) -> String? {
    var digits = 0
    for byte in name.utf8.reversed() {
      guard (0x30...0x39).contains(byte) else { break }
      digits += 1
    }
    guard digits > 0, digits < name.utf8.count else { return nil }
    let rest = name.dropLast(digits)
    guard let last = rest.last, "_#.-[".contains(last) else { return nil }
    let base = rest.dropLast()
    return base.isEmpty ? nil : String(base)
  }

  /// The part that all names have before their numbers; nil where they have none.
  static func common(_ names: [String]) -> String? {
    let bases = Set(names.compactMap(base(of:)))
    return bases.count == 1 && names.allSatisfy({ base(of: $0) != nil }) ? bases.first : nil
  }

  /// Whether columns are the options of one question: each holds one text, "1" or its own item's, beside blanks and 0.
  static func areOptions(_ columns: [RawColumn], items: [String]?) -> Bool {
    var hasTicks = false
    for (position, column) in columns.enumerated() {
      guard column.spilled == nil else { return false }
      let texts = column.distinctTexts.filter { $0 != "0" }
      guard let text = texts.first else { continue }
      let item = items.map { TextMatching.normalized($0[position]) } ?? ""
      let form = TextMatching.normalized(text)
      guard texts.count == 1, form == "1" || (!item.isEmpty && (form == item || item.hasPrefix(form))) else {
        return false
      }
      hasTicks = true
    }
    return hasTicks
  }

  /// Whether columns are the rows of one grid, where no name says so: the texts must also recur, and in several columns.
  static func areRecurringRows(_ columns: [RawColumn]) -> Bool {
    guard areRows(columns) else { return false }
    var columnsOf: [String: Int] = [:]
    var answered = 0
    for column in columns {
      for text in Set(column.distinctTexts.map { TextMatching.normalized($0) }) { columnsOf[text, default: 0] += 1 }
      answered += zip(0..., column.tallies).reduce(0) { sum, entry in
        column.absence(at: entry.0) == nil && !RawColumn.isBlank(column.bytes(at: entry.0)) ? sum + entry.1 : sum
      }
    }
    return answered >= 2 * columnsOf.count && columnsOf.values.contains { $0 > 1 }
  }

  /// Whether columns are the rows of one grid: their texts overlap, and are few.
  static func areRows(_ columns: [RawColumn]) -> Bool {
    let sets = columns.map { column in
      column.spilled == nil ? Set(column.distinctTexts.map { TextMatching.normalized($0) }) : []
    }
    let union = sets.reduce(into: Set<String>()) { $0.formUnion($1) }
    guard columns.count > 1, union.count >= 2, union.count <= 20 else { return false }
    return sets.count { !$0.isEmpty && $0.count * 3 >= union.count } * 2 >= sets.count
  }
}
