internal import SurveyModel

/// The files of one survey: the responses, and the file that describes them where there is one.
struct FilePairing: Sendable {
  var responses: RecognizedFile
  var structure: RecognizedFile?
  /// Further files of the same responses: the records of repeated groups, further submissions of the form.
  var further: [RecognizedFile] = []

  /// Tells responses and structure apart, in whatever order they were named.
  static func pair(_ files: [RecognizedFile]) throws(ReadingError) -> FilePairing {
    // A REDCap project holds records of its own; beside records in CSV it says what they mean.
    let hasRecords = files.contains { $0.detected.format == .redcapCSV }
    func isStructure(_ file: RecognizedFile) -> Bool {
      file.detected.format.isStructure || (hasRecords && file.detected.format == .redcapODM)
    }
    let structures = files.filter(isStructure)
    var responses = files.filter { !isStructure($0) }
    let further = further(of: &responses)
    if responses.count > 1 || structures.count > 1, let archive = files.first?.source.archive,
      files.allSatisfy({ $0.source.archive == archive })
    {
      throw ArchiveOpening.several(files.map(\.source.name), path: archive)
    }
    guard var data = responses.first else {
      if structures.count == 1, structures[0].detected.format.describesData {
        return FilePairing(responses: structures[0], structure: nil)
      }
      throw structureAlone(structures.first)
    }
    if responses.count > 1 { throw twice(responses[0], responses[1], "one file with responses") }
    if structures.count > 1 { throw twice(structures[0], structures[1], "one structure file") }
    // Where cells are, a definition says better than any sign of a platform in their headings.
    if let structure = structures.first, structure.detected.format.describesData, data.text != nil {
      return FilePairing(responses: data, structure: structure)
    }
    if let structure = structures.first, !partners(of: data.detected.format).contains(structure.detected.format) {
      throw misfit(data, structure)
    }
    // What was found in opening the files is told with the responses.
    for file in structures + further { data.add(file.source.problems) }
    return FilePairing(responses: data, structure: structures.first, further: further)
  }

  /// Takes out of responses those that belong to another one: a repeated group's records to their parents', a form's
  /// submissions to the first of them.
  private static func further(of responses: inout [RecognizedFile]) -> [RecognizedFile] {
    guard responses.count > 1 else { return [] }
    if responses.allSatisfy({ $0.detected.format == .odkSubmission }) {
      defer { responses.removeSubrange(1...) }
      return Array(responses[1...])
    }
    let parents = responses.filter { $0.detected.parentTable == nil }
    guard parents.count == 1, responses.allSatisfy({ $0.detected.format == .koboCSV }) else { return [] }
    let entries = responses.filter { $0.detected.parentTable != nil }
    responses = parents
    return entries
  }

  /// Which kinds of structure file can belong to responses of a format, the platform's own first.
  static func partners(of format: SurveyFormat) -> [SurveyFormat] {
    switch format {
    case .qualtricsCSV, .qualtricsLegacyCSV, .qualtricsXML: [.qsf]
    case .limeSurveyLSR, .limeSurveyCSV, .limeSurveyVV: [.limeSurveyLSS]
    case .redcapCSV: [.redcapDictionary, .redcapODM]
    case .koboCSV, .odkSubmission: [.xlsform, .xform]
    case .sosciCSV: [.sosciImportScript]
    case .lunaticXML: [.ddiLifecycle]
    case .csv: [.codebookCSV, .tripleS, .ddiCodebook, .ddiLifecycle]
    case .fixedWidth: [.tripleS, .ddiCodebook, .ddiLifecycle]
    default: []
    }
  }

  private static func structureAlone(_ structure: RecognizedFile?) -> ReadingError {
    let format = structure?.detected.format ?? .csv
    let remedy =
      switch format {
      case .qsf: "name the responses too: topline … responses.csv questionnaire.qsf"
      case .limeSurveyLSS: "name the responses too: topline … responses.lsr survey.lss"
      case .xform, .xlsform: "name the data too: topline … submissions.csv \(structure?.source.name ?? "form.xlsx")"
      case .redcapDictionary: "name the records too: topline … data.csv dictionary.csv"
      case .sosciImportScript: "name the data too: topline … rdata_project.csv import_project.r"
      default: "name the data too: topline … data.csv codebook.csv"
      }
    return ReadingError(
      .pairing, place: Place(file: structure?.source.path),
      found: "\(format.words) alone, which holds no answers", expected: "a file with responses", remedy: remedy)
  }

  private static func twice(_ a: RecognizedFile, _ b: RecognizedFile, _ expected: String) -> ReadingError {
    ReadingError(
      .pairing, place: Place(file: b.source.path),
      found: "\(b.detected.format.words) beside \(a.detected.format.words) (\(a.source.name))", expected: expected,
      remedy: "name one export, or an export with its structure file")
  }

  private static func misfit(_ data: RecognizedFile, _ structure: RecognizedFile) -> ReadingError {
    let wanted = partners(of: data.detected.format).first
    return ReadingError(
      .pairing, place: Place(file: structure.source.path),
      found: "\(structure.detected.format.words) beside \(data.detected.format.words) (\(data.source.name))",
      expected: wanted.map { "\($0.words), or the responses alone" } ?? "the responses alone",
      remedy: "leave '\(structure.source.name)' out, or name the file that belongs to the responses")
  }
}
