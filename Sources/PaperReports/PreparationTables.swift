internal import PaperTables
internal import SurveyModel
internal import SurveyPreparation

extension StudyReport {
  /// How the respondents of the file became the respondents of the analysis; nil where nothing was prepared.
  var exclusionTable: Table? {
    guard let preparation else { return nil }
    var remaining = preparation.respondents
    var rows = [TableRow(["Respondents in the file", .empty, .empty, .count(preparation.respondents)])]
    for rule in preparation.rules where rule.kind == .exclusion {
      remaining -= rule.count
      rows.append(
        TableRow([.text("Left out: \(rule.note)"), .text(rule.name), .count(rule.count), .count(remaining)]))
    }
    rows.append(
      TableRow(["Analysed", .empty, .empty, TableCell(.count(preparation.selected), isStrong: true)], isSummary: true))
    return Table(
      title: "From the file to the analysis",
      columns: [.text("Step"), .text("Rule"), .count("Left out"), .count("Remaining")], rows: rows,
      isSynthetic: isSynthetic)
  }

  /// What was declared missing, recoded and scored; nil where nothing was.
  var preparationTable: Table? {
    let rules = preparation?.rules.filter { $0.kind != .exclusion } ?? []
    guard !rules.isEmpty else { return nil }
    return Table(
      title: "What was made of the answers before counting",
      columns: [.text("Step"), .text("Name"), .count("Count"), .text("What is counted")],
      rows: rules.map { rule in
        TableRow([.text(rule.kind.rawValue), .text(rule.name), .count(rule.count), .text(rule.note)])
      }, isSynthetic: isSynthetic)
  }

  /// Missing answers by variable and reason; nil where none were counted.
  var missingTable: Table? {
    let reasons = MissingReason.allCases.filter { reason in
      missing.contains { $0.reasons.contains { $0.reason == reason && $0.count > 0 } }
    }
    guard !missing.isEmpty else { return nil }
    let rows = missing.map { variable in
      var cells: [TableCell] = [.text(variable.variable), .count(variable.respondents)]
      cells += reasons.map { reason in
        .count(variable.reasons.filter { $0.reason == reason }.map(\.count).reduce(0, +))
      }
      let total = variable.reasons.map(\.count).reduce(0, +)
      cells.append(TableCell(.percent(count: total, base: variable.respondents), format: .percent))
      return TableRow(cells)
    }
    return Table(
      title: "Missing answers",
      columns: [.text("Variable"), .count("Respondents")] + reasons.map { .count(Self.heading($0)) }
        + [TableColumn("All", unit: "%", format: .percent)], rows: rows, isSynthetic: isSynthetic)
  }

  private static func heading(_ reason: MissingReason) -> String {
    reason.words.prefix(1).uppercased() + reason.words.dropFirst()
  }
}
