internal import PaperGraphics
internal import TextFormats

/// The footer and descriptions of a forest plot.
struct ForestWords {
  let figure: ForestFigure

  var subtitle: String {
    figure.scale == .differenceFromThreshold ? "Estimates less their thresholds, with intervals" : figure.heads.plot
  }

  static func estimate(_ row: ForestRow) -> String {
    guard let estimate = row.estimate else { return "–" }
    let text = row.format.text(estimate)
    guard let lower = row.lower, let upper = row.upper else { return text }
    func bare(_ value: Double) -> String {
      let number = row.format.text(value)
      return number.hasSuffix("%") ? String(number.dropLast()) : number
    }
    return "\(text) [\(bare(lower)), \(bare(upper))]"
  }

  /// The figure's own sentences of the footer.
  func notes(hasArrow: Bool, unplaced: [String], dropped: [Int]) -> [String] {
    var notes: [String] = []
    let decisions: [(ForestDecision, String)] = [
      (.supported, "filled circle: supported"), (.contradicted, "filled square: contradicted"),
      (.undecided, "open circle: undecided"),
    ]
    let used = decisions.filter { decision in figure.rows.contains { $0.decision == decision.0 } }.map(\.1)
    notes.append(Self.capitalized(used.joined(separator: "; ")) + ".")
    let bands = Set(figure.rows.compactMap(\.equivalence))
    if let band = bands.first, bands.count == 1 {
      let about = figure.drawnReference == 0 ? "" : " about the reference line"
      notes.append("Grey band: within ±\(figure.axisFormat.text(band))\(about), treated as negligible.")
    } else if !bands.isEmpty {
      notes.append("Grey band: what each row treats as negligible.")
    }
    if hasArrow { notes.append("An arrow marks an interval that goes on beyond the axis.") }
    if figure.rows.contains(where: { $0.estimate == nil }) { notes.append("–: not estimable.") }
    if dropped.contains(0) {
      notes.append(list(figure.heads.threshold) { row in row.threshold.map { row.format.text($0) } })
    }
    if dropped.contains(1) { notes.append(list(figure.heads.p) { row in row.p.map(NumberStyle.probability) }) }
    return notes + unplaced
  }

  /// What a column held that had no room; one value where all rows have the same.
  private func list(_ head: String, _ value: (ForestRow) -> String?) -> String {
    let values = figure.rows.compactMap { row in value(row).map { (row.id, $0) } }
    if let first = values.first, values.allSatisfy({ $0.1 == first.1 }) { return "\(head): \(first.1)." }
    return "\(head): " + values.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "."
  }

  private static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  var description: String {
    let opening = "Forest plot of \(figure.rows.count == 1 ? "one row" : "\(figure.rows.count) rows"). "
    return opening + figure.rows.map { sentence($0, withText: true) }.joined(separator: " ")
  }

  var summary: String {
    let opening = "Forest plot of \(figure.rows.count == 1 ? "one row" : "\(figure.rows.count) rows"). "
    return opening + figure.rows.map { sentence($0, withText: false) }.joined(separator: " ")
  }

  private func sentence(_ row: ForestRow, withText: Bool) -> String {
    var parts = [row.estimate == nil ? "not estimable" : "\(Self.estimate(row))"]
    if let threshold = row.threshold, figure.scale == .differenceFromThreshold {
      parts.append("threshold \(row.format.text(threshold))")
    }
    if let p = row.p { parts.append(NumberStyle.probabilityPhrase(p)) }
    if !row.verdict.isEmpty { parts.append(row.verdict) }
    let name = withText && !row.text.isEmpty ? "\(row.id), \(row.text)" : row.id
    return "\(name): \(parts.joined(separator: ", "))."
  }

  var data: [(String, JSONValue)] {
    [
      ("scale", .string(figure.scale.rawValue)), ("reference", .finite(figure.drawnReference)),
      ("rows", .array(figure.rows.map(row))),
    ]
  }

  private func row(_ row: ForestRow) -> JSONValue {
    .object(
      JSONObject([
        ("id", .string(row.id)), ("text", .string(row.text)), ("family", .text(row.family)),
        ("estimate", .finite(row.estimate)), ("lower", .finite(row.lower)), ("upper", .finite(row.upper)),
        ("threshold", .finite(row.threshold)), ("equivalence", .finite(row.equivalence)), ("p", .finite(row.p)),
        ("verdict", .string(row.verdict)), ("decision", .string(row.decision.rawValue)),
      ]))
  }
}
