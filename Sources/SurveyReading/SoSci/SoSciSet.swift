internal import SurveyModel

/// A question with "tick all that apply": a column per option, and one that counts the ticked ones.
struct SoSciSet {
  let question: String
  /// The code of a ticked option.
  let yes: String
  /// Ticked and not ticked, with the script's words.
  let labels: [ValueLabel]
  /// The records, from 1, in which the count is not that of the ticked options.
  let miscounted: [Int]

  private static let unticked: Set<String> = [
    "not checked", "not selected", "nicht gewählt", "nicht ausgewählt", "nicht angekreuzt", "ikke valgt",
  ]

  /// Whether the columns of a question are options, by what the script says or by what the cells hold.
  init?(question: String, columns: SoSciColumns) {
    let items = columns.items(of: question)
    guard let first = items.first else { return nil }
    let union = items.reduce(into: Set<String>()) { $0.formUnion(columns.answers($1)) }
    let entries = items.map { columns.entry($0) }
    let whole = columns.whole(of: question)
    let isSaid = entries.allSatisfy { Self.saysOption($0) }
    guard let codes = Self.codes(union, entry: isSaid ? entries[0] : nil) else { return nil }
    let check = whole.map { Self.miscounts(items, count: $0, yes: codes.yes, columns) }
    if !isSaid {
      let isLogical = codes.yes == "T" || codes.yes == "TRUE"
      let isCounted = check.map { $0.right > 0 && $0.right >= $0.wrong.count } ?? false
      guard isCounted || (isLogical && items.count > 1) else { return nil }
    }
    self.question = question
    yes = codes.yes
    let words = columns.entry(first)?.labels ?? []
    func word(_ code: String, _ letter: String, _ other: String) -> String {
      words.first { $0.code == code }?.text ?? words.first { $0.code == letter }?.text ?? other
    }
    labels = [
      ValueLabel(code: codes.yes, label: word(codes.yes, "T", "selected"), value: 1),
      ValueLabel(code: codes.no, label: word(codes.no, "F", "not selected"), value: 0),
    ]
    miscounted = check?.wrong ?? []
  }

  // 1 and 2 are "not ticked" and "ticked" in the platform's own export, T and F in the one for R.
  private static func codes(
    _ texts: Set<String>, entry: SoSciImportScript.Entry?
  ) -> (yes: String, no: String)? {
    let isLogical = entry.map { $0.kind == "logical" || SoSciAnswers.isTruth($0) } ?? false
    if texts.isEmpty { return entry == nil ? nil : isLogical ? ("T", "F") : ("2", "1") }
    // Where nobody ticked anything, 1 alone is "not ticked", unless R made numbers of true and false.
    if texts.isSubset(of: ["1", "2"]), !(texts == ["1"] && isLogical) { return ("2", "1") }
    return SoSciTruth(texts).map { ($0.yes, $0.no) }
  }

  /// Whether the script words a column's two codes as "not ticked" and "ticked".
  private static func saysOption(_ entry: SoSciImportScript.Entry?) -> Bool {
    guard let entry else { return false }
    if entry.kind == "logical" || SoSciAnswers.isTruth(entry) { return true }
    let labels = entry.labels.filter { !$0.code.hasPrefix("-") }
    return labels.count == 2
      && labels.contains { $0.code == "1" && unticked.contains(TextMatching.folded($0.text)) }
  }

  /// In how many records the count is right, and the records in which it is not.
  private static func miscounts(
    _ items: [Int], count: Int, yes: String, _ columns: SoSciColumns
  ) -> (right: Int, wrong: [Int]) {
    let counts = columns.cells[count]
    var right = 0
    var wrong: [Int] = []
    for row in 0..<counts.count {
      // A negative count is an answer outside the options.
      guard let number = counts.text(ofCell: row).flatMap({ Int($0.trimmed) }), number >= 0 else { continue }
      let ticked = items.count { columns.cells[$0].text(ofCell: row)?.trimmed == yes }
      if ticked == number { right += ticked > 0 ? 1 : 0 } else { wrong.append(row + 1) }
    }
    return (right, wrong)
  }
}
