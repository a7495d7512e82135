internal import SurveyModel
internal import TextFormats

/// A file that was opened, with its format and, where it is a delimited text, its cells' delimiter and first records.
struct RecognizedFile: Sendable {
  var source: SourceBytes
  var detected: DetectedFormat
  /// The text, where the file is a delimited one.
  var text: DelimitedText?
  /// What the text was written in.
  var encoding = TextEncoding.utf8
  /// What was found in decoding.
  var problems: [Problem] = []
  /// What was guessed.
  var guesses: [String] = []

  /// Tells what a file is.
  static func recognize(_ source: SourceBytes, options: ReadingOptions) throws(ReadingError) -> RecognizedFile {
    if source.formSheets != nil {
      var file = RecognizedFile(
        source: source,
        detected: DetectedFormat(format: .xlsform, evidence: "a workbook whose sheet 'survey' has type and name"))
      if let container = source.container { file.guesses = [container] }
      return file
    }
    var options = options
    if source.workbookSheet != nil {
      // A sheet was made a text here, so that it is known how.
      options.encoding = .utf8
      options.delimiter = 0x2C
    }
    var file = try recognizeContent(source, options: options)
    if options.wantsMarginals, file.text?.parsed?.isTallied != true { try source.requireMemory() }
    file.problems = source.problems + file.problems
    if let container = source.container { file.guesses.insert(container, at: 0) }
    if source.isOfLimeSurveyArchive, file.detected.format == .limeSurveyLSR {
      file.detected.container = .limeSurveyLSA
      file.detected.evidence = "an archive with an .lss file in it"
    }
    if let sheet = source.workbookSheet {
      file.detected.evidence = "a workbook's sheet '\(sheet)': " + file.detected.evidence
      if file.detected.format == .csv { file.detected.container = .xlsx }
    }
    return file
  }

  private static func recognizeContent(
    _ source: SourceBytes, options: ReadingOptions
  ) throws(ReadingError) -> RecognizedFile {
    guard !source.bytes.isEmpty else {
      throw ReadingError(
        .empty, place: Place(file: source.path), found: "an empty file", expected: "an export with respondents",
        remedy: "export the file again")
    }
    guard !FormatDetection.isOldOffice(source.bytes) else {
      throw ReadingError(
        .binary, place: Place(file: source.path), found: "an old Excel workbook (.xls), or one with a password",
        expected: "an .xlsx workbook without a password", remedy: "save it as .xlsx, or export the data as CSV")
    }
    if let binary = FormatDetection.binary(source.bytes) {
      return RecognizedFile(source: try source.whole(), detected: binary)
    }
    let prefix = SourceBytes(name: source.name, bytes: Array(source.bytes.prefix(1 << 16)))
    let head = DecodedText.decode(prefix, forced: options.encoding)
    if let markup = FormatDetection.markup(head.bytes) {
      // Responses in XML are read as a stream; everything else that is no table is short.
      let isStreamed = [.limeSurveyLSR, .qualtricsXML, .efsXML, .lunaticXML].contains(markup.format)
      return RecognizedFile(
        source: isStreamed ? source : try source.whole(), detected: markup, encoding: head.encoding)
    }
    guard !FormatDetection.isBinary(head.bytes), !isBinary(source.bytes, head) else {
      throw ReadingError(
        .binary, place: Place(file: source.path), found: "bytes that are no text and no known format",
        expected: "an export of a survey platform", remedy: "export the data as CSV or in the platform's XML format")
    }
    if let script = FormatDetection.script(head.bytes) {
      return RecognizedFile(source: try source.whole(), detected: script, encoding: head.encoding)
    }
    try refuseUnknownMarkup(head.bytes, source: source)
    if source.file != nil, let long = try longDelimited(source, options: options) { return long }
    return try delimited(try source.whole(), options: options)
  }

  /// A long delimited text, read while it is recognised; nil where all of it must be seen first: it is not UTF-8, or
  /// not written as RFC 4180 says.
  private static func longDelimited(
    _ source: SourceBytes, options: ReadingOptions
  ) throws(ReadingError) -> RecognizedFile? {
    guard let file = source.file, options.encoding ?? .utf8 == .utf8 else { return nil }
    // The beginning ends where a record may be cut in two.
    var head = source
    guard let newline = head.bytes.lastIndex(of: 0x0A) ?? head.bytes.lastIndex(of: 0x0D) else { return nil }
    head.bytes.removeSubrange((newline + 1)...)
    head.file = nil
    let offset = head.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var found = try delimited(head, options: options)
    guard found.encoding == .utf8, found.problems.isEmpty, found.guesses.count <= 1, var text = found.text else {
      return nil
    }
    var table: DelimitedTable?
    for isTallying in options.wantsMarginals && found.hasMarginals ? [true, false] : [false] where table == nil {
      if !isTallying { try source.requireMemory() }
      table = try DelimitedTable.parallel(
        text, source: .file(file), offset: offset, headingCount: found.detected.headingCount, options: options,
        isTallying: isTallying)
    }
    guard let table else { return nil }
    text.parsed = table
    text.rest = source
    found.text = text
    found.source = source
    return found
  }

  /// Whether the format's reader looks at columns one by one, so that their distinct cells tell it all.
  private var hasMarginals: Bool {
    guard [.csv, .qualtricsCSV, .qualtricsLegacyCSV].contains(detected.format), let text else { return false }
    // A first column without a name may number the records.
    let heading = DelimitedHead.read(text.bytes[text.start...], delimiter: text.delimiter, count: 1)
    return heading.first?.first?.trimmed.isEmpty == false
  }

  // A text has few NUL bytes; UTF-16 has them by design and was decoded.
  private static func isBinary(_ bytes: [UInt8], _ head: DecodedText) -> Bool {
    guard head.encoding != .utf16LittleEndian, head.encoding != .utf16BigEndian else { return false }
    return FormatDetection.isBinary(Array(bytes.prefix(1 << 16)))
  }

  private static func refuseUnknownMarkup(_ text: [UInt8], source: SourceBytes) throws(ReadingError) {
    let first = text.first { !RawColumn.isBlank([$0]) }
    guard first == 0x3C || first == 0x7B || first == 0x5B else { return }
    if first == 0x3C, let root = XMLRoot(text) {
      throw ReadingError(
        .malformed, place: Place(file: source.path), found: "a document with the root element '\(root.name)'",
        expected: "an XML format of a survey platform", remedy: "export the data as CSV")
    }
    guard first == 0x7B else { return }
    throw ReadingError(
      .malformed, place: Place(file: source.path), found: "JSON without a SurveyEntry",
      expected: "a Qualtrics questionnaire (QSF)", remedy: "export the survey as .qsf, or the data as CSV")
  }

  private static func delimited(_ source: SourceBytes, options: ReadingOptions) throws(ReadingError) -> RecognizedFile {
    let decoded = DecodedText.decode(source, forced: options.encoding)
    let text = try DelimitedText.find(decoded, file: source.name, options: options)
    let head = DelimitedHead.read(text.bytes[text.start...], delimiter: text.delimiter, count: 12)
    guard !head.isEmpty else {
      throw ReadingError(
        .empty, place: Place(file: source.path), found: "nothing but white space",
        expected: "an export with respondents", remedy: "export the file again")
    }
    var file = RecognizedFile(source: source, detected: DelimitedSignature.find(head), text: text)
    file.encoding = decoded.encoding
    file.problems = decoded.problems
    if let guess = decoded.guess { file.guesses.append("the encoding \(decoded.encoding.rawValue): \(guess)") }
    if let guess = text.guess { file.guesses.append(guess) }
    return file
  }

  /// Adds what was found beside the file, for readers of the recognised file and for those of its bytes.
  mutating func add(_ found: [Problem]) {
    problems += found
    source.problems += found
  }

  /// The provenance of a survey that is read from this file.
  func provenance(_ format: SurveyFormat? = nil) -> Provenance {
    Provenance(
      format: (detected.container ?? format ?? detected.format).rawValue, evidence: detected.evidence,
      encoding: encoding.rawValue,
      files: [sourceFile], guesses: guesses)
  }

  /// The file's entry in a provenance.
  var sourceFile: SourceFile {
    SourceFile(
      name: source.name, format: detected.format.rawValue, size: source.size, sha256: source.sha256)
  }
}
