internal import SurveyModel
internal import TextFormats

/// Reads a table with one heading record, with Topline's codebook in CSV where it is given.
enum PlainCSVReader {
  static func read(
    _ responses: RecognizedFile, codebook: RecognizedFile?, options: ReadingOptions
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try requireRecords(table, responses)
    var provenance = responses.provenance(.csv)
    var entries: CodebookCSV?
    if let codebook {
      entries = try CodebookCSV.read(codebook, options: options)
      provenance.files.append(codebook.sourceFile)
    }
    var columns = PlainColumns(table: table, delimiter: text.delimiter, codebook: entries)
    columns.find()
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: provenance, count: table.count)
    assembly.problems = responses.problems + table.problems
    if let entries, let codebook {
      assembly.problems += try columns.checked(against: entries, codebook: codebook, responses: responses)
    }
    if columns.usesNA {
      assembly.provenance.guesses.append("cells 'NA' hold no value, for they stand among numbers")
    }
    columns.fill(&assembly)
    return try assembly.survey()
  }

  /// The error for a format that must be delimited and is not.
  static func noTable(_ file: RecognizedFile) -> ReadingError {
    ReadingError(
      .notATable, place: Place(file: file.source.path), found: file.detected.format.words,
      expected: "a delimited text", remedy: "leave --format out, or export the data as CSV")
  }

  /// Refuses a table without respondents.
  static func requireRecords(_ table: DelimitedTable, _ file: RecognizedFile) throws(ReadingError) {
    guard table.count == 0 else { return }
    let headings = file.detected.headingCount
    throw ReadingError(
      .noRecords, place: Place(file: file.source.path),
      found: "\(table.headings.count) heading record\(table.headings.count == 1 ? "" : "s") and no respondents",
      expected: "records below \(headings == 1 ? "the heading" : "the \(headings) headings")",
      remedy: "export the responses again, all of them")
  }
}

extension DelimitedTable {
  /// Leaves out columns at the end that have no name and no cell with anything in it.
  mutating func dropNamelessBlankColumns(file: String) {
    while let last = columns.last, columns.count > 1,
      headings.indices.allSatisfy({ heading($0, columns.count - 1).trimmed.isEmpty }),
      last.spilled == nil, last.distinctTexts.isEmpty
    {
      columns.removeLast()
    }
  }
}

/// Finds what each column of a plain table is.
struct PlainColumns {
  let table: DelimitedTable
  let delimiter: UInt8
  let codebook: CodebookCSV?
  private var templates: [ColumnTemplate] = []
  private var grids: [(id: String, name: String, label: String)?]
  private var sets: [(id: String, name: String, label: String)?]
  /// Whether "NA" means no value in this file.
  private(set) var usesNA = false

  init(table: DelimitedTable, delimiter: UInt8, codebook: CodebookCSV?) {
    self.table = table
    self.delimiter = delimiter
    self.codebook = codebook
    grids = Array(repeating: nil, count: table.columns.count)
    sets = Array(repeating: nil, count: table.columns.count)
  }

  mutating func find() {
    usesNA = table.columns.contains { Self.isNumbersWithNA($0) }
    for position in table.columns.indices { templates.append(template(position)) }
    groupSiblings()
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
      return group
    }
  }
}
