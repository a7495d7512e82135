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

  /// Reads the first sheet that holds a heading and something below it.
  init(_ archive: ZipArchive, source: SourceBytes) throws(ReadingError) {
    self.archive = archive
    self.source = source
    guard let book = try part("xl/workbook.xml", into: WorkbookList()) else {
      throw ReadingError(
        .malformed, place: Place(file: source.path), found: "a workbook without xl/workbook.xml",
        expected: "an Excel workbook", remedy: "save it again as .xlsx, or as CSV")
    }
    let targets = try part("xl/_rels/workbook.xml.rels", into: WorkbookList())?.targets ?? [:]
    let strings = try part("xl/sharedStrings.xml", into: SharedStrings())?.strings ?? []
    let styles = try part("xl/styles.xml", into: WorkbookStyles())?.formats ?? []
    var others: [String] = []
    for (name, id, isHidden) in book.sheets {
      let path = Self.path(targets[id] ?? "")
      guard sheet.isEmpty, !isHidden,
        let found = try part(
          path, into: WorkbookSheet(strings: strings, formats: styles, countsFrom1904: book.countsFrom1904)),
        found.rows.count > 1
      else {
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

  private func part<Handler: XMLHandler>(_ name: String, into handler: Handler) throws(ReadingError) -> Handler? {
    guard let entry = archive.entries.first(where: { $0.name == name }) else { return nil }
    do throws(ContainerError) {
      let bytes = try archive.contents(of: entry)
      return try Self.parse(bytes, "\(source.path): \(name)", handler)
    } catch {
      throw ReadingError(error, source: source)
    }
  }

  // An error of the XML layer has the part's name in it already.
  private static func parse<Handler: XMLHandler>(
    _ bytes: [UInt8], _ file: String, _ handler: Handler
  ) throws(ContainerError) -> Handler {
    do {
      return try XMLPushParser.read(bytes, file: file, into: handler)
    } catch {
      throw ContainerError(found: "a part that cannot be read (\(error.place.file ?? ""): \(error.found))")
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
    func note(_ found: String, _ remedy: String) {
      problems.append(
        Problem(.note, file: source.name, found: found, expected: "values", remedy: remedy))
    }
    if found.formulas > 0 {
      note(
        "\(found.formulas) cell\(found.formulas == 1 ? "" : "s") with a formula",
        "the results that were saved are read; nothing is computed")
    }
    if found.errors > 0 {
      note("\(found.errors) cell\(found.errors == 1 ? "" : "s") with an error of Excel's", "the error's name is read")
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

extension ContainerError {
  /// A part of a container that is no XML as it should be.
  fileprivate init(found: String) { self.init(found, expected: "a whole workbook") }
}
