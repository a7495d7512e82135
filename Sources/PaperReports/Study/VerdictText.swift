internal import StudyPlan

/// The verdicts for a terminal.
public enum VerdictText {
  /// One paragraph for each verdict, and where the report is.
  public static func text(of report: StudyReport, folder: String) -> String {
    var lines = ["", report.title]
    if report.isSynthetic { lines.append("SYNTHETIC DATA: drawn by a simulation, never a finding") }
    lines.append("")
    for verdict in report.verdicts {
      lines.append("\(verdict.id)  \(verdict.direction.rawValue.uppercased())  \(verdict.says)")
      lines.append("    \(verdict.sentence)")
    }
    for line in report.notDone { lines.append("not done: \(line)") }
    lines.append("")
    lines.append("report: \(folder)/report.html")
    return lines.joined(separator: "\n") + "\n"
  }
}
