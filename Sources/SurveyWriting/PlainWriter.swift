public import SurveyModel

/// Writes a survey as plain CSV with a codebook beside it, both UTF-8.
///
/// The data has one record per respondent with codes; cells without an answer are blank, so the reasons, which plain CSV
/// cannot hold, are lost.
public enum PlainWriter {
  /// The data file.
  public static func responses(_ survey: Survey) -> [UInt8] {
    var csv = CSVWriter()
    csv.record(survey.codebook.variables.map(\.name))
    for respondent in 0..<survey.count {
      csv.record(survey.columns.indices.map { CellText.text(survey, $0, respondent) })
    }
    return csv.bytes
  }

  /// The codebook file: one record for each variable, and below it one for each of its answers.
  public static func codebook(_ codebook: Codebook) -> [UInt8] {
    var csv = CSVWriter()
    csv.record(columns)
    for variable in codebook.variables {
      csv.record(record(of: variable, in: codebook))
      for label in variable.labels {
        let value = label.value.map { Column.text($0) } ?? ""
        let blanks = [String](repeating: "", count: columns.count - 5)
        csv.record([variable.name] + blanks + [label.code, value, label.label, label.missing?.rawValue ?? ""])
      }
    }
    return csv.bytes
  }

  private static func record(of variable: Variable, in codebook: Codebook) -> [String] {
    var group = ["", "", "", ""]
    if let grid = codebook.grids.first(where: { $0.variables.contains(variable.name) }) {
      group = [grid.name, "grid", grid.label, ""]
    } else if let set = codebook.multipleResponseSets.first(where: { $0.variables.contains(variable.name) }) {
      group = [set.name, "multiple-response", set.label, set.tickedCode]
    }
    return [
      variable.name, variable.label, variable.itemText == variable.label ? "" : variable.itemText,
      variable.kind.rawValue, variable.level.rawValue, variable.role.rawValue, variable.personal.rawValue,
    ] + group + [variable.kind == .multipleResponse ? "," : "", "", "", "", ""]
  }

  /// Both files by their usual names.
  public static func files(_ survey: Survey) -> [WrittenFile] {
    [
      WrittenFile(name: "responses.csv", bytes: responses(survey)),
      WrittenFile(name: "codebook.csv", bytes: codebook(survey.codebook)),
    ]
  }

  /// The headings of the codebook file.
  static let columns = [
    "variable", "label", "item", "kind", "level", "role", "personal", "group", "group_kind", "group_label", "ticked",
    "separator", "code", "value", "code_label", "missing",
  ]
}
