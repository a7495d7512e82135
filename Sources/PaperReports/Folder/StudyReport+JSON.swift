internal import PaperTables
internal import StudyPlan
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics
public import TextFormats

extension StudyReport {
  /// `report.json`: every number of the report at full precision.
  public var json: JSONValue {
    var object = JSONObject([
      ("topline", .string(version)), ("study", .string(study)), ("title", .string(title)),
      ("synthetic", .bool(isSynthetic)),
    ])
    if isSynthetic { object["notice"] = .string(Table.syntheticNotice) }
    object["registration"] = .text(registration)
    object["notDone"] = .strings(notDone)
    object["verdicts"] = .array(verdicts.map(\.json))
    object["tables"] = .array(
      numberedTables.map { item in
        ["id": .string(item.id), "file": .string("tables/table-\(Self.fileName(item.id))"), "table": item.table.json]
      })
    object["figures"] = .array(
      figures.map { figure in
        [
          "id": .string(figure.id), "file": .string("figures/figure-\(Self.fileName(figure.id)).svg"),
          "title": .string(figure.title), "caption": .string(figure.caption),
          "description": .string(figure.description), "data": figure.sidecar,
        ]
      })
    object["sample"] = .object(JSONObject(sample.map { ($0.name, .string($0.value)) }))
    object["preparation"] = preparation?.json ?? .null
    object["exclusions"] = preparation?.exclusions ?? .array([])
    object["missing"] = .object(
      JSONObject(
        missing.map { variable in
          let counts = variable.reasons.map { ($0.reason.rawValue, JSONValue.integer($0.count)) }
          return (variable.variable, .object(JSONObject(counts)))
        }))
    object["weighting"] = .text(weighting)
    if let weightingReport { object["weightingReport"] = weightingReport.json }
    object["defaults"] = .strings(defaults)
    object["inputs"] = .array(inputs.map(\.manifestEntry))
    return Self.withoutPaths(.object(object))
  }

  /// `manifest.json`: what went in and what came out, by digest.
  func manifest(of files: [StudyFile]) throws(ReportError) -> JSONValue {
    var outputs: [JSONValue] = []
    for file in files.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
      guard let digest = ContentDigest.sha256(file.bytes) else {
        throw ReportError(
          .defect, place: Place(file: file.path), found: "the system's libcrypto gives no SHA-256",
          expected: "a digest for the manifest", remedy: "check that OpenSSL is installed whole")
      }
      outputs.append([
        "path": .string(file.path), "size": .integer(file.bytes.count), "sha256": .string(digest),
      ])
    }
    return [
      "topline": .string(version), "study": .string(study), "synthetic": .bool(isSynthetic),
      "inputs": .array(inputs.map(\.manifestEntry)), "settings": Self.withoutPaths(settings),
      "outputs": .array(outputs),
    ]
  }

  /// The document with the folders of absolute paths taken away: they name users and machines.
  static func withoutPaths(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text) where isAbsolutePath(text): .string(FileSystem.name(of: text))
    case .array(let values): .array(values.map(withoutPaths))
    case .object(let object): .object(JSONObject(object.members.map { ($0.name, withoutPaths($0.value)) }))
    default: value
    }
  }

  private static func isAbsolutePath(_ text: String) -> Bool {
    (text.hasPrefix("/") || text.hasPrefix("~/")) && !text.contains(" ") && text.contains(where: \.isLetter)
  }
}

extension SourceFile {
  var manifestEntry: JSONValue {
    [
      "name": .string(FileSystem.name(of: name)), "format": .string(format), "size": .integer(size),
      "sha256": .text(sha256),
    ]
  }
}
