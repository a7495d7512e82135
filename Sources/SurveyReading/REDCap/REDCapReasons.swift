internal import SurveyModel

/// Tells for REDCap's blanks, and for the zeros of checkboxes, whether the question was shown.
///
/// A form that was never opened in a row has a status that is blank or 0 and no data: nothing of it was shown. In a form
/// that was opened, a field without branching logic was shown; one with branching logic was, where the logic can be
/// followed.
struct REDCapReasons {
  private let columns: REDCapColumns
  private let table: DelimitedTable
  /// For each form and row whether the form was opened.
  private var isOpened: [String: [Bool]] = [:]
  private var logic: [Int: REDCapLogic?] = [:]
  private var places: [String: Int] = [:]
  /// The columns of each checkbox.
  private var options: [String: [Int]] = [:]
  private var unfollowed = 0

  init(_ columns: REDCapColumns, _ table: DelimitedTable, forms: [Set<String>]?) {
    self.columns = columns
    self.table = table
    for (position, heading) in columns.headings.enumerated() {
      if places[heading] == nil { places[heading] = position }
      if columns.isCheckbox[position] { options[REDCapColumns.fieldName(heading), default: []].append(position) }
    }
    for form in Set(columns.forms) where !form.isEmpty {
      isOpened[form] = (0..<table.count).map { row in
        if let forms, !forms[row].contains(form) { return false }
        return wasOpened(form, row)
      }
    }
    for (position, field) in columns.fields.enumerated() {
      guard let field, !field.branching.isEmpty else { continue }
      let parsed = REDCapLogic(field.branching)
      logic[position] = parsed
      if parsed == nil { unfollowed += 1 }
    }
  }

  private func wasOpened(_ form: String, _ row: Int) -> Bool {
    columns.forms.indices.contains { position in
      guard columns.forms[position] == form, let text = table.columns[position].text(ofCell: row) else { return false }
      let isStatus = columns.headings[position] == form + "_complete"
      if text.trimmed.isEmpty || text == "[not completed]" { return false }
      if isStatus && (text == "0" || text == "Incomplete") { return false }
      return !(columns.isCheckbox[position] && (text == "0" || text == "Unchecked"))
    }
  }

  /// Whether a column's blanks can be told apart.
  func concerns(_ position: Int) -> Bool { !columns.forms[position].isEmpty }

  /// The reason of a cell; nil where it stays as it is.
  func reason(_ position: Int, _ row: Int, _ text: String?, _ present: MissingReason?) -> MissingReason? {
    let isZero = columns.isCheckbox[position] && (text == "0" || text == "Unchecked")
    guard present == .unknownBlank || isZero else { return nil }
    guard isOpened[columns.forms[position]]?[row] == true else { return .notShown }
    if isZero, let declared = declared(position, row) { return declared }
    guard let field = columns.fields[position] else { return nil }
    if field.branching.isEmpty { return isZero ? nil : .seenNotAnswered }
    guard let logic = logic[position] ?? nil, let shown = logic.holds(value: { value($0, row) }) else {
      // Beside a tick a zero is an answer whatever the logic says.
      return isZero && !isTicked(position, row) ? .unknownBlank : nil
    }
    if !shown { return .notShown }
    return isZero ? nil : .seenNotAnswered
  }

  /// The reason of a missing data code that was ticked in place of any option.
  private func declared(_ position: Int, _ row: Int) -> MissingReason? {
    guard columns.missing.reasons[position] == nil else { return nil }
    for other in options[REDCapColumns.fieldName(columns.headings[position])] ?? [] {
      if let reason = columns.missing.reasons[other], isTick(other, row) { return reason }
    }
    return nil
  }

  private func isTicked(_ position: Int, _ row: Int) -> Bool {
    (options[REDCapColumns.fieldName(columns.headings[position])] ?? []).contains { isTick($0, row) }
  }

  private func isTick(_ position: Int, _ row: Int) -> Bool {
    ["1", "Checked"].contains(table.columns[position].text(ofCell: row)?.trimmed)
  }

  /// A field's answer as its code, also where the file has its label.
  private func value(_ name: String, _ row: Int) -> String? {
    guard let position = places[name] else { return nil }
    let text = (table.columns[position].text(ofCell: row) ?? "").trimmed
    if columns.isCheckbox[position] { return text == "Checked" ? "1" : text == "Unchecked" ? "0" : text }
    guard let answers = columns.fields[position]?.answers, !text.isEmpty else { return text }
    if !columns.areLabels, answers.contains(where: { $0.code == text }) { return text }
    let form = TextMatching.folded(text)
    return answers.first { TextMatching.folded($0.label) == form }?.code ?? text
  }

  /// How many fields have branching logic that is not followed.
  func problems(file: String) -> [Problem] {
    guard unfollowed > 0 else { return [] }
    return [
      Problem(
        .note, file: file,
        found: "\(unfollowed) field\(unfollowed == 1 ? "" : "s") with branching logic that is not followed",
        expected: "comparisons of fields of the same row, joined by and, or",
        remedy: "their blanks count as unknown")
    ]
  }
}
