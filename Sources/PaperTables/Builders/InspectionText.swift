public import SurveyModel

/// What was read, for a terminal.
public enum InspectionText {
  /// The survey's files, variables and problems as lines of text.
  ///
  /// - Parameters:
  ///   - survey: The survey as read.
  ///   - includePersonal: Whether the answers of personal variables may be listed.
  /// - Complexity: O(cells).
  public static func text(of survey: Survey, includePersonal: Bool = false) -> String {
    let provenance = survey.provenance
    var lines = ["\(provenance.format): \(provenance.evidence)"]
    lines.append("files: \(provenance.files.map { "\($0.name) (\($0.size) bytes)" }.joined(separator: ", "))")
    lines.append("encoding: \(provenance.encoding)")
    lines.append("respondents: \(survey.count)")
    if provenance.isSynthetic { lines.append("SYNTHETIC: the data says that it was drawn by a simulation") }
    lines += provenance.guesses.map { "guessed: \($0)" }
    lines.append("")
    for (variable, column) in zip(survey.codebook.variables, survey.columns) {
      lines += self.lines(variable, column, includePersonal: includePersonal)
    }
    if !survey.codebook.grids.isEmpty { lines.append("") }
    for grid in survey.codebook.grids {
      lines.append("grid \(grid.name): \(grid.variables.joined(separator: ", "))")
    }
    for set in survey.codebook.multipleResponseSets {
      lines.append("multiple response \(set.name): \(set.variables.joined(separator: ", "))")
    }
    if !survey.problems.isEmpty {
      lines.append("")
      lines.append("problems: \(survey.problems.count)")
      lines += survey.problems.prefix(20).map { "  \($0.line)" }
      if survey.problems.count > 20 { lines.append("  … write them all with --problems FILE") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ variable: Variable, _ column: Column, includePersonal: Bool) -> [String] {
    var facts = [variable.kind == .categorical ? variable.level.rawValue : variable.kind.rawValue]
    if variable.role != .question { facts.append(variable.role.rawValue) }
    if variable.personal.isPersonal { facts.append("personal: \(variable.personal.rawValue)") }
    let missing = column.missingCounts
    for reason in MissingReason.allCases {
      if let count = missing[reason] { facts.append("\(count) \(reason.words)") }
    }
    let label = variable.label.isEmpty || variable.label == variable.name ? "" : "  " + oneLine(variable.label)
    var lines = ["\(variable.name)\(label)", "    \(facts.joined(separator: "; "))"]
    guard includePersonal || !variable.personal.isPersonal, !variable.labels.isEmpty else { return lines }
    let labels = variable.labels.prefix(12).map { label in
      (label.code == label.label ? oneLine(label.code) : "\(label.code) = \(oneLine(label.label))")
        + (label.missing.map { " (\($0.words))" } ?? "")
    }
    lines.append("    \(labels.joined(separator: " | "))\(variable.labels.count > 12 ? " | …" : "")")
    return lines
  }

  private static func oneLine(_ text: String) -> String {
    let line = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    let safe = String(
      line.unicodeScalars.map { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) ? "\u{FFFD}" : Character($0) })
    return safe.count > 100 ? safe.prefix(99) + "…" : safe
  }
}
