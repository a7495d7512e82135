public import SurveyModel
internal import TextFormats

/// A code that the user declares to stand for no answer.
public struct DeclaredCode: Sendable, Hashable {
  /// The code as the file writes it.
  public var code: String
  /// Why a cell with it holds no answer.
  public var reason: MissingReason

  /// Creates a declaration.
  public init(code: String, reason: MissingReason) {
    self.code = code
    self.reason = reason
  }

  /// The reasons by the names they have on the command line.
  public static let reasonNames: [(name: String, reason: MissingReason)] = [
    ("not-shown", .notShown), ("skipped", .seenNotAnswered), ("dont-know", .dontKnow), ("refused", .refused),
    ("not-applicable", .notApplicable), ("missing", .declared), ("redacted", .redacted),
  ]

  /// Reads a list of declarations as they stand on the command line, such as `99=dont-know,-99=skipped,98`.
  ///
  /// A code without a reason is ``MissingReason/declared``.
  /// - Throws: ``ReadingError`` with the nearest known reason.
  public static func list(parsing text: String) throws(ReadingError) -> [Self] {
    var list: [Self] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: true) {
      guard let sign = part.lastIndex(of: "=") else {
        list.append(Self(code: part.trimmed, reason: .declared))
        continue
      }
      let name = String(part[part.index(after: sign)...]).trimmed
      let code = String(part[..<sign]).trimmed
      guard let known = reasonNames.first(where: { $0.name == name || $0.reason.rawValue == name }), !code.isEmpty
      else {
        let names = reasonNames.map(\.name)
        let nearest = EditDistance.nearest(to: name, among: names)
        throw ReadingError(
          .option, place: Place(column: "--missing"), found: "'\(part)'",
          expected: "CODE=REASON with one of the reasons \(names.joined(separator: ", "))",
          remedy: nearest.map { "did you mean '\(code)=\($0)'?" } ?? "such as --missing 99=dont-know")
      }
      list.append(Self(code: code, reason: known.reason))
    }
    return list
  }
}

/// What a user can say about a file that the file does not say itself.
public struct ReadingOptions: Sendable {
  /// The format, where detection is to be overruled.
  public var format: SurveyFormat?
  /// The encoding, where detection is to be overruled.
  public var encoding: TextEncoding?
  /// The byte between cells, where detection is to be overruled.
  public var delimiter: UInt8?
  /// Whether numbers have a decimal comma; nil lets each column's evidence decide.
  public var decimalComma: Bool?
  /// The language of the questionnaire's texts, where a file has several; nil takes the survey's base language.
  public var language: String?
  /// Codes that stand for no answer, in every variable.
  public var missing: [DeclaredCode]
  /// Whether the provenance is to hold the SHA-256 of the files.
  public var wantsHashes: Bool
  /// Whether a problem of severity warning or error ends the reading.
  public var isStrict: Bool
  /// Whether the structure file of responses that are named alone is looked for in their folder.
  public var findsPartners: Bool
  /// Takes the bytes done and the bytes in all; returning false ends the reading.
  public var progress: (@Sendable (Int, Int) -> Bool)?

  /// Whether no more than the marginals is wanted: ``SurveyReader/marginals(_:options:)``.
  var wantsMarginals = false
  /// Beside marginals, the positions of the columns whose records are kept.
  var keptColumns: Set<Int> = []
  /// Beside marginals, takes the headings and gives the positions of further columns whose records are kept.
  var keptHeadings: (@Sendable ([String]) -> Set<Int>)?

  /// Creates options; the defaults let the file speak for itself.
  public init(
    format: SurveyFormat? = nil, encoding: TextEncoding? = nil, delimiter: UInt8? = nil, decimalComma: Bool? = nil,
    language: String? = nil, missing: [DeclaredCode] = [], wantsHashes: Bool = false, isStrict: Bool = false,
    findsPartners: Bool = true, progress: (@Sendable (Int, Int) -> Bool)? = nil
  ) {
    self.format = format
    self.encoding = encoding
    self.delimiter = delimiter
    self.decimalComma = decimalComma
    self.language = language
    self.missing = missing
    self.wantsHashes = wantsHashes
    self.isStrict = isStrict
    self.findsPartners = findsPartners
    self.progress = progress
  }
}
