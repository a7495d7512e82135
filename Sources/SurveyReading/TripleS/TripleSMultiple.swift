internal import SurveyModel

extension TripleSColumn {
  /// Adds a question with several answers: one column with up to 64 options, beyond that a column per option.
  func addMultiple(to assembly: inout SurveyAssembly) {
    var options = listed
    var described = described
    described.kind = .multipleResponse
    guard let storage = storage(options), options.count <= 64 || options.count * cells.count <= Self.mostParts else {
      assembly.problems.append(unreadableList)
      described.kind = .text
      assembly.columns.append((template: ColumnTemplate(described, knowledge: .kind), cells: cells))
      return
    }
    addUnlisted(storage, &options, &assembly.problems)
    described.labels = options
    guard options.count > 64 else {
      var template = ColumnTemplate(described, knowledge: .answers)
      template.storage = storage
      assembly.columns.append((template: template, cells: cells))
      return
    }
    let first = assembly.columns.count
    assembly.sets.append(
      ColumnGroup(name: variable.name, label: variable.label, members: Array(first..<first + options.count)))
    addParts(storage, options, described, &assembly)
    // The cell itself stays readable beside its parts.
    described.name = variable.name + "_cell"
    described.kind = .text
    described.labels = []
    described.role = .metadata
    assembly.columns.append((template: ColumnTemplate(described, knowledge: .kind), cells: cells))
  }

  private var listed: [ValueLabel] {
    var options = variable.values.map { ValueLabel(code: $0.code, label: $0.text.isEmpty ? $0.code : $0.text) }
    if let range = variable.range, let from = Int(range.from), let to = Int(range.to), from <= to,
      from >= 0, to <= Self.mostPlaces
    {
      let known = Set(options.map(\.code))
      options += (from...to).map(String.init).filter { !known.contains($0) }.map { ValueLabel(code: $0, label: $0) }
    }
    return options
  }

  /// The most cells of options that a question may be parted into.
  private static let mostParts = 1 << 26

  /// The most characters that a string of bits has.
  private static let mostPlaces = 10_000

  // The standard gives each code the character at the code's own place. Where codes are no places (texts, 0), or where
  // the cells have as many characters as there are answers and fewer than the greatest code, they stand in order.
  private func storage(_ options: [ValueLabel]) -> ColumnTemplate.TickedStorage? {
    if let spread = variable.spread {
      let longest = options.map(\.code.unicodeScalars.count).max() ?? 1
      let field = variable.isField ? longest : (variable.finish - variable.start + 1) / max(1, spread.subfields)
      let width = spread.width ?? max(1, field)
      guard (1...Self.mostPlaces).contains(spread.subfields), (1...1000).contains(width) else { return nil }
      return .codes(count: spread.subfields, width: width, isLiteral: variable.isLiteral)
    }
    guard !options.isEmpty else { return nil }
    let inOrder = ColumnTemplate.TickedStorage.bits(Array(options.indices))
    let codes = options.compactMap { Int($0.code) }
    guard !variable.isLiteral, codes.count == options.count, codes.allSatisfy({ $0 > 0 }),
      Set(codes).count == codes.count, let greatest = codes.max()
    else { return inOrder }
    let length = cells.texts.map { $0.text.utf8.count }.max() ?? greatest
    if length < greatest, length == options.count { return inOrder }
    return greatest <= Self.mostPlaces ? .bits(codes.map { $0 - 1 }) : nil
  }

  private var unreadableList: Problem {
    let count = listed.count
    let found =
      storage(listed) != nil
      ? "\(count) answers for each of \(cells.count) records"
      : variable.spread.map { "a spread of \($0.subfields) subfields of \($0.width ?? 0) characters" }
        ?? "no answers with codes up to \(Self.mostPlaces)"
    return Problem(
      .warning, file: definition, column: variable.name, found: found,
      expected: "a question with several answers, and how they are stored", remedy: "the cells are read as text")
  }

  /// Codes that only cells have are options of their own, and a problem.
  private func addUnlisted(
    _ storage: ColumnTemplate.TickedStorage, _ options: inout [ValueLabel], _ problems: inout [Problem]
  ) {
    let codes = options.map(\.code)
    let listed = Set(codes)
    var tallies: [String: (tally: Int, first: Int)] = [:]
    var order: [String] = []
    for (text, tally, first) in cells.texts {
      for code in Set(storage.tickedCodes(in: text, among: codes) ?? []).sorted() where !listed.contains(code) {
        if tallies[code] == nil { order.append(code) }
        let before = tallies[code] ?? (0, first)
        tallies[code] = (before.tally + tally, min(before.first, first))
      }
    }
    var findings = TripleSFindings()
    for code in order {
      options.append(ValueLabel(code: code, label: code))
      findings.add(code, tallies[code]?.tally ?? 0, tallies[code]?.first ?? 0)
    }
    guard let first = findings.first else { return }
    problems.append(
      Problem(
        .warning, file: file, row: first + 1, column: variable.name, found: findings.words,
        expected: "an answer that the definition lists", remedy: "they are read as answers of their own"))
  }

  /// Adds a column per option, each with 1 where it is ticked and 0 where it is not.
  private func addParts(
    _ storage: ColumnTemplate.TickedStorage, _ options: [ValueLabel], _ described: Variable,
    _ assembly: inout SurveyAssembly
  ) {
    let codes = options.map(\.code)
    var columns = [RawColumn](repeating: RawColumn(), count: options.count)
    var unreadable = TripleSFindings()
    for cell in 0..<cells.count {
      let text = cells.text(ofCell: cell) ?? ""
      let isBlank = RawColumn.isBlank(text.utf8)
      let ticked = isBlank ? nil : storage.tickedCodes(in: text, among: codes).map(Set.init)
      if ticked == nil, !isBlank { unreadable.add(text, 1, cell) }
      for (option, code) in codes.enumerated() {
        if isBlank {
          columns[option].appendAbsent(cells.absence(ofCell: cell) ?? .unknownBlank)
        } else if let ticked {
          columns[option].append(ticked.contains(code) ? "1" : "0")
        } else {
          columns[option].appendAbsent(.unreadable)
        }
      }
    }
    if let first = unreadable.first {
      assembly.problems.append(
        Problem(
          .warning, file: file, row: first + 1, column: variable.name, found: unreadable.words,
          expected: storage.words, remedy: "the cells count as unreadable; their text is kept"))
    }
    for (option, column) in zip(options, columns) {
      var part = described
      part.name += "_" + option.code
      part.itemText = option.label
      part.label += (part.label.isEmpty ? "" : " - ") + option.label
      part.kind = .categorical
      part.labels = [
        ValueLabel(code: "1", label: "selected", value: 1), ValueLabel(code: "0", label: "not selected", value: 0),
      ]
      var template = ColumnTemplate(part, knowledge: .answers)
      template.notation = .padded
      assembly.columns.append((template: template, cells: column))
    }
  }
}

extension RawColumn {
  /// Why the format leaves a cell out; nil where it is there.
  func absence(ofCell cell: Int) -> MissingReason? {
    if let spilled { return MissingReason(index: spilled.missing[cell]) }
    return absence(at: Int(codes[cell]))
  }
}
