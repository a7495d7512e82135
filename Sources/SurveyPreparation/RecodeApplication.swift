internal import SurveyModel

extension Recode {
  /// Adds the new variable to the survey and returns how many answers fell into no group.
  func apply(to survey: inout Survey) throws(PreparationError) -> Int {
    guard let position = survey.codebook.position(of: source) else {
      throw PreparationError.unknown(source, in: survey.codebook, place: place)
    }
    let groups: [ValueLabel]
    let codes: [Int16]
    switch rule {
    case .cut(let points): (groups, codes) = try cut(survey, position, points)
    case .groups(let list): (groups, codes) = try grouped(survey, position, list)
    }
    let original = survey.codebook.variables[position]
    let (column, outside) = column(survey.columns[position], codes, groups)
    let variable = Variable(
      name: name, label: original.label, itemText: original.itemText, kind: .categorical,
      level: isOrdered(original) ? .ordinal : .nominal, labels: groups, role: .question)
    guard survey.append(variable, .categorical(column)) else {
      throw PreparationError(
        .nameTaken, place: place, found: "the name '\(name)', which a variable already has", expected: "a new name",
        remedy: "choose another name")
    }
    return outside
  }

  private var place: Place { Place(column: "variables.\(name)") }

  private func isOrdered(_ original: Variable) -> Bool {
    if case .cut = rule { true } else { original.level != .nominal }
  }

  /// One entry per group, then one per reason for missing that occurs.
  private func column(_ original: Column, _ codes: [Int16], _ groups: [ValueLabel]) -> (CategoricalColumn, Int) {
    var entries = groups.indices.map { CategoricalColumn.Entry(text: groups[$0].code, meaning: .label($0)) }
    var entryOfReason: [MissingReason: Int] = [:]
    var outside = 0
    var cells: [UInt16] = []
    cells.reserveCapacity(codes.count)
    for (respondent, code) in codes.enumerated() {
      if code >= 0 {
        cells.append(UInt16(code))
        continue
      }
      let reason = original.missingReason(at: respondent)
      if reason == nil { outside += 1 }
      let index = entryOfReason[reason ?? .declared] ?? entries.count
      if index == entries.count {
        entryOfReason[reason ?? .declared] = index
        entries.append(CategoricalColumn.Entry(text: nil, meaning: .missing(reason ?? .declared)))
      }
      cells.append(UInt16(index))
    }
    return (CategoricalColumn(codes: cells, entries: entries), outside)
  }

  // MARK: Cuts

  private func cut(
    _ survey: Survey, _ position: Int, _ points: [Double]
  ) throws(PreparationError) -> ([ValueLabel], [Int16]) {
    guard !points.isEmpty, points.count < 1000, zip(points, points.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw PreparationError(
        .argument, place: place, found: "the cuts \(points.map(Column.text).joined(separator: ", "))",
        expected: "numbers in rising order", remedy: "write such as: cut: [18, 30, 50, 65]")
    }
    let numbers = try self.numbers(survey, position)
    let whole = (points + numbers).allSatisfy { $0.isNaN || $0 == $0.rounded() }
    let labels = points.indices.map { index -> ValueLabel in
      ValueLabel(code: String(index + 1), label: Self.words(points, index, whole: whole))
    }
    let codes = numbers.map { number -> Int16 in
      guard !number.isNaN, number >= points[0] else { return -1 }
      return Int16((points.firstIndex { $0 > number } ?? points.count) - 1)
    }
    return (labels, codes)
  }

  private static func words(_ points: [Double], _ index: Int, whole: Bool) -> String {
    let lower = Column.text(points[index])
    guard index + 1 < points.count else { return "\(lower)+" }
    guard whole else { return "\(lower) to under \(Column.text(points[index + 1]))" }
    let last = points[index + 1] - 1
    return last == points[index] ? lower : "\(lower)–\(Column.text(last))"
  }

  private func numbers(_ survey: Survey, _ position: Int) throws(PreparationError) -> [Double] {
    let evaluation = ExpressionEvaluation(survey: survey)
    let variable = survey.codebook.variables[position]
    switch variable.kind {
    case .numeric: return evaluation.numbers(.column(position: position))
    case .categorical where variable.labels.contains { $0.missing == nil && $0.number != nil }:
      let values = variable.labels.map { $0.missing == nil ? $0.number ?? .nan : .nan }
      return evaluation.numbers(.answers(position: position, values: values))
    default:
      throw PreparationError(
        .kind, place: place, found: "\(source), which has no numbers", expected: "a variable with numbers",
        remedy: "name answers instead: {A: 'first, second', B: otherwise}")
    }
  }

  // MARK: Groups

  private func grouped(
    _ survey: Survey, _ position: Int, _ groups: [Group]
  ) throws(PreparationError) -> ([ValueLabel], [Int16]) {
    try checkGroups(groups)
    let labels = groups.enumerated().map { ValueLabel(code: String($0 + 1), label: $1.label) }
    let rest = groups.firstIndex { $0.members.contains(.otherwise) }.map { Int16($0) } ?? -1
    let variable = survey.codebook.variables[position]
    if case .categorical(let column) = survey.columns[position] {
      let table = try groupOfLabel(variable, groups, rest)
      let groupOfEntry = column.entries.map { entry -> Int16 in
        if case .label(let label) = entry.meaning { table[label] } else { -1 }
      }
      return (labels, column.codes.map { groupOfEntry[Int($0)] })
    }
    for case .answer(let text) in groups.flatMap(\.members) {
      throw PreparationError(
        .kind, place: place, found: "the answer '\(text)' of \(source), which is \(variable.kind.words)",
        expected: "numbers or ranges", remedy: "write such as: 6..7")
    }
    let codes = try numbers(survey, position).map { number -> Int16 in
      if number.isNaN { return -1 }
      return groups.firstIndex { $0.contains(number) }.map { Int16($0) } ?? rest
    }
    return (labels, codes)
  }

  private func groupOfLabel(
    _ variable: Variable, _ groups: [Group], _ rest: Int16
  ) throws(PreparationError) -> [Int16] {
    var table = [Int16?](repeating: nil, count: variable.labels.count)
    for (index, group) in groups.enumerated() {
      for member in group.members {
        var found: [Int] = []
        switch member {
        case .otherwise: continue
        case .range(let lower, let upper):
          found = variable.labels.indices.filter { at in
            variable.labels[at].number.map { lower <= $0 && $0 <= upper } ?? false
          }
        case .answer(let text):
          found = variable.labels.indices.filter { variable.labels[$0].code == text }
          if found.isEmpty { found = variable.labels.indices.filter { variable.labels[$0].label == text } }
          guard !found.isEmpty else { throw unknownAnswer(text, variable) }
        }
        for label in found {
          guard table[label] == nil || table[label] == Int16(index) else {
            throw overlap("the answer '\(variable.labels[label].label)'")
          }
          table[label] = Int16(index)
        }
      }
    }
    return table.map { $0 ?? rest }
  }

  private func unknownAnswer(_ text: String, _ variable: Variable) -> PreparationError {
    let known = variable.labels.flatMap { [$0.label, $0.code] }
    return PreparationError(
      .unknownAnswer, place: place, found: "no answer '\(text)' of \(source)", expected: "a code or label of it",
      remedy: nearest(text, known) ?? "'topline inspect' lists its answers")
  }

  private func overlap(_ found: String) -> PreparationError {
    PreparationError(
      .argument, place: place, found: "\(found) in two groups", expected: "each value in one group",
      remedy: "take it out of one of them")
  }

  private func checkGroups(_ groups: [Group]) throws(PreparationError) {
    guard !groups.isEmpty, groups.count < 1000, Set(groups.map(\.label)).count == groups.count else {
      throw PreparationError(
        .argument, place: place, found: groups.isEmpty ? "no groups" : "two groups with the same label",
        expected: "groups with labels of their own", remedy: "write such as: {Heavy: 6..7, Light: 0..5}")
    }
    var ranges: [(lower: Double, upper: Double, group: Int)] = []
    for (index, group) in groups.enumerated() {
      for case .range(let lower, let upper) in group.members {
        if let other = ranges.first(where: { $0.group != index && $0.lower <= upper && lower <= $0.upper }) {
          throw overlap("\(Column.text(max(lower, other.lower)))")
        }
        ranges.append((lower, upper, index))
      }
    }
    guard groups.filter({ $0.members.contains(.otherwise) }).count < 2 else { throw overlap("'otherwise'") }
  }
}

extension Recode.Group {
  /// Whether one of the ranges holds the number.
  func contains(_ number: Double) -> Bool {
    members.contains { member in
      if case .range(let lower, let upper) = member { lower <= number && number <= upper } else { false }
    }
  }
}
