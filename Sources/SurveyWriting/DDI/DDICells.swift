internal import SurveyModel
internal import TextFormats

/// What stands in the cells of one column of the data beside a DDI Codebook, and what the codebook must say of it.
///
/// A cell without an answer is blank where that says enough. Where a column has blanks for several reasons, the most
/// frequent one keeps the blank, and every other has a text of its own that the codebook declares.
struct DDICells {
  /// Why a blank cell is missing.
  private(set) var blank: MissingReason?
  /// The texts that stand for no answer, by reason.
  private(set) var tokens: [MissingReason: String] = [:]
  /// Texts of the survey's own that are kept in cells without an answer, and why they have none.
  private(set) var kept: [String: MissingReason] = [:]
  /// Whether dates are written anew.
  private(set) var rewritesDates = false

  private let position: Int
  private let option: Int?
  private var hasTimes = true

  init(_ survey: Survey, _ position: Int, option: Int? = nil, mayBeBlank: Bool = true) {
    self.position = position
    self.option = option
    let column = survey.columns[position]
    if case .datetime(let dates) = column { lookAt(dates) }
    if option == nil { kept = Self.keptTexts(survey, position) }
    let counts = blankCounts(survey)
    let labels = survey.codebook.variables[position].labels
    let codes = option == nil ? labels.map(\.code) : ["0", "1"]
    let blankIsCode = codes.contains(where: Self.isBlank)
    if mayBeBlank, !blankIsCode {
      let present = MissingReason.allCases.filter { counts[$0] != nil }
      blank = present.max { (counts[$0] ?? 0, $0.index) < (counts[$1] ?? 0, $1.index) }
    }
    for reason in MissingReason.allCases where counts[reason] != nil && reason != blank {
      tokens[reason] = Self.token(reason, survey, position, codes)
    }
  }

  /// The text of a respondent's cell.
  func text(_ survey: Survey, _ respondent: Int) -> String {
    let column = survey.columns[position]
    guard let reason = column.missingReason(at: respondent) else { return answer(survey, respondent) }
    if option == nil, let text = missingText(survey, respondent, reason) { return text }
    return tokens[reason] ?? ""
  }

  private func answer(_ survey: Survey, _ respondent: Int) -> String {
    let variable = survey.codebook.variables[position]
    switch survey.columns[position] {
    case .categorical(let column): return column.label(at: respondent).map { variable.labels[$0].code } ?? ""
    case .numeric(let column):
      let value = column.values[respondent]
      guard value.isFinite else { return "" }
      let text = column.text(at: respondent)
      return Self.isPlain(text) && Double(text) == value ? text : Column.text(value)
    case .text(let column): return column.text(at: respondent)
    case .datetime(let column): return date(column, respondent)
    case .multipleResponse(let column):
      guard let option else { return column.originals.text(at: respondent) }
      return column.ticked[respondent] >> UInt64(option) & 1 == 1 ? "1" : "0"
    }
  }

  /// The text of a cell without an answer that is written all the same; nil where the reason alone is.
  private func missingText(_ survey: Survey, _ respondent: Int, _ reason: MissingReason) -> String? {
    let variable = survey.codebook.variables[position]
    if case .categorical(let column) = survey.columns[position], let label = column.label(at: respondent) {
      return variable.labels[label].code
    }
    guard let text = Self.missingText(survey.columns[position], respondent) else { return nil }
    let trimmed = Self.trimmed(text)
    switch survey.columns[position] {
    case .numeric:
      if variable.labels.contains(where: { $0.missing == reason && $0.code == trimmed }) { return trimmed }
      if reason == .unreadable, !Self.looksNumeric(trimmed) { return text }
    case .datetime:
      // Where dates are written in another order, what was none might become one.
      let mayChange = rewritesDates && trimmed.utf8.contains { (0x30...0x39).contains($0) }
      if reason == .unreadable, !mayChange { return text }
    default: break
    }
    return kept[trimmed] == reason ? text : nil
  }

  // MARK: Kinds

  /// Whether a variable's ticked options become a column each.
  static func isParted(_ variable: Variable) -> Bool {
    variable.kind == .multipleResponse && !variable.labels.isEmpty
  }

  /// What a variable is in the files: ticked options without a list of them are texts.
  static func kind(of variable: Variable) -> VariableKind {
    variable.kind == .multipleResponse && variable.labels.isEmpty ? .text : variable.kind
  }

  // MARK: Reasons

  private func blankCounts(_ survey: Survey) -> [MissingReason: Int] {
    var counts: [MissingReason: Int] = [:]
    let column = survey.columns[position]
    for respondent in 0..<survey.count {
      guard let reason = column.missingReason(at: respondent) else { continue }
      if option == nil, missingText(survey, respondent, reason) != nil { continue }
      counts[reason, default: 0] += 1
    }
    return counts
  }

  /// A text that no cell of the column has as an answer, such as `.notShown`.
  private static func token(
    _ reason: MissingReason, _ survey: Survey, _ position: Int, _ codes: [String]
  ) -> String {
    var taken = Set(codes)
    if case .text(let column) = survey.columns[position] {
      for respondent in 0..<survey.count {
        let text = column.text(at: respondent)
        if text.utf8.first == UInt8(ascii: ".") { taken.insert(text) }
      }
    }
    var token = "." + reason.rawValue
    while taken.contains(token) { token += "_" }
    return token
  }

  /// The most texts that a codebook lists as no answers.
  private static let mostKept = 200

  /// The texts of cells without an answer that can stay, for nothing else in the column is written like them.
  private static func keptTexts(_ survey: Survey, _ position: Int) -> [String: MissingReason] {
    let column = survey.columns[position]
    let labels = survey.codebook.variables[position].labels
    var kept: [String: MissingReason] = [:]
    var refused: Set<String> = []
    for respondent in 0..<survey.count {
      guard let reason = column.missingReason(at: respondent), let text = missingText(column, respondent) else {
        continue
      }
      let trimmed = trimmed(text)
      if case .categorical = column, reason.isOfferedAnswer || reason == .declared { continue }
      // What cannot be read as a value of its kind is told by being just that.
      if reason == .unreadable, column.isValues, !looksNumeric(trimmed) { continue }
      if let other = kept[trimmed], other != reason { refused.insert(trimmed) }
      kept[trimmed] = reason
    }
    guard (1...mostKept).contains(kept.count) else { return [:] }
    for label in labels { refused.formUnion([label.code, label.label].map { Self.trimmed($0) }) }
    for respondent in 0..<survey.count where column.missingReason(at: respondent) == nil {
      refused.insert(Self.trimmed(column.originalText(at: respondent) ?? ""))
      if case .numeric(let numbers) = column { refused.insert(Column.text(numbers.values[respondent])) }
    }
    return kept.filter { !refused.contains($0.key) }
  }

  /// The text, not blank, of a cell without an answer.
  static func missingText(_ column: Column, _ respondent: Int) -> String? {
    let text: String?
    switch column {
    case .categorical(let column):
      let entry = column.entries[Int(column.codes[respondent])]
      text = entry.label == nil ? entry.text : nil
    case .numeric(let column): text = column.originals[respondent]
    case .text(let column): text = column.text(at: respondent)
    case .datetime(let column): text = column.originals.text(at: respondent)
    case .multipleResponse: text = nil
    }
    return text.flatMap { isBlank($0) ? nil : $0 }
  }

  // MARK: Texts

  static func isBlank(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
  }

  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }
    guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(scalars[first...last])
  }

  private static func looksNumeric(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2E, 0x2D, 0x2B, 0x65, 0x45, 0x2C, 0x20].contains(byte)
    }
  }

  /// Whether a number is written so that every reader takes it for one: digits, a point, a minus, no leading zero.
  private static func isPlain(_ text: String) -> Bool {
    let digits = text.utf8.drop { $0 == 0x2D }
    guard text.utf8.count - digits.count <= 1, digits.first != 0x2E, digits.last != 0x2E else { return false }
    if digits.first == 0x30, digits.dropFirst().first.map({ $0 != 0x2E }) ?? false { return false }
    return digits.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
  }

  // MARK: Dates

  private mutating func lookAt(_ dates: DateTimeColumn) {
    let answered = dates.seconds.indices.filter { dates.missing[$0] == 0 }
    rewritesDates = answered.contains { !Self.isYearFirst(dates.originals.text(at: $0)) }
    hasTimes = answered.contains { dates.seconds[$0] % 86_400 != 0 }
  }

  private func date(_ column: DateTimeColumn, _ respondent: Int) -> String {
    guard rewritesDates else { return column.originals.text(at: respondent) }
    let text = CivilDateTime(seconds: column.seconds[respondent]).iso8601
    return hasTimes ? text : String(text.prefix(10))
  }

  private static func isYearFirst(_ text: String) -> Bool {
    let bytes = Array(trimmed(text).utf8)
    return bytes.count >= 8 && bytes.prefix(4).allSatisfy { (0x30...0x39).contains($0) }
      && [0x2D, 0x2F, 0x2E].contains(bytes[4])
  }
}

extension Column {
  /// Whether cells are read as values, so that other texts are unreadable.
  fileprivate var isValues: Bool {
    switch self {
    case .numeric, .datetime: true
    default: false
    }
  }
}
