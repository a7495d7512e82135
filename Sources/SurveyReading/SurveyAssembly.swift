internal import SurveyModel
internal import TextFormats

/// Puts a survey together from templates and raw columns: unique names, types, personal marks, grids, sets.
struct SurveyAssembly: Sendable {
  /// The responses' file, by its name in problems.
  var file: String
  /// What the user says about the file.
  var options: ReadingOptions
  /// The columns in file order.
  var columns: [(template: ColumnTemplate, cells: RawColumn)] = []
  /// The grids, by positions of columns.
  var grids: [ColumnGroup] = []
  /// The multiple-response sets, by positions of columns.
  var sets: [ColumnGroup] = []
  /// What was found so far.
  var problems: [Problem] = []
  /// Where the survey comes from.
  var provenance: Provenance
  /// How many respondents there are.
  var count: Int

  init(file: String, options: ReadingOptions, provenance: Provenance, count: Int) {
    self.file = file
    self.options = options
    self.provenance = provenance
    self.count = count
  }

  /// Types all columns and returns the survey.
  ///
  /// Where columns hold distinct cells with how often they occur, so do those of the survey.
  func survey() throws(ReadingError) -> Survey {
    let isTallied = columns.contains { $0.cells.firstRecords != nil }
    // Ids that a spreadsheet wrote with exponents are counted one by one.
    if isTallied, !sets.isEmpty || columns.contains(where: { $0.cells.many?.hasExponents == true }) {
      throw Self.needsRecords
    }
    var problems = problems
    var provenance = provenance
    let names = uniqueNames(&problems)
    var templates = columns.map(\.template)
    shareAnswers(&templates)
    var variables: [Variable] = []
    var typed: [Column] = []
    var ordered: [String] = []
    var needsRecords = false
    var counted: [[Int]?] = []
    for position in columns.indices {
      if templates[position].variable.originalName.isEmpty {
        templates[position].variable.originalName = templates[position].variable.name
      }
      templates[position].variable.name = names[position]
      let variable = templates[position].variable
      if variable.personal == .no {
        templates[position].variable.personal = PersonalNames.kind(name: variable.originalName, label: variable.label)
      }
      if variable.originalName.lowercased() == "synthetic" { templates[position].variable.role = .metadata }
    }
    let ready = templates
    Parallel.inOrder(pieces: ready.count, threads: Parallel.processors) { position in
      ColumnTyping(template: ready[position], cells: columns[position].cells, file: file, options: options).typed()
    } combine: { (typing: ColumnTyping.Result) in
      var result = typing
      if Self.isWeight(result) { result.variable.role = .weight }
      variables.append(result.variable)
      typed.append(result.column)
      counted.append(result.counts)
      problems += result.problems
      needsRecords = needsRecords || result.needsRecords
      if result.orderIsGuessed { ordered.append(result.variable.name) }
    }
    if needsRecords { throw Self.needsRecords }
    if !ordered.isEmpty {
      provenance.guesses.append("the order of the answers, from their wording: " + Self.list(ordered))
    }
    for set in sets where set.blankIsUnticked { UntickedOptions.mark(set, &variables, &typed) }
    provenance.isSynthetic = provenance.isSynthetic || Self.saysSynthetic(variables, columns.map(\.cells))
    func named(_ group: ColumnGroup) -> [String] { group.members.map { variables[$0].name } }
    let codebook = Codebook(
      variables: variables,
      grids: grids.map { Grid(name: $0.name, label: $0.label, variables: named($0)) },
      multipleResponseSets: sets.map {
        MultipleResponseSet(name: $0.name, label: $0.label, variables: named($0), tickedCode: $0.tickedCode)
      })
    guard isTallied else {
      return Survey(codebook: codebook, columns: typed, count: count, problems: problems, provenance: provenance)
    }
    // A column of numbers was written out again where its cells are not counted by their texts.
    let counts = columns.indices.map { position -> [Int]? in
      let cells = columns[position].cells
      if let counts = counted[position] { return counts }
      return cells.firstRecords == nil || typed[position].count != cells.count ? nil : cells.tallies
    }
    return Survey(
      codebook: codebook, columns: typed, counts: counts, count: count, problems: problems, provenance: provenance)
  }

  /// Says that a survey cannot be put together from distinct cells: which options were ticked together, or what a column's
  /// cells are all together, must be known.
  static let needsRecords = ReadingError(
    .needsRecords, found: "cells whose meaning rests on others", expected: "columns that can be read one by one",
    remedy: "read the file with all of its records")

  /// Some names, the rest as a count.
  static func list(_ names: [String], most: Int = 8) -> String {
    names.prefix(most).joined(separator: ", ") + (names.count > most ? " and \(names.count - most) more" : "")
  }

  private func uniqueNames(_ problems: inout [Problem]) -> [String] {
    var taken = Set(columns.map(\.template.variable.name))
    var seen: Set<String> = []
    // The number that a name had last: very many columns may have the same one.
    var numbers: [String: Int] = [:]
    return columns.enumerated().map { position, column in
      let original = column.template.variable.name
      if original.isEmpty {
        var name = "column_\(position + 1)"
        while !taken.insert(name).inserted { name += "_" }
        seen.insert(name)
        problems.append(
          Problem(
            .warning, file: file, column: name, found: "a column without a name (number \(position + 1))",
            expected: "a name", remedy: "it is read as '\(name)'"))
        return name
      }
      if seen.insert(original).inserted { return original }
      var number = numbers[original, default: 1] + 1
      while !taken.insert("\(original)__\(number)").inserted { number += 1 }
      numbers[original] = number
      let name = "\(original)__\(number)"
      seen.insert(name)
      problems.append(
        Problem(
          .warning, file: file, column: name, found: "the name '\(original)' a second time (column \(position + 1))",
          expected: "every column under a name of its own", remedy: "it is read as '\(name)'"))
      return name
    }
  }

  /// Gives the rows of a grid one list of answers where none is known: an answer that nobody chose in one row is still
  /// an answer of that row.
  private func shareAnswers(_ templates: inout [ColumnTemplate]) {
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (position, template) in templates.enumerated() where template.knowledge == .nothing {
      guard let key = template.gridKey else { continue }
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(position)
    }
    for key in order {
      guard let positions = members[key], positions.count > 1 else { continue }
      guard let first = positions.first else { continue }
      var union = RawColumn()
      for position in positions {
        guard columns[position].cells.spilled == nil else { return }
        for text in columns[position].cells.asTallied { union.append(text) }
      }
      let joint = ColumnTyping(template: templates[first], cells: union, file: file, options: options).typed()
      guard joint.variable.kind == .categorical else { continue }
      for position in positions {
        templates[position].variable.kind = .categorical
        templates[position].variable.level = joint.variable.level
        templates[position].variable.labels = joint.variable.labels
        templates[position].knowledge = .answers
      }
    }
  }

  private static let weightNames: Set<String> = [
    "weight", "weights", "wt", "wgt", "surveyweight", "survey weight", "survey_weight", "vægt", "gewicht",
  ]

  private static func isWeight(_ result: ColumnTyping.Result) -> Bool {
    guard [.question, .metadata].contains(result.variable.role), case .numeric(let column) = result.column,
      weightNames.contains(result.variable.originalName.lowercased())
    else { return false }
    return column.values.allSatisfy { $0.isNaN || $0 >= 0 }
  }

  private static func saysSynthetic(_ variables: [Variable], _ cells: [RawColumn]) -> Bool {
    let yes: Set<String> = ["1", "yes", "true", "synthetic", "y"]
    for (variable, cells) in zip(variables, cells) where variable.originalName.lowercased() == "synthetic" {
      let texts = cells.distinctTexts
      if !texts.isEmpty, texts.allSatisfy({ yes.contains(TextMatching.folded($0)) }) { return true }
    }
    return false
  }
}

extension RawColumn {
  /// Every cell's text that is not left out, each at least as often as typing needs to see it repeated.
  fileprivate var asTallied: [String] {
    var texts: [String] = []
    for (code, tally) in tallies.enumerated() where absence(at: code) == nil {
      let text = text(at: code)
      for _ in 0..<min(tally, 1000) { texts.append(text) }
    }
    return texts
  }
}
