public import SurveyModel
internal import TextFormats

/// Reads the export of a survey platform, with its structure file where there is one.
///
/// The way of the data: bytes, encoding, format with its evidence, pairing of files, columns, survey.
public enum SurveyReader {
  /// Reads one export, or an export with its structure file, in either order.
  ///
  /// - Parameters:
  ///   - paths: One or two files; "-" is standard input. Beside responses that are named alone their structure file is
  ///     looked for (``ReadingOptions/findsPartners``).
  ///   - options: What the user says about the file that the file does not say itself.
  /// - Returns: The survey with every cell kept or reported among its problems.
  /// - Throws: ``ReadingError`` where a file cannot be read at all.
  public static func read(_ paths: [String], options: ReadingOptions = ReadingOptions()) throws(ReadingError) -> Survey
  {
    var sources: [SourceBytes] = []
    for path in try checked(paths) {
      sources.append(
        try SourceBytes.open(path, wantsHash: options.wantsHashes, isCounted: options.wantsMarginals))
    }
    guard options.findsPartners, paths.count == 1, paths[0] != "-" else {
      return try read(sources: sources, options: options)
    }
    let files = try aloneOrSignless(sources, path: paths[0], options: options)
    // What came out of an archive has its partner in there.
    guard files.count == 1, files[0].source.container == nil else { return try read(files, options: options) }
    return try readWithPartner(files[0], path: paths[0], options: options) { files throws(ReadingError) in
      try read(files, options: options)
    }
  }

  /// Reads what ``read(_:options:)`` reads, and keeps no more than the marginals where the format lets them be told
  /// without the records: long delimited texts whose questions stand in one column each.
  ///
  /// - Returns: The survey's marginals, the same as those of the survey.
  /// - Throws: ``ReadingError`` where a file cannot be read at all.
  /// - Complexity: O(bytes); memory by distinct answers for columns in which answers recur.
  public static func marginals(
    _ paths: [String], options: ReadingOptions = ReadingOptions()
  ) throws(ReadingError) -> Marginals {
    var counting = options
    counting.wantsMarginals = true
    do {
      return Marginals(try read(paths, options: counting))
    } catch {
      guard error.code == .needsRecords else { throw error }
      return Marginals(try read(paths, options: options))
    }
  }

  /// Reads what ``read(_:options:)`` reads, and keeps the records of some variables alone: of the others a long text gives
  /// what its codebook needs.
  ///
  /// The variables are mostly named as their columns are headed, so that one reading is enough; where they are not, the
  /// text is read twice, first for its codebook and then for the variables that are chosen in it.
  ///
  /// - Parameters:
  ///   - likely: Takes the headings, and gives the positions of the columns that the wanted variables will be.
  ///   - choose: Takes the codebook, and gives the positions of the variables that are wanted; nil for all.
  /// - Returns: A survey of the chosen variables; the whole survey where the format does not let them be parted.
  /// - Throws: ``ReadingError`` where a file cannot be read at all, and what `choose` throws.
  /// - Complexity: O(bytes); two bytes a respondent and variable with set answers.
  public static func read(
    _ paths: [String], options: ReadingOptions = ReadingOptions(),
    likely: (@Sendable ([String]) -> Set<Int>)? = nil, keeping choose: (Codebook) throws -> Set<Int>?
  ) throws -> Survey {
    var counting = options
    counting.wantsMarginals = true
    counting.keptHeadings = likely
    do {
      let marginals = try read(paths, options: counting)
      guard let counts = marginals.counts else { return marginals }
      guard let chosen = try choose(marginals.codebook) else { return try read(paths, options: options) }
      if chosen.allSatisfy({ counts[$0] == nil }) { return marginals.keepingVariables(at: chosen) }
      counting.keptHeadings = nil
      counting.keptColumns = chosen
      let survey = try read(paths, options: counting)
      return survey.counts == nil ? survey : survey.keepingVariables(at: chosen)
    } catch let error as ReadingError where error.code == .needsRecords {
      return try read(paths, options: options)
    }
  }

  // Data in fixed positions has no sign of its own, and is told by the definition beside it.
  private static func aloneOrSignless(
    _ sources: [SourceBytes], path: String, options: ReadingOptions
  ) throws(ReadingError) -> [RecognizedFile] {
    let sources = try opened(sources)
    do {
      return overruled(try recognized(sources, options: options), by: options)
    } catch {
      guard sources.count == 1, [.notATable, .binary, .malformed].contains(error.code),
        let definition = PartnerSearch.definition(of: sources[0], path: path, options: options)
      else { throw error }
      return [RecognizedFile(source: sources[0], detected: .signless(beside: definition))]
    }
  }

  private static func opened(_ sources: [SourceBytes]) throws(ReadingError) -> [SourceBytes] {
    var opened: [SourceBytes] = []
    for source in sources { opened += try ArchiveOpening.opened(source) }
    return opened
  }

  /// Reads files whose bytes are already there.
  static func read(sources: [SourceBytes], options: ReadingOptions = ReadingOptions()) throws(ReadingError) -> Survey {
    return try read(try recognized(try opened(sources), options: options), options: options)
  }

  // Data that a definition describes needs no sign of its own, and may look like no table at all. Of an archive, files
  // that are no export are left out beside one that is.
  private static func recognized(
    _ sources: [SourceBytes], options: ReadingOptions
  ) throws(ReadingError) -> [RecognizedFile] {
    var files: [RecognizedFile] = []
    var failed: [(source: SourceBytes, error: ReadingError)] = []
    for source in sources {
      do {
        files.append(try RecognizedFile.recognize(source, options: options))
      } catch {
        guard source.archive != nil || (failed.isEmpty && mayBeSignless(source, error)) else { throw error }
        failed.append((source, error))
      }
    }
    guard let first = failed.first else { return files }
    if failed.count == 1, mayBeSignless(first.source, first.error),
      let file = signless(first.source, first.error, beside: files)
    {
      return files + [file]
    }
    guard let archive = first.source.archive,
      let place = files.firstIndex(where: { !$0.detected.format.isStructure })
    else { throw first.error }
    files[place].add([
      Problem(
        .note, file: FileSystem.name(of: archive),
        found: "\(failed.count) more file\(failed.count == 1 ? "" : "s") in it: "
          + SurveyAssembly.list(failed.map(\.source.name)), expected: "an export, or an export with its structure file",
        remedy: "what cannot be read is left out")
    ])
    return files
  }

  private static func mayBeSignless(_ source: SourceBytes, _ error: ReadingError) -> Bool {
    [.notATable, .binary, .malformed].contains(error.code)
  }

  private static func signless(
    _ source: SourceBytes, _ error: ReadingError, beside files: [RecognizedFile]
  ) -> RecognizedFile? {
    // A submission need not say that it is one; its form does.
    if error.code == .malformed, source.bytes.first == 0x3C,
      let form = files.first(where: { $0.detected.format == .xform })
    {
      let evidence = "it stands beside \(form.source.name)"
      return RecognizedFile(source: source, detected: DetectedFormat(format: .odkSubmission, evidence: evidence))
    }
    guard let definition = files.first(where: { $0.detected.format.describesData }) else { return nil }
    return RecognizedFile(source: source, detected: .signless(beside: definition))
  }

  private static func read(_ files: [RecognizedFile], options: ReadingOptions) throws(ReadingError) -> Survey {
    let pair = try FilePairing.pair(overruled(files, by: options))
    let survey = try survey(of: pair, options: options)
    return try options.isStrict ? strict(survey) : survey
  }

  private static func checked(_ paths: [String]) throws(ReadingError) -> [String] {
    guard (1...2).contains(paths.count), paths.count < 2 || paths[0] != paths[1] else {
      throw ReadingError(
        .pairing, found: paths.isEmpty ? "no file" : paths.count == 2 ? "the same file twice" : "\(paths.count) files",
        expected: "one export, or an export with its structure file",
        remedy: "such as: topline inspect data.csv questionnaire.qsf")
    }
    return paths
  }

  // The user's word on the format is about the responses; a structure file says for itself what it is.
  private static func overruled(_ files: [RecognizedFile], by options: ReadingOptions) -> [RecognizedFile] {
    guard let format = options.format else { return files }
    // Data beside a definition has no format of its own.
    if format.describesData, files.contains(where: { $0.detected.format == format }) { return files }
    return files.map { file in
      guard !file.detected.format.isStructure || format.isStructure, file.detected.format != format else { return file }
      var file = file
      file.detected = DetectedFormat(format: format, evidence: "the user's word", headingCount: headings(of: format))
      return file
    }
  }

  private static func headings(of format: SurveyFormat) -> Int {
    switch format {
    case .qualtricsCSV: 3
    case .qualtricsLegacyCSV: 2
    default: 1
    }
  }

  private static func survey(of pair: FilePairing, options: ReadingOptions) throws(ReadingError) -> Survey {
    let responses = pair.responses
    let structure = pair.structure?.source
    if let definition = pair.structure, definition.detected.format == .tripleS {
      return try TripleSReader.read(definition, data: responses, options: options)
    }
    if let codebook = pair.structure, [.ddiCodebook, .ddiLifecycle].contains(codebook.detected.format) {
      return try DDIReader.read(codebook, data: responses, options: options)
    }
    switch responses.detected.format {
    case .qualtricsCSV, .qualtricsLegacyCSV:
      return try QualtricsCSVReader.read(responses, questionnaire: pair.structure, options: options)
    case .qualtricsXML:
      return try QualtricsXMLReader.read(responses: responses.source, questionnaire: structure, options: options)
    case .limeSurveyCSV: return try LimeSurveyCSVReader.read(responses, structure: pair.structure, options: options)
    case .limeSurveyVV: return try LimeSurveyVVReader.read(responses, structure: pair.structure, options: options)
    case .limeSurveyLSR:
      return try LimeSurveyResponsesReader.read(responses: responses.source, structure: structure, options: options)
    case .spssSAV, .spssPOR, .stataDTA, .sas7bdat: return try StatReader.read(responses, options: options)
    case .surveyMonkeyCSV: return try SurveyMonkeyReader.read(responses, options: options)
    case .googleFormsCSV: return try GoogleFormsReader.read(responses, options: options)
    case .microsoftFormsCSV: return try MicrosoftFormsReader.read(responses, options: options)
    case .alchemerCSV: return try AlchemerReader.read(responses, options: options)
    case .prolificCSV: return try ProlificReader.read(responses, options: options)
    case .mturkCSV: return try MechanicalTurkReader.read(responses, options: options)
    case .sosciCSV: return try SoSciReader.read(responses, script: pair.structure, options: options)
    case .efsXML: return try EFSReader.read(responses: responses.source, options: options)
    case .efsCSV: return try EFSReader.read(responses, options: options)
    case .tripleS: return try TripleSReader.read(responses, data: nil, options: options)
    case .ddiCodebook, .ddiLifecycle: return try DDIReader.read(responses, data: nil, options: options)
    case .lunaticXML: return try LunaticReader.read(responses, options: options)
    case .redcapCSV: return try REDCapReader.readCSV(responses, structure: pair.structure, options: options)
    case .redcapODM: return try REDCapReader.readODM(responses, options: options)
    case .koboCSV, .odkSubmission: return try KoboReader.read(pair, options: options)
    case .csv: return try PlainCSVReader.read(responses, codebook: pair.structure, options: options)
    default: throw notYet(responses)
    }
  }

  private static func notYet(_ file: RecognizedFile) -> ReadingError {
    let remedy =
      file.text == nil
      ? "export the data as CSV" : "add --format csv to read it as a plain table, or export the data another way"
    return ReadingError(
      .notYet, place: Place(file: file.source.path),
      found: "\(file.detected.format.words) (\(file.detected.evidence)), which is not read yet",
      expected: "one of the formats "
        + SurveyFormat.allCases.filter { $0.isRead && !$0.isStructure }.map(\.rawValue).joined(separator: ", "),
      remedy: remedy)
  }

  private static func strict(_ survey: Survey) throws(ReadingError) -> Survey {
    guard let problem = survey.problems.first(where: { $0.severity >= .warning }) else { return survey }
    let others = survey.problems.count { $0.severity >= .warning } - 1
    throw ReadingError(
      .strict, place: Place(file: problem.file, row: problem.row, column: problem.column), found: problem.found,
      expected: problem.expected,
      remedy: problem.remedy + (others > 0 ? "; \(others) more such problems" : "") + "; or leave --strict out")
  }
}
