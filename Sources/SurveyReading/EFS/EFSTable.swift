internal import SurveyModel

/// What an EFS export says of itself: which values stand for no answer.
struct EFSMissings: Sendable, Hashable {
  /// A number that was not asked for.
  var numeric = "-77"
  /// A text that was not asked for.
  var text = "-66"
  /// A text that was asked for and left empty.
  var emptyText = "-99"
  /// A point or span of time that there is none of.
  var timestamp = "0"
  /// A date that there is none of.
  var datetime = "0000-00-00 00:00:00"
}

/// A variable of an EFS export, as its XML describes it.
struct EFSVariable: Sendable, Hashable {
  /// A code with its text.
  struct Code: Sendable, Hashable {
    var key: String
    var text: String
  }

  var name: String
  /// `integer`, `character`, `decimal`, `text`, `datetime`, `absolute timestamp` or `relative timestamp`.
  var type: String
  var label = ""
  var codes: [Code] = []
}

/// The variables and records of an EFS XML export, read as the bytes come.
struct EFSTable: XMLHandler {
  static var wantsAttributes: Bool { true }

  private(set) var missings = EFSMissings()
  /// Whether the document describes its missing values.
  private(set) var describesMissings = false
  private(set) var variables: [EFSVariable] = []
  private(set) var records: XMLRecordColumns

  /// Where the document is; `variable` and `row` are inside of `variables` and `data`.
  private enum Part { case none, variables, variable, data, row }
  private let path: String
  private var elements: [String] = []
  private var open: [Int] = []
  private var part = Part.none
  private var takesText = false
  private var bytes: [UInt8] = []
  private var code: String?

  init(source: SourceBytes) {
    path = source.path
    records = XMLRecordColumns(source: source) { _ in .unknownBlank }
  }

  mutating func define(_ name: XMLName, number: Int) { elements.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) throws(ReadingError) {
    open.append(number)
    let name = elements[number]
    func value(_ name: String) -> String? { attributes.first { $0.name.local == name }?.value }
    // What stands within a cell's element is part of the cell.
    takesText = isWithinCell(open.count)
    switch (open.count, part, name) {
    case (1, _, _):
      guard name == "export" else {
        throw ReadingError(
          .wrongContent, place: Place(file: path), found: "XML whose root is <\(name)>",
          expected: "an EFS XML export, whose root is <export>", remedy: "check which file was given")
      }
    case (2, _, "missings"): take(value)
    case (2, _, "variables"): part = .variables
    case (2, _, "data"): part = .data
    case (3, .variables, "variable"):
      part = .variable
      variables.append(EFSVariable(name: value("name") ?? "", type: value("type") ?? ""))
      try records.add(variables.last?.name ?? "", element: variables.last?.name ?? "")
    case (4, .variable, "label"): begin()
    case (5, .variable, "code"):
      code = value("key")
      begin()
    case (3, .data, "row"): part = .row
    case (3, .data, _): records.addStranger(name)
    case (4, .row, _): begin()
    default: break
    }
  }

  private mutating func take(_ value: (String) -> String?) {
    describesMissings = true
    missings.numeric = value("numeric") ?? missings.numeric
    missings.text = value("text") ?? missings.text
    missings.emptyText = value("text_empty") ?? missings.emptyText
    missings.timestamp = value("timestamp") ?? missings.timestamp
    missings.datetime = value("datetime") ?? missings.datetime
  }

  private mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    takesText = true
  }

  mutating func text(_ text: Span<UInt8>) {
    if takesText { bytes.append(text) }
  }

  mutating func end(_ number: Int) throws(ReadingError) {
    let depth = open.count
    open.removeLast()
    defer { takesText = isWithinCell(depth) }
    switch (depth, part, elements[number]) {
    case (2, _, _): part = .none
    case (3, .variable, _): part = .variables
    case (4, .variable, "label"): variables[variables.count - 1].label = words
    case (5, .variable, "code"):
      if let code { variables[variables.count - 1].codes.append(EFSVariable.Code(key: code, text: words)) }
      code = nil
    case (4, .row, let name): try records.fill(element: number, name, name: { $0 }, bytes)
    case (3, .row, _):
      try records.endRecord()
      part = .data
    default: break
    }
  }

  private func isWithinCell(_ depth: Int) -> Bool { part == .row && depth > 4 }

  private var words: String { PlainText.stripping(String(decoding: bytes, as: UTF8.self)) }
}
