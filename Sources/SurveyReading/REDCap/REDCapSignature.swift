internal import SurveyModel

/// The signs of a REDCap export of records in its headings and first cells.
enum REDCapSignature {
  /// What was found; nil where the signs are too few.
  ///
  /// - Parameter head: The first records, headings first.
  static func find(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    let keys = names.filter { $0.hasPrefix("redcap_") }
    if let key = keys.first { return found("the key column \(key)") }
    return raw(head, names) ?? labelled(head, names)
  }

  private static func found(_ evidence: String) -> DetectedFormat {
    DetectedFormat(format: .redcapCSV, evidence: evidence)
  }

  private static func cells(_ head: [[String]], _ position: Int) -> Set<String> {
    Set(head.dropFirst().compactMap { $0.indices.contains(position) ? $0[position].trimmed : nil }).subtracting([""])
  }

  private static let codes: Set<String> = ["0", "1", "2"]
  private static let words: Set<String> = ["Incomplete", "Unverified", "Complete"]
  private static let ticks: Set<String> = ["Checked", "Unchecked"]

  // A heading that ends in "_complete" is a form's status only above the three states that REDCap knows; beside a first
  // column of any other name than REDCap's own it takes a second sign.
  private static func raw(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    let statuses = names.indices.filter { position in
      guard position > 0, names[position].hasSuffix("_complete") else { return false }
      let states = cells(head, position)
      return !states.isEmpty && (states.isSubset(of: codes) || states.isSubset(of: words))
    }
    guard let first = statuses.first else { return nil }
    let status = names[first]
    if names.first == "record_id" { return found("headings record_id and \(status)") }
    if let option = names.first(where: { $0.contains("___") }) { return found("headings \(option) and \(status)") }
    let stamps = Set(names)
    for place in statuses {
      let stamp = names[place].dropLast("_complete".count) + "_timestamp"
      if stamps.contains(String(stamp)) { return found("headings \(stamp) and \(names[place])") }
    }
    guard ["id", "study_id"].contains(names.first ?? "") else { return nil }
    if statuses.count > 1 { return found("headings \(status) and \(names[statuses[1]])") }
    guard first == names.count - 1, !cells(head, first).isDisjoint(with: ["2", "Unverified"]) else { return nil }
    return found("the last heading \(status) above the state \(cells(head, first).contains("2") ? "2" : "Unverified")")
  }

  private static let labels: Set<String> = [
    "Event Name", "Repeat Instrument", "Repeat Instance", "Data Access Group", "Survey Identifier", "Survey Timestamp",
  ]

  // The export of labels has no names at all.
  private static func labelled(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    let isTicked = names.indices.contains { position in
      let found = cells(head, position)
      return names[position].contains(REDCapHeadings.choice) && !found.isEmpty && found.isSubset(of: ticks)
    }
    if isTicked { return found("options '(choice=' above Checked and Unchecked, as in exports of labels") }
    let states = names.indices.filter { names[$0] == REDCapHeadings.status }.map { cells(head, $0) }
    guard !states.isEmpty, states.allSatisfy({ $0.isSubset(of: words) }), states.contains(where: { !$0.isEmpty }) else {
      return nil
    }
    let record = PersonalNames.words(of: (names.first ?? "").lowercased())
    guard
      states.count > 1 || states[0].contains("Unverified") || names.contains(where: { labels.contains($0) })
        || record.last == "id"
    else { return nil }
    return found("the heading 'Complete?' above forms' states, as in exports of labels")
  }
}
