internal import SurveyModel

/// The headings of a REDCap export under the names of its fields.
///
/// An export of labels has the fields' texts for headings: "Complete?" for a form's status, `Text (choice=Option)` for
/// an option. With the dictionary they get their fields' names; without it they keep their texts, in the notation that
/// names have (`Text___Option`, `form1_complete`).
struct REDCapHeadings: Sendable {
  /// The names, one per column.
  private(set) var names: [String]
  /// Whether the file has labels for headings, and so for answers.
  let areLabels: Bool

  static let status = "Complete?"
  static let choice = " (choice="

  private static let keys = [
    "Event Name": "redcap_event_name", "Repeat Instrument": "redcap_repeat_instrument",
    "Repeat Instance": "redcap_repeat_instance", "Data Access Group": "redcap_data_access_group",
    "Survey Identifier": "redcap_survey_identifier",
  ]

  init(_ headings: [String], _ dictionary: REDCapDictionary?) {
    names = headings
    areLabels = headings.contains { $0 == Self.status || ($0.contains(Self.choice) && $0.hasSuffix(")")) }
    guard areLabels else { return }
    var fields: [String: [REDCapField]] = [:]
    for field in dictionary?.fields ?? [] { fields[Self.form(field.label), default: []].append(field) }
    var forms: [Int: String] = [:]
    var question = ""
    var checkbox: REDCapField?
    for (position, heading) in headings.enumerated() {
      if let key = Self.keys[heading], position > 0 {
        names[position] = key
      } else if let (text, option) = Self.option(heading) {
        if text != question {
          question = text
          checkbox = Self.take(text, &fields) { $0.type == "checkbox" }
        }
        forms[position] = checkbox?.form
        names[position] = Self.name(of: option, in: text, checkbox, dictionary)
      } else if let field = Self.take(heading, &fields, where: { $0.type != "checkbox" }) {
        forms[position] = position > 0 ? field.form : nil
        names[position] = field.name
      }
    }
    nameStates(headings, forms)
  }

  private static func form(_ label: String) -> String { TextMatching.folded(PlainText.stripping(label)) }

  /// The next field of that text, which is used up.
  private static func take(
    _ text: String, _ fields: inout [String: [REDCapField]], where fits: (REDCapField) -> Bool
  ) -> REDCapField? {
    let key = form(text)
    guard let place = fields[key]?.firstIndex(where: fits) else { return nil }
    return fields[key]?.remove(at: place)
  }

  private static func option(_ heading: String) -> (text: String, option: String)? {
    guard heading.hasSuffix(")"), let range = heading.firstRange(of: choice) else { return nil }
    return (String(heading[..<range.lowerBound]), String(heading[range.upperBound...].dropLast()))
  }

  private static func name(
    of option: String, in text: String, _ field: REDCapField?, _ dictionary: REDCapDictionary?
  ) -> String {
    let choices = (field?.choices ?? []) + (field == nil ? [] : dictionary?.missingCodes ?? [])
    let code = choices.first { form($0.label) == form(option) }?.code
    return "\(field?.name ?? text)___\(code.map(REDCapField.columnCode) ?? option)"
  }

  /// Names forms' states and times of completion after the form of the fields before the state.
  private mutating func nameStates(_ headings: [String], _ forms: [Int: String]) {
    var number = 0
    var form: String?
    var stamps: [Int] = []
    for (position, heading) in headings.enumerated() {
      form = forms[position] ?? form
      if heading == "Survey Timestamp" { stamps.append(position) }
      guard heading == Self.status else { continue }
      number += 1
      let name = form ?? "form\(number)"
      names[position] = name + "_complete"
      for stamp in stamps { names[stamp] = name + "_timestamp" }
      stamps = []
      form = nil
    }
  }
}

extension REDCapField {
  /// A choice's code as columns of checkboxes write it.
  static func columnCode(_ code: String) -> String { code.lowercased().replacing("-", with: "_") }

  /// The choices, with those that a type has by itself.
  var answers: [Choice] {
    guard choices.isEmpty else { return choices }
    switch type {
    case "yesno": return [Choice(code: "1", label: "Yes"), Choice(code: "0", label: "No")]
    case "truefalse": return [Choice(code: "1", label: "True"), Choice(code: "0", label: "False")]
    default: return []
    }
  }
}
