internal import SurveyModel
internal import TextFormats

/// The data of a Triple-S survey: each variable's cells by its position, and what no variable has a position for.
struct TripleSData {
  private(set) var count = 0
  private(set) var problems: [Problem] = []
  private(set) var guesses: [String] = []
  private(set) var encoding = TextEncoding.utf8
  /// The cells of the definition's variables, in its order.
  private(set) var columns: [RawColumn] = []
  /// Fields of CSV that the definition does not describe.
  private(set) var undescribed: [(name: String, cells: RawColumn)] = []

  private let definition: TripleSDefinition
  private let file: String

  /// Reads the data file.
  init(_ source: SourceBytes, _ definition: TripleSDefinition, options: ReadingOptions) throws(ReadingError) {
    self.definition = definition
    file = source.name
    let source = try source.whole()
    let decoded = decoded(source, options)
    encoding = decoded.encoding
    if definition.isCSV {
      try readCSV(decoded, options)
    } else {
      try readFixedWidth(decoded, source, options)
    }
  }

  // MARK: Encoding

  // By the user's word, a byte-order mark, the definition's word (since 3.0), or the bytes.
  private mutating func decoded(_ source: SourceBytes, _ options: ReadingOptions) -> DecodedText {
    let isSaid = options.encoding != nil || DecodedText.byteOrderMark(source.bytes) != nil
    let named = isSaid ? nil : definition.encoding
    // Programs that say ISO 8859-1 write Windows-1252, which has letters and quotation marks in place of its controls.
    let declared = named.flatMap { try? TextEncoding(named: $0) }.map { $0 == .latin1 ? .windows1252 : $0 }
    if let named, declared == nil {
      problems.append(
        Problem(
          .warning, file: file, found: "the encoding '\(named)' in the definition",
          expected: "one of \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))",
          remedy: "the encoding is found from the bytes; name it with --encoding"))
    }
    let isUTF8 = UTF8Check(source.bytes).invalid == 0
    // What a definition says of UTF-8 the bytes can contradict; what it says of Windows-1252 they cannot.
    let forced = options.encoding ?? (declared == .utf8 && !isUTF8 ? nil : declared)
    let text = DecodedText.decode(source, forced: forced)
    if let declared, text.encoding != declared {
      problems.append(
        Problem(
          .warning, file: file, found: "bytes that are \(text.encoding.rawValue)",
          expected: "\(declared.rawValue), as the definition says",
          remedy: "the data is read as \(text.encoding.rawValue); name another encoding with --encoding"))
    } else if let guess = text.guess {
      guesses.append("the encoding \(text.encoding.rawValue): \(guess)")
    }
    problems += text.problems
    return text
  }

  // MARK: Fixed width

  private mutating func readFixedWidth(
    _ text: DecodedText, _ source: SourceBytes, _ options: ReadingOptions
  ) throws(ReadingError) {
    let coded: Set<String> = ["single", "multiple", "quantity", "logical", "date"]
    let fields = definition.variables.map {
      FixedWidthField(start: $0.start, finish: $0.finish, isText: !coded.contains($0.type))
    }
    let table = try FixedWidthTable.read(
      text.bytes, isSingleByte: text.encoding != .utf8, fields: fields, skip: definition.skip, file: source,
      options: options)
    count = table.count
    columns = table.columns
    problems += table.problems
    if let guess = table.guess { guesses.append(guess) }
  }

  // MARK: CSV

  private mutating func readCSV(_ decoded: DecodedText, _ options: ReadingOptions) throws(ReadingError) {
    let width = definition.variables.reduce(1) { max($0, $1.start) }
    guard width <= DelimitedTable.mostColumns else {
      throw ReadingError(
        .limit, place: Place(file: file), found: "a definition with a field \(width)",
        expected: "at most \(DelimitedTable.mostColumns) fields", remedy: "export the survey again")
    }
    let text = try delimited(decoded, width: width, options)
    var plain = options
    plain.progress = nil
    let table = try DelimitedTable.read(text, headingCount: definition.skip, width: width, options: plain)
    count = table.count
    problems += table.problems
    if let guess = text.guess { guesses.append(guess) }
    for variable in definition.variables {
      let place = variable.start - 1
      let cells = table.columns.indices.contains(place) ? table.columns[place] : Self.absent(count)
      columns.append(cells)
      if cells.distinctCount == 1, cells.absence(at: 0) != nil {
        problems.append(
          Problem(
            .warning, file: file, column: variable.name, found: "no record with a field \(variable.start)",
            expected: "as many fields as the definition has",
            remedy: "check that the definition belongs to the data"))
      }
    }
    checkHeadings(table)
    findUndescribed(table)
  }

  private static func absent(_ count: Int) -> RawColumn {
    var cells = RawColumn()
    for _ in 0..<count { cells.appendAbsent(.unknownBlank) }
    return cells
  }

  // The standard knows commas alone; a table that was saved again in some countries has semicolons.
  private func delimited(
    _ decoded: DecodedText, width: Int, _ options: ReadingOptions
  ) throws(ReadingError) -> DelimitedText {
    let head = DelimitedHead.read(decoded.bytes[...], delimiter: 0x2C, count: 20)
    let wide = head.count { $0.count >= width }
    guard options.delimiter == nil, wide * 2 >= head.count, !decoded.bytes.starts(with: "sep=".utf8) else {
      return try DelimitedText.find(decoded, file: file, options: options)
    }
    return DelimitedText(
      file: file, bytes: decoded.bytes, start: 0, delimiter: 0x2C,
      isSingleColumn: width == 1 && !head.contains { $0.count > 1 }, linesBefore: 0)
  }

  // Headings may say anything; one that is the name of another variable says that the fields have moved.
  private mutating func checkHeadings(_ table: DelimitedTable) {
    guard !table.headings.isEmpty else { return }
    let names = Set(definition.variables.map { TextMatching.folded($0.name) })
    for variable in definition.variables {
      let heading = table.heading(table.headings.count - 1, variable.start - 1)
      let folded = TextMatching.folded(heading)
      guard folded != TextMatching.folded(variable.name), names.contains(folded) else { continue }
      problems.append(
        Problem(
          .warning, file: file, column: variable.name,
          found: "field \(variable.start) under the heading '\(heading)'", expected: "the heading '\(variable.name)'",
          remedy: "the definition is believed; check which of them is right"))
    }
  }

  private mutating func findUndescribed(_ table: DelimitedTable) {
    let described = Set(definition.variables.map(\.start))
    for (index, cells) in table.columns.enumerated() where !described.contains(index + 1) {
      if cells.spilled == nil, cells.distinctTexts.isEmpty { continue }
      let heading = TextMatching.spaced(table.heading(max(0, table.headings.count - 1), index))
      let name = heading.isEmpty ? "field_\(index + 1)" : heading
      undescribed.append((name, cells))
      problems.append(
        Problem(
          .warning, file: file, column: name, found: "field \(index + 1), which the definition does not describe",
          expected: "a variable for every field", remedy: "its kind and answers are found from the cells"))
    }
  }
}
