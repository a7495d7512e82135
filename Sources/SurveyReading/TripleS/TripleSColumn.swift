internal import SurveyModel

/// One variable of a Triple-S survey as a column, or as several where it has more answers than one column holds.
struct TripleSColumn {
  let variable: TripleSDefinition.Variable
  let cells: RawColumn
  /// The data's name, for problems of cells.
  let file: String
  /// The definition's name, for problems of its own.
  let definition: String

  /// Adds the variable to a survey.
  func add(to assembly: inout SurveyAssembly) {
    if variable.type == "multiple" {
      addMultiple(to: &assembly)
      return
    }
    let template = template(&assembly.problems)
    checkRange(template, &assembly.problems)
    assembly.columns.append((template: template, cells: cells))
  }

  /// The codebook's entry as far as every type has it.
  var described: Variable {
    var described = Variable(
      name: variable.name, key: variable.ident.isEmpty ? nil : variable.ident, label: variable.label,
      kind: .categorical, level: .nominal)
    if variable.use == "weight" { described.role = .weight }
    if variable.use == "serial" || variable.isLink {
      described.role = .metadata
      described.personal = .identifier
    }
    return described
  }

  private func template(_ problems: inout [Problem]) -> ColumnTemplate {
    var template = ColumnTemplate(described, knowledge: .kind)
    template.notation = .padded
    switch variable.type {
    case "single":
      guard let values = answers(&problems) else { return numbers(template) }
      let (labels, level) = labels(values)
      template.variable.labels = labels
      template.variable.level = level
      template.knowledge = .answers
      if variable.isLiteral { template.notation = .literal }
    case "quantity": return numbers(template)
    case "logical":
      template.variable.labels =
        variable.values.isEmpty
        ? [ValueLabel(code: "1", label: "Yes", value: 1), ValueLabel(code: "0", label: "No", value: 0)]
        : labels(variable.values).labels
      template.knowledge = .answers
    case "date":
      template.variable.kind = .datetime
      template.variable.level = .scale
      template.notation = .compactDate
    default:
      template.variable.kind = .text
      if variable.type == "time" { template.variable.role = .metadata }
      if asksForOther { template.variable.role = .otherText }
      if variable.type != "time", variable.type != "character" { reportType(&problems) }
    }
    return template
  }

  private func numbers(_ template: ColumnTemplate) -> ColumnTemplate {
    var template = template
    template.variable.kind = .numeric
    template.variable.level = .scale
    template.variable.labels = labels(variable.values).labels.map { label in
      var label = label
      label.value = label.missing == nil ? CellNotation.paddedNumber(label.code) : nil
      return label
    }
    return template
  }

  private var asksForOther: Bool {
    guard variable.type == "character" else { return false }
    let folded = TextMatching.folded(variable.label)
    return folded.hasPrefix("other") || folded.contains("specify")
  }

  private func reportType(_ problems: inout [Problem]) {
    problems.append(
      Problem(
        .warning, file: definition, column: variable.name, found: "a variable of the type '\(variable.type)'",
        expected: "one of single, multiple, quantity, character, logical, date, time",
        remedy: "it is read as text"))
  }

  // MARK: Answers

  /// The answers with their numbers: their scores, where the definition gives any.
  private func labels(
    _ values: [TripleSDefinition.Value]
  ) -> (labels: [ValueLabel], level: MeasurementLevel) {
    var (labels, level) = AnswerLists.labels(values.map { ($0.code, $0.text) }, isScale: false)
    if values.contains(where: { $0.score != nil }) {
      for (index, value) in values.enumerated() where labels[index].missing == nil { labels[index].value = value.score }
      level = .ordinal
    } else if variable.isLiteral, level == .nominal {
      for index in labels.indices { labels[index].value = nil }
    }
    return (labels, level)
  }

  /// The answers of a single; nil where a long range without any labels makes it a number.
  ///
  /// A range allows codes without labels. All of a short one are answers, of a long one those that occur.
  private func answers(_ problems: inout [Problem]) -> [TripleSDefinition.Value]? {
    let values = variable.values
    reportRepeated(values.map(\.code), &problems)
    guard let range = variable.range else { return values }
    let known = Set(values.map(\.code))
    guard !variable.isLiteral, let from = Int(range.from), let to = Int(range.to), from <= to else {
      let occurring = cells.texts.map(\.text.trimmed).filter { text in
        text.utf8.count == range.from.utf8.count && text >= range.from && text <= range.to && !known.contains(text)
      }
      return values + Set(occurring).sorted().map { TripleSDefinition.Value(code: $0, text: "") }
    }
    let numbers = Set(values.compactMap { Int($0.code) })
    let (span, isHuge) = to.subtractingReportingOverflow(from)
    let isShort = !isHuge && span <= Self.longestList
    if !isShort, values.isEmpty { return nil }
    let allowed =
      isShort
      ? Array(from...to)
      : Set(cells.texts.compactMap { Int($0.text.trimmed) }.filter { $0 >= from && $0 <= to }).sorted()
    let all = values + allowed.filter { !numbers.contains($0) }.map { TripleSDefinition.Value(code: "\($0)", text: "") }
    return all.enumerated().sorted { a, b in
      (Int(a.element.code) ?? .max, a.offset) < (Int(b.element.code) ?? .max, b.offset)
    }.map(\.element)
  }

  /// Up to how many codes of a range are answers though nobody gave them.
  private static let longestList = 100

  private func reportRepeated(_ codes: [String], _ problems: inout [Problem]) {
    var seen: Set<String> = []
    guard let repeated = codes.first(where: { !seen.insert($0).inserted }) else { return }
    problems.append(
      Problem(
        .warning, file: definition, column: variable.name, found: "the code '\(repeated)' for two answers",
        expected: "a code of its own for every answer", remedy: "cells with it are read as the first of them"))
  }

  // MARK: Range

  private func checkRange(_ template: ColumnTemplate, _ problems: inout [Problem]) {
    guard let range = variable.range, [.numeric, .datetime].contains(template.variable.kind) else { return }
    func number(_ text: String) -> Double? {
      template.variable.kind == .datetime
        ? CellNotation.compactSeconds(text).map(Double.init) : CellNotation.paddedNumber(text)
    }
    guard let low = number(range.from), let high = number(range.to), low <= high else {
      problems.append(
        Problem(
          .warning, file: definition, column: variable.name, found: "a range from '\(range.from)' to '\(range.to)'",
          expected: "the least and the greatest value", remedy: "the values are not checked against it"))
      return
    }
    let listed = Set(variable.values.compactMap { number($0.code) })
    var outside = TripleSFindings()
    for (text, tally, first) in cells.texts {
      guard let value = number(text), value < low || value > high, !listed.contains(value) else { continue }
      outside.add(text, tally, first)
    }
    guard let first = outside.first else { return }
    problems.append(
      Problem(
        .warning, file: file, row: first + 1, column: variable.name,
        found: template.variable.personal.isPersonal ? "\(outside.count) values outside the range" : outside.words,
        expected: "\(range.from) to \(range.to)" + (listed.isEmpty ? "" : ", or a value that is listed"),
        remedy: "they are read as they are"))
  }
}

/// Texts of a column that are not as they should be, with how often each occurs.
struct TripleSFindings {
  private(set) var first: Int?
  private(set) var count = 0
  private var texts: [(text: String, tally: Int)] = []

  mutating func add(_ text: String, _ tally: Int, _ cell: Int) {
    first = min(first ?? cell, cell)
    count += tally
    texts.append((text.trimmed, tally))
  }

  /// The first five texts, and how many more there are.
  var words: String {
    let shown = texts.prefix(5).map { "'\($0.text)' in \($0.tally) cell\($0.tally == 1 ? "" : "s")" }
    return shown.joined(separator: ", ") + (texts.count > 5 ? " and \(texts.count - 5) more" : "")
  }
}

extension RawColumn {
  /// The texts that are not blank, each once with how often it occurs and where first; in a column of very many texts
  /// every cell by itself.
  var texts: [(text: String, tally: Int, first: Int)] {
    if let spilled {
      return (0..<spilled.count).filter { spilled.missing[$0] == 0 }.map { (spilled.text(at: $0), 1, $0) }
        .filter { !Self.isBlank($0.0.utf8) }
    }
    let tallies = tallies
    return (0..<distinctCount).compactMap { code in
      guard absence(at: code) == nil, !Self.isBlank(bytes(at: code)) else { return nil }
      return (text(at: code), tallies[code], firstCell(of: code) ?? 0)
    }
  }
}
