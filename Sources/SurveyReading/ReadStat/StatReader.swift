internal import SurveyModel
internal import TextFormats

/// Reads a survey from the file of SPSS, Stata or SAS, with everything that the file knows of its variables.
enum StatReader {
  static func read(_ responses: RecognizedFile, options: ReadingOptions) throws(ReadingError) -> Survey {
    let source = responses.source
    let format = responses.detected.format
    var problems: [Problem] = []
    let file = try statFile(source, format, options, &problems)
    guard !file.variables.isEmpty else { throw nothing(source, "no variables", "a file with variables") }
    guard file.count > 0 else {
      throw nothing(source, "\(file.variables.count) variables and no respondents", "respondents")
    }
    var provenance = responses.provenance()
    provenance.encoding = options.encoding?.rawValue ?? TextEncoding.utf8.rawValue
    if !file.fileLabel.isEmpty { provenance.guesses.append("the file's own title: \(file.fileLabel)") }
    if !file.notes.isEmpty {
      problems.append(
        Problem(
          .note, file: source.name, found: "\(file.notes.count) line\(file.notes.count == 1 ? "" : "s") of notes",
          expected: "variables", remedy: "they are no part of the survey"))
    }
    var assembly = SurveyAssembly(file: source.name, options: options, provenance: provenance, count: file.count)
    for (variable, column) in zip(file.variables, file.columns) {
      let typing = StatColumnTemplate(
        variable, column, labels: file.labels[variable.labelSet] ?? [], dates: StatDates(format))
      assembly.columns.append((template: typing.template, cells: typing.cells))
    }
    if let weight = file.weight, let position = file.variables.firstIndex(where: { $0.name == weight }) {
      assembly.columns[position].template.variable.role = .weight
    }
    if format == .spssSAV { addSets(SPSSDictionary(source.bytes), file, &assembly, &problems) }
    assembly.problems = responses.problems + problems
    return try assembly.survey()
  }

  private static func statFile(
    _ source: SourceBytes, _ format: SurveyFormat, _ options: ReadingOptions, _ problems: inout [Problem]
  ) throws(ReadingError) -> StatFile {
    let kind: StatFile.Kind =
      switch format {
      case .spssPOR: .por
      case .stataDTA: .dta
      case .sas7bdat: .sas7bdat
      default: .sav
      }
    var bytes = source.bytes
    if kind == .por {
      let portable = PortableHeader.read(bytes)
      bytes = portable.bytes
      if let problem = PortableHeader.problem(portable, file: source.name) { problems.append(problem) }
    }
    do throws(StatFileReader.Failure) {
      return try StatFileReader.read(bytes, as: kind, encoding: options.encoding?.readStatName)
    } catch {
      guard error.isEncoding, options.encoding == nil,
        let file = try? StatFileReader.read(bytes, as: kind, encoding: "WINDOWS-1252")
      else { throw failure(error, source, format) }
      problems.append(
        Problem(
          .warning, file: source.name, found: "texts that are not in the encoding that the file declares",
          expected: "texts in the file's own encoding",
          remedy: "they are read as Windows-1252; name another encoding with --encoding"))
      return file
    }
  }

  private static func failure(
    _ failure: StatFileReader.Failure, _ source: SourceBytes, _ format: SurveyFormat
  ) -> ReadingError {
    var words = failure.words
    while let last = words.last, last == "." || last == "\n" { words.removeLast() }
    return ReadingError(
      .malformed, place: Place(file: source.path), found: "\(format.words) that cannot be read: \(words)",
      expected: "a whole file, as the package wrote it",
      remedy: failure.isEncoding
        ? "name the encoding of its texts with --encoding"
        : "it may have been cut short or damaged: save it again, or export the data as CSV")
  }

  private static func nothing(_ source: SourceBytes, _ found: String, _ expected: String) -> ReadingError {
    ReadingError(
      .noRecords, place: Place(file: source.path), found: found, expected: expected,
      remedy: "save the file again with its data")
  }

  /// Multiple-response sets, which ReadStat does not tell.
  private static func addSets(
    _ dictionary: SPSSDictionary, _ file: StatFile, _ assembly: inout SurveyAssembly, _ problems: inout [Problem]
  ) {
    let positions = Dictionary(
      file.variables.enumerated().map { ($1.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for set in dictionary.sets {
      let members = set.variables.compactMap { positions[$0.lowercased()] }
      guard members.count == set.variables.count, !members.isEmpty else {
        problems.append(
          Problem(
            .warning, file: assembly.file, column: set.name,
            found: "a multiple-response set with variables that the file does not have",
            expected: "variables of the file",
            remedy: "the set is left out; its variables are read one by one"))
        continue
      }
      let name = set.name.hasPrefix("$") ? String(set.name.dropFirst()) : set.name
      if let counted = set.countedValue {
        for member in members { assembly.columns[member].template.tickedTexts = [counted] }
        assembly.sets.append(ColumnGroup(name: name, label: set.label, members: members, tickedCode: counted))
      } else {
        addJoined(name, set.label, members, &assembly)
      }
    }
  }

  /// A set whose variables each hold one of the answers: one question whose cells are the answers joined, beside them.
  private static func addJoined(
    _ name: String, _ label: String, _ members: [Int], _ assembly: inout SurveyAssembly
  ) {
    var joined = RawColumn()
    for respondent in 0..<assembly.count {
      var codes: [String] = []
      for member in members {
        let column = assembly.columns[member]
        guard let text = column.cells.text(ofCell: respondent), !RawColumn.isBlank(text.utf8),
          !column.template.missingTexts.contains(where: { $0.code == text })
        else { continue }
        if !codes.contains(text) { codes.append(text) }
      }
      if codes.isEmpty { joined.appendAbsent(.systemMissing) } else { joined.append(codes.joined(separator: ",")) }
    }
    var labels: [ValueLabel] = []
    for member in members {
      for label in assembly.columns[member].template.variable.labels
      where label.missing == nil && !labels.contains(where: { $0.code == label.code }) {
        labels.append(label)
      }
      assembly.columns[member].template.variable.role = .metadata
    }
    var template = ColumnTemplate(
      Variable(name: name, label: label, kind: .multipleResponse, level: .nominal, labels: labels),
      knowledge: .answers, blank: .systemMissing)
    template.labelsSayAll = true
    assembly.columns.append((template: template, cells: joined))
  }
}

extension TextEncoding {
  /// The encoding's name as iconv has it.
  var readStatName: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    case .windows1252: "WINDOWS-1252"
    case .latin1: "ISO-8859-1"
    case .macRoman: "MACINTOSH"
    }
  }
}
