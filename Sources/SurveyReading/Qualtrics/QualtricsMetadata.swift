internal import SurveyModel

/// The columns that Qualtrics records by itself, by their keys in all generations of exports.
enum QualtricsMetadata {
  /// What such a column is; nil where the key is none of them.
  ///
  /// - Parameters:
  ///   - key: The ImportId, the element's name, or where there is none the column's name.
  ///   - name: The column's name in the file.
  ///   - label: The column's text in the file.
  ///   - timeZone: The zone that the file states for a date.
  static func template(key: String, name: String, label: String = "", timeZone: String? = nil) -> ColumnTemplate? {
    let normalized = QualtricsKey.normalized(key)
    guard let entry = entries[normalized.lowercased()] else { return nil }
    var text = label.isEmpty ? name : label
    if let timeZone, !timeZone.isEmpty { text += " (\(timeZone))" }
    let variable = Variable(
      name: name, key: normalized, label: text, kind: entry.kind, level: entry.kind == .categorical ? .nominal : .scale,
      personal: entry.personal, role: .metadata)
    let isCertain = entry.kind != .categorical && entry.kind != .numeric
    return ColumnTemplate(variable, knowledge: isCertain || entry.kind == .numeric ? .kind : .nothing)
  }

  private typealias Entry = (kind: VariableKind, personal: PersonalData)

  private static let entries: [String: Entry] = [
    "startdate": (.datetime, .no), "enddate": (.datetime, .no), "recordeddate": (.datetime, .no),
    "status": (.categorical, .no), "progress": (.numeric, .no), "duration": (.numeric, .no),
    "duration (in seconds)": (.numeric, .no), "finished": (.categorical, .no),
    "_recordid": (.text, .identifier), "responseid": (.text, .identifier), "responsesetid": (.categorical, .no),
    "responseset": (.categorical, .no), "ipaddress": (.text, .technical), "name": (.text, .contact),
    "recipientlastname": (.text, .contact), "recipientfirstname": (.text, .contact),
    "recipientemail": (.text, .contact), "emailaddress": (.text, .contact),
    "externaldatareference": (.text, .identifier), "externalreference": (.text, .identifier),
    "locationlatitude": (.numeric, .technical), "locationlongitude": (.numeric, .technical),
    "locationaccuracy": (.numeric, .technical), "distributionchannel": (.categorical, .no),
    "userlanguage": (.categorical, .no), "q_recaptchascore": (.numeric, .no), "q_language": (.categorical, .no),
    "q_datapolicyviolations": (.categorical, .no), "q_useragent": (.text, .technical), "q_url": (.text, .technical),
  ]

  /// How many responses are previews or tests, in a note; none where there are none.
  static func tests(_ headings: [QualtricsHeading], _ columns: [RawColumn], file: String) -> [Problem] {
    guard let position = headings.firstIndex(where: { $0.name == "Status" || $0.importID == "status" }) else {
      return []
    }
    let cells = columns[position]
    let tallies = cells.tallies
    let count = (0..<cells.distinctCount).filter { cells.absence(at: $0) == nil && isTest(cells.text(at: $0)) }
      .reduce(0) { $0 + tallies[$1] }
    guard count > 0 else { return [] }
    return [
      Problem(
        .note, file: file, column: headings[position].name,
        found: "\(count) record\(count == 1 ? "" : "s") of previews or tests", expected: "answers of respondents",
        remedy: "they are kept; leave them out with --exclude previews,tests")
    ]
  }

  /// Whether a value of Status marks a preview or a test.
  private static func isTest(_ status: String) -> Bool {
    [.previews, .tests].contains { ResponseRecord.says($0, .qualtrics, status) == true }
  }
}
