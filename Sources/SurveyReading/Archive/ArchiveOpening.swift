internal import SurveyModel
internal import TextFormats

/// Opens what exports come packed in: gzip, ZIP, LimeSurvey's archives, workbooks.
enum ArchiveOpening {
  /// The files in a file, or the file itself where it is no container.
  static func opened(_ source: SourceBytes) throws(ReadingError) -> [SourceBytes] {
    if Gzip.isGzip(source.bytes) { return [try gunzipped(source)] }
    guard ZipArchive.isArchive(source.bytes) else { return [source] }
    let whole = try source.whole()
    let archive: ZipArchive
    do throws(ContainerError) { archive = try ZipArchive(whole.bytes) } catch {
      throw ReadingError(error, source: source)
    }
    if archive.entries.contains(where: { $0.name == "xl/workbook.xml" }) {
      return [try workbook(archive, whole)]
    }
    return try files(archive, whole)
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
    let book = try Workbook(archive, source: source)
    var sheet = source
    sheet.bytes = book.text
    sheet.workbookSheet = book.sheet
    sheet.problems = book.problems
    return sheet
  }

  /// The files of an archive that can be an export or its structure.
  private static func files(_ archive: ZipArchive, _ source: SourceBytes) throws(ReadingError) -> [SourceBytes] {
    let isLimeSurvey = archive.entries.contains { $0.name.lowercased().hasSuffix(".lss") }
    let entries = archive.entries.filter { entry in
      guard !entry.name.hasPrefix("__MACOSX"), !entry.fileName.hasPrefix("."), entry.size > 0 else { return false }
      guard isLimeSurvey else { return true }
      return [".lss", ".lsr"].contains { entry.name.lowercased().hasSuffix($0) }
    }
    guard !entries.isEmpty, entries.count <= 2 else {
      throw ReadingError(
        .pairing, place: Place(file: source.path),
        found: entries.isEmpty
          ? "an archive without files"
          : "an archive of \(entries.count) files: \(SurveyAssembly.list(entries.map(\.name)))",
        expected: "an export, or an export with its structure file",
        remedy: "unpack it and name the files that belong together")
    }
    if isLimeSurvey, !entries.contains(where: { $0.name.lowercased().hasSuffix(".lsr") }) {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "a LimeSurvey archive without responses",
        expected: "an archive with a .lsr file", remedy: "export the archive of the survey with its responses")
    }
    var files: [SourceBytes] = []
    for entry in entries {
      do throws(ContainerError) {
        var file = SourceBytes(
          name: entry.fileName, path: "\(source.path): \(entry.name)", bytes: try archive.contents(of: entry),
          sha256: source.sha256)
        file.container = "unpacked from \(source.name)"
        file.isOfLimeSurveyArchive = isLimeSurvey
        files.append(file)
      } catch {
        throw ReadingError(error, source: source)
      }
    }
    if isLimeSurvey, let first = files.indices.first { files[first].problems = leftOut(archive, source) }
    return files
  }

  private static func leftOut(_ archive: ZipArchive, _ source: SourceBytes) -> [Problem] {
    func has(_ ending: String) -> Bool { archive.entries.contains { $0.name.lowercased().hasSuffix(ending) } }
    var problems: [Problem] = []
    if has(".lst") {
      problems.append(
        Problem(
          .note, file: source.name, found: "the list of invited participants (tokens)", expected: "responses",
          remedy: "it names people and is left out"))
    }
    if has(".lsi") {
      problems.append(
        Problem(
          .note, file: source.name, found: "timings of groups and questions", expected: "responses",
          remedy: "they are left out; a CSV export has them as columns"))
    }
    return problems
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
