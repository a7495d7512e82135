internal import SurveyModel

/// The responses of a Qualtrics XML export as columns of cells, read as the bytes come.
///
/// A response has an element per question part, named by the part's ImportId. Elements may be absent from some
/// responses, and Qualtrics gives that no meaning of its own: absent and empty are both blanks of unknown reason.
struct QualtricsXMLTable: XMLHandler {
  private(set) var records: XMLRecordColumns

  private let path: String
  private var elements: [String] = []
  private var depth = 0
  private var isInResponse = false
  private var bytes: [UInt8] = []
  private var takesText = false

  init(source: SourceBytes) {
    path = source.path
    records = XMLRecordColumns(source: source) { _ in .unknownBlank }
  }

  mutating func define(_ name: XMLName, number: Int) { elements.append(name.local) }

  mutating func start(_ number: Int, attributes: [XMLAttribute]) throws(ReadingError) {
    depth += 1
    switch depth {
    case 1:
      guard elements[number] == "Responses" else {
        throw ReadingError(
          .wrongContent, place: Place(file: path), found: "XML whose root is <\(elements[number])>",
          expected: "a Qualtrics XML export, whose root is <Responses>", remedy: "check which file was given")
      }
    case 2:
      isInResponse = elements[number] == "Response"
      if !isInResponse { records.addStranger(elements[number]) }
    case 3 where isInResponse:
      bytes.removeAll(keepingCapacity: true)
      takesText = true
    default: break
    }
  }

  mutating func text(_ text: Span<UInt8>) {
    if takesText { bytes.append(text) }
  }

  mutating func end(_ number: Int) throws(ReadingError) {
    switch depth {
    case 3 where isInResponse:
      takesText = false
      try records.fill(element: number, elements[number], name: { $0 }, bytes)
    case 2 where isInResponse:
      try records.endRecord()
      isInResponse = false
    default: break
    }
    depth -= 1
  }
}
