internal import SurveyModel

/// A column of a form's export with the grid or set that it belongs to.
struct FormColumn: Sendable {
  var template: ColumnTemplate
  var grid: (id: String, name: String, label: String)?
  var set: (id: String, name: String, label: String)?

  init(_ template: ColumnTemplate) { self.template = template }

  /// A column that the platform records by itself.
  init(
    metadata name: String, label: String = "", kind: VariableKind? = nil, personal: PersonalData = .no
  ) {
    let variable = Variable(
      name: name, label: label, kind: kind ?? .categorical,
      level: kind == .numeric || kind == .datetime ? .scale : .nominal,
      personal: personal, role: .metadata)
    template = ColumnTemplate(variable, knowledge: kind == nil || kind == .categorical ? .nothing : .kind)
  }

  /// A question that is answered with a text of one's own.
  init(text name: String, label: String, role: VariableRole = .question) {
    let variable = Variable(name: name, label: label, kind: .text, level: .nominal, personal: .openText, role: role)
    template = ColumnTemplate(variable, knowledge: .kind)
  }

  /// A question of which nothing is known but its wording.
  init(question name: String, label: String, item: String? = nil) {
    template = ColumnTemplate(
      Variable(name: name, label: label, itemText: item, kind: .categorical, level: .nominal))
  }

  /// One option of a question with "tick all that apply": a text where it is ticked, blank where it is not.
  init(option name: String, question: String, item: String, cells: RawColumn) {
    var variable = Variable(
      name: name, label: "\(question) - \(item)", itemText: item, kind: .categorical, level: .nominal)
    variable.labels = [ValueLabel(code: "1", label: item, value: 1)]
    template = ColumnTemplate(variable, knowledge: .answers)
    let texts = cells.distinctTexts.filter { $0 != "0" }
    template.tickedTexts = texts.isEmpty ? ["1"] : texts
  }
}

/// Reads the delimited export of a form whose platform says in its headings what every column is.
enum FormReader {
  /// Reads a form.
  ///
  /// - Parameters:
  ///   - describe: Says what each column is, from headings and cells.
  ///   - notes: What a reader of the survey should know beside.
  static func read(
    _ responses: RecognizedFile, options: ReadingOptions, describe: (DelimitedTable) -> [FormColumn],
    notes: (DelimitedTable, [FormColumn]) -> [Problem] = { _, _ in [] }
  ) throws(ReadingError) -> Survey {
    guard let text = responses.text else { throw PlainCSVReader.noTable(responses) }
    var table = try DelimitedTable.read(text, headingCount: responses.detected.headingCount, options: options)
    table.dropNamelessBlankColumns(file: responses.source.name)
    try PlainCSVReader.requireRecords(table, responses)
    let columns = describe(table)
    var assembly = SurveyAssembly(
      file: responses.source.name, options: options, provenance: responses.provenance(), count: table.count)
    assembly.problems = responses.problems + table.problems + notes(table, columns)
    assembly.columns = zip(columns, table.columns).map { column, cells in
      var template = column.template
      template.allowsDecimalComma = text.delimiter != 0x2C
      return (template: template, cells: cells)
    }
    assembly.grids = QualtricsColumns.groups(columns.map(\.grid))
    assembly.sets = QualtricsColumns.groups(columns.map(\.set))
    return try assembly.survey()
  }

  /// A note on how many respondents have some texts in a column, such as those who did not finish; nil where none has.
  static func count(
    _ table: DelimitedTable, _ column: Int?, file: String, found: (Int) -> String, where isMeant: (String) -> Bool
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
      remedy: "they are kept; leave them out with --where")
  }
}

/// Finds the options of a question whose ticked options stand in one cell, joined by a separator that may also occur
/// inside an option.
struct JoinedOptionLearner {
  /// What a column's cells are made of.
  struct Finding: Hashable {
    /// The options, in order of first occurrence.
    var options: [String]
    /// How many pieces are none of them: texts of "other".
    var residue: Int
  }

  /// The options that the cells of a column are made of; nil where they are no joined options.
  ///
  /// Pieces that always stand together, in the same order and nowhere else, are the halves of one option that holds the
  /// separator. Pieces that hardly recur are respondents' own texts.
  static func learn(_ cells: RawColumn, separator: String) -> Finding? {
    guard cells.spilled == nil else { return nil }
    let texts = rows(cells, separator)
    let joined = texts.reduce(0) { $0 + ($1.pieces.count > 1 ? $1.tally : 0) }
    guard joined >= 2 else { return nil }
    let parts = merged(texts, separator)
    var counts: [String: Int] = [:]
    var companies: [String: Int] = [:]
    var order: [String] = []
    var total = 0
    for (pieces, tally) in parts {
      guard Set(pieces).count == pieces.count else { return nil }
      for piece in pieces {
        if counts[piece] == nil { order.append(piece) }
        counts[piece, default: 0] += tally
        companies[piece, default: 0] += 1
        total += tally
      }
    }
    let answered = texts.reduce(0) { $0 + $1.tally }
    let least = max(2, answered / 200)
    let options = order.filter { (counts[$0] ?? 0) >= least }
    let covered = options.reduce(0) { $0 + (counts[$1] ?? 0) }
    guard options.count >= 2, options.count <= 64, covered * 4 >= total * 3, covered >= 2 * options.count,
      options.count(where: { (companies[$0] ?? 0) > 1 }) * 2 > options.count
    else { return nil }
    if options.allSatisfy({ NumberText.value($0) != nil }) {
      return Finding(
        options: options.sorted { (NumberText.value($0) ?? 0) < (NumberText.value($1) ?? 0) }, residue: total - covered)
    }
    return Finding(options: options, residue: total - covered)
  }

  private static func rows(_ cells: RawColumn, _ separator: String) -> [(pieces: [String], tally: Int)] {
    let mark = Array(separator.utf8)
    return zip(0..<cells.distinctCount, cells.tallies).compactMap { code, tally in
      guard tally > 0, cells.absence(at: code) == nil else { return nil }
      let text = Array(TextMatching.spaced(cells.text(at: code)).utf8)
      var pieces: [String] = []
      var start = 0
      var position = 0
      while position < text.count {
        if text[position...].starts(with: mark) {
          pieces.append(String(decoding: text[start..<position], as: UTF8.self).trimmed)
          position += mark.count
          start = position
        } else {
          position += 1
        }
      }
      pieces.append(String(decoding: text[start...], as: UTF8.self).trimmed)
      pieces.removeAll { $0.isEmpty }
      return pieces.isEmpty ? nil : (pieces, tally)
    }
  }

  /// Joins pieces that are halves of one option, until there are none.
  private static func merged(
    _ rows: [(pieces: [String], tally: Int)], _ separator: String
  ) -> [(pieces: [String], tally: Int)] {
    var rows = rows
    for _ in 0..<16 {
      var counts: [String: Int] = [:]
      var pairs: [[String]: Int] = [:]
      for (pieces, tally) in rows {
        for piece in pieces { counts[piece, default: 0] += tally }
        for (one, next) in zip(pieces, pieces.dropFirst()) { pairs[[one, next], default: 0] += tally }
      }
      let halves = pairs.filter { pair, count in
        let isOpen = pair[0].count { $0 == "(" } > pair[0].count { $0 == ")" }
        return count == counts[pair[0]] && count == counts[pair[1]] && (count >= 2 || isOpen)
      }
      guard !halves.isEmpty, halves.count < pairs.count else { return rows }
      for index in rows.indices { rows[index].pieces = joined(rows[index].pieces, halves, separator) }
    }
    return rows
  }

  private static func joined(_ pieces: [String], _ halves: [[String]: Int], _ separator: String) -> [String] {
    var result: [String] = []
    for piece in pieces {
      if let last = result.last, let whole = pieces.firstIndex(of: piece), whole > 0,
        halves[[pieces[whole - 1], piece]] != nil
      {
        result[result.count - 1] = last + separator + piece
      } else {
        result.append(piece)
      }
    }
    return result
  }
}
