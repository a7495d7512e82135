internal import SurveyModel

/// The columns that EFS (Unipark) records by itself.
enum EFSMetadata {
  private typealias Entry = (kind: VariableKind, personal: PersonalData)

  private static let entries: [String: Entry] = [
    "lfdn": (.numeric, .identifier), "external_lfdn": (.text, .identifier), "tester": (.categorical, .no),
    "dispcode": (.categorical, .no), "lastpage": (.categorical, .no), "quality": (.numeric, .no),
    "duration": (.numeric, .no), "ip_addr": (.text, .technical), "ext_host": (.text, .technical),
    "browser": (.text, .technical), "referer": (.text, .technical), "session_id": (.text, .identifier),
    "quota": (.categorical, .no), "quota_assignment": (.text, .no), "quota_rejected_id": (.text, .no),
    "page_history": (.text, .no), "hflip": (.categorical, .no), "vflip": (.categorical, .no),
    "output_mode": (.categorical, .no), "javascript": (.categorical, .no), "flash": (.categorical, .no),
    "language": (.categorical, .no), "cleaned": (.categorical, .no), "ats": (.numeric, .no),
    "datetime": (.datetime, .no), "date_of_last_access": (.datetime, .no), "date_of_first_mail": (.datetime, .no),
  ]

  /// What the disposition codes say.
  static let dispositions: [(code: String, label: String)] = [
    ("11", "Not yet invited"), ("12", "Active"), ("13", "Inactive"), ("14", "E-mail not delivered"),
    ("15", "Not reached"), ("20", "Not yet started"), ("21", "Responding"), ("22", "Suspended"), ("23", "Resumed"),
    ("31", "Completed"), ("32", "Completed after a break"), ("35", "Rejected at login, quota closed"),
    ("36", "Rejected, quota closed"), ("37", "Screened out"), ("41", "Quota full"),
  ]

  /// Whether a name is that of a question's variable.
  static func isQuestion(_ name: String) -> Bool { number(of: name) != nil }

  /// The number of a question's variable: 12 of `v_12`.
  static func number(of name: String) -> Int? {
    guard name.hasPrefix("v_") else { return nil }
    return Int(name.dropFirst(2))
  }

  /// What such a column is; nil where the name is none of them.
  static func template(_ name: String, label: String) -> ColumnTemplate? {
    guard let entry = entry(name, label: label) else { return nil }
    let isSpan = name.hasPrefix("rts")
    return ColumnTemplate(
      Variable(
        name: name, label: label, kind: entry.kind,
        level: entry.kind == .numeric || entry.kind == .datetime ? .scale : .nominal, personal: entry.personal,
        role: .metadata),
      knowledge: entry.kind == .categorical ? .nothing : .kind, blank: isSpan ? .notShown : .systemMissing)
  }

  private static func entry(_ name: String, label: String) -> Entry? {
    if let known = entries[name] { return known }
    if name.hasPrefix("rts"), name.dropFirst(3).allSatisfy(\.isNumber), name.utf8.count > 3 { return (.numeric, .no) }
    // What the software knows of the respondent and the machine: taken together it tells people apart.
    if name.hasPrefix("participant_") { return (.text, .technical) }
    if name.hasPrefix("u_") { return (.text, .contact) }
    if numbered(name, after: "p_") {
      // A parameter of the questionnaire's address: most often a panel's number of the respondent.
      return (.categorical, label.isEmpty ? .identifier : PersonalNames.kind(name: name, label: label))
    }
    return numbered(name, after: "c_") ? (.categorical, .no) : nil
  }

  private static func numbered(_ name: String, after prefix: String) -> Bool {
    name.hasPrefix(prefix) && name.utf8.count > prefix.utf8.count
      && name.dropFirst(prefix.count).allSatisfy(\.isNumber)
  }

  /// The texts that stand for no value in such a column.
  static func missing(_ name: String, _ missings: EFSMissings, kind: VariableKind) -> [DeclaredCode] {
    var texts = [missings.numeric, missings.text, missings.emptyText]
    if kind == .datetime { texts.append(missings.datetime) }
    if name == "ats" { texts.append(missings.timestamp) }
    var codes = texts.map { DeclaredCode(code: $0, reason: .systemMissing) }
    // A page without a time was not reached.
    if name.hasPrefix("rts") {
      codes = (texts + [missings.timestamp]).map { DeclaredCode(code: $0, reason: .notShown) }
    }
    return codes
  }
}
