internal import SurveyModel

/// What a platform's reader says of an export.
struct FormDescription: Sendable {
  /// The columns: one for each of the file's in their order, with derived ones between.
  var columns: [FormColumn]
  /// What a reader of the survey should know beside.
  var notes: [Problem] = []
  /// What was concluded from the cells.
  var guesses: [String] = []
}

/// Reads the delimited export of a form whose platform says in its headings what every column is.
enum FormReader {
  /// Reads a form that has no derived columns.
  ///
  /// - Parameters:
  ///   - describe: Says what each column is, from headings and cells.
  ///   - notes: What a reader of the survey should know beside.
  static func read(
    _ responses: RecognizedFile, options: ReadingOptions, describe: (DelimitedTable) -> [FormColumn],
    notes: (DelimitedTable, [FormColumn]) -> [Problem] = { _, _ in [] }
  ) throws(ReadingError) -> Survey {
    try read(responses, options: options, writesSeconds: false) { table in
      let columns = describe(table)
      return FormDescription(columns: columns, notes: notes(table, columns))
    }
  }

  /// Reads a form.
  ///
  /// - Parameters:
  ///   - writesSeconds: Whether the platform's own export gives times to the second.
  ///   - describe: Says what each column is, from headings and cells, and what was found.
  static func read(
    _ responses: RecognizedFile, options: ReadingOptions, writesSeconds: Bool = false,
    form describe: (DelimitedTable) -> FormDescription
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    var form = describe(table)
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: responses.provenance(), count: table.count)
    shareDateOrder(&form.columns, table)
    var position = 0
    for column in form.columns {
      var template = column.template
      template.allowsDecimalComma = text.delimiter != 0x2C
      if let cells = column.derived {
        assembly.columns.append((template, cells))
      } else {
        assembly.columns.append((template, table.columns[position]))
        position += 1
      }
    }
    assembly.grids = QualtricsColumns.groups(form.columns.map(\.grid))
    assembly.sets = sets(form.columns)
    var damage = FormDamage(file: responses.source.name, writesSeconds: writesSeconds)
    damage.look(at: form.columns, table)
    assembly.problems = responses.problems + table.problems + form.notes + damage.problems
    assembly.provenance.guesses += form.guesses
    return try assembly.survey()
  }

  /// The multiple-response sets that columns belong to.
  private static func sets(_ columns: [FormColumn]) -> [ColumnGroup] {
    var sets = QualtricsColumns.groups(columns.map(\.set))
    for index in sets.indices {
      guard let first = sets[index].members.first else { continue }
      sets[index].tickedCode = columns[first].tickedCode
      sets[index].blankIsUnticked = columns[first].blankIsUnticked
      let id = columns[first].set?.id
      sets[index].others = columns.indices.filter { columns[$0].otherOf == id }
    }
    return sets
  }

  /// All dates of a file are written in one order of day and month: one column's evidence counts for the others, and so
  /// does the order of the records, which platforms write one after the other.
  private static func shareDateOrder(_ columns: inout [FormColumn], _ table: DelimitedTable) {
    var orders: Set<DateText.Order> = []
    var undecided: [(column: Int, cells: RawColumn)] = []
    var position = 0
    for index in columns.indices where columns[index].derived == nil {
      defer { position += 1 }
      guard columns[index].template.knowledge == .kind, columns[index].template.variable.kind == .datetime else {
        continue
      }
      let cells = table.columns[position]
      guard let reading = DateText.order(of: cells.everyText) else { continue }
      if reading.isDecided { orders.insert(reading.order) } else { undecided.append((index, cells)) }
    }
    if orders.isEmpty, let first = undecided.first, let order = chronological(first.cells) { orders.insert(order) }
    guard orders.count == 1, let order = orders.first, order != .yearFirst else { return }
    for (index, _) in undecided { columns[index].template.dateOrder = order }
  }

  /// The one order of day and month in which no record is earlier than the one before it.
  private static func chronological(_ cells: RawColumn) -> DateText.Order? {
    let orders: [DateText.Order] = [.dayFirst, .monthFirst].filter { order in
      var last = Int.min
      for row in 0..<cells.count {
        guard let text = cells.text(ofCell: row), let seconds = DateText.seconds(text, order: order) else { continue }
        if seconds < last { return false }
        last = seconds
      }
      return true
    }
    return orders.count == 1 ? orders.first : nil
  }

  /// A note on how many respondents have some texts in a column, such as those who did not finish; nil where nobody has.
  ///
  /// - Parameter words: The rules that leave them out, as `--exclude` takes them.
  static func count(
    _ table: DelimitedTable, _ column: Int?, file: String, words: String, found: (Int) -> String,
    where isMeant: (String) -> Bool
  ) -> Problem? {
    guard let column, table.columns[column].spilled == nil else { return nil }
    let cells = table.columns[column]
    var count = 0
    for (code, tally) in cells.tallies.enumerated()
    where cells.absence(at: code) == nil && isMeant(cells.text(at: code)) {
      count += tally
    }
    guard count > 0 else { return nil }
    return Problem(
      .note, file: file, found: found(count), expected: "respondents",
      remedy: "they are kept; leave them out with --exclude \(words)")
  }
}

extension ResponseRecord {
  /// What the texts of the platform's own column say of a mark; nil where they do not.
  static func says(_ mark: ResponseMark, _ platform: SurveyPlatform, _ text: String) -> Bool? {
    records(of: mark, by: platform).first?.says(text)
  }
}

extension RawColumn {
  /// The texts that are not blank, each once where the column is interned.
  var everyText: [String] {
    guard let spilled else { return distinctTexts }
    return (0..<spilled.count).filter { spilled.missing[$0] == 0 }.map { spilled.text(at: $0) }.filter {
      !Self.isBlank($0.utf8)
    }
  }
}

extension DelimitedTable {
  /// The first column under one of some headings, whatever their case.
  func position(of headings: Set<String>) -> Int? {
    columns.indices.first { headings.contains(TextMatching.folded(heading(0, $0))) }
  }
}
