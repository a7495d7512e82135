internal import SurveyModel
internal import TextFormats

/// The cells of the variables that one of a codebook's files holds.
struct DDIData {
  /// The variables in the codebook's or the file's order.
  private(set) var variables: [DDICodebook.Variable] = []
  private(set) var columns: [RawColumn] = []
  private(set) var count = 0
  private(set) var problems: [Problem] = []

  init(
    _ source: SourceBytes, _ recognized: RecognizedFile?, _ codebook: DDICodebook, codebook file: SourceBytes,
    options: ReadingOptions
  ) throws(ReadingError) {
    if let text = try Self.text(source, recognized, codebook, options) {
      var table = try DelimitedTable.read(text, headingCount: 1, options: options)
      table.dropNamelessBlankColumns(file: source.name)
      if try readTable(table, codebook, file, source) { return }
    }
    try readPositions(source, codebook, file, options)
  }

  /// The answers of a Lunatic file.
  init(
    _ units: LunaticUnits, _ source: SourceBytes, _ codebook: DDICodebook, codebook file: SourceBytes
  ) throws(ReadingError) {
    guard try readTable(units.table, codebook, file, source, lists: units.lists, own: units.metadata) else {
      throw ReadingError(
        .pairing, place: Place(file: file.path),
        found: "a document none of whose variables \(source.name) has",
        expected: "variables such as \(SurveyAssembly.list(Array(units.names.dropFirst(2)), most: 3))",
        remedy: "name the DDI document of the questionnaire that the responses belong to")
    }
    problems += units.problems
  }

  // MARK: Delimited

  /// The data as a delimited text; nil where nothing parts its cells.
  private static func text(
    _ source: SourceBytes, _ recognized: RecognizedFile?, _ codebook: DDICodebook, _ options: ReadingOptions
  ) throws(ReadingError) -> DelimitedText? {
    if codebook.isOwn {
      if let text = recognized?.text, text.delimiter == 0x2C, !text.isSingleColumn { return text }
      // What parts the cells is known, whatever their texts hold.
      var options = options
      options.delimiter = options.delimiter ?? 0x2C
      let decoded = DecodedText.decode(try source.whole(), forced: options.encoding ?? .utf8)
      return try DelimitedText.find(decoded, file: source.name, options: options)
    }
    let text = try recognized?.text ?? (try? RecognizedFile.recognize(source, options: options))?.text
    guard let text else { return nil }
    // One column is a table of one variable, unless the codebook says where in it the variables stand.
    return !text.isSingleColumn || codebook.variables.allSatisfy({ $0.width == nil }) ? text : nil
  }

  /// Takes the columns by their headings; false where the headings are none of the codebook's variables.
  ///
  /// - Parameters:
  ///   - lists: For headings of the single values of a list, the variable that the list is.
  ///   - own: Headings of the data's own, which no codebook describes.
  private mutating func readTable(
    _ read: DelimitedTable, _ codebook: DDICodebook, _ file: SourceBytes, _ source: SourceBytes,
    lists: [String: String] = [:], own: Set<String> = []
  ) throws(ReadingError) -> Bool {
    var table = read
    let headings = table.columns.indices.map { table.heading(0, $0).trimmed.lowercased() }
    let candidates = Self.candidates(codebook)
    let best = candidates.max { Self.met(headings, $0) < Self.met(headings, $1) } ?? []
    guard Self.met(headings, best) > 0 else { return false }
    // Who answered nothing is a respondent all the same.
    let cases = codebook.files.first { file in best.contains { $0.files.contains(file.id) } }?.cases ?? 0
    table.takeBackBlankEnd(respondents: cases, file: source.name)
    let exact = Dictionary(best.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let byName = Dictionary(best.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    var unknown: [String] = []
    for (position, heading) in headings.enumerated() {
      let name = table.heading(0, position)
      if let variable = exact[name] ?? byName[heading] {
        variables.append(variable)
      } else if var variable = lists[name].flatMap({ exact[$0] }) {
        // What is known of the list is known of each of its values.
        variable.id += name.dropFirst(variable.name.count)
        variable.name = name
        variables.append(variable)
      } else {
        if !own.contains(name) { unknown.append(name) }
        variables.append(DDICodebook.Variable(id: "", name: name))
      }
      columns.append(table.columns[position])
    }
    count = table.count
    problems = table.problems
    let present = Set(headings + lists.values.map { $0.lowercased() })
    tell(
      unknown, of: source.name, "columns that \(file.name) does not describe", "their kinds are found from the cells")
    tell(
      best.map(\.name).filter { !present.contains($0.trimmed.lowercased()) }, of: file.name,
      "variables that \(source.name) does not have", "they are left out")
    return true
  }

  private mutating func tell(_ names: [String], of file: String, _ what: String, _ remedy: String) {
    guard !names.isEmpty else { return }
    problems.append(
      Problem(
        .warning, file: file, found: "\(what): \(SurveyAssembly.list(names))",
        expected: "the same variables in data and codebook", remedy: remedy))
  }

  /// The variables of each file, and all of them where the codebook parts nothing.
  private static func candidates(_ codebook: DDICodebook) -> [[DDICodebook.Variable]] {
    let parted = codebook.files.map { file in codebook.variables.filter { $0.files.contains(file.id) } }
    let full = parted.filter { !$0.isEmpty }
    return full.isEmpty ? [codebook.variables] : full
  }

  /// How well a file's variables explain the headings: those met, less those that are not there.
  private static func met(_ headings: [String], _ variables: [DDICodebook.Variable]) -> Double {
    let names = Set(variables.map { $0.name.trimmed.lowercased() })
    let met = headings.count { names.contains($0) }
    return met == 0 ? 0 : Double(met) - Double(names.count - met) / 1e4
  }

  // MARK: Fixed positions

  private mutating func readPositions(
    _ source: SourceBytes, _ codebook: DDICodebook, _ file: SourceBytes, _ options: ReadingOptions
  ) throws(ReadingError) {
    let candidates = Self.candidates(codebook)
    guard candidates.count == 1 else {
      throw ReadingError(
        .pairing, place: Place(file: source.path),
        found: "data without headings beside a codebook of \(candidates.count) files",
        expected: "data whose first record names the variables",
        remedy: "export the data as CSV with the variables' names")
    }
    variables = candidates[0]
    let places = try Self.places(variables, file)
    let bytes = DecodedText.decode(try source.whole(), forced: options.encoding).bytes
    columns = Array(repeating: RawColumn(), count: variables.count)
    var isRead = [Bool](repeating: false, count: places.map(\.upperBound).max() ?? 0)
    for place in places.joined() { isRead[place] = true }
    var (strays, firstStray) = (0, 0)
    for line in bytes.split(separator: 0x0A) {
      let characters = Array(String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self).unicodeScalars)
      guard !characters.isEmpty else { continue }
      count += 1
      if Self.holdsMore(characters, isRead) {
        if strays == 0 { firstStray = count }
        strays += 1
      }
      for (index, place) in places.enumerated() {
        let text = Self.text(characters, place).trimmed
        if text.isEmpty {
          columns[index].appendAbsent(.systemMissing)
        } else {
          columns[index].append(Self.withPoint(text, variables[index]))
        }
      }
    }
    if strays > 0 {
      problems.append(
        Problem(
          .warning, file: source.name, row: firstStray,
          found: "text in columns of no variable in \(strays) record\(strays == 1 ? "" : "s")",
          expected: "a variable for every column that holds text",
          remedy: "it is not read; check that the codebook belongs to the data"))
    }
    for variable in variables where variable.decimals > Self.mostDecimals {
      problems.append(
        Problem(
          .warning, file: file.name, column: variable.name, found: "numbers of \(variable.decimals) decimals",
          expected: "at most \(Self.mostDecimals)", remedy: "they are read as they are written"))
    }
  }

  /// More digits than this no number has behind its point.
  private static let mostDecimals = 40

  private static func holdsMore(_ characters: [Unicode.Scalar], _ isRead: [Bool]) -> Bool {
    characters.indices.contains { place in
      (place >= isRead.count || !isRead[place]) && !characters[place].properties.isWhitespace
    }
  }

  private static func places(
    _ variables: [DDICodebook.Variable], _ file: SourceBytes
  ) throws(ReadingError) -> [Range<Int>] {
    var next = 0
    var places: [Range<Int>] = []
    for variable in variables {
      guard let width = variable.width, width > 0, width < 1 << 20, (0..<1 << 24).contains(variable.start ?? 1) else {
        throw ReadingError(
          .malformed, place: Place(file: file.path, column: variable.name),
          found: "a variable without a width, beside data without headings", expected: "where it stands in a record",
          remedy: "export the data as CSV with the variables' names")
      }
      // Without a beginning, the widths follow one another.
      let start = variable.start.map { $0 - 1 } ?? next
      places.append(max(0, start)..<max(0, start) + width)
      next = start + width
    }
    return places
  }

  private static func text(_ characters: [Unicode.Scalar], _ place: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    guard place.lowerBound < characters.count else { return "" }
    text.append(contentsOf: characters[place.lowerBound..<min(place.upperBound, characters.count)])
    return String(text)
  }

  /// In fixed positions a number without a point has one all the same, before its last digits.
  private static func withPoint(_ text: String, _ variable: DDICodebook.Variable) -> String {
    guard (1...mostDecimals).contains(variable.decimals), !variable.isText, !text.contains("."),
      !variable.categories.contains(where: { $0.code == text }), let number = Int(text)
    else { return text }
    let isNegative = number < 0
    var digits = String(number.magnitude)
    while digits.count <= variable.decimals { digits = "0" + digits }
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -variable.decimals))
    return (isNegative ? "-" : "") + digits
  }
}
