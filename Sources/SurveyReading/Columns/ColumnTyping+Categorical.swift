internal import SurveyModel
internal import TextFormats

extension ColumnTyping {
  /// The column as answers of a list; texts that are in no list are read as answers of their own and reported.
  func categorical(_ known: [ValueLabel], level: MeasurementLevel) -> Result {
    var labels = withReasons(known)
    let matcher = AnswerMatcher(
      labels, labelsFirst: template.labelsFirst, tickedTexts: template.tickedTexts,
      untickedTexts: template.untickedTexts, notation: template.notation)
    let sorts = sorts
    var matched = [Int?](repeating: nil, count: sorts.count)
    var unknown: [(text: String, tally: Int, first: Int)] = []
    var added: [String: Int] = [:]
    for (code, sort) in sorts.enumerated() {
      guard case .value = sort else { continue }
      let text = cells.text(at: code)
      if let position = matcher.position(of: text) {
        matched[code] = position
      } else {
        let key = TextMatching.normalized(text)
        if let position = added[key] {
          matched[code] = position
          continue
        }
        added[key] = labels.count
        matched[code] = labels.count
        labels.append(unknownLabel(text, among: labels))
        // In a column of one option, 0 is "not ticked" and needs no explaining.
        if template.isOption, text.trimmed == "0" { continue }
        unknown.append((text, tallies[code], cells.firstCell(of: code) ?? 0))
      }
    }
    addDeclared(sorts, &labels, &matched, matcher)
    return finish(labels, matched, sorts, level: level, unknown: unknown)
  }

  private func withReasons(_ known: [ValueLabel]) -> [ValueLabel] {
    let wordings = known.map(\.label)
    return known.map { label in
      var label = label
      if let declared = declaredReason(label.code) { label.missing = declared }
      if label.missing == nil, !template.labelsSayAll {
        label.missing = ResidualWording.reason(label.label, among: wordings)
      }
      if label.missing != nil { label.value = nil }
      return label
    }
  }

  private func unknownLabel(_ text: String, among labels: [ValueLabel]) -> ValueLabel {
    let trimmed = text.trimmed
    let numbered = labels.contains { $0.value != nil }
    return ValueLabel(
      code: trimmed, label: trimmed, missing: ResidualWording.reason(trimmed),
      value: numbered ? NumberText.value(trimmed) : nil)
  }

  // A declared "don't know" is an answer that was offered, so it keeps a label; a declared blank is none.
  private func addDeclared(
    _ sorts: [Sort], _ labels: inout [ValueLabel], _ matched: inout [Int?], _ matcher: AnswerMatcher
  ) {
    for (code, sort) in sorts.enumerated() {
      guard case .declared(let reason) = sort else { continue }
      let text = cells.text(at: code)
      if let position = matcher.position(of: text) {
        matched[code] = position
        labels[position].missing = reason
        labels[position].value = nil
      } else if reason.isOfferedAnswer || reason == .declared {
        matched[code] = labels.count
        labels.append(ValueLabel(code: text.trimmed, label: text.trimmed, missing: reason))
      }
    }
  }

  private func finish(
    _ labels: [ValueLabel], _ matched: [Int?], _ sorts: [Sort], level: MeasurementLevel,
    unknown: [(text: String, tally: Int, first: Int)]
  ) -> Result {
    // Answers that count come first, in the order given; missing ones last.
    let order =
      labels.indices.filter { labels[$0].missing == nil } + labels.indices.filter { labels[$0].missing != nil }
    var places = [Int](repeating: 0, count: labels.count)
    for (place, position) in order.enumerated() { places[position] = place }
    let entries = sorts.enumerated().map { code, sort -> CategoricalColumn.Entry in
      let text = cells.absence(at: code) == nil ? cells.text(at: code) : nil
      if let position = matched[code] {
        let reason = labels[position].missing
        return .init(
          text: text, meaning: reason.map { .residual(label: places[position], $0) } ?? .label(places[position]))
      }
      switch sort {
      case .missing(let reason), .declared(let reason): return .init(text: text, meaning: .missing(reason))
      case .value: return .init(text: text, meaning: .missing(.unreadable))
      }
    }
    var variable = template.variable
    variable.kind = .categorical
    variable.level = level
    variable.labels = order.map { labels[$0] }
    let column = Column.categorical(CategoricalColumn(codes: cells.codes, entries: entries))
    return Result(variable: variable, column: column, problems: unknownProblems(unknown))
  }

  private func unknownProblems(_ unknown: [(text: String, tally: Int, first: Int)]) -> [Problem] {
    guard let first = unknown.first, template.knowledge == .answers else { return [] }
    let shown = unknown.prefix(5).map { "\(quoted($0.text)) in \($0.tally) cell\($0.tally == 1 ? "" : "s")" }
    let more = unknown.count > 5 ? " and \(unknown.count - 5) more" : ""
    return [
      problem(
        .warning, row: first.first + 1, found: shown.joined(separator: ", ") + more,
        expected: "an answer that the questionnaire lists",
        remedy: "they are read as answers of their own; declare codes of missing answers with --missing CODE=REASON")
    ]
  }
}

/// Finds which answer of a list a text is: by code, by label, by either with spelling evened out.
struct AnswerMatcher {
  private var stages: [[String: Int]]
  private var numbers: [Double: Int] = [:]
  private let notation: CellNotation

  init(
    _ labels: [ValueLabel], labelsFirst: Bool, tickedTexts: [String] = [], untickedTexts: [String] = [],
    notation: CellNotation = .written
  ) {
    self.notation = notation
    func table(_ key: (ValueLabel) -> String) -> [String: Int] {
      Dictionary(labels.enumerated().map { (key($1), $0) }, uniquingKeysWith: { first, _ in first })
    }
    let codes = [table { $0.code }, table { TextMatching.normalized($0.code) }]
    let texts = [table { $0.label }, table { TextMatching.normalized($0.label) }]
    let usual = (labelsFirst ? texts + codes : codes + texts) + [table { TextMatching.folded($0.label) }]
    stages = notation == .written ? usual : codes + [[:]]
    for text in tickedTexts where stages[0][text] == nil { stages[0][text] = 0 }
    let unticked = labels.firstIndex { $0.value == 0 } ?? (labels.count > 1 ? 1 : nil)
    for text in untickedTexts where stages[0][text] == nil { stages[0][text] = unticked }
    for (position, label) in labels.enumerated() {
      if let number = notation.number(label.code), numbers[number] == nil { numbers[number] = position }
    }
  }

  /// The position of the answer that the text is, or nil where it is none.
  func position(of text: String) -> Int? {
    if let position = stages[0][text] { return position }
    let normalized = TextMatching.normalized(text)
    for stage in stages.dropLast() {
      if let position = stage[normalized] { return position }
    }
    if let position = stages.last?[normalized.lowercased()] { return position }
    return notation.number(text).flatMap { numbers[$0] }
  }
}
