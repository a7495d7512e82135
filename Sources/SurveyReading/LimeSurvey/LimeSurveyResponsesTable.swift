internal import SurveyModel

/// The responses of a LimeSurvey response file as columns of cells, read as the bytes come; no tree is built.
///
/// LimeSurvey writes a database row with its NULLs left out: an element that is absent is a question that was never
/// put to the respondent, an element that is empty is one that was seen and left blank.
struct LimeSurveyResponsesTable: XMLHandler {
  private(set) var documentType = ""
  private(set) var databaseVersion = ""
  /// The responses under the names of the database.
  private(set) var records: XMLRecordColumns

  private let path: String
  private let expected: String
  private var elements: [String] = []
  private var depth = 0
  private var isInResponses = false
  private var isInRows = false
  private var isInFields = false
  private var bytes: [UInt8] = []
  private var takesText = false

  /// Prepares to read a document of responses, or of their timings.
  init(source: SourceBytes, expecting expected: String = "Responses") {
    path = source.path
    self.expected = expected
    // What LimeSurvey's own columns leave out is a NULL of its database; for an answer it says "not shown".
    records = XMLRecordColumns(source: source) { LimeSurveyMetadata.names.contains($0) ? .systemMissing : .notShown }
  }

  mutating func define(_ name: XMLName, number: Int) { elements.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) throws(ReadingError) {
    depth += 1
    switch depth {
    case 5 where isInRows, 4 where isInFields: takeText()
    case 1:
      guard elements[number] == "document" else {
        throw LimeSurveyRefusal(file: path).wrongRoot(elements[number], expected: "a LimeSurvey response file (.lsr)")
      }
    case 2:
      isInResponses = elements[number] == expected.lowercased()
      if ["LimeSurveyDocType", "DBVersion"].contains(elements[number]) { takeText() }
    case 3:
      isInRows = isInResponses && elements[number] == "rows"
      isInFields = isInResponses && elements[number] == "fields"
    default: break
    }
  }

  private mutating func takeText() {
    bytes.removeAll(keepingCapacity: true)
    takesText = true
  }

  mutating func text(_ text: Span<UInt8>) {
    if takesText { bytes.append(text) }
  }

  mutating func end(_ number: Int) throws(ReadingError) {
    switch depth {
    case 5 where isInRows:
      takesText = false
      try records.fill(element: number, elements[number], name: Self.fieldName, bytes)
    case 4 where isInRows: try records.endRecord()
    case 4 where isInFields:
      takesText = false
      let name = String(decoding: bytes, as: UTF8.self)
      try records.add(name, element: Self.elementName(of: name))
    case 3:
      isInRows = false
      isInFields = false
    case 2:
      takesText = false
      try endHeader(elements[number])
    default: break
    }
    depth -= 1
  }

  private mutating func endHeader(_ element: String) throws(ReadingError) {
    if element == "DBVersion" { databaseVersion = String(decoding: bytes, as: UTF8.self).trimmed }
    guard element == "LimeSurveyDocType" else { return }
    documentType = String(decoding: bytes, as: UTF8.self).trimmed
    guard documentType == expected else {
      throw LimeSurveyRefusal(file: path).wrongDocument(documentType, expected: expected)
    }
  }

  /// A field's name as an element: those that begin with a digit get "_" before, "#" becomes "-".
  static func elementName(of field: String) -> String {
    let masked = String(field.map { $0 == "#" ? "-" : $0 })
    return masked.first.map { $0.isASCII && $0.isNumber } == true ? "_" + masked : masked
  }

  private static func fieldName(of element: String) -> String {
    guard element.first == "_", let second = element.dropFirst().first, second.isNumber else { return element }
    return String(element.dropFirst().map { $0 == "-" ? "#" : $0 })
  }
}

/// The columns that LimeSurvey adds to every survey's responses.
enum LimeSurveyMetadata {
  static let names: Set<String> = [
    "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl", "token",
    "quota_exit",
  ]

  /// The column as it is known beforehand; nil where the name is none of LimeSurvey's own.
  static func template(_ name: String) -> ColumnTemplate? {
    guard names.contains(name) else { return nil }
    var variable = Variable(name: name, label: labels[name] ?? name, kind: .text, level: .nominal, role: .metadata)
    var knowledge = ColumnTemplate.Knowledge.kind
    switch name {
    case "id": variable.personal = .identifier
    case "token": variable.personal = .identifier
    case "ipaddr", "refurl": variable.personal = .technical
    case "submitdate", "startdate", "datestamp":
      variable.kind = .datetime
      variable.level = .scale
    case "lastpage", "seed", "quota_exit":
      variable.kind = .numeric
      variable.level = .scale
    default: knowledge = .nothing
    }
    var template = ColumnTemplate(variable, knowledge: knowledge, blank: .systemMissing)
    if variable.kind == .datetime {
      // LimeSurvey's mark for "complete, but this survey stores no dates".
      template.missingTexts = [DeclaredCode(code: anonymousDate, reason: .redacted)]
    }
    return template
  }

  /// The date that LimeSurvey writes where a survey stores none.
  static let anonymousDate = "1980-01-01 00:00:00"

  private static let labels = [
    "id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page", "startlanguage": "Start language",
    "seed": "Seed", "startdate": "Date started", "datestamp": "Date last action", "ipaddr": "IP address",
    "refurl": "Referrer URL", "token": "Access code", "quota_exit": "Quota that ended the interview",
  ]
}
