internal import SurveyModel
internal import TextFormats

/// Finds what each column of a plain table is.
struct PlainColumns {
  let table: DelimitedTable
  let delimiter: UInt8
  let codebook: CodebookCSV?
  private var templates: [ColumnTemplate] = []
  private var grids: [(id: String, name: String, label: String)?]
  private var sets: [(id: String, name: String, label: String)?]
  /// Why "NA" means no value in this file; empty where it may be an answer.
  private(set) var reasonForNA = ""
  /// The sets that were found from cells rather than in a codebook.
  private var foundSets: Set<String> = []
  /// Whether "NA" means no value in this file.
  var usesNA: Bool { !reasonForNA.isEmpty }

  init(table: DelimitedTable, delimiter: UInt8, codebook: CodebookCSV?) {
    self.table = table
    self.delimiter = delimiter
    self.codebook = codebook
    grids = Array(repeating: nil, count: table.columns.count)
    sets = Array(repeating: nil, count: table.columns.count)
  }

  mutating func find() {
    if table.columns.contains(where: { Self.isNumbersWithNA($0) }) {
      reasonForNA = "they stand among numbers"
    } else if isRowNumbers(0) {
      reasonForNA = "a first column without a name that numbers the records is how R and pandas write tables"
    }
    for position in table.columns.indices { templates.append(template(position)) }
    groupSiblings()
    groupOptions()
    for position in templates.indices where sets[position] == nil { findTicks(position) }
  }

  /// Whether a column numbers the records, as R and pandas write in a first column without a name.
  private func isRowNumbers(_ position: Int) -> Bool {
    guard table.columns.count > 1, table.heading(0, position).trimmed.isEmpty, table.count > 1,
      let first = table.columns[position].text(ofCell: 0).flatMap({ Int($0) }), first == 0 || first == 1
    else { return false }
    return (0..<table.count).allSatisfy { table.columns[position].text(ofCell: $0) == String(first + $0) }
  }

  // R and pandas write NA; in a column of words it may be an answer, among numbers it cannot be.
  static func isNumbersWithNA(_ cells: RawColumn) -> Bool {
    guard cells.spilled == nil else { return false }
    let texts = cells.distinctTexts
    guard texts.count > 1, texts.contains("NA") else { return false }
    return texts.allSatisfy { $0 == "NA" || NumberText.value($0) != nil }
  }

  private func template(_ position: Int) -> ColumnTemplate {
    let heading = table.heading(0, position)
    let name = TextMatching.spaced(heading)
    if let entry = codebook?.entry(named: heading) ?? codebook?.entry(named: name) {
      var template = entry.template
      template.allowsDecimalComma = delimiter != 0x2C
      return template
    }
    if position == 0, isRowNumbers(0) {
      let label = "Number of the record, as R and pandas write it"
      return ColumnTemplate(
        Variable(name: "row_number", label: label, kind: .numeric, level: .scale, role: .metadata), knowledge: .kind)
    }
    if let recorded = SurveyMonkeyReader.metadata(heading), recorded.template.variable.kind == .datetime,
      DateText.order(of: table.columns[position].everyText) != nil
    {
      return recorded.template
    }
    let label = PlainText.stripping(heading)
    let variable = Variable(
      name: name, originalName: heading, label: label == name && !label.contains(" ") ? "" : label, kind: .categorical,
      level: .nominal)
    var template = ColumnTemplate(variable)
    template.allowsDecimalComma = delimiter != 0x2C
    if usesNA { template.missingTexts = [DeclaredCode(code: "NA", reason: .systemMissing)] }
    return template
  }

  private mutating func groupSiblings() {
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (position, template) in templates.enumerated() {
      if let codebook, let group = codebook.entry(named: table.heading(0, position))?.group {
        if group.isSet {
          sets[position] = (group.name, group.name, group.label)
        } else {
          grids[position] = (group.name, group.name, group.label)
        }
        continue
      }
      guard template.knowledge == .nothing, let base = Self.base(of: template.variable.name) else { continue }
      if members[base] == nil { order.append(base) }
      members[base, default: []].append(position)
    }
    for base in order {
      guard let positions = members[base], positions.count > 1 else { continue }
      let cells = positions.map { table.columns[$0] }
      // Only a file that says "not selected" says that its columns are options: 1 and 0 may be anything.
      if let block = TickBlock.find(cells, missing: usesNA ? ["NA"] : []),
        block.unticked.contains(where: { $0.trimmed != "0" })
      {
        makeOptions(positions, block.ticked.map { $0 ?? "" }, block, name: base, question: "")
        continue
      }
      guard SiblingNames.areRows(cells), !cells.allSatisfy({ Self.isIdentity($0) }) else { continue }
      for position in positions {
        templates[position].gridKey = base
        grids[position] = (base, base, "")
        splitBracket(position, base)
      }
    }
  }

  // Google writes a grid's rows as "Question [Row]".
  private static func base(of name: String) -> String? {
    if name.hasSuffix("]"), let open = name.lastIndex(of: "["), open > name.startIndex {
      let question = String(name[..<open]).trimmed
      if !question.isEmpty { return question }
    }
    return SiblingNames.base(of: name)
  }

  private mutating func splitBracket(_ position: Int, _ base: String) {
    let name = templates[position].variable.name
    guard name.hasSuffix("]"), let open = name.lastIndex(of: "[") else { return }
    let item = String(name[name.index(after: open)...].dropLast()).trimmed
    guard !item.isEmpty, Int(item) == nil else { return }
    templates[position].variable.itemText = item
    grids[position] = (base, base, base)
  }

  /// `Question - Option`, where each column holds its own option's text.
  private mutating func groupOptions() {
    let headings = templates.indices.map { position in
      templates[position].knowledge == .nothing && grids[position] == nil && sets[position] == nil
        ? templates[position].variable.name : nil
    }
    for family in HeadingFamilies.find(headings, mark: .dash) where family.members.count > 1 {
      let cells = family.members.map { table.columns[$0] }
      guard let block = TickBlock.find(cells, items: family.items, missing: usesNA ? ["NA"] : []),
        zip(block.ticked, family.items).allSatisfy({ text, item in
          text.map { TextMatching.normalized($0) == TextMatching.normalized(item) } ?? true
        })
      else { continue }
      makeOptions(family.members, family.items, block, name: family.question, question: family.question)
    }
  }

  private mutating func makeOptions(
    _ positions: [Int], _ items: [String], _ block: TickBlock, name: String, question: String
  ) {
    for (place, position) in positions.enumerated() {
      let variable = templates[position].variable
      let item = items[place].isEmpty ? variable.name : items[place]
      let option = FormColumn(
        option: variable.name, question: question, item: item, ticked: block.ticked[place], unticked: block.unticked)
      templates[position].variable.label = option.template.variable.label
      templates[position].variable.itemText = item
      templates[position].variable.labels = option.template.variable.labels
      templates[position].knowledge = .answers
      templates[position].tickedTexts = option.template.tickedTexts
      templates[position].labelsSayAll = true
      sets[position] = (name, name, question)
    }
    foundSets.insert(name)
  }

  /// Several answers in one cell, where nothing but the cells says so.
  private mutating func findTicks(_ position: Int) {
    guard templates[position].knowledge == .nothing, templates[position].gridKey == nil,
      table.columns[position].spilled == nil
    else { return }
    let cells = table.columns[position]
    for separator in [";", "|", ", ", ","] {
      if separator == ",", NumberText.decimalEvidence(cells.distinctTexts) != nil { continue }
      guard let found = JoinedOptions.learn([cells], separator: separator, caution: .great) else { continue }
      var column = FormColumn(templates[position])
      column.makeJoined(found)
      templates[position] = column.template
      return
    }
  }

  /// What spreadsheets and wrong encodings did to the cells.
  func damage(file: String) -> [Problem] {
    var damage = FormDamage(file: file, writesSeconds: false)
    for (position, template) in templates.enumerated() {
      damage.look(at: table.columns[position], headings: [table.heading(0, position)], template: template)
    }
    return damage.problems
  }

  private static func isIdentity(_ cells: RawColumn) -> Bool { cells.distinctTexts.count <= 1 }

  /// Checks that codebook and table belong together, and lists what one has and the other has not.
  func checked(
    against codebook: CodebookCSV, codebook file: RecognizedFile, responses: RecognizedFile
  ) throws(ReadingError) -> [Problem] {
    let names = table.columns.indices.map { table.heading(0, $0) }
    let described = names.filter {
      codebook.entry(named: $0) != nil || codebook.entry(named: TextMatching.spaced($0)) != nil
    }
    guard !described.isEmpty else {
      throw ReadingError(
        .pairing, place: Place(file: file.source.path),
        found: "a codebook none of whose variables \(responses.source.name) has",
        expected: "variables such as \(SurveyAssembly.list(names, most: 3))",
        remedy: "name the codebook that belongs to the data, or leave it out")
    }
    var problems: [Problem] = codebook.problems
    let present = Set(names).union(names.map { TextMatching.spaced($0) })
    for name in codebook.names where !present.contains(name) {
      let nearest = EditDistance.nearest(to: name, among: names)
      problems.append(
        Problem(
          .warning, file: file.source.name, column: name, found: "a variable that the data does not have",
          expected: "a column of that name", remedy: nearest.map { "did you mean '\($0)'?" } ?? "it is left out"))
    }
    let undescribed = names.filter { !$0.isEmpty && !described.contains($0) }
    if !undescribed.isEmpty {
      problems.append(
        Problem(
          .note, file: file.source.name, found: "nothing on the columns \(SurveyAssembly.list(undescribed))",
          expected: "a row for every column", remedy: "their kinds and answers are found from the cells"))
    }
    return problems
  }

  func fill(_ assembly: inout SurveyAssembly) {
    assembly.columns = zip(templates, table.columns).map { (template: $0, cells: $1) }
    assembly.grids = QualtricsColumns.groups(grids)
    assembly.sets = QualtricsColumns.groups(sets).map { group in
      var group = group
      group.tickedCode = codebook?.tickedCode(of: group.name) ?? "1"
      group.blankIsUnticked = foundSets.contains(group.name)
      return group
    }
  }
}
