internal import SurveyModel

/// The name of a column as SoSci Survey makes it: the question's id, then what tells its columns apart.
struct SoSciName: Sendable, Hashable {
  /// What the end of a name says.
  enum Part: Sendable, Hashable {
    /// `AB01`: the question's only column, or how many of its options are ticked.
    case whole
    /// `AB01_02`: an item, an option, or the text beside an option.
    case item(Int)
    /// `AB01_02a`: what belongs to an item: the time it took, or the text beside it.
    case besideItem(Int)
    /// `AB01s`: the text beside a list of suggestions.
    case text
    /// `UR01_CP`: how often the ballot of a random generator was cleared.
    case clearances
    /// `UR01x02`: the second draw of a random generator.
    case draw
    /// `IV01_RV1`: a variable that came with the questionnaire's address.
    case parameter
    /// Anything else.
    case other
  }

  /// The question's id, or the whole name where it has none.
  let question: String
  let part: Part

  init(_ name: String) {
    let letters = name.prefix { $0.isASCII && $0.isUppercase }
    let digits = name.dropFirst(letters.count).prefix { $0.isASCII && $0.isNumber }
    guard (1...4).contains(letters.count), (2...4).contains(digits.count) else {
      question = name
      part = .other
      return
    }
    let rest = name.dropFirst(letters.count + digits.count)
    question = String(letters + digits)
    part = Self.part(rest)
  }

  private static func part(_ rest: Substring) -> Part {
    if rest.isEmpty { return .whole }
    if rest == "s" { return .text }
    if rest == "_CP" { return .clearances }
    if rest.hasPrefix("_RV"), rest.count > 3, rest.dropFirst(3).allSatisfy(\.isNumber) { return .parameter }
    if rest.hasPrefix("x"), rest.dropFirst().prefix(2).count == 2, rest.dropFirst().prefix(2).allSatisfy(\.isNumber) {
      return .draw
    }
    guard rest.first == "_" else { return .other }
    let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return .other }
    let end = rest.dropFirst(1 + digits.count)
    if end.isEmpty { return .item(number) }
    return end.count == 1 && end.allSatisfy { $0.isASCII && $0.isLowercase } ? .besideItem(number) : .other
  }

  /// The number of the item, where the name has one.
  var item: Int? {
    switch part {
    case .item(let number), .besideItem(let number): number
    default: nil
    }
  }
}

/// The columns that SoSci Survey records by itself.
enum SoSciMetadata {
  private typealias Entry = (kind: VariableKind, personal: PersonalData)

  private static let entries: [String: Entry] = [
    "CASE": (.numeric, .identifier), "SERIAL": (.text, .identifier), "REF": (.text, .identifier),
    "MAIL": (.text, .contact), "EMAIL": (.text, .contact), "QUESTNNR": (.categorical, .no),
    "MODE": (.categorical, .no), "LANGUAGE": (.categorical, .no), "STATUS": (.categorical, .no),
    "STARTED": (.datetime, .no), "MAILSENT": (.datetime, .no), "LASTDATA": (.datetime, .no),
    "FINISHED": (.categorical, .no), "Q_VIEWER": (.categorical, .no), "LASTPAGE": (.numeric, .no),
    "MAXPAGE": (.numeric, .no), "MISSING": (.numeric, .no), "MISSREL": (.numeric, .no), "TIME_SUM": (.numeric, .no),
    "TIME_RSI": (.numeric, .no), "DEG_TIME": (.numeric, .no), "DEG_MISS": (.numeric, .no), "DEG_MISR": (.numeric, .no),
  ]

  /// What such a column is; nil where the name is none of them.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - entry: What the import script says of it.
  ///   - cells: The cells, of which yes and no are written in several ways.
  static func template(
    _ name: String, script entry: SoSciImportScript.Entry?, cells: RawColumn
  ) -> ColumnTemplate? {
    let isPageTime = name.hasPrefix("TIME") && name.utf8.count > 4 && name.dropFirst(4).allSatisfy(\.isNumber)
    guard let known: Entry = isPageTime ? (.numeric, .no) : entries[name] else { return nil }
    var template = ColumnTemplate(
      Variable(
        name: name, label: entry?.comment ?? "", kind: known.kind,
        level: known.kind == .categorical || known.kind == .text ? .nominal : .scale, personal: known.personal,
        role: .metadata),
      knowledge: known.kind == .categorical ? .nothing : .kind,
      // A page without a time was not reached; elsewhere a blank is the platform's own "no value".
      blank: isPageTime ? .notShown : .systemMissing)
    let words = ["FINISHED": ("Canceled", "Finished"), "Q_VIEWER": ("Respondent", "Spectator")]
    if let words = words[name], let truth = SoSciTruth(cells) {
      func text(_ code: String, _ other: String) -> String { entry?.labels.first { $0.code == code }?.text ?? other }
      template.variable.labels = [
        ValueLabel(code: truth.no, label: text("F", words.0), value: 0),
        ValueLabel(code: truth.yes, label: text("T", words.1), value: 1),
      ]
      template.knowledge = .answers
    }
    return template
  }
}

/// How a file writes yes and no: `T` and `F` by SoSci Survey for R, `TRUE` and `FALSE` or 1 and 0 once R saved it again.
struct SoSciTruth: Sendable, Hashable {
  var yes: String
  var no: String

  private static let ways = [("T", "F"), ("TRUE", "FALSE"), ("1", "0")]

  /// The way in which cells write it; nil where some are neither or all are blank.
  init?(_ cells: RawColumn) {
    guard cells.spilled == nil, let found = Self(Set(cells.distinctTexts).subtracting(SoSciCodes.blanks)) else {
      return nil
    }
    self = found
  }

  /// The way in which texts write it.
  init?(_ texts: Set<String>) {
    guard !texts.isEmpty, let way = Self.ways.first(where: { texts.isSubset(of: [$0.0, $0.1]) }) else { return nil }
    (yes, no) = way
  }
}

/// The codes of SoSci Survey that stand for no answer in every question.
enum SoSciCodes {
  /// The question was put, and nothing was answered.
  static let notAnswered = "-9"
  /// What was answered could not be used.
  static let faulty = "-8"
  /// Options outside the scale, which the questionnaire words.
  static let residual = ["-1", "-2", "-3", "-4", "-5", "-6", "-7"]
  /// What R writes for a cell without a value.
  static let blanks: Set<String> = ["NA"]

  /// The codes whose meaning is the same in every questionnaire.
  static let fixed = [
    DeclaredCode(code: notAnswered, reason: .seenNotAnswered), DeclaredCode(code: faulty, reason: .unreadable),
  ]

  /// The wording of a code without the mark that the script sets before it.
  static func wording(_ text: String) -> (text: String, isMarked: Bool) {
    text.hasPrefix("[NA]") ? (String(text.dropFirst(4)).trimmed, true) : (text, false)
  }

  /// Why an answer outside the scale counts as missing, by its wording.
  static func reason(code: String, wording text: String) -> MissingReason {
    switch code {
    case notAnswered: .seenNotAnswered
    case faulty: .unreadable
    default: ResidualWording.reason(wording(text).text) ?? .declared
    }
  }
}
