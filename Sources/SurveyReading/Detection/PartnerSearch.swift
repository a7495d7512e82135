internal import SurveyModel
internal import TextFormats

/// Looks for the structure file of responses beside them: in the same folder, of a kind that can belong to them, under
/// a name that says so.
struct PartnerSearch {
  /// What was found beside the responses.
  enum Finding {
    case nothing
    case one(RecognizedFile)
    /// Several files of one kind, any of which could belong to the responses.
    case several([String])
  }

  private let path: String
  private let responses: RecognizedFile
  private let options: ReadingOptions

  /// Prepares to look for the partner of responses that were read from a path.
  init(path: String, responses: RecognizedFile, options: ReadingOptions) {
    self.path = path
    self.responses = responses
    self.options = options
  }

  /// The one definition that describes data without a sign of its own.
  static func definition(of source: SourceBytes, path: String, options: ReadingOptions) -> RecognizedFile? {
    let data = RecognizedFile(
      source: source, detected: DetectedFormat(format: .fixedWidth, evidence: "", headingCount: 0))
    guard case .one(let definition) = PartnerSearch(path: path, responses: data, options: options).find() else {
      return nil
    }
    return definition
  }

  /// Looks into the folder: names first, and then only into files whose name belongs to the responses.
  func find() -> Finding {
    let kinds = FilePairing.partners(of: responses.detected.format).filter { $0.isStructure && $0.isRead }
    guard !kinds.isEmpty else { return .nothing }
    let candidates = candidates(opensWorkbooks: kinds.contains(.xlsform)).filter { kinds.contains($0.detected.format) }
    for kind in kinds {
      let fitting = candidates.filter { $0.detected.format == kind }
      if fitting.count > 1 { return .several(fitting.map(\.source.name)) }
      if let partner = fitting.first { return .one(partner) }
    }
    return .nothing
  }

  private func candidates(opensWorkbooks: Bool) -> [RecognizedFile] {
    let name = FileSystem.name(of: path)
    let parent = FileSystem.parent(of: path)
    let stem = Self.stem(of: name)
    guard let names = try? FileSystem.list(parent.isEmpty ? "." : parent) else { return [] }
    // What cannot be opened or recognised was not named by anybody, and is passed over.
    return names.filter { $0 != name && !$0.hasPrefix(".") && Self.stem(of: $0) == stem }.compactMap { name in
      let path = FileSystem.path(name, besides: path)
      guard !FileSystem.isDirectory(path), let source = try? SourceBytes.open(path, wantsHash: options.wantsHashes)
      else { return nil }
      // The user's word on encoding and delimiter is about the responses.
      guard let opened = opensWorkbooks ? try? ArchiveOpening.opened(source) : [source], opened.count == 1 else {
        return nil
      }
      return try? RecognizedFile.recognize(opened[0], options: ReadingOptions())
    }
  }

  /// Words of file names that say what a file is, not which survey it belongs to.
  private static let words: Set<String> = [
    "data", "rdata", "dataset", "responses", "response", "results", "export", "insights", "legacy", "survey", "surveys",
    "questionnaire", "form", "dictionary", "datadictionary", "codebook", "import", "structure", "limesurvey",
    "qualtrics", "xform", "xlsform",
  ]

  /// What of a file's name says which survey it belongs to: its words in their order, without the ending.
  static func stem(of name: String) -> [String] {
    let base = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    let parts = base.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return parts.filter { !words.contains($0) }
  }
}

extension SurveyReader {
  /// Reads responses that were named alone, with the structure file that stands beside them where there is one.
  static func readWithPartner(
    _ responses: RecognizedFile, path: String, options: ReadingOptions,
    read: ([RecognizedFile]) throws(ReadingError) -> Survey
  ) throws(ReadingError) -> Survey {
    switch PartnerSearch(path: path, responses: responses, options: options).find() {
    case .nothing: return try read([responses])
    case .several(let names):
      var survey = try read([responses])
      survey.problems.append(
        Problem(
          .note, file: responses.source.name,
          found: "several files beside it that could describe it: \(SurveyAssembly.list(names))",
          expected: "one", remedy: "none is read: name the one that belongs to the responses"))
      return survey
    case .one(let partner):
      let name = partner.source.name
      do {
        var survey = try read([responses, partner])
        survey.provenance.guesses.append(
          "\(partner.detected.format.words), found beside it: \(name) (--no-partner leaves it out)")
        return survey
      } catch {
        guard error.code == .pairing || error.place.file == partner.source.path else { throw error }
        var survey = try read([responses])
        survey.problems.append(
          Problem(
            .note, file: responses.source.name, found: "\(name) beside it, which is not read with it: \(error.found)",
            expected: error.expected, remedy: "the responses are read alone; name the file that belongs to them"))
        return survey
      }
    }
  }
}
