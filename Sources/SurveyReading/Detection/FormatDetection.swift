internal import SurveyModel

/// A file's format with the evidence for it.
struct DetectedFormat: Sendable, Hashable {
  var format: SurveyFormat
  var evidence: String
  /// How many records of a delimited text are headings.
  var headingCount = 1
  /// The container that gives the survey's format its name: a LimeSurvey archive, a workbook of no platform.
  var container: SurveyFormat?
  /// The table whose records these repeat, where the file holds what was asked several times of one respondent.
  var parentTable: String?

  /// What data without a sign of its own is beside the definition that describes it.
  static func signless(beside definition: RecognizedFile) -> DetectedFormat {
    DetectedFormat(format: .fixedWidth, evidence: "it stands beside \(definition.source.name)", headingCount: 0)
  }
}

/// Tells formats by their first bytes; delimited texts are told apart by ``DelimitedSignature``.
enum FormatDetection {
  /// The format that the bytes are certainly of, before any decoding: signatures of binary files.
  static func binary(_ bytes: [UInt8]) -> DetectedFormat? {
    func starts(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return archive(bytes) }
    if starts("$FL2") { return DetectedFormat(format: .spssSAV, evidence: "it begins with $FL2") }
    if starts("$FL3") { return DetectedFormat(format: .spssSAV, evidence: "it begins with $FL3") }
    if starts("<stata_dta>") { return DetectedFormat(format: .stataDTA, evidence: "it begins with <stata_dta>") }
    if bytes.count > 109, (0x69...0x73).contains(bytes[0]), bytes[1] == 1 || bytes[1] == 2, bytes[2] == 1, bytes[3] == 0
    {
      return DetectedFormat(format: .stataDTA, evidence: "it begins with a Stata release and byte order")
    }
    if bytes.count > 500, contains("SPSSPORT", in: bytes.prefix(500)) {
      return DetectedFormat(format: .spssPOR, evidence: "SPSSPORT in its first 500 bytes")
    }
    if bytes.count > 32, bytes[12..<16].elementsEqual([0xC2, 0xEA, 0x81, 0x60]) {
      return DetectedFormat(format: .sas7bdat, evidence: "the magic number of SAS data files")
    }
    return nil
  }

  /// Whether bytes begin as the office programs' files did before 2007, and as those with a password still do.
  static func isOldOffice(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
  }

  private static func archive(_ bytes: [UInt8]) -> DetectedFormat? {
    if contains(".lss", in: bytes[...]) {
      return DetectedFormat(format: .limeSurveyLSA, evidence: "an archive with an .lss file in it")
    }
    if contains("xl/workbook.xml", in: bytes[...]) || contains("xl/worksheets", in: bytes[...]) {
      return DetectedFormat(format: .xlsx, evidence: "an archive with a workbook in it")
    }
    return nil
  }

  /// The format of a text that is no delimited table: JSON and XML; nil for everything else.
  static func markup(_ text: [UInt8]) -> DetectedFormat? {
    let first = text.first { !($0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D)) }
    if first == 0x7B, contains("\"SurveyEntry\"", in: text.prefix(1 << 16)) {
      return DetectedFormat(format: .qsf, evidence: "JSON with a SurveyEntry")
    }
    return first == 0x3C ? XMLRoot(text)?.format : nil
  }

  /// The format of a script that labels data; nil for everything else.
  ///
  /// A script begins with a comment or a statement, never with headings, and its statements begin lines.
  static func script(_ text: [UInt8]) -> DetectedFormat? {
    var labels = 0
    var readsData = false
    var isFirst = true
    for line in text.prefix(1 << 16).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let line = line.drop { $0 == 0x20 || $0 == 0x09 }
      if line.isEmpty { continue }
      // A first line with tabs or semicolons is the heading of a table, whatever its cells hold.
      if isFirst, line.first != 0x23, line.contains(0x09) || line.contains(0x3B) { return nil }
      isFirst = false
      if line.starts(with: "comment(".utf8) || line.starts(with: "attr(".utf8) || contains("= factor(", in: line)
        || contains("<- factor(", in: line)
      {
        if contains("$", in: line) { labels += 1 }
      }
      if contains("= read.", in: line) || contains("<- read.", in: line) { readsData = true }
    }
    let names = readsData && contains("\"CASE\"", in: text.prefix(1 << 16))
    guard labels > 1 || names else { return nil }
    return DetectedFormat(
      format: .sosciImportScript,
      evidence: names ? "R statements that read a column CASE" : "R statements that label columns of a data frame")
  }

  /// Whether bytes are no text in any encoding that is known: many control characters.
  static func isBinary(_ text: [UInt8]) -> Bool {
    let sample = text.prefix(1 << 16)
    let controls = sample.count { $0 < 0x09 || ($0 > 0x0D && $0 < 0x20 && $0 != 0x1B) }
    return controls > 3 && controls * 50 > sample.count
  }

  /// Whether a text occurs in bytes.
  static func contains(_ needle: String, in bytes: ArraySlice<UInt8>) -> Bool {
    let needle = Array(needle.utf8)
    guard let first = needle.first, bytes.count >= needle.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index + needle.count <= bytes.count {
        if bytes[index] == first {
          var length = 1
          while length < needle.count, bytes[index + length] == needle[length] { length += 1 }
          if length == needle.count { return true }
        }
        index += 1
      }
      return false
    }
  }
}

/// The root element of an XML text with its attributes as written, found without a parser so that a broken document is
/// still named.
struct XMLRoot: Sendable {
  /// The element's name without its prefix.
  private(set) var name = ""
  /// The text of the start tag.
  private(set) var tag = ""
  /// The beginning of what follows the start tag.
  private(set) var rest = ""

  init?(_ text: [UInt8]) {
    var head = String(decoding: text.prefix(1 << 16), as: UTF8.self)[...]
    while true {
      head = head.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      let end: String
      if head.hasPrefix("<?") {
        end = "?>"
      } else if head.hasPrefix("<!--") {
        end = "-->"
      } else if head.hasPrefix(
        "<!DOCTYPE")
      {
        guard let rest = Self.afterDocumentType(head) else { return nil }
        head = rest
        continue
      } else {
        break
      }
      guard let rest = Self.after(end, in: head) else { return nil }
      head = rest
    }
    guard head.first == "<", let close = head.firstIndex(of: ">") else { return nil }
    tag = String(head[head.index(after: head.startIndex)..<close])
    let qualified = tag.prefix { !$0.isWhitespace && $0 != "/" }
    name = String(qualified.split(separator: ":").last ?? qualified)
    rest = String(head[head.index(after: close)...])
    // "<<<<<<< HEAD" begins with the same sign and is no element.
    guard let first = name.first, first.isLetter || first == "_" else { return nil }
  }

  private static func after(_ end: String, in text: Substring) -> Substring? {
    var position = text.startIndex
    while position < text.endIndex {
      if text[position...].hasPrefix(end) { return text[text.index(position, offsetBy: end.count)...] }
      position = text.index(after: position)
    }
    return nil
  }

  private static func afterDocumentType(_ text: Substring) -> Substring? {
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case "[": depth += 1
      case "]": depth -= 1
      case ">" where depth == 0: return text[text.index(after: index)...]
      default: break
      }
    }
    return nil
  }

  /// The format that has such a root.
  var format: DetectedFormat? {
    func found(_ format: SurveyFormat, _ evidence: String) -> DetectedFormat {
      DetectedFormat(format: format, evidence: evidence)
    }
    switch name {
    case "document":
      guard rest.contains("<LimeSurveyDocType>") else { return nil }
      if rest.contains("<LimeSurveyDocType>Responses<") {
        return found(.limeSurveyLSR, "LimeSurveyDocType says Responses")
      }
      return rest.contains("<LimeSurveyDocType>Survey<")
        ? found(.limeSurveyLSS, "LimeSurveyDocType says Survey") : nil
    case "Responses":
      return rest.contains("<Response") || tag.hasSuffix("/")
        ? found(.qualtricsXML, "the root element Responses holds Response elements") : nil
    case "sss": return found(.tripleS, "the root element is sss")
    case "codeBook": return found(.ddiCodebook, "the root element is codeBook")
    case "DDIInstance", "FragmentInstance": return found(.ddiLifecycle, "the root element is \(name)")
    case "Campaign", "SurveyUnits":
      return rest.contains("<SurveyUnit") ? found(.lunaticXML, "the root element \(name) holds SurveyUnit") : nil
    case "ODM": return found(.redcapODM, "the root element is ODM")
    case "export" where rest.contains("<missings") || rest.contains("<variables"):
      return found(
        .efsXML, "the root element export holds " + (rest.contains("<missings") ? "missings" : "variables"))
    case "html" where tag.contains("xforms") || rest.contains("http://www.w3.org/2002/xforms"):
      return found(.xform, "the XForms namespace")
    default:
      if rest.contains("<missings") { return found(.efsXML, "an element missings") }
      return rest.contains("<instanceID") || rest.contains(":instanceID")
        ? found(.odkSubmission, "an element instanceID") : nil
    }
  }
}
