internal import SurveyModel
internal import TextFormats

/// Opens what exports come packed in: gzip, ZIP, LimeSurvey's archives, workbooks.
enum ArchiveOpening {
  /// The files in a file, or the file itself where it is no container.
  ///
  /// A workbook, a LimeSurvey archive or a gzip file may lie in an archive; an archive of other files may not, so that
  /// nothing unpacks to ever more archives.
  static func opened(_ source: SourceBytes) throws(ReadingError) -> [SourceBytes] { try opened(source, depth: 0) }

  private static func opened(_ source: SourceBytes, depth: Int) throws(ReadingError) -> [SourceBytes] {
    if Gzip.isGzip(source.bytes) {
      guard depth < 2 else { throw nested(source) }
      return try opened(try gunzipped(source), depth: depth + 1)
    }
    guard ZipArchive.isArchive(source.bytes) else { return [source] }
    let whole = try source.whole()
    let archive: ZipArchive
    do throws(ContainerError) { archive = try ZipArchive(whole.bytes) } catch {
      throw ReadingError(error, source: source)
    }
    func has(_ name: String) -> Bool { archive.entries.contains { $0.name == name } }
    if has("xl/workbook.xml") { return [try workbook(archive, whole)] }
    if has("word/document.xml") || has("content.xml") || has("ppt/presentation.xml") { throw document(source) }
    if archive.entries.contains(where: { $0.name.lowercased().hasSuffix(".lss") }) {
      return try limeSurvey(archive, whole)
    }
    guard source.archive == nil else { throw nested(source) }
    return try files(archive, whole, depth: depth)
  }

  private static func nested(_ source: SourceBytes) -> ReadingError {
    ReadingError(
      .malformed, place: Place(file: source.path), found: "an archive inside an archive",
      expected: "an export, or an export with its structure file",
      remedy: "unpack it by hand and name the export that it holds")
  }

  private static func document(_ source: SourceBytes) -> ReadingError {
    ReadingError(
      .malformed, place: Place(file: source.path), found: "a document of an office program that is no Excel workbook",
      expected: "an export of a survey platform", remedy: "save the table as .xlsx or as CSV")
  }

  private static func gunzipped(_ source: SourceBytes) throws(ReadingError) -> SourceBytes {
    let whole = try source.whole()
    var opened = whole
    do throws(ContainerError) { opened.bytes = try Gzip.bytes(of: whole.bytes) } catch {
      throw ReadingError(error, source: source)
    }
    if opened.name.lowercased().hasSuffix(".gz") { opened.name.removeLast(3) }
    opened.container = "unpacked from \(source.name)"
    return opened
  }

  private static func workbook(_ archive: ZipArchive, _ source: SourceBytes) throws(ReadingError) -> SourceBytes {
    var book = try Workbook(archive, source: source)
    var sheet = source
    if let form = try book.form() {
      sheet.formSheets = form
      return sheet
    }
    try book.chooseSheet()
    sheet.bytes = book.text
    sheet.workbookSheet = book.sheet
    sheet.problems += book.problems
    return sheet
  }

  // MARK: LimeSurvey

  private static func limeSurvey(_ archive: ZipArchive, _ source: SourceBytes) throws(ReadingError) -> [SourceBytes] {
    func entries(_ ending: String) -> [ZipArchive.Entry] {
      archive.entries.filter { $0.name.lowercased().hasSuffix(ending) && $0.size > 0 }
    }
    guard !entries(".lsr").isEmpty else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "a LimeSurvey archive without responses",
        expected: "an archive with a .lsr file", remedy: "export the archive of the survey with its responses")
    }
    let wanted = entries(".lss") + entries(".lsr")
    guard wanted.count == 2 else { throw several(wanted.map(\.name), path: source.path) }
    var files: [SourceBytes] = []
    for entry in wanted {
      var file = try unpacked(entry, of: archive, source)
      file.isOfLimeSurveyArchive = true
      files.append(file)
    }
    if let timings = entries(".lsi").first { files[1].companions = [try unpacked(timings, of: archive, source)] }
    if !entries(".lst").isEmpty {
      files[1].problems.append(
        Problem(
          .note, file: source.name, found: "the list of invited participants (tokens)", expected: "responses",
          remedy: "it names people and is left out"))
    }
    return files
  }

  // MARK: Any files

  /// Endings of files that come beside exports and hold no answers in a form that is read.
  private static let others: Set<String> = [
    "jpg", "jpeg", "png", "gif", "webp", "heic", "svg", "bmp", "tif", "tiff", "mp3", "mp4", "m4a", "amr", "wav", "3gp",
    "mov", "avi", "webm", "ogg", "pdf", "doc", "docx", "odt", "rtf", "md", "html", "htm", "log", "ini", "db",
  ]

  private static func isOther(_ entry: ZipArchive.Entry) -> Bool {
    let name = entry.fileName.lowercased()
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return entry.size == 0 || others.contains(ending) || name.hasPrefix("readme") || name.hasPrefix("licen")
  }

  /// The files of an archive that can be an export or its structure.
  private static func files(
    _ archive: ZipArchive, _ source: SourceBytes, depth: Int
  ) throws(ReadingError) -> [SourceBytes] {
    let entries = archive.entries.filter { !$0.name.hasPrefix("__MACOSX") && !$0.fileName.hasPrefix(".") }
    let wanted = entries.filter { !isOther($0) }
    guard !wanted.isEmpty else {
      throw ReadingError(
        .pairing, place: Place(file: source.path),
        found: entries.isEmpty
          ? "an archive without files"
          : "an archive with nothing that could be an export: \(SurveyAssembly.list(entries.map(\.name)))",
        expected: "an export, or an export with its structure file", remedy: "name the export itself")
    }
    var files: [SourceBytes] = []
    for entry in wanted {
      files += try opened(try unpacked(entry, of: archive, source), depth: depth + 1)
    }
    let left = entries.filter(isOther)
    if !left.isEmpty, let first = files.indices.first {
      files[first].problems.append(
        Problem(
          .note, file: source.name,
          found: "\(left.count) more file\(left.count == 1 ? "" : "s") in it: "
            + SurveyAssembly.list(left.map(\.name)), expected: "an export, or an export with its structure file",
          remedy: "they are no tables and are left out"))
    }
    return files
  }

  private static func unpacked(
    _ entry: ZipArchive.Entry, of archive: ZipArchive, _ source: SourceBytes
  ) throws(ReadingError) -> SourceBytes {
    do throws(ContainerError) {
      var file = SourceBytes(
        name: entry.fileName, path: "\(source.path): \(entry.name)", bytes: try archive.contents(of: entry),
        sha256: source.sha256)
      file.container = "'\(entry.name)', unpacked from \(source.name)"
      file.archive = source.path
      return file
    } catch {
      throw ReadingError(error, source: source)
    }
  }

  /// The error for an archive of which it cannot be said which file is meant.
  static func several(_ names: [String], path: String) -> ReadingError {
    ReadingError(
      .pairing, place: Place(file: path),
      found: "an archive of \(names.count) files: \(SurveyAssembly.list(names))",
      expected: "an export, or an export with its structure file",
      remedy: "unpack it and name the files that belong together")
  }
}

extension ReadingError {
  /// The error of a container as one of reading.
  init(_ error: ContainerError, source: SourceBytes) {
    self.init(
      error.isLimit ? .limit : .malformed, place: Place(file: source.path), found: error.found,
      expected: error.expected,
      remedy: error.isLimit
        ? "unpack it by hand and look at what it holds" : "download or export the file again, or unpack it by hand")
  }
}
