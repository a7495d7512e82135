internal import SurveyModel

/// The tables of a LimeSurvey structure file as they stand in it: rows of fields.
///
/// Both schema generations come through the same door. Up to about database version 400 a row holds its texts and its
/// language; later texts lie in tables of their own, named `…_l10ns`.
struct LimeSurveyStructureTables: XMLHandler {
  typealias Row = [String: String]

  private(set) var documentType = ""
  private(set) var databaseVersion = ""
  private(set) var languages: [String] = []
  private(set) var tables: [String: [Row]] = [:]

  private let source: String
  private var names: [String] = []
  private var path: [String] = []
  private var row: Row = [:]
  private var bytes: [UInt8] = []

  /// The tables that are read, with the fields that are kept of them.
  private static let wanted: [String: Set<String>] = [
    "surveys": ["sid", "language", "format", "questionindex"],
    "surveys_languagesettings": ["surveyls_language", "surveyls_title"],
    "groups": ["gid", "group_order", "grelevance", "randomization_group"],
    "questions": questionFields,
    "subquestions": questionFields,
    "question_l10ns": ["qid", "question", "language"],
    "answers": ["aid", "qid", "code", "answer", "sortorder", "language", "scale_id"],
    "answer_l10ns": ["aid", "qid", "code", "scale_id", "answer", "language"],
    "question_attributes": ["qid", "attribute", "value", "language"],
    "conditions": ["qid"],
  ]

  private static let questionFields: Set<String> = [
    "qid", "parent_qid", "sid", "gid", "type", "title", "question", "other", "question_order", "language", "scale_id",
    "relevance",
  ]

  init(path: String) { source = path }

  mutating func define(_ name: XMLName, number: Int) { names.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) throws(ReadingError) {
    let name = names[number]
    if path.isEmpty, name != "document" {
      throw LimeSurveyRefusal(file: source).wrongRoot(name, expected: "a LimeSurvey structure file (.lss)")
    }
    path.append(name)
    bytes.removeAll(keepingCapacity: true)
    if isRow { row = [:] }
  }

  mutating func text(_ text: Span<UInt8>) {
    if isField || path.count == 2 || path.count == 3 { bytes.append(text) }
  }

  mutating func end(_ number: Int) throws(ReadingError) {
    let name = names[number]
    switch path.count {
    case 2 where name == "LimeSurveyDocType":
      documentType = String(decoding: bytes, as: UTF8.self).trimmed
      guard documentType == "Survey" else {
        throw LimeSurveyRefusal(file: source).wrongDocument(documentType, expected: "Survey")
      }
    case 2 where name == "DBVersion": databaseVersion = String(decoding: bytes, as: UTF8.self).trimmed
    case 3 where name == "language" && path[1] == "languages":
      languages.append(String(decoding: bytes, as: UTF8.self).trimmed)
    case 4 where isRow: tables[path[1], default: []].append(row)
    case 5 where isField: row[name] = String(decoding: bytes, as: UTF8.self)
    default: break
    }
    path.removeLast()
    bytes.removeAll(keepingCapacity: true)
  }

  private var isRow: Bool {
    path.count == 4 && path[2] == "rows" && path[3] == "row" && Self.wanted[path[1]] != nil
  }

  private var isField: Bool {
    path.count == 5 && path[2] == "rows" && Self.wanted[path[1]]?.contains(path[4]) == true
  }
}

/// The refusals that both kinds of LimeSurvey's XML have in common.
struct LimeSurveyRefusal {
  var file: String

  func wrongRoot(_ name: String, expected: String) -> ReadingError {
    ReadingError(
      .wrongContent, place: Place(file: file), found: "XML whose root is <\(name)>",
      expected: "\(expected), whose root is <document>", remedy: "check which file was given")
  }

  func wrongDocument(_ type: String, expected: String) -> ReadingError {
    let words = type.isEmpty ? "a LimeSurvey document that does not say what it is" : "a LimeSurvey '\(type)' document"
    let wanted =
      switch expected {
      case "Survey": "the structure (.lss)"
      case "Timings": "the timings (.lsi)"
      default: "the responses (.lsr)"
      }
    let remedy =
      switch (type, expected) {
      case ("Survey", _): "this is the structure; give the responses too: topline inspect RESPONSES.lsr \(file)"
      case ("Responses", _):
        "these are the responses; the structure is exported under Display / Export > Survey structure"
      default: "export \(wanted) from LimeSurvey"
      }
    return ReadingError(
      .wrongContent, place: Place(file: file), found: words, expected: "\(wanted), a LimeSurvey '\(expected)' document",
      remedy: remedy)
  }
}

extension ReadingError.Code {
  /// The file is of another kind than what it was given as.
  public static let wrongContent = Self(name: "reading.wrong-content")
}
