public import SurveyModel

/// Writes a survey as plain CSV with a codebook beside it, both UTF-8.
///
/// The data has one record per respondent with codes; cells without an answer are blank, so the reasons that plain CSV
/// cannot hold are lost. The codebook has one record per answer, or one for a variable without answers.
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

  /// The codebook file: variable, label, grid, level, role, code, value label, missing, value.
  public static func codebook(_ codebook: Codebook) -> [UInt8] {
    var csv = CSVWriter()
    csv.record(columns)
    for variable in codebook.variables {
      let grid = codebook.grids.first { $0.variables.contains(variable.name) }
      let shared = [
        variable.name, variable.label, variable.itemText == variable.label ? "" : variable.itemText, grid?.name ?? "",
        grid?.label ?? "", variable.kind.rawValue, variable.level.rawValue, variable.role.rawValue,
      ]
      if variable.labels.isEmpty { csv.record(shared + ["", "", "", ""]) }
      for label in variable.labels {
        csv.record(
          shared + [
            label.code, label.label, label.missing?.rawValue ?? "", label.value.map { Column.text($0) } ?? "",
          ])
      }
    }
    return csv.bytes
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
    "variable", "label", "item", "grid", "grid_label", "kind", "level", "role", "code", "value_label", "missing",
    "value",
  ]
}
