internal import SurveyModel
internal import TextFormats

/// A workbook (`.xlsx`) as the text of one of its sheets, so that everything that is known of delimited exports holds
/// for it too.
///
/// No formula is evaluated: the result that was saved is read. Macros are never looked at.
struct Workbook {
  /// The sheet as comma-separated values.
  private(set) var text: [UInt8] = []
  /// The name of the sheet that is read.
  private(set) var sheet = ""
  private(set) var problems: [Problem] = []

  private let archive: ZipArchive
  private let source: SourceBytes
  private let book: WorkbookList
  private let targets: [String: String]
  private let strings: [String]
  private let styles: [WorkbookNumber]

  /// Reads the workbook's list of sheets, its texts and its formats.
  init(_ archive: ZipArchive, source: SourceBytes) throws(ReadingError) {
    self.archive = archive
    self.source = source
    func part<Handler: XMLHandler>(_ name: String, _ handler: Handler) throws(ReadingError) -> Handler? {
      try Self.part(name, of: archive, source, into: handler)
    }
    book = try part("xl/workbook.xml", WorkbookList()) ?? WorkbookList()
    targets = try part("xl/_rels/workbook.xml.rels", WorkbookList())?.targets ?? [:]
    strings = try part("xl/sharedStrings.xml", SharedStrings())?.strings ?? []
    styles = try part("xl/styles.xml", WorkbookStyles())?.formats ?? []
  }

  private func sheet(_ id: String) throws(ReadingError) -> WorkbookSheet? {
    try Self.part(
      Self.path(targets[id] ?? ""), of: archive, source,
      into: WorkbookSheet(strings: strings, formats: styles, countsFrom1904: book.countsFrom1904))
  }

  /// The sheets of a form's definition (XLSForm): one named "survey" whose heading has "type" and "name", and those
  /// named "choices" and "settings"; nil where the workbook is none.
  func form() throws(ReadingError) -> [String: [[String]]]? {
    guard book.sheets.contains(where: { $0.name.trimmed.lowercased() == "survey" }) else { return nil }
    var sheets: [String: [[String]]] = [:]
    for (name, id, _) in book.sheets {
      let name = name.trimmed.lowercased()
      guard ["survey", "choices", "settings"].contains(name), sheets[name] == nil else { continue }
      sheets[name] = try sheet(id)?.rows ?? []
    }
    let heading = Set((sheets["survey"]?.first ?? []).map { $0.trimmed.lowercased() })
    return heading.contains("type") && heading.contains("name") ? sheets : nil
  }

  /// Takes the first sheet that holds a heading and something below it.
  mutating func chooseSheet() throws(ReadingError) {
    var others: [String] = []
    for (name, id, isHidden) in book.sheets {
      guard sheet.isEmpty, !isHidden, let found = try sheet(id), found.rows.count > 1 else {
        others.append(name)
        continue
      }
      take(found, name)
    }
    guard !sheet.isEmpty else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path),
        found: "a workbook none of whose \(book.sheets.count) sheets holds respondents below a heading",
        expected: "a sheet with a heading and respondents", remedy: "export the responses again")
    }
    noteSheets(others)
  }

  private static func path(_ target: String) -> String {
    target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
  }

  private static func part<Handler: XMLHandler>(
    _ name: String, of archive: ZipArchive, _ source: SourceBytes, into handler: Handler
  ) throws(ReadingError) -> Handler? {
    guard let entry = archive.entries.first(where: { $0.name == name }) else { return nil }
    let bytes: [UInt8]
    do throws(ContainerError) { bytes = try archive.contents(of: entry) } catch {
      throw ReadingError(error, source: source)
    }
    do {
      return try XMLPushParser.read(bytes, file: "\(source.path): \(name)", into: handler)
    } catch {
      var error = error
      // What a sheet refuses does not know the file that it is in.
      if error.place.file == nil { error.place.file = "\(source.path): \(name)" }
      throw error
    }
  }

  private mutating func take(_ found: WorkbookSheet, _ name: String) {
    sheet = name
    let width = found.rows.reduce(0) { max($0, $1.count) }
    for row in found.rows {
      for column in 0..<width {
        if column > 0 { text.append(0x2C) }
        guard column < row.count else { continue }
        Self.append(row[column], to: &text)
      }
      text.append(0x0A)
    }
    func note(
      _ found: String, _ remedy: String, expected: String = "values", severity: Problem.Severity = .note
    ) {
      problems.append(Problem(severity, file: source.name, found: found, expected: expected, remedy: remedy))
    }
    if found.formulas > 0 {
      note(
        "\(found.formulas) cell\(found.formulas == 1 ? "" : "s") with a formula",
        "the results that were saved are read; nothing is computed")
    }
    if found.errors > 0 {
      note("\(found.errors) cell\(found.errors == 1 ? "" : "s") with an error of Excel's", "the error's name is read")
    }
    if found.lost > 0 {
      note(
        "\(found.lost) cell\(found.lost == 1 ? "" : "s") whose text is not in the workbook",
        "they are read as the number of their text; save the workbook again", expected: "a text of the workbook's list",
        severity: .warning)
    }
    if found.repeated > 0 {
      note(
        "\(found.repeated) cell\(found.repeated == 1 ? "" : "s") in a place that another one has",
        "the last one is read; save the workbook again", expected: "each cell once", severity: .warning)
    }
    if found.blankRows > 0 {
      note(
        "\(found.blankRows) blank row\(found.blankRows == 1 ? "" : "s") between others",
        "blank rows are no respondents", expected: "respondents")
    }
  }

  private static func append(_ cell: String, to text: inout [UInt8]) {
    guard cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
      text += cell.utf8
      return
    }
    text.append(0x22)
    for byte in cell.utf8 {
      text.append(byte)
      if byte == 0x22 { text.append(byte) }
    }
    text.append(0x22)
  }

  private mutating func noteSheets(_ others: [String]) {
    guard !others.isEmpty else { return }
    problems.append(
      Problem(
        .note, file: source.name,
        found: "\(others.count) more sheet\(others.count == 1 ? "" : "s"): \(SurveyAssembly.list(others))",
        expected: "one sheet with responses", remedy: "'\(sheet)' is read; save another one as CSV to read it"))
  }
}
