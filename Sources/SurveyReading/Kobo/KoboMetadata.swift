internal import SurveyModel

extension KoboColumns {
  /// Points, lines and areas on a map tell where somebody lives, whatever the question was called.
  mutating func markPlaces() {
    for position in table.columns.indices where isQuestion(position) {
      let cells = table.columns[position]
      let parts = headings[position].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      let latitude = (parts.dropLast() + ["_\(parts.last ?? "")_latitude"]).joined(separator: "/")
      let first = (0..<min(table.count, 200)).lazy.compactMap { cells.text(ofCell: $0) }.first { !Self.isNothing($0) }
      // Ona takes a place apart into columns of its own, also where nobody gave one.
      guard first.map(Self.isPlace) ?? headings.contains(latitude) else { continue }
      columns[position].column.template.variable.personal = .technical
      columns[position].column.template.variable.role = .metadata
      columns[position].column.template.variable.kind = .text
      columns[position].column.template.knowledge = .kind
    }
  }

  /// Latitude, longitude, altitude, accuracy, once or several times with semicolons between.
  static func isPlace(_ text: String) -> Bool {
    let numbers = (text.split(separator: ";").first ?? "").split(separator: " ").map { Double($0) }
    guard numbers.count == 4, numbers.allSatisfy({ $0 != nil }), let latitude = numbers[0], let longitude = numbers[1]
    else { return false }
    return latitude.magnitude <= 90 && longitude.magnitude <= 180
  }

  /// What the platforms record by themselves, under the name or its last part.
  static func metadata(_ heading: String) -> FormColumn? {
    let name = heading.hasPrefix("meta/") ? String(heading.dropFirst(5)) : heading
    let own = name.split(separator: "/").last.map(String.init) ?? name
    switch name {
    case "start", "end", "_submission_time", "today", "SubmissionDate":
      return FormColumn(metadata: heading, kind: .datetime)
    case "_id", "_uuid", "_index", "_parent_index", "_submission__id", "_submission__uuid", "instanceID", "rootUuid",
      "deprecatedID", "instanceName", "formhub/uuid", "KEY", "PARENT_KEY", "SubmitterID":
      return FormColumn(metadata: heading, kind: .text, personal: .identifier)
    case "deviceid", "simserial", "subscriberid", "_geolocation", "imei", "audit":
      return FormColumn(metadata: heading, kind: .text, personal: .technical)
    case "username", "phonenumber", "_submitted_by", "_submission__submitted_by", "SubmitterName", "email":
      return FormColumn(metadata: heading, kind: .text, personal: .contact)
    case "_validation_status", "_status", "__version__", "_version", "_tags", "_notes", "_duration", "_xform_id",
      "_parent_table_name", "_attachments", "_last_edited_by", "_total_media", "_media_count", "_media_all_received",
      "_submission__submission_time", "_submission__validation_status", "_submission__notes", "_submission__status",
      "_submission___version__", "_submission__tags":
      return FormColumn(metadata: heading)
    default: break
    }
    if own == "_index" { return FormColumn(metadata: heading, kind: .text, personal: .identifier) }
    for ending in ["_latitude", "_longitude", "_altitude", "_precision"]
    where own.hasSuffix(ending) && own.hasPrefix("_") {
      return FormColumn(metadata: heading, kind: .numeric, personal: .technical)
    }
    return nil
  }
}
