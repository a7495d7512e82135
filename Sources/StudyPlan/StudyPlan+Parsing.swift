internal import SurveyModel
internal import TextFormats

extension StudyPlan {
  /// Reads a study file from its text.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - fileName: The file's name, for messages.
  /// - Throws: ``StudyError`` with line, what was found and expected, and the nearest known name.
  public init(parsing yaml: String, fileName: String) throws(StudyError) {
    let reader = StudyReader(file: fileName)
    let root = try StudyNode.parse(yaml, file: fileName)
    let entries = try reader.entries(root, of: "the study file", known: Self.keys)
    self.init(fileName: fileName)
    title = ""
    var version: Int?
    for entry in entries {
      switch entry.key {
      case "topline": version = try reader.whole(entry.value, of: "topline")
      case "title": title = try reader.text(entry.value, of: "title")
      case "data":
        data = try reader.texts(entry.value, of: "data")
        dataLine = entry.line
      default: try read(entry, with: reader)
      }
    }
    guard version == 1 else {
      throw version == nil
        ? reader.missing("topline", of: "a study file", line: 1, example: "topline: 1")
        : reader.error(
          .value, line: 1, key: "topline", found: "version \(version ?? 0)", expected: "version 1",
          remedy: "write 'topline: 1'")
    }
    guard !data.isEmpty else {
      throw reader.missing("data", of: "a study file", line: 1, example: "data: [responses.csv]")
    }
    if title.isEmpty { title = fileName }
    try reader.checkDesign(design)
    try checkCrossReferences(reader)
  }

  static let keys = [
    "topline", "title", "data", "sample", "weights", "design", "missing", "exclude", "variables", "scales",
    "hypotheses", "mapping", "figures", "tables", "style",
  ]

  static let sampleKeys = [
    "kind", "population", "frame", "fielded", "mode", "source", "recruitment", "languages", "incentive", "funding",
    "questionnaire", "response-rate", "ethics",
  ]

  private mutating func read(_ entry: StudyNode.Entry, with reader: StudyReader) throws(StudyError) {
    switch entry.key {
    case "sample": try readSample(entry.value, reader)
    case "weights": try reader.weights(entry, into: &design)
    case "design": try reader.design(entry, into: &design)
    case "missing": missing = try reader.missingCodes(entry.value)
    case "exclude": exclusions = try reader.exclusions(entry.value)
    case "variables": variables = try reader.recodes(entry.value)
    case "scales": scales = try reader.scales(entry.value)
    case "hypotheses": hypotheses = try reader.hypotheses(entry.value)
    case "mapping": mapping = try reader.mapping(entry.value)
    case "figures": figures = try reader.outputs(entry.value, of: "figures", kinds: Self.figureKinds)
    case "tables": tables = try reader.outputs(entry.value, of: "tables", kinds: Self.tableKinds)
    case "style": style = try reader.style(entry.value)
    default: break
    }
  }

  private mutating func readSample(_ node: StudyNode, _ reader: StudyReader) throws(StudyError) {
    for entry in try reader.entries(node, of: "sample", known: Self.sampleKeys) {
      sampleNames.append(entry.key)
      sampleValues.append(try reader.text(entry.value, of: entry.key))
    }
  }

  /// Holds every name that one part of the plan gives to another.
  private func checkCrossReferences(_ reader: StudyReader) throws(StudyError) {
    guard case .own(let own) = hypotheses else { return }
    let known = own.map(\.id) + scales.map(\.name)
    for output in figures + tables {
      for name in output.of where !known.contains(name) {
        let nearest = EditDistance.nearest(to: name, among: known)
        throw reader.error(
          .unknownName, line: output.line, key: "of", found: "'\(name)'",
          expected: "a hypothesis or a scale of this file",
          remedy: nearest.map { "did you mean '\($0)'?" } ?? "known are \(known.joined(separator: ", "))")
      }
    }
  }
}
