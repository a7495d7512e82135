internal import SurveyModel

@testable import SurveyReading

/// Exports with their structure files: one input holds both, parted by a line of scissors.
enum PairFuzzing {
  /// The line between the files of one input.
  static let scissors = Array("\n--8<--\n".utf8)

  /// The files that an input holds.
  static func pieces(_ input: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    var position = 0
    while position + scissors.count <= input.count {
      if input[position] == 0x0A, input[position...].starts(with: scissors) {
        pieces.append(Array(input[start..<position]))
        position += scissors.count
        start = position
      } else {
        position += 1
      }
    }
    return pieces + [Array(input[start...])]
  }

  static func files(_ input: [UInt8], names: [String]) -> [SourceBytes] {
    zip(names, pieces(input)).map { SourceBytes(name: $0, bytes: $1) }
  }

  private static func recognized(_ source: SourceBytes, as format: SurveyFormat) -> RecognizedFile {
    var file =
      (try? RecognizedFile.recognize(source, options: ReadingOptions()))
      ?? RecognizedFile(source: source, detected: DetectedFormat(format: format, evidence: "fuzzing"))
    file.detected = DetectedFormat(format: format, evidence: "fuzzing")
    return file
  }

  // MARK: Formats

  static func limeSurvey(_ input: [UInt8]) {
    let files = files(input, names: ["responses.lsr", "survey.lss"])
    let survey = SurveyClaims.read { () throws(ReadingError) in
      try LimeSurveyResponsesReader.read(
        responses: files[0], structure: files.count > 1 ? files[1] : nil, options: ReadingOptions())
    }
    guard let survey else { return }
    XMLClaims.account(for: files[0], in: survey) { root in
      root.all("responses").flatMap { $0.all("rows") }.flatMap { $0.children }
    }
  }

  static func qualtricsXML(_ input: [UInt8]) {
    let files = files(input, names: ["responses.xml", "survey.qsf"])
    let survey = SurveyClaims.read { () throws(ReadingError) in
      try QualtricsXMLReader.read(
        responses: files[0], questionnaire: files.count > 1 ? files[1] : nil, options: ReadingOptions())
    }
    guard let survey else { return }
    XMLClaims.account(for: files[0], in: survey) { $0.all("Response") }
  }

  static func questionnaire(_ input: [UInt8]) {
    let files = files(input, names: ["survey.qsf", "responses.csv"])
    _ = try? QuestionnaireReader.read(files[0])
    guard files.count > 1 else { return }
    SurveyClaims.read { () throws(ReadingError) in
      try QualtricsCSVReader.read(
        recognized(files[1], as: .qualtricsCSV), questionnaire: recognized(files[0], as: .qsf),
        options: ReadingOptions())
    }
  }

  static func odm(_ input: [UInt8]) {
    let files = files(input, names: ["project.xml", "records.csv"])
    guard files.count > 1 else {
      let survey = SurveyClaims.read { () throws(ReadingError) in
        try REDCapReader.readODM(recognized(files[0], as: .redcapODM), options: ReadingOptions())
      }
      if let survey { XMLClaims.accountForItems(of: files[0], in: survey) }
      return
    }
    SurveyClaims.read { () throws(ReadingError) in
      try REDCapReader.readCSV(
        recognized(files[1], as: .redcapCSV), structure: recognized(files[0], as: .redcapODM), options: ReadingOptions()
      )
    }
  }

  static func xform(_ input: [UInt8]) {
    let files = files(input, names: ["form.xml", "a.xml", "b.xml"])
    _ = try? XFormReader.read(files[0])
    guard files.count > 1 else { return }
    let isTable = files[1].bytes.first != 0x3C
    let responses = recognized(files[1], as: isTable ? .koboCSV : .odkSubmission)
    var pair = FilePairing(responses: responses, structure: recognized(files[0], as: .xform))
    if files.count > 2, !isTable { pair.further = [recognized(files[2], as: .odkSubmission)] }
    SurveyClaims.read { () throws(ReadingError) in try KoboReader.read(pair, options: ReadingOptions()) }
  }

  static func tripleS(_ input: [UInt8]) {
    let files = files(input, names: ["survey.sss", "survey.asc"])
    guard files.count > 1 else { return }
    SurveyClaims.read { () throws(ReadingError) in
      try TripleSReader.read(
        recognized(files[0], as: .tripleS), data: recognized(files[1], as: .fixedWidth), options: ReadingOptions())
    }
  }

  static func ddi(_ input: [UInt8]) {
    let files = files(input, names: ["codebook.xml", "data.csv"])
    guard files.count > 1 else { return }
    let data =
      (try? RecognizedFile.recognize(files[1], options: ReadingOptions())) ?? recognized(files[1], as: .fixedWidth)
    SurveyClaims.read { () throws(ReadingError) in
      try DDIReader.read(recognized(files[0], as: .ddiCodebook), data: data, options: ReadingOptions())
    }
  }

  static func efs(_ input: [UInt8]) {
    let source = SourceBytes(name: "export.xml", bytes: input)
    let survey = SurveyClaims.read { () throws(ReadingError) in
      try EFSReader.read(responses: source, options: ReadingOptions())
    }
    guard let survey else { return }
    // What stands between the rows is no response; a problem counts it.
    XMLClaims.account(for: source, in: survey) { root in root.all("data").flatMap { $0.all("row") } }
  }
}
